"""A date as blogs write it → a moment in UTC, and what had to be assumed.

Order: numbers that count seconds, ISO 8601 / RFC 3339 / W3CDTF, RFC 822, then python-dateutil with the day first. A
date that one of the strict patterns recognises but that does not exist (31 February) is refused, never repaired.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from roundup.patterns import pattern
from roundup.text import one_line

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100
_LONGEST: Final = 80  # characters
_FAR_TOO_LONG: Final = 2_000  # characters, white space and all

# Minutes east of UTC. Names that mean several zones are read as Britain and Ireland do.
_ZONES: Final = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("bst", "ist", "west", "cet", "met", "mez"), 60),
    **dict.fromkeys(("cest", "mest", "mesz", "eet", "sast"), 120),
    **dict.fromkeys(("eest", "msk", "trt"), 180),
    "gst": 240,
    "pkt": 300,
    "wib": 420,
    "awst": 480,
    "hkt": 480,
    "sgt": 480,
    "jst": 540,
    "kst": 540,
    "acst": 570,
    "acdt": 630,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
    "nst": -210,
    "ndt": -150,
    "adt": -180,
    "ast": -240,
    "at": -240,
    "edt": -240,
    "est": -300,
    "et": -300,
    "cdt": -300,
    "cst": -360,
    "ct": -360,
    "mdt": -360,
    "mst": -420,
    "mt": -420,
    "pdt": -420,
    "pst": -480,
    "pt": -480,
    "akdt": -480,
    "akst": -540,
    "hst": -600,
}
_ZONES_NAMED: Final = {name: timezone(timedelta(minutes=minutes)) for name, minutes in _ZONES.items()}
_UNSAID: Final = timezone(timedelta(0), "unsaid")  # stands for "no zone in the text" until the desk's own is put in
_MONTH_NAMES: Final = (
    "jan january janvier januar enero gennaio ionawr janv ene gen ion",
    "feb february février fevrier februar febrero febbraio chwefror févr fevr fév chw febr",
    "mar march mars märz marzo mawrth mär mrz maw maart mrt",
    "apr april avril abril aprile ebrill avr abr ebr",
    "may mai mayo maggio mag mei",
    "jun june juin juni junio giugno mehefin giu meh",
    "jul july juillet juli julio luglio gorffennaf juil lug gor",
    "aug august août aout agosto awst aoû ago aws augustus",
    "sep sept september septembre septiembre settembre medi set med",
    "oct october octobre oktober octubre ottobre hydref okt ott hyd",
    "nov november novembre noviembre tachwedd tach",
    "dec december décembre decembre dezember diciembre dicembre rhagfyr déc dez dic rhag",
)
_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_ENGLISH: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_EPOCH = pattern(r"(\d{9,10})(?:\.\d{1,9})?|(\d{12,13})")
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{1,2})(?:[.,]\d{1,12})?)?"
_ISO = pattern(
    rf"(?P<year>\d{{4}})(?:-(?P<month>\d{{1,2}})(?:-(?P<day>\d{{1,2}}))?)?(?:(?:\s*T\s*|\s+){_TIME})?\s*(?P<zone>.*)",
    re.IGNORECASE,
)
_COMPACT = pattern(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:\.\d{1,9})?)?)?"
    r"\s*(?P<zone>(?:[^\d\s].*)?)",
    re.IGNORECASE,
)
_RFC822 = pattern(
    rf"(?:[^\W\d]{{2,12}}\.?\s*,?\s*)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<name>[^\W\d]{{3,12}})\.?,?[\s-]+"
    rf"(?P<year>\d{{4}}|\d{{2}})(?:\s*,?\s*(?:at\s+|à\s+|um\s+|-\s+)?{_TIME})?\s*(?P<zone>.*)",
    re.IGNORECASE,
)
# The two spellings that nearly all feeds use, to the letter.
_USUAL_RFC822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) (?:GMT|\+0000)"
)
_USUAL_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]{1,12})?(?:Z|[+-]00:00)")
_USUAL_MONTHS: Final = {name: number for number, name in enumerate(_ENGLISH, 1)}
_OFFSET = pattern(r"(?:GMT|UTC|Z)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_COMMENT = pattern(r"\s*\([^()]*\)\s*$")
_WORD = pattern(r"[^\W\d_]{3,12}\.?")
_ZONE_KEY = pattern(r"[A-Z][A-Za-z_]{1,20}/[A-Z][A-Za-z_-]{1,30}")


def read_date(text: str, zone: tzinfo) -> tuple[datetime | None, str]:
    """The moment `text` names, in UTC, or None; and what was assumed or why it was refused, "" if nothing.

    Without a zone in the text, `zone` is assumed; without a time of day, midnight. Years outside 1990 to 2100 are
    taken for nonsense.
    """
    if usual := _usual(text):
        return usual, ""
    if len(text) > _FAR_TOO_LONG or len(cleaned := one_line(text)) > _LONGEST:
        return None, "the date is too long to be one"
    if not cleaned:
        return None, ""
    try:
        return _epoch(cleaned) or _patterned(cleaned, zone) or _guessed(cleaned, zone)
    except (ValueError, OverflowError):
        return None, f"there is no such date: {cleaned}"


def _usual(text: str) -> datetime | None:
    """The moment, if it is written in one of the usual ways and there is such a moment."""
    try:
        if match := _USUAL_RFC822.fullmatch(text):
            day, name, year, hour, minute, second = match.groups()
            month = _USUAL_MONTHS.get(name, 0)
            moment = datetime(int(year), month, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
        elif match := _USUAL_ISO.fullmatch(text):
            moment = datetime.fromisoformat(match[1]).replace(tzinfo=UTC)
        else:
            return None
    except ValueError:
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def zone_name(zone: tzinfo) -> str:
    """How a note calls the zone that was assumed."""
    key = str(zone)
    return "UK time" if key in {"Europe/London", "GB"} else key


def _epoch(text: str) -> tuple[datetime | None, str] | None:
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    seconds = int(match.group(1) or match.group(2)[:-3])
    return _in_range(datetime.fromtimestamp(seconds, UTC), "a count of seconds was taken for a date")


def _patterned(text: str, zone: tzinfo) -> tuple[datetime | None, str] | None:
    for way in (_COMPACT, _ISO, _RFC822):
        match = way.fullmatch(text)
        if match and (found := _from_fields(match.groupdict(), zone)):
            return found
    return None


def _from_fields(fields: dict[str, str | None], zone: tzinfo) -> tuple[datetime | None, str] | None:
    """The moment a pattern's named groups say; None if they say something else (a zone that is no zone, say)."""
    # No month by that name, or a rest that is no zone: the pattern matched something else.
    month = _MONTHS.get((fields.get("name") or "").lower()) if "name" in fields else int(fields["month"] or 1)
    offset = _offset((fields["zone"] or "").strip())
    if month is None or offset is None:
        return None
    year = _full_year(fields["year"] or "")
    if not FIRST_YEAR - 1 <= year <= LAST_YEAR + 1:
        return None, f"the date is out of range: year {year}"
    day, hour, minute = int(fields["day"] or 1), int(fields["hour"] or 0), int(fields["minute"] or 0)
    second = min(int(fields["second"] or 0), 59) if int(fields["second"] or 0) <= 60 else 61
    # ISO 8601 lets a day end at 24:00, which Python's clocks do not.
    late = hour == 24 and minute == second == 0
    moment = datetime(year, month, day, 0 if late else hour, minute, second, tzinfo=_UNSAID)
    note = "" if fields["hour"] else "no time of day given, midnight assumed"
    return _placed(moment + timedelta(days=late), offset, zone, note)


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < FIRST_YEAR - 1900 else 1900)


def _offset(text: str) -> tzinfo | None:
    """The zone that the rest of a date names, _UNSAID if it names none, None if the rest is no zone at all."""
    name = (_COMMENT.sub("", text) or text.strip("()")).strip().removeprefix("Etc/")
    if not name:
        return _UNSAID
    if name.lower() in _ZONES_NAMED:
        return _ZONES_NAMED[name.lower()]
    if match := _OFFSET.fullmatch(name):
        minutes = int(match.group(2)) * 60 + int(match.group(3) or 0)
        return (
            timezone(timedelta(minutes=-minutes if match.group(1) == "-" else minutes)) if minutes < 24 * 60 else None
        )
    try:
        return ZoneInfo(name) if _ZONE_KEY.fullmatch(name) else None
    except (ValueError, OSError, LookupError):
        return None


def _placed(moment: datetime, offset: tzinfo, zone: tzinfo, note: str = "") -> tuple[datetime | None, str]:
    if offset is not _UNSAID:
        return _in_range(moment.replace(tzinfo=offset).astimezone(UTC), note)
    assumed = f"no time zone given, {zone_name(zone)} assumed"
    return _in_range(moment.replace(tzinfo=zone).astimezone(UTC), note or assumed)


def _in_range(moment: datetime, note: str) -> tuple[datetime | None, str]:
    if FIRST_YEAR <= moment.year <= LAST_YEAR:
        return moment, note
    return None, f"the date is out of range: year {moment.year}"


def _guessed(text: str, zone: tzinfo) -> tuple[datetime | None, str]:
    """What python-dateutil makes of it, if day, month and year are all in the text."""
    from dateutil import parser

    english = _WORD.sub(_translated, text)
    filler = (datetime(1990, 1, 1, tzinfo=_UNSAID), datetime(1991, 2, 2, tzinfo=_UNSAID))
    try:
        readings = [parser.parse(english, dayfirst=True, default=default, tzinfos=_named_zone) for default in filler]
    except (ValueError, OverflowError, TypeError, AttributeError, ArithmeticError, LookupError):
        return None, f"the date could not be read: {text}"
    # What the text leaves out comes from the filler; if the fillers show, something is missing.
    if readings[0] != readings[1]:
        return None, f"the date is not complete: {text}"
    moment = readings[0]
    return _placed(moment, moment.tzinfo or _UNSAID, zone)


def _named_zone(name: str | None, seconds: int | None) -> tzinfo:
    """What python-dateutil is told about a zone it saw. A callback, so that the machine's own zone has no say."""
    if name and name.lower() in _ZONES_NAMED:
        return _ZONES_NAMED[name.lower()]
    return _UNSAID if seconds is None else timezone(timedelta(seconds=seconds))


def _translated(match: re.Match[str]) -> str:
    """A month's name in English; days of the week and joining words of other languages fall away."""
    word = match.group().rstrip(".").lower()
    if word in _MONTHS:
        return _ENGLISH[_MONTHS[word] - 1]
    return match.group() if word in _ZONES_NAMED or word in {"gmt", "noon"} or match.group().isupper() else " "
