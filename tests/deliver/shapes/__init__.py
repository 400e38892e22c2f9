"""The shapes of requests as services publish them, and what in a request does not fit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
}


def published(name: str) -> dict[str, Any]:
    """What is published of one service."""
    shapes: dict[str, Any] = json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))
    return shapes


def faults(value: Any, shape: Mapping[str, Any], where: str = "") -> Iterator[tuple[str, str]]:
    """(field, what is wrong with it), as JSON Schema has it; a field nobody published is one, too."""
    wanted = _TYPES[shape["type"]]
    if not isinstance(value, wanted) or (isinstance(value, bool) and shape["type"] != "boolean"):
        yield where, f"is no {shape['type']}"
    elif isinstance(value, str):
        yield from ((where, fault) for fault in _in_text(value, shape))
    elif isinstance(value, list):
        if len(value) < shape.get("minItems", 0):
            yield where, "is empty"
        for item in value:
            yield from faults(item, shape["items"], where)
    elif isinstance(value, dict) and "properties" in shape:
        yield from ((name, "is missing") for name in shape["required"] if name not in value)
        yield from ((name, "is no field of it") for name in value if name not in shape["properties"])
        for name in value.keys() & shape["properties"].keys():
            yield from faults(value[name], shape["properties"][name], name)


def _in_text(text: str, shape: Mapping[str, Any]) -> Iterator[str]:
    if not shape.get("minLength", 0) <= len(text) <= shape.get("maxLength", len(text)):
        yield f"has {len(text)} characters"
    if "enum" in shape and text not in shape["enum"]:
        yield f"is {text!r}"
    if "pattern" in shape and not re.fullmatch(shape["pattern"], text):
        yield "is not written like one"
