"""Texts and passages drawn by hypothesis, and their spelling in other characters."""

from __future__ import annotations

import re
from unicodedata import normalize

import pytest
from hypothesis import strategies as st

from roundup.curate.quote import prove
from roundup.errors import QuoteError
from tests.samples import snapshot

WORDS = [
    "the",
    "council's",
    "bins",
    "don’t",
    "café",
    "résumé",
    "naïve",
    "Sandleigh",
    "anti-social",
    "1,000",
    "£3.5m",
    "50%",
    "well-known",
    "it's",
    "Cllr",
    "Vole",
    "ŵyl",
    "office",
    "efficient",
    "flat",
    "“quoted”",
    "‘single’",
    "(aside)",
    "and/or",
    "O'Neill",
    "—",
    "–",
    "…",
    "end.",
    "comma,",
    "question?",
    "“No,”",
    "she’d",
    "A",
    "I",
    "été",
    "東京",
    "[sic]",
    "[laughs]",
    "𝔸",
    "straße",
    "İstanbul",
    "ﬁne",
    "½",
    "10²",
    "ét",
]
MARKS = {
    "'": "'’‘′＇",
    "’": "'’‘`",
    "‘": "'’‚‹",
    "“": '"”„«″＂',
    "”": '"“»‟',
    "-": "-‐‑−",
    "—": "–—-―",
    "–": "—–-",
    " ": " \u00a0\u202f\u2009\t\u3000",
}
LONGER = {"—": "--", "…": "...", " ": " \n ", "ﬁ": "fi", "\n\n": " ", "–": "---"}

PLAIN = [word for word in WORDS if word.isascii() and word.isalpha() and len(word) > 1]

paragraphs = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
texts = st.lists(paragraphs, min_size=1, max_size=4).map("\n\n".join).filter(lambda text: re.search("[a-z]", text))


@st.composite
def slices(draw: st.DrawFn, text: str) -> str:
    """A part of the text from the begin of a word to the end of one, with a letter in it."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, len(words) - 1))
    part = text[words[first][0] : words[last][1]]
    return part if any(char.isalnum() for char in part) else text.strip()


@st.composite
def respelt(draw: st.DrawFn, passage: str) -> str:
    """The passage as another keyboard, browser or feed would write it: the same words, other characters."""
    spelt: list[str] = []
    for part in re.findall(r"\n\n|.", passage, re.DOTALL):
        choices = [part, *MARKS.get(part, ""), *([LONGER[part]] if part in LONGER else [])]
        char = draw(st.sampled_from(choices))
        if part.isalpha() and draw(st.integers(0, 9)) == 0:
            char += draw(st.sampled_from("\u00ad\u200b\ufeff\u2060"))
        spelt.append(char)
    return normalize(draw(st.sampled_from(["NFC", "NFD"])), "".join(spelt))


SOURCE = """The council’s bins — all 4,000 of them — went out on time… “A first,” said Cllr Vole.

We couldn’t be more pleased [laughs] and the\u00a0chief executive, Mrs Jane Smith, said so.

It cost £1,250 and took ﬁve weeks. The long-serving staff were there. It was cold.

The bins went out on time again, and nobody minded."""
POST = snapshot(SOURCE)


def published(passage: str, text: str = SOURCE) -> tuple[str, ...]:
    """The paragraphs of a quote as readers will see them."""
    return prove(passage, [snapshot(text)], id="q1").paragraphs


def refused(passage: str, text: str = SOURCE) -> str:
    """Message and hint of the refusal that a passage meets with."""
    with pytest.raises(QuoteError) as caught:
        prove(passage, [snapshot(text)], id="q1")
    return f"{caught.value.message}\n{caught.value.hint}"
