"""What every story begins with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from roundup.fetch.workers import ParserPool
from tests.hazards.story import Story, letters, prose
from tests.net.servers import Server, serving


@pytest.fixture(scope="package", autouse=True)
def _kept_parsers() -> Iterator[None]:
    """The parsers live as long as the stories: starting them costs ten times what a story's feeds cost to read."""
    pools: dict[tuple[float, str], _Kept] = {}

    def kept(workers: int = 2, seconds: float = 10.0, *, zone_name: str) -> _Kept:
        if (seconds, zone_name) not in pools:
            pools[seconds, zone_name] = _Kept(workers, seconds, zone_name=zone_name)
        return pools[seconds, zone_name]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("roundup.fetch.workers.ParserPool", kept)
        yield
    for pool in pools.values():
        pool.end()


class _Kept(ParserPool):
    """Parsers that outlive those who use them."""

    def close(self) -> None:
        """Not yet."""

    def end(self) -> None:
        """Now."""
        super().close()


@pytest.fixture(scope="package")
def _server() -> Iterator[Server]:
    """All stories have the same address, so that a desk can be prepared once and copied."""
    with serving(pages={}) as server:
        yield server


@pytest.fixture(scope="package")
def _told(_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """What `story` is a copy of."""
    story = Story(tmp_path_factory.mktemp("told") / "desk", _server)
    story.follow("/a")
    story.feed("/a", *letters(10))
    story.fetch()
    passage = prose(5).split(". ")[1]
    story.pick("Letter 5 from Marrowby", quote=passage, note="ask before we quote more")
    return story


@pytest.fixture
def bare(tmp_path: Path, _server: Server) -> Story:
    """A desk that follows nothing but the well feed, and a server with nothing else on it."""
    _server.pages.clear()
    _server.requests.clear()
    story = Story(tmp_path / "desk", _server)
    story.follow()
    return story


@pytest.fixture
def story(tmp_path: Path, _told: Story) -> Story:
    """A desk that follows a blog of ten posts at /a, fetched; the fifth is picked, quoted and noted."""
    _told.server.pages.clear()
    _told.server.requests.clear()
    shutil.copytree(_told.root, tmp_path / "desk")
    story = replace(_told, root=tmp_path / "desk")
    story.feed("/a", *letters(10))
    return story
