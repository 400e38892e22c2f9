"""How the file came to be as it is: steps that are only ever added to, named by what they do.

Each step runs once in a desk's life, in this order, inside the transaction that `open_store` holds. A step that was
released is never edited: what it got wrong is put right by a later one. Prefer plain ALTER TABLE to sqlite-utils'
`transform()`, which drops the triggers that keep the search index true.

To add a step: one function here, decorated with its name, and one more in SCHEMA_VERSION (door.py).
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database, Migrations
from sqlite_utils.db import ForeignKey

migrations = Migrations("roundup")

Columns = dict[str, Any]


def _create(
    db: Database,
    name: str,
    columns: Columns,
    *,
    pk: str | tuple[str, ...],
    optional: set[str] | None = None,
    references: dict[str, tuple[str, str]] | None = None,
    cascade: bool = False,
) -> None:
    """A STRICT table: no column but those `optional` may be NULL."""
    counted = {pk} if columns.get(str(pk)) is int else set()
    db.table(name).create(
        columns,
        pk=pk,
        not_null=set(columns) - (optional or set()) - counted,
        foreign_keys=[
            ForeignKey(name, column, table, other, on_delete="CASCADE" if cascade else "NO ACTION")
            for column, (table, other) in (references or {}).items()
        ],
        strict=True,
    )


@migrations(name="feeds_and_their_fetches")
def _feeds(db: Database) -> None:
    _create(
        db,
        "feeds",
        {
            "id": int,
            "title": str,
            "url": str,
            "site_url": str,
            "health": str,
            "reason": str,
            "failures": int,
            "last_fetched": str,
            "last_success": str,
            "next_due": str,
            "etag": str,
            "last_modified": str,
            "body_hash": str,
            "document_url": str,
        },
        pk="id",
        optional={"last_fetched", "last_success", "next_due"},
    )
    db.table("feeds").create_index(["url"], unique=True)
    _create(
        db,
        "fetches",
        {
            "id": int,
            "feed": int,
            "fetched_at": str,
            "kind": str,
            "status": int,
            "new": int,
            "changed": int,
            "reason": str,
            "wire_bytes": int,
            "seconds": float,
        },
        pk="id",
        optional={"status"},
        references={"feed": ("feeds", "id")},
    )
    db.table("fetches").create_index(["feed", "id"])


@migrations(name="posts_with_their_names_sources_and_snapshots")
def _posts(db: Database) -> None:
    _create(
        db,
        "posts",
        {
            "id": int,
            "title": str,
            "blog": str,
            "authors": str,
            "url": str,
            "published": str,
            "date_note": str,
            "first_seen": str,
            "listed": str,
            "words": int,
            "teaser": str,
            "feed_tags": str,
            "enclosures": str,
            "doubt": str,
            "key": str,
            "feed": int,
        },
        pk="id",
        optional={"published", "feed"},
        references={"feed": ("feeds", "id")},
    )
    posts = db.table("posts")
    posts.create_index(["key"], unique=True)
    posts.create_index(["listed", "id"])
    _create(db, "post_keys", {"key": str, "post": int}, pk="key", references={"post": ("posts", "id")})
    db.table("post_keys").create_index(["post"])
    _create(
        db,
        "sources",
        {"post": int, "feed": int, "guid": str, "url": str, "first_seen": str, "last_seen": str},
        pk=("post", "feed"),
        references={"post": ("posts", "id"), "feed": ("feeds", "id")},
    )
    db.table("sources").create_index(["feed", "post"])
    _create(
        db,
        "snapshots",
        {
            "id": int,
            "post": int,
            "title": str,
            "author": str,
            "blog": str,
            "seen_at": str,
            "feed": int,
            "hash": str,
            "text": str,
            "html": str,
        },
        pk="id",
        optional={"feed"},
        references={"post": ("posts", "id"), "feed": ("feeds", "id")},
    )
    db.table("snapshots").create_index(["post", "hash"], unique=True)
    # Posts and snapshots point at each other, so one of the two columns has to come afterwards.
    db.execute('ALTER TABLE "posts" ADD COLUMN "snapshot" INTEGER REFERENCES "snapshots"("id")')
    # While a check is deferred, each new snapshot is looked up here.
    posts.create_index(["snapshot"])


@migrations(name="search_in_everything_seen")
def _search(db: Database) -> None:
    db.table("snapshots").enable_fts(
        ["title", "author", "blog", "text"],
        tokenize="porter unicode61 remove_diacritics 2",
        create_triggers=True,
    )


@migrations(name="ledger_of_decisions")
def _ledger(db: Database) -> None:
    _create(
        db,
        "decisions",
        {
            "id": str,
            "seq": int,
            "time": str,
            "curator": str,
            "verb": str,
            "subject": str,
            "payload": str,
            "reason": str,
        },
        pk="id",
    )
    decisions = db.table("decisions")
    decisions.create_index(["subject", "time", "seq", "id"])
    decisions.create_index(["time", "seq", "id"])
    for change in ("UPDATE", "DELETE"):
        db.execute(
            f'CREATE TRIGGER decisions_no_{change.lower()} BEFORE {change} ON "decisions" BEGIN '
            "SELECT RAISE(ABORT, 'a decision is never changed: record another one'); END"
        )


@migrations(name="picks_and_editions_as_decided")
def _projections(db: Database) -> None:
    post = {"post": ("posts", "id")}
    _create(
        db,
        "picks",
        {
            "key": str,
            "post": int,
            "starred": int,
            "starred_by": str,
            "starred_at": str,
            "skipped": int,
            "skip_reason": str,
            "lead": str,
            "remark": str,
            "section": str,
        },
        pk="key",
        optional={"post", "starred_at"},
        references=post,
    )
    db.table("picks").create_index(["post"])
    pick = {"pick": ("picks", "key")}
    _create(
        db,
        "quotes",
        {
            "id": str,
            "pick": str,
            "position": int,
            "paragraphs": str,
            "speaker": str,
            "exact": str,
            "prefix": str,
            "suffix": str,
            "snapshot": str,
        },
        pk=("pick", "id"),
        references=pick,
        cascade=True,
    )
    _create(
        db,
        "notes",
        {"pick": str, "position": int, "curator": str, "time": str, "text": str},
        pk=("pick", "position"),
        references=pick,
        cascade=True,
    )
    _create(
        db,
        "post_tags",
        {"pick": str, "tag": str, "position": int},
        pk=("pick", "tag"),
        references=pick,
        cascade=True,
    )
    _create(
        db,
        "editions",
        {
            "number": int,
            "title": str,
            "slug": str,
            "date": str,
            "status": str,
            "shape": str,
            "frozen_at": str,
            "published_at": str,
            "url": str,
        },
        pk="number",
        optional={"published_at"},
    )
    _create(
        db,
        "edition_posts",
        {"edition": int, "position": int, "key": str, "post": int, "title": str, "blog": str, "url": str},
        pk=("edition", "position"),
        optional={"post"},
        references={"edition": ("editions", "number"), **post},
    )
    db.table("edition_posts").create_index(["post"])
    db.table("edition_posts").create_index(["key"])
