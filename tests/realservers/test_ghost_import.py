"""Editions through Ghost's own converters: what is sent to its editor, and what readers get of it, said by its code."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from roundup.deliver import Parcel, Wish, ghost
from roundup.deliver.comparing import losses
from roundup.deliver.comparing import read as read_told
from roundup.deliver.ghost.finding import Post
from roundup.deliver.ghost.telling import telling
from roundup.model import Edition
from roundup.render import SHAPES, render
from roundup.render.prose import TAGS
from tests.deliver.ghostimport import imported
from tests.realservers.conftest import leave_out
from tests.realservers.converters import converting, unpack_ghost_converters
from tests.render.editions import weekly
from tests.render.hostile import PAYLOADS, URLS, addressed, worded, written

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("ghost")]

Convert = Callable[[str], str]
MARKDOWN = """\
> Two paragraphs,
>
> - a list
> - of two
>
> 1. and another
>
> ```
> code  with
>
>   blanks
> ```
>
> > and words of others

- one

  and more of it

  - inside

  and after it
- two
  - inside
    - and deeper

3. three
4. four

```
x = 1
  y < 2
```

---

A line\\
and another, `code`, ~~gone~~, **bold *both***, [a **link**](https://a.example/?a=1&copy;=2).
"""


@pytest.fixture(scope="session")
def convert(checkout: Path) -> Iterator[Convert]:
    """HTML as it is sent → HTML as readers get it."""
    try:
        home = unpack_ghost_converters(checkout / ".servers")
    except (OSError, subprocess.SubprocessError) as error:
        leave_out(f"Ghost's converters could not be had: {error}")
    with converting(home) as found:
        yield found


def post_of(edition: Edition, mode: str = "native") -> Post:
    """What would be sent."""
    (made,) = render(edition, formats=("fragment",))
    options = ghost.Options(site="https://blog.example", mode=mode)  # type: ignore[arg-type] # a parameter of a test
    parcel = Parcel(edition, {"fragment": made.content}, "A week of bins.")
    post: Post = ghost.prepare(parcel, options, Wish()).what
    return post


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_that_matters_is_lost(convert: Convert, shape: str) -> None:
    """Every link, quotation and heading in its order, and every word: the whole edition, in each of its shapes."""
    post = post_of(weekly(shape=shape))
    found = convert(post.html)
    assert losses(post.read_as, found) == ()
    assert read_told(found).links == read_told(post.read_as).links
    assert telling(found) == telling(post.html)


@pytest.mark.parametrize("mode", ["native", "lossless"])
def test_every_author_and_quoted_paragraph_is_there(convert: Convert, mode: str) -> None:
    """Who said it stands in a paragraph of its own below; each paragraph of a quotation begins a line of its own."""
    edition = weekly()
    lines = telling(convert(post_of(edition, mode).html)).split("\n")
    for pick in edition.picks:
        credit = next(line for line in lines if line.startswith("— ") and f"[{pick.title}]({pick.url})" in line)
        assert all(author in credit for author in pick.authors)
        for quote in pick.quotes:
            assert {f"> {paragraph}" for paragraph in quote.paragraphs} <= set(lines)


def test_a_card_keeps_every_byte(convert: Convert) -> None:
    """Languages, directions, citations: what the editor drops elsewhere."""
    post = post_of(weekly(), "lossless")
    found = convert(post.html)
    assert losses(post.read_as, found) == ()
    assert re.sub(r"\s+", " ", found).strip() == re.sub(
        r"\s+", " ", post.html.replace("&#091;", "[").replace("&#093;", "]")
    )


@pytest.mark.parametrize("mode", ["native", "lossless"])
def test_hostile_words_stay_the_words_they_are(convert: Convert, mode: str) -> None:
    """Markup, templates, shortcodes and strange characters in every field; nothing of it does anything, or is gone."""
    post = post_of(worded(*PAYLOADS), mode)
    found = convert(post.html)
    assert losses(post.read_as, found) == ()
    assert telling(found) == telling(post.html)
    elements = LexborHTMLParser(found).css("body *")
    assert {element.tag for element in elements} <= TAGS | {"img", "figure", "span", "cite"}
    assert not [name for element in elements for name in element.attributes if name.startswith(("on", "style"))]


def test_hostile_addresses_lead_where_they_led(convert: Convert) -> None:
    """No address is followed that was not one before."""
    post = post_of(addressed(*URLS))
    found = convert(post.html)
    assert losses(post.read_as, found) == ()
    assert all(link.startswith(("https://", "mailto:")) for link in read_told(found).links)


@pytest.mark.parametrize("shape", ["essay", "list"])
def test_whatever_an_editor_writes_arrives(convert: Convert, shape: str) -> None:
    """Lists, code and quotations in each other, which Ghost's editor cannot hold: every word, each on its line."""
    post = post_of(written(MARKDOWN, shape=shape))
    found = convert(post.html)
    assert losses(post.read_as, found) == ()
    assert telling(found) == telling(post.html)


def test_a_heading_where_none_can_be_is_told(convert: Convert) -> None:
    """In a quotation or list item it becomes bold there, and the comparison says so."""
    post = post_of(written("> ## Inside\n>\n> words"))
    found = convert(post.html)
    assert "<strong>Inside</strong>" in found
    assert set(losses(post.read_as, found)) == {"the heading “Inside” is altered or gone"}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_stand_in_for_ghost_makes_the_same_of_it(convert: Convert, shape: str) -> None:
    """What tests/deliver believes of Ghost's editor is what that does, but for the names it gives headings."""
    html = post_of(weekly(shape=shape)).html
    assert imported(html) == re.sub(r'(<h\d) id="[^"]*"', r"\1", convert(html)).replace("&nbsp;", "\xa0")


def test_the_converter_needs_what_is_done_for_it(convert: Convert) -> None:
    """Sent as it is rendered, the list would run together: when Ghost learns better, this says so."""
    (made,) = render(weekly(shape="list"), formats=("fragment",))
    html = made.content.decode()
    assert losses(html, convert(html))
