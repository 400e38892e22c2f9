"""Files in a folder, for whatever makes a site of them. A folder has no drafts: what is in it is up to that program."""

from __future__ import annotations

from roundup.dataclass import dataclass
from roundup.deliver import placing
from roundup.deliver.base import Delivered, Parcel, Prepared, Wish, World
from roundup.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.folder] — `file` may hold {slug}, {date}, {year} and {number}."""

    path: str = ""
    format: str = "markdown"
    file: str = "{slug}.md"


def wants(options: Options) -> tuple[str, ...]:
    """One format."""
    return (options.format,)


def prepare(parcel: Parcel, options: Options, wish: Wish) -> Prepared:
    """One file, at its place below the folder."""
    if wish.at:
        raise ConfigError("a folder cannot wait", hint="Let the program that makes your site hold the date back.")
    return placing.prepared(parcel, "deliver.folder", options.path, options.file, options.format)


def send(prepared: Prepared, _options: Options, world: World) -> Delivered:
    """Write the file, unless it is there already; one that others changed is left alone."""
    return placing.place(prepared.what, world)
