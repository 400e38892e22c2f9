"""Ledgers for tests: built in words, or drawn by hypothesis."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from roundup.curate.ledger import edition_to_payload
from roundup.model import EDITION, Decision, Verb
from tests.samples import NOW, decision, edition, pick

# The whole suite is to stay fast, and a loaded machine must not fail it.
few = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])

KEY = "url:https://blog.example/1"
PASSAGE = {"paragraphs": ["Plain words."], "exact": "Plain words."}


def ledger(*steps: tuple[Any, ...], curator: str = "ada", start: int = 1, subject: str = KEY) -> list[Decision]:
    """Decisions a minute apart, ids d0001, d0002 …, from (verb, payload?) or (verb, payload, fields)."""
    made = []
    for seq, (verb, *rest) in enumerate(steps, start=start):
        payload = rest[0] if rest else {}
        fields = rest[1] if len(rest) > 1 else {}
        values = {"subject": subject, "curator": curator, "time": NOW + timedelta(minutes=seq), **fields}
        made.append(decision(verb, seq=seq, payload=payload, **values))
    return made


def editions(*steps: tuple[Any, ...], **fields: Any) -> list[Decision]:
    return ledger(*steps, subject=EDITION, **fields)


def frozen(number: int = 1, *post_ids: int, **fields: Any) -> dict[str, Any]:
    """The payload of a freeze of edition `number` with these posts."""
    picks = tuple(pick(id) for id in post_ids or (1,))
    return {"edition": edition_to_payload(edition(*picks, number=number, status="frozen", **fields))}


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_PAYLOADS: list[dict[str, Any]] = [
    {},
    {"lead": "See [this](post)."},
    {"remark": "", "section": "Bins"},
    {"text": "Ring her first."},
    PASSAGE,
    {"add": ["bins", "Bins"], "remove": ["tax"]},
    {"add": ["tax"]},
    {"posts": [KEY, "url:https://blog.example/2"]},
    {"title": "Another title", "date": "2026-11-27", "cutoff": "2026-11-26T17:00:00+00:00", "shape": "card"},
    {"tags": ["a", "b"], "intro": "Hello."},
    frozen(1, 1),
    frozen(1, 2),
    frozen(2, 2),
    {"number": 1, "url": "https://example.org/1"},
    {"number": 2},
    {"number": 1, "text": "It was the 4th.", "day": "2026-11-27"},
    {"lead": 5, "section": ["S"], "paragraphs": None, "exact": 3, "text": {}},
    {"posts": {"a": 1}, "add": "bins", "edition": [], "number": -1, "date": "soon", "cutoff": 0, "title": None},
    {"edition": {"number": 1, "picks": "none"}, "paragraphs": ["\x1b[2J"], "exact": "\ud800x", "mood": [[[]]]},
]


@st.composite
def decisions(draw: st.DrawFn, most: int = 10, subjects: tuple[str, ...] = (KEY,)) -> list[Decision]:
    """A ledger of any verbs and payloads, fitting and not, by two curators, with undos of what came before."""
    made: list[Decision] = []
    for seq in range(1, draw(st.integers(0, most)) + 1):
        verb = draw(st.sampled_from([*get_args(Verb), "applaud"]))
        payload = draw(st.sampled_from(_PAYLOADS))
        if verb in ("undo", "unquote"):
            payload = {"of" if verb == "undo" else "quote": f"d{draw(st.integers(1, most)):04}"}
        time = NOW + timedelta(minutes=draw(st.integers(0, 3)))
        who = draw(st.sampled_from(["ada", "bob"]))
        made.append(
            decision(
                verb,
                draw(st.sampled_from(subjects)),
                seq,
                payload=payload,
                time=time,
                curator=who,
                reason=draw(st.sampled_from(["", "Too long"])),
            )
        )
    return made
