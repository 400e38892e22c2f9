"""What lies between editions: the time one takes in, and posts that came too late for the one before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime, timedelta

from roundup.dataclass import dataclass
from roundup.model import EditionsState, FrozenEdition, Post

WEEK = timedelta(days=7)
_LONG = timedelta(days=10)  # a weekly edition that is a day or two late has missed nothing


@dataclass(frozen=True, slots=True)
class Window:
    """The time whose posts the open edition takes in: since the last one was closed (None: since ever) until its end.

    `weeks` is how many it comes to; `after` the number of the edition before, 0 if there is none.
    """

    since: datetime | None
    until: datetime
    after: int = 0

    @property
    def weeks(self) -> int:
        """1 for an ordinary week, more if some were missed."""
        if self.since is None or self.until - self.since < _LONG:
            return 1
        return round((self.until - self.since) / WEEK)


def window(editions: EditionsState, now: datetime) -> Window:
    """The open edition's: until its cut-off, or until now if it has none."""
    last = _last(editions)
    return Window(last.frozen_at if last else None, editions.open.cutoff or now, last.edition.number if last else 0)


def closed_before(editions: EditionsState) -> Callable[[Post], int]:
    """For a post: the number of the edition that it came too late for though its date is in time for it, or 0.

    Only for posts of the week before the edition was closed: what is older was no news then either.
    """
    closed = sorted((frozen.frozen_at, frozen.edition.number) for frozen in editions.closed)

    def number_of(post: Post) -> int:
        at = bisect_left(closed, (post.published, 0)) if post.published else len(closed)
        if at == len(closed) or post.published is None:
            return 0
        moment, number = closed[at]
        return number if moment < post.first_seen and moment - post.published <= WEEK else 0

    return number_of


def _last(editions: EditionsState) -> FrozenEdition | None:
    return max(editions.closed, key=lambda frozen: frozen.frozen_at, default=None)
