"""send(): requests that may change something where they go."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from typing import Any

import pytest

from roundup.net import FetchError, HttpClient
from tests.loopback import Replying, running
from tests.net.servers import client, hang, redirect, reply, serving, settings


class Echo(Replying):
    """Answers with what it was asked, as JSON."""

    def _answer(self) -> None:
        said = {"method": self.command, "path": self.path, "body": self.sent().decode("latin-1"), **dict(self.headers)}
        self.reply(201, b"" if self.command == "HEAD" else json.dumps(said).encode(), {})

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815


def echoing() -> AbstractContextManager[str]:
    """The address of a server that echoes."""
    return running(Echo)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_is_sent_arrives(method: Any) -> None:
    """Method, path, fields and every byte of the body; the length is said."""
    body = bytes(range(256))
    with echoing() as url, client() as http:
        answer = http.send(method, f"{url}/a?b=c", {"Content-Type": "text/plain"}, body)
    said = json.loads(answer.body)
    assert (answer.status, said["method"], said["path"]) == (201, method, "/a?b=c")
    assert said["body"] == body.decode("latin-1")
    assert (said["content-type"], said["content-length"]) == ("text/plain", "256")


def test_a_large_body_arrives() -> None:
    """More than any buffer on the way holds."""
    body = b"x" * 3_000_000
    with echoing() as url, HttpClient(settings(max_wire_bytes=10_000_000)) as http:
        assert len(json.loads(http.send("POST", url, body=body).body)["body"]) == len(body)


def test_an_empty_body_is_said_to_be_empty() -> None:
    """A POST of nothing says so, or a server waits for more (RFC 9110 8.6)."""
    with echoing() as url, client() as http:
        assert json.loads(http.send("POST", url).body)["content-length"] == "0"
        assert "content-length" not in json.loads(http.send("GET", url).body)


def test_a_head_has_no_body() -> None:
    """Its answer says how long the body would be, and nothing is waited for (RFC 9110 9.3.2)."""
    with serving(reply(b"", length=5000)) as server, client() as http:
        answer = http.send("HEAD", server.url())
        assert server.requests[0].startswith("HEAD / HTTP/1.1")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"", "5000")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    """Where a word that changes things, and a password with it, goes is not for another server to say."""
    with serving(redirect("http://other.example/", status)) as server, client() as http:
        answer = http.send("POST", server.url(), {"Authorization": "Basic abc"}, b"{}")
        assert len(server.requests) == 1
    assert (answer.status, answer.headers["location"]) == (status, "http://other.example/")


def test_private_addresses_are_refused() -> None:
    """As for every other request: what is not allowed by name is not reached."""
    with serving(reply()) as server, HttpClient(settings(allow_hosts=())) as http:
        with pytest.raises(FetchError) as caught:
            http.send("POST", server.url(), body=b"x")
        assert (caught.value.kind, server.requests) == ("private", [])


def test_a_password_in_the_address_is_refused() -> None:
    """It would end up in logs and receipts."""
    with client() as http, pytest.raises(FetchError) as caught:
        http.send("POST", "https://ada:hunter2@blog.example/")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "snow ☃"])
def test_a_field_that_cannot_be_sent_is_an_error(value: str) -> None:
    """No title or token can put a second header into a request."""
    with serving(reply()) as server, client() as http:
        with pytest.raises(FetchError):
            http.send("POST", server.url(), {"X-Title": value})
        assert server.requests == []


def test_a_server_that_hangs_is_left_in_time() -> None:
    """The deadline holds for sending, too."""
    with serving(hang()) as server, client() as http, pytest.raises(FetchError) as caught:
        http.send("POST", server.url(), body=b"{}", deadline=0.3)
    assert caught.value.kind == "timeout"
