"""Tags and categories by name: the site's numbers of them, made where they are not there yet."""

from __future__ import annotations

from html import escape, unescape
from typing import Any
from urllib.parse import quote

from roundup.deliver.wordpress.kept import is_number
from roundup.deliver.wordpress.site import Site
from roundup.deliver.wordpress.trouble import NotAllowed
from roundup.text import one_line


def numbers(there: Site, kind: str, names: tuple[str, ...], told: list[str]) -> frozenset[int]:
    """The numbers of the tags or categories called `names`; which cannot be had is added to `told`."""
    found = (_number(there, kind, name, told) for name in dict.fromkeys(names))
    return frozenset(number for number in found if number is not None)


def _number(there: Site, kind: str, name: str, told: list[str]) -> int | None:
    try:
        answer = there.ask("POST", f"/{kind}", {"name": name})
    except NotAllowed as error:
        # An author may not make categories; the edition is worth more than its label.
        known = _known(there, kind, name)
        if known is None:
            told.append(f"{kind}: {one_line(name, 60)} is not there and could not be made: {error.message}")
        return known
    number = _of(answer.data)
    if number is None:
        told.append(f"{kind}: {one_line(name, 60)} was refused ({answer.word('code') or answer.status})")
    return number


def _of(data: Any) -> int | None:
    """The number of a term that was made, or that is there already (term_exists)."""
    if not isinstance(data, dict):
        return None
    known = data.get("data")
    number = data.get("id") or (known.get("term_id") if isinstance(known, dict) else None)
    return number if is_number(number) else None


def _known(there: Site, kind: str, name: str) -> int | None:
    """The number of a term that is there. WordPress keeps and searches names with & < > written as entities."""
    for query in (f"search={quote(escape(name, quote=False), safe='')}", f"slug={quote(name, safe='')}"):
        found = there.get(f"/{kind}?per_page=100&{query}")
        for term in found if isinstance(found, list) else ():
            if isinstance(term, dict) and is_number(term.get("id")) and _same(term.get("name"), name):
                return int(term["id"])
    return None


def _same(there: Any, name: str) -> bool:
    return isinstance(there, str) and unescape(there).casefold() == unescape(name).casefold()
