"""Posts that are numbers of a series, told by their titles: "Thoughts #4", "Weeknotes 12: a move", "3/5". Pure.

What two titles of one blog have in common, apart from number or date, is the name of the series.

To add a way of counting: a branch of _NUMBER. To add a kind of notes that need no number: a word in _NOTES.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from roundup.curate.twins import place_of
from roundup.model import Listing
from roundup.patterns import pattern
from roundup.text import one_line

LONGEST_TITLE = 200  # characters looked at

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:{_YEAR}-(?:0[1-9]|1[0-2])(?:-\d\d)?(?!\d)|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|(?:{_WEEKDAY} )?{_DAY}(?: ?{_MONTH})?(?: ?[-–—] ?| to | and ){_DAY} {_MONTH}(?:,? {_YEAR})?"
    rf"|(?:{_WEEKDAY} )?{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?|{_MONTH} {_DAY}(?:,? {_YEAR})?|{_MONTH},? {_YEAR})"
)
_NAMED = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[ivx]{1,5})"
_UNIT = r"(?:week|part|episode|ep|volume|vol|day|month|chapter|season|series|issue|edition|number|no)\.?"
_COUNTED = r"(?:week|part|episode|volume|vol|day|month|chapter|season|series)\.?"
_END = r"(?=\s{0,2}(?:$|[:;|–—(\]).]|[-,] ))"
_NUMBER = pattern(
    rf"(?P<season>\b(?:s|series |season )\d{{1,3}},? ?(?:e|ep|episode)\.? ?\d{{1,3}}\b)"
    rf"|(?P<commencing>\b(?:w/c|w/e|week (?:of|commencing|ending|beginning)|for the week of)\s{{0,2}}{_DATE})"
    rf"|(?P<date>\b{_DATE}(?![\w/]))"
    rf"|(?P<unit>\b(?:{_UNIT} ?#?\d{{1,4}}|{_COUNTED} {_NAMED})(?: (?:of|/) \d{{1,4}})?\b)"
    rf"|(?P<share>(?<![\w/.])\d{{1,3}}/\d{{1,3}}{_END})"
    rf"|(?P<marked>[#№]\s?\d{{1,4}}\b)"
    rf"|(?P<plain>(?<![\w.,£$€/-])\d{{1,4}}{_END})",
    re.IGNORECASE,
)
_NOTES = pattern(
    r"^(?:my |our |the |team )?(?:week|month|day|year|sprint|fortnight) ?-?notes?\b"
    r"|^(?:friday |weekly |monthly )?links\b",
    re.IGNORECASE,
)
# Most titles hold neither digit nor word that counts.
_MAY_COUNT = pattern(rf"(?<![\w£$€])(?:s?\d|[#№] ?\d|{_COUNTED} )", re.IGNORECASE)
_YEAR_ALONE = pattern(_YEAR)
_EDGES = " \t-–—:;,.|#()[]/·•"


def series_of(title: str) -> str:
    """The name of the series that a title says it is a number of; "" if it says none.

    >>> series_of("Thoughts #4: on bins"), series_of("Weeknotes, 3–7 November"), series_of("Bins, again")
    ('Thoughts', 'Weeknotes', '')
    """
    line = one_line(title[:LONGEST_TITLE])
    if (notes := _NOTES.match(line)) is not None:
        return notes[0].strip(_EDGES)
    found = _NUMBER.search(line) if _MAY_COUNT.search(line) else None
    if not found or _is_no_number(found[0]):
        return ""
    stem = line[: found.start()].strip(_EDGES)
    if found.lastgroup == "share":
        return stem or f"series of {found[0].partition('/')[2]}"
    unit = re.match(_UNIT, found[0], re.IGNORECASE) if found.lastgroup in ("unit", "commencing") else None
    return stem or (unit[0].strip(_EDGES).capitalize() if unit else "")


def _is_no_number(found: str) -> bool:
    """True for a year, and for a fraction of more than all: 24/7 is no part of seven."""
    number, slash, whole = found.partition("/")
    return bool(_YEAR_ALONE.fullmatch(found)) or (slash == "/" and whole.isdigit() and int(number) > int(whole))


def series_in(listings: Iterable[Listing]) -> list[tuple[Listing, ...]]:
    """The numbers of each series, the newest first; only where there are two at least.

    Posts of one blog that bear the very same title are numbers of one too. Two blogs of one name on two hosts are two:
    “Weeknotes” is what many are called.
    """
    found: dict[tuple[str, str, str], list[Listing]] = {}
    for listing in listings:
        post, name = listing.post, name_of(listing)
        if name and (post.blog or post.url):
            found.setdefault((post.blog.casefold(), place_of(post), name.casefold()), []).append(listing)
    return [tuple(sorted(numbers, key=_newest_first)) for numbers in found.values() if len(numbers) > 1]


def name_of(listing: Listing) -> str:
    """What the series is called that a post is a number of, if it is one."""
    return series_of(listing.post.title) or one_line(listing.post.title)


def _newest_first(listing: Listing) -> tuple[float, int]:
    return -listing.post.moment.timestamp(), -listing.post.id
