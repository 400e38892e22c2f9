"""Encryption: certificates are checked against the host's name, whatever address is connected to."""

from __future__ import annotations

import socket
import threading

import pytest

from roundup.net import HttpClient
from roundup.net.resolve import Sockaddr
from tests.net.servers import CERTS, client, failure, reply, serving, settings


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """SSL_CERT_FILE names the authority that signed the certificates of these tests."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTS / "ca.pem"))


def test_a_certificate_of_the_authority_named_in_the_environment_is_trusted() -> None:
    """SSL_CERT_FILE is honoured, as everywhere."""
    with serving(reply(b"safe"), certificate="good.pem") as server, client() as http:
        assert http.get(server.url()).body == b"safe"


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        ("expired.pem", "certificate has expired"),
        ("selfsigned.pem", "self-signed certificate"),
        ("elsewhere.pem", "IP address mismatch"),
    ],
)
def test_a_certificate_that_does_not_hold_is_refused(certificate: str, words: str) -> None:
    """Out of date, signed by nobody, or for another name: refused in words, and nothing is asked."""
    with serving(reply(b"unsafe"), certificate=certificate) as server:
        error = failure(server.url())
        assert server.requests == []
    assert error.kind == "tls"
    assert error.message.startswith("the certificate of 127.0.0.1 is not to be trusted: ")
    assert words.lower() in error.message.lower().replace("self signed", "self-signed")


def test_an_unknown_authority_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without SSL_CERT_FILE the authority of these tests is nobody."""
    monkeypatch.delenv("SSL_CERT_FILE")
    with serving(reply(), certificate="good.pem") as server:
        assert failure(server.url()).kind == "tls"


def to_loopback(_host: str, port: int) -> tuple[Sockaddr, ...]:
    return ((2, "127.0.0.1", port),)


def test_the_certificate_is_checked_for_the_name_and_not_the_address() -> None:
    """A host is known by its name although we connect to an address that was looked up and judged."""
    with serving(reply(b"safe"), certificate="good.pem") as server:
        with HttpClient(settings(), resolve=to_loopback) as http:
            assert http.get(server.url(host="blog.example")).body == b"safe"
            assert http.get(server.url(host="blog.example.")).body == b"safe"
        assert server.header("host", 0) == f"blog.example:{server.port}"


def test_a_good_certificate_for_another_name_is_refused() -> None:
    """The address is right and the signature holds, but the name is not in it."""
    from roundup.net import FetchError

    with serving(reply(b"safe"), certificate="good.pem") as server, HttpClient(settings(), resolve=to_loopback) as http:
        with pytest.raises(FetchError) as caught:
            http.get(server.url(host="other.example"))
        assert server.requests == []
    assert "not valid for 'other.example'" in caught.value.message


def test_noise_instead_of_encryption_is_an_error() -> None:
    """A server that answers a TLS hello with something else is not spoken to."""

    def noise(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"\x00noise, noise, noise\r\n" * 10)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=noise, args=(listener,))
        thread.start()
        error = failure(f"https://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()
    assert error.kind == "tls"
    assert error.message.startswith("no encrypted connection to 127.0.0.1 comes about: ")


def test_an_answer_cut_short_over_tls_is_noticed() -> None:
    """The announced length counts here as well."""
    with serving(reply(b"<rss>", length=500), certificate="good.pem") as server:
        assert failure(server.url()).kind == "broken-off"


def test_a_certificate_file_that_is_not_there_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable that must be put right is named."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTS / "missing.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(CERTS / "missing"))
    error = failure("https://127.0.0.1:9/")
    assert error.kind == "tls"
    assert "SSL_CERT_FILE" in error.hint


def test_authorities_of_a_file_are_trusted_besides_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that inspects encrypted traffic signs with an authority of its own: [fetch] ca_file names it."""
    monkeypatch.delenv("SSL_CERT_FILE")
    with serving(reply(b"safe"), certificate="good.pem") as server:
        assert failure(server.url()).kind == "tls"
        with client(ca_file=str(CERTS / "ca.pem")) as http:
            assert http.get(server.url()).body == b"safe"
        from roundup.net.tls import trusting

        assert len(trusting(str(CERTS / "ca.pem")).get_ca_certs()) == len(trusting().get_ca_certs()) + 1


@pytest.mark.parametrize(
    ("name", "words"), [("missing.pem", "No such file"), ("../servers.py", "holds no certificates")]
)
def test_a_file_of_authorities_that_cannot_be_used_is_said_so(name: str, words: str) -> None:
    """The setting is named, and what the file has to be."""
    error = failure("https://127.0.0.1:9/", ca_file=str(CERTS / name))
    assert error.kind == "tls"
    assert error.message.startswith("[fetch] ca_file ")
    assert words in error.message
    assert "PEM" in error.hint
