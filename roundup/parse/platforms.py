"""(address, page) → where its feeds may be, in the order in which to ask, each with the reason. Pure.

    what the page names ─▶ what the address says ─▶ what the software offers ─▶ what the page links to ─▶ usual places

Only what a platform documents or does by default is in the tables. The last two are guesses: they are asked one after
another, and no more once one of them was a feed.

To add a platform: by its address, a function in ADDRESSES; by what its pages say, a line in GENERATORS or MARKS
(discover.py) and one in OFFERED.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from roundup.dataclass import dataclass
from roundup.parse.discover import SitePage, about_comments
from roundup.urls import canonical_key, host_of, safe_url

# Platform → its feeds, from where it is installed. An empty path with a query is the page itself.
OFFERED: Final[dict[str, tuple[str, ...]]] = {
    "wordpress": ("feed/", "?feed=rss2"),
    "blogger": ("feeds/posts/default",),
    "ghost": ("rss/",),
    "substack": ("feed",),
    "medium": ("feed",),
    "squarespace": ("?format=rss", "blog?format=rss"),
    "tumblr": ("rss",),
    "hugo": ("index.xml",),
    "quarto": ("index.xml",),
    "jekyll": ("feed.xml", "atom.xml"),
    "eleventy": ("feed/feed.xml", "feed.xml"),
    "hexo": ("atom.xml", "rss2.xml"),
    "zola": ("atom.xml", "rss.xml"),
    "astro": ("rss.xml",),
    "gatsby": ("rss.xml",),
    "nikola": ("rss.xml",),
    "docusaurus": ("blog/rss.xml", "rss.xml"),
    "pelican": ("feeds/all.atom.xml",),
    "drupal": ("rss.xml",),
    "joomla": ("?format=feed&type=rss",),
    "wix": ("blog-feed.xml",),
    "movabletype": ("atom.xml", "index.rdf"),
    "textpattern": ("rss/",),
    "serendipity": ("feeds/index.rss2",),
    "discourse": ("latest.rss",),
    "microblog": ("feed.xml",),
    "writefreely": ("feed/",),
    "bearblog": ("feed/",),
    "plume": ("atom.xml",),
}
# Asked of a site about which nothing is known.
USUAL: Final = ("feed/", "feed.xml", "rss.xml", "atom.xml", "index.xml", "rss/", "feed.json")
_OWN_PAGES: Final = frozenset({"squarespace", "joomla"})  # whose sections each have a feed, made from their own address

_SECTION = re.compile(r"(?:/[^/]+)*/(?:category|tag|author)/[^/]+(?:/[^/]+)*/?")
_HANDLE = re.compile(r"/@([\w.-]{1,60})/?")
_FIRST = re.compile(r"/(@?[\w.-]{1,80})(?:/.*)?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed, with the reason in words. `guess`: asked only while nothing was found."""

    url: str
    why: str
    title: str = ""
    guess: bool = False

    @property
    def comments(self) -> bool:
        return about_comments(self.url, self.title)


def candidates(page: SitePage) -> tuple[Candidate, ...]:
    """Where to look for the feeds of the site of `page`, in order, each address once, comments last among the named."""
    found = [
        *by_address(page.url, page.channel),
        *(Candidate(link.url, f"named by {page.url}", link.title) for link in page.links),
    ]
    found.sort(key=lambda candidate: candidate.comments)
    found += [Candidate(url, why, guess=True) for url, why in _guesses(page)]
    once = {canonical_key(candidate.url) or candidate.url: candidate for candidate in reversed(found)}
    own = canonical_key(page.url)
    return tuple(c for c in found if once.get(key := canonical_key(c.url) or c.url) is c and key != own)


def _guesses(page: SitePage) -> Iterator[tuple[str, str]]:
    offered = OFFERED.get(page.platform, ())
    bases = [page.root] if page.root else _bases(page)
    if page.platform == "wordpress" and _SECTION.fullmatch(urlsplit(page.url).path):
        yield _under(page.url, "feed/"), "where WordPress has the feed of a category, tag or author"
    if page.platform == "mastodon" and _HANDLE.fullmatch(urlsplit(page.url).path):
        yield page.url.partition("?")[0].rstrip("/") + ".rss", "where Mastodon has the feed of a person"
    for path in offered:
        for base in bases:
            yield _under(base, path), f"where {page.platform} has it"
    for url in page.mentioned:
        yield url, f"linked to by {page.url}"
    for number, path in enumerate(USUAL):
        # A section's own feed is rarer than the site's: only the most usual names are tried there.
        for base in bases if number < 2 else bases[-1:]:
            yield _under(base, path), "a usual place"


def _bases(page: SitePage) -> list[str]:
    """The addresses that paths of feeds start from: the page's own if it is a section's, and the site's root."""
    parts = urlsplit(page.url)
    root = f"{parts.scheme}://{parts.netloc}/"
    depth = parts.path.strip("/").count("/") + bool(parts.path.strip("/"))
    section = f"{root}{parts.path.strip('/')}/" if depth == 1 and "." not in parts.path else root
    if page.platform in _OWN_PAGES:
        section = root + parts.path.lstrip("/")
    if parts.path.startswith("/~"):
        # One person's pages on a shared host: what stands at its root is not theirs.
        return [root + parts.path.strip("/").partition("/")[0] + "/"]
    return list(dict.fromkeys((section, root)))


def _under(base: str, path: str) -> str:
    page = base.partition("?")[0].partition("#")[0]
    return page + path if path.startswith("?") else page.rstrip("/") + "/" + path


# ---------------------------------------------------------------- what an address says by itself


def by_address(url: str, channel: str = "") -> Sequence[Candidate]:
    """The feeds of a page on a platform that is known by its host; `channel` is the YouTube channel it is about."""
    host = host_of(url).removeprefix("www.")
    parts = urlsplit(url)
    for hosts, rule in ADDRESSES:
        if host in hosts or any(host.endswith(name) for name in hosts if name.startswith(".")):
            # "" stands for an address that says nothing here.
            named = rule(parts, channel)
            return [Candidate(safe_url(address), why) for address, why in named if safe_url(address)]
    return ()


_Named = list[tuple[str, str]]


def _youtube(parts: SplitResult, channel: str) -> _Named:
    query = parse_qs(parts.query, max_num_fields=50)
    feed = "https://www.youtube.com/feeds/videos.xml?"
    if playlist := query.get("list", [""])[0]:
        return [(f"{feed}playlist_id={playlist}", "YouTube's feed of a playlist")]
    kind, _, name = parts.path.strip("/").partition("/")
    name = name.partition("/")[0]
    if kind == "channel" and name.startswith("UC"):
        channel = name
    if channel:
        return [(f"{feed}channel_id={channel}", "YouTube's feed of a channel")]
    return [(f"{feed}user={name}", "YouTube's feed of a user")] if kind == "user" and name else []


def _medium(parts: SplitResult, _channel: str) -> _Named:
    own = (parts.hostname or "").removeprefix("www.").removesuffix("medium.com")
    if own:
        return [(f"https://{own}medium.com/feed", "Medium's feed of an author")]
    first = _FIRST.fullmatch(parts.path)
    # A few first parts of an address are Medium's own pages.
    if not first or first[1] in ("feed", "tag", "m", "p", "search", "membership", "about"):
        return []
    return [(f"https://medium.com/feed/{first[1]}", "Medium's feed of an author or publication")]


def _substack(parts: SplitResult, _channel: str) -> _Named:
    host = (parts.hostname or "").removeprefix("www.")
    handle = _HANDLE.match(parts.path)
    if host != "substack.com":
        return [(f"https://{host}/feed", "Substack's feed of a newsletter")]
    return [(f"https://{handle[1]}.substack.com/feed", "Substack's feed of an author")] if handle else []


def _tumblr(parts: SplitResult, _channel: str) -> _Named:
    host = (parts.hostname or "").removeprefix("www.")
    first = _FIRST.fullmatch(parts.path)
    if host != "tumblr.com":
        return [(f"https://{host}/rss", "Tumblr's feed of a blog")]
    named = first and first[1] not in ("blog", "dashboard", "explore", "search", "tagged", "login")
    return [(f"https://{first[1].lstrip('@')}.tumblr.com/rss", "Tumblr's feed of a blog")] if first and named else []


def _blogger(parts: SplitResult, _channel: str) -> _Named:
    return [(f"https://{parts.hostname}/feeds/posts/default", "Blogger's feed of a blog")]


def _wordpress_com(parts: SplitResult, _channel: str) -> _Named:
    named = [(f"https://{parts.hostname}/feed/", "WordPress's feed of a blog")]
    if _SECTION.fullmatch(parts.path):
        section = f"https://{parts.hostname}{parts.path.rstrip('/')}/feed/"
        named.insert(0, (section, "WordPress's feed of a category, tag or author"))
    return named


def _github(parts: SplitResult, _channel: str) -> _Named:
    names = parts.path.strip("/").split("/")
    if len(names) < 2:
        return [(f"https://github.com/{names[0]}.atom", "GitHub's feed of somebody's doings")] if names[0] else []
    return [(f"https://github.com/{names[0]}/{names[1]}/releases.atom", "GitHub's feed of releases")]


def _gitlab(parts: SplitResult, _channel: str) -> _Named:
    project = parts.path.partition("/-/")[0].strip("/")
    if "/" not in project:
        return []
    return [(f"https://gitlab.com/{project}/-/releases.atom", "GitLab's feed of releases")]


def _bluesky(parts: SplitResult, _channel: str) -> _Named:
    person = re.fullmatch(r"/profile/([\w.:-]{1,200})(?:/.*)?", parts.path)
    return [(f"https://bsky.app/profile/{person[1]}/rss", "Bluesky's feed of somebody's posts")] if person else []


def _dev(parts: SplitResult, _channel: str) -> _Named:
    first = _FIRST.fullmatch(parts.path)
    return [(f"https://dev.to/feed/{first[1]}", "dev.to's feed of an author")] if first else []


def _livejournal(parts: SplitResult, _channel: str) -> _Named:
    host = (parts.hostname or "").removeprefix("www.")
    return [(f"https://{host}/data/rss", "the journal's feed")] if host.count(".") > 1 else []


def _buttondown(parts: SplitResult, _channel: str) -> _Named:
    first = _FIRST.fullmatch(parts.path)
    return [(f"https://{parts.hostname}/{first[1]}/rss", "Buttondown's feed of a newsletter")] if first else []


_Rule = Callable[[SplitResult, str], _Named]

# Hosts (".name": all below it) → what an address there says. The first that fits is taken.
ADDRESSES: Final[tuple[tuple[tuple[str, ...], _Rule], ...]] = (
    (("youtube.com", "m.youtube.com"), _youtube),
    (("medium.com", ".medium.com"), _medium),
    (("substack.com", ".substack.com"), _substack),
    (("tumblr.com", ".tumblr.com"), _tumblr),
    ((".blogspot.com", ".blogspot.co.uk", ".blogspot.ie", ".blogspot.de", ".blogspot.fr"), _blogger),
    ((".wordpress.com",), _wordpress_com),
    (("github.com",), _github),
    (("gitlab.com",), _gitlab),
    (("bsky.app",), _bluesky),
    (("dev.to",), _dev),
    ((".livejournal.com", ".dreamwidth.org"), _livejournal),
    (("buttondown.com", "buttondown.email"), _buttondown),
)
