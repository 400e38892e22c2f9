"""Fit to publish? What a sub-editor would say of an edition, as a table of small questions.

    blocks  must be cured before publishing    warns  should be looked at    hints  may be

To add a check: one function from (edition, facts) to findings, and one line in CHECKS; its key is what findings bear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from roundup.config import Settings
from roundup.curate.compose import editors_words, has_own_words, links_to_post, place, wants_link
from roundup.curate.links import destinations, plain
from roundup.curate.quote import verdict
from roundup.model import Edition, Finding, FrozenEdition, Level, Pick, Quote, Snapshot, Verdict
from roundup.text import one_line, word_count
from roundup.urls import canonical_key, safe_url, without_trackers


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What checks may look at besides the edition: each post's texts by its id, the settings, the editions before."""

    settings: Settings
    snapshots: Mapping[int, Sequence[Snapshot]] = field(default_factory=dict)
    earlier: Sequence[FrozenEdition] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding before it bears the name of its check."""

    level: Level
    where: str
    message: str
    remedy: str


Check = Callable[[Edition, CheckFacts], Iterator[Fault]]
_SEVERITY: dict[Level, int] = {"blocks": 0, "warns": 1, "hints": 2}


def check(edition: Edition, facts: CheckFacts) -> tuple[Finding, ...]:
    """Everything found, what blocks first, otherwise in the order of CHECKS and of the edition."""
    found = [
        Finding(name, fault.level, fault.where, fault.message, fault.remedy)
        for name, ask in CHECKS.items()
        for fault in ask(edition, facts)
    ]
    return tuple(sorted(found, key=lambda finding: _SEVERITY[finding.level]))


# ---------------------------------------------------------------- picks


def _no_picks(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: an edition with nothing in it."""
    if not edition.picks:
        yield Fault("blocks", "edition", "There is nothing in the edition", "Choose posts with: roundup star POST")


def _without_words(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a pick that no editor has written a word about."""
    for where, pick in _picks(edition):
        if not has_own_words(pick, edition.shape):
            remedy = f'roundup annotate {pick.post_id} --lead "… [words](post) …", or: roundup unstar {pick.post_id}'
            yield Fault("blocks", where, "Nobody has written a lead-in", remedy)


def _without_link(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a lead-in that does not link to the post it is about."""
    for where, pick in _picks(edition):
        if wants_link(pick, edition.shape) and not links_to_post(pick):
            remedy = f"Write some of its words as [words](post): roundup annotate {pick.post_id} --lead …"
            yield Fault("warns", where, "The lead-in does not link to the post", remedy)


def _featured_before(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a post that an earlier edition had, by its name or its address."""
    known: dict[str, int] = {}
    for frozen in facts.earlier:
        if frozen.edition.number != edition.number:
            for pick in frozen.edition.picks:
                known |= dict.fromkeys(_names(pick), frozen.edition.number)
    for where, pick in _picks(edition):
        if number := next((known[name] for name in _names(pick) if name in known), None):
            remedy = f"roundup unstar {pick.post_id}, or link to edition {number} from another pick"
            yield Fault("blocks", where, f"This post has been in edition {number}", remedy)


def _names(pick: Pick) -> tuple[str, ...]:
    return tuple(name for name in (pick.key, canonical_key(pick.url)) if name)


def _slug_taken(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a slug that an earlier edition has, whose files would be overwritten."""
    for frozen in facts.earlier:
        if frozen.edition.slug == edition.slug and frozen.edition.number != edition.number:
            remedy = 'roundup edition set --slug "…", or [edition] slug = "{date}-…" in roundup.toml'
            yield Fault("blocks", "slug", f"Edition {frozen.edition.number} is called {edition.slug} already", remedy)


# ---------------------------------------------------------------- quotes


def _absent(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a quote whose words are in no version of the post that was ever seen."""
    for where, pick, number, _ in _quotes(edition, facts, "absent"):
        remedy = f"roundup unquote {pick.post_id} {number}, and quote what stands there now"
        yield Fault("blocks", where, "The quoted words do not stand in the post", remedy)


def _drifted(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a quote that stood in the post once, but no longer stands there word for word."""
    for where, pick, number, _ in _quotes(edition, facts, "drift"):
        remedy = (
            f"Compare with: roundup show {pick.post_id}; then: roundup unquote {pick.post_id} {number}, "
            "or keep it: roundup publish --override quote-drifted --reason …"
        )
        yield Fault("blocks", where, "The post was edited since: the quoted words do not stand there as quoted", remedy)


def _long_quote(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a quote of more words than `longest_quote` in the settings."""
    limit = facts.settings.check.longest_quote
    for where, _pick, _number, quote in _quotes(edition):
        if (count := word_count(" ".join(quote.paragraphs))) > limit:
            yield Fault(
                "warns", where, f"The quote has {count} words; {limit} is the limit", "Leave words out with […]"
            )


def _quotes(
    edition: Edition, facts: CheckFacts | None = None, wanted: Verdict | None = None
) -> Iterator[tuple[str, Pick, int, Quote]]:
    """(where, pick, number, quote), of which the post's texts say `wanted`, if given."""
    for where, pick in _picks(edition):
        for number, quote in enumerate(pick.quotes, start=1):
            if facts is None or verdict(quote, facts.snapshots.get(pick.post_id, ())) == wanted:
                yield f"{where}, quote {number}", pick, number, quote


# ---------------------------------------------------------------- the editor's words


def _placeholders(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: words from `placeholders` in the settings left in the title or in the editor's own text."""
    for where, text in (("title", edition.title), *editors_words(edition)):
        for placeholder in facts.settings.check.placeholders:
            # TODO in capitals is a mark, todo may be a word; a phrase in small letters is meant in any case.
            case = re.NOFLAG if placeholder.isupper() else re.IGNORECASE
            if re.search(rf"(?<!\w){re.escape(placeholder)}(?!\w)", plain(text), case):
                yield Fault("blocks", where, f"“{placeholder}” is still there", "Write what belongs there")


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Said twice on purpose, or rightly: "she had had enough", "he said that that would do".
_IDIOMS = "aye, again, blah, boo, bye, chop, ha, had, hear, hip, knock, no, now, same, so, that, there, tut, very, well"
DOUBLES = frozenset(_IDIOMS.split(", "))


def _doubled_words(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: the same word twice running, in the editor's own text only; "hear hear" and its like may be."""
    for where, text in editors_words(edition):
        for first, second in _neighbours(plain(text)):
            named = first[0].isupper() and second[0].isupper()
            if first.casefold() == second.casefold() and first.casefold() not in DOUBLES and not named:
                yield Fault("warns", where, f"“{first} {second}”: the word stands twice", "Take one out")


def _neighbours(text: str) -> Iterator[tuple[str, str]]:
    """Words with nothing but white space of one paragraph between them."""
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        between = text[before.end() : word.start()] if before else "-"
        if before and between.isspace() and between.count("\n") < 2:
            yield before[0], word[0]
        before = word


def _tracking_links(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a link with parameters that tell who follows it (utm_…, fbclid and others)."""
    for where, address in _addresses(edition):
        if (clean := without_trackers(address)) != address:
            yield Fault(
                "warns", where, f"A link tells who follows it: {one_line(address, 120)}", f"Use {one_line(clean)}"
            )


def _unsafe_links(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a link in the editor's text that is not a whole web or mail address."""
    for where, address in _addresses(edition):
        if not safe_url(address) and not address.lower().startswith("mailto:"):
            message = f"A link leads nowhere from where readers are: {one_line(address, 120) or 'it is empty'}"
            yield Fault("warns", where, message, "Write the whole address, beginning with https://")


def _addresses(edition: Edition) -> Iterator[tuple[str, str]]:
    for where, text in editors_words(edition):
        for address in dict.fromkeys(destinations(text)):
            yield where, address


def _no_intro(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Hints: an edition without an intro."""
    if not edition.intro.strip():
        yield Fault("hints", "intro", "There is no intro", 'roundup edition set --intro "…"')


def _no_sign_off(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Hints: an edition without a sign-off."""
    if not edition.sign_off.strip():
        yield Fault("hints", "sign-off", "There is no sign-off", 'roundup edition set --sign-off "…"')


def _picks(edition: Edition) -> Iterator[tuple[str, Pick]]:
    for number, pick in enumerate(edition.picks, start=1):
        yield place(pick, number), pick


CHECKS: dict[str, Check] = {
    "no-picks": _no_picks,
    "no-words": _without_words,
    "no-link": _without_link,
    "featured-before": _featured_before,
    "slug-taken": _slug_taken,
    "quote-absent": _absent,
    "quote-drifted": _drifted,
    "quote-long": _long_quote,
    "placeholder": _placeholders,
    "doubled-word": _doubled_words,
    "link-tracking": _tracking_links,
    "link-unsafe": _unsafe_links,
    "no-intro": _no_intro,
    "no-sign-off": _no_sign_off,
}
