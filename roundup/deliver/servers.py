"""Mail servers of the desk's own: reached with the right trust, logged in to with a secret of the environment."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeVar

from roundup.errors import ConfigError, RoundupError
from roundup.patterns import pattern
from roundup.text import one_line

if TYPE_CHECKING:
    from roundup.net import HttpClient
    from roundup.net.secrets import Login
    from roundup.net.tls import Trust

Security = Literal["tls", "starttls", "none"]
SECONDS = 60.0
_HOST = pattern(r"[\w.:-]{1,253}")
AGAIN = "Nothing is lost: the same command goes on from here."
T = TypeVar("T")


def check(table: str, host: str, port: int, security: Security) -> None:
    """ConfigError unless there is a server, and no password would go to it in the clear."""
    if not host.strip():
        raise ConfigError(f"[{table}] host is not set", hint='Name the mail server, like host = "mail.example".')
    if not _HOST.fullmatch(host):
        raise ConfigError(
            f"[{table}] host is {one_line(host, 60)!r}", hint='Only the server\'s name, like host = "mail.example".'
        )
    if not 0 < port < 65536:
        raise ConfigError(f"[{table}] port is {port}", hint="Ports go from 1 to 65535.")
    if security == "none" and not _is_this_machine(host):
        raise ConfigError(
            f"[{table}] would talk to {one_line(host, 60)} in the clear",
            hint='Use security = "starttls" or "tls"; "none" is for a server on this machine.',
        )


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        # A name like 127.mail.example is anybody's.
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def plain(name: str, password: str) -> bytes:
    """A name and password as SASL PLAIN has them, in any letters (RFC 4616)."""
    return f"\0{name}\0{password}".encode()


def trust(http: HttpClient) -> Trust:
    """Whom to trust, as for every other server."""
    from roundup.net import tls

    return tls.trusting(http.settings.ca_file)


def login(http: HttpClient, host: str, *, needed: bool) -> Login | None:
    """The name and password for `host`."""
    found = http.login(f"https://{_bracketed(host)}/")
    if found is None and needed:
        raise RoundupError(
            f"there is no name and password for {one_line(host, 60)}",
            hint=f"Put them into the environment: ROUNDUP_SECRET_MAIL='https://{one_line(host, 60)} NAME PASSWORD'",
        )
    return found


def asking(host: str, ask: Callable[[], T]) -> T:
    """What `ask` gives; trouble with the connection as an error in words."""
    try:
        return ask()
    except (OSError, UnicodeError) as error:
        said = one_line(str(getattr(error, "strerror", None) or error), 200)
        # smtplib tells a server that is silent from one that is gone by its words only.
        if isinstance(error, TimeoutError) or said.endswith("timed out"):
            raise RoundupError(f"{one_line(host, 60)} does not answer in time", hint=f"Try later. {AGAIN}") from None
        raise RoundupError(
            f"{one_line(host, 60)} cannot be reached: {said}", hint=f"Is it the right host? {AGAIN}"
        ) from None
