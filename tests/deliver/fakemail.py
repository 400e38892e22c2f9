"""Mail servers in memory, on loopback: they keep what they are given, and stop at the step they are told to.

Only what this program says to them is understood (RFC 3501, RFC 4315, RFC 5321); anything else fails the test.
"""

from __future__ import annotations

import base64
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

Cut = Literal["before", "after"]
NAME, PASSWORD = "ada", "swordfish"


@dataclass
class Message:
    """A message in a mailbox; its flags in lower case."""

    uid: int
    data: bytes
    flags: set[bytes] = field(default_factory=set)


@dataclass(frozen=True)
class Wire:
    """What a server reads its commands from and writes its answers to."""

    readline: Callable[[], bytes]
    read: Callable[[int], bytes]
    write: Callable[[bytes], object]


class Hangup(Exception):
    """The line breaks here."""


@dataclass
class Script:
    """What a server was told so far, and where it breaks the line: before or after doing the command of that number."""

    port: int = 0
    said: list[str] = field(default_factory=list)
    cut: tuple[int, Cut] | None = None
    refuse: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def step(self, word: str, act: Callable[[], str]) -> str:
        """The answer to one command: as `refuse` has it, else what `act` gives."""
        turn = len(self.said)
        self.said.append(word)
        if self.cut == (turn, "before"):
            raise Hangup
        answer = self.refuse.get(word) or act()
        if self.cut == (turn, "after"):
            raise Hangup
        return answer


@dataclass
class FakeImap(Script):
    """A mailbox: messages by folder as the wire spells its name. `lists` are the lines that LIST answers."""

    folders: dict[bytes, list[Message]] = field(default_factory=lambda: {b"Drafts": []})
    lists: tuple[bytes, ...] = (b'(\\HasNoChildren) "/" INBOX', b'(\\HasNoChildren \\Drafts) "/" Drafts')
    able: str = "IMAP4rev1 UIDPLUS AUTH=PLAIN"
    password: str = PASSWORD
    last: int = 0

    @property
    def kept(self) -> list[Message]:
        """The messages of all folders."""
        return [message for messages in self.folders.values() for message in messages]

    def put(self, data: bytes, *flags: bytes, folder: bytes = b"Drafts") -> Message:
        """Somebody else's message."""
        self.last += 1
        self.folders[folder].append(Message(self.last, data, set(flags)))
        return self.folders[folder][-1]

    def serve(self, wire: Wire) -> None:
        wire.write(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n")
        box: list[Message] = []
        while line := wire.readline():
            tag, _, rest = line.rstrip(b"\r\n").partition(b" ")
            word, _, arguments = rest.partition(b" ")
            if word.upper() == b"UID":
                word, _, arguments = arguments.partition(b" ")
                word = b"UID " + word
            name = word.decode("ascii").upper()
            if name in ("SELECT", "APPEND"):
                folder = _quoted(arguments)
                box = self.folders.get(folder, []) if name == "SELECT" else box
            where = box if name != "APPEND" else self.folders.get(folder, [])
            answer = self.step(name, lambda: self._do(name, arguments, where, wire))  # noqa: B023 - called at once
            wire.write(tag + b" " + answer.encode("utf-8") + b"\r\n")
            if name == "LOGOUT":
                return

    def _do(self, name: str, arguments: bytes, box: list[Message], wire: Wire) -> str:
        does: dict[str, Callable[[bytes, list[Message], Wire], str]] = {
            "CAPABILITY": self._capability,
            "LOGIN": self._login,
            "AUTHENTICATE": self._authenticate,
            "LIST": self._list,
            "SELECT": self._select,
            "APPEND": self._append,
            "UID SEARCH": self._search,
            "UID FETCH": self._fetch,
            "UID STORE": self._store,
            "UID EXPUNGE": self._expunge,
            "LOGOUT": lambda *_: "OK bye",
        }
        return does[name](arguments, box, wire)

    def _capability(self, _arguments: bytes, _box: list[Message], wire: Wire) -> str:
        wire.write(f"* CAPABILITY {self.able}\r\n".encode())
        return "OK done"

    def _login(self, arguments: bytes, _box: list[Message], _wire: Wire) -> str:
        return "OK in" if arguments == f'{NAME} "{self.password}"'.encode() else "NO [AUTHENTICATIONFAILED] no"

    def _authenticate(self, arguments: bytes, _box: list[Message], wire: Wire) -> str:
        assert arguments == b"PLAIN"
        wire.write(b"+ \r\n")
        given = base64.b64decode(wire.readline())
        return "OK in" if given == f"\0{NAME}\0{self.password}".encode() else "NO [AUTHENTICATIONFAILED] no"

    def _list(self, _arguments: bytes, _box: list[Message], wire: Wire) -> str:
        wire.write(b"".join(b"* LIST " + line + b"\r\n" for line in self.lists))
        return "OK done"

    def _select(self, arguments: bytes, box: list[Message], wire: Wire) -> str:
        if _quoted(arguments) not in self.folders:
            return "NO no such mailbox"
        wire.write(f"* {len(box)} EXISTS\r\n".encode())
        return "OK [READ-WRITE] selected"

    def _append(self, arguments: bytes, box: list[Message], wire: Wire) -> str:
        found = re.search(rb"\((.*)\) \{(\d+)\}$", arguments)
        assert found, arguments
        wire.write(b"+ go on\r\n")
        data = wire.read(int(found[2]))
        wire.readline()
        self.last += 1
        box.append(Message(self.last, data, set(found[1].lower().split())))
        return "OK appended"

    def _search(self, arguments: bytes, box: list[Message], wire: Wire) -> str:
        found = re.fullmatch(rb'UNDELETED HEADER (\S+) "(.*)"', arguments)
        assert found, arguments
        header = re.compile(rb"(?im)^" + found[1] + rb":[^\r\n]*" + re.escape(found[2]))
        uids = [str(m.uid) for m in box if b"\\deleted" not in m.flags and header.search(m.data)]
        wire.write(f"* SEARCH {' '.join(uids)}\r\n".encode())
        return "OK done"

    def _fetch(self, arguments: bytes, box: list[Message], wire: Wire) -> str:
        uid, _, what = arguments.partition(b" ")
        assert what == b"(BODY.PEEK[])"
        for number, message in enumerate(box, 1):
            if message.uid == int(uid):
                head = f"* {number} FETCH (UID {message.uid} BODY[] {{{len(message.data)}}}\r\n"
                wire.write(head.encode() + message.data + b")\r\n")
        return "OK done"

    def _store(self, arguments: bytes, box: list[Message], _wire: Wire) -> str:
        uid, _, what = arguments.partition(b" ")
        assert what == rb"+FLAGS (\Deleted)"
        for message in box:
            if message.uid == int(uid):
                message.flags.add(b"\\deleted")
        return "OK done"

    def _expunge(self, arguments: bytes, box: list[Message], _wire: Wire) -> str:
        assert "UIDPLUS" in self.able
        gone = {int(uid) for uid in arguments.split(b",")}
        box[:] = [m for m in box if not (m.uid in gone and b"\\deleted" in m.flags)]
        return "OK done"


def _quoted(arguments: bytes) -> bytes:
    """The quoted string that arguments begin with."""
    found = re.match(rb'"((?:[^"\\]|\\.)*)"', arguments)
    assert found, arguments
    return re.sub(rb"\\(.)", rb"\1", found[1])


@dataclass
class FakeSmtp(Script):
    """A server that delivers: (from, to, message) of everything it took. Without a `password` it asks nobody's name.

    `people` are refused with these answers, and with "" the line breaks; `letters` to people once they were sent.
    """

    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    password: str = PASSWORD
    _from: str = ""
    _to: str = ""

    @property
    def readers(self) -> list[str]:
        """Who was sent something, in order."""
        return [to for _, to, _ in self.taken]

    def serve(self, wire: Wire) -> None:
        wire.write(b"220 mail.example\r\n")
        while line := wire.readline():
            assert line.endswith(b"\r\n")
            word, _, arguments = line.decode("ascii").rstrip("\r\n").partition(" ")
            answer = self.step(word.upper(), lambda: self._do(word.upper(), arguments))  # noqa: B023 - called at once
            wire.write(answer.encode("utf-8") + b"\r\n")
            if word.upper() == "DATA" and answer.startswith("354"):
                body = b"".join(iter(wire.readline, b".\r\n"))
                answer = self.step("BODY", lambda: self._take(body))  # noqa: B023 - called at once
                wire.write(answer.encode() + b"\r\n")
            if word.upper() == "QUIT":
                return

    def _do(self, word: str, arguments: str) -> str:
        if word == "EHLO":
            return "250-mail.example\r\n" + ("250-AUTH PLAIN\r\n" if self.password else "") + "250 8BITMIME"
        if word == "AUTH":
            given = base64.b64decode(arguments.removeprefix("PLAIN "))
            return "235 in" if given == f"\0{NAME}\0{self.password}".encode() else "535 no"
        if word == "MAIL":
            self._from = arguments.removeprefix("FROM:<").partition(">")[0]
        if word == "RCPT":
            self._to = arguments.removeprefix("TO:<").partition(">")[0]
            if self.people.get(self._to) == "":
                raise Hangup
            return self.people.get(self._to, "250 fine")
        assert word in ("RSET", "MAIL", "DATA", "QUIT"), word
        return "354 go on" if word == "DATA" else "250 fine"

    def _take(self, body: bytes) -> str:
        if self._to in self.letters:
            return self.letters[self._to]
        self.taken.append((self._from, self._to, body))
        return "250 taken"


@contextmanager
def listening(script: FakeImap | FakeSmtp) -> Iterator[None]:
    """The server, on `script.port`."""
    listener = socket.create_server(("127.0.0.1", script.port))
    script.port = listener.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(Hangup, OSError):
                connection.settimeout(10)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                try:
                    with connection.makefile("rb") as lines:
                        script.serve(Wire(lines.readline, lines.read, connection.sendall))
                except (AssertionError, KeyError, ValueError) as fault:
                    script.faults.append(repr(fault))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
    assert script.faults == []
