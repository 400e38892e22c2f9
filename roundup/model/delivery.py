"""What becomes of an edition where its readers are."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from roundup.dataclass import dataclass

DeliveryState = Literal["begun", "draft", "scheduled", "live", "saved"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of one edition (by its slug) at one target, as the last push left it.

    `remote` and `url` are what it is called there. `sent` is the digest of what was sent, `found` of what was read
    back, and `body` that text itself: whoever edits it there is recognised by it. A push that was cut off is "begun":
    `body` is what was there before, `found` the digest of what was on its way.
    """

    edition: str
    target: str
    at: datetime
    by: str
    state: DeliveryState = "begun"
    remote: str = ""
    url: str = ""
    sent: str = ""
    found: str = ""
    body: str = ""


NoticeWay = Literal["webmention", "pingback", "letter"]
NoticeState = Literal["told", "refused", "failed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Notice:
    """That the author of the post at `target` was told of an edition (by its slug), how, and with what answer.

    `said` is the digest of the edition as it was then: when that changes, they are told again.
    """

    edition: str
    target: str
    way: NoticeWay
    state: NoticeState
    at: datetime
    endpoint: str = ""
    words: str = ""
    said: str = ""


CopyState = Literal["asked", "made", "failed", "refused", "later"]


@dataclass(frozen=True, slots=True)
class Copy:
    """What came of having a copy of the page at `address` made by an archive; `at` is when it was asked for.

    `url` is where the copy is, `made` when it was made. One that was "asked" for may be there, but no answer was seen;
    `job` names it at the archive, if that is known. "later": the archive is to be left alone until `at`. `tries` are
    the runs that ended without a copy, `words` why.
    """

    address: str
    state: CopyState
    at: datetime
    url: str = ""
    made: datetime | None = None
    job: str = ""
    tries: int = 0
    words: str = ""
