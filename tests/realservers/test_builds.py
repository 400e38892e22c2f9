"""What is taken out of npm's package is what is known, or nothing."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from tests.realservers import builds


def packed(folder: Path, members: dict[str, bytes]) -> Path:
    """A package with these files."""
    path = folder / "builds.tgz"
    with tarfile.open(path, "w:gz") as package:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            package.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({builds.WORDPRESS: b"another"}, "is another one than it was"),
        ({"package/../../wp-6.5.zip": b""}, "has no package/src/"),
        ({}, "has no package/src/"),
    ],
)
def test_another_package_is_refused(tmp_path: Path, members: dict[str, bytes], words: str) -> None:
    """By digest, file by file; nothing of it is left beside the package."""
    with pytest.raises(OSError, match=words):
        builds.take(packed(tmp_path, members), tmp_path)
    assert [path.suffix for path in tmp_path.iterdir()] in ([], [".tgz"])


def test_half_a_package_is_refused(tmp_path: Path) -> None:
    """A download that broke off is said in words."""
    package = packed(tmp_path, {"package/big": b"x" * 100_000})
    package.write_bytes(package.read_bytes()[:100])
    with pytest.raises(OSError, match="cannot be unpacked"):
        builds.take(package, tmp_path)


def test_only_what_is_known_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two archives, under their own names; the package goes."""
    # SHA-256 of nothing.
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    monkeypatch.setattr(builds, "DIGESTS", dict.fromkeys(builds.DIGESTS, digest))
    members = {"package/LICENSE": b"GPL", builds.WORDPRESS: b"", builds.DRIVER: b""}
    taken = builds.take(packed(tmp_path, members), tmp_path)
    assert {path.name for path in taken.values()} == {path.name for path in tmp_path.iterdir()}
