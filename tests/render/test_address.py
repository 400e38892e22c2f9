"""Which addresses readers are sent to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.render.address import address


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/x?y=1&z=2#top", "https://a.example/x?y=1&z=2#top"),
        (" http://a.example ", "http://a.example"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ('https://a.example/"onclick=', "https://a.example/%22onclick="),
        ("https://a.example/{{x}}", "https://a.example/%7B%7Bx%7D%7D"),
        ("https://[::1]:8000/", "https://[::1]:8000/"),
        ("mailto:ada@a.example", ""),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("JavaScript://a.example/%0aalert(1)", ""),
        ("data:text/html,<script>alert(1)</script>", ""),
        ("//a.example/", ""),
        ("/relative", ""),
        ("#fragment", ""),
        ("https://", ""),
        ("https://a.example:port/", ""),
        ("https://a.example\\@b.example/", ""),
        ("https://a.example/\u202egnp.exe", ""),
        ("", ""),
    ],
)
def test_address(url: str, link: str) -> None:
    """Only absolute web addresses are links, and no character in them can end what they stand in."""
    assert address(url) == link


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("mailto:ada@a.example", "mailto:ada@a.example"),
        ("mailto:ada@a.example?subject=A post", ""),
        ("MAILTO:ada@a.example?subject=A%20post", "MAILTO:ada@a.example?subject=A%20post"),
        ('mailto:"<script>"@a.example', "mailto:%22%3Cscript%3E%22@a.example"),
        ("mailto:", ""),
        ("mailto:nobody", ""),
        ("mailto:a@b\r\nBcc:c@d", ""),
        ("https://a.example/", "https://a.example/"),
        ("tel:123", ""),
    ],
)
def test_address_of_mail(url: str, link: str) -> None:
    """Editors may ask for mail: a call for submissions is part of most editions."""
    assert address(url, mail=True) == link


@given(
    rest=st.text(max_size=60), start=st.sampled_from(["", "https://", "https://a.example/", "mailto:", "javascript:"])
)
def test_an_address_is_empty_or_inert(rest: str, start: str) -> None:
    """Whatever comes in, what comes out cannot leave an attribute, a Markdown link or a template's braces."""
    link = address(start + rest, mail=True)
    assert not link or link.lower().startswith(("http://", "https://", "mailto:"))
    assert not set('<>"`{}|\\^ \t\n\r\x00') & set(link)
    assert address(link, mail=True) == link
