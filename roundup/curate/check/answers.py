"""Checks of whether links lead anywhere, as far as they were asked (`roundup check --links`) within the last day."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag

from roundup.curate.check.base import CheckFacts, Fault, pages_of
from roundup.model import Edition, LinkAnswer, LinkState
from roundup.text import one_line


def dead_links(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks or warns: a page that is not there any more. A pick's own post blocks if its site says so itself."""
    ids = {pick.url: pick.post_id for pick in edition.picks}
    for where, address, answer in _answers(edition, facts, "gone"):
        message = f"A page is not there any more: {one_line(address, 120)}; {answer.words}"
        if address in ids:
            remedy = f"roundup unstar {ids[address]}, or if it has only moved, link to where it is now"
            yield Fault("blocks", where, message, remedy)
        else:
            yield Fault("warns", where, message, "Link to where it is now, or take the link out")
    for where, address, answer in _answers(edition, facts, "nowhere"):
        message = f"A site is not there any more: {one_line(address, 120)}; {answer.words}"
        yield Fault("warns", where, message, "Open it in a browser; link elsewhere, or take the link out")
    for where, address, answer in _answers(edition, facts, "front"):
        message = f"A page is not there any more: {one_line(address, 120)} leads to a front page"
        yield Fault("warns", where, message, f"Look whether that will do: {one_line(answer.target, 160)}")


def hidden_links(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a link into a private network, where readers cannot follow."""
    for where, address, answer in _answers(edition, facts, "private"):
        message = f"Readers cannot reach {one_line(address, 120)}: {answer.words}"
        yield Fault("warns", where, message, "Link to a public page, or take the link out")


def moved_links(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Hints: a link to a page that has moved for good."""
    for where, address, answer in _answers(edition, facts, "moved"):
        message = f"A page has moved for good: {one_line(address, 120)}"
        # A redirect keeps the part of the page that was meant (RFC 9110 10.2.2).
        target = urldefrag(answer.target)[0] + address[len(urldefrag(address)[0]) :]
        yield Fault("hints", where, message, f"Use {one_line(target)}")


def unknown_links(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Hints: a link that could not be asked, or of which the site tells programs nothing."""
    for where, address, answer in _answers(edition, facts, "unknown"):
        message = f"A link could not be asked: {one_line(address, 120)}; {answer.words}"
        yield Fault("hints", where, message, "Open it in a browser")


def _answers(edition: Edition, facts: CheckFacts, state: LinkState) -> Iterator[tuple[str, str, LinkAnswer]]:
    if facts.asked:
        for where, address in dict.fromkeys(pages_of(edition)):
            answer = facts.asked.get(address)
            if answer and answer.state == state:
                yield where, address, answer
