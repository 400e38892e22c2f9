"""What a preview shows at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from roundup.dataclass import dataclass
from roundup.errors import RoundupError
from roundup.model import Finding, Rendering
from roundup.patterns import pattern
from roundup.workflow.desk import Desk

_PICK = pattern(r"pick (\d+)\b")


@dataclass(frozen=True, slots=True)
class Scene:
    """The draft in every form and what was found, or `error` and its `hint`. `facts` are a line about the edition.

    `version` changes with anything that is to be seen.
    """

    title: str = ""
    facts: str = ""
    renderings: tuple[Rendering, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: str = ""
    hint: str = ""

    @property
    def version(self) -> str:
        mark = sha256(repr((self.title, self.facts, self.findings, self.error, self.hint)).encode("utf-8", "replace"))
        for rendering in self.renderings:
            mark.update(rendering.content)
        return mark.hexdigest()[:16]


def look(desk: Desk, before: Scene) -> Scene:
    """The draft as it stands. Where it cannot be shown, what was to be seen `before`, with what is wrong."""
    try:
        return _seen(desk)
    except RoundupError as error:
        return failed(before, error)


def failed(before: Scene, error: RoundupError) -> Scene:
    """The scene before, and what is wrong now."""
    return Scene(before.title, before.facts, before.renderings, before.findings, error.message, error.hint)


def _seen(desk: Desk) -> Scene:
    from roundup.curate.compose import reading_minutes, words
    from roundup.render import options_of, render
    from roundup.store import open_store
    from roundup.workflow.checking import check_draft
    from roundup.workflow.edition import draft
    from roundup.workflow.people import without_opted_out
    from roundup.workflow.preview.overlay import overlaid

    with open_store(desk.settings.database_path, now=desk.now, read_only=True) as store:
        made, told = overlaid(store, desk, draft(store, desk))
        findings = (*told, *check_draft(store, desk, made))
        edition, _ = without_opted_out(store, made.edition)
    renderings = render(edition, options_of(desk.settings))
    picks = f"{len(edition.picks)} pick{'s' * (len(edition.picks) != 1)}"
    facts = f"edition {edition.number} · {edition.date} · {picks} · {words(edition)} words"
    return Scene(edition.title, f"{facts} · {reading_minutes(edition)} min", renderings, tuple(findings))


def anchor(finding: Finding) -> str:
    """Where on the page a finding belongs: `pick-3`, "intro", "sign-off", or "" for the whole."""
    if found := _PICK.match(finding.where):
        return f"pick-{found[1]}"
    return finding.where if finding.where in ("intro", "sign-off") else ""


def in_order(findings: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    """Findings by the place they mean, in the order of the page: the whole, intro, picks, sign-off."""
    places: dict[str, list[Finding]] = {}
    for finding in findings:
        places.setdefault(anchor(finding), []).append(finding)

    def rank(place: str) -> tuple[int, int]:
        return (("", "intro").index(place), 0) if place in ("", "intro") else _rank(place)

    return sorted(places.items(), key=lambda each: rank(each[0]))


def _rank(place: str) -> tuple[int, int]:
    return (2, int(place.removeprefix("pick-"))) if place.startswith("pick-") else (3, 0)
