"""Who may be asked next: counts and clocks, no threads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.fetch.schedule import host_of
from roundup.fetch.turnstile import BURST, Flight, Turnstile
from tests.fetch.feeds import requests_for

DEADLINE = 40.0  # so a request counts for one second in all, and for three and a third of its host


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def turnstile(urls: list[str], clock: Clock, concurrency: int = 4, per_host: int = 2, **options: Any) -> Turnstile:
    return Turnstile(
        requests_for(urls), concurrency=concurrency, per_host=per_host, deadline=DEADLINE, clock=clock, **options
    )


def of_one_host(count: int) -> list[str]:
    return [f"https://blog.example/{n}" for n in range(count)]


def of_many_hosts(count: int) -> list[str]:
    return [f"https://{n}.example/" for n in range(count)]


def enter_all(gate: Turnstile) -> list[Flight]:
    """All that may go now."""
    flights = []
    while flight := gate.enter():
        flights.append(flight)
    return flights


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Blog.Example:8443/feed", "blog.example"),
        ("http://blog.example./feed", "blog.example"),
        ("http://ada:pw@blog.example/feed", "blog.example"),
        ("http://[::1]:80/feed", "::1"),
        ("nonsense", "nonsense"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_a_feed_counts_for_its_host(url: str, host: str) -> None:
    """Whatever port, case or user name; an address without a host stands for itself."""
    assert host_of(url) == host


def test_no_more_than_agreed_are_under_way() -> None:
    """A fifth has to wait until one of four has left."""
    gate = turnstile(of_many_hosts(6), Clock())
    flights = enter_all(gate)
    assert len(flights) == 4
    gate.answered(flights[0])
    assert gate.enter() is None, "what is being parsed still counts"
    gate.leave(flights[0])
    assert gate.enter() is not None
    assert gate.enter() is None


def test_a_host_is_asked_for_few_at_once_and_others_are_not_held_up() -> None:
    """Twenty feeds of one host, and one each of two more that stand behind them."""
    gate = turnstile([*of_one_host(20), *of_many_hosts(2)], Clock(), concurrency=8)
    flights = enter_all(gate)
    assert [flight.host for flight in flights] == ["blog.example", "0.example", "1.example", "blog.example"]
    gate.answered(flights[0])
    assert [flight.host for flight in enter_all(gate)] == ["blog.example"], "its answer is there: the next may go"


def moments(gate: Turnstile, clock: Clock, until: float) -> list[tuple[float, str]]:
    """When which host was asked, if every answer comes at once and the gate is tried eight times a second."""
    asked = []
    while clock.now < until:
        while flight := gate.enter():
            asked.append((clock.now, flight.host))
            gate.leave(flight)
        clock.now += 0.125
    return asked


def test_one_host_is_not_asked_too_fast() -> None:
    """A few at once, then each some time after the last, however quickly it answers."""
    clock = Clock()
    gate = turnstile(of_one_host(BURST + 3), clock, spacing=0.5)
    times = [moment for moment, _ in moments(gate, clock, 3.0)]
    assert times[:BURST] == [0.0] * BURST
    assert times[BURST:] == [0.5, 1.0, 1.5]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_not_spared(host: str) -> None:
    """Nobody else's server is asked."""
    clock = Clock()
    gate = turnstile([f"http://{host}:8000/{n}" for n in range(BURST + 5)], clock, spacing=0.5)
    assert len(moments(gate, clock, 0.1)) == BURST + 5


def test_hosts_take_turns_and_distinct_ones_wait_for_nobody() -> None:
    """Beside one with many feeds all others are asked at once."""
    clock = Clock()
    gate = turnstile([*of_one_host(30), *of_many_hosts(30)], clock, spacing=0.5)
    asked = moments(gate, clock, 0.1)
    assert [host for _, host in asked].count("blog.example") == BURST
    assert len(asked) == BURST + 30


def test_spacing_does_not_multiply_the_time_of_a_host_that_hangs() -> None:
    """As soon as it has kept us waiting for long, its feeds are tried as without spacing."""
    clock = Clock()
    gate = turnstile(of_one_host(100), clock, concurrency=50, spacing=1.0)
    while gate._under_way < 100:
        enter_all(gate)
        clock.now += 0.1
    assert clock.now < DEADLINE / 2


def test_a_host_that_was_left_for_later_is_not_forgotten() -> None:
    """Whether it rests, hangs or is full: when nothing else is to be done, its turn comes."""
    clock = Clock()
    gate = turnstile(of_one_host(12), clock, per_host=1, spacing=0.3)
    asked = moments(gate, clock, 5.0)
    assert len(asked) == 12
    assert gate.enter() is None


def test_those_that_hang_let_others_pass() -> None:
    """Each that keeps us waiting for a second no longer counts, and lets one more in: the number doubles."""
    clock = Clock()
    gate = turnstile(of_many_hosts(100), clock)
    under_way = []
    for second in range(6):
        clock.now = second * 1.1
        enter_all(gate)
        under_way.append(gate._under_way)
    assert under_way == [4, 12, 28, 60, 100, 100]


def test_a_host_that_hangs_is_asked_more_slowly_than_the_rest() -> None:
    """It is given more than three times as long before its other feeds are tried."""
    clock = Clock()
    gate = turnstile(of_one_host(100), clock, concurrency=50)
    under_way = []
    for moment in (0, 1.1, 3.3, 3.4, 6.8, 10.2, 13.6, 17.0):
        clock.now = moment
        enter_all(gate)
        under_way.append(gate._under_way)
    assert under_way == [2, 2, 2, 6, 14, 30, 62, 100]


def test_parsing_is_never_taken_for_hanging() -> None:
    """Bodies that wait to be parsed take memory, so they count however long it takes."""
    clock = Clock()
    gate = turnstile(of_many_hosts(10), clock)
    for flight in enter_all(gate):
        gate.answered(flight)
    clock.now = 30.0
    assert gate.enter() is None


def test_there_is_an_end_to_it() -> None:
    """Files and threads are limited, however much hangs."""
    clock = Clock()
    gate = turnstile(of_many_hosts(100), clock, most=10)
    for second in range(20):
        clock.now = second * 2.0
        enter_all(gate)
    assert gate._under_way == 10


def test_a_host_that_refuses_twice_in_a_row_is_asked_no_more() -> None:
    """What was still to be asked of it comes back, once."""
    gate = turnstile([*of_one_host(5), "https://other.example/"], Clock())
    enter_all(gate)
    assert gate.refused("blog.example") == []
    dropped = gate.refused("blog.example")
    assert [request.subscription.url for request in dropped] == of_one_host(5)[2:]
    assert gate.refused("blog.example") == []


def test_a_host_that_serves_in_between_is_not_given_up() -> None:
    """Then the refusals were about single addresses."""
    gate = turnstile(of_one_host(5), Clock())
    for _ in range(3):
        assert gate.refused("blog.example") == []
        gate.welcomed("blog.example")


def test_what_could_not_be_sent_is_next_again() -> None:
    """It is lost to nobody and counts for nothing."""
    gate = turnstile(of_one_host(3), Clock(), concurrency=1)
    flight = gate.enter()
    assert flight is not None
    gate.put_back(flight)
    again = gate.enter()
    assert again is not None
    assert again.request is flight.request


def test_nobody_enters_a_closed_gate() -> None:
    """Whatever was still to come."""
    gate = turnstile(of_many_hosts(3), Clock())
    gate.close()
    assert gate.enter() is None


@given(
    st.lists(st.integers(0, 4), max_size=40),
    st.integers(1, 6),
    st.integers(1, 3),
    st.sampled_from([0.0, 0.4]),
    st.lists(st.tuples(st.sampled_from(["enter", "answer", "leave", "wait"]), st.integers(0, 50)), max_size=80),
)
def test_every_request_passes_once_and_limits_hold(
    hosts: list[int], concurrency: int, per_host: int, spacing: float, steps: list[tuple[str, int]]
) -> None:
    """In any order of events: nobody passes twice, nobody is forgotten, and quick answers never exceed the limits."""
    clock = Clock()
    urls = [f"https://{host}.example/{n}" for n, host in enumerate(hosts)]
    gate = turnstile(urls, clock, concurrency, per_host, spacing=spacing)
    passed: list[str] = []
    flights: list[Flight] = []

    def enter() -> None:
        if flight := gate.enter():
            passed.append(flight.request.subscription.url)
            flights.append(flight)

    for step, number in steps:
        if step == "enter":
            enter()
            quick = [flight for flight in flights if clock.now - flight.started < 1]
            slow = len(flights) - len(quick)
            assert len(quick) <= concurrency + slow
        elif step == "wait":
            clock.now += number / 20
        elif flights:
            flight = flights[number % len(flights)]
            gate.answered(flight)
            if step == "leave":
                gate.leave(flight)
                flights.remove(flight)
    for flight in flights:
        gate.leave(flight)
    while len(passed) < len(urls):
        before = len(passed)
        clock.now += (BURST + len(urls)) * spacing
        enter()
        assert len(passed) > before, "somebody is forgotten"
        gate.leave(flights[-1])
    assert sorted(passed) == sorted(urls)
    assert gate.enter() is None


def test_leaving_and_entering_are_one_step() -> None:
    """A thread that is done with one feed has the next in its hand, or nothing."""
    gate = turnstile(of_many_hosts(3), Clock(), concurrency=2)
    first, _ = enter_all(gate)
    third = gate.exchange(first)
    assert third is not None
    assert third.host == "2.example"
    assert gate.exchange(third) is None
    assert gate._under_way == 1
