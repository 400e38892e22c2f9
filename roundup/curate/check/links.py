"""Checks of the links in the editor's words, as they are written; whether they lead anywhere is in answers.py."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roundup.curate.check.base import CheckFacts, Fault, addresses_of, images_of
from roundup.model import Edition
from roundup.patterns import pattern
from roundup.redirectors import is_redirector, unwrapped
from roundup.text import one_line
from roundup.urls import host_of, safe_url, without_trackers

_BARE_HOST = pattern(
    r"(?:www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:uk|com|org|net|eu|io|example)(?=[/?#]|$))", re.IGNORECASE
)
_SCHEME = pattern(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PAGE = pattern(r"[/.?#\w]", re.ASCII)


def tracking_links(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a link with parameters that tell who follows it (utm_…, fbclid and others)."""
    for where, address in addresses_of(edition):
        if (clean := without_trackers(address)) != address:
            message = f"A link tells who follows it: {one_line(address, 120)}"
            yield Fault("warns", where, message, f"Use {one_line(clean)}")


def relative_links(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a link without https:// and host: it leads elsewhere from every page that the edition is put on."""
    for where, address in _written(edition):
        if _is_relative(address):
            message = f"A link does not say where it leads: {one_line(address, 120)}"
            yield Fault("warns", where, message, _whole(address))


def _is_relative(address: str) -> bool:
    return bool(_PAGE.match(address)) and not _SCHEME.match(address)


def _whole(address: str) -> str:
    """What to write instead."""
    if address == "post":
        return "(post) stands for a post only in its own lead-in and remark: write the whole address"
    if address.startswith("//") or _BARE_HOST.match(address):
        return f"Write https://{one_line(address.lstrip('/'), 120)}"
    return "Write the whole address, beginning with https://"


def unsafe_links(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a link that is empty, or neither a web nor a mail address: formats leave its words and drop the link."""
    for where, address in _written(edition):
        is_mail = address.lower().startswith("mailto:")
        if not _is_relative(address) and not safe_url(address) and not is_mail:
            message = f"A link leads nowhere from where readers are: {one_line(address, 120) or 'it is empty'}"
            yield Fault("warns", where, message, "Write the whole address, beginning with https://")


def _written(edition: Edition) -> Iterator[tuple[str, str]]:
    """Links and pictures."""
    yield from addresses_of(edition)
    yield from ((where, address) for where, address, _ in images_of(edition))


def shortened_links(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a link that leads on by way of somebody who counts the clicks (bit.ly, t.co, mail programs and others)."""
    for where, address in addresses_of(edition):
        if is_redirector(address) or unwrapped(address):
            message = f"A link hides where it leads: {one_line(address, 120)}"
            target = unwrapped(address)
            yield Fault("warns", where, message, f"Use {one_line(target)}" if target else "Write where it leads to")


def insecure_links(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Hints: a link of the editor's to a page or picture that is not encrypted, where https may do as well."""
    own = {pick.url for pick in edition.picks}
    for where, address in _written(edition):
        host = host_of(address)
        if address.lower().startswith("http://") and address not in own and not host.startswith("127."):
            message = f"A link is not encrypted: {one_line(address, 120)}"
            yield Fault("hints", where, message, f"Try https://{one_line(address[7:], 120)}")


def doubtful_hosts(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a link of the editor's to a host that may have changed hands, as its feed makes believe."""
    own = {pick.url for pick in edition.picks}
    for where, address in addresses_of(edition):
        doubt = facts.hosts.get(host_of(address).removeprefix("www."))
        if doubt and address not in own:
            message = f"A link leads to a blog that is doubtful ({one_line(doubt, 120)}): {one_line(address, 120)}"
            yield Fault("warns", where, message, "Look at the page; link to another if it is a stranger's")
