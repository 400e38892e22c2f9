"""Feeds that were read → what is offered to whoever wants to follow one: told apart, described, put in order. Pure.

A site's feeds are mostly one list of posts in several formats, and one of comments. What is the same is offered once;
comments come last; what then is left to choose from is the reader's choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from typing import Final, Literal

from roundup.dataclass import dataclass
from roundup.model import Entry, ParsedFeed
from roundup.parse.discover import about_comments
from roundup.urls import canonical_key, host_of

Content = Literal["full text", "summaries", "short texts", "titles only", "no posts"]

FORMATS: Final = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed", "cdf": "CDF"}
LOOKED_AT: Final = 20  # entries, for telling what a feed is
WHOLE_WORDS: Final = 120  # half of the posts of a feed with whole texts have more words than this
EXCERPT_WORDS: Final = 100  # no excerpt is longer (WordPress cuts at 55 words)
SAME_SHARE: Final = 0.8  # of the newest entries that two formats of one feed have in common
RATE_WEEKS: Final = 12  # as long as the desk's own figures look back

# How an excerpt ends: an ellipsis, perhaps in brackets, or the words of a link to the rest.
_CUT = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|(?:continue|keep) reading\W{0,5}|read (?:more|on|the rest)\W{0,5})$", re.IGNORECASE
)
_ON_COMMENT = re.compile(r"(?:comment (?:on|by)\b|by:\s|re:\s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that may be followed. `url` is its address, `why` where that was found.

    `site_url` is the page of people it belongs to; `also` are other addresses of the same posts; `aliases` those that
    led here. `newest` is when its newest post was published, None if it does not say.
    """

    url: str
    why: str
    feed: ParsedFeed
    title: str
    site_url: str = ""
    content: Content = "no posts"
    comments: bool = False
    newest: datetime | None = None
    newest_title: str = ""
    posts_per_week: float = 0.0
    also: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def posts(self) -> int:
        return len(self.feed.entries)

    @property
    def format(self) -> str:
        """ "RSS 2.0", "Atom" …"""
        return format_name(self.feed.version)


def offer(
    feed: ParsedFeed, *, url: str, why: str, now: datetime, title: str = "", page: str = "", aliases: Sequence[str] = ()
) -> Offer:
    """What the feed read from `url` has to offer. `title` is what the page that named it calls it."""
    newest = _newest(feed.entries, now)
    return Offer(
        url=url,
        why=why,
        feed=feed,
        title=feed.title or title or host_of(url).removeprefix("www."),
        site_url=feed.site_url or page,
        content=content_of(feed.entries),
        comments=_is_comments(feed, url, title),
        newest=newest.published if newest and _has_come(newest, now) else None,
        newest_title=newest.title if newest else "",
        posts_per_week=_rate(feed.entries, now),
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias != url)),
    )


def format_name(version: str) -> str:
    """feedparser's name of a format as people say it."""
    if version.startswith("rss") and (digits := version[3:5]).isdigit() and len(digits) == 2:
        return f"RSS {digits[0]}.{digits[1]}"
    return next((name for kind, name in FORMATS.items() if version.startswith(kind)), "a feed")


def content_of(entries: Sequence[Entry]) -> Content:
    """Does a feed carry its posts whole? Judged by how they end and how long they are."""
    if not entries:
        return "no posts"
    texts = [entry.text for entry in entries[:LOOKED_AT] if entry.text]
    if not texts:
        return "titles only"
    cut = sum(bool(_CUT.search(text[-40:].rstrip())) for text in texts)
    lengths = [len(text.split()) for text in texts]
    if 2 * cut >= len(texts):
        return "summaries"
    if median(lengths) >= WHOLE_WORDS or max(lengths) > 3 * EXCERPT_WORDS:
        return "full text"
    # Many short texts may be summaries without a mark, or whole posts of a person of few words.
    return "short texts" if max(lengths) <= EXCERPT_WORDS else "full text"


def _is_comments(feed: ParsedFeed, url: str, title: str) -> bool:
    titles = [entry.title for entry in feed.entries[:LOOKED_AT] if entry.title]
    replies = sum(bool(_ON_COMMENT.match(words)) for words in titles)
    return about_comments(url, title, feed.title) or bool(titles and replies == len(titles) > 1)


def _newest(entries: Sequence[Entry], now: datetime) -> Entry | None:
    """The entry with the latest date that is not in the future; the first one if none has a date."""
    dated = [entry for entry in entries if _has_come(entry, now)]
    return max(dated, key=lambda entry: entry.published or now, default=entries[0] if entries else None)


def _has_come(entry: Entry, now: datetime) -> bool:
    """True if the entry has a date, and one that can be believed."""
    return entry.published is not None and entry.published <= now + timedelta(days=1)


def _rate(entries: Sequence[Entry], now: datetime) -> float:
    """Posts a week over the last twelve weeks, or since the oldest entry if that is later."""
    dates = [entry.published for entry in entries if entry.published]
    since = now - timedelta(weeks=RATE_WEEKS)
    lately = sum(since <= date <= now for date in dates)
    if not lately:
        return 0.0
    weeks = max((now - max(min(dates), since)) / timedelta(weeks=1), 1.0)
    return round(lately / weeks, 1)


# ---------------------------------------------------------------- several at once


def arranged(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """Each list of posts once, in the format that carries most of them; comments last; otherwise as they were found."""
    kept: list[Offer] = []
    for found in offers:
        twin = next((at for at, other in enumerate(kept) if same_posts(other.feed, found.feed)), None)
        if twin is None:
            kept.append(found)
        else:
            kept[twin] = _better(kept[twin], found)
    return tuple(sorted(kept, key=lambda each: each.comments))


def main_feed(offers: Sequence[Offer]) -> Offer | None:
    """The one to follow if no choice has to be made: the only one that holds posts, not comments."""
    posts = [each for each in offers if not each.comments]
    return posts[0] if len(posts) == 1 else offers[0] if len(offers) == 1 else None


def same_posts(one: ParsedFeed, other: ParsedFeed) -> bool:
    """True if two feeds list the same posts in another format, or under the same title.

    The feed of a category may happen to hold the blog's latest posts and no others: it has a title of its own, and is
    another feed, because it will not stay so.
    """
    ours, theirs = _newest_names(one), _newest_names(other)
    length = min(len(ours), len(theirs), LOOKED_AT)
    if not length or (format_name(one.version) == format_name(other.version) and one.title != other.title):
        return False
    common = len(set(ours[:length]) & set(theirs[:length]))
    return ours[0] == theirs[0] and common >= SAME_SHARE * length and (length >= 3 or len(ours) == len(theirs))


def _newest_names(feed: ParsedFeed) -> list[str]:
    entries = sorted(feed.entries, key=lambda entry: -entry.published.timestamp() if entry.published else 0.0)
    names = (canonical_key(entry.url) or entry.guid or entry.title for entry in entries)
    return list(dict.fromkeys(filter(None, names)))


def _better(first: Offer, second: Offer) -> Offer:
    """The one with more of the text; of equal ones the first. It knows the other's address."""
    best, other = (second, first) if _told(second) > 1.2 * _told(first) else (first, second)
    addresses = (*first.also, *second.also, other.url)
    return replace(best, also=tuple(dict.fromkeys(url for url in addresses if url != best.url)))


def _told(offered: Offer) -> int:
    return sum(len(entry.text) for entry in offered.feed.entries[:LOOKED_AT])
