"""Told to stop: a shutdown or a closed terminal ends a command as Ctrl-C does, whole, and said in the log."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from roundup.cli.signals import stoppable
from tests.blogserver import Blogs, item, opml, serving
from tests.cli.desk import Commands
from tests.cli.test_interrupted import wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are Unix's")

SIGNALS = [signal.SIGTERM, signal.SIGHUP] if sys.platform != "win32" else []


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """As a shell starts a program, and as they were afterwards."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_what_is_under_way(number: signal.Signals) -> None:
    """As Ctrl-C does; a second one would end the process there and then, and afterwards all is as it was."""
    with stoppable():
        assert callable(signal.getsignal(number))
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
        assert signal.getsignal(number) is signal.SIG_DFL
    assert signal.getsignal(number) is signal.SIG_DFL


def test_what_the_caller_ignores_stays_ignored() -> None:
    """nohup, and whoever handles signals themselves."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with stoppable():
        os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_only_the_main_thread_hears_signals() -> None:
    """A program that runs commands in threads of its own keeps its handlers."""
    seen: list[Any] = []

    def work() -> None:
        with stoppable():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = Thread(target=work)
    thread.start()
    thread.join(5)
    assert seen == [signal.SIG_DFL]


def test_a_shutdown_in_the_midst_of_a_fetch(tmp_path: Path) -> None:
    """SIGTERM: 130 although a feed hangs, nothing on stderr, the log says so, and the next run finishes by itself."""
    with serving() as web:
        desk = Commands(tmp_path / "desk", allow=web.host)
        desk.run("init", str(desk.root), "--empty")
        slow = web.feed("/slow", item("late", "Late news", "It came in late but it came."))
        (desk.root / "feeds.opml").write_text(opml(slow))
        web.held["/slow"] = Event()
        with desk.start("--quiet", "fetch", ROUNDUP_LOG_JSON=str(tmp_path / "log")) as fetching:
            wait_until(lambda: asked(web))
            fetching.send_signal(signal.SIGTERM)
            out, err = fetching.communicate(timeout=30)
        assert (fetching.returncode, out, err) == (130, "", "")
        begin, end = (json.loads(line) for line in (tmp_path / "log").read_text().splitlines())
        assert (begin["step"], end["what"], end["exit"]) == ("begin", "interrupted", 130)
        web.held["/slow"].set()
        desk.run("--quiet", "--wait", "0", "fetch")
        assert [post["title"] for post in desk.json("posts")] == ["Late news"]


def asked(web: Blogs) -> bool:
    return any(path == "/slow" for path, _ in web.asked)
