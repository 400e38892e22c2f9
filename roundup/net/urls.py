"""Web addresses taken apart and joined, with httpx's reading of them (RFC 3986, IDNA 2008)."""

from __future__ import annotations

from roundup.net.errors import FetchError
from roundup.net.library import httpx
from roundup.net.targets import Target

_LONGEST_SHOWN = 120
_NO_URL = (httpx.InvalidURL, UnicodeError, ValueError, TypeError)


def parse_url(text: str) -> httpx.URL:
    """A web address taken apart, its host in ASCII (IDNA). Raises FetchError if it is none."""
    try:
        url = httpx.URL(text)
        sound = url.scheme in ("http", "https") and bool(url.host) and _is_port(url.port)
    except _NO_URL as error:
        raise FetchError("address", f"{shortened(text)!r} is not a web address: {error}") from None
    if not sound:
        raise FetchError("address", f"{shortened(text)!r} is not an http or https address")
    return url


def join_url(base: httpx.URL, location: str) -> httpx.URL:
    """The address a Location field means (RFC 9110 10.2.2); a password goes along only within one origin."""
    try:
        url = base.join(location.strip())
        # httpx takes any number for a port; the connection would fail in stranger words.
        if not _is_port(url.port):
            raise ValueError("there is no such port")
        same = (url.scheme, url.host, url.port) == (base.scheme, base.host, base.port)
        return url.copy_with(userinfo=base.userinfo if same else b"")
    except _NO_URL as error:
        said = f"it redirects to {shortened(location)!r}, which is no web address: {error}"
        raise FetchError("redirect", said) from None


def target(url: httpx.URL) -> Target:
    """Where a request for this address goes."""
    port = url.port or (443 if url.scheme == "https" else 80)
    host = url.raw_host.decode("ascii")
    return Target(url.scheme, host, port, url.raw_path.decode("ascii"), url.netloc.decode("ascii"), shown(url))


def _is_port(port: int | None) -> bool:
    return port is None or 0 < port < 65536


def shortened(text: str) -> str:
    """Enough of an address to know it by."""
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def shown(url: httpx.URL) -> str:
    """An address for people and for the record: without credentials and fragment."""
    return str(url.copy_with(userinfo=b"", fragment=None))
