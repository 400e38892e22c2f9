"""Addresses of passages: a browser goes to the words that are quoted."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.render.textfragment import passage_address
from roundup.urls import MAX_LENGTH, safe_url
from tests import samples

URL = "https://blog.example/1"
LONG = "We had nine ways of writing down that a bin was full and no way of writing down that it was in the wrong place."


def directive(*paragraphs: str, url: str = URL, **fields: Any) -> str:
    """What follows `text=`."""
    _, mark, found = passage_address(url, samples.quote(*paragraphs, **fields)).partition("#:~:text=")
    assert mark
    return found


def test_a_short_passage_is_given_whole() -> None:
    """Every word of it, and nothing around it, is what a reader is shown."""
    assert directive("A prototype is a question.") == "A%20prototype%20is%20a%20question."


def test_of_a_long_passage_its_ends_are_given() -> None:
    """Addresses stay short; a browser marks all between the ends."""
    assert unquote(directive(LONG)) == "We had nine ways of,was in the wrong place."


def test_a_passage_over_several_paragraphs_begins_in_the_first_and_ends_in_the_last() -> None:
    """Browsers look for each end within one block."""
    assert directive("Ouch.", "And then silence.") == "Ouch.,And%20then%20silence."


def test_the_source_counts_not_what_the_editor_made_of_it() -> None:
    """A declared cut stands in what is published, but not in the post."""
    assert directive("One […] two.", exact="One and a half and two.") == "One%20and%20a%20half%20and%20two."


@pytest.mark.parametrize(
    ("prefix", "suffix", "found"),
    [
        ("utside she only said: ", " and went home aga", "she only said:-,Ouch.,-and went home"),
        ("", "", "Ouch."),
        ("ill this.\n\n", "\n\nNothing el", "Ouch."),
        ("half", "half", "Ouch."),
    ],
)
def test_a_few_words_are_told_apart_by_those_around_them(prefix: str, suffix: str, found: str) -> None:
    """Whole words of the same paragraph only: context was cut off at a number of characters."""
    assert unquote(directive("Ouch.", prefix=prefix, suffix=suffix)) == found


def test_signs_that_mean_something_in_a_directive_are_encoded() -> None:
    """A dash or comma in the words is none of the directive's."""
    assert directive("Well-known, & well – liked?") == "Well%2Dknown%2C%20%26%20well%20%E2%80%93%20liked%3F"


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF, exclude_categories=["Z", "C"]), min_size=1, max_size=12))
def test_a_word_is_encoded_as_the_standard_library_encodes_it(word: str) -> None:
    """RFC 3986, with the dash besides; the quick way for ASCII is no other way."""
    assert directive(f"{word} a b c") == quote(word, safe="").replace("-", "%2D") + "%20a%20b%20c"


def test_an_address_with_a_fragment_keeps_it() -> None:
    """The directive follows the fragment that is there (section 3.3 of the proposal)."""
    assert passage_address(f"{URL}#part", samples.quote("Four words of it.")).startswith(f"{URL}#part:~:text=Four")


@pytest.mark.parametrize(
    "quote", [samples.quote("Words.", exact=""), samples.quote("Words.", exact=" \n\n "), samples.quote("x" * 401)]
)
def test_without_proof_or_bounds_there_is_no_address(quote: Any) -> None:
    """A passage that was never found is not pointed to, nor one that makes an address of any length."""
    assert passage_address(URL, quote) == ""


def test_no_address_grows_beyond_what_an_address_may_be() -> None:
    """One that just fits leads to its page, and no passage makes another of it that is refused."""
    url = f"{URL}{'x' * (MAX_LENGTH - len(URL))}"
    assert safe_url(url) == url
    assert passage_address(url, samples.quote("Four words of it.")) == ""


def test_a_post_without_an_address_has_no_passages_with_one() -> None:
    """A letter to the editors is nowhere on the web."""
    assert passage_address("", samples.quote("Words.")) == ""


URLS = st.text(alphabet="ab/.?=&#%[]{} \"'(é\\:@", max_size=30).map(lambda tail: safe_url(f"{URL}{tail}") or URL)


@given(URLS, st.text(max_size=300), st.text(max_size=32), st.text(max_size=32))
def test_any_words_give_an_address_that_is_safe_as_it_is(url: str, exact: str, prefix: str, suffix: str) -> None:
    """Whatever is quoted from wherever, the address needs no repair, and is not much longer than before."""
    found = passage_address(
        url,
        samples.quote(
            "x",
            exact=exact.encode(errors="ignore").decode(),
            prefix=prefix.encode(errors="ignore").decode(),
            suffix=suffix.encode(errors="ignore").decode(),
        ),
    )
    assert found == safe_url(found)
    assert len(found) < len(url) + 450
