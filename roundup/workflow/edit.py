"""The worksheet: the draft out as one Markdown file, and what an editor made of it back in, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from roundup.curate.ledger import draft_picks, fold_editions, fold_post
from roundup.curate.worksheet import (
    Card,
    Conflict,
    Problem,
    Reading,
    Sheet,
    Words,
    read_sheet,
    settle,
    sheet_of,
    words_of,
    write_sheet,
)
from roundup.curate.worksheet.layout import digits
from roundup.curate.worksheet.write import heading
from roundup.dataclass import dataclass
from roundup.errors import NotFound
from roundup.model import EDITION, Decision, EditionMeta, FrozenEdition, PickState, Post
from roundup.text import one_line
from roundup.workflow.desk import Desk
from roundup.workflow.rewrite import apply

if TYPE_CHECKING:
    from roundup.store import Store

BACKLOG = 40  # waiting posts shown below the line
_FIRST_WORDS = 100  # characters of a post shown under its heading


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of an edited worksheet: what was recorded, in words, or why nothing was."""

    done: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def refused(self) -> bool:
        return bool(self.problems or self.conflicts)


@dataclass(frozen=True, slots=True)
class _Draft:
    """The draft at one moment, as a worksheet says it, with the posts it knows."""

    sheet: Sheet
    edition: EditionMeta
    posts: dict[int, Post] = field(default_factory=dict)
    states: dict[int, PickState] = field(default_factory=dict)
    closed: dict[int, int] = field(default_factory=dict)

    @property
    def token(self) -> str:
        """Changes with everything a worksheet could overwrite."""
        return digits(repr((self.sheet.title, self.sheet.intro, self.sheet.sign_off, self.sheet.picks, self._told)))

    @property
    def _told(self) -> list[tuple[int, Words]]:
        return sorted((post, words) for post, words in self.sheet.words.items() if words != Words())


def export(desk: Desk) -> str:
    """The worksheet of the open edition."""
    with desk.store() as store:
        last = store.ledger.last()
        now = _draft(store, desk, store.ledger.decisions())
        backlog = _backlog(store, desk, now)
        words = {**now.sheet.words, **{post.id: Words() for post in backlog if post.id not in now.sheet.words}}
        posts = {**now.posts, **{post.id: post for post in backlog}}
        waiting = _waiting(now)
        cards = {id: _card(store, desk, posts[id], waiting.get(id, "")) for id in words}
        made_from = f"{last.id if last else '-'}.{now.token}"
        return write_sheet(replace(now.sheet, words=words), cards, edition=now.edition.number, decision=made_from)


def read_back(desk: Desk, text: str) -> Edited:
    """Record what an editor made of a worksheet, all of it or, with problems or conflicts, nothing."""
    with desk.store() as store, store.write():
        reading = read_sheet(
            text,
            lookup=lambda ref: _lookup(store, ref),
            headings=lambda id: heading(id, _card(store, desk, store.posts.get(id))),
        )
        if reading.problems:
            return Edited(problems=tuple(reading.problems))
        decisions = store.ledger.decisions()
        theirs = _knowing(store, _draft(store, desk, decisions), reading.sheet)
        base, problem = _base(store, desk, decisions, reading, theirs)
        if base is None:
            return Edited(problems=(Problem(1, problem),))
        changes, conflicts = settle(base, reading.sheet, theirs.sheet)
        if conflicts:
            return Edited(conflicts=conflicts)
        closed = [Problem(_line(reading, id), _closed(id, theirs)) for id in changes.star if id in theirs.closed]
        if closed:
            return Edited(problems=tuple(closed))
        done, problems = apply(store, desk, changes, theirs.posts, theirs.states, reading.places)
        return Edited(done=done, problems=problems)


def _lookup(store: Store, ref: str) -> int | None:
    try:
        return store.posts.find(ref).id
    except NotFound:
        return None


def _line(reading: Reading, id: int) -> int:
    return reading.lines.get(id, 1)


def _closed(id: int, draft: _Draft) -> str:
    return f"post {id} is in edition {draft.closed[id]}, which is closed: no edition tells it twice"


# ---------------------------------------------------------------- the draft, now and then


def _base(
    store: Store, desk: Desk, decisions: Sequence[Decision], reading: Reading, theirs: _Draft
) -> tuple[Sheet | None, str]:
    """The draft the worksheet was written from, or why it cannot be known."""
    if reading.edition != theirs.edition.number:
        return None, (
            f"this is a worksheet of edition {reading.edition}, and the open one is {theirs.edition.number}: "
            "copy your words into a new worksheet"
        )
    last, _, token = reading.decision.rpartition(".")
    made_from = next((decision for decision in decisions if decision.id == last), None)
    if made_from is None and last != "-":
        return None, "this worksheet was made on another desk: bring the ledgers together first"
    earlier = [d for d in decisions if made_from is not None and d.order <= made_from.order]
    base = _draft(store, desk, earlier)
    if base.token != token:
        return None, (
            "the draft this worksheet was made from cannot be put together any more (the settings, or another desk's "
            "ledger, have changed it): copy your words into a new worksheet"
        )
    return _knowing(store, base, reading.sheet).sheet, ""


def _draft(store: Store, desk: Desk, decisions: Sequence[Decision]) -> _Draft:
    """The draft that `decisions` make."""
    editions = fold_editions([d for d in decisions if d.subject == EDITION], desk.settings.edition.first_number)
    states: dict[int, PickState] = {}
    posts: dict[int, Post] = {}
    for post, about in _by_post(store, decisions):
        posts[post.id], states[post.id] = post, fold_post(post.key, about)
    ids = {post.key: id for id, post in posts.items()}
    closed = _closed_in(store, editions.closed)
    order = tuple(named.key for key in editions.order if (named := store.posts.by_key(key)))
    open_states = [state for id, state in states.items() if id not in closed]
    picks = [ids[state.key] for state in draft_picks(open_states, replace(editions, order=order))]
    words = {ids[state.key]: words_of(state) for state in open_states}
    # What is kept for a later edition waits below the line, where a curator can pull it up.
    told = {id: said for id, said in words.items() if id in picks or said != Words() or states[id].starred}
    meta, ours = editions.open, desk.settings.edition
    sheet = sheet_of(
        meta.title or desk.settings.desk.title, meta.intro or ours.intro, meta.sign_off or ours.sign_off, picks, told
    )
    return _Draft(sheet, meta, posts, states, closed)


def _by_post(store: Store, decisions: Iterable[Decision]) -> list[tuple[Post, list[Decision]]]:
    """The posts that anything but a skip was decided about, each with all its decisions, under whichever name."""
    about: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.subject != EDITION:
            about.setdefault(decision.subject, []).append(decision)
    found: dict[int, tuple[Post, list[Decision]]] = {}
    for subject, those in about.items():
        if all(decision.verb in ("skip", "unskip", "note") for decision in those):
            continue
        if post := store.posts.by_key(subject):
            found.setdefault(post.id, (post, []))[1].extend(those)
    return list(found.values())


def _closed_in(store: Store, closed: Sequence[FrozenEdition]) -> dict[int, int]:
    """post → the closed edition that it is in."""
    numbers: dict[int, int] = {}
    for frozen in closed:
        for pick in frozen.edition.picks:
            if post := store.posts.by_key(pick.key):
                numbers[post.id] = frozen.edition.number
    return numbers


def _knowing(store: Store, draft: _Draft, sheet: Sheet) -> _Draft:
    """The draft with the posts of `sheet` that nothing was decided about."""
    posts, states, words = dict(draft.posts), dict(draft.states), dict(draft.sheet.words)
    for id in sheet.words:
        if id not in posts:
            posts[id] = store.posts.get(id)
            states[id] = PickState(posts[id].key)
        words.setdefault(id, words_of(states[id]))
    return replace(draft, sheet=replace(draft.sheet, words=words), posts=posts, states=states)


# ---------------------------------------------------------------- what is shown of posts


def _backlog(store: Store, desk: Desk, draft: _Draft) -> list[Post]:
    """The best of the posts that wait."""
    from roundup.store.posts import ListingFilter
    from roundup.workflow.order import ranked

    waiting = ranked(store, desk, ListingFilter(), limit=BACKLOG + len(draft.sheet.words))
    return [s.listing.post for s in waiting if s.listing.post.id not in draft.sheet.words][:BACKLOG]


def _waiting(draft: _Draft) -> dict[int, str]:
    """The starred posts that will not be in this edition, with why."""
    cutoff = draft.edition.cutoff
    late = [id for id in draft.sheet.picks if cutoff and draft.posts[id].moment > cutoff]
    kept = [id for id, state in draft.states.items() if state.starred and state.later >= draft.edition.number]
    return dict.fromkeys(late, "later than the cut-off") | dict.fromkeys(kept, "kept for the next edition")


def _card(store: Store, desk: Desk, post: Post, waiting: str = "") -> Card:
    day = f"{post.published.astimezone(desk.settings.zone):%-d %b %Y}" if post.published else "no date"
    by = one_line(", ".join(post.authors), 60)
    snapshots = store.posts.snapshots(post.id)
    first = one_line(snapshots[0].text[: 4 * _FIRST_WORDS], _FIRST_WORDS) if snapshots else ""
    parts = (waiting, f"{post.words} words", day, by, post.url, first)
    return Card(post.title, post.blog, " · ".join(part for part in parts if part))
