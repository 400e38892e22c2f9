"""Whose words were in editions, and when last: of blogs and of people. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from roundup.curate.people import Registry
from roundup.curate.people.names import fold_name, is_nobody
from roundup.dataclass import dataclass
from roundup.model import EditionsState, Post

Voices = tuple[tuple[str, str], ...]


def named(post: Post) -> Voices:
    """The authors of a post that nothing more is known of."""
    return _named(post.authors, post.blog)


@dataclass(frozen=True, slots=True)
class Heard:
    """`blogs` and `people`: name or key → when it was last in an edition. `unsigned`: blogs of picks without an author.

    `voices` gives of a post who wrote it, each as the key in `people` and the name.
    """

    blogs: Mapping[str, datetime] = field(default_factory=dict)
    people: Mapping[str, datetime] = field(default_factory=dict)
    unsigned: frozenset[str] = frozenset()
    voices: Callable[[Post], Voices] = named


def heard(editions: EditionsState, registry: Registry | None = None) -> Heard:
    """What the closed editions tell, the latest last; with a registry people are known under all their names."""
    registry = registry or Registry()
    blogs: dict[str, datetime] = {}
    people: dict[str, datetime] = {}
    unsigned: set[str] = set()
    for frozen in editions.closed:
        for pick in frozen.edition.picks:
            if pick.blog:
                blogs[pick.blog] = frozen.frozen_at
            voices = _voices(registry, pick.authors, pick.blog, pick.url)
            people |= dict.fromkeys((key for key, _ in voices), frozen.frozen_at)
            if not voices and pick.blog:
                unsigned.add(pick.blog)
    return Heard(blogs, people, frozenset(unsigned), lambda post: _voices(registry, post.authors, post.blog, post.url))


def _voices(registry: Registry, authors: Sequence[str], blog: str, url: str) -> Voices:
    known = registry.look(authors, blog, url).people if registry.people else ()
    if known:
        return tuple((f"person:{person.key}", person.name) for person in known)
    return _named(authors, blog)


def _named(authors: Sequence[str], blog: str) -> Voices:
    """Authors by their names; who is called as the blog is, or nobody in particular, is the blog."""
    own = fold_name(blog)
    folded = ((fold_name(author), author) for author in authors)
    return tuple((name, author) for name, author in folded if name != own and not is_nobody(name))
