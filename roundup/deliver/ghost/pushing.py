"""One post, once: found again, left alone where others changed it, made or changed, read back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from roundup.dataclass import dataclass
from roundup.deliver.base import Begun, Delivered, Done, Prepared, Refused, World
from roundup.deliver.comparing import diff, losses
from roundup.deliver.ghost import kept, trouble
from roundup.deliver.ghost.finding import FORMATS, Post, find, marked, read, refuse_mail
from roundup.deliver.ghost.kept import Kept
from roundup.deliver.ghost.looking import look
from roundup.deliver.ghost.site import Site
from roundup.errors import RoundupError
from roundup.model import DeliveryState
from roundup.text import one_line

__all__ = ["Post", "push"]

_STATES: dict[str, DeliveryState] = {"published": "live", "sent": "live", "scheduled": "scheduled"}
_SAVED = f"source=html&{FORMATS}"


@dataclass(frozen=True, slots=True)
class _Push:
    there: Site
    post: Post
    sent: str
    world: World
    told: list[str]


def push(prepared: Prepared, site: str, world: World) -> Delivered:
    """The post at the far end as it should be; whatever was cut off before is gone on with."""
    post: Post = prepared.what
    one = _Push(Site(world, site), post, prepared.sent, world, [])
    found = find(one.there, post, world)
    if found is None:
        done, name = _make(one)
    else:
        done, name = _change(one, found)
    return _read_back(one, done, name)


def _make(one: _Push) -> tuple[Done, str]:
    post = one.post
    fields: dict[str, Any] = {**post.texts, **post.original, "slug": post.slug, **_status(one, None)}
    fields["tags"] = [{"name": name} for name in (*post.tags, post.marker)]
    made = _save(one, None, fields)
    if made.slug != post.slug and (first := _first(one, made)):
        one.there.ask("DELETE", f"/posts/{made.id}/")
        one.told.append("another desk made the same post just then: that one stays, ours was taken away again")
        return _change(one, first)
    return "created", made.id


def _change(one: _Push, found: Kept, *, again: bool = True) -> tuple[Done, str]:
    wanted = _status(one, found)
    if wanted:
        refuse_mail(found)
    missing = [name for name in (*one.post.tags, one.post.marker) if not found.has(name)]
    if _says_it(one, found) and not missing and not wanted:
        return "unchanged", found.id
    tags = [*({"id": number} for number, _ in found.tags), *({"name": name} for name in missing)]
    fields = {**one.post.texts, **wanted, "tags": tags, "updated_at": found.updated_at}
    try:
        return "changed", _save(one, found, fields).id
    except _Collision:
        return _meet(one, found, again=again)


def _says_it(one: _Push, found: Kept) -> bool:
    receipt = one.world.receipt
    says = one.post.as_kept(found)
    settled = receipt is not None and receipt.sent == one.sent and receipt.body == says
    return settled or says == one.post.body


class _Collision(Exception):
    """Somebody saved the post between our looking and our writing; Ghost counts in whole seconds."""


def _meet(one: _Push, before: Kept, *, again: bool) -> tuple[Done, str]:
    """Whoever saved it just then: another label is no matter, another text is theirs."""
    now = read(one.there, before.id)
    was, reads = one.post.as_kept(before), one.post.as_kept(now) if now else ""
    if now and again and reads == was:
        return _change(one, now, again=False)
    link = one_line(before.url, 200) or f"post {before.id}"
    raise Refused(
        f"somebody is editing the post there just now: {link}",
        hint="It is left as it is. Push again when they are done; if their text is to stay, correct it here first.",
        diff=diff(was, reads, was="before", now="as it is there"),
    )


def _status(one: _Push, found: Kept | None) -> dict[str, str]:
    """Status and hour, where they have to change. Without a wish a post that is there keeps its own."""
    wish, now = one.world.wish, one.world.now
    if wish.at:
        return _scheduled(wish.at, found)
    if not wish.live:
        return {} if found else {"status": "draft"}
    if found and _STATES.get(found.status) == "live":
        return {}
    # Ghost shows a post by its date: one that waited for its hour would be dated ahead.
    ahead = found is not None and found.published_at is not None and found.published_at > now
    return {"status": "published", **({"published_at": _gmt(now)} if ahead else {})}


def _scheduled(at: datetime, found: Kept | None) -> dict[str, str]:
    if found and _STATES.get(found.status) == "live":
        raise RoundupError(
            "the post is public there already, and cannot wait for its hour",
            hint="Make it a draft there first, or push it without --at.",
        )
    if found and found.status == "scheduled" and found.published_at == at.replace(microsecond=0):
        return {}
    return {"status": "scheduled", "published_at": _gmt(at)}


def _gmt(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _save(one: _Push, found: Kept | None, fields: dict[str, Any]) -> Kept:
    """The post as it was made or changed. Written down before and after: what is cut off here is known to be ours."""
    post, begun = one.post, one.world.begun
    begun(Begun(found.id, found.url, post.as_kept(found), post.body) if found else Begun(coming=post.body))
    where = f"/posts/{found.id}/" if found else "/posts/"
    answer = one.there.ask("PUT" if found else "POST", f"{where}?{_SAVED}", fields)
    if answer.status == 409:
        raise _Collision
    made = next(iter(kept.posts(answer.data)), None) if answer.good else None
    if made is None:
        raise trouble.refused(answer.status, answer.data, one.there.api)
    begun(Begun(made.id, made.url, post.as_kept(made), post.body))
    return made


def _first(one: _Push, made: Kept) -> Kept | None:
    """The same post, made by somebody else between our looking and our writing."""
    others = (each for each in marked(one.there, one.post) if each.id != made.id)
    return next((each for each in others if one.post.as_kept(each) == one.post.as_kept(made)), None)


def _read_back(one: _Push, done: Done, name: str) -> Delivered:
    found = read(one.there, name)
    if found is None:
        raise trouble.no_ghost(404, f"{one.there.api}/posts/{name}/")
    post, lost = one.post, list(losses(one.post.read_as, found.html))
    if found.title != post.title:
        lost.append(f"the title reads: {one_line(found.title, 120)}")
    if post.excerpt is not None and found.excerpt != post.excerpt:
        lost.append(f"the excerpt reads: {one_line(found.excerpt, 120)}")
    lost += [f"the tag {one_line(tag, 60)} is not there" for tag in post.tags if not found.has(tag)]
    if found.slug != post.slug:
        since = f", since {post.slug} is taken" if done == "created" else "; it is left so"
        one.told.append(f"the slug there is {one_line(found.slug, 120)}{since}")
    state = _STATES.get(found.status, "draft")
    if state == "live":
        lost += look(one.world.http, found, post, one.told)
    return Delivered(done, state, found.id, found.url, post.as_kept(found), tuple(lost), tuple(one.told))
