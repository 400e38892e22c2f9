"""Does a passage stand in a post, word for word? What is published are the post's own characters.

    passage ─▶ readings (quote marks or > around it dropped, brackets as words or as changes) ─▶ locate ─▶ Quote
                                                          nowhere in any snapshot ─▶ nearest ─▶ QuoteError

Folding (folding.py) makes spellings of one text equal; passage.py knows the declared changes and where blocks stand.
The result is a W3C TextQuoteSelector (https://www.w3.org/TR/annotation-model/#text-quote-selector) with its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from roundup.curate.folding import QUOTE_MARKS, Folded, fold, fold_source, has_words
from roundup.curate.nearest import Nearest, nearest, opening
from roundup.curate.passage import MOST_GAPS, MOST_REPLACED, Gap, Passage, Span, locate, read_passage
from roundup.dataclass import dataclass
from roundup.errors import QuoteError
from roundup.model import Quote, Snapshot, Verdict
from roundup.patterns import pattern
from roundup.text import one_line, strip_controls

CONTEXT = 32  # characters of prefix and suffix
LONGEST_PASSAGE = 400_000  # characters
MOST_BRACKETS = 2_000  # of which MOST_GAPS may be declared changes
DRIFT = 0.8  # of the words still stand: then it is the same passage, changed

_MARKER = pattern(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE)
_BULLET = pattern(r"^[ \t]*[•◦▪‣·*+-][ \t]+", re.MULTILINE)
_NUMBER = pattern(r"^[ \t]*(?:\d{1,3}|[a-zA-Z])[.)][ \t]+", re.MULTILINE)
_BREAK = pattern(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class _Found:
    snapshot: Snapshot
    folded: Folded
    passage: Passage
    spans: tuple[Span, ...]


def prove(passage: str, snapshots: Sequence[Snapshot], *, id: str, speaker: str = "") -> Quote:
    """The quote that `passage` is of the first snapshot in which it stands; its context is that of the first place.

    `snapshots` are all wordings of the post, first the one it bears now, then the others, newest first.
    A QuoteError says what differs and shows the nearest passage.
    """
    text = _readable(passage)
    if not any(has_words(snapshot.text) for snapshot in snapshots):
        raise QuoteError(
            "No text of this post is kept, so nothing can be proved",
            hint="Fetch its feed again with: roundup fetch",
        )
    for snapshot in snapshots:
        if found := _find(text, snapshot):
            return _quote(found, id, one_line(speaker))
    raise _refusal(text, snapshots[0])


def verdict(quote: Quote, snapshots: Sequence[Snapshot]) -> Verdict:
    """Whether the words to be published stand in the post as it is now, the first of `snapshots` (as in `prove`).

    "drift": only another wording has them, or most of their words still stand there in one place.
    """
    text = strip_controls("\n\n".join(quote.paragraphs))
    if not snapshots or not has_words(text) or len(text) > LONGEST_PASSAGE or text.count("[") > MOST_BRACKETS:
        return "absent"
    # The published words are proved anew: a quote from another desk brings no proof but its own word.
    # A blogger may take an edit back, so the oldest wording may be the one it bears now: dates decide nothing here.
    for snapshot in snapshots:
        if _find(text, snapshot):
            return "found" if snapshot is snapshots[0] else "drift"
    return "drift" if _likeness(text, snapshots[0]) >= DRIFT else "absent"


def difference(quote: Quote, snapshots: Sequence[Snapshot]) -> str:
    """The quoted words against those of the post as it is now, `[-quoted-] {+now+}`, on one line.

    "" where they stand there, where nothing is like them, and where all stand but not one after another.
    """
    text = strip_controls("\n\n".join(quote.paragraphs))
    if not snapshots or len(text) > LONGEST_PASSAGE or text.count("[") > MOST_BRACKETS or _find(text, snapshots[0]):
        return ""
    folded = fold_source(snapshots[0].text)
    near = (nearest(block, folded) for block in _missing_blocks(text, folded) or ())
    return " … ".join(dict.fromkeys(found.shown for found in near if found))


def _readable(passage: str) -> str:
    """`passage` without control characters; a QuoteError if it holds nothing that could be proved."""
    text = strip_controls(passage).strip()
    if not text:
        raise QuoteError("There is nothing to quote", hint="Give the words as they stand in the post.")
    if len(text) > LONGEST_PASSAGE or text.count("[") > MOST_BRACKETS:
        raise QuoteError(
            f"A passage of {len(text):,} characters and {text.count('['):,} brackets is too much for one quote",
            hint=f"Quote it in parts of at most {LONGEST_PASSAGE:,} characters and {MOST_BRACKETS:,} brackets.",
        )
    return text


def _find(text: str, snapshot: Snapshot) -> _Found | None:
    """The first reading of `text` that stands in the snapshot; readings that change less are tried first."""
    folded = fold_source(snapshot.text)
    for reading in _readings(text):
        for passage in _parted(reading, folded):
            # The search is recursive in the gaps.
            if len(passage.gaps) > MOST_GAPS or not any(has_words(block.text) for block in passage.blocks):
                continue
            if (spans := locate(passage, folded)) is not None:
                return _Found(snapshot, folded, passage, spans)
    return None


def _readings(text: str) -> dict[str, None]:
    """As given; then without Markdown's > or a list's bullets or numbers at its line starts; each also without quote
    marks all around it.
    """
    # Browsers and word processors copy a list's numbers as words; in the post they are none.
    readings: dict[str, None] = {}
    for given in (text, _within(text)):
        unmarked = _MARKER.sub("", given).strip()
        for reading in (given, unmarked, _BULLET.sub("", unmarked), _NUMBER.sub("", unmarked)):
            readings |= {reading: None, _within(reading): None}
    return readings


def _within(text: str) -> str:
    """What stands between quote marks all around; `text` itself if there are none."""
    is_quoted = len(text) > 2 and text[0] in QUOTE_MARKS and text[-1] in QUOTE_MARKS
    return text[1:-1].strip() if is_quoted else text


def _parted(text: str, folded: Folded) -> Iterator[Passage]:
    """Brackets all as words; those as words that the source has there too; all as declared changes."""
    # Words first: what the author wrote in brackets must not be taken for the editor's.
    yield read_passage(text, lambda _: True)
    if "[" in text:
        yield read_passage(text, lambda near: fold(near).text in folded.text)
        yield read_passage(text)


# ---------------------------------------------------------------- found


def _quote(found: _Found, id: str, speaker: str) -> Quote:
    source = found.folded.source
    begin, end = _extent(found)
    return Quote(
        id=id,
        paragraphs=_paragraphs(found),
        exact=source[begin:end],
        prefix=source[max(0, begin - CONTEXT) : begin],
        suffix=source[end : end + CONTEXT],
        snapshot=found.snapshot.hash,
        speaker=speaker,
    )


def _extent(found: _Found) -> Span:
    """From the first to the last quoted character of the source; a word that a bracket stands for in part is whole."""
    folded, gaps = found.folded, found.passage.gaps
    first, last = found.spans[0][0], found.spans[-1][1]
    while gaps[0].glued_after and not folded.at_edge(first):
        first -= 1
    while gaps[-1].glued_before and not folded.at_edge(last):
        last += 1
    begin, end = folded.begin(first), folded.end(last)
    return (begin or 0, len(folded.source) if end is None else end)


def _paragraphs(found: _Found) -> tuple[str, ...]:
    """The source's characters and the declared changes as typed, in the source's paragraphs and the editor's."""
    text = _typed(found.passage.gaps[0])
    for block, span, gap in zip(found.passage.blocks, found.spans, found.passage.gaps[1:], strict=True):
        cuts = [span[0], *(span[0] + at for at in block.breaks), span[1]]
        pieces = [found.folded.cut(begin, end).strip() for begin, end in pairwise(cuts)]
        text += "\n\n".join(pieces) + _typed(gap)
    return tuple(paragraph for each in _BREAK.split(text) if (paragraph := each.strip()))


def _typed(gap: Gap) -> str:
    return _white(gap.before) + gap.typed + _white(gap.after)


def _white(typed: str) -> str:
    return "\n\n" if _BREAK.search(typed) else " " * bool(typed)


# ---------------------------------------------------------------- refused


def _refusal(text: str, snapshot: Snapshot) -> QuoteError:
    folded = fold_source(snapshot.text)
    where = f"“{title}”" if (title := one_line(snapshot.title, 60)) else "the post"
    missing = _missing_blocks(text, folded)
    if missing is None:
        return QuoteError(
            "The passage holds only declared changes, no words of the post",
            hint="Give the words as they stand there.",
        )
    if not missing:
        return QuoteError(
            f"All parts of the passage stand in {where}, but not one after another like this",
            hint=f"[…] goes forward only, and [other words] stand for at most {MOST_REPLACED} words of the post; "
            f"{MOST_GAPS} such changes are too many.",
        )
    near = nearest(missing[0], folded)
    if near is None:
        return QuoteError(f"Nothing like the passage stands in {where}", hint=f"The post begins: {opening(folded)}")
    return QuoteError(
        f"The passage does not stand in {where} word for word{_difference(near)}",
        hint=f"Nearest passage, [-yours-] {{+the post's+}}: {near.shown}\n"
        "Leave words out with […] and put words in with [square brackets].",
    )


def _difference(near: Nearest) -> str:
    mine, theirs = one_line(near.mine, 40), one_line(near.theirs, 40)
    if mine and theirs:
        return f": it has “{mine}” for “{theirs}”"
    if mine:
        return f": “{mine}” is not there"
    return f": it leaves out “{theirs}”" if theirs else ""


def _missing_blocks(text: str, folded: Folded) -> list[str] | None:
    """The blocks that stand nowhere in the text, each looked for on its own; None if there is no block with words."""
    passage = read_passage(_MARKER.sub("", text), lambda near: fold(near).text in folded.text)
    if not any(has_words(block.text) for block in passage.blocks):
        return None
    parts = [Passage((block,), gaps) for block, gaps in zip(passage.blocks, pairwise(passage.gaps), strict=True)]
    # A bracket after each of a refrain's words makes many parts alike; each is looked for once.
    absent = {part: locate(part, folded) is None for part in dict.fromkeys(parts)}
    return [part.blocks[0].text for part in parts if absent[part]]


def _likeness(text: str, snapshot: Snapshot) -> float:
    """How many of the passage's words still stand together in the snapshot, from 0 to 1."""
    folded = fold_source(snapshot.text)
    missing = _missing_blocks(text, folded)
    if missing is None:
        return 0.0
    # Half the words gone is no small change, and knowing it saves the comparison.
    known = set(folded.text.split())
    words = [word for block in missing for word in block.split()]
    if len(words) > 4 and sum(word in known for word in words) < len(words) / 2:
        return 0.0
    lost = 0.0
    for block in missing:
        near = nearest(block, folded)
        lost += len(block.split()) * (min(1.0, near.changed / near.words) if near else 1.0)
    return 1.0 - lost / len(text.split())
