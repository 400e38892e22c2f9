"""Checks of what is in the edition: the picks, the edition's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roundup.curate.check.base import CheckFacts, Fault, picks_of
from roundup.curate.compose import has_own_words, links_to_post, wants_link
from roundup.curate.links import plain
from roundup.model import Edition, Pick
from roundup.text import one_line
from roundup.urls import canonical_key


def no_picks(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: an edition with nothing in it."""
    if not edition.picks:
        yield Fault("blocks", "edition", "There is nothing in the edition", "Choose posts with: roundup star POST")


def without_words(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a pick that no editor has written a word about."""
    for where, pick in picks_of(edition):
        if not has_own_words(pick, edition.shape):
            remedy = f'roundup annotate {pick.post_id} --lead "… [words](post) …", or: roundup unstar {pick.post_id}'
            yield Fault("blocks", where, "Nobody has written a lead-in", remedy)


def without_link(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a lead-in that does not link to the post it is about."""
    for where, pick in picks_of(edition):
        if wants_link(pick, edition.shape) and not links_to_post(pick):
            remedy = f"Write some of its words as [words](post): roundup annotate {pick.post_id} --lead …"
            yield Fault("warns", where, "The lead-in does not link to the post", remedy)


def featured_before(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a post that an earlier edition had, by its name or its address."""
    known: dict[str, int] = {}
    for frozen in facts.earlier:
        if frozen.edition.number != edition.number:
            for pick in frozen.edition.picks:
                known |= dict.fromkeys(_names(pick), frozen.edition.number)
    for where, pick in picks_of(edition):
        if number := next((known[name] for name in _names(pick) if name in known), None):
            remedy = f"roundup unstar {pick.post_id}, or link to edition {number} from another pick"
            yield Fault("blocks", where, f"This post has been in edition {number}", remedy)


def _names(pick: Pick) -> tuple[str, ...]:
    return tuple(name for name in (pick.key, canonical_key(pick.url)) if name)


def slug_taken(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a slug that an earlier edition has, whose files would be overwritten."""
    for frozen in facts.earlier:
        if frozen.edition.slug == edition.slug and frozen.edition.number != edition.number:
            remedy = 'roundup edition set --slug "…", or [edition] slug = "{date}-…" in roundup.toml'
            yield Fault("blocks", "slug", f"Edition {frozen.edition.number} is called {edition.slug} already", remedy)


def doubtful(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a post that may not be its blog's own, since its feed may have changed hands."""
    for where, pick in picks_of(edition):
        if doubt := facts.doubts.get(pick.post_id):
            remedy = f"Look at it: roundup open {pick.post_id}; if it is a stranger's: roundup unstar {pick.post_id}"
            yield Fault("warns", where, f"This post is doubtful: {doubt}", remedy)


_NAME = re.compile(r"\w{3,}")
# What an editor says who knows that a voice is heard twice.
_TWICE = re.compile(
    r"\b(?:again|also|another|more|too|twice|second|earlier|already|same|both|other|back|still|as well|once more)\b",
    re.IGNORECASE,
)


def same_voice(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a second pick by one author or from one blog, with nothing said of it ("again", "also", "another")."""
    heard: dict[str, Pick] = {}
    for where, pick in picks_of(edition):
        voices = {voice.casefold(): voice for voice in (*pick.authors, pick.blog) if voice}
        before = next((heard[voice] for voice in voices if voice in heard), None)
        if before and edition.shape in ("essay", "note") and not _is_said(before, pick):
            voice = next(name for folded, name in voices.items() if folded in heard)
            message = f"{voice} is heard a second time, and nothing is said of it"
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
