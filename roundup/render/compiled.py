"""Templates compiled once: for all desks of a process, and those that come with the program from one run to the next.

To compile these takes half a second. What comes of it lies beside the program's own compiled files (PEP 3147), where
Python would keep them too, and is trusted as they are; what is a desk's own is never kept there.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import os
import sys
from hashlib import sha256
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

from roundup.resources import packaged

MOST_COMPILED = 200
_MADE_BY = ("compiled.py", "generator.py", "sandbox.py", "templating.py")  # what decides what a template comes to
_DIGEST = 32  # bytes

Kept = dict[str, tuple[str, CodeType]]  # a template's key → checksum of its text, and what it was compiled to


class Compiled(BytecodeCache):
    """What was compiled, by template and text; `path` is the file of the program's own, None if there is to be none."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._read = path is None
        self._ours = str(packaged("templates")) + os.sep
        self._shipped: Kept = {}
        self._desks: Kept = {}
        self._keys: set[str] = set()

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """As in Jinja, remembering which templates come with the program."""
        key = self.get_cache_key(name, filename)
        if filename and filename.startswith(self._ours):
            self._keys.add(key)
        bucket = Bucket(environment, key, self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what was made of the same text under the same name."""
        if self._path and not self._read:
            self._shipped, self._read = read(self._path), True
        kept = self._shipped if bucket.key in self._keys else self._desks
        checksum, code = kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it; the oldest gives way, so that a desk whose templates are edited all day does not fill the memory."""
        if bucket.code is None:
            return
        kept = self._shipped if bucket.key in self._keys else self._desks
        kept[bucket.key] = (bucket.checksum, bucket.code)
        while len(kept) > MOST_COMPILED:
            del kept[next(iter(kept))]
        if self._path and kept is self._shipped:
            write(self._path, kept)


def beside_our_own() -> Path | None:
    """The file for what comes with the program, None where Python itself keeps nothing."""
    if sys.dont_write_bytecode:
        return None
    return Path(importlib.util.cache_from_source(__file__)).with_name(f"templates.{sys.implementation.cache_tag}.pyc")


def read(path: Path) -> Kept:
    """What `write` wrote; nothing if that was another program, or is not whole."""
    try:
        content = path.read_bytes()
        mark, body = content[:_DIGEST], content[_DIGEST:]
        return dict(marshal.loads(body)) if mark == _mark(body) else {}  # noqa: S302 - as trusted as our own code
    except (OSError, ValueError, EOFError, TypeError):
        return {}


def write(path: Path, kept: Kept) -> None:
    """Bring it to its place in one step; where nothing may be written there is no file, and no harm done."""
    body = marshal.dumps(kept)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        part.write_bytes(_mark(body) + body)
        part.replace(path)


def _mark(body: bytes) -> bytes:
    made = sha256(importlib.util.MAGIC_NUMBER + jinja2.__version__.encode())
    for name in _MADE_BY:
        made.update(Path(__file__).with_name(name).read_bytes())
    made.update(body)
    return made.digest()
