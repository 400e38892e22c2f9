"""Small, valid values for tests: every builder has defaults for what a test does not care about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from roundup.model import Decision, Edition, Entry, Pick, Post, Quote, Snapshot, Verb

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def entry(**fields: Any) -> Entry:
    """An entry; its markup may be given as text, and its text as `text` or `encoded`."""
    values: dict[str, Any] = {
        "guid": "https://blog.example/?p=1",
        "url": "https://blog.example/2026/11/bins/",
        "title": "Bins, again",
        "html": "<p>The bins went out on time.</p>",
        "text": "The bins went out on time.",
        "content_hash": "c0ffee",
        "published": NOW,
    }
    values |= fields
    html, text = values["html"], values.pop("text")
    values.setdefault("encoded", text.encode("utf-8", "surrogatepass"))
    return Entry(**{**values, "html": html.encode() if isinstance(html, str) else html})


def post(id: int = 1, **fields: Any) -> Post:
    values: dict[str, Any] = {
        "id": id,
        "key": f"url:https://blog.example/{id}",
        "url": f"https://blog.example/{id}",
        "title": f"Post number {id}",
        "blog": "A Blog",
        "authors": ("Ada Example",),
        "published": NOW,
        "first_seen": NOW,
        "words": 300,
    }
    return Post(**{**values, **fields})


def snapshot(text: str = "The bins went out on time.", **fields: Any) -> Snapshot:
    values: dict[str, Any] = {
        "hash": "c0ffee",
        "title": "Bins, again",
        "html": f"<p>{text}</p>",
        "text": text,
        "seen_at": NOW,
    }
    return Snapshot(**{**values, **fields})


def quote(*paragraphs: str, **fields: Any) -> Quote:
    words = paragraphs or ("Plain words.",)
    values: dict[str, Any] = {"id": "q1", "paragraphs": words, "exact": "\n\n".join(words)}
    return Quote(**{**values, **fields})


def pick(id: int = 1, **fields: Any) -> Pick:
    values: dict[str, Any] = {
        "post_id": id,
        "key": f"url:https://blog.example/{id}",
        "url": f"https://blog.example/{id}",
        "title": f"Post number {id}",
        "blog": "A Blog",
        "authors": ("Ada Example",),
        "published": NOW,
        "lead": f"Ada Example {'also ' * (id > 1)}[writes about bins](https://blog.example/{id}).",
        "quotes": (quote(),),
    }
    return Pick(**{**values, **fields})


def edition(*picks: Pick, **fields: Any) -> Edition:
    values: dict[str, Any] = {
        "number": 1,
        "slug": "2026-11-20-week-that-was",
        "title": "That was the local government week that was",
        "shape": "essay",
        "date": "2026-11-20",
        "status": "open",
        "language": "en-GB",
        "intro": "A week of bins.",
        "sign_off": "Send us your posts.",
        "picks": picks or (pick(1), pick(2)),
    }
    return Edition(**{**values, **fields})


def decision(verb: Verb, subject: str = "url:https://blog.example/1", seq: int = 1, **fields: Any) -> Decision:
    values: dict[str, Any] = {
        "id": f"d{seq:04}",
        "seq": seq,
        "time": NOW,
        "curator": "ada",
        "verb": verb,
        "subject": subject,
    }
    return Decision(**{**values, **fields})
