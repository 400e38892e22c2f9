"""Fit to publish? What a sub-editor would say of an edition, as a table of small questions.

    blocks  must be cured before publishing    warns  should be looked at    hints  may be

To add a check: one function from (edition, facts) to faults in picks.py, quotes.py, words.py or links.py, and one line
in CHECKS; its key is what findings bear.
"""

from __future__ import annotations

from roundup.curate.check import links, picks, quotes, words
from roundup.curate.check.base import Check, CheckFacts
from roundup.model import Edition, Finding, Level

__all__ = ["CHECKS", "Check", "CheckFacts", "check"]

_SEVERITY: dict[Level, int] = {"blocks": 0, "warns": 1, "hints": 2}


def check(edition: Edition, facts: CheckFacts) -> tuple[Finding, ...]:
    """Everything found, what blocks first, otherwise in the order of CHECKS and of the edition."""
    found = [
        Finding(name, fault.level, fault.where, fault.message, fault.remedy)
        for name, ask in CHECKS.items()
        for fault in ask(edition, facts)
    ]
    return tuple(sorted(found, key=lambda finding: _SEVERITY[finding.level]))


CHECKS: dict[str, Check] = {
    "no-picks": picks.no_picks,
    "no-words": picks.without_words,
    "no-link": picks.without_link,
    "featured-before": picks.featured_before,
    "slug-taken": picks.slug_taken,
    "doubtful": picks.doubtful,
    "same-voice": picks.same_voice,
    "no-name": picks.without_name,
    "quote-absent": quotes.absent,
    "quote-drifted": quotes.drifted,
    "quote-long": quotes.long_quote,
    "much-quoted": quotes.much_quoted,
    "placeholder": words.placeholders,
    "doubled-word": words.doubled_words,
    "order-bound": words.order_bound,
    "no-alt-text": words.image_without_words,
    "link-tracking": links.tracking_links,
    "link-unsafe": links.unsafe_links,
    "link-shortened": links.shortened_links,
    "link-insecure": links.insecure_links,
    "no-intro": words.no_intro,
    "no-sign-off": words.no_sign_off,
}
