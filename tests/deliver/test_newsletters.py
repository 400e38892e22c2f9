"""One draft at a newsletter service, whatever happens: the same promises for Buttondown and for listmonk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from roundup.deliver import Wish
from roundup.deliver.buttondown import Buttondown
from roundup.deliver.drafts import MOST_MARKED
from roundup.deliver.listmonk import Listmonk
from roundup.workflow.deliver import chosen, deliver
from tests.deliver.desks import Killed, killed_at
from tests.deliver.fakeservice import Cut
from tests.deliver.newsletters import Newsletter
from tests.render.hostile import HTML, MARKDOWN, TEMPLATES
from tests.samples import NOW, edition, pick

REQUESTS = 4  # of a push that makes a draft: looked for, made, read back, and seen that there is one of it
LIVE, AT = Wish(live=True), Wish(at=NOW + timedelta(days=3))


def test_a_draft_is_made_and_read_back(newsletter: Newsletter) -> None:
    """Nobody is sent anything, and nothing got lost on the way."""
    done = newsletter.desk.delivered()
    assert (done.done, done.state, done.losses, done.said) == ("created", "draft", (), ())
    assert newsletter.ours["status"] == "draft"
    assert "Send us your posts." in newsletter.ours["body"]
    assert newsletter.gone_out == []
    assert len(newsletter.service.requests) == REQUESTS


def test_the_same_push_twice_changes_nothing(newsletter: Newsletter) -> None:
    """It is one request, which only looks."""
    newsletter.desk.delivered()
    before = len(newsletter.service.requests)
    assert newsletter.desk.delivered().done == "unchanged"
    assert len(newsletter.service.requests) == before + 1
    assert (len(newsletter.kept), newsletter.saves) == (1, 1)


def test_a_correction_changes_the_draft_in_place(newsletter: Newsletter) -> None:
    """The same one, with the new words."""
    first = newsletter.desk.delivered()
    newsletter.desk.say("It was the other bin.")
    done = newsletter.desk.delivered()
    assert (done.done, done.remote, done.losses) == ("changed", first.remote, ())
    assert "It was the other bin." in newsletter.ours["body"]
    assert newsletter.ours["status"] == "draft"


@pytest.mark.parametrize("part", ["subject", "body"])
def test_an_edit_there_stays(newsletter: Newsletter, part: str) -> None:
    """Whoever mends a draft there keeps it, and is shown both."""
    newsletter.desk.delivered()
    newsletter.ours[part] = "Mended there."
    newsletter.desk.say("Other words.")
    pushed = newsletter.desk.refused()
    assert f"it was edited in {newsletter.name} since the last push" in pushed.error
    assert "+Mended there." in pushed.diff
    assert "delete it" in pushed.hint
    assert newsletter.ours[part] == "Mended there."


def test_the_smallest_edit_there_stays(newsletter: Newsletter) -> None:
    """Even one that a reader would hardly see, like words made bold."""
    newsletter.desk.delivered()
    mended = newsletter.ours["body"].replace("Send us", "<strong>Send us</strong>")
    newsletter.ours["body"] = mended
    newsletter.desk.say("Other words.")
    assert "<strong>Send us</strong>" in newsletter.desk.refused().diff
    assert newsletter.ours["body"] == mended


def test_what_a_service_tidies_is_no_edit(newsletter: Newsletter) -> None:
    """Line ends and blanks at the end are nobody's words."""
    newsletter.desk.delivered()
    newsletter.ours["body"] = newsletter.ours["body"].replace("\n", "\r\n") + "\n"
    assert newsletter.desk.delivered().done == "unchanged"


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("turn", range(REQUESTS))
def test_cut_off_anywhere_and_run_again_there_is_one_draft(newsletter: Newsletter, turn: int, how: Cut) -> None:
    """Whether the request had arrived or not; and the report says what to do."""
    newsletter.service.cut = (turn, how)
    pushed = newsletter.desk.refused()
    assert newsletter.name in pushed.error
    assert pushed.hint
    newsletter.service.cut = None
    done = newsletter.desk.delivered()
    assert (done.losses, done.said) == ((), ())
    assert (len(newsletter.kept), newsletter.saves, newsletter.gone_out) == (1, 1, [])
    assert newsletter.desk.delivered().done == "unchanged"


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("turn", [1, 2])
def test_corrected_after_a_cut_it_is_still_the_same_draft(newsletter: Newsletter, turn: int, how: Cut) -> None:
    """What was on its way when the line broke is known to be ours."""
    newsletter.service.cut = (turn, how)
    newsletter.desk.refused()
    newsletter.service.cut = None
    newsletter.desk.say("It was the other bin.")
    newsletter.desk.delivered()
    assert "It was the other bin." in newsletter.ours["body"]


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("turn", range(3))
def test_a_correction_that_is_cut_off_arrives(newsletter: Newsletter, turn: int, how: Cut) -> None:
    """In the first draft, with the last words."""
    newsletter.desk.delivered()
    newsletter.service.cut = (len(newsletter.service.requests) + turn, how)
    newsletter.desk.say("Second words.")
    newsletter.desk.refused()
    newsletter.service.cut = None
    newsletter.desk.say("Third words.")
    assert newsletter.desk.delivered().done == "changed"
    assert "Third words." in newsletter.ours["body"]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("step", range(3))
def test_killed_at_any_receipt_there_is_one_draft(newsletter: Newsletter, step: int, before: bool) -> None:
    """The process ends where it writes down what it does; the next one goes on, corrected."""
    with killed_at(step, before=before), pytest.raises(Killed):
        newsletter.desk.push()
    newsletter.desk.say("Other words.")
    newsletter.desk.delivered()
    assert "Other words." in newsletter.ours["body"]


def test_an_edit_during_a_cut_stays_too(newsletter: Newsletter) -> None:
    """Between the cut and the next run somebody was there."""
    newsletter.service.cut = (1, "after")
    newsletter.desk.refused()
    newsletter.service.cut = None
    newsletter.ours["body"] = "Mended there."
    assert newsletter.desk.refused().diff
    assert newsletter.ours["body"] == "Mended there."


def test_a_picture_put_in_during_a_cut_stays_too(newsletter: Newsletter) -> None:
    """An edit that changes no word is an edit."""
    picture = "![](https://a.example/bin.png)" if newsletter.kind == "buttondown" else '<img src="bin.png" alt="">'
    newsletter.service.cut = (1, "after")
    newsletter.desk.refused()
    newsletter.service.cut = None
    newsletter.ours["body"] += f"\n\n{picture}"
    assert newsletter.desk.refused().diff
    assert newsletter.ours["body"].endswith(picture)


def test_without_a_receipt_it_is_found_by_its_mark(newsletter: Newsletter) -> None:
    """Another desk pushes the same edition, or the database is an old copy."""
    newsletter.desk.delivered()
    newsletter.lose_receipt()
    assert newsletter.desk.delivered().done == "unchanged"
    assert len(newsletter.kept) == 1


def test_anothers_words_for_this_edition_stay(newsletter: Newsletter) -> None:
    """Found by its mark, but in words that are not ours."""
    newsletter.desk.delivered()
    newsletter.ours["body"] = "Words of another desk."
    newsletter.lose_receipt()
    pushed = newsletter.desk.refused()
    assert f"{newsletter.name} has this edition already, in other words" in pushed.error
    assert "-Words of another desk." in pushed.diff


def test_deleted_there_it_is_made_anew(newsletter: Newsletter) -> None:
    """Somebody threw the draft away, and pushes again."""
    newsletter.desk.delivered()
    newsletter.forget()
    assert newsletter.desk.delivered().done == "created"
    assert len(newsletter.kept) == 1


@pytest.mark.parametrize("wish", [LIVE, AT])
def test_readers_are_sent_nothing_whatever_is_wished(newsletter: Newsletter, wish: Wish) -> None:
    """The draft is there, and it is said whose button sends it."""
    done = newsletter.desk.delivered(wish)
    assert (done.state, newsletter.ours["status"], newsletter.gone_out) == ("draft", "draft", [])
    assert f"with the button in {newsletter.name}, and never from here" in done.said[0]
    assert newsletter.desk.delivered(wish).said == done.said


def test_what_its_editor_sent_is_public_and_left_alone(newsletter: Newsletter) -> None:
    """Pushed again with the same words nothing is written, and the desk knows that it went out."""
    newsletter.desk.delivered()
    for status in newsletter.going_out:
        newsletter.ours["status"] = status
        done = newsletter.desk.delivered(LIVE)
        assert (done.done, done.state, done.said) == ("unchanged", "live", ())
    assert newsletter.saves == 1


def test_what_is_going_out_cannot_be_corrected(newsletter: Newsletter) -> None:
    """It is refused in words, with the difference, and nothing is asked that could stop it."""
    newsletter.desk.delivered()
    newsletter.desk.say("Other words.")
    for status in newsletter.going_out:
        newsletter.ours["status"] = status
        pushed = newsletter.desk.refused()
        assert f"sends it or has sent it already ({status})" in pushed.error
        assert "next edition" in pushed.hint
        assert "Other words." in pushed.diff
    assert newsletter.saves == 1


def test_what_its_editor_changed_and_sent_is_left_alone(newsletter: Newsletter) -> None:
    """A draft is there to be mended and sent: that is said, and no fault; only new words of ours come too late."""
    newsletter.desk.delivered()
    newsletter.ours.update(subject="A better one", status=newsletter.going_out[-1])
    for _run in range(2):
        done = newsletter.desk.delivered()
        assert (done.done, done.state, done.losses) == ("unchanged", "live", ())
        assert done.said == (f"it went out as it was edited in {newsletter.name}",)
    newsletter.desk.say("Other words.")
    assert "has sent it already" in newsletter.desk.refused().error
    assert newsletter.saves == 1


def test_two_of_one_edition_are_told(newsletter: Newsletter) -> None:
    """Two desks at the same moment, or a copy made there: its editor is to keep one."""
    newsletter.desk.delivered()
    (name,) = newsletter.kept
    copy = f"{name}x" if isinstance(name, str) else 7
    newsletter.kept[copy] = {**newsletter.ours, "id": copy}  # type: ignore[index]
    newsletter.lose_receipt()
    assert f"{newsletter.name} has 2 of this edition" in newsletter.desk.delivered().said[0]


def test_however_many_there_are_a_few_are_looked_at(newsletter: Newsletter, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that names drafts without end is not asked for each of them, nor are they all listed."""
    newsletter.desk.delivered()
    (name,) = newsletter.kept
    kind = Buttondown if isinstance(name, str) else Listmonk
    monkeypatch.setattr(kind, "marked", lambda _there: [str(name)] * 5_000)
    newsletter.lose_receipt()
    before = len(newsletter.service.requests)
    done = newsletter.desk.delivered()
    assert len(newsletter.service.requests) - before <= MOST_MARKED
    assert len(done.said[0]) < 1_000


def test_another_edition_is_another_draft(newsletter: Newsletter) -> None:
    """The mark is the edition's number and slug."""
    newsletter.desk.delivered()
    newsletter.desk.edition = replace(newsletter.desk.edition, number=2, slug="2026-11-27-week-that-was")
    assert newsletter.desk.delivered().done == "created"
    assert len(newsletter.kept) == 2


def test_what_got_lost_is_told(newsletter: Newsletter) -> None:
    """A service that alters words is read back, and what it did is said."""
    newsletter.service.filter = lambda text: text.replace("Send us your posts.", "")
    done = newsletter.desk.delivered()
    assert done.losses[0].startswith("in the body: 4 words are not there: Send us")
    assert newsletter.desk.delivered().done == "unchanged"


def test_cut_off_before_it_could_be_seen_what_was_tidied(newsletter: Newsletter) -> None:
    """Spelt otherwise than it was sent, and never read back: it tells the same, so it is ours, and that is told."""
    newsletter.service.filter = lambda text: text.replace("A week of bins.", "A  week of bins.")
    newsletter.service.cut = (1, "after")
    newsletter.desk.refused()
    newsletter.service.cut = None
    done = newsletter.desk.delivered()
    assert done.losses == ("the markup was altered there; words, links and quotes are all there",)
    assert len(newsletter.kept) == 1
    assert newsletter.desk.delivered().done == "unchanged"


def test_hostile_words_arrive_as_they_are(newsletter: Newsletter) -> None:
    """An edition that is nothing but markup, templates and shortcodes, as it is really rendered."""
    words = "\n\n".join((*HTML, *MARKDOWN, *TEMPLATES))
    desk, made = (
        newsletter.desk.desk,
        edition(pick(1, remark=words, lead=words), title=" ".join(TEMPLATES), intro=words, number=7),
    )
    for done in ("created", "unchanged"):
        (pushed,) = deliver(desk, made, chosen(desk), Wish())
        assert pushed.delivered, pushed.error
        assert (pushed.delivered.done, pushed.delivered.losses) == (done, ())
