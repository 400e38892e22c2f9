"""Feeds as measured ones are: a pure function of a blog's number and what has happened to it since.

Sizes and shares follow 112 real feeds (58 kB in the middle, 133 kB at the 90% mark, 14.6 entries a feed, a quarter of
that when packed): three quarters RSS as WordPress writes it, a fifth Atom, 6.6% JSON Feed; some of the XML in
windows-1252. Nothing here reads the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Literal

from benchmarks.gathering.prose import AUTHORS, PLACES, TAGS, Post, vocabulary

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # when the first fetch of a desk takes place
POSTS_EVERY = timedelta(hours=37)
_KEPT = 2_048  # posts remembered: rendering a feed again after one new post is then cheap

Kind = Literal["rss", "atom", "json"]


@dataclass(frozen=True, slots=True)
class Blog:
    """One blog: what it writes its feed in, how many posts the feed holds, and the loopback address it lives at."""

    index: int
    kind: Kind
    charset: str
    posts: int
    title: str

    @property
    def host(self) -> str:
        """One of 16 million addresses of this machine alone, so that every feed has a host of its own."""
        high, rest = divmod(self.index, 200 * 250)
        middle, low = divmod(rest, 250)
        return f"127.{1 + high}.{middle}.{1 + low}"

    @property
    def site(self) -> str:
        return f"https://blog{self.index}.example.org"

    @property
    def content_type(self) -> str:
        """The header its server sends."""
        if self.kind == "json":
            return "application/feed+json"
        return f"application/{self.kind}+xml; charset={self.charset.upper()}"


@dataclass(frozen=True, slots=True)
class Article:
    """One post; `number` rises with time and is what its guid is made of."""

    number: int
    title: str
    slug: str
    author: str
    tags: tuple[str, ...]
    published: datetime
    html: str
    excerpt: str


@lru_cache(maxsize=_KEPT)
def blog(index: int) -> Blog:
    """The blog of this number."""
    chance = Random(f"blog {index}")
    kinds: tuple[Kind, ...] = ("rss", "atom", "json")
    (kind,) = chance.choices(kinds, weights=(74.2, 19.2, 6.6))
    charset = "windows-1252" if kind != "json" and chance.random() < 0.03 else "utf-8"
    (posts,) = chance.choices((10, 15, 20, 25, 30), weights=(60, 10, 16, 7, 7))
    title = f"{chance.choice(PLACES)} {chance.choice(vocabulary()).title()} & {chance.choice(vocabulary())} #{index}"
    return Blog(index, kind, charset, posts, title)


def articles(of: Blog, grown: int = 0) -> list[Article]:
    """The posts in its feed, newest first. After `grown` more posts as many of the oldest have dropped out."""
    return [_article(of, number) for number in range(grown, grown - of.posts, -1)]


def render(index: int, grown: int = 0, touched: int = 0) -> bytes:
    """The feed's bytes after `grown` more posts; `touched` changes the date it was built and the counts of comments.

    Only WordPress does the latter, so Atom and JSON feeds are the same however often they are touched.
    """
    from benchmarks.gathering.formats import WRITERS

    of = blog(index)
    text = WRITERS[of.kind](of, articles(of, grown), touched)
    return text.encode(of.charset, "xmlcharrefreplace" if of.kind != "json" else "strict")


@lru_cache(maxsize=_KEPT)
def _article(of: Blog, number: int) -> Article:
    chance = Random(f"post {number} of blog {of.index}")
    post = Post(chance, of.charset, of.site)
    words = [post.word() for _ in range(chance.randint(3, 6))]
    title = " ".join(words).capitalize() + chance.choice(("", "", "?", " – again", " & more"))
    # Old posts lie days apart; new ones come within the hours that pass between two fetches.
    age = POSTS_EVERY * -number if number <= 0 else timedelta(hours=-number)
    published = START - timedelta(hours=2, minutes=of.index % 50, seconds=chance.randint(0, 59)) - age
    tags = tuple(chance.sample(TAGS, chance.randint(1, 4)))
    excerpt = f"{post.sentence()} […]"
    return Article(number, title, "-".join(words), chance.choice(AUTHORS), tags, published, post.html(), excerpt)
