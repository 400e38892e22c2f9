"""Which known items may share a name with a new one: a quick look, so that few have to be looked at closely.

Whatever software does to a guid, an address or a title, the letters and digits of ASCII stay what they are, whole runs
of them. An item in which a run of a name is missing surely does not bear that name.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from roundup.parse.scan import Pieces
from roundup.patterns import pattern

_RUN = pattern(r"[a-z0-9]+")
# References to letters and digits of ASCII and to the characters below. They are resolved twice, so that the sign they
# begin with may be a reference itself.
_REFERENCE = pattern(
    rb"&(?:(?:amp|#0*+38(?![0-9])|#x0*+26(?![0-9a-f]));?)*+(?:#(?:0*+(?:4[89]|5[0-7]|6[5-9]|[78][0-9]|90|9[7-9]|1[01][0-9]|12[0-2]"
    rb"|223|304|329|383|496|783[0-4]|7838|8490|6425[6-9]|6426[0-2])(?![0-9])"
    rb"|x0*+(?:3[0-9]|4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a]|df|130|149|17f|1f0|1e9[6-9ae]|212a|fb0[0-6])(?![0-9a-f]))"
    rb"|szlig|(?:ff?[il]|f[fj])lig;|idot;|napos;)"
)
# Characters that turn into letters of ASCII when case is folded: ß İ ŉ ſ ǰ, ẖ to ẛ, ẞ, the sign for kelvin, ligatures.
_FOLDED = pattern(
    rb"\xc3\x9f|\xc4\xb0|\xc5[\x89\xbf]|\xc7\xb0|\xe1\xba[\x96-\x9a\x9e]|\xe2\x84\xaa|\xef\xac[\x80-\x86]"
)
_ASCII: Final = bytes(range(0x80))


def suspects(found: Pieces, names: Collection[str], places: Sequence[int]) -> Sequence[int]:
    """Those of `places` where an item stands that may bear one of `names` ("guid …", "link …", "title …", "nameless").

    The names are as items.py makes them: references resolved, case folded.
    """
    wanted = [_runs(name) for name in names]
    if not all(wanted):
        return places
    items = {place: found.shortened(place).lower() for place in places}
    whole = b"\n".join(items.values())
    if _spells_oddly(whole):
        return places
    wanted = [runs for runs in wanted if all(run in whole for run in runs)]
    return [place for place, item in items.items() if any(all(run in item for run in runs) for runs in wanted)]


def _runs(name: str) -> list[bytes]:
    """The runs of a name's letters and digits, the rarest, which are the longest, first."""
    _, _, value = name.partition(" ")
    return sorted({run.encode() for run in _RUN.findall(value)}, key=len, reverse=True)


def _spells_oddly(lowered: bytes) -> bool:
    """True if a letter or digit of ASCII may stand for itself in another way."""
    if b"&" in lowered and _REFERENCE.search(lowered):
        return True
    return not lowered.isascii() and bool(_FOLDED.search(lowered.translate(None, _ASCII)))
