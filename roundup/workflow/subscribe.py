"""Following a feed that was found: is it followed already, are its posts here already, and into feeds.opml with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from roundup.dataclass import dataclass
from roundup.model import Subscription
from roundup.urls import canonical_key
from roundup.workflow.desk import Desk
from roundup.workflow.feeds import follow, followed

if TYPE_CHECKING:
    from roundup.parse.offers import Offer

MOSTLY = 0.5  # share of a feed's posts from which on it is said that they are here already
LEAST_POSTS = 3


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many of a feed's posts the desk has already, of how many, and the titles of the feeds that brought them."""

    known: int
    posts: int
    through: tuple[str, ...]

    @property
    def mostly(self) -> bool:
        """True if following the feed would bring mostly what is here already."""
        return self.known >= max(LEAST_POSTS, MOSTLY * self.posts)


def subscribe(desk: Desk, offer: Offer) -> bool:
    """Follow the feed that is offered; False if its address stood in feeds.opml already."""
    return bool(follow(desk, [Subscription(url=offer.url, title=offer.title, site_url=offer.site_url)]))


def followed_as(desk: Desk, addresses: Iterable[str]) -> Subscription | None:
    """The feed followed under one of `addresses`, whatever its spelling, or known by one of them.

    http and https, with and without www. and a last slash are one address; so are those a followed feed had before it
    moved and those that its own redirects to.
    """
    if not desk.settings.feeds_path.exists():
        return None
    subscriptions = followed(desk.settings)
    by_key = {canonical_key(s.url) or s.url: s for s in reversed(subscriptions)}
    by_url = {s.url: s for s in subscriptions}
    for known, url in _other_addresses(desk).items():
        if url in by_url:
            by_key.setdefault(canonical_key(known) or known, by_url[url])
    return next((by_key[key] for address in addresses if (key := canonical_key(address) or address) in by_key), None)


def _other_addresses(desk: Desk) -> Mapping[str, str]:
    if not desk.settings.database_path.exists():
        return {}
    with desk.store() as store:
        return store.feeds.addresses()


def overlap(desk: Desk, offer: Offer) -> Overlap:
    """How many posts of the feed are on the desk, and through which feeds they came."""
    from roundup.merge import merge, names

    nothing = Overlap(0, offer.posts, ())
    if not desk.settings.database_path.exists() or not offer.posts:
        return nothing
    feed = replace(offer.feed, url=offer.url)
    with desk.store() as store:
        changes = merge(feed, store.posts.known(names(feed)))
        ids = [change.post_id for change in changes if change.post_id is not None]
        through = Counter(source.feed_title or source.feed_url for id_ in ids for source in store.posts.sources(id_))
    return Overlap(len(ids), len(changes), tuple(title for title, _ in through.most_common(3)))
