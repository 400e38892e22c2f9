"""White space of documents: as a person would have left it, in text and in bytes alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roundup.render import layout

SPACES = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2003\u200a\u200b\u2028\u2029\u202f\u205f\u3000"
PIECES = st.sampled_from(["<p>", "<pre>", "<pre class='a'>", "</pre>", "a", "–", "é", "\ud800", "\n\n", *SPACES])


def test_blank_lines_go_but_for_those_in_code() -> None:
    """However a template was indented; what a blogger wrote in a listing stays."""
    assert layout.html("\n<p>a</p>\n  \n\n<p>b</p>\n<pre>\n\n x\n\n</pre>\n\n") == (
        "<p>a</p>\n<p>b</p>\n<pre>\n\n x\n\n</pre>\n"
    )


@given(st.lists(PIECES, max_size=30).map("".join))
def test_bytes_and_text_are_laid_out_alike(text: str) -> None:
    """The quick way that archives go comes to the same, whatever Unicode takes for a space."""
    assert layout.encoded_html(text.encode("utf-8", "replace")) == layout.html(text).encode("utf-8", "replace")
