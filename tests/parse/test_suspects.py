"""Known items that a new one may be mixed up with are found by a quick look that misses none."""

from __future__ import annotations

import sys
from html import unescape
from html.entities import html5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.items import identities_in
from roundup.parse.scan import Pieces, pieces
from roundup.parse.suspects import _spells_oddly, suspects


def feed(*inside: str) -> Pieces:
    found = pieces("".join(f"<item>{item}</item>" for item in inside).encode())
    assert found is not None
    return found


def suspected(names: set[str], *inside: str) -> list[int]:
    """The places of the items that may bear one of the names."""
    return list(suspects(feed(*inside), names, range(len(inside))))


def test_items_without_a_run_of_the_name_are_let_go() -> None:
    """All its letters and digits have to be there, in whatever case."""
    items = ("<title>Bins &amp; lids</title>", "<title>Bins</title>", "<link>https://blog.example/LIDS-and-bins</link>")
    assert suspected({"title bins & lids"}, *items) == [0, 2]
    assert suspected({"title trees", "guid urn:7"}, *items) == []
    assert suspected({"link blog.example/lids-and-bins?"}, *items) == [2]


@pytest.mark.parametrize("names", [{"nameless"}, {"title "}, {"title …"}, {"guid urn:7", "title ’"}])
def test_a_name_without_letters_may_be_anybodys(names: set[str]) -> None:
    """There is nothing to look for."""
    assert suspected(names, "<title>Bins</title>", "x") == [0, 1]


@pytest.mark.parametrize(
    "title",
    [
        "B&#105;ns",
        "&amp;#x42;ins",
        "B&#x069ns",
        "B&#38;#105;ns",
        "B&AMP#x69;ns",
        "Bin&#383;",
        "&szligx",
        "&ffilig;",
        "Biﬀ",
    ],
)
def test_where_letters_are_spelt_oddly_everybody_is_suspected(title: str) -> None:
    """By number, by name, or by a character that folding turns into them."""
    assert suspected({"title bins"}, f"<title>{title}</title>", "<title>Trees</title>") == [0, 1]


def test_every_way_to_write_a_letter_or_digit_of_ascii_is_known() -> None:
    """All characters of Unicode, by themselves and by number; all of HTML's names."""

    def becomes_ascii(text: str) -> bool:
        return any(each.isascii() and each.isalnum() for each in text.casefold())

    for code in range(sys.maxunicode + 1):
        if becomes_ascii(chr(code)):
            for written in (f"&#{code};", f"&#x{code:x};", f"&#00{code};", f"&#x0{code:X}"):
                assert _spells_oddly(written.lower().encode()), written
            assert code < 0x80 or _spells_oddly(chr(code).encode().lower())
    assert all(_spells_oddly(f"&{name}".lower().encode()) for name, value in html5.items() if becomes_ascii(value))


@given(st.integers(0, 0x10FFFF))
def test_other_references_are_no_reason_to_look_closely(code: int) -> None:
    """Quotation marks and dashes are in every other title."""
    if not any(each.isascii() and each.isalnum() for each in unescape(f"&#{code};").casefold()):
        assert not _spells_oddly(f"&#{code};".encode())
        assert not _spells_oddly(f"&#x{code:x};".encode())


_WORDS = [
    "Bins",
    "bins",
    "lids",
    "&#8217;",
    "&#98;",
    "B&#73;ns",
    "&amp;#105;",
    "ß",
    "ss",
    "ſ",
    "s",
    "1",
    "É",
    "é",
    " ",
    "-",
]
_TEXTS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).map("".join)


@given(
    st.lists(st.tuples(_TEXTS, _TEXTS, st.sampled_from(["", "?utm_source=x", "/", "#more"])), min_size=2, max_size=4)
)
def test_nobody_who_shares_a_name_is_let_go(written: list[tuple[str, str, str]]) -> None:
    """Whatever the items say: who bears a name of the first is suspected."""
    found = feed(
        *(f"<title>{title}</title><link>https://blog.example/{link}{end}</link>" for title, link, end in written)
    )
    identities = identities_in(found)
    names, others = identities(0), range(1, len(written))
    sharing = {place for place in others if names & identities(place)}
    assert sharing <= set(suspects(found, names, others))
