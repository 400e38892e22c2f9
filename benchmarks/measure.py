"""CPU seconds of whole processes, children included, taken in turns so that a machine's moods hit all alike."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def in_memory(need: int = 1 << 30) -> Path | None:
    """A folder that lies in memory and has room for `need` bytes, None where there is none.

    Some file systems take half a millisecond of the processor's time for a new file (ext4 without a journal, where
    others were removed within minutes): of two programs the one that writes more files would be charged for the disk.
    """
    folder = Path("/dev/shm")
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > need else None


def cpu_seconds(
    command: Sequence[str], *, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> float:
    """User and system time of one run, which must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=cwd, env={**env, **(environment or {})}, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(
            f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}"
        )
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turns(
    commands: Mapping[str, Sequence[str]],
    *,
    runs: int = 9,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> dict[str, float]:
    """name → median CPU seconds; one warm-up round, then `runs` rounds of all commands one after the other."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for round_number in range(runs + 1):
        for name, command in commands.items():
            seconds = cpu_seconds(command, cwd=cwd, environment=environment)
            if round_number:
                taken[name].append(seconds)
    return {name: statistics.median(values) for name, values in taken.items()}
