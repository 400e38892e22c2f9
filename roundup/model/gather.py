"""What is followed, asked for, read and merged."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from roundup.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed the desk follows, as feeds.opml names it. `tags` are the folders it lies in ("People", "A/B")."""

    url: str
    title: str = ""
    site_url: str = ""
    tags: tuple[str, ...] = ()
    paused: bool = False


FeedHealth = Literal["new", "ok", "failing", "gone"]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between fetches.

    `etag` and `last_modified` are the validators exactly as the server sent them, not sent again before
    `distrusted_until`; `body_hash` is of the last body that was read, `items` of each item in it (16 hex digits each, a
    blank between); `footers` are the paragraphs glued under its posts. `reason` says in words why the feed is failing
    or gone, `failing_since` since when; before `next_due` it is not asked unless forced.

    What the feed asks for: `update_minutes` between two fetches (0: nothing said), no fetch in `skip_hours` (GMT) or on
    `skip_days` (0 is Monday). Where it says it has moved for good: `moved_to`, first said at `moved_since`, in `moves`
    fetches so far. `warning` tells of a feed that works what an editor should know ("posts were missed"). The whole
    document is asked for again, without validators, after `whole_after`. Its host asked to be left alone until
    `host_until`.
    """

    url: str
    health: FeedHealth = "new"
    title: str = ""
    site_url: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    last_fetched: datetime | None = None
    last_success: datetime | None = None
    next_due: datetime | None = None
    failures: int = 0
    reason: str = ""
    items: str = ""
    footers: tuple[str, ...] = ()
    update_minutes: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    moved_to: str = ""
    moved_since: datetime | None = None
    moves: int = 0
    distrusted_until: datetime | None = None
    failing_since: datetime | None = None
    warning: str = ""
    whole_after: datetime | None = None
    host_until: datetime | None = None


FetchKind = Literal["fetched", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """What came of asking for one feed: the state to remember and, when there was something to read, the feed.

    `reason` is for people, and may also tell of a success ("has moved for good to …"); `error` is the kind of a failure
    for programs: one of net's FetchErrorKind, or "status", "parse", "waiting", "internal", "login". `page` names an
    answer that was no feed, the same name for the same bytes.
    """

    subscription: Subscription
    kind: FetchKind
    state: FeedState
    feed: ParsedFeed | None = None
    status: int | None = None
    reason: str = ""
    error: str = ""
    wire_bytes: int = 0
    seconds: float = 0.0
    page: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that travels with an entry (a podcast episode, say). `length` is in bytes, None if not given."""

    url: str
    type: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, cleaned: `title` is one line of plain text, `html` is sanitised, `text` is its plain words.

    In `text` paragraphs are parted by a blank line. `date_note` says what had to be assumed about the date
    ("no time zone given, UK time assumed"), else "". `content_hash` is over title and text, folded. `words` of `text`
    were counted when it was read, 0 if they were not.

    `html` and `encoded`, which is the text, are in UTF-8, as they were made and will be kept: hardly anybody on their
    way looks into them, and to make text of them and bytes again at each station would cost more than what is done
    there. `text` is for who does look.
    """

    guid: str
    url: str
    title: str
    html: bytes
    encoded: bytes
    content_hash: str
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    date_note: str = ""
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    words: int = 0

    @property
    def text(self) -> str:
        """The plain words; made anew each time."""
        return self.encoded.decode()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as read. `version` is feedparser's name for the format ("rss20", "atom10", "json11" …).

    `complete` is False when the document was cut off: then a longer text seen earlier must not be replaced.
    `notes` tell, in words, what was repaired or left out. `items` names each item of the document,
    in order, as in FeedState; `seen` of them were known by these names and left out of `entries`. `footers`,
    `update_minutes`, `skip_hours` and `skip_days` are as in FeedState.
    """

    url: str
    version: str
    title: str = ""
    site_url: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    complete: bool = True
    notes: tuple[str, ...] = ()
    items: str = ""
    seen: int = 0
    footers: tuple[str, ...] = ()
    update_minutes: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


ChangeKind = Literal["new", "changed", "same", "suspicious", "held"]


@dataclass(frozen=True, slots=True)
class KnownPost:
    """As much of a stored post as merging needs.

    `title`, `text` and `hash` are those it bears now, `hashes` the content hashes of all its snapshots. `feeds` are the
    addresses of the feed that speaks for it (its own page if that was added by hand); if empty, any feed does.
    """

    id: int
    key: str
    url: str
    title: str
    text: str
    hashes: frozenset[str] = frozenset()
    hash: str = ""
    feeds: tuple[str, ...] = ()
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What one entry means for the store. `post_id` is None for a new post; `keys` are all the names it is known by.

    `restores` is True if a post is to bear words again that it bore before, or this feed speaks for it from now on.
    """

    kind: ChangeKind
    entry: Entry
    post_id: int | None
    keys: tuple[str, ...]
    reason: str = ""
    restores: bool = False
