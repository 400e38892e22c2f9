"""What every story begins with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from roundup.fetch.workers import ParserPool
from tests.hazards.story import Story, letters, prose
from tests.net.servers import Server, serving


@pytest.fixture(scope="package", autouse=True)
def _kept_parsers() -> Iterator[None]:
    """The parsers live as long as the stories: starting them costs ten times what a story's feeds cost to read."""
    pools: dict[tuple[float, str], ParserPool] = {}

    def kept(*, seconds: float, zone_name: str) -> AbstractContextManager[ParserPool]:
        if (seconds, zone_name) not in pools:
            pools[seconds, zone_name] = ParserPool(seconds=seconds, zone_name=zone_name)
        return nullcontext(pools[seconds, zone_name])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("roundup.fetch.workers.ParserPool", kept)
        yield
    for pool in pools.values():
        pool.close()


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
