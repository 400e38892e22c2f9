"""Who opted out is left out everywhere: of what waits, of stars, of drafts; closed editions stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundup.errors import RoundupError, UsageError
from roundup.model import Post
from roundup.store.posts import ListingFilter
from roundup.workflow.checking import check
from roundup.workflow.desk import Desk
from roundup.workflow.edit import export, read_back
from roundup.workflow.people import Given, add, forget, left_out, opt_in, opt_out, posts_by, registry_of
from roundup.workflow.pick import put_off, star
from roundup.workflow.publish import publish, render
from roundup.workflow.read import posts
from roundup.workflow.why import why
from roundup.workflow.word import annotate
from tests.workflow.desks import at, bring, decisions, picks, ready

ALL = ListingFilter(state="all")


@pytest.fixture
def hers(desk: Desk) -> str:
    """A post of Ada's, who is in the registry."""
    add(desk, "Ada Example", Given(add={"sites": ["https://ada.example/"]}))
    return bring(desk, "bins", authors=("Ada Example",))


def titles(desk: Desk, wanted: ListingFilter | None = None) -> list[str]:
    return [each.listing.post.title for each in posts(desk, wanted or ListingFilter()).shown]


def test_their_posts_do_not_wait(desk: Desk, hers: str) -> None:
    """How many that are is said; with all posts they are shown, with the reason."""
    bring(desk, "votes", authors=("Bert Sample",))
    opt_out(desk, "Ada Example")
    waiting = posts(desk, ListingFilter())
    assert ([each.listing.post.title for each in waiting.shown], waiting.total, waiting.left_out) == (["Votes"], 1, 1)
    shown = {each.listing.post.title: each.reasons for each in posts(desk, ALL).shown}
    assert "Ada Example asked to be left out of editions" in shown["Bins"]


def test_where_nobody_opted_out_nothing_changes(desk: Desk, hers: str) -> None:
    """Nor for others, nor when it is lifted."""
    assert (titles(desk), posts(desk, ListingFilter()).left_out) == (["Bins"], 0)
    opt_out(desk, "Ada Example")
    opt_in(desk, "Ada Example")
    assert titles(desk) == ["Bins"]


@pytest.mark.parametrize("verb", [star, put_off])
def test_they_cannot_be_starred(desk: Desk, hers: str, verb: Callable[..., Any]) -> None:
    """The refusal names the opt-out and how it is lifted; nothing else that was named is starred either."""
    other = bring(desk, "votes", authors=("Bert Sample",))
    opt_out(desk, "Ada Example")
    before = decisions(desk)
    with pytest.raises(UsageError, match="cannot be in an edition: Ada Example asked to be left out") as error:
        verb(desk, [other, hers])
    assert 'roundup people opt-in "Ada Example"' in error.value.hint
    assert decisions(desk) == before


def test_what_was_starred_before_blocks_and_is_not_rendered(desk: Desk) -> None:
    """The draft's files leave it out, and it is said."""
    kept, gone = ready(desk, "votes", "bins")
    add(desk, "Ada Example", Given(add={"sites": [f"https://blog.example/{'bins'}/"]}))
    opt_out(desk, "Ada Example")
    assert [finding.check for finding in check(desk) if finding.level == "blocks"] == ["opted-out"]
    said: list[str] = []
    (written, *_) = render(desk, formats=["markdown"], on_left_out=said.append)
    text = written.path.read_text(encoding="utf-8")
    assert f"number {kept}" in text
    assert f"number {gone}" not in text
    assert len(said) == 1
    assert said[0].startswith(f"left out, post {gone} (Bins): it is on the site of Ada Example")
    with pytest.raises(RoundupError, match="not published"):
        publish(desk)
    assert picks(desk) == [kept, gone]


def test_a_closed_edition_stays_as_it_was_closed(desk: Desk) -> None:
    """What is published is not rewritten behind its editors' backs."""
    (post,) = ready(desk, "bins")
    publish(desk)
    add(desk, "Ada Example", Given(add={"sites": ["https://blog.example/bins/"]}))
    opt_out(desk, "Ada Example")
    said: list[str] = []
    (written,) = render(desk, 1, formats=["markdown"], on_left_out=said.append)
    assert f"number {post}" in written.path.read_text(encoding="utf-8")
    assert said == []


def test_who_agreed_to_one_post_can_be_in_with_a_reason(desk: Desk) -> None:
    """The override is the editor's, and kept."""
    (post,) = ready(desk, "bins")
    add(desk, "Ada Example", Given(add={"sites": ["https://blog.example/bins/"]}, opted_out=True))
    done = publish(desk, override=["opted-out"], reason="she agreed to this one by mail")
    assert [str(pick.post_id) for pick in done.edition.picks] == [post]


def test_somebody_who_was_forgotten_is_left_out_just_the_same(desk: Desk, hers: str) -> None:
    """By digests alone."""
    opt_out(desk, "Ada Example")
    forget(desk, "Ada Example")
    assert titles(desk) == []
    with pytest.raises(UsageError, match="somebody whose details were removed"):
        star(desk, [hers])


def test_left_out_tells_which_and_why(desk: Desk, hers: str) -> None:
    """For lists, screens and letters."""
    with desk.store() as store:
        post = store.posts.get(int(hers))
        assert left_out(store, [post]) == {}
    opt_out(desk, "Ada Example")
    with desk.store() as store:
        assert {id: out.words for id, out in left_out(store, [post]).items()} == {
            post.id: "Ada Example asked to be left out of editions"
        }


# ---------------------------------------------------------------- why


def written_by(desk: Desk, name: str) -> list[Post]:
    with desk.store() as store:
        return posts_by(store, desk, registry_of(store).find(name))


def test_a_persons_posts_are_found_under_all_their_names(desk: Desk) -> None:
    """Guest posts, initials, the unsigned ones of their own site; nobody else's."""
    bring(desk, "one", authors=("Dr Ada Example",), published=at(desk, days=-1).now)
    bring(desk, "two", blog="Else", authors=("The Bin Lady",), published=at(desk, days=-2).now)
    bring(desk, "three", authors=(), url="https://ada.example/3", published=at(desk, days=-3).now)
    bring(desk, "four", authors=("Bert Sample",), url="https://ada.example/4")
    add(desk, "Ada Example", Given(add={"also": ["The Bin Lady"], "sites": ["https://ada.example/"]}))
    assert [post.title for post in written_by(desk, "ada example")] == ["One", "Two", "Three"]


def test_why_tells_what_was_written_down_and_every_post(desk: Desk) -> None:
    """By name, handle or site."""
    bring(desk, "one", authors=("DR ADA EXAMPLE",))
    add(desk, "Ada Example", Given(add={"handles": ["@ada"]}))
    opt_out(desk, "Ada Example", reason="her mail")
    for ref in ("Ada Example", "example, ada", "@ada"):
        lines = why(desk, ref)
        assert lines[0] == "Ada Example, in the registry"
        assert "opted out of editions by ada: her mail" in lines[2]
        assert any(line.startswith("1: One") for line in lines)


def test_why_of_somebody_without_posts_tells_what_was_written_down(desk: Desk) -> None:
    """Rather than that there is no such post."""
    add(desk, "Ada Example", Given())
    assert why(desk, "Ada Example")[0] == "Ada Example, in the registry"


def test_why_of_who_is_not_in_the_registry_goes_by_the_author(desk: Desk) -> None:
    """As before."""
    post = bring(desk, "one", authors=("Cyd Tester",))
    annotate(desk, post, lead="Hers.")
    assert why(desk, "cyd tester")[0] == "1: One"


# ---------------------------------------------------------------- the worksheet


def test_a_worksheet_does_not_offer_them_and_cannot_pull_them_in(desk: Desk, hers: str) -> None:
    """Any post of the desk can be named in one; then it is refused by its number, and nothing of the sheet is lost."""
    ready(desk, "votes")
    assert f"## [{hers}]" in export(desk)
    opt_out(desk, "Ada Example")
    text = export(desk)
    assert f"## [{hers}]" not in text
    before = decisions(desk)
    edited = text.replace("## Sign-off", f"## [{hers}]\n\nAda [counts](post).\n\n## Sign-off")
    (problem,) = read_back(desk, edited).problems
    assert problem.message == f"post {hers} cannot be in an edition: Ada Example asked to be left out of editions"
    assert decisions(desk) == before
