"""Rows of the file as values of the model."""

from __future__ import annotations

from functools import lru_cache

from roundup.model import Post
from roundup.store.connection import Row
from roundup.store.times import enclosures_from_json, from_text, from_text_or_none, words_from_json

POST = (
    "posts.id, posts.key, posts.url, posts.title, posts.blog, posts.authors, posts.published, posts.first_seen, "
    "posts.words, posts.date_note, posts.feed_tags, posts.enclosures, posts.doubt, "
    "posts.held"
)
POST_COLUMNS = 14

# A few people write, and tag, many posts.
_names = lru_cache(maxsize=2_000)(words_from_json)


def sql(*parts: str) -> str:
    """One statement from its parts. Only text of this program goes in; everything else is a parameter."""
    return "\n".join(part for part in parts if part)


def post_of(row: Row) -> Post:
    """The post in the first columns of a row selected by POST."""
    (id_, key, url, title, blog, authors, published, first_seen, words, note, tags, enclosures, doubt, held) = row[
        :POST_COLUMNS
    ]
    return Post(
        id=id_,
        key=key,
        url=url,
        title=title,
        blog=blog,
        authors=_names(authors),
        published=from_text_or_none(published),
        first_seen=from_text(first_seen),
        words=words,
        date_note=note,
        feed_tags=_names(tags),
        enclosures=enclosures_from_json(enclosures),
        doubt=doubt,
        held=held,
    )
