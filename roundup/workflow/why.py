"""The trail: how a post, an author's posts or an edition came to be as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from roundup.curate.history import edition_history, special_history
from roundup.curate.people.told import person_trail
from roundup.curate.trail import trail, where_it_stands
from roundup.errors import NotFound
from roundup.model import EDITION, PERSON, Edition, Person, Post
from roundup.patterns import pattern
from roundup.text import one_line, strip_controls
from roundup.workflow.decide import post_named
from roundup.workflow.deliver import known_as, outstanding
from roundup.workflow.desk import Desk
from roundup.workflow.people import posts_by, registry_of

if TYPE_CHECKING:
    from roundup.store import Store

MOST_POSTS = 50  # of one person that are told
_STATES = {"draft": "a draft", "scheduled": "scheduled", "live": "public", "saved": "saved"}
_NOTICES = {"told": "told", "refused": "not wanted", "failed": "could not be told", "withdrawn": "told of its end"}
_TIME = 16  # characters of a line that say when
_EDITION = pattern(r"(?:the )?edition(?:\s+(\d{1,9}))?", re.IGNORECASE | re.ASCII)


def why(desk: Desk, ref: str) -> tuple[str, ...]:
    """The trail in words of a post (id or address), of every post of an author or blog, or of an edition.

    "edition" is the open one, "edition 7" a closed one, a special edition goes by its name.
    """
    ref = strip_controls(ref).strip()
    with desk.store() as store:
        if found := _EDITION.fullmatch(ref):
            return _of_edition(store, desk, int(found[1]) if found[1] else None)
        for special in store.ledger.specials():
            if special.slug == ref.casefold():
                return special_history(store.ledger.decisions(special.subject))
        try:
            return _Trails(store, desk).of(post_named(store, ref))
        except NotFound as error:
            return _elsewhere(store, desk, ref, error)


def _of_edition(store: Store, desk: Desk, number: int | None) -> tuple[str, ...]:
    editions = store.ledger.editions(desk.settings.edition.first_number)
    wanted = editions.open.number if number is None else number
    lines = edition_history(store.ledger.decisions(EDITION), editions, wanted)
    if not lines and wanted != editions.open.number:
        raise NotFound(f"there is no edition {wanted}", hint=f"The open one is {editions.open.number}.")
    closed = next((frozen for frozen in editions.closed if frozen.edition.number == wanted), None)
    if closed is None:
        return (*lines, f"now: edition {wanted} is open")
    gone = sorted([*lines, *_delivered(store, desk, closed.edition)], key=lambda line: line[:_TIME])
    left = ", ".join(outstanding(store, desk, editions.closed).get(wanted, ()))
    return (
        *gone,
        f"now: edition {wanted} is closed" + (f"; not yet at {left}: roundup publish goes on" if left else ""),
    )


def _delivered(store: Store, desk: Desk, edition: Edition) -> Iterator[str]:
    """Where the edition is, as the last push left it, and who was told of it."""
    name = known_as(store, desk, edition)
    for receipt in store.receipts.all(name):
        if receipt.state != "begun":
            where = one_line(receipt.url or receipt.remote, 200)
            at = f"{receipt.at:%Y-%m-%d %H:%M} UTC  at {one_line(receipt.target, 40)}"
            yield f"{at}: {_STATES[receipt.state]}" + f": {where}" * bool(where) + f" by {one_line(receipt.by, 40)}"
    for notice in store.receipts.told(name).values():
        told = f"{_NOTICES[notice.state]} by {notice.way}"
        yield f"{notice.at:%Y-%m-%d %H:%M} UTC  {told}: {one_line(notice.target, 200)}"


class _Trails:
    """The trails of posts; what is decided about editions is read once for however many."""

    def __init__(self, store: Store, desk: Desk) -> None:
        self._store = store
        self._editions = store.ledger.editions(desk.settings.edition.first_number)
        self._about = store.ledger.decisions(EDITION)

    def of(self, post: Post) -> tuple[str, ...]:
        """What happened to a post, and where it stands."""
        ledger, sources = self._store.ledger, self._store.posts.sources(post.id)
        about, number = ledger.decisions(post.key), self._editions.open.number
        told = [*trail(post, [*about, *self._about], sources, self._editions), *self._saved(post)]
        # Every line begins with its time; those of one minute keep their order.
        told.sort(key=lambda line: line[:_TIME])
        state, closed_in = ledger.pick(post.key), ledger.closed_in(post.id)
        return (*told, where_it_stands(state, closed_in, number, touched=bool(about)))

    def _saved(self, post: Post) -> Iterator[str]:
        from roundup.store.copies import Copies

        for copy in Copies(self._store.connection).known([urldefrag(post.url)[0]]).values():
            words = f": {one_line(copy.words, 200)}" if copy.words else ""
            if copy.made:
                yield f"{copy.made:%Y-%m-%d %H:%M} UTC  a copy was saved: {copy.url}"
            elif copy.state != "later":
                asked = "a copy was asked for" if copy.state == "asked" else "no copy was saved"
                yield f"{copy.at:%Y-%m-%d %H:%M} UTC  {asked}{words}"


def _elsewhere(store: Store, desk: Desk, ref: str, error: NotFound) -> tuple[str, ...]:
    """What can be said of something that is no post on this desk; else the error."""
    if not one_line(ref):
        raise error
    person = _person(store, ref)
    lines = _of_person(store, person) if person else []
    by_author = posts_by(store, desk, person)[:MOST_POSTS] if person else store.posts.by_author(ref)
    trails = _Trails(store, desk)
    for post in by_author:
        lines += [f"{post.id}: {post.title or post.url}", *(f"  {line}" for line in trails.of(post))]
    if lines:
        return tuple(lines)
    if told := _unseen(store, desk, ref):
        return told
    raise _unknown(store, ref, error)


def _person(store: Store, ref: str) -> Person | None:
    """Who is meant, if it is somebody in the registry."""
    try:
        return registry_of(store).find(ref)
    except NotFound:
        return None


def _of_person(store: Store, person: Person) -> list[str]:
    """What was written down of a person, by whom."""
    decisions = [d for key in (person.key, *person.keys) for d in store.ledger.decisions(PERSON + key)]
    name = person.name or "somebody whose details were removed"
    return [f"{name}, in the registry", *(f"  {line}" for line in person_trail(decisions))]


def _unseen(store: Store, desk: Desk, ref: str) -> tuple[str, ...]:
    """The decisions of another desk about a post that has not come in here."""
    from roundup.urls import canonical_key

    address = canonical_key(ref if "://" in ref else f"https://{ref}")
    for key in (f"url:{address}", ref.strip()):
        decisions = store.ledger.decisions(key) if key != EDITION else []
        if decisions:
            editions = store.ledger.editions(desk.settings.edition.first_number)
            about = [*decisions, *store.ledger.decisions(EDITION)]
            return (*trail(None, about, (), editions), "now: no feed has brought it to this desk yet")
    return ()


def _unknown(store: Store, ref: str, error: NotFound) -> NotFound:
    """For an address: whether its blog is followed at all."""
    from roundup.urls import host_of

    host = host_of(ref.strip()) if "://" in ref else ""
    if not host:
        return error
    feeds = [state for state in store.feeds.states().values() if host in (host_of(state.url), host_of(state.site_url))]
    if not feeds:
        hint = f"No feed of {host} is followed, as far as addresses tell: roundup feeds add URL follows it."
    else:
        read = max((state.last_success for state in feeds if state.last_success), default=None)
        when = f", last read on {read:%-d %B %Y}" if read else ", never read so far"
        hint = f"{one_line(feeds[0].title or feeds[0].url, 80)} is followed{when}, and has not brought it."
    return NotFound(
        f"this desk has never seen {one_line(ref, 200)}", hint=f"{hint} Bring it in: roundup add URL\n{error.hint}"
    )
