"""Strangers' words made inert: nothing in them calls somebody, leads anywhere, or turns round what stands beside it.

Networks make links of what looks like one when a text is posted: `@name`, `#word`, `name.example`, `https://…`
(https://docs.joinmastodon.org/user/posting/, https://docs.bsky.app/docs/advanced-guides/post-richtext). Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from roundup.deliver.social.counting import shortened
from roundup.patterns import pattern
from roundup.text import one_line

LONGEST: Final = 120  # characters of a name or title that are kept
MOST_MARKS: Final = 4  # accents on one letter; more are no name in any script
_JOINERS: Final = "\u200c\u200d"  # Persian and Indic words need them, and so do many emoji
# The flags of England, Scotland and Wales are spelt with characters that are unseen anywhere else.
_FLAG = pattern("(\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f)")
_SCHEME = pattern(r"(?:[a-z][a-z0-9+.-]{1,20})?:/{2,}", re.IGNORECASE)
_CALLS = pattern(r"(?<=\w)[@＠﹫](?=\w)")  # what a mail address is written with
_MARKS = pattern("[@＠﹫#＃﹟]+")
_DOT = pattern(r"(?<=\w)[.。．｡․](?=[^\W\d_]{2})")


def inert(text: str) -> str:
    """A name or a title on one line, as words and no more; "" if none are left."""
    parts = _FLAG.split(text[: 20 * LONGEST])
    seen = "".join(part if number % 2 else "".join(_visible(part)) for number, part in enumerate(parts))
    plain = _MARKS.sub("", _CALLS.sub(" at ", one_line(seen)))
    # Last, since what was taken out may have stood in the middle of it.
    return shortened(one_line(_DOT.sub(". ", _SCHEME.sub("", plain))), LONGEST)


def _visible(text: str) -> Iterator[str]:
    marks = 0
    for at, character in enumerate(text):
        kind = unicodedata.category(character)
        if kind == "Cf" and not (character in _JOINERS and _joins(text, at)):
            continue
        marks = marks + 1 if kind in ("Mn", "Me", "Mc") else 0
        if marks <= MOST_MARKS:
            yield character


def _joins(text: str, at: int) -> bool:
    """True for a joiner between two characters of scripts that may need one."""
    return 0 < at < len(text) - 1 and ord(text[at - 1]) > 0x2FF and ord(text[at + 1]) > 0x2FF
