"""The edition as JSON-LD: a schema.org BlogPosting that cites the posts it quotes (https://schema.org/BlogPosting)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from markupsafe import Markup

from roundup.model import Edition, Erratum, Pick
from roundup.render import manuscript, wording
from roundup.render.address import address
from roundup.text import one_line, replaced

# Between <script> and </script> only these could end the data, or begin a comment in it.
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


class _Person(msgspec.Struct, tag_field="@type", tag="Person"):
    name: str


class _Work(msgspec.Struct, tag_field="@type", tag="CreativeWork", omit_defaults=True, rename={"day": "datePublished"}):
    """A post that is cited. An archive has thousands of them, and a struct is written in half the time of a dict."""

    name: str
    url: str = ""
    author: tuple[_Person, ...] = ()
    day: str = ""


def linked_data(edition: Edition) -> Markup:
    """JSON that may stand in a script element; what is empty is left out."""
    data = msgspec.json.encode(_posting(edition)).decode()
    return Markup(replaced(data, _ESCAPES))  # noqa: S704 - escaped above


def _posting(edition: Edition) -> dict[str, Any]:
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "BlogPosting",
            "headline": wording.title(edition),
            "inLanguage": wording.language(edition),
            "url": address(edition.url),
            "image": address(edition.image),
            "datePublished": wording.iso_day(edition),
            "author": _people(edition.editors),
            "isPartOf": _site(edition),
            "keywords": list(wording.names((*edition.categories, *edition.tags))),
            "citation": [_citation(pick) for pick in edition.picks],
            "correction": [_correction(erratum) for erratum in edition.errata],
        }
    )


def _site(edition: Edition) -> dict[str, Any]:
    """The blog it stands in; one without an address would only repeat a name."""
    url, name = address(edition.site_url), one_line(edition.site_title, wording.LONGEST_TITLE)
    return _filled({"@type": "Blog", "name": name, "url": url}) if url else {}


def _citation(pick: Pick) -> _Work:
    authors = _people(pick.authors or (pick.blog,))
    return _Work(wording.post_title(pick), address(pick.url), authors, wording.day_of(pick))


def _correction(erratum: Erratum) -> dict[str, Any]:
    words = manuscript.words(erratum.text)
    return _filled({"@type": "CorrectionComment", "text": words, "datePublished": wording.iso(erratum.day)})


@lru_cache(maxsize=1_024)
def _people(names: tuple[str, ...]) -> tuple[_Person, ...]:
    return tuple(map(_Person, wording.names(names)))


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Only what says something; nothing but a type says nothing."""
    kept = {key: value for key, value in values.items() if value}
    return kept if len(kept) > ("@type" in kept) else {}
