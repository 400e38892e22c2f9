"""httpx over our own guarded connections: for addresses that are not plain, redirects and credentials.

httpx reads and joins the addresses, encodes names and paths, and makes the credentials' field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from roundup.net import headers, urls
from roundup.net.answers import Answer
from roundup.net.budget import Budget
from roundup.net.exchange import Exchange
from roundup.net.library import httpx
from roundup.net.secrets import Login


class GuardedTransport(httpx.BaseTransport):
    """Sends a request whose extensions hold its `budget`; the answer's hold what was read of it, as `answer`."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer with its body still to be streamed. Raises FetchError."""
        budget: Budget = request.extensions["budget"]
        fields = {name: value for name, value in request.headers.items() if name != "host"}
        answer = self._exchange.ask(urls.target(request.url), headers.lines(fields), budget)
        return httpx.Response(
            answer.status,
            headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.pairs],
            stream=_Body(answer),
            extensions={"answer": answer},
            request=request,
        )


class _Body(httpx.SyncByteStream):
    """The body's bytes as they came; closing it closes the connection."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield self._answer.body()

    def close(self) -> None:
        self._answer.close()


def ask(
    exchange: Exchange, url: httpx.URL, fields: Mapping[str, str], budget: Budget, login: Login | None = None
) -> Answer:
    """A GET for `url`, with the name and password in it, or else `login`, as Basic credentials. Raises FetchError."""
    request = httpx.Request("GET", url, headers=headers.encoded(fields), extensions={"budget": budget})
    if url.userinfo:
        login = Login(url.username, url.password)
    if login:
        request = next(httpx.BasicAuth(login.name, login.password).auth_flow(request))
    answer: Answer = GuardedTransport(exchange).handle_request(request).extensions["answer"]
    return answer
