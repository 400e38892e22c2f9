"""What read_opml makes of well-formed lists: feeds, titles, folders."""

from __future__ import annotations

import time

import pytest

from roundup.model import Subscription
from roundup.subscriptions import OpmlError, OpmlReading, read_opml


def opml(body: str, head: str = "<title>Blogs</title>") -> str:
    return f'<?xml version="1.0"?>\n<opml version="2.0"><head>{head}</head><body>\n{body}\n</body></opml>'


def read(body: str) -> OpmlReading:
    return read_opml(opml(body))


def only(body: str) -> Subscription:
    reading = read(body)
    assert len(reading.subscriptions) == 1
    return reading.subscriptions[0]


def test_a_feed_is_an_outline_with_an_address() -> None:
    """Address, title, site and folder of an outline make a subscription, and nothing needs repair."""
    reading = read(
        '<outline text="People"><outline type="rss" text="Ada" title="Ada" '
        'xmlUrl="https://ada.example/feed" htmlUrl="https://ada.example/"/></outline>'
    )
    assert reading == OpmlReading(
        (Subscription("https://ada.example/feed", "Ada", "https://ada.example/", ("People",)),)
    )


def test_nested_folders_make_one_tag() -> None:
    """A folder in a folder is one tag, its parts joined by a slash."""
    feed = only(
        '<outline text="North"><outline text="Sandleigh"><outline xmlUrl="https://a.example/"/></outline></outline>'
    )
    assert feed.tags == ("North/Sandleigh",)


def test_the_same_feed_in_four_folders_is_one_subscription_with_four_tags() -> None:
    """Programs that know only folders write a feed once in each; it is followed once."""
    folders = "".join(
        f'<outline text="{name}"><outline text="Ada" xmlUrl="https://a.example/"/></outline>' for name in "ABCD"
    )
    reading = read(folders)
    assert reading.subscriptions == (Subscription("https://a.example/", "Ada", "", ("A", "B", "C", "D")),)
    assert reading.repairs == ()


@pytest.mark.parametrize(
    ("category", "tags"),
    [
        ("/Boston/Weather,/Harvard/Berkman", ("Boston/Weather", "Harvard/Berkman")),
        ("bins", ("bins",)),
        ("bins,bins,/bins,/bins/", ("bins",)),
        (" , /,//", ()),
        ("/region/Adur and Worthing", ("region/Adur and Worthing",)),
    ],
)
def test_categories_are_tags_too(category: str, tags: tuple[str, ...]) -> None:
    """`category` holds slash-delimited strings, parted by commas (OPML 2.0, "Other special attributes")."""
    assert only(f'<outline text="Ada" xmlUrl="https://a.example/" category="{category}"/>').tags == tags


def test_folder_and_category_tags_are_merged() -> None:
    """A tag that is both folder and category is there once."""
    feed = only('<outline text="bins"><outline xmlUrl="https://a.example/" category="bins,/roads"/></outline>')
    assert feed.tags == ("bins", "roads")


@pytest.mark.parametrize(
    ("attributes", "title"),
    [
        ('text="Mine" title="Theirs"', "Mine"),
        ('text="" title="Theirs"', "Theirs"),
        ('text=" \n Ada&#10;  Example " ', "Ada Example"),
        ('text="Fish &amp; &quot;chips&quot; &lt;b&gt; &#8211; &#x2014; caf&eacute;"', 'Fish & "chips" <b> – — café'),
        ("text='Ada&apos;s \"bins\"'", 'Ada\'s "bins"'),
        ('text="&amp;lt;b&amp;gt;"', "&lt;b&gt;"),
        ('text="&nosuchthing; &#0; &#xD800;"', "&nosuchthing; \ufffd \ufffd"),
        ('text="red &#27;[31m &#x202e;txt"', "red [31m txt"),
        ('text="a > b"', "a > b"),
    ],
)
def test_titles(attributes: str, title: str) -> None:
    """The owner's `text` comes before `title`; one line, decoded once, nothing that steers a terminal."""
    assert only(f'<outline {attributes} xmlUrl="https://a.example/"/>').title == title


def test_a_long_title_is_cut() -> None:
    """No title takes more than 300 characters."""
    assert len(only(f'<outline text="{"bins " * 5000}" xmlUrl="https://a.example/"/>').title) <= 300


@pytest.mark.parametrize(
    "attribute", ["xmlUrl", "xmlurl", "XMLURL", "XmlUrl", "xml_url", "feedUrl", "feedURL", "rssUrl", "o:xmlUrl"]
)
def test_spellings_of_the_address_attribute(attribute: str) -> None:
    """Case and spelling of the attribute's name do not matter."""
    assert only(f'<outline text="Ada" {attribute}="https://a.example/feed"/>').url == "https://a.example/feed"


@pytest.mark.parametrize("kind", ["rss", "RSS", "atom"])
def test_url_is_the_feed_where_the_type_says_so(kind: str) -> None:
    """Some lists call the attribute `url`; only the type tells that it is a feed."""
    assert only(f'<outline text="Ada" type="{kind}" url="https://a.example/feed"/>').url == "https://a.example/feed"


@pytest.mark.parametrize("name", ["outline", "OUTLINE", "Outline", "o:outline"])
def test_spellings_of_the_element(name: str) -> None:
    """Case and prefix of the element's name do not matter."""
    assert only(f'<{name} xmlUrl="https://a.example/"></{name}>').url == "https://a.example/"


def test_comments_cdata_and_instructions_are_not_read() -> None:
    """A feed that its owner commented out is not followed."""
    hidden = '<outline xmlUrl="https://hidden.example/"/>'
    body = f'<!-- {hidden} --><![CDATA[{hidden}]]><?php {hidden} ?><outline xmlUrl="https://a.example/"/>'
    assert [feed.url for feed in read(body).subscriptions] == ["https://a.example/"]


def test_entities_are_never_expanded() -> None:
    """Entity declarations, internal or external, are passed over; a reference to one stays the text it is."""
    bomb = '<!DOCTYPE opml [<!ENTITY a "bins"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    feed = read_opml(
        f'{bomb}<opml><body><outline text="&b; &f;" xmlUrl="https://a.example/"/></body></opml>'
    ).subscriptions[0]
    assert feed.title == "&b; &f;"


def test_a_document_type_without_subset_is_passed_over() -> None:
    """A plain DOCTYPE changes nothing."""
    text = '<!DOCTYPE opml SYSTEM "opml.dtd"><opml><body><outline xmlUrl="https://a.example/"/></body></opml>'
    assert len(read_opml(text).subscriptions) == 1


@pytest.mark.parametrize(
    ("value", "paused"), [("true", True), ("TRUE", True), ("1", True), ("false", False), ("", False)]
)
def test_the_mark_for_paused_feeds(value: str, paused: bool) -> None:
    """`roundupPaused="true"` says that a feed is kept but not fetched."""
    assert only(f'<outline xmlUrl="https://a.example/" roundupPaused="{value}"/>').paused is paused


def test_what_lies_under_a_feed_is_not_in_a_folder() -> None:
    """A feed is no folder: an outline left open by mistake does not tag the ones after it."""
    reading = read(
        '<outline text="Ada" xmlUrl="https://a.example/"><outline text="Ben" xmlUrl="https://b.example/"/></outline>'
    )
    assert [feed.tags for feed in reading.subscriptions] == [(), ()]


def test_a_folder_with_the_type_of_a_feed_is_a_folder() -> None:
    """Some programs write type="rss" on folders as well."""
    reading = read('<outline type="rss" title="Comics"><outline xmlUrl="https://a.example/" text="A"/></outline>')
    assert (reading.subscriptions[0].tags, reading.left_out) == (("Comics",), ())


def test_folders_deeper_than_anybody_nests_them() -> None:
    """A tag has at most 32 parts, however deep the file goes."""
    feed = only('<outline text="x/y">' * 3000 + '<outline xmlUrl="https://a.example/"/>' + "</outline>" * 3000)
    assert len(feed.tags[0].split("/")) == 32


@pytest.mark.slow
def test_twenty_thousand_feeds_keep_their_order() -> None:
    """A list of 20,000 feeds is read whole and in order."""
    lines = "\n".join(f'<outline text="Blog {i}" xmlUrl="https://b{i}.example/feed"/>' for i in range(20_000))
    reading = read(lines)
    assert [feed.title for feed in reading.subscriptions] == [f"Blog {i}" for i in range(20_000)]


def test_a_desk_may_come_to_follow_nothing() -> None:
    """An own list that has become empty is no error; something that is no list still is."""
    assert read_opml(opml('<outline text="Empty folder"></outline>'), may_be_empty=True).subscriptions == ()
    with pytest.raises(OpmlError):
        read_opml("not a list", may_be_empty=True)


def test_a_list_of_twenty_thousand_feeds_is_read_in_a_moment() -> None:
    """Every fetch reads the list anew: all of it, in the order of the file, at a cost that is felt by nobody."""
    outlines = "\n".join(
        f'<outline type="rss" text="Blog {n}" xmlUrl="https://b{n}.example/feed" htmlUrl="https://b{n}.example/"/>'
        for n in range(20_000)
    )
    started = time.process_time()
    read = read_opml(f"<opml version='2.0'><head/><body>{outlines}</body></opml>")
    assert time.process_time() - started < 10
    assert [feed.url for feed in read.subscriptions] == [f"https://b{n}.example/feed" for n in range(20_000)]
    assert read.repairs == read.left_out == ()
