"""What an answer means for a feed: an ordered table of small pure rules. The first that has something to say decides.

    facts.py       what rules are asked and what they answer
    validators.py  ETag and Last-Modified: what is sent back, and when a server is not believed
    pace.py        when a feed that is well is asked again
    moves.py       where a feed says that it has moved for good
    failures.py    when a failing feed is asked again, and the words for why and what to do

To add a rule: write a function `Facts -> Ruling | None` here whose docstring names its source, and put it into RULES
where it should be asked. What each rule rests on, and how it is tested, is told in docs/manners.md.
"""

from __future__ import annotations

from typing import Literal

from roundup.dataclass import replace
from roundup.fetch.rules.facts import Facts, Rule, Ruling, body_hash
from roundup.fetch.rules.failures import (
    back_off,
    failed_kind,
    failed_reading,
    failed_status,
    failing,
    held_back,
)
from roundup.fetch.rules.moves import after_move, move_note, moved_to
from roundup.fetch.rules.pace import next_due
from roundup.fetch.rules.validators import DISTRUST, after_not_modified, after_whole, caught_lying
from roundup.model import FeedState
from roundup.net.waiting import retry_after

__all__ = ["RULES", "Facts", "Rule", "Ruling", "back_off", "body_hash", "judge", "moved_to"]

# Plain numbers: to read all that HTTP knows takes longer than to judge a hundred answers.
_OK, _NOT_MODIFIED, _GONE, _TOO_MANY_REQUESTS, _UNAVAILABLE = 200, 304, 410, 429, 503
_LIED = "said that nothing was new when there was; for a month it is asked for all of it, once a day"


def judge(facts: Facts) -> Ruling:
    """The ruling of the first rule that applies; the last applies always."""
    for rule in RULES:
        if ruling := rule(facts):
            return ruling
    raise AssertionError("the last rule has an answer to everything")


# ---------------------------------------------------------------- rules


def unreachable(facts: Facts) -> Ruling | None:
    """No answer came: asked again later, ever less often (practice)."""
    return failed_kind(facts) if facts.error else None


def unreadable(facts: Facts) -> Ruling | None:
    """An answer that is no feed: validators and hash stay those of the last body that was read (practice)."""
    if facts.unreadable is None or facts.response is None:
        return None
    return replace(failed_reading(facts), page=facts.body_digest)


def read(facts: Facts) -> Ruling | None:
    """A body that was read: its validators, hash and wishes are remembered from now on (RFC 9110 8.8, RSS 2.0)."""
    if facts.feed is None or facts.response is None:
        return None
    feed = facts.feed
    state = replace(
        facts.state,
        title=feed.title or facts.state.title,
        site_url=feed.site_url or facts.state.site_url,
        body_hash=facts.body_digest,
        items=feed.items,
        footers=feed.footers,
        update_minutes=feed.update_minutes,
        skip_hours=feed.skip_hours,
        skip_days=feed.skip_days,
    )
    state = after_whole(facts, state)
    if not feed.complete:
        # Of a document that was cut off nobody shall say that it has not changed.
        state = replace(state, etag="", last_modified="")
    ruling = _well(facts, state, "fetched")
    return replace(ruling, reason=_LIED) if caught_lying(facts) else ruling


def not_modified(facts: Facts) -> Ruling | None:
    """304 to what we sent: nothing new (RFC 9110 15.4.5); its validators count if of what we hold (RFC 9111 4.3.4)."""
    if facts.response is None or facts.response.status != _NOT_MODIFIED or not facts.conditional:
        return None
    return _well(facts, after_not_modified(facts.response.headers, facts.state), "unchanged")


def not_modified_unasked(facts: Facts) -> Ruling | None:
    """304 although all of it was asked for: a failure, and no validators for a month (RFC 9110 15.4.5)."""
    if facts.response is None or facts.response.status != _NOT_MODIFIED:
        return None
    ruling = failing(facts, "answered 304 Not Modified although asked for all of it", "status")
    state = replace(ruling.state, etag="", last_modified="", distrusted_until=facts.now + DISTRUST)
    return replace(ruling, state=state)


def gone(facts: Facts) -> Ruling | None:
    """410: gone, and likely to stay so (RFC 9110 15.5.11): not asked again unless named."""
    if facts.response is None or facts.response.status != _GONE:
        return None
    ruling = failed_status(facts, _GONE)
    return replace(ruling, state=replace(ruling.state, health="gone", next_due=None))


def same_bytes(facts: Facts) -> Ruling | None:
    """200 with the very bytes read last time, from a server without working validators (practice)."""
    response = facts.response
    if response is None or response.status != _OK or not facts.state.body_hash:
        return None
    if facts.body_digest != facts.state.body_hash:
        return None
    return _well(facts, after_whole(facts, facts.state), "unchanged")


def worth_reading(facts: Facts) -> Ruling | None:
    """200 with a body not read before (RFC 9110 15.3.1)."""
    if facts.response is None or facts.response.status != _OK:
        return None
    return Ruling("read", facts.state)


def asked_to_wait(facts: Facts) -> Ruling | None:
    """429 (RFC 6585 4) or 503 (RFC 9110 15.6.4) with Retry-After (RFC 9110 10.2.3): not asked before, within reason."""
    response = facts.response
    if response is None or response.status not in (_TOO_MANY_REQUESTS, _UNAVAILABLE):
        return None
    until = retry_after(response.headers.get("retry-after", ""), facts.now)
    return held_back(facts, until) if until else None


def too_many_requests(facts: Facts) -> Ruling | None:
    """429 that names no time (RFC 6585 4): the host is left alone as long as a feed that fails."""
    if facts.response is None or facts.response.status != _TOO_MANY_REQUESTS:
        return None
    return held_back(facts, None)


def anything_else(facts: Facts) -> Ruling:
    """Any other status is a failure that may pass (RFC 9110 15, RFC 6585 6): asked again later, ever less often."""
    return failed_status(facts, facts.response.status if facts.response else 0)


RULES: tuple[Rule, ...] = (
    unreachable,
    unreadable,
    read,
    not_modified,
    not_modified_unasked,
    gone,
    same_bytes,
    worth_reading,
    asked_to_wait,
    too_many_requests,
    anything_else,
)


def _well(facts: Facts, state: FeedState, kind: Literal["fetched", "unchanged"]) -> Ruling:
    """The feed was served: its failures are forgotten, and it is asked again at its own pace."""
    assert facts.response is not None
    state = after_move(state, facts.response, facts.now)
    state = replace(
        state,
        health="ok",
        last_fetched=facts.now,
        last_success=facts.now,
        next_due=next_due(state, facts.response.headers, facts.now, facts.interval),
        failures=0,
        reason="",
        failing_since=None,
        host_until=None,
    )
    return Ruling(kind, state, move_note(state))
