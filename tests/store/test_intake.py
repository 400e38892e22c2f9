"""What a feed or a page brings, as it comes to stand in the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from roundup.merge import merge, names
from roundup.model import Change, Enclosure, Entry
from roundup.store import Store
from roundup.store.intake import KEPT_WORDINGS
from roundup.store.posts import ListingFilter
from tests.samples import NOW, decision
from tests.store.feeds import FEED, LATER, PLANET, brought, dump, feed, fetch, item

ESSAY = "The bins of the harbour ward stood in the rain for nine days before anybody thought to ask the crews. " * 3


def wordings(store: Store, post: int = 1) -> list[str]:
    """The texts of a post, the one it bears now first."""
    return [snapshot.text for snapshot in store.posts.snapshots(post)]


# ---------------------------------------------------------------- a post as it comes in


def test_a_post_is_kept_with_all_that_is_known_of_it(store: Store) -> None:
    """Every field of the entry is found again."""
    entry = item(
        7,
        authors=("Ada Example", "Ben Example"),
        tags=("bins", "Übersicht"),
        date_note="no time zone given, UK time assumed",
        enclosures=(
            Enclosure("https://blog.example/7.mp3", "audio/mpeg", 1234),
            Enclosure("https://blog.example/7.pdf"),
        ),
    )
    (post,) = brought(store, entry)
    assert (post.id, post.key, post.url) == (1, "url:https://blog.example/posts/7", "https://blog.example/posts/7")
    assert (post.title, post.blog, post.authors) == ("Post number 7", "A Blog", ("Ada Example", "Ben Example"))
    assert (post.published, post.first_seen) == (NOW - timedelta(days=7), NOW)
    assert (post.words, post.date_note, post.feed_tags) == (9, entry.date_note, entry.tags)
    assert post.enclosures == entry.enclosures
    assert post.doubt == ""
    (snapshot,) = store.posts.snapshots(1)
    assert (snapshot.hash, snapshot.title, snapshot.html) == (entry.content_hash, entry.title, entry.html.decode())
    assert (snapshot.text, snapshot.seen_at) == (entry.text, NOW)
    (source,) = store.posts.sources(1)
    assert (source.feed_url, source.feed_title, source.guid, source.url) == (FEED, "A Blog", entry.guid, entry.url)


@pytest.mark.parametrize(("told", "kept"), [(0, 3), (3, 3), (2**64 - 1, len("Three plain words"))])
def test_words_are_counted_unless_the_parser_did(store: Store, told: int, kept: int) -> None:
    """A number that no text has does not keep the post, or the others of its batch, out of the file."""
    (post,) = brought(store, item(text="Three plain words", words=told))
    assert post.words == kept


def test_posts_are_numbered_in_the_feeds_order(store: Store) -> None:
    """Short ids that people can type."""
    assert [post.id for post in brought(store, item(3), item(1), item(2))] == [1, 2, 3]


def test_fetching_again_writes_nothing(store: Store) -> None:
    """A feed that says the same leaves every row as it was."""
    entries = [item(n) for n in range(10)]
    assert fetch(store, feed(*entries))[0] == (10, 0)
    before = dump(store)
    assert fetch(store, feed(*entries), now=NOW + timedelta(hours=1))[0] == (0, 0)
    assert dump(store) == before


def test_when_a_source_was_last_seen_is_kept_by_the_day(store: Store) -> None:
    """To write it at every fetch would cost more than it tells."""
    fetch(store, feed(item(1)))
    fetch(store, feed(item(1)), now=LATER)
    assert store.connection.value("SELECT last_seen FROM sources") == LATER.isoformat()
    assert store.posts.sources(1)[0].first_seen == NOW


@pytest.mark.parametrize(
    "lacking",
    [{"published": None}, {"title": ""}, {"url": ""}, {"guid": ""}, {"text": ""}, {"url": "", "guid": "", "title": ""}],
    ids=["date", "title", "link", "guid", "text", "nearly everything"],
)
def test_a_post_may_lack(store: Store, lacking: dict[str, object]) -> None:
    """It lives all the same, and is listed."""
    fetch(store, feed(*(item(n, **lacking) for n in range(3))))
    fetch(store, feed(*(item(n, **lacking) for n in range(3))))
    wanted = 1 if lacking == {"text": "", "title": ""} else 3
    assert store.posts.count(ListingFilter()) == wanted
    assert len(store.posts.listing(ListingFilter())) == wanted


def test_a_feed_without_a_title_is_called_by_its_host(store: Store) -> None:
    """A post always says where it is from."""
    (post,) = brought(store, item(1), title="", site_url="")
    assert post.blog == "blog.example"


# ---------------------------------------------------------------- dates


def test_a_post_from_the_future_does_not_lead_the_list_for_ever(store: Store) -> None:
    """Its date stays as given; it is listed when it was first seen."""
    future = NOW.replace(year=2100)
    fetch(store, feed(item(1, published=future)))
    fetch(store, feed(item(1, published=future), item(2, published=LATER)), now=LATER)
    assert store.posts.get(1).published == future
    assert [listing.post.id for listing in store.posts.listing(ListingFilter())] == [2, 1]


def test_dates_are_fixed_at_first_sight(store: Store) -> None:
    """A feed that dates its posts anew at every fetch moves none of them to another week."""
    fetch(store, feed(item(1)))
    fetch(store, feed(item(1, published=NOW - timedelta(hours=1))), now=LATER)
    fetch(store, feed(item(1, published=LATER, text="Rewritten.")), now=LATER)
    post = store.posts.get(1)
    assert (post.published, post.first_seen) == (NOW - timedelta(days=1), NOW)


# ---------------------------------------------------------------- edits


def test_an_edited_post_keeps_both_wordings(store: Store) -> None:
    """The post bears the new one, the old one can still be proved."""
    fetch(store, feed(item(1, text="Words that were quoted.")))
    counts, _ = fetch(store, feed(item(1, title="Post number 1, corrected", text="Other words.")), now=LATER)
    assert counts == (0, 1)
    assert wordings(store) == ["Other words.", "Words that were quoted."]
    post = store.posts.get(1)
    assert (post.title, post.words) == ("Post number 1, corrected", 2)
    assert store.posts.listing(ListingFilter())[0].teaser == "Other words."


def test_a_post_that_goes_back_bears_its_first_wording_again(store: Store) -> None:
    """There are two wordings, not three, and the first is the one it bears."""
    for text in ("First words.", "Second words.", "First words."):
        fetch(store, feed(item(1, text=text)))
    assert wordings(store) == ["First words.", "Second words."]
    assert store.posts.listing(ListingFilter())[0].teaser == "First words."


def test_a_summary_never_replaces_the_whole(store: Store) -> None:
    """Not from a cut document, not from a feed gone over to summaries."""
    fetch(store, feed(item(1, text=ESSAY)))
    fetch(store, feed(item(1, text=ESSAY[:50] + "…")))
    fetch(store, feed(item(1, text=ESSAY[:50]), complete=False))
    assert wordings(store) == [ESSAY]


def test_a_text_that_changes_at_every_fetch_does_not_fill_the_disk(store: Store) -> None:
    """The latest wordings are kept, the first, and what was quoted."""
    (post,) = brought(store, item(1, text="It is 0 o'clock."))
    for hour in range(1, KEPT_WORDINGS + 20):
        if hour == 5:
            quoted = {"paragraphs": ["4"], "exact": "4", "snapshot": store.posts.snapshots(1)[0].hash}
            store.ledger.record([decision("quote", post.key, payload=quoted)])
        fetch(store, feed(item(1, text=f"It is {hour} o'clock.")))
    kept = wordings(store)
    assert len(kept) == KEPT_WORDINGS + 2
    assert kept[0] == f"It is {KEPT_WORDINGS + 19} o'clock."
    assert {"It is 0 o'clock.", "It is 4 o'clock."} <= set(kept)
    assert "It is 5 o'clock." not in kept
    assert store.check() == ()


def test_an_id_means_the_same_post_for_ever(store: Store) -> None:
    """A star stays where it was put when a blog reuses a guid."""
    (post,) = brought(store, item(1))
    store.ledger.record([decision("star", post.key)])
    other = item(1, title="Quite another post", url="https://blog.example/other", text="Another text altogether.")
    assert fetch(store, feed(other))[0] == (1, 0)
    (starred,) = store.posts.listing(ListingFilter(state="starred"))
    assert (starred.post.id, starred.post.title) == (1, "Post number 1")


# ---------------------------------------------------------------- one post, several sources


def test_one_post_through_two_feeds_has_two_sources(store: Store) -> None:
    """Whichever came first."""
    fetch(store, feed(item(1)))
    assert fetch(store, feed(item(1), url=PLANET, title="Planet"))[0] == (0, 0)
    assert [(s.feed_url, s.feed_title) for s in store.posts.sources(1)] == [(FEED, "A Blog"), (PLANET, "Planet")]


def test_a_post_found_through_a_planet_gets_its_blogs_name_later(store: Store) -> None:
    """As soon as the blog's own feed brings it."""
    fetch(store, feed(item(1), url=PLANET, title="Planet"))
    assert store.posts.get(1).blog == "Planet"
    fetch(store, feed(item(1)))
    fetch(store, feed(item(1), url=PLANET, title="Planet"))
    assert store.posts.get(1).blog == "A Blog"


def test_two_feeds_in_one_transaction_bring_one_post(store: Store) -> None:
    """A batch of feeds shares a transaction; the second sees what the first brought."""
    with store.write():
        fetch(store, feed(item(1)))
        counts, _ = fetch(store, feed(item(1), url=PLANET))
    assert counts == (0, 0)


def test_a_feed_is_remembered_as_it_is_followed(store: Store) -> None:
    """Its document may have been found elsewhere: edits still are the feed's own."""
    moved = "https://cdn.example/blog.xml"
    fetch(store, feed(item(1), url=moved), followed_as=FEED)
    assert store.posts.sources(1)[0].feed_url == FEED
    assert fetch(store, feed(item(1, text="Rewritten."), url=moved), followed_as=FEED)[0] == (0, 1)


def test_a_post_that_moved_is_linked_where_it_is_now(store: Store) -> None:
    """Its key stays, its address follows the feed that gave it."""
    fetch(store, feed(item(1)))
    fetch(store, feed(item(1, url="https://new.example/posts/1")))
    post = store.posts.get(1)
    assert post.url == "https://new.example/posts/1"
    assert post.key == "url:https://blog.example/posts/1"
    assert store.posts.find("https://blog.example/posts/1") == store.posts.find("new.example/posts/1") == post


def test_a_planets_own_address_for_a_post_does_not_replace_the_blogs(store: Store) -> None:
    """A redirecting address is a name, not the place to send readers to."""
    fetch(store, feed(item(1)))
    fetch(store, feed(item(1, url="https://planet.example/go/1"), url=PLANET))
    assert store.posts.get(1).url == "https://blog.example/posts/1"
    assert store.posts.find("https://planet.example/go/1").id == 1


# ---------------------------------------------------------------- suspicion


def test_suspicious_posts_are_kept_with_the_doubt(store: Store) -> None:
    """Nothing is lost, nothing is passed off as the blog's own; they wait apart from the others."""
    fetch(store, feed(*(item(n) for n in range(3))))
    casino = [
        item(n, guid=f"c{n}", url=f"https://casino.example/{n}", title=f"Win {n}", text=f"Spin {n}!") for n in range(3)
    ]
    assert fetch(store, feed(*casino))[0] == (0, 0)
    assert "casino.example" in store.posts.get(4).doubt
    assert store.posts.get(4).held == store.posts.get(4).doubt
    assert store.posts.get(1).doubt == ""


# ---------------------------------------------------------------- found by its words


def test_what_came_in_is_found_by_its_words(store: Store) -> None:
    """New posts and new wordings of several feeds, all in one transaction; the index says what the snapshots say."""
    with store.write():
        fetch(store, feed(item(1, text="About bins.")))
        fetch(store, feed(item(2, text="About rain."), url=PLANET, title="Planet"))
        fetch(store, feed(item(1, text="About libraries.")))
    assert [hit.post.id for hit in store.search.posts("bins")] == [1]
    assert [hit.post.id for hit in store.search.posts("libraries")] == [1]
    assert [hit.post.id for hit in store.search.posts("rain planet")] == [2]
    assert store.check() == ()


def test_a_wording_may_be_forgotten_in_the_transaction_that_brought_it(store: Store) -> None:
    """Only what the index holds is taken out of it."""
    with store.write():
        for n in range(KEPT_WORDINGS + 5):
            fetch(store, feed(item(1, text=f"Wording {n}.")))
    assert len(wordings(store)) == KEPT_WORDINGS + 1
    assert store.check() == ()
    assert store.search.posts("54")
    assert not store.search.posts("3")


# ---------------------------------------------------------------- held back


def hold(store: Store, *numbers: int) -> tuple[int, int]:
    """Take in numbered posts as merging does when it holds them: (new, changed)."""
    document = feed(*(item(n) for n in numbers))
    changes = [replace(c, kind="held", reason="old posts, all at once") for c in merge(document, {})]
    return store.posts.apply(changes, feed=document, feed_url=FEED, now=NOW)


def test_held_posts_are_kept_with_the_reason_and_are_no_news(store: Store) -> None:
    """They do not count as new; text, names and sources are there as for any other."""
    assert hold(store, 1, 2) == (0, 0)
    post = store.posts.get(1)
    assert (post.held, post.doubt) == ("old posts, all at once", "")
    assert store.posts.snapshots(1)[0].text == item(1).text
    assert [source.feed_url for source in store.posts.sources(1)] == [FEED]
    assert [hit.post.held for hit in store.search.posts("councils")] == ["old posts, all at once"] * 2


def test_a_held_post_that_comes_again_stays_held(store: Store) -> None:
    """It is known now; a new wording is kept as a snapshot and changes nothing about why it is held."""
    hold(store, 1)
    assert fetch(store, feed(item(1), item(2)))[0] == (1, 0)
    assert fetch(store, feed(item(1, text="This is post 1, corrected.")))[0] == (0, 1)
    assert store.posts.get(1).held
    assert not store.posts.get(2).held


# ---------------------------------------------------------------- what was decided elsewhere


def test_decisions_that_came_before_their_post_find_it(store: Store) -> None:
    """Another curator's ledger was merged first; then the feed is fetched."""
    store.ledger.record([decision("star", "url:https://blog.example/posts/1")])
    fetch(store, feed(item(1), item(2)))
    assert [one.post.id for one in store.posts.listing(ListingFilter(state="starred"))] == [1]
    assert [one.post.id for one in store.posts.listing(ListingFilter())] == [2]


def test_decisions_under_another_name_find_their_post(store: Store) -> None:
    """The other desk knows the post by its guid."""
    store.ledger.record([decision("star", "guid:tag:blog.example,2026:1")])
    (post,) = brought(store, item(1))
    assert store.ledger.pick(post.key).starred
    assert [state.key for state in store.ledger.picks()] == [post.key]
    assert store.connection.value("SELECT count(*) FROM picks") == 1


def test_a_post_that_comes_in_costs_the_same_however_much_is_known_of_others(store: Store) -> None:
    """No table that points at posts is looked through for it: SQLite takes no more steps for it than before."""
    brought(store, *map(item, range(1, 6)))
    few = _steps(store, *map(item, range(6, 11)))
    with store.write():
        told = [(f"https://news.example/{number}", 1 + number % 5) for number in range(2_000)]
        store.connection.run_many("INSERT INTO stories (address, post) VALUES (?, ?)", told)
    assert _steps(store, *map(item, range(11, 16))) < few + 500
    assert store.check() == ()


def _steps(store: Store, *entries: Entry) -> int:
    """Steps of SQLite's machine that it takes to bring posts in."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    store.connection.raw.set_progress_handler(step, 1)
    try:
        brought(store, *entries)
    finally:
        store.connection.raw.set_progress_handler(None, 1)
    return steps


# ---------------------------------------------------------------- carelessness of callers


def test_a_post_that_came_in_meanwhile_is_not_doubled(store: Store) -> None:
    """Looked up outside the transaction, another fetch was quicker."""
    document = feed(item(1), item(2))
    stale = merge(document, store.posts.known(names(document)))
    fetch(store, feed(item(1)))
    assert store.posts.apply(stale, feed=document, feed_url=FEED, now=NOW) == (1, 0)
    assert store.connection.value("SELECT count(*) FROM posts") == 2
    assert store.check() == ()


def test_what_was_looked_up_in_the_same_transaction_need_not_be_again(store: Store) -> None:
    """The names' owners are given along: what is known stays one post, what is new comes in."""
    fetch(store, feed(item(1)))
    document = feed(item(1), item(2))
    with store.write():
        known = store.posts.known(names(document))
        changes = merge(document, known)
        assert store.posts.apply(changes, feed=document, feed_url=FEED, now=NOW, known=known) == (1, 0)
    assert store.connection.value("SELECT count(*) FROM posts") == 2
    assert store.check() == ()


def test_a_change_of_a_post_that_is_known_by_more_names_keeps_them_apart(store: Store) -> None:
    """A name that another post has already is left with it."""
    brought(store, item(1), item(2))
    stolen = Change("same", item(1), 1, ("url:https://blog.example/posts/2", "guid:fresh"))
    store.posts.apply([stolen], feed=feed(item(1)), feed_url=FEED, now=NOW)
    assert store.posts.find("https://blog.example/posts/2").id == 2
    named = store.posts.by_key("guid:fresh")
    assert named is not None
    assert named.id == 1


# ---------------------------------------------------------------- a page that is in no feed


def test_a_page_is_added_without_a_feed(store: Store) -> None:
    """It has no source, and everything else a post has."""
    post = store.posts.add(item(1, guid="", title="A page", text=ESSAY), blog="Sandleigh Gazette", now=NOW)
    assert (post.title, post.blog, post.url) == ("A page", "Sandleigh Gazette", "https://blog.example/posts/1")
    assert store.posts.sources(post.id) == ()
    assert wordings(store) == [ESSAY]
    assert store.posts.count(ListingFilter()) == 1


def test_a_page_is_added_once(store: Store) -> None:
    """Adding it again gives the same post."""
    first, second = (store.posts.add(item(1, guid=""), blog="Gazette", now=NOW) for _ in range(2))
    assert first == second


def test_a_front_page_can_be_added(store: Store) -> None:
    """Somebody's campaign has only one page."""
    post = store.posts.add(item(1, guid="", url="https://campaign.example/"), blog="", now=NOW)
    assert store.posts.find("campaign.example") == post


def test_a_page_whose_post_is_known_brings_the_whole_text(store: Store) -> None:
    """The feed has summaries; the editor wants to quote. The feed's next visit does not take it away again."""
    fetch(store, feed(item(1, text=ESSAY[:60] + "…")))
    post = store.posts.add(item(1, guid="", text=ESSAY), blog="blog.example", now=NOW)
    assert (post.id, post.blog) == (1, "A Blog")
    fetch(store, feed(item(1, text=ESSAY[:60] + "…")))
    assert wordings(store)[0] == ESSAY


def test_a_page_that_tells_less_than_the_feed_changes_nothing(store: Store) -> None:
    """A wall of cookies is not the post."""
    fetch(store, feed(item(1, text=ESSAY)))
    store.posts.add(item(1, guid="", text="Accept all cookies?"), blog="", now=NOW)
    assert wordings(store) == [ESSAY]


def test_a_page_added_before_its_feed_is_followed_is_one_post(store: Store) -> None:
    """The feed gives it a source."""
    store.posts.add(item(1, guid=""), blog="Gazette", now=NOW)
    assert fetch(store, feed(item(1)))[0] == (0, 0)
    assert len(store.posts.sources(1)) == 1


# ---------------------------------------------------------------- hostile content


HOSTILE = [
    "'; DROP TABLE posts; --",
    'quote " and \\ back',
    "%s {0} $1 ?1 :name",
    "\u202eright to left",
    "𝕊𝕢𝕝 🦆",
    "x" * 100_000,
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_are_data(store: Store, words: str) -> None:
    """Whatever an entry says is kept as it is and does nothing."""
    hostile = item(1, title=words, text=words, authors=(words,), tags=(words,), guid=words)
    (post,) = brought(store, replace(hostile, html=words.encode()))
    assert (post.title, post.authors, post.feed_tags) == (words, (words,), (words,))
    assert wordings(store) == [words]
    assert fetch(store, feed(replace(hostile, html=words.encode())))[0] == (0, 0)
    assert len(store.posts.listing(ListingFilter())[0].teaser) <= 200
    assert store.check() == ()
