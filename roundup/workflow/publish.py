"""From draft to files: check, render, and the closing of an edition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from roundup.curate.check import CHECKS, CheckFacts
from roundup.curate.check import check as run_checks
from roundup.curate.ledger import edition_to_payload
from roundup.errors import RoundupError, UsageError
from roundup.model import EDITION, Edition, Finding
from roundup.text import one_line
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.edition import Draft, draft, numbered
from roundup.workflow.files import replace_file
from roundup.workflow.special import make

if TYPE_CHECKING:
    from roundup.store import Store


@dataclass(frozen=True, slots=True)
class Written:
    """One file that `render` wrote."""

    format: str
    path: Path
    bytes: int


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` did: the edition closed, its files, and the number that is open now."""

    edition: Edition
    files: tuple[Written, ...]
    next_number: int


def check(desk: Desk, special: str = "") -> tuple[Finding, ...]:
    """Is the draft, or the special edition of this name, fit to publish?"""
    with desk.store() as store:
        if special:
            made = make(store, desk, special)
            # Its picks were in weekly editions: that is what it is made of, and no fault.
            return run_checks(made.edition, CheckFacts(settings=desk.settings, snapshots=made.snapshots))
        return _check(draft(store, desk), desk)


def _check(made: Draft, desk: Desk) -> tuple[Finding, ...]:
    facts = CheckFacts(
        settings=desk.settings, snapshots=made.snapshots, earlier=made.editions.closed, doubts=made.doubts
    )
    return run_checks(made.edition, facts)


def render(
    desk: Desk,
    which: int | str | None = None,
    *,
    formats: Sequence[str] = (),
    out: Path | None = None,
    on_left_out: Callable[[str], None] = lambda _words: None,
) -> tuple[Written, ...]:
    """Write an edition into OUT/SLUG/, every format from the one composed edition.

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
    return _write(desk, edition, _folder(desk, edition, made, out), formats)


def _folder(desk: Desk, edition: Edition, made: Draft, out: Path | None = None) -> Path:
    """OUT/SLUG/; where an earlier edition is called the same, OUT/SLUG-NUMBER/, so that its files stay as they are."""
    earlier = {f.edition.slug for f in made.editions.closed if f.edition.number < edition.number}
    name = f"{edition.slug}-{edition.number}" if edition.slug in earlier else edition.slug
    return (out or desk.settings.out_path) / name


def _write(desk: Desk, edition: Edition, folder: Path, formats: Sequence[str] = ()) -> tuple[Written, ...]:
    from roundup.render import options_of
    from roundup.render import render as make

    settings = desk.settings
    renderings = make(edition, options_of(settings), formats=formats or settings.render.formats)
    written = []
    for rendering in renderings:
        path = folder / rendering.filename
        replace_file(path, rendering.content)
        written.append(Written(rendering.format, path, len(rendering.content)))
    return tuple(written)


def publish(desk: Desk, *, override: Sequence[str] = (), reason: str = "") -> Published:
    """Check, render, freeze, open the next edition. Blocking findings stop it unless overridden with a reason.

    It can be cut at any point and run again: files come first, and closing the edition is one transaction.
    """
    with desk.store() as store:
        made = draft(store, desk)
        overridden = _refuse_blocked(_check(made, desk), override, reason)
        frozen = _as_frozen(made.edition)
        files = _write(desk, frozen, _folder(desk, frozen, made))
        next_number = _close(store, desk, made, frozen, overridden, reason)
    return Published(frozen, files, next_number)


def preview(desk: Desk, *, override: Sequence[str] = (), reason: str = "") -> tuple[str, ...]:
    """What `publish` would do now, in words."""
    with desk.store() as store:
        made = draft(store, desk)
        _refuse_blocked(_check(made, desk), override, reason)
    edition = made.edition
    picks = f"{len(edition.picks)} pick{'s' * (len(edition.picks) != 1)}"
    return (
        f"would write edition {edition.number} with {picks} into {_folder(desk, edition, made)}",
        f"would close edition {edition.number} and open {edition.number + 1}",
    )


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


def _close(store: Store, desk: Desk, made: Draft, frozen: Edition, overridden: Sequence[str], reason: str) -> int:
    with store.write():
        now_open = draft(store, desk)
        if now_open.edition != made.edition:
            raise RoundupError(
                "the draft changed while it was being published; nothing was closed",
                hint="Look at it again: roundup edition",
            )
        payload = {"edition": edition_to_payload(frozen)} | ({"overridden": list(overridden)} if overridden else {})
        record(store, desk, "freeze", EDITION, payload, reason=reason)
        return store.ledger.editions(desk.settings.edition.first_number).open.number
