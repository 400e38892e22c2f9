"""Pages saved one after the other, spaced; what became of each is written down at once, so that a cut run goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from roundup.deliver.base import Shelf, World
from roundup.deliver.wayback.asking import YOUNG, Answer, Archive
from roundup.model import Copy
from roundup.net.waiting import Pace

WITH_KEYS, WITHOUT_KEYS = 10.0, 20.0  # seconds between two pages at least: 6 and 3 a minute
POLL: Final = 5.0  # seconds between two questions about a job
PATIENCE: Final = 300.0  # seconds that are waited out when the archive wants to be left alone
MOST_WAITS: Final = 3  # … in one run
STRIKES: Final = 3  # failures one after the other, after which the archive is not well
TRIES: Final = 3  # runs; then a page is given up
LONG: Final = timedelta(days=1)  # a wish to be left alone that an edition is not held up for


class Stopped(Exception):
    """Nothing more can be asked in this run; says why."""


class Round:
    """One run over some pages."""

    def __init__(self, archive: Archive, world: World, shelf: Shelf, spacing: float) -> None:
        self._archive, self._world, self._shelf = archive, world, shelf
        least = WITH_KEYS if archive.keys else WITHOUT_KEYS
        self._spacing = max(spacing, least)
        self._gentle = Pace(None, world.clock, world.pause)
        self._started = world.clock()
        self._last: float | None = None  # when the archive last answered
        self._waits = self._strikes = 0
        self.asked = 0
        self.stopped = ""

    @property
    def now(self) -> datetime:
        return self._world.now + timedelta(seconds=self._world.clock() - self._started)

    def run(self, pages: Sequence[str]) -> None:
        """Have each page saved that is not; what could not be saved counts as a try, whyever.

        Not if nothing could be asked, since the archive is left alone until a moment that it named and that is near.
        """
        known = self._shelf.known(pages)
        todo = [page for page in pages if page not in known or known[page].state not in ("made", "refused")]
        if not todo:
            return
        quiet = self._shelf.quiet_until()
        try:
            self._heed(quiet)
            self._heed_last(self._shelf.last_asked())
            for number, page in enumerate(todo, start=1):
                copy = self._one(page, known.get(page))
                self._world.told(f"{number} of {len(todo)}: {copy.url or copy.words or copy.state}")
        except Stopped as stop:
            self.stopped = str(stop)
        left = quiet - self.now if quiet else timedelta()
        if self.asked or not timedelta() < left <= LONG:
            self._count(todo)

    def _heed(self, until: datetime | None) -> None:
        """Wait until the archive may be asked again, or give up for now."""
        if until is None:
            return
        left = (until - self.now).total_seconds()
        if left > PATIENCE or self._waits > MOST_WAITS:
            raise Stopped(f"the archive wants to be left alone until {until:%Y-%m-%d %H:%M} UTC")
        if left > 0:
            self._world.told(f"the archive wants to be left alone for {left:.0f} s")
            self._world.pause(left)

    def _heed_last(self, last: datetime | None) -> None:
        """A run that follows closely on another keeps the distance, too."""
        gone = (self.now - last).total_seconds() if last else self._spacing
        if 0 <= gone < self._spacing:
            self._world.pause(self._spacing - gone)

    def _take_turn(self) -> None:
        """Counted from the answer, since what is sent may arrive sooner than the one before did."""
        gone = self._world.clock() - self._last if self._last is not None else self._spacing
        if gone < self._spacing:
            self._world.pause(self._spacing - gone)

    def _one(self, page: str, before: Copy | None) -> Copy:
        copy = replace(before, state="asked", words="") if before else Copy(page, "asked", self.now)
        answer = self._look(copy) if before and before.state == "asked" else None
        if answer is None:
            answer = self._ask(copy)
        return self._settle(self._shelf.known([page])[page], answer)

    def _look(self, copy: Copy) -> Answer | None:
        """What became of a page that was asked for in a run that was cut off; None if it is to be asked for again."""
        if copy.job and self._archive.keys:
            answer = self._job(copy, copy.job)
            return answer if answer.outcome in ("made", "asked", "later", "away", "keys") else None
        self._gentle.wait(self._archive.service)
        found = self._archive.kept(copy.address, copy.at, self.now)
        return Answer("made", found=found) if found and found.made >= copy.at - YOUNG else None

    def _ask(self, copy: Copy) -> Answer:
        while True:
            self._take_turn()
            # Before it is asked: should the run be cut off now, the next one looks before it asks again.
            self._shelf.keep(asked := replace(copy, state="asked", at=self.now, job=""))
            self.asked += 1
            answer = self._archive.save(copy.address, self.now)
            self._last = self._world.clock()
            if answer.outcome == "asked" and answer.job:
                self._shelf.keep(replace(asked, job=answer.job))
                answer = self._job(asked, answer.job)
            if answer.outcome != "later" or answer.until is None:
                return answer
            self._shelf.keep(replace(asked, state="later", at=answer.until, words=answer.words))
            # Even if that moment is past: an answer may be longer on its way than the wait it asks for.
            self._waits += 1
            self._heed(answer.until)

    def _job(self, copy: Copy, job: str) -> Answer:
        """What becomes of a job, as long as one may wait for it."""
        until = self._world.clock() + self._archive.seconds
        while True:
            self._world.pause(POLL)
            answer = self._archive.job(job, copy.address, self.now)
            if answer.outcome != "asked" or self._world.clock() >= until:
                return answer

    def _settle(self, copy: Copy, answer: Answer) -> Copy:
        """Write down what came of a page."""
        if answer.outcome == "made" and answer.found:
            settled = replace(copy, state="made", url=answer.found.url, made=answer.found.made, job="", words="")
        elif answer.outcome in ("asked", "refused"):
            settled = replace(copy, state=answer.outcome, words=answer.words)
        elif answer.outcome == "later":
            settled = replace(copy, state="later", at=answer.until or self.now, words=answer.words)
        else:
            settled = replace(copy, state="failed", words=answer.words)
        self._shelf.keep(settled)
        if answer.outcome in ("keys", "away", "later"):
            raise Stopped(answer.words)
        self._strikes = 0 if settled.state in ("made", "refused") else self._strikes + 1
        if self._strikes == STRIKES:
            raise Stopped(f"the archive is not well: {answer.words}")
        return settled

    def _count(self, pages: Sequence[str]) -> None:
        known = self._shelf.known(pages)
        for page in pages:
            copy = known.get(page) or Copy(page, "failed", self.now, words=self.stopped)
            if copy.state not in ("made", "refused"):
                self._shelf.keep(replace(copy, tries=copy.tries + 1))


def afresh(shelf: Shelf, pages: Sequence[str]) -> None:
    """Forget that pages were given up: somebody wants them to be asked for again."""
    for copy in shelf.known(pages).values():
        if copy.state == "refused" or (copy.state in ("failed", "asked", "later") and copy.tries):
            shelf.keep(replace(copy, state="failed" if copy.state == "refused" else copy.state, tries=0))


def missing(shelf: Shelf, pages: Sequence[str]) -> Iterator[Copy]:
    """What there is no copy of, in order."""
    known = shelf.known(pages)
    yield from (known[page] for page in pages if page in known and known[page].state != "made")
