"""A week of 150 posts and more on loopback: the demo's blogs, and others that write a great deal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

from roundup.demo.server import FRIDAY, BlogServer, serve_blogs
from roundup.demo.source import LONDON, Blog, SamplePost

BUSY = 10  # blogs beside the demo's
EACH = 14  # posts of each in the week

_PLACES = ("Ashby", "Brookwell", "Carrow", "Dunmere", "Elstow", "Farleigh", "Garth", "Holme", "Inkberrow", "Jarrow")
_WORDS = re.findall(
    r"\w+",
    """
    council street library ward bench tree lamp bus queue form letter desk budget minutes garden bridge school kitchen
    market river parish depot volunteer petition survey question meeting notice map phone window radiator ticket
    counted walked asked found moved painted opened closed mended answered measured planted carried swept printed
    slowly twice gladly early together yesterday again nearly mostly quietly
    """,
)


def _text(chance: Random) -> str:
    sentences = [" ".join(chance.choices(_WORDS, k=chance.randint(7, 14))).capitalize() + "." for _ in range(9)]
    return " ".join(sentences[:4]) + "\n\n" + " ".join(sentences[4:])


def busy_blogs() -> tuple[Blog, ...]:
    """The same every time."""
    chance = Random(47)
    return tuple(_blog(number, place, chance) for number, place in enumerate(_PLACES[:BUSY]))


def _blog(number: int, place: str, chance: Random) -> Blog:
    posts = []
    for each in range(EACH):
        title = " ".join(chance.sample(_WORDS, 4)).capitalize()
        date = (FRIDAY - timedelta(hours=2 + 11 * each + number)).astimezone(LONDON)
        posts.append(SamplePost(f"post-{each}", title, date, _text(chance), tags=(place.casefold(),)))
    return Blog(
        name=f"busy-{place.casefold()}",
        title=f"Around {place}",
        author=f"{place} Wright",
        format="rss20",
        folders=("Busy",),
        posts=tuple(posts),
    )


@contextmanager
def busy_week() -> Iterator[BlogServer]:
    """All blogs, on a Friday at four."""
    with serve_blogs() as server:
        server.blogs = (*server.blogs, *busy_blogs())
        yield server
