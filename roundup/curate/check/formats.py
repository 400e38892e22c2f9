"""Checks of the formats that the edition is made into."""

from __future__ import annotations

from collections.abc import Iterator

from roundup.curate.check.base import CheckFacts, Fault
from roundup.model import Edition
from roundup.text import one_line

EMAIL = "email"
_KB = 1000


def email_too_large(_edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks or warns: an e-mail so large that Gmail cuts it off: `max_bytes` blocks, `warn_bytes` warns."""
    size, limits = facts.sizes.get(EMAIL, 0), facts.settings.email
    if size > min(limits.warn_bytes, limits.max_bytes):
        message = f"The e-mail has {size / _KB:.0f} KB; Gmail cuts off what has more than 102"
        remedy = "Fewer picks, shorter quotes, or [render] formats without email"
        yield Fault("blocks" if size > limits.max_bytes else "warns", "email", message, remedy)


def not_arrived(_edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Warns: an edition before this one that has not reached all its targets: `publish` goes on with that first."""
    for number, targets in facts.waited.items():
        message = f"Edition {number} has not arrived at {', '.join(one_line(name, 40) for name in targets)}"
        yield Fault("warns", "delivery", message, "Have it arrive first: roundup publish; then publish this one")


def formats_differ(_edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a format that does not say what the edition says: words, quotes or links that were lost on the way."""
    for said in facts.unlike:
        file, _, what = one_line(said, 300).partition(": ")
        remedy = "Look at the desk's own templates/ first; with the program's it is a fault of ours, please report it"
        yield Fault("warns", file, f"It does not say what the edition says: {what}", remedy)
