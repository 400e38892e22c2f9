"""White space as a person would have left it, however a template was indented."""

from __future__ import annotations

import re

from roundup.patterns import pattern

_PREFORMATTED = pattern(r"(<pre[ >].*?</pre>)", re.DOTALL)


def html(text: str) -> str:
    """HTML without blank lines, but for those in preformatted text."""
    pieces = _PREFORMATTED.split(text)
    pieces[::2] = (re.sub(r"\n\s*\n", "\n", piece) for piece in pieces[::2])
    return "".join(pieces).strip() + "\n"


def markdown(text: str) -> str:
    """Markdown with one blank line between blocks and no spaces at the ends of lines."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"
