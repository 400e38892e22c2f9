"""What `roundup posts` costs on a desk of ten years, in CPU seconds beside `import typer`.

    python benchmarks/posts_list.py [FOLDER] [POSTS]

Makes the desk of bigdesk.py (in FOLDER if it is given and has none, else in a temporary folder), then measures each
line in processes of its own, the median of five. Exits 1 if `roundup posts` costs half a second or more over start-up.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bigdesk import NOW, POSTS, build
from benchmarks.measure import in_turns

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


def main(desk: Path, posts: int) -> int:
    """Make the desk if need be, print the table, and say whether the goal is met."""
    if not (desk / "roundup.db").exists():
        build(desk, posts)
    size = (desk / "roundup.db").stat().st_size / 1e6
    print(f"{posts:,} posts, {size:,.0f} MB; CPU seconds, median of {RUNS}\n")
    lines = {name: [part.replace("{desk}", str(desk)) for part in line] for name, line in _LINES.items()}
    spent = in_turns(lines, runs=RUNS, environment={"ROUNDUP_NOW": NOW.isoformat()})
    unit = spent["python -c 'import typer'"]
    for name, seconds in spent.items():
        print(f"{name:40} {seconds:6.3f} s  {seconds / unit:5.1f} x")
    over = spent["roundup posts"] - spent["roundup --version"]
    print(f"\nroundup posts over start-up: {over:.3f} s (goal: under {GOAL} s)")
    return 0 if over < GOAL else 1


if __name__ == "__main__":
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else POSTS
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1]), wanted))
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(Path(folder), wanted))
