"""Somebody's own editor: found, started without a shell, and every way it can fail told in words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from roundup.cli import editor
from roundup.cli.editor import edited, open_in_editor
from roundup.errors import RoundupError, UsageError


def editing(monkeypatch: pytest.MonkeyPatch, folder: Path, does: str) -> None:
    """An editor that does this with the file `path`, from a folder with a blank in its name."""
    place = folder / "my editors" / "it.py"
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\n{does}\n")
    monkeypatch.setenv("ROUNDUP_EDITOR", f"{sys.executable} '{place}'")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(folder))


def waiting_words(folder: Path) -> list[str]:
    return [path.read_text() for path in folder.glob("roundup-*.md")]


def test_what_the_editor_wrote_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the line end that editors put at the end of a file; the file is gone."""
    editing(monkeypatch, tmp_path, "path.write_text(path.read_text().upper() + '\\n')")
    assert edited("Bins – é 🗑\n\ntwo") == "BINS – É 🗑\n\nTWO"
    assert waiting_words(tmp_path) == []


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("sys.exit(3)", "ended with 3; nothing was changed"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "ended with -15; nothing was changed"),
        ("path.write_bytes(b'caf\\xe9')", "is not UTF-8 text"),
        ("path.write_text('x' * 1_000_001)", "has more than 1,000,000 bytes"),
    ],
)
def test_an_editor_that_fails_leaves_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, said: str
) -> None:
    """In the file, which is named."""
    editing(monkeypatch, tmp_path, does)
    with pytest.raises(RoundupError, match=said):
        edited("words")
    assert len(waiting_words_or_bytes(tmp_path)) == 1


def waiting_words_or_bytes(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.glob("roundup-*.md")]


def test_an_editor_that_takes_the_file_away_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to read any more."""
    editing(monkeypatch, tmp_path, "path.unlink()")
    with pytest.raises(UsageError, match="cannot be read"):
        edited("words")


@pytest.mark.parametrize(
    ("named", "said"),
    [("no-such-editor-here -w", "no-such-editor-here cannot be started"), ("/", "/ cannot be started")],
)
def test_an_editor_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, said: str
) -> None:
    """And which setting names it."""
    monkeypatch.setenv("ROUNDUP_EDITOR", named)
    with pytest.raises(RoundupError, match=said) as caught:
        open_in_editor(tmp_path / "x")
    assert "EDITOR" in caught.value.hint


@pytest.mark.parametrize("named", ["vi 'x", 'nano "', "vi \\"])
def test_an_editor_with_a_mark_left_open_is_a_word_and_no_bug(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    """It is the setting that is wrong, not the program."""
    monkeypatch.setenv("ROUNDUP_EDITOR", named)
    with pytest.raises(UsageError, match="EDITOR is no command line") as caught:
        open_in_editor(Path("x"))
    assert "quotation mark" in caught.value.hint


def test_blanks_are_no_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file itself is never started as a program: the usual editors are looked for."""
    marker = tmp_path / "started"
    script = tmp_path / "words.md"
    script.write_text(f"#!/bin/sh\ntouch '{marker}'\n")
    script.chmod(0o755)
    for name in ("ROUNDUP_EDITOR", "VISUAL", "EDITOR"):
        monkeypatch.setenv(name, "  ")
    monkeypatch.setattr(editor, "_EDITORS", ("true",))
    open_in_editor(script)
    assert not marker.exists()


def test_without_any_editor_it_is_said_how_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a line to copy."""
    for name in ("ROUNDUP_EDITOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(editor, "_EDITORS", ("no-such-editor-here",))
    with pytest.raises(UsageError, match="no editor was found") as caught:
        open_in_editor(Path("x"))
    assert "EDITOR=nano roundup edit" in caught.value.hint


def test_nothing_of_the_setting_is_given_to_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a semicolon nor a variable in it means anything."""
    marker = tmp_path / "owned"
    monkeypatch.setenv("ROUNDUP_EDITOR", f"true ; touch {marker} $(touch {marker})")
    open_in_editor(tmp_path / "x")
    assert not marker.exists()
