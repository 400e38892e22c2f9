"""One post, once: found again, left alone where others changed it, made or changed, read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import Any
from urllib.parse import quote

from roundup.deliver.base import Delivered, Done, Refused, Wish, World
from roundup.deliver.comparing import diff, losses
from roundup.deliver.wordpress import trouble
from roundup.deliver.wordpress.site import Site
from roundup.errors import RoundupError
from roundup.model import DeliveryState
from roundup.text import one_line

_STATES: dict[str, DeliveryState] = {"publish": "live", "future": "scheduled"}


@dataclass(frozen=True, slots=True)
class Post:
    """What the post shall be, tags and categories by name."""

    title: str
    slug: str
    content: str
    excerpt: str
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    comments: bool


def push(post: Post, site: str, api: str, world: World) -> Delivered:
    """The post at the far end as it should be; whatever was cut off before is gone on with."""
    there = Site(world, site, api)
    told: list[str] = []
    _check_role(there, world.wish)
    fields = _fields(there, post, world.wish, told)
    found = _find(there, post, world)
    if found:
        _refuse_foreign(found, post, world)
        # What readers can see already stays where they see it.
        if found.get("status") in ("publish", "private") and not world.wish.at:
            fields["status"] = found["status"]
    done = _write(there, found, fields, world)
    return _read_back(there, post, done[0], done[1], told)


def _check_role(there: Site, wish: Wish) -> None:
    me = there.get("/users/me?context=edit")
    able = me.get("capabilities") if isinstance(me, dict) else None
    if isinstance(able, dict) and (wish.live or wish.at) and not able.get("publish_posts"):
        raise RoundupError(
            "this user may write drafts there, but not publish them",
            hint="Push it as a draft (without --live), and let an editor of the blog publish it.",
        )


def _fields(there: Site, post: Post, wish: Wish, told: list[str]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "title": post.title,
        "slug": post.slug,
        "status": "future" if wish.at else "publish" if wish.live else "draft",
        "content": post.content,
        "excerpt": post.excerpt,
        "comment_status": "open" if post.comments else "closed",
        "tags": _numbers(there, "tags", post.tags, told),
        "categories": _numbers(there, "categories", post.categories, told),
    }
    if wish.at:
        fields["date_gmt"] = wish.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return fields


def _numbers(there: Site, kind: str, names: tuple[str, ...], told: list[str]) -> list[int]:
    """The site's numbers of tags or categories, made where they are not there yet and this user may make them."""
    numbers: list[int] = []
    for name in names:
        try:
            answer = there.ask("POST", f"/{kind}", {"name": name})
        except RoundupError as error:
            # An author may not make categories; the edition is worth more than its label.
            known = _known_term(there, kind, name)
            if known is None:
                told.append(f"{kind}: {one_line(name, 60)} is not there and could not be made: {error.message}")
            else:
                numbers.append(known)
            continue
        data = answer.data if isinstance(answer.data, dict) else {}
        number = data.get("id") or (data.get("data") or {}).get("term_id")
        if isinstance(number, int):
            numbers.append(number)
        else:
            told.append(f"{kind}: {one_line(name, 60)} was refused ({answer.code or answer.status})")
    return numbers


def _known_term(there: Site, kind: str, name: str) -> int | None:
    found = there.get(f"/{kind}?per_page=100&search={quote(name)}")
    terms = found if isinstance(found, list) else []
    return next((term["id"] for term in terms if str(term.get("name", "")).casefold() == name.casefold()), None)


def _find(there: Site, post: Post, world: World) -> dict[str, Any] | None:
    """The post as it is there: by the number of the receipt, else by its slug."""
    receipt = world.receipt
    if receipt and receipt.remote.isdigit():
        answer = there.ask("GET", f"/posts/{receipt.remote}?context=edit")
        if answer.status == 200 and isinstance(answer.data, dict) and answer.data.get("status") != "trash":
            return answer.data
    listed = there.get(f"/posts?slug={quote(post.slug)}&status=any&context=edit")
    return listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else None


def _raw(data: dict[str, Any], field: str) -> str:
    value = data.get(field)
    raw = value.get("raw") if isinstance(value, dict) else None
    return raw if isinstance(raw, str) else ""


def _body(data: dict[str, Any]) -> str:
    """What a person may have edited there, as one text to remember and to compare."""
    return f"{_raw(data, 'title')}\n\n{_raw(data, 'content')}"


def _refuse_foreign(found: dict[str, Any], post: Post, world: World) -> None:
    """Stop where the post was changed by hand, or is somebody else's with the same slug."""
    there, ours = _body(found), f"{post.title}\n\n{post.content}"
    if there == ours:
        return
    kept = world.receipt.body if world.receipt else ""
    if kept and there == kept:
        return
    link = one_line(str(found.get("link", "")), 200)
    if kept:
        raise Refused(
            f"the post was edited there since the last push: {link}",
            hint="It is left as it is. To have it as it is here, undo the edit there (Revisions) and push again.",
            diff=diff(kept, there, was="as it was pushed", now="as it is there"),
        )
    raise Refused(
        f"the slug {post.slug} is taken by another post there: {link}",
        hint="Give this edition another one (roundup edition set --slug), or rename the post there.",
        diff=diff(there, ours, was="there", now="ours"),
    )


def _same(found: dict[str, Any], fields: dict[str, Any]) -> bool:
    texts = all(_raw(found, name) == fields[name] for name in ("title", "content", "excerpt"))
    terms = all(sorted(found.get(name) or []) == sorted(fields[name]) for name in ("tags",))
    # A post in no category is put into the site's default one.
    categories = not fields["categories"] or sorted(found.get("categories") or []) == sorted(fields["categories"])
    return (
        texts and terms and categories and all(found.get(n) == fields[n] for n in ("status", "slug", "comment_status"))
    )


def _write(there: Site, found: dict[str, Any] | None, fields: dict[str, Any], world: World) -> tuple[Done, str]:
    if found and _same(found, fields):
        return "unchanged", str(found["id"])
    path = f"/posts/{found['id']}" if found else "/posts"
    answer = there.ask("POST", path, fields)
    if answer.status not in (200, 201) or not isinstance(answer.data, dict):
        raise trouble.explain(answer.status, answer.code, there.api)
    number = str(answer.data.get("id", ""))
    world.begun(number, str(answer.data.get("link", "")))
    return ("changed" if found else "created"), number


def _read_back(there: Site, post: Post, done: Done, number: str, told: list[str]) -> Delivered:
    data = there.get(f"/posts/{number}?context=edit")
    rendered = data.get("content", {}).get("rendered", "") if isinstance(data.get("content"), dict) else ""
    lost = []
    if _raw(data, "content") != post.content:
        lost = [f"as it is kept there: {loss}" for loss in losses(post.content, _raw(data, "content"))] or [
            "the markup was altered there; words, links and quotes are all there"
        ]
    lost += [f"as readers see it: {loss}" for loss in losses(post.content, str(rendered))]
    if _raw(data, "title") != post.title:
        lost.append(f"the title reads: {one_line(_raw(data, 'title'), 120)}")
    if data.get("slug") != post.slug:
        lost.append(f"the slug is {one_line(str(data.get('slug')), 120)}, since {post.slug} is taken")
    state = _STATES.get(str(data.get("status")), "draft")
    return Delivered(done, state, number, str(data.get("link", "")), _body(data), tuple(lost), tuple(told))
