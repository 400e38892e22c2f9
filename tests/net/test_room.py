"""Large bodies wait for each other; usual ones for nobody."""

from __future__ import annotations

import gzip
import threading
import zlib

import pytest

from roundup.net.room import LARGE_BYTES, Room
from tests.net.servers import client, reply, serving

LARGE = LARGE_BYTES + 1


def is_free(room: Room) -> bool:
    """Whether a large body would have room now."""
    done = threading.Event()

    def take() -> None:
        with room.place() as place:
            place.make(LARGE)
            done.set()

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    thread.join(0.1)
    return done.is_set()


def test_one_large_body_at_a_time() -> None:
    """The next has room when the one before is let go of."""
    room = Room()
    with room.place() as place:
        place.make(LARGE)
        assert not is_free(room)
    assert is_free(room)


def test_usual_bodies_take_no_room() -> None:
    """However many there are."""
    room = Room()
    with room.place() as one, room.place() as other:
        one.make(LARGE_BYTES)
        other.make(LARGE_BYTES)
        assert is_free(room)


def test_a_place_is_taken_once_and_given_back_once() -> None:
    """A body packed twice over is measured twice, and is still one body."""
    room = Room()
    with room.place() as place:
        place.make(LARGE)
        place.make(LARGE)
        place.give_back()
        assert is_free(room)
    assert is_free(room)
    with room.place() as place:
        place.make(LARGE)
        assert not is_free(room)


def test_a_place_is_given_back_whatever_happens() -> None:
    """An error on the way takes no room away from the others."""
    room = Room()

    def fails() -> None:
        with room.place() as place:
            place.make(LARGE)
            raise ValueError("odd")

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
    with serving(reply(packed, headers={"Content-Encoding": coding})) as server, client() as http:
        with room.place() as place:
            assert len(http.get(server.url(), place=place).body) == size
            assert is_free(room) is not is_large
        assert is_free(room)


def test_whoever_asks_for_one_page_needs_no_place() -> None:
    """Only where many are asked at once there is room to be made."""
    with serving(reply(bytes(LARGE))) as server, client() as http:
        assert len(http.get(server.url()).body) == LARGE
