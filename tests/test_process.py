"""A process that is one command's ends at once, and leaves nothing undone."""

from __future__ import annotations

import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from roundup import process


def ended(program: str, checkout: Path) -> tuple[int, str, str]:
    """Exit code, standard output and errors of a process that begins, runs `program` and leaves with 3."""
    leaving = "try:\n  process.leave(3)\nfinally:\n  sys.stdout.write(' and so on')"
    code = f"import sys\nfrom roundup import process\nprocess.begin()\n{program}\n{leaving}"
    run = subprocess.run([sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout, run.stderr


LOUD = "class Loud:\n  def __del__(self): sys.stdout.write('taken apart')\n"


def test_what_was_said_is_handed_over(checkout: Path) -> None:
    """On both streams, to the last character, though nobody flushed them."""
    said = "sys.stdout.write('picked')\nsys.stderr = open(2, 'w', buffering=9999)\nsys.stderr.write('note')"
    assert ended(said, checkout) == (3, "picked", "note")


def test_what_waits_for_the_end_is_done(checkout: Path) -> None:
    """Whatever libraries and we ourselves asked for, the last first, temporary folders included."""
    waiting = "import atexit, tempfile\natexit.register(print, 'one')\natexit.register(print, 'two')"
    folder = "kept = tempfile.TemporaryDirectory()\nprint(kept.name)"
    code, out, _ = ended(f"{waiting}\n{folder}", checkout)
    name, *said = out.splitlines()
    assert (code, said, Path(name).exists()) == (3, ["two", "one"], False)


def test_nothing_is_taken_apart(checkout: Path) -> None:
    """Neither what there is at the end nor what was to be kept until then."""
    assert ended(f"{LOUD}loud = Loud()", checkout) == (3, "", "")
    assert ended(f"{LOUD}process.keep(Loud())", checkout) == (3, "", "")
    assert ended(f"{LOUD}Loud()", checkout) == (3, "taken apart", "")


@pytest.mark.parametrize("watching", ["sys.settrace(lambda *_: None)", "sys.setprofile(lambda *_: None)"])
def test_who_looks_on_sees_it_end_as_any_other(watching: str, checkout: Path) -> None:
    """Debuggers and profilers tell what they saw after the program."""
    assert ended(watching, checkout) == (3, " and so on", "")


@pytest.mark.parametrize(("daemon", "out"), [(False, " and so ondone"), (True, "")])
def test_a_thread_at_work_is_waited_for(daemon: bool, out: str, checkout: Path) -> None:
    """Unless it is one that nobody waits for."""
    work = "import threading, time\ndef work():\n  time.sleep(0.3)\n  sys.stdout.write('done')\n"
    assert ended(f"{work}threading.Thread(target=work, daemon={daemon}).start()", checkout) == (3, out, "")


@pytest.mark.parametrize(
    "gone",
    [
        "sys.stdout.close()",
        "sys.stdout = None",
        "import os\nsys.stdout = open(1, 'w')\nsys.stdout.write('lost')\nos.close(1)",
    ],
)
def test_a_stream_that_is_gone_is_no_trouble(gone: str, checkout: Path) -> None:
    """The command's own code is the last word."""
    assert ended(gone, checkout) == (3, "", "")


def test_a_process_that_lives_on_keeps_nothing() -> None:
    """A test, a server: what a command had made is given back."""

    class Made:
        pass

    made = Made()
    seen = weakref.ref(made)
    process.keep(made)
    del made
    assert seen() is None
