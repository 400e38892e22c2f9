"""The Admin API of one Ghost: each request with a token of its own, each failure with what to do about it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from roundup.dataclass import dataclass
from roundup.deliver.base import World
from roundup.deliver.ghost import trouble
from roundup.deliver.services import Answer, Service, login
from roundup.errors import RoundupError
from roundup.net.client import Method
from roundup.patterns import pattern
from roundup.text import one_line

MINUTES = 5  # Ghost takes no token that is older or lives longer
VERSION = "v5.0"
_KEY = pattern(r"(?P<id>[0-9a-f]{24}):(?P<secret>(?:[0-9a-f]{2}){16,64})", re.IGNORECASE)


def token(key: str, now: datetime) -> str:
    """A JSON Web Token (RFC 7519, HS256) for the Admin API, from an Admin API key ID:SECRET. ValueError for no key."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError("no Admin API key")
    seconds = int(now.timestamp())
    head = {"alg": "HS256", "typ": "JWT", "kid": found["id"]}
    claims = {"iat": seconds, "exp": seconds + MINUTES * 60, "aud": "/admin/"}
    signed = f"{_part(json.dumps(head).encode())}.{_part(json.dumps(claims).encode())}"
    signature = hmac.new(bytes.fromhex(found["secret"]), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_part(signature)}"


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


@dataclass(frozen=True, slots=True)
class Ghost(Service):
    """Ghost as a service: its errors in its own words."""

    def _words(self, answer: Answer) -> str:
        words = trouble.words(answer.data)
        return f": {words}" if words else ""

    def _shut_out(self, answer: Answer) -> RoundupError:
        return trouble.not_let_in(answer.status, answer.data, self.api)


class Site:
    """Asks one Ghost with one key. Every failure is a RoundupError with what to do about it."""

    def __init__(self, world: World, site: str) -> None:
        self.api = f"{site}/ghost/api/admin"
        self._key = _key(world, self.api)
        self._now, self._started = world.now, time.monotonic()
        self._service = Ghost(
            world.http, "Ghost", self.api, "deliver.ghost", trouble.HOW, {"Accept-Version": VERSION}, "message"
        )

    def ask(self, method: Method, path: str, post: Mapping[str, Any] | None = None) -> Answer:
        """The answer to a request for posts; those that say what is wrong with a post (404, 409, 422) come back."""
        # A slow server may need longer for all requests together than one token lives.
        now = self._now + timedelta(seconds=time.monotonic() - self._started)
        fields = None if post is None else {"posts": [dict(post)]}
        answer = self._service.ask(method, path, fields, {"Authorization": f"Ghost {token(self._key, now)}"})
        if answer.status == 404 and not trouble.is_ghosts(answer.data):
            raise trouble.no_ghost(answer.status, self.api)
        if not answer.good and answer.status not in (404, 409, 422):
            raise trouble.refused(answer.status, answer.data, self.api)
        return answer


def _key(world: World, api: str) -> str:
    """The Admin API key: ID:SECRET as the password with any name before it, or the two as name and password."""
    found = login(world.http, api, "Ghost (Settings, Integrations, Add custom integration)", trouble.HOW)
    for key in (found.password, f"{found.name}:{found.password}"):
        if _KEY.fullmatch(key):
            return key
    raise RoundupError(
        f"what there is for {one_line(api, 120)} is no Admin API key",
        hint=f"It has a colon in it (the Content API key has none): {trouble.HOW}",
    )
