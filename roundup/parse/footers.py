"""The lines a blog's software glues under every post: found, and taken out of the words quotes are proved against.

"The post … appeared first on …" goes wherever it stands last. Any other paragraph goes if it ends nearly every post of
the feed, word for word. A post is never emptied: its first paragraph always stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_Parted = tuple[bytes, bytes, bytes]
"""What is before a text's last paragraph, what parts them (nothing: there is but one), and that paragraph."""

_PARTING: Final = b"\n\n"
_FEWEST: Final = 3  # entries that must share a paragraph before it can be a footer
_SHARE: Final = 0.8  # of the entries with more than one paragraph
_LONGEST: Final = 700  # characters of an "appeared first" line
_DEEPEST: Final = 6  # paragraphs a footer may have

# What WordPress, in the languages seen, writes under posts in feeds; linear: no two repetitions touch.
_APPEARED_FIRST = re.compile(
    r"(?:The post .{1,400} (?:appeared first on|first appeared on) .{1,200}\.?"
    r"|Der Beitrag .{1,400} erschien zuerst auf .{1,200}\.?"
    r"|L.article .{1,400} est apparu en premier sur .{1,200}\.?"
    r"|La entrada .{1,400} (?:aparece primero en|se publicó primero en) .{1,200}\.?)"
)


def without_footers(texts: Sequence[bytes], known: Sequence[str] | None = None) -> tuple[list[bytes], tuple[str, ...]]:
    """The texts (UTF-8) of one feed's entries less what is glued under them, in order; and the footers from below.

    `known` are the footers found when all of the feed's entries were seen; None: these are all, so look for them.
    """
    # From below upwards: share buttons under the author's note under "appeared first", in any order.
    bodies = [_without_appeared_first(_parted(text)) for text in texts]
    footers: list[bytes] = []
    for depth in range(_DEEPEST):
        shared = _shared_ending(bodies) if known is None else "".join(known[depth : depth + 1]).encode()
        if not shared:
            break
        footers.append(shared)
        bodies = [_parted(body[0]) if body[1] and body[2] == shared else body for body in bodies]
    bodies = [_without_appeared_first(body) for body in bodies]
    return [b"".join(body) for body in bodies], tuple(footer.decode() for footer in footers)


def _parted(text: bytes) -> _Parted:
    return text.rpartition(_PARTING)


def _without_appeared_first(body: _Parted) -> _Parted:
    head, parting, last = body
    return _parted(head) if parting and _is_appeared_first(last) else body


def _is_appeared_first(paragraph: bytes) -> bool:
    if len(paragraph) > 4 * _LONGEST:
        return False
    words = paragraph.decode()
    return len(words) <= _LONGEST and bool(_APPEARED_FIRST.fullmatch(words.replace("\n", " ")))


def _shared_ending(bodies: Sequence[_Parted]) -> bytes:
    """The last paragraph that nearly all posts of more than one paragraph share, nothing if there is none."""
    endings = Counter(last for _, parting, last in bodies if parting)
    if not endings:
        return b""
    ending, times = endings.most_common(1)[0]
    return ending if times >= _FEWEST and times >= _SHARE * endings.total() else b""
