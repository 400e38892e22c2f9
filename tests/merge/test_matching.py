"""What the entries of a feed mean for a desk that has seen some of them before."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.merge import entry_keys, merge, names, what_became
from roundup.model import Entry, KnownPost, ParsedFeed
from tests.merge.desk import ESSAY, FEED, FOOTER, NEWS, PLANET, TEN, Desk, feed, item, kinds, told
from tests.samples import NOW

# ---------------------------------------------------------------- names


def test_a_post_is_known_by_address_guid_place_and_words_strongest_first() -> None:
    """An ordinary entry has four names, and the address comes first: it is the same on every desk."""
    keys = entry_keys(item(7), FEED)
    assert [key.split(":")[0].split("@")[0] for key in keys] == ["url", "guid", "item", "hash"]
    assert keys[0] == "url:https://blog.example/posts/7"
    assert keys[1] == "guid:tag:blog.example,2026:7"


@pytest.mark.parametrize("guid", ["https://blog.example/?p=12", "urn:uuid:1234", "tag:blog.example,2026:12"])
def test_a_guid_that_is_a_uri_names_a_post_in_every_feed(guid: str) -> None:
    """RFC 4287: an Atom id is unique in the world, and RSS permalinks are too."""
    assert f"guid:{guid}" in entry_keys(item(guid=guid), FEED)
    assert set(entry_keys(item(guid=guid), FEED)) & set(entry_keys(item(guid=guid, url=""), PLANET))


@pytest.mark.parametrize("guid", ["12", "post-12", "https: //blog.example", "http://two words"])
def test_any_other_guid_names_a_post_only_in_its_own_feed(guid: str) -> None:
    """Many blogs number from one."""
    here, there = (
        entry_keys(item(url="", title="", text="", guid=guid), FEED),
        entry_keys(item(url="", title="", text="", guid=guid), PLANET),
    )
    assert f"guid@{FEED} {guid}" in here
    assert not set(here) & set(there)


def test_a_shared_guid_is_no_name() -> None:
    """A guid that stands for several entries says nothing about any of them."""
    for guid in ("same", "urn:x"):
        keys = entry_keys(item(guid=guid), FEED, shared_guids=frozenset({guid}))
        assert not any(key.startswith("guid") for key in keys)


def test_the_front_page_names_no_post() -> None:
    """Feeds that link every entry to the site's front page would otherwise hold one post."""
    assert not any(key.startswith("url:") for key in entry_keys(item(url="https://www.blog.example"), FEED))
    assert any(key.startswith("url:") for key in entry_keys(item(url="https://blog.example/?p=3"), FEED))


@pytest.mark.parametrize(
    ("title", "text", "telling"),
    [
        ("Post number 1", "This is post one, about councils.", True),
        ("Weeknote", "Read on.", False),
        ("", "This is post one, about councils.", False),
        ("", ESSAY, True),
    ],
)
def test_words_name_a_post_only_if_there_are_enough_of_them(title: str, text: str, telling: bool) -> None:
    """Two posts that say "Read on." are not one post."""
    assert any(key.startswith("hash:") for key in entry_keys(item(title=title, text=text), FEED)) is telling


def test_an_entry_with_nothing_at_all_still_has_a_name() -> None:
    """No guid, no link, no title, no date: such posts live too."""
    bare = entry_keys(item(guid="", url="", title="", text="Just words.", published=None), FEED)
    assert len(bare) == 1
    assert bare == entry_keys(item(guid="", url="", title="", text="Just words.", published=None), FEED)


def test_a_name_has_bounds() -> None:
    """A guid of a megabyte is named by its digest, and still tells two posts apart."""
    long, other = "x" * 1_000_000, "x" * 1_000_000 + "y"
    assert max(map(len, entry_keys(item(guid=long), FEED))) < 1_000
    assert entry_keys(item(guid=long), FEED) != entry_keys(item(guid=other), FEED)


# ---------------------------------------------------------------- the ordinary week


def test_a_first_fetch_is_all_new_in_the_documents_order() -> None:
    """Ten entries, ten posts, as the feed lists them."""
    changes = merge(feed(*TEN), {})
    assert kinds(changes) == ["new"] * 10
    assert [change.entry for change in changes] == list(TEN)
    assert all(change.post_id is None and change.keys for change in changes)


def test_the_same_feed_again_changes_nothing() -> None:
    """Fetching twice is fetching once."""
    assert told(feed(*TEN), feed(*TEN))[1] == ["same"] * 10


def test_a_new_entry_is_one_new_post() -> None:
    """The other nine are as they were."""
    assert told(feed(*TEN[1:]), feed(*TEN))[1] == ["new"] + ["same"] * 9


def test_an_entry_that_is_gone_from_the_feed_means_nothing() -> None:
    """Feeds show a window; what falls out of it stays on the desk."""
    desk, last = told(feed(*TEN), feed(*TEN[1:]), feed())
    assert last == []
    assert len(desk.posts) == 10


def test_an_edited_post_is_changed_and_stays_one_post() -> None:
    """Title and body rewritten, date unchanged: a new wording, never a second post."""
    edited = item(0, title="Post number 0 (updated 1)", text="Corrected, version 1.")
    desk, last = told(feed(*TEN), feed(edited, *TEN[1:]))
    assert last == ["changed"] + ["same"] * 9
    assert len(desk.posts) == 10


def test_a_post_whose_quoted_words_were_taken_out_is_changed() -> None:
    """The desk has to know before it publishes them."""
    gone = item(0, text="This text has been removed at the council's request.")
    assert told(feed(*TEN), feed(gone, *TEN[1:]))[1][0] == "changed"


def test_going_back_to_an_earlier_wording_is_no_new_one() -> None:
    """The wording is known, so nothing changed; but the post bears it again."""
    edited = item(0, text="Corrected, version 1.")
    desk = Desk()
    desk.fetch(feed(item(0)))
    desk.fetch(feed(edited))
    (back,) = desk.fetch(feed(item(0)))
    assert (back.kind, back.restores) == ("same", True)
    assert desk.posts[1].hash == item(0).content_hash
    assert len(desk.posts[1].hashes) == 2
    (still,) = desk.fetch(feed(item(0)))
    assert (still.kind, still.restores) == ("same", False)


def test_only_new_markup_is_no_change() -> None:
    """The hash is over the words; a class on a paragraph is nobody's news."""
    assert told(feed(item(0)), feed(item(0, html="<p class=x>This is post 0.</p>")))[1] == ["same"]


# ---------------------------------------------------------------- stories of guids and addresses


def test_renewed_guids_make_no_second_posts() -> None:
    """A blog that changes its software renews every guid: ten posts stay ten."""
    renewed = [feed(*(item(n, guid=f"tag:blog.example,2026:{n}?v{step}") for n in range(10))) for step in (1, 2)]
    desk, last = told(feed(*TEN), *renewed)
    assert last == ["same"] * 10
    assert len(desk.posts) == 10


def test_renewed_addresses_make_no_second_posts() -> None:
    """The site moves to https://www.; the guids hold."""
    moved = feed(*(item(n, url=f"https://www.blog.example/archive/{n}/") for n in range(10)))
    desk, last = told(feed(*TEN), moved)
    assert last == ["same"] * 10
    assert len(desk.posts) == 10


def test_new_guids_and_new_addresses_make_no_second_posts() -> None:
    """A blog that moves to another domain is known by its words and dates."""
    moved = feed(*(item(n, guid=f"x{n}", url=f"http://new.example/posts/{n}") for n in range(10)))
    desk, last = told(feed(*TEN), moved)
    assert last == ["same"] * 10
    assert len(desk.posts) == 10


def test_after_a_move_the_new_names_are_known() -> None:
    """An edit after the move is an edit: the new address and guid have become names of the old post."""
    moved = item(1, guid="x1", url="http://new.example/posts/1")
    edited = replace(moved, encoded=b"Wholly other words.", title="Other title", content_hash="other")
    desk, last = told(feed(*TEN), feed(moved), feed(edited))
    assert last == ["changed"]
    assert len(desk.posts) == 10


def test_one_guid_for_all_entries_is_ignored() -> None:
    """Ten entries with the guid "same" are ten posts, this time and the next."""
    document = feed(*(item(n, guid="same") for n in range(10)))
    desk, last = told(document, document)
    assert last == ["same"] * 10
    assert len(desk.posts) == 10


def test_one_guid_for_all_in_a_feed_that_shows_one_entry_at_a_time() -> None:
    """Each is another post, because address, title and words are other."""
    desk, last = told(*(feed(item(n, guid="same")) for n in range(5)))
    assert last == ["new"]
    assert len(desk.posts) == 5


def test_a_reused_guid_is_a_new_post() -> None:
    """Guid known, but address, title and words are all others: a star stays where it was put."""
    other = item(0, title="Quite another post", url="http://blog.example/other", text="Another.")
    desk, last = told(feed(*TEN), feed(other, *TEN[1:]))
    assert last == ["new"] + ["same"] * 9
    assert desk.posts[1].title == "Post number 0"
    assert kinds(desk.fetch(feed(other, *TEN[1:]))) == ["same"] * 10


def test_a_reused_guid_among_posts_with_the_same_footer_is_a_new_post() -> None:
    """The footer that is glued to every body is no likeness."""
    first = item(0, text=ESSAY + FOOTER)
    other = item(0, title="Quite another post", url="http://blog.example/other", text=NEWS + FOOTER)
    assert told(feed(first), feed(other))[1] == ["new"]


def test_a_post_that_was_renamed_and_moved_with_its_words_is_the_same_post() -> None:
    """A new title makes a new address on many blogs; the guid and the words hold."""
    first = item(0, title="Draft", url="http://blog.example/draft", text=ESSAY)
    renamed = item(0, title="Nine days of rain", url="http://blog.example/nine-days-of-rain", text=ESSAY)
    desk, last = told(feed(first), feed(renamed))
    assert last == ["changed"]
    assert len(desk.posts) == 1


def test_all_entries_linking_to_one_page_stay_apart() -> None:
    """Some feeds link every entry to the news page; their guids tell them apart."""
    document = feed(*(item(n, url="https://blog.example/news") for n in range(5)))
    desk, last = told(document, document)
    assert last == ["same"] * 5
    assert len(desk.posts) == 5


def test_all_entries_linking_to_one_page_without_guids_stay_apart() -> None:
    """Then title and date tell them apart, also when the feed later shows only one."""
    entries = [item(n, url="https://blog.example/news", guid="") for n in range(5)]
    desk, last = told(feed(*entries), feed(*entries), feed(entries[2]))
    assert last == ["same"]
    assert len(desk.posts) == 5


def test_the_site_address_names_no_post() -> None:
    """A feed whose entries link to the blog's own address, one entry at a time."""
    home = "https://blog.example/blog"
    desk, last = told(*(feed(item(n, url=home + "/"), site_url=home) for n in range(3)))
    assert last == ["new"]
    assert len(desk.posts) == 3


def test_five_numbered_posts_with_the_same_first_sentence_stay_five() -> None:
    """A serial begins every part with the same words."""
    opening = "This is one of five posts about how Sandleigh learnt to empty its bins on time, and what it cost. "
    parts = [item(n, title=f"Bins, part {n}", text=opening + f"Part {n} is about number {n}.") for n in range(1, 6)]
    desk, last = told(feed(*parts), feed(*parts))
    assert last == ["same"] * 5
    assert len(desk.posts) == 5


def test_posts_with_one_formula_for_a_body_stay_apart() -> None:
    """A photo a day under one title, with nothing else to say."""
    photos = [item(n, title="Photo of the day", text="Click through to see it.", published=NOW) for n in range(4)]
    desk, last = told(feed(*photos), feed(*photos))
    assert last == ["same"] * 4
    assert len(desk.posts) == 4


def test_a_weekly_formula_is_a_new_post_every_week() -> None:
    """The same title and words a week later under a new address are another post."""
    weeks = [feed(item(n, title="Open thread", text=ESSAY, published=NOW + timedelta(weeks=n))) for n in range(3)]
    desk, last = told(*weeks)
    assert last == ["new"]
    assert len(desk.posts) == 3


def test_shuffled_dates_change_nothing() -> None:
    """A feed that dates its entries anew at every fetch brings nothing new."""
    later = [replace(entry, published=(entry.published or NOW) + timedelta(hours=5)) for entry in TEN]
    assert told(feed(*TEN), feed(*later[3:], *later[:3]))[1] == ["same"] * 10


# ---------------------------------------------------------------- posts without this and that


BARE = {
    "without a date": {"published": None},
    "without a title": {"title": ""},
    "without a link": {"url": ""},
    "without a guid": {"guid": ""},
    "without guid and link": {"guid": "", "url": ""},
    "without guid, link and date": {"guid": "", "url": "", "published": None},
    "without guid, link, date and title": {"guid": "", "url": "", "published": None, "title": ""},
    "with no words": {"text": ""},
}


@pytest.mark.parametrize("lacking", BARE.values(), ids=BARE.keys())
def test_posts_that_lack_something_live_too(lacking: dict[str, object]) -> None:
    """Three such entries are three posts, and stay three."""
    document = feed(*(item(n, **lacking) for n in range(3)))
    desk, last = told(document, document)
    assert last == ["same"] * 3
    assert len(desk.posts) == 3


def test_a_nameless_post_may_be_edited() -> None:
    """Title and date hold it together."""
    first, edited = (item(0, guid="", url="", text=text) for text in (ESSAY, NEWS))
    desk, last = told(feed(first), feed(edited))
    assert last == ["changed"]
    assert len(desk.posts) == 1


def test_a_page_rewritten_in_place_is_one_post() -> None:
    """A "what I am doing now" page: one address, no guid, everything else new."""
    first = item(0, guid="", title="Now", text=ESSAY)
    second = item(0, guid="", title="Now, in autumn", text=NEWS)
    desk, last = told(feed(first), feed(second))
    assert last == ["changed"]
    assert len(desk.posts) == 1


# ---------------------------------------------------------------- one post through several feeds


def test_one_post_through_two_feeds_is_one_post() -> None:
    """The blog and the planet both bring it."""
    desk = Desk()
    desk.fetch(feed(*TEN))
    assert kinds(desk.fetch(feed(*TEN, url=PLANET))) == ["same"] * 10
    assert len(desk.posts) == 10


def test_a_planets_summary_does_not_replace_the_post() -> None:
    """And the whole text still stands after both feeds came by again."""
    desk = Desk()
    whole, summary = item(0, text=ESSAY), item(0, text=ESSAY[:60])
    for _ in range(2):
        desk.fetch(feed(whole))
        assert kinds(desk.fetch(feed(summary, url=PLANET))) == ["same"]
    assert desk.posts[1].text == ESSAY


def test_a_stranger_cannot_put_words_into_a_bloggers_mouth() -> None:
    """A feed that names another blog's post brings neither a new wording nor a second post."""
    desk = Desk()
    desk.fetch(feed(item(0, text=ESSAY)))
    forged = item(0, text=ESSAY + " And I resign.")
    assert kinds(desk.fetch(feed(forged, url="https://evil.example/feed"))) == ["same"]
    assert desk.posts[1].text == ESSAY
    assert len(desk.posts[1].hashes) == 1


def test_the_blogs_own_feed_takes_over_from_a_stranger() -> None:
    """Seen first through a planet, a post speaks with its blog's voice as soon as that is heard."""
    desk = Desk()
    desk.fetch(feed(item(0, text="Something else altogether."), url=PLANET))
    (own,) = desk.fetch(feed(item(0, text=ESSAY)))
    assert own.kind == "changed"
    (planet,) = desk.fetch(feed(item(0, text="Something else altogether."), url=PLANET))
    assert (planet.kind, planet.restores) == ("same", False)
    assert desk.posts[1].text == ESSAY


def test_the_blogs_own_feed_takes_over_the_same_words_too() -> None:
    """So that the post is shown under the blog's name; once, not at every fetch."""
    desk = Desk()
    desk.fetch(feed(item(0), url=PLANET))
    (own,) = desk.fetch(feed(item(0)))
    assert (own.kind, own.restores) == ("same", True)
    (again,) = desk.fetch(feed(item(0)))
    assert again.restores is False


def test_the_longer_of_two_feeds_of_one_blog_counts() -> None:
    """RSS with summaries, Atom with whole texts: the desk keeps the whole, whichever comes last."""
    desk = Desk()
    rss, atom = feed(item(0, text=ESSAY[:70])), feed(item(0, text=ESSAY), url="https://www.blog.example/atom")
    assert kinds(desk.fetch(rss)) == ["new"]
    assert kinds(desk.fetch(atom)) == ["changed"]
    assert kinds(desk.fetch(rss)) == ["same"]
    assert kinds(desk.fetch(atom)) == ["same"]
    assert desk.posts[1].text == ESSAY


def test_a_cross_post_on_three_hosts_is_one_post() -> None:
    """The same title and words within a day, each host with its own guid."""
    desk = Desk()
    for host in ("one.example", "two.example", "three.example"):
        desk.fetch(
            feed(
                item(0, url=f"https://{host}/nine-days", guid=f"https://{host}/?p=1", text=ESSAY),
                url=f"https://{host}/feed",
            )
        )
    assert len(desk.posts) == 1


def test_a_cross_post_inside_one_document_is_folded() -> None:
    """A planet lists it twice; the desk holds it once, under both addresses."""
    (change,) = merge(
        feed(item(0, text=ESSAY), item(0, text=ESSAY, url="https://two.example/x", guid="https://two.example/?p=1")), {}
    )
    assert change.kind == "new"
    assert {"url:https://blog.example/posts/0", "url:https://two.example/x"} <= set(change.keys)


def test_an_entry_listed_twice_is_folded() -> None:
    """Same guid, same address with a tracker on it."""
    twice = item(0, url="http://blog.example/posts/0?utm_source=rss")
    assert kinds(merge(feed(item(0), twice), {})) == ["new"]
    assert told(feed(item(0)), feed(item(0), twice))[1] == ["same"]


# ---------------------------------------------------------------- cut texts


def test_a_cut_document_does_not_shorten_what_is_known() -> None:
    """The connection broke in the middle: the last text may be half."""
    desk, last = told(feed(item(0, text=ESSAY)), feed(item(0, text=ESSAY[:80]), complete=False))
    assert last == ["same"]
    assert desk.posts[1].text == ESSAY


def test_a_cut_document_may_bring_longer_texts_and_new_posts() -> None:
    """What came whole is taken."""
    _, last = told(feed(item(0, text=ESSAY[:80])), feed(item(0, text=ESSAY), item(1), complete=False))
    assert last == ["changed", "new"]


@pytest.mark.parametrize("mark", ["…", " [...]", " […]", "... Continue reading", " Read more »", "… Read more"])
def test_a_feed_that_goes_over_to_summaries_does_not_shorten_what_is_known(mark: str) -> None:
    """The beginning of a known text, marked as cut, is no edit."""
    desk, last = told(feed(item(0, text=ESSAY)), feed(item(0, text=ESSAY[:60] + mark)))
    assert last == ["same"]
    assert desk.posts[1].text == ESSAY


def test_a_feed_that_goes_over_to_titles_does_not_empty_what_is_known() -> None:
    """No words at all are no edit either."""
    assert told(feed(item(0, text=ESSAY)), feed(item(0, text="")))[1] == ["same"]


def test_an_author_may_cut_the_end_of_a_post() -> None:
    """Without a mark it is an edit, and the desk has to know."""
    assert told(feed(item(0, text=ESSAY)), feed(item(0, text=ESSAY[:110])))[1] == ["changed"]


def test_an_edited_text_that_ends_in_dots_is_changed() -> None:
    """It does not begin as the known one does."""
    assert told(feed(item(0, text=ESSAY)), feed(item(0, text="No comment…")))[1] == ["changed"]


# ---------------------------------------------------------------- the least a post can say


def test_a_post_of_which_little_is_known_may_be_changed_by_any_feed() -> None:
    """Without a feed on record there is nobody to protect."""
    post = KnownPost(1, "url:x", "https://blog.example/1", "Old", "Old words", frozenset({"old"}))
    assert what_became(feed(url=PLANET), item(1), post)[0] == "changed"


# ---------------------------------------------------------------- whatever feeds may hold


SETTLED = 3  # rounds; a document may first take a name away that another gave
few = st.sampled_from
titles = few(["", "Weeknote", "Bins", "Bins, again"])
texts = few(["", "Read on.", "Click here to see it.", ESSAY, ESSAY[:60] + "…", NEWS, NEWS + FOOTER, ESSAY + FOOTER])
guids = few(["", "1", "2", "same", "urn:x:1", "https://blog.example/?p=1", "https://blog.example/a"])
urls = few(
    [
        "",
        "https://blog.example/",
        "https://blog.example/a",
        "https://www.blog.example/a/?utm_medium=x",
        "https://b.example/b",
    ]
)
dates = few([None, NOW, NOW - timedelta(days=1), NOW - timedelta(days=30)])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    return item(0, guid=draw(guids), url=draw(urls), title=draw(titles), text=draw(texts), published=draw(dates))


feeds = st.builds(
    lambda made, url, complete: feed(*made, url=url, complete=complete, site_url="https://blog.example/"),
    st.lists(entries(), max_size=6),
    few([FEED, PLANET]),
    st.booleans(),
)


@given(feeds)
def test_merging_a_feed_twice_gives_only_same(document: ParsedFeed) -> None:
    """Whatever a feed holds, the second time there is nothing new in it."""
    desk = Desk()
    desk.fetch(document)
    again = desk.fetch(document)
    assert all(change.kind == "same" and not change.restores for change in again)


@given(st.lists(feeds, min_size=1, max_size=4))
def test_feeds_fetched_in_turn_never_mix_up_posts(documents: list[ParsedFeed]) -> None:
    """A change is about one post, a name belongs to one post, and documents that contradict each other settle down."""
    desk = Desk()
    for _ in range(SETTLED):
        before = len(desk.posts)
        for document in documents:
            changes = desk.fetch(document)
            assert max(Counter(c.post_id for c in changes if c.post_id).values(), default=1) == 1
            assert all(change.keys for change in changes if change.post_id is None)
    assert len(desk.posts) == before


@given(st.lists(entries(), max_size=6))
def test_every_entry_has_names_and_they_depend_on_nothing_else(made: list[Entry]) -> None:
    """The same entry has the same names on every desk."""
    for one in made:
        assert entry_keys(one, FEED) == entry_keys(one, FEED)
        assert 1 <= len(entry_keys(one, FEED)) <= 4
        assert len(set(entry_keys(one, FEED))) == len(entry_keys(one, FEED))


def test_each_feed_is_named_by_itself() -> None:
    """What was found for the last one is only used again for the very same."""
    one, other = feed(item(1)), feed(item(2))
    first = names(one)
    assert names(other).isdisjoint(first)
    assert names(one) == first == names(feed(item(1)))


@given(feeds)
def test_a_feed_of_which_nothing_is_known_takes_the_short_way_to_the_same(document: ParsedFeed) -> None:
    """As if a post were known that has nothing to do with it."""
    stranger = KnownPost(9, "url:x", "https://other.example/1", "Old", "Old words", frozenset({"old"}))
    assert merge(document, {}) == merge(document, {"url:x": stranger})
