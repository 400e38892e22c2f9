"""The feeds an address leads to: the address asked, then what its page names, then where feeds usually are.

One host is asked one question at a time, at most MOST_ASKED in all, and none after two deadlines. Guessing ends with
the first feed that is found.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from roundup.dataclass import dataclass
from roundup.errors import FeedError, RoundupError, UsageError
from roundup.patterns import pattern
from roundup.text import one_line
from roundup.urls import canonical_key, safe_url
from roundup.workflow.desk import Desk

if TYPE_CHECKING:
    from roundup.fetch.workers import ParserPool
    from roundup.net import HttpClient, Response
    from roundup.parse.discover import SitePage
    from roundup.parse.offers import Offer
    from roundup.parse.platforms import Candidate

MOST_ASKED = 8  # requests for one site, its page included
PERMANENT = frozenset({301, 308})  # RFC 9110, 15.4: the new address is to be used from now on
_WRAPPED = pattern(r"feed:(?://)?(?=https?:)|feed:(?=//)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tried:
    """An address that was asked for a feed in vain: why there, and what came of it."""

    url: str
    why: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found from `url`: the feeds offered, each list of posts once, and what was tried in vain."""

    url: str
    offers: tuple[Offer, ...] = ()
    tried: tuple[Tried, ...] = ()


def web_address(given: str) -> str:
    """What was typed or pasted as an address; https:// may be left out. UsageError if it is none."""
    text = _WRAPPED.sub("", given.strip()).removeprefix("//")
    address = safe_url(text if "://" in text else f"https://{text}")
    if not address and "@" in text.partition("://")[2].partition("/")[0]:
        raise UsageError(
            "a name and password do not belong into an address",
            hint="Put them into the environment: ROUNDUP_SECRET_1='https://host name password'",
        )
    if not address:
        raise UsageError(
            f"{one_line(given, 80) or 'an empty text'} is not a web address",
            hint="Give it like https://example.org/blog/",
        )
    return address


def discover(desk: Desk, given: str) -> Discovery:
    """The feeds that `given` leads to; at least one. RoundupError, with what was tried, if there is none."""
    address = web_address(given)
    with searching(desk) as search:
        found = search.from_address(address, "://" not in given)
    if not found.offers:
        raise _nothing(found)
    return found


def searching(desk: Desk, *, unattended: bool = False) -> Search:
    """A search for feeds, to be used as a context manager, by any number of threads."""
    from roundup.fetch.workers import ParserPool
    from roundup.net import HttpClient

    settings = desk.settings.fetch
    pool = ParserPool(workers=1, seconds=settings.parse_seconds, zone_name=desk.settings.desk.timezone)
    return Search(HttpClient(settings), pool, desk, unattended=unattended)


class Search:
    """Looks for feeds.

    `unattended`: nobody named the page, so its site's robots.txt is obeyed, and the first feed found is enough.
    """

    def __init__(self, client: HttpClient, parsers: ParserPool, desk: Desk, *, unattended: bool = False) -> None:
        self.client = client
        self.parsers = parsers
        self.desk = desk
        self.unattended = unattended

    def __enter__(self) -> Search:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.abort()
        self.parsers.close()

    def from_address(self, address: str, bare: bool = False, *, most: int = MOST_ASKED) -> Discovery:
        """What `address` leads to, with at most `most` requests. `bare`: its scheme was only assumed.

        Raises RoundupError if nothing answers there and the address itself does not say where to ask.
        """
        site = _Site(self, most)
        return site.explore(address, bare)


@dataclass(frozen=True, slots=True)
class _Read:
    """An answer that was a feed, and the address it is to be followed under."""

    url: str
    answer: Response
    asked: str


class _Site:
    """The search on one site, with what it may still ask."""

    def __init__(self, search: Search, most: int) -> None:
        self._search = search
        self._left = most
        self._until = time.monotonic() + 2 * search.client.settings.deadline
        self._tried: list[Tried] = []
        self._seen: set[str] = set()

    def explore(self, address: str, bare: bool) -> Discovery:
        from roundup.parse.discover import SitePage, looks_like_feed, read_site
        from roundup.parse.platforms import by_address

        try:
            address, answer = self._front_page(address, bare)
        except RoundupError:
            # A platform may keep its pages from programs and yet give everybody the feed.
            if not by_address(address):
                raise
            return self._found(address, SitePage(address))
        if looks_like_feed(answer.body):
            return Discovery(address, (self._offer(_taken(address, answer), "the address itself"),))
        content_type, links = answer.headers.get("content-type", ""), answer.headers.get("link", "")
        return self._found(address, read_site(answer.body, answer.url, content_type, links))

    def _front_page(self, address: str, bare: bool) -> tuple[str, Response]:
        """The address that answered, and its answer."""
        from roundup.net import FetchError

        if self._search.unattended:
            self._mind_robots(address)
        try:
            return address, self._asked(address)
        except FetchError:
            # Nobody said https: some sites have never heard of it.
            if not bare:
                raise
            plain = "http" + address.removeprefix("https")
            return plain, self._asked(plain)

    def _mind_robots(self, address: str) -> None:
        from roundup.net import FetchError
        from roundup.net.robots import PageReader

        verdict = PageReader(self._search.client).verdict(address)
        if not verdict.allowed:
            raise FetchError("robots", verdict.why)

    def _asked(self, address: str) -> Response:
        self._left -= 1
        client = self._search.client
        left = min(client.settings.deadline, self._until - time.monotonic())
        answer = client.get(address, deadline=max(left, 1.0))
        if answer.status != 200:
            raise RoundupError(f"{address} answers {answer.status}", hint="Open it in a browser: is the address right?")
        return answer

    def _found(self, address: str, page: SitePage) -> Discovery:
        from roundup.parse.offers import arranged
        from roundup.parse.platforms import candidates

        offers: list[Offer] = []
        for candidate in candidates(page):
            if self._enough(candidate, offers):
                continue
            if self._left <= 0 or time.monotonic() > self._until:
                break
            if offer := self._read(candidate, page.url):
                offers.append(offer)
        return Discovery(address, arranged(offers), tuple(self._tried))

    def _enough(self, candidate: Candidate, offers: Sequence[Offer]) -> bool:
        """True if `candidate` need not be asked, because of what was found already."""
        have = any(not offer.comments for offer in offers)
        return have and (candidate.guess or self._search.unattended)

    def _read(self, candidate: Candidate, page: str) -> Offer | None:
        """The feed at a candidate's address; None, and noted, if there is none or it was read already."""
        from roundup.parse.discover import looks_like_feed

        try:
            answer = self._asked(candidate.url)
            if not looks_like_feed(answer.body):
                raise RoundupError("is a page, not a feed")
            if (key := canonical_key(answer.url)) in self._seen:
                return None
            offer = self._offer(_taken(candidate.url, answer), candidate.why, candidate.title, page)
        except RoundupError as error:
            outcome = error.message.removeprefix(f"{candidate.url} ")
            self._tried.append(Tried(candidate.url, candidate.why, one_line(outcome, 160)))
            return None
        self._seen.add(key)
        return offer

    def _offer(self, read: _Read, why: str, title: str = "", page: str = "") -> Offer:
        from roundup.parse import parse_plain
        from roundup.parse.offers import offer

        body, kind = read.answer.body, read.answer.headers.get("content-type", "")
        zone = self._search.desk.settings.zone
        feed = parse_plain(body, url=read.answer.url, content_type=kind, zone=zone) or self._search.parsers.parse(
            body, read.answer.url, kind
        )
        hops = [to for _, to in read.answer.redirects]
        aliases = (read.asked, *hops, read.answer.url)
        return offer(feed, url=read.url, why=why, now=self._now, title=title, page=page, aliases=aliases)

    @property
    def _now(self) -> datetime:
        return self._search.desk.now


def _taken(asked: str, answer: Response) -> _Read:
    """The address to follow: where every redirect on the way was a permanent one, that at its end."""
    moved = bool(answer.redirects) and all(status in PERMANENT for status, _ in answer.redirects)
    return _Read(answer.url if moved else asked, answer, asked)


def _nothing(found: Discovery) -> RoundupError:
    return FeedError(
        f"{found.url} is no feed, and none was found from there",
        hint=f"{_in_vain(found)}Look on the site for a link called RSS or feed and give its address.\n"
        "A single page, without a feed: roundup add URL",
    )


def _in_vain(found: Discovery) -> str:
    """What was asked and what came of it, what came to the same together; on the site itself only the paths."""
    site = "/".join(found.url.split("/", 3)[:3])
    outcomes: dict[str, list[str]] = {}
    for tried in found.tried:
        outcomes.setdefault(tried.outcome, []).append(tried.url.removeprefix(site))
    told = "; ".join(f"{', '.join(places)} ({outcome})" for outcome, places in outcomes.items())
    return f"Asked in vain: {told}.\n" if told else ""
