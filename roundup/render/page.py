"""post.html: a page that stands alone: no script, nothing fetched from elsewhere, readable by everyone."""

from __future__ import annotations

from roundup.model import Edition
from roundup.render import layout
from roundup.render.options import Options

filename = "post.html"


def render(edition: Edition, options: Options) -> str:
    """The edition as an HTML document (WCAG 2.2 AA; microformats2 h-entry with an h-cite for each quotation)."""
    # Imported here, as in every format: to name the formats must not cost what rendering costs.
    from roundup.render.dialects import Html
    from roundup.render.linkeddata import linked_data
    from roundup.render.templating import fill
    from roundup.render.view import article

    view, data = article(edition, Html(), options), linked_data(edition)
    return layout.html(fill("page.html.j2", "parts/page.html.j2", view, options.templates, linked_data=data))
