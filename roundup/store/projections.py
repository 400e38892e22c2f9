"""Tables that follow from the ledger: picks with quotes, notes and tags, and the closed editions.

They are there so that lists need not fold the ledger, and so that the file reads well. Each is written in the
transaction of the decision it follows from; written anew from the whole ledger they would be the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from roundup.model import EDITION, Decision, EditionsState, PickState, is_post
from roundup.store.connection import Connection
from roundup.store.times import to_json, to_text, to_text_or_none, words_to_json

T = TypeVar("T")

_NEW_PICK = """
INSERT INTO picks (key, post, starred, starred_by, starred_at, skipped, skip_reason, lead, remark, section)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# Each name is looked for once: there may be more decisions than names, and more names than decisions.
_DECIDED = """
SELECT name.value FROM json_each(?) AS name WHERE EXISTS (SELECT 1 FROM decisions WHERE subject = name.value)
"""


class Projections:
    """`about` gives the decisions on subjects, `editions` the fold of those on editions."""

    def __init__(
        self,
        connection: Connection,
        about: Callable[[Sequence[str]], list[Decision]],
        editions: Callable[[], EditionsState],
    ) -> None:
        self._db = connection
        self._about = about
        self._editions = editions

    # ------------------------------------------------------------ names

    def canonical(self, key: str) -> str:
        """The first name of the post that `key` names; `key` itself if no such post is known."""
        found: str | None = self._db.value(
            "SELECT posts.key FROM post_keys JOIN posts ON posts.id = post_keys.post WHERE post_keys.key = ?", (key,)
        )
        return found or key

    def names_of(self, key: str) -> list[str]:
        """All names of the post that `key` names."""
        rows = self._db.rows(
            "SELECT key FROM post_keys WHERE post = (SELECT post FROM post_keys WHERE key = ?) ORDER BY key", (key,)
        )
        return [name for (name,) in rows] or [key]

    def open_picks(self) -> list[str]:
        """The keys of what is starred and in no closed edition."""
        rows = self._db.rows(
            "SELECT key FROM picks WHERE starred = 1 AND NOT EXISTS (SELECT 1 FROM edition_posts "
            "WHERE edition_posts.key = picks.key OR edition_posts.post = picks.post) ORDER BY key"
        )
        return [key for (key,) in rows]

    # ------------------------------------------------------------ writing

    def refresh(self, subjects: Collection[str]) -> None:
        """Write anew what follows from the decisions on `subjects`."""
        for key in sorted({self.canonical(subject) for subject in subjects if is_post(subject)}):
            self._write_pick(key)
        if EDITION in subjects:
            self._write_editions()

    def adopt(self, names: Sequence[tuple[str, int]]) -> None:
        """Link what was decided under `names` (key, post) to the posts they name from now on."""
        # Nearly always nothing was decided before a post came in, and these questions are all that it costs.
        if self._db.value("SELECT 1 FROM decisions LIMIT 1"):
            decided = self._db.rows(_DECIDED, (words_to_json(key for key, _ in names),))
            self.refresh({subject for (subject,) in decided if is_post(subject)})
        if self._db.value("SELECT 1 FROM edition_posts LIMIT 1"):
            self._db.run_many("UPDATE edition_posts SET post = ?2 WHERE key = ?1 AND post IS NULL", names)

    def rebuild(self) -> None:
        """Everything from the ledger."""
        self._db.run("DELETE FROM picks")  # their quotes, notes and tags go with them
        subjects = self._db.rows("SELECT DISTINCT subject FROM decisions")
        self.refresh({EDITION, *(subject for (subject,) in subjects)})

    def _write_pick(self, key: str) -> None:
        from roundup.curate.ledger import fold_post

        # Decisions may have come under a name before it was known to be this post's: no row must stay behind there.
        names = self.names_of(key)
        self._db.run("DELETE FROM picks WHERE key IN (SELECT value FROM json_each(?))", (to_json(names),))
        state = fold_post(key, self._about(names))
        post = self._db.value("SELECT post FROM post_keys WHERE key = ?", (key,))
        self._db.run(
            _NEW_PICK,
            (
                *(key, post, state.starred, state.starred_by, to_text_or_none(state.starred_at)),
                *(state.skipped, state.skip_reason, state.lead, state.remark, state.section),
            ),
        )
        self._write_particulars(state)

    def _write_particulars(self, state: PickState) -> None:
        self._db.run_many(
            "INSERT INTO quotes (pick, id, position, paragraphs, speaker, exact, prefix, suffix, snapshot) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (state.key, q.id, at, "\n\n".join(q.paragraphs), q.speaker, q.exact, q.prefix, q.suffix, q.snapshot)
                for at, q in _numbered(state.quotes)
            ],
        )
        self._db.run_many(
            "INSERT INTO notes (pick, position, curator, time, text) VALUES (?, ?, ?, ?, ?)",
            [(state.key, at, note.curator, to_text(note.time), note.text) for at, note in _numbered(state.notes)],
        )
        self._db.run_many(
            "INSERT INTO post_tags (pick, tag, position) VALUES (?, ?, ?)",
            [(state.key, tag, at) for at, tag in _numbered(state.tags)],
        )

    def _write_editions(self) -> None:
        self._db.run("DELETE FROM edition_posts")
        self._db.run("DELETE FROM editions")
        for closed in self._editions().closed:
            made = closed.edition
            self._db.run(
                "INSERT INTO editions (number, title, slug, date, status, shape, frozen_at, published_at, url) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(made.number, made.title, made.slug, made.date, made.status, made.shape),
                    *(to_text(closed.frozen_at), to_text_or_none(closed.published_at), closed.url or made.url),
                ),
            )
            self._db.run_many(
                "INSERT INTO edition_posts (edition, position, key, post, title, blog, url) "
                "VALUES (?1, ?2, ?3, (SELECT post FROM post_keys WHERE key = ?3), ?4, ?5, ?6)",
                [(made.number, at, pick.key, pick.title, pick.blog, pick.url) for at, pick in _numbered(made.picks)],
            )


def _numbered(items: Iterable[T]) -> enumerate[T]:
    return enumerate(items, start=1)
