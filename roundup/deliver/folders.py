"""Folders of a mailbox: which one holds drafts, and how names are spelt on the wire (RFC 3501 5.1.3, RFC 6154)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator

from roundup.dataclass import dataclass
from roundup.patterns import pattern

_LISTED = pattern(rb'\((?P<flags>[^)]*)\) (?P<mark>"(?:[^"\\]|\\.)*"|NIL) (?P<name>.*)', re.DOTALL)
_SHIFTED = pattern(r"&([A-Za-z0-9+,]*)-")
_CONTROL = pattern("[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder: its name as the wire has it, its flags in lower case, and what parts names of folders in folders."""

    name: bytes
    flags: frozenset[bytes] = frozenset()
    mark: bytes = b""

    @property
    def quoted(self) -> bytes:
        """As it stands in a command."""
        return quoted(self.name)

    @property
    def shown(self) -> str:
        """As its owner knows it."""
        return from_wire(self.name)


def quoted(text: bytes) -> bytes:
    """A quoted string; what would end the line is left out."""
    plain = text.translate(None, b"\r\n\0")
    return b'"' + plain.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def to_wire(name: str) -> bytes:
    """A name in modified UTF-7: & begins what is not printable ASCII, as UTF-16 in base64 with , for /."""
    made = re.sub(r"&|[^\x20-\x7e]+", _shift, _CONTROL.sub("", name))
    return made.encode("ascii")


def _shift(found: re.Match[str]) -> str:
    if found[0] == "&":
        return "&-"
    coded = base64.b64encode(found[0].encode("utf-16-be", "replace")).decode("ascii")
    return "&" + coded.rstrip("=").replace("/", ",") + "-"


def from_wire(name: bytes) -> str:
    """The name as people read it; what is no modified UTF-7 stays as it is (servers with UTF8=ACCEPT send UTF-8)."""
    try:
        return _SHIFTED.sub(_unshift, name.decode("utf-8"))
    except ValueError:
        return name.decode("utf-8", "replace")


def _unshift(found: re.Match[str]) -> str:
    if not found[1]:
        return "&"
    coded = found[1].replace(",", "/")
    return base64.b64decode(coded + "=" * (-len(coded) % 4), validate=True).decode("utf-16-be")


def listed(answer: Iterable[object]) -> Iterator[Folder]:
    """The folders in what LIST answered: a name stands in its line, or behind it where it was sent as a literal."""
    for line in answer:
        head, literal = (line[0], line[1]) if isinstance(line, tuple) else (line, None)
        found = _LISTED.match(head) if isinstance(head, bytes) else None
        if not found:
            continue
        name = literal if isinstance(literal, bytes) else _unquoted(found["name"].strip())
        yield Folder(name, frozenset(found["flags"].lower().split()), _unquoted(found["mark"]))


def _unquoted(text: bytes) -> bytes:
    if not text.startswith(b'"'):
        return b"" if text == b"NIL" else text
    return re.sub(rb"\\(.)", rb"\1", text[1:-1], flags=re.DOTALL)


def drafts(folders: Iterable[Folder]) -> Folder:
    """The folder that the server says is for drafts, else one that is called so, else Drafts."""
    known = [folder for folder in folders if b"\\noselect" not in folder.flags]
    for folder in known:
        if b"\\drafts" in folder.flags:
            return folder
    for folder in known:
        last = folder.name.rpartition(folder.mark)[2] if folder.mark else folder.name
        if last.lower() == b"drafts":
            return folder
    return Folder(b"Drafts")
