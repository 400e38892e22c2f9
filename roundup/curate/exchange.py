"""Two desks' ledgers brought together: the union of their decisions, and where the desks had decided differently.

A ledger travels as JSON Lines: a heading with the number of decisions, then a decision a line, oldest first. Since the
draft is a fold over the union, it is the same in whatever order and however often ledgers are merged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from roundup.curate.editions import fold_editions
from roundup.curate.erasing import same_but_erased
from roundup.curate.payload import clean_payload, edition_number, read_time
from roundup.curate.standing import standing
from roundup.dataclass import dataclass
from roundup.errors import UsageError
from roundup.model import Decision

FORMAT: Final = "roundup ledger"
VERSION: Final = 1
MOST_DECISIONS: Final = 2_000_000
LONGEST_LINE: Final = 20_000_000  # characters; a frozen edition is one line
HIGHEST_SEQ: Final = 2**53
AHEAD: Final = timedelta(days=1)  # that another desk's clock may be ahead of ours
_NAME: Final = 500  # characters of an id, a curator, a verb, a subject

_IN_OR_OUT: Final = {"star": "in", "later": "in the next one", "unstar": "out", "skip": "out", "unskip": "out"}


_OF_A_PERSON: Final = ("name", "affiliation", "region", "note", "opted_out")


def write_ledger(decisions: Sequence[Decision]) -> str:
    """The ledger as text, for `read_ledger` on another desk."""
    heading = {"format": FORMAT, "version": VERSION, "decisions": len(decisions)}
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (heading, *map(_plain, decisions)))


def _plain(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "seq": decision.seq,
        "time": decision.time.isoformat(),
        "curator": decision.curator,
        "verb": decision.verb,
        "subject": decision.subject,
        "payload": decision.payload,
        "reason": decision.reason,
    }


def read_ledger(text: str, *, now: datetime) -> tuple[Decision, ...]:
    """The decisions of another desk's ledger, all of them or a UsageError that names the line.

    A decision that this program cannot understand is kept as it is: it has no effect here, and a newer program may
    know it.
    """
    lines = [line for line in text.removeprefix("\ufeff").split("\n") if line.strip()]
    said = _heading(lines[0] if lines else "")
    if len(lines) - 1 != said:
        raise UsageError(
            f"the file says it holds {said:,} decisions, and has {len(lines) - 1:,}",
            hint="It was cut off or put together by hand. Export it again on the other desk.",
        )
    decisions = tuple(_decision(line, number, now) for number, line in enumerate(lines[1:], start=2))
    if len({decision.id for decision in decisions}) != len(decisions):
        raise UsageError("the file holds two decisions under one id", hint="Export it again on the other desk.")
    return decisions


def _heading(line: str) -> int:
    """How many decisions follow."""
    try:
        heading = json.loads(line[:10_000])
    except ValueError:
        heading = None
    if not isinstance(heading, dict) or heading.get("format") != FORMAT:
        raise UsageError(
            "this is not an exported ledger", hint="Make one on the other desk with: roundup ledger export FILE"
        )
    if heading.get("version") != VERSION:
        raise UsageError(
            f"this ledger is of version {str(heading.get('version'))[:20]}; this program reads version {VERSION}",
            hint="Update roundup on the desk that is behind.",
        )
    count = heading.get("decisions")
    return count if type(count) is int and 0 <= count <= MOST_DECISIONS else -1


def _decision(line: str, number: int, now: datetime) -> Decision:
    def wrong(what: str) -> UsageError:
        return UsageError(f"line {number} of the ledger {what}", hint="Nothing was merged. Export it again there.")

    if len(line) > LONGEST_LINE:
        raise wrong(f"has {len(line):,} characters, more than any decision")
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        raise wrong("is not JSON") from None
    if not isinstance(held, dict):
        raise wrong("is no decision")
    texts = {name: held.get(name, "") for name in ("id", "curator", "verb", "subject", "reason")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise wrong("has a name that is no text")
    if not texts["id"] or not texts["subject"] or any(len(texts[name]) > _NAME for name in ("id", "curator", "verb")):
        raise wrong("lacks an id or a subject, or has one beyond reason")
    seq, payload = held.get("seq"), held.get("payload", {})
    time = read_time(held["time"]) if isinstance(held.get("time"), str) and len(held["time"]) < 64 else None
    if type(seq) is not int or not 0 <= seq < HIGHEST_SEQ or time is None or not isinstance(payload, dict):
        raise wrong("has no number, time or payload that can be read")
    if time > now + AHEAD:
        # Decisions fold by time: one from the future would outlast everything decided here until then.
        raise wrong(f"is dated {time:%Y-%m-%d %H:%M} UTC, which has not come yet: that desk's clock is wrong")
    verb: Any = texts["verb"]
    return Decision(texts["id"], seq, time, texts["curator"], verb, texts["subject"], payload, texts["reason"])


# ---------------------------------------------------------------- what differs


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The same thing decided differently on two desks. One holds, the other stays in the ledger.

    The later decision holds; of two closings of one edition the one that `fold_editions` says. `said_here` and
    `said_there` are what each came to, "" if it took words away.
    """

    subject: str
    what: str
    ours: Decision
    theirs: Decision
    holds: Decision
    said_here: str = ""
    said_there: str = ""


def news(ours: Iterable[Decision], theirs: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions of `theirs` that are not among `ours`. A UsageError if one was altered on the way."""
    known = {decision.id: decision for decision in ours}
    for decision in theirs:
        same = known.get(decision.id)
        if same and same != decision and not same_but_erased(same, decision):
            raise UsageError(
                f"decision {decision.id[:80]} is in both ledgers with different words",
                hint="A ledger is never changed, so one of the two was altered. Nothing was merged.",
            )
    return tuple(decision for decision in theirs if decision.id not in known)


def disagreements(ours: Sequence[Decision], theirs: Sequence[Decision]) -> tuple[Disagreement, ...]:
    """What each desk decided without knowing of the other, about the same thing and not to the same end."""
    known_here, known_there = {d.id for d in ours}, {d.id for d in theirs}
    mine = _last_words(ours, known_there)
    other = _last_words(theirs, known_here)
    found = []
    for subject, what in sorted(mine.keys() & other.keys()):
        (here, said_here), (there, said_there) = mine[subject, what], other[subject, what]
        if said_here != said_there:
            holds = max(here, there, key=lambda decision: decision.order)
            if here.verb == "freeze":
                holds = _closing(here, there, (*ours, *theirs))
            found.append(Disagreement(subject, what, here, there, holds, said_here, said_there))
    return tuple(found)


def _closing(here: Decision, there: Decision, decisions: Iterable[Decision]) -> Decision:
    return there if there.id in {frozen.decision for frozen in fold_editions(decisions).closed} else here


def _last_words(decisions: Sequence[Decision], elsewhere: set[str]) -> Mapping[tuple[str, str], tuple[Decision, str]]:
    """(subject, what) → the last decision on it that the other desk did not know, with what it came to."""
    last: dict[tuple[str, str], tuple[Decision, str]] = {}
    for decision in standing(decisions):
        if decision.id not in elsewhere:
            for what, value in _says(decision):
                last[decision.subject, what] = (decision, value)
    return last


def _says(decision: Decision) -> Iterator[tuple[str, str]]:
    """(what it is about, what it comes to), for each thing that two desks can decide differently."""
    payload = clean_payload(decision.verb, decision.payload)
    if payload is None:
        return
    if decision.verb in _IN_OR_OUT:
        yield "in or out", _IN_OR_OUT[decision.verb]
    elif decision.verb in ("annotate", "edition", "special"):
        # An intro to edition 3 is none to edition 4, and the two do not disagree.
        of = f" of edition {payload['number']}" if "number" in payload else ""
        yield from ((f"{key}{of}", _told(value)) for key, value in payload.items() if key != "number")
    elif decision.verb == "person":
        yield from ((key, _told(value)) for key, value in payload.items() if key in _OF_A_PERSON)
    elif decision.verb == "tag":
        yield from ((f"tag {tag}", "off") for tag in payload.get("remove", ()))
        yield from ((f"tag {tag}", "on") for tag in payload.get("add", ()))
    elif decision.verb == "order":
        yield "order", _told(payload["posts"])
    elif decision.verb == "freeze":
        edition = payload["edition"]
        yield f"closing of edition {edition_number(payload)}", _told(edition.get("slug")) + _titles(edition)


def _told(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _titles(edition: Mapping[str, Any]) -> str:
    picks = edition.get("picks")
    known = [pick for pick in picks if isinstance(pick, Mapping)] if isinstance(picks, list) else []
    return ": " * bool(known) + "; ".join(str(pick.get("title") or pick.get("url")) for pick in known)
