"""The trail: how a post, an author's posts or an edition came to be as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from roundup.curate.history import edition_history, special_history
from roundup.curate.trail import trail, where_it_stands
from roundup.errors import NotFound
from roundup.model import EDITION, Post
from roundup.text import one_line
from roundup.workflow.decide import post_named
from roundup.workflow.desk import Desk

if TYPE_CHECKING:
    from roundup.store import Store

_EDITION = re.compile(r"(?:the )?edition(?:\s+(\d{1,9}))?", re.IGNORECASE | re.ASCII)


def why(desk: Desk, ref: str) -> tuple[str, ...]:
    """The trail in words of a post (id or address), of every post of an author or blog, or of an edition.

    "edition" is the open one, "edition 7" a closed one, a special edition goes by its name.
    """
    with desk.store() as store:
        if found := _EDITION.fullmatch(ref.strip()):
            return _of_edition(store, desk, int(found[1]) if found[1] else None)
        for special in store.ledger.specials():
            if special.slug == ref.strip().casefold():
                return special_history(store.ledger.decisions(special.subject))
        try:
            return _of_post(store, desk, post_named(store, ref))
        except NotFound as error:
            return _elsewhere(store, desk, ref, error)


def _of_edition(store: Store, desk: Desk, number: int | None) -> tuple[str, ...]:
    editions = store.ledger.editions(desk.settings.edition.first_number)
    wanted = editions.open.number if number is None else number
    lines = edition_history(store.ledger.decisions(EDITION), editions, wanted)
    if not lines and wanted != editions.open.number:
        raise NotFound(f"there is no edition {wanted}", hint=f"The open one is {editions.open.number}.")
    state = "open" if wanted == editions.open.number else "closed"
    return (*lines, f"now: edition {wanted} is {state}")


def _of_post(store: Store, desk: Desk, post: Post) -> tuple[str, ...]:
    decisions = [*store.ledger.decisions(post.key), *store.ledger.decisions(EDITION)]
    editions = store.ledger.editions(desk.settings.edition.first_number)
    told = trail(post, decisions, store.posts.sources(post.id), editions)
    state = store.ledger.pick(post.key)
    return (*told, where_it_stands(state, store.ledger.closed_in(post.id), editions.open.number))


def _elsewhere(store: Store, desk: Desk, ref: str, error: NotFound) -> tuple[str, ...]:
    """What can be said of something that is no post on this desk; else the error."""
    if not one_line(ref):
        raise error
    if by_author := store.posts.by_author(ref):
        lines: list[str] = []
        for post in by_author:
            lines += [f"{post.id}: {post.title or post.url}", *(f"  {line}" for line in _of_post(store, desk, post))]
        return tuple(lines)
    if told := _unseen(store, desk, ref):
        return told
    raise _unknown(store, ref, error)


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
