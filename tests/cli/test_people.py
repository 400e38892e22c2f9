"""`roundup people`: written down, looked at, left out, forgotten, out to a file and in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import Commands
from tests.workflow.desks import bring, desk_at


@pytest.fixture
def desk(tmp_path: Path) -> Commands:
    """A desk with three posts of two people."""
    commands = Commands(tmp_path / "desk")
    commands.run("init", str(commands.root), "--empty")
    here = desk_at(commands.root)
    bring(here, "bins", authors=("Ada Example",), blog="Ada's Blog", url="https://ada.example/bins/")
    bring(here, "votes", authors=("Ada Example",), blog="Ada's Blog", url="https://ada.example/votes/")
    bring(here, "roads", authors=("Bert Sample",), blog="Roads", url="https://roads.example/1/")
    return commands


def ada(desk: Commands, *more: str) -> str:
    """Ada is written down; her key."""
    return desk.run("people", "add", "Ada Example", "--site", "https://ada.example/", *more).out.strip()


def test_a_new_desk_knows_nobody_and_says_what_to_do(desk: Commands) -> None:
    """The next command is named."""
    said = desk.run("people")
    assert said.out == ""
    assert said.err.splitlines() == ["0 people.", "Who writes in your feeds: roundup people suggest"]


def test_somebody_is_written_down_and_listed(desk: Commands) -> None:
    """The key on stdout, for scripts; a row for people; all of it as JSON."""
    key = ada(desk, "--handle", "@ada@social.example", "--also", "A. Example", "--region", "Wales")
    said = desk.run("people")
    assert said.out == "Ada Example\t\tWales\tada.example\n"
    assert said.err == "1 person.\n"
    (person,) = desk.json("people")
    assert person["key"] == key
    assert person["handles"] == ["@ada@social.example"]
    assert desk.json("people", "show", "A. Example") == person


def test_one_person_is_shown_and_corrected(desk: Commands) -> None:
    """Only the lines that say something."""
    key = ada(desk)
    desk.run("people", "set", "ada example", "--note", "rings on Fridays", "--handle", "@ada")
    said = desk.run("people", "set", "@ada", "--no-handle", "@ada", "--affiliation", "Barchester Council")
    assert said.out.splitlines() == [
        "Ada Example",
        "  sites: https://ada.example/",
        "  affiliation: Barchester Council",
        "  note: rings on Fridays",
        f"  key: {key}",
    ]
    assert desk.run("people", "show", "Ada Example").out == said.out


def test_an_organisation_is_no_person(desk: Commands) -> None:
    """Its site is its own."""
    desk.run("people", "add", "Barchester Digital", "--organisation", "--site", "https://ada.example/")
    assert desk.json("people")[0]["affiliation"] == "Barchester Digital"


def test_nobody_of_that_name_is_said_with_the_nearest(desk: Commands) -> None:
    """Exit 2, as for every request that makes no sense."""
    ada(desk)
    said = desk.run("people", "show", "Ada Exemple", code=2)
    assert said.err.splitlines() == [
        "roundup: nobody here is called Ada Exemple",
        "Did you mean Ada Example? See them with: roundup people. New: roundup people add NAME",
    ]


def test_two_entries_are_united_and_parted(desk: Commands) -> None:
    """By undo, which says what it took back."""
    ada(desk)
    desk.run("people", "add", "A. Example")
    assert "  also: A. Example" in desk.run("people", "merge", "Ada Example", "A. Example").out
    assert "undone: what was written down of a person" in desk.run("undo").err
    assert len(desk.json("people")) == 2


# ---------------------------------------------------------------- left out


def test_opting_out_is_honoured_by_every_command(desk: Commands) -> None:
    """What waits, what is starred, what is checked, what is rendered; and lifted again."""
    ada(desk)
    desk.run("star", "1")
    desk.run("annotate", "1", "--lead", "Ada [counts her bins](post).")
    said = desk.run("people", "opt-out", "Ada Example", "--reason", "her mail")
    assert said.err.splitlines() == [
        "Ada Example – left out from now on",
        "starred, to be taken out with `roundup unstar 1`: 1  Bins  (Ada's Blog)",
    ]
    waiting = desk.run("posts")
    assert [line.split("\t")[0] for line in waiting.out.splitlines()] == ["3"]
    assert "1 left out, as their authors asked: see roundup posts --all." in waiting.err
    assert "Ada Example asked to be left out" in desk.run("posts", "--all").out
    refused = desk.run("star", "2", code=2)
    assert 'roundup people opt-in "Ada Example"' in refused.err
    assert "[opted-out]" in desk.run("check", code=1).out
    assert "left out, post 1 (Bins)" in desk.run("render").err
    desk.run("people", "opt-in", "Ada Example")
    assert "left out" not in desk.run("render").err
    desk.run("star", "2")


def test_left_out_people_are_marked_in_the_list(desk: Commands) -> None:
    """And counted."""
    ada(desk, "--opted-out")
    said = desk.run("people")
    assert said.out.startswith("Ada Example – left out\t")
    assert said.err == "1 person, 1 to be left out.\n"


def test_forgetting_says_what_stays(desk: Commands) -> None:
    """Of somebody who had opted out, and of somebody who had not."""
    key = ada(desk, "--opted-out")
    said = desk.run("people", "forget", "Ada Example")
    assert f"they go on being left out, under the key {key}" in said.err
    assert desk.run("people").out == f"(details removed, {key}) – left out\t\t\t\n"
    assert "Example" not in desk.run("ledger", "export").out
    desk.run("people", "add", "Bert Sample")
    assert "they had not opted out" in desk.run("people", "forget", "Bert Sample").err
    assert "cannot be brought back" in desk.run("undo", code=2).err
    desk.run("people", "opt-in", key)
    assert desk.run("people").out == ""


def test_why_tells_all_of_a_person(desk: Commands) -> None:
    """What was written down, and the trail of every post."""
    ada(desk, "--handle", "@ada")
    lines = desk.run("why", "@ada").out.splitlines()
    assert lines[0] == "Ada Example, in the registry"
    assert [line for line in lines if line[0].isdigit()] == ["2: Votes", "1: Bins"]


# ---------------------------------------------------------------- who is new


def test_authors_who_are_not_known_are_suggested_with_the_command(desk: Commands) -> None:
    """Ready to be pasted; by those with most posts first."""
    said = desk.run("people", "suggest")
    assert said.out.splitlines() == [
        "Ada Example · Ada's Blog · 2 posts",
        "   roundup people add 'Ada Example'",
        "Bert Sample · Roads · 1 post",
        "   roundup people add 'Bert Sample'",
    ]
    ada(desk)
    found = desk.json("people", "suggest", "--limit", "1")
    assert [each["name"] for each in found["newcomers"]] == ["Bert Sample"]


def test_a_likely_spelling_of_somebody_known_is_a_question(desk: Commands) -> None:
    """With the command that says yes."""
    desk.run("people", "add", "Ada Exemple")
    desk.run("people", "add", "Bert Sample")
    assert "   The same as Ada Exemple? roundup people set 'Ada Exemple' --also 'Ada Example'" in (
        desk.run("people", "suggest").out.splitlines()
    )
    desk.run("people", "add", "Ada Example")
    assert "Are Ada Example and Ada Exemple one person?" in desk.run("people", "suggest").out


def test_a_hostile_author_is_quoted_for_the_shell(desk: Commands) -> None:
    """Whoever pastes the line runs nothing else."""
    bring(desk_at(desk.root), "evil", authors=("Eve $(reboot) `x`; 'rm\x1b[2J\u202e",), blog="Evil")
    said = desk.run("people", "suggest").out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "roundup people add 'Eve $(reboot) `x`; '\"'\"'rm[2J'" in said


# ---------------------------------------------------------------- a file


def test_the_registry_goes_out_and_in_again(desk: Commands, tmp_path: Path) -> None:
    """To a file, to standard output; twice changes nothing more."""
    ada(desk, "--region", "Wales")
    file = tmp_path / "people.toml"
    assert "roundup people import people.toml" in desk.run("people", "export", str(file)).err
    assert desk.run("people", "export").out == file.read_text(encoding="utf-8")
    assert desk.run("people", "import", str(file)).err == "0 added, 0 changed\n"
    file.write_text(file.read_text(encoding="utf-8").replace("Wales", "Kent"), encoding="utf-8")
    assert desk.run("people", "import", str(file), "--dry-run").err == "0 would be added, 1 would be changed\n"
    assert desk.json("people", "import", str(file)) == {"new": 0, "changed": 1, "kept_out": []}
    assert desk.json("people")[0]["region"] == "Kent"


def test_a_file_does_not_lift_an_opt_out(desk: Commands) -> None:
    """It says so."""
    ada(desk, "--opted-out")
    said = desk.run("people", "import", "-", stdin='[[person]]\nname = "Ada Example"\nopted_out = false\n')
    assert "person 1 (Ada Example) stays left out" in said.err
    assert desk.json("people")[0]["opted_out"] is True


@pytest.mark.parametrize("text", ["name = ", "[[person]]\nname = 3", "\x00", "[[person]]\nhandel = 1"])
def test_a_file_at_fault_is_refused_in_words(desk: Commands, text: str) -> None:
    """Exit 2, and nothing taken in."""
    said = desk.run("people", "import", "-", stdin=text, code=2)
    assert said.err.startswith("roundup: ")
    assert "Traceback" not in said.err
    assert desk.json("people") == []


@pytest.mark.parametrize(
    "words",
    [
        ("people", "add", ""),
        ("people", "add", "Ada", "--handle", "a b"),
        ("people", "add", "Ada", "--site", "medium.com"),
        ("people", "set", "Nobody"),
        ("people", "merge", "Nobody", "Either"),
        ("people", "opt-out", "Nobody"),
        ("people", "opt-in", "Nobody"),
        ("people", "forget", "Nobody"),
        ("people", "suggest", "--since", "yesterday"),
        ("people", "import", "/nowhere/people.toml"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_done(desk: Commands, words: tuple[str, ...]) -> None:
    """With what to do instead."""
    said = desk.run(*words, code=2)
    assert len(said.err.splitlines()) >= 2
    assert desk.json("people") == []
