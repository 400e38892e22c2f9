"""The sample blogs' web pages and their subscription list."""

from __future__ import annotations

from datetime import datetime, timedelta
from textwrap import dedent
from typing import Any

import pytest

from roundup.demo.opml import sample_opml
from roundup.demo.pages import blog_page, front_page, login_page, page, post_page
from roundup.demo.server import FRIDAY
from roundup.demo.source import LONDON, Blog, SamplePost
from roundup.parse.page import read_page
from roundup.subscriptions import read_opml

BASE = "http://127.0.0.1:8746"
HOSTILE = '</title><script>alert("x")</script>'


def blog(title: str = "A Blog", post_title: str = "Bins") -> Blog:
    posts = (
        SamplePost(
            "bins", post_title, datetime(2026, 10, 2, 0, 1, tzinfo=LONDON), "The *bins* went out.", tags=("bins",)
        ),
        SamplePost("later", "Later", datetime(2026, 11, 27, 9, 0, tzinfo=LONDON), "Not yet."),
        SamplePost("newer", "Newer", datetime(2026, 11, 2, 9, 0, tzinfo=LONDON), "By a guest.", author="Bo Guest"),
    )
    return Blog(
        "a-blog", title, author="Ada Example", tagline="On <bins>", format="atom10", feed="atom.xml", posts=posts
    )


# ---------------------------------------------------------------- a post


def test_a_posts_page_tells_adding_software_all_it_wants() -> None:
    """Title, author, site, date and text, as `roundup add` would read them."""
    made = blog()
    shown = post_page(made, made.posts[0], FRIDAY, BASE)
    read = read_page(shown.encode(), url=BASE + made.path(made.posts[0]), content_type="text/html", zone=LONDON)
    assert read.site == "A Blog"
    assert read.entry.title == "Bins"
    assert read.entry.authors == ("Ada Example",)
    assert read.entry.published == made.posts[0].date
    assert "The bins went out." in read.entry.text


def test_a_guests_post_names_the_guest() -> None:
    """Not the blog's owner."""
    made = blog()
    assert "By Bo Guest," in post_page(made, made.posts[2], FRIDAY, BASE)


def test_the_day_is_the_one_in_london() -> None:
    """A minute past midnight, in words."""
    made = blog()
    shown = post_page(made, made.posts[0], FRIDAY, BASE)
    assert '<time datetime="2026-10-02T00:01:00+01:00">2 October 2026</time>' in shown


@pytest.mark.parametrize("where", ["blog", "post"])
def test_a_hostile_title_is_words_on_every_page(where: str) -> None:
    """The sample server is no danger to whoever looks at it."""
    made = blog(title=HOSTILE) if where == "blog" else blog(post_title=HOSTILE)
    pages = [
        post_page(made, made.posts[0], FRIDAY, BASE),
        blog_page(made, FRIDAY),
        front_page([made]),
        login_page(made),
    ]
    assert not [shown for shown in pages if "<script" in shown]


def test_an_untitled_post_has_its_blogs_title() -> None:
    """A page needs one."""
    made = blog(post_title="")
    shown = post_page(made, made.posts[0], FRIDAY, BASE)
    assert "<title>A Blog – A Blog</title>" in shown
    assert "<h1>" not in shown


# ---------------------------------------------------------------- a blog, the list, the login


def test_a_front_page_lists_what_is_online_newest_first() -> None:
    """Next week's post is not there yet."""
    shown = blog_page(blog(), FRIDAY)
    assert shown.index("Newer") < shown.index("Bins")
    assert "Later" not in shown
    assert "Later" in blog_page(blog(), FRIDAY + timedelta(weeks=1))


def test_a_front_page_names_its_feed() -> None:
    """By which the feed can be found from the blog's address."""
    assert '<link rel="alternate" type="application/atom+xml" href="/a-blog/atom.xml">' in blog_page(blog(), FRIDAY)


def test_an_untitled_post_can_be_clicked() -> None:
    """A dot stands for its title."""
    assert ">•</a>" in blog_page(blog(post_title=""), FRIDAY)


def test_the_list_says_that_nobody_in_it_exists() -> None:
    """In case somebody lands there."""
    assert "None of these people or places exists" in front_page([blog()])


def test_pages_fit_a_phone() -> None:
    """And fetch nothing."""
    shown = page("T", "B")
    assert 'name="viewport"' in shown
    assert "src=" not in shown
    assert "@import" not in shown


# ---------------------------------------------------------------- subscriptions


def listed(**fields: Any) -> Blog:
    values: dict[str, Any] = {"name": "b", "title": "B & C", "format": "rss20", "folders": ("People",)}
    return Blog(**{**values, **fields})


def test_an_opml_file_as_a_careless_program_writes_it() -> None:
    """Folders, a bare ampersand, no title where there is none to give."""
    blogs = [
        listed(),
        listed(name="gone", title="Gone", format="missing", folders=("Councils",)),
        listed(name="notes", title="Notes", quirks=("no-titles",), folders=("People", "Councils")),
    ]
    assert sample_opml(blogs, "http://h") == dedent(
        """\
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- Exported from a feed reader, then edited by hand, and it shows. -->
        <opml version="1.1">
        <head><title>Local government blogs & other habits</title></head>
        <body>
        <outline text="People">
          <outline text="B & C" title="B & C" type="rss" xmlUrl="http://h/b/feed.xml" htmlUrl="http://h/b/"/>
          <outline text="Notes" xmlUrl="http://h/notes/feed.xml"/>
          <outline text="The Tuesday Briefing" type="rss" xmlUrl="newsletter:the-tuesday-briefing"/>
        </outline>
        <outline text="Councils">
          <outline type="rss" xmlUrl="http://h/gone/feed.xml"/>
          <outline text="Notes" xmlUrl="http://h/notes/feed.xml"/>
        </outline>
        </body>
        </opml>
        """
    )


def test_a_feed_that_moved_is_listed_where_it_was() -> None:
    """Subscribers rarely hear of it."""
    assert 'xmlUrl="http://h/b/rss.php"' in sample_opml([listed(quirks=("moved",))], "http://h")


def test_pages_in_no_feed_are_not_listed() -> None:
    """No folder, no outline."""
    assert "xmlUrl" not in sample_opml([listed(folders=())], "http://h")


def test_its_faults_are_mended_by_whoever_imports_it() -> None:
    """The ampersand is one, the feed in two folders is one feed."""
    blogs = [listed(), listed(name="notes", title="Notes", folders=("People", "Councils"))]
    read = read_opml(sample_opml(blogs, "http://h.example"))
    assert [(s.title, s.tags) for s in read.subscriptions] == [
        ("B & C", ("People",)),
        ("Notes", ("People", "Councils")),
    ]
    assert any("newsletter" in left for left in read.left_out)
