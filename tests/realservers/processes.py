"""Processes that end with the tests, and the small change of starting a server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SUPERVISOR = Path(__file__).with_name("supervise.py")
START_SECONDS = 60.0  # a loaded machine is slow, not broken


@contextmanager
def running(words: list[str], *, log: Path, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A command that runs as long as the block, its output in `log`. Neither it nor its children outlive the tests."""
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, str(SUPERVISOR), *words],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait(timeout=START_SECONDS)


def wait_for(ready: Callable[[], bool], process: subprocess.Popen[bytes], *, log: Path) -> None:
    """Return once `ready()`; an AssertionError with the log if the process ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        told = log.read_text(encoding="utf-8", errors="replace")[-4000:]
        assert process.poll() is None, f"the server ended:\n{told}"
        assert time.monotonic() < deadline, f"the server did not come up:\n{told}"
        time.sleep(0.05)


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port
