"""What a web page tells of the feeds of its site: those it names, those it links to, and which software wrote it.

Sources: HTML's link types "alternate" and "feed"; the RSS Advisory Board's autodiscovery note; RFC 8288 (the Link
header). Which feeds software offers that a page does not name is in platforms.py.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from roundup.dataclass import dataclass
from roundup.parse.raw import words
from roundup.text import one_line
from roundup.urls import host_of, safe_url

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

FEED_TYPES: Final = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
    "application/rdf+xml": "RSS",
    "application/x.atom+xml": "Atom",
    "application/x-atom+xml": "Atom",
    "application/xml": "XML",
    "text/xml": "XML",
    "application/json": "JSON",
}
# JSON and XML are most often something else (WordPress names its API so): they count where the address agrees.
_VAGUE: Final = frozenset({"XML", "JSON"})
HEAD_BYTES: Final = 512_000  # a page that names its feeds names them early
MOST_LINKS: Final = 50
_MOST_MENTIONED: Final = 10

_ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|RDF|channel)[\s>]", re.IGNORECASE)
_JSON_FEED = re.compile(rb'^\s*\{.{0,2000}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org', re.DOTALL)
# One link of a Link header: <address>; parameters. Parameters are taken as they come, quoted or not.
_HEADER_LINK = re.compile(
    r"<([^<>]{1,4096})>((?:\s{0,9};\s{0,9}[\w*-]{1,40}\s{0,9}=\s{0,9}(?:\"[^\"]{0,500}\"|[^\s,;\"]{1,500})){0,20})"
)
_PARAMETER = re.compile(r";\s{0,9}([\w*-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]{0,500})\"|([^\s,;\"]{1,500}))")
_FEED_SHAPE = re.compile(
    r"/(?:feed|rss|atom|feeds)/?$|/(?:[\w-]{0,40}(?:feed|rss|atom)[\w-]{0,20}|index)\.(?:xml|rdf|json|rss|atom)$"
    r"|\.(?:rss|atom)$|/feeds/(?:posts|videos|all)\b|[?&](?:format|feed|alt)=(?:rss|atom|feed|rss2)\b",
    re.IGNORECASE,
)
_CHANNEL = re.compile(rb'"(?:channelId|externalId|browseId)"\s{0,9}:\s{0,9}"(UC[\w-]{22})"')
_COMMENTS = re.compile(
    r"/comments(?:/feed|/default|\.|/?$)|[?&]feed=comments|\bcomments?\s+(?:feed|for|on|rss|atom)\b|^comments?$",
    re.IGNORECASE,
)

# What the generator's name begins with → the platform, as platforms.py knows it.
GENERATORS: Final = {
    **{
        name: name
        for name in words(
            """
            astro blogger discourse docusaurus drupal eleventy gatsby ghost hexo hugo jekyll joomla mastodon medium
            nikola pelican plume quarto serendipity squarespace substack textpattern tumblr wordpress writefreely zola
            """
        )
    },
    "bear blog": "bearblog",
    "micro.blog": "microblog",
    "movable type": "movabletype",
    "typepad": "movabletype",
    "wix.com": "wix",
    "write.as": "writefreely",
}
# Marks in the page of platforms that do not name themselves: a CSS selector → the platform.
MARKS: Final = {
    'link[href*="substackcdn.com"], script[src*="substackcdn.com"]': "substack",
    'meta[content="com.medium.reader"]': "medium",
    'script[src*="//static1.squarespace.com/"], link[href*="//assets.squarespace.com/"]': "squarespace",
    '[id="mastodon"]': "mastodon",
    'link[href*="/wp-content/"], link[href*="/wp-includes/"], script[src*="/wp-includes/"]': "wordpress",
}


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names."""

    url: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class SitePage:
    """What a page says. `url` is where it stands.

    `links` are the feeds its link elements and Link header name, `mentioned` addresses on its own host that it links to
    and that look like feeds. `platform` is the software that wrote it ("" if unknown), `root` the address this is
    installed at, if the page tells; `channel` the id of the YouTube channel it is about.
    """

    url: str
    links: tuple[FeedLink, ...] = ()
    mentioned: tuple[str, ...] = ()
    platform: str = ""
    root: str = ""
    channel: str = ""


def looks_like_feed(body: bytes) -> bool:
    """Does the document open with the root element of a feed (or the version of a JSON Feed)?"""
    head = body[:4_000].replace(b"\x00", b"")
    if _JSON_FEED.match(body[:4_000]):
        return True
    root = _ROOT.search(head)
    return bool(root) and b"<html" not in head[: root.start() if root else 0].lower()


def about_comments(*words: str) -> bool:
    """True if an address or a title says that a feed holds comments, not posts."""
    return any(_COMMENTS.search(word) for word in words)


def feed_links(body: bytes, url: str, content_type: str = "") -> tuple[FeedLink, ...]:
    """The feeds named in a page, in its order, comment feeds last, each once."""
    return read_site(body, url, content_type).links


def read_site(body: bytes, url: str, content_type: str = "", link_header: str = "") -> SitePage:
    """What the page at `url` tells of its site's feeds. `link_header` is its Link header, repeated ones joined."""
    from roundup.parse.markup import page_tree

    tree = page_tree(body[:HEAD_BYTES], content_type)
    base_element = tree.css_first("base[href]")
    base = (safe_url(base_element.attributes.get("href") or "", url) if base_element else "") or url
    platform = _platform(tree)
    return SitePage(
        url=url,
        links=_links([*_header_links(link_header, url), *_element_links(tree, base)]),
        mentioned=_mentioned(tree, base),
        platform=platform,
        root=_wordpress_root(tree, base) if platform == "wordpress" else "",
        channel=_channel(body, url),
    )


def _links(found: list[FeedLink]) -> tuple[FeedLink, ...]:
    once = {link.url: link for link in reversed(found)}
    kept = [once.pop(link.url) for link in found if link.url in once]
    return tuple(sorted(kept, key=lambda link: about_comments(link.url, link.title)))[:MOST_LINKS]


def _element_links(tree: LexborHTMLParser, base: str) -> list[FeedLink]:
    found = [_link(node, base) for node in tree.css("link[href]")[: 20 * MOST_LINKS]]
    return [link for link in found if link]


def _link(node: LexborNode, base: str) -> FeedLink | None:
    attributes = node.attributes
    return _feed_link(
        (attributes.get("href") or "").strip(),
        base,
        attributes.get("rel") or "",
        attributes.get("type") or "",
        attributes.get("title") or "",
    )


def _feed_link(href: str, base: str, rel: str, kind: str, title: str) -> FeedLink | None:
    """A link as a feed that is named: rel=feed, or rel=alternate with the type of a feed."""
    relations, name = rel.lower().split(), FEED_TYPES.get(kind.partition(";")[0].strip().lower(), "")
    target = safe_url(href, base) if href else ""
    if not target or not ("feed" in relations or ("alternate" in relations and name)):
        return None
    if name in _VAGUE and "feed" not in relations and not _FEED_SHAPE.search(target):
        return None
    return FeedLink(target, one_line(title, 120), name)


def _header_links(header: str, url: str) -> list[FeedLink]:
    found = []
    for target, rest in _HEADER_LINK.findall(header[:20_000]):
        values = {name.lower(): quoted or plain for name, quoted, plain in _PARAMETER.findall(rest)}
        found.append(_feed_link(target, url, values.get("rel", ""), values.get("type", ""), values.get("title", "")))
    return [link for link in found if link]


def _mentioned(tree: LexborHTMLParser, base: str) -> tuple[str, ...]:
    """Addresses of the page's own links that look like feeds, on its own host: many sites have an icon and no more."""
    found: dict[str, None] = {}
    for node in tree.css("a[href]")[:2_000]:
        target = safe_url((node.attributes.get("href") or "").strip(), base).partition("#")[0]
        if target and _FEED_SHAPE.search(target) and host_of(target) == host_of(base):
            found[target] = None
    return tuple(sorted(found, key=about_comments))[:_MOST_MENTIONED]


def _platform(tree: LexborHTMLParser) -> str:
    """By what the page says wrote it, else by marks that only one platform leaves."""
    for node in tree.css("meta[name=generator i]")[:5]:
        generator = (node.attributes.get("content") or "").strip().lower()
        for beginning, platform in GENERATORS.items():
            if generator.startswith(beginning):
                return platform
    return next((platform for selector, platform in MARKS.items() if tree.css_first(selector)), "")


def _wordpress_root(tree: LexborHTMLParser, base: str) -> str:
    """Where WordPress is installed: it names its API there, and loads its files from there."""
    api = tree.css_first('link[rel="https://api.w.org/"][href]')
    files = tree.css_first('link[href*="/wp-content/"], link[href*="/wp-includes/"]')
    for node, mark in ((api, "wp-json"), (api, "?rest_route"), (files, "wp-content/"), (files, "wp-includes/")):
        target = safe_url((node.attributes.get("href") or "").strip(), base) if node else ""
        root, found, _ = target.partition(mark)
        # Files may come from elsewhere; the blog is where its page is.
        if found and host_of(root) == host_of(base):
            return root.removesuffix("index.php/")
    return ""


def _channel(body: bytes, url: str) -> str:
    if host_of(url).removeprefix("www.") not in ("youtube.com", "m.youtube.com"):
        return ""
    # The id stands in a script, behind more than the head.
    found = _CHANNEL.search(body[: 4 * HEAD_BYTES])
    return found[1].decode("ascii") if found else ""
