"""A list of readers as a file: one a line, an address and, after a blank, the token of their unsubscribe address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from roundup.errors import UsageError
from roundup.text import one_line

if TYPE_CHECKING:
    from roundup.deliver import Reader

MOST_READERS = 20_000


def read_readers(path: Path) -> tuple[Reader, ...]:
    """The readers in a file, each once; a UsageError names the line. Blank lines and those after # are nobody."""
    from roundup.deliver import Reader
    from roundup.render.mail.envelope import mail_address

    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"{path} cannot be read: {said}", hint="One address a line.") from None
    found: dict[str, Reader] = {}
    for number, line in enumerate(lines, 1):
        words = line.split()
        if not words or line.lstrip().startswith("#"):
            continue
        if len(words) > 2 or not mail_address(words[0]):
            raise UsageError(
                f"{path}, line {number}: {one_line(line, 60)!r} is no mail address that can be sent to",
                hint="One address a line, in ASCII; behind it, the token of the unsubscribe address. Nothing was sent.",
            )
        found.setdefault(words[0].casefold(), Reader(words[0], words[1] if len(words) == 2 else ""))
    if not found or len(found) > MOST_READERS:
        raise UsageError(f"{path} holds {len(found)} readers", hint=f"From 1 to {MOST_READERS:,} can be sent to.")
    return tuple(found.values())
