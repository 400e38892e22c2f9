"""What is sent to whom, and what their answers mean, whatever they answer."""

from __future__ import annotations

import time
from urllib.parse import parse_qs
from xmlrpc.client import loads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.net import FetchError
from roundup.net.client import Response
from roundup.net.waiting import Pace
from roundup.notify.endpoints import LONGEST_HEADER, pingback_endpoint, webmention_endpoint
from roundup.notify.telling import LONGEST_ANSWER, Answer, Endpoint, Way, find_endpoint, tell

SOURCE, TARGET = "https://week.example/12/?a=1&b=2", "https://blog.example/bins/?x=ü&y=<z>"
WM, PB = Endpoint("webmention", "https://blog.example/w"), Endpoint("pingback", "https://blog.example/x")


class Web:
    """Answers everything with one answer; `sent` are the bodies."""

    def __init__(self, status: int = 200, body: bytes = b"", error: FetchError | None = None, **headers: str) -> None:
        self.answer = Response(
            "https://blog.example/", status, {k.replace("_", "-"): v for k, v in headers.items()}, body
        )
        self.error = error
        self.sent: list[tuple[str, bytes]] = []

    def send(self, method: str, url: str, _headers: object = None, body: bytes = b"") -> Response:
        self.sent.append((f"{method} {url}", body))
        if self.error:
            raise self.error
        return self.answer

    def get(self, url: str, _headers: object = None) -> Response:
        return self.send("GET", url)


def told(endpoint: Endpoint, web: Web) -> Answer:
    return tell(web, Pace(0), endpoint, SOURCE, TARGET)  # type: ignore[arg-type] # all that is asked of a client


def test_a_webmention_carries_both_addresses_whole() -> None:
    """Whatever stands in them (application/x-www-form-urlencoded)."""
    web = Web(202)
    told(WM, web)
    ((asked, body),) = web.sent
    assert asked == "POST https://blog.example/w"
    assert parse_qs(body.decode()) == {"source": [SOURCE], "target": [TARGET]}


def test_a_pingback_carries_both_addresses_whole() -> None:
    """As XML that any reader of XML-RPC reads."""
    web = Web(200, b"<methodResponse/>")
    told(PB, web)
    ((_, body),) = web.sent
    assert loads(body) == ((SOURCE, TARGET), "pingback.ping")


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60))
def test_no_address_is_more_than_an_address(text: str) -> None:
    """A third parameter, another field, another call: none can be slipped in."""
    web = Web(200, b"<methodResponse/>")
    tell(web, Pace(0), PB, SOURCE, text)  # type: ignore[arg-type] # as above
    tell(web, Pace(0), WM, SOURCE, text)  # type: ignore[arg-type] # as above
    (parameters, method), fields = loads(web.sent[0][1]), parse_qs(web.sent[1][1].decode(), keep_blank_values=True)
    assert (parameters, method) == ((SOURCE, text), "pingback.ping")
    assert fields == {"source": [SOURCE], "target": [text]}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        *((status, "told") for status in (200, 201, 202, 204)),
        *((status, "refused") for status in (400, 401, 403, 404, 405, 410, 422)),
        *((status, "failed") for status in (301, 302, 308, 408, 429, 500, 502, 503)),
    ],
)
def test_what_a_status_means_to_a_webmention(status: int, state: str) -> None:
    """Success is theirs to phrase; a client's fault is final; the rest may go better another time."""
    assert told(WM, Web(status)).state == state


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b"<methodResponse><params/></methodResponse>", "told"),
        (b"<html>Hello</html>", "failed"),
        (b"", "failed"),
        (b"<name>faultCode</name><value><int>48</int></value>", "told"),
        (b"<name>faultCode</name>\n <value>\n <i4> 48</i4></value>", "told"),
        (b"<name>faultCode</name><value>17</value>", "refused"),
        (b"<name>faultCode</name><value><int>-32601</int></value>", "refused"),
        (b"x" * 30_000 + b"<methodResponse>", "failed"),
    ],
)
def test_what_an_answer_means_to_a_pingback(body: bytes, state: str) -> None:
    """A fault is an answer; a page that is no answer is none."""
    assert told(PB, Web(200, body)).state == state


@pytest.mark.parametrize("endpoint", [WM, PB])
def test_trouble_on_the_way_is_no_answer(endpoint: Endpoint) -> None:
    """It may go better another time."""
    assert told(endpoint, Web(error=FetchError("timeout", "no answer"))) == Answer("failed", "no answer")


@given(st.binary(max_size=300), st.sampled_from([200, 201, 400, 500]), st.sampled_from([WM, PB]))
def test_whatever_they_say_is_one_short_line(body: bytes, status: int, endpoint: Endpoint) -> None:
    """Kept, shown, and harmless to a terminal."""
    fault = b"<name>faultCode</name><value>1</value><name>faultString</name><value><string>" + body
    for said in (body, fault):
        words = told(endpoint, Web(status, said, location=said.decode("latin-1"))).words
        assert len(words) <= LONGEST_ANSWER + 30
        assert words.isprintable() or not set(words) & set("\n\r\x1b\x07\x9b\u202e")


@pytest.mark.parametrize(
    "body",
    [
        b"<name>faultCode</name><value>" + b" " * 2_000_000,
        (b"<name>faultCode</name><value>" + b"\n" * 50) * 20_000,
        b"<name>" * 400_000,
        b"<name>faultString</name><value>" + b"x" * 2_000_000,
    ],
)
def test_a_hostile_answer_takes_no_time(body: bytes) -> None:
    """Looked through once, and not to its end."""
    began = time.process_time()
    told(PB, Web(200, body))
    assert time.process_time() - began < 2


@pytest.mark.parametrize("html", ["<div>" * 400_000, "<a>" * 400_000, "<link rel=x " * 100_000, "&" * 1_000_000])
def test_a_hostile_page_takes_little_time(html: str) -> None:
    """Nested without end, or broken."""
    began = time.process_time()
    assert webmention_endpoint(TARGET, {}, html) == ""
    assert pingback_endpoint(TARGET, {}, html) == ""
    assert time.process_time() - began < 10


@pytest.mark.parametrize("named", ["http://[", "//[::1", "https://a:b:c/", "https://ada:pw@b.example/"])
def test_an_address_that_is_none_names_nobody(named: str) -> None:
    """Said by a header or by an element; nothing is raised."""
    assert webmention_endpoint(TARGET, {"link": f"<{named}>; rel=webmention"}, "") == ""
    assert webmention_endpoint(TARGET, {}, f'<link rel="webmention" href="{named}">') == ""
    assert pingback_endpoint(TARGET, {"x-pingback": named}, "") == ""


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), max_size=4), st.booleans(), st.booleans())
def test_a_relation_counts_among_others(others: list[str], quoted: bool, loud: bool) -> None:
    """Any number of relations in any case, quoted or alone (RFC 8288 3.3)."""
    name = "WebMention" if loud else "webmention"
    rel = f'"{" ".join([*others, name])}"' if quoted or others else name
    assert webmention_endpoint(TARGET, {"link": f"</w>; rel={rel}"}, "") == "https://blog.example/w"
    close = f"</w>; rel={rel.replace(name, name + 's')}"
    assert webmention_endpoint(TARGET, {"link": close}, "") == ""


def test_a_header_is_read_as_far_as_it_may_be_long() -> None:
    """An endpoint behind a wall of others is not looked for."""
    wall = "<https://x.example/>; rel=x, " * (LONGEST_HEADER // 20)
    assert webmention_endpoint(TARGET, {"link": f"{wall}</w>; rel=webmention"}, "") == ""


@pytest.mark.parametrize(
    ("ways", "found"),
    [
        (("webmention", "pingback"), Endpoint("webmention", "https://blog.example/w")),
        (("pingback",), Endpoint("pingback", "https://blog.example/x")),
        ((), None),
    ],
)
def test_the_first_way_that_is_wanted(ways: tuple[Way, ...], found: Endpoint | None) -> None:
    """Webmention before Pingback; what is switched off is not looked for."""
    web = Web(200, b"", link="</w>; rel=webmention", x_pingback="/x")
    assert find_endpoint(web, Pace(0), TARGET, ways) == found  # type: ignore[arg-type] # as above


@pytest.mark.parametrize("kind", ["application/pdf", "text/plain", "image/png"])
def test_only_pages_are_read(kind: str) -> None:
    """A picture may have a header that names an endpoint, and nothing else does."""
    body = b'<link rel="webmention" href="/in-the-body">'
    web = Web(200, body, content_type=kind)
    assert find_endpoint(web, Pace(0), TARGET, ("webmention",)) is None  # type: ignore[arg-type] # as above


@pytest.mark.parametrize("status", [204, 300, 404, 410, 500])
def test_a_post_that_is_not_there_is_said(status: int) -> None:
    """With its status; 204 is there and has nothing to say."""
    web = Web(status)
    if status == 204:
        assert find_endpoint(web, Pace(0), TARGET, ("webmention",)) is None  # type: ignore[arg-type] # as above
        return
    with pytest.raises(FetchError) as caught:
        find_endpoint(web, Pace(0), TARGET, ("webmention",))  # type: ignore[arg-type] # as above
    assert str(status) in caught.value.message
