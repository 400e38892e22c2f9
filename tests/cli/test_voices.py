"""`roundup voices`: tables of 80 columns, JSON, a picture and a page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from xml.dom.minidom import parseString

import pytest

from roundup.cli.voices import screen
from roundup.curate.voices import Back, Heard, Voices
from roundup.text import width
from tests.cli.desk import Commands
from tests.samples import NOW
from tests.workflow.desks import bring, desk_at


@pytest.fixture
def desk(tmp_path: Path) -> Commands:
    """A desk with one edition, with a post of Ada's in it and one of Bert's not."""
    commands = Commands(tmp_path / "desk")
    commands.run("init", str(commands.root), "--empty")
    here = desk_at(commands.root)
    bring(here, "bins", authors=("Ada Example",), blog="Ada's Blog", url="https://ada.example/bins/")
    bring(here, "roads", authors=("Bert Sample",), blog="Roads", url="https://roads.example/1/")
    commands.run("people", "add", "Ada Example", "--region", "Wales")
    commands.run("star", "1")
    commands.run("annotate", "1", "--lead", "Ada Example [counts her bins](post).")
    commands.run("publish")
    return commands


def test_the_tables_say_who_was_heard_and_who_was_not(desk: Commands) -> None:
    """By person, site and region; the same off a terminal as on one."""
    assert desk.run("voices").out.splitlines() == [
        "Featured in 1 edition up to 20 November 2026; posts of the last 12 weeks",
        "",
        "By person                             4 w   12 w   52 w   ever  posts  last",
        "Ada Example                             1      1      1      1      1  Nov 26",
        "",
        "By site                               4 w   12 w   52 w   ever  posts  last",
        "Ada's Blog                              1      1      1      1      1  Nov 26",
        "",
        "By region                             4 w   12 w   52 w   ever  posts  last",
        "Wales                                   1      1      1      1      1  Nov 26",
        "",
        "Never featured, though writing (posts of the last 12 weeks):",
        "Bert Sample                       Roads                           1",
    ]


def test_one_group_can_be_asked_for(desk: Commands) -> None:
    """And no other; a group that there is not is named with those that there are."""
    lines = desk.run("voices", "--by", "region").out.splitlines()
    assert [line[:9] for line in lines[2:]] == ["By region", "Wales    "]
    assert "Use one of person, site, region." in desk.run("voices", "--by", "town", code=2).err


def test_scripts_get_everything(desk: Commands) -> None:
    """Every row, with both counts."""
    found = desk.json("voices")
    assert found["people"][0]["featured"] == [1, 1, 1]
    assert found["people"][0]["last_edition"] == 1
    assert [row["name"] for row in found["never"]] == ["Bert Sample"]


def test_a_picture_and_a_page_are_files(desk: Commands, tmp_path: Path) -> None:
    """Or standard output; the same bytes each time."""
    picture, whole = tmp_path / "voices.svg", tmp_path / "voices.html"
    assert desk.run("voices", "--svg", str(picture)).err == f"written: {picture}\n"
    assert desk.run("voices", "--svg", "-").out == picture.read_text(encoding="utf-8")
    parseString(picture.read_bytes())
    assert "by region" in desk.run("voices", "--svg", "-", "--by", "region").out
    desk.run("voices", "--html", str(whole))
    assert whole.read_text(encoding="utf-8") == desk.run("voices", "--html", "-").out
    assert "Ada Example" in whole.read_text(encoding="utf-8")


def test_one_kind_of_answer_at_a_time(desk: Commands) -> None:
    """JSON and a page cannot both be on standard output."""
    assert "exclude each other" in desk.run("voices", "--json", "--svg", "-", code=2).err


def test_a_desk_without_an_edition_says_so(tmp_path: Path) -> None:
    """Rather than tables of nothing alone."""
    commands = Commands(tmp_path / "desk")
    commands.run("init", str(commands.root), "--empty")
    said = commands.run("voices")
    assert "No edition is closed yet" in said.err
    assert said.out.startswith("Featured in 0 editions")


def test_no_line_is_wider_than_eighty_columns() -> None:
    """Whatever people and blogs are called; hostile names steer nothing."""
    names = ("李明" * 30, "W" * 100, "Ada\x1b[2J\u202e Example\n", "")
    rows = tuple(
        Heard(name, where=name, featured=(1, 22, 333), ever=12_345, last=NOW, posts=(1, 2_345, 6)) for name in names
    )
    back = tuple(Back(name, name, 1_234, NOW - timedelta(days=9)) for name in names)
    made = Voices(NOW, people=rows, sites=rows, regions=rows, never=rows, back=back, left_out=12_345, editions=500)
    lines = screen(made)
    assert max(width(line) for line in lines) <= 80
    assert not any("\x1b" in line or "\u202e" in line for line in lines)


def test_on_a_narrow_screen_numbers_stand_below_the_name() -> None:
    """Names are whole as far as the screen goes, and columns still stand under each other."""
    row = Heard("Ada Example-Sample", featured=(1, 22, 333), ever=444, last=NOW, posts=(1, 55, 6), where="Ada's Blog")
    back = Back("Bert", "A Blog of Many Words", 40, NOW - timedelta(days=9))
    made = Voices(NOW, people=(row,), never=(row,), back=(back,), editions=4)
    lines = screen(made, columns=40)
    assert lines[lines.index("By person") :][:4] == [
        "By person",
        "     4 w  12 w  52 w  ever posts  last",
        "Ada Example-Sample",
        "       1    22   333   444    55  Nov 26",
    ]
    assert "  Ada's Blog                     55" in lines
    assert lines[-2] == "Bert"
    assert lines[-1].endswith("11 Nov, after 40 weeks")
    assert max(map(width, lines)) <= 40


def test_what_does_not_fit_is_counted() -> None:
    """With the command that shows it."""
    rows = tuple(Heard(f"Person {n}", ever=1) for n in range(12))
    lines = screen(Voices(NOW, people=rows), by="person", limit=10)
    assert lines[-1] == "and 2 more (see: roundup voices --limit 1000)"
    assert len(lines) == 14
    assert len(screen(Voices(NOW, people=rows), by="person", limit=20)) == 15
