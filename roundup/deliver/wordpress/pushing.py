"""One post, once: found again, left alone where others changed it, made or changed, read back."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import quote

from roundup.dataclass import dataclass
from roundup.deliver.base import Begun, Delivered, Done, Prepared, Refused, Wish, World
from roundup.deliver.comparing import diff, dressed_alike, losses
from roundup.deliver.wordpress import kept, terms, trouble
from roundup.deliver.wordpress.kept import Kept
from roundup.deliver.wordpress.site import Site
from roundup.errors import RoundupError
from roundup.model import DeliveryState
from roundup.text import one_line

_STATES: dict[str, DeliveryState] = {"publish": "live", "future": "scheduled"}


@dataclass(frozen=True, slots=True)
class Post:
    """What the post shall be: title and excerpt as HTML, tags and categories by name."""

    title: str
    slug: str
    content: str
    excerpt: str
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    comments: bool

    @property
    def body(self) -> str:
        """The texts as one, as they are kept if nothing changes them."""
        return kept.body(self.title, self.content, self.excerpt)


def push(prepared: Prepared, site: str, api: str, world: World) -> Delivered:
    """The post at the far end as it should be; whatever was cut off before is gone on with."""
    post: Post = prepared.what
    there = Site(world, site, api)
    told: list[str] = []
    _check_role(there, world.wish)
    found = _find(there, post, world)
    if found:
        _refuse_foreign(found, post, world)
    fields = _fields(there, post, found, world, told)
    done, number = _write(there, post, found, fields, _Push(prepared.sent, world, told))
    return _read_back(there, post, done, number, told)


@dataclass(frozen=True, slots=True)
class _Push:
    sent: str
    world: World
    told: list[str]


def _check_role(there: Site, wish: Wish) -> None:
    answer = there.ask("GET", "/users/me?context=edit")
    # Some sites close this door to keep their users' names; then the post itself shows what may be done.
    able = answer.data.get("capabilities") if answer.status == 200 and isinstance(answer.data, dict) else None
    # Who is over all the blogs of a network may do everything, and is said to be able to do nothing.
    if not isinstance(able, dict) or not able:
        return
    if not able.get("edit_posts"):
        raise trouble.NotAllowed(
            "this user's role may not write posts there",
            hint="An editor of the blog can give the role of an author, or of a contributor for drafts.",
        )
    if wish.is_public and not able.get("publish_posts"):
        raise RoundupError(
            "this user may write drafts there, but not publish them",
            hint="Push it as a draft (without --live), and let an editor of the blog publish it.",
        )


def _find(there: Site, post: Post, world: World) -> Kept | None:
    """The post as it is there: by the number of the receipt, else by its slug."""
    receipt = world.receipt
    if receipt and receipt.remote.isdigit():
        answer = there.ask("GET", f"/posts/{receipt.remote}?context=edit")
        found = kept.read(answer.data) if answer.status == 200 else None
        if found and found.status != "trash":
            return found
    listed = _called(there, post.slug)
    return next((each for each in listed if _is_ours(each, post, world)), listed[0] if listed else None)


def _called(there: Site, slug: str) -> list[Kept]:
    """The posts of this slug. Drafts of several people may share one."""
    listed = there.get(f"/posts?slug={quote(slug)}&status=any&context=edit")
    posts = [found for data in listed if (found := kept.read(data))] if isinstance(listed, list) else []
    return [found for found in posts if found.status != "trash"]


def _is_ours(found: Kept, post: Post, world: World) -> bool:
    return found.body == post.body or world.is_ours(found.body) or _tells_the_same(found, post)


def _tells_the_same(found: Kept, post: Post) -> bool:
    """True if only the spelling differs: filters of the site write emoji and ampersands as entities, say."""
    names = (unescape(found.title), unescape(found.excerpt)) == (unescape(post.title), unescape(post.excerpt))
    told = names and not losses(post.content, found.content) and not losses(found.content, post.content)
    return told and dressed_alike(post.content, found.content)


def _refuse_foreign(found: Kept, post: Post, world: World) -> None:
    """Stop where the post was changed by hand, or is somebody else's with the same slug."""
    if _is_ours(found, post, world):
        return
    link = one_line(found.link, 200) or f"post {found.id}"
    if world.receipt and world.receipt.body:
        raise Refused(
            f"the post was edited there since the last push: {link}",
            hint="It is left as it is. To have it as it is here, undo the edit there (Revisions) and push again.",
            diff=diff(world.receipt.body, found.body, was="as it was pushed", now="as it is there"),
        )
    raise Refused(
        f"the slug {post.slug} is taken by another post there: {link}",
        hint="Rename the post there, and publish again. Or open this edition again (roundup undo), give it another "
        "slug (roundup edition set --slug …), and publish it.",
        diff=diff(found.body, post.body, was="there", now="ours"),
    )


def _fields(there: Site, post: Post, found: Kept | None, world: World, told: list[str]) -> dict[str, Any]:
    """What is to be written. Slug, comments and labels that somebody chose there since stay as they are."""
    tags = terms.numbers(there, "tags", post.tags, told)
    categories = terms.numbers(there, "categories", post.categories, told)
    fields: dict[str, Any] = {"title": post.title, "content": post.content, "excerpt": post.excerpt}
    fields |= _when(found, world.wish, world.now, told)
    if found is None:
        fields |= {"slug": post.slug, "comment_status": "open" if post.comments else "closed"}
    fields["tags"] = sorted(tags | (found.tags if found else frozenset()))
    fields["categories"] = sorted(categories | (found.categories if found else frozenset()))
    return fields


def _when(found: Kept | None, wish: Wish, now: datetime, told: list[str]) -> dict[str, str]:
    """Status and date as wished. Without a wish a post that is there keeps its own: scheduled, public or private."""
    if wish.at:
        if found and found.status in ("publish", "private"):
            raise RoundupError(
                "the post is public there already, and cannot wait for its hour",
                hint="Make it a draft there first, or push it without --at.",
            )
        return {"status": "future", "date_gmt": _gmt(wish.at)}
    if not wish.live:
        return {} if found else {"status": "draft"}
    if found and found.status == "private":
        told.append("somebody made the post private there; it stays so")
        return {}
    # WordPress schedules what is published with a date that lies ahead.
    ahead = found is not None and found.date_gmt > _gmt(now)
    return {"status": "publish", **({"date_gmt": _gmt(now)} if ahead else {})}


def _gmt(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _same(found: Kept, post: Post, fields: dict[str, Any], push: _Push) -> bool:
    receipt = push.world.receipt
    settled = receipt is not None and receipt.sent == push.sent and receipt.body == found.body
    return (
        (settled or found.body == post.body)
        and all(getattr(found, name) == fields[name] for name in ("status", "date_gmt") if name in fields)
        and all(getattr(found, name) == frozenset(fields[name]) for name in ("tags", "categories"))
    )


def _write(there: Site, post: Post, found: Kept | None, fields: dict[str, Any], push: _Push) -> tuple[Done, int]:
    if found and _same(found, post, fields, push):
        return "unchanged", found.id
    begun = Begun(str(found.id), found.link, found.body, post.body) if found else Begun(coming=post.body)
    push.world.begun(begun)
    answer = there.ask("POST", f"/posts/{found.id}" if found else "/posts", fields)
    made = kept.read(answer.data) if answer.status in (200, 201) else None
    if made is None:
        raise trouble.explain(answer.status, answer.word("code"), there.api, said=answer.word("message"))
    push.world.begun(Begun(str(made.id), made.link, made.body, post.body))
    if not found and made.slug != post.slug and (first := _first(there, made, post)):
        there.ask("DELETE", f"/posts/{made.id}")
        push.told.append("another desk made the same post just then: that one stays, ours went into the trash there")
        return _write(there, post, first, {**fields, **_labels(first, fields)}, push)
    return ("changed" if found else "created"), made.id


def _first(there: Site, made: Kept, post: Post) -> Kept | None:
    """The same post, made by somebody else between our looking and our writing."""
    others = (each for each in _called(there, post.slug) if each.id != made.id)
    return next((each for each in others if each.body == made.body), None)


def _labels(found: Kept, fields: dict[str, Any]) -> dict[str, list[int]]:
    return {name: sorted(getattr(found, name) | set(fields[name])) for name in ("tags", "categories")}


def _read_back(there: Site, post: Post, done: Done, number: int, told: list[str]) -> Delivered:
    found = kept.read(there.get(f"/posts/{number}?context=edit"))
    if found is None:
        raise trouble.no_json(200, f"{there.api}/posts/{number}")
    lost = []
    if found.content != post.content:
        lost = [f"as it is kept there: {loss}" for loss in losses(post.content, found.content)] or [
            "the markup was altered there; words, links and quotes are all there"
        ]
    lost += [f"as readers see it: {loss}" for loss in losses(post.content, found.rendered)]
    if unescape(found.title) != unescape(post.title):
        lost.append(f"the title reads: {one_line(found.title, 120)}")
    if found.slug != post.slug:
        since = f", since {post.slug} is taken" if done == "created" else "; it is left so"
        told.append(f"the slug there is {one_line(found.slug, 120)}{since}")
    state = _STATES.get(found.status, "draft")
    return Delivered(done, state, str(found.id), found.link, found.body, tuple(lost), tuple(told))
