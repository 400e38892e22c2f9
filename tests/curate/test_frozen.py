"""A closed edition as the ledger keeps it: it comes back as it was, and what is no edition comes back as nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.frozen import (
    DEEPEST,
    edition_from_payload,
    edition_slug,
    edition_to_payload,
    frozen_edition,
    is_reserved,
)
from roundup.errors import RoundupError
from roundup.model import Edition
from roundup.text import strip_controls
from tests.curate.ledgers import JUNK, few
from tests.samples import NOW, edition, pick, quote

WHOLE = edition(
    pick(1, remark="Quite.", section="Bins", tags=("a", "ü"), day="2026-11-19"),
    pick(2, quotes=(quote("One.", "Two."), quote("Three.", id="q2")), published=None),
    tags=("bins",),
    editors=("Ada", "李明"),
    image="https://week.example/a.png",
    image_alt="A bin",
)


def texts_of(tree: Any) -> list[str]:
    """Every text in a tree of JSON values."""
    if isinstance(tree, str):
        return [tree]
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [text for each in inner for text in texts_of(each)]


# ---------------------------------------------------------------- there and back


def test_an_edition_comes_back_as_it_was() -> None:
    """Every pick, quote and mark; also after the database has had it."""
    payload = edition_to_payload(WHOLE)
    assert edition_from_payload(payload) == WHOLE
    assert edition_from_payload(json.loads(json.dumps(payload))) == WHOLE


def test_a_payload_equals_itself_after_it_was_kept() -> None:
    """Lists for tuples and texts for times from the start: ledgers are compared by what they hold."""
    payload = edition_to_payload(WHOLE)
    assert json.loads(json.dumps(payload)) == payload
    assert edition_to_payload(edition_from_payload(payload)) == payload


TEXTS = st.text(max_size=30)


@few
@given(TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=3))
def test_any_words_come_back(title: str, lead: str, passage: str, tags: list[str]) -> None:
    """Whatever alphabet, quote marks and backslashes they are of, as long as they can be written down."""
    try:
        "".join((title, lead, passage, *tags)).encode()
    except UnicodeEncodeError:
        return
    made = edition(pick(1, lead=lead, quotes=(quote(passage or "x"),)), title=title, tags=tuple(tags))
    assert edition_from_payload(edition_to_payload(made)) == made


@pytest.mark.parametrize("hours", [-12, 0, 1, 5.75, 14])
def test_times_are_utc_wherever_they_were_written(hours: float) -> None:
    """The same moment, so that pages do not depend on whose desk closed it."""
    zone = timezone(timedelta(hours=hours))
    made = edition(pick(1, published=NOW.astimezone(zone)))
    (back,) = edition_from_payload(edition_to_payload(made)).picks
    assert back.published == NOW
    assert back.published is not None
    assert back.published.tzinfo is UTC


def test_fields_of_a_newer_program_are_left_out() -> None:
    """A desk that was not updated yet can read what one that was has closed."""
    payload = edition_to_payload(WHOLE)
    payload["mood"] = {"deep": [1, 2]}
    payload["picks"][0]["stars"] = 5
    assert edition_from_payload(payload) == WHOLE


def test_fields_of_an_older_program_have_their_defaults() -> None:
    """What was closed before there was such a field says nothing of it."""
    payload = edition_to_payload(WHOLE)
    for name in ("image", "image_alt", "tags", "editors", "errata"):
        payload.pop(name, None)
    back = edition_from_payload(payload)
    assert (back.image, back.tags, back.editors, back.errata) == ("", (), (), ())


# ---------------------------------------------------------------- what another desk may send


def closed(**fields: Any) -> Edition | None:
    """What comes of a freeze with these fields of an edition put in."""
    return frozen_edition({"edition": {**edition_to_payload(WHOLE), **fields}})


def test_what_was_closed_is_frozen_and_without_errata() -> None:
    """Whatever the payload claims: errata are decisions of their own."""
    found = closed(status="published", errata=[{"text": "I was never wrong", "day": "2026-11-20"}])
    assert found
    assert (found.status, found.errata) == ("frozen", ())


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 0},
        {"number": -1},
        {"number": 10**12},
        {"number": "1"},
        {"number": 1.5},
        {"number": True},
        {"date": ""},
        {"date": "soon"},
        {"date": "2026-02-30"},
        {"shape": "poem"},
        {"picks": "none"},
        {"picks": [1]},
        {"picks": [{}]},
        {"title": None},
        {"slug": ["a"]},
        {"picks": [{"post_id": 1, "key": "k", "url": "u", "published": "yesterday"}]},
    ],
    ids=str,
)
def test_what_is_no_edition_is_nothing(fields: dict[str, Any]) -> None:
    """It has no effect, and stops no desk."""
    assert closed(**fields) is None


@few
@given(JUNK)
def test_anything_can_be_read(junk: Any) -> None:
    """As an edition or as none, never as an error that nobody expects."""
    found = frozen_edition({"edition": junk})
    assert found is None or isinstance(found, Edition)
    with suppress(RoundupError):
        assert isinstance(edition_from_payload(junk), Edition)


@few
@given(st.sampled_from(["title", "intro", "sign_off", "slug", "image_alt"]), JUNK)
def test_one_field_of_anything_is_read_or_refused(name: str, junk: Any) -> None:
    """And if it is read it is clean."""
    found = closed(**{name: junk})
    if found:
        assert all(strip_controls(text) == text for text in texts_of(edition_to_payload(found)))


HOSTILE = ["\x1b[2J", "a\x00b", "\u202eevil", "a\rb", "\x7f", "\ud800", "\u2066x", "tab\tand\nline", "C:\\users\\b"]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("place", ["title", "lead", "quote", "tag"])
def test_nothing_that_steers_a_terminal_is_closed(place: str, text: str) -> None:
    """Wherever in the edition it stands; tabs, lines and backslashes stay."""
    payload = edition_to_payload(WHOLE)
    first = payload["picks"][0]
    if place == "title":
        payload["title"] = f"A{text}B"
    elif place == "lead":
        first["lead"] = f"A{text}B"
    elif place == "quote":
        first["quotes"][0]["paragraphs"] = [f"A{text}B"]
    else:
        first["tags"] = [f"A{text}B"]
    found = frozen_edition({"edition": payload})
    assert found
    said = texts_of(edition_to_payload(found))
    assert all(strip_controls(each) == each for each in said)
    assert f"A{strip_controls(text)}B" in said


@pytest.mark.parametrize("depth", [DEEPEST + 1, 60, 3_000])
def test_what_is_nested_beyond_reason_is_cut(depth: int) -> None:
    """No depth stops a desk from starting."""
    deep: Any = "\x1b"
    for _ in range(depth):
        deep = [deep]
    found = closed(mood=deep)
    assert found is None or found.title == WHOLE.title
    assert closed(title=deep) is None


# ---------------------------------------------------------------- what it is called


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("2026-11-20-week-that-was", "2026-11-20-week-that-was"),
        ("Bins & Budgets", "bins-budgets"),
        ("../../etc/passwd", "etc-passwd"),
        ("con", "edition-7"),
        ("COM1", "edition-7"),
        ("lpt9", "edition-7"),
        ("com10", "com10"),
        ("site", "edition-7"),
        ("", "edition-7"),
        ("!!!", "edition-7"),
        ("\x00", "edition-7"),
    ],
)
def test_every_edition_has_a_folder_it_can_be_in(text: str, slug: str) -> None:
    """On every system, inside of the folder of all editions, and not on top of the site."""
    assert edition_slug(text, 7) == slug
    found = closed(slug=text, number=7)
    assert found
    assert found.slug == slug


@few
@given(st.text(max_size=60), st.integers(1, 999))
def test_no_text_names_a_folder_elsewhere(text: str, number: int) -> None:
    """No separator, no dot in front, no name that means something to a system; and naming it again changes nothing."""
    slug = edition_slug(text, number)
    assert slug
    assert not set(slug) & set('/\\:*?"<>|\x00 ')
    assert slug.strip(".-") == slug
    assert not is_reserved(slug)
    assert edition_slug(slug, number) == slug


def test_a_date_far_away_is_a_date() -> None:
    """Nobody's calendar ends before the program's does."""
    made = edition(pick(1, published=datetime(1, 1, 1, tzinfo=UTC)), date="9999-12-31")
    found = frozen_edition({"edition": edition_to_payload(made)})
    assert found == replace(made, status="frozen")
