"""`roundup edit` as its user meets it: in scripts, and in an editor."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path

import pytest

from tests.cli.desk import Commands
from tests.workflow.desks import desk_at, ready


@pytest.fixture
def desk(tmp_path: Path) -> Commands:
    """A desk with two picks."""
    root = tmp_path / "desk"
    commands = Commands(root, now="2026-11-20T09:00:00+00:00")
    commands.run("init", str(root), "--empty")
    ready(desk_at(root), "bins", "votes")
    return commands


def test_out_and_in_through_files(desk: Commands, tmp_path: Path) -> None:
    """For scripts, and for editors that are not on this machine."""
    file = tmp_path / "sheet.md"
    desk.run("edit", "--export", str(file))
    text = file.read_text()
    file.write_text(text.replace("Somebody [wrote](post) number 1.", "Ada [wrote](post) it."))
    assert desk.run("edit", "--import", str(file)).err == "lead-in of 1  Bins\n"
    assert desk.run("edit", "--import", str(file)).err == "nothing has changed\n"


def test_out_and_in_through_pipes(desk: Commands) -> None:
    """With - for standard output and input."""
    text = desk.run("edit", "--export", "-").out
    said = desk.run("edit", "--import", "-", stdin=text.replace("number 2.", "number two."))
    assert said.err == "lead-in of 2  Votes\n"
    assert "number two." in desk.run("edit", "--export", "-").out


def test_what_is_wrong_is_named_by_line_and_nothing_is_changed(desk: Commands) -> None:
    """Exit 1; the file stays as it was left."""
    text = desk.run("edit", "--export", "-").out
    broken = text.replace("Somebody [wrote](post) number 1.", "Mine.\n\n> Zebras quarrel.")
    said = desk.run("edit", "--import", "-", stdin=broken, code=1)
    line = broken.split("\n").index("> Zebras quarrel.") + 1
    assert said.err.startswith(f"line {line}: Nothing like the passage stands in “Bins”")
    assert "nothing was changed" in said.err
    assert desk.run("edit", "--export", "-").out == text


def test_a_conflict_shows_both_sides(desk: Commands) -> None:
    """As a difference, on standard output."""
    text = desk.run("edit", "--export", "-").out
    desk.run("annotate", "1", "--lead", "Bert [says](post).")
    said = desk.run("edit", "--import", "-", stdin=text.replace("Somebody [wrote](post) number 1.", "Mine."), code=1)
    assert "post 1, lead-in: changed here, and meanwhile to something else on the desk" in said.err
    assert "-Bert [says](post).\n+Mine." in said.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("edit",), "an editor needs a terminal"),
        (("edit", "--export", "a", "--import", "b"), "two errands"),
        (("edit", "--import", "missing.md"), "missing.md cannot be read"),
    ],
)
def test_misuse_is_said_in_words(desk: Commands, words: tuple[str, ...], said: str) -> None:
    """Exit 2."""
    assert said in desk.run(*words, code=2).err


def test_a_file_that_is_not_text_is_refused(desk: Commands, tmp_path: Path) -> None:
    """With what to do."""
    (tmp_path / "sheet.md").write_bytes(b"# caf\xe9")
    assert "is not UTF-8 text" in desk.run("edit", "--import", str(tmp_path / "sheet.md"), code=2).err


# ---------------------------------------------------------------- in an editor


def at_a_terminal(desk: Commands, editor: Path, answers: str = "") -> tuple[int, str]:
    """`roundup edit` on a terminal of its own: (exit code, everything shown)."""
    environment = {**os.environ, **desk.environment, "EDITOR": f"{sys.executable} {editor}", "NO_COLOR": "1"}
    environment.pop("VISUAL", None)
    child, terminal = pty.fork()
    if not child:
        os.execve(sys.executable, [sys.executable, "-m", "roundup", "edit"], environment)
    os.write(terminal, answers.encode())
    shown = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode(errors="replace").replace("\r\n", "\n")


def editor(path: Path, *steps: str) -> Path:
    """A program that edits: on its n-th run it does the n-th step (Python, `text` in and out)."""
    path.write_text(
        "import pathlib, sys\n"
        "file, runs = pathlib.Path(sys.argv[-1]), pathlib.Path(__file__).with_suffix('.runs')\n"
        "run = len(runs.read_text()) if runs.exists() else 0\n"
        "runs.write_text('x' * (run + 1))\n"
        "text = file.read_text()\n"
        f"exec({list(steps)!r}[run])\n"
        "file.write_text(text)\n"
    )
    return path


def test_a_session_in_an_editor(desk: Commands, tmp_path: Path) -> None:
    """Edit, save, leave: it is recorded, and the file is kept as the last one."""
    script = editor(tmp_path / "ed.py", "text = text.replace('number 1.', 'number one.')")
    assert at_a_terminal(desk, script) == (0, "lead-in of 1  Bins\n")
    assert [path.name for path in (desk.root / "worksheets").iterdir()] == ["worksheet.last.md"]


def test_a_fault_opens_the_file_again_with_the_place_marked(desk: Commands, tmp_path: Path) -> None:
    """Until it is right."""
    script = editor(
        tmp_path / "ed.py",
        "text = text.replace('number 1.', 'number 1.\\n\\n> Zebras quarrel.')",
        "assert '<!-- !! Nothing like the passage' in text; text = text.replace('> Zebras quarrel.', '')",
    )
    code, shown = at_a_terminal(desk, script, "y\n")
    assert code == 0, shown
    assert "Open it again?" in shown
    assert shown.endswith("nothing has changed\n")


def test_an_editor_who_has_had_enough_loses_nothing(desk: Commands, tmp_path: Path) -> None:
    """The file waits, and the next session goes on with it."""
    script = editor(
        tmp_path / "ed.py",
        "text = text.replace('number 1.', 'number one.\\n\\n> Zebras quarrel.')",
        "text = text.replace('> Zebras quarrel.', '')",
    )
    code, shown = at_a_terminal(desk, script, "n\n")
    assert code == 1
    assert "Your worksheet is kept" in shown
    code, shown = at_a_terminal(desk, script)
    assert code == 0
    assert shown.startswith("Going on with ")
    assert shown.endswith("lead-in of 1  Bins\n")


def test_an_editor_that_fails_changes_nothing(desk: Commands, tmp_path: Path) -> None:
    """Leaving vim with :cq says "no"."""
    code, shown = at_a_terminal(desk, editor(tmp_path / "ed.py", "sys.exit(3)"))
    assert code == 1
    assert "ended with 3; nothing was changed" in shown
