"""What targets are made of: what they are given, what they show beforehand, what they tell afterwards."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from roundup.curate.people import Registry
from roundup.dataclass import dataclass
from roundup.errors import RoundupError
from roundup.model import Copy, DeliveryState, Edition, Receipt
from roundup.net import HttpClient

Done = Literal["created", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody on a list: where their mail goes, and the token their unsubscribe address has."""

    address: str
    token: str = ""


Sealed = Literal["", "tried", "sending", "sent", "refused"]


class Sends(Protocol):
    """How far a list send got, reader by reader; kept at once, so that a send that was cut off can go on."""

    def state(self, reader: str) -> Sealed:
        """What is known of one reader: "sending" if it was cut off just then, so that nobody can say.

        "tried" if they were not sent it, for now.
        """
        ...

    def mark(self, reader: str, state: Sealed) -> None:
        """Write it down."""
        ...


class Shelf(Protocol):
    """What is known of copies that an archive has of pages; kept at once, so that a run that was cut off can go on."""

    def known(self, pages: Collection[str]) -> Mapping[str, Copy]:
        """Page → what came of having it saved, for those that were ever asked for."""
        ...

    def keep(self, copy: Copy) -> None:
        """Write it down."""
        ...

    def last_asked(self) -> datetime | None:
        """When any page was asked for last."""
        ...

    def quiet_until(self) -> datetime | None:
        """Until when the archive wants to be left alone, as it said last."""
        ...

    def private(self, pages: Collection[str]) -> frozenset[str]:
        """Those that were found in a network that readers cannot reach."""
        ...


@dataclass(frozen=True, slots=True)
class Parcel:
    """An edition with the renderings a target asked for, by format.

    `summary` is a line or two of plain text; `root` is the desk's folder, from where paths in settings begin;
    `message` gives the e-mail as it is sent to one reader, or to the desk's own address for none; `subject` is its own.
    `address` is where readers find the edition, as far as that is known; `people` are those the desk knows.
    """

    edition: Edition
    files: Mapping[str, bytes]
    summary: str = ""
    root: Path = Path()
    message: Callable[[Reader | None], bytes] = lambda _reader: b""
    subject: str = ""
    address: str = ""
    people: Registry = field(default_factory=Registry)

    def text(self, name: str) -> str:
        """A rendering as text."""
        return self.files[name].decode()


@dataclass(frozen=True, slots=True)
class Wish:
    """How far to go: a draft unless `live`; with `at`, live from then on; by mail, to these `readers`."""

    live: bool = False
    at: datetime | None = None
    readers: tuple[Reader, ...] = ()

    @property
    def is_public(self) -> bool:
        """True if it goes further than a draft: anybody may see it, now or later."""
        return self.live or self.at is not None


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that would be done: a method or verb, where, and with what. No credentials are in it."""

    verb: str
    where: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What will be sent, decided without looking at the far end. `sent` is its digest, `what` the target's own."""

    requests: tuple[Request, ...]
    sent: str
    what: Any


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a push came to. `losses` say in words what the far end changed; `said` is what else there is to know."""

    done: Done
    state: DeliveryState
    remote: str
    url: str
    body: str
    losses: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """What a push that is cut off leaves: its name and address there, the text `was` there, and what is `coming`."""

    remote: str = ""
    url: str = ""
    was: str = ""
    coming: str = ""


class Refused(RoundupError):
    """The far end holds something that is not ours to overwrite; `diff` shows it."""

    def __init__(self, message: str, *, hint: str = "", diff: str = "") -> None:
        super().__init__(message, hint=hint)
        self.diff = diff


@dataclass(frozen=True, slots=True)
class World:
    """What a target may use besides what was prepared.

    `write` puts a file into place in one step. `begun` is to be called right before and right after something is
    changed at the far end: should the push be cut off then, the next one goes on with it. `receipt` is what an earlier
    push left. A push that takes minutes says how far it is (`told`); it knows time by `clock` (seconds from any start)
    and waits by `pause`.
    """

    http: HttpClient
    write: Callable[[Path, bytes], None]
    now: datetime
    wish: Wish = field(default_factory=Wish)
    receipt: Receipt | None = None
    sends: Sends | None = None
    begun: Callable[[Begun], None] = lambda _begun: None
    shelf: Shelf | None = None
    told: Callable[[str], None] = lambda _words: None
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], object] = time.sleep

    def is_ours(self, text: str) -> bool:
        """True if `text`, as it stands at the far end, is what a push of ours left there, a cut-off one included."""
        left = self.receipt
        return left is not None and bool(text) and (text == left.body or digest(text) == left.found)


class Target(Protocol):
    """A place editions go to. `Options` is its [deliver.NAME] table. With `LAST` it comes after those without."""

    Options: type[Any]

    def wants(self, options: Any) -> tuple[str, ...]:
        """The formats it needs renderings of."""
        ...

    def prepare(self, parcel: Parcel, options: Any, wish: Wish) -> Prepared:
        """What would be sent. Pure: the same parcel gives the same. Raises ConfigError for options that cannot be."""
        ...

    def send(self, prepared: Prepared, options: Any, world: World) -> Delivered:
        """Send it, unless it is there already, and read it back. Raises RoundupError: Refused for others' edits."""
        ...


def digest(text: str) -> str:
    """What a text is recognised by."""
    return hashlib.sha256(text.encode()).hexdigest()
