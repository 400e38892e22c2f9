"""Two curators' registries, exchanged in any order, any number of times: they come to the same, and nobody who asked
to be forgotten or left out comes back by it.

Each desk is a ledger kept as the store keeps one: the words about people who are to be forgotten are taken out as soon
as it hears of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from roundup.curate.erasing import erased
from roundup.curate.exchange import news, read_ledger, write_ledger
from roundup.curate.ledger import decide
from roundup.curate.people import Registry, fold_people
from roundup.curate.people.names import digest, fold_name, person_key
from roundup.curate.people.namesakes import namesakes
from roundup.curate.people.plan import free_key
from roundup.curate.standing import is_forgetting, undoable
from roundup.errors import UsageError
from roundup.model import PERSON, Decision, Person
from tests.samples import NOW

NAMES: Final = ("Ada Example", "Bert Sample", "A. Example")
SITES: Final = ("https://ada.example/", "https://bert.example/", "https://another.example/")
DESKS: Final = ("ada", "bert")

names = st.sampled_from(NAMES)
sites = st.sampled_from(SITES)
desks = st.sampled_from(DESKS)


class Desk:
    """A curator's ledger, and what was promised there."""

    def __init__(self, curator: str) -> None:
        self.curator = curator
        self.ledger: list[Decision] = []

    @property
    def people(self) -> tuple[Person, ...]:
        return fold_people(self.ledger)

    @property
    def registry(self) -> Registry:
        return Registry(self.people)

    def record(self, decisions: Sequence[Decision]) -> None:
        """As the store does it: what is to be forgotten is taken out at once."""
        known = {decision.id for decision in self.ledger}
        every = [*self.ledger, *(decision for decision in decisions if decision.id not in known)]
        forgotten = {decision.subject for decision in every if is_forgetting(decision)}
        self.ledger = [erased(each) if each.subject in forgotten else each for each in every]

    def take(self, other: Desk, now: Any) -> None:
        """Another desk's ledger, by way of its file."""
        theirs = read_ledger(write_ledger(other.ledger), now=now)
        self.record(news(self.ledger, theirs))


class TwoDesks(RuleBasedStateMachine):
    """Decisions on either desk, and ledgers carried between them, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.desks = {name: Desk(name) for name in DESKS}
        self.minutes = 0
        self.count = 0
        self.forgotten: set[str] = set()  # keys
        self.words: dict[str, set[str]] = {}  # key → what was written down of it

    @initialize()
    def somebody(self) -> None:
        """Both know Bert from the start."""
        self._decide("ada", person_key("Bert Sample"), {"name": "Bert Sample"})
        self.desks["bert"].take(self.desks["ada"], self._now)

    # ------------------------------------------------------------ helpers

    @property
    def _now(self) -> Any:
        return NOW + timedelta(minutes=self.minutes)

    def _decide(self, desk: str, key: str, payload: dict[str, Any], verb: Any = "person", subject: str = "") -> None:
        self.count += 1
        ledger = self.desks[desk].ledger
        made = decide(
            verb,
            subject or PERSON + key,
            payload,
            curator=desk,
            now=self._now,
            seq=len(ledger) + 1,
            id=f"{desk}{self.count}",
            last=max(ledger, key=lambda each: each.order, default=None),
        )
        self.desks[desk].record([made])

    def _named(self, desk: str) -> list[Person]:
        return [person for person in self.desks[desk].people if person.name]

    # ------------------------------------------------------------ what curators do

    @rule(desk=desks, name=names, site=st.none() | sites, another=st.booleans())
    def add(self, desk: str, name: str, site: str | None, another: bool) -> None:
        """Somebody new, as `people add` does it: never under a key that was forgotten here."""
        known = self.desks[desk].registry
        if known.called(name) and not another:
            return
        taken = frozenset(d.subject.removeprefix(PERSON) for d in self.desks[desk].ledger if is_forgetting(d))
        payload: dict[str, Any] = {"name": name, **({"add": {"sites": [site]}} if site else {})}
        self._decide(desk, free_key(name, known, taken), payload)

    @rule(desk=desks, site=sites, place=st.integers(0, 5), remove=st.booleans())
    def correct(self, desk: str, site: str, place: int, remove: bool) -> None:
        """A site more or less, a region."""
        if people := self._named(desk):
            verb = "remove" if remove else "add"
            self._decide(desk, people[place % len(people)].key, {verb: {"sites": [site]}, "region": site[8:11]})

    @rule(desk=desks, one=st.integers(0, 5), other=st.integers(0, 5))
    def unite(self, desk: str, one: int, other: int) -> None:
        """Two entries are one person."""
        people = self._named(desk)
        if people and (kept := people[one % len(people)]) != (gone := people[other % len(people)]):
            self._decide(desk, kept.key, {"same": gone.key})

    @rule(desk=desks, place=st.integers(0, 5), out=st.booleans())
    def opt(self, desk: str, place: int, out: bool) -> None:
        """Out or in, for every entry of the person."""
        people = self.desks[desk].people
        if people:
            person = people[place % len(people)]
            for key in (person.key, *person.keys):
                self._decide(desk, key, {"opted_out": out})

    @rule(desk=desks, place=st.integers(0, 5))
    def forget(self, desk: str, place: int) -> None:
        """Everything goes; an opt-out leaves digests."""
        if people := self._named(desk):
            person = people[place % len(people)]
            marks = sorted({digest("name", fold_name(name)) for name in (person.name, *person.also)})
            kept = {"opted_out": True, "traces": marks} if person.opted_out else {"opted_out": False}
            self._decide(desk, person.key, {"forget": True, **kept})
            for key in person.keys:
                self._decide(desk, key, {"forget": True, "opted_out": False})
            self.forgotten |= {person.key, *person.keys}

    @rule(desk=desks)
    def undo(self, desk: str) -> None:
        """The last own decision, unless it is one that cannot be."""
        try:
            last = undoable(self.desks[desk].ledger, desk)
        except UsageError:
            return
        if last:
            self._decide(desk, "", {"of": last.id}, "undo", last.subject)

    @rule(minutes=st.integers(1, 90))
    def wait(self, minutes: int) -> None:
        """Time passes; decisions of one minute are of one time on both desks."""
        self.minutes += minutes

    @rule(there=st.booleans())
    def carry(self, there: bool) -> None:
        """One desk takes in what the other exported."""
        source, target = (self.desks[name] for name in (DESKS if there else DESKS[::-1]))
        target.take(source, self._now)

    @rule()
    def carry_twice(self) -> None:
        """Taking in the same file again changes nothing."""
        ada, bert = self.desks.values()
        bert.take(ada, self._now)
        before = list(bert.ledger)
        bert.take(ada, self._now)
        assert bert.ledger == before

    # ------------------------------------------------------------ what holds

    @invariant()
    def nobody_forgotten_has_a_name(self) -> None:
        """On a desk that heard of it; whatever was decided before or since, there or here."""
        for desk in self.desks.values():
            heard = {d.subject.removeprefix(PERSON) for d in desk.ledger if is_forgetting(d)}
            for person in desk.people:
                assert not (person.name and person.key in heard)

    @invariant()
    def nothing_is_kept_of_who_is_forgotten(self) -> None:
        """Not in the ledger either, which is what another desk gets to see."""
        for desk in self.desks.values():
            heard = {d.subject for d in desk.ledger if is_forgetting(d)}
            for decision in desk.ledger:
                if decision.subject in heard and decision.verb == "person":
                    assert not {"name", "add", "remove", "region", "note", "affiliation"} & decision.payload.keys()

    @invariant()
    def everybody_is_somebody_once(self) -> None:
        """No key names two people, and nobody is listed without a name or a wish."""
        for desk in self.desks.values():
            keys = [key for person in desk.people for key in (person.key, *person.keys)]
            assert len(keys) == len(set(keys))
            assert all(person.name or (person.opted_out and person.traces) for person in desk.people)

    @invariant()
    def the_order_of_decisions_makes_no_difference(self) -> None:
        """Backwards it comes to the same."""
        for desk in self.desks.values():
            assert fold_people(desk.ledger[::-1]) == desk.people

    @precondition(lambda self: self.forgotten)
    @invariant()
    def what_was_forgotten_anywhere_is_forgotten_everywhere(self) -> None:
        """Once both desks have exchanged their ledgers."""
        people = self._both()[0].people
        assert not self.forgotten & {person.key for person in people if person.name}

    @invariant()
    def both_come_to_the_same(self) -> None:
        """Whoever takes in whose ledger first; and then neither has anything to ask."""
        ada, bert = self._both()
        assert ada.people == bert.people
        assert sorted(ada.ledger, key=lambda d: d.order) == sorted(bert.ledger, key=lambda d: d.order)
        assert namesakes(ada.ledger, bert.ledger) == ()

    @invariant()
    def an_opt_out_known_to_both_is_kept_by_both(self) -> None:
        """Whoever is out on both desks is out when they are brought together, by name or by trace."""
        out = [self._left_out(desk) for desk in self.desks.values()]
        together = self._left_out(self._both()[0])
        assert out[0] & out[1] <= together

    def _left_out(self, desk: Desk) -> set[str]:
        """The keys of everybody who is left out."""
        return {key for person in desk.people if person.opted_out for key in (person.key, *person.keys)}

    def _both(self) -> tuple[Desk, Desk]:
        """What the two desks would come to, if they exchanged their ledgers now."""
        ada, bert = Desk("ada"), Desk("bert")
        ada.ledger, bert.ledger = list(self.desks["ada"].ledger), list(self.desks["bert"].ledger)
        ada.take(bert, self._now)
        bert.take(ada, self._now)
        ada.take(bert, self._now)
        return ada, bert


TestTwoDesks = TwoDesks.TestCase
TestTwoDesks.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
