"""roundup.toml → Settings. What is wrong in it is named with file, key and the nearest known key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from roundup.config.environment import Environment
from roundup.config.tables import SETTINGS_FILE, DeskSettings, Settings, Signed
from roundup.errors import ConfigError
from roundup.patterns import pattern
from roundup.text import closest

_FILE_NAME = pattern(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_WANTED = {str: "text in quotes", int: "a whole number", float: "a number", Signed: "a number", bool: "true or false"}
_LIST = 'a list of texts, like ["a", "b"]'
MOST = 10**12  # no number here can sensibly be larger
MOST_WORDS, LONGEST_WORD = 100, 60  # of [order] words; each is looked for in every post that waits


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
    except RecursionError:
        raise ConfigError(f"{name} is not valid TOML: values stand in values without end") from None
    deliver = _read_deliver(data.pop("deliver", {}), name)
    tables = {name: kind for name, kind in _fields(Settings).items() if is_dataclass(kind)}
    _refuse_unknown(data, {*tables, "deliver"}, name, "")
    read = {key: read_table(tables[key], value, name, key) for key, value in data.items()}
    settings = Settings(root=root, deliver=deliver, **read)
    if settings.fetch.ca_file:
        try:
            authority = str(root / Path(settings.fetch.ca_file).expanduser())
        except RuntimeError:
            raise ConfigError(
                f"{name}: [fetch] ca_file is {settings.fetch.ca_file!r}", hint="There is no such user here."
            ) from None
        settings = replace(settings, fetch=replace(settings.fetch, ca_file=authority))
    _refuse_many_words(settings.order.words, name)
    if not settings.render.out.strip():
        raise ConfigError(f"{name}: [render] out is empty", hint='Name a folder, like "out".')
    for key, feed in (("atom", settings.feeds.atom), ("picks", settings.feeds.picks)):
        if feed and not _FILE_NAME.fullmatch(feed):
            raise ConfigError(f"{name}: [feeds] {key} is {feed!r}", hint='Name a file, like "feed.xml"; no folder.')
    if settings.desk.timezone != DeskSettings().timezone:  # looking for that takes longer than all this reading
        try:
            _ = settings.zone
        except ConfigError as error:
            raise ConfigError(f"{name}: {error.message}", hint=error.hint) from None
    return settings


def _read_deliver(value: object, name: str) -> dict[str, dict[str, Any]]:
    """The tables [deliver.NAME], unread: what they may hold is for the targets to say."""
    if isinstance(value, dict) and all(isinstance(table, dict) for table in value.values()):
        return value
    raise ConfigError(
        f"{name}: deliver must hold tables", hint="Write [deliver.wordpress] on a line of its own, its settings below."
    )


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
            near = closest(key, known, 0.5)
            hint = f"Did you mean {near!r}?" if near else f"Known here: {', '.join(sorted(known))}."
            raise ConfigError(f"{name}: {where} is not a setting", hint=hint)


@cache
def _fields(kind: Any) -> Mapping[str, Any]:
    """The fields of a dataclass with their types; worked out once, since that takes Python a millisecond or two."""
    return get_type_hints(kind, include_extras=True)


def read_table(kind: Any, value: object, name: str, table: str) -> Any:
    """The table `table` of the file `name` as the dataclass `kind`. Raises ConfigError for what does not fit."""
    if not isinstance(value, dict):
        raise ConfigError(
            f"{name}: {table} must be a table", hint=f"Write [{table}] on a line of its own, its settings below."
        )
    hints = _fields(kind)
    _refuse_unknown(value, set(hints), name, table)
    return kind(
        **{
            key: read_table(hints[key], item, name, f"{table}.{key}")
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
        near = closest(str(value), map(str, choices))
        raise ConfigError(
            f"{where} is {value!r}",
            hint=f"Use one of {', '.join(choices)}." + (f" Did you mean {near!r}?" if near else ""),
        )
    if (hint is float and type(value) in (int, float)) or (hint is int and type(value) is int):
        if isinstance(value, int | float) and 0 < value < MOST:
            return value
        raise ConfigError(f"{where} is {value!r}, but must be greater than nothing and less than {MOST:,}")
    if hint == Signed and type(value) in (int, float):
        if isinstance(value, int | float) and -MOST < value < MOST:
            return float(value)
        raise ConfigError(f"{where} is {value!r}, but must be between -{MOST:,} and {MOST:,}")
    if (hint is str and isinstance(value, str)) or (hint is bool and isinstance(value, bool)):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value) and hint == tuple[str, ...]:
        return tuple(value)
    wanted = {
        str: "text in quotes",
        int: "a whole number",
        float: "a number",
        Signed: "a number",
        bool: "true or false",
    }.get(hint, 'a list of texts, like ["a", "b"]')
    raise ConfigError(f"{where} is {value!r}, but must be {wanted}")
