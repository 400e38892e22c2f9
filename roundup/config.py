"""roundup.toml and the environment → frozen Settings. The only reader of the environment.

To add a setting: one field with its default here and one commented line in SAMPLE; docs/settings.md is made from both.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from roundup.errors import ConfigError

SETTINGS_FILE = "roundup.toml"
FEEDS_FILE = "feeds.opml"
DATABASE_FILE = "roundup.db"

_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")

MOST = 10**12  # no number here can sensibly be larger
MOST_WORDS, LONGEST_WORD = 100, 60  # of [order] words; each is looked for in every post that waits

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
class Settings:
    """Everything that can be set, with its default. `root` is the desk's folder."""

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
    )


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


def find_desk(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds roundup.toml, as git finds .git."""
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    return None


def load_settings(root: Path, environment: Environment | None = None) -> Settings:
    """roundup.toml of the desk `root` → Settings; allowed hosts of the environment are added to those of the file."""
    path = root / SETTINGS_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(
            f"{root} is not a desk: it has no {SETTINGS_FILE}", hint="Make one with: roundup init DIR"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    settings = parse_settings(text, root=root, name=str(path))
    if environment and environment.allow_hosts:
        hosts = settings.fetch.allow_hosts + environment.allow_hosts
        settings = replace(settings, fetch=replace(settings.fetch, allow_hosts=hosts))
    return settings


def parse_settings(text: str, *, root: Path, name: str = SETTINGS_FILE) -> Settings:
    """The text of a roundup.toml → Settings. A wrong key names the file, the key and the nearest known key."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is not valid TOML: {error}") from None
    tables = {f.name: hint for f in fields(Settings) if is_dataclass(hint := get_type_hints(Settings)[f.name])}
    _refuse_unknown(data, set(tables), name, "")
    read = {key: _read_table(tables[key], value, name, key) for key, value in data.items()}
    settings = Settings(root=root, **read)
    if settings.fetch.ca_file:
        authority = str(root / Path(settings.fetch.ca_file).expanduser())
        settings = replace(settings, fetch=replace(settings.fetch, ca_file=authority))
    _refuse_many_words(settings.order.words, name)
    if not settings.render.out.strip():
        raise ConfigError(f"{name}: [render] out is empty", hint='Name a folder, like "out".')
    for key, feed in (("atom", settings.feeds.atom), ("picks", settings.feeds.picks)):
        if feed and not _FILE_NAME.fullmatch(feed):
            raise ConfigError(f"{name}: [feeds] {key} is {feed!r}", hint='Name a file, like "feed.xml"; no folder.')
    try:
        ZoneInfo(settings.desk.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            f"{name}: [desk] timezone is {settings.desk.timezone!r}, which is no known time zone",
            hint='Write it like "Europe/London".',
        ) from None
    return settings


def _refuse_many_words(words: tuple[str, ...], name: str) -> None:
    if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD or not word.strip() for word in words):
        raise ConfigError(
            f"{name}: [order] words may hold {MOST_WORDS} words or phrases of up to {LONGEST_WORD} characters",
            hint='Write them like ["housing", "social care"].',
        )


def _refuse_unknown(found: Mapping[str, Any], known: set[str], name: str, table: str) -> None:
    for key in found:
        if key not in known:
            where = f"[{table}] {key}" if table else f"[{key}]"
            near = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(sorted(known))}."
            raise ConfigError(f"{name}: {where} is not a setting", hint=hint)


def _read_table(kind: Any, value: object, name: str, table: str) -> Any:
    if not isinstance(value, dict):
        raise ConfigError(
            f"{name}: {table} must be a table", hint=f"Write [{table}] on a line of its own, its settings below."
        )
    hints = get_type_hints(kind, include_extras=True)
    _refuse_unknown(value, set(hints), name, table)
    return kind(
        **{
            key: _read_table(hints[key], item, name, f"{table}.{key}")
            if is_dataclass(hints[key])
            else _read_value(hints[key], item, f"{name}: [{table}] {key}")
            for key, item in value.items()
        }
    )


def _read_value(hint: Any, value: object, where: str) -> Any:
    """One setting of the type its field declares; whole numbers serve where a number is wanted."""
    if get_origin(hint) is tuple and hint != tuple[str, ...] and isinstance(value, list):
        return tuple(_read_value(get_args(hint)[0], item, where) for item in value)
    if choices := getattr(hint, "__args__", ()) if getattr(hint, "__origin__", None) is Literal else ():
        if value in choices:
            return value
        near = difflib.get_close_matches(str(value), [str(c) for c in choices], n=1)
        raise ConfigError(
            f"{where} is {value!r}",
            hint=f"Use one of {', '.join(choices)}." + (f" Did you mean {near[0]!r}?" if near else ""),
        )
    if (hint is float and type(value) in (int, float)) or (hint is int and type(value) is int):
        if isinstance(value, int | float) and 0 < value < MOST:
            return value
        raise ConfigError(f"{where} is {value!r}, but must be greater than nothing and less than {MOST:,}")
    if hint == Signed and type(value) in (int, float):
        if isinstance(value, int | float) and -MOST < value < MOST:
            return float(value)
        raise ConfigError(f"{where} is {value!r}, but must be between -{MOST:,} and {MOST:,}")
    if hint is str and isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value) and hint == tuple[str, ...]:
        return tuple(value)
    wanted = {str: "text in quotes", int: "a whole number", float: "a number", Signed: "a number"}.get(
        hint, 'a list of texts, like ["a", "b"]'
    )
    raise ConfigError(f"{where} is {value!r}, but must be {wanted}")


SAMPLE = """\
# A desk of roundup. Every setting is shown with its default; take the # away to change one.

[desk]
title = "That was the local government week that was"   # the same every week
# url = ""                      # where editions appear, e.g. "https://example.org/roundup/"
# curator = ""                  # your name in the ledger (or --as, or ROUNDUP_AS)
# language = "en-GB"            # of your own words
# timezone = "Europe/London"    # whose days and weeks count

[edition]
# shape = "essay"               # essay, card, note or list
# slug = "{date}-week-that-was" # file name and address; {date} and {number} are filled in
# first_number = 1              # if you published editions before this program
# intro = ""                    # used when an edition has none of its own
# sign_off = ""                 # likewise
# categories = []               # of every edition, for the blog it appears on
# tags = []                     # likewise

[fetch]
# contact = ""                  # an address a site's owner can write to; goes into the User-Agent
# concurrency = 32              # feeds asked for at once
# per_host = 2                  # … of one host
# host_spacing = 0.5            # seconds between the requests to one host, after the first few
# deadline = 30.0               # seconds for one feed, everything included
# max_wire_bytes = 8000000      # more than this is not read of one feed
# max_body_bytes = 16000000     # after decompression
# max_redirects = 5             # then the feed is failing
# parse_seconds = 10.0          # then the feed is given up
# interval_minutes = 60         # a feed is not asked again sooner
# flood = 5                     # more old posts than this at once, from a feed known before, are held back
# allow_hosts = []              # private addresses that may be reached: "intranet.example:443", "10.1.0.0/16:80"
# proxy = ""                    # "http://proxy.example:3128": all requests go through it; it looks names up
# ca_file = ""                  # a PEM file of authorities to trust besides the system's (a network that inspects TLS)
# password_command = []         # prints lines of "https://host name password", like ["pass", "show", "roundup"]

[check]
# longest_quote = 200           # words; a longer one is a warning
# most_quoted = 0.75            # how much of an edition may be quoted, from 0 to 1
# placeholders = ["TODO", "TK", "XXX", "lorem ipsum"]   # words that must not be published

[render]
# out = "out"                   # the folder editions are written to
# formats = []                  # all of them
# markdown = "plain"            # whose front matter post.md has: plain, hugo, jekyll or eleventy
# passage_links = ["essay", "card", "note"]   # shapes whose quotes link to where they stand in the post

[email]
# sender = ""                   # "The Clerk’s Kettle <post@kettle.example>"
# reply_to = ""                 # where answers go, if not to the sender
# to = ""                       # the address in edition.eml: a mailing list’s, or your own to look at it first
# list_id = ""                  # a name of the list under a domain of yours: "roundup.kettle.example"
# unsubscribe = ""              # an https address that takes a reader off the list; may hold {token}
# unsubscribe_mail = ""         # a mail address that does
# postal = ""                   # who sends this and where they are, in a line; shown at the foot
# warn_bytes = 80000            # a larger email.html is warned about
# max_bytes = 100000            # … and refused: mail programs cut it off a little later

[feeds]
# atom = "feed.xml"             # of editions, whole
# picks = "picks.json"          # of single picks (JSON Feed)
# editions = 20                 # the newest that are in them

[order]
# words = []                    # what the desk cares about, whole words or phrases: ["housing", "social care"]
# unheard_weeks = 8             # whose authors were not in an edition for so long come forward

[order.weights]
# new = 3.0                     # it came out in the last seven days
# first_seen = 1.0              # it was first seen in the last seven days; its date is missing or not to be believed
# last_week = 1.5               # it is from the week before
# old = -1.0                    # it is more than five weeks old
# full = 1.5                    # 250 words or more
# long = 1.0                    # 1,000 words or more
# short = -1.0                  # fewer than 80 words
# empty = -1.0                  # its feed gave no text
# linked = 1.0                  # for each other blogger who linked to it this week, three at most
# reply = 1.0                   # it links to another post that waits
# answered = 0.5                # another post that waits links to it
# story = 0.5                   # it links to the same page as another blogger's post that waits
# unheard = 2.0                 # neither its author nor its blog was ever in an edition
# new_voice = 1.0               # its author never was, its blog was
# back = 1.0                    # its author was not for unheard_weeks
# lately = -1.0                 # its author was in the last fortnight
# title_words = 1.5             # one of [order] words is in its title
# text_words = 1.0              # or in its text
# only = 0.5                    # nothing else of its blog waits
# crowd = -1.0                  # eight posts or more of its blog wait
# tagged = 0.5                  # a curator tagged it
# doubt = -3.0                  # it may not be its blog's own, or was held back
# twin = -4.0                   # the same story was skipped, starred or in an edition, under another address
# decided = -5.0                # it was skipped or in an edition
# opted_out = -10.0             # its author asked to be left out

[triage]
# tags = []                     # of these, the first nine get the keys 1 to 9
"""
