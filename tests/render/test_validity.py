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


def test_no_file_has_an_error(tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and e-mails of every shape, plain and hostile; fragments and Markdown in a page around them."""
    if lacking := missing_programs():
        missing(", ".join(lacking))
    monkeypatch.setenv("HOME", MACHINE.get("HOME", str(tmp_path)))  # npm's own settings say where packages are
    try:
        jar = unpack_validator(checkout / ".servers")
    except (OSError, subprocess.SubprocessError) as error:
        missing(f"vnu-jar ({error})")
    plain = {shape: full(shape) for shape in SHAPES}
    every, words = plain | HOSTILE, {"words": HOSTILE["words"]}
    editions = {"page": every, "email": plain | words, "fragment": words, "markdown": words}
    for name, kinds in editions.items():
        for kind, edition in kinds.items():
            (tmp_path / f"{kind}-{name}.html").write_text(html_of(edition, name), encoding="utf-8")
    (tmp_path / "control.html").write_text("<!DOCTYPE html><title>x</title><p><div></p>", encoding="utf-8")
    found = faults(jar, sorted(tmp_path.glob("*.html")))
    assert [fault for fault in found if not fault.startswith("control") and not fault.endswith(EXPECTED)] == []
    assert [fault for fault in found if fault.startswith("control")] != []
