"""What a file of people changes in the registry: the decisions to record, and nothing where the two say the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from roundup.curate.people.file import Wanted
from roundup.curate.people.names import clean_handle, fold_name, person_key, site_key
from roundup.curate.people.registry import Registry
from roundup.errors import UsageError
from roundup.model import Person

FOLDS: Final[Mapping[str, Callable[[str], str]]] = {"also": fold_name, "handles": clean_handle, "sites": site_key}


@dataclass(frozen=True, slots=True)
class Plan:
    """Decisions to record, as (key, payload); `kept_out` are places whose opt-out the file would have lifted."""

    steps: tuple[tuple[str, dict[str, Any]], ...]
    new: int = 0
    kept_out: tuple[str, ...] = ()


def plan(registry: Registry, wanted: Sequence[Wanted], forgotten: frozenset[str] = frozenset()) -> Plan:
    """What has to be decided so that the registry says what the file says. `forgotten` keys cannot be used again.

    UsageError if two places of the file mean one person, or one place may mean several.
    """
    claimed: dict[str, str] = {}
    met = [(each, _whom(registry, each, wanted)) for each in wanted]
    steps: list[tuple[str, dict[str, Any]]] = []
    kept_out, new = [], 0
    for each, person in met:
        key = person.key if person else _new_key(each, forgotten, claimed, registry)
        if key in claimed:
            raise UsageError(f"{claimed[key]} and {each.place} are the same person", hint="Make one of the two.")
        claimed[key] = each.place
        payload = _changes(person, each)
        if person and person.opted_out and each.opted_out is False:
            kept_out.append(each.place)
        new += person is None
        steps += [(key, payload)] if payload else []
        steps += [(key, {"same": other}) for other in each.same_as if not person or other not in person.keys]
    return Plan(tuple(steps), new, tuple(kept_out))


def _whom(registry: Registry, each: Wanted, wanted: Sequence[Wanted]) -> Person | None:
    """The person in the registry who is meant: by the key, else by the name if no other place has taken them."""
    if each.key and (person := registry.with_key(each.key)):
        return person
    others = {other.key for other in wanted if other.key}
    people = [person for person in registry.called(each.lines.get("name", "")) if person.key not in others]
    if len(people) > 1:
        keys = ", ".join(person.key for person in people)
        raise UsageError(f"{each.place}: {len(people)} people are called so", hint=f"Add the key of one: {keys}")
    return people[0] if people and not each.traces else None


def _new_key(each: Wanted, forgotten: frozenset[str], claimed: Mapping[str, str], registry: Registry) -> str:
    if each.key and (each.key not in forgotten or each.traces):
        return each.key
    return free_key(each.lines["name"], registry, forgotten | claimed.keys())


def free_key(name: str, registry: Registry, taken: frozenset[str]) -> str:
    """The first key for this name that nobody bears or bore."""
    number = 1
    while (key := person_key(name, number)) in taken or registry.with_key(key):
        number += 1
    return key


def _changes(person: Person | None, each: Wanted) -> dict[str, Any]:
    if each.traces:
        known = set(person.traces) if person else set()
        return {} if set(each.traces) <= known else {"forget": True, "opted_out": True, "traces": list(each.traces)}
    have = person or Person("", "")
    payload: dict[str, Any] = {name: line for name, line in each.lines.items() if line != getattr(have, name)}
    add, remove = {}, {}
    for name, items in each.lists.items():
        fold = FOLDS[name]
        known, wanted = {fold(item) for item in getattr(have, name)}, {fold(item) for item in items}
        # Their own name needs no second entry.
        own = {fold_name(each.lines["name"])} if name == "also" else set()
        add[name] = [item for item in items if fold(item) not in known | own]
        remove[name] = [item for item in getattr(have, name) if fold(item) not in wanted]
    for verb, lists in (("add", add), ("remove", remove)):
        if kept := {name: items for name, items in lists.items() if items}:
            payload[verb] = kept
    if each.opted_out and not have.opted_out:
        payload["opted_out"] = True
    return payload
