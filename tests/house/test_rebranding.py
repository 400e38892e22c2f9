"""The desk with a look of its own in docs/templates.md, made as it is told there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roundup.render import Options, render
from roundup.render.site import Archive, plan
from tests import samples


@pytest.fixture
def rebranded(checkout: Path, tmp_path: Path) -> Path:
    """The templates folder of that desk: each file that the page shows."""
    guide = (checkout / "docs" / "templates.md").read_text(encoding="utf-8").partition("## A desk with a look")[2]
    files = re.findall(r"`templates/([\w.]+)` .*?\n+```\w+\n(.*?)```", guide, re.DOTALL)
    assert [name for name, _ in files] == ["page.html.j2", "sandleigh.css"]
    for name, text in files:
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_example_works(rebranded: Path) -> None:
    """Its words and colours are in the page, allowed by the page's own policy; all else is as ours."""
    html = render(samples.edition(), Options(rebranded), formats=["page"])[0].content.decode()
    assert "Chosen on Friday evenings by volunteers in Sandleigh." in html
    assert "No. 1, 2 posts" in html
    assert "--paper:#f3f7f2" in html.replace(" ", "")
    assert html.count("<style>") == 1
    assert '<h1 class="p-name">' in html


def test_the_archive_follows(rebranded: Path) -> None:
    """An edition's page there has the same colours, and navigation in place of the head."""
    from roundup.model import FrozenEdition

    archive = Archive("Sandleigh reads", (FrozenEdition(samples.edition(), samples.NOW),), options=Options(rebranded))
    pages = {file.path: file for file in plan(archive)}
    html = pages["2026-11-20-week-that-was/index.html"].make().decode()
    assert "#f3f7f2" in html
    assert 'aria-label="Archive"' in html
