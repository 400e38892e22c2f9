"""A WordPress in memory, on loopback: as strict as the real one where it matters here, and it fails when it is told to.

What it does with slugs, dates, terms, roles and entities is what WordPress 6 does (wp-includes/post.php, taxonomy.php,
rest-api/endpoints/class-wp-rest-posts-controller.php); tests/realservers asks a real one.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from tests.loopback import Replying, running
from tests.samples import NOW

Cut = Literal["before", "after"]
Answer = tuple[int, Any]
PASSWORD = "abcd efgh ijkl"
FIELDS = {"title", "slug", "status", "content", "excerpt", "comment_status", "tags", "categories", "date_gmt"}
STATUSES = {"draft", "publish", "future", "private", "pending"}
ROLES = {
    "editor": {"edit_posts", "publish_posts", "manage_categories", "unfiltered_html"},
    "author": {"edit_posts", "publish_posts"},
    "contributor": {"edit_posts"},
    "subscriber": {"read"},
}
API = "/wp-json/wp/v2"
COM = "/wp/v2/sites/weekthatwas.wordpress.com"  # where WordPress.com has the same interface


def _kses(text: str) -> str:
    """What WordPress makes of text from those who may not write HTML freely: a bare & becomes an entity."""
    return re.sub(r"&(?!#?\w+;)", "&amp;", text)


@dataclass
class FakeWordPress:
    """A blog: posts by number as its interface shows them, names of terms by number, and every request it was sent.

    `cut` breaks the connection off at that request (counted from 0): before or after doing what it says. `odd` answers
    instead of what would be answered. `filter` is what a plugin does to content that is saved. Its interface is at
    `api`, for who comes with this `authorization`.
    """

    url: str = ""
    api: str = API
    authorization: str = "Basic " + base64.b64encode(f"ada:{PASSWORD}".encode()).decode()
    role: str = "editor"
    now: datetime = NOW
    posts: dict[int, dict[str, Any]] = field(default_factory=dict)
    terms: dict[str, dict[int, str]] = field(default_factory=lambda: {"tags": {}, "categories": {1: "Uncategorized"}})
    revisions: dict[int, int] = field(default_factory=dict)
    saves: int = 0
    requests: list[str] = field(default_factory=list)
    cut: tuple[int, Cut] | None = None
    odd: Callable[[str, str], bytes | Answer | None] = lambda _method, _path: None
    filter: Callable[[str], str] = lambda text: text
    link: str = ""
    meanwhile: Callable[[FakeWordPress], None] = lambda _self: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def ours(self) -> dict[str, Any]:
        """The only post that is not in the trash."""
        (post,) = [post for post in self.posts.values() if post["status"] != "trash"]
        return post

    def add(self, **fields: Any) -> dict[str, Any]:
        """A post that somebody wrote there by hand."""
        values = {"title": "Mine", "content": "<p>Mine.</p>", "excerpt": "", "status": "publish", "slug": "mine"}
        _, post = self._save(None, {**values, **fields})
        return self.posts[post["id"]]

    def edit(self, number: int, **fields: Any) -> None:
        """Somebody changes a post in the editor there."""
        status, _ = self._save(number, fields)
        assert status == 200

    def names(self, kind: str) -> set[str]:
        """The names of the terms that our post has, as they are kept."""
        return {self.terms[kind][number] for number in self.ours[kind]}

    def answer(self, method: str, target: str, authorization: str, body: bytes) -> Answer:
        parts = urlsplit(target)
        path, query = parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()}
        if path == "/wp-json/":
            return 200, {"home": self.url, "authentication": {"application-passwords": {}}}
        if authorization != self.authorization:
            return 401, {"code": "rest_not_logged_in", "message": "You are not currently logged in."}
        data = json.loads(body) if body else {}
        kind, _, number = path.removeprefix(f"{self.api}/").partition("/")
        if kind == "users" and number == "me":
            return 200, {"id": 7, "capabilities": dict.fromkeys(ROLES[self.role], True)}
        if kind in self.terms:
            return self._make_term(kind, data) if method == "POST" else (200, self._find_terms(kind, query))
        if kind == "posts":
            return self._post(method, int(number) if number else None, query, data)
        return 404, {"code": "rest_no_route", "message": "No route was found matching the URL and request method."}

    def _make_term(self, kind: str, data: dict[str, Any]) -> Answer:
        assert set(data) == {"name"}
        if kind == "categories" and "manage_categories" not in ROLES[self.role]:
            return 403, {"code": "rest_cannot_create", "message": "Sorry, you are not allowed to create terms."}
        name = escape(data["name"], quote=False)
        if not name.strip():
            return 400, {"code": "empty_term_name", "message": "A name is required for this term."}
        for number, known in self.terms[kind].items():
            if known.casefold() == name.casefold():
                return 400, {"code": "term_exists", "data": {"status": 400, "term_id": number}}
        number = max(self.terms[kind], default=0) + 1
        self.terms[kind][number] = name
        return 201, {"id": number, "name": name}

    def _find_terms(self, kind: str, query: dict[str, str]) -> list[dict[str, Any]]:
        assert int(query["per_page"]) <= 100
        if "slug" in query:
            return []
        wanted = query["search"].casefold()
        found = [{"id": n, "name": name} for n, name in self.terms[kind].items() if wanted in name.casefold()]
        return found[:100]

    def _post(self, method: str, number: int | None, query: dict[str, str], data: dict[str, Any]) -> Answer:
        if number is not None and number not in self.posts:
            return 404, {"code": "rest_post_invalid_id", "message": "Invalid post ID."}
        if method == "POST":
            return self._save(number, data)
        if method == "DELETE":
            assert number is not None
            self.posts[number] |= {"status": "trash", "slug": self.posts[number]["slug"] + "__trashed"}
            return 200, self.posts[number]
        assert query["context"] == "edit"
        if number is not None:
            return 200, self.posts[number]
        assert query["status"] == "any"
        shown = [p for p in self.posts.values() if p["slug"] == query["slug"] and p["status"] != "trash"]
        return 200, shown

    def _save(self, number: int | None, data: dict[str, Any]) -> Answer:
        if unknown := set(data) - FIELDS:
            return 400, {"code": "rest_invalid_param", "message": f"Invalid parameter(s): {unknown}"}
        if data.get("status", "draft") not in STATUSES:
            return 400, {"code": "rest_invalid_param", "message": "Invalid parameter(s): status"}
        for kind in ("tags", "categories"):
            if not set(data.get(kind, ())) <= set(self.terms[kind]):
                return 400, {"code": "rest_invalid_param", "message": f"Invalid parameter(s): {kind}"}
        if data.get("status") in ("publish", "future") and "publish_posts" not in ROLES[self.role]:
            return 403, {"code": "rest_cannot_publish", "message": "Sorry, you are not allowed to publish posts."}
        before = self.posts.get(number or 0)
        number = number or 10 + len(self.posts)
        post = self._changed(number, before or self._blank(number), data)
        texts = [(p or {}).get(name) for p in (before, post) for name in ("title", "content", "excerpt")]
        if texts[:3] != texts[3:]:
            self.revisions[number] = self.revisions.get(number, 0) + 1
        self.saves += 1
        self.posts[number] = post
        return (200 if before else 201), post

    def _blank(self, number: int) -> dict[str, Any]:
        texts = {name: {"raw": "", "rendered": ""} for name in ("title", "content", "excerpt")}
        link = self.link or f"{self.url}/?p={number}"
        return {
            "id": number,
            "status": "draft",
            "slug": "",
            "link": link,
            "date_gmt": f"{self.now:%Y-%m-%dT%H:%M:%S}",
            "comment_status": "open",
            "tags": [],
            "categories": [],
            **texts,
        }

    def _changed(self, number: int, before: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
        post = {**before, **{k: v for k, v in data.items() if k not in ("title", "content", "excerpt")}}
        for name in {"title", "content", "excerpt"} & set(data):
            text = self.filter(data[name]) if name == "content" else data[name]
            raw = text if "unfiltered_html" in ROLES[self.role] or name == "content" else _kses(text)
            post[name] = {"raw": raw, "rendered": f"<div>{raw}</div>"}
        if "slug" in data:
            post["slug"] = self._free_slug(number, data["slug"])
        post["categories"] = post["categories"] or [1]
        if post["status"] in ("publish", "future"):
            post["status"] = "future" if post["date_gmt"] > f"{self.now:%Y-%m-%dT%H:%M:%S}" else "publish"
        return post

    def _free_slug(self, number: int, wanted: str) -> str:
        taken = {post["slug"] for post in self.posts.values() if post["id"] != number}
        slug, count = wanted, 2
        while slug in taken:
            slug, count = f"{wanted}-{count}", count + 1
        return slug


class _Handler(Replying):
    blog: FakeWordPress

    def _do(self) -> None:
        body = self.sent()
        with self.blog.lock:
            turn = len(self.blog.requests)
            self.blog.requests.append(f"{self.command} {urlsplit(self.path).path.removeprefix(self.blog.api)}")
            if self.blog.cut == (turn, "before"):
                return self.break_off()
            given = self.blog.odd(self.command, self.path)
            if given is None and self.command != "HEAD":
                given = self.blog.answer(self.command, self.path, self.headers.get("Authorization") or "", body)
                self.blog.meanwhile(self.blog)
        if self.blog.cut == (turn, "after"):
            return self.break_off()
        if self.command == "HEAD":
            return self.reply(200, b"", {"Link": f'<{self.blog.url}/wp-json/>; rel="https://api.w.org/"'})
        assert given is not None
        status, data = (200, given) if isinstance(given, bytes) else given
        return self.reply(status, data if isinstance(data, bytes) else json.dumps(data).encode(), {})

    do_GET = do_HEAD = do_POST = do_DELETE = _do  # noqa: N815


@contextmanager
def blogging() -> Iterator[Callable[..., FakeWordPress]]:
    """A server; called, it is a new and empty blog."""
    handler = type("Handler", (_Handler,), {})
    with running(handler) as url:

        def new(**fields: Any) -> FakeWordPress:
            made = FakeWordPress(url, **fields)
            handler.blog = made  # type: ignore[attr-defined]
            return made

        yield new
