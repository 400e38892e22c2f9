"""How long a post is, by whichever network counts most: characters as people see them (UAX #29), links, bytes.

Bluesky: 300 graphemes and 3,000 bytes (https://docs.bsky.app/docs/advanced-guides/posts). Mastodon: graphemes, a link
counts 23 whatever its length (https://docs.joinmastodon.org/user/posting/).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from regex import Pattern

LINK: Final = 23
MOST_BYTES: Final = 3_000


@lru_cache(maxsize=1)
def _patterns() -> tuple[Pattern[str], Pattern[str]]:
    import regex

    # Until Unicode 15.1 what such a sign joins was counted apart, and not everybody counts by the newest.
    return regex.compile(r"\X"), regex.compile(r"\p{Indic_Conjunct_Break=Linker}")


def graphemes(text: str) -> list[str]:
    """The characters of a text as people see them (UAX #29, extended grapheme clusters)."""
    found: list[str] = _patterns()[0].findall(text)
    return found


def length(text: str, links: Sequence[str] = ()) -> int:
    """What a text counts that holds these links."""
    joined = len(_patterns()[1].findall(text))
    return len(graphemes(text)) + joined + sum(max(0, LINK - len(graphemes(link))) for link in links)


def fits(text: str, links: Sequence[str], limit: int) -> bool:
    """True if the text counts less than `limit`, and is not too heavy either."""
    return length(text, links) < limit and len(text.encode("utf-8", "replace")) <= MOST_BYTES


def shortened(text: str, most: int) -> str:
    """`text` in at most so many characters as people see them, cut between words if that leaves half of it."""
    found = graphemes(text)
    if len(found) <= most:
        return text
    kept = "".join(found[: max(0, most - 1)])
    head, blank, _ = kept.rpartition(" ")
    return (head if blank and len(graphemes(head)) > most // 2 else kept).rstrip(" ,;:–—-") + "…"
