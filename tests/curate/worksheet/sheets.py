"""Worksheets for tests: a small one to read, and any that hypothesis can think of."""

from __future__ import annotations

from hypothesis import strategies as st

from roundup.curate.worksheet import Card, Passage, Reading, Sheet, Words, read_sheet, sheet_of, write_sheet
from roundup.curate.worksheet.sheet import normal, paragraphs
from roundup.curate.worksheet.write import heading
from roundup.text import one_line

CARDS = {
    number: Card(f"Post {number}", "A Blog", f"{number}00 words · 14 Nov · It begins -- like <b>this</b>.")
    for number in range(1, 8)
}

SMALL = Sheet(
    title="That was the week",
    intro="A week of bins.",
    sign_off="Tell us what we missed.",
    picks=(2, 1),
    words={
        2: Words(
            lead="Ada writes [about bins](post).",
            remark="Quite.",
            section="Services",
            tags=("bins", "waste, recycling"),
            quotes=(Passage(("The bins went out.", "On time."), "Bert Bin"), Passage(("Twice.",))),
        ),
        1: Words(lead="And [another](post)."),
        5: Words(),
    },
)


def written(sheet: Sheet) -> str:
    """The worksheet's text, as of decision d1 in edition 7."""
    return write_sheet(sheet, CARDS, edition=7, decision="d1")


def read(text: str) -> Reading:
    """Read a worksheet on a desk that has the posts of CARDS."""
    return read_sheet(text, lookup=lookup, headings=lambda post: heading(post, CARDS[post]))


def lookup(ref: str) -> int | None:
    number = ref.removeprefix("https://blog.example/")
    return int(number) if number.isdigit() and int(number) in CARDS else None


# Words that are likely to be taken for something else.
AWKWARD = st.sampled_from(
    [
        *("#", "##", "## ", "## [1] Post 1 — A Blog", "## Sign-off", "# Title", "### Mine", "\\## x", "\\\\> y"),
        *(">", "> quoted", ">> twice", " > inner", "    code", "— Name", "\\— Name", "–", "-----8<----- x", "---8<"),
        *("<!-- remark -->", "<!-- · x · 123456 -->", "<!-- !! x · 123456 -->", "<!--", "Section: A", "Tags: a, b"),
        *("", " ", "\t", "\u00a0", "\\", "\\\\", ",", "[phrase](post)", "- item", "1. item", "```", "***", "\u2028"),
    ]
)
LINES = st.one_of(AWKWARD, st.text(max_size=20))
TEXTS = st.lists(LINES, max_size=5).map(lambda lines: normal("\n".join(lines)))
NAMES = st.one_of(AWKWARD, st.text(max_size=12)).map(one_line)
PASSAGES = st.builds(
    Passage,
    TEXTS.map(paragraphs).filter(bool),
    NAMES,
)
WORDS = st.builds(
    Words,
    lead=TEXTS,
    remark=TEXTS,
    section=NAMES,
    tags=st.lists(NAMES.filter(bool), max_size=3, unique=True).map(tuple),
    quotes=st.lists(PASSAGES, max_size=2).map(tuple),
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Any draft of some of the posts of CARDS."""
    posts = draw(st.lists(st.sampled_from(sorted(CARDS)), unique=True, max_size=4))
    picks = posts[: draw(st.integers(0, len(posts)))]
    return sheet_of(draw(NAMES), draw(TEXTS), draw(TEXTS), picks, {post: draw(WORDS) for post in posts})
