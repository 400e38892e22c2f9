"""What a file of people changes in the registry: the decisions to record, and nothing where the two say the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from roundup.curate.people.file import Wanted
from roundup.curate.people.names import clean_handle, fold_name, person_key, site_key
from roundup.curate.people.registry import Registry
from roundup.dataclass import dataclass
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
    steps: list[tuple[str, dict[str, Any]]] = []
    kept_out, new = [], 0
    for each, person in [(each, _whom(registry, each, wanted)) for each in wanted]:
        key = person.key if person else _new_key(each, forgotten, claimed, registry)
        joining = [other for other in each.same_as if other != key and not (person and other in person.keys)]
        others = [known for other in joining if (known := registry.with_key(other)) and known != person]
        _claim(claimed, each, (key, *(other.key for other in others)))
        payload = _changes(_united(person, others, each.lines.get("name", "")), each)
        if person and person.opted_out and each.opted_out is False:
            kept_out.append(each.place)
        new += person is None
        if joining and not person:
            # Nobody can become one with somebody who has no name yet.
            steps.append((key, {"name": payload.pop("name", each.lines["name"])}))
        steps += [(key, {"same": other}) for other in joining]
        steps += [(key, payload)] if payload else []
    return Plan(tuple(steps), new, tuple(kept_out))


def _claim(claimed: dict[str, str], each: Wanted, keys: Sequence[str]) -> None:
    for key in dict.fromkeys(keys):
        if key in claimed:
            raise UsageError(f"{claimed[key]} and {each.place} are the same person", hint="Make one of the two.")
        claimed[key] = each.place


def _united(person: Person | None, others: Sequence[Person], name: str) -> Person | None:
    """The person, called `name` if they are new, as they are once the others have become one with them."""
    for other in others:
        one = person or Person("", name)
        person = replace(
            one,
            also=_both("also", (*one.also, other.name), other.also),
            handles=_both("handles", one.handles, other.handles),
            sites=_both("sites", one.sites, other.sites),
            affiliation=one.affiliation or other.affiliation,
            region=one.region or other.region,
            note=one.note or other.note,
            opted_out=one.opted_out or other.opted_out,
        )
    return person


def _both(name: str, one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple({FOLDS[name](item): item for item in (*other, *one)}.values())


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
