"""Which desk a command works on, what it says when there is none, and how errors end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import roundup
from roundup.cli import main
from roundup.cli.app import COMMANDS
from tests.cli.desk import Commands


def said(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command run in a folder."""
    env = {**os.environ, **environment}
    return subprocess.run([sys.executable, "-m", "roundup", *words], cwd=cwd, env=env, capture_output=True, text=True)


def test_the_version_is_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """With nothing but the package loaded."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"roundup {roundup.__version__}\n"


def test_a_desk_is_made_once(tmp_path: Path) -> None:
    """`init` writes two files and refuses to overwrite either."""
    desk = Commands(tmp_path / "new")
    made = desk.run("init", str(desk.root))
    assert sorted(Path(line).name for line in made.out.splitlines()) == ["feeds.opml", "roundup.toml"]
    (desk.root / "roundup.toml").unlink()
    refused = desk.run("init", str(desk.root), code=2)
    assert "already holds feeds.opml" in refused.err
    assert not (desk.root / "roundup.toml").exists()


def test_a_desk_may_begin_empty(tmp_path: Path) -> None:
    """Without the blogs that come along; the first import fills it."""
    desk = Commands(tmp_path / "new")
    desk.run("init", str(desk.root), "--empty")
    assert desk.json("feeds") == []
    desk.run("fetch", code=2)


def test_the_desk_is_found_from_below(tmp_path: Path) -> None:
    """A command in a folder of the desk works on the desk; --desk and ROUNDUP_DESK name one from anywhere."""
    root = tmp_path / "desk"
    main(["init", str(root)])
    deep = root / "a" / "b"
    deep.mkdir(parents=True)
    rows = said("feeds", cwd=deep).stdout
    assert rows
    assert said("--desk", str(root), "feeds", cwd=tmp_path).stdout == rows
    assert said("feeds", cwd=tmp_path, ROUNDUP_DESK=str(root)).stdout == rows


def test_without_a_desk_the_remedy_is_said(tmp_path: Path) -> None:
    """Exit 2, and how to make one."""
    lost = said("posts", cwd=tmp_path)
    assert lost.returncode == 2
    assert "roundup init" in lost.stderr
    assert "Traceback" not in lost.stderr


@pytest.mark.parametrize(
    "words",
    [[], ["stra"], ["star"], ["posts", "--limit", "0"], ["posts", "--all", "--starred"], ["posts", "--sort", "x"]],
)
def test_usage_errors_end_with_two(tmp_path: Path, words: list[str]) -> None:
    """A wrong word is answered in words, never with a traceback."""
    main(["init", str(tmp_path / "d")])
    wrong = said("--desk", str(tmp_path / "d"), *words, cwd=tmp_path)
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr


def test_a_bug_ends_with_a_log_to_paste(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 3, one line, and a file with the details."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("roundup.workflow.desk.init", lambda *_a, **_k: 1 / 0)
    assert main(["init", str(tmp_path / "d")]) == 3
    err = capsys.readouterr().err
    assert "bug in roundup" in err
    assert "Traceback" not in err
    (log,) = tmp_path.glob("roundup-bug-*.log")
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`roundup COMMAND --help` says what it does and shows one use."""
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"Example: roundup {name}" in " ".join(shown.split())


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A file where the desk's folder should be: exit 2 and the name of it."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    wrong = said("init", str(tmp_path / "file" / "desk"), cwd=tmp_path)
    assert wrong.returncode == 2
    assert "cannot be written" in wrong.stderr
