"""Posts with their markup, for finding out whom they link to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from roundup.dataclass import dataclass
from roundup.store.connection import Connection
from roundup.store.times import from_text, to_text

PAGE = 500  # posts read at once: whole texts, so memory stays small

_SINCE = """
SELECT posts.id, posts.title, posts.blog, posts.url, posts.listed, posts.feed IS NOT NULL, snapshots.html
FROM posts JOIN snapshots ON snapshots.id = posts.snapshot
WHERE (posts.listed, posts.id) > (?, ?) AND posts.doubt = ''
ORDER BY posts.listed, posts.id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Linking:
    """A post as far as its links matter. `followed`: a feed brought it; else somebody added it by hand."""

    id: int
    title: str
    blog: str
    url: str
    listed: datetime
    followed: bool
    html: str


def posts_since(db: Connection, since: datetime) -> Iterator[Linking]:
    """Every post listed since then with the markup it bears now, oldest first; doubtful ones left out."""
    listed, last = to_text(since), 0
    while rows := db.rows(_SINCE, (listed, last, PAGE)):
        for id_, title, blog, url, listed, followed, html in rows:
            yield Linking(id_, title, blog, url, from_text(listed), bool(followed), html)
            last = id_
