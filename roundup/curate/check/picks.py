"""Checks of what is in the edition: the picks, the edition's name."""

from __future__ import annotations

from collections.abc import Iterator

from roundup.curate.check.base import CheckFacts, Fault, names_of, picks_of
from roundup.curate.compose import has_own_words, links_to_post, wants_link
from roundup.model import Edition, Pick
from roundup.text import one_line


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
            remedy = f'Write some of its words as [words](post): roundup annotate {pick.post_id} --lead "…"'
            yield Fault("warns", where, "The lead-in does not link to the post", remedy)


def featured_before(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a post that an earlier edition had, by any name or address the desk knows it under."""
    known = _in_earlier(edition, facts)
    for where, pick in picks_of(edition):
        names = names_of(pick) | facts.names.get(pick.key, frozenset())
        if number := next((known[name][0] for name in sorted(names) if name in known), None):
            remedy = f"roundup unstar {pick.post_id}, or link to edition {number} from another pick"
            yield Fault("blocks", where, f"This post has been in edition {number}", remedy)


def same_story(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a post that tells what another one in this or an earlier edition told: a repost, or a copy elsewhere."""
    before = _in_earlier(edition, facts)
    for where, pick in picks_of(edition):
        own = names_of(pick) | facts.names.get(pick.key, frozenset())
        twins = sorted(facts.twins.get(pick.key, frozenset()) - own)
        # What is the same post is featured_before's to tell.
        found = None if own & before.keys() else next((before[twin] for twin in twins if twin in before), None)
        if found:
            number, other = found
            place = f"edition {number}" if number else "another pick"
            message = (
                f"{place} has the same story: {one_line(other.title or other.url, 60)} ({one_line(other.url, 80)})"
            )
            yield Fault("warns", where, message[0].upper() + message[1:], f"roundup unstar {pick.post_id}")
        before |= dict.fromkeys(own, (0, pick))


def _in_earlier(edition: Edition, facts: CheckFacts) -> dict[str, tuple[int, Pick]]:
    """The name of each post that was in an edition → the number of that, and the pick."""
    return {
        name: (frozen.edition.number, pick)
        for frozen in facts.earlier
        if frozen.edition.number != edition.number
        for pick in frozen.edition.picks
        for name in names_of(pick)
    }


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
            yield Fault("warns", where, f"This post is doubtful: {one_line(doubt, 200)}", remedy)
