"""Feeds of what was published: what a feed reader makes of them, and that they change only when there is news."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from roundup.config import FeedSettings
from roundup.errors import UsageError
from roundup.model import Edition, Erratum, FrozenEdition, Rendering
from roundup.render import SHAPES, Options
from roundup.render.feeds import FEEDS, render_feeds
from roundup.render.parity import differences
from tests import samples
from tests.render.editions import BINS, weekly
from tests.render.hostile import PAYLOADS, URLS, addressed, worded, written
from tests.render.reading import html_of

ATOM = "{http://www.w3.org/2005/Atom}"


def closed(edition: Edition, at: datetime = samples.NOW, **fields: Any) -> FrozenEdition:
    return FrozenEdition(edition, at, **fields)


def weeks(count: int) -> list[FrozenEdition]:
    """Editions of as many weeks, the oldest first."""
    made = []
    for week in range(count):
        moment = samples.NOW + timedelta(weeks=week)
        day = moment.date().isoformat()
        made.append(closed(weekly(number=week + 1, date=day, slug=f"{day}-week"), moment))
    return made


def file_of(name: str, *editions: FrozenEdition, **settings: Any) -> bytes:
    (made,) = render_feeds(editions, Options(feeds=FeedSettings(**settings)), formats=[name])
    return made.content


def atom(*editions: FrozenEdition, **settings: Any) -> Any:
    """The feed as a feed reader reads it, and not a word of complaint from it."""
    read = feedparser.parse(file_of("atom", *editions, **settings))
    assert (bool(read.bozo), read.version) == (False, "atom10")
    return read


def picks(*editions: FrozenEdition, **settings: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file_of("picks", *editions, **settings))
    return read


def test_an_edition_is_an_entry() -> None:
    """Title, address, times, editors, tags; and all of its words."""
    read = atom(closed(weekly()))
    assert (read.feed.title, read.feed.id) == ("The Clerk’s Kettle", "https://kettle.example/")
    links = {link.rel: link.href for link in read.feed.links}
    assert links == {"alternate": "https://kettle.example/", "self": "https://kettle.example/feed.xml"}
    (entry,) = read.entries
    assert entry.title == "That was the local government week that was"
    assert entry.id == "tag:kettle.example,2026-11-20:57/2026-11-20-week-that-was"
    assert entry.link == weekly().url
    assert (entry.published, entry.updated) == ("2026-11-20T09:00:00Z", "2026-11-20T09:00:00Z")
    assert entry.author == "Ada Example and Bram Example"
    assert [tag.term for tag in entry.tags] == ["Roundups", "weeknotes", "libraries", "democracy"]
    assert entry.summary.startswith("It was the week of the long agenda")
    assert entry.content[0].type == "text/html"


@pytest.mark.parametrize("shape", SHAPES)
def test_an_entry_says_what_the_page_says(shape: str) -> None:
    """The whole edition, read back out of the feed, differs in nothing."""
    edition = weekly(shape=shape, errata=(Erratum("It was *Marrowby*.", "2026-12-01"),))
    root = ET.fromstring(file_of("atom", closed(edition)))
    content = root.findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert differences(edition, [Rendering("fragment", "feed.xml", content.encode())]) == ()


def test_entries_come_newest_first_and_only_the_newest() -> None:
    """As many as the desk's settings say; whatever the order they are given in."""
    read = atom(*weeks(5), editions=3)
    assert [entry.published[:10] for entry in read.entries] == ["2026-12-18", "2026-12-11", "2026-12-04"]
    assert file_of("atom", *weeks(5)) == file_of("atom", *reversed(weeks(5)))


def test_a_rebuild_changes_nothing() -> None:
    """Same editions, same bytes: no clock, and ids that no change of settings alters."""
    assert render_feeds(weeks(3)) == render_feeds(weeks(3))
    before, after = atom(*weeks(3)), atom(*weeks(4))
    ids = [entry.id for entry in before.entries]
    assert [entry.id for entry in after.entries][1:] == ids
    assert [entry.updated for entry in after.entries][1:] == [entry.updated for entry in before.entries]


def test_an_edition_keeps_its_id_wherever_it_is_published() -> None:
    """Its address may change when it is delivered; what it is known by was fixed when it was closed."""
    frozen = closed(weekly())
    moved = replace(frozen, url="https://blog.example/2026/week/", published_at=samples.NOW + timedelta(days=1))
    first, second = atom(frozen).entries[0], atom(moved).entries[0]
    assert (second.id, second.updated, second.published) == (first.id, first.updated, first.published)
    assert second.link == "https://blog.example/2026/week/"


@pytest.mark.parametrize(
    ("errata", "updated"),
    [
        ((), "2026-11-20T09:00:00Z"),
        (("2026-11-20",), "2026-11-20T09:00:01Z"),
        (("",), "2026-11-20T09:00:01Z"),
        (("2026-12-01",), "2026-12-01T00:00:01Z"),
        (("2026-12-01", "2026-12-01"), "2026-12-01T00:00:02Z"),
        (("no day",), "2026-11-20T09:00:01Z"),
    ],
)
def test_an_entry_is_updated_by_a_correction_and_nothing_else(errata: tuple[str, ...], updated: str) -> None:
    """Each correction makes it newer, also a second one on the same day."""
    edition = weekly(errata=tuple(Erratum("Else.", day) for day in errata))
    read = atom(closed(edition), closed(weekly(number=56, slug="before"), samples.NOW - timedelta(days=7)))
    assert read.entries[0].updated == read.feed.updated == updated
    assert read.entries[1].updated == "2026-11-13T09:00:00Z"


def test_a_desk_that_is_nowhere_has_ids_all_the_same() -> None:
    """Without an address of the site a feed has no self link, and names that are unique without a host."""
    edition = samples.edition(site_title="The Week")
    read = atom(closed(edition))
    assert read.entries[0].id.startswith("urn:uuid:")
    assert read.feed.id.startswith("urn:uuid:")
    assert read.feed.id != read.entries[0].id
    assert "links" not in read.feed
    assert atom(closed(edition), closed(replace(edition, number=2), samples.NOW + timedelta(7))).feed.id == read.feed.id


def test_a_pick_is_an_item() -> None:
    """Quote and commentary as HTML, who wrote it, its tags, the post itself, and where it stands in the edition."""
    edition = weekly()
    tagged = replace(edition, picks=(replace(edition.picks[0], tags=("bins", "maps")), *edition.picks[1:]))
    feed = picks(closed(tagged))
    assert (feed["version"], feed["title"]) == ("https://jsonfeed.org/version/1.1", "The Clerk’s Kettle: single posts")
    assert (feed["home_page_url"], feed["feed_url"]) == ("https://kettle.example/", "https://kettle.example/picks.json")
    item = feed["items"][0]
    html = LexborHTMLParser(item.pop("content_html"))
    assert item == {
        "id": "tag:kettle.example,2026-11-20:57/2026-11-20-week-that-was/a2e316deb0a9af5b",
        "url": f"{edition.url}#pick-1",
        "external_url": BINS,
        "title": "The long way round to a bin",
        "date_published": "2026-11-20T09:00:00Z",
        "authors": [{"name": "Priya Nandakumar"}],
        "tags": ["bins", "maps"],
        "language": "en-GB",
        "_roundup": {"edition": 57, "blog": "Slow Sandleigh", "section": "Services"},
    }
    assert [p.text() for p in html.css("blockquote p")] == list(edition.picks[0].quotes[0].paragraphs)
    assert "drew the map that nobody at Sandleigh had ever drawn" in html.text()
    assert "File under" in html.text()


def test_every_pick_is_there_in_its_order() -> None:
    """Newest edition first, its picks as they stand in it; no two by one id."""
    feed = picks(*weeks(2))
    assert [item["external_url"] for item in feed["items"]] == 2 * [pick.url for pick in weekly().picks]
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids)


def test_a_pick_keeps_its_id_when_others_come_and_go() -> None:
    """It is known by the post, not by its place."""
    edition = weekly()
    fewer = replace(edition, picks=edition.picks[2:])
    assert picks(closed(fewer))["items"][0]["id"] == picks(closed(edition))["items"][2]["id"]


def test_what_a_list_does_not_quote_is_quoted_nowhere() -> None:
    """Words that were not in the edition are not published by its feed."""
    feed = picks(closed(weekly(shape="list")))
    assert all("blockquote" not in item["content_html"] for item in feed["items"])


def test_a_feed_that_is_not_wanted_is_not_made() -> None:
    """An empty name says so; another name is the file's."""
    made = render_feeds(weeks(1), Options(feeds=FeedSettings(atom="", picks="posts.json")))
    assert [(feed.format, feed.filename) for feed in made] == [("picks", "posts.json")]


def test_of_nothing_there_is_no_feed() -> None:
    """Before the first edition is closed."""
    assert render_feeds(()) == ()


def test_an_unknown_feed_names_the_nearest() -> None:
    """A slip of the finger costs one glance."""
    with pytest.raises(UsageError) as caught:
        render_feeds(weeks(1), formats=["aton"])
    assert "'atom'" in caught.value.hint


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize(
    "edition", [worded(*PAYLOADS), written(*PAYLOADS), addressed(*URLS)], ids=["words", "editors", "addresses"]
)
def test_hostile_words_do_not_leave_their_place(edition: Edition, name: str) -> None:
    """The file is what it is, whatever stands in it, and holds as many entries as there are."""
    text = file_of(name, closed(replace(edition, site_title=PAYLOADS[0])))
    if name == "atom":
        root = ET.fromstring(text)
        assert {node.tag.removeprefix(ATOM) for node in root.iter()} <= {
            *("feed", "title", "id", "updated", "link", "author", "name", "generator", "entry", "published"),
            *("category", "summary", "content"),
        }
        assert len(root.findall(f"{ATOM}entry")) == 1
    else:
        assert len(json.loads(text)["items"]) == len(edition.picks)


@pytest.mark.parametrize("edition", [worded(*PAYLOADS), written(*PAYLOADS)], ids=["words", "editors"])
def test_what_is_hostile_in_a_page_is_as_harmless_in_a_feed(edition: Edition) -> None:
    """A reader's program gets the same elements that the fragment has."""
    content = ET.fromstring(file_of("atom", closed(edition))).findtext(f"{ATOM}entry/{ATOM}content") or ""
    bare = LexborHTMLParser(html_of(edition, "fragment")).body
    fed = LexborHTMLParser(f"<body>{content}</body>").body
    assert bare is not None
    assert fed is not None
    assert [node.tag for node in fed.traverse()] == [node.tag for node in bare.traverse()]


def test_a_template_of_the_desk_sets_the_feed(tmp_path: Any) -> None:
    """As with every other file."""
    (tmp_path / "feed.xml.j2").write_text("<mine>{{ entries[0].edition.title }}</mine>", encoding="utf-8")
    (made, _) = render_feeds(weeks(1), Options(tmp_path))
    assert made.content == b"<mine>That was the local government week that was</mine>\n"
