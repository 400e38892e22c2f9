"""Commands that read an edition as a sub-editor would: check, recheck."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.streams import typed
from roundup.cli.words import BOLD, DIM, GREEN, RED, YELLOW, say, say_json, wrapped
from roundup.patterns import pattern
from roundup.text import one_line
from roundup.workflow.steps import Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roundup.model import Edition, Finding, Level, LinkAnswer

app = typer.Typer(rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
HEADINGS: dict[Level, tuple[str, str]] = {
    "blocks": ("Must be cured before publishing", RED),
    "warns": ("To be looked at", YELLOW),
    "hints": ("Might be better", DIM),
}
# `pick 2 (post 12, Title), quote 1`: the pick, and what of it
_PLACE = pattern(r"(pick \d+ \(.*\))(?:, (lead-in|remark|section|quote \d+))?")


@app.command()
def check(
    context: typer.Context,
    special: Annotated[str, typer.Argument(metavar="[SLUG]", help="A special edition; else the draft.")] = "",
    links: Annotated[bool, typer.Option("--links", help="Ask every link whether it still leads somewhere.")] = False,
    as_json: AsJson = False,
) -> None:
    """Is the draft fit to publish?

    Faults and hints, each with where it is and what to do. Exits with 1 if one blocks. What links answered is
    remembered for a day.

    Example: roundup check --links
    """
    from roundup.workflow.checking import look

    desk = desk_of(context)
    seen = look(desk, special, links=links, told=lambda answer: _told(context, answer))
    blocked = sum(finding.level == "blocks" for finding in seen.findings)
    desk.log(Step("check", special, {level: sum(f.level == level for f in seen.findings) for level in HEADINGS}))
    if as_json:
        say_json(_findings_as_json(seen.findings))
    else:
        say_findings(seen.findings)
        talk(context, _verdict(seen.edition, seen.findings, blocked), RED if blocked else GREEN)
    if blocked:
        raise typer.Exit(1)


def _told(context: typer.Context, answer: LinkAnswer) -> None:
    """One line a link, for somebody who waits for them."""
    if sys.stderr.isatty():
        talk(context, f"{answer.state:8} {one_line(answer.address, 70)}", DIM)


def say_findings(findings: Sequence[Finding]) -> None:
    """What was found: by level, then place by place."""
    for level, (heading, style) in HEADINGS.items():
        own = [finding for finding in findings if finding.level == level]
        if own:
            say(heading, style)
        before = ""
        for finding in sorted(own, key=_order):
            place, part = _parted(finding.where)
            if place != before:
                say(wrapped(place, "  "), BOLD)
            before = place
            _say_one(finding, part)
        if own:
            say()


def _say_one(finding: Finding, part: str) -> None:
    said = f"{part}: {finding.message}" if part else finding.message
    say(_block(f"{said} [{finding.check}]", "    "))
    if finding.detail:
        say(_block(finding.detail, "      "))
    say(_block(f"→ {finding.remedy}", "      "), DIM)


def _block(text: str, indent: str) -> str:
    """Folded for a person; a line where a program reads it."""
    return wrapped(text, indent) if sys.stdout.isatty() else indent + one_line(text)


def _parted(where: str) -> tuple[str, str]:
    """(the place that several findings may share, what of it)."""
    found = _PLACE.fullmatch(where)
    return (found[1], found[2] or "") if found else (where, "")


def _order(finding: Finding) -> tuple[int, int]:
    """The edition's own order: what stands at its head, the picks, what stands at its end."""
    if number := re.match(r"pick (\d+)", finding.where):
        return 1, int(number[1])
    return (0 if finding.where in ("title", "slug", "image", "intro") else 2), 0


def _verdict(edition: Edition, findings: Sequence[Finding], blocked: int) -> str:
    count = len(findings)
    if blocked:
        return f"{blocked} of {count} finding{'s' * (count != 1)} must be cured before publishing."
    if count:
        return f"Fit to publish; {count} thing{'s' * (count != 1)} to look at."
    quotes = sum(len(pick.quotes) for pick in edition.picks)
    proved = f", {quotes} quote{'s' * (quotes != 1)} word for word" if quotes else ""
    picks = f"{len(edition.picks)} pick{'s' * (len(edition.picks) != 1)}"
    return f"Fit to publish: {picks}{proved}, and nothing to mend. Well done."


@app.command()
def recheck(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(metavar="[N]", help="A closed edition; else the latest.")] = None,
    erratum: Annotated[
        str | None, typer.Option("--erratum", metavar="MD", help="Let the edition say what is right; - reads stdin.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no links.")] = False,
    as_json: AsJson = False,
) -> None:
    """Links and quotes of a closed edition, as they are now, for an erratum.

    Quotes are compared with the newest texts, links are asked. Nothing of the edition changes but by --erratum, which
    adds a correction beside its words; roundup render writes it out.

    Example: roundup recheck 3
    """
    from roundup.workflow.recheck import add_erratum
    from roundup.workflow.recheck import recheck as run

    desk = desk_of(context)
    if erratum is not None:
        corrected = add_erratum(desk, number, typed(erratum=erratum)["erratum"] or "")
        _say_errata(context, corrected, delivers=bool(desk.settings.deliver), as_json=as_json)
        return
    seen = run(desk, number, links=not offline, told=lambda answer: _told(context, answer))
    if as_json:
        say_json(_as_json(seen.edition, seen.findings, seen.proposal))
        return
    say_findings(seen.findings)
    closed = f"edition {seen.edition.number} ({seen.edition.date})"
    if not seen.findings:
        talk(context, f"All is as it was in {closed}.", GREEN)
    if seen.proposal:
        say("An erratum might say", BOLD)
        say(wrapped(seen.proposal, "    "))
        talk(context, f'To add one: roundup recheck {seen.edition.number} --erratum "…"')


def _say_errata(context: typer.Context, edition: Edition, *, delivers: bool, as_json: bool) -> None:
    if as_json:
        say_json(_as_json(edition, (), ""))
        return
    say(wrapped(edition.errata[-1].text))
    talk(context, f"Edition {edition.number} says so from now on. Write it out: roundup render {edition.number}", BOLD)
    if delivers:
        talk(context, f"Where it was published it says so after: roundup publish {edition.number}")


def _findings_as_json(findings: Sequence[Finding]) -> list[dict[str, str]]:
    """As scripts know them; `detail` only where there is one."""
    from dataclasses import asdict

    return [{key: text for key, text in asdict(each).items() if text or key != "detail"} for each in findings]


def _as_json(edition: Edition, findings: Sequence[Finding], proposal: str) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "number": edition.number,
        "slug": edition.slug,
        "findings": _findings_as_json(findings),
        "proposal": proposal,
        "errata": [asdict(erratum) for erratum in edition.errata],
    }
