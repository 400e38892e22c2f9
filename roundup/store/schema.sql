-- The tables of a desk, as all steps of migrations.py together make them. Written by tools/write_schema.py.
-- Statements end with a semicolon and an empty line.

CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);

CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");

CREATE TABLE "feeds" (
   "id" INTEGER PRIMARY KEY,
   "title" TEXT NOT NULL,
   "url" TEXT NOT NULL,
   "site_url" TEXT NOT NULL,
   "health" TEXT NOT NULL,
   "reason" TEXT NOT NULL,
   "failures" INTEGER NOT NULL,
   "last_fetched" TEXT,
   "last_success" TEXT,
   "next_due" TEXT,
   "etag" TEXT NOT NULL,
   "last_modified" TEXT NOT NULL,
   "body_hash" TEXT NOT NULL,
   "document_url" TEXT NOT NULL
, "items" TEXT NOT NULL DEFAULT '', "footers" TEXT NOT NULL DEFAULT '[]', "update_minutes" INTEGER NOT NULL DEFAULT 0, "skip_hours" TEXT NOT NULL DEFAULT '[]', "skip_days" TEXT NOT NULL DEFAULT '[]', "moved_to" TEXT NOT NULL DEFAULT '', "moved_since" TEXT, "moves" INTEGER NOT NULL DEFAULT 0, "distrusted_until" TEXT, "failing_since" TEXT, "warning" TEXT NOT NULL DEFAULT '', "whole_after" TEXT, "host_until" TEXT) STRICT;

CREATE UNIQUE INDEX "idx_feeds_url"
    ON "feeds" ("url");

CREATE TABLE "fetches" (
   "id" INTEGER PRIMARY KEY,
   "feed" INTEGER NOT NULL REFERENCES "feeds"("id"),
   "fetched_at" TEXT NOT NULL,
   "kind" TEXT NOT NULL,
   "status" INTEGER,
   "new" INTEGER NOT NULL,
   "changed" INTEGER NOT NULL,
   "reason" TEXT NOT NULL,
   "wire_bytes" INTEGER NOT NULL,
   "seconds" REAL NOT NULL
) STRICT;

CREATE INDEX "idx_fetches_feed_id"
    ON "fetches" ("feed", "id");

CREATE TABLE "posts" (
   "id" INTEGER PRIMARY KEY,
   "title" TEXT NOT NULL,
   "blog" TEXT NOT NULL,
   "authors" TEXT NOT NULL,
   "url" TEXT NOT NULL,
   "published" TEXT,
   "date_note" TEXT NOT NULL,
   "first_seen" TEXT NOT NULL,
   "listed" TEXT NOT NULL,
   "words" INTEGER NOT NULL,
   "teaser" TEXT NOT NULL,
   "feed_tags" TEXT NOT NULL,
   "enclosures" TEXT NOT NULL,
   "doubt" TEXT NOT NULL,
   "key" TEXT NOT NULL,
   "feed" INTEGER REFERENCES "feeds"("id")
, "snapshot" INTEGER REFERENCES "snapshots"("id"), "held" TEXT NOT NULL DEFAULT '') STRICT;

CREATE UNIQUE INDEX "idx_posts_key"
    ON "posts" ("key");

CREATE INDEX "idx_posts_listed_id"
    ON "posts" ("listed", "id");

CREATE TABLE "post_keys" (
   "key" TEXT PRIMARY KEY NOT NULL,
   "post" INTEGER NOT NULL REFERENCES "posts"("id")
) STRICT;

CREATE INDEX "idx_post_keys_post"
    ON "post_keys" ("post");

CREATE TABLE "sources" (
   "post" INTEGER NOT NULL REFERENCES "posts"("id"),
   "feed" INTEGER NOT NULL REFERENCES "feeds"("id"),
   "guid" TEXT NOT NULL,
   "url" TEXT NOT NULL,
   "first_seen" TEXT NOT NULL,
   "last_seen" TEXT NOT NULL,
   PRIMARY KEY ("post", "feed")
) STRICT;

CREATE INDEX "idx_sources_feed_post"
    ON "sources" ("feed", "post");

CREATE TABLE "snapshots" (
   "id" INTEGER PRIMARY KEY,
   "post" INTEGER NOT NULL REFERENCES "posts"("id"),
   "title" TEXT NOT NULL,
   "author" TEXT NOT NULL,
   "blog" TEXT NOT NULL,
   "seen_at" TEXT NOT NULL,
   "feed" INTEGER REFERENCES "feeds"("id"),
   "hash" TEXT NOT NULL,
   "text" TEXT NOT NULL,
   "html" TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX "idx_snapshots_post_hash"
    ON "snapshots" ("post", "hash");

CREATE INDEX "idx_posts_snapshot"
    ON "posts" ("snapshot");

CREATE VIRTUAL TABLE "snapshots_fts" USING FTS5 (
    "title", "author", "blog", "text",
    tokenize='porter unicode61 remove_diacritics 2',
    content="snapshots"
);

CREATE TABLE "decisions" (
   "id" TEXT PRIMARY KEY NOT NULL,
   "seq" INTEGER NOT NULL,
   "time" TEXT NOT NULL,
   "curator" TEXT NOT NULL,
   "verb" TEXT NOT NULL,
   "subject" TEXT NOT NULL,
   "payload" TEXT NOT NULL,
   "reason" TEXT NOT NULL
) STRICT;

CREATE INDEX "idx_decisions_subject_time_seq_id"
    ON "decisions" ("subject", "time", "seq", "id");

CREATE INDEX "idx_decisions_time_seq_id"
    ON "decisions" ("time", "seq", "id");

CREATE TRIGGER decisions_no_delete BEFORE DELETE ON "decisions" BEGIN SELECT RAISE(ABORT, 'a decision is never changed: record another one'); END;

CREATE TABLE "picks" (
   "key" TEXT PRIMARY KEY NOT NULL,
   "post" INTEGER REFERENCES "posts"("id"),
   "starred" INTEGER NOT NULL,
   "starred_by" TEXT NOT NULL,
   "starred_at" TEXT,
   "skipped" INTEGER NOT NULL,
   "skip_reason" TEXT NOT NULL,
   "lead" TEXT NOT NULL,
   "remark" TEXT NOT NULL,
   "section" TEXT NOT NULL
) STRICT;

CREATE INDEX "idx_picks_post"
    ON "picks" ("post");

CREATE TABLE "quotes" (
   "pick" TEXT NOT NULL REFERENCES "picks"("key") ON DELETE CASCADE,
   "id" TEXT NOT NULL,
   "position" INTEGER NOT NULL,
   "paragraphs" TEXT NOT NULL,
   "speaker" TEXT NOT NULL,
   "exact" TEXT NOT NULL,
   "prefix" TEXT NOT NULL,
   "suffix" TEXT NOT NULL,
   "snapshot" TEXT NOT NULL,
   PRIMARY KEY ("pick", "id")
) STRICT;

CREATE TABLE "notes" (
   "pick" TEXT NOT NULL REFERENCES "picks"("key") ON DELETE CASCADE,
   "position" INTEGER NOT NULL,
   "curator" TEXT NOT NULL,
   "time" TEXT NOT NULL,
   "text" TEXT NOT NULL,
   PRIMARY KEY ("pick", "position")
) STRICT;

CREATE TABLE "post_tags" (
   "pick" TEXT NOT NULL REFERENCES "picks"("key") ON DELETE CASCADE,
   "tag" TEXT NOT NULL,
   "position" INTEGER NOT NULL,
   PRIMARY KEY ("pick", "tag")
) STRICT;

CREATE TABLE "editions" (
   "number" INTEGER PRIMARY KEY,
   "title" TEXT NOT NULL,
   "slug" TEXT NOT NULL,
   "date" TEXT NOT NULL,
   "status" TEXT NOT NULL,
   "shape" TEXT NOT NULL,
   "frozen_at" TEXT NOT NULL,
   "published_at" TEXT,
   "url" TEXT NOT NULL
) STRICT;

CREATE TABLE "edition_posts" (
   "edition" INTEGER NOT NULL REFERENCES "editions"("number"),
   "position" INTEGER NOT NULL,
   "key" TEXT NOT NULL,
   "post" INTEGER REFERENCES "posts"("id"),
   "title" TEXT NOT NULL,
   "blog" TEXT NOT NULL,
   "url" TEXT NOT NULL,
   PRIMARY KEY ("edition", "position")
) STRICT;

CREATE INDEX "idx_edition_posts_post"
    ON "edition_posts" ("post");

CREATE INDEX "idx_edition_posts_key"
    ON "edition_posts" ("key");

CREATE TABLE "feed_addresses" (
   "url" TEXT PRIMARY KEY NOT NULL,
   "feed" INTEGER NOT NULL REFERENCES "feeds"("id"),
   "until" TEXT NOT NULL
) STRICT;

CREATE TABLE "redirects" (
   "address" TEXT PRIMARY KEY NOT NULL,
   "target" TEXT NOT NULL,
   "tries" INTEGER NOT NULL,
   "asked" TEXT NOT NULL
) STRICT;

CREATE TABLE "people" (
   "key" TEXT PRIMARY KEY NOT NULL,
   "name" TEXT NOT NULL,
   "also" TEXT NOT NULL,
   "handles" TEXT NOT NULL,
   "affiliation" TEXT NOT NULL,
   "region" TEXT NOT NULL,
   "sites" TEXT NOT NULL,
   "opted_out" INTEGER NOT NULL,
   "note" TEXT NOT NULL,
   "traces" TEXT NOT NULL,
   "keys" TEXT NOT NULL
) STRICT;

CREATE TRIGGER decisions_no_update BEFORE UPDATE ON "decisions"
        WHEN NOT (new.id = old.id AND new.seq = old.seq AND new.time = old.time AND new.curator = old.curator AND new.verb = old.verb AND new.subject = old.subject AND old.verb = 'person' AND new.reason = '' AND json_extract(new.payload, '$.erased') = 1)
        BEGIN SELECT RAISE(ABORT, 'a decision is never changed: record another one'); END;

CREATE TABLE "analyses" (
   "post" INTEGER PRIMARY KEY REFERENCES "posts"("id"),
   "snapshot" INTEGER NOT NULL,
   "version" TEXT NOT NULL,
   "words" TEXT NOT NULL,
   "links" TEXT NOT NULL,
   "digest" TEXT NOT NULL,
   "opening" TEXT NOT NULL,
   "sketch" BLOB NOT NULL
) STRICT;

CREATE TABLE "post_links" (
   "post" INTEGER NOT NULL REFERENCES "posts"("id"),
   "target" INTEGER NOT NULL,
   PRIMARY KEY ("post", "target")
) STRICT;

CREATE TABLE "stories" (
   "address" TEXT NOT NULL,
   "post" INTEGER NOT NULL REFERENCES "posts"("id"),
   PRIMARY KEY ("address", "post")
) STRICT;

CREATE TABLE "twins" (
   "post" INTEGER NOT NULL REFERENCES "posts"("id"),
   "other" INTEGER NOT NULL,
   "share" REAL NOT NULL,
   "other_share" REAL NOT NULL,
   PRIMARY KEY ("post", "other")
) STRICT;

CREATE TABLE "teasers" (
   "post" INTEGER PRIMARY KEY REFERENCES "posts"("id"),
   "teaser" TEXT NOT NULL
) STRICT;

CREATE TABLE "deliveries" (
   "slug" TEXT NOT NULL,
   "target" TEXT NOT NULL,
   "at" TEXT NOT NULL,
   "by" TEXT NOT NULL,
   "state" TEXT NOT NULL,
   "remote" TEXT NOT NULL,
   "url" TEXT NOT NULL,
   "sent" TEXT NOT NULL,
   "found" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   PRIMARY KEY ("slug", "target")
) STRICT;

CREATE TABLE "link_checks" (
   "address" TEXT PRIMARY KEY NOT NULL,
   "state" TEXT NOT NULL,
   "words" TEXT NOT NULL,
   "target" TEXT NOT NULL,
   "asked" TEXT NOT NULL
) STRICT;

CREATE TABLE "notices" (
   "slug" TEXT NOT NULL,
   "target" TEXT NOT NULL,
   "way" TEXT NOT NULL,
   "state" TEXT NOT NULL,
   "at" TEXT NOT NULL,
   "endpoint" TEXT NOT NULL,
   "words" TEXT NOT NULL,
   "said" TEXT NOT NULL,
   PRIMARY KEY ("slug", "target")
) STRICT;

CREATE TABLE "sends" (
   "slug" TEXT NOT NULL,
   "target" TEXT NOT NULL,
   "reader" TEXT NOT NULL,
   "state" TEXT NOT NULL,
   "at" TEXT NOT NULL,
   PRIMARY KEY ("slug", "target", "reader")
) STRICT;

CREATE TABLE "unindexed" (
   "id" INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER snapshots_ai AFTER INSERT ON snapshots BEGIN INSERT INTO unindexed (id) VALUES (new.id); END;

CREATE TRIGGER snapshots_ad AFTER DELETE ON snapshots BEGIN INSERT INTO snapshots_fts (snapshots_fts, rowid, title, author, blog, text)
      SELECT 'delete', old.id, old.title, old.author, old.blog, old.text
      WHERE NOT EXISTS (SELECT 1 FROM unindexed WHERE id = old.id);
      DELETE FROM unindexed WHERE id = old.id; END;

CREATE TRIGGER snapshots_au AFTER UPDATE OF id, title, author, blog, text ON snapshots BEGIN INSERT INTO snapshots_fts (snapshots_fts, rowid, title, author, blog, text)
      SELECT 'delete', old.id, old.title, old.author, old.blog, old.text
      WHERE NOT EXISTS (SELECT 1 FROM unindexed WHERE id = old.id);
      DELETE FROM unindexed WHERE id = old.id;INSERT INTO unindexed (id) VALUES (new.id); END;

CREATE TABLE "copies" (
   "address" TEXT PRIMARY KEY NOT NULL,
   "state" TEXT NOT NULL,
   "at" TEXT NOT NULL,
   "url" TEXT NOT NULL,
   "made" TEXT,
   "job" TEXT NOT NULL,
   "tries" INTEGER NOT NULL,
   "words" TEXT NOT NULL
) STRICT;

CREATE INDEX idx_posts_held ON posts (id) WHERE held <> '';

INSERT INTO snapshots_fts (snapshots_fts, rank) VALUES ('automerge', 0);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'feeds_and_their_fetches', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'posts_with_their_names_sources_and_snapshots', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'search_in_everything_seen', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'ledger_of_decisions', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'picks_and_editions_as_decided', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'manners_health_and_held_posts', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'people_and_what_they_ask_for', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'what_posts_have_to_do_with_each_other', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'what_was_delivered_where', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'how_links_were_found', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'who_was_told', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'which_readers_have_it', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'search_index_merged_seldom', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'search_index_that_follows', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'copies_of_pages', :now);

INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('roundup', 'held_posts_at_hand', :now);
