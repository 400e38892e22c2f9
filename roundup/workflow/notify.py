"""Those an edition quotes are told of it once it is public: each once, again only when it changes or is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from roundup.curate.frozen import edition_to_payload
from roundup.dataclass import dataclass
from roundup.errors import RoundupError, UsageError
from roundup.model import EDITION, Edition, FrozenEdition, Notice, Person, Pick
from roundup.text import one_line
from roundup.urls import canonical_key, safe_url
from roundup.workflow.decide import record
from roundup.workflow.deliver import known_as
from roundup.workflow.desk import Desk
from roundup.workflow.files import replace_file
from roundup.workflow.locks import alone
from roundup.workflow.steps import Step

if TYPE_CHECKING:
    from roundup.curate.people import Registry
    from roundup.net import HttpClient
    from roundup.net.waiting import Pace
    from roundup.notify.telling import Endpoint, Way
    from roundup.store import Store

Outcome = Literal["told", "refused", "failed", "withdrawn", "letter", "already", "left out", "would"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one pick: `way` is how its author was or would be told, `words` what there is to say of it."""

    pick: Pick
    outcome: Outcome
    way: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What telling came to: the edition, where it is, each pick, and the letters that were written."""

    edition: Edition
    url: str
    entries: tuple[Entry, ...]
    letters: tuple[Path, ...] = ()


def notify(
    desk: Desk, number: int | None = None, *, url: str = "", dry_run: bool = False, pace: Pace | None = None
) -> Told:
    """Tell the authors of the picks of the newest public edition, or of edition `number`; it is at `url` if given.

    With `dry_run` pages are asked where they want to be told, and nobody is told anything.
    """
    from roundup.net import HttpClient
    from roundup.net.waiting import Pace

    with nullcontext() if dry_run else alone(desk, "notify"), desk.store() as store:
        frozen = _public(store, desk, number, url)
        with HttpClient(desk.settings.fetch) as http:
            round_ = _Round(desk, store, http, pace or Pace(), frozen.edition, url or frozen.url, dry_run)
            links = round_.links()
            # Only now: where nothing is, no edition was published.
            if url and links is not None and not dry_run and frozen.url != url:
                record(store, desk, "publish", EDITION, {"number": frozen.edition.number, "url": url})
            entries = tuple(_logged(desk, frozen.edition.number, round_.run(links)))
        letters = () if dry_run else round_.letters()
    return Told(frozen.edition, round_.url, entries, letters)


def _logged(desk: Desk, number: int, entries: Iterator[Entry]) -> Iterator[Entry]:
    """A step a pick, as it is done."""
    for entry in entries:
        way = f" by {entry.way}" if entry.way not in ("", "letter") else ""
        about = f": {entry.words}" if entry.words else ""
        desk.log(Step("tell", f"{entry.pick.url} {entry.outcome}{way}{about}", edition=number))
        yield entry


def _public(store: Store, desk: Desk, number: int | None, url: str) -> FrozenEdition:
    closed = store.ledger.editions(desk.settings.edition.first_number).closed
    if url and not safe_url(url):
        raise UsageError(f"{one_line(url, 80)!r} is not a web address", hint="Give the edition's own: https://…")
    wanted = [f for f in closed if number in (None, f.edition.number) and (f.url or url)]
    if wanted:
        return wanted[-1]
    if number is not None and all(number != f.edition.number for f in closed):
        raise _not_closed(closed, number)
    which = f"edition {number}" if number is not None else "no edition"
    said = "is not public yet, as far as this desk knows" if number is not None else "is public yet"
    if not closed:
        raise UsageError(f"{which} {said}", hint="Publish the draft: roundup publish --live")
    known = number or closed[-1].edition.number
    raise UsageError(
        f"{which} {said}",
        hint=f"Publish it (roundup publish {known} --live), or say where it is: roundup notify {known} --url https://…",
    )


def _not_closed(closed: Sequence[FrozenEdition], number: int) -> UsageError:
    numbers = ", ".join(str(frozen.edition.number) for frozen in closed[-5:])
    known = f"The last ones: {numbers}." if numbers else "Close and publish the draft with: roundup publish"
    return UsageError(f"no edition {number} was closed on this desk", hint=known)


class _Round:
    """One run over the picks of an edition."""

    def __init__(
        self, desk: Desk, store: Store, http: HttpClient, pace: Pace, edition: Edition, url: str, dry_run: bool
    ) -> None:
        from roundup.workflow.people import registry_of

        self.desk, self.store, self.http, self.pace = desk, store, http, pace
        self.edition, self.url, self.dry_run = edition, url, dry_run
        self.people: Registry = registry_of(store)
        self.said = _digest(edition)
        self.name = known_as(store, desk, edition)
        self.told = store.receipts.told(self.name)
        self._letters: dict[tuple[str, str], tuple[Person | None, list[Pick]]] = {}

    def run(self, links: set[str] | None) -> Iterator[Entry]:
        """Each pick in order; `links` are those of the edition's page, None if it is gone."""
        for pick in self.edition.picks:
            if not pick.url:
                yield Entry(pick, "left out", words="it has no address")
            elif links is None or canonical_key(pick.url) not in links:
                yield self._gone(pick, page_gone=links is None)
            else:
                yield self._one(pick)

    def letters(self) -> tuple[Path, ...]:
        """Write the letters into OUT/SLUG/letters/."""
        from roundup.notify.letters import letter

        folder = self.desk.settings.out_path / self.name / "letters"
        paths = []
        for person, picks in self._letters.values():
            written = letter(self.edition, self.url, picks, person)
            path = _free(folder / written.filename, written.text.encode())
            replace_file(path, written.text.encode())
            paths.append(path)
            for pick in picks:
                self._keep(Notice(self.name, pick.url, "letter", "told", self.desk.now))
        return tuple(dict.fromkeys(paths))

    def links(self) -> set[str] | None:
        """Where the edition's page links to; None if it is gone. RoundupError if it is not there, nor gone for good."""
        from roundup.parse.outlinks import links_in

        answer = self.http.get(self.url)
        if answer.status in (404, 410):
            if any(notice.state in ("told", "withdrawn") for notice in self.told.values()):
                return None
            raise RoundupError(f"{self.url} is not there ({answer.status})", hint="Is the edition public, and there?")
        if answer.status != 200:
            raise RoundupError(f"{self.url} answers {answer.status}", hint="Nobody was told. Try again later.")
        return {canonical_key(link) for link in links_in(answer.body.decode("utf-8", "replace"))}

    def _gone(self, pick: Pick, *, page_gone: bool) -> Entry:
        """A page or a link that was taken away: who was told of it is told again, so that they can see it is gone."""
        before = self.told.get(pick.url)
        if before is None or before.state != "told" or before.way == "letter":
            return Entry(pick, "left out", words="the page is gone" if page_gone else "the page does not link to it")
        if self.dry_run:
            return Entry(pick, "would", before.way, "tell them that it is withdrawn")
        entry = self._tell(pick, self._endpoint_of(before))
        # Who could not be reached is still to be told that what they were told of is gone; a no is their last word.
        failed = entry.outcome == "failed"
        self._keep(before if failed else replace(before, state="withdrawn", at=self.desk.now, words=entry.words))
        return entry if failed else replace(entry, outcome="withdrawn")

    def _one(self, pick: Pick) -> Entry:
        if opted := self.people.opted_out(pick.authors, pick.blog, pick.url):
            return Entry(pick, "left out", words=opted.words)
        before = self.told.get(pick.url)
        if before and before.state in ("told", "refused") and (before.way == "letter" or before.said == self.said):
            return Entry(pick, "already", before.way, f"{before.state} on {before.at:%Y-%m-%d}")
        from roundup.net import FetchError
        from roundup.notify.telling import find_endpoint

        try:
            endpoint = find_endpoint(self.http, self.pace, pick.url, self._ways())
        except FetchError as error:
            return Entry(pick, "failed", words=f"the post cannot be asked: {error.message}")
        if endpoint is None:
            return self._write_to(pick)
        if self.dry_run:
            return Entry(pick, "would", endpoint.way, endpoint.url)
        return self._tell(pick, endpoint)

    def _ways(self) -> tuple[Way, ...]:
        wanted = self.desk.settings.notify
        return (*(("webmention",) if wanted.webmention else ()), *(("pingback",) if wanted.pingback else ()))

    def _tell(self, pick: Pick, endpoint: Endpoint) -> Entry:
        from roundup.notify.telling import tell

        answer = tell(self.http, self.pace, endpoint, self.url, pick.url)
        self._keep(
            Notice(
                self.name,
                pick.url,
                endpoint.way,
                answer.state,
                self.desk.now,
                endpoint.url,
                answer.words,
                self.said,
            )
        )
        return Entry(pick, answer.state, endpoint.way, answer.words)

    def _endpoint_of(self, notice: Notice) -> Endpoint:
        from roundup.notify.telling import Endpoint

        return Endpoint("pingback" if notice.way == "pingback" else "webmention", notice.endpoint)

    def _write_to(self, pick: Pick) -> Entry:
        if not self.desk.settings.notify.letters:
            return Entry(pick, "left out", words="it has no way to be told, and letters are switched off")
        person = self.people.of(pick.authors, pick.blog, pick.url)
        name = person.name if person else ", ".join(pick.authors) or pick.blog or pick.url
        # Somebody unknown may be called what the registry calls another.
        whose = ("person", person.key) if person else ("name", name)
        self._letters.setdefault(whose, (person, []))[1].append(pick)
        return Entry(pick, "would" if self.dry_run else "letter", "letter", one_line(name, 80))

    def _keep(self, notice: Notice) -> None:
        self.store.receipts.tell(notice)
        self.told[notice.target] = notice


def _free(path: Path, content: bytes) -> Path:
    """`path`, or with a number the first one beside it where no other letter is: several people may share a name."""
    number, free = 2, path
    while free.exists() and not _holds(free, content):
        number, free = number + 1, path.with_stem(f"{path.stem}-{number}")
    return free


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _digest(edition: Edition) -> str:
    """What an edition is recognised by; where it is and how far it got are no part of what it says."""
    import hashlib
    import json

    words = edition_to_payload(replace(edition, status="frozen", url=""))
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()
