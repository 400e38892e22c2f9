"""The edition as a message in a file: any mail program opens it as a draft, to be looked at and sent by its editor."""

from __future__ import annotations

from dataclasses import replace

from roundup.dataclass import dataclass
from roundup.deliver import placing
from roundup.deliver.base import Delivered, Parcel, Prepared, Wish, World


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.eml] — `file` may hold {slug}, {date}, {year} and {number}."""

    path: str = ""
    file: str = "{slug}.eml"


def wants(_options: Options) -> tuple[str, ...]:
    """The message."""
    return ("eml",)


def prepare(parcel: Parcel, options: Options, _wish: Wish) -> Prepared:
    """One file, at its place below the folder; the same for any wish, since nothing here sends."""
    return placing.prepared(parcel, "deliver.eml", options.path, options.file, "eml")


def send(prepared: Prepared, _options: Options, world: World) -> Delivered:
    """Write the file, unless it is there already; one that others changed is left alone."""
    told = ("open it in your mail program, and send it from there",) if world.wish.is_public else ()
    return replace(placing.place(prepared.what, world), state="draft", said=told)
