"""What a page that an editor adds means for a post that is known already. Pure."""

from __future__ import annotations

from roundup.merge.becoming import MUCH_LONGER, what_became
from roundup.model import Change, Entry, KnownPost, ParsedFeed
from roundup.patterns import pattern

LONGEST_MARK = 200  # characters at the end of a text in which a mark is looked for

# The words of a link to the rest: with a capital letter wherever they stand, else on a line of their own.
_LINK = r"(Continue|Keep) reading\b[^\n]*|Read (more|on|the (rest|full|whole)\b[^\n]*)|View (full )?(post|article)"
_CUT_SHORT = pattern(rf"(\[(…|\.\.\.)\]|…|\.\.\.|\b({_LINK})|(?i:(^|\n)({_LINK})))[\s→»>.]*$")


def is_cut_short(text: str) -> bool:
    """Whether a text ends as feeds end that carry only a summary: […], …, "Continue reading", "Read more"."""
    return _CUT_SHORT.search(text[-LONGEST_MARK:].rstrip()) is not None


def page_of_post(entry: Entry, post: KnownPost, keys: tuple[str, ...], *, by_hand: bool) -> Change:
    """A page that is `post`, of which feeds may have brought the text, or a part of it.

    The page's text counts where it tells more, and always if an editor gave it `by_hand`.
    """
    if entry.content_hash in post.hashes:
        return Change("same", entry, post.id, keys, "as it was", restores=by_hand or _tells_more(entry, post))
    if by_hand or _tells_more(entry, post):
        return Change("changed", entry, post.id, keys)
    kind, reason, _ = what_became(ParsedFeed(url=entry.url, version=""), entry, post)
    return Change(kind, entry, post.id, keys, reason)


def _tells_more(entry: Entry, post: KnownPost) -> bool:
    """True if the text is so much longer that the other is its summary, or a bit longer than one that was cut short."""
    longer = len(entry.text) > MUCH_LONGER * len(post.text)
    return longer or (is_cut_short(post.text) and len(entry.text) > len(post.text))
