"""How everything is said: data to stdout, talk to stderr, nothing hostile to the terminal.

All text passes `strip_controls` on its way out. JSON is written in ASCII, which makes every character inert. Styles are
used only on a terminal, and not when NO_COLOR is set.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

from roundup.config import read_environment
from roundup.errors import RoundupError
from roundup.patterns import pattern
from roundup.text import fit, one_line, strip_controls, width

_USERINFO = pattern(r"(?<=://)[^/\s@]*@")
BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "31", "32", "33"
LEAST_COLUMN = 4


def _write(stream: IO[str], text: str) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))


def _fancy(stream: IO[str]) -> bool:
    try:
        return stream.isatty() and not read_environment().plain
    except (RoundupError, ArithmeticError):
        # What is wrong with the environment is being said just now: that must not stop at its colour.
        return False


def without_logins(text: str) -> str:
    """`text` without the names and passwords that stand in addresses (RFC 3986, 3.2.1)."""
    return _USERINFO.sub("…@", text) if "@" in text else text


def say(text: str = "", style: str = "") -> None:
    """One piece of data to stdout; whoever reads it in a pipe gets addresses whole."""
    _say(sys.stdout, text, style)


def tell(text: str = "", style: str = "") -> None:
    """One piece of talk to stderr."""
    _say(sys.stderr, text, style)


def _say(stream: IO[str], text: str, style: str) -> None:
    clean = strip_controls(text)
    if stream is sys.stderr or stream.isatty():
        clean = without_logins(clean)
    _write(stream, f"\x1b[{style}m{clean}\x1b[0m\n" if style and clean and _fancy(stream) else clean + "\n")


def complain(message: str, hint: str = "") -> None:
    """What went wrong, and what to do next."""
    tell(f"roundup: {message}", RED)
    if hint:
        tell(hint)


def say_json(value: Any) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(value, indent=2, default=_plain) + "\n")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def terminal_columns() -> int:
    """Columns of the terminal; 80 where there is none."""
    import shutil

    return shutil.get_terminal_size((80, 24)).columns


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, wide: int = -1) -> None:
    """Rows in columns on a terminal (`wide` is the column that may have twice the room), tab-separated elsewhere."""
    lines = [[one_line(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for line in lines:
            say("\t".join(line))
        return
    natural = [max([width(head), *(width(line[i]) for line in lines)]) for i, head in enumerate(heads)]
    columns = _shared(natural, terminal_columns() - 2 * (len(heads) - 1), wide % len(heads))
    say("  ".join(fit(head, columns[i]) for i, head in enumerate(heads)).rstrip(), DIM)
    for line in lines:
        say("  ".join(fit(cell, columns[i]) for i, cell in enumerate(line)).rstrip())


def _shared(natural: Sequence[int], room: int, wide: int) -> list[int]:
    """Widths that fit into `room`: narrow columns keep theirs, the others share; `wide` gets a double share."""
    share = max(room, 1)
    while True:
        widths = [min(needed, share * (2 if i == wide else 1)) for i, needed in enumerate(natural)]
        if sum(widths) <= room or share <= LEAST_COLUMN:
            return widths
        share -= 1


def wrapped(text: str, indent: str = "", columns: int = 0) -> str:
    """Paragraphs folded to `columns`: the terminal's, at most 80; what is wider than a line is broken."""
    columns = columns or min(terminal_columns(), 80)
    return "\n\n".join(_folded(paragraph, columns, indent) for paragraph in strip_controls(text).split("\n\n"))


def folded(line: str) -> str:
    """One line for a person, folded to the terminal with what follows indented; whole where a program reads it."""
    if not sys.stdout.isatty():
        return line
    first, *rest = _folded(line, min(terminal_columns(), 80), "").split("\n")
    # What is left has two columns fewer.
    return first if not rest else f"{first}\n{_folded(' '.join(rest), min(terminal_columns(), 80), '  ')}"


def _folded(paragraph: str, columns: int, indent: str) -> str:
    # Not textwrap, which counts characters: a terminal needs two columns for many of the world's.
    lines, used = [indent], len(indent)
    for word in paragraph.split():
        if lines[-1] != indent and used + 1 + width(word) > columns:
            lines.append(indent)
            used = len(indent)
        elif lines[-1] != indent:
            lines[-1] += " "
            used += 1
        for character in word if width(word) > columns - len(indent) else [word]:
            step = width(character)
            if used + step > columns and lines[-1] != indent:
                lines.append(indent)
                used = len(indent)
            lines[-1] += character
            used += step
    return "\n".join(lines).rstrip()
