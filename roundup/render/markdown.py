"""post.md: the edition as Markdown under YAML front matter, for sites that are built from files."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from roundup.model import Edition
from roundup.render import layout
from roundup.render.options import Options

filename = "post.md"


def render(edition: Edition, options: Options) -> str:
    """Front matter (YAML 1.1 and 1.2 alike), then the edition in CommonMark without a line of HTML."""
    from roundup.render.dialects import Markdown
    from roundup.render.templating import fill
    from roundup.render.view import article

    body = fill("post.md.j2", "parts/markdown.md.j2", article(edition, Markdown(), options), options.templates)
    return f"---\n{front_matter(edition)}---\n\n{layout.markdown(body)}"


def front_matter(edition: Edition) -> str:
    """The edition's marks as YAML, one a line; what is empty is left out."""
    from roundup.render import wording
    from roundup.render.address import address

    day = wording.iso_day(edition)
    marks: dict[str, Any] = {
        "title": wording.title(edition),
        "date": date.fromisoformat(day) if day else wording.name(edition.date),
        "slug": edition.slug,
        "number": edition.number,
        "description": wording.description(edition),
        "canonical_url": address(edition.url),
        "image": address(edition.image),
        "image_alt": wording.name(edition.image_alt) if address(edition.image) else "",
        "editors": list(wording.names(edition.editors)),
        "categories": list(wording.names(edition.categories)),
        "tags": list(wording.names(edition.tags)),
    }
    return _dump({key: value for key, value in marks.items() if value not in ("", [])})


def _dump(marks: dict[str, Any]) -> str:
    import yaml

    class Text(str):
        """A value that is always quoted: YAML 1.2 reads 1e3 as a number, which PyYAML does not know."""

        __slots__ = ()

    # A dumper of our own: representers are kept on the class, and others in this process may use PyYAML's.
    class Dumper(yaml.SafeDumper):
        pass

    Dumper.add_representer(Text, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))

    def quoted(value: Any) -> Any:
        if isinstance(value, list):
            return [Text(item) for item in value]
        return Text(value) if isinstance(value, str) else value

    text = yaml.dump(
        {key: quoted(value) for key, value in marks.items()},
        Dumper=Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=2**20,
    )
    # These stand in quoted values only; spelled as escapes they are no template's.
    return re.sub("[{}<]", lambda found: f"\\x{ord(found.group()):02X}", text)
