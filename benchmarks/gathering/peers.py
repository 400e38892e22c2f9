"""The programs that are measured: ours, and others that do the same work or a part of it.

Each is asked to fetch the same addresses at the same time limits, as its own documentation says it is done fast.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from xml.sax.saxutils import quoteattr

import roundup

SECONDS = 10  # that any program waits for one feed
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Task:
    """What to fetch, where a program may keep what it likes (an empty folder), and what time it is said to be."""

    folder: Path
    urls: Sequence[str]
    now: datetime


class Peer(Protocol):
    """A program under test. `reads_json`: whether it knows JSON Feed."""

    name: str
    reads_json: bool

    def version(self) -> str:
        """Its name and version, "" if it is not here."""

    def prepare(self, task: Task) -> None:
        """Make it follow the feeds, without fetching."""

    def command(self, task: Task) -> list[str]:
        """What fetches."""

    def environment(self, task: Task) -> Mapping[str, str]:
        """What it finds around it."""

    def stored(self, task: Task) -> int | None:
        """How many entries it has by now; None if it keeps none."""


class Roundup:
    """Ours, through its command line, on a desk of its own."""

    name, reads_json = "roundup", True

    def version(self) -> str:
        return f"roundup {roundup.__version__}"

    def prepare(self, task: Task) -> None:
        # Whoever has used the program once has its bytecode; a checkout may not.
        subprocess.run([sys.executable, "-m", "compileall", "-q", *roundup.__path__], check=True)
        _run([sys.executable, "-m", "roundup", "init", str(task.folder / "desk"), "--empty"], self.environment(task))
        outlines = "".join(f"<outline type='rss' text='{n}' xmlUrl={quoteattr(u)}/>\n" for n, u in enumerate(task.urls))
        opml = f'<opml version="2.0"><head/><body>\n{outlines}</body></opml>\n'
        (task.folder / "desk" / "feeds.opml").write_text(opml, encoding="utf-8")
        limits = f"[fetch]\ndeadline = {SECONDS}\n"
        (task.folder / "desk" / "roundup.toml").write_text(limits, encoding="utf-8")

    def command(self, task: Task) -> list[str]:
        return [sys.executable, "-m", "roundup", "--desk", str(task.folder / "desk"), "--quiet", "fetch", "--all"]

    def environment(self, task: Task) -> Mapping[str, str]:
        ports = {url.split("/")[2].rsplit(":")[1] for url in task.urls}
        allowed = " ".join(f"127.0.0.0/8:{port}" for port in ports)
        # The program of this checkout, whichever one is installed.
        here = {"PYTHONPATH": str(Path(roundup.__file__).parents[1]), "HOME": str(task.folder)}
        return {**_plain(), **here, "ROUNDUP_ALLOW_HOSTS": allowed, "ROUNDUP_NOW": task.now.isoformat()}

    def stored(self, task: Task) -> int | None:
        return _count(task.folder / "desk" / "roundup.db", "posts")


class Curl:
    """Downloads, and asks with the ETag of last time; reads and keeps nothing. What the network itself costs.

    A thousand feeds in one run, then the next thousand: with more at a time it slows itself down.
    """

    name, reads_json = "curl", True
    _IN_ONE_RUN = 1000

    def version(self) -> str:
        return " ".join(_first_line(["curl", "--version"]).split()[:2])

    def prepare(self, task: Task) -> None:
        requests = []
        for number, url in enumerate(task.urls):
            etag = task.folder / f"{number}.etag"
            etag.touch()
            lines = (
                *(f'url = "{url}"', f'output = "{task.folder / str(number)}"', "compressed", "silent"),
                *(f'etag-save = "{etag}"', f'etag-compare = "{etag}"', f"max-time = {SECONDS}", "location"),
            )
            requests.append("\n".join(lines))
        for name, begin in self._lists(task).items():
            some = requests[begin : begin + self._IN_ONE_RUN]
            (task.folder / name).write_text("\nnext\n".join(some) + "\n", encoding="utf-8")

    def command(self, task: Task) -> list[str]:
        each = f"curl --parallel --parallel-immediate --parallel-max {_AT_ONCE} -K"
        lists = [str(task.folder / name) for name in self._lists(task)]
        return ["sh", "-c", f'for list in "$@"; do {each} "$list"; done', "curl", *lists]

    def _lists(self, task: Task) -> dict[str, int]:
        """Names of files, each with the number of its first address."""
        return {f"curlrc-{begin}": begin for begin in range(0, len(task.urls), self._IN_ONE_RUN)}

    def environment(self, task: Task) -> Mapping[str, str]:
        return {**_plain(), "HOME": str(task.folder)}

    def stored(self, _task: Task) -> int | None:
        return None


class Newsboat:
    """A reader for the terminal, in C++ and Rust."""

    name, reads_json = "newsboat", False

    def version(self) -> str:
        words = _first_line(["newsboat", "--version"]).split()
        return f"newsboat {words[1]}" if len(words) > 1 else ""

    def prepare(self, task: Task) -> None:
        (task.folder / "urls").write_text("".join(f"{url}\n" for url in task.urls), encoding="utf-8")
        lines = (f"reload-threads {_AT_ONCE}", f"download-timeout {SECONDS}", "download-retries 1", "max-items 0", "")
        (task.folder / "config").write_text("\n".join(lines), encoding="utf-8")

    def command(self, task: Task) -> list[str]:
        files = {"-u": "urls", "-C": "config", "-c": "cache.db"}
        options = [word for flag, name in files.items() for word in (flag, str(task.folder / name))]
        return ["newsboat", "-q", *options, "-x", "reload"]

    def environment(self, task: Task) -> Mapping[str, str]:
        return {**_plain(), "HOME": str(task.folder)}

    def stored(self, task: Task) -> int | None:
        return _count(task.folder / "cache.db", "rss_item")


class Reader:
    """lemon24/reader, in Python with feedparser and requests. `python` is one that has it: its needs may differ."""

    name, reads_json = "reader", True
    _FOLLOW = (
        "import sys; from reader import make_reader\n"
        "with make_reader(sys.argv[1]) as reader:\n"
        "    for url in open(sys.argv[2]).read().split(): reader.add_feed(url)"
    )

    def __init__(self, python: str) -> None:
        self._python = python

    def version(self) -> str:
        ask = "import importlib.metadata as m, reader._cli; print('reader', m.version('reader'))"
        return _first_line([self._python, "-c", ask]) if self._python else ""

    def prepare(self, task: Task) -> None:
        urls = task.folder / "urls"
        urls.write_text("\n".join(task.urls), encoding="utf-8")
        _run([self._python, "-c", self._FOLLOW, str(task.folder / "db.sqlite"), str(urls)], self.environment(task))

    def command(self, task: Task) -> list[str]:
        database = str(task.folder / "db.sqlite")
        return [self._python, "-m", "reader", "--db", database, "update", "--no-scheduled", "--workers", "20"]

    def environment(self, task: Task) -> Mapping[str, str]:
        return {**_plain(), "HOME": str(task.folder)}

    def stored(self, task: Task) -> int | None:
        return _count(task.folder / "db.sqlite", "entries")


def present(python_of_reader: str = "", names: Sequence[str] = ()) -> tuple[list[Peer], list[str]]:
    """Ours first, then those that are here; and the names of those that are not. `names`: only these (none: all)."""
    peers: list[Peer] = [Roundup(), Curl(), Newsboat(), Reader(python_of_reader)]
    wanted = [peer for peer in peers if not names or peer.name in names]
    here = [peer for peer in wanted if peer.version()]
    return here, [peer.name for peer in wanted if peer not in here]


def _plain() -> dict[str, str]:
    """The environment of any program: bytecode may be kept, no proxy, nobody's settings."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1"}


def _run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:4])} … ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _first_line(command: Sequence[str]) -> str:
    """What a program says of itself, "" if there is no such program or it does not work."""
    if not shutil.which(command[0]):
        return ""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout.splitlines() or [""])[0] if done.returncode == 0 else ""


def _count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as connection, suppress(sqlite3.OperationalError):
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    return 0  # there is no such table: it has not come so far
