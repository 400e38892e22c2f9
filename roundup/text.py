"""Plain text made safe and comparable: pure, standard library only.

Text that came from outside may hold control characters (terminal escapes), bidirectional overrides (words that show in
another order than they are stored) and lone surrogates (which cannot be encoded). None of them carries meaning here.
"""

from __future__ import annotations

import re
import unicodedata

# C0 but tab and newline, DEL and C1, bidi embeddings/overrides/isolates, line and paragraph separators, surrogates,
# the byte order mark, interlinear annotation marks, and the two non-characters at the end of the basic plane.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_SPACE = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def strip_controls(text: str) -> str:
    """`text` without characters that steer a terminal or reorder words; tabs and newlines stay, CR, CRLF become LF."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, limit: int = 0) -> str:
    """`text` on one line, white space squeezed; cut at a word and ended with … if longer than `limit` characters."""
    line = _SPACE.sub(" ", strip_controls(text)).strip()
    if not limit or len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:–—-") + "…"


def slugify(text: str, limit: int = 80) -> str:
    """A file name and address part: `[a-z0-9-]`, at most `limit` characters, never empty."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return _NOT_SLUG.sub("-", ascii_text).strip("-")[:limit].rstrip("-") or "untitled"


def word_count(text: str) -> int:
    """Words as an editor counts them: runs between white space."""
    return len(text.split())
