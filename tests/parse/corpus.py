"""The feeds that feedparser's own source distribution is tested with: some two thousand files nobody here wrote."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from functools import cache
from pathlib import Path

import feedparser
from filelock import FileLock

CACHE = Path(__file__).parents[2] / ".servers"
FOLDERS = ("wellformed", "illformed", "encoding", "entities", "http")
# The corpus states what its own server sent in a comment of each file: "Header:   Content-type: text/xml".
_HEADER = re.compile(rb"^Header:\s+([^:\s]+):(.+)$", re.MULTILINE)


class NoCorpus(Exception):
    """The corpus is not here and could not be had; says why."""


def feed_files() -> list[Path]:
    """Every feed file of the corpus, downloaded once through pip. Raises NoCorpus."""
    tests = _unpacked() / "tests"
    return sorted(path for folder in FOLDERS for path in (tests / folder).rglob("*.xml"))


def headers_for(path: Path) -> dict[str, str]:
    """The headers that belong to a file, names in lower case, with the content type a server would guess."""
    stated = {name.decode().lower(): value.decode().strip() for name, value in _HEADER.findall(path.read_bytes())}
    return {"content-type": "text/xml", **stated}


def status_for(path: Path) -> int:
    """The status its own server answers with."""
    return int(headers_for(path).get("status", "200"))


@cache
def _unpacked() -> Path:
    """The folder of the unpacked source distribution, of the very release that is installed."""
    name = f"feedparser-{feedparser.__version__}"
    CACHE.mkdir(exist_ok=True)
    with FileLock(CACHE / "feedparser.lock", timeout=300):
        archive = CACHE / f"{name}.tar.gz"
        if not archive.exists():
            _download(f"feedparser=={feedparser.__version__}")
        if not (CACHE / name / "tests").exists():
            with tarfile.open(archive) as tar:
                tar.extractall(CACHE, filter="data")
    return CACHE / name


def _download(requirement: str) -> None:
    """Ask pip for a source distribution without building or installing anything."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    run = subprocess.run([*command, "--dest", str(CACHE), requirement], capture_output=True, text=True, timeout=280)
    if run.returncode:
        raise NoCorpus(f"pip could not download {requirement}: {run.stderr.strip()[-300:]}")
