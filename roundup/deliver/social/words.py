"""What is said of an edition where posts are short: its title, who is in it, its address; nothing by half. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal

from roundup.curate.people import Registry
from roundup.curate.people.names import clean_handle, fold_name, is_nobody
from roundup.dataclass import dataclass
from roundup.deliver.social.counting import fits, graphemes, shortened
from roundup.deliver.social.inert import inert
from roundup.model import Edition, Person, Pick
from roundup.text import one_line
from roundup.urls import safe_url

Network = Literal["mastodon", "bluesky"]
SHORTEST_TITLE: Final = 12


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody in an edition: what they are called there, a handle if `is_handle`."""

    identity: str
    called: str
    is_handle: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """One post to paste, and the links in it."""

    text: str
    links: tuple[str, ...]


def handle_on(network: Network, person: Person) -> str:
    """Somebody's handle on a network, `@ada@social.example` or `@ada.example`; "" if none is known."""
    for given in person.handles:
        handle = clean_handle(given)
        name, _, host = handle.removeprefix("@").partition("@")
        if network == "mastodon" and name and "." in host:
            return handle
        if network == "bluesky" and not host and "." in name.strip(".") and "_" not in name and ".." not in name:
            return handle
    return ""


def voices(edition: Edition, people: Registry, network: Network) -> tuple[Voice, ...]:
    """Who is in an edition, each once, in its order. Who opted out since it was closed is not named."""
    found: dict[str, Voice] = {}
    for pick in edition.picks:
        for voice in _of_pick(pick, people, network):
            found.setdefault(voice.identity, voice)
    return tuple(found.values())


def _of_pick(pick: Pick, people: Registry, network: Network) -> Iterator[Voice]:
    if people.opted_out(pick.authors, pick.blog, pick.url):
        return
    for author in pick.authors or ("",):
        known = people.look((author,) if author else (), pick.blog, pick.url).people
        for person in known:
            if not person.opted_out:
                yield _known(person, network)
        # A name that is nobody's says less than the blog's.
        name = author if author and not is_nobody(fold_name(author)) else pick.blog
        if not known and (called := inert(name)):
            yield Voice(f"name:{fold_name(called) or called}", called)


def _known(person: Person, network: Network) -> Voice:
    handle = handle_on(network, person)
    return Voice(f"person:{person.key}", handle or inert(person.name), bool(handle))


def announcement(edition: Edition, named: Sequence[Voice], address: str, limit: int) -> Post | None:
    """Title, names and the whole address, counting less than `limit`; None if the address alone is too long."""
    title = shortened(one_line(edition.title), limit) or f"Edition {edition.number}"
    names = [voice.called for voice in named if voice.called]

    def told(shown: str, many: int) -> str:
        with_names = f"\n\nWith {_listed(names, many)}" if many else ""
        return f"{shown}{with_names}\n\n{address}"

    with_names = _longest(lambda many: told(title, many), min(len(names), limit // 2), address, limit)
    return with_names or _with_title(title, lambda shown: told(shown, 0), address, limit)


def _longest(made: Callable[[int], str], most: int, address: str, limit: int, least: int = 0) -> Post | None:
    """The post of the most names, or characters, that fits: of `most` or, as it grows with them, of so many fewer."""
    if fits(text := made(most), (address,), limit):
        return Post(text, (address,))
    low, high = least, most - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(made(middle), (address,), limit) else (low, middle - 1)
    return Post(text, (address,)) if low == high and fits(text := made(low), (address,), limit) else None


def _listed(names: Sequence[str], many: int) -> str:
    """The first of the names, and how many more there are."""
    left = len(names) - many
    said = [*names[:many], *([f"{left} more"] if left else [])]
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]


def _with_title(title: str, told: Callable[[str], str], address: str, limit: int) -> Post | None:
    """The longest beginning of the title that fits; without any title if need be."""
    most = max(min(len(graphemes(title)), limit), SHORTEST_TITLE)
    shown = _longest(lambda kept: told(shortened(title, kept)), most, address, limit, SHORTEST_TITLE)
    return shown or (Post(address, (address,)) if fits(address, (address,), limit) else None)


def thread(edition: Edition, people: Registry, network: Network, limit: int) -> Iterator[Post | Pick]:
    """A post for each pick, in order: its title, who wrote it, its address; the pick itself where that is too long."""
    for pick in edition.picks:
        address = safe_url(pick.url)
        if not address or people.opted_out(pick.authors, pick.blog, pick.url):
            continue
        by = [voice.called for voice in _of_pick(pick, people, network) if voice.called]
        yield _about(pick, by, address, limit) or pick


def _about(pick: Pick, by: Sequence[str], address: str, limit: int) -> Post | None:
    title = inert(pick.title) or "A post"

    def told(shown: str, many: int) -> str:
        who = f"\nby {_listed(by, many)}" if many else ""
        return f"{shown}{who}\n\n{address}"

    with_names = _longest(lambda many: told(title, many), len(by), address, limit)
    return with_names or _with_title(title, lambda shown: told(shown, 0), address, limit)
