"""A sample blog at a moment → the bytes of its feed, in the format it keeps.

To add a format: write a function Channel → str, here or beside rss.py, and give it a line in FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType

from roundup.dataclass import dataclass
from roundup.demo.atom import atom03, atom10
from roundup.demo.channel import Channel, Item, clip
from roundup.demo.jsonfeed import json10, json11
from roundup.demo.rss import rss091, rss10, rss20
from roundup.demo.source import Blog, SamplePost

# Some feed services put this behind every address; it says nothing about the post.
UTM = "?utm_source=rss&utm_medium=feed&utm_campaign=blog"


@dataclass(frozen=True, slots=True)
class Format:
    """How to write a format, and what a server calls it."""

    write: Callable[[Channel], str]
    content_type: str


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "rss20": Format(rss20, "application/rss+xml"),
        "rss091": Format(rss091, "text/xml"),
        "rss10": Format(rss10, "application/rdf+xml"),
        "atom10": Format(atom10, "application/atom+xml"),
        "atom03": Format(atom03, "application/xml"),
        "json11": Format(json11, "application/feed+json"),
        "json10": Format(json10, "application/json"),
    }
)


def has_feed(blog: Blog) -> bool:
    """False for addresses that answer with something else, and for pages which are in no feed."""
    return blog.format in FORMATS


def feed_body(blog: Blog, moment: datetime, base: str) -> bytes:
    """The feed of `blog` as its server, reached at `base` (http://host:port), sends it at `moment`."""
    text = FORMATS[blog.format].write(channel(blog, moment, base))
    if "windows-1252" in blog.quirks:
        # As old software did: what the code page lacks becomes a character reference.
        return text.encode("windows-1252", "xmlcharrefreplace")
    return text.encode("utf-8")


def channel(blog: Blog, moment: datetime, base: str) -> Channel:
    """What the blog's feed says at `moment`, newest first, with the blog's quirks applied."""
    # Numbers are given before posts are left out, so that a deletion renumbers nobody.
    online = [(number, post) for number, post in enumerate(blog.posts, 101) if post.online(moment)]
    online.sort(key=lambda numbered: numbered[1].date, reverse=True)
    return Channel(
        title=blog.title,
        url=f"{base}/{blog.name}/",
        feed_url=base + blog.feed_path,
        tagline=blog.tagline,
        author=blog.author,
        charset="windows-1252" if "windows-1252" in blog.quirks else "utf-8",
        named_zones="bst" in blog.quirks,
        items=tuple(_item(blog, number, post, moment, base) for number, post in online),
    )


def _item(blog: Blog, number: int, post: SamplePost, moment: datetime, base: str) -> Item:
    path = blog.path(post)
    url = path if "relative-links" in blog.quirks else base + path
    page = as_html(post.at(moment), base)
    # WordPress glues this on for readers of copies, and so it stands in every feed it makes.
    if "glued-footer" in blog.quirks:
        page += (
            f'<p>The post <a href="{url}">{clip(post.title)}</a> first appeared on '
            f'<a href="{base}/{blog.name}/">{clip(blog.title)}</a>.</p>'
        )
    return Item(
        title="" if "no-titles" in blog.quirks else post.title,
        url=url + (UTM if "utm" in blog.quirks else ""),
        guid="" if "no-guids" in blog.quirks else _guid(blog, number, post, base),
        html=page,
        author=post.author or blog.author,
        published=None if "no-dates" in blog.quirks else post.date,
        updated=None if "no-dates" in blog.quirks else post.changed(moment),
        tags=post.tags,
        audio=(f"{base}{path}episode.mp3", len(silence(post.audio_seconds))) if post.audio_seconds else None,
    )


def _guid(blog: Blog, number: int, post: SamplePost, base: str) -> str:
    if "glued-footer" in blog.quirks:
        return f"{base}/{blog.name}/?p={number}"
    # Aggregators hand on the original's id (RSS 2.0 says that a guid names the item, wherever it is met).
    home = post.origin.partition("/")[0] or blog.name
    return f"tag:{home}.example,2026:{post.slug}"


@cache
def as_html(markdown: str, base: str) -> str:
    """Markdown → HTML; an address that starts with a slash is on this server, as a blog's editor would make it."""
    from markdown_it import MarkdownIt  # costs 30 ms, and no feed may be asked for

    html: str = MarkdownIt().render(markdown)
    return html.replace('href="/', f'href="{base}/').strip()


@cache
def silence(seconds: int) -> bytes:
    """An MP3 of nothing: MPEG-1 layer III frames (128 kbit/s, 44.1 kHz, 417 bytes, 26 ms each) without any sound."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * (seconds * 38)
