"""What is sent back to a server so that it can say "nothing new", and when it is not believed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from roundup.dataclass import replace
from roundup.fetch.rules.facts import Facts
from roundup.fetch.rules.pace import share
from roundup.model import FeedState

DISTRUST = timedelta(days=30)
FIRST_CHECK = timedelta(days=7)  # a server we know little of is asked for all of it after a week of "not modified"
LATER_CHECKS = timedelta(days=28)  # … one that was seen to tell the truth after four
_SPREAD = 0.2  # of that time, so that a list imported in one day is not fetched whole in one day


def conditional_headers(state: FeedState, now: datetime) -> dict[str, str]:
    """If-None-Match and If-Modified-Since as the server worded them (RFC 9110 13.1.2, 13.1.3), and nothing of our own.

    None are sent when it is time for the whole document, or while the server is not believed.
    """
    whole_after = state.whole_after or (state.last_fetched + FIRST_CHECK if state.last_fetched else now)
    # A clock that was wrong must not put the check off for years.
    if not now < whole_after <= now + LATER_CHECKS or is_distrusted(state, now):
        return {}
    headers = {"if-none-match": state.etag, "if-modified-since": state.last_modified}
    return {name: value for name, value in headers.items() if value}


def is_distrusted(state: FeedState, now: datetime) -> bool:
    """Whether the server lied with validators a short while ago."""
    return state.distrusted_until is not None and now < state.distrusted_until <= now + DISTRUST


def after_whole(facts: Facts, state: FeedState) -> FeedState:
    """`state` after the whole document came: its validators, and when it is asked for without them again.

    A validator that is missing now must not be sent again, so it is overwritten. They are taken also when the bytes
    are those of last time: what a server compares is what it said last (practice). A server that answers a conditional
    request in full, or has nothing to hide when it is checked, can be believed for longer.
    """
    assert facts.response is not None
    headers = facts.response.headers
    proven = facts.conditional or _was_checked(facts)
    distrusted = state.distrusted_until if is_distrusted(state, facts.now) else None
    if caught_lying(facts):
        distrusted = facts.now + DISTRUST
    wait = FIRST_CHECK if not proven or distrusted else LATER_CHECKS
    return replace(
        state,
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
        distrusted_until=distrusted,
        whole_after=facts.now + wait * (1 - _SPREAD * share(state.url)),
    )


def _was_checked(facts: Facts) -> bool:
    """Whether this was the whole document of a server whose time for a check had come."""
    state = facts.state
    return bool(state.etag or state.last_modified) and state.whole_after is not None and state.whole_after <= facts.now


def caught_lying(facts: Facts) -> bool:
    """Whether the whole document holds items that were new to us although it bears the validators of the old one.

    The same validators with new items: with them we would have been told "not modified" (RFC 9110 8.8: a validator
    changes when the representation does).
    """
    state, feed, response = facts.state, facts.feed, facts.response
    if facts.conditional or feed is None or response is None or not state.items or not feed.items:
        return False
    before, after = (state.etag, state.last_modified), _validators(response.headers)
    same = before[0] == after[0] if before[0] or after[0] else before[1] == after[1] != ""
    return same and not set(feed.items.split()) <= set(state.items.split())


def after_not_modified(headers: Mapping[str, str], state: FeedState) -> FeedState:
    """`state` with the validators of a 304 (RFC 9110 15.4.5), if they are of the document we hold (RFC 9111 4.3.4).

    An entity tag other than ours names another document, whose content we have not seen: ours is kept, so that the
    next answer is a whole one.
    """
    etag, last_modified = _validators(headers)
    if etag and state.etag and _opaque(etag) != _opaque(state.etag):
        return state
    etag, last_modified = etag or state.etag, last_modified or state.last_modified
    if (etag, last_modified) == (state.etag, state.last_modified):
        return state
    return replace(state, etag=etag, last_modified=last_modified)


def _validators(headers: Mapping[str, str]) -> tuple[str, str]:
    return headers.get("etag", ""), headers.get("last-modified", "")


def _opaque(etag: str) -> str:
    """An entity tag for weak comparison (RFC 9110 8.8.3.2)."""
    return etag.removeprefix("W/")
