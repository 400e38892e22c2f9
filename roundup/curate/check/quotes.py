"""Checks of the quoted words."""

from __future__ import annotations

from collections.abc import Iterator

from roundup.curate.check.base import CheckFacts, Fault, quotes_of
from roundup.curate.compose import quoted_share
from roundup.curate.quote import difference
from roundup.model import Edition, Pick, Quote
from roundup.text import word_count


def absent(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a quote whose words are in no version of the post that was ever seen."""
    for where, pick, number, quote in quotes_of(edition, facts, "absent"):
        remedy = f"roundup unquote {pick.post_id} {number}; then quote what stands there: roundup show {pick.post_id}"
        message = "The quoted words do not stand in the post"
        yield Fault("blocks", where, message, remedy, _difference(pick, quote, facts))


def drifted(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: a quote that stood in the post once, but no longer stands there word for word; the words are compared."""
    for where, pick, number, quote in quotes_of(edition, facts, "drift"):
        remedy = (
            f"Quote it as it is now, after: roundup unquote {pick.post_id} {number}; "
            'or keep it: roundup publish --override quote-drifted --reason "…"'
        )
        message = "The post was edited since: the quoted words do not stand there as quoted"
        yield Fault("blocks", where, message, remedy, _difference(pick, quote, facts))


def _difference(pick: Pick, quote: Quote, facts: CheckFacts) -> str:
    return difference(quote, facts.snapshots.get(pick.post_id, ()))


def long_quote(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a quote of more words than `longest_quote` in the settings."""
    limit = facts.settings.check.longest_quote
    for where, _pick, _number, quote in quotes_of(edition):
        if (count := word_count(" ".join(quote.paragraphs))) > limit:
            yield Fault(
                "warns", where, f"The quote has {count} words; {limit} is the limit", "Leave words out with […]"
            )


def much_quoted(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Warns: more of the edition is quoted than `most_quoted` in the settings."""
    share, most = quoted_share(edition), facts.settings.check.most_quoted
    if share > most:
        message = f"{share:.0%} of the words are quoted; {most:.0%} is the limit"
        yield Fault("warns", "edition", message, "Say more yourself, or leave words out with […]")
