"""What rendering costs: an edition in every format, by the number of its picks, and the feeds of twenty editions.

And what a reader is sent: the bytes of the page in each shape, by the number of its picks.

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
from roundup.render import FORMATS, SHAPES, Options, render
from roundup.render.feeds import render_feeds
from roundup.render.parity import differences
from tests import samples
from tests.render.editions import weekly

PICKS = (5, 10, 20, 40)
AT_MOST = 0.150  # seconds of CPU for 20 picks in all formats
SENT = (6, 15, 20)  # picks
HEAVIEST = 20_000  # bytes of a page of six picks, whatever its shape
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


def weights(shape: str) -> list[int]:
    """Bytes of the page with as many picks as SENT says."""
    made = (replace(edition(picks, 1), shape=shape) for picks in SENT)
    return [len(render(each, OPTIONS, formats=["page"])[0].content) for each in made]


def main() -> int:
    """Print the table; exit 1 if twenty picks cost more than they may, or a page of six weighs more."""
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
    weighed = {shape: weights(shape) for shape in SHAPES}
    for shape, sizes in weighed.items():
        said = ", ".join(f"{picks} picks {size:6,} bytes" for picks, size in zip(SENT, sizes, strict=True))
        print(f"page, {shape:5}  {said}; {(sizes[-1] - sizes[0]) / (SENT[-1] - SENT[0]):,.0f} a pick")
    return int(whole[20] > AT_MOST or max(sizes[0] for sizes in weighed.values()) > HEAVIEST)


if __name__ == "__main__":
    raise SystemExit(main())
