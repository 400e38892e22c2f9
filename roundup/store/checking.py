"""What checking an edition needs to know of its posts: their names, and the feeds that are in doubt."""

from __future__ import annotations

from collections.abc import Collection

from roundup.dataclass import dataclass
from roundup.store.connection import Connection
from roundup.store.times import to_json

_NAMES = "SELECT post, key FROM post_keys WHERE post IN (SELECT value FROM json_each(?)) ORDER BY post, key"
_WARNED = "SELECT url, site_url, warning FROM feeds WHERE warning <> '' ORDER BY url"
_BROUGHT = """
SELECT sources.post, feeds.warning FROM sources JOIN feeds ON feeds.id = sources.feed
WHERE feeds.warning <> '' AND sources.post IN (SELECT value FROM json_each(?)) ORDER BY sources.post, feeds.id
"""


@dataclass(frozen=True, slots=True)
class Warned:
    """A feed of which an editor should know something."""

    url: str
    site_url: str
    warning: str


class Checking:
    """Questions across posts, sources and feeds."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def names(self, posts: Collection[int]) -> dict[int, frozenset[str]]:
        """Post → every key it is known by."""
        found: dict[int, set[str]] = {}
        for post, key in self._db.rows(_NAMES, (to_json(sorted(posts)),)):
            found.setdefault(post, set()).add(key)
        return {post: frozenset(keys) for post, keys in found.items()}

    def warned(self) -> tuple[Warned, ...]:
        """The feeds with a warning."""
        return tuple(Warned(*row) for row in self._db.rows(_WARNED))

    def warnings(self, posts: Collection[int]) -> dict[int, str]:
        """Post → the warning of the first feed that brought it and has one."""
        found: dict[int, str] = {}
        for post, warning in self._db.rows(_BROUGHT, (to_json(sorted(posts)),)):
            found.setdefault(post, warning)
        return found
