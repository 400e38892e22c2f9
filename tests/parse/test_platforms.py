"""Where a site's feeds may be: what is asked, in which order, and what is never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.discover import GENERATORS, MARKS, FeedLink, SitePage
from roundup.parse.platforms import OFFERED, USUAL, by_address, candidates
from roundup.urls import canonical_key, host_of, safe_url

SITE = "https://a.example/"
CHANNEL = "UCabcdefghijklmnopqrstuv"


def first(page: SitePage) -> str:
    """The address that is asked first."""
    return candidates(page)[0].url


def guesses(page: SitePage) -> list[str]:
    """What is asked while nothing was found."""
    return [candidate.url for candidate in candidates(page) if candidate.guess]


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        (
            f"https://www.youtube.com/channel/{CHANNEL}/videos",
            f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}",
        ),
        (
            "https://www.youtube.com/watch?v=x&list=PL123",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PL123",
        ),
        ("https://m.youtube.com/user/sandleigh", "https://www.youtube.com/feeds/videos.xml?user=sandleigh"),
        ("https://medium.com/@ada", "https://medium.com/feed/@ada"),
        ("https://medium.com/@ada/bins-again-123", "https://medium.com/feed/@ada"),
        ("https://medium.com/sandleigh-digital", "https://medium.com/feed/sandleigh-digital"),
        ("https://ada.medium.com/bins", "https://ada.medium.com/feed"),
        ("https://sandleigh.substack.com/p/bins", "https://sandleigh.substack.com/feed"),
        ("https://substack.com/@sandleigh", "https://sandleigh.substack.com/feed"),
        ("https://sandleigh.tumblr.com/", "https://sandleigh.tumblr.com/rss"),
        ("https://www.tumblr.com/sandleigh/1234/bins", "https://sandleigh.tumblr.com/rss"),
        ("https://sandleigh.blogspot.com/2026/11/bins.html", "https://sandleigh.blogspot.com/feeds/posts/default"),
        ("http://sandleigh.blogspot.co.uk/", "https://sandleigh.blogspot.co.uk/feeds/posts/default"),
        ("https://sandleigh.wordpress.com/2026/11/01/bins/", "https://sandleigh.wordpress.com/feed/"),
        (
            "https://sandleigh.wordpress.com/category/bins/",
            "https://sandleigh.wordpress.com/category/bins/feed/",
        ),
        ("https://github.com/sandleigh/bins/issues", "https://github.com/sandleigh/bins/releases.atom"),
        ("https://github.com/sandleigh", "https://github.com/sandleigh.atom"),
        ("https://gitlab.com/sandleigh/it/bins/-/tree/main", "https://gitlab.com/sandleigh/it/bins/-/releases.atom"),
        ("https://bsky.app/profile/ada.example", "https://bsky.app/profile/ada.example/rss"),
        ("https://dev.to/ada/bins-4f", "https://dev.to/feed/ada"),
        ("https://ada.dreamwidth.org/", "https://ada.dreamwidth.org/data/rss"),
        ("https://buttondown.com/ada/archive/", "https://buttondown.com/ada/rss"),
    ],
)
def test_platforms_known_by_their_address(address: str, feed: str) -> None:
    """The feed's address follows from the page's, whatever page of the blog it is; nothing has to be guessed."""
    found = candidates(SitePage(address))[0]
    assert (found.url, found.guess) == (feed, False)
    assert found.why


@pytest.mark.parametrize(
    "address",
    [
        "https://medium.com/",
        "https://medium.com/tag/bins",
        "https://substack.com/",
        "https://www.tumblr.com/explore",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch?v=x",
        "https://github.com/",
        "https://gitlab.com/sandleigh",
        "https://bsky.app/",
        "https://www.livejournal.com/",
        "https://notmedium.com/@ada",
        "https://youtube.com.example/channel/UC1",
        "https://medium.com.example/@ada",
        SITE,
    ],
)
def test_an_address_that_says_nothing(address: str) -> None:
    """A platform's own pages are no blog, and a host that only looks like one is another's."""
    assert not by_address(address)


def test_a_handle_leads_to_its_channel() -> None:
    """YouTube's page of a @handle tells the channel's id."""
    page = SitePage("https://www.youtube.com/@sandleigh", channel=CHANNEL)
    assert first(page) == f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"


@pytest.mark.parametrize(
    ("platform", "path"),
    [
        *(("wordpress", "feed/"), ("blogger", "feeds/posts/default"), ("ghost", "rss/"), ("substack", "feed")),
        *(("medium", "feed"), ("squarespace", "?format=rss"), ("hugo", "index.xml"), ("jekyll", "feed.xml")),
        *(("drupal", "rss.xml"), ("joomla", "?format=feed&type=rss"), ("wix", "blog-feed.xml"), ("tumblr", "rss")),
    ],
)
def test_platforms_known_by_their_pages(platform: str, path: str) -> None:
    """A site on its own domain: its software's usual feed is the first guess, before the usual places of others."""
    assert guesses(SitePage(SITE, platform=platform))[0] == SITE + path


def test_every_platform_that_is_known_offers_something() -> None:
    """What generator and marks can find out, the table of feeds answers; Mastodon's are by person."""
    assert {*GENERATORS.values(), *MARKS.values()} - {"mastodon"} == set(OFFERED)


def test_a_person_on_mastodon() -> None:
    """The page of a person has a feed under its own address; a post of theirs has not."""
    assert first(SitePage("https://social.example/@ada", platform="mastodon")) == "https://social.example/@ada.rss"
    assert "https://social.example/@ada/1.rss" not in guesses(
        SitePage("https://social.example/@ada/1", platform="mastodon")
    )


def test_wordpress_in_a_folder_and_its_categories() -> None:
    """The feed is where WordPress is installed; a category's page has one of its own, which comes before it."""
    page = SitePage(SITE + "news/category/bins/", platform="wordpress", root=SITE + "news/")
    assert guesses(page)[:2] == [SITE + "news/category/bins/feed/", SITE + "news/feed/"]


def test_a_section_is_asked_before_the_site() -> None:
    """The blog may be a folder of a larger site; deeper pages belong to the site's root."""
    assert guesses(SitePage(SITE + "blog/", platform="hugo"))[:2] == [SITE + "blog/index.xml", SITE + "index.xml"]
    assert guesses(SitePage(SITE + "2026/11/bins/", platform="hugo"))[0] == SITE + "index.xml"
    assert guesses(SitePage(SITE + "about.html"))[0] == SITE + "feed/"


def test_a_persons_folder_on_a_shared_host() -> None:
    """What stands at the root is somebody else's."""
    asked = guesses(SitePage("https://people.example/~ada/bins/"))
    assert asked
    assert all(url.startswith("https://people.example/~ada/") for url in asked)


def test_what_is_named_comes_before_what_is_guessed() -> None:
    """Feeds that the page names are all asked, comments last; then the platform's, links of the page, usual places."""
    links = (FeedLink(SITE + "all.xml", "All", "RSS"), FeedLink(SITE + "comments/feed/", "Comments", "RSS"))
    found = candidates(SitePage(SITE, links=links, mentioned=(SITE + "my.rss",), platform="ghost"))
    assert [c.url.removeprefix(SITE) for c in found[:4]] == ["all.xml", "comments/feed/", "rss/", "my.rss"]
    assert [c.guess for c in found[:4]] == [False, False, True, True]
    assert [c.comments for c in found[:3]] == [False, True, False]
    assert found[4].url == SITE + USUAL[0]
    assert all(c.why for c in found)


def test_no_address_is_asked_twice() -> None:
    """Not in another spelling, and not the page itself."""
    links = (
        FeedLink(SITE + "feed", "", "RSS"),
        FeedLink("http://www.a.example/feed/", "", "RSS"),
        FeedLink(SITE, "", ""),
    )
    keys = [canonical_key(c.url) for c in candidates(SitePage(SITE, links=links, platform="wordpress"))]
    assert len(keys) == len(set(keys))
    assert canonical_key(SITE) not in keys


@given(
    st.sampled_from(["https://a.example/", "https://medium.com/", "https://www.youtube.com/", "https://github.com/"]),
    st.text(st.characters(codec="ascii", exclude_characters="\r\n\t"), max_size=60),
    st.sampled_from(["", *OFFERED, "mastodon"]),
)
def test_whatever_the_address_guesses_stay_on_its_host(base: str, path: str, platform: str) -> None:
    """And are addresses that can be followed."""
    url = safe_url(base + path)
    if not url:
        return
    for candidate in candidates(SitePage(url, platform=platform)):
        assert safe_url(candidate.url), candidate
        assert host_of(candidate.url) == host_of(url) or not candidate.guess
