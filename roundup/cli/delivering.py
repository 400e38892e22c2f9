"""The command that ends a week: publish."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from roundup.cli.context import desk_of, quiet, talk
from roundup.cli.words import BOLD, GREEN, RED, YELLOW, complain, say, say_json, tell
from roundup.errors import UsageError
from roundup.workflow.steps import timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roundup.deliver import Wish
    from roundup.model import Edition
    from roundup.workflow.deliver import Chosen, Pushed
    from roundup.workflow.desk import Desk
    from roundup.workflow.publish import Published

app = typer.Typer(rich_markup_mode=None)

WIDE, MANY = 240, 40  # characters of a line and lines of a request that --dry-run shows in a terminal
_DONE = {"created": "made", "changed": "changed", "unchanged": "there already, nothing to change"}
_STATES = {"draft": "a draft", "scheduled": "scheduled", "live": "public", "saved": "saved"}


@app.command()
def publish(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", help="A closed edition, to be pushed again; else the draft.")
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="TARGET", help="Only here; else to every [deliver.NAME].")
    ] = None,
    live: Annotated[bool, typer.Option("--live", help="Public at once, where a draft would be left else.")] = False,
    at: Annotated[str, typer.Option("--at", metavar="WHEN", help="Public from then on: 2026-11-27 09:00.")] = "",
    to_list: Annotated[
        Path | None, typer.Option("--to-list", metavar="FILE", help="By mail to these readers: one a line.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Really send to all of them.")] = False,
    override: Annotated[
        list[str] | None, typer.Option("--override", metavar="CHECK", help="Publish although this check blocks.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept in the ledger.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Check, render, close the edition, deliver it to the targets of roundup.toml, open the next one.

    Targets get a draft unless --live or --at says more. What is read back there is compared; edits made there are left
    alone. Run it again after a failure: it goes on where it stopped, and makes nothing twice. Picks that are not in
    the edition carry over.

    Example: roundup publish --to wordpress --live
    """
    from roundup.workflow.publish import preview, publish_again
    from roundup.workflow.publish import publish as run

    if number is not None and (override or reason):
        raise UsageError("a closed edition is not checked again", hint="Leave out --override and --reason.")
    desk = desk_of(context)
    wish = _wish(desk, live, at, to_list)
    targets, overridden = to or (), override or ()
    if dry_run:
        _show(preview(desk, number, override=overridden, reason=reason, to=targets, wish=wish), as_json=as_json)
        return
    if wish.readers and not yes:
        raise UsageError(f"this would send mail to {_readers(wish)}", hint="If that is meant, add: --yes")
    announce = partial(_announce, context, desk, wish)
    if number is None:
        done = run(desk, override=overridden, reason=reason, to=targets, wish=wish, announce=announce)
    else:
        done = publish_again(desk, number, to=targets, wish=wish, announce=announce)
    _tell(context, done, again=number is not None, as_json=as_json)
    _bring_archive_up_to_date(context, desk)
    if any(push.error for push in done.pushed):
        raise typer.Exit(1)


def _bring_archive_up_to_date(context: typer.Context, desk: Desk) -> None:
    from roundup.workflow.site import split, write_site

    if split(desk, ())[1]:
        with timed(desk.log, "site") as step:
            site = write_site(desk)
            step.counts = {"files": site.files, "written": site.written, "removed": site.removed}
        talk(context, f"The archive in {site.folder} has {site.files:,} files; {site.written:,} are new.")


def _wish(desk: Desk, live: bool, at: str, to_list: Path | None) -> Wish:
    from roundup.cli.times import read_spoken
    from roundup.deliver import Wish
    from roundup.workflow.readers import read_readers

    if live and at:
        raise UsageError("--live is now, --at is later", hint="Give one of them.")
    when = read_spoken(at, desk.now, desk.settings.zone) if at else None
    if when and when <= desk.now:
        raise UsageError("--at lies in the past", hint="To have it public now: --live")
    return Wish(live, when, read_readers(to_list) if to_list else ())


def _show(steps: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        say_json(list(steps))
    shown = [] if as_json else [_shortened(step) for step in steps]
    for step in shown:
        say(step)
    if shown and shown != list(steps):
        tell("Every word of it: --dry-run --json")


def _shortened(step: str) -> str:
    """The beginning of what would be sent: where it goes, how, and the first of its words."""
    lines = step.split("\n")
    short = [line if len(line) <= WIDE else f"{line[:WIDE]}… and {len(line) - WIDE:,} characters" for line in lines]
    more = [f"… and {len(lines) - MANY:,} lines"] if len(lines) > MANY else []
    return "\n".join([*short[:MANY], *more])


def _announce(context: typer.Context, desk: Desk, wish: Wish, edition: Edition, targets: Sequence[Chosen]) -> None:
    """What will be seen by everybody is said before it is done."""
    from roundup.cli.times import in_full

    names = ", ".join(each.name for each in targets if not (each.drafts_only or each.sends_to_lists))
    if names and wish.is_public:
        when = f"from {in_full(wish.at, desk.settings.zone)} on" if wish.at else "now"
        talk(context, f"Edition {edition.number} will be public {when}: {names}")
    mailing = ", ".join(each.name for each in targets if each.sends_to_lists)
    if mailing and wish.readers:
        talk(context, f"Edition {edition.number} will be sent to {_readers(wish)}: {mailing}")


def _readers(wish: Wish) -> str:
    return "1 reader" if len(wish.readers) == 1 else f"{len(wish.readers)} readers"


def _tell(context: typer.Context, done: Published, *, again: bool, as_json: bool) -> None:
    closed, picks = done.edition, len(done.edition.picks)
    if as_json:
        say_json(_document(done))
    for file in () if as_json or quiet(context) else done.files:
        say(str(file.path))
    if done.resumed:
        talk(context, f"Edition {closed.number} had not arrived everywhere; this run went on with it and did no more.")
    elif not again:
        told = f"{picks} pick{'s' * (picks != 1)}"
        talk(context, f"Edition {closed.number} is closed with {told}; {done.next_number} is open.", BOLD)
    for push in done.pushed:
        if push.diff and not as_json:
            say(push.diff)
        _tell_push(context, push)


def _document(done: Published) -> dict[str, Any]:
    return {
        "number": done.edition.number,
        "files": [{"format": f.format, "path": str(f.path), "bytes": f.bytes} for f in done.files],
        "deliveries": [_delivery(push) for push in done.pushed],
        "open": done.next_number,
    }


def _delivery(push: Pushed) -> dict[str, Any]:
    if push.delivered is None:
        return {"target": push.target, "error": push.error, "remedy": push.hint, "diff": push.diff}
    told = asdict(push.delivered)
    return {"target": push.target, **{k: told[k] for k in ("done", "state", "remote", "url", "losses", "said")}}


def _tell_push(context: typer.Context, push: Pushed) -> None:
    if push.delivered is None:
        complain(f"{push.target}: {push.error}", push.hint)
        return
    done = push.delivered
    where = done.url or done.remote
    what = f"{_DONE[done.done]}, {_STATES.get(done.state, done.state)}"
    if done.state == "live" and not where:
        # What is nowhere to be looked at was sent to people.
        what = "sent" if done.done == "created" else "sent already, nothing to do"
    talk(context, f"{push.target}: {what}{f': {where}' if where else ''}", GREEN)
    for loss in done.losses:
        tell(f"    {loss}", RED)
    # What a run found as the last one left it was said then; who has a mail or not is said again.
    known = quiet(context) and done.done == "unchanged" and done.state != "live"
    for said in () if known else done.said:
        tell(f"    {said}", YELLOW)
