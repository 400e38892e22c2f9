"""Texts that were made before, handed out again where everything they are made of is the same.

A feed is of many editions, and one of them is new. What was set of the others is kept from one run to the next, by a
digest of all that decides it. It can be thrown away at any time: nothing that is made tells the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

Texts = Mapping[str, Mapping[str, str]]  # kind → digest → text


class Memory:
    """What is known is read with `load` when it is first asked for; `stamp` is of what all texts have in common."""

    def __init__(self, load: Callable[[], Texts] = dict) -> None:
        self._load = load
        self._known: Texts | None = None
        self._used: dict[str, dict[str, str]] = {}
        self.stamp = ""
        self.grown = False

    def text(self, kind: str, of: object, make: Callable[[], str]) -> str:
        """The text of this kind made of `of` (anything msgspec can encode), by `make` if it is not known."""
        import msgspec

        used = self._used.setdefault(kind, {})
        mark = sha256(self.stamp.encode() + b"\n" + msgspec.json.encode(of)).hexdigest()
        text = used.get(mark)
        if text is None:
            text = self.known.get(kind, {}).get(mark)
        if text is None:
            text, self.grown = make(), True
        used[mark] = text
        return text

    @property
    def known(self) -> Texts:
        """All that was made before."""
        if self._known is None:
            self._known = self._load()
        return self._known

    @property
    def texts(self) -> Texts:
        """What to keep: of each kind that was asked for only what was used: that is what comes again."""
        return {**self.known, **self._used}
