"""The edition as a message in a file: any mail program opens it as a draft, to be looked at and sent by its editor."""

from __future__ import annotations

from dataclasses import dataclass

from roundup.deliver import placing
from roundup.deliver.base import Delivered, Parcel, Prepared, Wish, World
from roundup.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.eml] — `file` may hold {slug}, {date}, {year} and {number}."""

    path: str = ""
    file: str = "{slug}.eml"


def wants(_options: Options) -> tuple[str, ...]:
    """The message."""
    return ("eml",)


def prepare(parcel: Parcel, options: Options, wish: Wish) -> Prepared:
    """One file, at its place below the folder."""
    if wish.live or wish.at:
        raise ConfigError("a file is not sent", hint="Open it in your mail program, or use [deliver.smtp].")
    return placing.prepared(parcel, "deliver.eml", options.path, options.file, "eml")


def send(prepared: Prepared, _options: Options, world: World) -> Delivered:
    """Write the file, unless it is there already; one that others changed is left alone."""
    return placing.place(prepared.what, world)
