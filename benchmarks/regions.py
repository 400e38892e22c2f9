"""Parts of a document that a benchmark writes: between `<!-- NAME -->` and `<!-- /NAME -->`."""

from __future__ import annotations

import re
from pathlib import Path


def replaced(document: str, name: str, text: str) -> str:
    """The document with `text` as its region `name`. Raises ValueError if it has no such region."""
    region = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.DOTALL)
    if not region.search(document):
        raise ValueError(f"the document has no region {name}")
    return region.sub(lambda found: f"{found[1]}\n{text.strip()}\n\n{found[2]}", document)


def write(path: Path, name: str, text: str) -> None:
    """Replace the region of a file."""
    path.write_text(replaced(path.read_text(encoding="utf-8"), name, text), encoding="utf-8")
