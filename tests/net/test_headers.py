"""Header fields in and out: pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.net import FetchError
from roundup.net.headers import LONGEST_VALIDATOR, MOST_FIELDS, Outgoing, incoming, lines, location, user_agent
from tests.net.servers import attempt


@given(st.text())
def test_no_contact_can_break_the_user_agent(contact: str) -> None:
    """Whatever stands in roundup.toml, the field is one line of plain ASCII with one comment."""
    agent = user_agent("1.0", contact)
    assert agent.isascii()
    assert agent.isprintable()
    assert agent.startswith("roundup/1.0 (")
    assert agent.count("(") == agent.count(")") == 1


LATIN1 = st.text(st.characters(max_codepoint=255), max_size=50)


@given(st.lists(st.tuples(st.sampled_from(["etag", "last-modified", "x"]), LATIN1), max_size=30))
def test_any_fields_can_be_read(pairs: list[tuple[str, str]]) -> None:
    """Validators are there only if they can be sent back as they came."""
    fields = incoming(pairs)
    assert fields.keys() <= {"etag", "last-modified", "x"}
    for name in ("etag", "last-modified"):
        value = fields.get(name, "")
        assert value.isascii()
        assert len(value) <= LONGEST_VALIDATOR
        assert value == "" or value.isprintable()


def test_a_validator_at_the_limit_is_kept_and_one_over_it_is_not() -> None:
    """A thousand characters are plenty."""
    fits = "x" * LONGEST_VALIDATOR
    assert incoming([("etag", fits)])["etag"] == fits
    assert "etag" not in incoming([("etag", fits + "x")])


def test_more_fields_than_anyone_needs_are_refused() -> None:
    """Up to the limit they are read."""
    assert len(incoming([(f"x{n}", "") for n in range(MOST_FIELDS)])) == MOST_FIELDS
    with pytest.raises(FetchError, match="more than 200 header fields"):
        incoming([("x", "")] * (MOST_FIELDS + 1))


def test_own_fields_give_way_to_the_callers() -> None:
    """Names are compared without regard to case, and no field is sent twice."""
    own = Outgoing("agent")
    fields = own.fields({"Accept": "text/html", "If-None-Match": '"a"'})
    assert fields["accept"] == "text/html"
    assert fields["if-none-match"] == '"a"'
    assert fields["user-agent"] == "agent"
    for extra in ({}, {"If-None-Match": '"a"'}, {"ACCEPT": "text/html"}):
        assert own.lines(extra) == lines(own.fields(extra))


@given(st.dictionaries(st.text(max_size=10), st.text(max_size=30), max_size=3))
def test_no_field_becomes_two(fields: dict[str, str]) -> None:
    """What is sent has one line for each field, or nothing is sent."""
    sent = attempt(lambda: lines(fields))
    if isinstance(sent, FetchError):
        assert sent.kind == "protocol"
    else:
        assert sent.count(b"\r\n") == sent.count(b"\n") == sent.count(b"\r") == len(fields)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("/plain", "/plain"), ("/caf\xc3\xa9", "/café"), ("/caf\xe9", "/café"), (" /spaced ", "/spaced")],
)
def test_a_location_is_utf8_or_else_latin1(value: str, expected: str) -> None:
    """Only the first one counts."""
    assert location([("x", "y"), ("location", value), ("location", "/other")]) == expected


def test_no_location_is_none() -> None:
    """An answer without the field leads nowhere."""
    assert location([("x", "y")]) == ""
