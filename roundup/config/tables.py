"""The tables of roundup.toml as frozen dataclasses, with their defaults.

To add a setting: one field with its default here and one commented line in sample.py; docs/settings.md is made from
both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from roundup.dataclass import dataclass
from roundup.errors import ConfigError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

SETTINGS_FILE = "roundup.toml"
FEEDS_FILE = "feeds.opml"
DATABASE_FILE = "roundup.db"

Shape = Literal["essay", "card", "note", "list"]
MarkdownProfile = Literal["plain", "hugo", "jekyll", "eleventy"]


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
    host_spacing: float = 0.5
    deadline: float = 30.0
    max_wire_bytes: int = 8_000_000
    max_body_bytes: int = 16_000_000
    max_redirects: int = 5
    parse_seconds: float = 10.0
    interval_minutes: int = 60
    flood: int = 5
    allow_hosts: tuple[str, ...] = ()
    proxy: str = ""
    ca_file: str = ""
    password_command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """[check] — where the sub-editor draws the line. Lengths are words."""

    longest_quote: int = 200
    most_quoted: float = 0.75
    placeholders: tuple[str, ...] = ("TODO", "TK", "XXX", "lorem ipsum")
    doubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """[render] — where editions are written and in which formats (empty: all)."""

    out: str = "out"
    formats: tuple[str, ...] = ()
    markdown: MarkdownProfile = "plain"
    passage_links: tuple[Shape, ...] = ("essay", "card", "note")


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """[email] — who an edition comes from when it is sent, and how to be rid of it. Sizes are bytes."""

    sender: str = ""
    reply_to: str = ""
    to: str = ""
    list_id: str = ""
    unsubscribe: str = ""
    unsubscribe_mail: str = ""
    postal: str = ""
    warn_bytes: int = 80_000
    max_bytes: int = 100_000


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """[feeds] — feeds of what is published, named relative to the desk's url (empty: no such feed)."""

    atom: str = "feed.xml"
    picks: str = "picks.json"
    editions: int = 20


Signed = Annotated[float, "may be nothing, or less"]


@dataclass(frozen=True, slots=True)
class OrderWeights:
    """[order.weights] — what each reason adds to a post's score; 0 switches it off."""

    new: Signed = 3.0
    first_seen: Signed = 1.0
    last_week: Signed = 1.5
    old: Signed = -1.0
    full: Signed = 1.5
    long: Signed = 1.0
    short: Signed = -1.0
    empty: Signed = -1.0
    linked: Signed = 1.0
    reply: Signed = 1.0
    answered: Signed = 0.5
    story: Signed = 0.5
    unheard: Signed = 2.0
    new_voice: Signed = 1.0
    back: Signed = 1.0
    lately: Signed = -1.0
    title_words: Signed = 1.5
    text_words: Signed = 1.0
    only: Signed = 0.5
    crowd: Signed = -1.0
    tagged: Signed = 0.5
    doubt: Signed = -3.0
    twin: Signed = -4.0
    decided: Signed = -5.0
    opted_out: Signed = -10.0


@dataclass(frozen=True, slots=True)
class OrderSettings:
    """[order] — what to read first. The weights stand in a table of their own."""

    words: tuple[str, ...] = ()
    unheard_weeks: int = 8
    weights: OrderWeights = field(default_factory=OrderWeights)


@dataclass(frozen=True, slots=True)
class TriageSettings:
    """[triage] — the keyboard desk."""

    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleSettings:
    """[people] — whose voices are heard. Folders of feeds.opml that are regions speak for people without one."""

    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotifySettings:
    """[notify] — how the people who are quoted are told."""

    webmention: bool = True
    pingback: bool = True
    letters: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, with its default. `root` is the desk's folder.

    `deliver` has the tables [deliver.NAME] as they are written: what may stand in one is for its target to say.
    """

    root: Path
    desk: DeskSettings = field(default_factory=DeskSettings)
    edition: EditionSettings = field(default_factory=EditionSettings)
    fetch: FetchSettings = field(default_factory=FetchSettings)
    check: CheckSettings = field(default_factory=CheckSettings)
    render: RenderSettings = field(default_factory=RenderSettings)
    triage: TriageSettings = field(default_factory=TriageSettings)
    email: EmailSettings = field(default_factory=EmailSettings)
    feeds: FeedSettings = field(default_factory=FeedSettings)
    order: OrderSettings = field(default_factory=OrderSettings)
    people: PeopleSettings = field(default_factory=PeopleSettings)
    notify: NotifySettings = field(default_factory=NotifySettings)
    deliver: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

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
        """The desk's time zone; ConfigError if the system knows none of that name."""
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            return ZoneInfo(self.desk.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ConfigError(
                f"[desk] timezone is {self.desk.timezone!r}, which is no known time zone",
                hint='Write it like "Europe/London".',
            ) from None
