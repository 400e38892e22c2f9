"""Checks of who is heard: names said, spelt right, heard once, and willing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roundup.curate.check.base import CheckFacts, Fault, picks_of, quotes_of
from roundup.curate.compose import editors_words
from roundup.curate.links import plain
from roundup.curate.people.unlike import Spelling
from roundup.model import Edition, Pick
from roundup.patterns import pattern
from roundup.text import one_line

_NAME = pattern(r"\w{3,}")
# What an editor says who knows that a voice is heard twice.
_TWICE = pattern(
    r"\b(?:again|also|another|more|too|twice|second|earlier|already|same|both|other|back|still|as well|once more)\b",
    re.IGNORECASE,
)


def opted_out(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a post by somebody who asked to be left out of editions, or on their site."""
    for where, pick in picks_of(edition):
        if out := facts.people.opted_out(pick.authors, pick.blog, pick.url):
            words = one_line(out.words, 120)
            remedy = f"roundup unstar {pick.post_id}. {out.remedy}"
            yield Fault("blocks", where, words[0].upper() + words[1:], remedy)


def same_voice(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a second pick by one author or from one blog, with nothing said of it ("again", "also", "another")."""
    heard: dict[str, Pick] = {}
    for where, pick in picks_of(edition):
        voices = {voice.casefold(): voice for voice in (*pick.authors, pick.blog) if voice}
        before = next((heard[voice] for voice in voices if voice in heard), None)
        if before and edition.shape in ("essay", "note") and not _is_said(before, pick):
            voice = next(name for folded, name in voices.items() if folded in heard)
            message = f"{one_line(voice, 80)} is heard a second time, and nothing is said of it"
            yield Fault("warns", where, message, "Say that it is so (“again”, “also”), or choose one of the two")
        heard |= dict.fromkeys(voices, pick)


def _is_said(first: Pick, second: Pick) -> bool:
    texts = (first.lead, first.remark, second.lead, second.remark)
    return any(_TWICE.search(plain(text)) for text in texts)


def without_name(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a pick of an essay whose words name neither its author nor its blog."""
    if edition.shape != "essay":
        return
    for where, pick in picks_of(edition):
        names = [word.casefold() for name in (*pick.authors, pick.blog) for word in _NAME.findall(name)]
        said = f"{plain(pick.lead)} {plain(pick.remark)}".casefold()
        if pick.lead.strip() and names and not any(re.search(rf"\b{re.escape(name)}\b", said) for name in names):
            who = one_line(", ".join(pick.authors) or pick.blog, 80)
            yield Fault("warns", where, "The words do not say whose post it is", f"It is by {who}")


def name_unlike(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a name or handle that is nearly, but not quite, one in the registry, where the editor or a speaker is."""
    if not facts.people.people:
        return
    # Whoever wrote a post may be nearly called like somebody else.
    known = {name for pick in edition.picks for name in (*pick.authors, pick.blog)}
    spelling = Spelling(facts.people, known - {""})
    for where, words in (("title", edition.title), *editors_words(edition), *_speakers(edition)):
        for found in spelling.unlike(plain(words)):
            remedy = f'Write {found.known}; if it is somebody else: roundup people add "{found.said}"'
            yield Fault("warns", where, one_line(found.message, 160), remedy)


def _speakers(edition: Edition) -> Iterator[tuple[str, str]]:
    return ((where, quote.speaker) for where, _, _, quote in quotes_of(edition) if quote.speaker)
