"""Which posts go into the edition: star, unstar, skip, tag, order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from roundup.errors import UsageError
from roundup.model import EDITION, Post
from roundup.text import one_line
from roundup.workflow.decide import decide_on_posts, posts_named, record
from roundup.workflow.desk import Desk

if TYPE_CHECKING:
    from roundup.store import Store


def star(desk: Desk, refs: Sequence[str]) -> list[Post]:
    """Into the edition being made.

    A post that a closed edition holds is refused, since no edition tells it twice; and one of somebody who opted out.
    """

    def act(store: Store, post: Post) -> None:
        state = store.ledger.pick(post.key)
        if not state.starred or state.later:
            record(store, desk, "star", post.key)

    return decide_on_posts(desk, refs, act, permit=_refuse)


def put_off(desk: Desk, refs: Sequence[str]) -> list[Post]:
    """Starred, but not in the edition being made: in the next one by itself."""

    def act(store: Store, post: Post) -> None:
        number = store.ledger.editions(desk.settings.edition.first_number).open.number
        state = store.ledger.pick(post.key)
        if not state.starred or state.later < number:
            record(store, desk, "later", post.key, {"edition": number})

    return decide_on_posts(desk, refs, act, permit=_refuse)


def unstar(desk: Desk, refs: Sequence[str]) -> list[Post]:
    """Out of the edition again; its words and quotes are kept and come back with a new star."""

    def act(store: Store, post: Post) -> None:
        if store.ledger.pick(post.key).starred:
            record(store, desk, "unstar", post.key)

    return decide_on_posts(desk, refs, act, permit=_refuse_closed)


def _refuse(store: Store, posts: Sequence[Post]) -> None:
    from roundup.workflow.people import refuse_opted_out

    _refuse_closed(store, posts)
    refuse_opted_out(store, posts)


def _refuse_closed(store: Store, posts: Sequence[Post]) -> None:
    for post in posts:
        if number := store.ledger.closed_in(post.id):
            raise UsageError(
                f"post {post.id} is in edition {number}, which is closed: {one_line(post.title or post.url, 60)}",
                hint="Mention it in the words of another pick, if you must. "
                f"What happened to it: roundup why {post.id}",
            )


def skip(desk: Desk, refs: Sequence[str], *, reason: str = "") -> list[Post]:
    """Not this one: it no longer waits for a decision."""

    def act(store: Store, post: Post) -> None:
        if not store.ledger.pick(post.key).skipped:
            record(store, desk, "skip", post.key, reason=one_line(reason))

    return decide_on_posts(desk, refs, act)


def tag(desk: Desk, refs: Sequence[str], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> list[Post]:
    """Put tags on posts and take them off."""
    added, removed = _tags(add), _tags(remove)
    if not added and not removed:
        raise UsageError("no tag was given", hint="Say which: roundup tag 12 --add housing --remove weeknote")

    def act(store: Store, post: Post) -> None:
        record(store, desk, "tag", post.key, {"add": added, "remove": removed})

    return decide_on_posts(desk, refs, act)


def _tags(given: Sequence[str]) -> list[str]:
    """Tags as they are kept: one line, commas part them."""
    return [clean for text in given for part in text.split(",") if (clean := one_line(part, 60))]


def order(desk: Desk, refs: Sequence[str]) -> list[Post]:
    """These first, in this order; the other picks follow in the order they had."""
    with desk.store() as store, store.write():
        posts = posts_named(store, refs)
        _refuse_closed(store, posts)
        stray = [post for post in posts if not store.ledger.pick(post.key).starred]
        if stray:
            raise UsageError(
                f"post {stray[0].id} is not in the edition: {one_line(stray[0].title or stray[0].url, 60)}",
                hint=f"Star it first: roundup star {stray[0].id}",
            )
        keys = [post.key for post in posts]
        rest = [state.key for state in store.ledger.picks() if state.key not in keys]
        record(store, desk, "order", EDITION, {"posts": keys + rest})
    return posts
