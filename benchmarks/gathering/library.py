"""The corpus as it is first seen, packed and kept in a folder: making it takes longer than fetching it."""

from __future__ import annotations

import gzip
import hashlib
import json
import mmap
import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.gathering.corpus import blog, render

LEVEL = 6  # of gzip, as servers pack


@dataclass(frozen=True, slots=True)
class Volume:
    """One feed in the pack: where its packed bytes begin and end, how many they unpack to, how many entries it has."""

    begin: int
    end: int
    size: int
    entries: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a corpus holds; kB are of 1,000 bytes."""

    feeds: int
    entries: int
    megabytes: float
    packed_megabytes: float
    median_kb: float
    p90_kb: float
    json_share: float

    def __str__(self) -> str:
        return (
            f"{self.feeds:,} feeds, {self.entries:,} entries, {self.megabytes:.1f} MB ({self.packed_megabytes:.1f} MB "
            f"packed), a feed {self.median_kb:.0f} kB (median), {self.p90_kb:.0f} kB (90%), {self.json_share:.1%} JSON"
        )


class Library:
    """The first `count` feeds of the corpus in `folder`, made if they are not there yet.

    A smaller corpus is the beginning of a larger one. A change to the code that writes feeds begins a new folder.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder / f"corpus-{_version()}"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.volumes = self._made(count)
        with (self._folder / "feeds.pack").open("rb") as file:
            self._pack = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def packed(self, index: int) -> bytes:
        """A feed as it is sent, gzip-encoded."""
        volume = self.volumes[index]
        return self._pack[volume.begin : volume.end]

    @property
    def summary(self) -> Summary:
        sizes = sorted(volume.size for volume in self.volumes)
        json_feeds = sum(blog(index).kind == "json" for index in range(len(sizes)))
        return Summary(
            feeds=len(sizes),
            entries=sum(volume.entries for volume in self.volumes),
            megabytes=sum(sizes) / 1e6,
            packed_megabytes=self.volumes[-1].end / 1e6,
            median_kb=statistics.median(sizes) / 1e3,
            p90_kb=sizes[int(len(sizes) * 0.9)] / 1e3,
            json_share=json_feeds / len(sizes),
        )

    def _made(self, count: int) -> list[Volume]:
        """The volumes, after writing those that are missing."""
        index, pack = self._folder / "feeds.jsonl", self._folder / "feeds.pack"
        volumes = list(_listed(index))
        if len(volumes) < count:
            with pack.open("ab") as packs, index.open("a", encoding="utf-8") as lines:
                # What a killed run wrote after its last whole line of the index is cut off.
                packs.truncate(volumes[-1].end if volumes else 0)
                for number in range(len(volumes), count):
                    begin = volumes[-1].end if volumes else 0
                    body = render(number)
                    packed = gzip.compress(body, LEVEL, mtime=0)
                    packs.write(packed)
                    packs.flush()
                    volumes.append(Volume(begin, begin + len(packed), len(body), blog(number).posts))
                    lines.write(json.dumps(asdict(volumes[-1])) + "\n")
                    lines.flush()
        return volumes[:count]


def _listed(index: Path) -> Iterator[Volume]:
    """The volumes that were written whole; what is left of a killed run is taken out of the index."""
    text = index.read_text(encoding="utf-8") if index.exists() else ""
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        index.write_text(whole, encoding="utf-8")
    for line in whole.splitlines():
        yield Volume(**json.loads(line))


def _version() -> str:
    """Names the corpus by the code that makes it."""
    here = Path(__file__).parent
    code = b"".join((here / name).read_bytes() for name in ("prose.py", "corpus.py", "formats.py"))
    return hashlib.blake2b(code, digest_size=4).hexdigest()
