"""What the search looks through."""

from __future__ import annotations

import json
from typing import Any

import pytest

from roundup.curate.people import Registry
from roundup.model import Erratum, Person
from roundup.render.site.archive import places
from roundup.render.site.search import year_file
from tests import samples
from tests.render.hostile import PAYLOADS
from tests.render.site.archives import closed, edition, pick


def looked_through(*editions: Any, registry: Registry | None = None) -> list[Any]:
    """The data of a year's file, as the browser gets it."""
    text = year_file(places(closed(*editions)), registry or Registry()).decode()
    assert text.startswith("roundupYear(")
    assert text.endswith(");\n")
    found: list[Any] = json.loads(text.removeprefix("roundupYear(").removesuffix(");\n"))
    return found


def test_everything_readers_read_can_be_found() -> None:
    """Titles, names, tags, the editor's words without their marks, quoted words and who said them, corrections."""
    quote = samples.quote("Nobody thanked the crew.", speaker="A Driver")
    made = edition(
        1,
        pick(1, tags=("bins",), lead="She [wrote](https://a.example/) *this*.", remark="Quite.", quotes=(quote,)),
        intro="A **week** of bins.",
        errata=(Erratum("It was Tuesday."),),
        tags=("weeknotes",),
    )
    ((folder, date, title, words, picks),) = looked_through(made)
    assert (folder, date, title) == ("2026-11-20-week-that-was", "20 November 2026", "The week that was")
    assert words == "A week of bins. Send us your posts. It was Tuesday. weeknotes"
    assert picks == [
        ["Post number 1", "Ada Example", "A Blog", "bins", "She wrote this. Nobody thanked the crew. A Driver Quite."]
    ]


def test_the_newest_edition_comes_first() -> None:
    """So that it is found first."""
    assert [each[0][:10] for each in looked_through(edition(1), edition(2))] == ["2026-11-27", "2026-11-20"]


def test_who_opted_out_is_not_found_by_name() -> None:
    """Neither as author nor as blog."""
    shy = Registry([Person("shy", "Ada Example", opted_out=True)])
    (found,) = looked_through(edition(1, pick(1, lead="Words.", quotes=())), registry=shy)
    assert found[4] == [["Post number 1", "", "", "", "Words."]]


@pytest.mark.parametrize("words", [*PAYLOADS, "\u2028\u2029", "</script><script>"])
def test_words_cannot_leave_the_data(words: str) -> None:
    """The file is a call with one JSON value: no word ends it, or a script it might be pasted into."""
    made = edition(1, pick(1, words, words, title=words, lead=words, remark=words), title=words, intro=words)
    text = year_file(places(closed(made)), Registry()).decode()
    assert "<" not in text
    assert not {"\u2028", "\u2029"} & set(text)
    assert text.count("\n") == 1
    assert looked_through(made)


def test_a_very_long_post_is_searched_in_its_beginning() -> None:
    """So that no file grows without bounds."""
    (found,) = looked_through(edition(1, pick(1, lead="word " * 50_000)))
    assert len(found[4][0][4]) <= 4_000
