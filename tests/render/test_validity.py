"""The W3C's checker has nothing to say against any page, however it is filled."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from roundup.model import Edition, Erratum
from roundup.render import SHAPES
from tests.browser import missing
from tests.conftest import MACHINE
from tests.render.editions import weekly
from tests.render.hostile import PAYLOADS, URLS, addressed, worded, written
from tests.render.reading import html_of
from tests.render.site import archives
from tests.render.site.archives import archive, lay, site
from tests.validator import faults, missing_programs, unpack_validator

pytestmark = [pytest.mark.server, pytest.mark.slow]

HOSTILE = {"words": worded(*PAYLOADS), "editors": written(*PAYLOADS), "addresses": addressed(*URLS)}
EXPECTED = (
    # Outlook's own word for “do not show this”, which no standard has.
    "CSS: “mso-hide”: Property “mso-hide” doesn't exist.",
    # An address stays as its author spells it, where a browser understands it.
    "Illegal character in path segment. “[” is not allowed.",
    'Percentage ("%") is not followed by two hexadecimal digits.',
)


def full(shape: str) -> Edition:
    """An edition with all there can be in one."""
    errata = (Erratum("It was *Marrowby*.", "2026-12-01"),)
    return weekly(shape=shape, errata=errata, image="https://kettle.example/bench.jpg", image_alt="A bench")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> list[str]:
    """What the checker has against all files, the archive's pages too, looked at in one run."""
    if lacking := missing_programs():
        missing(", ".join(lacking))
    folder = tmp_path_factory.mktemp("valid")
    with pytest.MonkeyPatch.context() as patch:
        # npm's own settings say where packages are.
        patch.setenv("HOME", MACHINE.get("HOME", str(folder)))
        try:
            jar = unpack_validator(checkout / ".servers")
        except (OSError, subprocess.SubprocessError) as error:
            missing(f"vnu-jar ({error})")
    lay_editions(folder / "edition")
    lay_archives(folder / "archive")
    (folder / "control.html").write_text("<!DOCTYPE html><title>x</title><p><div></p>", encoding="utf-8")
    return faults(jar, folder)


def lay_editions(folder: Path) -> None:
    """Pages and e-mails of every shape, plain and hostile; fragments and Markdown in a page around them."""
    plain = {shape: full(shape) for shape in SHAPES}
    every, words = plain | HOSTILE, {"words": HOSTILE["words"]}
    editions = {"page": every, "email": plain | words, "fragment": words, "markdown": words}
    folder.mkdir()
    for name, kinds in editions.items():
        for kind, edition in kinds.items():
            (folder / f"{kind}-{name}.html").write_text(html_of(edition, name), encoding="utf-8")


def lay_archives(folder: Path) -> None:
    """An archive with editions of every shape; one of hostile names, of which many pages are alike."""
    shapes = [archives.edition(n, *weekly(shape=shape).picks, shape=shape) for n, shape in enumerate(SHAPES, start=1)]
    lay(site(archive(*shapes)), folder / "plain")
    names = [archives.pick(n, words, words, title=words, tags=(words,)) for n, words in enumerate(PAYLOADS, start=1)]
    pages = site(archive(archives.edition(1, *names, title=PAYLOADS[0], tags=PAYLOADS), title=PAYLOADS[0]))
    alike = ("people/", "blogs/", "tags/", "years/")
    lay({path: page for path, page in pages.items() if not path.startswith(alike)}, folder / "hostile")


@pytest.mark.parametrize("kind", ["edition", "archive"])
def test_no_file_has_an_error(found: list[str], kind: str) -> None:
    """No form of an edition, and no page of an archive."""
    assert [fault for fault in found if fault.startswith(kind) and not fault.endswith(EXPECTED)] == []


def test_the_checker_was_there(found: list[str]) -> None:
    """It finds what is wrong, and tells nothing of files nobody gave it."""
    assert [fault for fault in found if fault.startswith("control")] != []
    assert {fault.partition("/")[0].partition(".")[0] for fault in found} <= {"control", "edition", "archive"}
