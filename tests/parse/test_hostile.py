"""Feeds written to break a reader: each is read or refused in words, soon, and nothing outside it is touched."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from roundup.errors import FeedError
from roundup.model import ParsedFeed

from .documents import read, rss


def outcome(document: str | bytes) -> ParsedFeed | None:
    """The feed, or None if it was refused. Anything else that is raised is a failure."""
    try:
        return read(document)
    except FeedError:
        return None


def described(html: str) -> str:
    return rss(f"<title>Kept</title><description>{html}</description>")


RAISES_IN_FEEDPARSER = {
    "endless digits in HTML": described(f"&lt;p>&amp;#{'1' * 5_000};&lt;/p>"),
    "endless digits, not well-formed": described(f"& &#{'1' * 5_000};"),
    "a surrogate": described("& &#xD800; &#55296;"),
    "beyond Unicode": described("& &#1114112; &#x110000;"),
    "a surrogate in pieces": described("& &#xD\x0080\x010; &#&#27;xD800;"),
    "a control": described("& &#27; &#0; &#x1b;"),
    "undefined encoding": '<?xml version="1.0" encoding="undefined"?>' + rss("<title>Kept</title>").partition("?>")[2],
    "a position in nothing": rss("<title>Kept</title><gml:pos>1 2</gml:pos>"),
    "a chapter without a start": rss("<title>Kept</title><psc:chapters><psc:chapter title='x'/></psc:chapters>"),
    "a width in words": rss("<title>Kept</title><width>wide</width><height/>"),
    "three-part names": rss("<title>Kept</title><a:b:c>x</a:b:c>"),
    "broken coordinates": rss(
        "<title>Kept</title><georss:where><gml:LineString>"
        "<gml:posList>1 x</gml:posList></gml:LineString></georss:where>"
    ),
}


@pytest.mark.parametrize("name", RAISES_IN_FEEDPARSER)
def test_the_entry_beside_the_trap_is_read(name: str) -> None:
    """What makes the library raise costs at most the part that does."""
    feed = outcome(RAISES_IN_FEEDPARSER[name])
    assert feed is not None
    assert [entry.title for entry in feed.entries] == ["Kept"]


@pytest.mark.parametrize("label", [b"\xff\xfe", b"a\x00b", b"", b"'", b"x" * 5_000])
def test_no_encoding_label_breaks_the_feed(label: bytes) -> None:
    """Bytes, NULs and novels where the name of an encoding belongs."""
    rest = rss("<title>Kept</title>").partition("?>")[2].encode()
    feed = outcome(b'<?xml version="1.0" encoding="' + label + b'"?>' + rest)
    assert feed is None or [entry.title for entry in feed.entries] == ["Kept"]


SLOW_IN_FEEDPARSER = {
    "an encoding without end": "<?" + "encoding='' " * 20_000,
    "newlines before the root": "\n" * 80_000 + rss("<title>x</title>"),
    "a style of one word": described(f'&lt;p style="{"a" * 40_000}">x&lt;/p>'),
    "a style of addresses": described(f'&lt;p style="{"url(" * 20_000}">x&lt;/p>'),
    "comments": described("&lt;!--" * 40_000),
    "an author without end": rss(f"<author>{'a' * 40_000}</author>"),
    "an author in CDATA": rss(f"<dc:creator><![CDATA[{'a' * 40_000}]]></dc:creator>"),
    "declarations": "<!a [" * 200_000,
    "instructions": "<?a " * 200_000 + rss("<title>x</title>"),
    "brackets": "<" * 300_000,
    "a title of tags": rss(f"<title>{'&lt;a ' * 20_000}</title>"),
    "a date of digits": rss(f"<pubDate>{'1' * 300_000}</pubDate>"),
    "entities of entities": "<!DOCTYPE x [<!ENTITY a 'lol'>"
    + "".join(f"<!ENTITY a{n} '{'&a;' * 10}'>" for n in range(9))
    + "]>"
    + described("&a8;"),
    "one long entity, often": f"<!DOCTYPE x [<!ENTITY a '{'a' * 190}'>]>" + described("&a;" * 20_000),
    "many items": rss(*["<title>x</title>"] * 6_000),
    "depth": rss("<x>" * 5_000 + "</x>" * 5_000),
    "depth in HTML": described("&lt;div>" * 50_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW_IN_FEEDPARSER)
def test_no_small_feed_takes_long(name: str) -> None:
    """Everything here costs the library seconds to minutes; here the worst costs four of the processor's."""
    start = time.process_time()
    outcome(SLOW_IN_FEEDPARSER[name])
    assert time.process_time() - start < 4


def test_entities_are_expanded_only_if_they_are_plain_text() -> None:
    """A DOCTYPE's own words are used; those that hold others or come from elsewhere stay as they are written."""
    doctype = "<!DOCTYPE rss [<!ENTITY council 'Sandleigh Council'><!ENTITY twice '&council;'><!ENTITY far SYSTEM 'file:///etc/passwd'>]>"
    (entry,) = read(doctype + described("&council; and &twice; and &far;").partition("?>")[2]).entries
    assert entry.text.startswith("Sandleigh Council and &twice")
    assert "root:" not in entry.text


def test_a_body_that_is_a_path_reads_no_file(tmp_path: Path) -> None:
    """The library would open what its input names."""
    file = tmp_path / "feed.xml"
    file.write_text(rss("<title>Secret</title>"))
    assert outcome(str(file)) is None
    assert outcome(f"file://{file}") is None


def test_nothing_a_feed_names_is_fetched() -> None:
    """No DTD, no entity, no include, no image: whoever is named waits in vain."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        read(
            f'<!DOCTYPE rss SYSTEM "{address}" [<!ENTITY % p SYSTEM "{address}"> %p; <!ENTITY e SYSTEM "{address}">]>'
            f'<?xml-stylesheet href="{address}"?>'
            f'<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel><title>&e;</title>'
            f'<xi:include href="{address}"/>'
            f'<item><title>x</title><description>&lt;img src="{address}"></description></item></channel></rss>'
        )
        with pytest.raises(TimeoutError):
            server.accept()


def test_hostile_fields_hold_no_markup_or_script() -> None:
    """Every address is followed safely or gone; markup is only where markup belongs."""
    attack = "javascript:alert(1)"
    (entry,) = read(
        rss(
            f"<title>x</title><link>{attack}</link><guid>{attack}</guid><comments>{attack}</comments>"
            f"<enclosure url='{attack}'/>"
            f"<description>&lt;a href='{attack}' onclick='x()'>y&lt;/a>&lt;script>z()&lt;/script></description>"
        )
    ).entries
    assert entry.url == ""
    assert entry.enclosures == ()
    assert entry.html == b'<a rel="noopener noreferrer">y</a>'
    assert entry.text == "y"
