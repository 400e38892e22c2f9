"""What the desk follows: feeds.opml read, edited in place, and told with what is known of each feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from roundup.config import Settings
from roundup.dataclass import dataclass
from roundup.errors import NotFound, UsageError
from roundup.model import Subscription
from roundup.subscriptions import (
    OpmlError,
    OpmlReading,
    add,
    opml_text,
    read_opml,
    remove,
    set_address,
    set_paused,
    write_opml,
)
from roundup.text import one_line
from roundup.workflow.desk import Desk
from roundup.workflow.files import replace_file
from roundup.workflow.locks import in_turn

MAX_OPML = 20_000_000  # bytes; 20,000 feeds take about 5 million
LOCK_SECONDS = 30.0


def followed(settings: Settings) -> tuple[Subscription, ...]:
    """The feeds of the desk's feeds.opml."""
    path = settings.feeds_path
    if not path.exists():
        raise NotFound(f"{path} does not exist", hint="Import one with: roundup feeds import FILE.opml")
    return _own_list(path).subscriptions


def faults(desk: Desk) -> tuple[str, ...]:
    """What somebody wrote into feeds.opml that cannot be followed, each with its line and why."""
    return _own_list(desk.settings.feeds_path).left_out


def _own_list(path: Path) -> OpmlReading:
    try:
        return read_opml(_read(path), may_be_empty=True)
    except OpmlError as error:
        raise UsageError(
            f"{path} cannot be used: {error.message}",
            hint="Mend it or put an earlier copy in its place. Posts, picks and editions do not depend on it.",
        ) from error


def matching(subscriptions: Sequence[Subscription], ref: str) -> list[Subscription]:
    """The feed meant by an address, or the feeds by a part of a title or address; at least one, or NotFound."""
    if not one_line(ref):
        raise NotFound("no feed was named", hint="See what is followed with: roundup feeds")
    exact = [s for s in subscriptions if ref in (s.url, s.site_url)]
    word = ref.casefold()
    found = exact or [s for s in subscriptions if word and (word in s.title.casefold() or word in s.url.casefold())]
    if not found:
        raise NotFound(f"no feed here is called {one_line(ref, 80)}", hint="See what is followed with: roundup feeds")
    return found


def only_one(subscriptions: Sequence[Subscription], ref: str) -> Subscription:
    """The one feed meant; if several could be, they are named."""
    found = matching(subscriptions, ref)
    if len(found) > 1:
        names = "; ".join(one_line(s.url, 100) for s in found[:5])
        raise UsageError(
            f"{one_line(ref, 60)} could be {len(found)} feeds", hint=f"Give the whole address of one: {names}"
        )
    return found[0]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to, in words for the report."""

    added: tuple[Subscription, ...]
    already: int
    repairs: tuple[str, ...]
    left_out: tuple[str, ...]


def import_opml(desk: Desk, path: Path) -> Imported:
    """All feeds of an OPML file, or none if it holds none. Importing again adds nothing."""
    reading = read_opml(_read(path))
    added = follow(desk, reading.subscriptions)
    return Imported(added, len(reading.subscriptions) - len(added), reading.repairs, reading.left_out)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_OPML + 1)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror or error}", hint="Is that the file you mean, and may you read it?"
        ) from error
    if len(data) > MAX_OPML:
        raise UsageError(f"{path} is larger than {MAX_OPML // 1_000_000} MB", hint="Is it really an OPML file?")
    return data


@contextmanager
def _editing(desk: Desk) -> Iterator[Path]:
    """The desk's feeds.opml while nobody else edits it, so that of two commands at once neither is lost."""
    lock = desk.settings.root / ".feeds.lock"
    with in_turn(desk, lock, seconds=LOCK_SECONDS, busy="another command is editing feeds.opml"):
        yield desk.settings.feeds_path


def follow(desk: Desk, new: Sequence[Subscription]) -> tuple[Subscription, ...]:
    """Add feeds to feeds.opml; those it did not hold before."""
    with _editing(desk) as path:
        edited = add(opml_text(_read(path)) if path.exists() else write_opml((), desk.settings.desk.title), new)
        if edited.added:
            replace_file(path, edited.text.encode("utf-8"))
    return edited.added


def unfollow(desk: Desk, ref: str) -> Subscription:
    """Take a feed out of feeds.opml. Its posts and picks stay."""
    with _editing(desk) as path:
        gone = only_one(followed(desk.settings), ref)
        replace_file(path, remove(opml_text(_read(path)), gone.url).encode("utf-8"))
    return gone


def pause(desk: Desk, ref: str, *, paused: bool) -> Subscription:
    """Stop asking a feed for a while, or go on."""
    with _editing(desk) as path:
        feed = only_one(followed(desk.settings), ref)
        replace_file(path, set_paused(opml_text(_read(path)), feed.url, paused).encode("utf-8"))
    return feed


def readdress(desk: Desk, moves: Mapping[str, str]) -> tuple[str, ...]:
    """Put new addresses in place of old ones in feeds.opml, and nothing else; the old ones for which that was done.

    Left out is what the file does not follow, or follows at its new address already.
    """
    with _editing(desk) as path:
        text, done = opml_text(_read(path)), []
        for old, new in moves.items():
            before = read_opml(text, may_be_empty=True).subscriptions
            edited = set_address(text, old, new)
            wanted = tuple(replace(feed, url=new) if feed.url == old else feed for feed in before)
            # A file that nobody could have foreseen is better left alone than changed by guessing.
            if wanted != before and read_opml(edited, may_be_empty=True).subscriptions == wanted:
                text = edited
                done.append(old)
        if done:
            replace_file(path, text.encode("utf-8"))
    return tuple(done)


def export(desk: Desk) -> str:
    """What the desk follows, as OPML to hand on."""
    return write_opml(followed(desk.settings), desk.settings.desk.title)
