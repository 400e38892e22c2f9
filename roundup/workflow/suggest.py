"""Blogs that several followed blogs link to and the desk does not follow, with their feeds.

posts of the last weeks ─▶ their links ─▶ by site ─▶ two linkers at least ─▶ ranked ─▶ the feeds of the first ones
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from roundup.dataclass import dataclass
from roundup.errors import RoundupError, UsageError
from roundup.parse.outlinks import links_in
from roundup.parse.sites import home_of, may_be_blog, site_of
from roundup.redirectors import unwrapped
from roundup.workflow.desk import Desk
from roundup.workflow.feeds import followed

if TYPE_CHECKING:
    from roundup.parse.offers import Offer
    from roundup.store.linking import Linking
    from roundup.workflow.discover import Search

LEAST_LINKERS = 2
MOST_WEEKS = 1040
SITES_AT_ONCE = 4
ASKED_EACH = 5  # requests for one site, robots.txt not counted


@dataclass(frozen=True, slots=True)
class Mention:
    """A post that links to a site: the latest of its blog."""

    post_id: int
    title: str
    blog: str
    url: str
    listed: datetime
    target: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A site that is linked to and not followed. `mentions`: one a linking blog, the latest first.

    `feed` is what was found when it was asked for; `outcome` says why there is none.
    """

    site: str
    url: str
    mentions: tuple[Mention, ...]
    feed: Offer | None = None
    outcome: str = ""

    @property
    def latest(self) -> datetime:
        return self.mentions[0].listed


def suggest(desk: Desk, *, weeks: int, limit: int, offline: bool = False) -> tuple[Neighbour, ...]:
    """The sites most linked to by different blogs in the last `weeks`, the first `limit`, with their feeds.

    Nobody is asked if `offline`.
    """
    from roundup.store.linking import posts_since

    if not 0 < weeks <= MOST_WEEKS:
        raise UsageError(f"{weeks} weeks cannot be looked back", hint=f"Between 1 and {MOST_WEEKS}.")
    if limit < 1:
        raise UsageError(f"{limit} suggestions are none", hint="Ask for at least one.")
    known = _followed_sites(desk)
    with desk.store() as store:
        posts = posts_since(store.connection, desk.now - timedelta(weeks=weeks))
        found = neighbours(posts, known)[:limit]
    return tuple(found) if offline else _with_feeds(desk, found)


def _followed_sites(desk: Desk) -> set[str]:
    """The sites of every feed followed: of its address, of the page it names, of what it was known by."""
    subscriptions = followed(desk.settings)
    urls = {s.url for s in subscriptions}
    addresses = [*urls, *(s.site_url for s in subscriptions)]
    with desk.store() as store:
        addresses += [state.site_url for url, state in store.feeds.states().items() if url in urls]
        addresses += [other for other, url in store.feeds.addresses().items() if url in urls]
    return {site for address in addresses if (site := site_of(address))}


# ---------------------------------------------------------------- pure: posts → sites


def neighbours(posts: Iterable[Linking], known: Iterable[str]) -> list[Neighbour]:
    """Sites linked to by at least two blogs and not `known`, those of most blogs first, then the latest.

    A site whose posts a feed brought is known: a planet's feed brings the posts of many. A page added by hand is not.
    """
    known = set(known)
    mentions: dict[str, dict[str, Mention]] = {}
    sites: dict[str, str] = {}
    for post in posts:
        own = site_of(post.url) or post.blog
        if post.followed:
            known.add(own)
        for target in links_in(post.html) if "href=" in post.html else ():
            site = _site_linked_to(target, sites)
            if site and site != own:
                # Posts come oldest first, so the latest of a blog stays.
                mentions.setdefault(site, {})[own] = _mention(post, target)
    return _ranked({site: linkers for site, linkers in mentions.items() if not _is_known(site, known)})


def _site_linked_to(target: str, sites: dict[str, str]) -> str:
    """The site of a link, "" if that is certainly no blog. `sites` remembers what was found for an address."""
    if target not in sites:
        address = unwrapped(target) or target
        sites[target] = site_of(address) if may_be_blog(address) else ""
    return sites[target]


def _mention(post: Linking, target: str) -> Mention:
    return Mention(post.id, post.title, post.blog, post.url, post.listed, unwrapped(target) or target)


def _is_known(site: str, known: set[str]) -> bool:
    """True for what is followed, also where the one is the blog of the other (blog.a.example, a.example)."""
    return site in known or f"blog.{site}" in known or site.removeprefix("blog.") in known


def _ranked(mentions: dict[str, dict[str, Mention]]) -> list[Neighbour]:
    found = []
    for site, linkers in mentions.items():
        if len(linkers) >= LEAST_LINKERS:
            latest = sorted(linkers.values(), key=lambda mention: (mention.listed, mention.post_id), reverse=True)
            found.append(Neighbour(site, home_of(site, latest[0].target), tuple(latest)))
    return sorted(found, key=lambda n: (-len(n.mentions), -n.latest.timestamp(), n.site))


# ---------------------------------------------------------------- the feeds of the first


def _with_feeds(desk: Desk, found: Sequence[Neighbour]) -> tuple[Neighbour, ...]:
    """Each with its feed, a few sites at once, each of them asked one question after another."""
    from concurrent.futures import ThreadPoolExecutor

    from roundup.workflow.discover import searching

    with searching(desk, unattended=True) as search, ThreadPoolExecutor(SITES_AT_ONCE) as pool:
        try:
            return tuple(pool.map(lambda neighbour: _with_feed(search, neighbour), found))
        finally:
            search.client.abort()


def _with_feed(search: Search, neighbour: Neighbour) -> Neighbour:
    """The page that was linked to names the feed as surely as the front page; that is for when it is gone."""
    outcome = ""
    for address in dict.fromkeys((neighbour.mentions[0].target, neighbour.url)):
        try:
            discovery = search.from_address(address, most=ASKED_EACH)
        except RoundupError as error:
            outcome = error.message
            continue
        if offer := next((offer for offer in discovery.offers if not offer.comments), None):
            return replace(neighbour, feed=offer)
        outcome = "none was found there"
    return replace(neighbour, outcome=outcome)
