"""A Ghost in memory, as strict as the real one where it matters here, and stricter: what it does not know, it refuses.

What it does with tokens, fields, slugs, tags, collisions, schedules and newsletters is what Ghost 5.130 does
(core/server/services/auth/api-key/admin.js, models/post.js, @tryghost/admin-api-schema, @tryghost/bookshelf-collision);
what its editor makes of HTML, tests/realservers asks Ghost's own converter.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.deliver.fakeservice import Answer, Asked, FakeService
from tests.deliver.ghostimport import imported
from tests.samples import NOW

KEY_ID, SECRET = "64ad3c0f1b2e4d5a6b7c8d9e", "f00d" * 16
KEY = f"{KEY_ID}:{SECRET}"
API = "/ghost/api/admin"
LONGEST = {"title": 255, "slug": 191, "custom_excerpt": 300, "canonical_url": 2000, "html": 1_000_000_000}
FIELDS = {*LONGEST, "status", "tags", "updated_at", "published_at"}
STATUSES = {"published", "draft", "scheduled", "sent"}
QUERY = {"GET": {"formats", "include", "filter", "limit"}, "POST": {"formats", "include", "source"}}
QUERY |= {"PUT": QUERY["POST"], "DELETE": set()}
STAMP = "%Y-%m-%dT%H:%M:%S.000Z"


def refused(status: int, kind: str, message: str, code: str | None = None, context: str | None = None) -> Answer:
    """An error in Ghost's form."""
    error = {"message": message, "context": context, "type": kind, "details": None, "code": code, "id": "1"}
    return status, {"errors": [error]}


@dataclass
class FakeGhost(FakeService):
    """A publication: posts by id as its interface shows them, tags by id, and what it sent to members by mail.

    `afterwards` is called after each answer; `convert` is what its editor makes of HTML.
    """

    now: datetime = NOW
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    saves: int = 0
    keys: dict[str, str] = field(default_factory=lambda: {KEY_ID: SECRET})
    afterwards: Callable[[FakeGhost], None] = lambda _self: None
    convert: Callable[[str], str] = imported
    tagging: bool = False

    def __post_init__(self) -> None:
        self.odd = self.page

    @property
    def ours(self) -> dict[str, Any]:
        """The only post there."""
        (post,) = self.posts.values()
        return post

    @property
    def labels(self) -> list[str]:
        """The tags of our post that readers see."""
        return [tag["name"] for tag in self.ours["tags"] if tag["visibility"] == "public"]

    def page(self, asked: Asked) -> tuple[int, bytes, dict[str, str]] | None:
        """What readers are given, in a theme that has words of its own; with `tagging` as Ghost's default has it."""
        public = [p for p in self.posts.values() if p["status"] == "published" and asked.path == f"/{p['slug']}/"]
        if not public:
            return None
        html = public[0]["html"]
        if self.tagging:
            html = re.sub(r'href="(https?:[^"#?]*)(\?[^"#]*)?', _tagged, html)
        return 200, f"<html><body><h1>{public[0]['title']}</h1>{html}<p>Subscribe!</p></body></html>".encode(), {}

    def add(self, **fields: Any) -> dict[str, Any]:
        """A post that somebody wrote there by hand."""
        _, made = self._save(None, {"title": "Mine", "html": "<p>Mine.</p>", "slug": "mine", **fields})
        return self.posts[made["posts"][0]["id"]]

    def edit(self, **fields: Any) -> None:
        """Somebody changes our post in the editor there."""
        status, said = self._save(self.ours, {"updated_at": self.ours["updated_at"], **fields})
        assert status == 200, said

    def answer(self, asked: Asked) -> Answer:
        given = self._answer(asked)
        self.afterwards(self)
        return given

    def _answer(self, asked: Asked) -> Answer:
        if not asked.path.startswith(f"{API}/"):
            return 404, None
        assert re.fullmatch(r"v\d+\.\d+", asked.headers["accept-version"])
        if fault := self._shut_out(asked.headers.get("authorization", "")):
            return fault
        if {"newsletter", "email_segment"} & set(asked.query):
            self.mails.append(str(asked))
        if unknown := set(asked.query) - QUERY[asked.method]:
            return refused(400, "BadRequestError", f"unknown: {unknown}")
        path = asked.path.removeprefix(API).split("/")
        if path[:2] != ["", "posts"] or path[-1] != "":
            return refused(404, "NotFoundError", "Resource not found")
        return self._about_posts(asked, path[2:-1])

    def _shut_out(self, authorization: str) -> Answer | None:
        """What is wrong with a token; nothing, if it lets in."""
        scheme, _, token = authorization.partition(" ")
        if not token:
            return refused(403, "NoPermissionError", "Authorization failed", "NO_PERMISSION")
        if scheme.lower() != "ghost":
            return refused(401, "UnauthorizedError", 'Authorization header format is "Authorization: Ghost [token]"')
        head, claims, signature = (_unpacked(part) for part in token.split("."))
        told, wanted = json.loads(head), json.loads(claims)
        if told.get("kid") not in self.keys:
            return refused(401, "UnauthorizedError", "Unknown Admin API Key", "UNKNOWN_ADMIN_API_KEY")
        right = hmac.new(bytes.fromhex(self.keys[told["kid"]]), token.rpartition(".")[0].encode(), hashlib.sha256)
        age = self.now.timestamp() - wanted["iat"]
        faults = {
            "invalid algorithm": told.get("alg") != "HS256",
            "invalid signature": not hmac.compare_digest(right.digest(), signature),
            "jwt expired": wanted["exp"] <= self.now.timestamp(),
            "maxAge exceeded": age >= 300,
            "jwt audience invalid": not re.fullmatch(r"/?admin/?", wanted["aud"]),
        }
        # Ghost bears with a token that lives longer; what is published of the interface does not.
        assert wanted["exp"] - wanted["iat"] <= 300
        said = next((name for name, fault in faults.items() if fault), "")
        return refused(401, "UnauthorizedError", f"Invalid token: {said}", "INVALID_JWT") if said else None

    def _about_posts(self, asked: Asked, path: list[str]) -> Answer:
        if asked.method == "POST" and not path:
            return self._checked(None, asked)
        if asked.method == "GET" and not path:
            return self._listed(asked.query["filter"][0], int(asked.query["limit"][0]))
        found = next((p for p in self.posts.values() if path in ([p["id"]], ["slug", p["slug"]])), None)
        if found is None:
            return refused(404, "NotFoundError", "Resource not found error, cannot read post.", None, "Post not found.")
        if asked.method == "GET":
            assert asked.query["formats"] == ["html"]
            return 200, {"posts": [found]}
        if asked.method == "DELETE":
            del self.posts[found["id"]]
            return 204, None
        return self._checked(found, asked)

    def _listed(self, wanted: str, limit: int) -> Answer:
        assert limit <= 100
        slug = wanted.removeprefix("tag:")
        assert slug != wanted
        found = [post for post in self.posts.values() if slug in [tag["slug"] for tag in post["tags"]]]
        return 200, {"posts": found[:limit], "meta": {"pagination": {"page": 1, "total": len(found)}}}

    def _checked(self, before: dict[str, Any] | None, asked: Asked) -> Answer:
        (post,) = asked.sent["posts"]
        needed = "updated_at" if before else "title"
        faults = [f"{name} is unknown" for name in set(post) - FIELDS]
        faults += [f"{name} is too long" for name, most in LONGEST.items() if len(post.get(name) or "") > most]
        faults += [f"{needed} is missing"] * (not post.get(needed))
        faults += ["status"] * (post.get("status", "draft") not in STATUSES)
        faults += [f"tag {tag}" for tag in post.get("tags", ()) if not _is_tag(tag, self.tags)]
        if faults or set(asked.sent) != {"posts"}:
            return refused(422, "ValidationError", "Validation error, cannot save post.", None, "; ".join(faults))
        if asked.query.get("source") != ["html"]:
            post.pop("html", None)
        return self._save(before, post)

    def _save(self, before: dict[str, Any] | None, post: dict[str, Any]) -> Answer:
        after = {**(before or self._blank()), **{k: v for k, v in post.items() if k not in ("updated_at", "tags")}}
        if "html" in post:
            after["html"] = self.convert(post["html"])
        if "tags" in post:
            after["tags"] = [self._tag(tag) for tag in post["tags"]]
        if fault := self._fault(before, after):
            return fault
        changed = [name for name in after if before is None or after[name] != before[name]]
        if before and set(changed) - {"tags"} and post["updated_at"] != before["updated_at"]:
            return refused(
                409, "UpdateCollisionError", "Saving failed! Someone else is editing this post.", "UPDATE_COLLISION"
            )
        if changed:
            self._keep(before, after)
        return (200 if before else 201), {"posts": [self.posts[after["id"]]]}

    def _fault(self, before: dict[str, Any] | None, after: dict[str, Any]) -> Answer | None:
        status, was = after["status"], (before or after)["status"]
        if status == "scheduled" and was == "published":
            return refused(422, "ValidationError", "Your post is already published, please reload your page.")
        moved = before is None or (after["published_at"], status) != (before["published_at"], was)
        if status == "scheduled" and moved and datetime.fromisoformat(after["published_at"]) < self._soon:
            return refused(
                422, "ValidationError", "Validation error.", None, "Date must be at least 2 minutes in the future."
            )
        return None

    @property
    def _soon(self) -> datetime:
        return self.now + timedelta(minutes=2)

    def _keep(self, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        self.saves += 1
        if before is None or after["slug"] != before["slug"]:
            after["slug"] = self._free_slug(after["id"], after["slug"])
        if after["status"] == "published":
            after["published_at"] = after["published_at"] or self.now.strftime(STAMP)
            if after["newsletter"] and before and before["status"] != "published":
                self.mails.append(after["title"])
        public = after["status"] == "published"
        after["url"] = f"{self.url}/{after['slug'] if public else 'p/' + after['id']}/"
        after["updated_at"] = (self.now + timedelta(seconds=self.saves)).strftime(STAMP)
        self.posts[after["id"]] = after

    def _blank(self) -> dict[str, Any]:
        empty = {"custom_excerpt": None, "canonical_url": None, "published_at": None, "newsletter": None}
        number = f"{self.saves + 1:024x}"
        return {
            "id": number,
            "title": "",
            "slug": "",
            "html": None,
            "status": "draft",
            "tags": [],
            "email_only": False,
            "visibility": "public",
            **empty,
        }

    def _tag(self, given: dict[str, str]) -> dict[str, str]:
        """The tag of this id or name, made where it is not there yet."""
        name = self.tags[given["id"]] if "id" in given else given["name"]
        known = (number for number, there in self.tags.items() if there.casefold() == name.casefold())
        number = next(known, f"{len(self.tags) + 1000:024x}")
        name = self.tags.setdefault(number, name)
        hidden = name.startswith("#")
        slug = ("hash-" if hidden else "") + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        return {"id": number, "name": name, "slug": slug, "visibility": "internal" if hidden else "public"}

    def _free_slug(self, number: str, wanted: str) -> str:
        taken = {post["slug"] for post in self.posts.values() if post["id"] != number}
        free, tried = wanted, 1
        while free in taken:
            tried += 1
            free = f"{wanted}-{tried}"
        return free


def _is_tag(tag: Any, known: dict[str, str]) -> bool:
    if set(tag) == {"id"}:
        return tag["id"] in known
    return set(tag) == {"name"} and 0 < len(tag["name"]) <= 191 and tag["name"][0] not in ", "


def _tagged(link: re.Match[str]) -> str:
    return f'href="{link[1]}{link[2] + "&" if link[2] else "?"}ref=kettle.example'


def _unpacked(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
