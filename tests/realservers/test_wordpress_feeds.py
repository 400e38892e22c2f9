"""What a real WordPress sends is read right: titles, addresses, ids, dates, words, and what has not changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from roundup.model import ParsedFeed
from roundup.parse import parse_feed, parse_plain
from tests.realservers.wordpress import Posted, WordPress, ask

pytestmark = pytest.mark.server

LONDON = ZoneInfo("Europe/London")
WINTER = datetime(2026, 11, 18, 16, 45, 30, tzinfo=UTC)
SUMMER = datetime(2026, 6, 5, 7, 15, tzinfo=UTC)
FORMATS = pytest.mark.parametrize(
    ("path", "version"), [("/feed/", "rss20"), ("/feed/atom/", "atom10"), ("/feed/rdf/", "rss10")]
)


@contextmanager
def post(blog: WordPress, title: str, content: str, **fields: Any) -> Iterator[Posted]:
    """A post for the block."""
    made = blog.create_post(title, content, **fields)
    try:
        yield made
    finally:
        blog.delete_post(made.id)


def read(blog: WordPress, path: str) -> ParsedFeed:
    answer = ask(blog.url + path)
    assert answer.status == 200
    return parse_feed(
        answer.body, url=blog.url + path, content_type=answer.headers.get("Content-Type", ""), zone=LONDON
    )


@FORMATS
def test_a_post_comes_through_whole(wordpress: WordPress, path: str, version: str) -> None:
    """Title, address, author, date and words are those the editor gave, in every format WordPress speaks."""
    with post(
        wordpress, "Bins & “boxes” <again>", "<p>The bins went out — on time.</p><p>All of them.</p>", date=WINTER
    ) as made:
        feed = read(wordpress, path)
    (entry,) = feed.entries
    assert (feed.version, feed.title) == (version, "Sandleigh Council blog")
    assert feed.site_url.rstrip("/") == wordpress.url
    assert entry.title == "Bins & “boxes”"
    assert entry.url == made.link
    assert entry.published == WINTER
    assert entry.authors == ("Ada Example",)
    assert entry.text == "The bins went out — on time.\n\nAll of them."


def test_what_wordpress_sends_is_plain(wordpress: WordPress) -> None:
    """The commonest feed there is needs no feedparser, and says the same with it; what was read is not read again."""
    url = wordpress.url + "/feed/"
    with post(wordpress, "Bins & “boxes”", "<p>The bins went out.</p>", date=WINTER, tags=[]):
        body = ask(url).body
    quick = parse_plain(body, url=url, zone=LONDON)
    assert quick is not None
    assert quick == parse_feed(body.replace(b"<rss", b"<!DOCTYPE rss><rss", 1), url=url, zone=LONDON)
    again = parse_plain(body, url=url, zone=LONDON, known=frozenset(quick.items.split()))
    assert again is not None
    assert (again.entries, again.seen) == ((), 1)


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/"])
def test_a_post_keeps_its_id_when_it_moves(wordpress: WordPress, path: str) -> None:
    """The id in the feed is WordPress's own and stays when title, words and address change."""
    with post(wordpress, "Before", "<p>One.</p>", date=WINTER) as made:
        before = read(wordpress, path).entries[0]
        moved = wordpress.update_post(made.id, title="After", content="<p>Two.</p>", slug="elsewhere")
        after = read(wordpress, path).entries[0]
    assert moved.link != made.link
    assert (before.guid, before.url) == (made.guid, made.link)
    assert (after.guid, after.url, after.title, after.text) == (made.guid, moved.link, "After", "Two.")
    assert after.content_hash != before.content_hash


@FORMATS
def test_summer_time_is_understood(wordpress: WordPress, path: str, version: str) -> None:
    """A post of a June morning has the same instant in the feed, although the blog's clocks show another hour."""
    with post(wordpress, "June", "<p>Sun.</p>", date=SUMMER):
        assert read(wordpress, path).entries[0].published == SUMMER


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/"])
def test_newest_first_and_drafts_never(wordpress: WordPress, path: str) -> None:
    """Posts come in WordPress's order; what is not published is not in the feed."""
    with (
        post(wordpress, "Older", "<p>1</p>", date=SUMMER),
        post(wordpress, "Newer", "<p>2</p>", date=WINTER),
        post(wordpress, "Draft", "<p>3</p>", status="draft"),
    ):
        assert [entry.title for entry in read(wordpress, path).entries] == ["Newer", "Older"]


def test_markup_that_editors_use_survives_and_scripts_do_not(wordpress: WordPress) -> None:
    """Links, quotes and lists arrive as markup; a script does not."""
    content = (
        '<p>See <a href="https://marrowby.example/plan">the plan</a>.</p><blockquote><p>Word for word.</p></blockquote>'
        "<ul><li>One</li><li>Two</li></ul><script>alert(1)</script>"
    )
    with post(wordpress, "Markup", content, date=WINTER):
        html = read(wordpress, "/feed/").entries[0].html.decode()
    for kept in ('href="https://marrowby.example/plan"', "<blockquote>", "<li>"):
        assert kept in html
    assert "script" not in html
    assert "alert" not in html


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/"])
def test_an_unchanged_feed_is_not_sent_again(wordpress: WordPress, path: str) -> None:
    """Validators sent back byte for byte bring 304 and no body; after an edit the feed is sent whole."""
    with post(wordpress, "Validators", "<p>One.</p>", date=WINTER) as made:
        first = ask(wordpress.url + path)
        validators = {"If-None-Match": first.headers["ETag"], "If-Modified-Since": first.headers["Last-Modified"]}
        again = ask(wordpress.url + path, headers=validators)
        assert (again.status, again.body) == (304, b"")
        wordpress.update_post(made.id, content="<p>Two.</p>")
        changed = ask(wordpress.url + path, headers=validators)
    assert changed.status == 200
    assert b"Two." in changed.body


def test_the_blog_complains_of_nothing(wordpress: WordPress) -> None:
    """WordPress's own log has no errors: what was tested is the software as it should run."""
    log = wordpress.debug_log.read_text(encoding="utf-8") if wordpress.debug_log.exists() else ""
    assert [line for line in log.splitlines() if "PHP Fatal" in line or "database error" in line] == []
