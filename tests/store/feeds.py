"""Feeds as parsing gives them, and desks that have taken them in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from roundup.merge import Past, judged, merge, names
from roundup.model import Change, Entry, FeedState, FetchOutcome, ParsedFeed, Post, Subscription
from roundup.store import Store
from tests.samples import NOW, entry

FEED = "https://blog.example/feed/"
PLANET = "https://planet.example/rss"
LATER = NOW + timedelta(days=2)


def item(number: int = 1, **fields: Any) -> Entry:
    """The numbered entry of a blog, a day older than the one before, with a hash that fits its words."""
    text = fields.pop("text", f"This is post {number}. It says something about councils.")
    made = entry(
        **{
            "guid": f"tag:blog.example,2026:{number}",
            "url": f"https://blog.example/posts/{number}",
            "title": f"Post number {number}",
            "authors": ("Ada Example",),
            "published": NOW - timedelta(days=number),
            "text": text,
            "html": f"<p>{text}</p>",
            **fields,
        }
    )
    return replace(made, content_hash=sha256(f"{made.title}\n{made.text}".encode()).hexdigest())


def feed(*entries: Entry, url: str = FEED, **fields: Any) -> ParsedFeed:
    values: dict[str, Any] = {"version": "rss20", "title": "A Blog", "site_url": "https://blog.example/", **fields}
    return ParsedFeed(url=url, entries=entries, **values)


def fetch(
    store: Store, document: ParsedFeed, *, now: datetime = NOW, followed_as: str = ""
) -> tuple[tuple[int, int], tuple[Change, ...]]:
    """Take a feed in as a fetch does: ((new, changed), what merging came to)."""
    with store.write():
        past = Past(store.feeds.hosts(document.url), store.feeds.doubtful_hosts(document.url))
        changes = judged(document, merge(document, store.posts.known(names(document))), past)
        counts = store.posts.apply(changes, feed=document, feed_url=followed_as or document.url, now=now)
    return counts, changes


def brought(store: Store, *entries: Entry, **fields: Any) -> list[Post]:
    """The posts of a desk after a fetch of `entries`, in their order."""
    document = feed(*entries, **fields)
    _, changes = fetch(store, document)
    known = store.posts.known(names(document))
    return [store.posts.get(known[change.keys[0]].id) for change in changes]


def outcome(url: str = FEED, **fields: Any) -> FetchOutcome:
    """A fetch that went well."""
    state = fields.pop("state", FeedState(url=url, health="ok", last_fetched=NOW, last_success=NOW))
    values: dict[str, Any] = {"subscription": Subscription(url=url), "kind": "fetched", "state": state, "status": 200}
    return FetchOutcome(**{**values, **fields})


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the file, table by table, for comparing."""
    tables = store.connection.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%fts_%'"
    )
    return {name: sorted(store.connection.rows(f'SELECT * FROM "{name}"'), key=repr) for (name,) in tables}
