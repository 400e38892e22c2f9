"""An address shown in the browser, if there is one and somebody in front of it."""

from __future__ import annotations

import sys

from roundup.cli.streams import somebody_types
from roundup.config import read_environment

_WITHOUT_DISPLAY = ("darwin", "win32")  # their windows do not depend on a variable


def browse(address: str) -> bool:
    """Show `address`; False where no browser can be started.

    Where there is neither a terminal nor a screen none is tried: a browser for terminals would wait for ever.
    """
    import webbrowser

    seen = sys.platform in _WITHOUT_DISPLAY or read_environment().display
    return (seen or somebody_types()) and webbrowser.open(address)
