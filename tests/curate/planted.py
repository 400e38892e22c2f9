"""An edition with one of every fault: what is planted for each check, and where it has to be found.

To add a check: one line in PLANTS.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from roundup.config import CheckSettings, Settings
from roundup.curate.check import CheckFacts
from roundup.curate.people import Registry
from roundup.model import Edition, FrozenEdition, LinkAnswer, LinkState, Person, Pick
from tests.samples import NOW, edition, pick, quote, snapshot

WORDS = "Plain words, number {}. And some more of them stand here, in a row."
HANDS = "every post is new: it may have changed hands"
ADA = Person("ada", "Ada Lovelace")
GONE = Person("gone", "Gwen Gone", opted_out=True)


@dataclass(frozen=True)
class Plant:
    """One fault: what a pick, the edition and the facts have to be for it; a `{}` is the id of the pick's post.

    `where` is the place of the finding within the pick, or of the edition if there is no pick.
    """

    where: str = ""
    pick: Mapping[str, Any] | None = None
    edition: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def says(words: str) -> dict[str, str]:
    """A lead-in that names its author and links to its post, and then says this."""
    return {"lead": "Author {0} [writes](https://blog.example/{0}). " + words}


def links_to(address: str) -> dict[str, str]:
    return says(f"See [there]({address}) too.")


def answers(state: LinkState, address: str, target: str = "") -> dict[str, Any]:
    """The facts of a link that was asked."""
    return {"asked": {address: LinkAnswer(address, state, NOW, "so it answered", target)}}


def earlier(number: int, some: Pick, slug: str = "") -> dict[str, Any]:
    return {"earlier": [FrozenEdition(edition(some, number=number, slug=slug or f"edition-{number}"), NOW)]}


PLANTS: dict[str, Plant] = {
    "no-words": Plant("", {"lead": ""}),
    "no-link": Plant("", {"lead": "Author {} writes well."}),
    "featured-before": Plant("", {"key": "guid:7"}, facts=earlier(1, pick(77, key="guid:7"))),
    "same-story": Plant(
        "",
        {"key": "url:https://blog.example/twin"},
        facts={"twins": {"url:https://blog.example/twin": frozenset({"url:https://copy.example/8"})}}
        | earlier(2, pick(88, key="url:https://copy.example/8", url="https://copy.example/8")),
    ),
    "slug-taken": Plant("slug", edition={"slug": "taken"}, facts=earlier(3, pick(99), slug="taken")),
    "doubtful": Plant("", {}, facts={"doubts": {"{}": HANDS}}),
    "opted-out": Plant("", {"authors": ("Gwen Gone",), **says("And she is Gwen Gone.")}),
    "same-voice": Plant("", {"blog": "Blog 1"}),
    "no-name": Plant("", {"lead": "Somebody [writes](https://blog.example/{})."}),
    "name-unlike": Plant(", lead-in", says("So did Ada Lovelase.")),
    "quote-absent": Plant(", quote 1", {"quotes": (quote("Nobody ever said a thing like this."),)}),
    "quote-drifted": Plant(", quote 1", {"quotes": (quote("And some more of them stood here, in a row."),)}),
    "quote-long": Plant(", quote 1", {"quotes": (quote(WORDS + " " + "More. " * 20),)}),
    "much-quoted": Plant("edition", facts={"settings": {"most_quoted": 0.05}}),
    "placeholder": Plant(", lead-in", says("And [LINK] says so.")),
    "doubled-word": Plant(", lead-in", says("It is the the end.")),
    "order-bound": Plant("", says("And last but not least: bins.")),
    "no-alt-text": Plant(", lead-in", says("![](https://x.example/bin.jpg)")),
    "link-tracking": Plant(", lead-in", links_to("https://x.example/a?utm_source=b")),
    "link-relative": Plant(", lead-in", links_to("/about")),
    "link-unsafe": Plant(", lead-in", links_to("javascript:alert(1)")),
    "link-shortened": Plant(", lead-in", links_to("https://bit.ly/3x")),
    "link-insecure": Plant(", lead-in", links_to("http://x.example/a")),
    "link-doubtful": Plant(", lead-in", links_to("https://sold.example/a"), facts={"hosts": {"sold.example": HANDS}}),
    "link-dead": Plant(
        ", lead-in", links_to("https://x.example/gone"), facts=answers("gone", "https://x.example/gone")
    ),
    "link-private": Plant(
        ", lead-in", links_to("https://intranet.example/"), facts=answers("private", "https://intranet.example/")
    ),
    "link-moved": Plant(
        ", lead-in",
        links_to("https://x.example/old"),
        facts=answers("moved", "https://x.example/old", "https://x.example/new"),
    ),
    "link-unasked": Plant(
        ", lead-in", links_to("https://x.example/slow"), facts=answers("unknown", "https://x.example/slow")
    ),
    "email-large": Plant("email", facts={"sizes": {"email": 101_000}}),
    "not-arrived": Plant("delivery", facts={"waited": {6: ["wordpress"]}}),
    "formats-differ": Plant("post.md", facts={"unlike": ["post.md: no link to https://x.example/"]}),
    "no-intro": Plant("intro", edition={"intro": ""}),
    "no-sign-off": Plant("sign-off", edition={"sign_off": ""}),
}


def planted(*names: str) -> tuple[Edition, CheckFacts, dict[str, str]]:
    """An edition with these faults between sound picks, the facts that go with it, and check → where it must fire."""
    picks = [sound(1), *(own(100 + at, PLANTS[name]) for at, name in enumerate(names) if is_pick(name)), sound(2)]
    ids = {name: 100 + at for at, name in enumerate(names)}
    places = {each.post_id: f"pick {at} (post {each.post_id}, {each.title})" for at, each in enumerate(picks, start=1)}
    fields = {key: value for name in names for key, value in PLANTS[name].edition.items()}
    made = edition(*picks, number=9, **fields)
    expected = {name: places[ids[name]] + PLANTS[name].where if is_pick(name) else PLANTS[name].where for name in names}
    return made, told(picks, names, ids), expected


def is_pick(name: str) -> bool:
    return PLANTS[name].pick is not None


def sound(id: int) -> Pick:
    """A pick with nothing wrong."""
    return own(id, Plant("", {}))


def own(id: int, plant: Plant) -> Pick:
    """A pick by somebody of its own, as the plant has it."""
    fields = {"authors": (f"Author {id}",), "blog": f"Blog {id}", **says(""), "quotes": (quote(WORDS),)}
    return pick(id, **{name: filled(value, id) for name, value in {**fields, **(plant.pick or {})}.items()})


def filled(value: Any, id: int) -> Any:
    """`{}` replaced by the id, in texts and quotes."""
    if isinstance(value, str):
        return value.replace("{0}", str(id)).replace("{}", str(id))
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return tuple(replace(each, paragraphs=tuple(filled(text, id) for text in each.paragraphs)) for each in value)
    return value


def told(picks: list[Pick], names: tuple[str, ...], ids: Mapping[str, int]) -> CheckFacts:
    """The facts of all plants together."""
    held: dict[str, Any] = {"unlike": []}
    held |= {name: {} for name in ("doubts", "hosts", "twins", "asked", "sizes", "waited")}
    before: list[FrozenEdition] = []
    limits: dict[str, Any] = {"longest_quote": 30, "most_quoted": 0.95}
    for name in names:
        for key, value in PLANTS[name].facts.items():
            if key == "earlier":
                before += value
            elif key == "settings":
                limits |= value
            elif key == "unlike":
                held[key] += value
            else:
                held[key] |= {(ids[name] if one == "{}" else one): what for one, what in value.items()}
    texts = {each.post_id: [snapshot(filled(WORDS, each.post_id) + " " + "More. " * 20)] for each in picks}
    settings = Settings(root=Path("desk"), check=CheckSettings(**limits))
    return CheckFacts(settings=settings, snapshots=texts, earlier=before, people=Registry([ADA, GONE]), **held)
