"""--log-json: what a run did, a line a step, for programs to read; never a secret, never half a line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundup.cli.logbook import LONGEST, Logbook, without_secrets
from roundup.errors import UsageError
from roundup.workflow.steps import Step, timed
from tests.blogserver import Blogs, item, opml, serving
from tests.cli.desk import NOW, Commands
from tests.samples import entry
from tests.workflow.desks import desk_at

KEYS = ["time", "run", "command", "step", "what", "counts", "seconds", "edition", "exit"]
HTML = "text/html; charset=utf-8"


def lines(path: Path) -> list[dict[str, Any]]:
    """The log, each line a document with all its keys."""
    text = path.read_bytes()
    assert text.isascii()
    assert text.endswith(b"\n")
    found: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    assert all(list(line) == KEYS for line in found)
    return found


def steps(path: Path) -> list[str]:
    return [line["step"] for line in lines(path)]


def opened(path: Path | str, **more: Any) -> Logbook:
    """A log in the file, for a command called x."""
    book = Logbook()
    book.open(str(path), command="x", now=lambda: datetime(2026, 11, 20, 16, tzinfo=UTC), **more)
    return book


# ------------------------------------------------------------ a week


@pytest.fixture
def web() -> Iterator[Blogs]:
    with serving() as blogs:
        blogs.feed("/feed", *(item(f"p{n}", f"Post {n}", f"Words number {n}.", base=blogs.url) for n in (1, 2)))
        blogs.put("/roundup/", f'<a href="{blogs.url}/p1/">Somebody</a> wrote.', HTML)
        blogs.put("/p1/", "<title>Post 1</title>", HTML)
        yield blogs


def test_a_week_in_the_log(web: Blogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetched, checked, written, closed, delivered, told: a line each, with counts, the edition and how it ended."""
    monkeypatch.setattr("roundup.net.waiting.SECONDS", 0.0)
    log = tmp_path / "log"
    monkeypatch.setenv("ROUNDUP_LOG_JSON", str(log))
    desk = Commands(tmp_path / "desk", allow=web.host)
    desk.run("init", str(desk.root), "--empty")
    (desk.root / "feeds.opml").write_text(opml(f"{web.url}/feed", f"{web.url}/lost"))
    with (desk.root / "roundup.toml").open("a") as file:
        file.write('\n[deliver.folder]\npath = "public"\n')
    log.unlink()  # of init
    desk.run("fetch")
    begin, feed, failing, fetched, end = lines(log)
    assert (begin["step"], begin["command"], begin["what"]) == ("begin", "fetch", str(desk.root))
    assert (feed["what"], feed["counts"]["new_posts"]) == (f"{web.url}/feed", 2)
    assert failing["what"].startswith(f"{web.url}/lost: answered 404")
    assert (fetched["counts"]["feeds"], fetched["counts"]["failed"], fetched["seconds"] >= 0) == (2, 1, True)
    assert (end["step"], end["what"], end["exit"]) == ("end", "done", 0)
    assert {line["time"] for line in lines(log)} == {"2026-11-20T16:00:00.000+00:00"}
    assert len({line["run"] for line in lines(log)}) == 1

    desk.run("star", "1")
    desk.run("annotate", "1", "--lead", "[Somebody](post) wrote.")
    log.unlink()
    desk.run("publish", "--override", "no-words", "--reason", "test")
    assert steps(log) == ["begin", "check", "render", "close", "deliver", "site", "end"]
    made = {line["step"]: line for line in lines(log)}
    assert made["close"]["counts"] == {"picks": 1}
    assert made["deliver"]["what"].startswith("folder: created, saved")
    assert {made[step]["edition"] for step in ("check", "render", "close", "deliver")} == {1}

    log.unlink()
    desk.run("notify", "--url", f"{web.url}/roundup/")
    _, told, _ = lines(log)
    assert (told["step"], told["edition"]) == ("tell", 1)
    assert told["what"] == f"{web.url}/p1/ letter: A Blog"


def test_what_goes_wrong_is_the_last_line(tmp_path: Path) -> None:
    """In the words that were said, with the exit code; a command that is not understood leaves no half of a run."""
    desk = Commands(tmp_path / "desk")
    desk.run("init", str(desk.root), "--empty")
    log = tmp_path / "log"
    desk.run("--log-json", str(log), "feeds", "remove", "nothing", code=2)
    begin, end = lines(log)
    assert (begin["command"], end["command"], end["exit"]) == ("feeds remove", "feeds remove", 2)
    assert "nothing" in end["what"]
    desk.run("--log-json", str(log), "feeds", "remove", "--no-such-option", code=2)
    assert lines(log)[-1]["what"] == "the command was not understood"


def test_a_check_says_what_it_found(tmp_path: Path) -> None:
    """How much of each kind; what, is for whoever looks."""
    desk = Commands(tmp_path / "desk")
    desk.run("init", str(desk.root), "--empty")
    desk.run("--quiet", "--log-json", str(tmp_path / "log"), "check", "--json", code=1)
    _, check, end = lines(tmp_path / "log")
    assert (check["step"], check["counts"]["blocks"] > 0, end["exit"]) == ("check", True, 1)


def test_stderr_takes_it_too(tmp_path: Path) -> None:
    """`-`: for a service whose stderr is kept; stdout stays the command's own."""
    desk = Commands(tmp_path / "desk")
    desk.run("init", str(desk.root), "--empty")
    said = desk.run("--quiet", "--log-json", "-", "posts", "--json")
    assert json.loads(said.out) == []
    assert [json.loads(line)["step"] for line in said.err.splitlines()] == ["begin", "end"]


def test_without_the_option_no_log_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable is none."""
    monkeypatch.setenv("ROUNDUP_LOG_JSON", "")
    desk = Commands(tmp_path / "desk")
    desk.run("init", str(desk.root), "--empty")
    desk.run("--quiet", "posts", "--json")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk"]
    book = Logbook()
    book.begin("x", "y")
    book.note(Step("z"))
    book.end(0)


# ------------------------------------------------------------ what it never holds


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://ada:hunter2@blog.example/feed", "https://…@blog.example/feed"),
        ("http://hunter2@blog.example", "http://…@blog.example"),
        ("https://blog.example/feed?key=hunter2&page=2", "https://blog.example/feed?key=…&page=2"),
        ("https://blog.example/?a=1&access_token=hunter2#x", "https://blog.example/?a=1&access_token=…#x"),
        ("https://blog.example/?X-Amz-Signature=hunter2", "https://blog.example/?X-Amz-Signature=…"),
        ("the password hunter2 is wrong", "the password … is wrong"),
        ("https://blog.example/?p=12 by ada@blog.example", "https://blog.example/?p=12 by ada@blog.example"),
    ],
)
def test_no_secret_stands_in_a_line(text: str, kept: str) -> None:
    """Names and passwords of addresses, keys of their queries, what the environment says must stay secret."""
    assert without_secrets(text, ["hunter2"] if "the password" in text else []) == kept


def test_passwords_of_the_environment_are_left_out(tmp_path: Path) -> None:
    """Whatever names them: a variable is an address, a name and the password, with spaces perhaps."""
    secrets = ["https://blog.example ada abcd efgh ijkl", "", "only two", "https://x.example bearer t0ken"]
    book = opened(tmp_path / "log", secrets=secrets)
    book.note(Step("deliver", "wordpress: refused abcd efgh ijkl, then t0ken"))
    book.end(1, "abcd efgh ijkl")
    assert [line["what"] for line in lines(tmp_path / "log")] == ["wordpress: refused …, then …", "…"]


def test_a_whole_run_with_a_secret_feed_keeps_it(web: Blogs, tmp_path: Path) -> None:
    """An address with a password in feeds.opml is in no line, whether it works or fails."""
    desk = Commands(tmp_path / "desk", allow=web.host)
    desk.run("init", str(desk.root), "--empty")
    secret = web.url.replace("http://", "http://ada:hunter2@")
    (desk.root / "feeds.opml").write_text(opml(f"{secret}/feed", f"{secret}/lost?token=hunter3"))
    desk.run("--log-json", str(tmp_path / "log"), "fetch")
    assert steps(tmp_path / "log")[-1] == "end"
    assert "hunter" not in (tmp_path / "log").read_text()


@settings(max_examples=40)
@given(st.text(st.characters(), max_size=80))
def test_whatever_is_said_is_one_inert_line(text: str) -> None:
    """Control characters, ends of lines, half characters: one line of ASCII that reads back, and is never raw."""
    read, write = os.pipe()
    try:
        book = Logbook()
        book._file, book._open = write, True
        book.note(Step("feed", text, {"n": 1}))
        line = os.read(read, 100_000)
    finally:
        os.close(read)
        os.close(write)
    assert line.count(b"\n") == 1
    assert not set(line[:-1]) - set(range(0x20, 0x7F))
    said = json.loads(line)["what"]
    assert len(said) <= LONGEST
    assert not {"\x1b", "\n", "\u202e", "\x9b"} & set(said)


# ------------------------------------------------------------ the file


def test_two_writers_spoil_nothing(tmp_path: Path) -> None:
    """Each line is one write to the end: those of two runs stand in turn, and all are there."""

    def write(name: str) -> None:
        book = opened(tmp_path / "log")
        for _ in range(200):
            book.note(Step("feed", name * 400))
        book.end(0)

    writers = [Thread(target=write, args=(name,)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(lines(tmp_path / "log")) == 402


def test_a_line_another_run_is_writing_is_not_taken_for_one_cut_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file can be seen while a line is half in it: it is looked at again before anything is put between."""
    log = tmp_path / "log"
    log.write_text('{"time": "2026-11-2')

    def meanwhile(_seconds: float) -> None:
        if not log.read_text().endswith("\n"):
            with log.open("a") as other:
                other.write('0"}\n')

    monkeypatch.setattr("roundup.cli.logbook.time.sleep", meanwhile)
    opened(log).end(0)
    first, second = log.read_text().splitlines()
    assert first == '{"time": "2026-11-20"}'
    assert json.loads(second)["exit"] == 0


def test_a_line_that_was_cut_short_spoils_only_itself(tmp_path: Path) -> None:
    """As a full disk leaves it: the next run begins a line of its own."""
    log = tmp_path / "log"
    log.write_text('{"time": "2026-11-2')
    opened(log).end(0)
    first, second = log.read_text().splitlines()
    assert first == '{"time": "2026-11-2'
    assert json.loads(second)["exit"] == 0


def test_the_file_may_be_moved_away_between_runs(tmp_path: Path) -> None:
    """As logrotate does."""
    log = tmp_path / "log"
    opened(log).end(0)
    log.rename(tmp_path / "log.1")
    opened(log).end(1)
    assert [lines(path)[0]["exit"] for path in (tmp_path / "log.1", log)] == [0, 1]


def test_where_even_stderr_is_gone_the_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """A supervisor that went away: neither the line nor the complaint about it can be written."""

    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Gone())
    book = opened("-")
    book.note(Step("feed"))
    book.end(0)


def test_what_is_no_log_is_refused_untouched(tmp_path: Path) -> None:
    """The desk's own memory above all; exit 2, before anything is done."""
    desk = Commands(tmp_path / "desk")
    desk.run("init", str(desk.root), "--empty")
    desk.run("posts")
    memory = desk.root / "roundup.db"
    before = memory.read_bytes()
    for name in ("roundup.db", "roundup.toml", "feeds.opml"):
        said = desk.run("--log-json", str(desk.root / name), "posts", code=2)
        assert "holds something else than a log" in said.err
    assert memory.read_bytes() == before


@pytest.mark.parametrize("name", ["nowhere/log", "."])
def test_where_it_cannot_be_kept_nothing_is_done(tmp_path: Path, name: str) -> None:
    """A timer whose log goes nowhere is put right before it is relied on."""
    with pytest.raises(UsageError, match="cannot be written"):
        opened(tmp_path / name)


def test_a_pipe_nobody_reads_does_not_keep_a_run_waiting(tmp_path: Path) -> None:
    """It takes what fits; the run goes on."""
    os.mkfifo(tmp_path / "pipe")
    book = opened(tmp_path / "pipe")
    for _ in range(1000):
        book.note(Step("feed", "x" * 400))
    book.end(0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_ends_the_log_and_not_the_work(tmp_path: Path) -> None:
    """Said once; the command does its work and ends as it would have."""
    desk = Commands(tmp_path / "desk")
    desk.run("init", str(desk.root), "--empty")
    with (here := desk_at(desk.root)).store() as store, store.write():
        store.posts.add(entry(), blog="A Blog", now=here.now)
    said = desk.run("--quiet", "--log-json", "/dev/full", "star", "1")
    assert said.err == "the log cannot be written any more: No space left on device\n"
    assert len(desk.json("posts", "--starred")) == 1


# ------------------------------------------------------------ steps


def test_a_step_that_fails_is_not_logged_as_done() -> None:
    """The end says what went wrong."""
    logged: list[Step] = []
    with pytest.raises(OSError), timed(logged.append, "render"):  # noqa: PT011 - whatever it was
        raise OSError
    assert logged == []
    with timed(logged.append, "render", edition=3) as step:
        step.counts = {"files": 2}
    assert (logged[0].counts, logged[0].edition) == ({"files": 2}, 3)
    assert (logged[0].seconds or 0) >= 0


# ------------------------------------------------------------ as cron starts it


@pytest.mark.skipif(sys.platform == "win32", reason="cron is not there")
def test_as_cron_starts_it(web: Blogs, tmp_path: Path) -> None:
    """No home, no terminal, no locale, nothing on standard input, in the root folder, with a strict umask."""
    desk = Commands(tmp_path / "desk", allow=web.host)
    desk.run("init", str(desk.root), "--empty")
    (desk.root / "feeds.opml").write_text(opml(f"{web.url}/feed"))
    program = f'env -i ROUNDUP_NOW={NOW} ROUNDUP_ALLOW_HOSTS={web.host} LANG=C "{sys.executable}" -m roundup'
    line = f'umask 077; cd /; {program} --quiet --desk "{desk.root}" --log-json "{tmp_path}/log" fetch <&-'
    done = subprocess.run(["sh", "-c", line], capture_output=True, timeout=60, env={"PATH": os.defpath})
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert steps(tmp_path / "log") == ["begin", "feed", "fetch", "end"]
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600
    assert len(desk.json("posts")) == 2
