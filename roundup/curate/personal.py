"""What a decision about a person carries, made safe: see people/fold.py for what it means.

person    person:KEY   {name?, affiliation?, region?, note?, opted_out?, add?, remove?, same?, forget?, traces?}
                       add and remove: {also?, handles?, sites?}, lists of single entries
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from roundup.patterns import pattern
from roundup.text import one_line

PERSON_LISTS: Final = ("also", "handles", "sites")
LONGEST_NOTE: Final = 2_000  # characters
LONGEST_FIELD: Final = 500  # … of any other field or entry
MOST_ENTRIES: Final = 200  # in one list of one decision
_KEY = pattern(r"[a-z0-9-]{1,64}", re.ASCII)
_TRACE = pattern(r"[0-9a-f]{16}", re.ASCII)


def clean_person(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """The parts of a decision about a person that can be understood."""
    read: dict[str, Any] = {}
    for name in ("name", "affiliation", "region", "note"):
        line = _line(payload.get(name), LONGEST_NOTE if name == "note" else LONGEST_FIELD)
        # Everything can be cleared but the name.
        if line is not None and (line or name != "name"):
            read[name] = line
    read |= {name: payload[name] for name in ("opted_out", "erased") if isinstance(payload.get(name), bool)}
    read |= {name: lists for name in ("add", "remove") if (lists := _lists(payload.get(name)))}
    if is_key(payload.get("same")):
        read["same"] = payload["same"]
    if payload.get("forget") is True:
        read["forget"] = True
    if isinstance(traces := payload.get("traces"), list | tuple) and len(traces) <= 4 * MOST_ENTRIES:
        read["traces"] = [trace for trace in traces if isinstance(trace, str) and _TRACE.fullmatch(trace)]
    return read


def is_key(value: object) -> bool:
    """True for what can be a person's key."""
    return isinstance(value, str) and bool(_KEY.fullmatch(value))


def _line(value: object, limit: int) -> str | None:
    return one_line(value) if isinstance(value, str) and len(value) <= limit else None


def _lists(value: object) -> dict[str, list[str]]:
    if not isinstance(value, Mapping):
        return {}
    read = {name: _lines(value.get(name)) for name in PERSON_LISTS}
    return {name: lines for name, lines in read.items() if lines}


def _lines(value: object) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > MOST_ENTRIES:
        return []
    return list(dict.fromkeys(line for item in value if (line := _line(item, LONGEST_FIELD))))


def person_words(payload: Mapping[str, Any]) -> str:
    """What a decision about a person did, in words, without the private note."""
    if payload.get("forget"):
        return "details removed"
    if payload.get("erased"):
        return "something written down, removed since"
    said = [f"{name}: {payload[name] or 'cleared'}" for name in ("name", "affiliation", "region") if name in payload]
    said += ["note written"] * ("note" in payload)
    if "opted_out" in payload:
        said.append("opted out of editions" if payload["opted_out"] else "agreed to be in editions again")
    for verb, sign in (("add", "+"), ("remove", "−")):
        said += [f"{sign}{item}" for items in payload.get(verb, {}).values() for item in items]
    said += ["found to be the same as another entry"] * ("same" in payload)
    return one_line("; ".join(said), 200) or "looked at"
