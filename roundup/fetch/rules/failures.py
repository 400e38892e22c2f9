"""What becomes of a feed that fails: when it is asked again, and the words for why and what to do. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from shlex import quote
from typing import Final
from urllib.parse import urlsplit

from roundup.dataclass import replace
from roundup.fetch.rules.facts import Facts, Ruling, named
from roundup.fetch.rules.pace import share
from roundup.model import FeedState
from roundup.net import FetchErrorKind
from roundup.text import one_line

LONGEST_BACK_OFF = timedelta(days=1)
LONG = timedelta(weeks=4)  # failing all that time, a feed will hardly come back by itself
PAUSE_AFTER_LONG = timedelta(days=7)
LONGEST_REASON = 300
_LONGEST_SITE = 120

_FIND: Final = "find its feed anew with: roundup feeds add {site}"
_GONE: Final = "if the blog has another home: roundup feeds add SITE, else: roundup feeds remove {url}"
_TELL: Final = "its owner can mend that: tell them"
# What it means, and what to do.
_FOR_STATUS: Final[dict[int, tuple[str, str]]] = {
    401: ("it wants a password", "if you have one: ROUNDUP_SECRET_1='https://host name password' in the environment"),
    402: ("it wants to be paid for", "pause it with: roundup feeds pause {url}"),
    403: ("it does not want to be read by us", "its owner may know why: write to them, or pause it"),
    404: ("there is no feed at this address", _FIND),
    407: ("your network's proxy wants a password", "see [fetch] proxy"),
    410: ("its owner has taken it away for good", _GONE),
    429: ("it is asked less often now", ""),
    451: ("a law or a court keeps it from being read here", "pause it with: roundup feeds pause {url}"),
    511: ("a network on the way wants you to log in", "open any page in a browser, then fetch again"),
}
_FOR_KIND: Final[dict[FetchErrorKind, str]] = {
    "dns": f"is it spelt right? {_GONE}",
    "tls": _TELL,
    "redirect": _FIND,
    "protocol": _TELL,
    "encoding": _TELL,
}


def failing(facts: Facts, reason: str, error: str, advice: str = "") -> Ruling:
    """The feed has failed once more: kept as it is known, asked later. `advice` may name {site} and {url}."""
    state = facts.state
    since = state.failing_since if state.failing_since and state.failing_since <= facts.now else facts.now
    long = facts.now - since >= LONG
    words = told(state, reason, advice, long=long)
    failures = state.failures + 1
    after = replace(
        state,
        health="failing",
        last_fetched=facts.now,
        next_due=facts.now + back_off(state.url, failures, facts.interval, long=long),
        failures=failures,
        failing_since=since,
        host_until=None,
        reason=words,
    )
    return Ruling("failed", after, words, error)


def failed_status(facts: Facts, status: int) -> Ruling:
    """The ruling for a status that says no, with its words."""
    meaning, advice = _FOR_STATUS.get(status, ("", ""))
    reason = f"answered {named(status)}"
    if 300 <= status < 400:
        reason += " without saying where to go"
    elif 500 <= status < 600:
        meaning = meaning or "its server has a fault"
    return failing(facts, f"{reason}: {meaning}" if meaning else reason, "login" if status == 511 else "status", advice)


def failed_kind(facts: Facts) -> Ruling:
    """The ruling for an answer that never came, with its words."""
    error = facts.error
    assert error is not None
    # The policy's own words name the remedy already.
    advice = "" if error.kind == "private" else error.hint or _FOR_KIND.get(error.kind, "")
    return failing(facts, error.message, error.kind, advice)


def failed_reading(facts: Facts) -> Ruling:
    """The ruling for a body that is no feed, with its words."""
    assert facts.unreadable is not None
    return failing(facts, facts.unreadable.message, "parse", _FIND)


def told(state: FeedState, reason: str, advice: str, *, long: bool) -> str:
    """What is wrong and, after a semicolon, what to do about it, if anything: one line, safe to paste into a shell."""
    words = f"{reason} (for over four weeks, so it is asked once a week)" if long else reason
    if advice:
        words += "; " + advice.replace("{site}", quote(_site(state))).replace("{url}", quote(state.url))
    return one_line(words, LONGEST_REASON)


def _site(state: FeedState) -> str:
    """Where to look for the feed: the site it named, else the one it lies on."""
    if state.site_url.startswith(("http://", "https://")) and len(state.site_url) <= _LONGEST_SITE:
        return state.site_url
    try:
        parts = urlsplit(state.url)
    except ValueError:
        return "SITE"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"


def back_off(url: str, failures: int, interval: timedelta, *, long: bool = False) -> timedelta:
    """How long to leave a failing feed alone: twice as long each time, a day at most, spread a little by address.

    A week for one that has been failing for `long`.
    """
    # The exponent is bounded: a feed that has failed for years must not overflow a timedelta.
    doubled = interval * (1 << min(max(failures, 1) - 1, 16))
    pause = PAUSE_AFTER_LONG if long else min(doubled, LONGEST_BACK_OFF)
    return (0.9 + 0.2 * share(url)) * max(pause, interval)


def held_back(facts: Facts, until: datetime | None) -> Ruling:
    """The host asks to be left alone, until the time it names or, if it names none, for as long as we think fit."""
    status = facts.response.status if facts.response else 429
    asks = f" and asks to wait until {until:%Y-%m-%d %H:%M} UTC" if until else f": {_FOR_STATUS[429][0]}"
    ruling = failing(facts, f"answered {named(status)}{asks}", "status")
    assert ruling.state.next_due is not None
    # "In a second" is no reason to ask sooner than we would have anyway.
    due = max(until or facts.now, ruling.state.next_due, facts.now + facts.interval)
    return replace(ruling, state=replace(ruling.state, next_due=due, host_until=until or due), host_until=until or due)
