"""A service of JSON over HTTP in memory, on loopback: it records every request, and fails when it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar
from urllib.parse import parse_qs, urlsplit

from tests.loopback import Replying, running

Cut = Literal["before", "after"]
Answer = tuple[int, Any]


@dataclass(frozen=True)
class Asked:
    """A request as it came in; `sent` is its JSON, None for none."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    sent: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class FakeService:
    """What it was asked, in order.

    `cut` breaks the connection off at that request (counted from 0), before or after doing what it says. `odd` answers
    instead of what would be answered: status, body and headers. `filter` is what the service does to texts,
    `meanwhile` what somebody does there right before a request.
    """

    url: str = ""
    requests: list[Asked] = field(default_factory=list)
    cut: tuple[int, Cut] | None = None
    odd: Callable[[Asked], tuple[int, bytes, Mapping[str, str]] | None] = lambda _asked: None
    filter: Callable[[str], str] = lambda text: text
    meanwhile: Callable[[Asked], None] = lambda _asked: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, asked: Asked) -> Answer:
        """What the service does and says."""
        raise NotImplementedError

    @property
    def told(self) -> list[str]:
        """The requests in short."""
        return [str(asked) for asked in self.requests]

    def written(self) -> list[Asked]:
        """The requests that change something."""
        return [asked for asked in self.requests if asked.method != "GET"]


class _Handler(Replying):
    service: FakeService

    def _do(self) -> None:
        body = self.sent()
        parts, fields = urlsplit(self.path), {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, parts.path, parse_qs(parts.query), fields, json.loads(body) if body else None)
        here = self.service
        with here.lock:
            turn = len(here.requests)
            here.requests.append(asked)
            if here.cut == (turn, "before"):
                return self.break_off()
            here.meanwhile(asked)
            odd = here.odd(asked)
            status, data = here.answer(asked) if odd is None else (odd[0], None)
        if here.cut == (turn, "after"):
            return self.break_off()
        body, headers = (odd[1], odd[2]) if odd else (json.dumps(data).encode(), {"Content-Type": "application/json"})
        return self.reply(status, body, headers)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _do  # noqa: N815


Kind = TypeVar("Kind", bound=FakeService)


@contextmanager
def serving(kind: type[Kind]) -> Iterator[Callable[[], Kind]]:
    """A server; called, it is a new and empty service of its kind."""
    handler = type("Handler", (_Handler,), {})
    with running(handler) as url:

        def new() -> Kind:
            made = kind(url)
            handler.service = made  # type: ignore[attr-defined]
            return made

        yield new
