"""wordpress.html: the edition in WordPress' block markup, to paste into its code editor or to send by its API."""

from __future__ import annotations

from roundup.model import Edition
from roundup.render import layout
from roundup.render.options import Options

filename = "wordpress.html"


def render(edition: Edition, options: Options) -> str:
    """The edition as blocks that can be edited there one by one; no shortcode and no embed comes of its words."""
    from roundup.render.dialects import WordPressBlocks
    from roundup.render.templating import fill
    from roundup.render.view import article

    view = article(edition, WordPressBlocks(), options)
    return layout.html(fill("wordpress.html.j2", "parts/wordpress.html.j2", view, options.templates))
