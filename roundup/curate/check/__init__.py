"""Fit to publish? What a sub-editor would say of an edition, as a table of small questions.

    blocks  must be cured before publishing    warns  should be looked at    hints  may be

    picks.py    what is in it           voices.py   who is heard          quotes.py   the quoted words
    words.py    the editor's own words  links.py    links as written      answers.py  … and as they answered
    formats.py  what it is made into, and where the last one went

To add a check: one function from (edition, facts) to faults in the file of its subject, one line in CHECKS, and its
fault in the planted edition of the tests; its key is what findings bear.
"""

from __future__ import annotations

from roundup.curate.check import answers, formats, links, picks, quotes, voices, words
from roundup.curate.check.base import Check, CheckFacts
from roundup.model import Edition, Finding, Level

__all__ = ["CHECKS", "Check", "CheckFacts", "check"]

_SEVERITY: dict[Level, int] = {"blocks": 0, "warns": 1, "hints": 2}


def check(edition: Edition, facts: CheckFacts) -> tuple[Finding, ...]:
    """Everything found, what blocks first, otherwise in the order of CHECKS and of the edition."""
    found = [
        Finding(name, fault.level, fault.where, fault.message, fault.remedy, fault.detail)
        for name, ask in CHECKS.items()
        for fault in ask(edition, facts)
    ]
    return tuple(sorted(found, key=lambda finding: _SEVERITY[finding.level]))


CHECKS: dict[str, Check] = {
    "no-picks": picks.no_picks,
    "no-words": picks.without_words,
    "no-link": picks.without_link,
    "featured-before": picks.featured_before,
    "same-story": picks.same_story,
    "slug-taken": picks.slug_taken,
    "doubtful": picks.doubtful,
    "opted-out": voices.opted_out,
    "same-voice": voices.same_voice,
    "no-name": voices.without_name,
    "name-unlike": voices.name_unlike,
    "quote-absent": quotes.absent,
    "quote-drifted": quotes.drifted,
    "quote-long": quotes.long_quote,
    "much-quoted": quotes.much_quoted,
    "placeholder": words.placeholders,
    "doubled-word": words.doubled_words,
    "order-bound": words.order_bound,
    "no-alt-text": words.image_without_words,
    "link-tracking": links.tracking_links,
    "link-relative": links.relative_links,
    "link-unsafe": links.unsafe_links,
    "link-shortened": links.shortened_links,
    "link-insecure": links.insecure_links,
    "link-doubtful": links.doubtful_hosts,
    "link-dead": answers.dead_links,
    "link-private": answers.hidden_links,
    "link-moved": answers.moved_links,
    "link-unasked": answers.unknown_links,
    "email-large": formats.email_too_large,
    "formats-differ": formats.formats_differ,
    "not-arrived": formats.not_arrived,
    "no-intro": words.no_intro,
    "no-sign-off": words.no_sign_off,
}
