"""Lists of posts: what each reason counts, what is folded, who answers whom; on a terminal, in a pipe, as JSON."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from roundup.cli import postlists
from roundup.cli.postlists import behind_it, folding_for, headline, parts, say_posts, score_of, suggestion_json
from roundup.model import Listing, Suggestion
from roundup.text import width
from tests.cli.desk import Commands
from tests.curate.prose import prose
from tests.samples import NOW, post
from tests.workflow.desks import desk_at
from tests.workflow.test_order import write


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        return True


def listing(id: int = 1, **fields: Any) -> Listing:
    decided = {name: fields.pop(name) for name in ("teaser", "starred", "skipped") if name in fields}
    return Listing(post(id, **{"title": f"A title of five words {id}", **fields}), **decided)


def suggestion(id: int = 1, *reasons: tuple[float, str], **fields: Any) -> Suggestion:
    """A post with these reasons."""
    about = {name: fields.pop(name) for name in ("title", "blog", "teaser", "starred", "skipped") if name in fields}
    return Suggestion(
        listing(id, **about),
        sum(weight for weight, _ in reasons),
        tuple(words for _, words in reasons),
        weights=tuple(weight for weight, _ in reasons),
        **fields,
    )


def on_terminal(monkeypatch: pytest.MonkeyPatch, *given: Suggestion, columns: int = 80) -> list[str]:
    """The lines a person sees, without colours."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(columns))
    say_posts(given, UTC)
    return screen.getvalue().splitlines()


# ---------------------------------------------------------------- words


def test_each_reason_is_said_with_what_it_counts() -> None:
    """With its sign; a remark that counts nothing without."""
    given = suggestion(1, (3.0, "new this week"), (-1.0, "a short note"), (0.0, "undated"), (1.5, "about bins"))
    assert list(parts(given)) == ["+3 new this week", "-1 a short note", "undated", "+1.5 about bins"]
    assert score_of(given) == "3.5: +3 new this week; -1 a short note; undated; +1.5 about bins"


def test_a_post_without_reasons_has_a_score() -> None:
    """Nothing."""
    assert score_of(suggestion()) == "0"


def test_what_is_folded_is_named() -> None:
    """The first few, by short id."""
    given = suggestion(
        twins=(listing(2, blog="Medium"), listing(3, blog="")),
        earlier=tuple(listing(id) for id in range(10, 20)),
        series="Weeknotes",
    )
    assert list(behind_it(given)) == [
        "also on Medium (2), no blog (3)",
        "and 10 more of “Weeknotes”: 10, 11, 12, 13, 14, 15 …",
    ]
    many = suggestion(twins=tuple(listing(id, blog="B") for id in range(2, 12)))
    assert next(behind_it(many)).endswith("B (7) and 4 more")


def test_what_would_be_folded_says_behind_what() -> None:
    """Where every post has a line of its own."""
    assert list(behind_it(suggestion(behind=7))) == ["behind 7"]
    assert list(behind_it(suggestion(behind=7, series="Weeknotes"))) == ["behind 7, of “Weeknotes”"]


@pytest.mark.parametrize(
    ("title", "teaser", "shown"),
    [
        ("A title of five words", "First words.", "A title of five words"),
        ("Weeknotes", "First words.", "Weeknotes · First words."),
        ("", "First words.", "First words."),
        ("Weeknotes", "", "Weeknotes"),
        ("", "", "https://blog.example/1"),
    ],
)
def test_short_titles_are_followed_by_the_first_words(title: str, teaser: str, shown: str) -> None:
    """And what has neither is called by its address."""
    assert headline(listing(title=title, teaser=teaser)) == shown


# ---------------------------------------------------------------- on a terminal


def test_a_person_sees_the_sum_under_the_title(monkeypatch: pytest.MonkeyPatch) -> None:
    """Id, score and title; below blog, day and reasons; below what is folded."""
    given = suggestion(12, (3.0, "new this week"), (1.5, "a full post"), twins=(listing(2, blog="Medium"),))
    assert on_terminal(monkeypatch, given) == [
        "   id score  post",
        "   12   4.5  A title of five words 12",
        "             A Blog · 2026-11-20 · +3 new this week; +1.5 a full post",
        "             also on Medium (2)",
    ]


def test_answers_are_set_in_under_what_they_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers to answers further, to a point; a post that is answered below stands at the edge."""
    given = [suggestion(1), *(suggestion(id, answers=(id - 1,)) for id in range(2, 7)), suggestion(7, answers=(99,))]
    lines = on_terminal(monkeypatch, *given)
    places = [line.index("↳") for line in lines if "↳" in line]
    assert places == [16, 19, 22, 22, 22]
    assert any(line.startswith("    7     0  A title") for line in lines)


@pytest.mark.parametrize("columns", [30, 40, 80])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """However long titles, names and reasons are, in whatever script."""
    given = suggestion(
        123456,
        (3.0, "new this week " * 9),
        title="東京 " * 40 + "x" * 200,
        blog="An Endless Name " * 9,
        series="S" * 99,
        earlier=(listing(2),),
    )
    lines = on_terminal(monkeypatch, given, replace(given, answers=(123456,)), columns=columns)
    assert max(map(width, lines)) <= columns


def test_hostile_words_are_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    """No escape reaches the terminal, wherever it stands."""
    bad = "\x1b[31m\u202ered\x07"
    given = suggestion(
        1, (1.0, bad), title=bad, blog=bad, series=bad, earlier=(listing(2),), twins=(listing(3, blog=bad),)
    )
    said = "\n".join(on_terminal(monkeypatch, given))
    assert not {"\x1b", "\u202e", "\x07"} & set(said)


def test_nothing_to_list_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a heading."""
    assert on_terminal(monkeypatch) == []


def test_only_a_person_sees_folds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program finds each post, and so does who asks for each."""
    assert folding_for(each=False) == "none"
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert folding_for(each=False) == "all"
    assert folding_for(each=True) == "none"


# ---------------------------------------------------------------- the commands


@pytest.fixture
def desk(tmp_path: Path) -> Commands:
    """A conversation, a copy and a series."""
    made = Commands(tmp_path / "desk")
    made.run("init", str(made.root))
    at = desk_at(made.root, now=NOW)
    text = prose(300)
    write(at, "ada", text=text, title="On the bins and their tax")
    write(at, "copy", host="medium.com", text=text, title="On bins", authors=("Ada Example",))
    write(at, "bert", "https://ada.example/ada/", title="Ada is wrong about the bins")
    for number in (1, 2, 3):
        write(at, f"w{number}", host="cy.example", title=f"Weeknotes {number}", days=9 - number)
    return made


def test_in_a_pipe_every_post_has_a_line(desk: Commands) -> None:
    """Five fields; the last is the sum, and what it stands behind."""
    rows = [line.split("\t") for line in desk.run("posts").out.splitlines()]
    assert {len(row) for row in rows} == {5}
    why = {row[0]: row[4] for row in rows}
    assert set(why) == {"1", "2", "3", "4", "5", "6"}
    assert why["1"].endswith("; also on Blog of medium.com (2)")
    assert why["2"].endswith("; behind 1")
    assert "+1 answers 1" in why["3"]
    assert why["6"].endswith("and 2 more of “Weeknotes”: 5, 4")
    assert why["4"].endswith("behind 6, of “Weeknotes”")


def test_json_tells_the_parts_of_the_score(desk: Commands) -> None:
    """Reasons as before; weights, neighbours and folds beside them."""
    listed = {each["id"]: each for each in desk.json("posts")}
    assert set(listed) == {1, 2, 3, 4, 5, 6}
    for each in listed.values():
        assert [part["reason"] for part in each["parts"]] == each["reasons"]
        assert sum(part["weight"] for part in each["parts"]) == each["score"]
    assert (listed[1]["twins"], listed[2]["behind"], listed[1]["behind"]) == ([2], 1, None)
    assert (listed[3]["answers"], listed[1]["answered_by"]) == ([1], [3])
    assert (listed[6]["series"], listed[6]["earlier"]) == ("Weeknotes", [5, 4])


def test_on_a_terminal_copies_and_series_are_folded(desk: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is said how many."""
    with monkeypatch.context() as patch:
        patch.setattr("roundup.cli.reading.folding_for", lambda *, each: "none" if each else "all")
        said = desk.run("posts")
        each = desk.run("posts", "--each")
    assert len(said.out.splitlines()) == 3
    assert "3 of 6 waiting for a decision, and 3 folded behind them." in said.err
    assert len(each.out.splitlines()) == 6
    assert "folded" not in each.err


def test_show_tells_why_and_with_whom(desk: Commands) -> None:
    """Below the post: its score, who answers it, where else it is."""
    said = " ".join(desk.run("show", "1").out.split())
    assert "score 6.5: +3 new this week;" in said
    assert "answered by: 3 Ada is wrong about the bins (Blog of bert.example)" in said
    assert "the same text: 2 On bins" in said
    assert "the same text: 1 On the bins" in " ".join(desk.run("show", "2").out.split())
    assert "of the series “Weeknotes”: 5 Weeknotes 2" in " ".join(desk.run("show", "6").out.split())
    whole = desk.json("show", "1")
    assert whole["reasons"][0] == "new this week"
    assert whole["twins"] == [2]


def test_weights_of_the_desk_count(desk: Commands) -> None:
    """A weight of 0 switches a reason off, another changes the order; a wrong one is named."""
    settings = desk.root / "roundup.toml"
    sample = settings.read_text(encoding="utf-8")
    settings.write_text(sample.replace("# answered = 0.5", "answered = 0").replace("# old = -1.0", "old = 9"), "utf-8")
    assert not any(reason.startswith("answered") for each in desk.json("posts") for reason in each["reasons"])
    settings.write_text(sample.replace("# new = 3.0", 'new = "much"'), "utf-8")
    assert "[order.weights] new is 'much', but must be a number" in desk.run("posts", code=2).err


def test_a_suggestion_as_json_is_whole() -> None:
    """Every field that lists show."""
    made = suggestion_json(suggestion(1, (1.0, "x"), answers=(2,), shares=(3,), series="S"))
    assert made == {
        "score": 1.0,
        "reasons": ["x"],
        "parts": [{"reason": "x", "weight": 1.0}],
        "answers": [2],
        "answered_by": [],
        "shares": [3],
        "twins": [],
        "series": "S",
        "earlier": [],
        "behind": None,
    }


def test_days_are_those_of_the_desk() -> None:
    """Near midnight another than in UTC."""
    from zoneinfo import ZoneInfo

    late = post(published=NOW.replace(hour=23, minute=30) - timedelta(days=150))
    assert postlists.when(late, UTC) != postlists.when(late, ZoneInfo("Europe/London"))
