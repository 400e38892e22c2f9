"""A process that is one command's, and need not tidy up behind itself.

Python ends by looking for garbage several times and by taking all there is apart, object by object: of a short
command that is a tenth of its time, for memory that the system takes back at one stroke. Who calls a command from a
program of theirs (a test, a server) lives on after it, and none of this is for them.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
from typing import Final, NoReturn

LOOKED_THROUGH: Final = 10_000  # new objects, until garbage is looked for among them: what we leave is hardly any

_kept: Final[list[tuple[object, ...]]] = []  # what is not to be taken apart; nothing in a process that lives on


def begin() -> None:
    """This process is one command's."""
    _kept.append(())
    gc.set_threshold(LOOKED_THROUGH)


def keep(*values: object) -> None:
    """Have `values` last until the process ends, if it is one command's."""
    if _kept:
        _kept.append(values)


def leave(code: int) -> NoReturn:
    """End the process now: what waits for its end is done, what was said is handed over, nothing is taken apart.

    Where somebody looks on (a debugger, a profiler) or a thread is still at work it ends as Python does it.
    """
    at_the_end = getattr(atexit, "_run_exitfuncs", None)
    if at_the_end is None or _is_watched() or _others_work():
        gc.freeze()
        sys.exit(code)
    at_the_end()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):  # there is none, nobody listens, it is closed
            stream.flush()
    os._exit(code)


def _is_watched() -> bool:
    monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on; six tools at most (PEP 669)
    tools = map(monitoring.get_tool, range(6)) if monitoring else ()
    return bool(sys.gettrace() or sys.getprofile() or sys.flags.inspect or any(tools))


def _others_work() -> bool:
    threading = sys.modules.get("threading")  # without it there are none
    return threading is not None and any(
        not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()
    )
