"""Plain words as HTML, in our own few steps: just as markupsafe would have them."""

from __future__ import annotations

import markupsafe
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from roundup.render.dialects import Html
from roundup.render.escaping import escaped, safe
from roundup.text import one_line, strip_controls

WORDS = st.text(st.sampled_from("ab &<>\"'\n\t\u2028\u202e\u00a0\u00e9\ud800;#39"), max_size=12)


@given(WORDS)
def test_words_are_escaped_as_markupsafe_escapes_them(text: str) -> None:
    """The same characters, spelled alike, and known to be safe."""
    assert escaped(text) == markupsafe.escape(text)
    assert type(escaped(text)) is type(safe(text)) is Markup
    assert markupsafe.escape(escaped(text)) == escaped(text)
    assert safe(text) == Markup(text)


@given(WORDS)
def test_a_text_that_is_on_one_line_is_taken_as_it_is(text: str) -> None:
    """What is told at a glance is what putting it on one line would give."""
    assert Html().text(text) == markupsafe.escape(one_line(text))


@given(WORDS)
def test_a_text_without_breaks_comes_to_what_a_line_of_several_does(text: str) -> None:
    """Each line stripped and escaped, a break between two; none of what steers a terminal."""
    lines = [line.strip() for line in strip_controls(text).split("\n")]
    assert Html().lines(text) == "<br>".join(markupsafe.escape(line) for line in lines if line)
