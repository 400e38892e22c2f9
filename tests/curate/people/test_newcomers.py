"""Authors who are not in the registry, and who may be somebody under another spelling."""

from __future__ import annotations

from datetime import timedelta

import pytest

from roundup.curate.people import Registry
from roundup.curate.people.newcomers import Newcomer, newcomers, twins
from roundup.model import Byline
from tests.curate.people.makers import ada, bert, byline, person, registry
from tests.samples import NOW

KNOWN = registry(ada(), bert())


def found(*lines: Byline, known: Registry = KNOWN) -> list[Newcomer]:
    return newcomers(known, lines)


def names(*lines: Byline, known: Registry = KNOWN) -> list[str]:
    return [each.name for each in found(*lines, known=known)]


# ---------------------------------------------------------------- who is new


def test_who_is_known_is_not_new() -> None:
    """Under any spelling, by handle, on their own site as “ada”."""
    assert (
        names(
            byline("DR ADA EXAMPLE"),
            byline("@ada@social.example"),
            byline("ada", url="https://ada.example/1"),
            byline("Ada Example and Bert Sample"),
        )
        == []
    )


@pytest.mark.parametrize("author", ["admin", "The Editor", "", "A Blog", "the A Blog team", "x" * 3 + " y" * 9])
def test_what_is_no_name_is_nobody_new(author: str) -> None:
    """What blogs put there: roles, their own name, whole sentences."""
    assert names(byline(author)) == []


def test_posts_of_all_blogs_are_added_up() -> None:
    """Under the spelling that is used most; the blog with most posts first."""
    (cyd,) = found(
        byline("Cyd Tester", "Bins", total=3, latest=NOW - timedelta(days=3)),
        byline("CYD TESTER", "Votes", total=5, url="https://votes.example/1", latest=NOW),
        byline("Cyd Tester", "Roads", total=4, url="https://roads.example/1"),
    )
    assert (cyd.name, cyd.posts, cyd.latest) == ("Cyd Tester", 12, NOW)
    assert [blog for blog, _ in cyd.blogs] == ["Votes", "Roads", "Bins"]


def test_those_with_most_posts_come_first() -> None:
    """Then by name."""
    assert names(byline("Cyd", total=1), byline("Dora", total=9), byline("Bea", total=1)) == ["Dora", "Bea", "Cyd"]


def test_two_in_one_line_are_two() -> None:
    """Unless the parts are no whole names."""
    assert names(byline("Cyd Tester and Dora Tester")) == ["Cyd Tester", "Dora Tester"]
    assert names(byline("Cyd & Dora")) == ["Cyd & Dora"]


def test_a_known_author_beside_a_new_one_does_not_hide_them() -> None:
    """Nor the other way round."""
    assert names(byline("Ada Example, Cyd Tester")) == ["Cyd Tester"]


def test_who_asked_to_be_left_out_is_not_named() -> None:
    """Whether their details are known or removed."""
    assert names(byline("Ada Example"), known=registry(ada(opted_out=True))) == []


def test_two_of_a_name_that_cannot_be_told_apart_are_not_new() -> None:
    """They are in the registry already."""
    two = registry(person("Jo Smith", key="one"), person("Jo Smith", key="two"))
    assert names(byline("Jo Smith"), known=two) == []


# ---------------------------------------------------------------- where they write


def test_a_site_where_nobody_else_writes_may_be_theirs() -> None:
    """As the feed names it; a group's blog is nobody's."""
    (cyd,) = found(byline("Cyd Tester", site="https://cyd.example/"))
    assert cyd.alone == ("https://cyd.example/",)
    both = found(byline("Cyd Tester"), byline("Dora Tester"))
    assert [each.alone for each in both] == [(), ()]


def test_a_site_that_a_feed_does_not_name_is_not_guessed() -> None:
    """A page added by hand tells nothing of who else writes there."""
    assert found(byline("Cyd Tester", site=""))[0].alone == ()


# ---------------------------------------------------------------- who they may be


@pytest.mark.parametrize("author", ["Ada Exemple", "A. Example", "Adda Example", "Ada J. Example"])
def test_a_likely_spelling_of_somebody_known_is_a_question(author: str) -> None:
    """Nearly the same letters, or initials."""
    (each,) = found(byline(author))
    assert (each.perhaps, each.known) == (("Ada Example",), True)


@pytest.mark.parametrize("author", ["Eve Example", "Ada Sample", "Adam Exeter", "Cyd Tester", "Exemple"])
def test_another_name_is_no_question(author: str) -> None:
    """A family name alone says little."""
    (each,) = found(byline(author))
    assert (each.perhaps, each.known) == ((), False)


def test_two_newcomers_may_be_one() -> None:
    """Then neither is known, and both are asked about."""
    both = found(byline("Cyd Tester", total=2), byline("Cyd Testor"))
    assert [(each.perhaps, each.known) for each in both] == [(("Cyd Testor",), False), (("Cyd Tester",), False)]


def test_entries_that_may_be_one_person_are_each_asked_about_once() -> None:
    """Both ways round would be the same question."""
    people = (ada(), person("Ada Exemple"), bert(), person("B. Sample"), person("Zoë O’Example"))
    pairs = [{pair.one.name, pair.other.name} for pair in twins(people)]
    assert len(pairs) == 2
    assert {"Ada Example", "Ada Exemple"} in pairs
    assert {"Bert Sample", "B. Sample"} in pairs


def test_a_family_of_hundreds_does_not_make_a_question_of_each_pair() -> None:
    """Names are compared with a bounded number of others."""
    people = [person(f"Given{chr(97 + n % 26)}{chr(97 + n // 26)}x Smith") for n in range(300)]
    assert sum(1 for _ in twins(people)) < 300 * 60


def test_of_who_was_forgotten_nothing_is_asked() -> None:
    """There is no name to compare."""
    gone = person("", key="gone", traces=("0" * 16,), opted_out=True)
    assert list(twins((gone, ada()))) == []
