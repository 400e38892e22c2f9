"""What `roundup posts` costs on a desk of ten years, in CPU seconds beside `import typer`.

    python benchmarks/posts_list.py [FOLDER] [POSTS]

Makes the desk of bigdesk.py (in FOLDER if it is given and has none, else in a temporary folder), then measures each
line in processes of its own, the best of five. Exits 1 if `roundup posts` costs half a second or more over its start-up.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bigdesk import POSTS, build

RUNS = 5
GOAL = 0.5  # CPU seconds over start-up

_STORE = """
import sys; from pathlib import Path; from datetime import datetime, UTC
from roundup.store import open_store; from roundup.store.posts import ListingFilter
with open_store(Path(sys.argv[1]) / "roundup.db", now=datetime(2026, 11, 20, tzinfo=UTC)) as store:
    {what}
"""
_ROUNDUP = [sys.executable, "-m", "roundup"]
_LINES: dict[str, list[str]] = {
    "python -c 'import typer'": [sys.executable, "-c", "import typer"],
    "store: open": [sys.executable, "-c", _STORE.format(what="pass"), "{desk}"],
    "store: newest 50 that wait": [
        *(sys.executable, "-c", _STORE.format(what="store.posts.listing(ListingFilter())"), "{desk}"),
    ],
    "store: newest 2,000 that wait": [
        *(sys.executable, "-c", _STORE.format(what="store.posts.listing(ListingFilter(limit=2000))"), "{desk}"),
    ],
    "store: count all that wait": [
        *(sys.executable, "-c", _STORE.format(what="store.posts.count(ListingFilter())"), "{desk}"),
    ],
    "roundup --version": [*_ROUNDUP, "--version"],
    "roundup posts": [*_ROUNDUP, "--desk", "{desk}", "posts"],
    "roundup posts --all --limit 2000": [*_ROUNDUP, "--desk", "{desk}", "posts", "--all", "--limit", "2000"],
    "roundup posts --search 'budget lamp'": [*_ROUNDUP, "--desk", "{desk}", "posts", "--search", "budget lamp"],
    "roundup posts --feed 'Blog 42'": [*_ROUNDUP, "--desk", "{desk}", "posts", "--feed", "Blog 42"],
    "roundup posts --tag weeknotes": [*_ROUNDUP, "--desk", "{desk}", "posts", "--tag", "weeknotes"],
    "roundup posts --starred": [*_ROUNDUP, "--desk", "{desk}", "posts", "--starred"],
}


def cpu(command: list[str]) -> float | None:
    """The fewest CPU seconds (user and system) that `command` took in RUNS runs; None if it fails."""
    best = float("inf")
    for _ in range(RUNS):
        before = os.times()
        done = subprocess.run(
            command,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "ROUNDUP_NOW": "2026-11-20"},
        )
        after = os.times()
        if done.returncode:
            return None
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        best = min(best, spent)
    return best


def main(desk: Path, posts: int) -> int:
    """Make the desk if need be, print the table, and say whether the goal is met."""
    if not (desk / "roundup.db").exists():
        build(desk, posts)
    size = (desk / "roundup.db").stat().st_size / 1e6
    print(f"{posts:,} posts, {size:,.0f} MB; CPU seconds, best of {RUNS}\n")
    spent = {name: cpu([part.replace("{desk}", str(desk)) for part in line]) for name, line in _LINES.items()}
    unit = spent["python -c 'import typer'"] or 1.0
    for name, seconds in spent.items():
        print(f"{name:40} " + (f"{seconds:6.3f} s  {seconds / unit:5.1f} x" if seconds is not None else "  failed"))
    listed, start = spent["roundup posts"], spent["roundup --version"]
    if listed is None or start is None:
        return 1
    print(f"\nroundup posts over start-up: {listed - start:.3f} s (goal: under {GOAL} s)")
    return 0 if listed - start < GOAL else 1


if __name__ == "__main__":
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else POSTS
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1]), wanted))
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(Path(folder), wanted))
