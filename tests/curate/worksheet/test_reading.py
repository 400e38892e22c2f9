"""What an editor may do to a worksheet, and what is answered where a worksheet cannot be understood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roundup.curate.worksheet import Passage, Problem, Sheet, Words, layout, with_problems
from roundup.curate.worksheet.write import heading
from tests.curate.worksheet.sheets import CARDS, SMALL, read, written

TEXT = written(SMALL)


def after(old: str, new: str, text: str = TEXT) -> str:
    """The small worksheet with one thing in it replaced."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def problems(text: str) -> list[str]:
    """Each problem as `line: words`, the line's own text in brackets."""
    lines = text.split("\n")
    return [f"{lines[p.line - 1].strip()!r}: {p.message}" for p in read(text).problems]


def block(post: int) -> str:
    """The block of a post as it stands in the small worksheet."""
    start = TEXT.index(f"## [{post}]")
    ends = [at for mark in ("\n## ", "\n-----8<") if (at := TEXT.find(mark, start)) > 0]
    return TEXT[start : min(ends, default=len(TEXT))].strip("\n")


# ---------------------------------------------------------------- what may be done


def test_moving_a_block_reorders() -> None:
    """The order of the blocks is the order of the picks."""
    moved = after("## Sign-off", f"{block(2)}\n\n## Sign-off", TEXT.replace(block(2) + "\n\n", ""))
    assert read(moved).sheet == replace(SMALL, picks=(1, 2))


def test_a_block_behind_the_sign_off_is_still_a_pick() -> None:
    """Above the line is in the edition, wherever."""
    moved = after("Tell us what we missed.", f"Tell us what we missed.\n\n{block(5)}", TEXT.replace(block(5), ""))
    assert read(moved).sheet.picks == (2, 1, 5)


def test_deleting_a_block_takes_the_pick_out() -> None:
    """Nothing is said of it any more."""
    sheet = read(TEXT.replace(block(2), "")).sheet
    assert sheet.picks == (1,)
    assert 2 not in sheet.words


def test_moving_a_block_below_the_line_takes_the_pick_out_with_its_words() -> None:
    """Its words go to the backlog with it."""
    sheet = read(TEXT.replace(block(2) + "\n\n", "") + "\n" + block(2)).sheet
    assert sheet.picks == (1,)
    assert sheet.words[2] == SMALL.words[2]


@pytest.mark.parametrize(
    "written_as", ["## [6]", "## 6", "## https://blog.example/6", "##   [6]  ", "## [6] Post 6 — A Blog"]
)
def test_a_post_may_be_named_by_hand(written_as: str) -> None:
    """By its number or address, with or without its title."""
    sheet = read(after("## Sign-off", f"{written_as}\n\nA [late one](post).\n\n## Sign-off")).sheet
    assert sheet.picks == (2, 1, 6)
    assert sheet.words[6] == Words(lead="A [late one](post).")


def test_a_block_quote_under_the_lead_in_is_a_quote() -> None:
    """With paragraphs parted by >, quotes by a blank line, and the speaker behind a dash."""
    typed = "And [another](post).\n\n> One.\n> Still one.\n>\n> Two.\n>\n> — Cleo Clerk\n\n>Three.\n\nIndeed."
    words = read(after("And [another](post).", typed)).sheet.words[1]
    assert words.quotes == (Passage(("One.\nStill one.", "Two."), "Cleo Clerk"), Passage(("Three.",)))
    assert (words.lead, words.remark) == ("And [another](post).", "Indeed.")


def test_a_dash_that_is_quoted_is_no_speaker() -> None:
    """A backslash before it says that it belongs to the words, and so does standing alone."""
    quotes = read(after("And [another](post).", "> One.\n>\n> \\— Cleo\n\n> — Alone")).sheet.words[1].quotes
    assert quotes == (Passage(("One.", "— Cleo")), Passage(("— Alone",)))


def test_section_and_tags_stand_under_the_heading() -> None:
    """In either order, and only there."""
    typed = "## [1]\nTags: a, b\\, c,, a\nSection: Bins\n\nTags: are words here"
    words = read(TEXT.replace(block(1), typed)).sheet.words[1]
    assert words == Words(lead="Tags: are words here", section="Bins", tags=("a", "b, c"))


def test_a_remark_without_a_quote_has_a_mark() -> None:
    """Else nobody could tell it from a lead-in."""
    words = read(TEXT.replace(block(1), f"## [1]\n\nLead.\n\n{layout.REMARK}\n\nRemark.")).sheet.words[1]
    assert words == Words(lead="Lead.", remark="Remark.")


def test_words_that_look_like_the_program_s_bear_a_backslash() -> None:
    """As they are written, so they are read."""
    typed = "\\## Mine\n\\> not quoted\n\\\\> twice\n\\<!-- mine -->\n### free"
    lead = read(after("And [another](post).", typed)).sheet.words[1].lead
    assert lead == "## Mine\n> not quoted\n\\> twice\n<!-- mine -->\n### free"


# ---------------------------------------------------------------- what cannot be understood


def test_the_first_line_must_stay() -> None:
    """It says from which draft the changes are to be counted."""
    assert problems(TEXT[TEXT.index("\n") + 1 :])[0].startswith("'# That was the week': the first line says")
    assert "the first line says" in problems(TEXT.replace("edition 7", "edition 8"))[0]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("# That was the week\n", "", "A week of bins.", "here the title belongs"),
        ("## Sign-off\n", "", "", "the line “## Sign-off” is missing"),
        (layout.CUT, "", "", "the line above the backlog is missing"),
        (layout.CUT, layout.CUT.lower(), layout.CUT.lower(), "stands once, as it was"),
        (layout.CUT, f"{layout.CUT}\n{layout.CUT}", layout.CUT, "stands once, as it was"),
        (layout.CUT, f"{layout.CUT}\nWords.", "Words.", "belongs to no post"),
        ("## Sign-off", "## Sign-off\n\n## Sign-off", "## Sign-off", "stands once, above the backlog"),
        ("## [1] ", "## ", "## Post 1 — A Blog", "a heading that names no post"),
        ("## [1] ", "# ", "# Post 1 — A Blog", "a heading that names no post"),
        ("## [1] ", "## [99] ", "## [99] Post 1 — A Blog", "there is no post 99 on this desk"),
        ("Post 1 — A", "Post one — A", "## [1] Post one — A Blog", "the program's: what is written into them"),
        ("100 words", "101 words", "## [1] Post 1 — A Blog", "the program's: what is written into them"),
        ("> Twice.\n", "> Twice.\nThrice.\n", "Thrice.", "is this still quoted?"),
        ("> Twice.", "Words.\n\n> Twice.", "Words.", "words between two quotes"),
        ("Quite.", f"{layout.REMARK}\n\nQuite.\n\n{layout.REMARK}", layout.REMARK, "a pick has one remark"),
        ("Quite.", f"{layout.REMARK}\n\nQuite.\n\n> More.", "> More.", "a quote under a remark"),
    ],
)
def test_what_cannot_be_understood_is_named_by_line(old: str, new: str, line: str, words: str) -> None:
    """One problem, at the line that it is about."""
    (found,) = problems(after(old, new))
    assert words in found
    assert found.startswith(repr(line))


def test_a_post_stands_once() -> None:
    """A second block is refused, and the first named."""
    doubled = after("## Sign-off", f"{block(1)}\n\n## Sign-off")
    line = doubled.split("\n").index(heading(1, CARDS[1])) + 1
    (found,) = problems(doubled)
    assert found.endswith(f"post 1 stands here a second time; it stands in line {line} already")


def test_a_post_that_was_named_above_may_still_wait_below() -> None:
    """Whoever types its number need not delete its block, if nothing stands in it."""
    typed = after("## Sign-off", "## [5]\n\nMine.\n\n## Sign-off")
    assert read(typed).sheet.words[5] == Words(lead="Mine.")
    assert problems(typed + "\nAlso mine.\n")[0].split(": ")[1].startswith("post 5 stands here a second time")


def test_a_line_about_a_post_belongs_under_its_heading() -> None:
    """One that lost its heading is not dropped in silence."""
    info = next(line for line in TEXT.split("\n") if line.startswith("<!-- · 500"))
    (found,) = problems(after("Quite.", f"Quite.\n{info}"))
    assert "stands right under the heading" in found


@pytest.mark.parametrize("text", ["", "\n\n", "\x00", "# Title", "-----8<-----", "## [1]\n" * 50, "> " * 500])
def test_anything_can_be_read(text: str) -> None:
    """What is no worksheet is a list of problems."""
    assert read(text).problems


# ---------------------------------------------------------------- notes


def test_problems_are_noted_above_their_lines_and_go_when_it_is_read_again() -> None:
    """So the editor finds them where they are; line numbers are those of the file as it is."""
    broken = after("> Twice.\n", "> Twice.\nThrice.\n")
    noted = with_problems(broken, read(broken).problems)
    lines = noted.split("\n")
    at = lines.index("Thrice.")
    assert lines[at - 1].startswith("<!-- !! is this still quoted? Then put › before it")
    again = read(noted).problems
    assert [problem.line for problem in again] == [at + 1]
    assert with_problems(noted, again) == noted
    assert read(noted.replace("\nThrice.", "")).sheet == SMALL


def test_a_note_somebody_wrote_into_is_words() -> None:
    """Only what the program wrote may go unread."""
    noted = with_problems(TEXT, [Problem(4, "what?")])
    assert read(noted).sheet == SMALL
    changed = read(noted.replace("what?", "what? Mine!"))
    assert "Mine!" in changed.sheet.intro


def test_an_empty_draft_is_a_worksheet_too() -> None:
    """With nothing but where things belong."""
    assert read(written(Sheet())).sheet == Sheet()


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_other_programs_line_breaks_part_words(mark: str) -> None:
    """They come along with what is pasted, and are taken out: not so that two words become one."""
    reading = read(written(SMALL).replace("A week of bins.", f"A week{mark}of bins."))
    assert (reading.problems, reading.sheet.intro) == ([], "A week of bins.")
