"""What people type into a search, as a query of SQLite's full-text search that is never a syntax error."""

from __future__ import annotations

from roundup.patterns import pattern
from roundup.text import strip_controls

MOST_TERMS = 32
_TERM = pattern(r'"([^"]*)"|([^\s"]+)')


def match_expression(words: str) -> str:
    """All of `words` in any order; "words in quotes" side by side; a star at the end of a word means any ending.

    Everything is quoted for FTS5 (https://sqlite.org/fts5.html#fts5_strings), so its operators are plain words. Text
    with nothing to look for matches nothing.
    """
    terms = [_term(quoted or plain) for quoted, plain in _TERM.findall(strip_controls(words))]
    return " AND ".join([term for term in terms if term][:MOST_TERMS]) or '""'


def _term(text: str) -> str:
    if not any(character.isalnum() for character in text):
        return ""
    return f'"{text.rstrip("*")}"' + (" *" if text.endswith("*") else "")
