"""A desk: the folder an editor works in, with who is working and what time it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from roundup.config import FEEDS_FILE, SAMPLE, SETTINGS_FILE, Settings
from roundup.dataclass import dataclass
from roundup.errors import UsageError
from roundup.workflow.steps import Log, unlogged

if TYPE_CHECKING:
    from roundup.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """What every verb needs. `now` is aware and UTC; `new_id` makes ids that are unique on every desk.

    Another command at the same work is waited for, `wait` seconds if that is given. `waiting` is told in words that
    something takes its time, and how far it is.
    """

    settings: Settings
    curator: str
    now: datetime
    new_id: Callable[[], str]
    log: Log = unlogged
    wait: float | None = None
    waiting: Callable[[str], None] = lambda _words: None

    @property
    def today(self) -> date:
        """The day it is where the desk is."""
        return self.now.astimezone(self.settings.zone).date()

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The desk's memory, open."""
        from roundup.store import open_store

        with open_store(self.settings.database_path, now=self.now) as store:
            yield store


@dataclass(frozen=True, slots=True)
class NewDesk:
    """What `init` made."""

    root: Path
    files: tuple[Path, ...]


def init(folder: Path, *, opml: str | None) -> NewDesk:
    """A new desk in `folder`: settings, every choice explained, and the feeds of `opml`, if any. Overwrites nothing."""
    from roundup.subscriptions import write_opml

    files = {folder / SETTINGS_FILE: SAMPLE, folder / FEEDS_FILE: write_opml((), "Feeds") if opml is None else opml}
    taken = [path for path in files if path.exists()]
    if taken:
        names = " and ".join(path.name for path in taken)
        raise UsageError(
            f"{folder} already holds {names}", hint="Choose another folder, or go on with the desk that is there."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            with path.open("x", encoding="utf-8", newline="\n") as new:
                new.write(text)
    except OSError as error:
        raise UsageError(
            f"{error.filename or folder} cannot be written: {error.strerror}", hint="Choose another folder."
        ) from error
    return NewDesk(root=folder, files=tuple(files))
