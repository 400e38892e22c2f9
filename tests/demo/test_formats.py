"""Each feed format in full: one small channel, as every writer puts it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from textwrap import dedent

import pytest

from roundup.demo.atom import atom03, atom10
from roundup.demo.channel import Channel, Item
from roundup.demo.feeds import FORMATS
from roundup.demo.jsonfeed import json10, json11
from roundup.demo.rss import rss091, rss10, rss20
from roundup.demo.source import LONDON
from roundup.model import Entry
from roundup.parse import parse_feed

MORNING = datetime(2026, 11, 5, 6, 40, tzinfo=LONDON)
LATER = datetime(2026, 11, 6, 9, 0, tzinfo=LONDON)

LEAVES = Item(
    title="Leaves & “sweepers”",
    url="https://bins.example/leaves/?a=1&b=2",
    guid="tag:bins.example,2026:leaves",
    html="<p>They keep <em>falling</em> &amp; falling.</p>",
    author="Gareth Pell",
    published=MORNING,
    updated=LATER,
    tags=("streets", "trees"),
    audio=("https://bins.example/leaves.mp3", 1234),
)
CHANNEL = Channel(
    title="Bins & Beyond",
    url="https://bins.example/",
    feed_url="https://bins.example/feed",
    tagline="From the cab",
    author="Gareth Pell",
    charset="utf-8",
    named_zones=False,
    items=(LEAVES,),
)
SILENT = Item(
    title="", url="https://bins.example/x/", guid="", html="<p>X.</p>", author="", published=None, updated=None
)


def text(expected: str) -> str:
    return dedent(expected).lstrip("\n")


# ---------------------------------------------------------------- RSS


def test_rss_2_0() -> None:
    """Title, link, author, date, categories, id, summary, the whole text, the sound."""
    assert rss20(CHANNEL) == text(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
        <title>Bins &amp; Beyond</title>
        <link>https://bins.example/</link>
        <description>From the cab</description>
        <atom:link href="https://bins.example/feed" rel="self" type="application/rss+xml"/>
        <item>
        <title>Leaves &amp; “sweepers”</title>
        <link>https://bins.example/leaves/?a=1&amp;b=2</link>
        <dc:creator>Gareth Pell</dc:creator>
        <pubDate>Thu, 05 Nov 2026 06:40:00 +0000</pubDate>
        <category>streets</category>
        <category>trees</category>
        <guid isPermaLink="false">tag:bins.example,2026:leaves</guid>
        <description>They keep falling &amp;amp; falling. [&amp;hellip;]</description>
        <content:encoded><![CDATA[<p>They keep <em>falling</em> &amp; falling.</p>]]></content:encoded>
        <enclosure url="https://bins.example/leaves.mp3" length="1234" type="audio/mpeg"/>
        </item>
        </channel></rss>
        """
    )


def test_rss_2_0_says_nothing_of_what_it_does_not_know() -> None:
    """No empty elements: no title, no author, no date, no id."""
    item = rss20(replace(CHANNEL, items=(SILENT,))).split("<item>")[1].split("</item>")[0]
    assert [line.partition(">")[0] for line in item.splitlines() if line] == [
        "<link",
        "<description",
        "<content:encoded",
    ]


def test_rss_2_0_calls_an_address_a_permalink() -> None:
    """A guid that is one, but not WordPress's ?p=."""
    for guid, said in (("https://b.example/x/", "true"), ("https://b.example/?p=7", "false"), ("tag:b", "false")):
        assert f'isPermaLink="{said}">{guid}<' in rss20(replace(CHANNEL, items=(replace(LEAVES, guid=guid),)))


def test_rss_0_91() -> None:
    """Title, link and description, and a language."""
    assert rss091(CHANNEL) == text(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <rss version="0.91"><channel>
        <title>Bins &amp; Beyond</title>
        <link>https://bins.example/</link>
        <description>From the cab</description>
        <language>en-gb</language>
        <item>
        <title>Leaves &amp; “sweepers”</title>
        <link>https://bins.example/leaves/?a=1&amp;b=2</link>
        <description>&lt;p&gt;They keep &lt;em&gt;falling&lt;/em&gt; &amp;amp; falling.&lt;/p&gt;</description>
        </item>
        </channel></rss>
        """
    )


def test_rss_1_0() -> None:
    """RDF: the channel lists its items by address, which stand beside it."""
    assert rss10(CHANNEL) == text(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:atom="http://www.w3.org/2005/Atom">
        <channel rdf:about="https://bins.example/feed"><title>Bins &amp; Beyond</title>
        <link>https://bins.example/</link>
        <description>From the cab</description><items><rdf:Seq>\
<rdf:li rdf:resource="https://bins.example/leaves/?a=1&amp;b=2"/></rdf:Seq></items></channel>
        <item rdf:about="https://bins.example/leaves/?a=1&amp;b=2">
        <title>Leaves &amp; “sweepers”</title>
        <link>https://bins.example/leaves/?a=1&amp;b=2</link>
        <dc:creator>Gareth Pell</dc:creator>
        <dc:date>2026-11-05T06:40:00+00:00</dc:date>
        <dc:subject>streets</dc:subject>
        <dc:subject>trees</dc:subject>
        <description>They keep falling &amp;amp; falling. [&amp;hellip;]</description>
        <content:encoded><![CDATA[<p>They keep <em>falling</em> &amp; falling.</p>]]></content:encoded>
        </item>
        </rdf:RDF>
        """
    )


# ---------------------------------------------------------------- Atom


def test_atom_1_0() -> None:
    """RFC 4287; the author stands once, in the feed."""
    assert atom10(CHANNEL) == text(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
        <title>Bins &amp; Beyond</title>
        <subtitle>From the cab</subtitle>
        <id>https://bins.example/</id>
        <link href="https://bins.example/"/>
        <link href="https://bins.example/feed" rel="self"/>
        <updated>2026-11-06T09:00:00+00:00</updated>
        <author><name>Gareth Pell</name></author>
        <entry>
        <title>Leaves &amp; “sweepers”</title>
        <link href="https://bins.example/leaves/?a=1&amp;b=2" rel="alternate"/>
        <id>tag:bins.example,2026:leaves</id>
        <published>2026-11-05T06:40:00+00:00</published>
        <updated>2026-11-06T09:00:00+00:00</updated>
        <category term="streets"/>
        <category term="trees"/>
        <content type="html">&lt;p&gt;They keep &lt;em&gt;falling&lt;/em&gt; &amp;amp; falling.&lt;/p&gt;</content>
        </entry>
        </feed>
        """
    )


def test_atom_1_0_names_a_guest() -> None:
    """An entry by somebody else says so."""
    guest = atom10(replace(CHANNEL, items=(replace(LEAVES, author="Denise Harker"),)))
    assert "<author><name>Denise Harker</name></author>" in guest.split("<entry>")[1]


def test_atom_0_3() -> None:
    """The draft's own words: tagline, issued, modified, mode."""
    assert atom03(CHANNEL) == text(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <feed version="0.3" xmlns="http://purl.org/atom/ns#">
        <title>Bins &amp; Beyond</title>
        <tagline>From the cab</tagline>
        <link rel="alternate" type="text/html" href="https://bins.example/"/>
        <modified>2026-11-06T09:00:00+00:00</modified>
        <author><name>Gareth Pell</name></author>
        <entry>
        <title>Leaves &amp; “sweepers”</title>
        <link rel="alternate" type="text/html" href="https://bins.example/leaves/?a=1&amp;b=2"/>
        <id>tag:bins.example,2026:leaves</id>
        <issued>2026-11-05T06:40:00+00:00</issued>
        <modified>2026-11-06T09:00:00+00:00</modified>
        <content type="text/html" mode="escaped">\
&lt;p&gt;They keep &lt;em&gt;falling&lt;/em&gt; &amp;amp; falling.&lt;/p&gt;</content>
        </entry>
        </feed>
        """
    )


# ---------------------------------------------------------------- JSON Feed


def test_json_feed_1_1() -> None:
    """A list of authors, and a language."""
    assert json.loads(json11(CHANNEL)) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Bins & Beyond",
        "home_page_url": "https://bins.example/",
        "feed_url": "https://bins.example/feed",
        "description": "From the cab",
        "authors": [{"name": "Gareth Pell"}],
        "language": "en-GB",
        "items": [
            {
                "id": "tag:bins.example,2026:leaves",
                "url": "https://bins.example/leaves/?a=1&b=2",
                "title": "Leaves & “sweepers”",
                "content_html": "<p>They keep <em>falling</em> &amp; falling.</p>",
                "date_published": "2026-11-05T06:40:00+00:00",
                "date_modified": "2026-11-06T09:00:00+00:00",
                "tags": ["streets", "trees"],
                "attachments": [
                    {"url": "https://bins.example/leaves.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 1234}
                ],
                "authors": [{"name": "Gareth Pell"}],
            }
        ],
    }


def test_json_feed_1_0_has_one_author() -> None:
    """In the feed and in the item; no language."""
    feed = json.loads(json10(CHANNEL))
    assert feed["author"] == feed["items"][0]["author"] == {"name": "Gareth Pell"}
    assert "language" not in feed


def test_json_feed_says_nothing_of_what_it_does_not_know() -> None:
    """Keys without a value are left out."""
    (item,) = json.loads(json11(replace(CHANNEL, items=(SILENT,))))["items"]
    assert set(item) == {"url", "content_html", "authors"}


# ---------------------------------------------------------------- and back


def read_back(name: str, *items: Item) -> tuple[Entry, ...]:
    made = FORMATS[name].write(replace(CHANNEL, items=items))
    return parse_feed(
        made.encode(), url="https://bins.example/feed", content_type=FORMATS[name].content_type, zone=LONDON
    ).entries


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_back_title_address_and_words(name: str) -> None:
    """Whatever else it leaves out."""
    (entry,) = read_back(name, LEAVES)
    assert entry.title == "Leaves & “sweepers”"
    assert entry.url == "https://bins.example/leaves/?a=1&b=2"
    assert entry.text == "They keep falling & falling."


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "rss091"])
def test_every_format_but_the_oldest_gives_back_date_and_author(name: str) -> None:
    """The date in UTC."""
    (entry,) = read_back(name, LEAVES)
    assert entry.published == MORNING.astimezone(UTC)
    assert entry.authors == ("Gareth Pell",)


@pytest.mark.parametrize("name", ["rss20", "atom10", "atom03", "json10", "json11"])
def test_ids_come_back(name: str) -> None:
    """In the formats that have them."""
    (entry,) = read_back(name, LEAVES)
    assert entry.guid == "tag:bins.example,2026:leaves"


@pytest.mark.parametrize("name", ["rss20", "json11"])
def test_sound_comes_back(name: str) -> None:
    """With its type and length."""
    (entry,) = read_back(name, LEAVES)
    assert [(sound.url, sound.length) for sound in entry.enclosures] == [("https://bins.example/leaves.mp3", 1234)]


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_words_stay_words(name: str) -> None:
    """A title that is markup to a browser, Markdown to a site builder and a command to a terminal."""
    title = "</title><script>x</script> ]]> [a](javascript:b) &lt;i&gt;"
    (entry,) = read_back(name, replace(LEAVES, title=title))
    assert "<script>" in entry.title
    assert "[a](javascript:b)" in entry.title
