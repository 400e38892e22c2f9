"""Writing people down, uniting, leaving out and forgetting them, and taking in a file of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundup.errors import NotFound, UsageError
from roundup.model import PERSON, Person
from roundup.workflow.desk import Desk
from roundup.workflow.ledger import export as export_ledger
from roundup.workflow.ledger import merge as merge_ledger
from roundup.workflow.people import (
    Given,
    add,
    change,
    export,
    forget,
    import_people,
    merge,
    opt_in,
    opt_out,
    registry,
    suggest,
    traces,
)
from roundup.workflow.pick import star
from roundup.workflow.undo import undo
from tests.curate.people.makers import ADA
from tests.workflow.desks import at, bring, decisions, desk_at

HERS = Given(add={"sites": ["https://ada.example/"], "handles": ["@Ada@Social.Example"]}, region="Wales")


def known(desk: Desk) -> list[str]:
    return [person.name for person in registry(desk).people]


# ---------------------------------------------------------------- writing down


def test_somebody_new_is_one_decision(desk: Desk) -> None:
    """With all that is known of them, cleaned; the key is the same on every desk."""
    person = add(desk, "  Ada   Example ", HERS)
    assert (person.key, person.name, person.handles) == (ADA, "Ada Example", ("@ada@social.example",))
    (made,) = decisions(desk)
    assert (made.verb, made.subject, made.curator) == ("person", PERSON + ADA, "ada")


def test_a_name_that_is_known_is_refused(desk: Desk) -> None:
    """In any spelling; another person of the name gets another key."""
    add(desk, "Ada Example", HERS)
    with pytest.raises(UsageError, match="Ada Example is known already") as error:
        add(desk, "dr ada EXAMPLE", Given())
    assert "--another" in error.value.hint
    other = add(desk, "Ada Example", Given(), another=True)
    assert other.key == f"{ADA}-2"


@pytest.mark.parametrize("name", ["", "  ", "!?", "\u202e"])
def test_a_person_needs_a_name(desk: Desk, name: str) -> None:
    """When they are written down, and later."""
    with pytest.raises(UsageError, match="needs a name"):
        add(desk, name, Given())
    add(desk, "Ada Example", Given())
    with pytest.raises(UsageError, match="needs a name"):
        change(desk, "Ada Example", Given(name=name))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Given(add={"handles": ["a b"]}), "is no handle"),
        (Given(add={"sites": ["medium.com"]}), "nobody's own site"),
        (Given(remove={"sites": ["javascript:x"]}), "nobody's own site"),
        (Given(note="x" * 2_001), "the note has"),
        (Given(region="x" * 501), "the region has"),
        (Given(add={"also": ["x" * 501]}), "the also has"),
    ],
)
def test_what_cannot_be_understood_is_refused_whole(desk: Desk, given: Given, message: str) -> None:
    """Nothing is written down then."""
    with pytest.raises(UsageError, match=message):
        add(desk, "Ada Example", given)
    assert decisions(desk) == []


def test_more_is_added_and_mistakes_are_corrected(desk: Desk) -> None:
    """By whatever names them."""
    add(desk, "Ada Example", HERS)
    change(desk, "@ada@social.example", Given(name="Ada Newname", note="rings on Fridays", add={"also": ["A. E."]}))
    person = change(desk, "ada.example", Given(region="", remove={"handles": ["@ada@social.example"]}))
    assert (person.name, person.note, person.region, person.handles) == ("Ada Newname", "rings on Fridays", "", ())
    assert (person.also, person.key) == (("A. E.",), ADA)


def test_nothing_given_is_nothing_set(desk: Desk) -> None:
    """And nobody meant is nobody found."""
    add(desk, "Ada Example", HERS)
    with pytest.raises(UsageError, match="nothing to set"):
        change(desk, "Ada Example", Given())
    with pytest.raises(NotFound, match="nobody here is called Bert"):
        change(desk, "Bert", Given(region="Kent"))


def test_undo_takes_the_last_word_back(desk: Desk) -> None:
    """As with every decision."""
    add(desk, "Ada Example", HERS)
    change(desk, "Ada Example", Given(region="Kent"))
    undo(desk)
    assert registry(desk).find("Ada Example").region == "Wales"


# ---------------------------------------------------------------- two entries, one person


def test_two_entries_become_one_and_can_be_parted(desk: Desk) -> None:
    """Undo brings the second back."""
    add(desk, "Ada Example", HERS)
    add(desk, "A. Example", Given(add={"handles": ["@ae"]}))
    person = merge(desk, "Ada Example", "A. Example")
    assert (person.also, person.handles) == (("A. Example",), ("@ae", "@ada@social.example"))
    assert known(desk) == ["Ada Example"]
    undo(desk)
    assert known(desk) == ["A. Example", "Ada Example"]


def test_one_entry_is_not_united_with_itself(desk: Desk) -> None:
    """Whatever it is called by."""
    add(desk, "Ada Example", HERS)
    with pytest.raises(UsageError, match="both are Ada Example's entry"):
        merge(desk, "Ada Example", "@ada@social.example")


# ---------------------------------------------------------------- left out, and forgotten


def test_opting_out_names_what_was_starred_before(desk: Desk) -> None:
    """So that the editor takes it out of the draft."""
    post = bring(desk, "bins", authors=("Ada Example",))
    star(desk, [post])
    add(desk, "Ada Example", HERS)
    left = opt_out(desk, "Ada Example", reason="her mail")
    assert left.person.opted_out
    assert [str(each.id) for each in left.starred] == [post]
    assert decisions(desk)[-1].reason == "her mail"


def test_opting_out_twice_is_one_decision(desk: Desk) -> None:
    """And opting in lifts it."""
    add(desk, "Ada Example", HERS)
    opt_out(desk, "Ada Example")
    opt_out(desk, "Ada Example")
    assert len(decisions(desk)) == 2
    assert not opt_in(desk, "Ada Example").opted_out


def test_an_opt_out_stays_with_both_if_entries_are_parted(desk: Desk) -> None:
    """It was the person's wish, whatever entries there are of them."""
    add(desk, "Ada Example", HERS)
    add(desk, "A. Example", Given())
    merge(desk, "Ada Example", "A. Example")
    opt_out(at(desk, "bert"), "Ada Example")
    undo(desk)
    assert [person.opted_out for person in registry(desk).people] == [True, True]


def test_who_is_forgotten_is_known_no_more(desk: Desk) -> None:
    """Neither here nor in what is exported."""
    add(desk, "Ada Example", HERS)
    forget(desk, "Ada Example")
    assert registry(desk).people == ()
    assert "Example" not in export(desk) + export_ledger(desk)


def test_who_opted_out_and_is_forgotten_stays_left_out(desk: Desk) -> None:
    """By name and by site; until they opt in again, by the key."""
    add(desk, "Ada Example", HERS)
    opt_out(desk, "Ada Example")
    gone = forget(desk, "Ada Example")
    (left,) = registry(desk).people
    assert (left.name, left.traces, left.key) == ("", tuple(traces(gone)), ADA)
    assert registry(desk).opted_out(("Ada Example",))
    assert registry(desk).opted_out((), "", "https://ada.example/1")
    opt_in(desk, ADA)
    assert registry(desk).people == ()


def test_who_is_forgotten_is_not_written_down_again_unasked(desk: Desk) -> None:
    """Nor changed; another person of the name can be."""
    add(desk, "Ada Example", HERS)
    opt_out(desk, "Ada Example")
    forget(desk, "Ada Example")
    with pytest.raises(UsageError, match="asked to be left out, and for their details to be removed"):
        add(desk, "ada example", Given())
    with pytest.raises(UsageError, match="their details were removed"):
        change(desk, ADA, Given(region="Kent"))
    with pytest.raises(UsageError, match="their details were removed"):
        forget(desk, ADA)
    assert add(desk, "Ada Example", Given(), another=True).key == f"{ADA}-2"


def test_both_entries_of_one_person_are_forgotten(desk: Desk) -> None:
    """With one trace of them, not two."""
    add(desk, "Ada Example", HERS)
    add(desk, "A. Example", Given())
    merge(desk, "Ada Example", "A. Example")
    opt_out(desk, "Ada Example")
    forget(desk, "Ada Example")
    assert len(registry(desk).people) == 1
    assert registry(desk).opted_out(("A Example",))
    assert "Example" not in export_ledger(desk)


def test_forgetting_travels_with_the_ledger(desk: Desk, tmp_path: Path) -> None:
    """The other desk forgets as it merges; and what it says later does not bring anything back here."""
    other = desk_at(tmp_path / "other", curator="bert")
    (tmp_path / "other").mkdir()
    add(desk, "Ada Example", HERS)
    merge_ledger(other, export_ledger(desk))
    change(at(other, hours=1), "Ada Example", Given(note="secret of hers"))
    opt_out(at(desk, hours=2), "Ada Example")
    forget(at(desk, hours=2), "Ada Example")
    for _ in range(2):
        merge_ledger(at(other, hours=3), export_ledger(desk))
        merge_ledger(at(desk, hours=3), export_ledger(other))
    assert registry(desk).people == registry(other).people
    assert "secret" not in export_ledger(desk) + export_ledger(other)
    assert registry(other).opted_out(("Ada Example",))


def test_two_desks_know_the_same_people_whoever_merges_first(desk: Desk, tmp_path: Path) -> None:
    """Both wrote down the same person, and somebody each."""
    (tmp_path / "other").mkdir()
    other = at(desk_at(tmp_path / "other", curator="bert"), hours=1)
    add(desk, "Ada Example", HERS)
    add(other, "Ada Example", Given(add={"handles": ["@ada"]}, affiliation="Barchester Council"))
    add(other, "Bert Sample", Given())
    merge_ledger(other, export_ledger(desk))
    merge_ledger(desk, export_ledger(other))
    assert registry(desk).people == registry(other).people
    person = registry(desk).find("Ada Example")
    assert (person.handles, person.region) == (("@ada@social.example", "@ada"), "Wales")


def test_a_disagreement_names_the_person(desk: Desk, tmp_path: Path) -> None:
    """Not a key."""
    (tmp_path / "other").mkdir()
    other = at(desk_at(tmp_path / "other", curator="bert"), hours=1)
    add(desk, "Ada Example", Given(region="Wales"))
    add(other, "Ada Example", Given(region="Kent"))
    merged = merge_ledger(desk, export_ledger(other))
    assert [(each.about, each.found.what) for each in merged.differs] == [("person Ada Example", "region")]
    assert merged.waiting == 0


# ---------------------------------------------------------------- a file, and who is new


def test_a_file_out_and_in_again_changes_nothing(desk: Desk) -> None:
    """Not one decision is added."""
    add(desk, "Ada Example", HERS)
    before = decisions(desk)
    done = import_people(desk, export(desk))
    assert (done.new, done.changed, done.kept_out) == (0, 0, ())
    assert decisions(desk) == before


def test_a_file_is_taken_in_whole_or_not_at_all(desk: Desk) -> None:
    """The second person is at fault, so the first is not taken either; trying only takes nothing."""
    good = '[[person]]\nname = "Ada Example"\nregion = "Wales"\n'
    with pytest.raises(UsageError, match="person 2"):
        import_people(desk, good + '[[person]]\nname = "Bert"\nsites = ["nope"]')
    assert import_people(desk, good, try_only=True).new == 1
    assert known(desk) == []
    assert import_people(desk, good).new == 1
    assert import_people(desk, good.replace("Wales", "Kent")).changed == 1
    assert known(desk) == ["Ada Example"]


def test_a_file_of_many_people_is_one_write(desk: Desk) -> None:
    """Not one for each of them, after which all would be added up anew."""
    text = "".join(f'[[person]]\nname = "Person{n} Tester"\n' for n in range(300))
    assert import_people(desk, text).new == 300
    assert len({decision.seq for decision in decisions(desk)}) == 300


def test_authors_in_feeds_who_are_not_known_are_named(desk: Desk) -> None:
    """With their blogs; who may be somebody known is asked about; who opted out is not named."""
    bring(desk, "one", blog="Bins", authors=("Cyd Tester",))
    bring(desk, "two", blog="Bins", authors=("Cyd Tester", "admin"))
    bring(desk, "three", blog="Votes", authors=("Ada Exemple",))
    bring(desk, "four", blog="Votes", authors=("Dora Out",))
    add(desk, "Ada Example", HERS)
    add(desk, "Dora Out", Given(opted_out=True))
    found = suggest(desk)
    assert [(each.name, each.posts, each.perhaps) for each in found.newcomers] == [
        ("Cyd Tester", 2, ()),
        ("Ada Exemple", 1, ("Ada Example",)),
    ]
    assert found.newcomers[0].blogs[0][0] == "Bins"


def test_who_wrote_long_ago_is_left_out_if_asked(desk: Desk) -> None:
    """Since a moment."""
    bring(desk, "one", authors=("Cyd Tester",), published=at(desk, days=-30).now)
    assert suggest(desk, at(desk, days=-7).now).newcomers == ()
    assert len(suggest(desk, at(desk, days=-40).now).newcomers) == 1


def test_entries_that_may_be_one_person_are_asked_about(desk: Desk) -> None:
    """Nearly the same letters, or initials."""
    for name in ("Ada Example", "Ada Exemple", "A. Example", "Bert Sample"):
        add(desk, name, Given())
    pairs = {frozenset((each.one.name, each.other.name)) for each in suggest(desk).twins}
    assert pairs >= {frozenset(("Ada Example", "Ada Exemple")), frozenset(("Ada Example", "A. Example"))}
    assert not any("Bert Sample" in pair for pair in pairs)


def test_a_person_without_sites_or_handles_leaves_a_trace_of_the_name() -> None:
    """Each thing once, in an order that tells nothing."""
    assert len(traces(Person("k", "Ada Example", also=("ADA EXAMPLE",)))) == 1
    assert traces(Person("k", "Ada Example", sites=("ada.example",))) == sorted(
        traces(Person("k", "Ada Example", sites=("https://www.ada.example/",)))
    )
