"""ETag and Last-Modified: what goes back, when the whole document is asked for, and who is not believed. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.fetch.rules import body_hash, judge
from roundup.fetch.rules.validators import DISTRUST, FIRST_CHECK, LATER_CHECKS, conditional_headers
from roundup.model import FeedState, ParsedFeed
from roundup.net.headers import LONGEST_VALIDATOR
from tests.fetch.feeds import HOUR, URL, facts, requests_for, response, run, state
from tests.net.servers import reply, serving
from tests.samples import NOW

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
OLD = {"etag": '"1"', "last_modified": "Tue"}


def served(before: FeedState, items: str = "a", *, conditional: bool, **headers: str) -> FeedState:
    """The state after a whole document of these items came."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    feed = ParsedFeed(URL, "rss20", items=items)
    return judge(facts(state=before, response=response(headers=fields), feed=feed, conditional=conditional)).state


# ---------------------------------------------------------------- echoed, never made up


@pytest.mark.parametrize(
    "etag",
    [
        '"33a64df5"',
        'W/"33a64df5"',
        'w/"33a64df5"',
        "33a64df5",
        '"a, b"',
        'W/"a", "b"',
        '""',
        '"  "',
        "'single'",
        '"half',
        '"5e8c-gzip"',
        "*",
        "0",
        '"{"a": "b;c"}"',
    ],
)
def test_an_entity_tag_goes_back_byte_for_byte(etag: str) -> None:
    """Weak, unquoted, with commas or blanks: what the server said is all that it can compare (RFC 9110 13.1.2)."""
    with serving(reply(b"A Blog", headers={"ETag": etag})) as server:
        url = server.url()
        first = run(requests_for([url]))[url]
        run(requests_for([url], {url: first.state}, everything=True))
        assert server.header("if-none-match") == etag


@pytest.mark.parametrize(
    "date", ["Tue, 03 Nov 2026 09:00:00 GMT", "Tue, 3 Nov 2026  9:00", "2026-11-03T09:00:00Z", "0", "-1", "yesterday"]
)
def test_a_date_goes_back_as_it_was_worded(date: str) -> None:
    """It is a name for a version, not a time (RFC 9110 13.1.3, practice)."""
    after = served(state(), conditional=False, last_modified=date)
    assert conditional_headers(after, NOW + MINUTE) == {"if-modified-since": date}


@pytest.mark.parametrize("headers", [{}, {"date": "Tue, 03 Nov 2026 09:00:00 GMT", "expires": "0"}])
def test_what_the_server_did_not_say_is_not_made_up(headers: dict[str, str]) -> None:
    """No time of our own, no digest of our own, no date out of another field."""
    after = served(state(**OLD), conditional=False, **headers)
    assert (after.etag, after.last_modified) == ("", "")
    assert conditional_headers(after, NOW + MINUTE) == {}


@pytest.mark.parametrize(
    "value", ["x" * (LONGEST_VALIDATOR + 1), '"caf\xe9"', '"a\tb"', '"a\x01b"', '"\x7f"', '"a\x1b[31m"']
)
def test_a_validator_that_may_do_harm_is_not_remembered(value: str) -> None:
    """Over a thousand characters, or anything but plain printable ones: nothing is better than half of it."""
    with serving(reply(b"A Blog", headers={"ETag": value, "Last-Modified": value})) as server:
        outcome = run(requests_for([server.url()]))[server.url()]
    assert (outcome.state.etag, outcome.state.last_modified) == ("", "")


def test_both_validators_are_taken_from_the_same_answer() -> None:
    """A server may keep one and change the other; each counts as it was said last."""
    after = served(state(**OLD), conditional=True, last_modified="Tue", etag='"2"')
    assert (after.etag, after.last_modified) == ('"2"', "Tue")
    assert (served(after, conditional=True, etag='"3"').last_modified) == ""


def test_the_same_bytes_with_another_tag_are_only_that() -> None:
    """The new tag is remembered, or every further answer would be a whole one."""
    before = state(**OLD, body_hash=body_hash(b"<rss/>"))
    ruling = judge(facts(state=before, response=response(headers={"etag": '"2"'}), conditional=True))
    assert (ruling.kind, ruling.state.etag, ruling.state.last_modified) == ("unchanged", '"2"', "")
    assert ruling.state.distrusted_until is None


@pytest.mark.parametrize(
    ("headers", "etag", "last_modified"),
    [
        ({}, '"1"', "Tue"),
        ({"etag": '"1"'}, '"1"', "Tue"),
        ({"etag": 'W/"1"'}, 'W/"1"', "Tue"),
        ({"etag": '"1"', "last-modified": "Wed"}, '"1"', "Wed"),
        ({"last-modified": "Wed"}, '"1"', "Wed"),
        ({"etag": '"2"', "last-modified": "Wed"}, '"1"', "Tue"),
    ],
)
def test_not_modified_may_renew_the_validators_of_what_we_hold(
    headers: dict[str, str], etag: str, last_modified: str
) -> None:
    """RFC 9110 15.4.5, RFC 9111 4.3.4; those of another version would hide that we have not seen it."""
    after = judge(facts(state=state(**OLD), response=response(304, headers=headers), conditional=True)).state
    assert (after.etag, after.last_modified) == (etag, last_modified)


def test_a_first_tag_may_come_with_not_modified() -> None:
    """A server that gave only a date so far."""
    before = state(last_modified="Tue")
    after = judge(facts(state=before, response=response(304, headers={"etag": '"1"'}), conditional=True)).state
    assert (after.etag, after.last_modified) == ('"1"', "Tue")


# ---------------------------------------------------------------- the whole document, now and then


def asked_whole(feed: FeedState, after: timedelta) -> bool:
    """Whether the feed is asked for all of it so much later."""
    return not conditional_headers(feed, NOW + after)


def test_a_server_we_know_little_of_is_checked_after_a_week() -> None:
    """A week of "not modified" may be a lie; then all of it is asked for once."""
    first = served(state(), conditional=False, etag='"1"')
    assert not asked_whole(first, 0.79 * FIRST_CHECK)
    assert asked_whole(first, FIRST_CHECK)


@pytest.mark.parametrize(
    ("fields", "conditional", "proven"),
    [
        ({**OLD, "whole_after": NOW + DAY}, True, True),
        ({**OLD, "whole_after": NOW}, False, True),
        ({**OLD, "whole_after": NOW + DAY}, False, False),
        ({"whole_after": NOW}, False, False),
        ({**OLD}, False, False),
    ],
    ids=["a full answer to a condition", "a check passed", "forced in between", "no validators yet", "never checked"],
)
def test_a_server_that_told_the_truth_is_checked_after_four_weeks(
    fields: dict[str, Any], conditional: bool, proven: bool
) -> None:
    """Whoever answers a conditional request in full compares; so does who is found to have hidden nothing."""
    after = served(state(**fields), conditional=conditional, etag='"2"')
    wait = LATER_CHECKS if proven else FIRST_CHECK
    assert not asked_whole(after, 0.79 * wait)
    assert asked_whole(after, wait)


def test_not_modified_does_not_put_the_check_off() -> None:
    """Otherwise it would never come."""
    first = served(state(), conditional=False, etag='"1"')
    after = judge(facts(state=first, now=NOW + DAY, response=response(304), conditional=True)).state
    assert after.whole_after == first.whole_after


def test_a_feed_that_changes_is_never_asked_for_all_of_it() -> None:
    """Each full answer to a conditional request begins the time anew."""
    feed, whole = served(state(), conditional=False, etag='"0"'), 0
    for week in range(1, 50):
        moment = NOW + week * timedelta(days=5)
        conditional = bool(conditional_headers(feed, moment))
        whole += not conditional
        answer = response(headers={"etag": f'"{week}"'})
        parsed = ParsedFeed(URL, "rss20", items=str(week))
        feed = judge(facts(state=feed, now=moment, response=answer, feed=parsed, conditional=conditional)).state
    assert whole == 0


def test_a_list_imported_in_one_day_is_not_checked_in_one_day() -> None:
    """The time differs by address, by a fifth."""
    feeds = [served(state(url=f"https://{n}.example/"), conditional=False, etag='"1"') for n in range(50)]
    moments = {feed.whole_after for feed in feeds}
    assert len(moments) > 40
    assert max(moments, key=str) <= NOW + FIRST_CHECK  # type: ignore[operator]


@pytest.mark.parametrize(
    ("fields", "whole"),
    [
        ({}, True),
        ({"last_fetched": NOW - HOUR}, False),
        ({"last_fetched": NOW - 8 * DAY}, True),
        ({"whole_after": NOW + 9999 * DAY}, True),
        ({"whole_after": NOW}, True),
        ({"whole_after": NOW + MINUTE}, False),
    ],
)
def test_a_state_of_an_earlier_version_or_a_wrong_clock_heals(fields: dict[str, Any], whole: bool) -> None:
    """Without a time for the check it is a week after the last fetch; one years ahead is not believed."""
    assert (not conditional_headers(state(**OLD, **fields), NOW)) is whole


# ---------------------------------------------------------------- servers that lie


def test_not_modified_without_being_asked_is_a_failure_and_a_lie() -> None:
    """Nobody can say what it has not changed since; its validators are worth nothing for a month."""
    ruling = judge(facts(state=state(**OLD), response=response(304, b"")))
    assert ruling.kind == "failed"
    assert "304" in ruling.reason
    assert (ruling.state.etag, ruling.state.last_modified) == ("", "")
    assert ruling.state.distrusted_until == NOW + DISTRUST


@pytest.mark.parametrize(
    ("before", "headers", "items", "lied"),
    [
        (OLD, {"etag": '"1"'}, "a b", True),
        (OLD, {"etag": '"1"', "last_modified": "Wed"}, "b a", True),
        ({"last_modified": "Tue"}, {"last_modified": "Tue"}, "b", True),
        (OLD, {"etag": '"2"', "last_modified": "Tue"}, "a b", False),
        (OLD, {"last_modified": "Tue"}, "a b", False),
        (OLD, {"etag": '"1"'}, "a", False),
        (OLD, {"etag": '"1"'}, "", False),
        ({}, {}, "a b", False),
        ({"last_modified": "Tue"}, {"last_modified": "Wed"}, "a b", False),
    ],
)
def test_new_items_under_old_validators_are_a_lie(
    before: dict[str, str], headers: dict[str, str], items: str, lied: bool
) -> None:
    """Seen when all of it was asked for: with them it would have said "not modified" (RFC 9110 8.8)."""
    known = state(**before, items="a", whole_after=NOW)
    after = served(known, items, conditional=False, **headers)
    assert (after.distrusted_until == NOW + DISTRUST) is lied
    assert bool(conditional_headers(after, NOW + DAY)) is (not lied and bool(headers))


def test_a_full_answer_to_a_condition_is_never_a_lie() -> None:
    """It ignored the validators, which costs bytes and hides nothing."""
    assert served(state(**OLD, items="a"), "a b", conditional=True, etag='"1"').distrusted_until is None


def test_a_lie_is_told() -> None:
    """As a note on a feed that is well."""
    feed = ParsedFeed(URL, "rss20", items="a b")
    lying = facts(state=state(**OLD, items="a"), response=response(headers={"etag": '"1"'}), feed=feed)
    ruling = judge(lying)
    assert (ruling.kind, ruling.state.health) == ("fetched", "ok")
    assert ruling.reason.startswith("said that nothing was new when there was")


def test_a_liar_is_believed_again_after_a_month() -> None:
    """Servers are mended; until then all of it is asked for, and then it is checked after a week."""
    lied = served(state(**OLD, items="a"), "a b", conditional=False, etag='"1"')
    assert asked_whole(lied, DISTRUST - MINUTE)
    moment = NOW + DISTRUST
    feed = ParsedFeed(URL, "rss20", items="a b")
    after = judge(facts(state=lied, now=moment, response=response(headers={"etag": '"9"'}), feed=feed)).state
    assert after.distrusted_until is None
    assert conditional_headers(after, moment + MINUTE) == {"if-none-match": '"9"'}


def test_distrust_from_a_clock_that_was_wrong_ends() -> None:
    """Nobody is distrusted for longer than a month."""
    feed = state(**OLD, last_fetched=NOW, distrusted_until=NOW + 9999 * DAY)
    assert conditional_headers(feed, NOW + MINUTE)


@given(st.text(max_size=20), st.text(max_size=20), st.text("abc ", max_size=9), st.booleans())
def test_a_server_can_say_what_it_likes(etag: str, date: str, items: str, conditional: bool) -> None:
    """The next request holds what was said or nothing."""
    after = served(replace(state(**OLD), items="a"), items, conditional=conditional, etag=etag, last_modified=date)
    assert set(conditional_headers(after, NOW + MINUTE).values()) <= {etag, date}
