"""Addresses that lead to an author's page by way of somebody who counts the clicks: which are such, what they mean.

Feed services, shorteners and mail programs put their own address in front of the author's. Some carry the author's
inside them; the others have to be asked, which is the affair of workflow/redirects.py. What is published is always the
author's own. Pure.

To add one: a line in SERVICES (has to be asked) or in CARRIERS (carries the address).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from roundup.patterns import pattern
from roundup.urls import canonical_key, host_of, safe_url, without_trackers

# Host (".name": anything below it) and, if not everything there is a redirect, what its paths begin with.
_SERVICES: Final = """
    feedproxy.google.com/~r/ feeds.feedburner.com/~r/ feeds2.feedburner.com/~r/ feedproxy.feedburner.com/~r/
    feeds.feedblitz.com/~/ feeds.feedblitz.com/_/ rss.feedsportal.com/c/ da.feedsportal.com/c/
    feedpress.me/link/ feedpress.it/link/ tracking.feedpress.com/link/ tracking.feedpress.it/link/
    t.co bit.ly bitly.com j.mp goo.gl tinyurl.com ow.ly buff.ly dlvr.it ift.tt is.gd v.gd lnkd.in wp.me fb.me trib.al
    rebrand.ly cutt.ly t.ly rb.gy tiny.cc shorturl.at s.id eepurl.com lnks.gd amzn.to tcrn.ch nyti.ms bbc.in gu.com
    www.linkedin.com/slink link.medium.com
    .list-manage.com/track/click .list-manage1.com/track/click .list-manage2.com/track/click
    .ct.sendgrid.net/ls/click .mlsend.com/link/ .mlsend2.com/link/ click.convertkit-mail.com click.convertkit-mail2.com
    .cmail19.com/t/ .cmail20.com/t/ .createsend1.com/t/ links.govdelivery.com/track click.revue.email
    substack.com/redirect/ email.substack.com/c/
"""
# The same, and the parameter of the query in which the address stands ("" for the whole query, "/" for the path).
_CARRIERS: Final = """
    www.google.com/url:q www.google.com/url:url google.com/url:q www.google.co.uk/url:q www.google.co.uk/url:url
    l.facebook.com/l.php:u lm.facebook.com/l.php:u l.instagram.com/:u l.messenger.com/l.php:u
    out.reddit.com/:url slack-redir.net/link:url medium.com/r/:url t.umblr.com/redirect:z href.li/:
    www.linkedin.com/redir/redirect:url www.youtube.com/redirect:q disq.us/url:url getpocket.com/redirect:url
    duckduckgo.com/l/:uddg vk.com/away.php:to nullrefer.com/: .safelinks.protection.outlook.com/:url
    urldefense.com/v3/__:/ links-1.govdelivery.com/CL0/:/ links-2.govdelivery.com/CL0/:/
"""


def _table(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Host → what stands behind it in the list, each."""
    table: dict[str, tuple[str, ...]] = {}
    for line in lines:
        host, slash, rest = line.partition("/")
        table[host] = (*table.get(host, ()), slash + rest)
    return table


SERVICES: Final = _table(_SERVICES.split())
CARRIERS: Final = _table(_CARRIERS.split())
_CARRIED = pattern(r"https?(?::|%3A)(?:/|%2F){2}", re.IGNORECASE)


def _netloc(url: str) -> str:
    """The host as it is written. Cheap: every address of every new post is looked at."""
    return url.partition("://")[2].partition("/")[0].partition("?")[0].lower()


def _entries(table: dict[str, tuple[str, ...]], netloc: str) -> tuple[str, ...]:
    """What a table says of a host, by its own name or a name above it."""
    if found := table.get(netloc):
        return found
    while "." in netloc:
        netloc = netloc.partition(".")[2]
        if found := table.get("." + netloc):
            return found
    return ()


def may_lead_on(url: str) -> bool:
    """False for nearly every address: neither asking there nor looking into it would lead to another one."""
    return _is_listed(_netloc(url))


@lru_cache(maxsize=4096)
def _is_listed(netloc: str) -> bool:
    return bool(_entries(SERVICES, netloc) or _entries(CARRIERS, netloc))


def is_redirector(url: str) -> bool:
    """True if what stands behind `url` can only be known by asking there."""
    begins = _entries(SERVICES, _netloc(url))
    if not begins:
        return False
    path = urlsplit(url).path
    # A service's front page is its own.
    return len(path) > 1 and any(path.startswith(start) for start in begins)


def unwrapped(url: str) -> str:
    """The address that `url` carries inside, "" if it carries none. Wrappings in wrappings are taken off, too."""
    found = ""
    for _ in range(3):
        inner = _carried(found or url)
        if not inner:
            break
        found = inner
    return without_trackers(found)


def _carried(url: str) -> str:
    for line in _entries(CARRIERS, _netloc(url)):
        start, _, name = line.rpartition(":")
        parts = urlsplit(url)
        if parts.path.startswith(start.rstrip("/") or "/"):
            rest = parts.path.removeprefix(start) + (f"?{parts.query}" if parts.query else "")
            if found := _in_path(rest) if name == "/" else _in_query(name, parts.query):
                return found
    return ""


def _in_path(rest: str) -> str:
    """An address that makes up one encoded part of a path, or all of it up to a mark."""
    if not _CARRIED.match(rest):
        return ""
    encoded = "//" not in rest[:10]
    return safe_url(unquote(rest.partition("/")[0]) if encoded else rest.partition("__;")[0])


def _in_query(name: str, query: str) -> str:
    if not name:
        return safe_url(unquote(query))
    return safe_url(next((value for key, value in parse_qsl(query, max_num_fields=100) if key == name), ""))


def landed(url: str, target: str) -> str:
    """Where the redirect of `url` leads, as an address to publish; "" if `target` is no page of a post.

    A service that no longer knows an address leads to a front page, its own or the site's.
    """
    address = safe_url(target)
    if not address or is_redirector(address) or host_of(address) == host_of(url):
        return ""
    clean = without_trackers(unwrapped(address) or address)
    key = canonical_key(clean)
    return clean if key.partition("://")[2].partition("/")[2] else ""
