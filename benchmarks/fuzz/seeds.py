"""The feeds that are spoilt: the sample blogs in every format, a few dense ones, and any files one has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.gathering.corpus import blog, render
from roundup.demo.feeds import FORMATS, channel, has_feed
from roundup.demo.source import sample_blogs

_MOMENT: Final = datetime(2030, 1, 1, tzinfo=UTC)  # when all sample posts are online
_LARGEST: Final = 150_000  # bytes; what is larger takes time and finds nothing more
# Feeds with all that a feed may hold, in few words.
_DENSE: Final = {
    "rss.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml",
    "rdf.xml": "text/xml",
    "feed.json": "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class Seed:
    """A feed before it is spoilt. `content_type` is what its server says."""

    name: str
    body: bytes
    content_type: str


def seeds(folder: Path | None = None) -> list[Seed]:
    """Ours, and every file below `folder` that is not too large, in the order of their names."""
    dense = Path(__file__).parent / "dense"
    own = [Seed(name, (dense / name).read_bytes(), content_type) for name, content_type in _DENSE.items()]
    return [*own, *_samples(), *_measured(), *(_files(folder) if folder else [])]


def _samples() -> list[Seed]:
    """Each sample blog, in turn in each format."""
    found = []
    for number, sample in enumerate(filter(has_feed, sample_blogs())):
        name, form = list(FORMATS.items())[number % len(FORMATS)]
        text = form.write(channel(sample, _MOMENT, "https://blogs.example"))
        found.append(Seed(f"{sample.name} as {name}", text.encode()[:_LARGEST], form.content_type))
    return found


def _measured() -> list[Seed]:
    """Some of the feeds that gathering is measured with: long posts, as WordPress and Blogger write them."""
    return [Seed(f"measured {number}", render(number), blog(number).content_type) for number in range(4)]


def _files(folder: Path) -> list[Seed]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size <= _LARGEST)
    return [Seed(path.relative_to(folder).as_posix(), path.read_bytes(), "text/xml") for path in paths]
