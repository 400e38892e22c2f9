"""What stands where a feed's address should stand → an http(s) address, or why it is none."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from roundup.patterns import pattern

LONGEST = 4096  # signed podcast addresses reach 1,500; nothing honest reaches this

_INSIDE = pattern(
    r"[\r\n\t]+ *|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
_BLANK = pattern(r"\s")
_WRAPPER = pattern(r"(?:view-source|feed|rss|podcast|itpc|pcast|itms):(?:/{0,2}(?=https?:/)|/{0,2})", re.IGNORECASE)
# People paste an address behind the http:// that a form already holds.
_DOUBLED = pattern(r"https?:/+(?=https?:/+)", re.IGNORECASE)
_SCHEME = pattern(r"(https?)(?::/*|;/+|/{2,})", re.IGNORECASE)
# A name before a colon is a scheme unless a port follows: "localhost:8080/feed" names a host.
_OTHER_SCHEME = pattern(r"[a-z][a-z0-9+.-]*:(?![0-9]{1,5}(?:/|$))", re.IGNORECASE)
_HOST_FIRST = pattern(r"[^\s/?#@:|<>\"'\\]+\.[^\s/?#@:.|<>\"'\\]{2,}(?::[0-9]{1,5})?(?:[/?#]|$)")
# The usual case, settled without more ado.
_PLAIN = pattern(r"https?://[a-z0-9][a-z0-9.-]*+(?::(?:[1-5][0-9]{4}|[1-9][0-9]{3}))?/[!$-;=?-_a-z~]*+")
_BAD_HOST = pattern(r"[\s<>\"'\\^`{|}%]")

NO_SCHEME = "an address without http:// was given one"
WRAPPED = "an address in another wrapping (feed:, view-source: …) was taken out of it"
IN_THE_OPEN = (
    "a password in an address was left there, for all to see who get this list; "
    "better: ROUNDUP_SECRET_1='https://host name password' in the environment"
)
MENDED = "an address with spaces, line breaks or a mangled http:// was mended"


def repair_address(raw: str) -> tuple[str, str]:
    """An absolute http(s) address and in words what was mended for it ("" if nothing); ("", why) if there is none.

    >>> repair_address("feed://blog.example/rss")[0]
    'http://blog.example/rss'
    """
    url, repair = raw.strip(), ""
    if len(url) <= LONGEST and _PLAIN.fullmatch(url):
        return url, ""
    if len(url) > LONGEST:
        return "", f"its address is longer than {LONGEST} characters"
    if (clean := _BLANK.sub(lambda blank: quote(blank[0]), _INSIDE.sub("", url))) != url:
        url, repair = clean, MENDED
    if wrapper := _WRAPPER.match(url):
        url, repair = url[wrapper.end() :], WRAPPED
        if not _SCHEME.match(url):
            url = f"http://{url.lstrip('/')}"
    url, scheme_repair = _with_scheme(url)
    repair = scheme_repair or repair
    return (url, repair) if _is_web_address(url) else ("", "its address is no web address")


def _with_scheme(url: str) -> tuple[str, str]:
    if doubled := _DOUBLED.match(url):
        return url[doubled.end() :], MENDED
    if scheme := _SCHEME.match(url):
        whole = f"{scheme[1].lower()}://{url[scheme.end() :]}"
        return whole, "" if whole.lower() == url.lower() else MENDED
    if url.startswith("//") and not url.startswith("///"):
        return f"https:{url}", NO_SCHEME
    # http, not https: a server that has https redirects to it, one that has not would never answer.
    if _HOST_FIRST.match(url) and not _OTHER_SCHEME.match(url):
        return f"http://{url}", NO_SCHEME
    return url, ""


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and not _BAD_HOST.search(parts.netloc)
            and parts.port != 0
        )
    except ValueError:  # an impossible port or IPv6 address
        return False


def holds_password(url: str) -> bool:
    """Whether a name or password stands in an address, before its host."""
    return "@" in urlsplit(url).netloc


def same_feed_key(url: str) -> str:
    """One key for the spellings of one address: host in any case, default port, empty path, any fragment."""
    if _PLAIN.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
        port = {("http", 80): None, ("https", 443): None}.get((parts.scheme, parts.port or 0), parts.port)
    except ValueError:
        return url
    login, at, _ = parts.netloc.rpartition("@")
    host = parts.netloc.rpartition("@")[2].lower() if port else parts.hostname
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{login}{at}{host}{parts.path or '/'}{query}"
