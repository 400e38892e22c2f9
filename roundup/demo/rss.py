"""The three RSS dialects that are still met: 0.91 (2000), 1.0 (RDF) and 2.0 with its usual modules."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from html import escape

from roundup.demo.channel import Channel, Item, lines, tag
from roundup.demo.source import LONDON
from roundup.patterns import pattern

_TAGS = pattern(r"<[^>]+>")
_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss20(channel: Channel) -> str:
    """RSS 2.0 as WordPress writes it: a summary in `description`, the whole post in `content:encoded`."""
    return lines(
        _declaration(channel),
        f'<rss version="2.0" {_NAMESPACES}><channel>',
        _head(channel),
        tag("atom:link", href=channel.feed_url, rel="self", type="application/rss+xml"),
        *(_rss20_item(item, channel.named_zones) for item in channel.items),
        "</channel></rss>\n",
    )


def _rss20_item(item: Item, named_zones: bool) -> str:
    # ?p=101 redirects on a real WordPress, which therefore says that it is no permalink.
    permanent = "true" if item.guid.startswith("http") and "?p=" not in item.guid else "false"
    return lines(
        "<item>",
        tag("title", item.title),
        tag("link", item.url),
        tag("dc:creator", item.author),
        tag("pubDate", rfc822(item.published, named_zones)),
        *(tag("category", word) for word in item.tags),
        tag("guid", item.guid, isPermaLink=permanent) if item.guid else "",
        tag("description", _summary(item.html)),
        f"<content:encoded><![CDATA[{item.html}]]></content:encoded>",
        tag("enclosure", url=item.audio[0], length=str(item.audio[1]), type="audio/mpeg") if item.audio else "",
        "</item>",
    )


def rss091(channel: Channel) -> str:
    """RSS 0.91 knows titles, links and descriptions only: no date, no guid, no author of an item."""
    items = [
        lines("<item>", tag("title", item.title), tag("link", item.url), tag("description", item.html), "</item>")
        for item in channel.items
    ]
    head = lines(_declaration(channel), '<rss version="0.91"><channel>', _head(channel))
    return lines(head, tag("language", "en-gb"), *items, "</channel></rss>\n")


def rss10(channel: Channel) -> str:
    """RSS 1.0: the items stand beside the channel, which lists them by address."""
    listed = "".join(f'<rdf:li rdf:resource="{escape(item.url)}"/>' for item in channel.items)
    return lines(
        _declaration(channel),
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f"{_NAMESPACES}>",
        f'<channel rdf:about="{channel.feed_url}">{_head(channel)}<items><rdf:Seq>{listed}</rdf:Seq></items></channel>',
        *(_rss10_item(item) for item in channel.items),
        "</rdf:RDF>\n",
    )


def _rss10_item(item: Item) -> str:
    return lines(
        f'<item rdf:about="{escape(item.url)}">',
        tag("title", item.title),
        tag("link", item.url),
        tag("dc:creator", item.author),
        tag("dc:date", item.published.isoformat() if item.published else ""),
        *(tag("dc:subject", word) for word in item.tags),
        tag("description", _summary(item.html)),
        f"<content:encoded><![CDATA[{item.html}]]></content:encoded>",
        "</item>",
    )


def rfc822(moment: datetime | None, named_zones: bool = False) -> str:
    """RFC 822 date, UK time; with `named_zones` it ends in BST or GMT, which RFC 2822 calls obsolete and many send."""
    if moment is None:
        return ""
    local = moment.astimezone(LONDON)
    # email.utils never writes a zone's name, which is what these feeds are for.
    return f"{local:%a, %d %b %Y %H:%M:%S} {local.tzname()}" if named_zones else format_datetime(local)


def _declaration(channel: Channel) -> str:
    return f'<?xml version="1.0" encoding="{channel.charset}"?>'


def _head(channel: Channel) -> str:
    return lines(tag("title", channel.title), tag("link", channel.url), tag("description", channel.tagline))


def _summary(html: str, words: int = 24) -> str:
    return " ".join(_TAGS.sub(" ", html).split()[:words]) + " [&hellip;]"
