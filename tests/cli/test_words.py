"""What is said is safe to read: data to stdout, talk to stderr, nothing that steers a terminal."""

from __future__ import annotations

import json
import sys
from io import StringIO

import pytest

from roundup.cli.words import BOLD, complain, say, say_json, table, tell, wrapped
from roundup.text import width

HOSTILE = "a\x1b]0;owned\x07b\u202ec\nd"


class Terminal(StringIO):
    """A stdout that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """stdout becomes a colour terminal, 60 columns wide."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return stream


def test_data_and_talk_go_their_own_ways(capsys: pytest.CaptureFixture[str]) -> None:
    """stdout holds data only, so that it can be piped."""
    say("data")
    tell("talk")
    complain("it broke", "mend it")
    out, err = capsys.readouterr()
    assert out == "data\n"
    assert err == "talk\nroundup: it broke\nmend it\n"


def test_nothing_hostile_reaches_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Escapes and overrides of a feed's title are gone; the words are there."""
    say(HOSTILE)
    assert capsys.readouterr().out == "a]0;ownedbc\nd\n"


def test_passwords_in_addresses_are_not_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What people read and what ends up in mails of cron has no login in it; a pipe gets the address whole."""
    address = "https://ada:hunter2@blog.example/feed"
    say(address)
    tell(f"failing: {address}, write to ada@blog.example")
    out, err = capsys.readouterr()
    assert out == f"{address}\n"
    assert err == "failing: https://…@blog.example/feed, write to ada@blog.example\n"
    terminal = on_terminal(monkeypatch)
    say(address)
    assert terminal.getvalue() == "https://…@blog.example/feed\n"


def test_styles_are_for_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bold on a terminal, plain with NO_COLOR."""
    terminal = on_terminal(monkeypatch)
    say("x", BOLD)
    monkeypatch.setenv("NO_COLOR", "1")
    say("y", BOLD)
    assert terminal.getvalue() == "\x1b[1mx\x1b[0m\ny\n"


def test_json_is_ascii_and_inert(capsys: pytest.CaptureFixture[str]) -> None:
    """Any text survives the way through JSON, and no byte of it can steer a terminal."""
    say_json({"title": HOSTILE + "é\x9b"})
    out = capsys.readouterr().out
    assert json.loads(out) == {"title": HOSTILE + "é\x9b"}
    assert out.isascii()
    assert "\x1b" not in out


def test_rows_are_tab_separated_when_piped(capsys: pytest.CaptureFixture[str]) -> None:
    """A cell's own tabs and newlines cannot break the row."""
    table(("id", "title"), [("1", "a\tb\nc"), ("2", "d")])
    assert capsys.readouterr().out == "1\ta b c\n2\td\n"


def test_rows_fit_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wide column gives way, with an ellipsis, so that a row is a line."""
    terminal = on_terminal(monkeypatch)
    table(("id", "title", "blog"), [("1", "word " * 30, "A Blog"), ("12", "短い題名", "B")], wide=1)
    lines = terminal.getvalue().replace("\x1b[2m", "").replace("\x1b[0m", "").splitlines()
    assert lines[0].split() == ["id", "title", "blog"]
    assert all(width(line) <= 60 for line in lines)
    assert "…" in lines[1]
    assert lines[1].endswith("A Blog")


def test_width_counts_columns() -> None:
    """East Asian characters take two columns, combining marks none."""
    assert width("abc") == 3
    assert width("短い") == 4
    assert width("e\u0301") == 1


def test_paragraphs_are_wrapped_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each paragraph is folded by itself, indented."""
    monkeypatch.setenv("COLUMNS", "20")
    assert wrapped("one two three four five\n\nsix", indent="  ") == "  one two three four\n  five\n\n  six"


def test_wide_characters_and_endless_words_are_broken_where_the_line_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal needs two columns for many of the world's characters."""
    monkeypatch.setenv("COLUMNS", "12")
    assert wrapped("漢字漢字漢字漢字 ab", indent="  ") == "  漢字漢字漢\n  字漢字 ab"
    assert wrapped("so " + "x" * 25) == "so\nxxxxxxxxxxxx\nxxxxxxxxxxxx\nx"
    monkeypatch.setenv("COLUMNS", "1")
    assert wrapped("漢字") == "漢\n字"


def test_what_a_stream_cannot_encode_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ASCII terminal shows question marks, not a traceback."""
    import io

    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    say("café –")
    sys.stdout.flush()
    assert raw.getvalue() == b"caf? ?\n"
