"""What each kind of decision carries, made safe to fold whoever's ledger it came from.

    verb      subject  payload (every key optional where `?`; a reason goes into Decision.reason)
    star      post     {}                      into the open edition, also if it was left for later
    later     post     {edition}               a star that is left out of this edition, and in the next one by itself
    unstar    post     {}                      words and quotes stay, so that starring again brings them back
    skip      post     {}
    unskip    post     {}
    annotate  post     {lead?, remark?, section?}       Markdown; absent is unchanged, "" clears
    note      post     {text}
    quote     post     {paragraphs, exact, prefix?, suffix?, snapshot?, speaker?}    the decision's id names the quote
    unquote   post     {quote}                 id of the quote
    tag       post     {add?, remove?}         lists of tags
    order     EDITION  {posts}                 keys: these first, in this order
    edition   EDITION  {title?, intro?, sign_off?, cutoff?, slug?, shape?, date?, image?, image_alt?, categories?,
                        tags?, editors?, number?}  absent is unchanged, empty clears; cutoff is an ISO time, date an ISO
                                               day; number the edition that is meant, the open one if absent
    freeze    EDITION  {edition, overridden?}  the composed Edition; closes the open one, the next number opens;
                                               overridden: the blocking checks it was published in spite of
    publish   EDITION  {number, url?}
    erratum   EDITION  {number, text, day?}    Markdown that a closed edition is to show besides its words; an ISO day
    special   special  {kind?, year?, since?, until?, slug?, title?, …, removed?}   words as of `edition`; see Special
    person    person   {name?, handles in add?, opted_out? …}  see personal.py
    undo      as undone {of}                   id of the decision taken back; undoing an undo brings it in force again

To add a verb: one cleaner here and one line in CLEANERS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, get_args

from roundup.config import Shape
from roundup.curate.personal import clean_person
from roundup.model.edition import Edition
from roundup.model.special import SpecialKind
from roundup.text import one_line, strip_controls

# Bounds, since a ledger may come from anybody: each far beyond what people write, near enough to keep a desk quick.
LONGEST_WORDS = 100_000  # characters an editor may write in one place
LONGEST_SOURCE = 4_000_000  # characters of source a quote may span
MOST_ITEMS = 10_000
HIGHEST_NUMBER = 1_000_000  # of an edition

Payload = dict[str, Any]
Cleaner = Callable[[Mapping[str, Any]], Payload | None]


def clean_payload(verb: str, payload: object) -> Payload | None:
    """The part of `payload` this program understands, as JSON-able values; None if the decision can have no meaning.

    Unknown keys and unusable values are dropped, never guessed at: a newer program may know them.
    """
    cleaner = CLEANERS.get(verb)
    if cleaner is None or not isinstance(payload, Mapping):
        return None
    return cleaner(payload)


def utc(moment: datetime) -> datetime | None:
    """`moment` in UTC, taken as UTC if it names no zone; None where that leaves the calendar."""
    # One time without a zone among the others could not be compared with them, and would stop every later fold.
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None


def read_time(text: str) -> datetime | None:
    """An ISO 8601 time in UTC, or None."""
    try:
        return utc(datetime.fromisoformat(text))
    except ValueError:
        return None


def edition_number(payload: object) -> int | None:
    """The number a freeze or publish decision is about."""
    # A freeze holds the number inside the edition, a publish beside the address.
    held = payload.get("edition", payload) if isinstance(payload, Mapping) else None
    if isinstance(held, Edition):  # read already
        return _number(held.number)
    return _number(held.get("number")) if isinstance(held, Mapping) else None


def _text(value: object, limit: int = LONGEST_WORDS) -> str | None:
    """Words of several lines; None if there are none or too many to be meant."""
    return strip_controls(value) if isinstance(value, str) and len(value) <= limit else None


def _line(value: object) -> str | None:
    return one_line(value) if isinstance(value, str) and len(value) <= LONGEST_WORDS else None


def _lines(value: object) -> list[str] | None:
    """A list of single lines, each once, empty ones left out."""
    if not isinstance(value, list | tuple) or len(value) > MOST_ITEMS:
        return None
    return list(dict.fromkeys(line for item in value if (line := _line(item))))


def _number(value: object) -> int | None:
    # `type` and not isinstance: in JSON and in Python, true would pass for 1.
    return value if type(value) is int and 1 <= value <= HIGHEST_NUMBER else None


def day(value: object) -> str | None:
    """An ISO day, or "" to clear it. Only YYYY-MM-DD: fromisoformat alone would also take 2026W471."""
    if value == "":
        return ""
    # fromisoformat alone would also take 2026W471, which no reader of a date expects.
    try:
        return value if isinstance(value, str) and date.fromisoformat(value).isoformat() == value else None
    except ValueError:
        return None


def _moment(value: object) -> str | None:
    if value == "":
        return ""
    moment = read_time(value) if isinstance(value, str) and len(value) <= 64 else None
    return moment.isoformat() if moment else None


def _shape(value: object) -> str | None:
    return value if isinstance(value, str) and value in ("", *get_args(Shape)) else None


def _pick(payload: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]]) -> Payload:
    """The keys of `payload` whose values their readers accept."""
    read = {key: reader(payload[key]) for key, reader in readers.items() if key in payload}
    return {key: value for key, value in read.items() if value is not None}


_WORDS: dict[str, Callable[[Any], Any]] = {"lead": _text, "remark": _text, "section": _line}
EDITION_WORDS: dict[str, Callable[[Any], Any]] = {
    "title": _line,
    "intro": _text,
    "sign_off": _text,
    "cutoff": _moment,
    "slug": _line,
    "shape": _shape,
    "date": day,
    "image": _line,
    "image_alt": _line,
    "categories": _lines,
    "tags": _lines,
    "editors": _lines,
}
SPECIAL_WORDS: dict[str, Callable[[Any], Any]] = {
    "kind": lambda value: value if isinstance(value, str) and value in get_args(SpecialKind) else None,
    "year": lambda value: value if type(value) is int and 1900 <= value <= 9999 else None,
    "since": day,
    "until": day,
    "removed": lambda value: value if isinstance(value, bool) else None,
    **{name: EDITION_WORDS[name] for name in EDITION_WORDS if name not in ("cutoff", "categories")},
}


# What a star or a skip says, it says by being there: whatever else came along is left behind.
def _nothing(_payload: Mapping[str, Any]) -> Payload | None:
    return {}


def _later(payload: Mapping[str, Any]) -> Payload | None:
    number = _number(payload.get("edition"))
    return {"edition": number} if number else None


def _annotate(payload: Mapping[str, Any]) -> Payload | None:
    return _pick(payload, _WORDS)


def _note(payload: Mapping[str, Any]) -> Payload | None:
    text = _text(payload.get("text"))
    return {"text": text} if text and text.strip() else None


def _quote(payload: Mapping[str, Any]) -> Payload | None:
    exact = _text(payload.get("exact"), LONGEST_SOURCE)
    paragraphs = payload.get("paragraphs")
    if not exact or not isinstance(paragraphs, list | tuple) or len(paragraphs) > MOST_ITEMS:
        return None
    # A quote with one unreadable paragraph is no quote: leaving that one out would put words in the author's mouth.
    cleaned = [_text(paragraph, LONGEST_SOURCE) for paragraph in paragraphs]
    if not cleaned or not all(paragraph and paragraph.strip() for paragraph in cleaned):
        return None
    marks = _pick(payload, {"prefix": _text, "suffix": _text, "snapshot": _line, "speaker": _line})
    return {"paragraphs": cleaned, "exact": exact, **marks}


def _unquote(payload: Mapping[str, Any]) -> Payload | None:
    return _named(payload, "quote")


def _undo(payload: Mapping[str, Any]) -> Payload | None:
    return _named(payload, "of")


def _named(payload: Mapping[str, Any], key: str) -> Payload | None:
    name = payload.get(key)
    return {key: name} if isinstance(name, str) and name else None


def _tag(payload: Mapping[str, Any]) -> Payload | None:
    return _pick(payload, {"add": _lines, "remove": _lines})


def _order(payload: Mapping[str, Any]) -> Payload | None:
    keys = payload.get("posts")
    if not isinstance(keys, list | tuple) or len(keys) > MOST_ITEMS:
        return None
    return {"posts": list(dict.fromkeys(key for key in keys if isinstance(key, str) and key))}


def _edition(payload: Mapping[str, Any]) -> Payload | None:
    return _pick(payload, {**EDITION_WORDS, "number": _number})


def _special(payload: Mapping[str, Any]) -> Payload | None:
    return _pick(payload, SPECIAL_WORDS)


def _freeze(payload: Mapping[str, Any]) -> Payload | None:
    held = payload.get("edition")
    if not isinstance(held, Mapping | Edition) or not edition_number(payload):
        return None
    overridden = _lines(payload.get("overridden"))
    return {"edition": held, "overridden": overridden} if overridden else {"edition": held}


def _publish(payload: Mapping[str, Any]) -> Payload | None:
    number = _number(payload.get("number"))
    return {"number": number, "url": _line(payload.get("url")) or ""} if number else None


def _erratum(payload: Mapping[str, Any]) -> Payload | None:
    number, text = _number(payload.get("number")), _text(payload.get("text"))
    if not number or not text or not text.strip():
        return None
    return {"number": number, "text": text, "day": day(payload.get("day")) or ""}


CLEANERS: dict[str, Cleaner] = {
    "star": _nothing,
    "later": _later,
    "unstar": _nothing,
    "skip": _nothing,
    "unskip": _nothing,
    "annotate": _annotate,
    "note": _note,
    "quote": _quote,
    "unquote": _unquote,
    "tag": _tag,
    "order": _order,
    "edition": _edition,
    "freeze": _freeze,
    "publish": _publish,
    "erratum": _erratum,
    "special": _special,
    "person": clean_person,
    "undo": _undo,
}
