"""The archive's files that are not pages."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from roundup.curate.people import Registry
from roundup.model import Person, Subscription
from roundup.render.site.files import MOST_MAPPED, blogroll, edition_json, opml, sitemap
from roundup.subscriptions import read_opml
from roundup.urls import is_public
from tests.render.hostile import PAYLOADS
from tests.render.site.archives import FOLLOWED, URL, archive, edition, page, pick, site

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


# ---------------------------------------------------------------- the blogroll


def test_the_blogroll_shows_what_is_followed() -> None:
    """By folder, each blog in every folder it lies in, those in none at the end; its feed beside it."""
    found = page(site(), "blogroll.html")
    assert found.texts(".letter h2") == ["People", "Places", "More blogs"]
    assert [text.split(" feed")[0] for text in found.texts(".letter li")] == [
        *("Notices on Lamp-posts", "The Clerk’s Kettle", "Notices on Lamp-posts", "Bins & Beyond"),
    ]
    assert {"https://kettle.example/", "https://kettle.example/feed", "blogroll.opml"} <= set(found.links())


def test_the_blogroll_can_be_taken_along() -> None:
    """As OPML that any reader takes in, ours among them."""
    read = read_opml(site()["blogroll.opml"])
    assert {each.url for each in read.subscriptions} == {each.url for each in FOLLOWED}


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/feed", "http://[::1]/feed", "http://10.1.2.3/feed", "http://8.8.8.8/feed"),
        *("https://intranet/feed", "https://wiki.council.internal/feed", "https://nas.local/rss", "https://x.lan/"),
        *("https://a.example/feed?token=abc", "https://a.example/feed?api_key=1", "https://a.example/?authkey=1"),
        *("https://ada:secret@a.example/feed", "ftp://a.example/feed", "javascript:alert(1)", "", "https://"),
        *(
            "https://a.example/?x=1&Signature=abc",
            "https://a.example/feed?KEY=1",
            "http://0x7f.0.0.1/",
            "http://x.0x7f.1/",
        ),
    ],
)
def test_private_addresses_are_never_shown(url: str) -> None:
    """Nothing of a private network, nothing with what may be a password in it."""
    assert not is_public(url)
    assert blogroll([Subscription(url, "A")], Registry()) == ()
    assert blogroll([Subscription("https://a.example/feed", "A", url)], Registry()) == () or url == ""


@pytest.mark.parametrize(
    "url", ["https://a.example/feed", "http://blog.example:8080/?feed=rss2", "https://münchen.example/"]
)
def test_public_addresses_are_shown(url: str) -> None:
    """Ports and queries that choose a feed do not hide it."""
    assert is_public(url)


def test_what_is_paused_or_whose_owner_opted_out_is_not_shown() -> None:
    """The blogroll is of blogs that are read, and that do not mind."""
    shy = Registry([Person("shy", "Cleo", sites=("https://kettle.example/",), opted_out=True)])
    assert [each.title for each in blogroll(FOLLOWED, shy)] == ["Notices on Lamp-posts", "Bins & Beyond"]
    assert blogroll([replace(FOLLOWED[0], paused=True)], Registry()) == ()


@pytest.mark.parametrize("words", PAYLOADS[:40])
def test_hostile_titles_stay_titles(words: str) -> None:
    """In the page and in the file."""
    feed = Subscription("https://a.example/feed", words, "https://a.example/", (words,))
    ET.fromstring(opml([feed], words))
    assert page(site(archive(subscriptions=(feed,))), "blogroll.html").all("script") == []


# ---------------------------------------------------------------- the map


def test_the_map_names_every_page_but_those_nobody_looks_for() -> None:
    """By its canonical address, editions with the day they were last changed."""
    tree = ET.fromstring(site()["sitemap.xml"])
    found = {str(each.findtext(f"{SITEMAP}loc")): each.findtext(f"{SITEMAP}lastmod") for each in tree}
    assert found[f"{URL}/"] is None
    assert found[f"{URL}/2026-11-20-week-that-was/"] == "2026-11-20"
    assert f"{URL}/people/ada-example.html" in found
    assert not {f"{URL}/404.html", f"{URL}/search.html"} & set(found)


def test_a_map_is_valid_whatever_an_address_holds() -> None:
    """And as long as the protocol allows."""
    tree = ET.fromstring(sitemap([("https://a.example/?a=1&b=<2>", "")]))
    assert tree[0].findtext(f"{SITEMAP}loc") == "https://a.example/?a=1&b=<2>"
    many = sitemap((f"https://a.example/{number}", "") for number in range(MOST_MAPPED + 5))
    assert many.count(b"<loc>") == MOST_MAPPED


# ---------------------------------------------------------------- an edition as JSON


def test_an_edition_comes_back_from_its_json() -> None:
    """Every word of it, and what is missing is empty rather than absent."""
    made = edition(3, pick(1, tags=("bins",), section="Maps", remark="*Quite.*"), intro="A [week](https://a.example/).")
    told = json.loads(edition_json(made))
    assert told["intro"] == made.intro
    assert told["picks"][0]["remark"] == "*Quite.*"
    assert (told["picks"][0]["section"], told["picks"][0]["tags"]) == ("Maps", ["bins"])
    assert (told["url"], told["image"], told["errata"]) == ("", "", [])


@pytest.mark.parametrize("words", PAYLOADS)
def test_hostile_words_are_only_words_in_json(words: str) -> None:
    """Whatever they are, the document is one that programs read, with the words in it."""
    told = json.loads(edition_json(edition(1, pick(1, words, lead=words), intro=words)))
    assert told["intro"] == words
    assert told["picks"][0]["lead"] == words


def test_addresses_that_nobody_should_follow_are_left_out_of_json() -> None:
    """As in every other form."""
    told = json.loads(edition_json(edition(1, pick(1, url="javascript:alert(1)"), url="data:text/html,x")))
    assert (told["url"], told["picks"][0]["url"]) == ("", "")
