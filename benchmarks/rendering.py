"""What rendering costs: an edition in every format, by the number of its picks, and the feeds of twenty editions.

python -m benchmarks.rendering
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from statistics import median

from roundup.config import EmailSettings
from roundup.model import Edition, FrozenEdition
from roundup.render import FORMATS, Options, render
from roundup.render.feeds import render_feeds
from roundup.render.parity import differences
from tests import samples
from tests.render.editions import weekly

PICKS = (5, 10, 20, 40)
AT_MOST = 0.150  # seconds of CPU for 20 picks in all formats
ROUNDS = 15
OPTIONS = Options(email=EmailSettings(max_bytes=10**7))


def edition(picks: int, variant: int) -> Edition:
    """An edition of so many picks; no two variants share a word that could be kept from one to the next."""
    week = weekly(number=variant, intro=f"Week {variant}.\n\n{weekly().intro}")
    made = (
        replace(
            week.picks[place % 6],
            lead=f"{week.picks[place % 6].lead} {variant}.{place}",
            remark=f"Remark {variant}.{place}.",
            quotes=tuple(replace(quote, id=f"{place}") for quote in week.picks[place % 6].quotes),
        )
        for place in range(picks)
    )
    return replace(week, picks=tuple(made))


def cost(work: Callable[[int], object]) -> float:
    """Seconds of CPU of one call, the median of ROUNDS, each with another number; the first is to warm up."""
    work(0)
    spent = []
    for variant in range(1, ROUNDS + 1):
        before = time.process_time()
        work(variant)
        spent.append(time.process_time() - before)
    return median(spent)


def main() -> int:
    """Print the table; exit 1 if twenty picks cost more than they may."""
    whole = {}
    for picks in PICKS:
        whole[picks] = cost(lambda variant, picks=picks: render(edition(picks, variant), OPTIONS))  # type: ignore[misc]
        print(f"all formats, {picks:2} picks  {whole[picks] * 1000:7.1f} ms CPU")
    for name in FORMATS:
        spent = cost(lambda variant, name=name: render(edition(20, variant), OPTIONS, formats=[name]))  # type: ignore[misc]
        print(f"{name:12} 20 picks  {spent * 1000:7.1f} ms CPU")
    closed = [FrozenEdition(edition(6, week), samples.NOW + timedelta(weeks=week)) for week in range(20)]
    print(f"feeds of 20 editions   {cost(lambda _: render_feeds(closed)) * 1000:7.1f} ms CPU")
    made = edition(20, 1)
    files = render(made, OPTIONS)
    print(f"parity, 20 picks       {cost(lambda _: differences(made, files)) * 1000:7.1f} ms CPU")
    return int(whole[20] > AT_MOST)


if __name__ == "__main__":
    raise SystemExit(main())
