"""How much is too much: bounds on what one command may be given or asked for."""

from __future__ import annotations

from roundup.errors import UsageError
from roundup.text import strip_controls

MAX_TEXT = 20_000  # characters; ten times the longest lead-in or remark of any edition measured
MAX_LINE = 500  # characters of a title, an address, a name
MOST_LISTED = 1_000_000  # more than any desk holds, small enough for the database to count with


def bounded(text: str, name: str, most: int = MAX_TEXT) -> str:
    """`text` without control characters and outer white space; UsageError if it is longer than `most` characters."""
    clean = strip_controls(text).strip()
    if len(clean) > most:
        raise UsageError(
            f"the {name} has {len(clean):,} characters; {most:,} is the most", hint="Is this the right file?"
        )
    return clean
