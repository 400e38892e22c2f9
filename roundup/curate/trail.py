"""What happened to a post, in words and in order: the answer to `roundup why`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from roundup.curate.late import closed_before
from roundup.curate.ledger import fold_post, standing
from roundup.curate.payload import clean_payload
from roundup.model import EDITION, Decision, EditionsState, FrozenEdition, PickState, Post, Source, is_post
from roundup.text import one_line

# Editions sort after the decisions of the same moment, arrivals before them.
Event = tuple[datetime, int, str]  # when, the decision's seq or 0, what


def trail(
    post: Post | None, decisions: Sequence[Decision], sources: Sequence[Source], editions: EditionsState
) -> tuple[str, ...]:
    """One line for each thing that happened to the post, oldest first, times in UTC.

    `decisions` are those about the post and about editions; a decision's id stands at the end of its line, as
    `roundup undo --to` takes it. What was undone later says so. `post` is None for one that this desk never saw.
    """
    about_post = [decision for decision in decisions if is_post(decision.subject)]
    keys = {decision.subject for decision in about_post} | ({post.key} if post else set())
    events = [
        *_arrivals(post, sources, editions),
        *_decided(decisions, keys, _closed_at(keys, editions)),
        *_editions(keys, about_post, editions),
    ]
    events += _errata(decisions, keys, editions)
    return tuple(f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC  {what}" for when, _, what in sorted(events))


def where_it_stands(state: PickState, closed_in: int | None, open_number: int, *, touched: bool) -> str:
    """What a post is waiting for, in words: how its trail ends. `touched` if anything was ever decided about it."""
    if closed_in is not None:
        return f"now: in edition {closed_in}"
    if state.starred and state.later >= open_number:
        return f"now: starred, and left for the edition after {state.later}"
    if state.starred:
        return f"now: starred for edition {open_number}"
    reason = f" ({one_line(state.skip_reason, 200)})" if state.skip_reason else ""
    if state.skipped:
        return f"now: skipped{reason}"
    return "now: waiting for a decision" + "; nobody has picked or skipped it so far" * (not touched)


def _arrivals(post: Post | None, sources: Sequence[Source], editions: EditionsState) -> Iterator[Event]:
    if post and post.published:
        note = f" ({post.date_note})" if post.date_note else ""
        yield post.published, -1, f"published by {_names(post.authors) or post.blog or 'its author'}{note}"
    late = f", after edition {number} was closed" if post and (number := closed_before(editions)(post)) else ""
    for source in sources:
        title = f"{one_line(source.feed_title)}, " if source.feed_title else ""
        came = f"fetched from {title}{source.feed_url}" if source.feed_url else "added by hand"
        yield source.first_seen, 0, came + late * (source.first_seen == post.first_seen if post else False)
    if post and not sources:
        yield post.first_seen, 0, f"added by hand{late}"


def _names(authors: Sequence[str]) -> str:
    return one_line(", ".join(authors))


def _closed_at(keys: set[str], editions: EditionsState) -> datetime | None:
    """When the edition was closed that holds the post; None if none does."""
    return next((f.frozen_at for f in editions.closed if any(pick.key in keys for pick in f.edition.picks)), None)


def _decided(decisions: Sequence[Decision], keys: set[str], closed: datetime | None) -> Iterator[Event]:
    in_force = {decision.id for decision in standing(decisions)}
    by_id = {decision.id: decision for decision in decisions}
    replaced = _replaced([decision for decision in by_id.values() if decision.id in in_force])
    for decision in by_id.values():
        payload = clean_payload(decision.verb, decision.payload)
        if payload is None or (what := _words(decision, payload, by_id, keys)) is None:
            continue
        since = "; undone since" if decision.id not in in_force else "; replaced since" * (decision.id in replaced)
        if not since and closed and decision.time > closed and decision.verb in _OF_WORDS:
            since = "; too late for its edition"
        said = one_line(decision.reason, 200) or _said(payload)
        who = one_line(decision.curator, 80)
        told = f"{what} by {who}{': ' * bool(said)}{said}{since}"
        yield decision.time, decision.seq, f"{told}  [{one_line(decision.id, 80)}]"


_OF_WORDS = ("annotate", "quote", "unquote")  # what an edition that is closed holds as it was


def _replaced(decisions: Sequence[Decision]) -> set[str]:
    """The decisions of whose words none hold any more, since others were written later."""
    holding: dict[str, str] = {}
    written = []
    for decision in sorted(decisions, key=lambda each: each.order):
        words = clean_payload("annotate", decision.payload) if decision.verb == "annotate" else None
        if words:
            written.append(decision.id)
            holding |= dict.fromkeys(words, decision.id)
    return set(written) - set(holding.values())


def _said(payload: Mapping[str, Any]) -> str:
    """The first of the words that an editor wrote: of two curators' lead-ins both are shown."""
    texts = (payload.get(name) for name in ("lead", "remark", "section"))
    return ", ".join(f"“{one_line(text, 60)}”" for text in texts if text)


def _words(decision: Decision, payload: Mapping[str, Any], by_id: Mapping[str, Decision], keys: set[str]) -> str | None:
    """What was decided, in words; None if it is not about this post."""
    if not is_post(decision.subject):
        place = next((n for n, key in enumerate(payload.get("posts", ()), start=1) if key in keys), None)
        return f"put in place {place}" if decision.verb == "order" and place else None
    if decision.verb == "undo":
        goal = by_id.get(payload["of"])
        held = clean_payload(goal.verb, goal.payload) if goal else None
        what = _words(goal, held, by_id, keys) if goal and held is not None and goal.verb != "undo" else "an undo"
        return f"taken back ({what})" if what else None
    return _DONE[decision.verb](payload) if decision.verb in _DONE else None


def _annotated(payload: Mapping[str, Any]) -> str:
    parts = [
        f"{name} {'written' if payload[name] else 'cleared'}"
        for name in ("lead", "remark", "section")
        if name in payload
    ]
    return " and ".join(parts).replace("lead ", "lead-in ") or "annotated"


def _tagged(payload: Mapping[str, Any]) -> str:
    added, removed = (one_line(", ".join(payload.get(key, ())), 120) for key in ("add", "remove"))
    return " and ".join([f"tagged {added}"] * bool(added) + [f"untagged {removed}"] * bool(removed)) or "tagged"


def _quoted(payload: Mapping[str, Any]) -> str:
    return f"quoted, “{one_line(payload['paragraphs'][0], 60)}”"


_DONE: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "star": lambda _: "starred",
    "later": lambda payload: f"left for the edition after {payload['edition']}",
    "unstar": lambda _: "cut",
    "skip": lambda _: "skipped",
    "unskip": lambda _: "no longer skipped",
    "annotate": _annotated,
    "note": lambda _: "private note written",
    "quote": _quoted,
    "unquote": lambda _: "quote taken out",
    "tag": _tagged,
}


def _editions(keys: set[str], about_post: Sequence[Decision], editions: EditionsState) -> Iterator[Event]:
    for frozen in editions.closed:
        number = frozen.edition.number
        if any(pick.key in keys for pick in frozen.edition.picks):
            yield frozen.frozen_at, 1 << 62, f"went into edition {number}"
            if frozen.published_at:
                at = f" at {frozen.url}" if frozen.url else ""
                yield frozen.published_at, 1 << 62, f"published in edition {number}{at}"
            return
        if _starred_then(about_post, frozen):
            yield frozen.frozen_at, 1 << 62, f"not in edition {number}, carried over"


def _errata(decisions: Sequence[Decision], keys: set[str], editions: EditionsState) -> Iterator[Event]:
    numbers = {f.edition.number for f in editions.closed if any(pick.key in keys for pick in f.edition.picks)}
    for decision in standing(each for each in decisions if each.subject == EDITION):
        payload = clean_payload("erratum", decision.payload) if decision.verb == "erratum" else None
        if payload and payload["number"] in numbers:
            what = f"erratum to edition {payload['number']} by {one_line(decision.curator, 80)}"
            yield decision.time, 1 << 62, f"{what}: {one_line(payload['text'], 120)}  [{one_line(decision.id, 80)}]"


# Folded as it stood at the freeze: what was decided afterwards does not change what was carried over then.
def _starred_then(about_post: Sequence[Decision], frozen: FrozenEdition) -> bool:
    return fold_post("", [decision for decision in about_post if decision.time <= frozen.frozen_at]).starred
