"""Names of folders, to the wire and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.deliver.folders import Folder, drafts, from_wire, listed, quoted, to_wire

NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Drafts", b"Drafts"),
        ("~peter/mail/台北/日本語", b"~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("Entwürfe", b"Entw&APw-rfe"),
        ("R&D", b"R&-D"),
        ("&-", b"&--"),
        ("🗑", b"&2D3d0Q-"),
    ],
)
def test_the_examples_of_the_standard(name: str, wire: bytes) -> None:
    """RFC 3501 5.1.3, and what mail programs make."""
    assert (to_wire(name), from_wire(wire)) == (wire, name)


@given(NAMES)
def test_every_name_comes_back(name: str) -> None:
    """Printable ASCII on the wire, the same letters on the screen."""
    wire = to_wire(name)
    assert all(0x20 <= byte < 0x7F for byte in wire)
    assert from_wire(wire) == name


@given(st.text(max_size=60))
def test_no_name_ends_the_line(name: str) -> None:
    """Whatever stands in roundup.toml is one quoted string of one command."""
    made = quoted(to_wire(name))
    assert not set(made) & set(b"\r\n\0")
    assert made.startswith(b'"')
    assert made.endswith(b'"')


@given(st.binary(max_size=80))
def test_any_line_of_a_server_can_be_read(line: bytes) -> None:
    """A name is shown, or nothing is found; nothing is raised."""
    from_wire(line)
    for folder in listed([line, (b"(\\Drafts) NIL {3}", line), b"(" + line + b') "/" x', None, 7]):
        assert not set(folder.quoted) & set(b"\r\n\0")
    drafts(listed([line]))


def test_what_the_server_says_comes_before_what_it_is_called() -> None:
    """A folder called Drafts is only looked at where none is said to be for drafts."""
    plain, special = Folder(b"Mail/Drafts", mark=b"/"), Folder(b"Konzepte", frozenset({b"\\drafts"}))
    assert drafts([plain, special]) == special
    assert drafts([Folder(b"Overdrafts"), plain]) == plain
    assert drafts([Folder(b"DRAFTS")]).name == b"DRAFTS"
