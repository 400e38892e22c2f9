"""What names a person, folded so that spellings can be compared: names, handles, sites. Pure.

Folded away is what nobody means by a name: case, accents, apostrophes, hyphens, “Dr” before it and “OBE” behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Final

from roundup.patterns import pattern
from roundup.text import one_line
from roundup.urls import canonical_key, host_of, safe_url

LONGEST_NAME: Final = 200  # characters; the rest is not a name
_DEEPEST: Final = 6  # parts of a path that may belong to a site's address


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES: Final = _words(
    "dr prof professor cllr councillor alderman mr mrs ms miss mx sir dame lord lady baroness rev revd reverend"
)
_LETTERS: Final = _words("phd md mba msc ma ba bsc mbe obe cbe dbe kbe kc qc jp mp msp ms mla frsa cipfa esq")
# Letters that have no accent to take away, as they are written without them.
_PLAIN: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_ASIDE: Final = pattern(r"\([^()]*\)")
_APOSTROPHES: Final = pattern("['’‘ʼ`´]")
_BREAK: Final = pattern(r"[\W_]+")
_SEVERAL: Final = pattern(r"\s*[,;&+/]\s*|\s+(?:and|with|und|et|a)\s+", re.IGNORECASE)

# What blogs put where an author's name should be.
_NOBODY: Final = _words(
    "admin administrator anonymous author blog blogger editor editors guest guestpost info news noreply owner post "
    "root site staff team unknown user webmaster website webteam wordpress wpadmin"
)
# Hosts of many people: an address there without a path is nobody's own.
SHARED_HOSTS: Final = _words(
    "medium.com substack.com wordpress.com blogspot.com blogger.com tumblr.com ghost.io github.io dev.to write.as "
    "micro.blog buttondown.com buttondown.email linkedin.com x.com twitter.com bsky.app facebook.com notion.site "
    "sites.google.com"
)

_HANDLE: Final = pattern(r"@?([\w.-]{1,100})(?:@([\w-]+(?:\.[\w-]+)+))?", re.ASCII)
_PROFILES: Final = {"bsky.app": "profile/", "x.com": "", "twitter.com": ""}


@lru_cache(maxsize=32_768)
def fold_name(name: str) -> str:
    """The words of a name in small plain letters, one blank between: `Dr. Zoë O’Example, OBE` is `zoe oexample`."""
    text = _ASIDE.sub(" ", one_line(name[: 2 * LONGEST_NAME]))[:LONGEST_NAME]
    if text.isascii():
        text = text.lower()
    else:
        apart = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
        text = "".join(character for character in apart if not unicodedata.combining(character))
    words = _BREAK.sub(" ", _APOSTROPHES.sub("", text)).split()
    while len(words) > 1 and words[0] in _TITLES:
        del words[0]
    while len(words) > 2 and words[-1] in _LETTERS:
        del words[-1]
    return " ".join(words)


def spellings(author: str) -> Iterator[str]:
    """The folded names that an author's line may mean, the likeliest first: whole, turned round (`Example, Ada`)."""
    yield fold_name(author)
    family, comma, given = author.partition(",")
    if comma and "," not in given:
        yield fold_name(f"{given} {family}")


def apart(author: str) -> list[str]:
    """The names in a line of several: `Ada Example and Bert Sample`; nothing if there is only one."""
    parts = [part for part in _SEVERAL.split(author[: 4 * LONGEST_NAME]) if part.strip()]
    return parts if len(parts) > 1 else []


def is_nobody(folded: str, blog: str = "") -> bool:
    """True if a folded author's line names nobody: “admin”, “The editor”, “web team”, or the (folded) blog's name."""
    words = _personal(folded)
    return not words or "".join(words) in _NOBODY or words == _personal(blog)


def _personal(folded: str) -> list[str]:
    return [word for word in folded.split() if word not in _NOBODY and word not in ("the", "web")]


def could_be(folded: str, known: str) -> bool:
    """True if a folded author's line may stand for a folded name: `ada`, `a example`, `aexample`, `ada j example`."""
    said, name = folded.split(), known.split()
    if not said or not name:
        return False
    if len(said) == 1:
        first, last = name[0], name[-1]
        forms = {*name, "".join(name), first[0] + last, first + last, first + last[0], first[0] + last[0]}
        return len(said[0]) > 1 and said[0] in forms
    if len(name) == 1:
        return False
    return said[-1] == name[-1] and _same_or_initial(said[0], name[0])


def _same_or_initial(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def clean_handle(text: str) -> str:
    """A handle as it is kept: `@ada`, `@ada@social.example`, `@ada.example`, in small letters; "" if it is none.

    Addresses of profiles are understood: `https://social.example/@ada`, `https://bsky.app/profile/ada.example`.
    """
    given = one_line(text)
    if given.startswith(("http://", "https://")):
        given = _from_profile(given)
    found = _HANDLE.fullmatch(given.removeprefix("acct:"))
    if not found or not any(character.isalnum() for character in found[1]):
        return ""
    name = found[1].strip(".").lower()
    return f"@{name}@{found[2].lower()}" if found[2] else f"@{name}"


def _from_profile(address: str) -> str:
    host, path = host_of(address).removeprefix("www."), address.split("://", 1)[1].partition("/")[2].strip("/")
    if host in _PROFILES:
        name = path.removeprefix(_PROFILES[host])
        return f"@{name}" if "/" not in name else ""
    return f"{path}@{host}" if path.startswith("@") and "/" not in path else ""


def site_key(address: str) -> str:
    """What tells a site from others: `host/path` without scheme, www, query and slash at the end; "" if it is none."""
    text = address.strip()
    key = canonical_key(text if "://" in text else f"https://{text}")
    return key.removeprefix("https://").partition("?")[0].partition("#")[0].rstrip("/")


@lru_cache(maxsize=16_384)
def sites_above(address: str) -> tuple[str, ...]:
    """The sites a page may belong to, the nearest first: `a.example/~ada/bins`, `a.example/~ada`, `a.example`."""
    key = site_key(address) if address else ""
    parts = key.split("/", _DEEPEST)[:_DEEPEST]
    return tuple("/".join(parts[:end]) for end in range(len(parts), 0, -1)) if parts[0] else ()


def clean_site(text: str) -> str:
    """The address of somebody's site as it is kept; "" for what is no address, or a host of many people."""
    given = one_line(text)
    address = safe_url(given if "://" in given else f"https://{given}")
    host = host_of(address).removeprefix("www.")
    key = site_key(address)
    return "" if "." not in host or (host in SHARED_HOSTS and key == host) else address


def digest(kind: str, folded: str) -> str:
    """What is kept of a folded name, handle or site when the words themselves are to go."""
    return sha256(f"{kind}:{folded}".encode()).hexdigest()[:16]


def person_key(name: str, number: int = 1) -> str:
    """What names the `number`-th person of this name, the same on every desk, without saying the name."""
    key = sha256(f"person:{fold_name(name)}".encode()).hexdigest()[:12]
    return key if number == 1 else f"{key}-{number}"
