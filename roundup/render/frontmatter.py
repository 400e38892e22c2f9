"""An edition's marks as YAML front matter, in the keys that a site generator knows.

To add a generator: a function in PROFILES, and its name in config.MarkdownProfile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from roundup.config import MarkdownProfile
from roundup.model import Edition
from roundup.render import wording
from roundup.render.address import address

Marks = dict[str, Any]


def front_matter(edition: Edition, profile: MarkdownProfile = "plain") -> str:
    """The marks as YAML (1.1 and 1.2 alike), one a line; what is empty is left out."""
    marks = PROFILES[profile](edition)
    return _dump({key: value for key, value in marks.items() if value not in ("", [], {})})


def _plain(edition: Edition) -> Marks:
    return {
        **_common(edition),
        "slug": edition.slug,
        "number": edition.number or "",
        "canonical_url": address(edition.url),
        "image": address(edition.image),
        "image_alt": _alt(edition),
        "editors": list(wording.names(edition.editors)),
    }


def _hugo(edition: Edition) -> Marks:
    """https://gohugo.io/content-management/front-matter/; what Hugo does not know itself stands in `params`."""
    params = {"number": edition.number, "canonicalURL": address(edition.url), "image_alt": _alt(edition)}
    return {
        **_common(edition),
        "slug": edition.slug,
        "url": _path(edition),
        "authors": list(wording.names(edition.editors)),
        "images": list(filter(None, [address(edition.image)])),
        "params": {key: value for key, value in params.items() if value},
    }


def _jekyll(edition: Edition) -> Marks:
    """https://jekyllrb.com/docs/front-matter/, with the keys of its plug-in jekyll-seo-tag."""
    image = {"path": address(edition.image), "alt": _alt(edition)}
    return {
        "layout": "post",
        **_common(edition),
        "permalink": f"/{path}" if (path := _path(edition)) else "",
        "number": edition.number or "",
        "author": wording.joined(edition.editors),
        "canonical_url": address(edition.url),
        "image": image if image["path"] else {},
        "render_with_liquid": False,
    }


def _eleventy(edition: Edition) -> Marks:
    """https://www.11ty.dev/docs/data-configuration/; no other template language is let near the words."""
    return {
        **_plain(edition),
        "permalink": f"/{path}" if (path := _path(edition)) else "",
        "templateEngineOverride": "md",
    }


PROFILES: Mapping[MarkdownProfile, Callable[[Edition], Marks]] = {
    "plain": _plain,
    "hugo": _hugo,
    "jekyll": _jekyll,
    "eleventy": _eleventy,
}


def _common(edition: Edition) -> Marks:
    day = wording.iso_day(edition)
    return {
        "title": wording.title(edition),
        "date": date.fromisoformat(day) if day else wording.name(edition.date),
        "description": wording.description(edition),
        "categories": list(wording.names(edition.categories)),
        "tags": list(wording.names(edition.tags)),
    }


def _alt(edition: Edition) -> str:
    return wording.name(edition.image_alt) if address(edition.image) else ""


def _path(edition: Edition) -> str:
    """The edition's address from the site's on, without a slash before it; "" if it is not of the site."""
    site, url = address(edition.site_url), address(edition.url)
    base = f"{site.rstrip('/')}/"
    path = url.removeprefix(base) if site and url.startswith(base) else ""
    return path if path == urlsplit(path).path else ""


def _dump(marks: Marks) -> str:
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
        if isinstance(value, dict):
            return {key: quoted(item) for key, item in value.items()}
        return Text(value) if isinstance(value, str) else value

    text = yaml.dump(
        {key: quoted(value) for key, value in marks.items()},
        Dumper=Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=2**20,
    )
    # These stand in quoted values only; spelled as escapes they are no template's.
    return re.sub("[{}<]", lambda found: f"\\x{ord(found.group()):02X}", text)
