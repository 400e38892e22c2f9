"""The demo's folder: made afresh, and nothing a person made is ever lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from roundup.demo.folder import MARKER, prepare, remember
from roundup.errors import UsageError


def lay(folder: Path, **files: str) -> None:
    """Write files as a run of the demo does."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def a_finished_demo(folder: Path) -> Path:
    prepare(folder)
    lay(folder, roundup_toml="[desk]", feeds_opml="<opml/>", roundup_db="db", out__x__post_html="<p>")
    remember(folder)
    return folder


def tree(folder: Path) -> Mapping[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MARKER
    }


def test_a_new_folder_is_made_and_marked(tmp_path: Path) -> None:
    """With the folders above it."""
    assert prepare(tmp_path / "a" / "b") is None
    assert "roundup demo" in (tmp_path / "a" / "b" / MARKER).read_text()


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    """It need not be new."""
    assert prepare(tmp_path) is None


@pytest.mark.parametrize("name", ["thesis.txt", ".hidden", "roundup.toml"])
def test_a_folder_with_anything_else_in_it_is_refused(tmp_path: Path, name: str) -> None:
    """Even a real desk: nothing is touched, and what to do is said."""
    (tmp_path / name).write_text("mine")
    with pytest.raises(UsageError, match="not empty") as refused:
        prepare(tmp_path)
    assert "roundup demo DIR" in refused.value.hint
    assert tree(tmp_path) == {name: "mine"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """It says so."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        prepare(tmp_path / "file")


def test_an_earlier_demo_as_it_was_left_is_cleared(tmp_path: Path) -> None:
    """Then nothing is set aside."""
    a_finished_demo(tmp_path)
    assert prepare(tmp_path) is None
    assert tree(tmp_path) == {}


def test_a_changed_file_is_kept(tmp_path: Path) -> None:
    """It is moved aside with its words; what was not changed goes."""
    a_finished_demo(tmp_path)
    (tmp_path / "roundup.toml").write_text("[desk]\ntitle = 'Mine'")
    assert prepare(tmp_path) == tmp_path / "kept-1"
    assert tree(tmp_path) == {"kept-1/roundup.toml": "[desk]\ntitle = 'Mine'"}


def test_a_desk_that_was_worked_on_is_kept(tmp_path: Path) -> None:
    """The database goes with its companions, so that no decision is lost."""
    a_finished_demo(tmp_path)
    lay(tmp_path, roundup_db="db and a star")
    (tmp_path / "roundup.db-wal").write_text("another star")
    prepare(tmp_path)
    assert tree(tmp_path) == {"kept-1/roundup.db": "db and a star", "kept-1/roundup.db-wal": "another star"}


def test_a_file_added_to_the_output_keeps_it_whole(tmp_path: Path) -> None:
    """Folders move as they are."""
    a_finished_demo(tmp_path)
    lay(tmp_path, out__x__notes_txt="mine")
    prepare(tmp_path)
    assert tree(tmp_path) == {"kept-1/out/x/notes.txt": "mine", "kept-1/out/x/post.html": "<p>"}


def test_what_the_demo_never_writes_stays_where_it_is(tmp_path: Path) -> None:
    """Templates of one's own, for instance."""
    a_finished_demo(tmp_path)
    lay(tmp_path, templates__page_html="mine")
    assert prepare(tmp_path) is None
    assert tree(tmp_path) == {"templates/page.html": "mine"}


def test_what_was_kept_before_is_kept_again(tmp_path: Path) -> None:
    """Each time in a folder of its own."""
    for words in ("one", "two"):
        a_finished_demo(tmp_path)
        (tmp_path / "feeds.opml").write_text(words)
        prepare(tmp_path)
    assert tree(tmp_path) == {"kept-1/feeds.opml": "one", "kept-2/feeds.opml": "two"}


def test_a_run_that_was_cut_off_counts_as_a_persons_work(tmp_path: Path) -> None:
    """Without a list of what was left, everything is kept."""
    prepare(tmp_path)
    lay(tmp_path, roundup_db="half")
    assert prepare(tmp_path) == tmp_path / "kept-1"


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"left": []}', '{"left": {"roundup.toml": 3}}'])
def test_a_marker_that_cannot_be_read_loses_nothing(tmp_path: Path, text: str) -> None:
    """It only says less."""
    a_finished_demo(tmp_path)
    (tmp_path / MARKER).write_text(text)
    prepare(tmp_path)
    assert tree(tmp_path)["kept-1/roundup.db"] == "db"


def test_a_marker_cannot_point_outside(tmp_path: Path) -> None:
    """A list that names other files does nothing to them."""
    folder = a_finished_demo(tmp_path / "demo")
    other = tmp_path / "thesis.txt"
    other.write_text("mine")
    (folder / MARKER).write_text(json.dumps({"left": {"../thesis.txt": "no plain file"}}))
    prepare(folder)
    assert other.read_text() == "mine"


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link where the output was is moved as a link; what it leads to stays."""
    folder = a_finished_demo(tmp_path / "demo")
    web = tmp_path / "web"
    lay(web, index_html="mine")
    (folder / "out" / "x" / "post.html").unlink()
    (folder / "out" / "x").rmdir()
    (folder / "out").rmdir()
    (folder / "out").symlink_to(web)
    prepare(folder)
    assert (folder / "kept-1" / "out").is_symlink()
    assert tree(web) == {"index.html": "mine"}
