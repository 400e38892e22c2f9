"""A proxy: used only where the settings name one, and told as little as possible."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from roundup.errors import ConfigError
from roundup.net import FetchError, HttpClient
from roundup.net.addresses import AddressPolicy
from roundup.net.ways import is_inner, read_proxy
from tests.net.servers import CERTS, Page, client, failure, redirect, reply, serving, settings

NOWHERE = "http://127.0.0.1:9"


@dataclass
class Proxy:
    """A proxy that leads every name to 127.0.0.1; `heads` are the requests it got."""

    port: int
    heads: list[str] = field(default_factory=list)
    wants: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10)
            head = connection.recv(65536)
            self.heads.append(head.decode())
            if self.wants and f"proxy-authorization: {self.wants}\r\n" not in head.decode():
                connection.sendall(reply(b"who are you?", status=407))
                return
            method, where, _ = head.decode().split(" ", 2)
            authority = where if method == "CONNECT" else where.split("/")[2]
            port = int(authority.rpartition(":")[2])
            with socket.create_connection(("127.0.0.1", port), 10) as other:
                if method == "CONNECT":
                    connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                else:
                    other.sendall(head.replace(f"http://{authority}".encode(), b"", 1))
                back = threading.Thread(target=_copy, args=(other, connection))
                back.start()
                _copy(connection, other)
                back.join()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def proxying(wants: str = "") -> Iterator[Proxy]:
    listener = socket.create_server(("127.0.0.1", 0))
    proxy = Proxy(listener.getsockname()[1], wants=wants)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=proxy.serve, args=(listener.accept()[0],), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(1)


@pytest.fixture(autouse=True)
def _trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    # Reading all the authorities of the system takes longer than most of what is tested here.
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTS / "ca.pem"))


def test_plain_addresses_are_asked_for_in_full() -> None:
    """The proxy looks the name up: we do not (RFC 9112 3.2.2)."""

    def resolve(host: str, port: int) -> tuple[tuple[int, str, int], ...]:
        raise AssertionError(f"{host} was looked up")

    with serving(reply(b"ok")) as server, proxying() as proxy:
        with HttpClient(settings(proxy=proxy.address), resolve=resolve) as http:
            answer = http.get(server.url("/feed?x=1", host="blog.example"))
        assert server.asked == ["/feed?x=1"]
        assert server.header("host") == f"blog.example:{server.port}"
    assert answer.body == b"ok"
    assert answer.url == server.url("/feed?x=1", host="blog.example")
    assert proxy.heads[0].startswith(f"GET http://blog.example:{server.port}/feed?x=1 HTTP/1.1\r\nhost: blog.example:")


def test_encrypted_addresses_are_passed_through() -> None:
    """The proxy learns host and port; path, fields and answer are between us and the site, whose certificate counts."""
    with serving(reply(b"safe"), certificate="good.pem") as server, proxying() as proxy:
        with client(proxy=proxy.address) as http:
            assert http.get(server.url("/secret-path", host="blog.example")).body == b"safe"
        error = failure(server.url(host="other.example"), proxy=proxy.address)
    assert error.message.startswith("the certificate of other.example is not to be trusted")
    target = f"blog.example:{server.port}"
    assert proxy.heads[0] == f"CONNECT {target} HTTP/1.1\r\nhost: {target}\r\n\r\n"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "10.0.0.1", "169.254.169.254", "[::1]", "[fd00::1]",
     "[::ffff:10.0.0.1]", "localhost", "LOCALHOST.", "a.localhost", "printer", "printer.local", "db.internal", "x.lan"],
)  # fmt: skip
def test_what_is_private_by_its_spelling_is_not_asked_for(host: str) -> None:
    """Numbers in any form, and names that only the network itself can know; also where a redirect leads there."""
    with proxying() as proxy, serving(redirect(f"http://{host}:8080/x")) as server:
        allowed = (f"127.0.0.1:{proxy.port}",)
        for scheme in ("http", "https"):
            error = failure(f"{scheme}://{host}:8080/", proxy=proxy.address, allow_hosts=allowed)
            assert error.kind == "private"
            assert "allow_hosts" in error.hint
        assert proxy.heads == []
        error = failure(server.url(host="blog.example"), proxy=proxy.address, allow_hosts=allowed)
        assert error.kind == "private"
        assert len(proxy.heads) == 1


def test_what_is_allowed_by_name_is_asked_for() -> None:
    """`allow_hosts` works as it does without a proxy, except that a network cannot permit a name."""
    with serving(reply(b"inside")) as server, proxying() as proxy:
        own, port = f"127.0.0.1:{proxy.port}", server.port
        with client(proxy=proxy.address, allow_hosts=(own, f"intranet:{port}")) as http:
            assert http.get(server.url(host="intranet")).body == b"inside"
        with client(proxy=proxy.address, allow_hosts=(own, f"127.0.0.0/8:{port}")) as http:
            assert http.get(server.url(host="127.0.0.1")).body == b"inside"
        assert (
            failure(server.url(host="intranet"), proxy=proxy.address, allow_hosts=("127.0.0.0/8:*",)).kind == "private"
        )


def test_the_proxys_own_address_is_judged_like_any_other() -> None:
    """One in a private network has to be allowed; the message says how."""
    with proxying() as proxy:
        error = failure("http://blog.example/", proxy=proxy.address, allow_hosts=())
        assert proxy.heads == []
    assert error.kind == "private"
    assert error.message.startswith("the proxy cannot be used: 127.0.0.1 is not on the public internet")
    assert f'"127.0.0.1:{proxy.port}"' in error.hint


def test_a_proxy_that_is_not_there_is_said_to_be() -> None:
    """It counts as trouble of our own network, as every feed has it."""
    error = failure("http://blog.example/", proxy=NOWHERE)
    assert (error.kind, error.message) == ("refused", "the proxy cannot be used: 127.0.0.1:9 refuses the connection")


@pytest.mark.parametrize(
    ("page", "kind", "words"),
    [
        (reply(status=403), "refused", "the proxy does not lead to blog.example:443: it answers 403"),
        (reply(status=407), "refused", "the proxy wants a name and a password"),
        (b"SSH-2.0-proxy\r\n\r\n", "refused", "it does not speak HTTP"),
        (b"", "refused", "the proxy closed the connection without an answer"),
        (b"HTTP/1.1 200 OK\r\n\r\n\x16\x03\x01", "protocol", "the proxy says more than it was asked"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 60_000, "protocol", "headers go on for more than"),
    ],
)
def test_a_proxy_that_does_not_pass_us_through_is_an_error(page: Page, kind: str, words: str) -> None:
    """One line, and nothing of it is taken for the site's answer."""
    with serving(page) as server:
        error = failure("https://blog.example/", proxy=server.url().rstrip("/"))
        assert server.requests[0].startswith("CONNECT blog.example:443 HTTP/1.1\r\n")
    assert error.kind == kind
    assert words in error.message


def test_a_proxy_that_hangs_is_under_the_deadline() -> None:
    """As everything is."""
    from tests.net.servers import hang

    with serving(hang()) as server:
        error = failure("https://blog.example/", proxy=server.url().rstrip("/"), deadline=1)
    assert error.kind == "timeout"
    assert "waiting for the proxy" in error.message


def test_a_proxy_may_want_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes from the environment, goes to the proxy only, and is in no address."""
    word = "Basic " + base64.b64encode(b"ada:s3cret").decode()
    with serving(reply(b"plain")) as server, serving(reply(b"safe"), certificate="good.pem") as secure:
        with proxying(wants=word) as proxy:
            assert failure(secure.url(host="blog.example"), proxy=proxy.address).kind == "refused"
            monkeypatch.setenv("ROUNDUP_SECRET_PROXY", f"{proxy.address} ada s3cret")
            with client(proxy=proxy.address) as http:
                assert http.get(server.url(host="blog.example")).body == b"plain"
                assert http.get(secure.url(host="blog.example")).body == b"safe"
        assert "s3cret" not in "".join(secure.requests)
        assert word not in "".join(secure.requests)


@pytest.mark.parametrize(
    "setting",
    ["proxy.example:3128", "https://proxy.example:3128", "socks5://proxy.example:1080", "http://ada:s3cret@proxy.example:3128",
     "http://proxy.example:3128/path", "http://", "http://proxy.example:99999", "http://pröxy.example:3128"],
)  # fmt: skip
def test_a_setting_that_names_no_proxy_is_an_error_at_once(setting: str) -> None:
    """Before anything is asked, and without repeating a password."""
    with pytest.raises(ConfigError) as caught:
        client(proxy=setting)
    assert "[fetch] proxy" in caught.value.message
    assert "s3cret" not in caught.value.message + caught.value.hint


def test_without_the_setting_there_is_no_proxy() -> None:
    """An empty one is none."""
    assert read_proxy(" ") is None
    found = read_proxy("http://proxy.example:3128/")
    assert found is not None
    assert (found.host, found.port) == ("proxy.example", 3128)


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        ("localhost", True), ("intranet", True), ("a.b.local", True), ("nas.home.arpa", True), ("x.internal.", True),
        ("blog.example", False), ("local.example", False), ("internal.gov.uk", False), ("mylocal", True),
        ("notlocal.example.", False),
    ],
)  # fmt: skip
def test_which_names_belong_to_the_network_itself(name: str, inner: bool) -> None:
    """Those reserved for it, and those without a dot."""
    assert is_inner(name) is inner


def test_what_is_allowed_by_name() -> None:
    """A host's name, or its numbers; never a name by the numbers it might have."""
    policy = AddressPolicy.of(["intranet.example:443", "10.0.0.0/8:80"])
    assert policy.names("Intranet.Example.", 443)
    assert policy.names("10.1.2.3", 80)
    assert not policy.names("intranet.example", 80)
    assert not policy.names("10.1.2.3", 443)
    assert not policy.names("other.example", 80)
    assert not AddressPolicy().names("10.1.2.3", 80)


def test_a_name_in_other_letters_is_asked_for_in_ascii() -> None:
    """Through a proxy as without one (IDNA), path and all."""
    with serving(reply(b"ok")) as server, proxying() as proxy, client(proxy=proxy.address) as http:
        assert http.get(server.url("/café", host="bücher.example")).body == b"ok"
        assert server.asked == ["/caf%C3%A9"]
    assert proxy.heads[0].startswith(f"GET http://xn--bcher-kva.example:{server.port}/caf%C3%A9 HTTP/1.1\r\n")


def test_an_address_of_ipv6_is_asked_for_in_brackets() -> None:
    """As its port could not be told from it otherwise (RFC 9110 9.3.6)."""
    with serving(reply(status=502)) as server:
        error = failure("https://[2606:4700::1111]/", proxy=server.url().rstrip("/"))
        assert server.requests[0].startswith(
            "CONNECT [2606:4700::1111]:443 HTTP/1.1\r\nhost: [2606:4700::1111]:443\r\n"
        )
    assert "does not lead to [2606:4700::1111]:443" in error.message


def test_redirects_are_followed_through_the_proxy() -> None:
    """Every hop goes the same way and is checked before it is asked for."""
    with serving(reply(b"end")) as server, proxying() as proxy, client(proxy=proxy.address) as http:
        server.pages["/1"] = redirect(server.url("/2", host="other.example"))
        answer = http.get(server.url("/1", host="blog.example"))
        assert answer.url == server.url("/2", host="other.example")
    assert [head.split(" ")[1].split("/")[2] for head in proxy.heads] == [
        f"blog.example:{server.port}", f"other.example:{server.port}",
    ]  # fmt: skip


def test_another_thread_can_end_the_wait_for_a_proxy() -> None:
    """As it can any other."""
    from tests.net.servers import hang

    with serving(hang()) as server, client(proxy=server.url().rstrip("/"), deadline=20) as http:
        timer = threading.Timer(0.05, http.abort)
        timer.start()
        with pytest.raises(FetchError) as caught:
            http.get("https://blog.example/")
        timer.join()
    assert caught.value.kind == "cancelled"


@settings_of_hypothesis(max_examples=20, deadline=None)
@given(st.binary(max_size=60), st.booleans())
def test_any_bytes_from_a_proxy_are_an_error_of_one_line(noise: bytes, sound: bool) -> None:
    """Whatever speaks in its place; a connection that it did not promise is not used."""
    head = b"HTTP/1.1 200 OK\r\n" if sound else b""
    with serving(head + noise) as server:
        error = failure("https://blog.example/", proxy=server.url().rstrip("/"), deadline=10)
    assert error.message.isprintable()
    assert error.kind in ("refused", "protocol", "tls")
