"""add: a page in no feed, the whole text of a post, a text given by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from roundup.errors import NotFound, QuoteError, RoundupError
from roundup.parse.page import Page, read_page
from roundup.store.posts import ListingFilter
from roundup.workflow import add
from roundup.workflow.add import Added, Given
from roundup.workflow.desk import Desk
from roundup.workflow.fetch import fetch
from roundup.workflow.read import show
from roundup.workflow.word import quote
from tests.blogserver import Blogs, item, opml, serving
from tests.workflow.desks import at, bring, desk_at

PAGE = """<html><head><title>x | Sandleigh News</title><meta property="og:title" content="Budget night">
<meta property="og:site_name" content="Sandleigh News"><meta name="author" content="Bo Example">
<meta property="article:published_time" content="2026-11-18T19:00:00Z"></head><body><article><h1>Budget night</h1>
<p>The budget was read aloud. Nobody laughed, although there was a joke on page nine of the annex.</p></article></body>
"""
TEXT = "The budget was read aloud.\n\nNobody laughed."
SUMMARY = "The bins went out on time. Nobody thanked the […]"
WHOLE = "The bins went out on time. Nobody thanked the crew, and nobody ever does, whatever the weather."


@pytest.fixture
def blogs() -> Iterator[Blogs]:
    """A web server on loopback."""
    with serving() as server:
        yield server


@pytest.fixture
def here(tmp_path: Path, blogs: Blogs) -> Desk:
    """A desk that may reach the server."""
    return desk_at(tmp_path, allow="127.0.0.0/8:*")


def add_page(desk: Desk, ref: str, given: Given | None = None) -> Added:
    """The work itself, without the process that usually reads pages: starting one takes longer than all the rest."""
    return add.add_page(desk, ref, given, read=read_here)


def read_here(body: bytes, url: str, content_type: str, wants_text: bool) -> Page:
    return read_page(body, url=url, content_type=content_type, zone=UTC, wants_text=wants_text, thorough=False)


def page(blogs: Blogs, html: str = PAGE, path: str = "/news") -> str:
    """Serve a web page; its address."""
    return blogs.put(path, html, "text/html")


def article(words: str, title: str = "Bins, again – A Blog") -> str:
    """A web page about one post."""
    return f"<html><head><title>{title}</title></head><body><main><p>{words}</p></main></body></html>"


def titles(desk: Desk) -> set[str]:
    """Every post the desk knows."""
    with desk.store() as store:
        return {listing.post.title for listing in store.posts.listing(ListingFilter(state="all", limit=0))}


def summary(desk: Desk, blogs: Blogs, text: str = SUMMARY) -> str:
    """Follow a feed that carries only a summary of its one post, and fetch it; the post's id."""
    feed = blogs.feed("/feed", item("bins", "Bins, again", text, base=blogs.url))
    desk.settings.feeds_path.write_text(opml(feed), encoding="utf-8")
    fetch(desk, everything=True)
    with desk.store() as store:
        return str(store.posts.find(blogs.url + "/bins/").id)


def refused(desk: Desk, ref: str, **given: Any) -> RoundupError:
    """Why a page is not added; nothing is kept."""
    before = titles(desk)
    with pytest.raises(RoundupError) as caught:
        add_page(desk, ref, Given(**given))
    assert titles(desk) == before
    return caught.value


# ------------------------------------------------------------ a page in no feed


def test_a_page_is_added_as_it_describes_itself(here: Desk, blogs: Blogs) -> None:
    """Title, author, site, date and text are found, how is said, and it can be quoted."""
    added = add_page(here, page(blogs))
    post = added.post
    assert (post.title, post.authors, post.blog) == ("Budget night", ("Bo Example",), "Sandleigh News")
    assert post.published == datetime(2026, 11, 18, 19, tzinfo=UTC)
    assert quote(here, str(post.id), "Nobody laughed").quote.exact == "Nobody laughed"
    assert added.outcome == "new"
    assert (added.found["title"], added.found["author"]) == ("Open Graph", "metadata")


def test_a_page_is_read_in_a_process_that_can_be_killed(here: Desk, blogs: Blogs) -> None:
    """The same comes of it; one that would take for ever is given up."""
    assert add.add_page(here, page(blogs)).post.title == "Budget night"
    hasty = replace(here, settings=replace(here.settings, fetch=replace(here.settings.fetch, parse_seconds=0.3)))
    with pytest.raises(RoundupError, match=r"the page took longer than 0\.3 seconds to read"):
        add.add_page(hasty, page(blogs, "<div><p>x" * 100_000, "/endless"))


def test_what_is_given_overrides_what_is_found_also_later(here: Desk, blogs: Blogs) -> None:
    """On one line, without controls; of a post that is known, only what is given is changed."""
    when = datetime(2026, 11, 1, tzinfo=UTC)
    url = page(blogs)
    given = Given(title="A\n\x1b[31mtitle", author="Cy\tExample", site="The Site", date=when)
    post = add_page(here, url, given).post
    assert (post.title, post.authors, post.blog) == ("A [31mtitle", ("Cy Example",), "The Site")
    assert post.published == when
    again = add_page(here, url, Given(author="Di Example"))
    assert again.outcome == "amended"
    assert again.found["author"] == "you"
    assert (again.post.title, again.post.authors, again.post.published) == (post.title, ("Di Example",), when)


def test_adding_twice_is_adding_once(here: Desk, blogs: Blogs) -> None:
    """The same post, under the same id, by whatever spelling of its address."""
    first = add_page(here, page(blogs))
    again = add_page(at(here, hours=1), page(blogs, path="/news?utm_source=x"))
    assert (again.post.id, again.outcome) == (first.post.id, "known")
    assert titles(here) == {"Budget night"}


@pytest.mark.parametrize("wrong", ["", "not an address", "ftp://x.example", "javascript:alert(1)"])
def test_what_is_no_address_is_not_added(desk: Desk, wrong: str) -> None:
    """An example is given."""
    assert "is not a web address" in refused(desk, wrong).message


def test_a_number_that_is_no_posts_is_a_mistake(desk: Desk) -> None:
    """It is not taken for a host."""
    assert isinstance(refused(desk, "12"), NotFound)


@pytest.mark.parametrize("field", ["title", "author", "site"])
def test_endless_names_are_refused(desk: Desk, field: str) -> None:
    """Before anything is asked for."""
    assert "501 characters" in refused(desk, "https://a.example/", **{field: "x" * 501}).message


# ------------------------------------------------------------ what may not or cannot be read


def test_what_robots_txt_forbids_is_not_asked_for(here: Desk, blogs: Blogs) -> None:
    """The rule is named, and the way round that is left: the editor's own reading."""
    blogs.put("/robots.txt", "User-agent: *\nDisallow: /news", "text/plain")
    error = refused(here, page(blogs))
    assert "asks programs not to read this page (Disallow: /news)" in error.message
    assert "--text FILE" in error.hint
    assert [path for path, _ in blogs.asked] == ["/robots.txt"]


def test_a_private_address_is_not_asked(here: Desk, blogs: Blogs) -> None:
    """Not even for its robots.txt."""
    assert "not on the public internet" in refused(desk_at(here.settings.root), page(blogs)).message
    assert blogs.asked == []


@pytest.mark.parametrize(
    ("html", "kind", "words"),
    [
        ("%PDF-1.7\n<<>>", "application/pdf", "is a PDF"),
        ("<html><body><div id=root></div><script src=x></script></body>", "text/html", "with a browser's scripts"),
        ("<form>Log in <input type=password></form>", "text/html", "asks for a name and a password"),
    ],
)
def test_a_page_that_no_program_can_read_says_why(here: Desk, blogs: Blogs, html: str, kind: str, words: str) -> None:
    """And that its text can be given by hand."""
    error = refused(here, blogs.put("/page", html, kind))
    assert words in error.message
    assert "--text FILE" in error.hint


def test_a_page_that_is_gone_is_not_added(here: Desk, blogs: Blogs) -> None:
    """The hint doubts the address."""
    error = refused(here, blogs.url + "/gone")
    assert "is not there (it answers 404)" in error.message
    assert "is the address right?" in error.hint


# ------------------------------------------------------------ a text given by hand


def test_a_text_given_by_hand_can_be_quoted(here: Desk, blogs: Blogs) -> None:
    """The page tells its title and date, the editor its words: as they stand, markup and all."""
    added = add_page(here, page(blogs), Given(text=TEXT + "\n\nA <b>tag</b> & so on."))
    assert (added.post.title, added.found["text"], added.notes) == ("Budget night", "you", ())
    snapshot = show(here, str(added.post.id)).snapshots[0]
    assert snapshot.text == TEXT + "\n\nA <b>tag</b> & so on."
    assert quote(here, str(added.post.id), "A <b>tag</b> & so").quote.exact == "A <b>tag</b> & so"


def test_a_text_given_by_hand_needs_no_readable_page(here: Desk, blogs: Blogs) -> None:
    """Where the page is forbidden, or a PDF, the editor's words are all there is; why is told."""
    blogs.put("/robots.txt", "User-agent: roundup\nDisallow: /news", "text/plain")
    given = Given(text=TEXT, title="The report", author="Bo Example")
    forbidden = add_page(here, page(blogs), given)
    pdf = add_page(here, blogs.put("/report.pdf", b"%PDF-1.7 <>", "application/pdf"), given)
    for added in (forbidden, pdf):
        assert (added.post.title, added.post.authors, added.post.words) == ("The report", ("Bo Example",), 7)
        assert quote(here, str(added.post.id), "Nobody laughed.").quote.exact == "Nobody laughed."
        assert added.post.blog == "127.0.0.1"
    assert "robots.txt asks programs not to read" in forbidden.notes[0]
    assert "is a PDF" in pdf.notes[0]
    assert "/news" not in [path for path, _ in blogs.asked]


def test_a_text_too_long_to_be_one_is_refused(desk: Desk) -> None:
    """Before anything is asked for."""
    assert "400,000 is the most" in refused(desk, "https://a.example/", text="x" * 400_001).message


def test_a_text_given_by_hand_counts_also_for_a_known_post(here: Desk, blogs: Blogs) -> None:
    """Even if it is shorter than what the feed brought; both can be quoted, and the feed does not undo it."""
    post = summary(here, blogs, WHOLE)
    assert add_page(here, post, Given(text=TEXT)).outcome == "whole text"
    fetch(at(here, hours=2), everything=True, force=True)
    whole = show(here, post)
    assert [snapshot.text for snapshot in whole.snapshots] == [TEXT, WHOLE]
    assert quote(here, post, "nobody ever does").quote.exact == "nobody ever does"


# ------------------------------------------------------------ feeds that carry only summaries


def test_a_post_whose_feed_has_only_a_summary_says_so(here: Desk, blogs: Blogs) -> None:
    """The words that were cut off cannot be quoted yet."""
    post = summary(here, blogs)
    assert show(here, post).is_summary
    with pytest.raises(QuoteError):
        quote(here, post, "nobody ever does")


def test_the_whole_text_of_a_post_comes_from_its_page(here: Desk, blogs: Blogs) -> None:
    """By its short id or address: a new snapshot of the same post, which keeps its title, blog and date."""
    post = summary(here, blogs)
    before = show(here, post).post
    page(blogs, article(WHOLE), "/bins/")
    added = add_page(here, post)
    assert (added.outcome, added.words_before) == ("whole text", 10)
    whole = show(here, post)
    assert (whole.post.title, whole.post.blog, whole.post.published) == (before.title, "A Blog", before.published)
    assert [snapshot.text for snapshot in whole.snapshots] == [WHOLE, SUMMARY]
    assert not whole.is_summary
    assert quote(here, post, "nobody ever does").quote.exact == "nobody ever does"
    assert add_page(here, blogs.url + "/bins/?utm_source=x").post.id == int(post)


def test_the_feeds_summary_does_not_take_the_whole_text_away(here: Desk, blogs: Blogs) -> None:
    """Neither when it is fetched again, nor when the blogger edits it."""
    post = summary(here, blogs)
    page(blogs, article(WHOLE), "/bins/")
    add_page(here, post)
    for hours, text in ((2, SUMMARY), (4, "The bins went out in time. Nobody […]")):
        blogs.feed("/feed", item("bins", "Bins, again", text, base=blogs.url))
        fetch(at(here, hours=hours), everything=True, force=True)
        assert show(here, post).snapshots[0].text == WHOLE


def test_a_page_that_tells_no_more_than_the_feed_changes_nothing(here: Desk, blogs: Blogs) -> None:
    """Pages hold this and that besides the article; the feed's text is cleaner."""
    post = summary(here, blogs, WHOLE)
    page(blogs, article(f"Share this. {WHOLE}"), "/bins/")
    assert add_page(here, post).outcome == "known"
    assert show(here, post).snapshots[0].text == WHOLE
    assert not show(here, post).is_summary


def test_a_post_without_an_address_has_no_page(here: Desk) -> None:
    """There is nothing to ask for."""
    assert "is not a web address" in refused(here, bring(here, "x", url="", guid="tag:x")).message


def test_a_page_that_was_added_is_no_summary_of_a_feed(here: Desk, blogs: Blogs) -> None:
    """It may end in dots all the same."""
    added: Added = add_page(here, page(blogs, PAGE.replace("annex.", "annex, and so on …")))
    assert not show(here, str(added.post.id)).is_summary
