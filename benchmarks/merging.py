"""Two curators' desks that decide at random and exchange their ledgers now and then: do they come to the same draft?

    python benchmarks/merging.py [RUNS] [FIRST_SEED]

Each run makes two desks that know the same posts by different names and ids, with clocks some minutes apart, and does
some thirty things on them with the program's own verbs: stars, skips, words, quotes, tags, order, stars for later,
undo, words of the edition, specials, closing an edition, and merging one ledger into the other. At the end both merge
what the other has, in any order and more than once. Exits 1 at the first run whose drafts differ, with its seed.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.smalldesk import NOW, WORDS, OpenDesk, Told, posts, template, working
from roundup.curate.ledger import edition_to_payload, fold_editions, fold_post
from roundup.curate.specials import fold_specials
from roundup.curate.standing import standing
from roundup.errors import RoundupError
from roundup.model import EDITION, Decision, Edition, FrozenEdition, PickState, is_post
from roundup.workflow import edition, ledger, pick, special, undo, word
from roundup.workflow.decide import record

POSTS = 5
STEPS = 30
_CURATORS = ("ada", "bert")


class Different(Exception):
    """Two desks that merged everything did not come to the same, or something closed did not stay so."""


@dataclass(frozen=True, slots=True)
class World:
    """What every run starts from."""

    folder: Path
    told: list[Told]
    made: dict[str, Path]


@contextmanager
def world(folder: Path | None = None) -> Iterator[World]:
    """Posts, and a file of each desk that has them."""
    with tempfile.TemporaryDirectory() as own:
        root = folder or Path(own)
        told = posts(random.Random(0), POSTS)
        files = (template(root / name, told, other=name == "bert") for name in _CURATORS)
        yield World(root, told, dict(zip(_CURATORS, files, strict=True)))


# ---------------------------------------------------------------- what a curator does


Act = Callable[[OpenDesk, random.Random, World], object]


def _post(chance: random.Random, here: World) -> str:
    return chance.choice(here.told).addresses[chance.randrange(2)]


def _words(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(0, 6)))


def _annotate(desk: OpenDesk, chance: random.Random, here: World) -> None:
    field = chance.choice(("lead", "remark", "section"))
    word.annotate(desk, _post(chance, here), **{field: _words(chance)})


def _quote(desk: OpenDesk, chance: random.Random, here: World) -> None:
    post = chance.choice(here.told)
    paragraph = chance.choice(post.text.split("\n\n"))
    word.quote(desk, post.addresses[0], paragraph.split(". ")[0].rstrip("."))


def _order(desk: OpenDesk, _chance: random.Random, _here: World) -> None:
    with desk.store() as store:
        found = [store.posts.by_key(state.key) for state in store.ledger.picks()]
    chosen = [str(post.id) for post in found if post]
    _chance.shuffle(chosen)
    pick.order(desk, chosen)


def _edition(desk: OpenDesk, chance: random.Random, _here: World) -> None:
    edition.change(desk, {chance.choice(("title", "intro", "sign_off")): _words(chance)})


def _freeze(desk: OpenDesk, _chance: random.Random, _here: World) -> None:
    with desk.store() as store, store.write():
        made = edition.draft(store, desk)
        if made.edition.picks:
            record(
                store, desk, "freeze", EDITION, {"edition": edition_to_payload(replace(made.edition, status="frozen"))}
            )


def _publish(desk: OpenDesk, _chance: random.Random, _here: World) -> None:
    with desk.store() as store, store.write():
        if closed := store.ledger.editions().closed:
            number = closed[-1].edition.number
            record(store, desk, "publish", EDITION, {"number": number, "url": f"https://w.example/{number}"})


def _special(desk: OpenDesk, chance: random.Random, _here: World) -> None:
    slug = chance.choice(("bins", "camp"))
    with desk.store() as store:
        known = [each.slug for each in store.ledger.specials()]
    if not known or chance.random() < 0.4:
        kind = {"kind": "event", "tags": ["a"]} if slug == "camp" else {"kind": "collection", "tags": ["b"]}
        special.define(desk, slug, kind)
    elif chance.random() < 0.2:
        special.remove(desk, chance.choice(known))
    else:
        field = chance.choice(("title", "intro", "slug"))
        special.change(desk, chance.choice(known), {field: _words(chance) or "x"})


def _undo_one(desk: OpenDesk, chance: random.Random, _here: World) -> None:
    with desk.store() as store:
        own = [d.id for d in store.ledger.decisions() if d.curator == desk.curator]
    undo.undo(desk, only=chance.choice(own)) if own else None


ACTS: dict[str, tuple[int, Act]] = {
    "star": (6, lambda desk, chance, here: pick.star(desk, [_post(chance, here), _post(chance, here)])),
    "unstar": (1, lambda desk, chance, here: pick.unstar(desk, [_post(chance, here)])),
    "skip": (2, lambda desk, chance, here: pick.skip(desk, [_post(chance, here)], reason=_words(chance))),
    "later": (1, lambda desk, chance, here: pick.put_off(desk, [_post(chance, here)])),
    "annotate": (5, _annotate),
    "note": (1, lambda desk, chance, here: word.note(desk, _post(chance, here), _words(chance))),
    "quote": (3, _quote),
    "unquote": (1, lambda desk, chance, here: word.unquote(desk, _post(chance, here), 1)),
    "tag": (2, lambda desk, chance, here: pick.tag(desk, [_post(chance, here)], add=[chance.choice("abAB")])),
    "untag": (1, lambda desk, chance, here: pick.tag(desk, [_post(chance, here)], remove=[chance.choice("ab")])),
    "order": (2, _order),
    "edition": (3, _edition),
    "freeze": (1, _freeze),
    "publish": (1, _publish),
    "special": (2, _special),
    "undo": (2, lambda desk, _chance, _here: undo.undo(desk)),
    "undo one": (1, _undo_one),
    "redo": (1, lambda desk, _chance, _here: undo.redo(desk)),
}


# ---------------------------------------------------------------- a run


def interleaving(here: World, seed: int, done: dict[str, int] | None = None) -> int:
    """One run; how many decisions it came to. Different if the desks are not alike at its end."""
    chance = random.Random(seed)
    names, weights = list(ACTS), [weight for weight, _ in ACTS.values()]
    with working(here.folder, here.made, chance) as desks:
        clocks = [NOW + timedelta(minutes=chance.choice((-7, 0, 0, 3))) for _ in desks]
        for _ in range(STEPS):
            at = chance.randrange(2)
            clocks[at] += timedelta(seconds=chance.choice((0, 0, 20, 60, 90)))
            desk = replace(desks[at], now=clocks[at])
            if chance.random() < 0.08:
                _merged(desk, replace(desks[1 - at], now=clocks[1 - at]))
                continue
            (name,) = chance.choices(names, weights)
            # Much that is drawn at random cannot be: a post in a closed edition starred, nothing to undo.
            with suppress(RoundupError):
                ACTS[name][1](desk, chance, here)
                if done is not None:
                    done[name] = done.get(name, 0) + 1
        latest = [replace(desk, now=max(clocks)) for desk in desks]
        for at in chance.choice(((0, 1), (1, 0), (0, 1, 0), (1, 1, 0))):
            _merged(latest[at], latest[1 - at])
        return _alike(latest, chance)


def _merged(desk: OpenDesk, other: OpenDesk) -> None:
    """`other`'s ledger taken in by `desk`, whose closed editions must stay as they are."""
    with desk.store() as store:
        before = store.ledger.editions().closed
        ledger.merge(desk, ledger.export(other))
        after = store.ledger.editions()
        standing_now = {decision.id for decision in standing(store.ledger.decisions())}
    held = [_words_of(each) for each in (*after.closed, *after.rivals)]
    for frozen in before:
        # Closed on both desks, one of the two holds and the other is kept beside it; a closing can be undone as well.
        if _words_of(frozen) not in held and frozen.decision in standing_now:
            raise Different(f"edition {frozen.edition.number} was closed, and its words are gone")


def _words_of(frozen: FrozenEdition) -> Edition:
    return replace(frozen.edition, status="frozen")


def _alike(desks: list[OpenDesk], chance: random.Random) -> int:
    first, second = (_all_of(desk) for desk in desks)
    for name in first:
        if first[name] != second[name]:
            raise Different(f"{name} differs:\n{first[name]}\n{second[name]}")
    with desks[0].store() as store:
        decisions = store.ledger.decisions()
        states = {state.key: state for state in store.ledger.picks(starred=False)}
        names = {key: store.posts.by_key(key) for key in {d.subject for d in decisions if is_post(d.subject)}}
    _refolded(decisions, {key: post.key for key, post in names.items() if post}, states, chance)
    return len(decisions)


def _refolded(
    decisions: list[Decision], names: dict[str, str], states: dict[str, PickState], chance: random.Random
) -> None:
    """The same decisions in another order, some twice, fold to the same."""
    mixed = [*decisions, *chance.sample(decisions, len(decisions) // 3)]
    chance.shuffle(mixed)
    if fold_editions(mixed) != fold_editions(decisions) or fold_specials(mixed) != fold_specials(decisions):
        raise Different("editions depend on the order in which decisions come")
    for key, state in states.items():
        if fold_post(key, [d for d in mixed if names.get(d.subject) == key]) != state:
            raise Different(f"{key} depends on the order in which decisions come")


def _all_of(desk: OpenDesk) -> dict[str, Any]:
    """All that a reader or curator could see of what was decided, without this desk's own ids and names."""
    with desk.store() as store:
        draft = edition.draft(store, desk)
        editions = store.ledger.editions()
        states = {
            post.title: replace(state, key="")
            for state in store.ledger.picks(starred=False)
            if (post := store.posts.by_key(state.key))
        }
        specials = [special.make(store, desk, each.slug) for each in store.ledger.specials()]
        return {
            "draft": _plain(draft.edition),
            "left out": [left.post.title for left in draft.left_out],
            "words": editions.open,
            "closed": editions.closed,
            "rivals": editions.rivals,
            "posts": states,
            "decisions": store.ledger.decisions(),
            "specials": [(made.special, made.numbers, _plain(made.edition)) for made in specials],
        }


def _plain(made: Edition) -> Edition:
    return replace(made, picks=tuple(replace(p, post_id=0, key="", url="", lead="", remark="") for p in made.picks))


def main(runs: int, first: int) -> int:
    """Run them all; what was done, and how long it took."""
    done: dict[str, int] = {}
    decisions, begun = 0, time.process_time()
    with world() as here:
        for seed in range(first, first + runs):
            try:
                decisions += interleaving(here, seed, done)
            except Different as error:
                print(f"seed {seed}: {error}")
                return 1
    spent = time.process_time() - begun
    print(f"{runs:,} interleavings of two curators' ledgers: the same draft on both desks, every time")
    print(f"{decisions:,} decisions; {spent:.0f} s of CPU, {1000 * spent / max(runs, 1):.0f} ms each")
    print(", ".join(f"{name} {count:,}" for name, count in sorted(done.items(), key=lambda item: -item[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 0))
