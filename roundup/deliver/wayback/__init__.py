"""The pages an edition links to, saved with the Internet Archive: should one go, readers still find what was quoted.

    saving.py   one after the other, spaced, each written down at once
    asking.py   the archive's two ways to be asked
    reading.py  its answers, read with care

The addresses go to the archive, which fetches the pages itself: what is private, and whoever opted out, is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urldefrag

from roundup.dataclass import dataclass
from roundup.deliver.base import Delivered, Done, Parcel, Prepared, Request, Shelf, Wish, World, digest
from roundup.deliver.wayback.asking import Archive
from roundup.deliver.wayback.saving import TRIES, WITHOUT_KEYS, Round, afresh, missing
from roundup.errors import ConfigError, RoundupError
from roundup.model import Copy
from roundup.patterns import pattern
from roundup.text import one_line
from roundup.urls import host_of, is_public, safe_url

LAST: Final = True  # it takes minutes, and readers need not wait for it
MOST_TOLD: Final = 5
_SERVICE = pattern(r"https?://[^/?#\s]{1,300}(?:/[\w./~-]{0,300})?")


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.wayback] — `spacing` are the seconds between two pages, `seconds` how long an answer may take.

    Keys, if there are any, stand in ROUNDUP_SECRET_WAYBACK or password_command, as https://HOST ACCESS SECRET.
    """

    service: str = "https://web.archive.org"
    spacing: float = WITHOUT_KEYS
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class _Pages:
    service: str
    pages: tuple[str, ...]
    left_out: tuple[str, ...]


def wants(_options: Options) -> tuple[str, ...]:
    """No rendering."""
    return ()


def prepare(parcel: Parcel, options: Options, _wish: Wish) -> Prepared:
    """The pages that would be asked for."""
    service = safe_url(options.service).rstrip("/")
    if not _SERVICE.fullmatch(service):
        raise ConfigError(
            f"[deliver.wayback] service is {one_line(options.service, 80)!r}",
            hint='Leave it out, or write it like service = "https://web.archive.org".',
        )
    pages, left_out = _chosen(parcel)
    minutes = max(1, round(len(pages) * max(options.spacing, WITHOUT_KEYS) / 60))
    many = "1 page" if len(pages) == 1 else f"{len(pages)} pages, one at a time"
    about = f"{many}, in about {minutes} min" if pages else "nothing: no page of it can be saved"
    request = Request("SAVE", service, "\n".join((about, *pages, *left_out)))
    return Prepared((request,), digest("\n".join(pages)), _Pages(service, pages, left_out))


def _chosen(parcel: Parcel) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pages to save, each once, and what is left out and why."""
    pages: dict[str, None] = {}
    left_out = []
    for pick in parcel.edition.picks:
        page = urldefrag(safe_url(pick.url))[0]
        about = one_line(pick.title or pick.url, 60)
        if opted := parcel.people.opted_out(pick.authors, pick.blog, pick.url):
            left_out.append(f"left out ({about}): {opted.words}")
        elif not page or not is_public(page):
            left_out.append(f"left out ({about}): its address is not public")
        else:
            pages[page] = None
    return tuple(pages), tuple(left_out)


def send(prepared: Prepared, options: Options, world: World) -> Delivered:
    """Have the pages saved that are not yet. RoundupError if some are still missing that may be had in another run."""
    wanted: _Pages = prepared.what
    shelf = world.shelf
    assert shelf is not None
    hidden = shelf.private(wanted.pages)
    pages = tuple(page for page in wanted.pages if page not in hidden)
    archive = Archive(world.http, wanted.service, world.http.login(f"{wanted.service}/"), options.seconds)
    if world.receipt and world.receipt.state != "begun":
        afresh(shelf, pages)
    round_ = Round(archive, world, shelf, options.spacing)
    round_.run(pages)
    left = tuple(missing(shelf, pages))
    if any(copy.state != "refused" and copy.tries < TRIES for copy in left):
        raise _unfinished(left, len(pages), round_.stopped)
    said = (*wanted.left_out, *(f"left out: {page} is in a private network" for page in sorted(hidden)), *_lost(left))
    return _delivered(shelf, pages, wanted.service, world, said, asked=round_.asked)


def _unfinished(left: Sequence[Copy], many: int, stopped: str) -> RoundupError:
    first = next(copy for copy in left if copy.state != "refused")
    why = stopped or f"{first.address}: {first.words or 'no answer was seen'}"
    return RoundupError(
        f"{len(left)} of {many} pages are not saved yet; {why}",
        hint="What is saved stays saved. The same command goes on from here; readers miss nothing until then.",
    )


def _lost(left: Sequence[Copy]) -> tuple[str, ...]:
    told = tuple(f"not saved: {copy.address}: {copy.words or 'no answer was seen'}" for copy in left[:MOST_TOLD])
    more = len(left) - MOST_TOLD
    return (*told, f"… and {more} more; to ask again, publish this edition there once more") if more > 0 else told


def _delivered(
    shelf: Shelf, pages: Sequence[str], service: str, world: World, said: tuple[str, ...], *, asked: int
) -> Delivered:
    known = shelf.known(pages)
    kept = [known[page] for page in pages if page in known and known[page].state == "made"]
    body = "".join(f"{copy.address} {copy.url}\n" for copy in kept)
    first = world.receipt is None or world.receipt.state == "begun"
    done: Done = ("created" if first else "changed") if asked else "unchanged"
    where = f"{len(kept)} of {len(pages)} pages at {host_of(service)}"
    return Delivered(done, "saved", where, "", body, said=said)
