"""Nobody is pestered: a second between two requests to one host."""

from __future__ import annotations

from roundup.net.waiting import Pace


class Clock:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


def test_one_host_waits_others_do_not() -> None:
    """Hosts are told apart by name and port, not by case or path."""
    clock = Clock()
    pace = Pace(1.0, lambda: clock.now, clock.sleep)
    for url in ("https://a.example/1", "https://b.example/1", "https://A.example/2", "https://a.example:8080/"):
        pace.wait(url)
    assert clock.slept == [1.0]


def test_time_that_passed_counts() -> None:
    """Only what is left of the second is waited for."""
    clock = Clock()
    pace = Pace(1.0, lambda: clock.now, clock.sleep)
    pace.wait("https://a.example/")
    clock.now += 0.4
    pace.wait("https://a.example/")
    clock.now += 5
    pace.wait("https://a.example/")
    assert clock.slept == [0.6]
