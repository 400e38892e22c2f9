"""An edition as an entry of a feed: what it is known by, and when it last changed."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from roundup.dataclass import dataclass
from roundup.model import Edition, FrozenEdition, Pick
from roundup.render import wording
from roundup.render.address import address
from roundup.text import slugify
from roundup.urls import host_of

_ONCE = "2026-01-01"  # a day on which whoever has the host had it, for editions that bear no day


@dataclass(frozen=True, slots=True)
class Issue:
    """A closed edition with its `id`, which no later change of settings alters, and its times (UTC, whole seconds)."""

    edition: Edition
    id: str
    url: str
    published: datetime
    updated: datetime


def issues_of(closed: Sequence[FrozenEdition], most: int) -> tuple[Issue, ...]:
    """The newest `most` editions, newest first."""
    ordered = sorted(closed, key=lambda frozen: (frozen.frozen_at, frozen.edition.number), reverse=True)
    return tuple(map(_issue, ordered[:most]))


def _issue(frozen: FrozenEdition) -> Issue:
    edition = frozen.edition
    published = frozen.frozen_at.astimezone(UTC).replace(microsecond=0)
    return Issue(
        edition=edition,
        id=identity(edition),
        url=address(frozen.url) or address(edition.url),
        published=published,
        updated=_updated(edition, published),
    )


def identity(edition: Edition) -> str:
    """A tag URI (RFC 4151) of what was fixed when the edition was closed; a UUID where there is no host to name."""
    day = wording.iso_day(edition) or _ONCE
    name = f"{edition.number}/{slugify(edition.slug)}"
    host = host_of(address(edition.site_url) or address(edition.url))
    if not host:
        return uuid.uuid5(uuid.NAMESPACE_URL, f"roundup {edition.site_title} {day} {name}").urn
    return f"tag:{host},{day}:{name}"


def pick_identity(issue: Issue, pick: Pick) -> str:
    """What a pick of that edition is known by: the same when the picks around it change."""
    mark = hashlib.sha256(pick.key.encode()).hexdigest()[:16]
    return f"{issue.id}/{mark}" if issue.id.startswith("tag:") else f"{issue.id}#{mark}"


def _updated(edition: Edition, published: datetime) -> datetime:
    """A correction changes the entry, even on the day it came out, and another one again."""
    if not edition.errata:
        return published
    days = [day for erratum in edition.errata if (day := wording.iso(erratum.day))]
    moments = [published, *(datetime.combine(date.fromisoformat(day), time(), UTC) for day in days)]
    return max(moments) + timedelta(seconds=len(edition.errata))


def stamp(moment: datetime) -> str:
    """RFC 3339, as both kinds of feed want it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
