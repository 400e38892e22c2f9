"""What `add` does and says, and what `show` says of a summary."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blogserver import Blogs, item, opml
from tests.cli.desk import Commands

WORDS = "The budget was read aloud. Nobody laughed, although there was a joke on page nine of the second annex, twice."
PAGE = (
    "<html><head><title>x | Sandleigh News</title><meta property='og:title' content='Budget night'>"
    "<meta property='og:site_name' content='Sandleigh News'><meta name=author content='Bo Example'>"
    "<meta property='article:published_time' content='2026-11-18T19:00:00Z'></head>"
    f"<body><nav>Home</nav><article><h1>Budget night</h1><p>{WORDS}</p></article></body></html>"
)
KEYS = {"id", "url", "title", "author", "blog", "published", "words", "words_before", "outcome", "found", "notes"}


def test_a_page_is_added_and_said_how(desk: Commands, blogs: Blogs) -> None:
    """Its id, so that it can be starred; where each thing was found."""
    said = desk.run("add", blogs.put("/news", PAGE, "text/html"))
    assert said.out.endswith("Budget night\n")
    assert "Sandleigh News · Bo Example · 20 words. Next: roundup star 4" in said.err
    assert "title, site, date from Open Graph; author from metadata; text from" in said.err
    assert desk.run("--quiet", "add", blogs.url + "/news").err == ""


def test_a_page_has_the_keys_scripts_rely_on(desk: Commands, blogs: Blogs) -> None:
    """One document on stdout."""
    added = desk.json("add", blogs.put("/news", PAGE, "text/html"))
    assert set(added) == KEYS
    assert (added["outcome"], added["found"]["title"]) == ("new", "Open Graph")


def test_a_site_that_asks_programs_away_is_obeyed(desk: Commands, blogs: Blogs) -> None:
    """There is no option against that; what an editor has read can be given."""
    blogs.put("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    url = blogs.put("/news", PAGE, "text/html")
    said = desk.run("add", url, code=1)
    assert "robots.txt asks programs not to read this page" in said.err
    assert "roundup add URL --text FILE" in said.err
    added = desk.run("add", url, "--text", "-", "--title", "Budget night", "--json", stdin=WORDS).json
    assert added["found"] == {"title": "you", "text": "you"}
    desk.run("quote", str(added["id"]), "Nobody laughed")


def test_feeds_are_not_asked_about_in_robots_txt(desk: Commands, blogs: Blogs) -> None:
    """They are published for programs."""
    blogs.put("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    assert desk.json("fetch", "--all")["failed"] == 0
    assert "/robots.txt" not in [path for path, _ in blogs.asked]


def test_the_text_may_come_from_a_file(desk: Commands, blogs: Blogs, tmp_path: Path) -> None:
    """As UTF-8, with or without its mark."""
    file = tmp_path / "report.txt"
    file.write_bytes("\ufeffCafé words.\r\n\r\nSecond paragraph.".encode())
    blogs.put("/report.pdf", b"%PDF-1.7 <<", "application/pdf")
    said = desk.run("add", blogs.url + "/report.pdf", "--title", "The report", "--text", str(file))
    assert "is a PDF" in said.err
    post = said.out.split()[0]
    assert desk.json("show", post)["text"] == "Café words.\n\nSecond paragraph."


@pytest.mark.parametrize(
    ("content", "words"), [(b"caf\xe9", "not UTF-8"), (b" \n", "holds nothing"), (None, "cannot be read")]
)
def test_a_file_that_is_no_text_is_refused(
    desk: Commands, blogs: Blogs, tmp_path: Path, content: bytes | None, words: str
) -> None:
    """Before anything is asked for."""
    if content is not None:
        (tmp_path / "x.txt").write_bytes(content)
    asked = len(blogs.asked)
    assert words in desk.run("add", blogs.url + "/news", "--text", str(tmp_path / "x.txt"), code=2).err
    assert len(blogs.asked) == asked


def test_a_summary_leads_to_the_whole_text(desk: Commands, blogs: Blogs) -> None:
    """`show` says what to type, and that is enough."""
    feed = blogs.feed("/short", item("budget", "Budget night", "The budget was read aloud. […]", base=blogs.url))
    (desk.root / "feeds.opml").write_text(opml(feed), encoding="utf-8")
    desk.run("fetch", "--all")
    assert "Only a summary is in its feed: roundup add 4 brings the whole text." in desk.run("show", "4").out
    assert desk.json("show", "4")["summary_only"] is True
    blogs.put("/budget/", PAGE, "text/html")
    said = desk.run("add", "4")
    assert "A Blog · Bo Example · 20 words, 6 before." in said.err
    assert "title from" not in said.err
    assert "Only a summary" not in desk.run("show", "4").out
    assert "nothing new" in desk.run("add", "4").err


def test_a_cluster_is_named_by_its_address(desk: Commands) -> None:
    """Anything else is a mistake, also when no feed is due."""
    assert "is not the address of a Dask scheduler" in desk.run("fetch", "--cluster", "nonsense", code=2).err
