"""A desk to run commands on, as its user would: words in, what was said and the exit code out."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from roundup.cli import main

NOW = "2026-11-20T16:00:00+00:00"


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Commands:
    """Runs `roundup` on the desk at `root`: in this process (`run`) or as a process of its own (`start`, `spawn`)."""

    root: Path
    allow: str = ""
    now: str = NOW
    curator: str = "ada"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "ROUNDUP_DESK": str(self.root),
            "ROUNDUP_NOW": self.now,
            "ROUNDUP_AS": self.curator,
            "ROUNDUP_ALLOW_HOSTS": self.allow,
        }

    def run(self, *words: str, code: int = 0, stdin: str = "") -> Said:
        """One command; a test fails if it does not end with `code`."""
        out, err = io.StringIO(), io.StringIO()
        with _environment(self.environment), _typed(stdin), redirect_stdout(out), redirect_stderr(err):
            ended = main(list(words))
        said = Said(ended, out.getvalue(), err.getvalue())
        assert said.code == code, f"roundup {' '.join(words)} ended with {said.code}\n{said.out}\n{said.err}"
        return said

    def json(self, *words: str, code: int = 0) -> Any:
        """One command with --json; the document."""
        return self.run(*words, "--json", code=code).json

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """One command as a process of its own, not waited for."""
        return _Process(
            [sys.executable, "-m", "roundup", *words],
            env={**os.environ, **self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def spawn(self, *words: str) -> Said:
        """One command as a process of its own, to its end."""
        with self.start(*words) as process:
            out, err = process.communicate(timeout=60)
        return Said(process.returncode, out, err)


class _Process(subprocess.Popen[str]):
    """Ended with a test that fails meanwhile, which would else wait for it for ever."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind:
            self.kill()
        super().__exit__(kind, error, traceback)


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _typed(text: str) -> Iterator[None]:
    before, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before
