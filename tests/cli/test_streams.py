"""What comes in and goes out: closed, full, cut off, not text. Each a process of its own, as a shell would start it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from roundup.cli.streams import MOST, typed
from roundup.errors import UsageError
from tests.cli.desk import NOW, Commands
from tests.samples import entry
from tests.workflow.desks import desk_at


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with posts, made without the network."""
    folder = tmp_path_factory.mktemp("desk")
    Commands(folder).run("init", str(folder), "--empty")
    desk = desk_at(folder)
    with desk.store() as store, store.write():
        for n in range(300):
            text = f"Café number {n} has opened. " * 9
            one = entry(guid=str(n), url=f"https://blog.example/{n}/", title=f"Café {n}", text=text, html=text)
            store.posts.add(one, blog="A Blog", now=desk.now)
    return folder


def shell(root: Path, script: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A line of shell; `roundup` in it is this program, on the desk at `root`."""
    env = {**os.environ, "ROUNDUP_DESK": str(root), "ROUNDUP_NOW": NOW, "ROUNDUP_AS": "ada", **environment}
    define = f'set -o pipefail; roundup() {{ "{sys.executable}" -m roundup "$@"; }}; '
    return subprocess.run(["bash", "-c", define + script], env=env, capture_output=True, timeout=60)


@pytest.mark.parametrize(
    ("script", "code", "says"),
    [
        ("roundup posts >&-", 0, b"waiting"),
        ("roundup posts --json 2>&-", 0, b'"id"'),
        ("roundup posts >&- 2>&- <&-", 0, b""),
        ("roundup --version >&-", 0, b""),
        ("roundup note 1 - <&-", 2, b"standard input is closed"),
        ("roundup note 1 - </dev/null", 2, b"nothing came in"),
        ("printf 'caf\\xe9' | roundup note 1 -", 2, b"standard input is not UTF-8 text (byte 4)"),
        ("roundup note 1 $'caf\\xe9'", 2, b"the text is not UTF-8"),
        ("roundup annotate 1 --lead - --remark - </dev/null", 2, b"both lead and remark"),
        ("printf '\\xef\\xbb\\xbfFine.\\r\\n' | roundup note 2 -", 0, b"noted on 2"),
    ],
)
def test_closed_streams_and_foreign_bytes(root: Path, script: str, code: int, says: bytes) -> None:
    """A stream that is closed is no bug of ours; text that is not text is refused, not cut."""
    done = shell(root, script)
    assert (done.returncode, done.stderr.count(b"Traceback")) == (code, 0), done.stderr
    assert says in done.stdout + done.stderr


@pytest.mark.parametrize(
    "command", ["posts --all --limit 300", "posts --json", "--help", "--version", "check --json", "show 1"]
)
def test_a_full_disk_is_said(root: Path, command: str) -> None:
    """Exit 1, one sentence, no second complaint from the interpreter."""
    done = shell(root, f"roundup {command} > /dev/full")
    assert done.returncode == 1
    assert b"No space left on device" in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert b"bug in roundup" not in done.stderr


@pytest.mark.parametrize("command", ["posts --all --limit 300", "posts --json --all", "feeds export"])
def test_a_reader_that_has_enough_is_left_in_peace(root: Path, command: str) -> None:
    """`| head -1` shows its line and nothing else is said."""
    done = shell(root, f"roundup --quiet {command} | head -c 20")
    assert len(done.stdout) == 20
    assert done.stderr == b""


def test_the_desk_is_whole_after_a_life_without_streams(root: Path) -> None:
    """Nothing that was said went into the database, whose file might have had the number of a closed stream."""
    shell(root, "roundup star 3 >&- 2>&- <&-; roundup posts --json >&- 2>&- <&-")
    done = shell(root, "roundup posts --starred --json")
    assert b'"id": 3' in done.stdout


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_a_terminal_that_knows_only_ascii(root: Path, locale: str) -> None:
    """Question marks, not a traceback; JSON is whole."""
    env = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    shown = shell(root, "roundup show 1", **env)
    assert (shown.returncode, b"Caf? number 0" in shown.stdout) == (0, True)
    assert b"Caf\\u00e9 number 0" in shell(root, "roundup show 1 --json", **env).stdout


def test_the_folder_may_be_gone(root: Path, tmp_path: Path) -> None:
    """Exit 2: neither the desk nor a relative path can be found from nowhere."""
    (tmp_path / "gone").mkdir()
    here = f"cd '{tmp_path}/gone'; rmdir '{tmp_path}/gone'; unset ROUNDUP_DESK; "
    done = shell(root, f"{here} roundup posts; echo $?; roundup --desk desk posts; echo $?")
    assert done.stdout.split() == [b"2", b"2"]
    assert done.stderr.count(b"cannot be found") == 2
    (tmp_path / "circle").symlink_to("circle")
    assert shell(root, f"roundup --desk '{tmp_path}/circle' posts").returncode == 2


# ------------------------------------------------------------ in this process


def keys(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """What is piped in."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize("columns", ["1", "0", "-5", "x", "99999999"])
def test_no_width_is_too_odd(root: Path, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """However narrow or wide the terminal says it is; a piped list is whole."""
    monkeypatch.setenv("COLUMNS", columns)
    desk = Commands(root)
    assert "Café 0 · Café number 0" in desk.run("posts", "--limit", "1", "--sort", "new").out
    for words in (["show", "1"], ["edition"], ["--help"]):
        desk.run(*words)


def test_a_dash_is_what_is_piped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are as they were given; a byte order mark is not part of the words."""
    keys(monkeypatch, "\ufeffOne.\r\n\r\nTwo – três.\n".encode())
    assert typed(lead="-", remark="x", section=None) == {
        "lead": "One.\r\n\r\nTwo – três.\n",
        "remark": "x",
        "section": None,
    }


@pytest.mark.parametrize("data", [b"", b" \n", b"\xff", b"x\xc3", b"x" * (MOST + 1)])
def test_what_cannot_be_meant_is_refused(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Nothing at all (a program before it failed), bytes that are no text, more than anybody writes."""
    keys(monkeypatch, data)
    with pytest.raises(UsageError, match="standard input"):
        typed(lead="-")


def test_an_empty_text_is_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """It clears; nothing is read for it."""
    keys(monkeypatch, b"unread")
    assert typed(lead="", remark=None) == {"lead": "", "remark": None}
    assert sys.stdin.read() == "unread"
