"""How the program's own lines look, and how lines of the editor's that look alike are told from them.

    # Title                           the edition's
    ## [12] Title — Blog              a post's block begins; under it lines about it
    <!-- · 620 words · … · 3fa2c1 -->     from the program; check digits over this line and the heading
    Section: Housing                  optional, as is
    Tags: housing, digital
    > words                           a quote; a last paragraph "— Name" is its speaker
    <!-- remark -->                   where a remark has no quote before it
    ## Sign-off
    -----8<-----                      below it the backlog

A line of the editor's that begins like one of these gets a backslash before it; one that begins with backslashes and
then like these gets one more. Reading takes one away again.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

from roundup.patterns import pattern

SIGN_OFF: Final = "## Sign-off"
REMARK: Final = "<!-- remark -->"
CUT: Final = (
    "-----8<----- Below: the backlog. Move a block up to put it into the edition, down to take it out. -----8<-----"
)
SPEAKER: Final = "— "
SECTION: Final = "Section: "
TAGS: Final = "Tags: "

POST_HEADING = pattern(r"##\s+\[?(\d{1,12}|https?://[^\s\]]{1,2000})\]?(?:\s+(.*?))?\s*")
INFO = pattern(r"<!-- · (.*) · ([0-9a-f]{6}) -->")
_NOTE = pattern(r"<!-- !! (.*) · ([0-9a-f]{6}) -->")
_MARK = pattern(r"<!-- roundup worksheet · edition (\d{1,7}) · as of (\S{1,200}) · ([0-9a-f]{6}) -->")
_RESERVED = pattern(r"( {0,3})(\\*)(?=#{1,2}(?:\s|$)|-+8<|<!--)")
_RESERVED_IN_BLOCKS = pattern(r"( {0,3})(\\*)(?=#{1,2}(?:\s|$)|-+8<|<!--|>)")
_DASHED = pattern(r"(\\*)(?=— )")
_TAG_ESCAPE = pattern(r"([\\,])")
_TAG = pattern(r"(?:\\.|[^\\,])+")


def digits(*lines: str) -> str:
    """Six check digits over the program's own lines."""
    return blake2b("\n".join(lines).encode("utf-8", "replace"), digest_size=3).hexdigest()


def spaced(line: str) -> str:
    """A line with one plain space for any white space: word processors and some keyboards set others."""
    return " ".join(line.split())


def mark(edition: int, decision: str) -> str:
    """The first line: which edition this is, and the ledger's last decision when it was written ("-": none)."""
    said = f"edition {edition} · as of {decision or '-'}"
    return f"<!-- roundup worksheet · {said} · {digits(said)} -->"


def read_mark(line: str) -> tuple[int, str] | None:
    """(edition, decision) of a first line, None if it is not as it was written."""
    found = _MARK.fullmatch(spaced(line))
    if not found or found[3] != digits(f"edition {found[1]} · as of {found[2]}"):
        return None
    return int(found[1]), "" if found[2] == "-" else found[2]


def info(heading: str, words: str) -> str:
    """The line under a heading. `words` are a post's, so nothing in them may end the comment."""
    safe = words.replace("--", "––").replace(">", "›")
    return f"<!-- · {safe} · {digits(heading, safe)} -->"


def is_info_of(heading: str, line: str) -> bool:
    """True if both lines are as they were written."""
    found = INFO.fullmatch(line)
    return found is not None and digits(heading, found[1]) == found[2]


def note(message: str) -> str:
    """A line that tells of a problem; it goes when the worksheet is read."""
    safe = " ".join(message.split()).replace("--", "––").replace(">", "›")
    return f"<!-- !! {safe} · {digits(safe)} -->"


def is_note(line: str) -> bool:
    """True for a line that `note` made, as it was made."""
    found = _NOTE.fullmatch(spaced(line))
    return found is not None and digits(found[1]) == found[2]


def escape(text: str, *, in_block: bool) -> str:
    """The editor's words so that no line of them passes for the program's; in a block none for a quote either."""
    reserved = _RESERVED_IN_BLOCKS if in_block else _RESERVED
    return "\n".join(
        reserved.sub(r"\1\\\2", line, count=1) if reserved.match(line) else line for line in text.split("\n")
    )


def unescape(line: str, *, in_block: bool) -> str:
    """One line of the editor's as it was meant."""
    found = (_RESERVED_IN_BLOCKS if in_block else _RESERVED).match(line)
    return found[1] + found[2][1:] + line[found.end() :] if found and found[2] else line


def escape_dash(paragraph: str) -> str:
    """A quoted paragraph that does not pass for a speaker."""
    return "\\" + paragraph if _DASHED.match(paragraph) else paragraph


def unescape_dash(paragraph: str) -> str:
    found = _DASHED.match(paragraph)
    return paragraph[1:] if found and found[1] else paragraph


def join_tags(tags: tuple[str, ...]) -> str:
    return ", ".join(_TAG_ESCAPE.sub(r"\\\1", tag) for tag in tags)


def split_tags(line: str) -> tuple[str, ...]:
    found = (re.sub(r"\\(.)", r"\1", part.strip()) for part in _TAG.findall(line))
    return tuple(dict.fromkeys(tag.strip() for tag in found if tag.strip()))
