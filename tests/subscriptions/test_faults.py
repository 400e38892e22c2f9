"""What real lists get wrong, and what is said about it. Each fault was found in a list somebody published."""

from __future__ import annotations

import pytest

from roundup.subscriptions import OpmlError, OpmlReading, read_opml

GOOD = '<outline text="Good" xmlUrl="https://good.example/feed"/>'


def wrap(body: str) -> str:
    return f"<opml><body>{body}</body></opml>"


def urls(reading: OpmlReading) -> list[str]:
    return [feed.url for feed in reading.subscriptions]


def read_one(outline: str) -> tuple[str, str, OpmlReading]:
    """Title and address of the first feed of a list in which a good outline follows."""
    reading = read_opml(wrap(f"{outline}\n{GOOD}"))
    assert urls(reading)[1:] == ["https://good.example/feed"]
    return reading.subscriptions[0].title, reading.subscriptions[0].url, reading


# In the outlines and addresses here @ stands for https://a.example/ to keep the lines short.
BROKEN = {
    "bare ampersand": ('<outline text="A & B" xmlUrl="@?x=1&y=2"/>', "A & B", "@?x=1&y=2"),
    "ampersand like a reference": ('<outline text="T" xmlUrl="@?a=1&copy=2&lt=3"/>', "T", "@?a=1&copy=2&lt=3"),
    "quotes inside": ('<outline text="The "Bins" blog" xmlUrl="@"/>', 'The "Bins" blog', "@"),
    "quotes inside, the address first": ('<outline xmlUrl="@" text="The "Bins" blog"/>', 'The "Bins" blog', "@"),
    "less-than inside": ('<outline text="x < y" xmlUrl="@"/>', "x < y", "@"),
    "a tag inside": ('<outline text="T" description="<a href="@b" rel="x">B</a>" xmlUrl="@" type="rss"/>', "T", "@"),
    "a line break inside": ('<outline text="T" description="say "so" <br/> now" xmlUrl="@"/>', "T", "@"),
    "no space between": ('<outline text="T" xmlUrl="@"type="rss"/>', "T", "@"),
    "no space and twice": ('<outline text="T" xmlUrl="@"text="U"/>', "T", "@"),
    "twice": ('<outline text="T" text="U" xmlUrl="@"/>', "T", "@"),
    "no quotes": ("<outline text=T xmlUrl=@feed />", "", "@feed"),
    "curled quotes": ("<outline text=“T” xmlUrl=”@feed”/>", "T", "@feed"),
    "last quote missing": ('<outline text="T" xmlUrl="@feed/>', "T", "@feed/"),
    "first quote missing": ('<outline text="T xmlUrl="@feed"/>', "T", "@feed"),
    "never ended": ('<outline text="T" xmlUrl="@feed"', "T", "@feed"),
    "never closed": ('<outline text="T" xmlUrl="@feed">', "T", "@feed"),
    "closed too often": ('</outline><outline text="T" xmlUrl="@feed"/>', "T", "@feed"),
}


@pytest.mark.parametrize(("outline", "title", "url"), BROKEN.values(), ids=BROKEN)
def test_broken_outlines_are_read_as_a_person_would(outline: str, title: str, url: str) -> None:
    """A fault in one outline costs neither its feed nor the next one, and is reported."""
    found_title, found_url, reading = read_one(outline.replace("@", "https://a.example/"))
    assert (found_title, found_url) == (title, url.replace("@", "https://a.example/"))
    assert reading.repairs


@pytest.mark.parametrize("outline", ['<outline xmlUrl="@" xmlurl=""/>', '<outline xmlUrl="" XMLURL="@"/>'])
def test_an_empty_address_does_not_hide_the_other(outline: str) -> None:
    """Of two spellings of one attribute the one that says something counts."""
    assert read_one(outline.replace("@", "https://a.example/"))[1] == "https://a.example/"


def test_repairs_are_counted_and_placed() -> None:
    """Each kind of repair is told once, with how often and on which line first."""
    reading = read_opml(
        '<opml>\n<body>\n<outline text="A & B" xmlUrl="https://a.example/"/>\n<outline text="C & D" xmlUrl="https://c.example/"/>\n</body></opml>'
    )
    assert reading.repairs == ("a bare & was read as an ampersand (2 times, first on line 3)",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"<opml><head>{GOOD}</head><body></body></opml>", "outside <body>"),
        (f"<opml><body></body>{GOOD}</opml>", "outside <body>"),
        (f"<opml>{GOOD}</opml>", "no <body>"),
        (f"<body>{GOOD}</body>", "no <opml>"),
        (GOOD, "no <opml>"),
        (f"<opml><body><outline text='F'>{GOOD}", "never closed"),
        (f"<opml><body>{GOOD}{GOOD}</body></opml>", "twice in one folder"),
        ('<opml><body><outline xmlUrl="https://good.example/feed"/></body></opml>', "no title"),
        (f"<opml><body><!-- forgotten {GOOD}</body></opml>", ""),
    ],
)
def test_outlines_in_wrong_places_are_read(text: str, said: str) -> None:
    """Where a feed's outline stands does not matter; what is amiss is said."""
    reading = read_opml(text)
    assert urls(reading) == ["https://good.example/feed"]
    assert said in " ".join(reading.repairs)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("feed:https://a.example/rss", "https://a.example/rss"),
        ("feed://a.example/rss", "http://a.example/rss"),
        ("FEED:http://a.example/rss", "http://a.example/rss"),
        ("itpc://a.example/rss", "http://a.example/rss"),
        ("view-source:http://a.example/rss", "http://a.example/rss"),
        ("www.a.example/rss", "http://www.a.example/rss"),
        ("a.example", "http://a.example"),
        ("a.example:8080/rss", "http://a.example:8080/rss"),
        ("//a.example/rss", "https://a.example/rss"),
        ("http:/a.example/rss", "http://a.example/rss"),
        ("http:a.example/rss", "http://a.example/rss"),
        ("http//a.example/rss", "http://a.example/rss"),
        ("http;//a.example/rss", "http://a.example/rss"),
        ("http:///a.example/rss", "http://a.example/rss"),
        ("http://https://a.example/rss", "https://a.example/rss"),
        ("https://a.example/two words", "https://a.example/two%20words"),
        ("https://a.example/long&#10;   path", "https://a.example/longpath"),
        ("https://a.example/&#8203;rss", "https://a.example/rss"),
    ],
)
def test_mangled_addresses_are_mended(address: str, url: str) -> None:
    """An address whose meaning is plain is mended, and that is said."""
    _, found, reading = read_one(f'<outline text="T" xmlUrl="{address}"/>')
    assert found == url
    assert len(reading.repairs) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/feed",
        "http://a.example:8080/feed?x=1&amp;y=2#z",
        "https://bücher.example/feed",
        "https://[2001:db8::1]/feed",
        "http://localhost/feed",
        "https://a.example/wiki/Straße_(München)|x",
    ],
)
def test_sound_addresses_stay_as_they_are(address: str) -> None:
    """Nothing is changed in an address that works."""
    _, found, reading = read_one(f'<outline text="T" xmlUrl="  {address}\n"/>')
    assert found == address.replace("&amp;", "&")
    assert reading.repairs == ()


@pytest.mark.parametrize(
    "address",
    [
        "newsletter:483773:letters@mail.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/xml,&lt;rss/&gt;",
        "mailto:ada@a.example",
        "|~/fetch.py",
        "exec:~/fetch.py",
        "filter:~/x.py:https://a.example/",
        "query:Unread:unread = 1",
        "ftp://a.example/feed",
        "gopher://a.example/",
        "http://",
        "http:///",
        "http://?x",
        "https://a.example:99999/",
        "https://[::1/",
        "https://a b.example/",
        "/relative/feed.xml",
        "somewhere",
        "https://a.example/" + "x" * 5000,
    ],
)
def test_pseudo_addresses_are_left_out_and_named(address: str) -> None:
    """What cannot be fetched over the web is not followed, and the report names it."""
    reading = read_opml(wrap(f'<outline text="Odd one" xmlUrl="{address}"/>{GOOD}'))
    assert urls(reading) == ["https://good.example/feed"]
    assert len(reading.left_out) == 1
    assert reading.left_out[0].startswith("Odd one")


@pytest.mark.parametrize(
    ("outline", "why"),
    [
        ('<outline text="Odd one" type="rss"/>', "no address"),
        ('<outline text="Odd one" type="rss"></outline>', "no address"),
        ('<outline text="Odd one" type="rss" htmlUrl="https://a.example/"/>', "without the address of its feed"),
        ('<outline text="Odd one" type="link" url="https://a.example/"/>', "a link to a page"),
        ('<outline text="Odd one" type="include" url="https://a.example/list.opml"/>', "another list"),
        ('<outline text="Odd one" xmlUrl=""/>', "no address"),
    ],
)
def test_outlines_that_are_nearly_feeds_are_named(outline: str, why: str) -> None:
    """An outline that looks meant as a feed is not passed over in silence."""
    (told,) = read_opml(wrap(outline + GOOD)).left_out
    assert told.startswith("Odd one")
    assert why in told


def test_plain_outlines_are_not_worth_a_word() -> None:
    """Notes in an outliner's file and empty folders are no feeds and no faults."""
    reading = read_opml(wrap(f'<outline text="Just a thought"/><outline text="Empty"></outline>{GOOD}'))
    assert (len(reading.subscriptions), reading.left_out, reading.repairs) == (1, (), ())


def test_reports_are_safe_to_print() -> None:
    """Names from the file reach the report without control characters and cut to a length."""
    (told,) = read_opml(
        wrap(f'<outline text="&#27;]0;x&#7;{"y" * 9000}" xmlUrl="exec:&#27;[2J{"z" * 9000}"/>{GOOD}')
    ).left_out
    assert told.isprintable()
    assert len(told) < 500


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html><head><title>404</title></head><body>Not here</body></html>", "web page"),
        (b"<rss version='2.0'><channel><title>A blog</title></channel></rss>", "a feed, not a list"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "a feed, not a list"),
        (b"<rdf:RDF xmlns:rdf='x'></rdf:RDF>", "a feed, not a list"),
        (b'{"feeds": []}', "JSON"),
        (b"PK\x03\x04\x14\x00", "packed"),
        (b"\x1f\x8b\x08\x00\x00", "packed"),
        (b"https://a.example/feed", "not OPML"),
        (b"<haha/>", "XML, but not OPML"),
        (b"<opml><head/><body/></opml>", "without any outlines"),
        (b"<opml><body><outline text='A thought'/></body></opml>", "none of them is a feed"),
        (b"<opml><body><outline text='A' type='link' url='https://a.example/'/></body></opml>", "a link to a page"),
    ],
)
def test_a_file_without_feeds_is_a_clear_error(data: bytes, said: str) -> None:
    """The error says what the file is instead, and the hint what to do; it is the user's to mend (exit 2)."""
    with pytest.raises(OpmlError) as caught:
        read_opml(data)
    assert said in caught.value.message
    assert caught.value.hint
    assert caught.value.exit_code == 2


def test_a_feed_inside_a_web_page_is_still_found() -> None:
    """A list that was saved from a browser as a page is read all the same."""
    assert urls(read_opml(f"<html><body><div>{GOOD}</div></body></html>")) == ["https://good.example/feed"]


def test_a_password_in_an_address_is_pointed_out() -> None:
    """It is kept, since the feed would else not be read, and not repeated."""
    reading = read_opml('<opml><body><outline text="A" xmlUrl="https://ada:s3cret@blog.example/feed"/></body></opml>')
    assert [feed.url for feed in reading.subscriptions] == ["https://ada:s3cret@blog.example/feed"]
    assert any("ROUNDUP_SECRET_1" in repair for repair in reading.repairs)
    assert "s3cret" not in "".join(reading.repairs)
    plain = read_opml('<opml><body><outline text="A" xmlUrl="https://blog.example/@ada/feed"/></body></opml>')
    assert plain.repairs == ()
