"""Commands that show and set pages: render's archive, templates, preview."""

from __future__ import annotations

import http.client
import json
import signal
from pathlib import Path

import pytest

from tests.cli.desk import Commands


@pytest.fixture
def published(desk: Commands) -> Commands:
    """A desk that has closed one edition."""
    desk.run("star", "1")
    desk.run("annotate", "1", "--lead", "Somebody [wrote](post) this.")
    said = desk.run("publish", "--override", "no-words", "--reason", "a test")
    assert "The archive in" in said.err
    return desk


# ---------------------------------------------------------------- render


def test_publishing_brings_the_archive_up_to_date(published: Commands) -> None:
    """The edition is in it at once, by a link from the first page."""
    site = published.root / "out" / "site"
    (edition,) = site.glob("2026-*/index.html")
    assert edition.parent.name in (site / "index.html").read_text(encoding="utf-8")


def test_the_archive_alone_can_be_rendered(published: Commands) -> None:
    """One line for the whole of it; a second time nothing was to do."""
    (told,) = published.json("render", "--format", "site")
    assert (told["format"], told["path"]) == ("site", str(published.root / "out" / "site"))
    assert told["bytes"] > 10_000
    assert "as it was" in published.run("render", "--format", "site").err


def test_rendering_a_draft_writes_both(published: Commands, tmp_path: Path) -> None:
    """The draft's files, and the archive of what is closed, wherever they are wanted."""
    published.run("star", "2")
    told = published.json("render", "--out", str(tmp_path / "www"))
    assert {"page", "fragment", "site"} <= {each["format"] for each in told}
    assert (tmp_path / "www" / "site" / "index.html").is_file()


def test_one_format_is_one_format(published: Commands) -> None:
    """Asked for a page, nothing else is written."""
    assert [each["format"] for each in published.json("render", "1", "--format", "page")] == ["page"]


# ---------------------------------------------------------------- templates


def test_templates_are_listed(desk: Commands) -> None:
    """With blocks and what they set; one's own are marked."""
    desk.run("templates", "copy", "page.css")
    lines = desk.run("templates").out.splitlines()
    assert next(line for line in lines if line.startswith("page.css")).split("\t")[1] == "yours"
    found = {each["name"]: each for each in desk.json("templates")}
    assert found["page.css"]["own"] == str(desk.root / "templates" / "page.css")
    assert "colophon" in found["page.html.j2"]["blocks"]
    assert set(found["page.html.j2"]) == {"name", "sets", "blocks", "names", "own"}


def test_a_template_says_what_it_sees(desk: Commands) -> None:
    """Names, functions, and the fields of each kind of value."""
    said = desk.run("templates", "show", "site/person.html.j2").out
    assert "given: earlier, entries, page, part, site, topic" in said
    assert "pick: number, label" in said
    assert "csp_hash" in said
    assert desk.json("templates", "show", "page.html.j2")["fields"]["quote"][0] == "paragraphs"


def test_a_template_can_be_copied_and_is_never_overwritten(desk: Commands) -> None:
    """Whole, or as a file that builds on ours."""
    path = Path(desk.run("templates", "copy", "page.html.j2", "--extend").out.strip())
    assert path == desk.root / "templates" / "page.html.j2"
    assert path.read_text(encoding="utf-8").startswith('{% extends "builtin/page.html.j2" %}')
    assert "is there already" in desk.run("templates", "copy", "page.html.j2", code=2).err
    assert "no blocks" in desk.run("templates", "copy", "page.css", "--extend", code=2).err


@pytest.mark.parametrize("name", ["page.htm", "../roundup.toml", "/etc/passwd", "", "preview/shell.html.j2"])
def test_a_template_that_is_not_there_is_told(desk: Commands, name: str) -> None:
    """With the nearest that is; nothing outside of the templates is ever shown or copied."""
    for words in (("show", name), ("copy", name)):
        assert "there is no template" in desk.run("templates", *words, code=2).err
    assert "page.html.j2" in desk.run("templates", "show", "page.htm", code=2).err


# ---------------------------------------------------------------- preview


def test_a_preview_is_served_until_it_is_ended(desk: Commands) -> None:
    """Its address on stdout, the draft behind it; Ctrl-C ends it, and that is no failure."""
    desk.run("star", "1")
    with desk.start("preview", "--port", "0", PYTHONUNBUFFERED="1") as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        connection = http.client.HTTPConnection(url.removeprefix("http://").rstrip("/"), timeout=30)
        connection.request("GET", "/scene.json")
        scene = json.loads(connection.getresponse().read())
        connection.close()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert scene["facts"].startswith("edition 1")
    assert (process.returncode, "The preview has ended." in err) == (0, True)
    assert "Traceback" not in err


def test_a_port_that_is_none_is_refused(desk: Commands) -> None:
    """As any wrong option."""
    assert desk.run("preview", "--port", "99999", code=2).err
