"""The moment under which a post is listed, whatever its feed says about its date."""

from __future__ import annotations

from datetime import datetime, timedelta

from roundup.model import Entry

AHEAD = timedelta(days=1)  # a clock or a time zone that is wrong makes no date of the future


def placed(entry: Entry, now: datetime) -> tuple[datetime, str]:
    """(moment, note) for an entry first seen `now`: when it was published, or now where that cannot be.

    A post without a date, or with one that lies ahead, is listed under the moment it was first seen, and the note says
    so. The moment is fixed once: a feed that dates its posts anew moves none of them to another week.
    """
    if entry.published is None:
        return now, f"{entry.date_note or 'no date given'}; listed when it was first seen"
    if entry.published > now + AHEAD:
        return now, f"dated {_day(entry.published)}, which lies ahead; listed when it was first seen"
    return min(entry.published, now), entry.date_note


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
