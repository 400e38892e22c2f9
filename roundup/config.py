"""roundup.toml and the environment → frozen Settings. The only reader of the environment.

To add a setting: one field with its default here, one commented line in SAMPLE below; docs/settings.md is made from both.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from roundup.errors import ConfigError

SETTINGS_FILE = "roundup.toml"
FEEDS_FILE = "feeds.opml"
DATABASE_FILE = "roundup.db"

Shape = Literal["essay", "card", "note", "list"]


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """[desk] — who publishes what, where."""

    title: str = "That was the local government week that was"
    url: str = ""
    curator: str = ""
    language: str = "en-GB"
    timezone: str = "Europe/London"


@dataclass(frozen=True, slots=True)
class EditionSettings:
    """[edition] — how an edition is shaped unless it says otherwise."""

    shape: Shape = "essay"
    slug: str = "{date}-week-that-was"
    first_number: int = 1
    intro: str = ""
    sign_off: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """[fetch] — how feeds are asked for. Sizes are bytes, times seconds."""

    contact: str = ""
    concurrency: int = 32
    per_host: int = 2
    deadline: float = 30.0
    max_wire_bytes: int = 8_000_000
    max_body_bytes: int = 32_000_000
    max_redirects: int = 5
    parse_seconds: float = 10.0
    interval_minutes: int = 30
    allow_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """[check] — where the sub-editor draws the line. Words."""

    longest_quote: int = 200
    placeholders: tuple[str, ...] = ("TODO", "TK", "XXX", "lorem ipsum")


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """[render] — where editions are written and in which formats (empty: all)."""

    out: str = "out"
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, with its default. `root` is the desk's folder."""

    root: Path
    desk: DeskSettings = field(default_factory=DeskSettings)
    edition: EditionSettings = field(default_factory=EditionSettings)
    fetch: FetchSettings = field(default_factory=FetchSettings)
    check: CheckSettings = field(default_factory=CheckSettings)
    render: RenderSettings = field(default_factory=RenderSettings)

    @property
    def feeds_path(self) -> Path:
        return self.root / FEEDS_FILE

    @property
    def database_path(self) -> Path:
        return self.root / DATABASE_FILE

    @property
    def templates_path(self) -> Path:
        return self.root / "templates"

    @property
    def out_path(self) -> Path:
        return self.root / self.render.out

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk.timezone)
