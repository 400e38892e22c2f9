"""Posts that people wrote, not tests: nothing is folded falsely, and what is one story is found.

The sample blogs with all their feeds, a stored feed of a real WordPress, and some of the files that feedparser is
tested with.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from roundup.curate.openings import sentences
from roundup.curate.twins import numbered_apart
from roundup.demo.feeds import FORMATS, feed_body, has_feed
from roundup.demo.server import FRIDAY
from roundup.demo.source import LONDON, Blog, sample_blogs
from roundup.errors import RoundupError
from roundup.merge import merge, names
from roundup.model import ParsedFeed, Suggestion
from roundup.parse import parse_feed
from roundup.store import Store
from roundup.store.analysis import AnalysisStore
from roundup.store.posts import ListingFilter
from roundup.workflow.analyse import bring_up_to_date
from roundup.workflow.desk import Desk
from roundup.workflow.order import ranked
from tests.curate.posts import STORED
from tests.parse import corpus
from tests.workflow.desks import bring, desk_at

BASE = "https://samples.example"
BLOGS = [blog for blog in sample_blogs() if has_feed(blog)]


def take(store: Store, document: ParsedFeed, desk: Desk) -> None:
    """A feed's posts, as a fetch takes them in."""
    with store.write():
        changes = merge(document, store.posts.known(names(document)))
        store.posts.apply(changes, feed=document, feed_url=document.url, now=desk.now)


def sample(blog: Blog, base: str = BASE) -> ParsedFeed:
    body = feed_body(blog, FRIDAY, base)
    return parse_feed(body, url=base + blog.feed_path, content_type=FORMATS[blog.format].content_type, zone=LONDON)


def shown(store: Store, desk: Desk, folding: Any = "none") -> list[Suggestion]:
    return list(ranked(store, desk, ListingFilter(), limit=5_000, folding=folding))


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with every post of the sample blogs."""
    desk = desk_at(tmp_path_factory.mktemp("week"), now=FRIDAY)
    with desk.store() as store:
        for blog in BLOGS:
            take(store, sample(blog), desk)
        bring_up_to_date(store)
    return desk


@pytest.fixture
def copy(week: Desk, tmp_path: Path) -> Desk:
    """The same to change."""
    shutil.copy(week.settings.database_path, tmp_path)
    return desk_at(tmp_path, now=FRIDAY + timedelta(hours=1))


# ---------------------------------------------------------------- the sample blogs


def test_no_two_sample_posts_are_taken_for_one(week: Desk) -> None:
    """They are by different people about one week, in series, notes and threads."""
    with week.store() as store:
        assert [each for each in shown(store, week) if each.twins] == []
        assert AnalysisStore(store.connection).twins() == ()


def test_the_series_of_the_sample_blogs_are_theirs(week: Desk) -> None:
    """Each is of one blog, and every number of it is there."""
    with week.store() as store:
        found = {each.series: each for each in shown(store, week) if each.earlier}
    assert set(found) == {"Weeknote", "series of 5", "Episode"}
    for each in found.values():
        blogs = {other.post.blog for other in (each.listing, *each.earlier)}
        assert len(blogs) == 1
    assert [other.post.title for other in found["series of 5"].earlier] == ["4/5", "3/5", "2/5", "1/5"]


def test_folding_hides_nothing(week: Desk) -> None:
    """What is not on a line of its own stands behind a line that says so."""
    with week.store() as store:
        every = {each.listing.post.id for each in shown(store, week)}
        lines = shown(store, week, "all")
    behind = [other.post.id for each in lines for other in (*each.twins, *each.earlier)]
    assert len(behind) == len(set(behind))
    assert {each.listing.post.id for each in lines} | set(behind) == every
    assert not {each.listing.post.id for each in lines} & set(behind)


def test_every_score_can_be_added_up(week: Desk) -> None:
    """Of every post, by its reasons; and the list is best first once conversations are taken apart."""
    with week.store() as store:
        every = shown(store, week)
    assert all(each.score == round(sum(each.weights), 2) and len(each.weights) == len(each.reasons) for each in every)
    assert [each.score for each in every] == sorted((each.score for each in every), reverse=True)


def test_teasers_are_words_of_the_post(week: Desk) -> None:
    """What a feed says in every post is left out, and nothing is put in."""
    with week.store() as store:
        teasers = AnalysisStore(store.connection).related().teasers
        texts = {text.post: text.text for text in AnalysisStore(store.connection).texts([id for id, _ in teasers])}
    for id, teaser in teasers:
        first = sentences(teaser)[0].removesuffix("…")
        assert first[:40] in " ".join(texts[id].split())


@pytest.mark.parametrize("blog", BLOGS, ids=lambda blog: str(blog.name))
def test_a_mirror_of_a_blog_is_folded_behind_it(copy: Desk, blog: Blog) -> None:
    """Every post that is long enough to be proof, and each behind its own; no other post of the week is touched."""
    with copy.store() as store:
        before = {each.listing.post.id for each in shown(store, copy)}
        take(store, sample(blog, "https://mirror.example"), copy)
        every = {each.listing.post.id: each for each in shown(store, copy)}
    mirrored = set(every) - before
    for each in (one for one in every.values() if one.twins):
        (twin,) = each.twins
        assert {twin.post.title} == {each.listing.post.title}
        assert (twin.post.id in mirrored) != (each.listing.post.id in mirrored)
    alone = [every[id] for id in mirrored if not (every[id].twins or every[id].behind)]
    assert all(each.listing.post.words < 50 for each in alone)


def test_a_repost_of_a_sample_post_a_year_later_stands_behind_the_first(copy: Desk) -> None:
    """On the blog itself, called the same; the old one is not lost behind the new."""
    with copy.store() as store:
        first = max((each.listing.post for each in shown(store, copy)), key=lambda post: post.words)
        text = store.posts.snapshots(first.id)[0].text
    again = bring(copy, "again", text, first.blog, url=f"{first.url}again", title=first.title, published=copy.now)
    with copy.store() as store:
        (found,) = [each for each in shown(store, copy, "twins") if each.twins]
    assert found.listing.post.id == first.id
    assert [str(twin.post.id) for twin in found.twins] == [again]


def test_a_digest_of_a_blogs_month_hides_none_of_its_posts(copy: Desk) -> None:
    """Sent as a newsletter by the same author: its posts stay where they were."""
    with copy.store() as store:
        waiting = shown(store, copy, "twins")
        by_author: dict[str, list[Suggestion]] = {}
        for each in waiting:
            by_author.setdefault("; ".join(each.listing.post.authors), []).append(each)
        author, posts = max(((who, each) for who, each in by_author.items() if who), key=lambda item: len(item[1]))
        text = "\n\n".join(store.posts.snapshots(each.listing.post.id)[0].text for each in posts)
    bring(copy, "digest", text, "A Newsletter", url="https://letter.example/digest", authors=(author,))
    with copy.store() as store:
        assert len(shown(store, copy, "twins")) == len(waiting) + 1


# ---------------------------------------------------------------- posts of a real WordPress


def wordpress(host: str) -> ParsedFeed:
    """The stored feed, as it would be on another host."""
    body = (STORED / "feed.xml").read_bytes()
    return parse_feed(body, url=f"https://{host}/feed/", zone=LONDON)


def test_posts_of_a_real_wordpress_are_told_apart(desk: Desk) -> None:
    """Though they are all about quote marks, tables and galleries."""
    with desk.store() as store:
        take(store, wordpress("blog.example"), desk)
        every = shown(store, desk)
    assert len(every) > 5
    assert not any(each.twins or each.behind or each.answers or each.shares for each in every)


def test_whatever_is_taken_in_twice_is_there_once(desk: Desk) -> None:
    """The same feed from two addresses: posts are known by their names, so nothing need be folded."""
    with desk.store() as store:
        take(store, wordpress("blog.example"), desk)
        count = len(shown(store, desk))
        take(store, wordpress("mirror.example"), desk)
        assert len(shown(store, desk, "twins")) == count


# ---------------------------------------------------------------- files that feedparser is tested with


def some_files() -> Iterator[Path]:
    """Every twenty-fifth of some two thousand, and those whose texts are alike."""
    files = corpus.feed_files()
    yield from files[::25]
    yield from (path for path in files if path.name.startswith(("rss_version_", "rss20", "rss10")))


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk that follows them all, each on a host of its own."""
    desk = desk_at(tmp_path_factory.mktemp("strangers"))
    try:
        files = list(some_files())
    except corpus.NoCorpus as reason:
        pytest.skip(str(reason))
    with desk.store() as store:
        for number, path in enumerate(files):
            kind = corpus.headers_for(path).get("content-type", "")
            try:
                url = f"https://f{number}.example/feed"
                document = parse_feed(path.read_bytes(), url=url, content_type=kind, zone=LONDON)
            except RoundupError:
                continue
            take(store, document, desk)
        bring_up_to_date(store)
    return desk


def test_a_word_or_two_in_many_feeds_is_no_story(strangers: Desk) -> None:
    """“Example description” stands in many of them, and none is a copy of another."""
    with strangers.store() as store:
        every = shown(store, strangers)
    assert len(every) > 40
    assert [each for each in every if each.twins] == []


def test_titles_of_tests_make_no_series_across_feeds(strangers: Desk) -> None:
    """“Item title” is what a hundred of them are called."""
    with strangers.store() as store:
        every = shown(store, strangers)
    for each in (one for one in every if one.earlier):
        assert {other.post.blog for other in each.earlier} == {each.listing.post.blog}
        assert not any(numbered_apart(each.series, other.post.title) for other in each.earlier)


def test_strangers_are_looked_at_once(strangers: Desk) -> None:
    """Nothing is left to look at, whatever their texts were."""
    with strangers.store() as store:
        assert bring_up_to_date(store) == 0
