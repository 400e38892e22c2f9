"""robots.txt: what a site asks of programs that read its pages. RFC 9309, and the customary Crawl-delay. Pure.

Written for hostile files: one pass over at most MAX_BYTES, only rules that concern us are kept, no regular expression
is made of what a site wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Final
from urllib.parse import quote, urlsplit

from roundup.dataclass import dataclass

MAX_BYTES: Final = 512_000  # RFC 9309 2.5: a limit must be at least 500 kibibytes
LONGEST_DELAY: Final = 60.0  # seconds that a site may keep us waiting between two pages

# Field names as RFC 9309 spells them, and as sites do.
_AGENT: Final = frozenset({"user-agent", "useragent", "user agent"})
_ALLOW: Final = frozenset({"allow"})
_DISALLOW: Final = frozenset({"disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"})
_DELAY: Final = frozenset({"crawl-delay", "crawldelay", "crawl delay"})

_TOKEN = re.compile(r"[a-z_-]+")
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_ASCII: Final = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` is normalised: percent-encoded, `*` for any characters, a `$` at its end for the end of the path."""

    allows: bool
    pattern: str

    def __str__(self) -> str:
        return f"{'Allow' if self.allows else 'Disallow'}: {self.pattern}"


@dataclass(slots=True)
class Robots:
    """The rules of the one group that is for us, and the seconds to leave between two pages."""

    rules: list[Rule] = field(default_factory=list)
    delay: float = 0.0

    def forbidding(self, url: str) -> Rule | None:
        """The rule that forbids to read `url`; None if it may be read.

        The longest matching pattern decides, Allow where two are of one length; /robots.txt itself may always be read
        (RFC 9309 2.2.2).
        """
        path = _path(url)
        if path == "/robots.txt":
            return None
        found = [rule for rule in self.rules if _matches(rule.pattern, path)]
        best = max(found, key=lambda rule: (len(rule.pattern), rule.allows), default=None)
        return best if best and not best.allows else None


def read_robots(body: bytes, token: str) -> Robots:
    """The rules for the program whose product token is `token` (RFC 9309 2.2.1): all groups that name it, as one.

    Where none does, the groups for `*` count. Whatever cannot be read is passed over.
    """
    ours, everyone = Robots(), Robots()
    is_named = in_rules = False
    groups: dict[str, Robots] = {}
    for name, value in _fields(body):
        if name in _AGENT:
            if in_rules:
                groups, in_rules = {}, False
            if value.startswith("*"):
                groups["*"] = everyone
            elif _product(value) == token.lower():
                is_named = True
                groups[token] = ours
        elif name in _ALLOW | _DISALLOW | _DELAY:
            in_rules = True
            for group in groups.values():
                _obey(group, name, value)
    return ours if is_named else everyone


def _fields(body: bytes) -> Iterator[tuple[str, str]]:
    """The lines that hold a field: its name in lower case, and its value. A missing colon is forgiven."""
    text = body[:MAX_BYTES].decode("utf-8-sig", "replace")
    for line in text.replace("\r", "\n").split("\n"):
        content = line.partition("#")[0].strip()
        name, parting, value = content.partition(":")
        if not parting:
            name, parting, value = content.partition(" ")
        if parting:
            yield name.strip().lower(), value.strip()


def _product(value: str) -> str:
    """The product token in a User-agent line: sites write whole User-Agents there, with version and all."""
    match = _TOKEN.match(value.lower())
    return match[0] if match else ""


def _obey(group: Robots, name: str, value: str) -> None:
    if name in _DELAY:
        if _SECONDS.fullmatch(value):
            group.delay = min(max(group.delay, float(value)), LONGEST_DELAY)
    elif value:
        # "Disallow:" with nothing behind it forbids nothing.
        group.rules.append(Rule(name in _ALLOW, _normal(value)))


def _path(url: str) -> str:
    """What rules are about: path and query of an address, normalised."""
    parts = urlsplit(url)
    return _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _normal(text: str) -> str:
    """One spelling for octets (RFC 9309 2.2.2): unreserved characters plain, all beyond ASCII percent-encoded."""
    return quote(_ESCAPE.sub(_unescaped, text), safe=_ASCII)


def _unescaped(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if _UNRESERVED.fullmatch(character) else match[0].upper()


def _matches(pattern: str, path: str) -> bool:
    """RFC 9309 2.2.3. Each part between two stars is looked for where the last one ended: linear, no backtracking."""
    is_anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return not is_anchored or path == first
    at = len(first)
    for part in rest[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    last = rest[-1]
    return len(path) - len(last) >= at and path.endswith(last) if is_anchored else path.find(last, at) >= 0
