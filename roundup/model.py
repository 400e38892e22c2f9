"""Every value that crosses a stage boundary.

Frozen and slotted, standard library only. Times are timezone-aware and in UTC; text is `str` without control
characters; addresses are absolute http(s) or empty. A value says what is so; it never reads or writes anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

# ---------------------------------------------------------------- subscriptions


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed the desk follows, as feeds.opml names it. `tags` are the folders it lies in ("People", "A/B")."""

    url: str
    title: str = ""
    site_url: str = ""
    tags: tuple[str, ...] = ()
    paused: bool = False


# ---------------------------------------------------------------- fetch

FeedHealth = Literal["new", "ok", "failing", "gone"]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between fetches.

    `etag` and `last_modified` are the validators exactly as the server sent them; `body_hash` is of the last body that
    was read; `reason` says in words why the feed is failing or gone; before `next_due` it is not asked unless forced.
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


FetchKind = Literal["fetched", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """What came of asking for one feed: the state to remember and, when there was something to read, the feed.

    `reason` is for people, and may also tell of a success ("has moved for good to …"); `error` is the kind of a failure
    for programs: one of net's FetchErrorKind, or "status", "parse", "waiting", "internal".
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


# ---------------------------------------------------------------- parse


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
    ("no time zone given, UK time assumed"), else "". `content_hash` is over title and text, folded.
    """

    guid: str
    url: str
    title: str
    html: str
    text: str
    content_hash: str
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    date_note: str = ""
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as read. `version` is feedparser's name for the format ("rss20", "atom10", "json11" …).

    `complete` is False when the document was cut off: then a longer text seen earlier must not be replaced.
    `notes` tell, in words, what was repaired or left out.
    """

    url: str
    version: str
    title: str = ""
    site_url: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    complete: bool = True
    notes: tuple[str, ...] = ()


# ---------------------------------------------------------------- merge

ChangeKind = Literal["new", "changed", "same", "suspicious"]


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


# ---------------------------------------------------------------- posts


@dataclass(frozen=True, slots=True)
class Post:
    """A post, whichever feeds brought it. `key` names it on every desk; `id` is short and local to this desk.

    `doubt` says in words why it may not be its blog's own (a domain that changed hands, say), else "".
    """

    id: int
    key: str
    url: str
    title: str
    blog: str
    authors: tuple[str, ...]
    published: datetime | None
    first_seen: datetime
    words: int
    date_note: str = ""
    feed_tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A post's text as it was when we saw it; what quotes are proved against."""

    hash: str
    title: str
    html: str
    text: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """Where a post came in: one feed, under one guid and address."""

    feed_url: str
    feed_title: str
    guid: str
    url: str
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Listing:
    """A post as lists show it: with what curators decided so far. `edition` is the frozen edition it went into."""

    post: Post
    teaser: str = ""
    starred: bool = False
    skipped: bool = False
    edition: int | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A listing with its visible score: the sum of the reasons' weights, which are shown in words."""

    listing: Listing
    score: float
    reasons: tuple[str, ...]


# ---------------------------------------------------------------- curate: the ledger and what it folds to

Verb = Literal[
    "star", "unstar", "skip", "unskip", "annotate", "note", "quote", "unquote", "tag", "order", "edition", "freeze", "publish", "undo"
]
EDITION = "edition"  # the subject of decisions that are about the edition, not about one post


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing a curator decided. Never changed, never deleted; `undo` is a decision too.

    `id` is unique everywhere, `seq` is one more than the largest the desk knew (a Lamport clock), `subject` is a post's
    key or EDITION, `payload` is JSON-able and its keys depend on the verb (see curate/ledger.py).
    """

    id: str
    seq: int
    time: datetime
    curator: str
    verb: Verb
    subject: str
    payload: dict[str, Any] = field(default_factory=dict)
    reason: str = ""

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Decisions fold in this order on every desk."""
        return (self.time, self.seq, self.id)


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage proved word for word (W3C Web Annotation TextQuoteSelector).

    `paragraphs` is what is published: the source's own characters, with `[…]` and `[inserted words]` where the editor
    declared a change. `exact` is the source from first to last quoted character, `prefix` and `suffix` what stands
    around it, `snapshot` the hash of the text it was proved against. `speaker` is set when the words are not the author's.
    """

    id: str
    paragraphs: tuple[str, ...]
    exact: str
    prefix: str = ""
    suffix: str = ""
    snapshot: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A private word to fellow curators; never published."""

    curator: str
    time: datetime
    text: str


@dataclass(frozen=True, slots=True)
class PickState:
    """What was decided about one post: the fold of its decisions. `lead` and `remark` are Markdown."""

    key: str
    starred: bool = False
    starred_by: str = ""
    starred_at: datetime | None = None
    skipped: bool = False
    skip_reason: str = ""
    lead: str = ""
    remark: str = ""
    section: str = ""
    quotes: tuple[Quote, ...] = ()
    notes: tuple[Note, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionMeta:
    """The words and marks of an edition that are not a pick's. Empty `title`, `slug`, `shape` mean the desk's own."""

    number: int
    title: str = ""
    slug: str = ""
    shape: str = ""
    intro: str = ""
    sign_off: str = ""
    cutoff: datetime | None = None
    date: str = ""
    image: str = ""
    image_alt: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()


EditionStatus = Literal["open", "frozen", "published"]


@dataclass(frozen=True, slots=True)
class FrozenEdition:
    """An edition as it was closed: the composed words themselves, so that nothing later can change them."""

    edition: Edition
    frozen_at: datetime
    published_at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class EditionsState:
    """The fold of the decisions about editions: the open one's words, the wished order of picks, and the closed ones."""

    open: EditionMeta
    order: tuple[str, ...] = ()
    closed: tuple[FrozenEdition, ...] = ()


# ---------------------------------------------------------------- compose and check


@dataclass(frozen=True, slots=True)
class Pick:
    """A post in an edition, ready to render.

    `lead` and `remark` are Markdown in which the placeholder `(post)` has become the post's address.
    """

    post_id: int
    key: str
    url: str
    title: str
    blog: str
    authors: tuple[str, ...]
    published: datetime | None
    lead: str = ""
    remark: str = ""
    section: str = ""
    quotes: tuple[Quote, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One composed edition: all that any format needs, and nothing that depends on when it is rendered.

    `date` is the ISO day it bears; `shape` is essay, card, note or list; `url` is its canonical address, if known.
    """

    number: int
    slug: str
    title: str
    shape: str
    date: str
    status: EditionStatus
    language: str
    site_title: str = ""
    site_url: str = ""
    url: str = ""
    intro: str = ""
    sign_off: str = ""
    image: str = ""
    image_alt: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    picks: tuple[Pick, ...] = ()


Verdict = Literal["found", "drift", "absent"]
Level = Literal["blocks", "warns", "hints"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: `where` names the place in the editor's words, `remedy` the command or edit that cures it."""

    check: str
    level: Level
    where: str
    message: str
    remedy: str


# ---------------------------------------------------------------- render


@dataclass(frozen=True, slots=True)
class Rendering:
    """One format of an edition: its name, the file name it goes under, and its bytes."""

    format: str
    filename: str
    content: bytes
