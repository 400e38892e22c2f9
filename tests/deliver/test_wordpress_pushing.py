"""One post, whatever happens: cut off anywhere and run again, edited there, scheduled, made by two desks at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from roundup.deliver import Wish
from roundup.model import Receipt
from tests.deliver.desks import Delivering, Killed, killed_at
from tests.deliver.fakewordpress import PASSWORD, Cut, FakeWordPress
from tests.samples import NOW

SLUG = "2026-11-20-week-that-was"
REQUESTS = 7  # of one push that makes a post with a tag and a category
LIVE, AT = Wish(live=True), Wish(at=NOW + timedelta(days=3))


@pytest.fixture
def desk(root: Path, blog: FakeWordPress, monkeypatch: pytest.MonkeyPatch) -> Delivering:
    """A desk that delivers to the blog."""
    monkeypatch.setenv("ROUNDUP_SECRET_WORDPRESS", f"{blog.url} ada {PASSWORD}")
    return Delivering(root, {"wordpress": {"site": blog.url}})


def test_a_post_is_made_with_so_many_requests(desk: Delivering, blog: FakeWordPress) -> None:
    """The tests below cut at each of them."""
    assert desk.delivered().done == "created"
    assert blog.requests == [
        "HEAD /",
        "GET /users/me",
        "GET /posts",
        "POST /tags",
        "POST /categories",
        "POST /posts",
        "GET /posts/10",
    ]
    assert len(blog.requests) == REQUESTS
    assert (blog.names("tags"), blog.names("categories")) == ({"bins"}, {"Roundup"})


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("turn", range(REQUESTS))
def test_cut_off_anywhere_and_run_again_there_is_one_post(
    desk: Delivering, blog: FakeWordPress, turn: int, how: Cut
) -> None:
    """Whether the request had arrived or not; nothing is lost on the way."""
    blog.cut = (turn, how)
    assert desk.refused().error
    blog.cut = None
    done = desk.delivered()
    assert (done.losses, done.said, len(blog.posts)) == ((), (), 1)
    assert (blog.ours["slug"], blog.revisions) == (SLUG, {10: 1})
    assert (blog.names("tags"), len(blog.terms["tags"])) == ({"bins"}, 1)
    assert desk.delivered().done == "unchanged"


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("turn", range(4, REQUESTS))
def test_corrected_after_a_cut_it_is_still_the_same_post(
    desk: Delivering, blog: FakeWordPress, turn: int, how: Cut
) -> None:
    """What was on its way when the line broke is known to be ours, even when it is no longer what we would say."""
    blog.cut = (turn, how)
    desk.refused()
    blog.cut = None
    desk.say("It was the other bin.")
    desk.delivered()
    assert len(blog.posts) == 1
    assert "It was the other bin." in blog.ours["content"]["raw"]


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("turn", range(5, REQUESTS))
def test_a_correction_that_is_cut_off_twice_arrives(desk: Delivering, blog: FakeWordPress, turn: int, how: Cut) -> None:
    """Three wordings, two cuts: the last wording is there, in the first post."""
    desk.delivered()
    for words in ("Second words.", "Third words."):
        blog.cut = (len(blog.requests) + turn, how)
        desk.say(words)
        desk.refused()
    blog.cut = None
    desk.say("Fourth words.")
    assert desk.delivered().done == "changed"
    assert len(blog.posts) == 1
    assert "Fourth words." in blog.ours["content"]["raw"]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("step", range(3))
def test_killed_at_any_receipt_there_is_one_post(
    desk: Delivering, blog: FakeWordPress, step: int, before: bool
) -> None:
    """The process ends where it writes down what it does; the next one goes on, corrected or not."""
    with killed_at(step, before=before), pytest.raises(Killed):
        desk.push()
    desk.say("Other words.")
    desk.delivered()
    assert len(blog.posts) == 1
    assert "Other words." in blog.ours["content"]["raw"]


def test_what_was_cut_off_is_known_to_be_missing(desk: Delivering, blog: FakeWordPress) -> None:
    """Not only the first push: a correction on its way is begun again, too."""
    desk.delivered()
    desk.say("Other words.")
    blog.cut = (len(blog.requests) + 6, "before")
    desk.refused()
    receipt = desk.receipt("wordpress")
    assert receipt
    assert (receipt.state, receipt.remote) == ("begun", "10")


@pytest.mark.parametrize("part", ["title", "content", "excerpt"])
def test_an_edit_there_stays(desk: Delivering, blog: FakeWordPress, part: str) -> None:
    """Title, text and excerpt: whoever mends one there keeps it, and is shown both."""
    desk.delivered()
    blog.edit(10, **{part: "Mended there."})
    desk.say("Other words.")
    pushed = desk.refused()
    assert "was edited there" in pushed.error
    assert "+Mended there." in pushed.diff
    assert blog.ours[part]["raw"] == "Mended there."


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("</p>", '<img src="https://a.example/bin.png" alt=""></p>'),
        ("Somebody", "<strong>Somebody</strong>"),
        ("<p>A week", "<!--more--><p>A week"),
    ],
    ids=["a picture", "emphasis", "a fold"],
)
@pytest.mark.parametrize("cut", [False, True], ids=["pushed", "cut off"])
def test_an_edit_that_changes_no_word_stays_as_well(
    desk: Delivering, blog: FakeWordPress, was: str, now: str, cut: bool
) -> None:
    """A picture put in, a word set bold: an editor's work, although every word, link and quote is as we sent it."""
    desk.say("Somebody has to say it.")
    if cut:
        blog.cut = (5, "after")
        desk.refused()
        blog.cut = None
    else:
        desk.delivered()
    edited = blog.ours["content"]["raw"].replace(was, now, 1)
    assert edited != blog.ours["content"]["raw"]
    blog.edit(10, content=edited)
    assert desk.refused().error
    assert blog.ours["content"]["raw"] == edited


def test_an_edit_during_a_cut_stays_too(desk: Delivering, blog: FakeWordPress) -> None:
    """Between the cut and the next run somebody was there."""
    blog.cut = (5, "after")
    desk.refused()
    blog.cut = None
    blog.edit(10, content="<p>Mended there.</p>")
    assert desk.refused().error
    assert blog.ours["content"]["raw"] == "<p>Mended there.</p>"


def test_labels_that_somebody_added_stay(desk: Delivering, blog: FakeWordPress) -> None:
    """A tag or category chosen there is kept beside ours, and is no reason to write anything."""
    desk.delivered()
    blog.terms["tags"][40], blog.terms["categories"][41] = "Benches", "News"
    blog.edit(10, tags=[1, 40], categories=[2, 41])
    saves = blog.saves
    assert (desk.delivered().done, blog.saves) == ("unchanged", saves)
    desk.say("Other words.")
    desk.delivered()
    assert (blog.names("tags"), blog.names("categories")) == ({"bins", "Benches"}, {"Roundup", "News"})


def test_comments_closed_there_stay_closed(desk: Delivering, blog: FakeWordPress) -> None:
    """Whether readers may comment is settled when the post is made."""
    desk.delivered()
    blog.edit(10, comment_status="closed")
    desk.say("Other words.")
    desk.delivered()
    assert blog.ours["comment_status"] == "closed"


def test_another_slug_there_stays(desk: Delivering, blog: FakeWordPress) -> None:
    """Whoever renames the post there keeps the name, and is told of it."""
    desk.delivered()
    blog.edit(10, slug="the-week")
    desk.say("Other words.")
    done = desk.delivered()
    assert (blog.ours["slug"], done.done) == ("the-week", "changed")
    assert done.said == ("the slug there is the-week; it is left so",)


@pytest.mark.parametrize("status", ["publish", "private", "pending", "future"])
def test_what_was_made_of_it_there_stays(desk: Delivering, blog: FakeWordPress, status: str) -> None:
    """Pushed without a wish, a post keeps its status: a correction neither publishes it nor takes it away."""
    desk.delivered()
    blog.edit(10, status=status, **({"date_gmt": "2026-11-27T09:00:00"} if status == "future" else {}))
    desk.say("Other words.")
    assert desk.delivered().done == "changed"
    assert blog.ours["status"] == status


def test_scheduled_it_stays_scheduled(desk: Delivering, blog: FakeWordPress) -> None:
    """A run that only goes on after a failure takes no hour away."""
    blog.cut = (6, "before")
    desk.refused(AT)
    blog.cut = None
    assert desk.delivered().state == "scheduled"
    assert blog.ours["date_gmt"] == "2026-11-23T09:00:00"


def test_another_hour_is_another_hour(desk: Delivering, blog: FakeWordPress) -> None:
    """The same words with another --at are moved there; with the same nothing is written."""
    desk.delivered(AT)
    later = Wish(at=NOW + timedelta(days=4))
    assert (desk.delivered(later).done, blog.ours["date_gmt"]) == ("changed", "2026-11-24T09:00:00")
    assert desk.delivered(later).done == "unchanged"


def test_what_is_scheduled_can_be_public_now(desk: Delivering, blog: FakeWordPress) -> None:
    """--live means now, although the post had a date that lies ahead."""
    desk.delivered(AT)
    assert desk.delivered(LIVE).state == "live"
    assert (blog.ours["status"], blog.ours["date_gmt"]) == ("publish", "2026-11-20T09:00:00")


def test_what_is_public_is_not_taken_away_to_wait(desk: Delivering, blog: FakeWordPress) -> None:
    """--at on a public post would hide it from its readers."""
    desk.delivered(LIVE)
    pushed = desk.refused(AT)
    assert "public there already" in pushed.error
    assert blog.ours["status"] == "publish"


def test_what_somebody_made_private_stays_private(desk: Delivering, blog: FakeWordPress) -> None:
    """Even with --live; it is said."""
    desk.delivered()
    blog.edit(10, status="private")
    done = desk.delivered(LIVE)
    assert (blog.ours["status"], done.state) == ("private", "draft")
    assert "private" in done.said[0]


def test_trash_is_no_place_for_an_edition(desk: Delivering, blog: FakeWordPress) -> None:
    """What was thrown away there is made anew; what is deleted for good, too."""
    desk.delivered()
    blog.posts[10] |= {"status": "trash", "slug": f"{SLUG}__trashed"}
    assert desk.delivered().remote == "11"
    del blog.posts[11]
    assert desk.delivered().done == "created"


def test_a_slug_that_is_taken_is_anothers(desk: Delivering, blog: FakeWordPress) -> None:
    """No slug-2 is made, no tag either; the difference begins with what is there."""
    blog.add(slug=SLUG)
    pushed = desk.refused()
    assert "is taken by another post" in pushed.error
    assert "-Mine" in pushed.diff
    assert (len(blog.posts), blog.terms["tags"]) == (1, {})


def test_of_several_posts_called_the_same_ours_is_found(desk: Delivering, blog: FakeWordPress) -> None:
    """Drafts of two people may share a slug."""
    blog.cut = (5, "after")
    desk.refused()
    blog.cut = None
    blog.posts = {9: {**blog.posts[10], "id": 9, "content": {"raw": "<p>Theirs.</p>", "rendered": ""}}, **blog.posts}
    assert desk.delivered().remote == "10"


def test_two_desks_at_once_make_one_post(desk: Delivering, blog: FakeWordPress) -> None:
    """Both look, neither finds it, both make it: the second sees the first's and throws its own away."""

    def other(there: FakeWordPress) -> None:
        if there.requests[-1] == "GET /posts" and not there.posts:
            texts = {"title": desk.edition.title, "excerpt": sent["excerpt"], "content": sent["content"]}
            there.add(slug=SLUG, status="draft", **texts)

    desk.delivered()
    sent = {name: blog.ours[name]["raw"] for name in ("excerpt", "content")}
    blog.posts.clear()
    with desk.desk.store() as store:
        store.receipts.keep(Receipt(SLUG, "wordpress", NOW, "ben"))
    blog.meanwhile = other
    assert desk.delivered().remote == "10"
    assert [post["status"] for post in blog.posts.values()] == ["draft", "trash"]
    assert desk.delivered().done == "unchanged"


def test_two_editions_of_one_slug_are_two(desk: Delivering, blog: FakeWordPress) -> None:
    """The later one does not take the place of the earlier: its receipt is its own, and the slug is taken."""
    desk.close()
    desk.delivered()
    desk.edition = replace(desk.edition, number=2, intro="Another week.")
    desk.close()
    assert "is taken by another post" in desk.refused().error
    assert "Another week." not in blog.ours["content"]["raw"]
