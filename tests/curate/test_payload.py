"""What decisions carry: understood, cleaned or left out, whoever wrote it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import roundup.curate
import roundup.curate.payload as module
from roundup.curate.frozen import edition_from_payload, edition_to_payload, frozen_edition
from roundup.curate.payload import (
    CLEANERS,
    HIGHEST_NUMBER,
    LONGEST_WORDS,
    MOST_ITEMS,
    clean_payload,
    edition_number,
    read_time,
    utc,
)
from roundup.errors import RoundupError
from roundup.model import Edition, Pick, Quote, Verb
from tests.curate.ledgers import JUNK, few, frozen
from tests.samples import NOW, edition, pick, quote


def test_every_verb_has_a_cleaner_and_a_line_in_the_table() -> None:
    """A verb of the model is one line in CLEANERS and one in the docstring."""
    assert list(CLEANERS) == list(get_args(Verb))
    table = (module.__doc__ or "").splitlines()
    assert [verb for verb in CLEANERS if not any(line.startswith(f"    {verb} ") for line in table)] == []


def test_the_package_says_how_to_add_to_it() -> None:
    """The docstrings hold a line for whoever adds a verb or a check."""
    assert any(line.startswith("To add a ") for line in (roundup.curate.__doc__ or "").splitlines())
    assert any(line.startswith("To add a ") for line in (module.__doc__ or "").splitlines())


@pytest.mark.parametrize(
    ("verb", "payload", "cleaned"),
    [
        ("star", {"colour": "gold"}, {}),
        ("annotate", {"lead": "A\x1b[31m\r\nB", "mood": "good"}, {"lead": "A[31m\nB"}),
        ("annotate", {"lead": 5, "remark": ""}, {"remark": ""}),
        ("annotate", {"section": " Bins \n and\ttax "}, {"section": "Bins and tax"}),
        ("annotate", {"lead": "x" * (LONGEST_WORDS + 1)}, {}),
        ("note", {"text": "Ring her."}, {"text": "Ring her."}),
        ("note", {"text": "  \n"}, None),
        ("note", {}, None),
        ("note", {"text": ["Ring her."]}, None),
        ("quote", {"paragraphs": ["A", "B"], "exact": "A\n\nB"}, {"paragraphs": ["A", "B"], "exact": "A\n\nB"}),
        ("quote", {"paragraphs": [], "exact": "A"}, None),
        ("quote", {"paragraphs": "A", "exact": "A"}, None),
        ("quote", {"paragraphs": ["A", 1], "exact": "A"}, None),
        ("quote", {"paragraphs": ["A", " "], "exact": "A"}, None),
        ("quote", {"paragraphs": ["A"], "exact": ""}, None),
        ("quote", {"paragraphs": ["A"], "exact": "A", "speaker": 1}, {"paragraphs": ["A"], "exact": "A"}),
        ("unquote", {"quote": "d0001"}, {"quote": "d0001"}),
        ("unquote", {"quote": 1}, None),
        ("undo", {"of": "d0001", "why": "?"}, {"of": "d0001"}),
        ("undo", {"of": ""}, None),
        ("tag", {"add": ["bins", " bins ", "", 7], "remove": "tax"}, {"add": ["bins"]}),
        ("tag", {"add": ["bins"] * (MOST_ITEMS + 1)}, {}),
        ("order", {"posts": ["a", "b", "a", None]}, {"posts": ["a", "b"]}),
        ("order", {"posts": "ab"}, None),
        ("edition", {"date": "2026-11-20", "shape": "note"}, {"date": "2026-11-20", "shape": "note"}),
        ("edition", {"date": "", "shape": "", "cutoff": ""}, {"date": "", "shape": "", "cutoff": ""}),
        ("edition", {"date": "2026-13-01", "shape": "sonnet", "cutoff": "soon"}, {}),
        ("edition", {"date": "2026W471", "cutoff": 5}, {}),
        ("edition", {"date": "2026-W47-1"}, {}),
        ("edition", {"cutoff": "2026-11-20T17:00:00+01:00"}, {"cutoff": "2026-11-20T16:00:00+00:00"}),
        ("edition", {"cutoff": "0001-01-01T00:00:00+10:00"}, {}),
        ("edition", {"editors": ["Ada", "Bob"], "mood": 9}, {"editors": ["Ada", "Bob"]}),
        ("freeze", {"edition": {"number": 1}}, {"edition": {"number": 1}}),
        ("freeze", {"edition": {"number": 0}}, None),
        ("freeze", {"edition": 1}, None),
        ("publish", {"number": 3, "url": "https://example.org/3"}, {"number": 3, "url": "https://example.org/3"}),
        ("publish", {"number": 3}, {"number": 3, "url": ""}),
        ("publish", {"number": True}, None),
        ("publish", {"number": HIGHEST_NUMBER + 1}, None),
        ("erratum", {"number": 3, "text": "The 4th.", "by": 1}, {"number": 3, "text": "The 4th.", "day": ""}),
        ("erratum", {"number": 3, "text": "A\x1b[1m", "day": "soon"}, {"number": 3, "text": "A[1m", "day": ""}),
        ("erratum", {"number": 3, "text": " \n"}, None),
        ("erratum", {"number": 0, "text": "The 4th."}, None),
        ("erratum", {"text": "The 4th."}, None),
        ("applaud", {}, None),
    ],
)
def test_a_payload_is_cleaned(verb: str, payload: dict[str, Any], cleaned: dict[str, Any] | None) -> None:
    """What is understood stays, what is not is dropped, and a decision without meaning is None."""
    assert clean_payload(verb, payload) == cleaned


@few
@given(verb=st.sampled_from([*get_args(Verb), "applaud"]), payload=JUNK | st.dictionaries(st.text(max_size=6), JUNK))
def test_no_payload_is_too_strange(verb: str, payload: object) -> None:
    """Whatever JSON another ledger holds is cleaned or refused; cleaning twice changes nothing more."""
    cleaned = clean_payload(verb, payload)
    if cleaned is not None:
        assert clean_payload(verb, cleaned) == cleaned
        json.dumps(cleaned)


def test_a_time_without_zone_is_utc() -> None:
    """Times of the ledger are UTC; one outside the calendar is none."""
    assert read_time("2026-11-20T17:00") == datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert utc(datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))) is None
    assert read_time("yesterday") is None


@pytest.mark.parametrize("payload", [None, {}, {"edition": None}, {"edition": {"number": "1"}}, {"number": 0}, []])
def test_an_edition_without_a_sound_number_has_none(payload: object) -> None:
    """Only whole numbers from 1 count, in a freeze as in a publish."""
    assert edition_number(payload) is None


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
times = st.none() | st.datetimes(timezones=st.just(UTC))
quotes = st.builds(Quote, id=texts, paragraphs=st.lists(texts).map(tuple), exact=texts, speaker=texts)
picks = st.builds(
    Pick,
    post_id=st.integers(1, 10**9),
    key=texts,
    url=texts,
    title=texts,
    blog=texts,
    authors=st.lists(texts, max_size=3).map(tuple),
    published=times,
    lead=texts,
    quotes=st.lists(quotes, max_size=2).map(tuple),
    tags=st.lists(texts, max_size=3).map(tuple),
)


@few
@given(number=st.integers(1, 999), words=st.tuples(texts, texts, texts), chosen=st.lists(picks, max_size=3).map(tuple))
def test_an_edition_comes_back_from_the_ledger_as_it_was(
    number: int, words: tuple[str, str, str], chosen: tuple[Pick, ...]
) -> None:
    """Written as JSON and read again an edition is equal to the first, to the last character."""
    title, intro, slug = words
    written = edition(number=number, title=title, intro=intro, slug=slug, picks=chosen)
    assert edition_from_payload(json.loads(json.dumps(edition_to_payload(written)))) == written


@pytest.mark.parametrize(
    "payload", [None, 1, [], {}, {"number": "one"}, {**frozen()["edition"], "picks": [{"key": 1}]}]
)
def test_what_is_no_edition_is_refused_in_words(payload: object) -> None:
    """An unreadable edition is an error that says so and what to try."""
    with pytest.raises(RoundupError, match="not an edition") as caught:
        edition_from_payload(payload)
    assert "update" in caught.value.hint


def test_a_newer_programs_keys_are_left_out() -> None:
    """A field this program does not know does not stop it reading the edition."""
    payload = {**edition_to_payload(edition()), "podcast": {"hosts": 2}}
    assert edition_from_payload(payload) == edition()


def test_a_zoneless_time_in_an_edition_is_utc() -> None:
    """Times in an edition can always be compared with each other."""
    payload = edition_to_payload(edition(pick(published=NOW)))
    payload["picks"][0]["published"] = "2026-11-20T09:00:00"
    assert edition_from_payload(payload).picks[0].published == NOW


def freeze_of(**fields: Any) -> Edition | None:
    return frozen_edition({"edition": {**frozen()["edition"], **fields}})


@pytest.mark.parametrize(
    "fields",
    [
        {"number": 0},
        {"number": 10**20},
        {"number": -1},
        {"date": ""},
        {"date": "../../etc"},
        {"shape": "sonnet"},
        {"picks": 4},
    ],
)
def test_a_hostile_frozen_edition_is_not_taken_over(fields: dict[str, Any]) -> None:
    """A frozen edition whose number, day or shape could not be ours is ignored."""
    assert freeze_of() is not None
    assert freeze_of(**fields) is None


def test_a_frozen_edition_is_safe_to_name_a_folder_after() -> None:
    """The slug of somebody else's edition cannot lead out of the output folder, nor its words steer a terminal."""
    taken = freeze_of(slug="../../root/.ssh", title="Hello\x1b]0;gone\x07", status="open")
    assert taken is not None
    assert (taken.slug, taken.title, taken.status) == ("root-ssh", "Hello]0;gone", "frozen")


@pytest.mark.parametrize("slug", ["", "/", "nul", "COM1", "site"])
def test_a_frozen_edition_takes_no_reserved_name(slug: str) -> None:
    """Names of devices and of the site's own folder are replaced by the number."""
    taken = freeze_of(slug=slug)
    assert taken is not None
    assert taken.slug == "edition-1"


def test_an_endlessly_nested_edition_is_not_followed() -> None:
    """Nesting deeper than any edition is cut off, not recursed into."""
    deep: Any = "x"
    for _ in range(5_000):
        deep = [deep]
    assert freeze_of(podcast=deep) is not None
    assert freeze_of(intro=deep) is None


def test_quotes_survive_freezing() -> None:
    """The frozen edition carries each quote with the marks it was proved by."""
    kept = quote("One.", "Two.", speaker="Cllr Vole", snapshot="abc", prefix="so ", suffix=" and")
    held = frozen_edition({"edition": edition_to_payload(edition(pick(quotes=(kept,))))})
    assert held is not None
    assert held.picks[0].quotes == (kept,)
