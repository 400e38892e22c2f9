"""A feed that is sent again with nothing new in it, told by the names of its items alone.

    body ─ cut at what looks like items ─ each bears a known name? ─ what is around them ─▶ plain reader ─▶ Reading

That is what most bodies are that differ from the last: a date was built anew, a comment was counted. A name is of an
item's own text, which was looked at closely when it got it: a piece that bears a known one begins and ends where an
item does, is UTF-8 and hides nothing. So only what is around the items has to be looked at.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from roundup.parse.decode import as_utf8
from roundup.parse.document import MOST_ENTRIES
from roundup.parse.items import counts_in, name_of
from roundup.parse.partial import Reading, pace_in
from roundup.parse.plain import read_plain
from roundup.parse.scan import Pieces, opens_item_or_hides, pieces

_TAGS: Final = (b"item", b"entry")


class _Cut(NamedTuple):
    """What stands before each item and behind the last, the tag of the items, and their names."""

    around: list[bytes]
    tag: bytes
    names: list[str]


def read_known(body: bytes, content_type: str, known: frozenset[str]) -> Reading | None:
    """The feed less its items if all of them are known, as read_plain_body would give it; None if that is not plain."""
    cut = _cut(body, known) if body.startswith(b"<") else None
    if cut is None or not _is_right(cut):
        return None
    frame = b"".join(cut.around)
    decoded = as_utf8(frame, content_type)
    if decoded.body is not frame or decoded.note:
        return None
    raw = read_plain(frame, Pieces(frame, ()) if decoded.is_usual else None)
    if raw is None or raw.announced:
        return None
    return Reading(raw, tuple(cut.names), len(cut.names), pace_in(frame))


def _cut(body: bytes, known: frozenset[str]) -> _Cut | None:
    """The body cut where items seem to be; None at the first that bears no known name."""
    for tag in _TAGS:
        end = b"</%b>" % tag
        *parts, tail = body.split(end, MOST_ENTRIES)
        if parts:
            break
    else:
        return None
    begins, counts = (b"<%b>" % tag, b"<%b " % tag), counts_in(parts[0])
    cut = _Cut([], tag, [])
    for part in parts:
        at = next((at for begin in begins if (at := part.find(begin)) >= 0), -1)
        name = name_of(part[at:] + end, counts) if at >= 0 else ""
        if name not in known:
            return None
        cut.around.append(part[:at])
        cut.names.append(name)
    cut.around.append(tail)
    return cut


def _is_right(cut: _Cut) -> bool:
    """True if nothing around the items hides one, and there is no other."""
    if not any(map(opens_item_or_hides, cut.around)):
        return True
    empty, spans, at = b"<%b></%b>" % (cut.tag, cut.tag), [], 0
    for before in cut.around[:-1]:
        spans.append((at + len(before), at + len(before) + len(empty)))
        at = spans[-1][1]
    found = pieces(empty.join(cut.around))
    return found is not None and found.spans == tuple(spans)
