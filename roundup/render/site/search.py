"""What the search page looks through: every edition's words, a file a year.

A file is a script that hands its year to the search page's own (`roundupYear(…)`): a page opened from a folder on disk
may load scripts, but may read no file. Its data is JSON, made by us, in which nothing can end the script or run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from roundup.curate.people import Registry
from roundup.model import Edition, Pick
from roundup.render import wording
from roundup.render.memory import Memory
from roundup.render.site.archive import Place
from roundup.render.site.views import words
from roundup.text import one_line, replaced

_LONGEST = 4_000  # characters of one pick's words
# JSON is JavaScript but for these two (ECMA-262 before 2019); “<” could end a script that is pasted into a page.
_ESCAPES = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def year_file(places: Sequence[Place], registry: Registry, memory: Memory | None = None) -> bytes:
    """The editions of a year, the newest first, for templates/site/search.js.

    `[[folder, date in words, title, words, [[title, byline, blog, tags, words] …]] …]`
    """
    hidden = [repr(person) for person in registry.people if person.opted_out]
    makes = [(place, partial(_edition_text, place, registry)) for place in places]
    texts = [memory.text("search", [place.digest, *hidden], make) if memory else make() for place, make in makes]
    return f"roundupYear([{','.join(texts)}]);\n".encode("utf-8", "replace")


def _edition_text(place: Place, registry: Registry) -> str:
    text = json.dumps(_edition(place, registry), ensure_ascii=False, separators=(",", ":"))
    # Memory is kept in UTF-8, which has no halves of characters.
    return replaced(text, _ESCAPES).encode("utf-8", "replace").decode()


def _edition(place: Place, registry: Registry) -> list[object]:
    edition = place.edition
    return [
        place.folder,
        wording.in_words(edition.date),
        wording.title(edition),
        _words(edition),
        [_pick(pick, registry) for pick in edition.picks],
    ]


def _words(edition: Edition) -> str:
    errata = [words(erratum.text) for erratum in edition.errata]
    marks = (*edition.tags, *edition.categories)
    return one_line("\n".join((words(edition.intro), words(edition.sign_off), *errata, *marks)), _LONGEST)


def _pick(pick: Pick, registry: Registry) -> list[str]:
    hidden = registry.has_opt_outs and registry.opted_out(pick.authors, pick.blog, pick.url)
    quoted = [paragraph for quote in pick.quotes for paragraph in (*quote.paragraphs, quote.speaker)]
    said = "\n".join((words(pick.lead), *quoted, words(pick.remark)))
    return [
        wording.post_title(pick),
        "" if hidden else wording.byline(pick),
        "" if hidden else wording.name(pick.blog),
        ", ".join(wording.names(pick.tags)),
        one_line(said, _LONGEST),
    ]
