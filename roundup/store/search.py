"""Full-text search in everything that was seen: titles, authors, blogs and texts, earlier wordings included."""

from __future__ import annotations

from roundup.dataclass import dataclass
from roundup.model import Post
from roundup.store.connection import Connection, Row
from roundup.store.index import LATE, MAIN, caught_up, searched
from roundup.store.match import match_expression
from roundup.store.rows import POST, POST_COLUMNS, post_of

# A word in the title tells more than one in the text.
_FOUND = """
SELECT {POST}, snippet({table}, 3, '', '', '…', 24), bm25({table}, 8, 4, 2, 1) AS score, snapshots.id
FROM {table} JOIN snapshots ON snapshots.id = {table}.rowid JOIN posts ON posts.id = snapshots.post
WHERE {table} MATCH ? ORDER BY score, snapshots.id DESC LIMIT ?
"""
_STATEMENTS = {table: _FOUND.format(POST=POST, table=table) for table in (MAIN, LATE)}
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
        for row in self._found(words, limit * _WORDINGS):
            hits.setdefault(row[0], Hit(post_of(row), " ".join(row[POST_COLUMNS].split())))
        return list(hits.values())[:limit]

    def catch_up(self, *, at_most: int = 0) -> bool:
        """Put what was seen since the last search into the index; nothing if that is more than `at_most` (0: all).

        False if some is still not there; a search finds it all the same.
        """
        return caught_up(self._db, at_most=at_most)

    def _found(self, words: str, limit: int) -> list[Row]:
        """The wordings, best first."""
        asked = match_expression(words), limit
        rows = [row for table in searched(self._db) for row in self._db.rows(_STATEMENTS[table], asked)]
        return sorted(rows, key=lambda row: (row[-2], -row[-1]))
