"""A blog's entries, the feeds they stand in, and a desk that remembers them as a store does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from roundup.merge import Past, judged, merge, names
from roundup.model import Change, Entry, KnownPost, ParsedFeed
from tests.samples import NOW, entry

FEED = "https://blog.example/feed/"
PLANET = "https://planet.example/rss"
ESSAY = (
    "Sandleigh council met on Tuesday to hear why the bins of the harbour ward had stood in the rain for nine days. "
    "The answer took forty minutes and came with slides. Nobody had thought to ask the crews."
)
NEWS = (
    "A new library opens in Marrowby next month after two years of work by volunteers who would not be told that "
    "reading had had its day. It has four rooms, a kettle and nine thousand books that were once skipped."
)
FOOTER = " The post appeared first on the blog of the harbour ward, where you can also leave a comment and subscribe."


def said(title: str, text: str) -> str:
    """A content hash: over title and text, as parsing makes it."""
    return sha256(f"{title}\n{text}".encode()).hexdigest()


def item(number: int = 1, **fields: object) -> Entry:
    """The numbered entry of a blog, with a hash that fits its words."""
    made = entry(
        **{
            "guid": f"tag:blog.example,2026:{number}",
            "url": f"http://blog.example/posts/{number}",
            "title": f"Post number {number}",
            "text": f"This is post {number}. It says something about councils.",
            "published": NOW - timedelta(days=number),
            **fields,
        }
    )
    return replace(made, content_hash=said(made.title, made.text))


def feed(*entries: Entry, url: str = FEED, complete: bool = True, site_url: str = "") -> ParsedFeed:
    return ParsedFeed(url=url, version="rss20", title="A Blog", site_url=site_url, entries=entries, complete=complete)


class Desk:
    """What a store remembers, as far as merging needs it."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.posts: dict[int, KnownPost] = {}

    def known(self, document: ParsedFeed) -> dict[str, KnownPost]:
        return {name: self.posts[self.names[name]] for name in names(document) if name in self.names}

    def fetch(self, document: ParsedFeed, past: Past | None = None) -> tuple[Change, ...]:
        changes = judged(document, merge(document, self.known(document)), past or Past())
        for change in changes:
            self.take(change, document)
        return changes

    def take(self, change: Change, document: ParsedFeed) -> None:
        number = change.post_id or len(self.posts) + 1
        said_now = change.entry
        if change.post_id is None:
            self.posts[number] = KnownPost(
                number, change.keys[0], said_now.url, said_now.title, said_now.text, published=said_now.published
            )
        post = self.posts[number]
        if change.post_id is None or change.kind == "changed" or change.restores:
            self.posts[number] = replace(
                post,
                title=said_now.title,
                text=said_now.text,
                hash=said_now.content_hash,
                hashes=post.hashes | {said_now.content_hash},
                feeds=(document.url,),
            )
        for key in change.keys:
            assert self.names.setdefault(key, number) == number, "a name belongs to one post"


def kinds(changes: tuple[Change, ...]) -> list[str]:
    return [change.kind for change in changes]


def told(*documents: ParsedFeed) -> tuple[Desk, list[str]]:
    """The desk after all `documents`, with the kinds that the last one came to."""
    desk = Desk()
    for document in documents:
        changes = desk.fetch(document)
    return desk, kinds(changes)


TEN = tuple(item(number) for number in range(10))
