"""Texts that were made before, handed out again where everything they are made of is the same.

A feed is of many editions, and one of them is new. What was set of the others is kept from one run to the next, by a
digest of all that decides it. It can be thrown away at any time: nothing that is made tells the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

MOST = 100  # texts of one kind; the oldest give way

Texts = dict[str, dict[str, str]]  # kind → digest → text, the last used last


class Memory:
    """What is known is read with `load` when it is first asked for; `stamp` is of what all texts have in common."""

    def __init__(self, load: Callable[[], Mapping[str, Mapping[str, str]]] = dict) -> None:
        self._load = load
        self._texts: Texts | None = None
        self.stamp = ""
        self.grown = False

    def text(self, kind: str, of: object, make: Callable[[], str]) -> str:
        """The text of this kind made of `of` (anything msgspec can encode), by `make` if it is not known."""
        import msgspec

        kept = self.texts.setdefault(kind, {})
        mark = sha256(self.stamp.encode() + b"\n" + msgspec.json.encode(of)).hexdigest()
        text = kept.pop(mark, None)
        if text is None:
            text, self.grown = make(), True
        kept[mark] = text
        while len(kept) > MOST:
            del kept[next(iter(kept))]
        return text

    @property
    def texts(self) -> Texts:
        """All that is known."""
        if self._texts is None:
            self._texts = {kind: dict(texts) for kind, texts in self._load().items()}
        return self._texts
