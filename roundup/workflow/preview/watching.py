"""Looks again whenever something that a preview shows may have changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from roundup.config import FEEDS_FILE, SETTINGS_FILE
from roundup.errors import RoundupError
from roundup.workflow.desk import Desk
from roundup.workflow.preview.overlay import WORKSHEET
from roundup.workflow.preview.scene import Scene, failed, look

PAUSE = 0.4  # seconds between two looks at the files

Stamp = dict[Path, tuple[int, int]]


class Watcher:
    """The scene as it is now. `fresh` gives the desk with the settings and the time of this moment."""

    def __init__(self, fresh: Callable[[], Desk], *, pause: float = PAUSE) -> None:
        self._fresh = fresh
        self._pause = pause
        self._changed = threading.Condition()
        self._stopped = threading.Event()
        self._root = fresh().settings.root
        self._stamp = stamp(self._root)
        self._scene = self._look(Scene())

    @property
    def scene(self) -> Scene:
        with self._changed:
            return self._scene

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def run(self) -> None:
        """Look, until stopped. To be run in a thread of its own."""
        while not self._stopped.wait(self._pause):
            seen = stamp(self._root)
            if seen != self._stamp:
                # Stamped before looking: what changes meanwhile is seen the next time.
                self._stamp = seen
                self._show(self._look(self.scene))

    def stop(self) -> None:
        """End `run` and let go of everybody who waits."""
        self._stopped.set()
        with self._changed:
            self._changed.notify_all()

    def wait(self, version: str, seconds: float) -> Scene:
        """The scene, as soon as it is another than `version`, and at the latest after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self.stopped or self._scene.version != version, timeout=seconds)
            return self._scene

    def _show(self, scene: Scene) -> None:
        with self._changed:
            if scene.version != self._scene.version:
                self._scene = scene
                self._changed.notify_all()

    def _look(self, before: Scene) -> Scene:
        try:
            return look(self._fresh(), before)
        except RoundupError as error:
            return failed(before, error)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong while somebody writes, they must see it and go on
            return replace(before, error=f"{type(error).__name__}: {error}", hint="This is a fault of the program.")


def stamp(root: Path) -> Stamp:
    """What is there and when it was last written, of everything a preview is made of."""
    return {path: seen for path in _watched(root) if (seen := _seen(path))}


def _watched(root: Path) -> Iterator[Path]:
    for name in (SETTINGS_FILE, FEEDS_FILE, "roundup.db", "roundup.db-wal"):
        yield root / name
    yield root / WORKSHEET
    yield from sorted((root / "templates").rglob("*"))


def _seen(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    # SQLite leaves an empty log behind whoever looks.
    return (found.st_mtime_ns, found.st_size) if found.st_size else None
