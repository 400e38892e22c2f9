"""A closed edition looked at again: do its quotes still stand, do its links still lead anywhere? And its errata."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from roundup.curate.check import check as run_checks
from roundup.curate.erratum import RECHECKED, for_closed, proposal
from roundup.dataclass import dataclass
from roundup.errors import NotFound, UsageError
from roundup.model import EDITION, Edition, Finding, FrozenEdition, Snapshot
from roundup.workflow.checking import addresses, facts
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.limits import bounded
from roundup.workflow.links import Told, ask

if TYPE_CHECKING:
    from roundup.store import Store


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A closed edition with what was found, and an erratum that might be added ("" if there is no need of one)."""

    edition: Edition
    findings: tuple[Finding, ...]
    proposal: str = ""
    asked: int = 0


def recheck(desk: Desk, number: int | None = None, *, links: bool = True, told: Told = lambda _: None) -> Rechecked:
    """Look at a closed edition, the latest if none is named, against the newest texts; with `links`, they are asked."""
    with desk.store() as store:
        edition = closed_edition(store, desk, number).edition
        asked = ask(desk, store, addresses(edition), told) if links else 0
        snapshots = _snapshots(store, edition)
        known = replace(edition, picks=tuple(pick for pick in edition.picks if pick.post_id in snapshots))
        found = [
            *_unknown(edition, snapshots),
            # What a check says of an edition on its way out is not asked of one that is out.
            *(each for each in run_checks(edition, facts(store, desk, edition, snapshots)) if _bears(each, known)),
        ]
    findings = tuple(for_closed(each, edition.number) for each in found)
    return Rechecked(edition, findings, proposal(edition, findings), asked)


def add_erratum(desk: Desk, number: int | None, text: str) -> Edition:
    """Let a closed edition say what is right; everything else of it stays as it was closed."""
    words = bounded(text, "erratum").strip()
    if not words:
        raise UsageError("the erratum is empty", hint="Say what is right; one that is wrong goes with: roundup undo")
    with desk.store() as store, store.write():
        edition = closed_edition(store, desk, number).edition
        payload = {"number": edition.number, "text": words, "day": desk.today.isoformat()}
        record(store, desk, "erratum", EDITION, payload)
        return closed_edition(store, desk, edition.number).edition


def closed_edition(store: Store, desk: Desk, number: int | None) -> FrozenEdition:
    """The closed edition of this number, or the latest; NotFound or UsageError if there is none."""
    editions = store.ledger.editions(desk.settings.edition.first_number)
    if number == editions.open.number:
        raise UsageError(f"edition {number} is still open", hint="Look at it with: roundup check")
    found = [frozen for frozen in editions.closed if number in (None, frozen.edition.number)]
    if not found:
        known = ", ".join(str(frozen.edition.number) for frozen in editions.closed)
        what = "no edition is closed yet" if number is None else f"there is no edition {number}"
        raise NotFound(what, hint=f"Closed: {known or 'none'}. They are listed by: roundup edition list")
    return found[-1]


def _snapshots(store: Store, edition: Edition) -> dict[int, tuple[Snapshot, ...]]:
    """A pick's texts by the id it bears there: the desk that closed the edition may have counted otherwise."""
    posts = ((pick.post_id, store.posts.by_key(pick.key)) for pick in edition.picks)
    return {id: store.posts.snapshots(post.id) for id, post in posts if post}


def _unknown(edition: Edition, snapshots: dict[int, tuple[Snapshot, ...]]) -> list[Finding]:
    from roundup.curate.check.base import picks_of

    return [
        Finding(
            check="quote-absent",
            level="hints",
            where=where,
            message="The post is not on this desk, so its quotes cannot be compared",
            remedy=f"roundup add {pick.url}" if pick.url else "Fetch its feed: roundup fetch",
        )
        for where, pick in picks_of(edition)
        if pick.quotes and pick.post_id not in snapshots
    ]


def _bears(finding: Finding, known: Edition) -> bool:
    """True for what matters of a closed edition; quotes of posts that this desk does not have prove nothing."""
    if finding.check not in RECHECKED:
        return False
    ids = {f"(post {pick.post_id}," for pick in known.picks}
    return not finding.check.startswith("quote-") or any(id in finding.where for id in ids)
