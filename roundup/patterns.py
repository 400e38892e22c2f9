"""Regular expressions that are compiled when they are first used.

To compile one takes longer than to import a small module, and of the hundred or so that a command might need it uses
a few. `pattern` is for constants of modules: what it gives is used like what `re.compile` gives. Where every use counts
(the readers of feeds, which need all theirs in any case) `re.compile` stays: its methods are found a little sooner.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["pattern"]

if TYPE_CHECKING:
    from re import compile as pattern
else:

    def pattern(source: str | bytes, flags: int = 0) -> _Waiting:
        """As `re.compile`; a mistake in `source` shows at the first use."""
        return _Waiting(source, flags)


_PUBLIC = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))


class _Ready:
    """Stands for a compiled pattern, whose methods it has as its own."""

    def __repr__(self) -> str:
        return repr(self.__dict__["compiled"])


class _Waiting:
    """A pattern that nothing was looked for with yet."""

    def __init__(self, source: Any, flags: int) -> None:
        self._given = (source, flags)

    def __getattr__(self, name: str) -> Any:
        # Copying and pickling ask for much that no pattern has.
        if name not in _PUBLIC:
            raise AttributeError(name)
        compiled: re.Pattern[Any] = re.compile(*self._given)
        self.__dict__.update({each: getattr(compiled, each) for each in _PUBLIC}, compiled=compiled)
        setattr(self, "__class__", _Ready)  # noqa: B010 - an assignment is what type checkers forbid
        return self.__dict__[name]

    def __repr__(self) -> str:
        return f"pattern{self._given}"
