"""init and backup: a desk begun, a desk copied."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from roundup.config import load_settings
from roundup.errors import StoreError, UsageError
from roundup.subscriptions import read_opml
from roundup.workflow.backup import backup
from roundup.workflow.desk import Desk, init
from roundup.workflow.pick import star
from tests.workflow.desks import bring, desk_at, picks


@pytest.mark.parametrize("name", ["desk", "a desk é", "deep/er/desk", "."])
def test_a_new_desk_is_settings_and_feeds(tmp_path: Path, name: str) -> None:
    """Both can be read at once; the settings are all defaults."""
    made = init(tmp_path / name, opml='<opml version="2.0"><body><outline xmlUrl="https://a.example/f"/></body></opml>')
    assert [path.name for path in made.files] == ["roundup.toml", "feeds.opml"]
    settings = load_settings(made.root)
    assert settings.edition.shape == "essay"
    assert len(read_opml(settings.feeds_path.read_bytes()).subscriptions) == 1


def test_a_desk_may_follow_nothing_yet(tmp_path: Path) -> None:
    """Its feeds.opml is there all the same, to be filled."""
    made = init(tmp_path, opml=None)
    assert read_opml((made.root / "feeds.opml").read_bytes(), may_be_empty=True).subscriptions == ()


@pytest.mark.parametrize("taken", [["roundup.toml"], ["feeds.opml"], ["roundup.toml", "feeds.opml"]])
def test_nothing_is_overwritten(tmp_path: Path, taken: list[str]) -> None:
    """What is there is named, and nothing is added to it."""
    for name in taken:
        (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=" and ".join(taken)):
        init(tmp_path, opml=None)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == dict.fromkeys(taken, "mine")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file is in the way."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        init(tmp_path / "file" / "desk", opml=None)


def test_a_copy_is_a_whole_desk(desk: Desk, tmp_path: Path) -> None:
    """While the desk is open and being written, what was kept is in the copy."""
    post = bring(desk, "bins")
    star(desk, [post])
    with desk.store() as store, store.write():
        copy = backup(desk, tmp_path / "elsewhere.db")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    (tmp_path / "second").mkdir()
    copy.rename(tmp_path / "second" / "roundup.db")
    assert picks(desk_at(tmp_path / "second")) == [post]


def test_a_copy_overwrites_nothing(desk: Desk, tmp_path: Path) -> None:
    """Nor does it lie in a folder that is not there."""
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="taken is there already"):
        backup(desk, tmp_path / "taken")
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_a_desk_that_is_gone_is_said_to_be(desk: Desk) -> None:
    """Its folder was moved away while we worked."""
    gone = replace(desk, settings=replace(desk.settings, root=desk.settings.root / "gone"))
    with pytest.raises(StoreError) as refused, gone.store():
        pytest.fail("there is nothing to open")
    assert "roundup init" in refused.value.hint
