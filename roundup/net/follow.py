"""From an address to the answer that is no redirect: httpx reads the addresses, hops.py says which are followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from roundup.net import headers, hops, urls
from roundup.net.answers import Answer
from roundup.net.budget import Budget
from roundup.net.errors import FetchError
from roundup.net.exchange import Exchange
from roundup.net.library import httpx
from roundup.net.secrets import Keyring, origin
from roundup.net.transport import ask


class Follower:
    """Follows by hand, so that every hop is checked and counted and shares the budget."""

    def __init__(
        self,
        exchange: Exchange,
        keyring: Keyring,
        fields: Mapping[str, str],
        most: int,
        permit: Callable[[str], object] | None,
    ) -> None:
        self._exchange = exchange
        self._keyring = keyring
        self._fields = fields
        self._most = most
        self._permit = permit

    def follow(
        self, url: str, answer: Answer | None, budget: Budget
    ) -> tuple[Answer, str, tuple[tuple[int, str], ...]]:
        """What `url` leads to, its body unread; where that is, and the hops. `answer` is the first one if it is there.

        Raises FetchError.
        """
        at = urls.parse_url(url)
        seen = {str(at)}
        made: list[tuple[int, str]] = []
        home, login = origin(urls.target(at)), self._keyring.login(urls.target(at))
        answer = answer or ask(self._exchange, at, self._fields, budget, login)
        while hops.is_redirect(answer.status) and (location := headers.location(answer.pairs)):
            # Whatever a redirect says in its body, nobody will read it.
            answer.close()
            at = self._hop(at, location, seen)
            made.append((answer.status, urls.shown(at)))
            # Whoever can send us to another site must not be able to open its door with our key.
            login = login if origin(urls.target(at)) == home else None
            answer = ask(self._exchange, at, self._fields, budget, login)
        return answer, urls.shown(at), tuple(made)

    def _hop(self, at: httpx.URL, location: str, seen: set[str]) -> httpx.URL:
        to = urls.join_url(at, location)
        if self._permit and to.scheme in ("http", "https"):
            self._permit(urls.shown(to))
        hops.check_hop(at.scheme, to.scheme, to.host, urls.shortened(urls.shown(to)))
        if len(str(to)) > hops.LONGEST_URL:
            raise FetchError("redirect", "it redirects to an absurdly long address")
        if str(to) in seen:
            raise FetchError("redirect", f"it redirects in a circle, to {urls.shortened(urls.shown(to))} again")
        hops.check_count(len(seen), self._most)
        seen.add(str(to))
        return to
