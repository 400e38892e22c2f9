"""What a key press costs at the keyboard desk, by the number of posts that wait.

    python -m benchmarks.desk [POSTS...]

CPU seconds of this process, from the key to the painted screen, on 120 columns and 40 lines.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from roundup.config import Settings
from roundup.model import Entry
from roundup.workflow.desk import Desk
from roundup.workflow.triage import Session
from tests.tui.hands import LARGE, Hands, at_desk

NOW = datetime(2026, 11, 20, 16, tzinfo=UTC)
KEYS = ("j", "k", "G", "g", "J", "space", "n", "enter", "s", "x", "u", "v", ")", "}")
TIMES = 10
WORDS = [
    "council",
    "street",
    "library",
    "ward",
    "bench",
    "tree",
    "lamp",
    "bus",
    "form",
    "letter",
    "desk",
    "budget",
    "minutes",
    "garden",
    "bridge",
    "school",
]


def entry(number: int, chance: Random) -> Entry:
    """A post of some 400 words."""
    text = "\n\n".join(" ".join(chance.choices(WORDS, k=80)).capitalize() + f" {number}." for _ in range(5))
    html = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    title = " ".join(chance.choices(WORDS, k=6)).capitalize()
    return Entry(
        guid=f"p{number}",
        url=f"https://blog{number % 300}.example/{number}/",
        title=f"{title} {number}",
        html=html.encode(),
        encoded=text.encode(),
        content_hash=f"h{number}",
        published=NOW - timedelta(minutes=number),
    )


def desk_of(root: Path, posts: int) -> Desk:
    """A desk on which so many posts wait."""
    desk = Desk(Settings(root=root), "ada", NOW, iter(f"d{n:06}" for n in range(10**6)).__next__)
    chance = Random(posts)
    with desk.store() as store, store.write():
        for number in range(posts):
            store.posts.add(entry(number, chance), blog=f"Blog {number % 300}", now=NOW)
    return desk


def measured(desk: Desk, times: int = TIMES) -> dict[str, float]:
    """Milliseconds of CPU: to open the desk, and for each key."""
    spent: dict[str, float] = {}
    begin = time.process_time()

    async def journey(hands: Hands) -> None:
        spent["open"] = (time.process_time() - begin) * 1000
        await hands.press("/")
        await hands.answer("bench")
        for key in KEYS:
            start = time.process_time()
            await hands.press(*(key,) * times)
            spent.setdefault(key, (time.process_time() - start) * 1000 / times)

    at_desk(replace(desk), journey, size=LARGE)
    return spent


def loading(desk: Desk) -> float:
    """Milliseconds of CPU to list and score all that waits."""
    session = Session(desk, lambda: NOW)
    begin = time.process_time()
    session.load()
    return (time.process_time() - begin) * 1000


def main() -> int:
    """One line for each number of posts."""
    for posts in [int(each) for each in sys.argv[1:]] or [50, 5_000]:
        with tempfile.TemporaryDirectory() as folder:
            desk = desk_of(Path(folder), posts)
            list_ms = loading(desk)
            found = measured(desk)
            shown = "  ".join(f"{key} {value:.0f}" for key, value in found.items() if key != "open")
            sys.stdout.write(f"{posts:>6,} posts: list {list_ms:.0f} ms, open {found['open']:.0f} ms; a key: {shown}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
