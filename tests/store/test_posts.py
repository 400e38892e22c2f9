"""Finding posts: by short id, by any spelling of an address, by author; and lists of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.errors import NotFound
from roundup.model import Decision, Edition
from roundup.store import Store
from roundup.store.posts import ListingFilter
from tests.samples import NOW, decision, edition, pick
from tests.store.feeds import PLANET, brought, feed, fetch, item
from tests.store.frozen import freeze

BINS = "https://blog.example/posts/1"


def listed(store: Store, **wanted: object) -> list[int]:
    """The ids of the posts that fit, in their order; counting them gives the same number."""
    asked = ListingFilter(**wanted)  # type: ignore[arg-type] # the fields under test, by name
    found = [listing.post.id for listing in store.posts.listing(asked)]
    if not asked.limit or len(found) < asked.limit:
        assert store.posts.count(asked) == len(found)
    return found


# ---------------------------------------------------------------- by id or address


@pytest.mark.parametrize(
    "ref",
    [
        "1",
        "#1",
        " 1 ",
        BINS,
        "blog.example/posts/1",
        "http://www.blog.example/posts/1/?utm_source=rss#more",
        "url:https://blog.example/posts/1",
        "tag:blog.example,2026:1",
    ],
)
def test_a_post_is_found_however_it_is_named(store: Store, ref: str) -> None:
    """The short id, or the address as it stands in anybody's browser."""
    brought(store, item(1), item(2))
    assert store.posts.find(ref).id == 1


@pytest.mark.parametrize(
    ("ref", "hint"),
    [
        ("3", "1 to 2"),
        ("99999999999999999999999999", "1 to 2"),
        ("https://blog.example/posts/11", "Did you mean https://blog.example/posts/1 ?"),
        ("https://nowhere.example/", "roundup add"),
        ("bins", "roundup posts"),
        ("", "roundup posts"),
        ("http://[::1", "roundup posts"),
        ("\udcff\x1b[31m", "roundup posts"),
    ],
)
def test_what_is_not_there_is_said_with_the_nearest(store: Store, ref: str, hint: str) -> None:
    """And with what to do next."""
    brought(store, item(1), item(2))
    with pytest.raises(NotFound) as caught:
        store.posts.find(ref)
    assert hint in caught.value.hint
    assert "\x1b" not in caught.value.message


def test_an_empty_desk_says_to_fetch(store: Store) -> None:
    """There is nothing to choose from yet."""
    with pytest.raises(NotFound) as caught:
        store.posts.find("1")
    assert "roundup fetch" in caught.value.hint


def test_a_key_that_names_nothing_is_no_error(store: Store) -> None:
    """Another desk's ledger may speak of posts this one never saw."""
    assert store.posts.by_key("url:https://nowhere.example/") is None


@given(st.text(max_size=40))
def test_any_words_are_either_a_post_or_not_found(blank_store: Store, ref: str) -> None:
    """Never a traceback."""
    with pytest.raises(NotFound):
        blank_store.posts.find(ref)


def test_posts_of_an_author_or_blog_newest_first(store: Store) -> None:
    """Case aside, and in every alphabet."""
    brought(store, item(3), item(1), item(2, authors=("Émile Übler",)))
    assert [post.id for post in store.posts.by_author("ada EXAMPLE")] == [2, 1]
    assert [post.id for post in store.posts.by_author(" émile übler ")] == [3]
    assert [post.id for post in store.posts.by_author("a blog")] == [2, 3, 1]
    assert store.posts.by_author("Nobody") == []


def test_keys_that_are_known_are_looked_up_at_once(store: Store) -> None:
    """Those that name nothing are left out."""
    (post,) = brought(store, item(1))
    known = store.posts.known(["url:https://blog.example/posts/1", "guid:tag:blog.example,2026:1", "guid:other"])
    assert {found.id for found in known.values()} == {post.id}
    assert set(known) == {"url:https://blog.example/posts/1", "guid:tag:blog.example,2026:1"}
    found = known["guid:tag:blog.example,2026:1"]
    assert (found.title, found.text, found.hashes) == (post.title, item(1).text, frozenset({item(1).content_hash}))
    assert store.posts.known([]) == {}


# ---------------------------------------------------------------- lists


@pytest.fixture
def desk(store: Store) -> Store:
    """Six posts: 1 waits, 2 is starred, 3 skipped, 4 in edition 1, 5 and 6 (on a planet) wait."""
    brought(store, *(item(n) for n in range(1, 6)))
    fetch(store, feed(item(6, url="https://b.example/6", tags=("Housing",)), url=PLANET, title="Planet Localgov"))
    keys = {n: store.posts.get(n).key for n in range(1, 7)}
    store.ledger.record(
        [
            decision("star", keys[2], seq=1),
            decision("skip", keys[3], seq=2),
            decision("star", keys[4], seq=3),
            decision("tag", keys[2], seq=4, payload={"add": ["bins", "Straße"], "remove": []}),
            freeze(edition(pick(4, key=keys[4])), seq=5),
        ]
    )
    return store


def test_what_waits_is_neither_starred_nor_skipped_nor_published(desk: Store) -> None:
    """Newest first."""
    assert listed(desk) == [1, 5, 6]


def test_starred_is_what_goes_into_the_open_edition(desk: Store) -> None:
    """What went into a closed one does not wait there again."""
    assert listed(desk, state="starred") == [2]


def test_skipped_and_all(desk: Store) -> None:
    """Nothing is hidden for good."""
    assert listed(desk, state="skipped") == [3]
    assert listed(desk, state="all") == [1, 2, 3, 4, 5, 6]


def test_what_is_held_does_not_wait_with_the_others(desk: Store) -> None:
    """It is listed when asked for, with all, and wherever somebody decided about it."""
    desk.connection.run("UPDATE posts SET held = 'old posts' WHERE id IN (1, 2, 3, 5)")
    assert listed(desk) == [6]
    assert listed(desk, held=True) == [1, 5]
    assert listed(desk, state="all") == [1, 2, 3, 4, 5, 6]
    assert listed(desk, state="starred") == [2]
    assert listed(desk, state="skipped") == [3]
    assert [one.post.held for one in desk.posts.listing(ListingFilter(held=True))] == ["old posts"] * 2


def test_a_listing_says_what_was_decided(desk: Store) -> None:
    """Stars, skips, editions and tags, and how the post begins."""
    by_id = {one.post.id: one for one in desk.posts.listing(ListingFilter(state="all"))}
    assert [by_id[n].starred for n in range(1, 7)] == [False, True, False, True, False, False]
    assert [by_id[n].skipped for n in range(1, 7)] == [False, False, True, False, False, False]
    assert [by_id[n].edition for n in range(1, 7)] == [None, None, None, 1, None, None]
    assert by_id[2].tags == ("bins", "Straße")
    assert by_id[1].tags == ()
    assert by_id[1].teaser == "This is post 1. It says something about councils."


@pytest.mark.parametrize("name", [PLANET, "planet", "LOCALGOV"])
def test_by_feed(desk: Store, name: str) -> None:
    """Its address, or a part of its title."""
    assert listed(desk, feed=name) == [6]


def test_by_a_feed_that_is_not_there(desk: Store) -> None:
    """An empty list; wildcards are plain characters."""
    assert listed(desk, feed="%") == []
    assert listed(desk, feed="https://nowhere.example/") == []


def test_by_tag(desk: Store) -> None:
    """Curators' tags and the blogs' own, case aside."""
    assert listed(desk, state="all", tag="BINS") == [2]
    assert listed(desk, state="all", tag="STRASSE") == [2]
    assert listed(desk, state="all", tag="housing") == [6]
    assert listed(desk, state="all", tag="bin") == []


def test_by_time(desk: Store) -> None:
    """From and including one moment up to another."""
    assert listed(desk, state="all", since=NOW - timedelta(days=3)) == [1, 2, 3]
    assert listed(desk, state="all", until=NOW - timedelta(days=3)) == [4, 5, 6]
    assert listed(desk, state="all", since=NOW - timedelta(days=3), until=NOW - timedelta(days=2)) == [3]


def test_by_words(desk: Store) -> None:
    """As search finds them, in the list's order."""
    assert listed(desk, state="all", words="post council") == [1, 2, 3, 4, 5, 6]
    assert listed(desk, state="all", words='"post 5"') == [5]
    assert listed(desk, words="nothing like that") == []


def test_a_limit_cuts_the_list_but_not_the_count(desk: Store) -> None:
    """None means all."""
    assert listed(desk, state="all", limit=2) == [1, 2]
    assert desk.posts.count(ListingFilter(state="all", limit=2)) == 6
    assert len(desk.posts.listing(ListingFilter(state="all", limit=0))) == 6


def test_everything_asked_for_must_fit(desk: Store) -> None:
    """Conditions add up."""
    assert listed(desk, feed="A Blog", words="5", since=NOW - timedelta(days=9)) == [5]
    assert listed(desk, feed="planet", words='"post 5"') == []


def test_posts_of_one_moment_are_listed_the_later_first(store: Store) -> None:
    """The order never depends on chance."""
    brought(store, *(item(n, published=NOW) for n in range(4)))
    assert listed(store) == [4, 3, 2, 1]


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_words_break_a_list(blank_store: Store, words: str, tag: str, name: str) -> None:
    """Whatever is typed is something to look for."""
    assert blank_store.posts.listing(ListingFilter(words=words, tag=tag, feed=name)) == []


def test_a_published_edition_keeps_its_posts(desk: Store) -> None:
    """Unstarring afterwards brings nothing back into the list of what waits."""
    key = desk.posts.get(4).key
    desk.ledger.record([decision("unstar", key, seq=9)])
    assert 4 not in listed(desk)
    made: Edition = desk.ledger.editions().closed[0].edition
    assert [p.key for p in made.picks] == [key]
    assert isinstance(desk.ledger.last(), Decision)


@pytest.mark.parametrize("held", [(), (1,), (1, 2, 3), (1, 2, 3, 4, 5, 6)])
def test_what_waits_is_counted_as_it_is_listed(desk: Store, held: tuple[int, ...]) -> None:
    """A post that is held and decided on, or starred and in a closed edition, is taken away once."""
    with desk.write():
        for number in held:
            desk.connection.run("UPDATE posts SET held = 'reposted' WHERE id = ?", (number,))
    desk.ledger.record([decision("star", "url:https://nowhere.example/", seq=20)])
    waiting, kept_back = listed(desk), listed(desk, held=True)
    assert not set(waiting) & {*kept_back, *held}
    assert set(kept_back) <= set(held)


def test_what_waits_is_counted_without_reading_every_post(desk: Store) -> None:
    """Ten years are fifty megabytes of them."""
    asked: list[str] = []
    desk.connection.raw.set_trace_callback(asked.append)
    desk.posts.count(ListingFilter())
    (statement,) = asked
    desk.connection.raw.set_trace_callback(None)
    plan = [row[3] for row in desk.connection.rows(f"EXPLAIN QUERY PLAN {statement}")]
    scans = [step for step in plan if step.startswith("SCAN posts")]
    assert scans
    assert all("COVERING INDEX" in step or "idx_posts_held" in step for step in scans), plan
