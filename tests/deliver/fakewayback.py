"""An archive in memory, on loopback, asked as the Internet Archive is; stricter, and it fails when it is told to.

Saving: Save Page Now 2 (https://docs.google.com/document/d/1Nsv52MvSjbLb2PCpHlat0gkzw0EvtSgpKHu4mk0MnrA) for who has
keys, the plain GET /save/ADDRESS for who has none. Reading: RFC 7089, as /web/WHEN/ADDRESS. Whoever asks sooner than is
allowed gets 429.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qs

from tests.loopback import Replying, running
from tests.samples import NOW

Cut = Literal["before", "after"]
Answer = tuple[int, dict[str, str], bytes]
KEYS = "LOW access:swordfish"
FIELDS = {"url", "if_not_archived_within", "skip_first_archive"}
STAMP = "%Y%m%d%H%M%S"


class Clock:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.waited: list[float] = []

    def read(self) -> float:
        return self.seconds

    def pause(self, seconds: float) -> None:
        self.waited.append(round(seconds, 3))
        self.seconds += seconds

    @property
    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 1000)


def told(status: int, data: Any = None, **headers: str) -> Answer:
    """An answer; names of headers with _ for -."""
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, body


@dataclass
class FakeArchive:
    """Copies by page, the moments they were made at; jobs by name; every request it was sent.

    `faults` are given by the number of the request to save (from 0): an answer instead of saving, or where the line is
    broken off. `style` is how an answer without keys says where the copy is. `slow` is how often a job is pending.
    If it is `terse`, no job is begun where there is a young copy, as the real one does at times.
    """

    url: str = ""
    clock: Clock = field(default_factory=Clock)
    style: Literal["content-location", "link", "redirect"] = "content-location"
    slow: int = 1
    terse: bool = False
    copies: dict[str, list[str]] = field(default_factory=dict)
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    asked: list[tuple[str, float]] = field(default_factory=list)
    faults: dict[int, Answer | Cut] = field(default_factory=dict)
    job_ends: Callable[[dict[str, Any]], dict[str, Any]] = lambda end: end
    broken: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def pages(self) -> list[str]:
        """What was asked to be saved, in order."""
        return [page for page, _ in self.asked]

    def keep(self, page: str) -> str:
        """Make a copy; its moment."""
        stamp = f"{self.clock.now:{STAMP}}"
        self.copies.setdefault(page, []).append(stamp)
        return stamp

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer | Cut:
        self.requests.append(f"{method} {path}")
        keys = headers.get("authorization", "")
        if keys and keys != KEYS:
            return told(401, {"message": "You need to be logged in to use Save Page Now."})
        if method == "POST" and path == "/save":
            return self._posted(headers, body) if keys else told(401, {"message": "You need to be logged in."})
        if method == "GET" and path.startswith("/save/status/"):
            return self._status(path.removeprefix("/save/status/"))
        if method == "GET" and path.startswith("/save/"):
            return self._turn(path.removeprefix("/save/"), 20.0) or self._saved(path.removeprefix("/save/"))
        if found := re.fullmatch(r"/web/(\d{14})/(.+)", path):
            return self._nearest(found[1], found[2])
        return told(404, {"message": "there is nothing"})

    def _turn(self, page: str, least: float) -> Answer | Cut | None:
        """A request to save has its turn: what is wrong with it, or None."""
        assert re.fullmatch(r"https?://[a-z0-9.-]+/[^#\s]*", page), page
        turn, last = len(self.asked), self.asked[-1][1] if self.asked else -1e9
        self.asked.append((page, self.clock.seconds))
        if turn in self.faults:
            fault = self.faults[turn]
            if fault == "after":
                self.keep(page)
            return fault
        return told(429, b"too fast", retry_after="60") if self.clock.seconds - last < least else None

    def _saved(self, page: str) -> Answer:
        stamp = self.keep(page)
        place = f"/web/{stamp}/{page}"
        if self.style == "content-location":
            return told(200, b"<html>saved", content_location=place)
        if self.style == "redirect":
            return told(302, b"", location=f"{self.url}{place}")
        older = f'<{self.url}/web/20010203040506/{page}>; rel="first memento"; datetime="Sat, 03 Feb 2001 04:05:06 GMT"'
        newer = f'<{self.url}{place}>; rel="memento"; datetime="Fri, 20 Nov 2026 09:00:00 GMT"'
        return told(200, b"<html>saved", link=f'<{page}>; rel="original", {older}, {newer}')

    def _posted(self, headers: dict[str, str], body: bytes) -> Answer | Cut:
        assert headers["content-type"] == "application/x-www-form-urlencoded"
        assert headers["accept"] == "application/json"
        fields = {name: values[0] for name, values in parse_qs(body.decode(), strict_parsing=True).items()}
        assert set(fields) <= FIELDS, fields
        assert re.fullmatch(r"\d+[dhms]", fields["if_not_archived_within"])
        page = fields["url"]
        if page in self.broken:
            return told(200, {"status": "error", "status_ext": "error:blocked-url", "message": "This URL is blocked."})
        if fault := self._turn(page, 10.0):
            if fault == "after":
                self._begin(page, self.copies[page][-1])
            return fault
        young = f"{self.clock.now - timedelta(days=1):{STAMP}}"
        recent = [stamp for stamp in self.copies.get(page, ()) if stamp > young]
        if recent and self.terse:
            return told(200, {"url": page, "message": "The same snapshot had been made 2 hours ago."})
        return told(200, {"url": page, "job_id": self._begin(page, recent[-1] if recent else self.keep(page))})

    def _begin(self, page: str, stamp: str) -> str:
        name = f"spn2-{len(self.jobs):040x}"
        end = {"status": "success", "job_id": name, "original_url": page, "timestamp": stamp, "resources": []}
        self.jobs[name] = {"left": self.slow, "end": end}
        return name

    def _status(self, name: str) -> Answer:
        job = self.jobs.get(name)
        if job is None:
            return told(200, {"status": "error", "status_ext": "error:job-not-found", "message": "No such job."})
        if job["left"]:
            job["left"] -= 1
            return told(200, {"status": "pending", "job_id": name, "resources": []})
        return told(200, self.job_ends(dict(job["end"])))

    def _nearest(self, stamp: str, page: str) -> Answer:
        held = self.copies.get(page)
        if not held:
            return told(404, b"not archived")
        nearest = min(held, key=lambda each: abs(int(each) - int(stamp)))
        return told(302, b"", location=f"{self.url}/web/{nearest}/{page}")


class _Handler(Replying):
    archive: FakeArchive

    def _do(self) -> None:
        body = self.sent()
        with self.archive.lock:
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                answer = self.archive.answer(self.command, self.path, headers, body)
            except (AssertionError, KeyError) as error:
                # What the real one would not understand must not pass here.
                answer = told(400, {"message": f"not understood: {error}"})
        if isinstance(answer, str):
            return self.break_off()
        status, fields, content = answer
        return self.reply(status, content, fields)

    do_GET = do_POST = _do  # noqa: N815


@contextmanager
def archiving() -> Iterator[Callable[..., FakeArchive]]:
    """A server; called, it is a new and empty archive."""
    handler = type("Handler", (_Handler,), {})
    with running(handler) as url:

        def new(**fields: Any) -> FakeArchive:
            made = FakeArchive(url, **fields)
            handler.archive = made  # type: ignore[attr-defined]
            return made

        yield new
