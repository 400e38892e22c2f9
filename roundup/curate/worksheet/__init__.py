"""The whole draft as one Markdown file that a person edits, and back.

    ledger ─▶ Sheet ─▶ write_sheet ─▶ text ─▶ $EDITOR ─▶ text ─▶ read_sheet ─▶ Sheet ─▶ settle ─▶ changes
                                                               └▶ problems, each with its line

    sheet.py    what a worksheet says, in a normal form             write.py    Sheet → text
    layout.py   the program's own lines, and how others' are told   read.py     text → Sheet, or problems
    settle.py   base, mine, theirs → what to record, or conflicts

Nothing is guessed at: words whose place is not clear, and words written into the program's own lines, are problems,
and then nothing at all is changed.
"""

from roundup.curate.worksheet.blocks import Problem
from roundup.curate.worksheet.read import Reading, read_sheet, with_problems
from roundup.curate.worksheet.settle import Changes, Conflict, PostChanges, settle
from roundup.curate.worksheet.sheet import Passage, Sheet, Words, sheet_of, words_of
from roundup.curate.worksheet.write import Card, write_sheet

__all__ = [
    "Card",
    "Changes",
    "Conflict",
    "Passage",
    "PostChanges",
    "Problem",
    "Reading",
    "Sheet",
    "Words",
    "read_sheet",
    "settle",
    "sheet_of",
    "with_problems",
    "words_of",
    "write_sheet",
]
