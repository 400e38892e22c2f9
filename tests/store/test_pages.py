"""Pages that were read by themselves: new posts, fuller texts of known ones, and what an editor knows better."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from roundup.errors import NotFound
from roundup.model import Enclosure, Entry, Post
from roundup.store import Store
from tests.samples import NOW, entry
from tests.store.feeds import brought, item

WHOLE = "The bins went out on time. Nobody thanked the crew, and nobody ever does, whatever the weather may be."
SUMMARY = "The bins went out on time. Nobody thanked […]"
URL = "https://blog.example/2026/11/bins/"


def page(text: str = WHOLE, **fields: object) -> Entry:
    """What was read on a page; its hash is its text's."""
    values = {"guid": "", "url": URL, "text": text, "html": f"<p>{text}</p>", "content_hash": text[-30:], **fields}
    return entry(**values)


def add(store: Store, text: str = WHOLE, *, post: Post | None = None, by_hand: bool = False, **fields: object) -> Post:
    with store.write():
        return store.posts.add(
            page(text, **fields), blog="A Site", now=NOW, post_key=post.key if post else "", by_hand=by_hand
        )


def texts(store: Store, post: Post) -> list[str]:
    """Every wording kept, the present one first."""
    return [snapshot.text for snapshot in store.posts.snapshots(post.id)]


def followed(store: Store, text: str = SUMMARY) -> Post:
    """A post that a feed brought with this text."""
    brought(store, replace(item(1, text=text), url=URL, content_hash=text[-30:]))
    return store.posts.find(URL)


# ------------------------------------------------------------ new


def test_a_page_is_a_post_of_its_site(store: Store) -> None:
    """Under its canonical address; it has no source among the feeds."""
    post = add(store)
    assert (post.blog, post.url, post.words) == ("A Site", URL, len(WHOLE.split()))
    assert post.key == "url:https://blog.example/2026/11/bins"
    assert store.posts.sources(post.id) == ()
    assert texts(store, post) == [WHOLE]


def test_a_sites_front_page_can_be_added_too(store: Store) -> None:
    """In feeds such an address names nothing; a person who gives it means it."""
    post = add(store, url="https://blog.example/")
    assert store.posts.find("https://www.blog.example").id == post.id


def test_the_same_words_at_two_addresses_are_two_pages(store: Store) -> None:
    """An editor who adds both may have a reason."""
    assert add(store).id != add(store, url="https://other.example/bins/").id


# ------------------------------------------------------------ known


def test_a_page_of_a_known_post_is_that_post(store: Store) -> None:
    """Found by its address; the blog stays the feed's."""
    post = followed(store)
    again = add(store)
    assert (again.id, again.blog) == (post.id, post.blog)
    assert texts(store, again) == [WHOLE, SUMMARY]
    assert again.words > post.words


def test_a_page_can_be_said_to_be_a_post(store: Store) -> None:
    """Where the feed's address was a redirector's, the page's own leads to the post from then on."""
    post = followed(store)
    assert add(store, post=post, url="https://blog.example/the-real-one/").id == post.id
    assert store.posts.find("https://blog.example/the-real-one/").id == post.id
    assert store.posts.find(URL).id == post.id


def test_an_address_that_names_another_post_is_not_taken_from_it(store: Store) -> None:
    """Whatever a page is said to be."""
    post = followed(store)
    other = add(store, url="https://blog.example/other/", text="Other words, quite a few of them.")
    add(store, post=post, url="https://blog.example/other/")
    assert store.posts.find("https://blog.example/other/").id == other.id


def test_a_page_that_tells_less_changes_nothing(store: Store) -> None:
    """The whole text is not replaced by its beginning."""
    post = followed(store, WHOLE)
    assert add(store, SUMMARY) == post
    assert texts(store, post) == [WHOLE]


def test_a_text_by_hand_counts_and_can_be_taken_back(store: Store) -> None:
    """Each wording is kept once."""
    post = followed(store, WHOLE)
    assert texts(store, add(store, "Short.", by_hand=True)) == ["Short.", WHOLE]
    assert texts(store, add(store, WHOLE, by_hand=True)) == [WHOLE, "Short."]
    assert post.id == 1


def test_the_summary_does_not_come_back(store: Store) -> None:
    """Its feed brings it at every fetch."""
    post = followed(store)
    add(store)
    for text in (SUMMARY, "The bins went out. Nobody […]"):
        followed(store, text)
        assert texts(store, post)[0] == WHOLE


def test_what_a_page_brings_besides_is_kept(store: Store) -> None:
    """Tags and enclosures that the desk knew, handed on by whoever adds."""
    followed(store)
    enclosure = Enclosure("https://blog.example/bins.mp3", "audio/mpeg", 12)
    post = add(store, tags=("bins",), enclosures=(enclosure,))
    assert (post.feed_tags, post.enclosures) == (("bins",), (enclosure,))


# ------------------------------------------------------------ amended


def test_what_an_editor_knows_better_is_set(store: Store) -> None:
    """What is not given stays as it is."""
    post = add(store)
    with store.write():
        amended = store.posts.amend(post.id, title="Bins!", authors=["Bo Example"])
    assert amended == replace(post, title="Bins!", authors=("Bo Example",))
    with store.write():
        assert store.posts.amend(post.id, blog="The Site") == replace(amended, blog="The Site")


def test_a_date_that_is_set_is_the_posts_date(store: Store) -> None:
    """Also in lists; one that lies ahead moves no post into the future."""
    post = add(store, published=None, date_note="")
    when = NOW - timedelta(days=3)
    with store.write():
        amended = store.posts.amend(post.id, date=when)
    assert (amended.published, amended.date_note) == (when, "")
    earlier = add(store, "Earlier words.", url="https://blog.example/e/", published=NOW - timedelta(days=1))
    assert _order(store) == [earlier.id, post.id]
    with store.write():
        store.posts.amend(post.id, date=datetime(2030, 1, 1, tzinfo=UTC))
    assert _order(store) == [post.id, earlier.id]


def _order(store: Store) -> list[int]:
    from roundup.store.posts import ListingFilter

    return [listing.post.id for listing in store.posts.listing(ListingFilter(state="all", limit=0))]


def test_only_a_post_can_be_amended(store: Store) -> None:
    """An id that is nobody's is said to be."""
    with store.write(), pytest.raises(NotFound):
        store.posts.amend(7, title="x")
