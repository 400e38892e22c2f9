"""Words looked for in every post and in what editions said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from roundup.dataclass import dataclass
from roundup.errors import UsageError
from roundup.model import Edition
from roundup.text import one_line
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MOST_LISTED

if TYPE_CHECKING:
    from roundup.store.search import Hit


@dataclass(frozen=True, slots=True)
class EditionHit:
    """A place in a closed edition that holds the words."""

    number: int
    title: str
    where: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, best first."""

    posts: tuple[Hit, ...]
    editions: tuple[EditionHit, ...]


def search(desk: Desk, words: str, *, limit: int = 20) -> Hits:
    """Posts by the full-text index, editions by reading them: they are few."""
    # What only the index understands: quotes around words that stand together, a star for any ending.
    wanted = words.casefold().replace('"', " ").replace("*", " ").split()
    limit = min(limit, MOST_LISTED)
    if not wanted:
        raise UsageError("no words to search for", hint="For instance: roundup search housing repairs")
    with desk.store() as store:
        found = store.search.posts(words, limit)
        closed = store.ledger.editions(desk.settings.edition.first_number).closed
    hits = [
        EditionHit(f.edition.number, f.edition.title, where, _around(text, wanted[0]))
        for f in reversed(closed)
        for where, text in _places(f.edition)
        if all(word in text.casefold() for word in wanted)
    ]
    return Hits(tuple(found), tuple(hits[:limit]))


def _places(edition: Edition) -> Iterator[tuple[str, str]]:
    yield "intro", edition.intro
    for number, pick in enumerate(edition.picks, 1):
        quoted = [paragraph for quote in pick.quotes for paragraph in quote.paragraphs]
        yield f"pick {number}", " ".join([pick.lead, *quoted, pick.remark, pick.title, pick.blog, *pick.authors])
    yield "sign-off", edition.sign_off


def _around(text: str, word: str) -> str:
    at = max(text.casefold().find(word) - 40, 0)
    return ("…" if at else "") + one_line(text[at : at + 160], 120)
