"""The REST interface of one WordPress: where it is, who we are there, questions and answers."""

from __future__ import annotations

import base64
import json
from typing import Any

from roundup.deliver.base import World
from roundup.deliver.services import SECONDS, Answer, answered, refuse_busy, refuse_moved
from roundup.deliver.wordpress import trouble
from roundup.errors import RoundupError
from roundup.net import FetchError
from roundup.net.client import Method
from roundup.net.secrets import Login
from roundup.patterns import pattern
from roundup.text import one_line
from roundup.urls import host_of, safe_url

_LINK = pattern(r'<([^<>\s]+)>\s*;\s*rel="?https://api\.w\.org/"?')
_OPTION = "[deliver.wordpress] site"


class Site:
    """Asks one site as one user. Every failure is a RoundupError with what to do about it."""

    def __init__(self, world: World, site: str, api: str) -> None:
        self._http = world.http
        self.api = api.rstrip("/") or self._find(site.rstrip("/") + "/")
        self._authorization = self._login()

    def ask(self, method: Method, path: str, fields: dict[str, Any] | None = None) -> Answer:
        """The answer to a request below wp/v2; errors of the site but 400, 404 and 410 are raised."""
        headers = {"Authorization": self._authorization, "Accept": "application/json"}
        body = b""
        if fields is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
            body = json.dumps(fields).encode()
        answer = self._talk(method, self._address(path), headers, body)
        if answer.status in (200, 201, 400, 404, 410):
            return answer
        raise self._explained(answer)

    def get(self, path: str) -> Any:
        """The JSON of what must be there."""
        answer = self.ask("GET", path)
        if answer.status != 200:
            raise self._explained(answer)
        return answer.data

    def _explained(self, answer: Answer) -> RoundupError:
        return trouble.explain(answer.status, answer.word("code"), self.api, self._look, answer.word("message"))

    def _address(self, path: str) -> str:
        address = self.api + path
        # Without pretty permalinks the interface is a parameter, and what follows has to be joined with &.
        return (
            address.replace("?", "&").replace("&rest_route", "?rest_route", 1) if "?rest_route" in self.api else address
        )

    def _find(self, home: str) -> str:
        """The interface's address, as the site's front page names it, else where it usually is."""
        answer = answered(self._http, "HEAD", home, {}, who=one_line(home, 120))
        found = _LINK.search(answer.headers.get("link", ""))
        # No more than that: who shows visitors a page of works (503) may take posts all the same.
        refuse_moved(answer, home, option=_OPTION)
        named = safe_url(found[1], home) if found else ""
        # Behind a host that does TLS for it, a blog may believe itself to be without.
        if home.startswith("https://") and host_of(named) == host_of(home):
            named = "https://" + named.removeprefix("http://").removeprefix("https://")
        return (named.rstrip("/") or f"{home}wp-json") + "/wp/v2"

    def _login(self) -> str:
        login = self._http.login(self.api)
        if login is None:
            raise trouble.no_password(self.api)
        if _is_token(login):
            return f"Bearer {login.password}"
        return "Basic " + base64.b64encode(f"{login.name}:{login.password}".encode()).decode("ascii")

    def _look(self) -> trouble.Lock:
        """What the site says of itself to a stranger, and whether the password fits its other door."""
        login = self._http.login(self.api)
        if login and _is_token(login):
            return trouble.Lock(token=True)
        root = self.api.removesuffix("/wp/v2")
        try:
            answer = self._talk(
                "GET", root if "?rest_route" in root else f"{root}/", {"Accept": "application/json"}, b""
            )
        except RoundupError:
            return trouble.Lock()
        known = answer.data.get("authentication") if isinstance(answer.data, dict) else None
        passwords = "application-passwords" in known if isinstance(known, dict | list) else None
        return trouble.Lock(passwords, self._fits(answer.data))

    def _fits(self, about: Any) -> bool | None:
        """Whether XML-RPC, which has the password in the body, takes it; None where that door is shut."""
        from xmlrpc.client import dumps

        login, home = self._http.login(self.api), about.get("home") if isinstance(about, dict) else None
        home = safe_url(home) if isinstance(home, str) else ""
        # The password goes nowhere but to where it belongs, whatever a site says its home is.
        if login is None or not home or self._http.login(home) != login:
            return None
        door, words = f"{home.rstrip('/')}/xmlrpc.php", dumps((login.name, login.password), "wp.getUsersBlogs")
        try:
            said = self._http.send("POST", door, {"Content-Type": "text/xml"}, words.encode(), deadline=SECONDS).body
        except FetchError:
            return None
        if b"<name>blogid</name>" in said:
            return True
        return False if b"<int>403</int>" in said else None

    def _talk(self, method: Method, address: str, headers: dict[str, str], body: bytes) -> Answer:
        response = answered(self._http, method, address, headers, body, who=one_line(address, 120))
        refuse_busy(response, who="the site")
        refuse_moved(response, address, option=_OPTION)
        try:
            data = json.loads(response.body) if response.body else None
        except (ValueError, RecursionError):
            # A server or proxy that broke down has a page for it, which is no sign of a wrong address.
            if response.status >= 500:
                return Answer(response.status, None)
            raise trouble.no_json(response.status, address) from None
        return Answer(response.status, data)


def _is_token(login: Login) -> bool:
    """RFC 6750; WordPress.com has tokens instead of names and passwords."""
    return login.name.casefold() == "bearer"
