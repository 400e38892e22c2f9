"""Tags, categories, titles: names as people write them, kept as WordPress writes them, for every role."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roundup.deliver import Wish
from tests.deliver.desks import Delivering
from tests.deliver.fakewordpress import FakeWordPress
from tests.deliver.test_wordpress_pushing import desk

__all__ = ["desk"]

NAMES = ["Arts & culture", "Größe", "R&D <beta>", "“Bins”", "日本", "a, b", "100%", "C++", "x?y=z&slug=q", "#tag"]


@pytest.mark.parametrize("name", NAMES)
def test_a_category_that_is_there_is_found_by_whoever_may_not_make_one(
    desk: Delivering, blog: FakeWordPress, name: str
) -> None:
    """WordPress keeps names with entities in them; they are the same names."""
    blog.answer("POST", "/wp-json/wp/v2/categories", AUTHOR, f'{{"name": "{name}"}}'.encode())
    blog.role = "author"
    desk.edition = replace(desk.edition, categories=(name,))
    done = desk.delivered()
    assert done.said == ()
    assert blog.ours["categories"] == [2]


@pytest.mark.parametrize("name", NAMES)
def test_a_tag_is_made_once(desk: Delivering, blog: FakeWordPress, name: str) -> None:
    """The second push finds it, although it is spelt otherwise there, and writes nothing."""
    desk.edition = replace(desk.edition, tags=(name,))
    desk.delivered()
    saves = blog.saves
    assert (desk.delivered().done, blog.saves, len(blog.terms["tags"])) == ("unchanged", saves, 1)


def test_a_category_that_cannot_be_made_holds_nothing_up(desk: Delivering, blog: FakeWordPress) -> None:
    """The edition is worth more than its label; it is said, with the reason."""
    blog.role = "author"
    (said,) = desk.delivered().said
    assert said.startswith("categories: Roundup is not there and could not be made")
    assert "rest_cannot_create" in said
    assert desk.delivered().done == "unchanged"


def test_tags_in_two_cases_are_one(desk: Delivering, blog: FakeWordPress) -> None:
    """As they are to WordPress; a second push sees that nothing is to be done."""
    desk.edition = replace(desk.edition, tags=("Bins", "bins", "BINS"))
    desk.delivered()
    assert (blog.names("tags"), blog.ours["tags"]) == ({"Bins"}, [1])
    assert desk.delivered().done == "unchanged"


def test_a_name_of_nothing_is_said(desk: Delivering, blog: FakeWordPress) -> None:
    """What WordPress does not take as a name is named."""
    desk.edition = replace(desk.edition, tags=(" ", "bins"))
    assert desk.delivered().said == ("tags:  was refused (empty_term_name)",)
    assert blog.names("tags") == {"bins"}


def test_trouble_is_not_taken_for_a_missing_right(desk: Delivering, blog: FakeWordPress) -> None:
    """Where the line broke nobody said no: the edition is not pushed without its tags."""
    blog.odd = lambda method, path: (500, {}) if method == "POST" and "/tags" in path else None
    assert "answers 500" in desk.refused().error
    assert blog.posts == {}


@pytest.mark.parametrize("role", ["editor", "author", "contributor"])
@pytest.mark.parametrize("title", ["Arts & culture", "5 < 6 > 4", "Q&amp;A", "“Bins” – 100 %", "A week 😀", "a\tb  c"])
def test_a_title_reads_the_same_by_every_role(desk: Delivering, blog: FakeWordPress, role: str, title: str) -> None:
    """As an editor's, as an author's; a second push finds it as it was sent."""
    blog.role = role
    blog.terms["categories"][2] = "Roundup"
    desk.edition = replace(desk.edition, title=title, intro=title)
    assert desk.delivered().losses == ()
    saves = blog.saves
    assert (desk.delivered().done, blog.saves) == ("unchanged", saves)


def test_markup_in_a_title_is_words(desk: Delivering, blog: FakeWordPress) -> None:
    """Titles are HTML there: what looks like a tag is shown, not obeyed."""
    desk.edition = replace(desk.edition, title="<script>alert(1)</script>")
    desk.delivered()
    assert blog.ours["title"]["raw"] == "&lt;script&gt;alert(1)&lt;/script&gt;"


def emoji(text: str) -> str:
    """What WordPress makes of emoji where its database cannot hold them."""
    return text.replace("😀", "&#x1f600;")


def test_a_site_that_respells_is_not_taken_for_an_editor(desk: Delivering, blog: FakeWordPress) -> None:
    """Cut off before anything was written down, the post is still known as ours; pushed again, nothing changes."""
    blog.filter = emoji
    desk.say("More 😀 please.")
    blog.cut = (5, "after")
    desk.refused()
    blog.cut = None
    desk.delivered()
    assert (len(blog.posts), desk.delivered().done) == (1, "unchanged")
    desk.say("Still more 😀.")
    assert desk.delivered().done == "changed"


def test_what_a_site_takes_out_is_told(desk: Delivering, blog: FakeWordPress) -> None:
    """A plugin that eats words: named as it is kept there, and as readers see it."""
    blog.filter = lambda text: text.replace("posts", "")
    losses = desk.delivered().losses
    assert any(loss.startswith("as it is kept there: 1 word is not there: posts") for loss in losses)
    assert any(loss.startswith("as readers see it:") for loss in losses)


def test_a_contributor_drafts_and_is_told(desk: Delivering, blog: FakeWordPress) -> None:
    """Public is for others to make it; said before anything is written."""
    blog.role = "contributor"
    for wish in (Wish(live=True), Wish(at=blog.now.replace(year=2027))):
        assert "not publish" in desk.refused(wish).error
    assert blog.posts == {}
    assert desk.delivered().state == "draft"


def test_who_may_write_nothing_is_told(desk: Delivering, blog: FakeWordPress) -> None:
    """A subscriber's password is right, and no use: nothing more is asked."""
    blog.role = "subscriber"
    pushed = desk.refused()
    assert "role may not write posts" in pushed.error
    assert "role of an author" in pushed.hint
    assert blog.requests == ["HEAD /", "GET /users/me"]


def test_who_is_over_the_network_may_publish(desk: Delivering, blog: FakeWordPress) -> None:
    """A blog that they are no member of lists nothing that they may do; they may do everything."""
    blog.odd = lambda _method, path: (200, {"id": 1, "capabilities": {}}) if "/users/me" in path else None
    assert desk.delivered(Wish(live=True)).state == "live"


AUTHOR = "Basic YWRhOmFiY2QgZWZnaCBpamts"
