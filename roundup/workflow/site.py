"""The archive site on disk: what changed is written, what no longer belongs is taken away, the rest is left alone.

What was written is kept in a list beside the site's folder: each file with a digest of what it was made of, its size
and the time it was written. A file whose line still holds is neither made nor touched. The list is written before the
files and after them, so a run that is killed leaves nothing behind that the next would not find. Beside it lies what
was made of single editions for files of many, so that of a feed only what is new is made.
"""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from roundup import process
from roundup.dataclass import dataclass
from roundup.errors import NotFound, RoundupError
from roundup.model import Edition, EditionsState
from roundup.workflow.desk import Desk
from roundup.workflow.files import replace_file
from roundup.workflow.locks import in_turn

if TYPE_CHECKING:
    from roundup.render.site import Archive, Kept, Memory, Planned
    from roundup.store import Store

FOLDER = "site"
LIST = ".site.json"
MEMORY = ".site.memory"
LOCK = ".site.lock"
LOCK_SECONDS = 60.0
_PART = ".part"  # in the site's folder, where a file is before it comes to its place; one at a time, by the lock

Line = tuple[str, int, int]  # digest of what a file is made of, its size in bytes, when it was written (ns)


@dataclass(frozen=True, slots=True)
class SiteWritten:
    """What came of it: `files` of `bytes` in all in `folder`, `written` of them anew; `removed` were taken away."""

    folder: Path
    files: int
    bytes: int
    written: int
    removed: int


def write_site(desk: Desk, *, out: Path | None = None) -> SiteWritten:
    """Bring OUT/site/ up to date with the closed editions. What others put there stays, unless it is in the way."""
    from roundup.render.site import Memory, plan

    parent = out or desk.settings.out_path
    # Ten years of editions are a million small values in no circle: looking for circles would be a third of the work.
    gc.disable()
    try:
        memory = Memory(lambda: _remembered(parent / MEMORY))
        planned = plan(archive_of(desk), memory)
        process.keep(planned)
        parent.mkdir(parents=True, exist_ok=True)
        busy = f"another command is writing {parent / FOLDER}"
        with in_turn(desk, parent / LOCK, seconds=LOCK_SECONDS, busy=busy):
            done = _bring_up_to_date(parent, planned)
            _remember(parent / MEMORY, memory)
            return done
    except OSError as error:
        raise RoundupError(
            f"{error.filename or parent} cannot be written: {error.strerror or error}",
            hint="What was written is whole. Is there room, and may you write there? Then do the same again.",
        ) from error
    finally:
        # What is left is looked through no more, not even when the program ends.
        gc.freeze()
        gc.enable()


def split(desk: Desk, formats: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The formats of editions and feeds among those wanted (none named: the desk's, else all), and if the site is.

    Raises UsageError for a name that is none of them.
    """
    wanted = tuple(formats) or desk.settings.render.formats
    if wanted != (FOLDER,):  # which alone needs nothing of the others
        from roundup.render import FORMATS, refuse_unknown
        from roundup.render.feeds import FEEDS

        known = (*FORMATS, *FEEDS, FOLDER)
        for name in wanted:
            refuse_unknown("format", name, known)
        wanted = wanted or known
    return tuple(name for name in wanted if name != FOLDER), FOLDER in wanted


# ---------------------------------------------------------------- from the desk


def archive_of(desk: Desk) -> Archive:
    """Everything the site is made from, read from the desk."""
    from roundup.curate.people import Registry
    from roundup.render import options_of
    from roundup.render.site import Archive
    from roundup.workflow.feeds import followed

    settings = desk.settings
    try:
        subscriptions = followed(settings)
    except NotFound:
        subscriptions = ()
    with desk.store() as store:
        editions = store.ledger.editions(settings.edition.first_number)
        return Archive(
            title=settings.desk.title,
            url=settings.desk.url,
            language=settings.desk.language,
            closed=editions.closed,
            specials=tuple(_specials(store, desk, editions)),
            subscriptions=subscriptions,
            registry=Registry(store.people.all()),
            kept=_kept(store, editions),
            options=options_of(settings),
        )


def _kept(store: Store, editions: EditionsState) -> Kept:
    """The copies that were made of posts in closed editions, and which of the originals are gone."""
    from roundup.render.site import Kept
    from roundup.store.copies import Copies

    shelf = Copies(store.connection)
    if shelf.last_asked() is None:
        return Kept()
    pages = {urldefrag(pick.url)[0] for frozen in editions.closed for pick in frozen.edition.picks}
    made = {page: copy for page, copy in shelf.known(pages).items() if copy.state == "made"}
    return Kept(made, shelf.gone(made) if made else frozenset())


def _specials(store: Store, desk: Desk, editions: EditionsState) -> Iterator[Edition]:
    """The special editions that bear a date of their own: until then their editors are still at work on them."""
    if not store.ledger.has_specials():
        return
    from roundup.curate.specials import chosen_picks, compose_special, numbers_of
    from roundup.store.posts import ListingFilter
    from roundup.workflow.people import without_opted_out
    from roundup.workflow.special import time_of

    for special in store.ledger.specials():
        chosen = chosen_picks(special, editions.closed, (), store.ledger.tags_of_closed()) if special.date else ()
        if chosen:
            since, until = time_of(special, desk)
            numbers = numbers_of(chosen, store.posts.count(ListingFilter(state="all", since=since, until=until)))
            made = compose_special(special, chosen, numbers, desk.settings, today=desk.today)
            yield without_opted_out(store, made)[0]


# ---------------------------------------------------------------- on the disk


def _bring_up_to_date(parent: Path, planned: Sequence[Planned]) -> SiteWritten:
    folder = parent / FOLDER
    known = _read_list(parent / LIST)
    stale = [file for file in planned if not _holds(known.get(file.path), file, folder)]
    wanted = {file.path for file in planned}
    gone = [path for path in known if path not in wanted]
    written = removed = 0
    if stale or gone:
        # First what is going to be there, so that a run that is killed half-way is known to have been.
        intended = known | {file.path: ("", 0, 0) for file in stale if file.path not in known}
        _write_list(parent / LIST, intended)
        folders: dict[str, bool] = {}
        for file in stale:
            line, new = _put(folder, file, folders)
            known[file.path] = line
            written += new
        removed = sum(_take_away(folder, path, known.pop(path)) for path in gone)
        _write_list(parent / LIST, known)
    size = sum(line[1] for line in known.values())
    return SiteWritten(folder, len(planned), size, written, removed)


def _holds(line: Line | None, file: Planned, folder: Path) -> bool:
    return line is not None and line[0] == file.digest and _unchanged(f"{folder}/{file.path}", line)


def _unchanged(path: Path | str, line: Line) -> bool:
    """True if the file is there as it was written."""
    try:
        seen = os.lstat(path)
    except OSError:
        return False
    return (seen.st_size, seen.st_mtime_ns) == line[1:]


def _put(folder: Path, file: Planned, folders: dict[str, bool]) -> tuple[Line, bool]:
    """Make a file and bring it to its place in one step, if it is not there already; its line, and if it is new.

    `folders` are those that are known to be there, and if they are new.
    """
    # By their names alone: an archive has thousands of files, and each Path would be taken apart again and again.
    content, path, above = file.make(), f"{folder}/{file.path}", file.path.rpartition("/")[0]
    if above not in folders:
        folders[above] = _make_folder(f"{folder}/{above}")
    seen = None if folders[above] else _seen_with(path, content)
    new = seen is None
    if seen is None:
        part = f"{folder}/{_PART}"
        seen = _write(part, content)
        os.replace(part, path)  # noqa: PTH105 - as above
    return (file.digest, seen.st_size, seen.st_mtime_ns), new


def _make_folder(path: str) -> bool:
    """True if it was not there before."""
    there = os.path.lexists(path)
    Path(path).mkdir(parents=True, exist_ok=True)
    return not there


def _seen_with(path: str, content: bytes) -> os.stat_result | None:
    """What is seen of a file that holds just that."""
    try:
        seen = os.lstat(path)
        return seen if seen.st_size == len(content) and Path(path).read_bytes() == content else None
    except OSError:
        return None


def _write(path: str, content: bytes) -> os.stat_result:
    """Write a file; what is seen of it then."""
    # Not synced one by one: all of it can be made again, and the next run would see what is missing.
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
        return os.fstat(file)
    finally:
        os.close(file)


def _take_away(folder: Path, name: str, line: Line) -> bool:
    """Remove what was written before, and folders that are empty then. What somebody changed since is theirs."""
    path = folder / name
    if line[0] and not _unchanged(path, line):
        return False
    path.unlink(missing_ok=True)
    for above in path.parents:
        if above == folder or any(above.iterdir()):
            break
        above.rmdir()
    return True


def _read_list(path: Path) -> dict[str, Line]:
    """What was written before; nothing if that cannot be told: then all is made anew, and written where it differs."""
    import msgspec

    try:
        lines = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, Line]])["files"]
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError, KeyError):
        return {}
    return {name: line for name, line in lines.items() if _inside(name)}


def _inside(name: str) -> bool:
    """True for a path that stays in the folder: what is in the list may be removed."""
    parts = name.split("/")
    return bool(name) and not name.startswith(("/", "\\")) and ".." not in parts and ":" not in name


def _write_list(path: Path, lines: Mapping[str, Line]) -> None:
    import msgspec

    text = msgspec.json.encode({"files": dict(sorted(lines.items()))})
    replace_file(path, text.replace(b"],", b"],\n"))


def _remembered(path: Path) -> dict[str, dict[str, str]]:
    """What was made of editions before; nothing if the file is not as it was written."""
    import msgspec

    try:
        mark, _, texts = path.read_bytes().partition(b"\n")
        return msgspec.json.decode(texts, type=dict[str, dict[str, str]]) if mark == _checksum(texts) else {}
    except (OSError, ValueError):
        return {}


def _remember(path: Path, memory: Memory) -> None:
    """Keep what was made, if anything was. It can be lost: where it cannot be written nothing is said."""
    if not memory.grown:
        return
    import msgspec

    texts = msgspec.json.encode(memory.texts)
    with contextlib.suppress(RoundupError):
        replace_file(path, _checksum(texts) + b"\n" + texts)


def _checksum(content: bytes) -> bytes:
    return sha256(content).hexdigest().encode()
