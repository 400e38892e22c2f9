"""The place in a text that is most like given words, and the difference word by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from itertools import islice
from unicodedata import category, normalize

from roundup.curate.folding import Folded
from roundup.dataclass import dataclass
from roundup.patterns import pattern
from roundup.text import one_line

# Comparing is quadratic in what is compared, so no more than a screenful ever is.
_FOCUS = 160  # words of a long passage that are looked at: where it first departs from the text
_CHUNK, _STRIDE = 8, 4
_MARGINS = (1, 3, 8)  # words before the place that are looked at as well, twice as many behind it
_COMMON = 60  # a word that stands oftener than this in the text does not tell where to look
_RARE, _ENOUGH = 4, 8  # so many words that stand no oftener than that tell enough
_CONTEXT = 8  # unchanged words shown on either side of a change
_MOST_WORDS = 120  # shown in all
_WORD = pattern(r"\S+")


@dataclass(frozen=True, slots=True)
class Nearest:
    """`shown` is the nearest place, `[-words only in the passage-] {+words only in the text+}`.

    `changed` counts these among the `words` that were compared; `mine` and `theirs` are the first of them.
    """

    shown: str
    changed: int
    words: int
    mine: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    shown: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that agree (`theirs` only) or differ."""

    same: bool
    mine: Sequence[_Word]
    theirs: Sequence[_Word]


def nearest(block: str, folded: Folded) -> Nearest | None:
    """The place in `folded` most like the folded words `block`; None if no word is even similar."""
    words = _focus(block.split(), folded.text)
    begin = _place(words, _listed(folded.text))
    if begin is None:
        return None
    mine = [_Word(word, word) for word in words]
    compared: list[list[_Run]] = []
    # With few words around it the place is not mistaken for one a line before that reads alike.
    for margin in _MARGINS:
        runs = _compared(mine, folded, begin, margin)
        compared.append(runs)
        missing = _missing(runs)
        held = runs[0].same and runs[-1].same
        # Where half of many words differ, more words around them change nothing.
        if (held and missing <= margin) or 2 * missing > max(len(mine), 40):
            break
    return _found(min(compared, key=lambda runs: (_missing(runs), _changed(runs))), len(mine))


@dataclass(frozen=True, slots=True)
class _Listed:
    """A text's words, and the numbers of those that are candidates for each other, by `_key`."""

    words: Sequence[str]
    places: Mapping[str, Sequence[int]]


@lru_cache(maxsize=2)
def _listed(text: str) -> _Listed:
    """Remembered, since a refused quote has many parts to look for in one text, which may be a megabyte."""
    words = text.split()
    keys = {word: _key(word) for word in set(words)}
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        places[keys[word]].append(index)
    return _Listed(words, dict(places))


def _missing(runs: Sequence[_Run]) -> int:
    """Words of the passage that have no like."""
    return sum(len(run.mine) for run in runs if not run.same)


def _changed(runs: Sequence[_Run]) -> int:
    return sum(max(len(run.mine), len(run.theirs)) for run in runs if not run.same)


def _found(runs: Sequence[_Run], words: int) -> Nearest:
    changes = [run for run in runs if not run.same]
    return Nearest(
        shown=_show(runs),
        words=words,
        changed=_changed(runs),
        mine=_line(changes[0].mine) if changes else "",
        theirs=_line(changes[0].theirs) if changes else "",
    )


def _compared(mine: Sequence[_Word], folded: Folded, begin: int, margin: int) -> list[_Run]:
    """The words set against those of the text from number `begin` on, with some before and behind them."""
    window = [
        _Word(folded.text[start:end], folded.cut(start, end))
        for start, end in _spans(folded.text, max(0, begin - margin), begin + len(mine) + 2 * margin)
    ]
    runs = list(_runs(mine, window))
    # With nothing to hold on to, the words at the place itself are what is meant.
    if not any(run.same for run in runs):
        skipped = min(begin, margin)
        runs = [_Run(False, mine, window[skipped : skipped + len(mine)])]
    return _joined(_trimmed(runs))


def _spans(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Where the words from number `first` to before `last` stand."""
    return [match.span() for match in islice(_WORD.finditer(text), first, last)]


def opening(folded: Folded) -> str:
    """How the text begins, for when nothing in it is like the passage."""
    return one_line(folded.source[:400], 160)


@lru_cache(maxsize=16_384)
def _key(word: str) -> str:
    """What makes words candidates for each other: letters and digits, whatever their case."""
    return "".join(char for char in word if char.isalnum()).casefold() or word


def _focus(mine: list[str], text: str) -> list[str]:
    """Of a long passage, the words around the first place that does not stand in the text."""
    if len(mine) <= _FOCUS:
        return mine
    # Chunks overlap, so that a word missing between two of them is noticed as well.
    for begin in range(0, len(mine), _STRIDE):
        if " ".join(mine[begin : begin + _CHUNK]) not in text:
            break
    begin = max(0, begin - _FOCUS // 4)
    return mine[begin : begin + _FOCUS]


def _place(mine: Sequence[str], theirs: _Listed) -> int | None:
    """The number in `theirs` where `mine` would begin, by the votes of the words they share; rare words weigh most."""
    found = {key: theirs.places[key] for key in map(_key, mine) if key in theirs.places}
    # Words like "the" stand everywhere and vote for every place, which is no help and much work.
    telling = {key: places for key, places in found.items() if len(places) <= _RARE}
    if len(telling) < _ENOUGH:
        telling = {key: places for key, places in found.items() if len(places) <= _COMMON}
    if not telling:
        telling = {key: places[:_COMMON] for key, places in found.items()}
    votes: defaultdict[int, float] = defaultdict(float)
    for index, word in enumerate(mine):
        places = telling.get(_key(word), ())
        for place in places:
            votes[place - index] += 1 / len(places)
    if votes:
        return max(0, _peak(votes))
    return _similar(mine, theirs.words)


def _peak(votes: Mapping[int, float]) -> int:
    """The offset with most votes around it: a word more or less shifts all that follow."""

    def weight(offset: int) -> tuple[float, float, int]:
        return (sum(votes.get(offset + near, 0) for near in range(-3, 4)), votes[offset], -offset)

    # A window that wins holds an offset with a seventh of the most votes or more: the others need no summing.
    least = max(votes.values()) / 8
    near = {offset + by for offset, count in votes.items() if count >= least for by in range(-3, 4)}
    return max(near & votes.keys(), key=weight)


def _similar(mine: Sequence[str], theirs: Sequence[str]) -> int | None:
    """Where a word stands that is spelt much like one of the passage."""
    known = list(dict.fromkeys(theirs))[:3000]
    for word in sorted(mine, key=len, reverse=True)[:5]:
        if close := get_close_matches(word, known, n=1, cutoff=0.6):
            return max(0, theirs.index(close[0]) - list(mine).index(word))
    return None


def _runs(mine: Sequence[_Word], theirs: Sequence[_Word]) -> Iterator[_Run]:
    """Agreeing and differing runs in order; words that differ only in case or punctuation stand against each other."""
    # Its own idea of junk would drop just those words that repeat, as they do in lists and refrains.
    matcher = SequenceMatcher(None, [_key(w.folded) for w in mine], [_key(w.folded) for w in theirs], autojunk=False)
    for tag, m1, m2, t1, t2 in matcher.get_opcodes():
        if tag != "equal":
            yield _Run(False, mine[m1:m2], theirs[t1:t2])
            continue
        for at, (own, other) in enumerate(zip(mine[m1:m2], theirs[t1:t2], strict=True), start=m1):
            yield _Run(_agree(own.folded, other.folded, at == 0, at == len(mine) - 1), [own], [other])


def _agree(own: str, other: str, first: bool, last: bool) -> bool:
    """Equal; at the passage's ends the text may have punctuation on the far side."""
    if first and other.endswith(own) and _bare(other.removesuffix(own)):
        return True
    return own == other or (last and other.startswith(own) and _bare(other.removeprefix(own)))


def _bare(text: str) -> bool:
    """True if there is no letter, accent or digit in `text`."""
    return not any(category(char)[0] in "LMN" for char in text)


def _trimmed(runs: list[_Run]) -> list[_Run]:
    """Without the words of the window that lie before and after the passage."""
    first, last = runs[0], runs[-1]
    if not first.same:
        surplus = max(0, len(first.theirs) - len(first.mine))
        first = _Run(False, first.mine, first.theirs[surplus:])
    if not last.same:
        last = _Run(False, last.mine, last.theirs[: len(last.mine)])
    return [first, *runs[1:-1], last] if len(runs) > 1 else [first]


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Neighbours of a kind as one, empty ones left out."""
    joined: list[_Run] = []
    for run in runs:
        if joined and joined[-1].same == run.same:
            before = joined.pop()
            joined.append(_Run(run.same, [*before.mine, *run.mine], [*before.theirs, *run.theirs]))
        elif run.mine or run.theirs:
            joined.append(run)
    return joined


def _show(runs: Sequence[_Run]) -> str:
    """The runs as one line; long stretches that agree are cut to the words next to a change."""
    parts: list[str] = []
    for place, run in enumerate(runs):
        if not run.same:
            parts += [f"[-{_line(run.mine)}-]"] * bool(run.mine) + [f"{{+{_line(run.theirs)}+}}"] * bool(run.theirs)
        elif len(run.theirs) <= 2 * _CONTEXT + 2:
            parts.append(_line(run.theirs))
        else:
            head = [] if place == 0 else [_line(run.theirs[:_CONTEXT])]
            tail = [] if place == len(runs) - 1 else [_line(run.theirs[-_CONTEXT:])]
            parts += [*head, "…", *tail]
    words = " ".join(parts).split(" ")
    return " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")


def _line(words: Sequence[_Word]) -> str:
    return one_line(normalize("NFC", " ".join(word.shown for word in words)))
