"""fragment.html: the edition's text as plain semantic HTML, to paste into whatever a site is made with."""

from __future__ import annotations

from roundup.model import Edition
from roundup.render import layout
from roundup.render.options import Options

filename = "fragment.html"


def render(edition: Edition, options: Options) -> str:
    """The edition without style, script, ids or <time>, which publishing systems strip or trip over."""
    from roundup.render.dialects import PastedHtml
    from roundup.render.templating import fill
    from roundup.render.view import article

    view = article(edition, PastedHtml(), options)
    return layout.html(fill("fragment.html.j2", "parts/fragment.html.j2", view, options.templates))
