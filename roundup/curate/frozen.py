"""A composed edition as it is kept in the ledger, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from roundup.config import Shape
from roundup.curate.payload import HIGHEST_NUMBER, Payload, day, utc
from roundup.dataclass import dataclass, replace
from roundup.errors import RoundupError
from roundup.model import Edition
from roundup.patterns import pattern
from roundup.text import is_clean_beyond_ascii, slugify, strip_controls

# Names that Windows keeps for devices, and the folder of the whole site beside those of the editions.
_RESERVED = {"con", "prn", "aux", "nul", "site", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_ESCAPE = pattern(rb"\\[urbf]")  # how JSON writes control characters
DEEPEST = 12  # an edition is six levels deep

if TYPE_CHECKING:
    from msgspec.json import Decoder


@dataclass(frozen=True, slots=True)
class _Closing:
    """All that folding reads of a freeze's payload."""

    edition: Edition


def edition_to_payload(edition: Edition) -> Payload:
    """`edition` as values JSON knows (lists for tuples, ISO 8601 for times)."""
    import msgspec

    # By way of JSON, so that a payload equals itself after the database has had it.
    payload: Payload = msgspec.json.decode(msgspec.json.encode(edition))
    return payload


def edition_from_payload(payload: object) -> Edition:
    """The edition that `edition_to_payload` wrote. Unknown keys are left out; anything unreadable is a RoundupError."""
    # Imported here because most commands never meet a closed edition.
    import msgspec

    try:
        return _in_utc(msgspec.convert(payload, Edition))
    except (msgspec.ValidationError, ValueError, OverflowError) as error:
        raise RoundupError(
            f"This is not an edition as this program writes it: {error}",
            hint="It may come from a newer version: try after an update.",
        ) from None


def _in_utc(edition: Edition) -> Edition:
    if all(pick.published is None or pick.published.tzinfo is UTC for pick in edition.picks):
        return edition
    return replace(
        edition, picks=tuple(replace(p, published=utc(p.published) if p.published else None) for p in edition.picks)
    )


def read_closing(encoded: bytes) -> Payload:
    """A freeze's payload, JSON in UTF-8 → the payload, its edition read where it is as this program writes it.

    A desk of ten years folds hundreds of editions at every start: values in between would be half of the work.
    """
    import msgspec

    if _is_clean(encoded):
        try:
            return {"edition": _in_utc(_closings().decode(encoded).edition)}
        except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError):
            pass
    payload: Payload = json.loads(encoded.decode(errors="replace"))
    return payload


@lru_cache(maxsize=1)
def _closings() -> Decoder[_Closing]:
    import msgspec

    return msgspec.json.Decoder(_Closing)


def frozen_edition(payload: Mapping[str, Any]) -> Edition | None:
    """The edition of a freeze, safe to list, name files after and render; None if it cannot be read.

    Errata are decisions of their own: none can be closed with it.
    """
    held = payload.get("edition")
    try:
        edition = held if isinstance(held, Edition) else edition_from_payload(_cleaned(held))
    except RoundupError:
        return None
    if not 1 <= edition.number <= HIGHEST_NUMBER or not day(edition.date) or edition.shape not in get_args(Shape):
        return None
    return replace(edition, slug=edition_slug(edition.slug, edition.number), status="frozen", errata=())


def edition_slug(text: str, number: int) -> str:
    """A folder's name and part of an address for edition `number`, made of `text`."""
    slug = slugify(text)
    return f"edition-{number}" if is_reserved(slug) else slug


def is_reserved(slug: str) -> bool:
    """True for what cannot name a folder everywhere, or says nothing."""
    return slug in _RESERVED or slug == "untitled"


def _cleaned(tree: object) -> object:
    """JSON values with every text cleaned."""
    import msgspec

    # Nearly all are clean, and one look at the whole is enough to see that.
    try:
        encoded = msgspec.json.encode(tree)
    except (TypeError, ValueError, RecursionError):
        return _clean_tree(tree)
    return tree if _is_clean(encoded) else _clean_tree(tree)


def _is_clean(encoded: bytes) -> bool:
    """True if no text in this JSON, in UTF-8, holds anything to be stripped."""
    # Other controls than DEL are no JSON between quotes, if not escaped (RFC 8259, 7): whoever decodes it finds them.
    if 0x7F in encoded or not is_clean_beyond_ascii(encoded):
        return False
    return 0x5C not in encoded or not _ESCAPE.search(encoded)


def _clean_tree(value: object, depth: int = 0) -> object:
    """JSON values with every text cleaned; what is nested deeper than any edition is cut off."""
    if isinstance(value, str):
        return strip_controls(value)
    if depth > DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {str(key): _clean_tree(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_tree(item, depth + 1) for item in value]
    return value
