"""Words that were begun at the keyboard desk and not kept yet: they outlast it, in worksheets/unfinished.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from roundup.text import strip_controls
from roundup.workflow.files import replace_file

PLACE = Path("worksheets", "unfinished.json")
_MOST = 4_000_000  # bytes

# What it is (lead, remark, note …) and of which post; 0 is the edition.
About = tuple[str, int]


class Unfinished:
    """The words of one desk. Others' windows may have words there, too: only what this one wrote is changed."""

    def __init__(self, root: Path) -> None:
        self._path = root / PLACE
        self._known: dict[About, str] = {}

    def __len__(self) -> int:
        """How many texts this window left."""
        return len(self._known)

    def take_up(self) -> dict[About, str]:
        """All that was left unfinished; a file that cannot be read is left alone."""
        self._known = self._read()
        return dict(self._known)

    def keep(self, words: Mapping[About, str]) -> None:
        """These are unfinished now. RoundupError if they cannot be written."""
        if dict(words) == self._known:
            return
        others = {about: text for about, text in self._read().items() if about not in self._known}
        self._write({**others, **words})
        self._known = dict(words)

    def _read(self) -> dict[About, str]:
        try:
            if self._path.stat().st_size > _MOST:
                return {}
            rows = json.loads(self._path.read_bytes())
            return {(str(row["what"]), int(row["post"])): strip_controls(str(row["text"])) for row in rows}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return {}

    def _write(self, words: Mapping[About, str]) -> None:
        rows = [{"what": what, "post": post, "text": text} for (what, post), text in sorted(words.items())]
        if rows or self._path.exists():
            replace_file(self._path, (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())
