"""Addresses: which may be followed, which say the same thing, and what to cut off them. Pure functions.

Three forms are kept apart. The *published* address is the author's own (`safe_url`, then `without_trackers`); the
*key* (`canonical_key`) is only for telling whether two addresses name one page, and is never shown or fetched; the
*host* (`host_of`) is for grouping and politeness.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, urljoin, urlsplit

from roundup.patterns import pattern
from roundup.text import strip_controls

MAX_LENGTH: Final = 4096  # characters; signed podcast addresses reach 1,500, nothing honest reaches this

# Parameters that tell the site how a reader came, never which page is meant. A trailing * matches any ending.
# From what the services themselves document, and from the lists that browsers go by: Firefox's query stripping list,
# Brave's query filter, ClearURLs' global rules. `ref`, `source`, `id`, `p`, `page`, `cmp`, `si`, `spm` are absent on
# purpose: sites do use them to choose the page. To add one: a word here; FeedBurner marks its links by utm_ too.
_LISTED: Final = """
    utm_* itm_* hsa_* mtm_* pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid
    fbclid fb_action_ids fb_action_types fb_source fb_ref action_object_map action_ref_map action_type_map
    igsh igshid twclid ttclid li_fat_id rdt_cid epik ref_src ref_url
    gclid gclsrc dclid gbraid wbraid srsltid _ga _gl msclkid yclid ysclid s_kwcid ef_id irclickid
    mc_cid mc_eid ml_subscriber ml_subscriber_hash mkt_tok dm_i dm_t vero_conv vero_id __s ss_email_id ck_subscriber_id
    bsft_* _bhlid _kx _branch_match_id _branch_referrer guccounter guce_referrer guce_referrer_sig cmpid
    _hsenc _hsmi __hstc __hssc __hsfp hsctatracking elqtrack elqtrackid oly_anon_id oly_enc_id
    sc_cid s_cid wickedid rb_clickid unicorn_click_id _openstat xtor wt.mc_id wt_mc
    trk_contact trk_msg trk_module trk_sid
    ns_campaign ns_mchannel ns_source ns_linkname ns_fee
    at_campaign at_medium at_custom1 at_custom2 at_custom3 at_custom4
"""
TRACKERS: Final = tuple(_LISTED.split())
_TRACKER_NAMES: Final = frozenset(name for name in TRACKERS if not name.endswith("*"))
_TRACKER_BEGINNINGS: Final = tuple(name.removesuffix("*") for name in TRACKERS if name.endswith("*"))
# Medium marks the addresses in its feeds with ?source=rss-…; any other `source` may choose the page.
_TRACKING_PAIR = pattern(r"source=rss(-.*)?", re.IGNORECASE | re.DOTALL)
_TRACKING_FRAGMENT = pattern(r"(utm_\w+|xtor|mtm_\w+)=", re.IGNORECASE)

_SCHEME = pattern(r"https?://", re.IGNORECASE)
_HOST = pattern(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?", re.IGNORECASE)
_IPV6_NETLOC = pattern(r"\[[0-9a-f:.]+\](:\d*)?", re.IGNORECASE)
_WWW = pattern(r"^www\.(?=.+\.)")
_BLANKS = pattern(r"\s")
# Characters that no URL holds raw (WHATWG URL, path percent-encode set) and that mean something where links land.
_ENCODED: Final = {ord(character): quote(character) for character in ' "<>`{}|^\\'}
_DEFAULT_PORTS: Final = {80, 443}
_PRIVATE: Final = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".home")
# Names of parameters that are likely to hold one: api_key, X-Amz-Signature, tokenid; not author, keyword.
_SECRET = pattern(
    r"^(?:token|secret|password)|(?:key|token|auth|secret|passw(?:or)?d|pwd|sig|signature|credential)(?:$|[^a-z])"
)

# Nearly all addresses are plain: nothing in them is to be refused, encoded or folded but what is told apart here.
_LONGEST_PLAIN: Final = 800  # characters: an address with a directive for a passage has some 200 to 500
_LONGEST_HOST: Final = 253  # characters (RFC 1035, 2.3.4)
_PLAIN_HOST: Final = r"[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*"
_PLAIN_URL = pattern(
    rf"https?://({_PLAIN_HOST})(?::(?:[1-5]\d{{4}}|[1-9]\d{{0,3}}))?"
    r"(?:/[\w.~!$&'()*+,;=:@/%-]*)?(?:\?[\w.~!$&'()*+,;=:@/?%-]+)?(?:#[\w.~!$&'()*+,;=:@/?%-]+)?",
    re.ASCII,
)
# No escapes, which have many spellings; a query of named values, to be put in order.
_PLAIN_PAGE = pattern(
    rf"https?://({_PLAIN_HOST})((?:/(?!\.)[\w.~-]*)*)"
    r"(?:\?([\w.-]+=[\w.-]+(?:&[\w.-]+=[\w.-]+)*))?(?:#[\w-]+)?",
    re.ASCII,
)


def safe_url(candidate: str, base: str = "") -> str:
    """`candidate` as an absolute http(s) address, resolved against `base`, or "" if it is nothing to be followed.

    Refused: other schemes, no host, a user name in the address, control and bidirectional characters, white space but
    inner blanks, back slashes in the host, more than MAX_LENGTH characters. Characters that would break out of an
    attribute or a Markdown link are percent-encoded; otherwise the author's spelling stays.
    """
    if _plain_host(candidate):
        return candidate
    text = candidate.strip(" \t\r\n\f")
    if not text or len(text) > MAX_LENGTH or strip_controls(text) != text or _BLANKS.search(text.replace(" ", "")):
        return ""
    try:
        absolute = text if _SCHEME.match(text) else urljoin(base, text)
        parts = urlsplit(absolute)
        return _assembled(parts) if _is_web_address(parts) else ""
    except ValueError:
        return ""


def _plain_host(url: str) -> str:
    """The host of an address in which there is nothing to be refused, encoded or folded, else ""."""
    plain = _PLAIN_URL.fullmatch(url) if len(url) <= _LONGEST_PLAIN else None
    return plain[1] if plain and len(plain[1]) <= _LONGEST_HOST else ""


def _is_web_address(parts: SplitResult) -> bool:
    """True for http(s) with a plain host and port. Raises ValueError for a port that is none."""
    return (
        parts.scheme in {"http", "https"} and parts.port != 0 and "@" not in parts.netloc and bool(_ascii_host(parts))
    )


def _assembled(parts: SplitResult) -> str:
    """The address with its delimiters as given and what must not stand raw in it percent-encoded."""
    # Browsers read a back slash in a path as a slash (WHATWG URL), so it leads there anyway.
    path = parts.path.replace("\\", "/")
    tail = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    url = f"{parts.scheme}://{parts.netloc}" + (path + tail).translate(_ENCODED)
    return url if len(url) <= MAX_LENGTH else ""


def _ascii_host(parts: SplitResult) -> str:
    """The host in lower case and ASCII (IDNA 2003), "" if it is not one."""
    host = parts.hostname or ""
    if not host or len(host) > _LONGEST_HOST:
        return ""
    if parts.netloc.startswith("["):
        return host if _IPV6_NETLOC.fullmatch(parts.netloc) else ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return host if _HOST.fullmatch(host) else ""


def host_of(url: str) -> str:
    """The host of an address in lower case ASCII, without port and trailing dot; "" if there is none."""
    if host := _plain_host(url):
        return host
    try:
        return _ascii_host(urlsplit(url)).rstrip(".")
    except ValueError:
        return ""


def is_public(url: str) -> bool:
    """True for a web address anybody could ask for: no address of a private network, nothing like a password in it."""
    host = host_of(safe_url(url))
    # A number at the end is that of a machine, however it is written (https://url.spec.whatwg.org/#ends-in-a-number-checker).
    if "." not in host or ":" in host or host.endswith(_PRIVATE) or host.rpartition(".")[2][:1].isdigit():
        return False
    names = (name.casefold() for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True))
    return not any(map(_SECRET.search, names))


def without_trackers(url: str) -> str:
    """The address without parameters that only track its readers; everything else stays as its author wrote it."""
    if "?" not in url and "#" not in url:
        return url
    address, hash_mark, fragment = url.partition("#")
    if _TRACKING_FRAGMENT.match(fragment):
        hash_mark = fragment = ""
    page, question_mark, query = address.partition("?")
    if query:
        kept = [pair for pair in query.split("&") if not _tracks(pair)]
        query = "&".join(kept)
        question_mark = "?" if query else ""
    return page + question_mark + query + hash_mark + fragment


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].removeprefix("amp;").lower()
    return (
        name in _TRACKER_NAMES
        or name.startswith(_TRACKER_BEGINNINGS)
        or (name == "source" and bool(_TRACKING_PAIR.fullmatch(pair)))
    )


@lru_cache(maxsize=4096)
def canonical_key(url: str) -> str:
    """One spelling for all addresses of a page, "" for what is no web address. For comparing only.

    Folded: scheme (https), host case, `www.`, trailing dot, default ports, order of parameters, percent-encoding,
    trackers, trailing slash, fragment. `www.` is folded because blogs answer under both names, and no blog was found
    that says different things under them. A fragment that begins with `!` or `/` stays: such a site chooses its page
    by it. No other parameter is dropped: `?p=123` is a page.
    """
    plain = _PLAIN_PAGE.fullmatch(url) if len(url) <= _LONGEST_PLAIN else None
    if plain and len(plain[1]) <= _LONGEST_HOST:
        return _plain_key(*plain.groups(""))
    return _any_key(url)


def _plain_key(host: str, path: str, query: str) -> str:
    """As `_any_key`, some twenty times as fast."""
    pairs = sorted(tuple(pair.split("=")) for pair in query.split("&") if not _tracks(pair)) if query else []
    kept = "?" + "&".join(map("=".join, pairs)) if pairs else ""
    name = _WWW.sub("", host) if host.startswith("www.") else host
    return f"https://{name}{path.rstrip('/') or '/'}{kept}"


def _any_key(url: str) -> str:
    from w3lib.url import canonicalize_url

    safe = safe_url(url)
    if not safe:
        return ""
    try:
        parts = urlsplit(canonicalize_url(without_trackers(safe), keep_fragments=True))
        host = _WWW.sub("", _ascii_host(parts).rstrip("."))
        port = f":{parts.port}" if parts.port and parts.port not in _DEFAULT_PORTS else ""
    except ValueError:
        return ""
    name = f"[{host}]" if ":" in host else host
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"https://{name}{port}{parts.path.rstrip('/') or '/'}{query}{fragment}"
