"""What one request may still cost, in seconds and bytes."""

from __future__ import annotations

import socket

import pytest

from roundup.net import FetchError
from roundup.net.budget import HEADER_BYTES, Budget, Live


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def kind_of(act: object, *arguments: object) -> str:
    """The kind of error that doing this ends in, "" for none."""
    assert callable(act)
    try:
        act(*arguments)
    except FetchError as error:
        return error.kind
    return ""


def test_time_runs_down_to_an_error() -> None:
    """What is left is always more than nothing."""
    clock = Clock()
    budget = Budget(10, 1000, clock)
    assert budget.remaining() == 10
    clock.now += 9.5
    assert budget.remaining() == 0.5
    clock.now += 0.5
    budget.stage = "waiting for a miracle"
    with pytest.raises(FetchError, match="within 10 s \\(gave up while waiting for a miracle\\)"):
        budget.remaining()


def test_bytes_are_counted_over_all_hops() -> None:
    """Heads have some room of their own besides the limit; then it is too much."""
    budget = Budget(10, 1000, Clock())
    budget.begin_head()
    budget.spend(500)
    budget.end_head()
    budget.spend(500 + HEADER_BYTES)
    assert budget.wire_bytes == 1000 + HEADER_BYTES
    assert kind_of(budget.spend, 1) == "too-big"


def test_a_head_is_bounded_and_the_next_one_starts_anew() -> None:
    """A redirect's head does not shorten that of the page it leads to."""
    budget = Budget(10, 10 * HEADER_BYTES, Clock())
    for _ in range(3):
        budget.begin_head()
        budget.spend(HEADER_BYTES)
        budget.end_head()
    budget.begin_head()
    assert kind_of(budget.spend, HEADER_BYTES + 1) == "protocol"


def test_an_abort_is_final_and_needs_no_socket() -> None:
    """Before, during and after a connection, whoever asks is told to stop; twice is once."""
    budget = Budget(10, 1000, Clock())
    budget.abort()
    budget.abort()
    assert kind_of(budget.remaining) == "cancelled"
    assert budget.timed_out().kind == "cancelled"
    with socket.socket() as late:
        assert kind_of(budget.attach, late) == "cancelled"


def test_an_abort_wakes_the_socket_that_is_waited_for() -> None:
    """Its other end sees the connection end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        budget = Budget(10, 1000, Clock())
        budget.attach(ours)
        budget.abort()
        theirs.settimeout(1)
        assert theirs.recv(1) == b""


def test_those_under_way_are_ended_together() -> None:
    """A budget is among them from where its `with` begins to where it ends, however it ends."""
    live = Live()
    first, second = (Budget(10, 1000, Clock(), live=live) for _ in range(2))
    with first, second:
        pass
    live.abort()
    assert (first.remaining(), second.remaining()) == (10, 10)
    with pytest.raises(FetchError), first:
        raise FetchError("protocol", "something went wrong")
    with second:
        live.abort()
        assert kind_of(second.remaining) == "cancelled"
    assert first.remaining() == 10
