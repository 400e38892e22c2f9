"""The sample blogs' files: what they may say, and that those which come with the program are well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from roundup.demo.server import FRIDAY
from roundup.demo.source import LONDON, Blog, SamplePost, read_blog, sample_blogs
from roundup.text import word_count

FRONT = '+++\ntitle = "A Blog"\nauthor = "Ada Example"\nformat = "rss20"\nfolders = ["People"]\n+++\n\n'


def blog(body: str, front: str = FRONT) -> Blog:
    return read_blog("a-blog", front + body)


def only_post(body: str) -> SamplePost:
    (post,) = blog(body).posts
    return post


# ---------------------------------------------------------------- the format


def test_a_blog_is_its_settings_and_its_posts() -> None:
    """What stands between the plus signs is about the blog; every `#` begins a post."""
    read = blog("# One\ndate: 2026-11-02 09:00\n\nFirst.\n\n# Two\ndate: 2026-11-03 09:00\n\nSecond.\n")
    assert (read.title, read.author, read.format, read.folders) == ("A Blog", "Ada Example", "rss20", ("People",))
    assert [(post.title, post.markdown) for post in read.posts] == [("One", "First."), ("Two", "Second.")]


def test_a_blog_without_posts_is_a_blog() -> None:
    """Addresses that answer no feed have a file, too."""
    assert blog("").posts == ()


def test_dates_are_uk_time() -> None:
    """The same clock time is another moment in summer."""
    summer = only_post("# S\ndate: 2026-10-24 12:00\n\nText.\n")
    winter = only_post("# W\ndate: 2026-10-26 12:00\n\nText.\n")
    assert summer.date.astimezone(UTC).hour == 11
    assert winter.date.astimezone(UTC).hour == 12


def test_paragraphs_and_lists_of_tags_are_kept() -> None:
    """Tags are parted by commas; blank lines stay in the text."""
    post = only_post("# T\ndate: 2026-11-02 09:00\ntags: bins, user research\n\nOne.\n\nTwo.\n")
    assert post.tags == ("bins", "user research")
    assert post.markdown == "One.\n\nTwo."


def test_a_post_may_have_no_title() -> None:
    """Then its address is given."""
    post = only_post("#\ndate: 2026-11-02 09:00\nslug: a-note\n\nA note.\n")
    assert (post.title, post.slug) == ("", "a-note")


def test_the_address_comes_from_the_title_and_the_day_in_london() -> None:
    """A minute past midnight in summer is still yesterday in UTC, but not for the blogger."""
    read = blog("# Bins, again!\ndate: 2026-10-02 00:01\n\nText.\n")
    assert read.path(read.posts[0]) == "/a-blog/2026/10/02/bins-again/"


def test_the_picture_of_an_escape_becomes_the_character() -> None:
    """The file stays readable, the title is hostile."""
    assert only_post("# ␛[31mred\ndate: 2026-11-02 09:00\nslug: red\n\nText.\n").title == "\x1b[31mred"


def test_other_keys_are_read() -> None:
    """Sound, author and deletion."""
    post = only_post("# T\ndate: 2026-11-02 09:00\nauthor: Bo\naudio: 3\ndeleted: 2026-11-05 10:00\n\nText.\n")
    assert (post.author, post.audio_seconds) == ("Bo", 3)
    assert post.deleted == datetime(2026, 11, 5, 10, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no front matter", "not enough values"),
        ('+++\ncolour = "red"\n+++\n', "colour"),
        ('+++\ntitle = "T"\nquirks = ["sulks"]\n+++\n', "sulks"),
        (FRONT + "# T\ndate: 2026-11-02 09:00\nmood: fine\n\nText.\n", "mood"),
        (FRONT + "# T\n\nText.\n", "date"),
        (FRONT + "# T\ndate: soon\n\nText.\n", "soon"),
        (
            FRONT + "# T\ndate: 2026-11-02 09:00\ncorrected: 2026-11-03 09:00\nwas: frogs\nis: toads\n\nText.\n",
            "to correct",
        ),
    ],
)
def test_a_mistake_in_a_file_is_named(text: str, complaint: str) -> None:
    """Whoever adds a blog is told which file, and what."""
    with pytest.raises(ValueError, match=rf"blogs/odd\.md.*{complaint}"):
        read_blog("odd", text)


# ---------------------------------------------------------------- time

CORRECTED = "# T\ndate: 2026-11-02 09:00\ncorrected: 2026-11-04 09:00\nwas: 412\nis: 421\n\nWe missed 412 bins.\n"


@pytest.mark.parametrize(
    ("day", "text"), [(3, "We missed 412 bins."), (4, "We missed 421 bins."), (9, "We missed 421 bins.")]
)
def test_a_correction_holds_from_its_time_on(day: int, text: str) -> None:
    """The post says one thing before and another after."""
    assert only_post(CORRECTED).at(datetime(2026, 11, day, 9, tzinfo=LONDON)) == text


def test_a_correction_counts_as_a_change() -> None:
    """Seen from before it, the post was last touched when it was published."""
    post = only_post(CORRECTED)
    assert post.changed(post.date + timedelta(days=1)) == post.date
    assert post.changed(post.date + timedelta(days=7)) == datetime(2026, 11, 4, 9, tzinfo=LONDON)


def test_a_post_is_online_from_its_date_until_it_is_deleted() -> None:
    """Neither before nor after."""
    post = only_post("# T\ndate: 2026-11-02 09:00\ndeleted: 2026-11-05 09:00\n\nText.\n")
    shown = [post.online(datetime(2026, 11, day, 9, tzinfo=LONDON)) for day in (1, 2, 4, 5, 6)]
    assert shown == [False, True, True, False, False]


# ---------------------------------------------------------------- the samples themselves


def test_there_are_a_dozen_blogs_with_some_fifty_posts() -> None:
    """Enough for a week that feels like one."""
    posts = [post for blog in sample_blogs() for post in blog.posts if post.online(FRIDAY)]
    assert len([blog for blog in sample_blogs() if blog.posts]) >= 12
    assert 45 <= len(posts) <= 65


def test_posts_are_long_enough_to_quote_from() -> None:
    """At least twenty have 80 words or more, none more than 400; short notes have blogs of their own."""
    short = {"small-acts", "budget-night", "any-other-business", "local-voices"}
    counts = [
        word_count(post.markdown)
        for blog in sample_blogs()
        if blog.name not in short
        for post in blog.posts
        if post.online(FRIDAY)
    ]
    assert max(counts) <= 400
    assert sum(count >= 80 for count in counts) >= 20


def test_every_post_has_an_address_of_its_own() -> None:
    """Two posts never share a page."""
    paths = [blog.path(post) for blog in sample_blogs() for post in blog.posts]
    assert len(paths) == len(set(paths))


def test_the_samples_show_every_quirk() -> None:
    """Each odd habit of real feeds is there at least once, and both odd addresses."""
    from typing import get_args

    from roundup.demo.source import Quirk

    shown = {quirk for blog in sample_blogs() for quirk in blog.quirks}
    assert shown == set(get_args(Quirk))
    assert {"missing", "login", "none"} <= {blog.format for blog in sample_blogs()}


def test_one_post_appears_on_three_blogs() -> None:
    """A copy keeps its words, its author and the memory of where it is from, and goes up later."""
    homes = [(b.name, p) for b in sample_blogs() for p in b.posts if p.title == "Nobody wants an account"]
    assert [name for name, _ in homes] == ["asking-people", "digital-sandleigh", "local-voices"]
    original = homes[0][1]
    for _, copy in homes[1:]:
        assert (copy.markdown, copy.author, copy.origin) == (
            original.markdown,
            "Tomasz Wierzba",
            "asking-people/nobody-wants-an-account",
        )
        assert copy.date > original.date


def test_five_numbered_posts_begin_with_the_same_sentence() -> None:
    """A habit that fools whoever tells posts apart by their beginning."""
    (thread,) = [blog for blog in sample_blogs() if blog.name == "budget-night"]
    numbered = [post for post in thread.posts if post.title.endswith("/5")]
    assert len(numbered) == 5
    assert len({post.markdown.split(".")[0] for post in numbered}) == 1


def test_the_week_after_brings_an_edit_a_deletion_and_new_posts() -> None:
    """Between Friday and the next, and between Monday and Friday, there is something of each for a second fetch."""
    monday = FRIDAY - timedelta(days=4, hours=7, minutes=30)
    for start, end in ((monday, FRIDAY), (FRIDAY, FRIDAY + timedelta(weeks=1))):
        posts = [post for blog in sample_blogs() for post in blog.posts]
        assert [post for post in posts if start < post.date <= end]
        assert [post for post in posts if post.online(start) and post.at(start) != post.at(end)]
    assert [post for post in posts if post.online(monday) and post.deleted and post.deleted <= FRIDAY]


def test_nobody_in_the_samples_is_real() -> None:
    """No address in a text leads off this machine."""
    for each in sample_blogs():
        for post in each.posts:
            assert "http" not in post.markdown
            assert "www." not in post.markdown
