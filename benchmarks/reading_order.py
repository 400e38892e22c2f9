"""What it costs to say which of 5,000 waiting posts to read first, and how the looking for copies grows.

    python -m benchmarks.reading_order [POSTS]

Makes a desk of POSTS waiting posts of a hundred blogs (every 20th is a copy of another on another host, every tenth
answers another, every 15th is a number of a series), then measures whole processes in CPU seconds: the first
`roundup posts`, which looks at every text once, and those after it. Then the looking for copies alone, among 1,000,
2,000, 4,000 … texts, beside the time that n log n would take. Exits 1 if a list costs a second or more, or if the
looking for copies grows faster than n log n, give or take a quarter.
"""

from __future__ import annotations

import math
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bigdesk import NOW
from benchmarks.measure import cpu_seconds, in_turns
from roundup.config import SAMPLE
from roundup.curate.phrases import runs, sketch, words_of
from roundup.curate.twins import Sketched, candidates
from roundup.model import Change, Entry, ParsedFeed
from roundup.store import open_store

POSTS = 5_000
BLOGS = 100
COPY_EACH, ANSWER_EACH, NUMBER_EACH = 20, 10, 15
GOAL = 1.0  # CPU seconds of the whole process
SIZES = (1_000, 2_000, 4_000, 8_000, 16_000)
SLACK = 1.25
RUNS = 5

_COMMON = (
    *("the", "of", "to", "and", "a", "in", "is", "it", "that", "we", "for", "was", "on", "are"),
    *("as", "with", "they", "be", "at", "this", "have", "from", "or", "had", "by", "not", "but", "what"),
)


def texts(count: int, seed: int = 1) -> Iterator[str]:
    """Texts of 100 to 1,500 words, half of them common ones; every COPY_EACH-th an edited copy of an earlier one."""
    rng = random.Random(seed)
    rare = [
        f"{a}{b}{c}" for a in ("ba", "ro", "ti", "mu", "se") for b in ("lan", "der", "mi", "con") for c in range(200)
    ]
    earlier: list[list[str]] = []
    for number in range(count):
        if number % COPY_EACH == COPY_EACH - 1:
            words = list(rng.choice(earlier))
            for _ in range(len(words) // 50):
                words[rng.randrange(len(words))] = rng.choice(rare)
        else:
            length = min(1500, int(rng.lognormvariate(6, 0.6)) + 100)
            words = [rng.choice(_COMMON if rng.random() < 0.5 else rare) for _ in range(length)]
        earlier = [*earlier[-200:], words]
        yield " ".join(words)


def build(folder: Path, posts: int) -> None:
    """A desk on which so many posts wait, in `folder`."""
    (folder / "roundup.toml").write_text(SAMPLE, encoding="utf-8")
    (folder / "feeds.opml").write_text('<opml version="2.0"><head/><body/></opml>\n', encoding="utf-8")
    with open_store(folder / "roundup.db", now=NOW) as store, store.write():
        for number, text in enumerate(texts(posts)):
            entry = _entry(number, text)
            blog = number % BLOGS
            feed = ParsedFeed(f"https://blog{blog}.example/feed", "rss20", f"Blog {blog}")
            change = Change("new", entry, None, (f"url:{entry.url.rstrip('/')}",))
            store.posts.apply([change], feed=feed, feed_url=feed.url, now=NOW)


def _url(number: int) -> str:
    return f"https://blog{number % BLOGS}.example/2026/post-{number}"


def _entry(number: int, text: str) -> Entry:
    title = f"Weeknotes {number}" if number % NUMBER_EACH == 0 else f"Post called {text[:20]}"
    links = [f"https://elsewhere{(number * 7 + n) % 3000}.example/page-{n}" for n in range(8)]
    if number % ANSWER_EACH == 0 and number > ANSWER_EACH:
        links.append(_url(number - ANSWER_EACH // 2 - 1))
    html = f"<p>{text}</p>" + "".join(f'<p><a href="{link}">more</a></p>' for link in links)
    day = NOW - timedelta(hours=number % 2000)
    return Entry(
        f"g{number}",
        _url(number),
        title,
        html.encode(),
        text.encode(),
        f"h{number}",
        (f"Author {number % BLOGS}",),
        day,
    )


def lists(posts: int) -> bool:
    """Print what the lists cost; whether the goal is met."""
    with tempfile.TemporaryDirectory() as name:
        desk = Path(name)
        build(desk, posts)
        roundup = [sys.executable, "-m", "roundup", "--desk", name]
        environment = {"ROUNDUP_NOW": NOW.isoformat()}
        first = cpu_seconds([*roundup, "posts"], environment=environment)
        print(f"{posts:,} posts wait; CPU seconds of whole processes\n")
        print(f"{'roundup posts, the first time':40} {first:6.2f} s  ({first / posts * 1000:.2f} ms a post)")
        lines = {
            "roundup --version": [*roundup, "--version"],
            "roundup posts": [*roundup, "posts"],
            "roundup posts --limit 5000 --json": [*roundup, "posts", "--limit", "5000", "--json"],
            "roundup posts --feed 'Blog 7'": [*roundup, "posts", "--feed", "Blog 7"],
        }
        spent = in_turns(lines, runs=RUNS, environment=environment)
    for line, seconds in spent.items():
        print(f"{line:40} {seconds:6.2f} s")
    return spent["roundup posts"] < GOAL


def growth() -> bool:
    """Print what looking for copies costs as texts double; whether it grows no faster than n log n."""
    sketches = [
        Sketched(number, words, sketch(runs(words))) for number, words in enumerate(map(words_of, texts(max(SIZES))))
    ]
    print(f"\n{'texts':>8} {'pairs':>8} {'CPU s':>8} {'ratio':>7} {'n log n':>8}")
    spent: list[float] = []
    for size in SIZES:
        best = math.inf
        for _ in range(3):
            begin = time.process_time()
            pairs = candidates(sketches[:size], set(range(size)))
            best = min(best, time.process_time() - begin)
        spent.append(best)
        ratio = spent[-1] / spent[-2] if len(spent) > 1 else math.nan
        print(f"{size:8,} {len(pairs):8,} {best:8.3f} {ratio:7.2f} {2 * math.log(size) / math.log(size / 2):8.2f}")
    whole = SIZES[-1] * math.log(SIZES[-1]) / (SIZES[0] * math.log(SIZES[0]))
    print(f"\n{SIZES[0]:,} to {SIZES[-1]:,}: {spent[-1] / spent[0]:.1f} times; n log n: {whole:.1f} times")
    return spent[-1] / spent[0] <= SLACK * whole


def main(posts: int) -> int:
    """Print both tables."""
    met = lists(posts)
    return 0 if growth() and met else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else POSTS))
