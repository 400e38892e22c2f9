"""What would be sent by mail, and to whom. Real servers are in tests/realservers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from roundup.config import FetchSettings
from roundup.deliver import Parcel, Reader, Sealed, Wish, World, eml, imap, smtp
from roundup.errors import ConfigError, RoundupError
from roundup.net import HttpClient
from roundup.workflow.files import replace_file
from tests.net.servers import hang, reply, serving
from tests.samples import NOW, edition

MESSAGE = b"From: Kettle <post@post.example>\r\nSubject: Week\r\n\r\nBins.\r\n"
FURTHER = (Wish(live=True), Wish(at=NOW))
PARCEL = Parcel(edition(), {"eml": MESSAGE}, message=lambda _reader: MESSAGE)


class Sends:
    """How far a send got, kept in memory; `log` has every step in order."""

    def __init__(self, **known: Sealed) -> None:
        self.known: dict[str, Sealed] = {f"{name}@reader.example": state for name, state in known.items()}
        self.log: list[tuple[str, str]] = []

    def state(self, reader: str) -> Sealed:
        return self.known.get(reader, "")

    def mark(self, reader: str, state: Sealed) -> None:
        self.known[reader] = state
        self.log.append((reader.split("@", maxsplit=1)[0], state))


def test_a_file_is_a_draft(tmp_path: Path) -> None:
    """Written where it is wanted; whatever is wished it does not go out by itself, and who is to send it is said."""
    ready = eml.prepare(Parcel(edition(), {"eml": MESSAGE}, root=tmp_path), eml.Options(path="mail"), Wish())
    with HttpClient(FetchSettings()) as http:
        done = eml.send(ready, eml.Options(), World(http, replace_file, NOW))
        wished = [eml.send(ready, eml.Options(), World(http, replace_file, NOW, wish)) for wish in FURTHER]
    assert Path(done.remote).read_bytes() == MESSAGE
    assert (done.state, done.said) == ("draft", ())
    assert {(one.done, one.state) for one in wished} == {("unchanged", "draft")}
    assert {one.said for one in wished} == {("open it in your mail program, and send it from there",)}


@pytest.mark.parametrize("target", [imap, smtp])
def test_no_password_in_the_clear(target: Any) -> None:
    """Without encryption only to a server on this machine; without a server not at all."""
    for options in (target.Options(), target.Options(host="mail.example", security="none")):
        with pytest.raises(ConfigError) as caught:
            target.prepare(PARCEL, options, Wish())
        assert "[deliver." in caught.value.message


def test_what_would_be_put_into_the_mailbox() -> None:
    """The whole message is shown; the same whatever is wished, since we do not send it from there."""
    (request,) = imap.prepare(PARCEL, imap.Options(host="mail.example"), Wish()).requests
    assert (request.verb, request.where, request.body) == ("APPEND", "imap://mail.example/Drafts", MESSAGE.decode())
    for wish in FURTHER:
        assert imap.prepare(PARCEL, imap.Options(host="mail.example"), wish).requests == (request,)


def test_to_oneself_unless_readers_are_named() -> None:
    """A list is no accident: --live alone does not send to one."""
    options = smtp.Options(host="mail.example", test="me@post.example")
    (request,) = smtp.prepare(PARCEL, options, Wish()).requests
    assert request.where == "smtp://mail.example:587 to me@post.example"
    (request,) = smtp.prepare(PARCEL, options, Wish(readers=(Reader("a@b.c"), Reader("b@b.c")))).requests
    assert request.where.endswith("to 2 readers")
    for wish in FURTHER:
        assert smtp.prepare(PARCEL, options, wish).requests[0].where.endswith(" to me@post.example")
    with pytest.raises(ConfigError):
        smtp.prepare(PARCEL, options, Wish(at=NOW, readers=(Reader("a@b.c"),)))
    with pytest.raises(ConfigError):
        smtp.prepare(PARCEL, smtp.Options(host="mail.example", test="nobody"), Wish())


def send(port: int, sends: Sends | None, *names: str) -> Any:
    options = smtp.Options(host="127.0.0.1", port=port, security="none", test="me@post.example", per_minute=60_000)
    wish = Wish(readers=tuple(Reader(f"{name}@reader.example") for name in names))
    ready = smtp.prepare(PARCEL, options, wish)
    with HttpClient(FetchSettings()) as http:
        return smtp.send(ready, options, World(http, replace_file, NOW, wish, sends=sends))


def test_who_has_it_is_not_sent_to_and_who_may_have_it_is_named() -> None:
    """Nobody is even asked for a server when there is nothing to do."""
    done = send(9, Sends(ada="sent", ben="sending", cal="refused"), "ada", "ben", "cal")
    assert done.done == "unchanged"
    assert done.said[0] == "1 of 3 readers have it"
    assert done.said[1].startswith("ben@reader.example may have it or not")


def test_trouble_with_the_server_is_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody there, nobody who answers, somebody who speaks something else."""
    monkeypatch.setattr("roundup.deliver.servers.SECONDS", 0.3)
    with pytest.raises(RoundupError) as caught:
        send(9, Sends(), "ada")
    assert "cannot be reached" in caught.value.message
    with serving(hang()) as server, pytest.raises(RoundupError) as caught:
        send(server.port, Sends(), "ada")
    assert "does not answer in time" in caught.value.message
    with serving(reply(b"")) as server, pytest.raises(RoundupError):
        send(server.port, Sends(), "ada")


def test_each_step_is_written_down_as_it_is_taken() -> None:
    """Begun before the message goes, sent after it was taken; a server that stops leaves the rest for another time."""
    sends = Sends()
    with stopping() as port, pytest.raises(RoundupError) as caught:
        send(port, sends, "ada", "ben")
    assert sends.log == [("ada", "sending"), ("ada", "sent"), ("ben", "tried")]
    assert "stopped after 1 of 2" in caught.value.message


@contextmanager
def stopping() -> Iterator[int]:
    """The port of a server that takes one message and then hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb", buffering=0) as wire:
            wire.write(b"220 hello\r\n")
            for answer in (b"250 hello", b"250 reset", b"250 from", b"250 to", b"354 go"):
                wire.readline()
                wire.write(answer + b"\r\n")
            while wire.readline() != b".\r\n":
                pass
            wire.write(b"250 taken\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        listener.close()
        thread.join(5)
