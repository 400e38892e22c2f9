"""Words being written: a text and the place of its cursor. Each key gives a new Buffer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from roundup.curate.desk.lead import next_stop as stop_after
from roundup.curate.desk.lines import Line, Piece
from roundup.dataclass import dataclass
from roundup.patterns import pattern
from roundup.text import strip_controls, width

_WORD_ON = pattern(r"\s*\S+")


@dataclass(frozen=True, slots=True)
class Buffer:
    """`at` is how many characters stand before the cursor."""

    text: str = ""
    at: int = 0


def insert(buffer: Buffer, typed: str) -> Buffer:
    """What was typed or pasted, without characters that steer terminals."""
    clean = strip_controls(typed).replace("\t", " ")
    return Buffer(buffer.text[: buffer.at] + clean + buffer.text[buffer.at :], buffer.at + len(clean))


def _to(buffer: Buffer, at: int) -> Buffer:
    return Buffer(buffer.text, max(0, min(at, len(buffer.text))))


def _cut(buffer: Buffer, begin: int, end: int) -> Buffer:
    return Buffer(buffer.text[:begin] + buffer.text[end:], begin)


def left(buffer: Buffer) -> Buffer:
    """A character back; accents and joiners go with the letter they belong to."""
    at = buffer.at - 1
    while at > 0 and width(buffer.text[at]) == 0:
        at -= 1
    return _to(buffer, at)


def right(buffer: Buffer) -> Buffer:
    at = buffer.at + 1
    while at < len(buffer.text) and width(buffer.text[at]) == 0 and buffer.text[at] != "\n":
        at += 1
    return _to(buffer, at)


def word_left(buffer: Buffer) -> Buffer:
    before = buffer.text[: buffer.at].rstrip()
    return _to(buffer, len(before) - len(before.split()[-1]) if before else 0)


def word_right(buffer: Buffer) -> Buffer:
    found = _WORD_ON.match(buffer.text, buffer.at)
    return _to(buffer, found.end() if found else len(buffer.text))


def line_begin(buffer: Buffer) -> Buffer:
    return _to(buffer, buffer.text.rfind("\n", 0, buffer.at) + 1)


def line_end(buffer: Buffer) -> Buffer:
    end = buffer.text.find("\n", buffer.at)
    return _to(buffer, len(buffer.text) if end < 0 else end)


def backspace(buffer: Buffer) -> Buffer:
    return _cut(buffer, left(buffer).at, buffer.at)


def delete(buffer: Buffer) -> Buffer:
    return _cut(buffer, buffer.at, right(buffer).at)


def cut_word(buffer: Buffer) -> Buffer:
    return _cut(buffer, word_left(buffer).at, buffer.at)


def cut_before(buffer: Buffer) -> Buffer:
    return _cut(buffer, line_begin(buffer).at, buffer.at)


def cut_behind(buffer: Buffer) -> Buffer:
    return _cut(buffer, buffer.at, line_end(buffer).at)


def next_stop(buffer: Buffer) -> Buffer:
    """To where there is something to write next."""
    return _to(buffer, stop_after(buffer.text, buffer.at))


# Actions of the table of keys that change the buffer and nothing else.
EDITS: Mapping[str, Callable[[Buffer], Buffer]] = {
    edit.__name__: edit
    for edit in (
        *(left, right, word_left, word_right, line_begin, line_end),
        *(backspace, delete, cut_word, cut_before, cut_behind, next_stop),
    )
}


# ---------------------------------------------------------------- shown


def shown(buffer: Buffer, columns: int) -> tuple[list[Line], int]:
    """The buffer in lines of at most `columns`, its cursor marked, and the number of the cursor's line."""
    lines: list[Line] = []
    here = 0
    for begin, end in _rows(buffer.text, max(columns, 2)):
        if begin <= buffer.at <= end and (buffer.at < end or _ends_here(buffer.text, end)):
            here = len(lines)
            under = buffer.text[buffer.at : end][:1] or " "
            lines.append(
                (
                    Piece(buffer.text[begin : buffer.at]),
                    Piece(under, marked=True),
                    Piece(buffer.text[buffer.at + 1 : end]),
                )
            )
        else:
            lines.append((Piece(buffer.text[begin:end]),))
    return lines, here


def _ends_here(text: str, end: int) -> bool:
    return end == len(text) or text[end] == "\n"


def _rows(text: str, columns: int) -> list[tuple[int, int]]:
    """Where lines are broken: at line ends, else behind the last blank that fits, else where they are full."""
    rows: list[tuple[int, int]] = []
    begin = used = 0
    blank = -1
    for at, character in enumerate(text):
        if character == "\n":
            rows.append((begin, at))
            begin, used, blank = at + 1, 0, -1
            continue
        step = width(character)
        # A column is left for the cursor.
        if used + step > columns - 1:
            cut = blank + 1 if blank >= begin else at
            rows.append((begin, cut))
            begin, used, blank = cut, width(text[cut:at]), -1
        used += step
        blank = at if character == " " else blank
    return [*rows, (begin, len(text))]
