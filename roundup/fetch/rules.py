"""What an answer means for a feed: an ordered table of small pure rules. The first that has something to say decides.

To add a rule: write a function `Facts -> Ruling | None` whose docstring names its source, and put it into RULES where
it should be asked.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Literal

from roundup.errors import FeedError
from roundup.model import FeedState, FetchKind, ParsedFeed
from roundup.net import FetchError, Response
from roundup.text import one_line

LONGEST_BACK_OFF = timedelta(days=1)
LONGEST_RETRY_AFTER = timedelta(days=7)
PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one feed in this run: the answer or why there is none, and what reading its body gave.

    `state` is as it was before; `conditional` says whether validators were sent; `interval` is the desk's pace.
    """

    state: FeedState
    now: datetime
    interval: timedelta
    conditional: bool = False
    response: Response | None = None
    error: FetchError | None = None
    feed: ParsedFeed | None = None
    unreadable: FeedError | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to make of the facts. "read" asks for the body to be parsed and the rules to be asked again.

    `error` is as in FetchOutcome; `host_until` is set when the server asks not to be bothered before then.
    """

    kind: FetchKind | Literal["read"]
    state: FeedState
    reason: str = ""
    error: str = ""
    host_until: datetime | None = None


Rule = Callable[[Facts], Ruling | None]


def judge(facts: Facts) -> Ruling:
    """The ruling of the first rule that applies; the last applies always."""
    for rule in RULES:
        if ruling := rule(facts):
            return ruling
    raise AssertionError("the last rule has an answer to everything")


# ---------------------------------------------------------------- rules


def unreachable(facts: Facts) -> Ruling | None:
    """No answer came: asked again later, ever less often (practice)."""
    if facts.error is None:
        return None
    return _failing(facts, facts.error.message, facts.error.kind)


def unreadable(facts: Facts) -> Ruling | None:
    """An answer that is no feed: validators and hash stay those of the last body that was read (practice)."""
    if facts.unreadable is None:
        return None
    return _failing(facts, facts.unreadable.message, "parse")


def read(facts: Facts) -> Ruling | None:
    """A body that was read: its validators and hash are remembered from now on (RFC 9110 8.8)."""
    if facts.feed is None or facts.response is None:
        return None
    # A validator that is missing now must not be sent again, so it is overwritten, not kept.
    headers = facts.response.headers
    state = replace(
        _well(facts),
        title=facts.feed.title or facts.state.title,
        site_url=facts.feed.site_url or facts.state.site_url,
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
        body_hash=body_hash(facts.response.body),
        items=facts.feed.items,
        footers=facts.feed.footers,
        update_minutes=facts.feed.update_minutes,
        skip_hours=facts.feed.skip_hours,
        skip_days=facts.feed.skip_days,
    )
    return Ruling("fetched", state, _moved(facts.response))


def not_modified(facts: Facts) -> Ruling | None:
    """304: nothing new since the validators we sent (RFC 9110 15.4.5); without any it means nothing."""
    if facts.response is None or facts.response.status != HTTPStatus.NOT_MODIFIED:
        return None
    if not facts.conditional:
        return _failing(facts, "answered 304 Not Modified although asked for all of it", "status")
    return Ruling("unchanged", _well(facts), _moved(facts.response))


def gone(facts: Facts) -> Ruling | None:
    """410: gone, and likely to stay so (RFC 9110 15.5.11): not asked again unless named."""
    if facts.response is None or facts.response.status != HTTPStatus.GONE:
        return None
    reason = "answered 410 Gone: its owner has taken it away for good"
    state = replace(_failing(facts, reason, "status").state, health="gone", next_due=None)
    return Ruling("failed", state, reason, "status")


def same_bytes(facts: Facts) -> Ruling | None:
    """200 with the very bytes read last time, from a server without working validators (practice)."""
    response = facts.response
    if response is None or response.status != HTTPStatus.OK or not facts.state.body_hash:
        return None
    if body_hash(response.body) != facts.state.body_hash:
        return None
    headers = response.headers
    state = replace(_well(facts), etag=headers.get("etag", ""), last_modified=headers.get("last-modified", ""))
    return Ruling("unchanged", state, _moved(response))


def worth_reading(facts: Facts) -> Ruling | None:
    """200 with a body not read before (RFC 9110 15.3.1)."""
    if facts.response is None or facts.response.status != HTTPStatus.OK:
        return None
    return Ruling("read", facts.state)


def asked_to_wait(facts: Facts) -> Ruling | None:
    """429 (RFC 6585 4) or 503 (RFC 9110 15.6.4) with Retry-After (RFC 9110 10.2.3): not asked before, within reason."""
    response = facts.response
    if response is None or response.status not in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return None
    until = retry_after(response.headers.get("retry-after", ""), facts.now)
    if until is None:
        return None
    failing = _failing(
        facts, f"answered {_named(response.status)} and asks to wait until {until:%Y-%m-%d %H:%M} UTC", "status"
    )
    # "In a second" is no reason to ask sooner than we would have anyway.
    due = max(until, facts.now + facts.interval)
    return replace(failing, state=replace(failing.state, next_due=due), host_until=until)


def anything_else(facts: Facts) -> Ruling:
    """Any other status is a failure that may pass (RFC 9110 15): asked again later, ever less often."""
    status = facts.response.status if facts.response else 0
    words = {401: " (it wants a password)", 403: " (it does not want to be read by us)"}.get(status, "")
    if 300 <= status < 400:
        words = " without saying where to go"
    return _failing(facts, f"answered {_named(status)}{words}", "status")


RULES: tuple[Rule, ...] = (
    unreachable,
    unreadable,
    read,
    not_modified,
    gone,
    same_bytes,
    worth_reading,
    asked_to_wait,
    anything_else,
)


# ---------------------------------------------------------------- what rules are made of


def body_hash(body: bytes) -> str:
    """A short name for exactly these bytes."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def retry_after(value: str, now: datetime) -> datetime | None:
    """Until when a Retry-After field asks to wait: seconds or an HTTP date, a week at most; None if it says nothing."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        until = now + timedelta(seconds=min(int(text[:12]), int(LONGEST_RETRY_AFTER.total_seconds())))
    else:
        try:
            said = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        until = said if said.tzinfo else said.replace(tzinfo=UTC)
    return min(until.astimezone(UTC), now + LONGEST_RETRY_AFTER) if until > now else None


def back_off(url: str, failures: int, interval: timedelta) -> timedelta:
    """How long to leave a failing feed alone: twice as long each time, a day at most, spread a little by address."""
    # The exponent is bounded: a feed that has failed for years must not overflow a timedelta.
    doubled = interval * (1 << min(max(failures, 1) - 1, 16))
    spread = 0.9 + 0.2 * (zlib.crc32(url.encode()) % 1000) / 1000
    return spread * min(doubled, max(LONGEST_BACK_OFF, interval))


def moved_to(response: Response) -> str:
    """Where an unbroken chain of permanent redirects leads, "" if the first is none (RFC 9110 15.4.2, 15.4.9)."""
    address = ""
    for status, target in response.redirects:
        if status not in PERMANENT:
            break
        address = target
    return address


def _moved(response: Response) -> str:
    address = moved_to(response)
    return one_line(f"has moved for good to {address}", 300) if address else ""


def _well(facts: Facts) -> FeedState:
    return replace(
        facts.state,
        health="ok",
        last_fetched=facts.now,
        last_success=facts.now,
        next_due=facts.now + facts.interval,
        failures=0,
        reason="",
    )


def _failing(facts: Facts, reason: str, error: str) -> Ruling:
    failures = facts.state.failures + 1
    words = one_line(reason, 300)
    state = replace(
        facts.state,
        health="failing",
        last_fetched=facts.now,
        next_due=facts.now + back_off(facts.state.url, failures, facts.interval),
        failures=failures,
        reason=words,
    )
    return Ruling("failed", state, words, error)


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
