"""Each format by its own rules, whole or cut off, and plain words for everything that is no feed."""

from __future__ import annotations

import gzip

import pytest

from .documents import atom, read, refusal, rss

RSS10 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
         xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://blog.example/"><title>A Blog</title><link>https://blog.example/</link></channel>
<item rdf:about="https://blog.example/1"><title>Bins</title><link>https://blog.example/1</link>
<dc:date>2026-11-20T09:00:00Z</dc:date></item></rdf:RDF>"""
RSS090 = RSS10.replace("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
ATOM03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>A Blog</title>
<link rel="alternate" type="text/html" href="https://blog.example/"/>
<entry><title>Bins</title><link rel="alternate" type="text/html" href="https://blog.example/1"/>
<id>tag:blog.example,2026:1</id><issued>2026-11-20T09:00:00Z</issued></entry></feed>"""
CDF = """<CHANNEL HREF="https://blog.example/"><TITLE>A Blog</TITLE>
<ITEM HREF="https://blog.example/1"><TITLE>Bins</TITLE></ITEM></CHANNEL>"""
ITEM = "<title>Bins</title><link>https://blog.example/1</link>"
PREFIXED = """<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>A Blog</a:title><a:link href="https://blog.example/"/>
<a:entry><a:title>Bins</a:title><a:link href="https://blog.example/1"/></a:entry></a:feed>"""
NETSCAPE = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'


@pytest.mark.parametrize(
    ("document", "version"),
    [
        (RSS090, "rss090"),
        (rss(ITEM).replace('version="2.0"', 'version="0.91"', 1), "rss091u"),
        (
            NETSCAPE
            + "<rss version='0.91'><channel><title>A Blog</title><link>https://blog.example/</link>"
            + f"<item>{ITEM}</item></channel></rss>",
            "rss091n",
        ),
        (rss(ITEM).replace('version="2.0"', 'version="0.92"'), "rss092"),
        (RSS10, "rss10"),
        (rss(ITEM), "rss20"),
        (rss(ITEM).replace('version="2.0"', ""), "rss"),
        (ATOM03, "atom03"),
        (
            atom(
                '<title>Bins</title><link href="https://blog.example/1"/>',
                feed='<title>A Blog</title><link href="https://blog.example/"/>',
            ),
            "atom10",
        ),
        (PREFIXED, "atom10"),
        (CDF, "cdf"),
    ],
)
def test_every_format_is_read(document: str, version: str) -> None:
    """The feed's title and site, the entry's title and address, whatever they are called there."""
    feed = read(document)
    (entry,) = feed.entries
    assert (feed.version, feed.title, feed.site_url) == (version, "A Blog", "https://blog.example/")
    assert (entry.title, entry.url) == ("Bins", "https://blog.example/1")
    assert feed.complete


@pytest.mark.parametrize(
    ("channel", "language"),
    [("en-GB", "en-GB"), ("en_gb", "en-gb"), ("cy", "cy"), ('"><script>', ""), ("", ""), ("x" * 99, "")],
)
def test_a_language_is_a_tag_or_nothing(channel: str, language: str) -> None:
    """BCP 47 in shape; anything else would end up in an attribute."""
    document = rss(channel=f"<title>x</title><language><![CDATA[{channel}]]></language>")
    assert read(document).language == language


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:,x", "x\ny", ""])
def test_a_site_address_is_a_real_one_or_none(link: str) -> None:
    """Channel links are as hostile as any."""
    assert read(rss(channel=f"<title>x</title><link>{link}</link>")).site_url == ""


def test_an_empty_feed_is_a_feed() -> None:
    """A blog that has not begun."""
    assert read(rss()).entries == ()
    assert read(atom()).complete
    assert read("<rss version='2.0'/>").complete


# ---------------------------------------------------------------- untidy but readable

WHOLE = rss(ITEM, "<title>Lids</title>")


@pytest.mark.parametrize(
    "document",
    [
        "\n\n  " + WHOLE,
        "\ufeff\ufeff" + WHOLE,
        "<br />\n<b>Warning</b>: Undefined index in <b>/var/www/x.php</b><br />\n" + WHOLE,
        "Notice: something\n" + WHOLE,
        "<!-- a comment with <rss> in it -->" + WHOLE.removeprefix('<?xml version="1.0"?>'),
        WHOLE.replace("?>", '?><?xml-stylesheet href="x.xsl"?><!-- c -->', 1),
        WHOLE + "<!-- cached -->",
        WHOLE + "<html><body>footer</body></html>",
        WHOLE + WHOLE,
        WHOLE.replace("Lids", "Lids & bins"),
        WHOLE.replace("Lids", "Lids &nbsp;&eacute;"),
        WHOLE.replace("Lids", "Lids \x0b\x1f"),
        WHOLE.replace(" xmlns:content", " xmlns:other"),
        WHOLE.replace("<title>Lids", "<gml:pos>1 2</gml:pos><title>Lids"),
        WHOLE.replace("<title>Lids", "<psc:chapters><psc:chapter title='x'/></psc:chapters><title>Lids"),
    ],
)
def test_what_stands_around_or_inside_a_feed_is_forgiven(document: str) -> None:
    """Blog engines' own output before and after it, bare ampersands, undeclared names, broken extensions."""
    feed = read(document)
    assert feed.title == "A Blog"
    assert [entry.title.split()[0] for entry in feed.entries][:2] == ["Bins", "Lids"]
    assert feed.complete


def test_text_before_the_feed_is_noted() -> None:
    """The author would want to know."""
    assert read("<br/>Warning" + WHOLE).notes == ("text before the feed was left out",)


# ---------------------------------------------------------------- cut off

LONG = rss(*(f"<title>Post {n}</title><description>Words of post {n}.</description>" for n in range(5)))


def test_a_feed_cut_inside_an_entry_loses_that_entry() -> None:
    """Half a post must not take the place of a whole one seen before."""
    feed = read(LONG[: LONG.index("of post 3")])
    assert not feed.complete
    assert [entry.title for entry in feed.entries] == ["Post 0", "Post 1", "Post 2"]
    assert feed.notes == ("the feed was cut off; its last entry was left out",)


def test_a_feed_cut_between_entries_keeps_them_all() -> None:
    """What is whole is whole, but there may have been more."""
    feed = read(LONG[: LONG.index("<item><title>Post 3")])
    assert not feed.complete
    assert [entry.title for entry in feed.entries] == ["Post 0", "Post 1", "Post 2"]
    assert feed.notes == ("the feed was cut off",)


@pytest.mark.parametrize("end", range(0, 60, 3))
def test_a_feed_that_lacks_its_end_is_never_called_complete(end: int) -> None:
    """Wherever it is cut, every entry that is kept is whole."""
    cut = LONG[: LONG.rindex("</rss>") - end]
    feed = read(cut)
    assert not feed.complete
    assert all(entry.text.startswith(f"Words of {entry.title.lower()}") for entry in feed.entries)
    assert len(feed.entries) >= 4


def test_an_atom_feed_cut_inside_an_entry_loses_that_entry() -> None:
    """The same for Atom."""
    whole = atom(*(f"<title>Post {n}</title><content>Words.</content>" for n in range(3)))
    feed = read(whole[: whole.rindex("rds.")])
    assert not feed.complete
    assert len(feed.entries) == 2


# ---------------------------------------------------------------- not feeds


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"", "the feed is empty"),
        (b" \n\t\r\n", "the feed is empty"),
        (b"\x00\x00\x00", "the feed is empty"),
        (b"<!DOCTYPE html><html><body>Welcome</body></html>", "this is a web page, not a feed"),
        (b"<html><body>Log in <item><title>x</title></item></body></html>", "this is a web page, not a feed"),
        (b"<!doctype html><p>no html tag", "this is a web page, not a feed"),
        (b"<HTML><HEAD></HEAD></HTML>", "this is a web page, not a feed"),
        (b"<!-- x --><html><rss version='2.0'><channel/></rss></html>", "this is a web page, not a feed"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "this is a web page, not a feed"),
        (b"<opml version='2.0'><body/></opml>", "this is a list of feeds (OPML), not a feed"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "this is an SVG image, not a feed"),
        (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "this is a sitemap, not a feed"),
        (b"<Error><Code>NoSuchKey</Code></Error>", "the server answered with an error document, not a feed"),
        (b"<note>hello</note>", "this is no feed: its outermost element is <note>"),
        (b"Just words.", "this is plain text, not a feed"),
        (b"/etc/passwd", "this is plain text, not a feed"),
        (b"<", "this is plain text, not a feed"),
        (b"\x89PNG\r\n\x1a\n\x00", "this is a PNG image, not a feed"),
        (b"\xff\xd8\xff\xe0", "this is a JPEG image, not a feed"),
        (b"GIF89a", "this is a GIF image, not a feed"),
        (b"%PDF-1.7", "this is a PDF document, not a feed"),
        (b"PK\x03\x04", "this is a ZIP archive, not a feed"),
        (gzip.compress(b"<rss/>", mtime=0), "this is compressed data whose server did not say so, not a feed"),
        (
            b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>",
            "this is XML, but not a feed that can be read",
        ),
    ],
)
def test_what_is_no_feed_is_said_to_be_what_it_is(document: bytes, words: str) -> None:
    """One line an editor understands, and a hint what to do."""
    assert refusal(document) == words


@pytest.mark.parametrize(
    "content_type", ["text/html", "text/plain; charset=utf-8", "image/png", "application/octet-stream", ""]
)
def test_a_feed_is_a_feed_whatever_the_header_calls_it(content_type: str) -> None:
    """Servers mislabel feeds more often than not."""
    assert len(read(WHOLE, content_type).entries) == 2
