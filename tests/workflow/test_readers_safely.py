"""Addresses that a mail server could misread, or not read at all, are named before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundup.errors import UsageError
from roundup.workflow.readers import read_readers


@pytest.mark.parametrize(
    "address",
    [
        "jörg@reader.example",
        "ada@größe.example",
        "ada@reader.example\x00",
        "ada\x1b[31m@reader.example",
        "ada@reader.example>",
        "<ada@reader.example>",
        "ada@[127.0.0.1]",
        "ada@@reader.example",
        '"ada"@reader.example',
        "ada@reader.example;ben@reader.example",
        "ada\u200b@reader.example",
    ],
)
def test_what_no_server_takes_is_refused_whole(tmp_path: Path, address: str) -> None:
    """With its line, harmlessly; the good ones before it are not sent to either."""
    file = tmp_path / "readers.txt"
    file.write_text(f"ben@reader.example\n{address}\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_readers(file)
    assert "line 2" in caught.value.message
    assert not set("\x1b\x00\n") & set(caught.value.message)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120))
def test_every_reader_can_stand_in_a_command(tmp_path: Path, text: str) -> None:
    """Of any file: readers whose addresses are one word of ASCII, each once; or an error in words."""
    file = tmp_path / "readers.txt"
    file.write_bytes(f"{text}\nada@reader.example {text}".encode("utf-8", "replace"))
    try:
        readers = read_readers(file)
    except UsageError:
        return
    addresses = [reader.address for reader in readers]
    assert all(address.isascii() and not set(address) & set(' \r\n<>,;"') for address in addresses)
    assert len({address.casefold() for address in addresses}) == len(addresses)
