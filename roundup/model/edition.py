"""What curators decide, and the edition that comes of it."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Any, Literal

from roundup.dataclass import dataclass

Verb = Literal[
    "star",
    "later",
    "unstar",
    "skip",
    "unskip",
    "annotate",
    "note",
    "quote",
    "unquote",
    "tag",
    "order",
    "edition",
    "freeze",
    "publish",
    "erratum",
    "special",
    "person",
    "undo",
]
EDITION = "edition"  # the subject of decisions that are about the edition, not about one post
SPECIAL = "special:"  # what subjects of decisions about a special edition begin with
_NO_POSTS = (SPECIAL, "person:")


def is_post(subject: str) -> bool:
    """True if decisions on `subject` are about a post."""
    return subject != EDITION and not subject.startswith(_NO_POSTS)


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing a curator decided. Never changed, never deleted; `undo` is a decision too.

    `id` is unique everywhere, `seq` is one more than the largest the desk knew (a Lamport clock), `subject` is a post's
    key, EDITION, or a special edition's, `payload` is JSON-able and its keys depend on the verb (see curate/ledger.py).
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
    around it, `snapshot` the hash of the text it was proved against. `speaker` is set if the words are another's.
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
    """What was decided about one post: the fold of its decisions. `lead` and `remark` are Markdown.

    `star` is the seq and id of the decision that starred it. `later` is the number of the edition that it is left out
    of although it is starred, 0 if of none.
    """

    key: str
    starred: bool = False
    starred_by: str = ""
    starred_at: datetime | None = None
    star: tuple[int, str] = (0, "")
    later: int = 0
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
    """An edition as it was closed: the composed words themselves, so that nothing later can change them.

    `decision` is the id of the freeze that closed it, `frozen_by` its curator.
    """

    edition: Edition
    frozen_at: datetime
    published_at: datetime | None = None
    url: str = ""
    frozen_by: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class EditionsState:
    """The fold of the decisions about editions: the open one's words, the wished order of picks, the closed.

    `rivals` are editions that another desk had closed under the same number: kept, and of no effect.
    """

    open: EditionMeta
    order: tuple[str, ...] = ()
    closed: tuple[FrozenEdition, ...] = ()
    rivals: tuple[FrozenEdition, ...] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """A post in an edition, ready to render.

    `lead` and `remark` are Markdown in which the placeholder `(post)` has become the post's address. `day` is the ISO
    day it was published on by the desk's clocks, "" if unknown.
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
    day: str = ""


@dataclass(frozen=True, slots=True)
class Erratum:
    """What was put right after an edition was closed: Markdown, and the ISO day ("" if unknown) it was said."""

    text: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One composed edition: all that any format needs, and nothing that depends on when it is rendered.

    `date` is the ISO day it bears; `shape` is essay, card, note or list; `url` is its canonical address, if known.
    `errata` were added since it was closed, the oldest first; all else stays as it was closed.
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
    errata: tuple[Erratum, ...] = ()


Verdict = Literal["found", "drift", "absent"]
Level = Literal["blocks", "warns", "hints"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: `where` names the place in the editor's words, `remedy` the command or edit that cures it.

    `detail` shows what words do not tell: of a quote, `[-the words quoted-] {+those that stand there now+}`.
    """

    check: str
    level: Level
    where: str
    message: str
    remedy: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rendering:
    """One format of an edition: its name, its file's name, its bytes, and what an editor should know of it."""

    format: str
    filename: str
    content: bytes
    note: str = ""
