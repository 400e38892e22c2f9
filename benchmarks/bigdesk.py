"""A desk as it is after ten years of a hundred blogs: 78,000 posts, about half a gigabyte, always the same.

    python benchmarks/bigdesk.py FOLDER [POSTS]

The folder becomes a desk (roundup.toml, feeds.opml, roundup.db). The tables are filled in bulk through the store's own
connection, so that the making takes a minute and not an hour; what is in them is what fetching and curating leave.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from roundup.config import SAMPLE
from roundup.model import Decision
from roundup.store import Store, open_store

POSTS = 78_000
FEEDS = 100
YEARS = 10
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STARRED_EACH = 20  # one post in so many is starred, as many again are skipped
PARAGRAPH_WORDS = 60

_VOCABULARY = (
    "council budget bins housing weeknote service design team agile users data library parish ward member officer "
    "meeting scrutiny digital website planning street lamp road repair care school children elderly tenant rent tax "
    "vote ballot turnout devolution combined authority mayor deputy chair minutes agenda report consultation survey "
    "people learn write talk listen work week month year before after because although never always sometimes slowly"
)
_WORDS = _VOCABULARY.split()


def build(folder: Path, posts: int = POSTS) -> Path:
    """Make the desk in `folder` and give the path of its database."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "roundup.toml").write_text(SAMPLE, encoding="utf-8")
    (folder / "feeds.opml").write_text('<opml version="2.0"><head/><body/></opml>\n', encoding="utf-8")
    path = folder / "roundup.db"
    with open_store(path, now=NOW) as store:
        with store.write():
            _fill(store, posts)
        with store.write():
            store.ledger.record(list(_decisions(posts)))
    return path


def _fill(store: Store, posts: int) -> None:
    rng = random.Random(1)
    db = store.connection
    db.run("PRAGMA defer_foreign_keys = ON")
    seen = NOW.isoformat()
    db.run_many(
        "INSERT INTO feeds (id, title, url, site_url, health, reason, failures, last_fetched, last_success, next_due, "
        "etag, last_modified, body_hash, document_url) VALUES (?, ?, ?, ?, 'ok', '', 0, ?, ?, ?, '', '', '', ?)",
        [
            (n, f"Blog {n}", f"https://blog{n}.example/feed/", f"https://blog{n}.example/", seen, seen, seen, "")
            for n in range(1, FEEDS + 1)
        ],
    )
    bodies = [_body(rng) for _ in range(500)]
    db.run_many(
        "INSERT INTO posts (id, title, blog, authors, url, published, date_note, first_seen, listed, words, teaser, "
        "feed_tags, enclosures, doubt, key, snapshot, feed) "
        "VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, '[]', '', ?, ?, ?)",
        _posts(posts, bodies),
    )
    db.run_many(
        "INSERT INTO snapshots (id, post, title, author, blog, seen_at, feed, hash, text, html) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _snapshots(posts, bodies),
    )
    db.run_many(
        "INSERT INTO post_keys (key, post) VALUES (?, ?)",
        ((key, n) for n in range(1, posts + 1) for key in (_key(n), f"guid:{_url(n)}", f"hash:{n:064x}")),
    )
    db.run_many(
        "INSERT INTO sources (post, feed, guid, url, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)",
        ((n, _feed(n), _url(n), _url(n), seen, seen) for n in range(1, posts + 1)),
    )


def _feed(number: int) -> int:
    """Five blogs write half of everything."""
    return 1 + (number % 5 if number % 2 else number % FEEDS)


def _url(number: int) -> str:
    return f"https://blog{_feed(number)}.example/post-{number}/"


def _key(number: int) -> str:
    return f"url:https://blog{_feed(number)}.example/post-{number}"


def _body(rng: random.Random) -> str:
    """About 5 kB, as the median post has."""
    paragraphs = (" ".join(rng.choices(_WORDS, k=PARAGRAPH_WORDS)) for _ in range(rng.randint(3, 9)))
    return "\n\n".join(paragraph.capitalize() + "." for paragraph in paragraphs)


def _date(number: int, posts: int) -> str:
    return (NOW - timedelta(days=365 * YEARS) * (posts - number) / posts).isoformat()


def _posts(posts: int, bodies: list[str]) -> Iterator[tuple[Any, ...]]:
    for n in range(1, posts + 1):
        text, date = bodies[n % len(bodies)], _date(n, posts)
        yield (
            *(n, f"Weeknote {n}", f"Blog {_feed(n)}", f'["Author {_feed(n)}"]', _url(n), date, date, date),
            *(len(text.split()), text[:200], '["weeknotes"]', _key(n), n, _feed(n)),
        )


def _snapshots(posts: int, bodies: list[str]) -> Iterator[tuple[Any, ...]]:
    for n in range(1, posts + 1):
        text = f"Number {n}. {bodies[n % len(bodies)]}"
        html = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
        author, blog = f"Author {_feed(n)}", f"Blog {_feed(n)}"
        yield (n, n, f"Weeknote {n}", author, blog, _date(n, posts), _feed(n), f"{n:064x}", text, html)


def _decisions(posts: int) -> Iterator[Decision]:
    for seq, n in enumerate(range(1, posts + 1, STARRED_EACH // 2), start=1):
        when = NOW - timedelta(days=365 * YEARS) * (posts - n) / posts
        verb = "skip" if seq % 2 else "star"
        yield Decision(f"d{seq:06}", seq, when, "ada", "skip" if verb == "skip" else "star", _key(n))


if __name__ == "__main__":
    made = build(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else POSTS)
    print(f"{made}: {made.stat().st_size / 1e6:.0f} MB")
