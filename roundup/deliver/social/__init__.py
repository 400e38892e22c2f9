"""A short text about an edition, in a file, to be pasted where posts are short. Nothing is posted by this program.

words.py     what it says
inert.py     … of strangers, so that it calls nobody and leads nowhere
counting.py  how long that is, by whichever network counts most
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from roundup.dataclass import dataclass
from roundup.deliver import placing
from roundup.deliver.base import Delivered, Parcel, Prepared, Wish, World
from roundup.deliver.social.counting import length
from roundup.deliver.social.words import Network, Post, Voice, announcement, thread, voices
from roundup.errors import ConfigError
from roundup.model import Pick
from roundup.text import one_line
from roundup.urls import safe_url

LAST: Final = True  # what is public by then has its address
BETWEEN: Final = "\n\n---\n\n"
LEAST, MOST = 100, 1_000
MOST_NAMED = 5  # people without a handle that are named


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.social] — `file` may hold {slug}, {date}, {year}, {number} and {network}; a post is under `limit`."""

    path: str = "out"
    file: str = "{slug}/{network}.txt"
    network: Network = "mastodon"
    limit: int = 300
    thread: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    file: placing.File
    said: tuple[str, ...]


def wants(_options: Options) -> tuple[str, ...]:
    """No rendering: what it says is said in words of its own."""
    return ()


def prepare(parcel: Parcel, options: Options, _wish: Wish) -> Prepared:
    """The text as it would be written. The edition must have an address by then."""
    if not LEAST <= options.limit <= MOST:
        raise ConfigError(
            f"[deliver.social] limit is {options.limit}", hint=f"Posts have {LEAST} to {MOST} characters."
        )
    address = safe_url(parcel.address)
    if not address:
        raise ConfigError("the edition has no address to be announced with", hint="Set [desk] url to that of the site.")
    named = voices(parcel.edition, parcel.people, options.network)
    first = announcement(parcel.edition, named, address, options.limit)
    if first is None:
        raise ConfigError(
            f"the edition's address does not fit into a post: {one_line(address, 200)}",
            hint="Give the edition a shorter slug (roundup edition set --slug …), or set [deliver.social] limit.",
        )
    rest = tuple(thread(parcel.edition, parcel.people, options.network, options.limit)) if options.thread else ()
    posts = (first, *(each for each in rest if isinstance(each, Post)))
    text = BETWEEN.join(post.text for post in posts) + "\n"
    file = options.file.replace("{network}", options.network)
    written = replace(parcel, files={"text": text.encode("utf-8", "replace")})
    ready = placing.prepared(written, "deliver.social", options.path, file, "text")
    left_out = tuple(each for each in rest if isinstance(each, Pick))
    what = _Text(ready.what, tuple(_told(posts, left_out, named, options)))
    return replace(ready, requests=(replace(ready.requests[0], body=text),), what=what)


def _told(posts: Sequence[Post], left_out: Sequence[Pick], named: Sequence[Voice], options: Options) -> list[str]:
    """What an editor should know of the text."""
    longest = max(length(post.text, post.links) for post in posts)
    many = "" if len(posts) == 1 else f"{len(posts)} posts, the longest "
    told = [f"{many}{longest} of {options.limit} characters"]
    without = [voice.called for voice in named if voice.called and not voice.is_handle]
    if without:
        more = f" and {len(without) - MOST_NAMED} more" if len(without) > MOST_NAMED else ""
        told.append(f"no handle on {options.network} is known of {', '.join(without[:MOST_NAMED])}{more}")
    told += [f"left out, since its address is too long: {one_line(pick.title or pick.url, 60)}" for pick in left_out]
    return told


def send(prepared: Prepared, _options: Options, world: World) -> Delivered:
    """Write the file, unless it is there already; one that others changed is left alone."""
    text: _Text = prepared.what
    return replace(placing.place(text.file, world), state="draft", said=text.said)
