"""`roundup ledger`: two curators at two desks, one draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import Commands
from tests.workflow.desks import bring, desk_at

Pair = tuple[Commands, Commands]


@pytest.fixture
def desks(tmp_path: Path) -> Pair:
    """Ada's desk and, three hours later, Bert's; both have fetched the same three posts."""
    made = []
    for curator, hour in (("ada", 9), ("bert", 12)):
        root = tmp_path / curator
        commands = Commands(root, now=f"2026-11-20T{hour:02}:00:00+00:00", curator=curator)
        commands.run("init", str(root), "--empty")
        for slug in ("bins", "votes", "roads"):
            bring(desk_at(root), slug)
        made.append(commands)
    return made[0], made[1]


def carry(here: Commands, there: Commands, *words: str) -> str:
    """Here's ledger taken in there; what was said."""
    return there.run("ledger", "merge", "-", *words, stdin=here.run("ledger", "export").out).err


def draft(desk: Commands) -> object:
    return desk.json("edition")


def test_two_desks_come_to_the_same_draft(desks: Pair) -> None:
    """Whoever merges first."""
    ada, bert = desks
    ada.run("star", "1")
    ada.run("annotate", "1", "--lead", "Ada [says](post).")
    bert.run("star", "2")
    assert carry(ada, bert) == "2 decisions came in, 0 were known\n"
    assert carry(bert, ada) == "1 decision came in, 2 were known\n"
    assert draft(ada) == draft(bert)
    assert carry(bert, ada) == "0 decisions came in, 3 were known\n"


def test_what_was_decided_differently_is_shown_with_both_sides(desks: Pair) -> None:
    """The later holds; the trail keeps both."""
    ada, bert = desks
    ada.run("annotate", "1", "--lead", "Ada [says](post).")
    bert.run("annotate", "1", "--lead", "Bert [says](post).")
    assert carry(bert, ada) == (
        "1 decision came in, 0 were known\n"
        "post 1, Bins: lead was decided differently\n"
        "  here, ada, 2026-11-20 09:00 UTC (kept in the ledger): Ada [says](post).\n"
        "  there, bert, 2026-11-20 12:00 UTC (holds): Bert [says](post).\n"
    )
    assert ada.json("show", "1")["pick"]["lead"] == "Bert [says](post)."
    assert ada.run("why", "1").out.count("lead-in written") == 2


def test_a_dry_run_changes_nothing(desks: Pair) -> None:
    """It only says what would come."""
    ada, bert = desks
    ada.run("star", "1")
    before = bert.run("ledger", "export").out
    assert carry(ada, bert, "--dry-run") == "1 decision would come in, 0 were known\n"
    assert bert.run("ledger", "export").out == before


def test_posts_that_are_not_here_yet_are_waited_for(desks: Pair) -> None:
    """The decision is kept; once the post is fetched it counts."""
    ada, bert = desks
    bring(desk_at(ada.root), "parks")
    ada.run("star", "4")
    assert "1 post of theirs not on this desk yet" in carry(ada, bert)
    assert draft(bert)["picks"] == []  # type: ignore[index]
    bring(desk_at(bert.root), "parks")
    assert [pick["post"] for pick in draft(bert)["picks"]] == [4]  # type: ignore[index]


def test_through_a_file_and_as_json(desks: Pair, tmp_path: Path) -> None:
    """For scripts."""
    ada, bert = desks
    ada.run("skip", "3")
    bert.run("star", "3")
    file = tmp_path / "ada.jsonl"
    assert "roundup ledger merge ada.jsonl" in ada.run("ledger", "export", str(file)).err
    document = bert.json("ledger", "merge", str(file))
    assert (document["new"], document["known"], document["waiting"]) == (1, 0, 0)
    (found,) = document["differs"]
    assert (found["about"], found["what"], found["here"]["curator"]) == ("post 3, Roads", "in or out", "bert")
    assert found["holds"] == found["here"]["id"]


def test_a_file_that_is_no_ledger_changes_nothing(desks: Pair, tmp_path: Path) -> None:
    """Exit 2, and what to do."""
    (tmp_path / "x.jsonl").write_text("Dear all,\n")
    said = desks[0].run("ledger", "merge", str(tmp_path / "x.jsonl"), code=2)
    assert "not an exported ledger" in said.err
    assert "roundup ledger export FILE" in said.err


def test_two_people_of_one_name_are_asked_about(desks: Pair) -> None:
    """What each desk had written down is said, and what parts them; parted, they are two on both desks."""
    ada, bert = desks
    ada.run("people", "add", "Ada Example", "--site", "https://ada.example/", "--region", "Wales")
    bert.run("people", "add", "Ada Example", "--site", "https://another.example/", "--handle", "@another")
    assert carry(bert, ada).splitlines()[1:] == [
        "Ada Example was written down on both desks, and may be two people; here they are one",
        "  here: https://ada.example/, Wales",
        "  there: https://another.example/, @another",
        "  If they are two: roundup people part PERSON --site ADDRESS takes out what is the other's",
    ]
    parted = ada.run("people", "part", "Ada Example", "--site", "another.example", "--handle", "@another")
    assert parted.out.count("Ada Example") == 2
    carry(ada, bert)
    assert bert.json("people") == ada.json("people")
    assert [each["sites"] for each in ada.json("people")] == [["https://ada.example/"], ["https://another.example/"]]


def test_namesakes_are_in_the_document(desks: Pair) -> None:
    """For scripts: the key, the name, and what each desk knew."""
    ada, bert = desks
    ada.run("people", "add", "Ada Example", "--affiliation", "Barchester")
    bert.run("people", "add", "Ada Example", "--affiliation", "Sandleigh")
    document = ada.run("ledger", "merge", "-", "--json", stdin=bert.run("ledger", "export").out).json
    (found,) = document["namesakes"]
    assert (found["name"], found["here"], found["there"]) == ("Ada Example", ["Barchester"], ["Sandleigh"])
    assert ada.run("people", "show", found["key"]).out.startswith("Ada Example")


def test_parting_somebody_who_is_left_out_says_that_both_are(desks: Pair) -> None:
    """And how whoever agreed comes back."""
    ada, _ = desks
    ada.run("people", "add", "Ada Example", "--site", "a.example", "--site", "b.example", "--opted-out")
    said = ada.run("people", "part", "Ada Example", "--site", "b.example")
    assert said.out.count("left out") == 2
    assert said.err == "both are left out; whoever agreed: roundup people opt-in KEY\n"
    assert "say what is the other's" in ada.run("people", "part", said.out.split("key: ")[1].split()[0], code=2).err
