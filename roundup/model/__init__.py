"""Every value that crosses a stage boundary.

    gather.py    Subscription, FeedState, FetchOutcome, Entry, ParsedFeed, Change …
    posts.py     Post, Snapshot, Source, Listing …
    people.py    Person, Byline
    links.py     LinkAnswer
    edition.py   Decision, PickState, Quote, Pick, Edition, Finding, Rendering …
    special.py   Special

Frozen and slotted, standard library only. Times are timezone-aware and in UTC; text is `str` without control
characters, an entry's markup alone UTF-8, as it is kept; addresses are absolute http(s) or empty. A value says what is
so; it never reads or writes anything. A file is read when the first of its values is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
else:
    _WHERE = {
        "delivery": "Copy CopyState DeliveryState Notice NoticeState NoticeWay Receipt",
        "edition": (
            "EDITION SPECIAL Decision Edition EditionMeta EditionsState EditionStatus Erratum Finding "
            "FrozenEdition Level Note Pick PickState Quote Rendering Verb Verdict is_post"
        ),
        "gather": (
            "Change ChangeKind Enclosure Entry FeedHealth "
            "FeedState FetchKind FetchOutcome KnownPost ParsedFeed Subscription"
        ),
        "links": "LinkAnswer LinkState",
        "people": "PERSON Byline Person",
        "posts": "Listing Post Snapshot Source Suggestion",
        "special": "Special SpecialKind",
    }
    _FILES = {name: file for file, names in _WHERE.items() for name in names.split()}

    def __getattr__(name: str) -> object:
        """The value of that name, from the file that has it."""
        if name not in _FILES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f"{__name__}.{_FILES[name]}"), name)
        return found


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
