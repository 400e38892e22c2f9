"""What has become of a post that a feed brings again."""

from __future__ import annotations

import re

from roundup.merge.likeness import WORD
from roundup.model import ChangeKind, Entry, KnownPost, ParsedFeed
from roundup.patterns import pattern
from roundup.urls import host_of

MUCH_LONGER = 1.2  # times; a whole post is that much longer than its summary, a footer or a share button is not

_CUT_MARK = pattern(r"(\[?(…|\.\.\.)\]?|(continue|keep) reading\W*|read (more|on)\W*)$", re.IGNORECASE)


def what_became(feed: ParsedFeed, entry: Entry, post: KnownPost) -> tuple[ChangeKind, str, bool]:
    """(kind, reason, restores) for an entry that is `post`."""
    speaks = _speaks_for(feed, post)
    if entry.content_hash == post.hash:
        return "same", "", speaks and bool(post.feeds) and feed.url not in post.feeds
    if not speaks and not _tells_more(feed, entry, post):
        return "same", "another feed's wording", False
    if len(entry.text) < len(post.text) and (not feed.complete or _is_excerpt(entry.text, post.text)):
        return "same", "only a part of what is known", False
    if entry.content_hash in post.hashes:
        return "same", "as it was before", speaks and bool(post.hash)
    return "changed", "", False


def _speaks_for(feed: ParsedFeed, post: KnownPost) -> bool:
    """True for the feed that brought what the post says, and for the blog's own if that was another's.

    Any feed can name any post. If a stranger's words counted, it could put words into a blogger's mouth.
    """
    if not post.feeds or feed.url in post.feeds:
        return True
    return _is_own(feed.url, post) and not any(_is_own(url, post) for url in post.feeds)


def _tells_more(feed: ParsedFeed, entry: Entry, post: KnownPost) -> bool:
    """True if a second feed of the same blog has the longer text (the whole post where the first has a summary)."""
    longer = len(entry.text) > MUCH_LONGER * len(post.text)
    return longer and _is_own(feed.url, post) and entry.content_hash not in post.hashes


def _is_own(feed_url: str, post: KnownPost) -> bool:
    feed, site = (host_of(url).removeprefix("www.") for url in (feed_url, post.url))
    return bool(feed and site) and (feed == site or feed.endswith("." + site) or site.endswith("." + feed))


def _is_excerpt(part: str, whole: str) -> bool:
    """True if `part` is nothing, or the beginning of `whole` with a mark that it was cut."""
    ours = part.rstrip()
    kept = _CUT_MARK.sub("", ours)
    if kept == ours:
        return not ours
    return WORD.findall(whole)[: len(found := WORD.findall(kept))] == found
