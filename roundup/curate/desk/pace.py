"""Time against posts left: how fast one has to be, and how fast one is."""

from __future__ import annotations

from datetime import datetime

from roundup.dataclass import dataclass
from roundup.text import one_line

ENOUGH = 3  # decisions before a speed is told from them


@dataclass(frozen=True, slots=True)
class Pace:
    """`minutes` there are in all (0: as long as it takes), since `started`; `left` posts wait, `decided` are done."""

    minutes: int
    started: datetime
    decided: int = 0

    def words(self, now: datetime, left: int) -> str:
        """What stands in the top line; "" without a limit."""
        if not self.minutes:
            return ""
        spent = max((now - self.started).total_seconds(), 0.0)
        remaining = self.minutes * 60 - spent
        if remaining <= 0:
            return one_line(f"time is up by {_clock(-remaining)}, {_posts(left)} left")
        if not left:
            return f"{_clock(remaining)} left, nothing waits"
        text = f"{_clock(remaining)} for {_posts(left)}, {_seconds(remaining / left)} each"
        return f"{text}; you take {_seconds(spent / self.decided)}" if self.decided >= ENOUGH else text


def _posts(count: int) -> str:
    return f"{count:,} post{'s' * (count != 1)}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
