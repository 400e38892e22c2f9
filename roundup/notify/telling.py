"""A page told that it was linked to, and what it answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from roundup.dataclass import dataclass
from roundup.net import FetchError, HttpClient
from roundup.net.waiting import Pace
from roundup.notify.endpoints import pingback_endpoint, webmention_endpoint
from roundup.patterns import pattern
from roundup.text import one_line

Way = Literal["webmention", "pingback"]
State = Literal["told", "refused", "failed"]

LONGEST_ANSWER = 200  # characters of it that are kept
LONGEST_READ = 20_000  # bytes of an answer that are looked at
_ALREADY = "48"  # Pingback 1.0: the pingback has already been registered
_FAULT = pattern(rb"<name>\s*faultCode\s*</name>\s*<value>\s*(?:<(?:int|i4)>\s*)?(-?\d{1,9})")
_FAULT_WORDS = pattern(rb"<name>\s*faultString\s*</name>\s*<value>\s*(?:<string>)?([^<]{0,500})")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and how a page wants to be told."""

    way: Way
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of it. "refused" is the other side's last word, "failed" may go better another time."""

    state: State
    words: str


def find_endpoint(http: HttpClient, pace: Pace, page: str, ways: tuple[Way, ...]) -> Endpoint | None:
    """Where `page` wants to be told, by the first of `ways` that it has. Raises FetchError if it cannot be asked."""
    pace.wait(page)
    answer = http.get(page, {"Accept": "text/html,*/*;q=0.5"})
    if not 200 <= answer.status < 300:
        raise FetchError("protocol", f"the page answers {answer.status}")
    html = answer.body.decode("utf-8", "replace") if "html" in answer.headers.get("content-type", "html") else ""
    for way, find in (("webmention", webmention_endpoint), ("pingback", pingback_endpoint)):
        if way in ways and (url := find(answer.url, answer.headers, html)):
            return Endpoint("webmention" if way == "webmention" else "pingback", url)
    return None


def tell(http: HttpClient, pace: Pace, endpoint: Endpoint, source: str, target: str) -> Answer:
    """Tell `endpoint` that the page `source` links to `target`."""
    pace.wait(endpoint.url)
    try:
        return WAYS[endpoint.way](http, endpoint.url, source, target)
    except FetchError as error:
        return Answer("failed", error.message)


def _webmention(http: HttpClient, endpoint: str, source: str, target: str) -> Answer:
    """https://www.w3.org/TR/webmention/#sender-notifies-receiver: any success will do, 201 says where to look."""
    body = urlencode({"source": source, "target": target}).encode()
    answer = http.send("POST", endpoint, {"Content-Type": "application/x-www-form-urlencoded"}, body)
    if 200 <= answer.status < 300:
        status = answer.headers.get("location", "") if answer.status == 201 else ""
        return Answer("told", one_line(status, LONGEST_ANSWER) or f"accepted ({answer.status})")
    state: State = "refused" if 400 <= answer.status < 500 and answer.status not in (408, 429) else "failed"
    return Answer(state, one_line(f"answers {answer.status}: {answer.body[:300].decode('utf-8', 'replace')}", 200))


def _pingback(http: HttpClient, endpoint: str, source: str, target: str) -> Answer:
    """`pingback.ping(source, target)` by XML-RPC. WordPress hides its reasons behind fault 0."""
    words = "".join(f"<param><value><string>{escape(url)}</string></value></param>" for url in (source, target))
    body = (
        f'<?xml version="1.0"?><methodCall><methodName>pingback.ping</methodName><params>{words}</params></methodCall>'
    )
    answer = http.send("POST", endpoint, {"Content-Type": "text/xml"}, body.encode())
    if not 200 <= answer.status < 300:
        return Answer("failed", f"answers {answer.status}")
    said_whole = answer.body[:LONGEST_READ]
    if fault := _FAULT.search(said_whole):
        if fault[1].decode() == _ALREADY:
            return Answer("told", "knew of it already")
        said = _FAULT_WORDS.search(said_whole)
        reason = one_line(said[1].decode("utf-8", "replace"), LONGEST_ANSWER) if said else ""
        return Answer("refused", f"fault {fault[1].decode()}" + (f": {reason}" if reason else ""))
    if b"methodResponse" in said_whole:
        return Answer("told", "accepted")
    return Answer("failed", "answers something else")


WAYS: dict[Way, Callable[[HttpClient, str, str, str], Answer]] = {"webmention": _webmention, "pingback": _pingback}
