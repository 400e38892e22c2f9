"""Two people of one name: two desks write them down, one entry comes of it, and `people part` makes two again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from roundup.errors import NotFound, UsageError
from roundup.model import Person
from roundup.store.posts import ListingFilter
from roundup.workflow.desk import Desk
from roundup.workflow.ledger import Merged, export, merge
from roundup.workflow.parting import part
from roundup.workflow.people import Given, add, change, forget, opt_in, opt_out, registry, suggest
from roundup.workflow.people import merge as unite
from roundup.workflow.read import posts
from roundup.workflow.undo import undo
from tests.curate.people.makers import ADA
from tests.workflow.desks import at, bring, decisions, desk_at

HERS = Given(add={"sites": ["https://ada.example/"], "handles": ["@ada@social.example"]}, region="Wales")
OTHER = Given(add={"sites": ["https://another.example/"], "handles": ["@another"]}, affiliation="Sandleigh Times")
TAKEN = Given(add={"sites": ["another.example"], "handles": ["@another"]}, affiliation="Sandleigh Times")


@pytest.fixture
def there(tmp_path: Path, new_database: Path) -> Desk:
    """Bert's desk, an hour later."""
    root = tmp_path / "there"
    root.mkdir()
    shutil.copy(new_database, root)
    return at(desk_at(root, curator="bert"), hours=1)


def carry(source: Desk, target: Desk) -> Merged:
    return merge(target, export(source))


def everybody(desk: Desk) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.name, each.sites) for each in registry(desk).people]


def fused(desk: Desk, there: Desk) -> Desk:
    """Two Ada Examples, written down on two desks, in one entry."""
    add(desk, "Ada Example", HERS)
    add(there, "Ada Example", OTHER)
    carry(there, desk)
    return at(desk, hours=2)


# ---------------------------------------------------------------- noticed


def test_two_people_of_one_name_become_one_entry_and_that_is_said(desk: Desk, there: Desk) -> None:
    """With what each desk had written down."""
    add(desk, "Ada Example", HERS)
    add(there, "Ada Example", OTHER)
    (pair,) = carry(there, desk).namesakes
    assert (pair.here.sites, pair.there.sites) == (("https://ada.example/",), ("https://another.example/",))
    (one,) = registry(desk).people
    assert set(one.sites) == {"https://ada.example/", "https://another.example/"}


def test_a_trial_says_it_too(desk: Desk, there: Desk) -> None:
    """Before anything became one."""
    add(desk, "Ada Example", HERS)
    add(there, "Ada Example", OTHER)
    assert len(merge(desk, export(there), try_only=True).namesakes) == 1
    assert everybody(desk) == [("Ada Example", ("https://ada.example/",))]


def test_it_is_said_once(desk: Desk, there: Desk) -> None:
    """Neither again on this desk nor on the one that takes back what came of it."""
    fused(desk, there)
    assert carry(there, desk).namesakes == ()
    assert carry(desk, there).namesakes == ()


def test_one_person_written_down_twice_is_nothing_to_ask_about(desk: Desk, there: Desk) -> None:
    """Which is what a key made of the name is for."""
    add(desk, "Ada Example", HERS)
    add(there, "Ada Example", Given(add={"sites": ["https://www.ada.example"]}, region="Kent"))
    assert carry(there, desk).namesakes == ()


# ---------------------------------------------------------------- parted


def test_parting_gives_each_their_own_entry(desk: Desk, there: Desk) -> None:
    """What is named is the other's; the rest stays."""
    later = fused(desk, there)
    one, other = part(later, "Ada Example", TAKEN)
    assert (one.key, one.sites, one.handles) == (ADA, ("https://ada.example/",), ("@ada@social.example",))
    assert (other.name, other.sites, other.handles) == ("Ada Example", ("https://another.example/",), ("@another",))
    assert (other.affiliation, other.key) == ("Sandleigh Times", f"{ADA}-2")
    assert registry(later).people == (one, other)


def test_parted_on_one_desk_is_parted_on_all(desk: Desk, there: Desk) -> None:
    """And merging again makes them one no more."""
    later = fused(desk, there)
    part(later, "Ada Example", TAKEN)
    carry(later, there)
    carry(there, later)
    assert registry(there).people == registry(later).people
    assert len(registry(there).people) == 2


def test_the_site_tells_whose_a_post_is(desk: Desk, there: Desk) -> None:
    """From then on; where neither site does, nobody is named rather than the wrong one."""
    later = fused(desk, there)
    _, other = part(later, "Ada Example", TAKEN)
    known = registry(later)
    assert known.of(["Ada Example"], "", "https://another.example/bins") == other
    assert known.of(["Ada Example"], "", "https://ada.example/bins") == known.with_key(ADA)
    assert known.of(["Ada Example"], "", "https://elsewhere.example/bins") is None


def test_the_two_are_not_taken_for_one_person_again(desk: Desk, there: Desk) -> None:
    """`people suggest` does not ask what was answered."""
    later = fused(desk, there)
    part(later, "Ada Example", TAKEN)
    assert suggest(later).twins == ()


def test_the_other_may_be_called_otherwise(desk: Desk, there: Desk) -> None:
    """As when one of them goes by another name."""
    later = fused(desk, there)
    _, other = part(later, ADA, Given(name="  Ada  B. Example ", add={"sites": ["another.example"]}))
    assert other.name == "Ada B. Example"
    assert registry(later).find("Ada B. Example") == other


def test_a_name_of_theirs_can_be_parted_too(desk: Desk) -> None:
    """However it is spelt."""
    add(desk, "Ada Example", Given(add={"also": ["A. Éxample"], "handles": ["@ada"]}))
    one, other = part(desk, "@ada", Given(name="Another Example", add={"also": ["a example"]}))
    assert (one.also, other.also, other.name) == ((), ("A. Éxample",), "Another Example")


def test_parting_twice_makes_three(desk: Desk) -> None:
    """Each with a key of their own."""
    add(desk, "Ada Example", Given(add={"sites": ["a.example", "b.example", "c.example"]}))
    part(desk, ADA, Given(add={"sites": ["b.example"]}))
    part(desk, ADA, Given(add={"sites": ["c.example"]}))
    assert [person.key for person in registry(desk).people] == [ADA, f"{ADA}-2", f"{ADA}-3"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Given(), "say what is the other's"),
        (Given(region="Kent"), "say what is the other's"),
        (Given(add={"sites": ["https://elsewhere.example/"]}), "elsewhere.example/ is not written down of Ada Example"),
        (Given(add={"sites": ["another.example"], "handles": ["@nobody"]}), "@nobody is not written down"),
        (Given(add={"handles": ["a b"]}), "is no handle"),
        (Given(name="!?", add={"handles": ["@another"]}), "needs a name"),
        (Given(name="x" * 501, add={"handles": ["@another"]}), "the name has"),
    ],
)
def test_what_cannot_be_parted_leaves_everything_as_it_was(desk: Desk, there: Desk, given: Given, message: str) -> None:
    """Nothing is half parted."""
    later = fused(desk, there)
    before = decisions(later), registry(later).people
    with pytest.raises(UsageError, match=message):
        part(later, "Ada Example", given)
    assert (decisions(later), registry(later).people) == before


def test_nobody_is_parted_who_is_not_there(desk: Desk) -> None:
    """Nor who was forgotten."""
    with pytest.raises(NotFound):
        part(desk, "Ada Example", TAKEN)
    add(desk, "Ada Example", Given(add=OTHER.add, opted_out=True))
    forget(desk, "Ada Example")
    with pytest.raises(UsageError, match="details were removed"):
        part(desk, ADA, TAKEN)


def test_parting_can_be_taken_back(desk: Desk, there: Desk) -> None:
    """It is two decisions: first what was taken comes back, then the new entry goes."""
    later = fused(desk, there)
    (before,) = registry(later).people
    part(later, "Ada Example", TAKEN)
    undo(later)
    undo(later)
    assert [(each.key, set(each.sites)) for each in registry(later).people] == [(ADA, set(before.sites))]


def test_who_is_left_out_stays_left_out_on_both_sides(desk: Desk, there: Desk) -> None:
    """Which of the two asked for it no program can tell; who agrees is opted in."""
    later = fused(desk, there)
    bring(later, "hers", url="https://ada.example/bins", authors=("Ada Example",))
    bring(later, "others", url="https://another.example/bins", authors=("Ada Example",))
    opt_out(later, "Ada Example")
    _, other = part(later, ADA, TAKEN)
    assert other.opted_out
    assert posts(later, ListingFilter()).shown == ()
    opt_in(later, other.key)
    assert [each.listing.post.title for each in posts(later, ListingFilter()).shown] == ["Others"]
    assert registry(later).find(ADA).opted_out


# ---------------------------------------------------------------- united entries, and taking back


def united(desk: Desk) -> Person:
    add(desk, "Ada Example", HERS)
    add(desk, "A. Example", Given(add={"sites": ["https://another.example/"]}))
    return unite(desk, "Ada Example", "A. Example")


def test_undo_after_an_agreement_never_lets_anybody_in_by_halves(desk: Desk) -> None:
    """A slip: somebody of two entries was opted in, and it is taken back. They are left out again at once."""
    united(desk)
    opt_out(desk, "Ada Example")
    opt_in(desk, "Ada Example")
    assert not registry(desk).has_opt_outs
    undo(desk)
    assert registry(desk).has_opt_outs


def test_an_opt_out_holds_for_both_when_entries_are_parted(desk: Desk) -> None:
    """Taking back that they are one takes back nothing that they asked for."""
    person = united(desk)
    opt_out(desk, "Ada Example")
    (uniting,) = [each for each in decisions(desk) if "same" in each.payload]
    undo(desk, only=uniting.id)
    assert [(each.key in (person.key, *person.keys), each.opted_out) for each in registry(desk).people] == [
        (True, True),
        (True, True),
    ]


def test_an_entry_that_says_more_later_is_still_one(desk: Desk) -> None:
    """By either key."""
    person = united(desk)
    change(desk, person.keys[0], Given(region="Kent"))
    assert [each.region for each in registry(desk).people] == ["Kent"]
