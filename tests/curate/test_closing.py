"""A closing read from its text: never another edition than the one its values make."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.editions import fold_editions
from roundup.curate.frozen import frozen_edition, read_closing
from roundup.model import Decision, Edition
from tests.curate.ledgers import JUNK, decisions, editions, few, frozen

WHOLE = frozen(7, 1, 2, title="The week – that was", intro='She said "why?"', tags=("bins",))


def spoilt(**fields: Any) -> dict[str, Any]:
    """The payload of a closing whose edition has these fields instead of its own."""
    return {"edition": {**WHOLE["edition"], **fields}}


ODD = {
    "whole": WHOLE,
    "with what was overridden": {**WHOLE, "overridden": ["links"]},
    "with keys of a newer program": {**WHOLE, "mood": "good", "edition": {**WHOLE["edition"], "mood": "good"}},
    "with controls in its words": spoilt(title="red\x1b[31m", intro="a\u202eb"),
    "with a byte order mark": spoilt(title="\ufeffThe week"),
    "with half a character": spoilt(title="\ud83d"),
    "with line breaks and back slashes": spoilt(intro="a\nb\\u0041 \t c:\\temp"),
    "without a number": spoilt(number=None),
    "with a number that is none": spoilt(number=True),
    "with a fraction for a number": spoilt(number=7.0),
    "with another fraction": spoilt(number=7.5),
    "with text for a number": spoilt(number="7"),
    "with a number below all": spoilt(number=0),
    "with a number above all": spoilt(number=10**12),
    "with a number no machine holds": spoilt(number=10**40),
    "with a number that is not finite": spoilt(number=float("nan")),
    "on no day": spoilt(date="yesterday"),
    "of no shape": spoilt(shape="round"),
    "with a slug that leads elsewhere": spoilt(slug="../../etc"),
    "with picks that are none": spoilt(picks=[1, "two"]),
    "with picks as words": spoilt(picks="two"),
    "with errata of its own": spoilt(errata=[{"text": "Wrong.", "day": ""}]),
    "with a time without a zone": spoilt(picks=[{**WHOLE["edition"]["picks"][0], "published": "2026-11-20T09:00:00"}]),
    "with a time elsewhere": spoilt(picks=[{**WHOLE["edition"]["picks"][0], "published": "2026-11-20T09:00:00+05:30"}]),
    "of no edition": {"edition": 7},
    "of nothing": {},
    "of a list": {"edition": [WHOLE["edition"]]},
}


def as_kept(decision: Decision) -> Decision:
    """The decision as the desk's file gives it back for folding."""
    try:
        kept = json.dumps(decision.payload, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        # Half a character has no bytes: only as an escape can it be kept.
        kept = json.dumps(decision.payload).encode()
    return replace(decision, payload=read_closing(kept)) if decision.verb == "freeze" else decision


@pytest.mark.parametrize("payload", ODD.values(), ids=ODD)
def test_text_and_values_make_the_same_edition(payload: dict[str, Any]) -> None:
    """Whatever a ledger from elsewhere holds under a closing: read either way, desks agree."""
    made = editions(("freeze", payload), ("publish", {"number": 7, "url": "https://a.example/"}), ("freeze", WHOLE))
    assert fold_editions(map(as_kept, made)) == fold_editions(made)


@few
@given(st.dictionaries(st.sampled_from(sorted(WHOLE["edition"])), JUNK, max_size=3))
def test_no_junk_tells_the_two_apart(junk: dict[str, Any]) -> None:
    """Any field may hold anything."""
    made = editions(("freeze", spoilt(**junk)))
    assert fold_editions(map(as_kept, made)) == fold_editions(made)


@few
@given(decisions(most=6, subjects=("edition",)))
def test_ledgers_fold_alike(made: list[Decision]) -> None:
    """With publishing, undoing, errata and rivals among the closings."""
    assert fold_editions(map(as_kept, made)) == fold_editions(made)


def test_a_clean_closing_is_read_at_once() -> None:
    """What this program wrote needs no second look."""
    read = read_closing(json.dumps(WHOLE, ensure_ascii=False).encode())["edition"]
    assert isinstance(read, Edition)
    assert frozen_edition({"edition": read}) == frozen_edition(WHOLE)


@pytest.mark.parametrize(
    "text", ['{"edition": {"number": 1e999}}', '{"edition": ' * 9 + "1" + "}" * 9, '{"edition": {}}']
)
def test_what_cannot_be_read_at_once_is_read_as_it_stands(text: str) -> None:
    """Then it is judged as before."""
    assert read_closing(text.encode()) == json.loads(text)


def beginning_with(control: str) -> bytes:
    """A closing, kept with this character unescaped in its title."""
    return json.dumps(WHOLE, ensure_ascii=False).replace('"title": "', f'"title": "{control}', 1).encode()


@pytest.mark.parametrize("control", ["\x7f", "\x85", "\u202e", "\ufeff"])
def test_a_control_that_is_not_escaped_is_stripped(control: str) -> None:
    """What JSON lets stand between quotes is found there too."""
    assert frozen_edition(read_closing(beginning_with(control))) == frozen_edition(WHOLE)


@pytest.mark.parametrize("control", ["\x00", "\t", "\n", "\x1b"])
def test_what_is_no_json_is_not_read(control: str) -> None:
    """The controls of ASCII have to be escaped: a file that has them otherwise was not written by this program."""
    with pytest.raises(json.JSONDecodeError):
        read_closing(beginning_with(control))


def test_a_closing_said_twice_is_the_last_one_said() -> None:
    """JSON lets a key stand twice: both readers take the later."""
    text = json.dumps(WHOLE, ensure_ascii=False)
    twice = f'{{"edition": 1, {text[1:]}'
    assert frozen_edition(read_closing(twice.encode())) == frozen_edition(json.loads(twice))
    within = text.replace('"number": 7', '"number": 8, "number": 7')
    assert frozen_edition(read_closing(within.encode())) == frozen_edition(json.loads(within))
