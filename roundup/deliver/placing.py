"""A file put into its place, unless somebody else has been there."""

from __future__ import annotations

from pathlib import Path

from roundup.dataclass import dataclass
from roundup.deliver.base import Begun, Delivered, Done, Parcel, Prepared, Refused, Request, World, digest
from roundup.deliver.comparing import diff
from roundup.errors import ConfigError, RoundupError

LONGEST_KEPT = 2_000_000  # bytes of one file that is looked at for edits by hand


@dataclass(frozen=True, slots=True)
class File:
    """A file to be: where, and what is in it."""

    path: Path
    content: bytes


def prepared(parcel: Parcel, table: str, folder: str, file: str, form: str) -> Prepared:
    """One rendering at the place `file` below `folder`; in `file` {slug}, {date}, {year} and {number} are filled in."""
    if not folder.strip():
        raise ConfigError(f"[{table}] path is not set", hint='Name a folder, like path = "../site/content/posts".')
    edition = parcel.edition
    names = {"slug": edition.slug, "date": edition.date, "year": edition.date[:4], "number": str(edition.number)}
    name = file
    for key, value in names.items():
        name = name.replace(f"{{{key}}}", value)
    if (
        not name.isprintable()
        or "{" in name
        or Path(name).is_absolute()
        or ".." in Path(name).parts
        or not name.strip("/. ")
    ):
        raise ConfigError(f"[{table}] file is {file!r}", hint='Write it like "{year}/{slug}.md", below the folder.')
    content = parcel.files[form]
    path = parcel.root / _folder(table, folder) / name
    request = Request("WRITE", str(path), f"{len(content)} bytes of {form}")
    return Prepared((request,), digest(content.decode()), File(path, content))


def _folder(table: str, folder: str) -> Path:
    try:
        if folder.isprintable():
            return Path(folder).expanduser()
    except RuntimeError:
        pass
    raise ConfigError(
        f"[{table}] path is {folder!r}", hint="There is no such user, or a character that paths have not."
    )


def place(file: File, world: World) -> Delivered:
    """Write the file, unless it is there already; one that others changed is left alone."""
    longest = max(LONGEST_KEPT, len(file.content) + 1)
    there = _read(file.path, longest)
    if there == file.content:
        return _delivered("unchanged", file)
    if there is not None and not world.is_ours(_text(there)):
        ours = world.receipt.body if world.receipt else ""
        raise Refused(
            f"{file.path} was changed there, or is not ours",
            hint="Take what you want to keep over from there, or move the file away; then publish again.",
            diff=diff(ours or _text(file.content), _text(there), was="ours", now="there"),
        )
    world.begun(Begun(str(file.path), was=_text(there or b""), coming=_text(file.content)))
    world.write(file.path, file.content)
    if _read(file.path, longest) != file.content:
        raise RoundupError(f"{file.path} does not hold what was written", hint="Is something else writing there?")
    return _delivered("created" if there is None else "changed", file)


def _read(path: Path, longest: int) -> bytes | None:
    """What the file holds, None if there is none."""
    try:
        with path.open("rb") as file:
            return file.read(longest)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RoundupError(f"{path} cannot be read: {error.strerror}", hint="May you read there?") from None


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _delivered(done: Done, file: File) -> Delivered:
    return Delivered(done, "saved", str(file.path), "", _text(file.content))
