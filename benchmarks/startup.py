"""What it costs to start: each command against `python -c "import typer"` in the same run.

python -m benchmarks.startup
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import in_turns
from tests.blogserver import item, opml, serving
from tests.cli.desk import Commands

AT_MOST = {"--version": 1.3, "--help": 3.0, "star 1": 3.5}


def main() -> int:
    """Print the ratios; exit 1 if one is over its limit."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder, serving() as blogs:
        desk = Commands(Path(folder) / "desk", allow=blogs.host)
        desk.run("init", str(desk.root))
        feed = blogs.feed("/feed", *(item(f"p{n}", f"Post {n}", f"Words of post {n}. " * 30) for n in range(20)))
        (desk.root / "feeds.opml").write_text(opml(feed), encoding="utf-8")
        desk.run("fetch")
        commands = {"import typer": [python, "-c", "import typer"]}
        for words in (*AT_MOST, "posts", "unstar 1"):
            commands[words] = [python, "-m", "roundup", *words.split()]
        medians = in_turns(commands, environment=desk.environment)
    base = medians["import typer"]
    over = 0
    for words, seconds in medians.items():
        limit = AT_MOST.get(words)
        ratio = seconds / base
        over += bool(limit and ratio > limit)
        print(f"{words:14} {seconds * 1000:6.0f} ms CPU  {ratio:5.2f} ×" + (f"  (at most {limit} ×)" if limit else ""))
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
