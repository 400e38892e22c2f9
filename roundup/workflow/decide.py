"""How a decision gets into the ledger: numbered, timed and recorded in one transaction with what it was based on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from roundup.curate.ledger import decide
from roundup.errors import NotFound
from roundup.model import Decision, Post, Verb
from roundup.text import one_line
from roundup.workflow.desk import Desk

if TYPE_CHECKING:
    from roundup.store import Store


def record(
    store: Store,
    desk: Desk,
    verb: Verb,
    subject: str,
    payload: dict[str, Any] | None = None,
    *,
    reason: str = "",
    decision_id: str = "",
) -> Decision:
    """Write one decision down."""
    with store.write():
        decision = decide(
            verb,
            subject,
            payload or {},
            curator=desk.curator,
            now=desk.now,
            seq=store.ledger.next_seq(),
            id=decision_id or desk.new_id(),
            reason=reason,
            last=store.ledger.last(),
        )
        store.ledger.record([decision])
    return decision


def post_named(store: Store, ref: str) -> Post:
    """The post meant by a short id or an address, else NotFound."""
    if not one_line(ref):
        raise NotFound("no post was named", hint="Give the short id that `roundup posts` shows, or the post's address.")
    return store.posts.find(ref)


def posts_named(store: Store, refs: Sequence[str]) -> list[Post]:
    """The posts meant by ids or addresses, each once; all of them must exist, or nothing is done."""
    return list({post.key: post for post in (post_named(store, ref) for ref in refs or [""])}.values())


def decide_on_posts(
    desk: Desk,
    refs: Sequence[str],
    act: Callable[[Store, Post], None],
    *,
    permit: Callable[[Store, Sequence[Post]], None] = lambda _store, _posts: None,
) -> list[Post]:
    """Do `act` for each post named, all in one transaction, unless `permit` raises."""
    with desk.store() as store, store.write():
        posts = posts_named(store, refs)
        permit(store, posts)
        for post in posts:
            act(store, post)
    return posts
