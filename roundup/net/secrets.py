"""Names and passwords for sites that want one: from the environment or a command, kept out of every file of the desk.

Each is for one origin (scheme, host and port, RFC 6454) and is sent to no other; how it is sent is RFC 7617 (Basic).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from roundup.config import read_secrets
from roundup.dataclass import dataclass
from roundup.errors import ConfigError
from roundup.net.addresses import AddressPolicy
from roundup.net.errors import FetchError
from roundup.net.targets import Target, plain
from roundup.patterns import pattern

COMMAND_SECONDS = 60.0
_ENTRY = pattern(r"\s*(?P<origin>\S+)\s+(?P<name>\S+)\s+(?P<password>\S.*?)\s*")
_HOW = "Write it like this: https://blog.example name password"

Origin = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Login:
    """A name and password; neither is ever shown."""

    name: str = field(repr=False)
    password: str = field(repr=False)


def origin(target: Target) -> Origin:
    """What a login is for."""
    return target.scheme, target.host, target.port


class Keyring:
    """The logins there are. Raises ConfigError for one that cannot be read, and for a command that does not work.

    The origin `proxy` may have one although it is not encrypted; every other such site has to be allowed by name.
    """

    def __init__(
        self,
        policy: AddressPolicy,
        *,
        proxy: Target | None = None,
        command: Sequence[str] = (),
        variables: Callable[[], Mapping[str, str]] = read_secrets,
    ) -> None:
        self._policy = policy
        self._proxy = proxy
        self._logins: dict[Origin, Login] = {}
        for name, entry in variables().items():
            self._add(entry, name)
        for number, line in enumerate(_output(command).splitlines() if command else (), 1):
            self._add(line, f"line {number} of what {command[0]} prints")

    def login(self, target: Target) -> Login | None:
        """The login for the origin of `target`, None if there is none."""
        return self._logins.get(origin(target)) if self._logins else None

    def _add(self, entry: str, source: str) -> None:
        # Whatever is wrong, the entry itself is not shown: it is a password or nearly one.
        if not entry.strip():
            return
        found = _ENTRY.fullmatch(entry)
        if found is None:
            raise ConfigError(f"{source} is not a site, a name and a password", hint=_HOW)
        target = _site(found["origin"])
        if target is None or ":" in found["name"]:
            raise ConfigError(f"{source} does not begin with the address of a site and a name", hint=_HOW)
        if target.scheme == "http" and not self._may_go_in_plain(target):
            raise ConfigError(
                f"{source} would send a password to {target.host} unencrypted",
                hint="Give its https:// address; a site of your own network may be named in [fetch] allow_hosts.",
            )
        self._logins[origin(target)] = Login(found["name"], found["password"])

    def _may_go_in_plain(self, target: Target) -> bool:
        if self._proxy and origin(target) == origin(self._proxy):
            return True
        return self._policy.names(target.host, target.port)


def _site(text: str) -> Target | None:
    """The whole site at an address; None if it is not one, or only a part of one."""
    target = plain(text.rstrip("/") + "/")
    if target is None:
        from roundup.net import urls

        try:
            url = urls.parse_url(text)
        except FetchError:
            return None
        target = urls.target(url) if not url.userinfo and url.query == b"" else None
    return target if target and target.path == "/" else None


def _output(command: Sequence[str]) -> str:
    """What the command prints. Raises ConfigError; what it says of itself goes to the terminal."""
    import subprocess

    # What it asks nobody answers where there is no terminal, and what is piped in is not meant for it.
    asked = None if sys.stdin and sys.stdin.isatty() else subprocess.DEVNULL
    try:
        done = subprocess.run(command, stdin=asked, stdout=subprocess.PIPE, timeout=COMMAND_SECONDS, check=True)
        return done.stdout.decode("utf-8")
    except subprocess.TimeoutExpired:
        why = f"has not ended after {COMMAND_SECONDS:g} s"
    except subprocess.CalledProcessError as error:
        why = f"ended with {error.returncode}"
    except OSError as error:
        why = f"cannot be started: {error.strerror}"
    except ValueError:
        why = "prints what is no text"
    raise ConfigError(f"[fetch] password_command: {command[0]!r} {why}", hint="Try it in a terminal.")
