"""Full-text search in everything that was seen: titles, authors, blogs and texts, earlier wordings included."""

from __future__ import annotations

from dataclasses import dataclass

from roundup.model import Post
from roundup.store.connection import Connection
from roundup.store.match import match_expression
from roundup.store.rows import POST, POST_COLUMNS, post_of, sql

# A word in the title tells more than one in the text.
_FOUND = sql(
    "SELECT",
    POST,
    ", snippet(snapshots_fts, 3, '', '', '…', 24)",
    "FROM snapshots_fts JOIN snapshots ON snapshots.id = snapshots_fts.rowid JOIN posts ON posts.id = snapshots.post",
    "WHERE snapshots_fts MATCH ? ORDER BY bm25(snapshots_fts, 8, 4, 2, 1), snapshots.id DESC LIMIT ?",
)
_WORDINGS = 4  # of one post that may be found before others are missed


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that was found, with the words around the place. `snippet` is plain text, as untrusted as the post."""

    post: Post
    snippet: str


class Search:
    """Searching posts by their words; stems (run, running) and accents are folded."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def posts(self, words: str, limit: int = 20) -> list[Hit]:
        """The posts in which all `words` are, best first, each once."""
        hits: dict[int, Hit] = {}
        for row in self._db.rows(_FOUND, (match_expression(words), limit * _WORDINGS)):
            hits.setdefault(row[0], Hit(post_of(row), " ".join(row[POST_COLUMNS].split())))
        return list(hits.values())[:limit]
