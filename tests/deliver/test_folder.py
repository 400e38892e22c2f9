"""An edition as a file in a folder, for whatever makes a site of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roundup.config import FetchSettings
from roundup.deliver import Delivered, Parcel, Prepared, Refused, Wish, World, folder
from roundup.errors import ConfigError, RoundupError
from roundup.model import Receipt
from roundup.net import HttpClient
from roundup.workflow.files import replace_file
from tests.samples import NOW, edition

SLUG = "2026-11-20-week-that-was"


def parcel(root: Path, words: str = "# Week\n") -> Parcel:
    return Parcel(edition(slug=SLUG, number=7), {"markdown": words.encode()}, root=root)


def prepared(root: Path, words: str = "# Week\n", **options: Any) -> Prepared:
    return folder.prepare(parcel(root, words), folder.Options(**{"path": "site", **options}), Wish())


def send(ready: Prepared, before: Delivered | None = None) -> Delivered:
    receipt = Receipt(SLUG, "folder", NOW, "ada", body=before.body) if before else None
    with HttpClient(FetchSettings()) as http:
        return folder.send(ready, folder.Options(), World(http, replace_file, NOW, receipt=receipt))


def test_the_file_is_where_the_site_wants_it(tmp_path: Path) -> None:
    """Below the folder, which begins at the desk; slug, date, year and number can be part of its name."""
    done = send(prepared(tmp_path, file="posts/{year}/{date}-{number}-{slug}.md"))
    path = tmp_path / "site/posts/2026" / f"2026-11-20-7-{SLUG}.md"
    assert (done.done, done.remote, path.read_text()) == ("created", str(path), "# Week\n")


def test_again_is_nothing_and_a_change_is_a_change(tmp_path: Path) -> None:
    """The same file is left alone to the second; another text takes its place."""
    first = send(prepared(tmp_path))
    path = tmp_path / "site" / f"{SLUG}.md"
    before = path.stat().st_mtime_ns
    assert send(prepared(tmp_path), first).done == "unchanged"
    assert path.stat().st_mtime_ns == before
    assert send(prepared(tmp_path, "# Other\n"), first).done == "changed"
    assert path.read_text() == "# Other\n"


@pytest.mark.parametrize("known", [True, False])
def test_what_others_wrote_stays(tmp_path: Path, known: bool) -> None:
    """A file that was edited there, or was there before us, is refused with the difference."""
    first = send(prepared(tmp_path)) if known else None
    path = tmp_path / "site" / f"{SLUG}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text("# Mine\n")
    with pytest.raises(Refused) as caught:
        send(prepared(tmp_path, "# Other\n"), first)
    assert "Mine" in caught.value.diff
    assert path.read_text() == "# Mine\n"


@pytest.mark.parametrize("file", ["../{slug}.md", "/etc/{slug}.md", "{slug}/{month}.md", "", "/", "a/../../b.md"])
def test_it_stays_below_the_folder(tmp_path: Path, file: str) -> None:
    """No setting writes elsewhere, or by a name that is not understood."""
    with pytest.raises(ConfigError) as caught:
        prepared(tmp_path, file=file)
    assert "[deliver.folder] file" in caught.value.message


def test_a_folder_must_be_named_and_cannot_wait(tmp_path: Path) -> None:
    """Both are said before anything is closed."""
    with pytest.raises(ConfigError):
        prepared(tmp_path, path=" ")
    with pytest.raises(ConfigError):
        folder.prepare(parcel(tmp_path), folder.Options(path="site"), Wish(at=NOW))


def test_a_folder_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A directory where the file should be is an error in words."""
    (tmp_path / "site" / f"{SLUG}.md").mkdir(parents=True)
    with pytest.raises(RoundupError) as caught:
        send(prepared(tmp_path))
    assert "cannot be read" in caught.value.message


def test_what_would_be_written_is_shown_first(tmp_path: Path) -> None:
    """For --dry-run, and nothing is there afterwards."""
    (request,) = prepared(tmp_path).requests
    assert (request.verb, request.where) == ("WRITE", str(tmp_path / "site" / f"{SLUG}.md"))
    assert not (tmp_path / "site").exists()
