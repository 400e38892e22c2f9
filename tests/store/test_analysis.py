"""What was found in texts is kept beside them: for the newest posts, made again whenever a text or the means change."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundup.store import Store, analysis, open_store
from roundup.store.analysis import Analysis, AnalysisStore, Related
from tests.samples import NOW, decision
from tests.store.feeds import feed, fetch, item

VERSION = "1:x"


@pytest.fixture
def three(store: Store) -> AnalysisStore:
    """A desk with three posts, the first the newest."""
    fetch(store, feed(item(1), item(2), item(3)))
    return AnalysisStore(store.connection)


def found(post: int, snapshot: int = 0, **fields: object) -> Analysis:
    values: dict[str, object] = {
        "version": VERSION,
        "words": ("housing",),
        "links": ("https://else.example/bins",),
        "digest": "d1",
        "opening": "This is it.",
        "sketch": (1, 2**32 - 1),
        **fields,
    }
    return Analysis(post, snapshot or post, **values)  # type: ignore[arg-type]


def keep(kept: AnalysisStore, store: Store, *analyses: Analysis) -> None:
    with store.write():
        kept.keep(analyses)


def test_at_first_no_text_was_looked_at(three: AnalysisStore) -> None:
    """Every post is named, with what it says now."""
    assert three.stale(VERSION) == [1, 2, 3]
    texts = list(three.texts([3, 1]))
    assert [text.post for text in texts] == [1, 3]
    assert texts[0].text.startswith("This is post 1.")
    assert texts[0].html.startswith("<p>")


def test_what_was_looked_at_is_not_looked_at_again(three: AnalysisStore, store: Store) -> None:
    """Unless the text changes, or what is looked for."""
    keep(three, store, found(1), found(2))
    assert three.stale(VERSION) == [3]
    assert three.stale("2:x") == [1, 2, 3]
    fetch(store, feed(item(1, text="This is post 1. It says something else."), item(2), item(3)))
    assert three.stale(VERSION) == [1, 3]


def test_it_comes_back_as_it_was_kept(three: AnalysisStore, store: Store) -> None:
    """All of it, with the feed; the last of two counts."""
    keep(three, store, found(1, words=(), digest="old"), found(2))
    keep(three, store, found(1))
    first, second = three.all()
    assert (first.post, first.digest, first.words, first.links) == (
        1,
        "d1",
        ("housing",),
        ("https://else.example/bins",),
    )
    assert (list(first.sketch), first.feed, first.opening) == ([1, 2**32 - 1], 1, "This is it.")
    assert second.post == 2
    assert three.words(VERSION) == {1: ("housing",), 2: ("housing",)}
    assert three.words("2:x") == {}


def test_only_the_newest_are_kept_in_mind(three: AnalysisStore, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """And those in editions, however old: what falls out is forgotten."""
    monkeypatch.setattr(analysis, "_MOST", {"newest": 1, "editions": 1})
    assert three.stale(VERSION) == [1]
    keep(three, store, found(1), found(3))
    assert [each.post for each in three.all()] == [1]


def test_addresses_lead_to_posts(three: AnalysisStore, store: Store) -> None:
    """Every address a post is known under, of those kept in mind."""
    keep(three, store, found(1))
    assert three.known_as() == {"https://blog.example/posts/1": 1}


def test_what_follows_takes_the_place_of_what_followed_before(three: AnalysisStore, store: Store) -> None:
    """All of it at once."""
    related = Related(
        links=((2, 1), (3, 1)),
        stories=(("https://else.example/bins", (1, 2)),),
        twins=((1, 3, 0.9, 1.0),),
        teasers=((1, "It."),),
    )
    with store.write():
        three.relate(related)
    assert three.related() == related
    with store.write():
        three.relate(Related())
    assert three.related() == Related()


def test_what_has_to_do_with_one_post_is_told_apart() -> None:
    """Also by way of its copies, and theirs."""
    related = Related(
        links=((3, 7), (8, 6), (9, 1), (9, 8), (5, 6)),
        stories=(("https://a.example/x-1", (2, 9)), ("https://a.example/x-2", (8, 9))),
        twins=((1, 2, 1.0, 1.0), (2, 3, 1.0, 1.0), (8, 9, 1.0, 1.0)),
        teasers=((1, "It."), (5, "That.")),
    )
    near = related.around(1)
    assert near.links == ((3, 7), (8, 6), (9, 1), (9, 8))
    assert near.stories == (("https://a.example/x-1", (2, 9)),)
    assert near.twins == related.twins
    assert related.around(5) == Related(links=((8, 6), (5, 6)), teasers=((5, "That."),))
    assert near.teasers == ((1, "It."),)


def test_listings_tell_what_was_decided(three: AnalysisStore, store: Store) -> None:
    """Of any post, whatever it is."""
    store.ledger.record([decision("star", store.posts.get(2).key)])
    listings = three.listings({1, 2, 99})
    assert {id: each.starred for id, each in listings.items()} == {1: False, 2: True}
    assert three.listings(()) == {}


def test_posts_of_the_same_blog_are_found(three: AnalysisStore, store: Store) -> None:
    """Among the newest."""
    fetch(store, feed(item(4, url="https://b.example/4"), url="https://b.example/feed", title="B"))
    assert sorted(three.of_same_blog(1, 10)) == [1, 2, 3]
    assert three.of_same_blog(1, 1) == [1]
    assert three.of_same_blog(4, 10) == [4]


def test_footers_are_those_of_the_feeds(three: AnalysisStore, store: Store) -> None:
    """By the feed's number."""
    assert three.footers() == {}
    with store.write():
        store.connection.run("UPDATE feeds SET footers = ?", ('["Share this."]',))
    assert three.footers() == {1: ("Share this.",)}


def test_nothing_is_kept_of_a_transaction_that_fails(three: AnalysisStore, store: Store) -> None:
    """Neither what was found nor what follows."""

    def interrupted() -> None:
        with store.write():
            three.keep([found(1)])
            three.relate(Related(links=((2, 1),)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert three.all() == []
    assert three.related() == Related()


def test_a_desk_with_analyses_is_whole(path: Path) -> None:
    """SQLite's own checks find nothing, and the rows are there when it is opened again."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1)))
        keep(AnalysisStore(store.connection), store, found(1))
        assert store.check() == ()
    with open_store(path, now=NOW) as store:
        assert [each.post for each in AnalysisStore(store.connection).all()] == [1]
        assert store.posts.blogs_waiting(5) == ["A Blog"]
