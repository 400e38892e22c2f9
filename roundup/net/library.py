"""httpx without the command line that it brings along, which would load click, rich and pygments for nothing.

Everything in this package that wants httpx takes it from here.
"""

from __future__ import annotations

import sys

_COMMAND_LINE = "httpx._main"

if "httpx" not in sys.modules:
    # httpx itself provides for this: where click is not installed, the import fails and is passed over.
    sys.modules[_COMMAND_LINE] = None  # type: ignore[assignment] # None is how an import is made to fail

import httpx  # noqa: E402 # after what decides how much of it comes

if sys.modules.get(_COMMAND_LINE, httpx) is None:
    del sys.modules[_COMMAND_LINE]

__all__ = ["httpx"]
