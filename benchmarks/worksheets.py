"""Worksheets edited at random, read back on a desk: is every word of them in the draft, or said why not?

    python benchmarks/worksheets.py [RUNS] [FIRST_SEED]

Each run takes the draft out as `roundup edit` does, does one to four things to the text that people and their hands do
(blocks moved, deleted, pulled up from the backlog; words typed anywhere; lines lost, doubled, joined; quotes written
from the post, wrong by a word, or cut short), and reads it back, once in four times after another curator changed the
draft. Whatever comes of it: refused, the ledger is as it was and every problem names a line; taken in, every word of
the file is in the next worksheet, which is the same when written again. Exits 1 at the first run that is not so.
"""

from __future__ import annotations

import itertools
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.smalldesk import WORDS, OpenDesk, Told, posts, template, working
from roundup.curate.folding import fold
from roundup.curate.worksheet import layout
from roundup.curate.worksheet.read import lines_of
from roundup.errors import RoundupError
from roundup.text import strip_controls
from roundup.workflow import edit, edition, pick, word

POSTS = 8
FRESH = 20  # runs that one desk lives through: its ledger grows with each
_WORD = re.compile(r"[^\W_]+")
_AWKWARD = (
    *(
        "#",
        "## ",
        "## [1] Post 1 — A Blog",
        "## Sign-off",
        "# Title",
        "### Mine",
        ">",
        "> quoted",
        ">> twice",
        "    code",
    ),
    *(
        "— Name",
        "-----8<----- x",
        "<!-- remark -->",
        "<!-- · x · 123456 -->",
        "<!--",
        "Section: A",
        "Tags: a, b",
        "## 99",
    ),
    *(
        "",
        "\t",
        "\u00a0",
        "\\",
        "\\\\",
        "[phrase](post)",
        "- item",
        "1. item",
        "```",
        "***",
        "\u2028",
        "## https://blog.example/3/",
    ),
)


class Lost(Exception):
    """A word that was in the file is nowhere, and nothing was said."""


@dataclass(frozen=True, slots=True)
class World:
    """What every desk starts from."""

    folder: Path
    told: list[Told]
    made: dict[str, Path]


@contextmanager
def world() -> Iterator[World]:
    """Posts, and the file of a desk that has them, some picked and written about."""
    with tempfile.TemporaryDirectory() as own:
        root, chance = Path(own), random.Random(0)
        told = posts(chance, POSTS)
        made = {"ada": template(root / "new", told)}
        with working(root, made, chance) as (desk,):
            _begun(desk, told)
        ready = root / "ready.db"
        (root / "ada.db").rename(ready)
        yield World(root, told, {"ada": ready})


def _begun(desk: OpenDesk, told: list[Told]) -> None:
    pick.star(desk, ["1", "2", "3"])
    pick.put_off(desk, ["4"])
    for number in ("1", "2", "5"):
        word.annotate(desk, number, lead=f"Somebody [wrote](post) number {number}.", section="Bins")
    word.quote(desk, "1", told[0].text.split(". ")[0])
    word.annotate(desk, "3", remark="Only a remark.")
    edition.change(desk, {"intro": "A week of bins.\n\n### And more", "sign_off": "Write to us."})


# ---------------------------------------------------------------- what hands do


Hand = Callable[[list[str], random.Random, World], None]


def _at(lines: list[str], chance: random.Random) -> int:
    return chance.randrange(len(lines) + 1)


def _typed(chance: random.Random) -> str:
    return chance.choice(_AWKWARD) if chance.random() < 0.3 else " ".join(chance.choices(WORDS, k=chance.randint(1, 8)))


def _blocks(lines: list[str]) -> list[tuple[int, int]]:
    """Where each post's block begins and ends."""
    heads = [at for at, line in enumerate(lines) if line.startswith("#") or "-8<-" in line] + [len(lines)]
    pairs = itertools.pairwise(heads)
    return [(at, to) for at, to in pairs if layout.POST_HEADING.fullmatch(lines[at])]


def _move_block(lines: list[str], chance: random.Random, _here: World) -> None:
    if blocks := _blocks(lines):
        begin, end = chance.choice(blocks)
        block = lines[begin:end]
        del lines[begin:end]
        places = [at for at, line in enumerate(lines) if line.startswith("## ") or "-8<-" in line]
        lines[(to := chance.choice(places or [len(lines)])) : to] = block


def _delete_block(lines: list[str], chance: random.Random, _here: World) -> None:
    if blocks := _blocks(lines):
        begin, end = chance.choice(blocks)
        del lines[begin:end]


def _bare_heading(lines: list[str], chance: random.Random, _here: World) -> None:
    ref = chance.choice((f"## {chance.randint(1, 9)}", f"## [{chance.randint(1, 9)}]", "## https://blog.example/6/"))
    places = [at for at, line in enumerate(lines) if line.startswith("## ")]
    lines[(to := chance.choice(places or [len(lines)])) : to] = [ref, "", _typed(chance), ""]


def _write_quote(lines: list[str], chance: random.Random, here: World) -> None:
    blocks = _blocks(lines)
    if not blocks:
        return
    begin, end = chance.choice(blocks)
    found = layout.POST_HEADING.fullmatch(lines[begin])
    number = int(found[1]) if found and found[1].isdigit() else 1
    sentence = here.told[(number - 1) % POSTS].text.split(". ")[chance.randrange(2)].split("\n\n")[0]
    words = sentence.split()
    if chance.random() < 0.3:
        words[chance.randrange(len(words))] = "zebra"
    elif chance.random() < 0.3 and len(words) > 3:
        words[1:3] = ["[…]"]
    speaker = [">", "> — Mrs Adair"] if chance.random() < 0.3 else []
    lines[end:end] = ["", f"> {' '.join(words)}", *speaker, ""]


def _delete_lines(lines: list[str], chance: random.Random, _here: World) -> None:
    at = _at(lines, chance)
    del lines[at : at + chance.randint(1, 4)]


def _double_lines(lines: list[str], chance: random.Random, _here: World) -> None:
    at, to = _at(lines, chance), _at(lines, chance)
    lines[to:to] = lines[at : at + chance.randint(1, 4)]


def _move_lines(lines: list[str], chance: random.Random, _here: World) -> None:
    at = _at(lines, chance)
    moved = lines[at : at + chance.randint(1, 4)]
    del lines[at : at + len(moved)]
    lines[(to := _at(lines, chance)) : to] = moved


def _insert_line(lines: list[str], chance: random.Random, _here: World) -> None:
    lines.insert(_at(lines, chance), _typed(chance))


def _insert_words(lines: list[str], chance: random.Random, _here: World) -> None:
    if lines:
        own = [at for at, line in enumerate(lines) if line and not line.startswith(("#", "<!--", ">", "-"))]
        at = chance.choice(own) if own and chance.random() < 0.7 else chance.randrange(len(lines))
        place = chance.randint(0, len(lines[at]))
        lines[at] = lines[at][:place] + _typed(chance) + lines[at][place:]


def _insert_paragraph(lines: list[str], chance: random.Random, _here: World) -> None:
    lines[(to := _at(lines, chance)) : to] = ["", " ".join(chance.choices(WORDS, k=9)), ""]


def _cut_line(lines: list[str], chance: random.Random, _here: World) -> None:
    if lines:
        at = chance.randrange(len(lines))
        lines[at] = lines[at][: chance.randint(0, len(lines[at]))]


def _join_lines(lines: list[str], chance: random.Random, _here: World) -> None:
    at = _at(lines, chance)
    lines[at : at + 2] = ["".join(lines[at : at + 2])]


HANDS: dict[str, Hand] = {
    "block moved": _move_block,
    "block deleted": _delete_block,
    "heading written": _bare_heading,
    "quote written": _write_quote,
    "lines deleted": _delete_lines,
    "lines doubled": _double_lines,
    "lines moved": _move_lines,
    "line written": _insert_line,
    "words typed": _insert_words,
    "paragraph written": _insert_paragraph,
    "line cut": _cut_line,
    "lines joined": _join_lines,
}


WEIGHTS = (4, 2, 2, 3, 1, 1, 1, 2, 4, 4, 1, 1)  # people move blocks and type words more often than they lose lines


# ---------------------------------------------------------------- a run


def words_of(text: str) -> Counter[str]:
    """The words of a worksheet that are not the program's, as quotes are compared."""
    found: list[str] = []
    above = ""
    for line in lines_of(text):
        stripped = strip_controls(line.text).strip()
        heading, above = above, stripped
        if stripped in (layout.SIGN_OFF, layout.CUT, layout.REMARK) or layout.read_mark(stripped):
            continue
        if layout.is_info_of(heading, stripped) or layout.POST_HEADING.fullmatch(stripped):
            continue
        found += _WORD.findall(fold(stripped).text)
    return Counter(found)


def edited(desk: OpenDesk, seed: int, here: World, done: Counter[str]) -> None:
    """One run. Lost if a word is nowhere."""
    chance = random.Random(seed)
    before_it = edit.export(desk)
    lines = before_it.split("\n")
    for name in chance.choices(list(HANDS), WEIGHTS, k=chance.randint(1, 4)):
        HANDS[name](lines, chance, here)
        done[name] += 1
    text = "\n".join(lines)
    elsewhere = chance.random() < 1 / 4
    if elsewhere:
        _meanwhile(replace(desk, curator="bert", now=desk.now + timedelta(seconds=seed)), chance)
    with desk.store() as store:
        before = store.ledger.decisions()
    came = edit.read_back(desk, text)
    with desk.store() as store:
        after = store.ledger.decisions()
    if came.refused:
        done["refused: problems" if came.problems else "refused: changed meanwhile"] += 1
        _refused(came, len(lines), changed=after != before)
    else:
        done["taken in" if came.done else "taken in: nothing changed"] += 1
        # What the editor left alone and another curator changed is the other's now.
        _taken_in(desk, text, theirs=words_of(before_it) if elsewhere else Counter())


def _meanwhile(desk: OpenDesk, chance: random.Random) -> None:
    """Another curator changes the draft while the worksheet is open."""
    with suppress(RoundupError):
        match chance.randrange(4):
            case 0:
                word.annotate(desk, str(chance.randint(1, 3)), lead=" ".join(chance.choices(WORDS, k=4)))
            case 1:
                pick.star(desk, [str(chance.randint(4, 8))])
            case 2:
                pick.unstar(desk, [str(chance.randint(1, 3))])
            case _:
                edition.change(desk, {"intro": " ".join(chance.choices(WORDS, k=4))})


def _refused(came: edit.Edited, lines: int, *, changed: bool) -> None:
    if changed:
        raise Lost("it was refused, and the ledger changed")
    if any(not 1 <= problem.line <= lines + 1 for problem in came.problems):
        raise Lost("a problem is in a line that there is not")


def _taken_in(desk: OpenDesk, text: str, theirs: Counter[str]) -> None:
    again = edit.export(desk)
    # "Section" and "Tags" may be the program's or somebody's, and a tag given twice is one tag.
    lost = words_of(text) - words_of(again) - theirs - Counter({"Section": 99, "Tags": 99})
    if lost and "Tags: " not in text:
        raise Lost(f"these words are nowhere: {lost}\n{text}\n=====\n{again}")
    if edit.read_back(desk, again).done or edit.export(desk) != again:
        raise Lost(f"the next worksheet is not the same again\n{again}")


def main(runs: int, first: int) -> int:
    """Run them all; what was done, what came of it, and how long it took."""
    done: Counter[str] = Counter()
    begun = time.process_time()
    with world() as here:
        for start in range(first, first + runs, FRESH):
            with working(here.folder, here.made, random.Random(start)) as (desk,):
                for seed in range(start, min(start + FRESH, first + runs)):
                    try:
                        edited(replace(desk, now=desk.now + timedelta(minutes=seed - start)), seed, here, done)
                    except Lost as error:
                        print(f"seed {seed}: {error}")
                        return 1
    spent = time.process_time() - begun
    print(f"{runs:,} worksheets edited at random: no word lost unsaid")
    print(f"{spent:.0f} s of CPU, {1000 * spent / max(runs, 1):.0f} ms each")
    print(", ".join(f"{name} {count:,}" for name, count in done.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 0))
