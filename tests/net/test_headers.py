"""Header fields in and out: pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.net import FetchError
from roundup.net.headers import LONGEST_VALIDATOR, MOST_FIELDS, incoming, location, outgoing, user_agent


@given(st.text())
def test_no_contact_can_break_the_user_agent(contact: str) -> None:
    """Whatever stands in roundup.toml, the field is one line of plain ASCII with one comment."""
    agent = user_agent("1.0", contact)
    assert agent.isascii()
    assert agent.isprintable()
    assert agent.startswith("roundup/1.0 (")
    assert agent.count("(") == agent.count(")") == 1


@given(st.lists(st.tuples(st.binary(max_size=20), st.binary(max_size=50)), max_size=30))
def test_any_fields_can_be_read(raw: list[tuple[bytes, bytes]]) -> None:
    """Names come out in lower case, and validators only if they can be sent back."""
    fields = incoming(raw)
    assert all(name == name.lower() for name in fields)
    for name in ("etag", "last-modified"):
        value = fields.get(name, "")
        assert value.isascii()
        assert len(value) <= LONGEST_VALIDATOR
        assert value == "" or value.isprintable()


def test_a_validator_at_the_limit_is_kept_and_one_over_it_is_not() -> None:
    """A thousand characters are plenty."""
    fits = b"x" * LONGEST_VALIDATOR
    assert incoming([(b"ETag", fits)])["etag"] == fits.decode()
    assert "etag" not in incoming([(b"ETag", fits + b"x")])


def test_more_fields_than_anyone_needs_are_refused() -> None:
    """Up to the limit they are read."""
    assert len(incoming([(b"x%d" % n, b"") for n in range(MOST_FIELDS)])) == MOST_FIELDS
    with pytest.raises(FetchError, match="more than 200 header fields"):
        incoming([(b"x", b"")] * (MOST_FIELDS + 1))


def test_own_fields_give_way_to_the_callers() -> None:
    """Names are compared without regard to case."""
    fields = dict(outgoing("agent", {"Accept": "text/html", "If-None-Match": '"a"'}))
    assert fields[b"accept"] == b"text/html"
    assert fields[b"if-none-match"] == b'"a"'
    assert fields[b"user-agent"] == b"agent"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(b"/plain", "/plain"), ("/café".encode(), "/café"), (b"/caf\xe9", "/café"), (b" /spaced ", "/spaced")],
)
def test_a_location_is_utf8_or_else_latin1(value: bytes, expected: str) -> None:
    """Only the first one counts."""
    assert location([(b"X", b"y"), (b"LOCATION", value), (b"location", b"/other")]) == expected


def test_no_location_is_none() -> None:
    """An answer without the field leads nowhere."""
    assert location([(b"X", b"y")]) == ""
