"""A closed edition looked at again: what was quoted and linked to, and what is said of it since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roundup.curate.ledger import edition_to_payload
from roundup.errors import NotFound, UsageError
from roundup.model import EDITION, Erratum
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.edition import closed
from roundup.workflow.pick import star
from roundup.workflow.publish import publish
from roundup.workflow.recheck import add_erratum, recheck
from roundup.workflow.undo import undo
from roundup.workflow.word import annotate, quote
from tests.net.servers import reply, serving
from tests.samples import edition, pick
from tests.samples import quote as sample_quote
from tests.workflow.desks import TEXT, at, bring, decisions, desk_at, ready

EDITED = TEXT.replace("Nobody thanked the crew", "Nobody thanked the crews")


def published(desk: Desk) -> Desk:
    """The desk with a closed edition that quotes a post."""
    (post,) = ready(desk, "bins")
    quote(desk, post, "Nobody thanked the crew, and nobody ever does.")
    publish(desk)
    return desk


def checks(desk: Desk, number: int | None = None) -> list[tuple[str, str]]:
    return [(each.check, each.level) for each in recheck(desk, number, links=False).findings]


def test_where_all_is_as_it_was_nothing_is_found(desk: Desk) -> None:
    """An intro that is missing, or a name, is nothing to say of an edition that is out."""
    seen = recheck(published(desk), links=False)
    assert (seen.edition.number, seen.findings, seen.proposal) == (1, (), "")


def test_a_post_that_was_edited_since_is_shown_and_an_erratum_proposed(desk: Desk) -> None:
    """Word by word, against the newest text."""
    bring(published(desk), "bins", EDITED)
    seen = recheck(desk, 1, links=False)
    (finding,) = seen.findings
    assert (finding.check, finding.level) == ("quote-drifted", "warns")
    assert finding.detail == "Nobody thanked the [-crew,-] {+crews,+} and nobody ever does."
    assert "recheck 1 --erratum" in finding.remedy
    assert (
        seen.proposal == "Since this was published, “Bins” was edited: where “crew,” is quoted, it now says “crews,”."
    )


def test_a_post_that_says_something_else_now(desk: Desk) -> None:
    """Its words stood there once: they have drifted, not been made up."""
    bring(published(desk), "bins", "We have taken this post down, and are sorry for any confusion.")
    assert checks(desk) == [("quote-drifted", "warns")]


def test_links_are_asked_and_posts_that_are_gone_told(desk: Desk) -> None:
    """Here nothing blocks any more."""
    here = desk_at(desk.settings.root, allow="127.0.0.0/8:*")
    with serving(pages={"/there": reply(b"")}) as server:
        post = bring(here, "bins", url=server.url("/post"))
        star(here, [post])
        annotate(here, post, lead=f"Somebody [wrote](post), see [there]({server.url('/there')}).")
        publish(here)
        told: list[str] = []
        seen = recheck(here, told=lambda answer: told.append(answer.state))
    assert seen.asked == 2
    assert "found" in told
    dead = [each for each in seen.findings if each.check == "link-dead"]
    assert [each.level for each in dead] == ["warns"]
    assert seen.proposal == "“Bins” is no longer to be found where it was."


def test_the_latest_edition_is_meant_if_none_is_named(desk: Desk) -> None:
    """The open one is not closed, and an unknown one is not there."""
    published(desk)
    ready(desk, "more")
    publish(desk)
    assert recheck(desk, links=False).edition.number == 2
    with pytest.raises(UsageError, match="still open"):
        recheck(desk, 3)
    with pytest.raises(NotFound, match="no edition 7"):
        recheck(desk, 7)


def test_without_a_closed_edition_there_is_nothing_to_look_at(desk: Desk) -> None:
    """And it is said so."""
    with pytest.raises(NotFound, match="no edition is closed yet"):
        recheck(desk)


def test_posts_this_desk_never_saw_prove_nothing(desk: Desk) -> None:
    """An edition may come from another desk's ledger: its quotes are then not called absent."""
    strange = pick(
        7, key="url:https://elsewhere.example/7", url="https://elsewhere.example/7", quotes=(sample_quote(),)
    )
    made = replace(edition(strange, number=1), status="frozen")
    with desk.store() as store:
        record(store, desk, "freeze", EDITION, {"edition": edition_to_payload(made)})
    (finding,) = recheck(desk, links=False).findings
    assert (finding.level, finding.remedy) == ("hints", "roundup add https://elsewhere.example/7")
    assert recheck(desk, links=False).proposal == ""


def test_an_erratum_stands_beside_the_words_of_the_edition(desk: Desk) -> None:
    """It bears its day, says who said it in the ledger, and changes nothing else."""
    before = closed(published(desk))[0].edition
    later = at(desk, "ben", days=3)
    corrected = add_erratum(later, 1, " It was the *4th*.\n")
    assert corrected.errata == (Erratum("It was the *4th*.", "2026-11-23"),)
    assert replace(corrected, errata=()) == before
    assert closed(desk)[0].edition == corrected
    assert (decisions(desk)[-1].verb, decisions(desk)[-1].curator) == ("erratum", "ben")
    undo(later)
    assert closed(desk)[0].edition == before


@pytest.mark.parametrize("text", ["", "  \n", "\x1b"])
def test_an_empty_erratum_is_refused(desk: Desk, text: str) -> None:
    """Nothing is recorded."""
    published(desk)
    with pytest.raises(UsageError, match="erratum is empty"):
        add_erratum(desk, 1, text)
    with pytest.raises(UsageError, match="still open"):
        add_erratum(desk, 2, "It was the 4th.")
    assert closed(desk)[0].edition.errata == ()
