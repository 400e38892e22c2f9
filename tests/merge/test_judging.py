"""What is new in a feed is news, unless the feed's past speaks against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.merge import Past, is_about_owner, judged, merge, names, rehomed, republished, said_of
from roundup.merge.judging import LATE
from roundup.model import Change, Entry, ParsedFeed
from tests.merge.desk import ESSAY, FOOTER, NEWS, TEN, Desk, feed, item, kinds
from tests.merge.test_matching import feeds
from tests.samples import NOW

YESTERDAY = NOW - timedelta(days=1)
KNOWN = Past(hosts=frozenset({"blog.example"}), last_read=YESTERDAY)
CASINO = tuple(
    item(n, guid=f"tag:casino.example,2026:{n}", url=f"http://casino.example/{n}", title=f"Win {n}", text=f"Spin {n}!")
    for n in range(10)
)


def archive(count: int, years: int = 9) -> tuple[Entry, ...]:
    """Posts from long before the last fetch, from 2011 on."""
    return tuple(item(100 + n, published=datetime(2011 + n % years, 5, 1, 9, tzinfo=UTC)) for n in range(count))


def weighed(*entries: Entry, past: Past = KNOWN) -> tuple[Change, ...]:
    """What a document of nothing but new entries comes to."""
    document = feed(*entries)
    return judged(document, merge(document, {}), past)


# ---------------------------------------------------------------- floods


def test_an_archive_that_comes_at_once_is_held() -> None:
    """Twelve posts from 2011 to 2019, from a feed that was read yesterday, are no news of this week."""
    changes = weighed(*archive(12))
    assert set(kinds(changes)) == {"held"}
    assert {change.reason for change in changes} == {"reposted: 12 old posts, dated 2011–2019, came at once"}


def test_posts_of_one_year_are_said_to_be_of_that_year() -> None:
    """No span from a year to itself."""
    assert "dated 2011, came" in weighed(*archive(6, years=1))[0].reason


@pytest.mark.parametrize(("count", "kind"), [(5, "new"), (6, "held")])
def test_a_few_old_posts_are_no_flood(count: int, kind: str) -> None:
    """Somebody who publishes three drafts of last year is not held up."""
    assert set(kinds(weighed(*archive(count)))) == {kind}


def test_how_many_are_a_flood_is_for_the_desk_to_say() -> None:
    """[fetch] flood."""
    assert set(kinds(weighed(*archive(3), past=replace(KNOWN, flood=2)))) == {"held"}
    assert set(kinds(weighed(*archive(50), past=replace(KNOWN, flood=50)))) == {"new"}


def test_news_in_a_flood_is_news() -> None:
    """Only the old posts are held; the one of this morning is not."""
    changes = weighed(item(0), *archive(8))
    assert kinds(changes) == ["new"] + ["held"] * 8


def test_the_first_fetch_of_a_feed_is_no_flood() -> None:
    """All its posts are old then, and are listed by their dates."""
    assert set(kinds(weighed(*archive(30), past=Past()))) == {"new"}
    assert set(kinds(weighed(*archive(30), past=replace(KNOWN, last_read=None)))) == {"new"}


def test_posts_written_since_the_last_fetch_are_news_however_many() -> None:
    """A desk that was closed for two months finds two months of posts, the first of them eight weeks old."""
    since = replace(KNOWN, last_read=NOW - timedelta(weeks=8))
    assert set(kinds(weighed(*(item(n * 5) for n in range(11)), past=since))) == {"new"}


def test_drafts_of_the_days_before_are_news() -> None:
    """A post may come out a week after its date: moderated, or written on a train."""
    late = [item(n, published=YESTERDAY - LATE + timedelta(minutes=n)) for n in range(12)]
    assert set(kinds(weighed(*late))) == {"new"}


def test_posts_without_dates_are_never_called_old() -> None:
    """Nothing is known of when they were written."""
    assert set(kinds(weighed(*(item(n, published=None) for n in range(9))))) == {"new"}


def test_known_words_under_new_names_and_dates_are_held_if_they_are_many() -> None:
    """New software gives each old post a new guid, a new address and today's date: reposted, not new."""
    desk = Desk()
    old = [item(n, text=f"{ESSAY} Number {n}.", published=NOW - timedelta(weeks=20 + n)) for n in range(8)]
    desk.fetch(feed(*old))
    reposted = [
        replace(each, guid=f"new{n}", url=f"https://blog.example/new/{n}", published=NOW) for n, each in enumerate(old)
    ]
    changes = desk.fetch(feed(*reposted), KNOWN)
    assert set(kinds(changes)) == {"held"}
    assert changes[0].reason == "reposted: 8 posts with known words or old dates came at once"
    assert set(kinds(desk.fetch(feed(*reposted), KNOWN))) == {"same"}


def test_one_reposted_post_is_a_post() -> None:
    """The open thread of every week has the same words each time."""
    desk = Desk()
    desk.fetch(feed(item(1, text=ESSAY, published=NOW - timedelta(weeks=3))))
    again = item(2, title="Post number 1", text=ESSAY, published=NOW)
    assert kinds(desk.fetch(feed(again), KNOWN)) == ["new"]


def test_proven_reposts_are_known_and_neither_new_nor_held() -> None:
    """Same words, same dates: the same posts, whatever their guids and addresses."""
    desk = Desk()
    desk.fetch(feed(*TEN))
    moved = feed(*(item(n, guid=f"x{n}", url=f"http://blog.example/archive/{n}") for n in range(10)))
    assert set(kinds(desk.fetch(moved, KNOWN))) == {"same"}


def test_old_posts_that_are_changed_are_no_flood() -> None:
    """A blog that edits its whole archive brings edits."""
    desk = Desk()
    posts = archive(9)
    desk.fetch(feed(*posts))
    edited = [
        replace(each, encoded=(each.text + FOOTER).encode(), content_hash=each.content_hash + "2") for each in posts
    ]
    assert set(kinds(desk.fetch(feed(*edited), KNOWN))) == {"changed"}


# ---------------------------------------------------------------- a domain that changed hands


def test_a_feed_of_nothing_but_strangers_is_suspicious() -> None:
    """The domain was sold: every entry is new and on a host where the blog never was."""
    changes = weighed(*CASINO)
    assert set(kinds(changes)) == {"suspicious"}
    assert "casino.example" in changes[0].reason


def test_what_was_suspicious_once_is_known_afterwards() -> None:
    """It is said once."""
    desk = Desk()
    desk.fetch(feed(*CASINO), KNOWN)
    assert set(kinds(desk.fetch(feed(*CASINO), KNOWN))) == {"same"}


@pytest.mark.parametrize(
    ("document", "past"),
    [
        (feed(*CASINO), Past()),
        (feed(*CASINO, TEN[0]), KNOWN),
        (feed(*CASINO[:2]), KNOWN),
        (feed(*(replace(e, url="") for e in CASINO)), KNOWN),
        (replace(feed(*CASINO), seen=1), KNOWN),
    ],
    ids=["a new feed", "one old host", "too few to tell", "no addresses", "an item known from before"],
)
def test_suspicion_needs_cause(document: ParsedFeed, past: Past) -> None:
    """New feeds, link blogs, feeds without links, and feeds that bring something known are not accused."""
    assert "suspicious" not in kinds(judged(document, merge(document, {}), past))


def test_a_move_to_a_new_host_with_the_old_posts_is_not_suspicious() -> None:
    """The old posts are known again by their words."""
    desk = Desk()
    desk.fetch(feed(*TEN))
    moved = feed(*(item(n, guid=f"x{n}", url=f"http://new.example/{n}") for n in range(11)))
    assert kinds(desk.fetch(moved, KNOWN)) == ["same"] * 10 + ["new"]


def test_a_doubt_lasts_until_somebody_vouches() -> None:
    """The casino's next single post is no news either; that of the blog's own host is."""
    doubted = replace(KNOWN, doubtful=frozenset({"casino.example"}))
    changes = weighed(CASINO[0], item(1, text=NEWS), past=doubted)
    assert kinds(changes) == ["suspicious", "new"]
    assert changes[0].reason.startswith("on casino.example, where nobody has vouched")
    vouched = replace(doubted, hosts=KNOWN.hosts | {"casino.example"})
    assert kinds(weighed(CASINO[0], past=vouched)) == ["new"]


def test_a_feed_that_goes_over_to_www_is_no_stranger() -> None:
    """Nothing known in it, but the same site."""
    posts = [item(n, url=f"https://www.blog.example/{n}", guid=f"w{n}", title=f"New {n}") for n in range(4)]
    assert set(kinds(weighed(*posts))) == {"new"}


# ---------------------------------------------------------------- moved


def moved(*, extra: int = 0, host: str = "new.example", seen: int = 0) -> tuple[ParsedFeed, tuple[Change, ...]]:
    """A blog's ten posts, and some new ones, on another host."""
    desk = Desk()
    desk.fetch(feed(*TEN))
    posts = [item(n, guid=f"x{n}", url=f"http://{host}/{n}") for n in range(10 + extra)]
    document = replace(feed(*posts), seen=seen)
    return document, desk.fetch(document, KNOWN)


@pytest.mark.parametrize("extra", [0, 2])
def test_known_posts_that_are_all_elsewhere_are_said(extra: int) -> None:
    """They stay what they are; but whether the blog moved, only somebody who looks can say."""
    document, changes = moved(extra=extra)
    assert kinds(changes) == ["same"] * 10 + ["new"] * extra
    assert rehomed(document, changes, KNOWN) == (
        "its known posts are all on new.example now: has the blog moved, or another owner?"
    )


def test_a_blog_at_home_is_not_said_to_have_moved() -> None:
    """Nor one that went over to www, nor one of which something was known byte for byte, nor a feed's first posts."""
    assert rehomed(*moved(host="www.blog.example"), KNOWN) == ""
    assert rehomed(*moved(seen=1), KNOWN) == ""
    assert rehomed(*moved(), Past()) == ""
    document = feed(*TEN)
    assert rehomed(document, merge(document, {}), KNOWN) == ""


# ---------------------------------------------------------------- said once


def test_what_was_held_is_said_in_one_line_a_reason() -> None:
    """With how many, why, and where to see them."""
    (said,) = said_of(weighed(*archive(12)))
    assert said == ("12 held back: reposted: 12 old posts, dated 2011–2019, came at once (see: roundup posts --held)")
    assert said_of(weighed(*TEN)) == ()


# ---------------------------------------------------------------- whatever feeds may hold


pasts = st.builds(
    Past,
    hosts=st.sampled_from([frozenset[str](), frozenset({"blog.example"}), frozenset({"b.example"})]),
    doubtful=st.sampled_from([frozenset[str](), frozenset({"b.example"})]),
    last_read=st.sampled_from([None, NOW, NOW - timedelta(days=20)]),
    flood=st.integers(1, 4),
)


@given(st.lists(feeds, min_size=1, max_size=3), pasts)
def test_judging_loses_nothing_and_says_why(documents: list[ParsedFeed], past: Past) -> None:
    """Each change keeps its place, post and names; only what is new is held, and with a reason."""
    desk = Desk()
    for document in documents:
        before = merge(document, desk.known(document))
        after = judged(document, before, past)
        for old, new in zip(before, after, strict=True):
            assert (new.entry, new.post_id, new.keys) == (old.entry, old.post_id, old.keys)
            assert new.kind == old.kind or (old.kind == "new" and new.kind in ("held", "suspicious") and new.reason)
        assert sum(change.kind == "held" for change in after) == 0 or len(after) > past.flood
        for change in after:
            desk.take(change, document)
        assert not {"held", "suspicious", "new"} & set(kinds(desk.fetch(document, past)))


# ---------------------------------------------------------------- all guids new


def renamed(*, of: int = 5, **fields: object) -> tuple[ParsedFeed, tuple[Change, ...], set[str]]:
    """A blog's posts under new guids, what they come to, and the names that were known before."""
    desk = Desk()
    before = feed(*(item(n) for n in range(of)))
    desk.fetch(before)
    after = feed(*(replace(item(n), guid=f"tag:blog.example,2026:{n}?v2", **fields) for n in range(of)))  # type: ignore[arg-type]
    return after, merge(after, desk.known(after)), set(desk.names)


def test_a_feed_with_all_its_guids_new_is_said_to_be_republished() -> None:
    """Nothing is shown twice, and an editor who sees the feed change hears why."""
    document, changes, known = renamed()
    assert set(kinds(changes)) == {"same"}
    said = "republished: 5 known posts came under new names (guids); each is still the post it was"
    assert republished(document, changes, known) == said


def test_it_is_said_once() -> None:
    """The next fetch knows the new names."""
    document, changes, known = renamed()
    assert republished(document, changes, known | names(document)) == ""


def test_what_is_not_republished() -> None:
    """One guid that is known, too few posts, items that were cut out because they are known, posts without guids."""
    document, changes, known = renamed()
    assert republished(document, changes, known | {changes[2].keys[1]}) == ""
    assert republished(*renamed(of=2)) == ""
    assert republished(replace(document, seen=1), changes, known) == ""
    nameless = feed(*(replace(entry, guid="") for entry in document.entries))
    desk = Desk()
    desk.fetch(nameless)
    assert republished(nameless, merge(nameless, desk.known(nameless)), set()) == ""


def test_new_posts_under_new_guids_are_just_new() -> None:
    """Nothing known is among them."""
    document = feed(*(item(n) for n in range(5)))
    assert republished(document, merge(document, {}), set()) == ""


@pytest.mark.parametrize(
    ("warning", "is_about"),
    [
        ("3 held back: every post is new and on x.example, where this feed never was: it may have changed hands", True),
        ("its known posts are all on new.example now: has the blog moved, or another owner?", True),
        ("reposted: 12 old posts came at once", False),
        ("", False),
    ],
)
def test_a_warning_may_be_about_the_owner(warning: str, is_about: bool) -> None:
    """What casts doubt on everything the feed brings, unlike floods and gaps."""
    assert is_about_owner(warning) is is_about
