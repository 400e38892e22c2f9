"""The W3C's checker has nothing to say against any page of the archive, friendly or hostile."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from roundup.render import SHAPES
from tests.browser import missing
from tests.conftest import MACHINE
from tests.render.editions import weekly
from tests.render.hostile import PAYLOADS
from tests.render.site.archives import archive, edition, lay, pick, site
from tests.render.test_validity import EXPECTED
from tests.validator import faults, missing_programs, unpack_validator

pytestmark = [pytest.mark.server, pytest.mark.slow]


def test_no_page_has_an_error(tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All kinds of pages, editions of every shape, and an archive of hostile names."""
    if lacking := missing_programs():
        missing(", ".join(lacking))
    monkeypatch.setenv("HOME", MACHINE.get("HOME", str(tmp_path)))  # npm's own settings say where packages are
    try:
        jar = unpack_validator(checkout / ".servers")
    except (OSError, subprocess.SubprocessError) as error:
        missing(f"vnu-jar ({error})")
    shapes = [edition(number, *weekly(shape=shape).picks, shape=shape) for number, shape in enumerate(SHAPES, start=1)]
    hostile = [pick(n, words, words, title=words, tags=(words,)) for n, words in enumerate(PAYLOADS, start=1)]
    lay(site(archive(*shapes)), tmp_path / "plain")
    lay(site(archive(edition(1, *hostile, title=PAYLOADS[0], tags=PAYLOADS), title=PAYLOADS[0])), tmp_path / "hostile")
    pages = sorted((tmp_path / "plain").rglob("*.html"))
    pages += sorted((tmp_path / "hostile").glob("*.html")) + sorted((tmp_path / "hostile").glob("20*/*.html"))
    found = faults(jar, pages)
    assert [fault for fault in found if not fault.endswith(EXPECTED)] == []
