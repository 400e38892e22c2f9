"""A list of readers: one a line, read whole or refused by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundup.deliver import Reader
from roundup.errors import UsageError
from roundup.workflow.readers import MOST_READERS, read_readers


def readers(folder: Path, text: str | bytes) -> tuple[Reader, ...]:
    file = folder / "readers.txt"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_readers(file)


def test_addresses_and_tokens(tmp_path: Path) -> None:
    """Comments and blank lines are nobody; an address in another case is the same reader, the first counts."""
    text = "\ufeff# The list\r\nada@reader.example t1\r\n\r\n  ben@reader.example\r\nADA@reader.example t9\r\n"
    assert readers(tmp_path, text) == (Reader("ada@reader.example", "t1"), Reader("ben@reader.example"))


@pytest.mark.parametrize(
    "line",
    [
        "ada",
        "Ada <ada@reader.example>",
        "ada@reader.example, ben@reader.example",
        "a@b c d",
        "@",
        "a@",
        "x" * 300 + "@b.c",
    ],
)
def test_what_is_no_address_is_named_by_line(tmp_path: Path, line: str) -> None:
    """Before anything is sent to anybody."""
    with pytest.raises(UsageError) as caught:
        readers(tmp_path, f"ada@reader.example\n{line}\n")
    assert "line 2" in caught.value.message
    assert "Nothing was sent" in caught.value.hint


@pytest.mark.parametrize(
    "text", ["", "# nobody\n", b"\xff\xfe", "\n".join(f"a{n}@b.c" for n in range(MOST_READERS + 1))]
)
def test_no_list_is_an_error(tmp_path: Path, text: str | bytes) -> None:
    """Nobody, too many, or bytes that are no text."""
    with pytest.raises(UsageError):
        readers(tmp_path, text)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """With its name."""
    with pytest.raises(UsageError) as caught:
        read_readers(tmp_path / "none.txt")
    assert "none.txt" in caught.value.message
