"""What is wrong with some blogs, always the same ones: about one in eight."""

from __future__ import annotations

from random import Random
from typing import Final

# Of a thousand feeds. Shares as lists of feeds have them that nobody has tended for a year or two.
SHARES: Final = {"404": 50, "500": 20, "hang": 10, "drip": 10, "301": 10, "410": 5, "reset": 5}
HARMLESS: Final = "301"  # leads to the feed in the end


def fault(index: int) -> str:
    """What this feed's server does in the faulty scenario; "" if it is well."""
    drawn = Random(f"fault {index}").randrange(1000)
    for name, share in SHARES.items():
        if drawn < share:
            return name
        drawn -= share
    return ""


def is_read(index: int) -> bool:
    """Whether the feed is read all the same."""
    return fault(index) in {"", HARMLESS}
