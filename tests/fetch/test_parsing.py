"""What passes between the program and its parser processes."""

from __future__ import annotations

import msgspec
import pytest

from roundup.fetch.parsing import Answer, Request, Setup
from roundup.model import ParsedFeed
from tests.parse.documents import read
from tests.parse.test_anything import SEEDS


@pytest.mark.parametrize("seed", range(len(SEEDS)))
def test_every_feed_survives_the_crossing(seed: int) -> None:
    """Dates, tuples, files and notes are the same on the other side."""
    answer = Answer(read(SEEDS[seed]))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=Answer) == answer


@pytest.mark.parametrize(
    "message", [Setup("Europe/London", 10.0, 0), Request(b"\x00\xff<rss/>", "https://x.example/", "")]
)
def test_questions_survive_the_crossing(message: Setup | Request) -> None:
    """Bytes stay bytes."""
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(message), type=type(message)) == message


@pytest.mark.parametrize(
    "answer",
    [
        [7],
        [{"url": 1, "version": "x"}],
        [{"version": "rss20"}],
        [{"url": "x", "version": "y", "entries": [{"guid": 1}]}],
        [{"url": "x", "version": "y", "entries": "z"}],
        [None, None],
        "feed",
    ],
)
def test_an_answer_of_the_wrong_shape_is_no_answer(answer: object) -> None:
    """Every value is checked against its type before it is believed."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=Answer)


def test_a_whole_answer_is_a_feed() -> None:
    """The check does let the right thing through."""
    answer = [{"url": "https://x.example/", "version": "rss20", "title": "A Blog"}]
    found = msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=Answer)
    assert found.feed == ParsedFeed(url="https://x.example/", version="rss20", title="A Blog")
