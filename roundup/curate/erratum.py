"""What a published edition might say since the posts it quotes were edited or taken down. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from roundup.curate.check.base import picks_of
from roundup.model import Edition, Finding, Pick
from roundup.patterns import pattern
from roundup.text import one_line

RECHECKED = ("quote-absent", "quote-drifted", "link-dead", "link-private", "link-moved", "link-unasked")
_CHANGE = pattern(r"\[-(.+?)-\] \{\+(.+?)\+\}")
_LONGEST = 200  # characters of words that are set against each other


def for_closed(finding: Finding, number: int) -> Finding:
    """The finding as it bears on a closed edition: it blocks nothing any more, and is cured by saying so."""
    if finding.level == "hints":
        return finding
    remedy = f'If readers should know: roundup recheck {number} --erratum "…"'
    return replace(finding, level="warns", remedy=remedy)


def proposal(edition: Edition, findings: Sequence[Finding]) -> str:
    """An erratum in Markdown for what was found, a paragraph each; "" if nothing needs one."""
    places = dict(picks_of(edition))
    said = [words for finding in findings if finding.level != "hints" for words in _said(finding, places)]
    return "\n\n".join(dict.fromkeys(said))


def _said(finding: Finding, places: dict[str, Pick]) -> Iterator[str]:
    pick = next((pick for where, pick in places.items() if finding.where.startswith(where)), None)
    if pick is None:
        return
    title = f"“{_plain(pick.title or pick.blog or pick.url)}”"
    if finding.check == "quote-drifted":
        yield f"Since this was published, {title} was edited{_now(finding.detail)}."
    elif finding.check == "quote-absent":
        yield f"The words quoted here from {title} do not stand there any more."
    elif finding.check == "link-dead" and pick.url in finding.message:
        yield f"{title} is no longer to be found where it was."


def _now(detail: str) -> str:
    change = _CHANGE.search(detail)
    if not change or max(map(len, change.groups())) > _LONGEST:
        return ": it is quoted here as it was then"
    before, now = (_plain(words) for words in change.groups())
    return f": where “{before}” is quoted, it now says “{now}”"


def _plain(text: str) -> str:
    """Another's words as Markdown that shows them as they are."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", one_line(text, _LONGEST))
