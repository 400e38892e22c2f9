"""Whether anything answers: by HEAD if that makes sense, else by GET, and never beyond the fence."""

from __future__ import annotations

import socket
import time

import pytest

from roundup.config import FetchSettings
from roundup.net import FetchError
from roundup.net.probe import MOST_BYTES, ElsewhereError, Probed, Prober
from tests.net.servers import Page, Server, flood, hang, redirect, reply, serving, settings


def probe(server: Server, path: str = "/", *, deadline: float = 5.0) -> Probed:
    """The answer, this machine's own servers allowed."""
    with Prober(settings(deadline=deadline)) as prober:
        return prober.probe(server.url(path))


def methods(server: Server) -> list[str]:
    return [head.split(" ")[0] for head in server.requests]


def test_what_is_there_is_asked_by_head_alone() -> None:
    """Nobody's page is carried over the network to be thrown away."""
    with serving(pages={"/": reply(b"", length=12_000_000)}) as server:
        assert probe(server) == Probed(server.url("/"), 200)
        assert methods(server) == ["HEAD"]


@pytest.mark.parametrize("status", [403, 404, 405, 500, 501])
@pytest.mark.parametrize("there", [200, 404])
def test_what_head_denies_is_asked_again_by_get(status: int, there: int) -> None:
    """Many servers know no HEAD; what GET says counts."""
    running: list[Server] = []

    def answer(connection: socket.socket) -> None:
        is_head = running[0].requests[-1].startswith("HEAD")
        connection.sendall(reply(b"", status=status) if is_head else reply(b"Here.", status=there))

    with serving(answer) as server:
        running.append(server)
        assert probe(server) == Probed(server.url("/"), there)
        assert methods(server) == ["HEAD", "GET"]


def test_redirects_are_followed_and_told() -> None:
    """Each hop with its status, so that a move for good can be told from a detour."""
    with serving(pages={"/a": redirect("/b", 301), "/b": redirect("/c", 308), "/c": reply(b"")}) as server:
        found = probe(server, "/a")
        assert found == Probed(server.url("/c"), 200, ((301, server.url("/b")), (308, server.url("/c"))))


def test_circles_come_to_an_end() -> None:
    """And so do endless chains."""
    with (
        serving(pages={"/a": redirect("/b"), "/b": redirect("/a")}) as server,
        pytest.raises(FetchError, match="circle"),
    ):
        probe(server, "/a")
    chain: dict[str, Page] = {f"/{n}": redirect(f"/{n + 1}") for n in range(30)}
    with serving(pages=chain) as server, pytest.raises(FetchError, match="more than 5 times"):
        probe(server, "/0")


def test_no_redirect_leads_into_a_private_network() -> None:
    """Whoever's page is linked to must not choose what is asked inside."""
    with serving(pages={"/a": redirect("http://10.1.2.3/")}) as server, pytest.raises(FetchError) as caught:
        probe(server, "/a")
    assert caught.value.kind == "private"


def test_without_leave_this_machine_is_not_asked() -> None:
    """Nor any other private address."""
    with serving(pages={"/": reply(b"")}) as server, Prober(FetchSettings()) as prober:
        with pytest.raises(FetchError) as caught:
            prober.probe(server.url())
        assert (caught.value.kind, server.requests) == ("private", [])


def test_a_server_that_hangs_takes_no_longer_than_the_deadline() -> None:
    """HEAD, redirects and GET share it."""
    begin = time.monotonic()
    with serving(pages={"/": hang()}) as server, pytest.raises(FetchError) as caught:
        probe(server, deadline=0.3)
    assert caught.value.kind == "timeout"
    assert time.monotonic() - begin < 3.0


def test_an_endless_answer_is_there() -> None:
    """So much only comes of something; it is not read."""
    head = b"HTTP/1.1 200 Fine\r\n\r\n"

    with serving(pages={"/": flood(head, b"x" * 65_536)}) as server:
        # HEAD is answered with a body here, which is the server's mistake and not read.
        assert probe(server).status == 200
    assert MOST_BYTES < 1_000_000


@pytest.mark.parametrize(
    ("target", "kind"),
    [("http://nowhere.invalid/", "dns"), ("http://127.0.0.1:9/", "refused"), ("http://10.0.0.1/", "private")],
)
def test_what_fails_behind_a_redirect_failed_elsewhere(target: str, kind: str) -> None:
    """The address itself has answered: whoever asks is told that it is not its host that could not be asked."""
    with serving(pages={"/": redirect(target), "/on": redirect("/", 301)}) as server:
        for path in ("/", "/on"):
            with pytest.raises(ElsewhereError) as error:
                probe(server, path)
            assert error.value.kind == kind


def test_what_fails_at_once_failed_here() -> None:
    """No redirect was on the way."""
    with Prober(settings()) as prober, pytest.raises(FetchError) as error:
        prober.probe("http://127.0.0.1:9/")
    assert not isinstance(error.value, ElsewhereError)


def test_a_page_asked_too_often_is_not_asked_again_by_get() -> None:
    """RFC 6585 section 4: 429 means that less should be asked, not more."""
    with serving(reply(status=429)) as server:
        assert probe(server).status == 429
        assert methods(server) == ["HEAD"]
