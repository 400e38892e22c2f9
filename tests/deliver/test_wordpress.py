"""What would be sent to a WordPress, and what its answers mean. A real one is in tests/realservers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from roundup.config import FetchSettings
from roundup.deliver import Delivered, Parcel, Wish, World, wordpress
from roundup.deliver.wordpress import trouble
from roundup.deliver.wordpress.trouble import Lock
from roundup.errors import ConfigError, RoundupError
from roundup.net import HttpClient
from roundup.workflow.files import replace_file
from tests.net.servers import Page, hang, reply, reset, serving
from tests.samples import NOW, edition

PARCEL = Parcel(edition(tags=("bins",), categories=("Roundup",)), {"wordpress": b"<p>Words.</p>\n"}, "A week of bins.")


def test_the_post_as_it_would_be_sent() -> None:
    """Everything an editor would type into WordPress, names for tags and categories, a draft."""
    ready = wordpress.prepare(PARCEL, wordpress.Options(site="https://blog.example/"), Wish())
    (request,) = ready.requests
    assert (request.verb, request.where) == ("POST", "https://blog.example/wp-json/wp/v2/posts")
    assert json.loads(request.body) == {
        "title": "That was the local government week that was",
        "slug": "2026-11-20-week-that-was",
        "status": "draft",
        "excerpt": "A week of bins.",
        "tags": ["bins"],
        "categories": ["Roundup"],
        "content": "<p>Words.</p>",
    }


@pytest.mark.parametrize(
    ("wish", "status"), [(Wish(), "draft"), (Wish(live=True), "publish"), (Wish(at=NOW), "future")]
)
def test_public_only_when_asked_for(wish: Wish, status: str) -> None:
    """A draft unless the editor said more."""
    (request,) = wordpress.prepare(PARCEL, wordpress.Options(site="https://blog.example"), wish).requests
    assert json.loads(request.body)["status"] == status


def test_wordpress_com_has_another_address() -> None:
    """The same interface, named whole, with a token instead of a name and password."""
    api = "https://public-api.wordpress.com/wp/v2/sites/weekthatwas.wordpress.com"
    (request,) = wordpress.prepare(PARCEL, wordpress.Options(api=api), Wish()).requests
    assert request.where == f"{api}/posts"


def test_no_address_is_said() -> None:
    """A target without the one thing it cannot guess names the setting."""
    with pytest.raises(ConfigError) as caught:
        wordpress.prepare(PARCEL, wordpress.Options(), Wish())
    assert "[deliver.wordpress] site" in caught.value.message


@contextmanager
def answering(pages: Page, secret: str = "editor pass") -> Iterator[tuple[str, HttpClient, Any]]:
    """A site with these answers, and a client that has a secret for it."""
    with serving(pages) as server, pytest.MonkeyPatch.context() as patch:
        if secret:
            patch.setenv("ROUNDUP_SECRET_WORDPRESS", f"{server.url('')} {secret}")
        with HttpClient(FetchSettings(allow_hosts=(f"127.0.0.1:{server.port}",), deadline=0.5)) as http:
            yield server.url(""), http, server


def push(url: str, http: HttpClient) -> Delivered:
    options = wordpress.Options(api=f"{url}/wp/v2")
    ready = wordpress.prepare(PARCEL, options, Wish())
    return wordpress.send(ready, options, World(http, replace_file, NOW))


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (reply(b"{}", status=500), "answers 500"),
        (reply(b"", status=429, headers={"Retry-After": "120"}), "left alone for 120 seconds (429)"),
        (reply(b"", status=503, headers={"Retry-After": "Fri, 20 Nov 2026 10:00:00 GMT"}), "until Fri, 20 Nov 2026"),
        (reply(b"<h1>Bad Gateway</h1>", status=502), "answers 502"),
        (reply(b"<html>", status=200), "not WordPress' interface"),
        (reply(b"", status=301, headers={"Location": "https://other.example/"}), "leads on to https://other.example/"),
        (reply(b'{"code":"rest_forbidden"}', status=403), "role may not do that (rest_forbidden)"),
        (reply(b'{"code":"rest_no_route"}', status=404), "is not there (rest_no_route)"),
        (hang(), "no complete answer within"),
        (reset(), "127.0.0.1"),
    ],
)
def test_every_trouble_has_words_and_a_way_out(page: Page, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What went wrong and what to do, for what servers and hosts really do."""
    monkeypatch.setattr("roundup.deliver.services.SECONDS", 0.5)
    with answering(page) as (url, http, _), pytest.raises(RoundupError) as caught:
        push(url, http)
    assert words in caught.value.message
    assert caught.value.hint
    assert "pass" not in caught.value.message


def test_without_a_secret_nothing_is_asked() -> None:
    """The error says where it is made and where it goes."""
    with answering(reply(b"{}"), secret="") as (url, http, server), pytest.raises(RoundupError) as caught:
        push(url, http)
    assert "ROUNDUP_SECRET_WORDPRESS" in caught.value.hint
    assert server.requests == []


def test_a_token_is_sent_as_one() -> None:
    """Where the name is `bearer`, as WordPress.com wants it (RFC 6750)."""
    with answering(reply(b"[]", status=500), secret="bearer t0ken") as (url, http, server):
        with pytest.raises(RoundupError):
            push(url, http)
        assert server.header("authorization") == "Bearer t0ken"


@pytest.mark.parametrize(
    ("code", "lock", "words"),
    [
        ("rest_not_logged_in", Lock(passwords=False), "does not take application passwords"),
        ("application_passwords_disabled_for_user", Lock(True), "does not take application passwords of this user"),
        ("rest_not_logged_in", Lock(True, fits=False), "name or application password is wrong"),
        ("incorrect_password", Lock(), "name or application password is wrong"),
        ("rest_not_logged_in", Lock(True, fits=True), "the password is right, but did not arrive"),
        ("rest_not_logged_in", Lock(True), "did not let us in"),
        ("unauthorized", Lock(token=True), "the token is wrong, has run out, or is not for this site (unauthorized)"),
    ],
)
def test_a_closed_door_has_a_cause(code: str, lock: Lock, words: str) -> None:
    """Wrong, not taken, not arrived, or honestly not known."""
    error = trouble.explain(401, code, "https://blog.example/wp-json/wp/v2", lambda: lock)
    assert words in error.message
    assert error.hint


def test_a_broken_server_is_no_wrong_address() -> None:
    """Its page for that is HTML, from whatever stands in front; waiting helps, another address does not."""
    with answering(reply(b"<h1>Bad Gateway</h1>", status=502)) as (url, http, _), pytest.raises(RoundupError) as caught:
        push(url, http)
    assert "Try again later" in caught.value.hint
    assert "not made twice" in caught.value.hint


def test_looking_closer_is_left_until_it_is_needed() -> None:
    """A role that may not do something is no reason to try other doors."""

    def never() -> Lock:
        raise AssertionError

    look: Callable[[], Lock] = never
    assert "role" in trouble.explain(403, "rest_cannot_create", "https://blog.example", look).message


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    """Preparing asks nobody and touches nothing."""
    wordpress.prepare(PARCEL, wordpress.Options(site="https://nowhere.invalid"), Wish())
    assert list(tmp_path.iterdir()) == []
