"""Headers that survive the way to a reader.

Python's own `email` package writes a List-Unsubscribe of more than some 60 characters as an encoded word (CPython issue
85725), which mail programs then do not recognise. Headers that hold addresses are never encoded here, and folded only
between their items (RFC 2369, section 2: angle brackets, separated by commas).
"""

from __future__ import annotations

from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from typing import Any
from urllib.parse import quote, urlsplit

RAW = ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Archive", "Archived-At", "Message-ID")


class AddressHeader(UnstructuredHeader, BaseHeader):
    """A header of addresses in angle brackets: ASCII, each item whole on a line."""

    def fold(self, *, policy: Policy[Any]) -> str:
        items = [item.strip() for item in str(self).split(">,")]
        text = f">,{policy.linesep} ".join(items)
        return f"{self.name}: {text}{policy.linesep}"


def policy() -> EmailPolicy[EmailMessage]:
    """SMTP's rules with these headers as exceptions."""
    registry = HeaderRegistry()
    for name in RAW:
        registry.map_to_type(name, AddressHeader)
    return SMTP.clone(header_factory=registry)


def bracketed(*addresses: str) -> str:
    """Addresses as such a header holds them; what cannot be written in ASCII without blanks is left out."""
    return ", ".join(f"<{url}>" for url in map(ascii_address, addresses) if url)


def ascii_address(url: str) -> str:
    """An address in ASCII: the host by IDNA, all else percent-encoded; "" if that cannot be."""
    if not url.isascii():
        host = urlsplit(url).netloc
        try:
            url = url.replace(host, host.encode("idna").decode("ascii"), 1)
        except UnicodeError:
            return ""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~")
