"""The command line: flags in, a workflow called, words out. The only place that prints.

To add a command: one function in the file of its group, and its name in the table of roundup/cli/app.py.
Nothing heavy is imported here: `roundup --version` answers before Typer is loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress

from roundup import __version__, process

EXIT_INTERRUPTED = 130


def program() -> None:
    """The command `roundup`: a process of its own, which ends here."""
    process.begin()
    process.leave(main())


def main(args: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 done, 1 failed, 2 usage, 3 a bug of ours, 130 interrupted."""
    words = list(sys.argv[1:] if args is None else args)
    if words == ["--version"]:
        with suppress(AttributeError, OSError):  # where nobody takes it, the whole program knows what to say
            sys.stdout.write(f"roundup {__version__}\n")
            sys.stdout.flush()
            return 0
    try:
        from roundup.cli.app import run

        return run(words)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
