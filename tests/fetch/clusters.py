"""A real Dask cluster on loopback: one scheduler, some workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

START_SECONDS = 60


@dataclass
class Cluster:
    """`address` is the scheduler's; `workers` by the names w0, w1 …; `pids` of all processes."""

    address: str = ""
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    pids: list[int] = field(default_factory=list)


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster while the block runs, its files in `folder`. It is started as people start it."""
    file = folder / "scheduler.json"
    started = Cluster()
    processes: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        dask = str(Path(sys.executable).with_name("dask"))
        command = [dask, *words, "--scheduler-file", str(file), "--host", "127.0.0.1", "--no-dashboard"]
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        processes.append(process)
        started.pids.append(process.pid)
        return process

    try:
        # Should the tests be killed, these end all the same.
        start("scheduler", "--port", "0", "--idle-timeout", "120s")
        for name in (f"w{number}" for number in range(workers)):
            started.workers[name] = start(
                "worker", "--nthreads", "1", "--no-nanny", "--name", name, "--death-timeout", "30"
            )
        started.address = _address(file)
        yield started
    finally:
        for process in reversed(processes):
            process.kill()
        for process in processes:
            process.wait()


def _address(file: Path) -> str:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        try:
            return str(json.loads(file.read_text())["address"])
        except (OSError, ValueError, KeyError):
            time.sleep(0.05)
    raise TimeoutError("the scheduler did not start")
