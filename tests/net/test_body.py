"""Content codings: pure."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.net import FetchError, body
from roundup.net.body import SMALL_BYTES, codings, decode_small

LIMIT = 100_000


def decode(raw: bytes, content_encoding: str, limit: int) -> bytes:
    return body.decode(raw, codings(content_encoding), limit)


def bare_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


ENCODERS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress}
LAYERS = st.lists(st.sampled_from(sorted(ENCODERS)), max_size=2)


@given(st.binary(max_size=2000), LAYERS)
def test_what_was_encoded_is_decoded(data: bytes, layers: list[str]) -> None:
    """Any body under any permitted stack of codings comes back byte for byte."""
    if not layers and data.startswith(b"\x1f\x8b"):
        return
    raw = data
    for layer in layers:
        raw = ENCODERS[layer](raw)
    assert decode(raw, ", ".join(layers), LIMIT) == data


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_stream_cut_anywhere_is_an_error(data: bytes, draw: st.DataObject) -> None:
    """Half a compressed body is never taken for a whole one."""
    for name, encode in ENCODERS.items():
        raw = encode(data)
        cut = draw.draw(st.integers(1, len(raw) - 1))
        with pytest.raises(FetchError) as caught:
            decode(raw[:cut], name, LIMIT)
        assert caught.value.kind in ("broken-off", "encoding")


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "deflate", "gzip, deflate", "identity", "br"]))
def test_any_bytes_are_a_body_or_an_error(raw: bytes, coding: str) -> None:
    """Nothing but FetchError comes out of nonsense."""
    with contextlib.suppress(FetchError):
        assert len(decode(raw, coding, LIMIT)) <= LIMIT


@given(
    st.binary(max_size=2000),
    st.sampled_from(sorted(ENCODERS)),
    st.integers(0, 2100),
    st.integers(0, 255),
    st.booleans(),
)
def test_pythons_own_zlib_says_the_same(data: bytes, coding: str, at: int, byte: int, cut: bool) -> None:
    """Where the quicker library is not to be had bodies come out alike, also spoilt at a byte or cut there."""
    whole = ENCODERS[coding](data * 3)
    raw = whole[:at] + (b"" if cut else bytes([byte]) + whole[at + 1 :])

    def outcome() -> bytes | str:
        try:
            return decode(raw, coding, LIMIT)
        except FetchError as error:
            return error.kind

    quicker = outcome(), decode_small(raw, codings(coding), LIMIT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(body, "zlib", zlib)
        patch.setattr(body, "_DAMAGED", zlib.error)
        assert (outcome(), decode_small(raw, codings(coding), LIMIT)) == quicker


def test_the_quicker_library_is_the_one_in_use() -> None:
    """On the machines that it is made for."""
    assert vars(body)["zlib"].__name__ == "zlib_ng.zlib_ng"


@given(st.integers(0, 3000), st.integers(1, 3000), LAYERS)
def test_the_limit_is_exact(size: int, limit: int, layers: list[str]) -> None:
    """As many bytes as the limit pass, one more does not, whatever they were packed in."""
    raw = bytes(size)
    for layer in layers:
        raw = ENCODERS[layer](raw)
    if size <= limit and len(gzip.compress(bytes(size))) <= limit:
        assert decode(raw, ", ".join(layers), limit) == bytes(size)
    elif size > limit:
        with pytest.raises(FetchError) as caught:
            decode(raw, ", ".join(layers), limit)
        assert caught.value.kind == "too-big"


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "deflate", "gzip, gzip"]), st.integers(0, 400))
def test_the_short_way_says_the_same_or_nothing(data: bytes, coding: str, limit: int) -> None:
    """A small body comes out as it does the long way; whatever is doubtful is left to that."""
    raw = data
    for layer in codings(coding):
        raw = ENCODERS[layer](raw)
    for sent in (raw, raw[:-3], raw + b"more", gzip.compress(data) + gzip.compress(data)):
        short = decode_small(sent, codings(coding), limit)
        if short is not None:
            assert short == decode(sent, coding, limit)


def test_a_large_body_has_to_wait_its_turn() -> None:
    """Only what is small may come out in every thread at once, however few bytes it was packed in."""
    assert decode_small(gzip.compress(bytes(SMALL_BYTES)), ("gzip",), 10**9) == bytes(SMALL_BYTES)
    assert decode_small(gzip.compress(bytes(SMALL_BYTES + 1)), ("gzip",), 10**9) is None


def test_deflate_is_understood_both_ways() -> None:
    """With zlib's wrapper, as the standard has it, and bare, as some servers send it."""
    for raw in (zlib.compress(b"words"), bare_deflate(b"words")):
        assert decode(raw, "deflate", LIMIT) == b"words"


def test_every_member_of_a_gzip_file_counts() -> None:
    """Members are joined and share the limit; what follows them and is no member is left out."""
    members = gzip.compress(b"a" * 60) + gzip.compress(b"b" * 60)
    assert decode(members + b"trailing", "gzip", 120) == b"a" * 60 + b"b" * 60
    with pytest.raises(FetchError, match="larger than"):
        decode(members, "gzip", 119)
    with pytest.raises(FetchError, match="too many members"):
        decode(gzip.compress(b"") * 1500, "gzip", LIMIT)


def test_gzip_that_nobody_announced_is_undone() -> None:
    """No feed or page begins with gzip's magic number, so a server forgot to say it."""
    assert decode(gzip.compress(b"<rss/>"), "", LIMIT) == b"<rss/>"
    assert decode(gzip.compress(b"<rss/>"), "identity", LIMIT) == b"<rss/>"


def test_an_empty_body_is_empty_under_any_coding() -> None:
    """A 304 or 204 may name a coding and have nothing to decode."""
    assert decode(b"", "gzip", LIMIT) == b""


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("", ()),
        ("identity", ()),
        ("gzip", ("gzip",)),
        (" GZip ,, deflate ", ("gzip", "deflate")),
        ("x-gzip,identity", ("gzip",)),
    ],
)
def test_the_field_is_read_as_a_list(field: str, expected: tuple[str, ...]) -> None:
    """Case, blanks and empty members do not matter (RFC 9110 5.6.1)."""
    assert codings(field) == expected


@pytest.mark.parametrize("field", ["br", "zstd", "gzip;q=1", "compress", "gzip gzip", "\x1b[31m"])
def test_other_codings_are_named_and_refused(field: str) -> None:
    """We did not ask for them."""
    with pytest.raises(FetchError) as caught:
        codings(field)
    assert caught.value.kind == "encoding"
    assert caught.value.message.isprintable()
