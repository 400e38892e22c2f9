"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version): 1.1 made `author` a list and added `language`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from roundup.demo.channel import Channel, Item


def json11(channel: Channel) -> str:
    """JSON Feed 1.1."""
    authors = {"authors": [{"name": channel.author}], "language": "en-GB"}
    return _document(channel, "https://jsonfeed.org/version/1.1", authors, _authors)


def json10(channel: Channel) -> str:
    """JSON Feed 1.0."""
    return _document(channel, "https://jsonfeed.org/version/1", {"author": {"name": channel.author}}, _author)


def _document(channel: Channel, version: str, about: dict[str, Any], credit: Callable[[Item], dict[str, Any]]) -> str:
    feed = {
        "version": version,
        "title": channel.title,
        "home_page_url": channel.url,
        "feed_url": channel.feed_url,
        "description": channel.tagline,
        **about,
        "items": [_item(item) | credit(item) for item in channel.items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _authors(item: Item) -> dict[str, Any]:
    return {"authors": [{"name": item.author}]}


def _author(item: Item) -> dict[str, Any]:
    return {"author": {"name": item.author}}


def _item(item: Item) -> dict[str, Any]:
    values = {
        "id": item.guid,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "date_published": item.published.isoformat() if item.published else "",
        "date_modified": item.updated.isoformat() if item.updated and item.updated != item.published else "",
        "tags": list(item.tags),
        "attachments": [{"url": item.audio[0], "mime_type": "audio/mpeg", "size_in_bytes": item.audio[1]}]
        if item.audio
        else [],
    }
    # The specification asks to leave out what is not known, rather than to give it empty.
    return {key: value for key, value in values.items() if value}
