"""How the file came to be as it is: steps that are only ever added to, named by what they do.

Each step runs once in a desk's life, in this order, inside the transaction that `open_store` holds. A step that was
released is never edited: what it got wrong is put right by a later one. Prefer plain ALTER TABLE to sqlite-utils'
`transform()`, which drops the triggers that keep the search index true.

To add a step: one function here, decorated with its name, one more in SCHEMA_VERSION (door.py), and then
`python -m tools.write_schema`, which writes schema.sql: what all steps come to, for a new desk to be made at once.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database, Migrations
from sqlite_utils.db import ForeignKey

migrations = Migrations("roundup")

_KINDS: dict[str, Any] = {"text": str, "whole": int, "real": float, "bytes": bytes}


def _create(
    db: Database,
    name: str,
    columns: str,
    *,
    pk: str | tuple[str, ...] = "id",
    references: dict[str, tuple[str, str]] | None = None,
    cascade: bool = False,
) -> None:
    """A STRICT table of `columns`, each `name:kind`; `kind?` may be NULL. `references`: column → (table, column)."""
    kinds = dict(column.split(":") for column in columns.split())
    # SQLite numbers the rows of a table by its INTEGER PRIMARY KEY, which is never NULL without saying so.
    required = {column for column, kind in kinds.items() if not kind.endswith("?") and (column, kind) != (pk, "whole")}
    db.table(name).create(
        {column: _KINDS[kind.rstrip("?")] for column, kind in kinds.items()},
        pk=pk,
        not_null=required,
        foreign_keys=[
            ForeignKey(name, column, table, other, on_delete="CASCADE" if cascade else "NO ACTION")
            for column, (table, other) in (references or {}).items()
        ],
        strict=True,
    )


_FEED = {"feed": ("feeds", "id")}
_POST = {"post": ("posts", "id")}
_PICK = {"pick": ("picks", "key")}
_QUOTE = "id:text position:whole paragraphs:text speaker:text exact:text prefix:text suffix:text snapshot:text"


@migrations(name="feeds_and_their_fetches")
def _feeds(db: Database) -> None:
    _create(
        db,
        "feeds",
        "id:whole title:text url:text site_url:text health:text reason:text failures:whole last_fetched:text? "
        "last_success:text? next_due:text? etag:text last_modified:text body_hash:text document_url:text",
    )
    db.table("feeds").create_index(["url"], unique=True)
    _create(
        db,
        "fetches",
        "id:whole feed:whole fetched_at:text kind:text status:whole? new:whole changed:whole reason:text "
        "wire_bytes:whole seconds:real",
        references=_FEED,
    )
    db.table("fetches").create_index(["feed", "id"])


@migrations(name="posts_with_their_names_sources_and_snapshots")
def _posts(db: Database) -> None:
    _create(
        db,
        "posts",
        "id:whole title:text blog:text authors:text url:text published:text? date_note:text first_seen:text "
        "listed:text words:whole teaser:text feed_tags:text enclosures:text doubt:text key:text feed:whole?",
        references=_FEED,
    )
    posts = db.table("posts")
    posts.create_index(["key"], unique=True)
    posts.create_index(["listed", "id"])
    _create(db, "post_keys", "key:text post:whole", pk="key", references=_POST)
    db.table("post_keys").create_index(["post"])
    _create(
        db,
        "sources",
        "post:whole feed:whole guid:text url:text first_seen:text last_seen:text",
        pk=("post", "feed"),
        references={**_POST, **_FEED},
    )
    db.table("sources").create_index(["feed", "post"])
    # The long texts come last: what stands before them is read without them.
    _create(
        db,
        "snapshots",
        "id:whole post:whole title:text author:text blog:text seen_at:text feed:whole? hash:text text:text html:text",
        references={**_POST, **_FEED},
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
        "id:text seq:whole time:text curator:text verb:text subject:text payload:text reason:text",
    )
    decisions = db.table("decisions")
    decisions.create_index(["subject", "time", "seq", "id"])
    decisions.create_index(["time", "seq", "id"])
    # Whoever opens the file with another tool finds the ledger closed to corrections too.
    for change in ("UPDATE", "DELETE"):
        db.execute(
            f'CREATE TRIGGER decisions_no_{change.lower()} BEFORE {change} ON "decisions" BEGIN '
            "SELECT RAISE(ABORT, 'a decision is never changed: record another one'); END"
        )


@migrations(name="picks_and_editions_as_decided")
def _projections(db: Database) -> None:
    _create(
        db,
        "picks",
        "key:text post:whole? starred:whole starred_by:text starred_at:text? skipped:whole skip_reason:text lead:text "
        "remark:text section:text",
        pk="key",
        references=_POST,
    )
    db.table("picks").create_index(["post"])
    for name, columns, own in (
        ("quotes", _QUOTE, "id"),
        ("notes", "position:whole curator:text time:text text:text", "position"),
        ("post_tags", "tag:text position:whole", "tag"),
    ):
        _create(db, name, f"pick:text {columns}", pk=("pick", own), references=_PICK, cascade=True)
    _create(
        db,
        "editions",
        "number:whole title:text slug:text date:text status:text shape:text frozen_at:text published_at:text? url:text",
        pk="number",
    )
    _create(
        db,
        "edition_posts",
        "edition:whole position:whole key:text post:whole? title:text blog:text url:text",
        pk=("edition", "position"),
        references={"edition": ("editions", "number"), **_POST},
    )
    db.table("edition_posts").create_index(["post"])
    db.table("edition_posts").create_index(["key"])


@migrations(name="manners_health_and_held_posts")
def _manners(db: Database) -> None:
    for column, kind in (
        ("items", "TEXT NOT NULL DEFAULT ''"),
        ("footers", "TEXT NOT NULL DEFAULT '[]'"),
        ("update_minutes", "INTEGER NOT NULL DEFAULT 0"),
        ("skip_hours", "TEXT NOT NULL DEFAULT '[]'"),
        ("skip_days", "TEXT NOT NULL DEFAULT '[]'"),
        ("moved_to", "TEXT NOT NULL DEFAULT ''"),
        ("moved_since", "TEXT"),
        ("moves", "INTEGER NOT NULL DEFAULT 0"),
        ("distrusted_until", "TEXT"),
        ("failing_since", "TEXT"),
        ("warning", "TEXT NOT NULL DEFAULT ''"),
        ("whole_after", "TEXT"),
        ("host_until", "TEXT"),
    ):
        db.execute(f'ALTER TABLE "feeds" ADD COLUMN "{column}" {kind}')
    db.execute("""ALTER TABLE "posts" ADD COLUMN "held" TEXT NOT NULL DEFAULT ''""")
    # Rows one by one, as a trigger adds them, cost the index more than twice what those of a batch do at once.
    # intake.py adds them, in the transaction of the snapshots; what is changed or deleted still goes by triggers.
    db.execute('DROP TRIGGER "snapshots_ai"')
    # Addresses that feeds had before they moved.
    _create(db, "feed_addresses", "url:text feed:whole until:text", pk="url", references=_FEED)
    # Where addresses of redirectors lead; "" as long as that could not be found out.
    _create(db, "redirects", "address:text target:text tries:whole asked:text", pk="address")


@migrations(name="people_and_what_they_ask_for")
def _people(db: Database) -> None:
    _create(
        db,
        "people",
        "key:text name:text also:text handles:text affiliation:text region:text sites:text opted_out:whole note:text "
        "traces:text keys:text",
        pk="key",
    )
    # One thing may be taken out of the ledger: what it says of a person who is to be forgotten.
    db.execute('DROP TRIGGER "decisions_no_update"')
    same = " AND ".join(
        f"new.{column} = old.{column}" for column in ("id", "seq", "time", "curator", "verb", "subject")
    )
    db.execute(
        f"""CREATE TRIGGER decisions_no_update BEFORE UPDATE ON "decisions"
        WHEN NOT ({same} AND old.verb = 'person' AND new.reason = '' AND json_extract(new.payload, '$.erased') = 1)
        BEGIN SELECT RAISE(ABORT, 'a decision is never changed: record another one'); END"""
    )


@migrations(name="what_posts_have_to_do_with_each_other")
def _analyses(db: Database) -> None:
    """What is found in texts, kept so that it is looked for once: all of it can be made again from the snapshots."""
    _create(
        db,
        "analyses",
        "post:whole snapshot:whole version:text words:text links:text digest:text opening:text sketch:bytes",
        pk="post",
        references=_POST,
    )
    _create(db, "post_links", "post:whole target:whole", pk=("post", "target"), references=_POST)
    _create(db, "stories", "address:text post:whole", pk=("address", "post"), references=_POST)
    _create(db, "twins", "post:whole other:whole share:real other_share:real", pk=("post", "other"), references=_POST)
    _create(db, "teasers", "post:whole teaser:text", pk="post", references=_POST)


@migrations(name="what_was_delivered_where")
def _deliveries(db: Database) -> None:
    _create(
        db,
        "deliveries",
        "slug:text target:text at:text by:text state:text remote:text url:text sent:text found:text body:text",
        pk=("slug", "target"),
    )


@migrations(name="how_links_were_found")
def _link_checks(db: Database) -> None:
    """What links answered when they were last asked, so that none is asked twice a day."""
    _create(db, "link_checks", "address:text state:text words:text target:text asked:text", pk="address")


@migrations(name="who_was_told")
def _notices(db: Database) -> None:
    _create(
        db,
        "notices",
        "slug:text target:text way:text state:text at:text endpoint:text words:text said:text",
        pk=("slug", "target"),
    )


@migrations(name="which_readers_have_it")
def _sends(db: Database) -> None:
    # Readers by digest: a desk is handed on, and who reads what is nobody's business.
    _create(db, "sends", "slug:text target:text reader:text state:text at:text", pk=("slug", "target", "reader"))


@migrations(name="search_index_merged_seldom")
def _seldom(db: Database) -> None:
    # SQLite would tidy the index a little at each commit; in one go, every sixteen, costs a run of many posts less.
    db.execute("INSERT INTO snapshots_fts (snapshots_fts, rank) VALUES ('automerge', 0)")


@migrations(name="search_index_that_follows")
def _following(db: Database) -> None:
    """Snapshots go into the search index when somebody searches (index.py); here stand those that have yet to."""
    _create(db, "unindexed", "id:whole")
    # What is not in the index must not be taken out of it (https://sqlite.org/fts5.html#the_delete_command).
    take_out = """INSERT INTO snapshots_fts (snapshots_fts, rowid, title, author, blog, text)
      SELECT 'delete', old.id, old.title, old.author, old.blog, old.text
      WHERE NOT EXISTS (SELECT 1 FROM unindexed WHERE id = old.id);
      DELETE FROM unindexed WHERE id = old.id;"""
    put_off = "INSERT INTO unindexed (id) VALUES (new.id);"
    changed = "UPDATE OF id, title, author, blog, text"
    for name, when, what in (
        ("ai", "INSERT", put_off),
        ("ad", "DELETE", take_out),
        ("au", changed, take_out + put_off),
    ):
        db.execute(f"DROP TRIGGER IF EXISTS snapshots_{name}")
        db.execute(f"CREATE TRIGGER snapshots_{name} AFTER {when} ON snapshots BEGIN {what} END")


@migrations(name="copies_of_pages")
def _copies(db: Database) -> None:
    """What came of having pages saved by an archive, so that none is asked for twice."""
    _create(
        db,
        "copies",
        "address:text state:text at:text url:text made:text? job:text tries:whole words:text",
        pk="address",
    )


@migrations(name="held_posts_at_hand")
def _held(db: Database) -> None:
    """Few posts are held: which they are is known without reading all."""
    db.execute("""CREATE INDEX idx_posts_held ON posts (id) WHERE held <> ''""")
