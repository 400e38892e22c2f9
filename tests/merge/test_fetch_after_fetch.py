"""A blog's feed over many fetches, whatever the blog does to it: no post is lost, none is told twice.

The blog is drawn by hypothesis: it writes, edits, drops old items, redates, moves to another address, gives all its
posts new guids, cuts its texts to excerpts. The desk sees only what the feed shows at each fetch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundup.merge import entry_keys
from roundup.model import Change, Entry
from tests.merge.desk import FEED, PLANET, Desk, feed, item, kinds, said
from tests.samples import NOW

SHOWN = 6  # items that the feed holds at most
WARDS = ("harbour", "mill", "castle", "station", "market", "bridge", "meadow", "quarry", "abbey", "tannery")


@dataclass(frozen=True)
class Blog:
    """What a blog has: its posts, newest first, each with a number that no reader sees."""

    posts: tuple[tuple[int, Entry], ...] = ()
    written: int = 0


def words(number: int, edition: int = 0) -> str:
    """The text of a post; as edited for the so-manieth time. No two posts say the same."""
    ward = WARDS[number % len(WARDS)]
    body = " ".join(f"{ward} {number} line {line} says what the {ward} council did then" for line in range(6))
    return body + " and that was that." + " It was put right later." * edition


def write(blog: Blog) -> Blog:
    """One more post, on top."""
    number = blog.written + 1
    made = item(
        number,
        title=f"About the {WARDS[number % len(WARDS)]} ward, part {number}",
        text=words(number),
        published=NOW + timedelta(days=number),
    )
    return Blog(((number, made), *blog.posts), number)


def retold(blog: Blog, tell: Callable[[int, Entry], Entry], only: Sequence[int] = ()) -> Blog:
    """The posts (those at the places `only`, or all) told otherwise."""
    posts = tuple(
        (number, with_hash(tell(number, entry)) if not only or place in only else entry)
        for place, (number, entry) in enumerate(blog.posts)
    )
    return replace(blog, posts=posts)


def with_hash(entry: Entry) -> Entry:
    return replace(entry, content_hash=said(entry.title, entry.text))


# What a blog may do between two fetches.
DEEDS: dict[str, Callable[[Blog], Blog]] = {
    "writes": write,
    "writes three": lambda blog: write(write(write(blog))),
    "edits the newest": lambda blog: retold(blog, lambda n, e: replace(e, encoded=words(n, 1).encode()), only=[0]),
    "edits all": lambda blog: retold(blog, lambda n, e: replace(e, encoded=words(n, 2).encode())),
    "takes an edit back": lambda blog: retold(blog, lambda n, e: replace(e, encoded=words(n).encode())),
    "drops the oldest": lambda blog: replace(blog, posts=blog.posts[: max(1, len(blog.posts) - 2)]),
    "shows all again": lambda blog: blog,
    "loses its dates": lambda blog: retold(blog, lambda _n, e: replace(e, published=None)),
    "finds its dates": lambda blog: retold(blog, lambda n, e: replace(e, published=NOW + timedelta(days=n))),
    "dates all of them an hour later": lambda blog: retold(
        blog, lambda n, e: replace(e, published=NOW + timedelta(days=n, hours=1))
    ),
    "gives all new guids": lambda blog: retold(blog, lambda n, e: replace(e, guid=f"{e.guid}/again")),
    "loses its guids": lambda blog: retold(blog, lambda n, e: replace(e, guid="")),
    "moves to https": lambda blog: retold(blog, lambda _n, e: replace(e, url=e.url.replace("http:", "https:"))),
    "moves to www": lambda blog: retold(blog, lambda n, e: replace(e, url=f"http://www.blog.example/posts/{n}")),
    "counts its readers": lambda blog: retold(blog, lambda _n, e: replace(e, url=f"{e.url}?utm_source=feed")),
    "turns about": lambda blog: replace(blog, posts=blog.posts[::-1]),
    "changes a title": lambda blog: retold(blog, lambda _n, e: replace(e, title=f"{e.title} (new)"), only=[0]),
}


def shown(blog: Blog) -> list[tuple[int, Entry]]:
    return list(blog.posts[:SHOWN])


class Reader:
    """A desk with a memory of which post is which, as nobody but the blog knows."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.posts: dict[int, int] = {}  # the blog's number → the desk's post

    def fetch(self, blog: Blog) -> tuple[Change, ...]:
        """Fetch the feed; each entry must be one post, and the same one as ever."""
        entries = shown(blog)
        if not entries:
            return ()
        changes = self.desk.fetch(feed(*(entry for _, entry in entries)))
        for number, entry in entries:
            owners = {self.desk.names[key] for key in entry_keys(entry, FEED) if key in self.desk.names}
            assert len(owners) == 1, f"post {number} is {sorted(owners)}"
            assert self.posts.setdefault(number, *owners) in owners, f"post {number} became another"
        assert len(set(self.posts.values())) == len(self.posts), "two posts became one"
        return changes


WEEKS = st.lists(st.sampled_from(sorted(DEEDS)), min_size=1, max_size=12)


@given(WEEKS)
@settings(max_examples=150)
def test_every_post_is_kept_once_whatever_the_blog_does(week: list[str]) -> None:
    """After each fetch every post shown is on the desk, as one post, the one it always was."""
    reader, blog = Reader(), write(write(Blog()))
    reader.fetch(blog)
    for deed in week:
        blog = DEEDS[deed](blog)
        reader.fetch(blog)
    assert len(reader.desk.posts) == len(reader.posts)


@given(WEEKS)
def test_a_second_fetch_of_the_same_finds_nothing_new(week: list[str]) -> None:
    """At any time: what was just taken in is known."""
    reader, blog = Reader(), write(write(Blog()))
    for deed in week:
        blog = DEEDS[deed](blog)
        reader.fetch(blog)
        assert set(kinds(reader.fetch(blog))) <= {"same"}


@pytest.mark.parametrize("first", DEEDS)
@pytest.mark.parametrize("second", ["writes", "edits all", "gives all new guids", "moves to www", "turns about"])
def test_any_two_deeds_one_after_the_other(first: str, second: str) -> None:
    """With a fetch between them, and with none."""
    start = write(write(write(Blog())))
    between, at_once = Reader(), Reader()
    for reader in (between, at_once):
        reader.fetch(start)
    middle = DEEDS[first](start)
    between.fetch(middle)
    end = DEEDS[second](middle)
    for reader in (between, at_once):
        reader.fetch(end)
        assert len(reader.desk.posts) == len(reader.posts)


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed not in ("writes", "writes three")])
def test_what_is_no_new_post_is_never_told_as_one(deed: str) -> None:
    """Edited, redated, moved, dropped, turned about: nothing of it is news."""
    reader, blog = Reader(), write(write(write(Blog())))
    reader.fetch(blog)
    assert "new" not in kinds(reader.fetch(DEEDS[deed](blog)))


@pytest.mark.parametrize("deed", ["edits the newest", "edits all", "changes a title"])
def test_an_edit_is_told_as_a_change(deed: str) -> None:
    """Of those that were edited, and of no other."""
    reader, blog = Reader(), write(write(write(Blog())))
    reader.fetch(blog)
    wanted = ["changed"] * (3 if deed == "edits all" else 1)
    assert [kind for kind in kinds(reader.fetch(DEEDS[deed](blog))) if kind != "same"] == wanted


def test_a_post_dropped_and_shown_again_is_the_same() -> None:
    """Blogs that show ten posts show an old one again when a newer one is deleted."""
    reader, blog = Reader(), Blog()
    for _ in range(SHOWN + 2):
        blog = write(blog)
        reader.fetch(blog)
    deleted = replace(blog, posts=blog.posts[2:])
    assert kinds(reader.fetch(deleted)) == ["same"] * SHOWN
    assert len(reader.desk.posts) == SHOWN + 2


def test_a_post_written_anew_under_an_old_address_is_told() -> None:
    """A page that is used again every week: its new words are a change of that post, and nothing is lost."""
    reader = Desk()
    first = item(1, text=words(1), guid="")
    reader.fetch(feed(first))
    changes = reader.fetch(feed(with_hash(replace(first, title="Another matter", encoded=words(2).encode()))))
    assert kinds(changes) in (["changed"], ["new"])
    assert [change.entry.title for change in changes] == ["Another matter"]


@given(st.permutations(range(5)), st.permutations(range(5)))
def test_a_planet_and_the_blog_bring_each_post_once(mine: list[int], theirs: list[int]) -> None:
    """In whatever order the two feeds have them, and whichever is fetched first."""
    blog = Blog()
    for _ in range(5):
        blog = write(blog)
    entries = [entry for _, entry in blog.posts]
    for one, other in ((FEED, PLANET), (PLANET, FEED)):
        desk = Desk()
        desk.fetch(feed(*(entries[at] for at in mine), url=one))
        desk.fetch(feed(*(entries[at] for at in theirs), url=other))
        assert len(desk.posts) == 5


@given(st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_what_two_documents_hold_is_what_is_known_afterwards(first: set[int], second: set[int]) -> None:
    """Any part of a blog, then any other: as many posts as there are different ones."""
    desk = Desk()
    for numbers in (first, second):
        desk.fetch(feed(*(item(number, text=words(number)) for number in sorted(numbers))))
    assert len(desk.posts) == len(first | second)
