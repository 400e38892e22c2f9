"""What a lead-in begins with: the author's name and an empty link to the post, to be filled in."""

from __future__ import annotations

from roundup.curate.links import POST
from roundup.model import Post
from roundup.patterns import pattern
from roundup.text import one_line

MOST_NAMES = 3

_SPECIAL = pattern(r"([\\`*_\[\]<>&#!|~])")
_EMPTY_LINK = pattern(r"\[\]\(")


def beginning(post: Post) -> str:
    """`Ada Example [](post).`; the blog's name stands in for authors that are unknown."""
    names = [one_line(name, 60) for name in post.authors if one_line(name)][:MOST_NAMES] or [one_line(post.blog, 60)]
    # A name that holds Markdown is a name all the same.
    names = [_SPECIAL.sub(r"\\\1", name) for name in names if name]
    listed = " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)
    return f"{listed} []({POST}).".lstrip()


def is_unwritten(text: str, post: Post) -> bool:
    """True if nothing was added to what it begins with."""
    return not text.strip() or text.strip() == beginning(post)


def has_empty_link(text: str) -> bool:
    """True if a link has no words, so that readers would not see it."""
    return bool(_EMPTY_LINK.search(text))


def stops(text: str) -> tuple[int, ...]:
    """Where the cursor goes with Tab: into each empty link, then to the end."""
    return (*(link.start() + 1 for link in _EMPTY_LINK.finditer(text)), len(text))


def next_stop(text: str, at: int) -> int:
    """Where Tab leads from `at`: behind the link whose words are being written, into the next empty one, to the end."""
    closing = text.find("](", at)
    inside = closing >= 0 and "[" in text[:closing] and text.rfind("[", 0, at + 1) > text.rfind("]", 0, at)
    if inside:
        return min(text.find(")", closing) + 1 or len(text), len(text))
    return next((stop for stop in stops(text) if stop > at), len(text))
