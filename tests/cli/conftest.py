"""Desks and blogs for the journeys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blogserver import Blogs, item, opml, serving
from tests.cli.desk import Commands


@pytest.fixture
def blogs() -> Iterator[Blogs]:
    """A web server on loopback."""
    with serving() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, blogs: Blogs) -> Commands:
    """A new desk that follows one feed with three posts, fetched."""
    root = tmp_path / "desk"
    commands = Commands(root, allow=blogs.host)
    commands.run("init", str(root))
    feed = blogs.feed(
        "/feed",
        item("bins", "Bins, again", "The bins went out on time. Nobody thanked the crew, and nobody ever does."),
        item(
            "map", "A map of every bench", "We walked the parish and counted. There are forty-one benches in Sandleigh."
        ),
        item("notes", "Weeknotes", "Four meetings, one decision. The decision was to hold another meeting."),
    )
    (root / "feeds.opml").write_text(opml(feed), encoding="utf-8")
    commands.run("fetch")
    return commands
