"""posts, show, why, search: what there is to read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from roundup.curate.heard import heard
from roundup.errors import NotFound, UsageError
from roundup.store.posts import ListingFilter
from roundup.workflow.desk import Desk
from roundup.workflow.edition import change
from roundup.workflow.order import CANDIDATES, SORTS
from roundup.workflow.pick import skip, star, tag
from roundup.workflow.publish import publish
from roundup.workflow.read import posts, show
from roundup.workflow.search import search
from roundup.workflow.why import why
from roundup.workflow.word import note, quote
from tests.samples import NOW
from tests.workflow.desks import at, bring, ready


def listed(desk: Desk, wanted: ListingFilter | None = None, *, sort: str = "new", limit: int = 50) -> list[str]:
    """The titles that `posts` shows."""
    return [s.listing.post.title for s in posts(desk, wanted or ListingFilter(), sort=sort, limit=limit).shown]


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Old and long, middling, new and short; of two blogs."""
    bring(desk, "old", "word " * 900, "B Blog", published=NOW - timedelta(days=30))
    bring(desk, "middle", "word " * 300, "a blog", published=NOW - timedelta(days=10))
    bring(desk, "new", "a few words", "B Blog", published=NOW - timedelta(hours=1))
    return desk


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("new", ["New", "Middle", "Old"]),
        ("old", ["Old", "Middle", "New"]),
        ("blog", ["Middle", "New", "Old"]),
        ("words", ["Old", "Middle", "New"]),
        ("score", ["Middle", "New", "Old"]),
    ],
)
def test_posts_are_sorted(three: Desk, sort: str, order: list[str]) -> None:
    """By each of the keys; blogs without regard to case."""
    assert listed(three, sort=sort) == order


def test_every_key_of_sorting_is_tested(desk: Desk) -> None:
    """And no other is known."""
    assert set(SORTS) == {"score", "new", "old", "blog", "words"}
    with pytest.raises(UsageError, match="cannot sort by colour"):
        posts(desk, ListingFilter(), sort="colour")


@pytest.mark.parametrize("sort", ["old", "words", "blog"])
def test_the_first_may_be_any_post(desk: Desk, sort: str) -> None:
    """However many newer ones wait, the oldest, the longest and the first by name come first."""
    from roundup.model import Change, Entry, ParsedFeed

    def item(n: int, words: int) -> Change:
        day = NOW - timedelta(minutes=n)
        entry = Entry(
            f"g{n}", f"https://b.example/{n}", f"Post {n}", b"<p>x</p>", b"x " * words, f"h{n}", published=day
        )
        return Change("new", entry, None, (f"url:https://b.example/{n}",))

    bring(desk, "first", "word " * 99, "A first", published=NOW - timedelta(days=999))
    many = [item(n, 2) for n in range(CANDIDATES + 5)]
    feed = ParsedFeed("https://b.example/feed", "rss20", "Busy")
    with desk.store() as store, store.write():
        store.posts.apply(many, feed=feed, feed_url=feed.url, now=NOW)
    assert listed(desk, sort=sort, limit=1) == ["First"]


@pytest.mark.parametrize(("limit", "shown"), [(1, 1), (2, 2), (3, 3), (10**30, 3)])
def test_a_limit_limits_what_is_shown_not_what_is_counted(three: Desk, limit: int, shown: int) -> None:
    """However large it is."""
    found = posts(three, ListingFilter(), limit=limit)
    assert (len(found.shown), found.total) == (shown, 3)


def test_lists_are_by_what_was_decided(three: Desk) -> None:
    """Waiting, starred, skipped, all; what a closed edition holds waits no longer and is starred no longer."""
    star(three, ["1"])
    skip(three, ["2"])
    assert listed(three) == ["New"]
    assert listed(three, ListingFilter(state="starred")) == ["Old"]
    assert listed(three, ListingFilter(state="skipped")) == ["Middle"]
    publish(three, override=["no-words"], reason="test")
    assert listed(three, ListingFilter(state="starred")) == []
    assert listed(three) == ["New"]
    assert len(listed(three, ListingFilter(state="all"))) == 3


def test_lists_are_by_tag_and_words_and_day(three: Desk) -> None:
    """Each narrows the list; a post of that very moment is in."""
    tag(three, ["2"], add=["Housing"])
    assert listed(three, ListingFilter(tag="housing")) == ["Middle"]
    assert listed(three, ListingFilter(words="few")) == ["New"]
    assert listed(three, ListingFilter(since=NOW - timedelta(days=10))) == ["New", "Middle"]
    assert listed(three, ListingFilter(since=NOW - timedelta(days=9))) == ["New"]


@pytest.mark.parametrize(
    "words", ['"', "AND", "NEAR(", "*", "^x", "col:x", "a OR b", "-", "(", "'", "x" * 5000, "\x00"]
)
def test_any_words_can_be_looked_for(three: Desk, words: str) -> None:
    """Nothing typed is a syntax error of the index; none of these stands in a post."""
    assert listed(three, ListingFilter(words=words)) == []


def test_a_blog_is_featured_when_it_was_last(desk: Desk) -> None:
    """The later of two editions counts, for the blog and for its author."""
    ready(desk, "a")
    publish(desk)
    later = at(desk, days=7)
    ready(later, "b")
    publish(later)
    with later.store() as store:
        found = heard(store.ledger.editions())
    assert found.blogs == {"A Blog": later.now}
    assert found.people == {}
    assert found.unsigned == {"A Blog"}


def test_show_tells_everything(desk: Desk) -> None:
    """The text, where it came from, its links, what was decided, and the edition it went into."""
    post = bring(desk, "bins", html='<p>See <a href="https://else.example/x">there</a></p>', text="See there")
    note(desk, post, "Hm")
    whole = show(desk, post)
    assert (whole.links, whole.edition, whole.snapshots[0].text) == (("https://else.example/x",), None, "See there")
    assert whole.state.notes[0].text == "Hm"
    star(desk, [post])
    publish(desk, override=["no-words"], reason="test")
    assert show(desk, "https://blog.example/bins/").edition == 1


def test_why_answers_for_a_post_an_author_and_a_blog(desk: Desk) -> None:
    """One post's trail, or those of all posts of that name, newest first, each under its title."""
    old = bring(desk, "old", authors=("Bo Example",), published=NOW - timedelta(days=3))
    bring(desk, "new", authors=("Bo Example", "Cy"), blog="Another")
    star(desk, [old])
    assert any("starred by ada" in line for line in why(desk, old))
    by_author = why(desk, "BO example")
    assert [line for line in by_author if not line.startswith(" ")] == ["2: New", "1: Old"]
    assert [line for line in why(desk, "another") if not line.startswith(" ")] == ["2: New"]


@pytest.mark.parametrize("nobody", ["", " ", "\x00", "Nobody At All", "99"])
def test_why_of_nobody_is_not_found(desk: Desk, nobody: str) -> None:
    """Not even where posts without an author or a blog's name are."""
    bring(desk, "bins", blog="", authors=())
    with pytest.raises(NotFound):
        why(desk, nobody)


def test_search_reads_posts_and_closed_editions(desk: Desk) -> None:
    """Intro, lead-ins, quotes, sign-off, newest edition first; the draft is not searched."""
    (post,) = ready(desk, "bins")
    quote(desk, post, "Nobody thanked the crew")
    change(desk, {"intro": "A week of heroic crews.", "sign_off": "Send us your crews."})
    assert search(desk, "heroic").editions == ()
    publish(desk)
    found = search(desk, "CREW")
    assert [hit.post.title for hit in found.posts] == ["Bins"]
    assert [(hit.number, hit.where) for hit in found.editions] == [(1, "intro"), (1, "pick 1"), (1, "sign-off")]
    assert "Nobody thanked the crew" in found.editions[1].snippet
    assert len(search(desk, "crew", limit=1).editions) == 1


def test_search_understands_endings_and_phrases(desk: Desk) -> None:
    """What the index understands does not hide what editions said."""
    ready(desk, "bins")
    change(desk, {"intro": "Crews and bins."})
    publish(desk)
    for words in ("crew*", '"nobody thanked"', "cr*"):
        assert [hit.post.title for hit in search(desk, words, limit=10**30).posts] == ["Bins"]
    assert search(desk, "cre*").editions[0].where == "intro"


@pytest.mark.parametrize("nothing", ["", "  ", '"', "*", '"" *'])
def test_nothing_to_search_for_is_an_error(desk: Desk, nothing: str) -> None:
    """With an example."""
    with pytest.raises(UsageError, match="no words to search for"):
        search(desk, nothing)
