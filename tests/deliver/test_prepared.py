"""What each target would send, whole: the same edition gives the same requests, as they stand in golden/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roundup.deliver import TARGETS, Parcel, Wish
from tests.samples import edition

GOLDEN = Path(__file__).parent / "golden"
PAGE = '<p>Somebody <a href="https://blog.example/1">asked</a>.</p><blockquote><p>It’s odd {{ x }}.</p></blockquote>'
TEXTS = ("markdown", "fragment", "wordpress", "email", "email-text", "page")
OPTIONS: dict[str, dict[str, Any]] = {
    "folder": {"path": "site"},
    "eml": {"path": "mail"},
    "imap": {"host": "mail.example"},
    "smtp": {"host": "mail.example", "test": "me@post.example"},
    "wordpress": {"site": "https://blog.example"},
    "ghost": {"site": "https://blog.example"},
    "listmonk": {"site": "https://lists.example", "lists": (3,)},
}
MAIL = b"From: The roundup <post@weekthatwas.example>\r\nSubject: The week\r\n\r\nHello\r\n"


def requests(name: str, root: Path) -> str:
    """Everything a draft would come to, as text."""
    target = TARGETS[name]
    files = {**{each: PAGE.encode() for each in TEXTS}, "eml": MAIL}
    made = edition(url="https://weekthatwas.example/1/")
    parcel = Parcel(made, files, "Bins & more.", root, lambda _reader: MAIL, "The week", made.url)
    found = target.prepare(parcel, target.Options(**OPTIONS.get(name, {})), Wish()).requests
    return "".join(f"{one.verb} {one.where}\n{one.body}\n\n" for one in found).replace(str(root), "DESK")


@pytest.mark.parametrize("name", TARGETS)
def test_a_draft_is_prepared_word_for_word(name: str, tmp_path: Path) -> None:
    """To take a change on purpose: write what the test shows into golden/NAME.txt."""
    assert requests(name, tmp_path) == (GOLDEN / f"{name}.txt").read_bytes().decode()


@pytest.mark.parametrize("name", TARGETS)
def test_preparing_twice_gives_the_same(name: str, tmp_path: Path) -> None:
    """It looks at nothing but what it is given."""
    assert requests(name, tmp_path) == requests(name, tmp_path)
