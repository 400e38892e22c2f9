"""`roundup triage` on real terminals, and where there is none; somebody's own editor."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from roundup.cli import triage
from roundup.cli.editor import edited
from roundup.errors import RoundupError, UsageError
from tests.cli.desk import Commands

PATIENCE = 60.0  # seconds until a terminal is given up


class Terminal:
    """A program on a terminal of 80 columns and 24 lines: keys in, all that was painted out."""

    def __init__(self, desk: Commands, *words: str, **environment: str) -> None:
        self.main, side = pty.openpty()
        values = {**os.environ, **desk.environment, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "roundup", *words],
            env={**values, **environment},
            stdin=side,
            stdout=side,
            stderr=side,
            start_new_session=True,
        )
        os.close(side)
        self.painted = b""

    def read(self) -> bool:
        """What is painted now; False once the program is gone."""
        if not select.select([self.main], [], [], 0.05)[0]:
            return self.process.poll() is None
        try:
            self.painted += os.read(self.main, 65536)
        except OSError:
            return False
        return True

    def until(self, words: str) -> None:
        """Wait for words on the screen."""
        deadline = time.monotonic() + PATIENCE
        while words.encode() not in self.painted:
            assert self.read() or words.encode() in self.painted, self.painted[-2000:].decode(errors="replace")
            assert time.monotonic() < deadline, f"no {words!r} in {self.painted[-2000:]!r}"

    def press(self, keys: str) -> None:
        self.painted = b""
        os.write(self.main, keys.encode())

    def end(self) -> int:
        """Its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            self.read()
        while self.read():
            pass
        return self.process.wait(1)


@contextmanager
def terminal(desk: Commands, *words: str, **environment: str) -> Iterator[Terminal]:
    made = Terminal(desk, *words, **environment)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.process.kill()
        made.process.wait()
        os.close(made.main)


def starred(desk: Commands) -> int:
    return len(desk.json("posts", "--starred"))


@pytest.mark.slow
def test_an_evening_on_a_real_terminal(desk: Commands) -> None:
    """Painted, pressed, left; the terminal is itself again, and the command says what comes next."""
    with terminal(desk, "triage", "--minutes", "30") as screen:
        screen.until("quit")
        assert b"30:00 for 3 posts" in screen.painted
        screen.press("s")
        screen.until("starred")
        screen.press("q")
        assert screen.end() == 0
        # The alternate screen is left, and the cursor is shown.
        assert screen.painted.index(b"\x1b[?1049l") < screen.painted.index(b"1 post decided")
        assert b"\x1b[?25h" in screen.painted
    assert starred(desk) == 1


@pytest.mark.slow
def test_what_was_decided_survives_a_kill(desk: Commands) -> None:
    """kill -9 right after the key."""
    with terminal(desk, "triage") as screen:
        screen.until("quit")
        screen.press("s")
        screen.until("starred")
        screen.process.send_signal(signal.SIGKILL)
        screen.process.wait()
    assert starred(desk) == 1


@pytest.mark.slow
def test_no_color_paints_no_colour(desk: Commands) -> None:
    """Neither of sixteen nor of 256 nor of millions; bold, dim and reversed stay."""
    with terminal(desk, "triage", NO_COLOR="1") as screen:
        screen.until("quit")
        codes = {code for part in screen.painted.split(b"\x1b[")[1:] if (code := part.partition(b"m")[0]) != part}
        numbers = {int(number) for code in codes for number in code.split(b";") if number.isdigit()}
        assert {number for number in numbers if 30 <= number <= 48 and number != 39} == set()
        assert numbers & {1, 2, 7}
        screen.press("q")
        assert screen.end() == 0


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_a_terminal_that_cannot_be_painted_on(desk: Commands, kind: str) -> None:
    """Exit 2, in one sentence, with what to do instead."""
    with terminal(desk, "triage", TERM=kind) as screen:
        assert screen.end() == 2
        text = screen.painted.decode()
        assert "cannot be painted on" in text
        assert "xterm-256color" in text
        assert "\x1b[?1049h" not in text


def test_without_a_terminal_it_says_what_to_do(desk: Commands) -> None:
    """Exit 2: a script finds the commands that do the same."""
    said = desk.run("triage", code=2)
    assert "needs a terminal" in said.err
    assert "roundup posts --json" in said.err


def test_without_the_extra_it_says_how_to_get_it(desk: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """With pipx and with pip; nothing else of the program needs it."""
    monkeypatch.setattr(triage, "_refuse_no_terminal", lambda: None)
    monkeypatch.setattr(triage, "find_spec", lambda _name: None)
    said = desk.run("triage", code=1)
    assert "needs Textual" in said.err
    assert "pipx install --force 'localgov-roundup[tui]'" in said.err


@pytest.mark.parametrize("minutes", ["0", "-5", "1441", "ten"])
def test_minutes_are_sensible(desk: Commands, minutes: str) -> None:
    """One to a day."""
    assert "--minutes" in desk.run("triage", "--minutes", minutes, code=2).err


# ---------------------------------------------------------------- an editor


def script(folder: Path, text: str) -> str:
    """An editor that does what `text` says with its file."""
    path = folder / "editor.py"
    path.write_text(f"import sys, pathlib\nfile = pathlib.Path(sys.argv[-1])\n{text}\n", encoding="utf-8")
    return f"{sys.executable} {path}"


def test_words_go_through_somebodys_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it saves comes back, without the line end that editors add; the file is gone afterwards."""
    names = tmp_path / "names"
    change = f"pathlib.Path({str(names)!r}).write_text(str(file)); file.write_text(file.read_text().upper() + '\\n')"
    monkeypatch.setenv("EDITOR", script(tmp_path, change))
    assert edited("a lead-in") == "A LEAD-IN"
    assert not Path(names.read_text()).exists()


def test_an_editor_that_fails_leaves_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a file that is named."""
    monkeypatch.setenv("EDITOR", script(tmp_path, "sys.exit(3)"))
    with pytest.raises(RoundupError, match="ended with 3") as caught:
        edited("a lead-in")
    kept = Path(caught.value.hint.removeprefix("Your text is in "))
    assert kept.read_text() == "a lead-in"
    kept.unlink()


def test_an_editor_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the variable to set."""
    monkeypatch.setenv("EDITOR", "/nowhere/vi")
    with pytest.raises(RoundupError, match="cannot be started") as caught:
        edited("a lead-in")
    assert "EDITOR" in caught.value.hint


def test_without_any_editor_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On a machine that has none."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="no editor was found"):
        edited("a lead-in")
