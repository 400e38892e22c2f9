"""A real site generator builds post.md to its permalink, and runs nothing that stands in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from roundup.config import RenderSettings
from roundup.model import Edition
from roundup.render import Options
from tests.browser import missing
from tests.conftest import MACHINE
from tests.render.editions import weekly
from tests.render.hostile import MARKDOWN, PROBE, TEMPLATES, worded
from tests.render.reading import text_of

pytestmark = pytest.mark.server

CONFIG = (
    'baseURL = "https://kettle.example/"\ndisableKinds = ["home", "section", "taxonomy", "term", "rss", "sitemap"]\n'
)
TEMPLATE = "<title>{{ .Title }}</title><article>{{ .Content }}</article>"


def built(folder: Path, **editions: Edition) -> Path:
    """The folder of a site that Hugo made of these editions."""
    hugo = shutil.which("hugo", path=Path(sys.executable).parent) or missing("hugo")
    layout = folder / "layouts" / "_default" / "single.html"
    layout.parent.mkdir(parents=True)
    layout.write_text(TEMPLATE, encoding="utf-8")
    (folder / "hugo.toml").write_text(CONFIG, encoding="utf-8")
    posts = folder / "content" / "posts"
    posts.mkdir(parents=True)
    options = Options(render=RenderSettings(markdown="hugo"))
    for name, edition in editions.items():
        (posts / f"{name}.md").write_text(text_of(edition, "markdown", options), encoding="utf-8")
    command = [
        str(hugo),
        "--source",
        str(folder),
        "--clock",
        "2027-01-01T00:00:00Z",
        "--cacheDir",
        str(folder / "cache"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**MACHINE, "HOME": str(folder)})
    assert done.returncode == 0, done.stderr + done.stdout
    return folder / "public"


def text_in(page: LexborHTMLParser, selector: str) -> str:
    """The words of the only element that answers to it."""
    (node,) = page.css(selector)
    return node.text() or ""


def plain(words: str) -> str:
    """Words without blanks, and with straight marks where Hugo's typographer has been."""
    return "".join(words.split()).translate(str.maketrans("‘’“”", "''\"\"")).replace("…", "...")


def test_hugo_builds_an_edition_to_its_permalink(tmp_path: Path) -> None:
    """Where the edition says it is, the page is: with its title, and its quotations word for word."""
    hostile = worded(*TEMPLATES, *MARKDOWN, slug="hostile", title="A: “week” # {{ 7 }}")
    site = built(tmp_path, week=weekly(), hostile=hostile)
    page = LexborHTMLParser((site / "2026/11/20/2026-11-20-week-that-was/index.html").read_text(encoding="utf-8"))
    assert text_in(page, "title") == weekly().title
    quoted = [" ".join(quote.text().split()) for quote in page.css("blockquote")]
    assert quoted == [" ".join(pick.quotes[0].paragraphs) for pick in weekly().picks]

    # One build for both: starting Hugo is most of what this test costs.
    other = (site / "posts/hostile/index.html").read_text(encoding="utf-8")
    page = LexborHTMLParser(other)
    assert text_in(page, "title") == "A: “week” # {{ 7 }}"
    assert "raw HTML omitted" not in other
    assert page.css("figure, script, iframe, img[src='x']") == []
    text = plain(text_in(page, "article"))
    for words in (*TEMPLATES, f"[x](javascript:{PROBE})"):
        assert plain(words) in text
