"""What an entry says, as a fingerprint: quickly told for usual words, and alike however it is told."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.hashing import _folded, _is_steady, _quickly_folded, content_hash, hashed
from roundup.text import word_count

_SIGNS = st.sampled_from("ab  \n\n\t\u00a0…‘’“”″–—‐‑é£½ﬁ①ﾊ\u0301\u0327\u1100\u1161\u2003\u200d👍日א\u09be\x1c\x85")


@given(st.text(_SIGNS, max_size=12) | st.text(max_size=12))
def test_the_quick_way_folds_as_the_long_way(words: str) -> None:
    """Marks of all kinds, forms, blanks: the same words, or none if somebody might see others."""
    assert _quickly_folded(words.encode()) in (b"", _folded(words))


@pytest.mark.parametrize("words", ["“Bins” – don’t…", "caf\u00e9 £5\u00a0m", "  one\n\ntwo   three \n", "Gwŷdd 👍 →"])
def test_usual_words_are_folded_quickly(words: str) -> None:
    """The promise above is about something."""
    assert _quickly_folded(words.encode()) == _folded(words) != b""


@given(st.text(_SIGNS, max_size=12))
def test_the_long_way_and_the_quick_way_give_one_fingerprint(title: str) -> None:
    """A text with a sign that only the long way knows has the same one as when it is written out."""
    assert content_hash(title, "x \u2460 y") == content_hash(title, "x 1 y")


@pytest.mark.parametrize("number", [0, 1, 2, 32_490, 32_500, 32_510, 65_530, 140_000])
@pytest.mark.parametrize("parting", [" ", "\n\n", "\n"])
def test_words_are_counted_however_many_there_are(number: int, parting: str) -> None:
    """As an editor counts them; the title's are not among them."""
    text = parting.join(["é"] * number)
    assert hashed("Two words", text.encode())[1] == (word_count(text) if number else 0)


def test_nothing_steady_joins_what_stands_before_it() -> None:
    """Else two signs that are each as they should be might be another one together."""
    joining = {
        chr(int(parts[1], 16))
        for parts in (unicodedata.decomposition(chr(code)).split() for code in range(0x3100))
        if len(parts) == 2 and not parts[0].startswith("<")
    }
    assert {"\u0301", "\u3099"} <= joining
    assert not [character for character in joining if _is_steady(character)]
