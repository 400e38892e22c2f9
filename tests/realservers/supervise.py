"""Run a command until standard input closes, then end it with all its children: python supervise.py COMMAND [ARG...]

A server's workers outlive their parent, and a test run that is killed cannot clean up. But its end of a pipe closes in
every case, so whoever waits at the other end knows. The command must be started in a process group of its own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading


def main(words: list[str]) -> None:
    """Wait for the command or for the end of input, whichever comes first; then nothing of the group is left."""
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL)
    threading.Thread(target=_end_with_input, daemon=True).start()
    child.wait()
    os.killpg(0, signal.SIGKILL)


def _end_with_input() -> None:
    sys.stdin.read()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
