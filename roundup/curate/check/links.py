"""Checks of the links in the editor's words."""

from __future__ import annotations

from collections.abc import Iterator

from roundup.curate.check.base import CheckFacts, Fault, addresses_of
from roundup.model import Edition
from roundup.redirectors import is_redirector, unwrapped
from roundup.text import one_line
from roundup.urls import host_of, safe_url, without_trackers


def tracking_links(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a link with parameters that tell who follows it (utm_…, fbclid and others)."""
    for where, address in addresses_of(edition):
        if (clean := without_trackers(address)) != address:
            yield Fault(
                "warns", where, f"A link tells who follows it: {one_line(address, 120)}", f"Use {one_line(clean)}"
            )


def unsafe_links(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a link in the editor's text that is not a whole web or mail address."""
    for where, address in addresses_of(edition):
        if not safe_url(address) and not address.lower().startswith("mailto:"):
            message = f"A link leads nowhere from where readers are: {one_line(address, 120) or 'it is empty'}"
            yield Fault("warns", where, message, "Write the whole address, beginning with https://")


def shortened_links(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a link that leads on by way of somebody who counts the clicks (bit.ly, t.co, mail programs and others)."""
    for where, address in addresses_of(edition):
        if is_redirector(address) or unwrapped(address):
            message = f"A link hides where it leads: {one_line(address, 120)}"
            target = unwrapped(address)
            yield Fault("warns", where, message, f"Use {one_line(target)}" if target else "Write where it leads to")


def insecure_links(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Hints: a link of the editor's to a page that is not encrypted, where https may do as well."""
    own = {pick.url for pick in edition.picks}
    for where, address in addresses_of(edition):
        host = host_of(address)
        if address.lower().startswith("http://") and address not in own and not host.startswith("127."):
            message = f"A link is not encrypted: {one_line(address, 120)}"
            yield Fault("hints", where, message, f"Try https://{one_line(address[7:], 120)}")
