"""post.md: the edition as Markdown under YAML front matter, for sites that are built from files."""

from __future__ import annotations

from roundup.model import Edition
from roundup.render import layout
from roundup.render.options import Options

filename = "post.md"


def render(edition: Edition, options: Options) -> str:
    """Front matter in the keys of the desk's generator, then the edition in CommonMark without a line of HTML."""
    from roundup.render.dialects import Markdown
    from roundup.render.frontmatter import front_matter
    from roundup.render.templating import fill
    from roundup.render.view import article

    body = fill("post.md.j2", "parts/markdown.md.j2", article(edition, Markdown(), options), options.templates)
    return f"---\n{front_matter(edition, options.render.markdown)}---\n\n{layout.markdown(body)}"
