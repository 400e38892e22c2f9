"""Whatever answers in place of a WordPress, or whatever a WordPress answers: words for it, no crash, nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundup.deliver import Wish
from roundup.deliver.wordpress import kept
from tests.deliver.desks import Delivering
from tests.deliver.fakewordpress import PASSWORD, FakeWordPress
from tests.deliver.test_wordpress_pushing import desk

__all__ = ["desk"]

DEEP = b"[" * 100_000 + b"]" * 100_000
ODD: dict[str, bytes] = {
    "HTML": b"<!doctype html><title>Under maintenance</title>",
    "notices before": b"<br />\n<b>Warning</b>: x in y.php{}",
    "nothing": b"",
    "null": b"null",
    "a number": b"7",
    "a huge number": b"9" * 10_000,
    "not a number": b"NaN",
    "text": b'"fine"',
    "a list": b"[]",
    "a list of lists": b"[[[]], null, 7]",
    "an object": b"{}",
    "deep": DEEP,
    "no UTF-8": b'{"id": "\xff"}',
    "half": b'{"id": 10, "content": {"raw": "',
    "a lone surrogate": b'{"id": 10, "content": {"raw": "\\ud800"}, "title": {"raw": "\\ud800"}}',
    "other types": b'{"id": true, "content": [1], "title": 7, "slug": {}, "status": [], "link": 3, "tags": {"a": 1}}',
    "an id of text": b'{"id": "10", "content": {"raw": "x"}}',
    "an id below nothing": b'{"id": -1, "content": {"raw": "x"}}',
    "a steering code": b'{"code": "\\u001b]0;owned\\u0007", "message": "\\u001b[31m<b>no</b>"}',
}


def answering(method: str, place: str, body: bytes, status: int = 200) -> Callable[[str, str], Any]:
    """`body` where `method` and `place` are asked, else what would be answered."""

    def odd(asked: str, path: str) -> tuple[int, bytes] | None:
        return (status, body) if asked == method and place in path else None

    return odd


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
@pytest.mark.parametrize(
    ("method", "place"),
    [
        ("GET", "/users/me"),
        ("GET", "/posts?slug"),
        ("POST", "/tags"),
        ("POST", "/categories"),
        ("POST", "/posts"),
        ("GET", "/posts/10"),
    ],
)
def test_an_odd_answer_is_words(desk: Delivering, blog: FakeWordPress, method: str, place: str, body: bytes) -> None:
    """At every step: delivered with a remark, or refused in words; never a crash, never a code for the terminal."""
    blog.odd = answering(method, place, body)
    (pushed,) = desk.push()
    shown = pushed.error or " ".join((*pushed.delivered.losses, *pushed.delivered.said)) if pushed.delivered else ""
    assert not set("\x1b\x07\x00") & set(f"{pushed.error}{shown}")
    assert PASSWORD not in str(pushed)
    blog.odd = lambda _method, _path: None
    desk.delivered()
    assert len(blog.posts) == 1


@pytest.mark.parametrize("status", [201, 400, 401, 403, 404, 410, 418, 500, 502])
@pytest.mark.parametrize("name", ["a steering code", "a list", "deep", "HTML"])
def test_an_odd_refusal_is_words(desk: Delivering, blog: FakeWordPress, status: int, name: str) -> None:
    """Whatever the status: what to do is said, and the same command makes the post once it may."""
    blog.odd = answering("POST", "/posts", ODD[name], status)
    pushed = desk.refused()
    assert pushed.hint
    assert not set("\x1b\x07") & set(f"{pushed.error}{pushed.hint}")
    blog.odd = lambda _method, _path: None
    assert desk.delivered().done == "created"


def test_what_the_site_says_of_a_refusal_is_told(desk: Delivering, blog: FakeWordPress) -> None:
    """A plugin that wants a featured image says so; its words are worth more than its code."""
    said = b'{"code": "image_missing", "message": "Every post needs a picture."}'
    blog.odd = answering("POST", "/posts", said, 400)
    assert "does not take it: Every post needs a picture. (image_missing)" in desk.refused().error


def test_a_site_that_hides_its_users_can_be_written_to(desk: Delivering, blog: FakeWordPress) -> None:
    """Security plugins close that door; the post is what counts."""
    blog.odd = answering("GET", "/users/me", b'{"code": "rest_no_route"}', 404)
    assert desk.delivered(Wish(live=True)).state == "live"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://ada:pw@blog.example/", "\x1b[31m", "file:///etc/passwd"]
)
def test_an_address_that_is_none_is_not_kept(desk: Delivering, blog: FakeWordPress, link: str) -> None:
    """It would stand in the ledger, in feeds and on the archive's pages."""
    blog.link = link
    assert desk.delivered(Wish(live=True)).url == ""


@pytest.mark.parametrize(
    ("home", "named", "api"),
    [
        ("https://blog.example/", "https://blog.example/wp-json/", "https://blog.example/wp-json/wp/v2"),
        ("https://blog.example/", "http://blog.example/wp-json/", "https://blog.example/wp-json/wp/v2"),
        ("https://blog.example/", "/wp-json/", "https://blog.example/wp-json/wp/v2"),
        ("https://blog.example/", "javascript:x", "https://blog.example/wp-json/wp/v2"),
        ("https://blog.example/", "http://[", "https://blog.example/wp-json/wp/v2"),
        ("http://blog.example/", "http://blog.example/wp-json/", "http://blog.example/wp-json/wp/v2"),
        ("https://blog.example/", "https://evil.example/wp-json/", "https://evil.example/wp-json/wp/v2"),
        ("https://b.example/", "https://b.example/?rest_route=/", "https://b.example/?rest_route=/wp/v2"),
    ],
)
def test_where_the_interface_is(home: str, named: str, api: str) -> None:
    """As the front page names it; a blog behind somebody else's TLS is not talked to in the clear."""
    from roundup.deliver.wordpress.site import Site
    from roundup.net.client import Response

    class Page:
        def send(self, _method: str, url: str, *_given: object, **_more: object) -> Response:
            return Response(url, 200, {"link": f'<{named}>; rel="https://api.w.org/"'}, b"")

    there = Site.__new__(Site)
    there._http = Page()  # type: ignore[assignment] # all that is asked of it
    assert there._find(home) == api


def test_a_password_goes_to_its_own_site_only(desk: Delivering, blog: FakeWordPress, root: Path) -> None:
    """A front page that names another site's interface gets no password for it."""
    elsewhere = {"wordpress": {"site": blog.url, "api": "https://evil.example/wp-json/wp/v2"}}
    pushed = Delivering(root, elsewhere).refused()
    assert "no name and password for https://evil.example" in pushed.error
    assert blog.requests == []


@pytest.mark.parametrize("home", ["javascript:x", "http://[", "https://evil.example", 7, None, "\x00"])
def test_a_closed_door_is_not_opened_elsewhere(desk: Delivering, blog: FakeWordPress, home: Any) -> None:
    """Looking closer at a refused login tries no door but the site's own, whatever it calls its home."""
    blog.odd = lambda method, path: (
        (401, {"code": "rest_not_logged_in"})
        if "/users/me" in path
        else (200, {"home": home})
        if method == "GET"
        else None
    )
    assert "did not let us in" in desk.refused().error
    assert not [request for request in blog.requests if "xmlrpc" in request]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["raw", "rendered", "id"]), inner),
    max_leaves=8,
)
POSTS = st.fixed_dictionaries(
    {"id": st.integers(), "content": VALUES},
    optional=dict.fromkeys(("status", "slug", "link", "date_gmt", "title", "excerpt", "tags", "categories"), VALUES),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(VALUES | POSTS)
def test_any_json_is_a_post_or_none(data: Any) -> None:
    """What is read of it has the types that are promised."""
    found = kept.read(data)
    if found is None:
        return
    assert found.id > 0
    texts = (found.status, found.slug, found.link, found.date_gmt, found.title, found.content, found.excerpt)
    assert all(isinstance(text, str) for text in texts)
    assert all(isinstance(number, int) and number > 0 for number in found.tags | found.categories)
    assert found.link == "" or found.link.startswith(("http://", "https://"))
