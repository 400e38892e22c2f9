"""The sample feeds: written as their formats want it, with the habits of real ones."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from roundup.demo.channel import lines, tag
from roundup.demo.feeds import FORMATS, as_html, channel, feed_body, has_feed, silence
from roundup.demo.rss import rfc822
from roundup.demo.server import FRIDAY
from roundup.demo.source import LONDON, Blog, Quirk, SamplePost, sample_blogs
from roundup.parse import parse_feed

BASE = "http://127.0.0.1:8746"
XML = [name for name in FORMATS if not name.startswith("json")]
FEEDS = [blog for blog in sample_blogs() if has_feed(blog)]


def post(**fields: Any) -> SamplePost:
    values: dict[str, Any] = {
        "slug": "bins",
        "title": "Bins & lids",
        "date": datetime(2026, 10, 16, 18, 30, tzinfo=LONDON),
        "markdown": "The *bins* went out.\n\nThey came [back](/a-blog/other/).",
        "tags": ("bins",),
    }
    return SamplePost(**{**values, **fields})


def blog(*quirks: Quirk, kind: str = "rss20", posts: tuple[SamplePost, ...] = ()) -> Blog:
    about: dict[str, Any] = {"name": "a-blog", "title": "Ways & Means", "author": "Ada Example", "format": kind}
    return Blog(**about, quirks=quirks, posts=posts or (post(),))


def written(*quirks: Quirk, kind: str = "rss20", posts: tuple[SamplePost, ...] = (), at: datetime = FRIDAY) -> str:
    return feed_body(blog(*quirks, kind=kind, posts=posts), at, BASE).decode()


# ---------------------------------------------------------------- every sample feed can be read


@pytest.mark.parametrize("sample", FEEDS, ids=lambda sample: str(sample.name))
def test_every_sample_feed_is_read_with_all_its_posts(sample: Blog) -> None:
    """As many entries as the blog has online, with its title, and in the format it says it is."""
    content_type = FORMATS[sample.format].content_type
    url = BASE + sample.feed_path
    feed = parse_feed(feed_body(sample, FRIDAY, BASE), url=url, content_type=content_type, zone=LONDON)
    online = sorted((p for p in sample.posts if p.online(FRIDAY)), key=lambda p: p.date, reverse=True)
    assert len(feed.entries) == len(online)
    assert feed.title == sample.title
    assert feed.version.startswith(sample.format)
    assert feed.complete


@pytest.mark.parametrize("sample", FEEDS, ids=lambda sample: str(sample.name))
def test_every_sample_post_keeps_its_address_date_and_words(sample: Blog) -> None:
    """Whatever the quirk: addresses come out whole and without tracking, dates in the right hour, no footer."""
    url = BASE + sample.feed_path
    feed = parse_feed(feed_body(sample, FRIDAY, BASE), url=url, zone=LONDON)
    online = sorted((p for p in sample.posts if p.online(FRIDAY)), key=lambda p: p.date, reverse=True)
    for entry, wanted in zip(feed.entries, online, strict=True):
        assert entry.url.partition("?")[0] == BASE + sample.path(wanted)
        assert entry.published == (None if "no-dates" in sample.quirks else wanted.date)
        first = re.sub(r"[*\s]+", " ", wanted.at(FRIDAY))[:60].strip()
        assert re.sub(r"\s+", " ", entry.text).startswith(first)
        assert "first appeared on" not in entry.text


def test_the_podcast_keeps_its_sound() -> None:
    """An episode's file travels with it, with its true length."""
    (podcast,) = [each for each in FEEDS if each.name == "any-other-business"]
    feed = parse_feed(feed_body(podcast, FRIDAY, BASE), url=BASE + podcast.feed_path, zone=LONDON)
    (sound,) = feed.entries[0].enclosures
    assert sound.url.endswith("/episode.mp3")
    assert (sound.type, sound.length) == ("audio/mpeg", len(silence(5)))


def test_hostile_titles_come_out_as_harmless_words() -> None:
    """A script is words, an escape character is gone."""
    (gate,) = [each for each in FEEDS if each.name == "little-gate"]
    feed = parse_feed(feed_body(gate, FRIDAY, BASE), url=BASE + gate.feed_path, zone=LONDON)
    titles = [entry.title for entry in feed.entries]
    assert titles[2] == '<script>alert("bins")</script> is a perfectly good title'
    assert "\x1b" not in "".join(titles)


# ---------------------------------------------------------------- formats


@pytest.mark.parametrize("name", XML)
def test_xml_formats_are_well_formed(name: str) -> None:
    """Titles with an ampersand and markup in bodies included."""
    root = ET.fromstring(written(kind=name))
    assert "Bins & lids" in [element.text for element in root.iter() if element.tag.endswith("title")]


@pytest.mark.parametrize("name", ["json10", "json11"])
def test_json_feeds_name_their_version_and_author(name: str) -> None:
    """1.0 has one author, 1.1 a list."""
    feed = json.loads(written(kind=name))
    assert (
        feed["version"]
        == {
            "json10": "https://jsonfeed.org/version/1",
            "json11": "https://jsonfeed.org/version/1.1",
        }[name]
    )
    author = feed["items"][0]["author"] if name == "json10" else feed["items"][0]["authors"][0]
    assert author == {"name": "Ada Example"}


def test_rss_0_91_knows_neither_dates_nor_ids() -> None:
    """As it was in 2000."""
    text = written(kind="rss091")
    assert "<guid" not in text
    assert "pubDate" not in text


def test_the_newest_post_comes_first() -> None:
    """In every format the writer is given them so."""
    older = post(slug="older", date=datetime(2026, 10, 1, 9, tzinfo=LONDON))
    made = channel(blog(posts=(older, post())), FRIDAY, BASE)
    assert [item.url.rsplit("/", 2)[1] for item in made.items] == ["bins", "older"]


def test_a_feed_shows_what_is_online_at_the_moment() -> None:
    """Neither tomorrow's posts nor deleted ones."""
    gone = post(slug="gone", deleted=datetime(2026, 10, 28, 9, tzinfo=LONDON))
    late = post(slug="late", date=datetime(2026, 11, 27, 9, tzinfo=LONDON))
    made = blog(posts=(post(), gone, late))
    weeks = [channel(made, FRIDAY + timedelta(weeks=n), BASE) for n in (-4, 0, 1)]
    slugs = [[item.url.rsplit("/", 2)[1] for item in shown.items] for shown in weeks]
    assert slugs == [["bins", "gone"], ["bins"], ["late", "bins"]]


def test_an_empty_feed_is_a_feed() -> None:
    """A blog that has not begun yet."""
    for name in FORMATS:
        assert written(kind=name, at=FRIDAY - timedelta(weeks=52))


# ---------------------------------------------------------------- quirks


def test_without_a_quirk_a_feed_is_plain() -> None:
    """What quirks change is there without them."""
    text = written()
    assert f"<link>{BASE}/a-blog/2026/10/16/bins/</link>" in text
    assert '<guid isPermaLink="false">tag:a-blog.example,2026:bins</guid>' in text
    assert "<pubDate>Fri, 16 Oct 2026 18:30:00 +0100</pubDate>" in text


def test_dates_may_name_their_zone() -> None:
    """BST until the clocks go back, GMT after."""
    assert "Fri, 16 Oct 2026 18:30:00 BST" in written("bst")
    assert rfc822(datetime(2026, 11, 20, 16, tzinfo=LONDON), named_zones=True) == "Fri, 20 Nov 2026 16:00:00 GMT"


def test_the_glued_footer_ends_every_body() -> None:
    """As WordPress does it, with ids to match."""
    text = written("glued-footer")
    assert "first appeared on" in text
    assert '<guid isPermaLink="false">http://127.0.0.1:8746/a-blog/?p=101</guid>' in text


@pytest.mark.parametrize(
    ("quirk", "absent"),
    [("no-titles", "Bins &amp; lids"), ("no-dates", "pubDate"), ("no-guids", "<guid")],
)
def test_what_a_feed_keeps_to_itself(quirk: Quirk, absent: str) -> None:
    """No titles, no dates, no ids."""
    assert absent in written()
    assert absent not in written(quirk)


def test_links_may_be_relative() -> None:
    """From the root of the host."""
    assert "<link>/a-blog/2026/10/16/bins/</link>" in written("relative-links")


def test_links_may_be_followed_by_tracking() -> None:
    """Every one of them."""
    assert "bins/?utm_source=rss&amp;utm_medium=feed" in written("utm")


def test_windows_1252_is_declared_and_used() -> None:
    """Curly quotes and pounds are one byte each; what it cannot hold is a reference."""
    body = feed_body(blog("windows-1252", posts=(post(title="‘£5’ – ✓"),)), FRIDAY, BASE)
    assert b'encoding="windows-1252"' in body
    assert b"\x91\xa35\x92 \x96 &#10003;" in body


def test_copies_keep_the_id_of_their_original() -> None:
    """So that a reader could know them by it."""
    copy = post(origin="elsewhere/bins")
    assert "tag:elsewhere.example,2026:bins" in written(posts=(copy,))


# ---------------------------------------------------------------- pieces


def test_silence_has_the_length_it_says() -> None:
    """One second of 128 kbit/s is some 16 kB, and begins like an MP3."""
    assert 15_000 < len(silence(1)) < 17_000
    assert silence(1).startswith(b"\xff\xfb")


def test_an_element_with_nothing_to_say_is_left_out() -> None:
    """Feeds have no empty elements."""
    assert tag("title") == ""
    assert tag("link", href="/a?b&c") == '<link href="/a?b&amp;c"/>'
    assert tag("title", "<b>", type="text") == '<title type="text">&lt;b&gt;</title>'
    assert lines("a", "", "b") == "a\nb"


def test_links_in_a_text_are_made_whole() -> None:
    """A text names pages of this server by their path."""
    assert as_html("[x](/a/b/)", BASE) == f'<p><a href="{BASE}/a/b/">x</a></p>'
