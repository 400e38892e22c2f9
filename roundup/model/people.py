"""The people who write, and are written about."""

from __future__ import annotations

from datetime import datetime

from roundup.dataclass import dataclass

PERSON = "person:"  # what subjects of decisions about a person begin with


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the desk knows, as curators wrote them down.

    `key` names them on every desk. `also` are other names they write under, `handles` what they are called elsewhere
    (`@ada@social.example`), `sites` the addresses of their blogs. Who is `opted_out` wants to be left out of editions.
    `keys` are those of entries that turned out to be the same person. Of somebody whose details were removed only
    `traces` are left (digests of names, handles and sites), so that an opt-out is honoured; `name` is "" then.
    """

    key: str
    name: str
    also: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    affiliation: str = ""
    region: str = ""
    sites: tuple[str, ...] = ()
    opted_out: bool = False
    note: str = ""
    traces: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def is_group(self) -> bool:
        """True for an organisation: its sites are its own, whoever writes there."""
        return bool(self.affiliation) and self.affiliation.casefold() == self.name.casefold()


@dataclass(frozen=True, slots=True)
class Byline:
    """Posts that bear the same authors and blog on the same host, counted.

    `feed` is the address of the feed they came by ("" if none did), `site` of the site it says it is of, `url` that of
    one of the posts. `posts` are how many
    came in each of the spans asked for, and in all; `latest` is when the newest did, `first` the oldest in the first
    span, `before` the newest of those that are older than that.
    """

    authors: tuple[str, ...]
    blog: str
    feed: str
    site: str
    url: str
    posts: tuple[int, ...]
    total: int
    latest: datetime
    first: datetime | None = None
    before: datetime | None = None
