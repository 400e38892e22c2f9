"""What hands and programs do to a worksheet: moved, doubled, cut, pasted. Understood or told, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from roundup.curate.worksheet import Passage, Sheet, Words, with_problems
from roundup.curate.worksheet.layout import CUT, REMARK, SIGN_OFF
from tests.curate.worksheet.sheets import CARDS, SMALL, read, written

TEXT = written(SMALL)
LINES = TEXT.split("\n")
HEADS = {number: next(line for line in LINES if line.startswith(f"## [{number}]")) for number in (1, 2, 5)}
INFO = {number: LINES[LINES.index(HEADS[number]) + 1] for number in HEADS}


def block(number: int, text: str = TEXT) -> str:
    """A post's block, from its heading to the next."""
    rest = text[text.index(HEADS[number]) :]
    ends = [at for mark in ("\n## ", "\n-----8<") if (at := rest.find(mark, 1)) >= 0]
    return rest[: min(ends, default=len(rest))].rstrip("\n") + "\n\n"


def without(number: int) -> str:
    return TEXT.replace(block(number).rstrip("\n"), "").replace("\n\n\n\n", "\n\n")


def before(mark: str, inserted: str, text: str = TEXT) -> str:
    """`text` with something put in above a line."""
    return text.replace(mark, f"{inserted.rstrip()}\n\n{mark}", 1)


def sheet(text: str) -> Sheet:
    """What a text says; it has to be understood."""
    reading = read(text)
    assert reading.problems == []
    return reading.sheet


def problems(text: str) -> list[tuple[int, str]]:
    """What could not be understood, by line."""
    found = [(problem.line, problem.message) for problem in read(text).problems]
    assert found
    return found


def said(text: str) -> str:
    return "\n".join(message for _, message in problems(text))


# ------------------------------------------------------------ blocks


def test_a_block_moved_up_comes_first() -> None:
    """With all its words."""
    moved = before(HEADS[2], block(1), without(1))
    assert sheet(moved) == replace(SMALL, picks=(1, 2))


def test_a_block_moved_below_the_line_is_out_and_keeps_its_words() -> None:
    """They wait in the backlog."""
    moved = without(2) + "\n" + block(2)
    assert (sheet(moved).picks, sheet(moved).words[2]) == ((1,), SMALL.words[2])


def test_a_block_moved_above_the_line_is_in() -> None:
    """At the place where it was put."""
    moved = before(HEADS[1], block(5), without(5))
    assert sheet(moved).picks == (2, 5, 1)


def test_a_block_that_was_cut_is_out() -> None:
    """Its words are not said to be gone: nothing is said of it at all."""
    assert sheet(without(2)).picks == (1,)
    assert 2 not in sheet(without(2)).words


@pytest.mark.parametrize("number", [1, 2])
def test_a_block_that_stands_twice_is_told_with_both_lines(number: int) -> None:
    """Which of the two is meant cannot be known."""
    doubled = before(SIGN_OFF, block(number))
    ((line, message),) = problems(doubled)
    first = LINES.index(HEADS[number]) + 1
    assert f"a second time; it stands in line {first} already" in message
    assert doubled.split("\n")[line - 1] == HEADS[number]


def test_a_bare_block_below_that_stands_above_too_is_no_matter() -> None:
    """The post was named above by hand and still waits below with nothing said."""
    named = before(SIGN_OFF, "## [5]\n\nSo there.")
    assert sheet(named).picks == (2, 1, 5)
    assert sheet(named).words[5] == Words(lead="So there.")


def test_a_heading_that_was_cut_away_is_missed() -> None:
    """The words under it would be the intro's or another post's."""
    for number in (1, 2):
        assert "program's" in said(TEXT.replace(HEADS[number] + "\n", ""))


def test_a_heading_and_its_line_that_were_cut_away_leave_words_behind() -> None:
    """Words alone, with no sign of the program's, belong to what stands above them."""
    left = TEXT.replace(f"{HEADS[1]}\n{INFO[1]}\n", "")
    assert sheet(left).words[2].remark == "Quite.\n\n\nAnd [another](post)."


def test_a_heading_with_its_line_cut_away_is_the_heading_still() -> None:
    """As if it were typed by hand."""
    assert sheet(TEXT.replace(INFO[1] + "\n", "")) == SMALL


def test_the_line_of_another_post_under_a_heading_is_told() -> None:
    """Whose words these are would be a guess."""
    swapped = TEXT.replace(INFO[1], "@").replace(INFO[2], INFO[1]).replace("@", INFO[2])
    assert len(problems(swapped)) == 2


@pytest.mark.parametrize("mark", [SIGN_OFF, CUT])
def test_a_line_of_the_program_s_that_is_gone_or_doubled_is_told(mark: str) -> None:
    """Without it nobody could tell what stands where."""
    assert "missing" in said(TEXT.replace(mark, ""))
    assert "once" in said(TEXT.replace(mark, f"{mark}\n\n{mark}"))


def test_the_sign_off_moved_below_the_backlog_is_told() -> None:
    """Where it would be taken for a post's words."""
    moved = TEXT.replace(SIGN_OFF + "\n", "") + f"\n{SIGN_OFF}\n\nBye.\n"
    assert "above the backlog" in said(moved)


def test_everything_moved_below_the_line_is_an_empty_edition() -> None:
    """That may be meant: nothing is wrong."""
    emptied = TEXT.replace(block(2), "").replace(block(1), "")
    assert sheet(emptied).picks == ()


def test_nothing_left_is_told_in_each_of_its_parts() -> None:
    """An editor who emptied the file hears what belongs there; nothing is unstarred."""
    for text in ("", "\n\n", " ", "\ufeff"):
        assert len(problems(text)) == 4


def test_only_the_first_half_was_saved() -> None:
    """A full disk, a program that was killed: the end is missed wherever it was cut."""
    for cut in range(1, LINES.index(CUT)):
        assert problems("\n".join(LINES[:cut]))


# ------------------------------------------------------------ what programs make of it

SAME: dict[str, Callable[[str], str]] = {
    "Windows' line ends": lambda text: text.replace("\n", "\r\n"),
    "an old Mac's line ends": lambda text: text.replace("\n", "\r"),
    "line ends of both kinds": lambda text: text.replace("\n", "\r\n", 7),
    "a byte order mark": lambda text: "\ufeff" + text,
    "no line end at the end": lambda text: text.rstrip("\n"),
    "blank lines at the end": lambda text: text + "\n\n\n",
    "blank lines at the beginning": lambda text: "\n\n" + text,
    "white space behind the program's lines": lambda text: "\n".join(
        line + "  " * line.startswith(("#", "<!--", "---", "Section", "Tags")) for line in text.split("\n")
    ),
    "no-break spaces in headings": lambda text: "\n".join(
        line.replace(" ", "\u00a0") if line.startswith("#") else line for line in text.split("\n")
    ),
    "no-break spaces in the program's lines": lambda text: "\n".join(
        line.replace(" ", "\u00a0") if line.startswith(("<!--", "---", "Section", "Tags")) else line
        for line in text.split("\n")
    ),
    "no-break spaces behind >": lambda text: text.replace("> ", ">\u00a0"),
    "no spaces behind >": lambda text: text.replace("> ", ">"),
    "> one step in": lambda text: text.replace("\n>", "\n >"),
    "two blank lines for one between paragraphs": lambda text: re.sub(r"\n\n(?=[^<\n])", "\n\n\n", text),
    "a blank > as a blank quoted line": lambda text: text.replace("\n>\n", "\n> \n"),
    "headings one step in": lambda text: text.replace("\n## ", "\n ## "),
    "labels in small letters": lambda text: text.replace("Section:", "section:").replace("Tags:", "tags:"),
    "labels without a space": lambda text: text.replace("Section: ", "Section:").replace("Tags: ", "Tags:"),
    "tags the other way about than the section": lambda text: text.replace(
        "Section: Services\nTags: bins, waste\\, recycling", "Tags: bins, waste\\, recycling\nSection: Services"
    ),
    "a remark with its own line": lambda text: text.replace("Quite.", f"{REMARK}\n\nQuite."),
    "headings without title": lambda text: re.sub(r"## \[(\d)\] .*\n<!--.*", r"## [\1]", text),
    "headings without brackets": lambda text: re.sub(r"## \[(\d)\] .*\n<!--.*", r"## \1", text),
    "addresses for numbers": lambda text: re.sub(r"## \[(\d)\] .*\n<!--.*", r"## [https://blog.example/\1]", text),
}


@pytest.mark.parametrize("name", SAME)
def test_what_means_the_same_is_the_same(name: str) -> None:
    """Whatever an editor's program makes of line ends and spaces: the same sheet, and nothing to record."""
    assert sheet(SAME[name](TEXT)) == SMALL


SPOILT: dict[str, Callable[[str], str]] = {
    "dashes made long": lambda text: text.replace("--", "—"),
    "dashes made long in the cut only": lambda text: text.replace("-----8<-----", "—–8<—–"),
    "comments opened otherwise": lambda text: text.replace("<!--", "<!–"),
    "all one step too far in": lambda text: "\n".join("\t" + line for line in text.split("\n")),
    "all in a quote": lambda text: "\n".join("> " + line for line in text.split("\n")),
    "all on one line": lambda text: text.replace("\n", " "),
    "a blank line behind every line": lambda text: text.replace("\n", "\n\n"),
    "no blank lines": lambda text: re.sub(r"\n\n+", "\n", text),
    "escaped as Markdown": lambda text: re.sub(r"([#<>\[\]])", r"\\\1", text),
    "escaped as HTML": lambda text: text.replace("<", "&lt;").replace(">", "&gt;"),
    "without comments": lambda text: re.sub(r"<!--.*-->\n", "", text),
    "translated": lambda text: text.replace("Sign-off", "Abschied"),
    "in capitals": str.upper,
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_cannot_be_the_same_is_told(name: str) -> None:
    """A program that spoils the worksheet spoils nothing else: there are problems, so nothing is recorded."""
    assert problems(SPOILT[name](TEXT))


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_worksheet_is_given_back_with_every_word(name: str) -> None:
    """The notes are put above the lines they tell of; without them it is what was saved."""
    spoilt = SPOILT[name](TEXT)
    noted = with_problems(spoilt, read(spoilt).problems)
    kept = [line for line in noted.split("\n") if not line.startswith("<!-- !!")]
    assert kept == spoilt.split("\n")
    assert [(p.line, p.message) for p in read(with_problems(noted, read(noted).problems)).problems]


# ------------------------------------------------------------ words that look like the program's

LOOKALIKES = [
    "# A heading",
    "## Another",
    "## [1] Post 1 — A Blog",
    SIGN_OFF,
    CUT,
    REMARK,
    "<!-- a comment -->",
    "<!-- · 12 words · 3fa2c1 -->",
    "<!-- !! a note · 3fa2c1 -->",
    "> a quote",
    ">quote",
    "-8<",
    "\\# escaped",
    "\\\\## twice",
    "Section: Bins",
    "Tags: a, b",
    "section: Bins",
    "##\u00a0[1]",
    "#\u2003x",
    "<!--\u00a0· x · 123456 -->",
]


@pytest.mark.parametrize("words", LOOKALIKES)
def test_words_that_look_like_the_program_s_stay_the_editor_s(words: str) -> None:
    """In the intro, the sign-off, a lead-in or a remark, alone or among others: written and read they are the same."""
    for text in (words, f"Before.\n{words}\nAfter.", f"{words}\n\nAfter."):
        made = Sheet(
            title="T",
            intro=text,
            sign_off=text,
            picks=(1, 2),
            words={
                1: Words(lead=text, remark=text, quotes=(Passage(("So it was.",)),)),
                2: Words(lead=text, remark=text),
                3: Words(remark=text),
            },
        )
        assert sheet(written(made)) == made


@pytest.mark.parametrize("words", LOOKALIKES)
def test_quoted_words_that_look_like_the_program_s_stay_the_author_s(words: str) -> None:
    """A post about worksheets can be quoted, and its author named anything."""
    passage = Passage((" ".join(words.split()), "— and so on"), " ".join(words.split()))
    made = Sheet(title="T", picks=(1,), words={1: Words(quotes=(passage, Passage(("Twice.",))))})
    assert sheet(written(made)) == made


@pytest.mark.parametrize("words", [*LOOKALIKES, "] [", "a — b", "-->", "…"])
def test_a_post_s_title_is_never_taken_for_the_program_s(words: str) -> None:
    """Titles are strangers' words: they end no comment, make no heading, and are read back as they were written."""
    from roundup.curate.worksheet import Card, read_sheet, write_sheet
    from roundup.curate.worksheet.write import heading

    cards = {**CARDS, 1: Card(words, words, words), 2: Card("", words, words)}
    text = write_sheet(SMALL, cards, edition=7, decision="d1")
    made = read_sheet(
        text,
        lookup=lambda ref: int(ref) if ref.isdigit() else None,
        headings=lambda post: heading(post, cards[post]),
    )
    assert (made.problems, made.sheet) == ([], SMALL)


# ------------------------------------------------------------ words in the wrong place

PLACES: dict[str, tuple[Callable[[str], str], str]] = {
    "above the title": (lambda text: text.replace("\n# ", "\nMy words.\n# "), "title belongs"),
    "between two quotes": (lambda text: text.replace("> Twice.", "My words.\n\n> Twice."), "between two quotes"),
    "right under a quote": (lambda text: text.replace("> Twice.", "> Twice.\nMy words."), "still quoted"),
    "under the cut": (lambda text: text.replace(f"{CUT}\n", f"{CUT}\nMy words.\n"), "belongs to no post"),
    "in a heading": (lambda text: text.replace(HEADS[1], f"{HEADS[1]} my words"), "would be lost"),
    "in the line under a heading": (lambda text: text.replace(INFO[1], INFO[1].replace("100", "my")), "would be lost"),
    "in the cut": (lambda text: text.replace(CUT, f"{CUT} my words"), "as it was"),
    "in the first line": (lambda text: text.replace("edition 7", "edition 8"), "first line"),
    "a heading for no post": (lambda text: text.replace(SIGN_OFF, f"## My words\n\n{SIGN_OFF}"), "names no post"),
    "a post that is not there": (lambda text: text.replace(SIGN_OFF, f"## [99]\n\n{SIGN_OFF}"), "no post 99"),
    "a quote under the remark": (lambda text: text.replace("Quite.", f"{REMARK}\nQuite.\n\n> My words."), "above the"),
    "two remarks": (lambda text: text.replace("Quite.", f"{REMARK}\nQuite.\n{REMARK}\nReally."), "one remark"),
    "another post's line": (lambda text: text.replace("Quite.", f"{INFO[1]}\nQuite."), "program's"),
    "a post's line in the intro": (lambda text: text.replace("A week", f"{INFO[1]}\nA week"), "heading, which is gone"),
    "a remark's mark in the sign-off": (lambda text: text.replace("Tell us", f"{REMARK}\nTell us"), "which is gone"),
}


@pytest.mark.parametrize("name", PLACES)
def test_words_in_the_wrong_place_are_told_with_their_line(name: str) -> None:
    """Where they stand, what is wrong with that, and nothing else."""
    spoil, why = PLACES[name]
    text = spoil(TEXT)
    found = problems(text)
    assert any(why in message for _, message in found), found
    assert all(1 <= line <= text.count("\n") + 1 for line, _ in found)


def test_all_problems_are_told_at_once_in_the_order_of_their_lines() -> None:
    """An editor mends them in one go."""
    text = TEXT
    for spoil, _ in PLACES.values():
        text = spoil(text)
    lines = [line for line, _ in problems(text)]
    assert lines == sorted(lines)
    assert len(lines) >= 8


def test_mended_as_the_notes_say_it_is_understood() -> None:
    """The notes go with the next reading; nobody has to take them out."""
    spoilt = TEXT.replace("> Twice.", "> Twice.\nMy words.")
    noted = with_problems(spoilt, read(spoilt).problems)
    mended = noted.replace("> Twice.\n", "> Twice.\n\n")
    lines = [line for line in mended.split("\n") if line.strip()]
    assert any(line.startswith("<!-- !!") for line in lines)
    assert sheet(mended).words[2].remark.startswith("My words.")
