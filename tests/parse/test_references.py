"""Character references in plain text: what HTML makes of them, and nothing worse."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.references import resolved
from tests.parse.documents import item, read, rss

MANY = "9" * 5000


@given(st.text(alphabet="&#xX;019afz amplt", max_size=60))
def test_all_but_absurd_references_are_as_html_has_them(text: str) -> None:
    """The library's own word is taken for them."""
    assert resolved(text) == html.unescape(text)


@pytest.mark.parametrize("digits", [MANY, "x" + "f" * 5000, "X" + "0" * 4000 + "41", "0" * 4300 + "65"])
@pytest.mark.parametrize("end", [";", "", " "])
def test_references_of_thousands_of_digits_are_no_character(digits: str, end: str) -> None:
    """They stand for nothing, and cost nothing."""
    assert resolved(f"a&#{digits}{end}b") == f"a\ufffd{'' if end == ';' else end}b" or end == ""
    assert len(resolved(f"a&#{digits}{end}b")) < 6


@pytest.mark.parametrize("where", ["title", "guid", "link", "description", "category", "author", "pubDate", "comments"])
def test_they_are_harmless_wherever_they_stand(where: str) -> None:
    """Escaped once more, as in most feeds, or not."""
    for reference in (f"&#{MANY};", f"&amp;#{MANY};", f"&amp;amp;#{MANY};", f"<![CDATA[&#{MANY};]]>"):
        entry = item(f"<title>Bins</title><guid>1</guid><{where}>a {reference} b</{where}>")
        assert len(entry.title) < 6000


def test_the_feeds_own_title_too() -> None:
    """Where one reference is meant, all are."""
    feed = read(rss("<title>a</title>", channel=f"<title>Blog &amp;#8211; &amp;#{MANY};</title>"))
    assert feed.title == "Blog – \ufffd"
