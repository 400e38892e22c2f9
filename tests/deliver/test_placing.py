"""A file put into its place: once, whole, and never over somebody else's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roundup.config import FetchSettings
from roundup.deliver import Begun, Parcel, Refused, Wish, World, digest, eml, folder
from roundup.deliver.placing import LONGEST_KEPT
from roundup.errors import ConfigError
from roundup.model import Receipt
from roundup.net import HttpClient
from roundup.workflow.files import replace_file
from tests.deliver.desks import Killed
from tests.samples import NOW, edition


class Site:
    """A folder, and the receipt that the last push left, cut off or not."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.receipt: Receipt | None = None

    @property
    def file(self) -> Path:
        return self.root / "site" / "week.md"

    def push(self, words: str, killed: str = "") -> str:
        """What was done; the process ends `before` or `after` the file is written, if that is said."""
        parcel = Parcel(edition(slug="week"), {"markdown": words.encode()}, root=self.root)
        ready = folder.prepare(parcel, folder.Options(path="site"), Wish())

        def write(path: Path, content: bytes) -> None:
            if killed == "before":
                raise Killed
            replace_file(path, content)
            if killed == "after":
                raise Killed

        def begun(step: Begun) -> None:
            self.receipt = Receipt("week", "folder", NOW, "ada", body=step.was, found=digest(step.coming))

        with HttpClient(FetchSettings()) as http:
            done = folder.send(ready, folder.Options(), World(http, write, NOW, receipt=self.receipt, begun=begun))
        self.receipt = Receipt("week", "folder", NOW, "ada", "live", body=done.body, found=digest(done.body))
        return done.done


@pytest.mark.parametrize("killed", ["before", "after"])
@pytest.mark.parametrize("first", [True, False])
def test_killed_and_corrected_it_goes_on(tmp_path: Path, killed: str, first: bool) -> None:
    """The file is the older one or the newer, whole; the next push takes its place, with other words, too."""
    site = Site(tmp_path)
    if not first:
        site.push("One.")
    for words in ("Two.", "Three."):
        with pytest.raises(Killed):
            site.push(words, killed)
    assert not site.file.exists() or site.file.read_text() in ("One.", "Three.")
    site.push("Four.")
    assert site.file.read_text() == "Four."


def test_an_edit_after_a_cut_stays(tmp_path: Path) -> None:
    """It is neither what was there nor what was on its way."""
    site = Site(tmp_path)
    with pytest.raises(Killed):
        site.push("One.", "after")
    site.file.write_text("Mine.")
    with pytest.raises(Refused):
        site.push("Two.")
    assert site.file.read_text() == "Mine."


def test_the_difference_begins_with_ours(tmp_path: Path) -> None:
    """What stands there is added, whether we were there before or not."""
    site = Site(tmp_path)
    site.file.parent.mkdir()
    site.file.write_text("Theirs.")
    with pytest.raises(Refused) as caught:
        site.push("Ours.")
    assert caught.value.diff.splitlines()[-2:] == ["-Ours.", "+Theirs."]
    site.file.unlink()
    site.push("Ours.")
    site.file.write_text("Theirs.")
    with pytest.raises(Refused) as caught:
        site.push("Ours, too.")
    assert caught.value.diff.splitlines()[-2:] == ["-Ours.", "+Theirs."]


def test_an_empty_file_is_somebodys(tmp_path: Path) -> None:
    """Nothing is known of who made it."""
    site = Site(tmp_path)
    site.file.parent.mkdir()
    site.file.touch()
    with pytest.raises(Refused):
        site.push("Ours.")


def test_a_large_edition_is_an_edition(tmp_path: Path) -> None:
    """More than is looked at of a stranger's file."""
    site, words = Site(tmp_path), "x" * (LONGEST_KEPT + 10)
    assert [site.push(words), site.push(words), site.push(words + "y")] == ["created", "unchanged", "changed"]


@pytest.mark.parametrize("path", ["~nobody-of-this-name/site", "a\0b", "site\x1b[31m"])
@pytest.mark.parametrize("target", [folder, eml])
def test_a_folder_that_cannot_be_is_said(tmp_path: Path, target: Any, path: str) -> None:
    """In words, before anything is closed."""
    parcel = Parcel(edition(), {"markdown": b"x", "eml": b"x"}, root=tmp_path)
    with pytest.raises(ConfigError) as caught:
        target.prepare(parcel, target.Options(path=path), Wish())
    assert "path is" in caught.value.message
    assert not set("\x1b\0") & set(caught.value.message)


@pytest.mark.parametrize("file", ["a\0b.md", "{slug}\n.md", "{slug"])
def test_a_name_that_cannot_be_is_said(tmp_path: Path, file: str) -> None:
    """No file has it."""
    with pytest.raises(ConfigError):
        folder.prepare(Parcel(edition(), {"markdown": b""}, root=tmp_path), folder.Options("site", file=file), Wish())
