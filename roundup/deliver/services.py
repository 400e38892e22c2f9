"""Services that are asked by JSON over HTTP: a question, an answer, and what to do about every kind of trouble."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from roundup.dataclass import dataclass
from roundup.deliver.servers import AGAIN
from roundup.errors import ConfigError, RoundupError
from roundup.net import FetchError, HttpClient
from roundup.net.client import Method, Response
from roundup.net.secrets import Login
from roundup.text import one_line
from roundup.urls import safe_url

SECONDS = 60.0  # a shared host saves a long post slowly
LATER = f"Try again later. {AGAIN} What arrived already is found there and not made twice."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered: a status and the JSON, None where it sent none."""

    status: int
    data: Any

    @property
    def good(self) -> bool:
        """True if it did what it was asked."""
        return 200 <= self.status < 300

    def word(self, name: str) -> str:
        """One of the words of an answer that is an object, on one line; "" if it has none of that name."""
        return text_of(self.data, name, 200)


@dataclass(frozen=True, slots=True)
class Service:
    """One service as one user: its `name`, the address `api` of its interface, the headers that let us in.

    `table` is where its address is set, `secret` how its password is written down. `said` is the name of what an error
    says in words.
    """

    http: HttpClient
    name: str
    api: str
    table: str
    secret: str
    headers: Mapping[str, str] = field(repr=False)
    said: str

    def ask(
        self,
        method: Method,
        path: str,
        fields: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to a request; those that are no answer to it, or shut the door, are RoundupErrors."""
        given = {"Accept": "application/json", **self.headers, **(headers or {})}
        body = b""
        if fields is not None:
            given["Content-Type"] = "application/json; charset=utf-8"
            body = json.dumps(fields).encode()
        answer = self._talk(method, f"{self.api}{path}", given, body)
        if answer.status in (401, 403):
            raise self._shut_out(answer)
        if answer.status >= 500 or not (answer.good or answer.status >= 400):
            raise RoundupError(f"{self.name} answers {answer.status}{self._words(answer)}", hint=LATER)
        return answer

    def want(self, answer: Answer, *, remedy: str = "") -> Any:
        """The JSON of an answer that must be good; else an error that says what the service says, and the `remedy`."""
        if answer.good:
            return answer.data
        if not remedy and answer.status == 404:
            remedy = f"Is the address in [{self.table}] right?"
        remedy = remedy or f"See what {self.name} says when you save such a draft there by hand. {AGAIN}"
        raise RoundupError(f"{self.name} does not take it ({answer.status}){self._words(answer)}", hint=remedy)

    def odd(self, status: int = 200) -> RoundupError:
        """Something answers that is not this service."""
        return RoundupError(
            f"{one_line(self.api, 120)} answers {status} with something that {self.name} does not say",
            hint=f"Is the address in [{self.table}] right? {AGAIN}",
        )

    def _words(self, answer: Answer) -> str:
        code, said = answer.word("code"), answer.word(self.said)
        told = f"{said} ({code})" if said and code else said or code
        return f": {told}" if told else ""

    def _shut_out(self, answer: Answer) -> RoundupError:
        said = answer.word(self.said)
        # listmonk says 403 of both; that a key lacks a right is no reason to take it for a wrong one.
        if answer.status == 401 or any(word in said.casefold() for word in ("credential", "token", "session")):
            return RoundupError(
                f"{self.name} did not let us in{self._words(answer)}",
                hint=f"The name or key is wrong, or was taken back there. Write it down like this: {self.secret}",
            )
        return RoundupError(
            f"{self.name}: this key may not do that{self._words(answer)}",
            hint=f"Give it the right to read and write drafts there; to send it needs none. {AGAIN}",
        )

    def _talk(self, method: Method, address: str, headers: Mapping[str, str], body: bytes) -> Answer:
        who = f"{self.name} at {one_line(self.api, 120)}"
        response = answered(self.http, method, address, headers, body, who=who)
        refuse_busy(response, who=self.name)
        refuse_moved(response, self.api, option=f"[{self.table}]")
        try:
            return Answer(response.status, json.loads(response.body) if response.body else None)
        except (ValueError, RecursionError):
            if response.status >= 400:
                return Answer(response.status, None)
            raise self.odd(response.status) from None


def answered(
    http: HttpClient, method: Method, address: str, headers: Mapping[str, str], body: bytes = b"", *, who: str
) -> Response:
    """The response to a request. Where there is none, a RoundupError says who does not answer; it may have arrived."""
    try:
        return http.send(method, address, headers, body, deadline=SECONDS)
    except FetchError as error:
        raise RoundupError(f"{who}: {error.message}", hint=error.hint or LATER) from None


def refuse_busy(response: Response, *, who: str) -> None:
    """Stop where somebody wants to be left alone for a while (RFC 9110 10.2.3)."""
    if response.status in (429, 503):
        wait = one_line(response.headers.get("retry-after", ""), 60)
        when = f" for {wait} seconds" if wait.isdigit() else f" until {wait}" if wait else " for a while"
        raise RoundupError(
            f"{who} asks to be left alone{when} ({response.status})", hint=f"Publish again then. {AGAIN}"
        )


def refuse_moved(response: Response, address: str, *, option: str) -> None:
    """Stop at a redirect: a password is not sent along one, and `option` is where the address is set."""
    if 300 <= response.status < 400:
        to = one_line(response.headers.get("location", ""), 120) or "nowhere"
        raise RoundupError(
            f"{one_line(address, 120)} leads on to {to}",
            hint=f"Write the address it leads to into {option}; passwords are not sent along redirects.",
        )


def login(http: HttpClient, api: str, name: str, secret: str) -> Login:
    """The name and key for the service at `api`."""
    found = http.login(api)
    if found is None:
        raise RoundupError(
            f"there is no key for {one_line(api, 120)}",
            hint=f"Make one in {name} and put it into the environment: {secret}",
        )
    return found


def checked(address: str, table: str, option: str, example: str) -> str:
    """The address of a service as its option has it, without a slash at its end. ConfigError if it is none."""
    found = safe_url(address.strip()).rstrip("/")
    if not found or "?" in found or "#" in found:
        shown = f"is {one_line(address, 80)!r}" if address.strip() else "is not set"
        raise ConfigError(f"[{table}] {option} {shown}", hint=f'Write its address: {option} = "{example}".')
    return found


def text_of(data: Any, name: str, limit: int = 0) -> str:
    """A text in a JSON object, whatever else is there; on one line of at most `limit` characters if there is one."""
    value = data.get(name) if isinstance(data, dict) else None
    # JSON can hold halves of characters, which no file and no database can.
    found = value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
    return one_line(found, limit) if limit else found
