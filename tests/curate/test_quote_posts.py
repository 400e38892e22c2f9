"""The proof on posts as people wrote them: what is true is accepted however it is pasted, what is not is refused."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from roundup.curate.quote import prove, verdict
from roundup.errors import QuoteError
from tests.curate.posts import all_texts, sample_texts, wordpress_copied, wordpress_texts
from tests.curate.texts import respelt, slices
from tests.samples import snapshot

many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def characters(table: Mapping[str, str]) -> Callable[[str], str]:
    """What a keyboard or program makes of a text that has these characters for others."""
    return lambda text: text.translate({ord(one): other for one, other in table.items()})


# The forms in which a passage arrives: what typed it, what it was copied from, what it was pasted into.
FORMS: dict[str, Callable[[str], str]] = {
    "as it stands": str,
    "typewriter": characters(
        {**dict.fromkeys("“”„«»″", '"'), **dict.fromkeys("‘’‚′", "'"), "–": "-", "—": "--", "…": "..."}
    ),
    "word processor": characters({'"': "”", "'": "’", "-": "–"}),
    "German quote marks": characters({"“": "„", "”": "“", "‘": "‚", "’": "‘"}),
    "French quote marks": characters({"“": "«", "”": "»"}),
    "all dashes long": characters({"–": "—", "-": "‐"}),
    "no-break spaces": lambda text: re.sub(r"(?<=\S) (?=\S)", "\u00a0", text),
    "narrow spaces": lambda text: text.replace(" ", "\u202f"),
    "double spaces": lambda text: text.replace(" ", "  "),
    "an e-mail's lines": lambda text: "\n\n".join(
        textwrap.fill(part, 60, break_on_hyphens=False) for part in text.split("\n\n")
    ),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "one line": lambda text: " ".join(text.split()),
    "a blank line for each line end": lambda text: re.sub(r"\n+", "\n\n", text),
    "Markdown's block quote": lambda text: "\n".join(f"> {line}" for line in text.split("\n")),
    "a list with bullets": lambda text: "\n".join(f" • {line}" if line else "" for line in text.split("\n")),
    "in quote marks": lambda text: f"“{text}”",
    "accents put together": lambda text: normalize("NFC", text),
    "accents taken apart": lambda text: normalize("NFD", text),
    "soft hyphens": lambda text: re.sub(r"(?<=[a-z]{3})(?=[a-z]{3})", "\u00ad", text),
    "marks of direction and joining": lambda text: text.replace(" ", "\u200e \u200b"),
    "emoji that a browser shows": lambda text: text.replace(". ", ".🙂 👩‍💻 "),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_post_is_accepted_whole_in_every_form(form: str) -> None:
    """Sample posts and WordPress's, from the first word to the last; what is published is the post's own."""
    for text in all_texts():
        found = prove(FORMS[form](text), [snapshot(text)], id="q1")
        assert found.exact in text
        assert "".join("".join(found.paragraphs).split()) == "".join(found.exact.split())
        assert verdict(found, [snapshot(text)]) == "found"


@pytest.mark.parametrize("title", wordpress_copied())
def test_what_a_browser_copies_from_wordpress_is_accepted(title: str) -> None:
    """Whole, and every line by itself, although the page is laid out otherwise than the feed."""
    copied, text = wordpress_copied()[title], wordpress_texts()[title]
    for passage in (copied, *(line for line in copied.split("\n") if re.search(r"\w", line))):
        assert prove(passage, [snapshot(text)], id="q1").exact in text


@many
@given(st.sampled_from(all_texts()), st.data())
def test_every_true_passage_is_accepted_in_any_spelling(text: str, data: st.DataObject) -> None:
    """From any word to any other, each mark, dash and space in any of its forms."""
    passage = data.draw(slices(text))
    found = prove(data.draw(respelt(passage)), [snapshot(text)], id="q1")
    assert found.exact in text
    assert found.prefix + found.exact + found.suffix in text
    assert "".join(found.exact.split()) in "".join(text.split())


@many
@given(
    text=st.sampled_from([text for text in sample_texts() if len(text.split()) > 12]),
    change=st.sampled_from(["put in", "left out", "replaced", "case", "cut short", "swapped"]),
    data=st.data(),
)
def test_every_change_of_one_word_is_refused_with_the_nearest_passage(
    text: str, change: str, data: st.DataObject
) -> None:
    """Anywhere in any passage of any post; what is shown is the post's own passage with the change marked."""
    words = text.split()
    begin = data.draw(st.integers(0, len(words) - 10))
    cut = words[begin : data.draw(st.integers(begin + 6, len(words)))]
    at = data.draw(st.integers(2, len(cut) - 3))
    wrong = changed(cut, at, change)
    # A word cut short at its full stop, or two like words changed about, make no other passage.
    assume(re.sub(r"\W+", " ", " ".join(wrong)) not in re.sub(r"\W+", " ", text))
    with pytest.raises(QuoteError) as caught:
        prove(" ".join(wrong), [snapshot(text)], id="q1")
    shown = caught.value.hint.partition("{+the post's+}: ")[2].partition("\nLeave words out")[0]
    assert "[-" in shown or "{+" in shown
    assert " ".join(cut[at - 2 : at]) in posts_words(shown)


def changed(words: list[str], at: int, change: str) -> list[str]:
    """The words with one of them changed."""
    before, word, after = words[:at], words[at], words[at + 1 :]
    return {
        "put in": [*before, "zebra", word, *after],
        "left out": [*before, *after],
        "replaced": [*before, "zebra", *after],
        "case": [*before, word.swapcase(), *after],
        "cut short": [*before, word[:-1], *after],
        "swapped": [*before, *after[:1], word, *after[1:]],
    }[change]


def posts_words(shown: str) -> str:
    """What the post has of what is shown: without [-the passage's own-]."""
    return re.sub(r"\{\+(.*?)\+\}", r"\1", re.sub(r"\[-.*?-\] ?", "", shown))
