"""The environment as values. The only reader of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from roundup.dataclass import dataclass
from roundup.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Environment:
    """What the process was started with: the variables documented in docs/settings.md, None or empty where unset."""

    desk: Path | None = None
    curator: str = ""
    now: datetime | None = None
    allow_hosts: tuple[str, ...] = ()
    login: str = ""
    plain: bool = False
    editor: str = ""
    terminal: str = ""
    display: bool = False


def read_environment(environ: Mapping[str, str] | None = None) -> Environment:
    """The environment as values. ROUNDUP_NOW must be an ISO 8601 time; without an offset it is UTC."""
    env = os.environ if environ is None else environ
    return Environment(
        desk=Path(env["ROUNDUP_DESK"]).expanduser() if env.get("ROUNDUP_DESK") else None,
        curator=env.get("ROUNDUP_AS", ""),
        now=_read_now(env.get("ROUNDUP_NOW", "")),
        allow_hosts=tuple(env.get("ROUNDUP_ALLOW_HOSTS", "").replace(",", " ").split()),
        login=env.get("USER") or env.get("LOGNAME") or env.get("USERNAME") or "",
        plain="NO_COLOR" in env or env.get("TERM") == "dumb",
        editor=env.get("ROUNDUP_EDITOR") or env.get("VISUAL") or env.get("EDITOR") or "",
        terminal=env.get("TERM", ""),
        display=any(env.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")),
    )


def read_log_file(environ: Mapping[str, str] | None = None) -> str:
    """ROUNDUP_LOG_JSON: where a log is kept of every run; empty for nowhere."""
    return (os.environ if environ is None else environ).get("ROUNDUP_LOG_JSON", "")


def read_secrets(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """variable → value of what must stand in no file of the desk, and is never printed (see net/secrets.py)."""
    env = os.environ if environ is None else environ
    return {name: value for name, value in env.items() if name.startswith("ROUNDUP_SECRET_")}


def _read_now(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ConfigError(
            f"ROUNDUP_NOW is {text!r}, which is no ISO 8601 time",
            hint="Write it like 2026-11-20T16:00:00+00:00, or unset it.",
        ) from None
