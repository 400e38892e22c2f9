"""One post at a Ghost, whatever happens: cut off anywhere and run again, edited there, renamed, made twice at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from roundup.model import Receipt
from tests.deliver.desks import Delivering, Killed, killed_at
from tests.deliver.fakeghost import API, KEY, FakeGhost
from tests.deliver.fakeservice import Cut, serving
from tests.samples import NOW

SLUG = "2026-11-20-week-that-was"
MARKER = f"#roundup-{SLUG}"
REQUESTS = 4  # of one push that makes a post


@pytest.fixture(scope="module")
def publications() -> Iterator[Callable[[], FakeGhost]]:
    """Gives a new and empty publication each time it is called."""
    with serving(FakeGhost) as new:
        yield new


@pytest.fixture
def ghost(publications: Callable[[], FakeGhost]) -> Iterator[FakeGhost]:
    """A new and empty publication, whose members get no mail whatever a test does."""
    here = publications()
    yield here
    assert here.mails == []


@pytest.fixture
def desk(root: Path, ghost: FakeGhost, monkeypatch: pytest.MonkeyPatch) -> Delivering:
    """A desk that delivers to it."""
    monkeypatch.setenv("ROUNDUP_SECRET_GHOST", f"{ghost.url} admin {KEY}")
    return Delivering(root, {"ghost": {"site": ghost.url, "format": "wordpress"}})


def test_a_post_is_made_with_so_many_requests(desk: Delivering, ghost: FakeGhost) -> None:
    """Looked for by its marker and its slug, made, read back; the tests below cut at each of them."""
    assert desk.delivered().done == "created"
    made = ghost.ours["id"]
    assert [told.removeprefix(API) for told in ghost.told] == [
        f"GET {API}/posts/",
        f"GET {API}/posts/slug/{SLUG}/",
        f"POST {API}/posts/",
        f"GET {API}/posts/{made}/",
    ]
    assert len(ghost.requests) == REQUESTS


def test_a_draft_with_all_that_an_editor_would_type(desk: Delivering, ghost: FakeGhost) -> None:
    """Title, slug, excerpt, labels with the category first, and a marker that readers do not see."""
    done = desk.delivered()
    post = ghost.ours
    assert (done.state, done.losses, done.said) == ("draft", (), ())
    assert (post["status"], post["slug"], post["title"]) == ("draft", SLUG, desk.edition.title)
    assert (post["custom_excerpt"], ghost.labels) == (desk.edition.intro, ["Roundup", "bins"])
    assert [tag["name"] for tag in post["tags"] if tag["visibility"] == "internal"] == [MARKER]


def test_the_same_push_twice_writes_nothing(desk: Delivering, ghost: FakeGhost) -> None:
    """No request that changes anything, not even one that would come to nothing."""
    desk.delivered()
    before, written = dict(ghost.ours), len(ghost.written())
    assert desk.delivered().done == "unchanged"
    assert (ghost.ours, len(ghost.written())) == (before, written)


def test_a_correction_goes_into_the_same_post(desk: Delivering, ghost: FakeGhost) -> None:
    """Once, with the time of the last change that was seen there."""
    desk.delivered()
    seen = ghost.ours["updated_at"]
    desk.say("It was the other bin.")
    assert desk.delivered().done == "changed"
    assert "It was the other bin." in ghost.ours["html"]
    put = ghost.written()[-1]
    assert (put.method, put.sent["posts"][0]["updated_at"], ghost.saves) == ("PUT", seen, 2)


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("turn", range(REQUESTS))
def test_cut_off_anywhere_and_run_again_there_is_one_post(
    desk: Delivering, ghost: FakeGhost, turn: int, how: Cut
) -> None:
    """Whether the request had arrived or not; nothing is lost on the way."""
    ghost.cut = (turn, how)
    assert desk.refused().hint
    ghost.cut = None
    done = desk.delivered()
    assert (done.losses, done.said, len(ghost.posts), ghost.saves) == ((), (), 1, 1)
    assert desk.delivered().done == "unchanged"


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("turn", range(2, REQUESTS))
def test_corrected_after_a_cut_it_is_still_the_same_post(
    desk: Delivering, ghost: FakeGhost, turn: int, how: Cut
) -> None:
    """What was on its way when the line broke is known to be ours, even when it is no longer what we would say."""
    ghost.cut = (turn, how)
    desk.refused()
    ghost.cut = None
    desk.say("It was the other bin.")
    desk.delivered()
    assert "It was the other bin." in ghost.ours["html"]


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("turn", range(1, 3))
def test_a_correction_that_is_cut_off_twice_arrives(desk: Delivering, ghost: FakeGhost, turn: int, how: Cut) -> None:
    """Three wordings, two cuts: the last wording is there, in the first post."""
    desk.delivered()
    for words in ("Second words.", "Third words."):
        ghost.cut = (len(ghost.requests) + turn, how)
        desk.say(words)
        desk.refused()
    ghost.cut = None
    desk.say("Fourth words.")
    assert desk.delivered().done == "changed"
    assert "Fourth words." in ghost.ours["html"]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("step", range(3))
def test_killed_at_any_receipt_there_is_one_post(desk: Delivering, ghost: FakeGhost, step: int, before: bool) -> None:
    """The process ends where it writes down what it does; the next one goes on, corrected or not."""
    with killed_at(step, before=before), pytest.raises(Killed):
        desk.push()
    desk.say("Other words.")
    desk.delivered()
    assert "Other words." in ghost.ours["html"]


@pytest.mark.parametrize("part", ["title", "html", "custom_excerpt"])
def test_an_edit_there_stays(desk: Delivering, ghost: FakeGhost, part: str) -> None:
    """Title, text and excerpt: whoever mends one there keeps it, and is shown both."""
    desk.delivered()
    ghost.edit(**{part: "<p>Mended there.</p>" if part == "html" else "Mended there."})
    desk.say("Other words.")
    pushed = desk.refused()
    assert "was edited there" in pushed.error
    assert "+Mended there." in pushed.diff
    assert "Mended there." in ghost.ours[part]


@pytest.mark.parametrize(
    "edit",
    [
        lambda html: html.replace("bins", "<strong>bins</strong>"),
        lambda html: html.replace(
            "</p>", '</p><figure class="kg-card"><img src="https://a.example/x.png"></figure>', 1
        ),
        lambda html: html + '<div class="kg-card kg-callout-card kg-callout-card-blue"></div>',
        lambda html: html.replace("<p>", "<h2>", 1).replace("</p>", "</h2>", 1),
        lambda html: html.replace("</p>", "<br>More</p>", 1),
    ],
    ids=["emphasis", "picture", "card", "heading", "break"],
)
def test_an_edit_that_adds_no_word_stays_too(desk: Delivering, ghost: FakeGhost, edit: Callable[[str], str]) -> None:
    """Emphasis, a picture, a card, a heading: somebody meant them."""
    desk.delivered()
    ghost.convert = edit
    ghost.edit(html=ghost.ours["html"])
    edited = ghost.ours["html"]
    desk.say("Other words.")
    assert desk.refused().diff
    assert ghost.ours["html"] == edited


def test_an_excerpt_may_be_the_editors_own(desk: Delivering, ghost: FakeGhost) -> None:
    """With excerpt = false none is sent, and one that is written there is no edit of ours."""
    desk.tables = {"ghost": {**desk.tables["ghost"], "excerpt": False}}
    desk.delivered()
    assert ghost.ours["custom_excerpt"] is None
    ghost.edit(custom_excerpt="Mine.")
    desk.say("Other words.")
    assert desk.delivered().done == "changed"
    assert [post["custom_excerpt"] for post in ghost.posts.values()] == ["Mine."]


def test_an_edit_during_a_cut_stays_too(desk: Delivering, ghost: FakeGhost) -> None:
    """Between the cut and the next run somebody was there."""
    ghost.cut = (2, "after")
    desk.refused()
    ghost.cut = None
    ghost.edit(html="<p>Mended there.</p>")
    assert desk.refused().error
    assert ghost.ours["html"] == "<p>Mended there.</p>"


def test_who_edits_just_then_is_not_overwritten(desk: Delivering, ghost: FakeGhost) -> None:
    """Between our looking and our writing: Ghost says so by the time of its last change, and we show the difference."""
    desk.delivered()
    right_after(ghost, f"GET {API}/posts/{ghost.ours['id']}/", lambda: ghost.edit(html="<p>Mended there.</p>"))
    desk.say("Other words.")
    pushed = desk.refused()
    assert "somebody is editing the post there just now" in pushed.error
    assert "+Mended there." in pushed.diff
    assert ghost.ours["html"] == "<p>Mended there.</p>"


def test_a_label_that_is_added_just_then_holds_nothing_up(desk: Delivering, ghost: FakeGhost) -> None:
    """The text is as it was: the second try has the new time, and the new label stays."""
    desk.delivered()
    labels = [*({"id": tag["id"]} for tag in ghost.ours["tags"]), {"name": "Benches"}]
    right_after(ghost, f"GET {API}/posts/{ghost.ours['id']}/", lambda: ghost.edit(tags=labels))
    desk.say("Other words.")
    assert desk.delivered().done == "changed"
    assert ghost.labels == ["Roundup", "bins", "Benches"]


def test_labels_that_somebody_added_stay(desk: Delivering, ghost: FakeGhost) -> None:
    """A tag chosen there is kept beside ours, in its place, and is no reason to write anything."""
    desk.delivered()
    ghost.edit(tags=[{"name": "Benches"}, *({"id": tag["id"]} for tag in ghost.ours["tags"])])
    written = len(ghost.written())
    assert (desk.delivered().done, len(ghost.written())) == ("unchanged", written)
    desk.say("Other words.")
    desk.delivered()
    assert ghost.labels == ["Benches", "Roundup", "bins"]


def test_a_tag_that_is_there_in_other_letters_is_used(desk: Delivering, ghost: FakeGhost) -> None:
    """Ghost has one tag of a name, however it is spelt."""
    ghost.add(tags=[{"name": "BINS"}])
    done = desk.delivered()
    assert (done.losses, sorted(ghost.tags.values())) == ((), sorted(["BINS", "Roundup", MARKER]))
    assert desk.delivered().done == "unchanged"


def test_another_slug_there_stays(desk: Delivering, ghost: FakeGhost) -> None:
    """Whoever renames the post there keeps the name, and is told of it."""
    desk.delivered()
    ghost.edit(slug="the-week")
    desk.say("Other words.")
    done = desk.delivered()
    assert (ghost.ours["slug"], done.done) == ("the-week", "changed")
    assert done.said == ("the slug there is the-week; it is left so",)


def test_renamed_and_forgotten_it_is_found_by_its_marker(desk: Delivering, ghost: FakeGhost) -> None:
    """A desk without its receipt knows the post by the tag that readers do not see."""
    desk.delivered()
    ghost.edit(slug="the-week")
    forget(desk)
    assert desk.delivered().done == "unchanged"
    assert len(ghost.posts) == 1


def test_a_copy_is_not_taken_for_the_post(desk: Delivering, ghost: FakeGhost) -> None:
    """Ghost's “Duplicate” copies our marker as well; ours is the one that says what we say."""
    desk.delivered()
    ours = ghost.ours
    copied = {"title": f"{ours['title']} (Copy)", "html": "<p>Theirs.</p>", "slug": "copy"}
    ghost.posts = {}
    ghost.add(**copied, tags=[{"id": tag["id"]} for tag in ours["tags"]])
    ghost.posts[ours["id"]] = ours
    forget(desk)
    assert desk.delivered().remote == ours["id"]


def test_what_was_thrown_away_is_made_anew(desk: Delivering, ghost: FakeGhost) -> None:
    """Ghost has no trash: a post that is gone is gone."""
    desk.delivered()
    ghost.posts.clear()
    assert desk.delivered().done == "created"


def test_a_slug_that_is_taken_is_anothers(desk: Delivering, ghost: FakeGhost) -> None:
    """No slug-2 is made, no tag either; the difference begins with what is there."""
    ghost.add(slug=SLUG)
    pushed = desk.refused()
    assert "is taken by another post" in pushed.error
    assert "-Mine" in pushed.diff
    assert (len(ghost.posts), ghost.tags) == (1, {})


def test_a_page_that_has_the_slug_is_said(desk: Delivering, ghost: FakeGhost) -> None:
    """Pages are not looked at: Ghost gives the post the next slug, and that is told."""
    page = ghost.add(slug=SLUG)
    ghost.odd = lambda asked: (404, b'{"errors":[{"message":"no"}]}', {}) if "/slug/" in asked.path else None
    done = desk.delivered()
    assert done.said == (f"the slug there is {SLUG}-2, since {SLUG} is taken",)
    assert page["title"] == "Mine"


def test_another_desks_words_are_left_alone(desk: Delivering, ghost: FakeGhost) -> None:
    """The marker says what edition it is, not that the words are ours."""
    desk.delivered()
    forget(desk)
    desk.say("Other words.")
    pushed = desk.refused()
    assert "this desk has not pushed it" in pushed.error
    assert MARKER in pushed.hint
    assert "Other words." not in ghost.ours["html"]


def test_two_desks_at_once_make_one_post(desk: Delivering, ghost: FakeGhost) -> None:
    """Both look, neither finds it, both make it: the second sees the first's and takes its own away again."""
    desk.delivered()
    sent = ghost.written()[0].sent["posts"][0]
    ghost.posts.clear()
    forget(desk)
    right_after(ghost, f"GET {API}/posts/slug/{SLUG}/", lambda: ghost.add(**sent))
    done = desk.delivered()
    assert done.said == ("another desk made the same post just then: that one stays, ours was taken away again",)
    assert ghost.ours["slug"] == SLUG
    assert desk.delivered().done == "unchanged"


def test_two_editions_of_one_slug_are_two(desk: Delivering, ghost: FakeGhost) -> None:
    """The later one does not take the place of the earlier: its receipt is its own, and the post is another's."""
    desk.close()
    desk.delivered()
    desk.edition = replace(desk.edition, number=2, intro="Another week.")
    desk.close()
    assert desk.refused().diff
    assert "Another week." not in ghost.ours["html"]


def test_a_change_of_mode_is_a_change(desk: Delivering, ghost: FakeGhost) -> None:
    """From blocks to a card and back; the words are the same, what their editor can do with them is not."""
    desk.delivered()
    for mode in ("lossless", "native"):
        desk.tables = {"ghost": {**desk.tables["ghost"], "mode": mode}}
        done = desk.delivered()
        assert (done.done, done.losses) == ("changed", ())
        assert ("kg-card-begin: html" in ghost.ours["html"]) == (mode == "lossless")
        assert desk.delivered().done == "unchanged"


def test_what_ghost_alters_is_told_and_not_taken_for_an_edit(desk: Delivering, ghost: FakeGhost) -> None:
    """A converter that loses words: the loss is reported, and the next push knows what it left there."""
    ghost.convert = lambda html: html.replace("bins", "")
    assert any("not there: bins" in loss for loss in desk.delivered().losses)
    assert desk.delivered().done == "unchanged"
    desk.say("Other words.")
    assert desk.delivered().done == "changed"


def test_tags_that_did_not_arrive_are_told(desk: Delivering, ghost: FakeGhost) -> None:
    """Whatever the reason: an edition without its labels is not found by its readers."""
    keep = ghost._tag
    ghost._tag = lambda given: keep({"name": "other"} if given.get("name") == "bins" else given)  # type: ignore[method-assign]
    assert desk.delivered().losses == ("the tag bins is not there",)


def right_after(ghost: FakeGhost, told: str, act: Callable[[], object]) -> None:
    """Somebody does something there, once, when the request was answered."""

    def afterwards(there: FakeGhost) -> None:
        if there.told[-1] == told:
            there.afterwards = lambda _there: None
            act()

    ghost.afterwards = afterwards


def forget(desk: Delivering) -> None:
    """The desk does not know of any push, as one that begins anew."""
    with desk.desk.store() as store:
        store.receipts.keep(Receipt(SLUG, "ghost", NOW, "ben"))
