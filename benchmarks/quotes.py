"""What proving costs: a thousand quotes against a thousand posts, in CPU seconds beside a plain search.

    python -m benchmarks.quotes [POSTS]

Posts are made of the sample blogs' sentences (5.7 kB in the middle, as bodies in feeds are), quotes are 57 to 146 words
of them. Every text is folded anew. Exits 1 if a thousand quotes that stand there need two seconds or more, or ten times
the posts more than fifteen times as long.
"""

from __future__ import annotations

import random
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from roundup.curate.folding import fold_source
from roundup.curate.quote import prove, verdict
from roundup.errors import QuoteError
from roundup.model import Quote, Snapshot
from tests.curate.posts import sample_texts
from tests.samples import snapshot

POSTS = 1_000
GOAL = 2.0  # CPU seconds for a thousand
ROUNDS = 3
_PLAIN = str.maketrans("“”‘’—–", "\"\"''--")

Pair = tuple[str, Snapshot]


def posts(count: int, chance: random.Random) -> list[Snapshot]:
    """Posts of sentences that real people might have written, none twice in a post."""
    sentences = [each for text in sample_texts() for each in re.split(r"(?<=[.?!])\s+", text)]
    made = []
    for _ in range(count):
        some = chance.sample(sentences, min(len(sentences), int(chance.lognormvariate(4.1, 0.55)) + 4))
        made.append(snapshot("\n\n".join(" ".join(some[at : at + 4]) for at in range(0, len(some), 4))))
    return made


def passage(post: Snapshot, chance: random.Random) -> str:
    """As many words of the post as editors quote."""
    words = post.text.split(" ")
    length = chance.randint(57, 146)
    begin = chance.randrange(max(1, len(words) - length))
    return " ".join(words[begin : begin + length])


def as_typed(text: str) -> str:
    """Straight quote marks and hyphens."""
    return text.translate(_PLAIN).replace("…", "...")


def with_one_wrong(text: str) -> str:
    """One word in the middle is another."""
    words = text.split(" ")
    words[len(words) // 2] = "zebra"
    return " ".join(words)


def simply(pairs: Sequence[Pair]) -> None:
    """What a program does that only squeezes white space and normalizes: it misses whatever is spelt otherwise."""
    for text, post in pairs:
        wanted = " ".join(unicodedata.normalize("NFKC", text).split())
        _ = wanted in " ".join(unicodedata.normalize("NFKC", post.text).split())


def proving(pairs: Sequence[Pair]) -> None:
    """`roundup quote`."""
    for text, post in pairs:
        with suppress(QuoteError):
            prove(text, [post], id="q")


def judging(pairs: Sequence[Pair]) -> None:
    """What `check`, `edition` and `recheck` ask of each quote."""
    for text, post in pairs:
        verdict(Quote("q", (text,), text), [post])


def cost(work: Callable[[Sequence[Pair]], None], pairs: Sequence[Pair]) -> float:
    """The least CPU seconds of a few rounds."""
    found = []
    for _ in range(ROUNDS):
        fold_source.cache_clear()
        start = time.process_time()
        work(pairs)
        found.append(time.process_time() - start)
    return min(found)


def main(count: int) -> int:
    """Print the table; 1 if a goal is missed."""
    chance = random.Random(1)
    texts = posts(count, chance)
    true = [(passage(post, chance), post) for post in texts]
    wrong = [(with_one_wrong(text), post) for text, post in true]
    elsewhere = [(text, post) for (text, _), (_, post) in zip(true, [*true[1:], true[0]], strict=True)]
    lines: dict[str, tuple[Callable[[Sequence[Pair]], None], Sequence[Pair]]] = {
        "a search that knows no spelling": (simply, true),
        "quotes that stand there": (judging, true),
        "passages typed with straight marks": (proving, [(as_typed(text), post) for text, post in true]),
        "quotes with one word wrong": (judging, wrong),
        "passages with one word wrong, the nearest shown": (proving, wrong),
        "quotes from another post": (judging, elsewhere),
    }
    mean = sum(len(post.text) for post in texts) / len(texts) / 1000
    print(f"{count:,} quotes against {count:,} posts of {mean:.1f} kB in the mean; CPU seconds, best of {ROUNDS}\n")
    spent = {name: cost(work, pairs) for name, (work, pairs) in lines.items()}
    unit = next(iter(spent.values()))
    for name, seconds in spent.items():
        print(f"{name:50} {seconds:6.2f} s  {seconds / unit:5.1f} x")
    tenth = cost(judging, true[: count // 10])
    growth = spent["quotes that stand there"] / tenth if tenth else 0.0
    print(f"\nten times the posts take {growth:.1f} times as long")
    is_met = spent["quotes that stand there"] < GOAL * count / 1000 and growth < 15
    print(f"goal: quotes that stand there under {GOAL * count / 1000:.1f} s; {'met' if is_met else 'falls short'}")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else POSTS))
