"""What was found in posts' texts once: links, sketches, the desk's words; and what follows for posts among each other.

A cache of the newest posts and of those in editions: every row can be made again from the snapshots.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from roundup.dataclass import dataclass
from roundup.model import Listing
from roundup.store.connection import Connection
from roundup.store.listing import by_ids
from roundup.store.rows import sql
from roundup.store.times import to_json, words_from_json

NEWEST = 6_000  # posts that are kept in mind, whatever was decided about them
FROM_EDITIONS = 2_000  # and the last ones in editions
PAGE = 200  # posts read at once: whole texts, so memory stays small

_IN_MIND = """
SELECT id FROM (SELECT id FROM posts ORDER BY listed DESC, id DESC LIMIT :newest)
UNION
SELECT post FROM (SELECT post FROM edition_posts WHERE post IS NOT NULL ORDER BY edition DESC LIMIT :editions)
"""
_MOST = {"newest": NEWEST, "editions": FROM_EDITIONS}
_STALE = sql(
    "SELECT posts.id FROM posts LEFT JOIN analyses ON analyses.post = posts.id",
    f"WHERE posts.id IN ({_IN_MIND}) AND posts.snapshot IS NOT NULL",
    "AND (analyses.snapshot IS NOT posts.snapshot OR analyses.version <> :version) ORDER BY posts.id",
)
_FORGET = sql("DELETE FROM analyses WHERE post NOT IN (", _IN_MIND, ")")
_TEXTS = """
SELECT posts.id, posts.snapshot, snapshots.text, snapshots.html
FROM posts JOIN snapshots ON snapshots.id = posts.snapshot WHERE posts.id IN (SELECT value FROM json_each(?))
ORDER BY posts.id
"""
_KEEP = """
INSERT INTO analyses (post, snapshot, version, words, links, digest, opening, sketch)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (post) DO UPDATE SET snapshot = excluded.snapshot, version = excluded.version, words = excluded.words,
  links = excluded.links, digest = excluded.digest, opening = excluded.opening,
  sketch = excluded.sketch
"""
_KNOWN_AS = """
SELECT substr(key, 5), post FROM post_keys WHERE post IN (SELECT post FROM analyses) AND key >= 'url:' AND key < 'url;'
"""


@dataclass(frozen=True, slots=True)
class Text:
    """What one post says now."""

    post: int
    snapshot: int
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one text.

    `version` is by what means, `words` are those of the desk's that stand in it, `links` addresses as canonical_key
    spells them, `digest` the fingerprint of its words, `opening` its first characters, `sketch` a few of its phrases,
    `feed` what brought it.
    """

    post: int
    snapshot: int
    version: str
    words: tuple[str, ...]
    links: tuple[str, ...]
    digest: str
    opening: str
    sketch: Sequence[int]
    feed: int | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """What posts have to do with each other, by their ids.

    `links`: (post, post that it links to). `stories`: (address, posts that link to it). `twins`: (post, other, share of
    the first that is in the second, and the other way round). `teasers`: those that had to be made anew.
    """

    links: tuple[tuple[int, int], ...] = ()
    stories: tuple[tuple[str, tuple[int, ...]], ...] = ()
    twins: tuple[tuple[int, int, float, float], ...] = ()
    teasers: tuple[tuple[int, str], ...] = ()

    def around(self, post: int) -> Related:
        """What of it has to do with one post, with a copy of it, or with the posts that these have to do with."""
        near = self._with_copies({post})
        touching = (pair for pair in self.links if not near.isdisjoint(pair))
        stories = tuple(story for story in self.stories if not near.isdisjoint(story[1]))
        far = self._with_copies(near.union(*touching, *(ids for _, ids in stories)))
        return Related(
            # All links of whom it has to do with: who links to many answers nobody.
            tuple(pair for pair in self.links if not far.isdisjoint(pair)),
            stories,
            tuple(pair for pair in self.twins if pair[0] in far),
            tuple(each for each in self.teasers if each[0] in far),
        )

    def _with_copies(self, posts: set[int]) -> set[int]:
        near, edge = set(posts), set(posts)
        while edge:
            edge = {id for pair in self.twins if not edge.isdisjoint(pair[:2]) for id in pair[:2]} - near
            near |= edge
        return near


class AnalysisStore:
    """The tables `analyses`, `post_links`, `stories`, `twins` and `teasers`."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def stale(self, version: str) -> list[int]:
        """The posts whose text was not looked at by these means yet."""
        return [post for (post,) in self._db.rows(_STALE, {**_MOST, "version": version})]

    def texts(self, posts: Sequence[int]) -> Iterator[Text]:
        """What these posts say."""
        for start in range(0, len(posts), PAGE):
            for row in self._db.rows(_TEXTS, (to_json(list(posts[start : start + PAGE])),)):
                yield Text(*row)

    def keep(self, found: Iterable[Analysis]) -> None:
        """Remember what was found, in a transaction; forget what is no longer kept in mind."""
        self._db.run_many(_KEEP, map(_row, found))
        self._db.run(_FORGET, _MOST)

    def all(self) -> list[Analysis]:
        """Everything that is kept in mind, by id."""
        rows = self._db.rows(
            "SELECT post, analyses.snapshot, version, analyses.words, links, digest, opening, sketch, feed "
            "FROM analyses JOIN posts ON posts.id = post ORDER BY post"
        )
        return [
            Analysis(
                *(post, snapshot, version, words_from_json(words), words_from_json(links)),
                *(digest, opening, array("I", sketch), feed),
            )
            for post, snapshot, version, words, links, digest, opening, sketch, feed in rows
        ]

    def known_as(self) -> dict[str, int]:
        """Address, as canonical_key spells it → post, of those kept in mind."""
        return dict(self._db.rows(_KNOWN_AS))

    def footers(self) -> dict[int, tuple[str, ...]]:
        """Feed → what is glued under its posts."""
        rows = self._db.rows("SELECT id, footers FROM feeds WHERE footers <> '[]'")
        return {feed: words_from_json(footers) for feed, footers in rows}

    # ------------------------------------------------------------ what follows

    def relate(self, related: Related) -> None:
        """Put `related` in the place of what was there, in a transaction."""
        for table in ("post_links", "stories", "twins", "teasers"):
            self._db.run(sql("DELETE FROM", table))
        self._db.run_many("INSERT INTO post_links (post, target) VALUES (?, ?)", related.links)
        self._db.run_many(
            "INSERT INTO stories (address, post) VALUES (?, ?)",
            ((address, post) for address, posts in related.stories for post in posts),
        )
        self._db.run_many("INSERT INTO twins (post, other, share, other_share) VALUES (?, ?, ?, ?)", related.twins)
        self._db.run_many("INSERT INTO teasers (post, teaser) VALUES (?, ?)", related.teasers)

    def related(self) -> Related:
        """What is known of posts among each other."""
        stories: dict[str, list[int]] = {}
        for address, post in self._db.rows("SELECT address, post FROM stories ORDER BY address, post"):
            stories.setdefault(address, []).append(post)
        return Related(
            links=tuple(self._db.rows("SELECT post, target FROM post_links ORDER BY post, target")),
            stories=tuple((address, tuple(posts)) for address, posts in stories.items()),
            twins=self.twins(),
            teasers=tuple(self._db.rows("SELECT post, teaser FROM teasers ORDER BY post")),
        )

    def twins(self) -> tuple[tuple[int, int, float, float], ...]:
        """Posts whose texts are alike, as in Related."""
        return tuple(self._db.rows("SELECT post, other, share, other_share FROM twins ORDER BY post, other"))

    def words(self, version: str) -> dict[int, tuple[str, ...]]:
        """Post → those of the desk's words that stand in it."""
        rows = self._db.rows("SELECT post, words FROM analyses WHERE words <> '[]' AND version = ?", (version,))
        return {post: words_from_json(words) for post, words in rows}

    def of_same_blog(self, post: int, limit: int) -> list[int]:
        """The posts of the same blog among the newest `limit`."""
        rows = self._db.rows(
            "SELECT id FROM (SELECT id, blog FROM posts ORDER BY listed DESC, id DESC LIMIT ?) "
            "WHERE blog = (SELECT blog FROM posts WHERE id = ?)",
            (limit, post),
        )
        return [id for (id,) in rows]

    def listings(self, posts: Collection[int]) -> Mapping[int, Listing]:
        """Posts by their ids, whatever was decided about them."""
        return {listing.post.id: listing for listing in by_ids(self._db, sorted(posts))}


def _row(found: Analysis) -> tuple[object, ...]:
    return (
        *(found.post, found.snapshot, found.version, to_json(found.words), to_json(found.links)),
        *(found.digest, found.opening, array("I", found.sketch).tobytes()),
    )
