"""Large bodies wait for each other; usual ones for nobody."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from contextlib import ExitStack

import pytest

from roundup.net import FetchError
from roundup.net.room import LARGE_BYTES, LONG_BYTES, Place, Room, give_large_blocks_back
from tests.net.servers import client, drip, flood, reply, serving

LARGE = LARGE_BYTES + 1
READ = 3


def places(room: Room, count: int, stack: ExitStack) -> list[Place]:
    return [stack.enter_context(room.place()) for _ in range(count)]


def is_free(room: Room) -> bool:
    """Whether a large body might be held now."""
    done = threading.Event()

    def take() -> None:
        with room.place() as place:
            place.make(LARGE)
            done.set()

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    thread.join(0.1)
    return done.is_set()


def may_read(room: Room) -> bool:
    """Whether a large body might be read now."""
    with room.place() as place:
        return place.may_read(LARGE, 0.01)


def test_one_large_body_is_held_at_a_time() -> None:
    """The next has room when it is let go of."""
    room = Room()
    with ExitStack() as stack:
        (place,) = places(room, 1, stack)
        assert is_free(room)
        place.make(LARGE)
        assert not is_free(room)
        place.give_back()
        assert is_free(room)
    assert is_free(room)


def test_three_large_bodies_are_read_at_a_time() -> None:
    """The next one waits, for as long as it likes."""
    room = Room()
    with ExitStack() as stack:
        for place in places(room, READ, stack):
            assert place.may_read(LARGE, 0.01)
        assert not may_read(room)
        assert place.may_read(LARGE + 1, 0.01), "whoever has a place keeps it"
    assert may_read(room)


def test_usual_bodies_take_no_room() -> None:
    """However many there are."""
    room = Room()
    with ExitStack() as stack:
        for place in places(room, 20, stack):
            assert place.may_read(LONG_BYTES, 0.01)
            place.make(LARGE_BYTES)
        assert is_free(room)
        assert may_read(room)


def test_a_place_is_taken_once_and_given_back_once() -> None:
    """A body packed twice over is measured twice, and is still one body."""
    room = Room()
    with ExitStack() as stack:
        one, other = places(room, 2, stack)
        one.make(LARGE)
        one.make(LARGE)
        one.give_back()
        one.give_back()
        other.make(LARGE)
        assert not is_free(room)


def test_a_place_is_given_back_whatever_happens() -> None:
    """An error on the way takes no room away from the others."""
    room = Room()

    def fails() -> None:
        with room.place() as place:
            place.make(LARGE)
            raise ValueError("odd")

    for _ in range(2):
        with pytest.raises(ValueError, match="odd"):
            fails()
    assert is_free(room)


@pytest.mark.parametrize("coding", ["", "gzip", "deflate", "gzip, gzip"])
@pytest.mark.parametrize(("size", "is_large"), [(LARGE_BYTES, False), (LARGE, True)])
def test_the_size_that_counts_is_the_unpacked_one(coding: str, size: int, is_large: bool) -> None:
    """However small a body is on its way."""
    body = bytes(size)
    packed = {
        "": body,
        "gzip": gzip.compress(body, 1, mtime=0),
        "deflate": zlib.compress(body, 1),
        "gzip, gzip": gzip.compress(gzip.compress(body, 1, mtime=0), 1, mtime=0),
    }[coding]
    room = Room()
    with serving(reply(packed, headers={"Content-Encoding": coding})) as server, client() as http, ExitStack() as stack:
        (place,) = places(room, 1, stack)
        assert len(http.get(server.url(), place=place).body) == size
        assert is_free(room) is not is_large


def test_waiting_to_read_ends_with_the_deadline() -> None:
    """Large bodies that drip in hold others up no longer than those may take anyway."""
    room = Room()
    endless = flood(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536)
    with serving(endless) as server, client(deadline=0.5) as http, ExitStack() as stack:
        for place in places(room, READ, stack):
            assert place.may_read(LARGE, 0.01)
        began = time.monotonic()
        with pytest.raises(FetchError) as caught, room.place() as last:
            http.get(server.url(), place=last)
        assert time.monotonic() - began < 10
    assert caught.value.kind == "timeout"
    assert "other large answers" in caught.value.message


def test_large_blocks_are_given_back_on_any_system() -> None:
    """Where the C library cannot be told to, nothing happens; nor does it a second time."""
    give_large_blocks_back()
    give_large_blocks_back()
    assert len(bytes(LARGE)) == LARGE


def test_usual_answers_are_read_while_large_ones_wait() -> None:
    """Slow or not."""
    room = Room()
    slow = drip(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 0.001)
    with serving(slow) as server, client() as http, ExitStack() as stack:
        for place in places(room, READ, stack):
            assert place.may_read(LARGE, 0.01)
        with room.place() as small:
            assert http.get(server.url(), place=small).body == b"abc"


def test_whoever_asks_for_one_page_needs_no_place() -> None:
    """Only where many are asked at once there is room to be made."""
    with serving(reply(bytes(LARGE))) as server, client() as http:
        assert len(http.get(server.url()).body) == LARGE
