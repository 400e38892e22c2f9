"""From draft to files: check, render, and the closing of an edition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from roundup.curate.check import CHECKS
from roundup.curate.ledger import edition_to_payload
from roundup.dataclass import dataclass
from roundup.errors import RoundupError, UsageError
from roundup.model import EDITION, Edition, Finding
from roundup.text import one_line
from roundup.workflow.checking import check_draft
from roundup.workflow.decide import record
from roundup.workflow.deliver import Chosen, Pushed, chosen, deliver, expect, named_apart, outstanding, prepare, sending
from roundup.workflow.desk import Desk
from roundup.workflow.edition import Draft, draft, numbered
from roundup.workflow.locks import alone
from roundup.workflow.special import make
from roundup.workflow.steps import Step, timed
from roundup.workflow.writing import Written, write_edition, write_feeds

if TYPE_CHECKING:
    from roundup.deliver import Wish
    from roundup.store import Store


Announce = Callable[[Edition, Sequence[Chosen]], None]
"""Hears which edition is about to go where, right before anything is done."""


def _unheard(_edition: Edition, _targets: Sequence[Chosen]) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` did: the edition closed, its files, the number that is open now, what came of each target.

    `resumed` if it only went on with an edition that was closed before and had not reached all its targets.
    """

    edition: Edition
    files: tuple[Written, ...]
    next_number: int
    pushed: tuple[Pushed, ...] = ()
    resumed: bool = False


def render(
    desk: Desk,
    which: int | str | None = None,
    *,
    formats: Sequence[str] = (),
    out: Path | None = None,
    on_left_out: Callable[[str], None] = lambda _words: None,
) -> tuple[Written, ...]:
    """Write an edition into OUT/SLUG/, every format from the one composed edition, and the feeds into OUT.

    `which` is the number of a closed edition, the slug of a special one, or None for the draft. Picks of people who
    opted out are in none that is still open; each is told to `on_left_out`. A closed edition stays as it was closed.
    """
    from roundup.workflow.people import without_opted_out

    with desk.store() as store:
        made = draft(store, desk)
        edition = make(store, desk, which).edition if isinstance(which, str) else numbered(made, which)
        edition, left = without_opted_out(store, edition)
    for words in left:
        on_left_out(words)
    files = write_edition(desk, edition, _folder(desk, edition, made, out), formats)
    return files + write_feeds(desk, made.editions.closed, formats=formats, out=out)


def _folder(desk: Desk, edition: Edition, made: Draft, out: Path | None = None) -> Path:
    """OUT/SLUG/; where an earlier edition is called the same, OUT/SLUG-NUMBER/, so that its files stay as they are."""
    return (out or desk.settings.out_path) / named_apart(edition, made.editions.closed)


def publish(
    desk: Desk,
    *,
    override: Sequence[str] = (),
    reason: str = "",
    to: Sequence[str] = (),
    wish: Wish | None = None,
    announce: Announce = _unheard,
) -> Published:
    """Check, freeze, render, deliver, open the next edition. Blocking findings stop it unless overridden with a reason.

    It can be cut at any point and run again: files come first, closing the edition and noting where it is to go is one
    transaction, and the next run goes on with what has not arrived before it closes anything else. A run that is asked
    for while another is at work waits for it, so that nothing is delivered by both.
    """
    from roundup.deliver import Wish

    targets, wanted = chosen(desk, to), wish or Wish()
    with alone(desk, "publish"):
        with desk.store() as store:
            made = draft(store, desk)
            late, names = _unfinished(store, desk, made, to)
            _refuse_late_list(store, desk, late, names, wanted)
            if late is None:
                overridden = _refuse_blocked(_checked(store, desk, made), override, reason)
                frozen = _as_frozen(made.edition)
                # What a target cannot take is known before anything is closed.
                prepare(desk, frozen, targets, wanted)
                announce(frozen, targets)
                closing = _Closing(frozen, overridden, reason, targets, wanted)
                files, next_number = _write_and_close(store, desk, made, closing)
        if late is not None:
            announce(late, chosen(desk, names))
            # The run that closed it may have been cut off before it was in the feeds.
            write_feeds(desk, made.editions.closed)
            pushed = deliver(desk, late, chosen(desk, names), wanted)
            return Published(late, (), made.edition.number, pushed, resumed=True)
        return Published(frozen, files, next_number, deliver(desk, frozen, targets, wanted))


def _checked(store: Store, desk: Desk, made: Draft) -> tuple[Finding, ...]:
    with timed(desk.log, "check", edition=made.edition.number) as step:
        findings = tuple(check_draft(store, desk, made))
        step.counts = {level: sum(f.level == level for f in findings) for level in ("blocks", "warns", "hints")}
    return findings


@dataclass(frozen=True, slots=True)
class _Closing:
    """An edition that is about to be closed: what was overridden for it and why, where it is to go and how far."""

    edition: Edition
    overridden: Sequence[str]
    reason: str
    targets: Sequence[Chosen]
    wish: Wish


def _write_and_close(store: Store, desk: Desk, made: Draft, closing: _Closing) -> tuple[tuple[Written, ...], int]:
    frozen = closing.edition
    with timed(desk.log, "render", edition=frozen.number) as step:
        files = write_edition(desk, frozen, _folder(desk, frozen, made))
        step.counts = {"files": len(files), "bytes": sum(file.bytes for file in files)}
    next_number = _close(store, desk, made, closing)
    desk.log(Step("close", frozen.slug, {"picks": len(frozen.picks)}, edition=frozen.number))
    # Last: what is not closed is in no feed. A run that is cut here leaves that to the next.
    return files + write_feeds(desk, draft(store, desk).editions.closed), next_number


def _unfinished(store: Store, desk: Desk, made: Draft, to: Sequence[str]) -> tuple[Edition | None, tuple[str, ...]]:
    """The oldest closed edition that has not reached all its targets (of those named, if any are), and which these are.

    A push to one place is not held up by another, nor does it go there: that is left to a run that may.
    """
    for number, targets in outstanding(store, desk, made.editions.closed).items():
        if names := tuple(name for name in targets if not to or name in to):
            return numbered(made, number), names
    return None, ()


def _refuse_late_list(store: Store, desk: Desk, late: Edition | None, names: Sequence[str], wish: Wish) -> None:
    """A list meant for the edition of this week is not sent the one before, unless that was under way to it."""
    if late is None or not wish.readers or any(sending(store, desk, late, name) for name in names):
        return
    raise UsageError(
        f"edition {late.number} has not arrived everywhere yet; the readers were sent nothing",
        hint=f"Finish it with: roundup publish. To send it to them: roundup publish {late.number} --to-list FILE --yes",
    )


def publish_again(
    desk: Desk, number: int, *, to: Sequence[str] = (), wish: Wish | None = None, announce: Announce = _unheard
) -> Published:
    """Push a closed edition once more, to have it public, scheduled, corrected or in a new place."""
    from roundup.deliver import Wish

    targets, wanted = chosen(desk, to), wish or Wish()
    with alone(desk, "publish"):
        with desk.store() as store:
            made = draft(store, desk)
            edition = _closed(made, number)
            # What a target cannot take is known before it is written down that the edition is to go there.
            prepare(desk, edition, targets, wanted)
            announce(edition, targets)
            expect(store, desk, edition, targets, wanted)
        return Published(edition, (), made.edition.number, deliver(desk, edition, targets, wanted))


def _closed(made: Draft, number: int) -> Edition:
    edition = numbered(made, number)
    if edition.number == made.edition.number:
        raise UsageError(f"edition {number} is still open", hint="Close and publish it with: roundup publish")
    return edition


def preview(
    desk: Desk,
    number: int | None = None,
    *,
    override: Sequence[str] = (),
    reason: str = "",
    to: Sequence[str] = (),
    wish: Wish | None = None,
) -> tuple[str, ...]:
    """What `publish` would do now, in words, with every request to every target. Nobody is asked anything."""
    from roundup.deliver import Wish

    targets, wanted = chosen(desk, to), wish or Wish()
    with desk.store() as store:
        made = draft(store, desk)
        if number is not None:
            return tuple(_requests(desk, _closed(made, number), targets, wanted))
        late, names = _unfinished(store, desk, made, to)
        _refuse_late_list(store, desk, late, names, wanted)
        if late is None:
            _refuse_blocked(check_draft(store, desk, made), override, reason)
    if late is not None:
        return (f"would go on with edition {late.number}", *_requests(desk, late, chosen(desk, names), wanted))
    edition = made.edition
    picks = f"{len(edition.picks)} pick{'s' * (len(edition.picks) != 1)}"
    return (
        f"would write edition {edition.number} with {picks} into {_folder(desk, edition, made)}",
        f"would close edition {edition.number} and open {edition.number + 1}",
        *_written_of_all(desk),
        *_requests(desk, _as_frozen(edition), targets, wanted),
    )


def _written_of_all(desk: Desk) -> list[str]:
    """What is written of all editions together, as far as the desk has it."""
    from roundup.render.feeds import FEEDS
    from roundup.workflow.site import split

    formats, with_site = split(desk, ())
    kinds = " and ".join(["the feeds"] * bool(set(formats) & set(FEEDS)) + ["the archive"] * with_site)
    return [f"would write {kinds} in {desk.settings.out_path}"] if kinds else []


def _requests(desk: Desk, edition: Edition, targets: Sequence[Chosen], wish: Wish) -> list[str]:
    return [
        f"{each.name}: would {request.verb} {request.where}" + (f"\n{request.body}" if request.body else "")
        for each, ready in prepare(desk, edition, targets, wish)
        for request in ready.requests
    ]


def _refuse_blocked(findings: Sequence[Finding], override: Sequence[str], reason: str) -> list[str]:
    if unknown := [name for name in override if name not in CHECKS]:
        raise UsageError(f"there is no check {one_line(unknown[0], 40)!r}", hint=f"Known: {', '.join(CHECKS)}.")
    blocking = [finding for finding in findings if finding.level == "blocks"]
    if override and not reason.strip():
        raise UsageError("an override needs a reason", hint="Say why it may be published all the same: --reason TEXT")
    left = [finding for finding in blocking if finding.check not in override]
    if left:
        first = left[0]
        raise RoundupError(
            f"not published, {len(left)} of the findings block; the first: {first.where}: {first.message}",
            hint=f"{first.remedy}\nAll of them: roundup check. Anyway: --override {first.check} --reason TEXT",
        )
    return sorted({finding.check for finding in blocking})


def _as_frozen(edition: Edition) -> Edition:
    from dataclasses import replace

    return replace(edition, status="frozen")


def _close(store: Store, desk: Desk, made: Draft, closing: _Closing) -> int:
    with store.write():
        now_open = draft(store, desk)
        if now_open.edition != made.edition:
            raise RoundupError(
                "the draft changed while it was being published; nothing was closed",
                hint="Look at it again: roundup edition",
            )
        overridden = {"overridden": list(closing.overridden)} if closing.overridden else {}
        payload = {"edition": edition_to_payload(closing.edition)} | overridden
        record(store, desk, "freeze", EDITION, payload, reason=closing.reason)
        expect(store, desk, closing.edition, closing.targets, closing.wish)
        return store.ledger.editions(desk.settings.edition.first_number).open.number
