"""Which posts names mean, for many names at once."""

from __future__ import annotations

from collections.abc import Collection

from roundup.store.connection import Connection
from roundup.store.times import words_to_json

# A join along the list: `key IN (SELECT …)` would first put the names into an order of their own, at twice the cost.
_OWNERS = """
SELECT post_keys.key, post_keys.post FROM json_each(?) AS name CROSS JOIN post_keys ON post_keys.key = name.value
"""


def posts_named(db: Connection, names: Collection[str]) -> dict[str, int]:
    """name → post, for those of `names` that name one."""
    return dict(db.rows(_OWNERS, (words_to_json(names),))) if names else {}
