"""An archive full of hostile words: nothing breaks out, nothing collides, everything is still there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from roundup.render.site import plan
from tests.render.hostile import PAYLOADS, PROBE
from tests.render.site.archives import archive, edition, page, pages, pick, site

SAFE_PATH = re.compile(r"(?:[a-z0-9][a-z0-9-]*/)?[a-z0-9][a-z0-9-]*\.(?:html|json|js|xml|opml)")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Every payload as somebody's name, blog, tag and title, all in one archive."""
    picks = [pick(n, words, words, title=words, tags=(words,), lead=words) for n, words in enumerate(PAYLOADS, 1)]
    made = (edition(1, *picks, title=PAYLOADS[0], tags=PAYLOADS, categories=PAYLOADS, intro="\n\n".join(PAYLOADS)),)
    return site(archive(*made, title=PAYLOADS[0]))


def test_every_path_is_a_plain_one(files: dict[str, bytes]) -> None:
    """Whatever people are called, files are called by letters, digits and hyphens, once whatever the case."""
    assert [path for path in files if not SAFE_PATH.fullmatch(path)] == []
    assert len({path.casefold() for path in files}) == len(files)


def test_no_word_becomes_markup(files: dict[str, bytes]) -> None:
    """No script but our own, no handler, no frame, no form but the search's, no address that runs."""
    for each in pages(files):
        scripts = [node for node in each.all("script") if node.attributes.get("type") != "application/ld+json"]
        assert len(scripts) == (each.path == "search.html"), each.path
        assert each.all("iframe, object, embed, base, svg, math, [onload], [onerror], [onclick], [onfocus]") == []
        assert len(each.all("form")) == (each.path == "search.html")
        assert [link for link in each.links() if link.startswith(("javascript:", "data:", "vbscript:"))] == []


def test_nobody_vanishes(files: dict[str, bytes]) -> None:
    """Every post is in the list of the year, every title that has words is readable there."""
    year = page(files, "years/2026.html")
    assert len(year.all(".short li")) == len(PAYLOADS)
    assert PROBE in year.text


def test_links_still_lead_somewhere(files: dict[str, bytes]) -> None:
    """Among a hundred hostile names as among three friendly ones."""
    for each in pages(files):
        missing = [link for link in each.links() if "://" not in link and not link.startswith(("/", "mailto:"))]
        assert [link for link in missing if link.partition("#")[0] not in files] == []


def test_ids_stay_unique(files: dict[str, bytes]) -> None:
    """No word becomes an id."""
    for each in pages(files):
        ids = [node.attributes["id"] for node in each.all("[id]")]
        assert len(ids) == len(set(ids)), each.path


@pytest.mark.parametrize("feed", ["../../feed.xml", "/etc/feed.xml", "a\\b.xml", "folder/feed.xml"])
def test_a_feed_outside_of_the_site_is_not_in_it(feed: str) -> None:
    """A setting may name any file; only one that lies in the site's own folder is written there."""
    base = archive()
    feeds = replace(base.options.feeds, atom=feed)
    paths = [file.path for file in plan(replace(base, options=replace(base.options, feeds=feeds)))]
    assert "picks.json" in paths
    assert not [path for path in paths if path.endswith(".xml") and path != "sitemap.xml"]


def test_names_of_any_length_fit() -> None:
    """A name of a hundred thousand letters is cut where it is shown, and makes a short path."""
    long = "A" * 100_000
    files = site(archive(edition(1, pick(1, long, long, title=long, tags=(long,)), title=long)))
    assert max(map(len, files)) < 120
    assert all(len(files[path]) < 60_000 for path in files if path.startswith(("people/", "tags/", "blogs/")))
