"""A desk whose clock and ids are the test's own, and posts put on it without any network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from roundup.config import DeskSettings, EditionSettings, FetchSettings, Settings
from roundup.curate.ledger import edition_to_payload
from roundup.model import EDITION, Decision, PickState, Post
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.edition import draft
from roundup.workflow.pick import star
from roundup.workflow.word import annotate
from tests.samples import NOW, entry

TEXT = "The bins went out on time. Nobody thanked the crew, and nobody ever does."

_numbers = count(1)


def desk_at(root: Path, *, curator: str = "ada", now: datetime = NOW, allow: str = "", **edition: Any) -> Desk:
    """A desk in `root` that knows nothing yet; `edition` are settings of that table."""
    settings = Settings(
        root=root,
        desk=DeskSettings(title="The Week"),
        edition=EditionSettings(**edition),
        fetch=FetchSettings(allow_hosts=(allow,) if allow else (), deadline=5.0, host_spacing=1e-9),
    )
    return Desk(settings, curator, now, lambda: f"id-{next(_numbers):05}")


def at(desk: Desk, curator: str = "", **later: float) -> Desk:
    """The same desk worked by another curator, or so much later (days, hours)."""
    return replace(desk, curator=curator or desk.curator, now=desk.now + timedelta(**later))


def bring(desk: Desk, slug: str, text: str = TEXT, blog: str = "A Blog", **fields: Any) -> str:
    """Put a post on the desk; its short id."""
    values = {
        "guid": slug,
        "url": f"https://blog.example/{slug}/",
        "title": slug.capitalize(),
        "text": text,
        "html": f"<p>{text}</p>" * bool(text),
        "content_hash": f"{slug}-{len(text)}",
    }
    with desk.store() as store, store.write():
        return str(store.posts.add(entry(**{**values, **fields}), blog=blog, now=desk.now).id)


def ready(desk: Desk, *slugs: str) -> list[str]:
    """Posts that are starred and introduced: an edition of them may be published. Their ids."""
    ids = [bring(desk, slug) for slug in slugs]
    star(desk, ids)
    for post in ids:
        annotate(desk, post, lead=f"Somebody [wrote](post) number {post}.")
    return ids


def close(desk: Desk) -> int:
    """What publishing decides, without its files: the number of the edition that is closed now."""
    with desk.store() as store:
        made = replace(draft(store, desk).edition, status="frozen")
        record(store, desk, "freeze", EDITION, {"edition": edition_to_payload(made)})
    return made.number


def pick(desk: Desk, ref: str) -> PickState:
    """What was decided about a post."""
    with desk.store() as store:
        return store.ledger.pick(store.posts.find(ref).key)


def picks(desk: Desk) -> list[str]:
    """The ids of the open edition's picks, in order."""
    with desk.store() as store:
        return [str(found.id) for state in store.ledger.picks() if (found := store.posts.by_key(state.key))]


def decisions(desk: Desk) -> list[Decision]:
    """The whole ledger."""
    with desk.store() as store:
        return store.ledger.decisions()


def ids(posts: Sequence[Post]) -> list[str]:
    """Short ids as people type them."""
    return [str(post.id) for post in posts]
