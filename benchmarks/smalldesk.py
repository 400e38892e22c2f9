"""Small desks whose files stay open, so that ten thousand of them can be worked on in minutes."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from roundup.config import DeskSettings, Settings
from roundup.dataclass import dataclass
from roundup.model import Entry
from roundup.store import Store, open_store
from roundup.workflow.desk import Desk

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_LINES = (
    "bins budget lamp council minutes damp surveyor library fines parish bench map crew vote road park meeting",
    "permit form queue caller landlord boiler kerb grit school bus ward flood drain plan tree path verge",
)
WORDS = [word for line in _LINES for word in line.split()]


@dataclass(frozen=True, slots=True)
class Told:
    """A post as these desks have it: under two addresses, of which each desk met another one first."""

    name: str
    addresses: tuple[str, str]
    title: str
    text: str


def posts(chance: random.Random, count: int) -> list[Told]:
    """Posts of a few paragraphs, no two alike."""
    made = []
    for number in range(count):
        sentences = [f"{' '.join(chance.choices(WORDS, k=chance.randint(5, 12))).capitalize()}." for _ in range(6)]
        text = "\n\n".join(" ".join(sentences[at : at + 2]) for at in (0, 2, 4))
        addresses = (f"https://blog.example/{number}/", f"https://planet.example/{number}/")
        made.append(Told(f"post-{number}", addresses, f"Post {number}", text))
    return made


@dataclass(frozen=True, slots=True)
class OpenDesk(Desk):
    """A desk whose file is open already."""

    open_: list[Store] = field(default_factory=list, compare=False)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The one that is open."""
        yield self.open_[0]


def template(folder: Path, told: Sequence[Told], *, other: bool = False) -> Path:
    """The file of a desk that has these posts and nothing decided; an `other` one names and numbers them otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "roundup.db"
    with open_store(path, now=NOW) as store, store.write():
        for post in reversed(told) if other else told:
            first, second = reversed(post.addresses) if other else post.addresses
            key = store.posts.add(_entry(post, first), blog="A Blog", now=NOW).key
            store.posts.add(_entry(post, second), blog="A Blog", now=NOW, post_key=key)
    return path


def _entry(post: Told, url: str) -> Entry:
    return Entry(
        guid="",
        url=url,
        title=post.title,
        authors=(f"Author {post.name[-1]}",),
        published=NOW - timedelta(days=2),
        html="".join(f"<p>{part}</p>" for part in post.text.split("\n\n")).encode(),
        encoded=post.text.encode(),
        content_hash=post.name,
    )


@contextmanager
def working(folder: Path, made: Mapping[str, Path], chance: random.Random) -> Iterator[list[OpenDesk]]:
    """A desk for each curator with a copy of their file in `made`; ids are drawn from `chance`."""
    settings = Settings(root=folder, desk=DeskSettings(title="The Week"))
    with ExitStack() as stack:
        desks = []
        for curator, file in made.items():
            path = folder / f"{curator}.db"
            for leaving in (path, *folder.glob(f"{curator}.db-*")):
                leaving.unlink(missing_ok=True)
            shutil.copy(file, path)
            store = stack.enter_context(open_store(path, now=NOW))
            desks.append(OpenDesk(settings, curator, NOW, lambda: f"{chance.getrandbits(80):020x}", open_=[store]))
        yield desks
