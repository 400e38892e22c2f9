"""Ghost's own converters of HTML, from npm: what its editor reads and what its readers get, without a Ghost."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.realservers.packages import made_once

HERE = Path(__file__).parent / "ghostconverters"


def unpack_ghost_converters(folder: Path) -> Path:
    """The folder below `folder` they are installed in, fetched if need be; another when other versions are wanted.

    CalledProcessError or OSError where they cannot be had. No script of a package is run.
    """
    wanted = (HERE / "package.json").read_bytes()
    return made_once(folder, f"ghost-converters-{hashlib.sha256(wanted).hexdigest()[:12]}", _build)


def _build(folder: Path) -> None:
    folder.mkdir()
    shutil.copy(HERE / "package.json", folder)
    words = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
    subprocess.run(words, cwd=folder, check=True, capture_output=True, timeout=300)


@contextmanager
def converting(home: Path) -> Iterator[Callable[[str], str]]:
    """One process that makes of HTML what readers get after it went through Ghost's editor."""
    words = ["node", str(HERE / "convert.js"), str(home)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as node:
        assert node.stdin
        assert node.stdout
        asked, answered = node.stdin, node.stdout

        def convert(html: str) -> str:
            asked.write(json.dumps(html) + "\n")
            asked.flush()
            found: str = json.loads(answered.readline())
            return found

        yield convert
        asked.close()
