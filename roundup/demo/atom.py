"""Atom 1.0 (RFC 4287) and the draft 0.3 that some never left."""

from __future__ import annotations

from roundup.demo.channel import Channel, Item, lines, tag


def atom10(channel: Channel) -> str:
    """RFC 4287: the author stands in the feed, and in an entry where it is somebody else."""
    return lines(
        f'<?xml version="1.0" encoding="{channel.charset}"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
        tag("title", channel.title),
        tag("subtitle", channel.tagline),
        tag("id", channel.url),  # obligatory in 1.0, unknown in 0.3
        tag("link", href=channel.url),
        tag("link", href=channel.feed_url, rel="self"),
        tag("updated", channel.updated),
        f"<author>{tag('name', channel.author)}</author>" if channel.author else "",
        *(_entry10(item, channel.author) for item in channel.items),
        "</feed>\n",
    )


def _entry10(item: Item, usual_author: str) -> str:
    return lines(
        "<entry>",
        tag("title", item.title),
        tag("link", href=item.url, rel="alternate"),
        tag("id", item.guid),
        tag("published", item.published.isoformat() if item.published else ""),
        tag("updated", item.updated.isoformat() if item.updated else ""),
        f"<author>{tag('name', item.author)}</author>" if item.author != usual_author else "",
        *(tag("category", term=word) for word in item.tags),
        tag("content", item.html, type="html"),
        "</entry>",
    )


def atom03(channel: Channel) -> str:
    """The 0.3 draft: `tagline`, `modified`, `issued`, and content whose mode is told."""
    return lines(
        f'<?xml version="1.0" encoding="{channel.charset}"?>',
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#">',
        tag("title", channel.title),
        tag("tagline", channel.tagline),
        tag("link", rel="alternate", type="text/html", href=channel.url),
        tag("modified", channel.updated),
        f"<author>{tag('name', channel.author)}</author>",
        *(_entry03(item) for item in channel.items),
        "</feed>\n",
    )


def _entry03(item: Item) -> str:
    return lines(
        "<entry>",
        tag("title", item.title),
        tag("link", rel="alternate", type="text/html", href=item.url),
        tag("id", item.guid),
        tag("issued", item.published.isoformat() if item.published else ""),
        tag("modified", item.updated.isoformat() if item.updated else ""),
        tag("content", item.html, type="text/html", mode="escaped"),
        "</entry>",
    )
