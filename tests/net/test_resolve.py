"""Looking names up: shared, remembered for a while, never longer than the deadline."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import pytest

from roundup.net import FetchError
from roundup.net.budget import Budget
from roundup.net.resolve import KEEP_SECONDS, Resolver, Sockaddr

HERE: tuple[Sockaddr, ...] = ((2, "127.0.0.1", 80),)


def budget(seconds: float = 5.0) -> Budget:
    return Budget(seconds, 1000, time.monotonic)


def failing(error: Exception) -> Callable[[str, int], tuple[Sockaddr, ...]]:
    def ask(host: str, port: int) -> tuple[Sockaddr, ...]:
        raise error

    return ask


def test_feeds_of_one_host_share_a_look_up() -> None:
    """Twenty threads that want the same name ask the system once."""
    asked: list[str] = []
    let_go = threading.Event()

    def ask(host: str, port: int) -> tuple[Sockaddr, ...]:
        asked.append(host)
        let_go.wait(5)
        return HERE

    resolver = Resolver(ask, time.monotonic)
    answers: list[tuple[Sockaddr, ...]] = []
    threads = [
        threading.Thread(target=lambda: answers.append(resolver.lookup("blog.example", 80, budget())))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    let_go.set()
    for thread in threads:
        thread.join()
    assert asked == ["blog.example"]
    assert answers == [HERE] * 20


def test_an_answer_is_remembered_for_a_minute() -> None:
    """Then the name is looked up again; a failure is remembered no longer."""
    now = [0.0]
    asked: list[str] = []

    def ask(host: str, port: int) -> tuple[Sockaddr, ...]:
        asked.append(host)
        return HERE

    resolver = Resolver(ask, lambda: now[0])
    for moment, times in ((0.0, 1), (KEEP_SECONDS - 1, 1), (KEEP_SECONDS + 1, 2), (KEEP_SECONDS + 2, 2)):
        now[0] = moment
        resolver.lookup("blog.example", 80, budget())
        assert len(asked) == times


def test_a_thread_looks_up_one_name_after_another() -> None:
    """A thread for each of a thousand names would cost as much as asking for their feeds."""
    threads: set[int] = set()

    def ask(host: str, port: int) -> tuple[Sockaddr, ...]:
        threads.add(threading.get_ident())
        return HERE

    resolver = Resolver(ask, time.monotonic)
    for number in range(50):
        resolver.lookup(f"blog{number}.example", 80, budget())
        give_up = time.monotonic() + 5
        while not resolver._idle and time.monotonic() < give_up:
            time.sleep(0.001)
    assert len(threads) == 1


def test_a_name_that_takes_its_time_keeps_no_other_waiting() -> None:
    """However many hang, the next one has a thread; and what hung is answered when it comes."""
    let_go = threading.Event()

    def ask(host: str, port: int) -> tuple[Sockaddr, ...]:
        if host.startswith("slow"):
            let_go.wait(5)
        return HERE

    resolver = Resolver(ask, time.monotonic)
    for number in range(5):
        with pytest.raises(FetchError, match="gave up"):
            resolver.lookup(f"slow{number}.example", 80, budget(0.01))
        assert resolver.lookup(f"quick{number}.example", 80, budget()) == HERE
    let_go.set()
    assert resolver.lookup("slow0.example", 80, budget()) == HERE


def test_a_thread_with_nothing_to_do_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is left behind for long, and names are looked up afterwards as before."""
    monkeypatch.setattr("roundup.net.resolve._IDLE_SECONDS", 0.001)
    resolver = Resolver(lambda host, port: HERE, time.monotonic)
    before = threading.active_count()
    for number in range(20):
        assert resolver.lookup(f"blog{number}.example", 80, budget()) == HERE
        time.sleep(0.001 * (number % 3))
    give_up = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < give_up:
        time.sleep(0.001)
    assert threading.active_count() <= before
    assert resolver._idle == 0


def test_where_no_thread_can_be_had_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is not waited for until the deadline."""

    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(FetchError, match="no more threads"):
        Resolver(lambda host, port: HERE, time.monotonic).lookup("blog.example", 80, budget())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "the name blog.example is not known"),
        (socket.gaierror(socket.EAI_AGAIN, "Try again"), "the name blog.example could not be looked up just now"),
        (OSError("out of files"), "the name blog.example cannot be looked up"),
        (UnicodeError("label too long"), "the name blog.example cannot be looked up"),
        (ValueError("embedded null"), "the name blog.example cannot be looked up"),
    ],
)
def test_a_failure_is_said_in_words(error: Exception, words: str) -> None:
    """Whatever the system's resolver raises."""
    with pytest.raises(FetchError) as caught:
        Resolver(failing(error), time.monotonic).lookup("blog.example", 80, budget())
    assert (caught.value.kind, caught.value.message) == ("dns", words)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("::1", "::1"),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1"),
    ],
)
def test_numbers_are_not_looked_up(host: str, expected: str) -> None:
    """An address in any spelling the system knows is itself the answer."""
    resolver = Resolver(failing(AssertionError("asked")), time.monotonic)
    assert [address for _, address, _ in resolver.lookup(host, 80, budget())] == [expected]


def test_localhost_is_found_by_the_system() -> None:
    """The real resolver is asked when nothing else is given."""
    from roundup.net.resolve import ask_system

    found = Resolver(ask_system, time.monotonic).lookup("localhost", 80, budget())
    assert {address for _, address, _ in found} <= {"127.0.0.1", "::1"}
    assert all(port == 80 for _, _, port in found)
