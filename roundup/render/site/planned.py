"""What an archive is made from, and the files it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from hashlib import sha256
from pathlib import Path

from roundup import __version__
from roundup.curate.people import Registry
from roundup.dataclass import dataclass
from roundup.model import Edition, FrozenEdition, Subscription
from roundup.render.options import Options
from roundup.render.site.kept import Kept
from roundup.resources import packaged

_PROGRAM = Path(__file__).resolve().parents[2]
_OURS = ("render/**/*.py", "curate/frozen.py", "curate/editions.py")  # what reads closed editions, and what shows them


@dataclass(frozen=True, slots=True)
class Archive:
    """All that decides what the site is: closed editions, special ones, the blogs followed, and who is known.

    `title`, `url` and `language` are the desk's; `url` may be empty: then nothing in the site says where it is. `kept`
    are copies of pages.
    """

    title: str
    closed: tuple[FrozenEdition, ...]
    url: str = ""
    language: str = "en-GB"
    specials: tuple[Edition, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    registry: Registry = field(default_factory=Registry)
    kept: Kept = field(default_factory=Kept)
    options: Options = field(default_factory=Options)

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The weekly editions as they were closed."""
        return tuple(frozen.edition for frozen in self.closed)

    @property
    def base(self) -> str:
        """The archive's address with a slash at its end, "" if unknown."""
        return f"{self.url.rstrip('/')}/" if self.url else ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file of the site: `path` below its folder, `digest` of everything it is made of, `make` for its bytes."""

    path: str
    digest: str
    make: Callable[[], bytes]


def stamp(archive: Archive) -> str:
    """Changes with everything all pages are made of: the program, the templates, the desk's settings."""
    mark = sha256(repr((__version__, archive.title, archive.url, archive.language, archive.options)).encode())
    for path in sorted(path for pattern in _OURS for path in _PROGRAM.glob(pattern)):
        # A checkout changes without its version; of an installed program this says nothing new.
        seen = path.stat()
        mark.update(f"{path.name} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    folders = [folder for folder in (packaged("templates"), archive.options.templates) if folder]
    for path in (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()):
        mark.update(f"{path}\n".encode("utf-8", "surrogateescape") + path.read_bytes())
    return mark.hexdigest()[:24]
