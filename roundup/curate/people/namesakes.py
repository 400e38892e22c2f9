"""Two people of one name, written down on two desks: their entries become one when ledgers are merged. Pure.

A key is made of the name, so that two curators who write down one person write down one. That the two meant different
people only shows in what they wrote: if nothing of it is the same, somebody should look.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from roundup.curate.payload import clean_payload
from roundup.curate.people.fold import fold_people, key_of
from roundup.curate.people.names import clean_handle, fold_name, site_key
from roundup.curate.standing import standing
from roundup.dataclass import dataclass
from roundup.model import PERSON, Decision, Person


@dataclass(frozen=True, slots=True)
class Namesakes:
    """An entry that may be two people: as each desk knew it before they were one."""

    here: Person
    there: Person


def namesakes(ours: Collection[Decision], theirs: Collection[Decision]) -> tuple[Namesakes, ...]:
    """Entries that each desk made without knowing of the other's, and that have nothing but the name in common."""
    made_here = _made(ours, {decision.id for decision in theirs})
    made_there = _made(theirs, {decision.id for decision in ours})
    if not made_here & made_there:
        return ()
    here, there = ({person.key: person for person in fold_people(each)} for each in (ours, theirs))
    both = (key for key in sorted(made_here & made_there) if key in here and key in there)
    return tuple(Namesakes(here[key], there[key]) for key in both if apart(here[key], there[key]))


def _made(decisions: Iterable[Decision], elsewhere: Collection[str]) -> set[str]:
    """The keys that were given a name by decisions of which none is known elsewhere."""
    named: dict[str, bool] = {}
    for decision in standing(d for d in decisions if d.subject.startswith(PERSON)):
        payload = clean_payload("person", decision.payload) if decision.verb == "person" else None
        if payload and "name" in payload:
            named[key_of(decision)] = named.get(key_of(decision), True) and decision.id not in elsewhere
    return {key for key, only_here in named.items() if only_here}


def apart(one: Person, other: Person) -> bool:
    """True if something is said of both, and no name, handle or site of the one is the other's too."""
    if _marks(one) & _marks(other):
        return False
    told = (
        (one.sites, other.sites),
        (one.handles, other.handles),
        (fold_name(one.affiliation), fold_name(other.affiliation)),
        (fold_name(one.region), fold_name(other.region)),
    )
    return any(ours and theirs and ours != theirs for ours, theirs in told)


def _marks(person: Person) -> set[tuple[str, str]]:
    return {
        *(("also", fold_name(name)) for name in person.also),
        *(("handles", clean_handle(handle)) for handle in person.handles),
        *(("sites", site_key(site)) for site in person.sites),
    }
