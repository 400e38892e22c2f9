"""Every value that crosses a stage boundary.

    gather.py    Subscription, FeedState, FetchOutcome, Entry, ParsedFeed, Change …
    posts.py     Post, Snapshot, Source, Listing …
    people.py    Person, Byline
    links.py     LinkAnswer
    edition.py   Decision, PickState, Quote, Pick, Edition, Finding, Rendering …
    special.py   Special

Frozen and slotted, standard library only. Times are timezone-aware and in UTC; text is `str` without control
characters; addresses are absolute http(s) or empty. A value says what is so; it never reads or writes anything.
"""

from roundup.model.delivery import Copy, CopyState, DeliveryState, Notice, NoticeState, NoticeWay, Receipt
from roundup.model.edition import (
    EDITION,
    SPECIAL,
    Decision,
    Edition,
    EditionMeta,
    EditionsState,
    EditionStatus,
    Erratum,
    Finding,
    FrozenEdition,
    Level,
    Note,
    Pick,
    PickState,
    Quote,
    Rendering,
    Verb,
    Verdict,
    is_post,
)
from roundup.model.gather import (
    Change,
    ChangeKind,
    Enclosure,
    Entry,
    FeedHealth,
    FeedState,
    FetchKind,
    FetchOutcome,
    KnownPost,
    ParsedFeed,
    Subscription,
)
from roundup.model.links import LinkAnswer, LinkState
from roundup.model.people import PERSON, Byline, Person
from roundup.model.posts import (
    Listing,
    Post,
    Snapshot,
    Source,
    Suggestion,
)
from roundup.model.special import Special, SpecialKind

__all__ = [
    "EDITION",
    "PERSON",
    "SPECIAL",
    "Byline",
    "Change",
    "ChangeKind",
    "Copy",
    "CopyState",
    "Decision",
    "DeliveryState",
    "Edition",
    "EditionMeta",
    "EditionStatus",
    "EditionsState",
    "Enclosure",
    "Entry",
    "Erratum",
    "FeedHealth",
    "FeedState",
    "FetchKind",
    "FetchOutcome",
    "Finding",
    "FrozenEdition",
    "KnownPost",
    "Level",
    "LinkAnswer",
    "LinkState",
    "Listing",
    "Note",
    "Notice",
    "NoticeState",
    "NoticeWay",
    "ParsedFeed",
    "Person",
    "Pick",
    "PickState",
    "Post",
    "Quote",
    "Receipt",
    "Rendering",
    "Snapshot",
    "Source",
    "Special",
    "SpecialKind",
    "Subscription",
    "Suggestion",
    "Verb",
    "Verdict",
    "is_post",
]
