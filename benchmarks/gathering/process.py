"""One run of a program: processor time of its whole tree of processes, wall time, the most memory it held at once."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_EVERY: Final = 0.05  # seconds between two looks at the tree's memory
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds and megabytes (of 1,000,000 bytes). `cut_off` if the run was ended at its time limit.

    `rss` counts pages that processes share once for each of them; `pss` shares them out and is 0 where the kernel does
    not tell (smaps_rollup, Linux 4.14). Both are of the tree, looked at twenty times a second.
    """

    wall: float
    cpu: float
    rss: float
    pss: float
    code: int
    cut_off: bool

    @property
    def memory(self) -> float:
        return self.pss or self.rss


def measured(command: Sequence[str], *, log: Path, limit: float, environment: Mapping[str, str] | None = None) -> Spent:
    """Run `command` to its end, or for `limit` seconds; what it says goes to `log`."""
    began = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=None if environment is None else dict(environment),
            cwd=log.parent,
            start_new_session=True,
        )
    watch = _Watch(process.pid, limit)
    # The kernel adds up what every descendant used that was waited for by its parent.
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Spent(
        wall, used.ru_utime + used.ru_stime, watch.rss / 1e6, watch.pss / 1e6, process.returncode, watch.cut_off
    )


class _Watch:
    """Looks at a tree of processes again and again, and ends it when its time is up."""

    def __init__(self, root: int, limit: float) -> None:
        self.rss = self.pss = 0
        self.cut_off = False
        self._root, self._until = root, time.monotonic() + limit
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            sizes = [memory(pid) for pid in tree(self._root)]
            self.rss = max(self.rss, sum(rss for rss, _ in sizes))
            self.pss = max(self.pss, sum(pss for _, pss in sizes))
            if self._over.wait(_EVERY):
                return
            if time.monotonic() > self._until and not self.cut_off:
                self.cut_off = True
                with suppress(ProcessLookupError):
                    os.killpg(self._root, signal.SIGKILL)


def tree(root: int) -> list[int]:
    """`root` and all its descendants that are there now."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # The name of the program stands in brackets and may hold anything.
            after_name = (folder / "stat").read_text(encoding="latin-1").rpartition(")")[2]
            children.setdefault(int(after_name.split()[1]), []).append(int(folder.name))
    found = [root]
    for pid in found:
        found.extend(children.get(pid, []))
    return found


def memory(pid: int) -> tuple[int, int]:
    """Bytes in memory of one process: all its pages, and its share of them (0 where the kernel does not tell)."""
    with suppress(OSError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        kilobytes = {line.split(":")[0]: line.split()[1] for line in text.splitlines()[1:]}
        return int(kilobytes["Rss"]) * 1024, int(kilobytes["Pss"]) * 1024
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE, 0
    return 0, 0
