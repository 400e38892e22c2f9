"""Pages saved by an archive: each once, spaced, and gone on with after any trouble."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.config import FetchSettings
from roundup.curate.people import Registry
from roundup.deliver import Delivered, Parcel, Prepared, Wish, World, wayback
from roundup.deliver.wayback.reading import copy_at, document, failure, in_headers, job_in
from roundup.deliver.wayback.saving import PATIENCE, TRIES
from roundup.errors import ConfigError, RoundupError
from roundup.model import Copy, LinkAnswer, Person, Receipt
from roundup.net import HttpClient
from roundup.store import open_store
from roundup.store.copies import Copies
from roundup.store.linkchecks import LinkChecks
from tests.deliver.fakewayback import Clock, Cut, FakeArchive, told
from tests.samples import NOW, edition, pick

PAGES = [f"https://blog.example/{number}" for number in (1, 2, 3)]


class Killed(BaseException):
    """The process ends here: nothing catches it."""


@dataclass
class Saver:
    """A desk that has three pages saved. `kills` says before which writing it is killed (from 0)."""

    root: Path
    archive: FakeArchive
    clock: Clock
    picks: Mapping[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    people: Registry = field(default_factory=Registry)
    receipt: Receipt | None = None
    words: list[str] = field(default_factory=list)

    def prepared(self) -> Prepared:
        picks = (pick(number, url=url, **self.picks) for number, url in enumerate(PAGES, start=1))
        parcel = Parcel(edition(*picks), {}, people=self.people)
        return wayback.prepare(parcel, self._options(), Wish())

    def _options(self) -> wayback.Options:
        return wayback.Options(**{"service": self.archive.url, "seconds": 30.0, **self.options})

    def push(self, kill: int = -1) -> Delivered:
        """One run, as `publish` makes it."""
        settings = FetchSettings(allow_hosts=("127.0.0.1:*",))
        self.receipt = self.receipt or Receipt("week", "wayback", self.clock.now, "ada")
        with open_store(self.root / "roundup.db", now=NOW) as store, HttpClient(settings) as http:
            world = World(
                http,
                lambda _path, _content: None,
                self.clock.now,
                receipt=self.receipt,
                shelf=_Shelf(Copies(store.connection), kill),
                told=self.words.append,
                clock=self.clock.read,
                pause=self.clock.pause,
            )
            done = wayback.send(self.prepared(), self._options(), world)
        self.receipt = replace(self.receipt, state=done.state, body=done.body)
        return done

    def fails(self) -> str:
        """The trouble that a run ends with."""
        with pytest.raises(RoundupError) as caught:
            self.push()
        assert "same command goes on" in caught.value.hint
        return caught.value.message

    def copies(self) -> dict[str, Copy]:
        with open_store(self.root / "roundup.db", now=NOW) as store:
            return Copies(store.connection).known(PAGES)


class _Shelf(Copies):
    """The desk's own, until the process is killed."""

    def __init__(self, copies: Copies, kill: int) -> None:
        super().__init__(copies._db)
        self._left = kill

    def keep(self, copy: Copy) -> None:
        if self._left == 0:
            raise Killed
        self._left -= 1
        super().keep(copy)


@pytest.fixture
def saver(root: Path, archives: Callable[..., FakeArchive]) -> Saver:
    """Three pages, and an archive that has none of them."""
    clock = Clock()
    return Saver(root, archives(clock=clock), clock)


@pytest.fixture
def keyed(saver: Saver, monkeypatch: pytest.MonkeyPatch) -> Saver:
    """The same with keys."""
    monkeypatch.setenv("ROUNDUP_SECRET_WAYBACK", f"{saver.archive.url} access swordfish")
    return saver


# ---------------------------------------------------------------- all goes well


@pytest.mark.parametrize("style", ["content-location", "link", "redirect"])
def test_each_page_is_saved_and_its_copy_known(saver: Saver, style: str) -> None:
    """However the archive says where it is; the address is kept beside the page's, with the moment."""
    saver.archive.style = style  # type: ignore[assignment]
    done = saver.push()
    assert (done.done, done.state, done.url) == ("created", "saved", "")
    assert done.remote.startswith("3 of 3 pages at 127.0.0.1")
    assert saver.archive.pages == PAGES
    for page, copy in saver.copies().items():
        stamp = saver.archive.copies[page][-1]
        assert (copy.state, copy.url) == ("made", f"{saver.archive.url}/web/{stamp}/{page}")
        assert copy.made
        assert f"{copy.made:%Y%m%d%H%M%S}" == stamp


def test_pages_are_twenty_seconds_apart(saver: Saver) -> None:
    """Three a minute, which the archive does not answer with 429; how far it is is told."""
    saver.push()
    moments = [moment for _, moment in saver.archive.asked]
    assert [after - before for before, after in pairwise(moments)] == [20.0, 20.0]
    assert [words[:6] for words in saver.words] == ["1 of 3", "2 of 3", "3 of 3"]


@pytest.mark.parametrize(("spacing", "apart"), [(0.5, 20.0), (60.0, 60.0)])
def test_nobody_can_ask_faster_than_is_allowed(saver: Saver, spacing: float, apart: float) -> None:
    """Slower is fine."""
    saver.options["spacing"] = spacing
    saver.push()
    assert saver.archive.asked[1][1] - saver.archive.asked[0][1] == apart


def test_two_runs_keep_the_distance_too(saver: Saver) -> None:
    """The second begins twenty seconds after what the first asked for last."""
    saver.archive.faults = {2: told(500)}
    saver.fails()
    saver.clock.seconds += 5
    saver.push()
    assert saver.archive.asked[3][1] - saver.archive.asked[2][1] == 20.0


def test_with_keys_pages_are_posted_and_their_jobs_followed(keyed: Saver) -> None:
    """Six a minute; a job is asked about every five seconds until it ends."""
    keyed.options["spacing"] = 1.0
    assert keyed.push().remote.startswith("3 of 3")
    moments = [moment for _, moment in keyed.archive.asked]
    assert [after - before for before, after in pairwise(moments)] == [10.0, 10.0]
    assert {request.split("/spn2")[0] for request in keyed.archive.requests} == {"POST /save", "GET /save/status"}
    assert {copy.state for copy in keyed.copies().values()} == {"made"}


@pytest.mark.parametrize("terse", [False, True])
def test_a_copy_that_somebody_else_had_made_today_will_do(keyed: Saver, terse: bool) -> None:
    """With keys the archive makes no second one, however it says so."""
    keyed.archive.copies[PAGES[0]], keyed.archive.terse = ["20261120070000"], terse
    assert keyed.push().remote.startswith("3 of 3")
    assert keyed.copies()[PAGES[0]].url == f"{keyed.archive.url}/web/20261120070000/{PAGES[0]}"
    assert len(keyed.archive.copies[PAGES[0]]) == 1


def test_an_answer_too_long_to_read_may_have_been_one(saver: Saver) -> None:
    """The page itself comes back, and some are huge: it is looked for before it is asked for again."""
    saver.archive.faults = {0: told(200, b"x", content_encoding="br")}
    saver.archive.keep(PAGES[0])
    saver.fails()
    assert saver.push().remote.startswith("3 of 3")
    assert len(saver.archive.copies[PAGES[0]]) == 1


def test_what_is_saved_is_not_asked_for_again(saver: Saver) -> None:
    """Not by the same edition, not by another that has the page."""
    saver.push()
    saver.receipt = None
    again = saver.push()
    assert (again.done, len(saver.archive.asked)) == ("unchanged", 3)


def test_an_edition_without_pages_needs_no_archive(saver: Saver) -> None:
    """Nothing is asked."""
    saver.people = Registry([Person("ada", "Ada Example", opted_out=True)])
    assert saver.push().done == "unchanged"
    assert saver.archive.requests == []


# ---------------------------------------------------------------- what is handed on, and what is not


def test_what_would_be_asked_for_is_shown_first(saver: Saver) -> None:
    """For --dry-run: where, what, and how long it takes."""
    (request,) = saver.prepared().requests
    assert (request.verb, request.where) == ("SAVE", saver.archive.url)
    assert request.body.splitlines() == ["3 pages, one at a time, in about 1 min", *PAGES]


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/1", "http://10.0.0.7/1", "http://[::1]/1", "https://intranet/1", "https://wiki.lan/1"),
        *("https://blog.example/1?token=abc", "https://ada:pw@blog.example/1", "javascript:alert(1)", ""),
    ],
)
def test_private_addresses_are_not_handed_on(url: str) -> None:
    """What lies in a private network, or has what may be a password in it; it is told why."""
    parcel = Parcel(edition(pick(1, url=url), pick(2)), {})
    (request,) = wayback.prepare(parcel, wayback.Options(), Wish()).requests
    assert request.body.splitlines()[1:] == [
        "https://blog.example/2",
        "left out (Post number 1): its address is not public",
    ]


def test_pages_of_who_opted_out_are_not_handed_on(saver: Saver) -> None:
    """Also if that was after the edition was closed."""
    saver.people = Registry([Person("ben", "Ben Example", sites=(PAGES[1],), opted_out=True)])
    done = saver.push()
    assert saver.archive.pages == [PAGES[0], PAGES[2]]
    assert "Ben Example" in done.said[0]


def test_pages_found_in_a_private_network_are_not_handed_on(saver: Saver) -> None:
    """As the last check of links found them."""
    with open_store(saver.root / "roundup.db", now=NOW) as store:
        LinkChecks(store.connection).keep([LinkAnswer(PAGES[0], "private", NOW)])
    done = saver.push()
    assert saver.archive.pages == PAGES[1:]
    assert done.said == (f"left out: {PAGES[0]} is in a private network",)


def test_a_page_with_two_marks_is_one_page() -> None:
    """Where in it one lands is no matter of the archive's."""
    parcel = Parcel(edition(pick(1, url=f"{PAGES[0]}#a"), pick(2, url=f"{PAGES[0]}#b")), {})
    (request,) = wayback.prepare(parcel, wayback.Options(), Wish()).requests
    assert request.body.splitlines()[1:] == [PAGES[0]]


@pytest.mark.parametrize("service", ["", "archive", "ftp://archive.example", "https://a.example/?x=1", "https://a b"])
def test_the_archive_must_be_one(service: str) -> None:
    """Said before anything is closed."""
    with pytest.raises(ConfigError) as caught:
        wayback.prepare(Parcel(edition(), {}), wayback.Options(service=service), Wish())
    assert "[deliver.wayback] service" in caught.value.message


# ---------------------------------------------------------------- trouble


@pytest.mark.parametrize("wait", ["40", "Fri, 20 Nov 2026 09:01:00 GMT"])
def test_a_short_wish_to_be_left_alone_is_waited_out(saver: Saver, wait: str) -> None:
    """Seconds or a date; then the same page is asked for."""
    saver.archive.faults = {1: told(429, retry_after=wait)}
    saver.push()
    assert saver.archive.pages == [PAGES[0], PAGES[1], PAGES[1], PAGES[2]]
    assert saver.archive.asked[2][1] - saver.archive.asked[1][1] == 40.0


def test_a_long_one_ends_the_run_and_the_next_heeds_it(saver: Saver) -> None:
    """Nothing is asked until then; after that it goes on where it was."""
    saver.archive.faults = {1: told(429, retry_after="3600")}
    assert "left alone until 2026-11-20 10:00 UTC" in saver.fails()
    saver.clock.seconds += 600
    assert "left alone until 2026-11-20 10:00 UTC" in saver.fails()
    assert len(saver.archive.asked) == 2
    saver.clock.seconds += 3600
    assert saver.push().remote.startswith("3 of 3")
    assert saver.archive.pages == [PAGES[0], PAGES[1], PAGES[1], PAGES[2]]


@pytest.mark.parametrize(("wait", "given_up"), [("3600", False), (str(30 * 86400), True)])
def test_who_is_impatient_while_it_is_left_alone_gives_nothing_up(saver: Saver, wait: str, given_up: bool) -> None:
    """Runs that may ask nothing are no tries, as long as it is for hours; for weeks they are."""
    saver.archive.faults = {0: told(429, retry_after=wait)}
    for _ in range(TRIES - 1):
        saver.fails()
    if given_up:
        assert saver.push().remote.startswith("0 of 3")
        return
    saver.fails()
    saver.clock.seconds += 3600
    assert saver.push().remote.startswith("3 of 3")


def test_a_wish_that_does_not_end_ends_the_run(saver: Saver) -> None:
    """Whoever says 429 to everything is not asked on and on."""
    saver.archive.faults = dict.fromkeys(range(100), told(429))
    assert "left alone" in saver.fails()
    assert len(saver.archive.asked) < 10
    assert sum(saver.clock.waited) < 5 * PATIENCE


def test_a_wish_that_is_over_when_it_arrives_counts_too(saver: Saver) -> None:
    """An archive that takes two seconds to say "in one second" would be asked for ever."""
    real = saver.archive.answer

    def slow(*request: Any) -> Any:
        saver.clock.seconds += 2.0
        return real(*request)

    saver.archive.answer = slow  # type: ignore[method-assign, assignment]
    saver.archive.faults = dict.fromkeys(range(100), told(429, retry_after="1"))
    assert "left alone" in saver.fails()
    assert len(saver.archive.asked) < 10


def test_one_page_that_fails_keeps_no_other_waiting(saver: Saver) -> None:
    """The run says what is missing; the same command asks for that alone."""
    saver.archive.faults = {0: told(502)}
    assert saver.fails() == f"1 of 3 pages are not saved yet; {PAGES[0]}: the archive answers 502"
    assert saver.push().done == "created"
    assert saver.archive.pages == [*PAGES, PAGES[0]]


def test_an_archive_that_is_not_well_is_left_alone(saver: Saver) -> None:
    """Three failures in a row end the run, and every page is told to be missing."""
    saver.archive.faults = dict.fromkeys(range(3), told(500))
    assert saver.fails() == "3 of 3 pages are not saved yet; the archive is not well: the archive answers 500"
    assert saver.push().remote.startswith("3 of 3")


def test_an_archive_that_is_not_there_is_said(saver: Saver) -> None:
    """Once, not for each page."""
    saver.options["service"] = "http://127.0.0.1:9"
    assert "3 of 3 pages are not saved yet" in saver.fails()
    assert saver.clock.waited == []


@pytest.mark.parametrize("cut", ["before", "after"])
@pytest.mark.parametrize("with_keys", [False, True])
def test_a_line_that_breaks_loses_nothing_and_doubles_nothing(
    saver: Saver, monkeypatch: pytest.MonkeyPatch, cut: Cut, with_keys: bool
) -> None:
    """Before or after the archive took it: the next run looks before it asks again; each page has one copy."""
    if with_keys:
        monkeypatch.setenv("ROUNDUP_SECRET_WAYBACK", f"{saver.archive.url} access swordfish")
    saver.archive.faults = {1: cut}
    assert f"1 of 3 pages are not saved yet; {PAGES[1]}" in saver.fails()
    saver.clock.seconds += 60
    assert saver.push().remote.startswith("3 of 3")
    assert {page: len(held) for page, held in saver.archive.copies.items()} == dict.fromkeys(PAGES, 1)


def test_a_page_that_takes_too_long_has_had_its_turn(saver: Saver) -> None:
    """The others go on; later it is looked for."""
    busy, clock = saver.archive.lock, saver.clock
    saver.options["seconds"] = 0.2
    busy.acquire()

    def pause(seconds: float) -> None:
        Clock.pause(clock, seconds)
        if busy.locked():
            busy.release()

    clock.pause = pause  # type: ignore[method-assign]
    assert PAGES[0] in saver.fails()
    assert saver.copies()[PAGES[0]].state == "asked"
    assert saver.copies()[PAGES[1]].state == "made"
    saver.push()
    assert {page: len(held) for page, held in saver.archive.copies.items()} == dict.fromkeys(PAGES, 1)


@pytest.mark.parametrize("kill", range(7))
@pytest.mark.parametrize("with_keys", [False, True])
def test_killed_at_any_step_it_goes_on(
    saver: Saver, monkeypatch: pytest.MonkeyPatch, kill: int, with_keys: bool
) -> None:
    """Before each thing that is written down: each page is saved once, and every copy known in the end."""
    if with_keys:
        monkeypatch.setenv("ROUNDUP_SECRET_WAYBACK", f"{saver.archive.url} access swordfish")
    try:
        saver.push(kill)
    except Killed:
        saver.clock.seconds += 60
        saver.push()
    assert {page: len(held) for page, held in saver.archive.copies.items()} == dict.fromkeys(PAGES, 1)
    assert {copy.state for copy in saver.copies().values()} == {"made"}


def test_what_the_archive_refuses_is_named_and_not_asked_for_again(saver: Saver) -> None:
    """A site that does not want to be saved holds nothing up."""
    error = {"X_Archive_Wayback_Runtime_Error": "RobotAccessControlException: Blocked By Robots"}
    saver.archive.faults = {1: told(403, b"", **error)}
    done = saver.push()
    assert done.remote.startswith("2 of 3 pages")
    assert done.said == (f"not saved: {PAGES[1]}: the archive says: RobotAccessControlException: Blocked By Robots",)
    assert saver.copies()[PAGES[1]].state == "refused"


def test_what_the_archive_refuses_with_words_of_its_own(keyed: Saver) -> None:
    """A job that ends in an error that asking again will not change."""
    keyed.archive.broken = {PAGES[0]}
    assert keyed.push().said == (f"not saved: {PAGES[0]}: This URL is blocked.",)


def test_after_three_runs_a_page_is_given_up(saver: Saver) -> None:
    """An archive that is down for weeks holds up no edition; to publish there once more asks afresh."""
    saver.archive.faults = dict.fromkeys(range(TRIES * 3), told(500))
    for _ in range(TRIES - 1):
        saver.fails()
    done = saver.push()
    assert done.remote.startswith("0 of 3 pages")
    assert len([words for words in done.said if words.startswith("not saved: ")]) == 3
    again = saver.push()
    assert (again.done, again.remote[:6], again.said) == ("changed", "3 of 3", ())


def test_wrong_keys_are_said_at_once(saver: Saver, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is asked for after that; the secret is in no word of it, and in no row."""
    monkeypatch.setenv("ROUNDUP_SECRET_WAYBACK", f"{saver.archive.url} access hunter22")
    said = saver.fails()
    assert "does not take these keys: look at ROUNDUP_SECRET_WAYBACK" in said
    assert len(saver.archive.requests) == 1
    assert "hunter22" not in repr((said, saver.words, saver.copies()))


@pytest.mark.parametrize(
    "answer",
    [
        told(200, b"<html>Welcome"),
        told(200, b"{", content_location="/web/2026/x"),
        told(302, b"", location="https://evil.example/web/20261120090000/https://blog.example/1"),
        told(302, b"", location="//evil.example/web/20261120090000/https://blog.example/1"),
        told(200, b"", content_location="/web/20261120090000/https://evil.example/"),
        told(200, b"", content_location="/web/20261120090000/javascript:alert(1)"),
        told(200, b"", content_location="/web/99999999999999/https://blog.example/1"),
        told(200, b"", content_location="/web/20361120090000/https://blog.example/1"),
        told(200, b"", content_location="/web/19700101000000/https://blog.example/1"),
        told(200, b"", link="<" * 5000),
        told(204, b""),
    ],
)
def test_an_answer_that_is_none_is_not_believed(saver: Saver, answer: Any) -> None:
    """Another host, another page, a date that cannot be, or anything at all."""
    saver.archive.faults = {0: answer}
    assert saver.fails() == f"1 of 3 pages are not saved yet; {PAGES[0]}: the archive answers something else"
    assert saver.copies()[PAGES[0]].url == ""
    assert saver.push().remote.startswith("3 of 3")


@pytest.mark.parametrize(
    "end",
    [
        {"status": "success", "timestamp": "20261120090000", "original_url": "https://evil.example/"},
        {"status": "success", "timestamp": ["x"], "original_url": PAGES[0]},
        {"status": "success", "timestamp": "20261120090000", "original_url": "https://blog.example/\ud800"},
        {"status": "success"},
        {"status": "error", "message": "half a character: \ud800"},
        {"status": "nonsense", "message": "no \x1b[31mwords\nat all"},
        {"status": "error", "status_ext": "error:browsing-timeout"},
        {},
    ],
)
def test_a_job_that_ends_in_nonsense_has_not_saved(keyed: Saver, end: dict[str, Any]) -> None:
    """Whatever it says; the next run asks again, and what is kept of it is harmless."""
    keyed.archive.job_ends = lambda told: end if told["original_url"] == PAGES[0] else told
    keyed.fails()
    copy = keyed.copies()[PAGES[0]]
    assert (copy.state, copy.url) == ("failed", "")
    assert "\x1b" not in copy.words
    keyed.archive.job_ends = lambda told: told
    assert keyed.push().remote.startswith("3 of 3")


def test_a_job_that_does_not_end_is_asked_about_later(keyed: Saver) -> None:
    """After half a minute the next page has its turn; the next run asks about the job, not for the page."""
    keyed.archive.slow = 8
    keyed.fails()
    asked = len(keyed.archive.asked)
    keyed.clock.seconds += 60
    assert keyed.push().remote.startswith("3 of 3")
    assert len(keyed.archive.asked) == asked == 3


def test_a_copy_from_long_ago_is_no_answer(saver: Saver) -> None:
    """Where the archive has only an old one of a page that was asked for, it is asked for again."""
    saver.archive.copies[PAGES[1]] = ["20190101000000"]
    saver.archive.faults = {1: "before"}
    saver.fails()
    saver.clock.seconds += timedelta(minutes=1).seconds
    saver.push()
    assert len(saver.archive.copies[PAGES[1]]) == 2


# ---------------------------------------------------------------- its answers, read with care

ARCHIVE = "https://web.archive.org"
FOREIGN = st.one_of(
    st.text(max_size=80),
    st.builds("//{}/web/{}/{}".format, st.text(max_size=20), st.text(max_size=16), st.just(PAGES[0])),
    st.builds("/web/{}/{}".format, st.from_regex(r"[0-9]{14}", fullmatch=True), st.text(max_size=40)),
)


@given(FOREIGN)
def test_whatever_an_answer_says_a_copy_is_at_the_archive_and_of_the_page(location: str) -> None:
    """It is written anew from the archive's address, a date that can be, and the page that was asked for."""
    found = copy_at(ARCHIVE, location, PAGES[0], NOW)
    if found:
        assert found.url == f"{ARCHIVE}/web/{found.made:%Y%m%d%H%M%S}/{PAGES[0]}"
        assert found.made <= NOW + timedelta(days=1)
    headers = {"link": location, "content-location": location[::-1]}
    found = in_headers(ARCHIVE, headers, PAGES[0], NOW)
    assert found is None or found.url.startswith(f"{ARCHIVE}/web/")


@pytest.mark.parametrize(
    ("service", "location"),
    [
        (ARCHIVE, "/web/20261120090000/https://blog.example/1"),
        (ARCHIVE, "http://web.archive.org/web/20261120090000/http://www.blog.example/1/"),
        (ARCHIVE, "//WEB.archive.org/web/20261120090000id_/https://blog.example/1"),
        (ARCHIVE, "/web/20261120090000/https:/blog.example/1"),
        (ARCHIVE, "/web/20261120090000/https%3A%2F%2Fblog.example%2F1"),
        ("https://keep.example/wayback", "https://keep.example/wayback/web/20261120090000/https://blog.example/1"),
    ],
)
def test_a_copy_is_known_however_its_address_is_spelt(service: str, location: str) -> None:
    """Relative or whole, by either scheme, with a slash squeezed out by somebody on the way."""
    found = copy_at(service, location, PAGES[0], NOW)
    assert found
    assert found.url == f"{service}/web/20261120090000/{PAGES[0]}"


@given(st.binary(max_size=80))
def test_any_document_can_be_read(body: bytes) -> None:
    """What is no object is an empty one."""
    told = document(body)
    assert job_in(told) == "" or job_in(told).isascii()
    assert document(b"[" * 100_000) == {}
    assert len(failure({"message": body.decode("latin-1")})[1]) <= 160
