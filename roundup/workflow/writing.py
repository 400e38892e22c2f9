"""What is rendered, written into the desk's folder of editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from roundup.dataclass import dataclass
from roundup.model import Edition, FrozenEdition, Rendering
from roundup.workflow.desk import Desk
from roundup.workflow.files import replace_file


@dataclass(frozen=True, slots=True)
class Written:
    """One file that was written; `note` is what an editor should know of it, "" for most."""

    format: str
    path: Path
    bytes: int
    note: str = ""


def write_edition(desk: Desk, edition: Edition, folder: Path, formats: Sequence[str] = ()) -> tuple[Written, ...]:
    """The edition in `formats` (none named: those of the desk's settings, else all), into `folder`."""
    from roundup.render import FORMATS, options_of, render
    from roundup.render.feeds import FEEDS

    wanted = [name for name in formats or desk.settings.render.formats if name not in FEEDS]
    if (formats or desk.settings.render.formats) and not wanted:
        return ()
    return _write(render(edition, options_of(desk.settings), formats=wanted or tuple(FORMATS)), folder)


def write_feeds(
    desk: Desk, closed: Sequence[FrozenEdition], *, formats: Sequence[str] = (), out: Path | None = None
) -> tuple[Written, ...]:
    """The feeds of the closed editions among `formats`, into OUT; one that is as it was is left alone."""
    from roundup.render import options_of
    from roundup.render.feeds import FEEDS, render_feeds

    named = formats or desk.settings.render.formats or tuple(FEEDS)
    wanted = [name for name in named if name in FEEDS]
    if not wanted:
        return ()
    return _write(render_feeds(closed, options_of(desk.settings), formats=wanted), out or desk.settings.out_path)


def _write(renderings: Iterable[Rendering], folder: Path) -> tuple[Written, ...]:
    written = []
    for made in renderings:
        path = folder / made.filename
        if not path.is_file() or path.read_bytes() != made.content:
            replace_file(path, made.content)
        written.append(Written(made.format, path, len(made.content), made.note))
    return tuple(written)
