"""An editor's Markdown → HTML that can do nothing but be read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import escape

from roundup.render import manuscript, simple

if TYPE_CHECKING:
    import nh3
    from markdown_it.token import Token

_WORDS = {"a", "br", "code", "em", "s", "strong"}
_BLOCKS = {"blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TAGS = frozenset(_WORDS | _BLOCKS)


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel=None,  # the bloggers we link to should see who sent the reader
    )


def html(markdown: str, *, level: int = 2) -> str:
    """Markdown → HTML of TAGS only, with absolute http(s) and mailto links; no heading stands above `level`."""
    if not markdown or markdown.isspace():
        return ""
    at_once = simple.read(markdown)
    return at_once.html if at_once else parsed(markdown, level=level)


def parsed(markdown: str, *, level: int = 2) -> str:
    """As `html`, by way of the parser whatever the text."""
    reader = manuscript.reader()
    rendered = reader.renderer.render(manuscript.read(markdown, level=level), reader.options, {})
    return _cleaner().clean(rendered).strip()


def words(tokens: Sequence[Token]) -> str:
    """What stands in one block → HTML as above, without the block around it."""
    from markdown_it.renderer import RendererHTML

    return _cleaner().clean(RendererHTML().renderInline(tokens, manuscript.reader().options, {})).strip()


def escaped(text: str) -> str:
    """Plain words as HTML, spelled as `html` spells them."""
    return str(escape(text))
