"""Two people who got into one entry, parted: what is the other's goes to an entry of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from roundup.curate.people.names import fold_name
from roundup.curate.people.plan import FOLDS, free_key
from roundup.errors import UsageError
from roundup.model import Person
from roundup.text import one_line
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MAX_LINE, bounded
from roundup.workflow.people import Given, forgotten_keys, named, payload_of, record_all, registry_of


def part(desk: Desk, ref: str, given: Given) -> tuple[Person, Person]:
    """(the person that `ref` means, somebody else of the name), of whom `given` is what it lists.

    Somebody who is to be left out cannot be told from the other by a program: both are left out until they agree.
    """
    payload = payload_of(given)
    with desk.store() as store, store.write():
        known = registry_of(store)
        person = named(known, ref)
        lists = _theirs(person, payload.get("add", {}))
        name = bounded(one_line(given.name or ""), "name", MAX_LINE) or person.name
        if not fold_name(name):
            raise UsageError("a person needs a name", hint="Leave --name out, if both are called the same.")
        key = free_key(name, known, forgotten_keys(store))
        other = {"name": name, **payload, "add": lists} | ({"opted_out": True} if person.opted_out else {})
        record_all(store, desk, [(key, other), (person.key, {"remove": lists})])
        found = registry_of(store)
        return found.find(person.key), found.find(key)


def _theirs(person: Person, lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The entries of `person` that are meant, as they are written down."""
    if not lists:
        raise UsageError(
            "say what is the other's", hint=f'For instance: roundup people part "{person.name}" --site ADDRESS'
        )
    meant: dict[str, Any] = {}
    for name, items in lists.items():
        has = {FOLDS[name](item): item for item in getattr(person, name)}
        for item in items:
            if FOLDS[name](item) not in has:
                raise UsageError(
                    f"{one_line(item, 80)} is not written down of {person.name}",
                    hint=f'See what is: roundup people show "{person.name}"',
                )
        meant[name] = [has[FOLDS[name](item)] for item in items]
    return meant
