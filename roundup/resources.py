"""Where the files that come with the program are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def packaged(name: str) -> Path:
    """The path of `templates` or `feeds.opml` as shipped. Editable installs have no `_data`, so the checkout serves."""
    for root in (_HERE / "_data", _HERE.parent):
        if (path := root / name).exists():
            return path
    raise FileNotFoundError(f"{name} did not come with this installation of roundup")
