"""People and decisions about them for tests: made in words, or drawn by hypothesis."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from roundup.curate.people import Registry
from roundup.curate.people.names import person_key
from roundup.model import PERSON, Byline, Decision, Person
from tests.samples import NOW, decision

ADA, BERT = person_key("Ada Example"), person_key("Bert Sample")


def person(name: str, **fields: Any) -> Person:
    return Person(**{"key": person_key(name), "name": name, **fields})


def registry(*people: Person) -> Registry:
    return Registry(people)


def ada(**fields: Any) -> Person:
    values: dict[str, Any] = {
        "handles": ("@ada@social.example",),
        "sites": ("https://ada.example/",),
        "region": "Wales",
        **fields,
    }
    return person("Ada Example", **values)


def bert(**fields: Any) -> Person:
    values: dict[str, Any] = {"handles": ("@bertie",), "sites": ("https://bert.example/blog/",), **fields}
    return person("Bert Sample", **values)


def byline(author: str = "", blog: str = "A Blog", **fields: Any) -> Byline:
    """One post of an author this week, unless said otherwise."""
    values: dict[str, Any] = {
        "authors": (author,) if author else (),
        "feed": "https://blog.example/feed/",
        "site": "https://blog.example/",
        "url": "https://blog.example/1/",
        "posts": (1, 1, 1),
        "total": 1,
        "latest": NOW,
        "first": NOW,
    }
    return Byline(**{"blog": blog, **values, **fields})


def about(*steps: tuple[Any, ...], curator: str = "ada", start: int = 1) -> list[Decision]:
    """Decisions about people a minute apart, from (key, payload) or (key, payload, fields)."""
    made = []
    for seq, (key, payload, *rest) in enumerate(steps, start=start):
        values = {"curator": curator, "time": NOW + timedelta(minutes=seq), **(rest[0] if rest else {})}
        made.append(decision("person", PERSON + key, seq, payload=payload, **values))
    return made


def undo(goal: Decision, seq: int = 100) -> Decision:
    values: dict[str, Any] = {"id": f"u{seq}", "time": NOW + timedelta(minutes=seq), "payload": {"of": goal.id}}
    return decision("undo", goal.subject, seq, **values)


# ---------------------------------------------------------------- drawn

LINES = st.text(max_size=20)
HANDLES = st.sampled_from(["@ada", "@ada@social.example", "@bert.example", "https://social.example/@cyd", "no handle!"])
SITES = st.sampled_from(
    ["https://ada.example/", "bert.example/blog", "https://medium.com/@cyd", "javascript:x", "nope"]
)
NAMES = st.sampled_from(
    ["Ada Example", "A. Example", "Bert Sample", "Zoë O’Example", "Dr Cyd Tester", "李明"]
) | st.text(min_size=1, max_size=12)
_LISTS = st.fixed_dictionaries(
    {},
    optional={
        "also": st.lists(NAMES, max_size=2),
        "handles": st.lists(HANDLES, max_size=2),
        "sites": st.lists(SITES, max_size=2),
    },
)
_TRACES = st.lists(st.sampled_from(["0123456789abcdef", "fedcba9876543210"]), max_size=2)
PAYLOADS = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "affiliation": LINES,
        "region": LINES,
        "note": LINES,
        "opted_out": st.booleans(),
        "add": _LISTS,
        "remove": _LISTS,
        "same": st.sampled_from([ADA, BERT, "cyd"]),
    },
)


@st.composite
def ledgers(draw: st.DrawFn, *, forgetting: bool = True) -> list[Decision]:
    """Any decisions about a few people: changed, united, undone, forgotten."""
    made: list[Decision] = []
    for seq in range(1, draw(st.integers(0, 12)) + 1):
        key = draw(st.sampled_from([ADA, BERT, "cyd"]))
        payload = draw(PAYLOADS)
        if forgetting and draw(st.integers(0, 9)) == 0:
            payload = {"forget": True, "opted_out": draw(st.booleans()), "traces": draw(_TRACES)}
        # Some of them at the same moment, as on two desks.
        moment = NOW + timedelta(minutes=draw(st.integers(0, 5)))
        made.append(decision("person", PERSON + key, seq, payload=payload, time=moment))
        if made and draw(st.integers(0, 5)) == 0:
            made.append(undo(draw(st.sampled_from(made)), 100 + seq))
    return made
