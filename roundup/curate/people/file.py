"""The registry as a TOML file that people edit by hand, and back.

    [[person]]   name, and as much of the rest as is known; what a file does not mention stays as it is
    [[left_out]] somebody whose details were removed and who is to be left out of editions all the same

Reading back what was written changes nothing; reading it on an empty desk gives the same registry.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Final

from roundup.curate.people.names import clean_handle, clean_site, fold_name
from roundup.curate.personal import LONGEST_FIELD, LONGEST_NOTE, MOST_ENTRIES, PERSON_LISTS, is_key
from roundup.dataclass import dataclass
from roundup.errors import UsageError
from roundup.model import Person
from roundup.text import closest, one_line, strip_controls

MOST_PEOPLE: Final = 10_000
LONGEST_FILE: Final = 4_000_000  # bytes
_LONGEST_LINE: Final = 100_000  # characters: a parser may need time by the square of a line's keys
_HEAD: Final = """\
# The people this desk knows. Edit it, then take it in with: roundup people import FILE
# What is not mentioned stays as it is; an empty text or list clears. The key names a person on every desk.
"""
_LINES: Final = ("name", "affiliation", "region", "note")


# ---------------------------------------------------------------- out


def write_people(people: Sequence[Person]) -> str:
    """The file, everybody in the order given."""
    named = [person for person in people if person.name]
    gone = [person for person in people if not person.name]
    return _HEAD + "".join(map(_person, named)) + "".join(map(_left_out, gone))


def _person(person: Person) -> str:
    lines = [f"\n[[person]]\nname = {_text(person.name)}\nkey = {_text(person.key)}"]
    lines += [f"{name} = {_texts(getattr(person, name))}" for name in PERSON_LISTS]
    lines += [f"{name} = {_text(getattr(person, name))}" for name in _LINES[1:]]
    lines += ["opted_out = true"] * person.opted_out
    lines += [f"same_as = {_texts(person.keys)}"] * bool(person.keys)
    return "\n".join(lines) + "\n"


def _left_out(person: Person) -> str:
    return f"\n[[left_out]]\nkey = {_text(person.key)}\ntraces = {_texts(person.traces)}\n"


def _text(text: str) -> str:
    # JSON's strings without control characters are TOML's basic strings (https://toml.io/en/v1.0.0#string).
    return json.dumps(strip_controls(text), ensure_ascii=False)


def _texts(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


# ---------------------------------------------------------------- in


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file says of one person: only what it mentions. `place` names it in messages."""

    place: str
    key: str = ""
    lines: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    opted_out: bool | None = None
    same_as: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()


def read_people(text: str) -> tuple[Wanted, ...]:
    """What a file says; a UsageError names the line or the person where it says nothing that can be understood."""
    if len(text) > LONGEST_FILE or any(len(line) > _LONGEST_LINE for line in text.split("\n")):
        raise UsageError("this is longer than any registry", hint="Is it the right file?")
    try:
        held = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise UsageError(
            f"this is not TOML: {one_line(str(error), 120)}", hint="Nothing was taken in. Look at the line it names."
        ) from None
    _refuse_unknown(held, {"person", "left_out"}, "the file")
    people = _tables(held, "person")
    return (
        *(_wanted(table, number) for number, table in enumerate(people, start=1)),
        *(_wanted_out(table, number) for number, table in enumerate(_tables(held, "left_out"), start=1)),
    )


def _tables(held: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    tables = held.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f"{name} must be a list of tables", hint=f"Write [[{name}]] in double brackets.")
    if len(tables) > MOST_PEOPLE:
        raise UsageError(f"{len(tables):,} entries are more than {MOST_PEOPLE:,}", hint="Is it the right file?")
    return tables


def _wanted(table: Mapping[str, Any], number: int) -> Wanted:
    name = table.get("name")
    called = f" ({one_line(name, 60)})" if isinstance(name, str) else ""
    place = f"person {number}{called}"
    _refuse_unknown(table, {*_LINES, *PERSON_LISTS, "key", "opted_out", "same_as"}, place)
    lines = {name: _line(table[name], f"{place}: {name}", name) for name in _LINES if name in table}
    if not fold_name(lines.get("name", "")):
        raise UsageError(f"{place} has no name", hint='Write one, like: name = "Ada Example"')
    opted_out = table.get("opted_out")
    if opted_out is not None and not isinstance(opted_out, bool):
        raise UsageError(f"{place}: opted_out must be true or false")
    lists = {name: _list(table[name], f"{place}: {name}", name) for name in PERSON_LISTS if name in table}
    keys = _list(table.get("same_as", []), f"{place}: same_as", "")
    return Wanted(place, _key(table, place), lines, lists, opted_out, tuple(filter(is_key, keys)))


def _wanted_out(table: Mapping[str, Any], number: int) -> Wanted:
    place = f"left_out {number}"
    _refuse_unknown(table, {"key", "traces"}, place)
    key, traces = _key(table, place), _list(table.get("traces", []), f"{place}: traces", "")
    if not key or not traces:
        raise UsageError(f"{place} lacks its key or its traces", hint="Export it again on the other desk.")
    return Wanted(place, key, opted_out=True, traces=traces)


def _key(table: Mapping[str, Any], place: str) -> str:
    key = table.get("key", "")
    if key and not is_key(key):
        raise UsageError(f"{place}: the key is none", hint="Leave the line out: a new person gets one.")
    return str(key)


def _line(value: object, place: str, name: str) -> str:
    limit = LONGEST_NOTE if name == "note" else LONGEST_FIELD
    if not isinstance(value, str) or len(value) > limit:
        raise UsageError(f"{place} must be text of at most {limit:,} characters")
    return one_line(value)


def _list(value: object, place: str, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value) or len(value) > MOST_ENTRIES:
        raise UsageError(
            f"{place} must be a list of at most {MOST_ENTRIES} texts", hint='Write it like ["one", "two"].'
        )
    lines = [_line(item, place, "") for item in value]
    return tuple(understood(name, line, place) for line in lines if line)


def understood(name: str, item: str, place: str) -> str:
    """An entry of a person's list as it is kept; UsageError if it is none. `name` is the list's."""
    if name == "handles" and not (clean := clean_handle(item)):
        raise UsageError(f"{place}: {item[:80]} is no handle", hint="Write it like @ada@social.example or @ada.example")
    if name == "sites" and not (clean := clean_site(item)):
        hint = "Write it like https://ada.example/; on a host of many people with their part: https://medium.com/@ada"
        raise UsageError(f"{place}: {item[:80]} is nobody's own site", hint=hint)
    return clean if name in ("handles", "sites") else item


def _refuse_unknown(table: Mapping[str, Any], known: set[str], place: str) -> None:
    for key in table:
        if key not in known:
            near = closest(key, known, 0.5)
            hint = f"Did you mean {near}?" if near else f"Known here: {', '.join(sorted(known))}."
            raise UsageError(f"{place}: {one_line(key, 40)} is nothing a registry has", hint=hint)
