"""The command line: flags in, a workflow called, words out. The only place that prints.

To add a command: one function in the file of its group, and its name in the table of roundup/cli/app.py.
Nothing heavy is imported here: `roundup --version` answers before Typer is loaded.
"""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Sequence

from roundup import __version__

EXIT_INTERRUPTED = 130
_LOOKED_THROUGH = 10_000  # new objects, until garbage is looked for among them


def main(args: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 done, 1 failed, 2 usage, 3 a bug of ours, 130 interrupted."""
    words = list(sys.argv[1:] if args is None else args)
    if words == ["--version"]:
        sys.stdout.write(f"roundup {__version__}\n")
        return 0
    if args is None:
        _have_little_looked_through()
    try:
        from roundup.cli.app import run

        return run(words)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _have_little_looked_through() -> None:
    """In a process that is one command's: what imports make is no garbage, and at the end nothing need be sought.

    Python looks through all there is several times as it ends, which takes as long as a short command's own work.
    """
    gc.set_threshold(_LOOKED_THROUGH)
    atexit.register(gc.freeze)
