"""What each answer of a site, and each way of giving none, says of a link; how long it holds, and for whom."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from roundup.config import Settings
from roundup.curate.check import CheckFacts
from roundup.curate.check.answers import moved_links
from roundup.model import LinkAnswer
from roundup.workflow.desk import Desk
from roundup.workflow.links import MOST_ASKED, ask, known
from tests.net.servers import Page, Server, drip, flood, hang, redirect, reply, reset, serving
from tests.samples import NOW, edition, pick
from tests.workflow.desks import at, desk_at

NEIGHBOUR = {"/there": reply(b"here")}  # a page of the same host that is there


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """A desk that may reach this machine, and whose patience is short."""
    made = desk_at(desk.settings.root, allow="127.0.0.0/8:*", now=desk.now)
    return replace(made, settings=replace(made.settings, fetch=replace(made.settings.fetch, deadline=0.2)))


def found(desk: Desk, *addresses: str) -> dict[str, LinkAnswer]:
    """The links asked, and what is known of them afterwards."""
    with desk.store() as store:
        ask(desk, store, addresses)
        return known(desk, store, addresses)


def methods(server: Server, path: str) -> list[str]:
    """How a page was asked for, in order."""
    return [head.split(" ")[0] for head in server.requests if head.split(" ")[1] == path]


def only_get(answer: Page, otherwise: Page) -> Callable[[socket.socket], None]:
    """A page that answers a GET and does something else with a HEAD; the server has read the request already."""
    asked: list[int] = []

    def send(connection: socket.socket) -> None:
        asked.append(1)
        page = otherwise if len(asked) == 1 else answer
        if isinstance(page, bytes):
            connection.sendall(page)
        else:
            page(connection)

    return send


# ------------------------------------------------------------ by status

STATUSES: dict[int, tuple[str, str]] = {
    200: ("found", ""),
    201: ("found", ""),
    203: ("found", ""),
    206: ("found", ""),
    300: ("found", ""),
    304: ("found", ""),
    400: ("unknown", "it cannot be had (400)"),
    401: ("unknown", "it asks for a name and a password (401)"),
    402: ("unknown", "it is for those who pay (402)"),
    403: ("unknown", "it is not shown to programs (403)"),
    404: ("gone", "it is not there (404)"),
    405: ("unknown", "it cannot be had (405)"),
    406: ("unknown", "it cannot be had (406)"),
    410: ("gone", "it is gone for good (410)"),
    418: ("unknown", "it cannot be had (418)"),
    421: ("unknown", "it cannot be had (421)"),
    451: ("unknown", "it may not be shown, for reasons of law (451)"),
    500: ("unknown", "it cannot be had (500)"),
    501: ("unknown", "it cannot be had (501)"),
    502: ("unknown", "it cannot be had (502)"),
    504: ("unknown", "it cannot be had (504)"),
    520: ("unknown", "it cannot be had (520)"),
    999: ("unknown", "it cannot be had (999)"),
}


def test_what_each_status_says_of_a_page(ready: Desk) -> None:
    """Only 404 and 410 say that a page is gone; whatever else a site refuses programs, readers may yet see."""
    with serving(pages={f"/{status}": reply(status=status) for status in STATUSES}) as server:
        links = {status: server.url(f"/{status}") for status in STATUSES}
        answers = found(ready, *links.values())
    assert {status: (answers[link].state, answers[link].words) for status, link in links.items()} == STATUSES


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_is_asked_too_much_is_asked_no_more(ready: Desk, status: int) -> None:
    """RFC 6585 section 4, RFC 9110 15.6.4: its other pages are left alone, and nothing bad is said of them."""
    with serving(pages={"/busy": reply(status=status), **NEIGHBOUR}) as server:
        busy, there = server.url("/busy"), server.url("/there")
        answers = found(ready, busy, there)
        assert "/there" not in server.asked
        assert {answers[busy].state, answers[there].state} == {"unknown"}


def test_too_many_requests_is_believed_at_once(ready: Desk) -> None:
    """A 429 to HEAD is not answered with a GET for the same page."""
    with serving(pages={"/busy": reply(status=429)}) as server:
        found(ready, server.url("/busy"))
        assert methods(server, "/busy") == ["HEAD"]


@pytest.mark.parametrize("status", [403, 404, 405, 500, 501, 503])
def test_what_is_bad_of_a_head_is_asked_again_by_get(ready: Desk, status: int) -> None:
    """Many servers know no HEAD (RFC 9110 9.3.2): what the page says to a reader counts."""
    page = only_get(reply(b"The page."), reply(status=status))
    with serving(pages={"/page": page}) as server:
        link = server.url("/page")
        assert found(ready, link)[link].state == "found"
        assert methods(server, "/page") == ["HEAD", "GET"]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="nothing at all"),
        pytest.param(b"Hello, who is there?\r\n\r\n", id="no HTTP"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Le", id="half a head"),
        pytest.param(reply(headers={"X-Long": "a" * 200_000}), id="a head without end"),
    ],
)
def test_a_head_that_makes_no_sense_is_asked_again_by_get(ready: Desk, answer: bytes) -> None:
    """Whatever a server does with a method it does not know."""
    with serving(pages={"/page": only_get(reply(b"The page."), answer)}) as server:
        link = server.url("/page")
        assert found(ready, link)[link].state == "found"


# ------------------------------------------------------------ where a page leads


MOVES: dict[str, tuple[bytes, str]] = {
    "moved for good": (redirect("/there", 301), "moved"),
    "moved for good, the method kept": (redirect("/there", 308), "moved"),
    "elsewhere for now": (redirect("/there", 302), "found"),
    "see other": (redirect("/there", 303), "found"),
    "for now, the method kept": (redirect("/there", 307), "found"),
    "to the front page": (redirect("/", 301), "front"),
    "to the front page for now": (redirect("/", 302), "front"),
    "to the front page by name": (redirect("/index.php", 302), "front"),
    "to a page that is gone": (redirect("/gone", 301), "gone"),
    "to itself": (redirect("/page", 301), "unknown"),
    "nowhere": (reply(status=301), "found"),
    "to no address": (redirect("http://[half", 301), "nowhere"),
    "to another kind of place": (redirect("ftp://files.example/a", 301), "unknown"),
    "to a program": (redirect("javascript:alert(1)", 302), "unknown"),
    "to a page that is gone, with a tracker": (redirect("/page?utm_source=feed", 301), "gone"),
}


@pytest.mark.parametrize("name", MOVES)
def test_where_a_page_leads(ready: Desk, name: str) -> None:
    """Moved is what has moved for good and is there; a front page in place of a page is told; circles prove nothing."""
    page, state = MOVES[name]
    pages = {"/page": page, "/": reply(b"Front"), "/index.php": reply(b"Front"), **NEIGHBOUR}
    with serving(pages=pages) as server:
        link = server.url("/page")
        answers = found(ready, link, server.url("/there"))
        assert answers[link].state == state
        assert answers[server.url("/there")].state == "found"


def test_a_page_that_moves_twice_for_good_is_where_it_ends(ready: Desk) -> None:
    """The address to write is the last; one step for now among them, and the page has not moved for good."""
    pages = {
        "/a": redirect("/b", 301),
        "/b": redirect("/there", 308),
        "/c": redirect("/d", 301),
        "/d": redirect("/there", 302),
        **NEIGHBOUR,
    }
    with serving(pages=pages) as server:
        a, c = server.url("/a"), server.url("/c")
        answers = found(ready, a, c)
        assert (answers[a].state, answers[a].target) == ("moved", server.url("/there"))
        assert (answers[c].state, answers[c].target) == ("found", "")


@pytest.mark.parametrize(
    ("target", "state"),
    [
        ("http://nowhere.invalid/page", "nowhere"),
        ("http://127.0.0.1:9/page", "unknown"),
        ("http://10.0.0.1/page", "private"),
        ("http://192.168.1.1/page", "private"),
    ],
)
def test_a_page_that_leads_where_nobody_is_says_nothing_of_its_neighbours(ready: Desk, target: str, state: str) -> None:
    """The host has answered: its other pages are asked for, each for itself."""
    with serving(pages={"/old": redirect(target), **NEIGHBOUR}) as server:
        old, there, gone = server.url("/old"), server.url("/there"), server.url("/gone")
        answers = found(ready, old, there, gone)
        assert [answers[link].state for link in (old, there, gone)] == [state, "found", "gone"]


def test_a_page_that_leads_to_a_busy_host_says_nothing_of_its_neighbours(ready: Desk) -> None:
    """It is the other host that wants to be left alone."""
    with serving(reply(status=429), host="127.0.0.2") as busy:
        pages = {"/old": redirect(busy.url("/", host="127.0.0.2")), **NEIGHBOUR}
        with serving(pages=pages) as server:
            old, there = server.url("/old"), server.url("/there")
            answers = found(ready, old, there)
            assert (answers[old].state, answers[there].state) == ("unknown", "found")


# ------------------------------------------------------------ no answer


FAILURES: dict[str, Page] = {
    "hangs": hang(),
    "hangs after the head": hang(b"HTTP/1.1 200 OK\r\n"),
    "a byte now and then": drip(b"H", 0.05),
    "broken off": reset(),
    "no HTTP": b"220 mail.example ESMTP\r\n",
    "closes at once": b"",
    "a head without end": flood(b"HTTP/1.1 200 OK\r\n", b"X: " + b"a" * 2000 + b"\r\n"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_host_that_gives_no_answer_proves_nothing(ready: Desk, name: str) -> None:
    """It is told that the page could not be asked, within the time there is for it, and never that it is gone."""
    with serving(FAILURES[name]) as server, serving(pages=NEIGHBOUR, host="127.0.0.2") as other:
        link, sound = server.url("/page"), other.url("/there", host="127.0.0.2")
        answers = found(ready, link, sound)
        assert (answers[link].state, answers[sound].state) == ("unknown", "found")
        assert answers[link].words


def test_a_host_that_hangs_is_not_waited_for_twice(ready: Desk) -> None:
    """Of twenty pages of a site that is down one is asked for, and the same is said of all."""
    with serving(hang()) as server:
        links = [server.url(f"/{number}") for number in range(20)]
        answers = found(ready, *links)
        assert len(server.requests) == 1
        assert {answer.state for answer in answers.values()} == {"unknown"}
        assert {answer.address for answer in answers.values()} == set(links)


def test_a_port_where_nobody_listens(ready: Desk) -> None:
    """The machine may be started again in an hour."""
    with serving(pages=NEIGHBOUR) as server:
        answers = found(ready, "http://127.0.0.3:9/page", server.url("/there"))
    assert answers["http://127.0.0.3:9/page"].state == "unknown"
    assert "refuses" in answers["http://127.0.0.3:9/page"].words


def test_a_certificate_nobody_vouches_for_proves_nothing(ready: Desk) -> None:
    """The site is there; browsers will warn of it."""
    with serving(reply(b"hello"), certificate="selfsigned.pem") as server:
        link = server.url("/page")
        assert found(ready, link)[link].state == "unknown"


def test_a_body_without_end_is_a_page_that_is_there(ready: Desk) -> None:
    """A radio station's stream: the link leads somewhere, and nobody reads all of it."""
    page = flood(b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n", b"la " * 20_000)
    with serving(pages={"/stream": only_get(page, reply(status=405))}) as server:
        link = server.url("/stream")
        patient = desk_at(ready.settings.root, allow="127.0.0.0/8:*", now=ready.now)
        assert found(patient, link)[link].state == "found"


# ------------------------------------------------------------ how long an answer holds, and for whom


@pytest.mark.parametrize(
    ("page", "hours", "holds"),
    [
        (reply(b""), 23.9, True),
        (reply(b""), 24.1, False),
        (reply(status=404), 23.9, True),
        (reply(status=404), 24.1, False),
        (reply(status=500), 0.9, True),
        (reply(status=500), 1.1, False),
        (redirect("/there", 301), 23.9, True),
    ],
)
def test_an_answer_holds_a_day_and_none_an_hour(ready: Desk, page: bytes, hours: float, holds: bool) -> None:
    """Nobody is asked anew for every look at a draft; what was dead yesterday may be there today."""
    with serving(pages={"/page": page, **NEIGHBOUR}) as server:
        link = server.url("/page")
        found(ready, link)
        before = len(server.requests)
        later = at(ready, hours=hours)
        with later.store() as store:
            assert (link in known(later, store, [link])) is holds
            assert ask(later, store, [link]) == (0 if holds else 1)
        assert (len(server.requests) == before) is holds


def test_what_comes_back_takes_the_place_of_what_was_known(ready: Desk) -> None:
    """A page that was gone on Monday and is there on Wednesday is there."""
    pages: dict[str, Page] = {"/page": reply(status=404), **NEIGHBOUR}
    with serving(pages=pages) as server:
        link = server.url("/page")
        assert found(ready, link)[link].state == "gone"
        server.pages["/page"] = reply(b"")
        assert found(at(ready, days=2), link)[link].state == "found"
        with ready.store() as store:
            (count,) = store.connection.rows("SELECT count(*) FROM link_checks")
        assert count == (1,)


def test_a_clock_that_was_wrong_does_not_keep_an_answer_for_ever(ready: Desk) -> None:
    """Asked on a machine that took it for next year: today it is asked again."""
    with serving(pages=NEIGHBOUR) as server:
        link = server.url("/there")
        found(at(ready, days=400), link)
        with ready.store() as store:
            assert known(ready, store, [link]) == {}
            assert ask(ready, store, [link]) == 1


def test_two_desks_ask_each_for_itself(ready: Desk, tmp_path: Path) -> None:
    """What one knows it tells nobody; each desk keeps its own answers."""
    other = replace(ready, settings=replace(ready.settings, root=tmp_path / "other"))
    (tmp_path / "other").mkdir()
    with serving(pages=NEIGHBOUR) as server:
        link = server.url("/there")
        found(ready, link)
        with other.store() as store:
            assert known(other, store, [link]) == {}
        assert found(other, link)[link].state == "found"
        assert len(server.requests) == 2


def test_a_page_is_known_by_whatever_part_of_it_is_linked_to(ready: Desk) -> None:
    """A fragment is for the reader's browser; the site never hears of it."""
    with serving(pages=NEIGHBOUR) as server:
        whole, part = server.url("/there"), server.url("/there#bins")
        found(ready, part)
        with ready.store() as store:
            assert set(known(ready, store, [whole, part, server.url("/there#map")])) == {
                whole,
                part,
                server.url("/there#map"),
            }


def test_a_run_asks_for_so_many_and_the_next_for_the_rest(ready: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition with more links than that is a special one of many years."""
    assert MOST_ASKED >= 100
    monkeypatch.setattr("roundup.workflow.links.MOST_ASKED", 3)
    with serving(reply(b"")) as server, ready.store() as store:
        links = [server.url(f"/{number}") for number in range(5)]
        assert [ask(ready, store, links) for _ in range(3)] == [3, 2, 0]


def test_what_is_told_is_what_is_kept(ready: Desk) -> None:
    """Each answer is told once, and nothing else is remembered."""
    told: list[LinkAnswer] = []
    with serving(pages={"/busy": reply(status=429), **NEIGHBOUR}) as server:
        links = [server.url(path) for path in ("/there", "/gone", "/busy", "/after")]
        with ready.store() as store:
            ask(ready, store, links, told.append)
            kept: Mapping[str, LinkAnswer] = known(ready, store, links)
    assert {answer.address: answer.state for answer in told} == {link: kept[link].state for link in links}
    assert len(told) == len(links)


@pytest.mark.parametrize("part", ["", "#bins", "#:~:text=the%20bins"])
def test_a_page_that_moved_is_linked_at_the_part_that_was_meant(part: str) -> None:
    """RFC 9110 10.2.2: where a redirect names no part of the page, the one that was asked for still holds."""
    old, new = "https://x.example/old", "https://x.example/new"
    said = LinkAnswer(old, "moved", NOW, "it has moved for good", new)
    made = edition(pick(1, lead=f"Ada Example [writes](https://blog.example/1), see [there]({old}{part})."))
    facts = CheckFacts(settings=Settings(root=Path("desk")), asked={old + part: said})
    assert [fault.remedy for fault in moved_links(made, facts)] == [f"Use {new}{part}"]
