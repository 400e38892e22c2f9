"""What an answer means for a feed: pure, one rule at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from roundup.errors import FeedError
from roundup.fetch.rules import RULES, body_hash, judge
from roundup.model import ParsedFeed
from tests.fetch.feeds import HOUR, INTERVAL, URL, facts, response, state
from tests.samples import NOW

KNOWN = {"etag": '"old"', "last_modified": "old", "body_hash": "old", "title": "Old title", "site_url": "https://old/"}


def test_every_rule_names_its_source() -> None:
    """An RFC, or plainly practice."""
    for rule in RULES:
        assert rule.__doc__ is not None
        assert "RFC" in rule.__doc__ or "practice" in rule.__doc__


def test_a_new_body_is_to_be_read() -> None:
    """Nothing is remembered before it has been."""
    ruling = judge(facts(response=response()))
    assert ruling.kind == "read"
    assert ruling.state == state()


def test_a_body_that_was_read_makes_the_feed_well() -> None:
    """Validators, hash, title and times are remembered; failures are forgotten."""
    feed = ParsedFeed(URL, "rss20", title="A Blog", site_url="https://blog.example/")
    answer = response(headers={"etag": '"a"', "last-modified": "Tue"})
    before = state(health="failing", failures=7, reason="answered 500", failing_since=NOW - HOUR, host_until=NOW)
    ruling = judge(facts(state=before, response=answer, feed=feed))
    assert ruling.kind == "fetched"
    assert ruling.state == state(
        health="ok",
        title="A Blog",
        site_url="https://blog.example/",
        etag='"a"',
        last_modified="Tue",
        body_hash=body_hash(b"<rss/>"),
        last_fetched=NOW,
        last_success=NOW,
        next_due=NOW + INTERVAL,
        whole_after=ruling.state.whole_after,
    )


def test_of_a_document_that_was_cut_off_no_validators_are_kept() -> None:
    """Else a 304 would say that half of it is all there is; its hash tells if the same half comes again."""
    feed = ParsedFeed(URL, "rss20", complete=False)
    ruling = judge(facts(state=state(), response=response(headers={"etag": '"a"', "last-modified": "Tue"}), feed=feed))
    assert ruling.kind == "fetched"
    assert (ruling.state.etag, ruling.state.last_modified) == ("", "")
    assert ruling.state.body_hash == body_hash(b"<rss/>")


def test_what_a_feed_asks_for_and_what_was_in_it_is_remembered() -> None:
    """Its items, footers and pace, as they are in the document read last; a 304 leaves them as they are."""
    said: dict[str, Any] = {"update_minutes": 90, "skip_hours": (1, 2), "skip_days": (6,), "footers": ("Bye",)}
    feed = ParsedFeed(URL, "rss20", items="0123456789abcdef", **said)
    after = judge(facts(state=state(items="old", skip_days=(0,)), response=response(), feed=feed)).state
    assert after == replace(after, items="0123456789abcdef", **said)
    later = judge(facts(state=after, response=response(304), conditional=True)).state
    assert later == replace(later, items="0123456789abcdef", **said)
    silent = judge(facts(state=after, response=response(), feed=ParsedFeed(URL, "rss20"))).state
    assert (silent.items, silent.footers, silent.update_minutes, silent.skip_hours) == ("", (), 0, ())


def test_what_a_feed_no_longer_says_of_itself_is_kept_but_validators_are_not() -> None:
    """A missing title leaves the old one; a missing ETag means there is none any more."""
    ruling = judge(facts(state=state(**KNOWN), response=response(), feed=ParsedFeed(URL, "rss20")))
    assert (ruling.state.title, ruling.state.site_url) == ("Old title", "https://old/")
    assert (ruling.state.etag, ruling.state.last_modified) == ("", "")


def test_a_body_that_is_no_feed_leaves_validators_and_hash_alone() -> None:
    """Otherwise the next "not modified" would pass over what was never read."""
    answer = response(headers={"etag": '"new"'})
    ruling = judge(facts(state=state(**KNOWN), response=answer, unreadable=FeedError("not a feed:\nan HTML page")))
    assert ruling.kind == "failed"
    assert ruling.error == "parse"
    assert ruling.reason == ruling.state.reason
    assert ruling.reason.startswith("not a feed: an HTML page; find its feed anew with: roundup feeds add https://old/")
    assert ruling.page == body_hash(b"<rss/>")
    assert ruling.state.health == "failing"
    assert {name: getattr(ruling.state, name) for name in KNOWN} == KNOWN


def test_not_modified_is_a_success() -> None:
    """The feed is well and all that is known of it stays."""
    before = state(**KNOWN, health="failing", failures=2, reason="answered 500", failing_since=NOW - HOUR)
    ruling = judge(facts(state=before, response=response(304, b""), conditional=True))
    assert ruling.kind == "unchanged"
    assert ruling.state == state(**KNOWN, health="ok", last_fetched=NOW, last_success=NOW, next_due=NOW + INTERVAL)


def test_not_modified_without_being_asked_is_a_failure() -> None:
    """Nobody can say what it has not changed since."""
    ruling = judge(facts(response=response(304, b"")))
    assert ruling.kind == "failed"
    assert "304" in ruling.reason


def test_the_same_bytes_again_are_not_read() -> None:
    """They are as good as "not modified", and new validators for them are remembered."""
    before = state(**{**KNOWN, "body_hash": body_hash(b"<rss/>")})
    ruling = judge(facts(state=before, response=response(headers={"etag": '"new"'})))
    assert ruling.kind == "unchanged"
    assert ruling.state.etag == '"new"'
    assert ruling.state.last_success == NOW
    assert judge(facts(state=before, response=response(body=b"<rss></rss>"))).kind == "read"


@given(st.integers(100, 999), st.text(max_size=40), st.booleans())
def test_every_answer_has_a_ruling(status: int, field: str, conditional: bool) -> None:
    """Whatever the status and whatever stands in Retry-After."""
    ruling = judge(facts(response=response(status, headers={"retry-after": field}), conditional=conditional))
    assert ruling.kind in ("read", "unchanged", "failed")
    assert ruling.kind != "failed" or ruling.reason
