"""Any roundup.toml is read whole or refused in words: file, key and remedy; nothing is raised, nothing raw is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.config import SAMPLE, Settings, parse_settings, read_environment, read_secrets, read_table
from roundup.deliver import TARGETS
from roundup.errors import ConfigError

ROOT = Path("/desk")
T = TypeVar("T")
NAMES = st.sampled_from(["ROUNDUP_AS", "ROUNDUP_NOW", "ROUNDUP_ALLOW_HOSTS", "TERM"])
ZONES = ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Europe", "UTC\0", "x" * 500]
TABLES = [f.name for f in fields(Settings) if is_dataclass(get_type_hints(Settings)[f.name])]


def attempt(act: Callable[[], T]) -> T | ConfigError:
    """What comes of it, the refusal included."""
    try:
        return act()
    except ConfigError as error:
        return error


@dataclass(frozen=True)
class Sample:
    """A table with a field of each kind."""

    text: str = "x"
    count: int = 1
    size: float = 1.0
    yes: bool = True
    kind: Literal["a", "b"] = "a"
    names: tuple[str, ...] = ()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates() | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from([f.name for f in fields(Sample)]) | st.text(max_size=12)


@given(VALUES | st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_table_is_read_or_refused(value: Any) -> None:
    """Every field has the type it declares; a refusal names the file and the table."""
    made = attempt(lambda: read_table(Sample, value, "roundup.toml", "sample"))
    if isinstance(made, ConfigError):
        assert made.message.startswith("roundup.toml: ")
        assert "sample" in made.message
        return
    kinds = (made.text, str), (made.count, int), (made.yes, bool), (made.names, tuple), (made.size, (int, float))
    assert all(isinstance(found, kind) for found, kind in kinds)
    assert made.kind in ("a", "b")
    assert made.count > 0
    assert 0 < made.size < float("inf")


@given(st.text(max_size=200))
def test_any_file_is_read_or_refused(text: str) -> None:
    """Whatever stands in it."""
    made = attempt(lambda: parse_settings(text, root=ROOT))
    assert isinstance(made, Settings) or made.message.startswith("roundup.toml")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("value", ["1", '"x"', "[1]", "true", "1979-05-27", "[[1]]"])
def test_a_table_is_a_table(table: str, value: str) -> None:
    """One that is written as a value is refused with the way to write it."""
    with pytest.raises(ConfigError) as caught:
        parse_settings(f"{table} = {value}", root=ROOT)
    assert f"{table} must be a table" in caught.value.message
    assert f"[{table}]" in caught.value.hint


@pytest.mark.parametrize("table", TABLES)
def test_an_unknown_key_is_named_with_its_table(table: str) -> None:
    """In every table."""
    with pytest.raises(ConfigError) as caught:
        parse_settings(f"[{table}]\nno_such_key = 1", root=ROOT)
    assert f"[{table}] no_such_key is not a setting" in caught.value.message


@pytest.mark.parametrize(
    ("table", "key"), [(t, f.name) for t in TABLES for f in fields(get_type_hints(Settings)[t]) if f.name != "weights"]
)
def test_every_setting_refuses_what_it_is_not(table: str, key: str) -> None:
    """A day is no value of any: file, table, key and what is wanted are said."""
    with pytest.raises(ConfigError) as caught:
        parse_settings(f"[{table}]\n{key} = 1979-05-27", root=ROOT)
    assert f"[{table}] {key}" in caught.value.message


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "0", "-1", "1e300", "99999999999999999999"])
@pytest.mark.parametrize("key", ["deadline", "concurrency", "max_wire_bytes"])
def test_numbers_are_within_reason(key: str, value: str) -> None:
    """None that a loop or a wait would never come to the end of."""
    with pytest.raises(ConfigError):
        parse_settings(f"[fetch]\n{key} = {value}", root=ROOT)


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_is_one_that_is_known(zone: str) -> None:
    """No path, no folder, no name of nothing."""
    with pytest.raises(ConfigError) as caught:
        parse_settings('[desk]\ntimezone = "' + zone.replace("\0", "\\u0000") + '"', root=ROOT)
    assert "no known time zone" in caught.value.message


@pytest.mark.parametrize("text", ["a = " + "[" * 2_000, "a = " + "{a=" * 2_000, "a" + ".a" * 2_000 + " = 1"])
def test_a_file_without_a_bottom_is_refused(text: str) -> None:
    """Values in values in values: in words, like every other fault."""
    with pytest.raises(ConfigError) as caught:
        parse_settings(text, root=ROOT)
    assert caught.value.message.startswith("roundup.toml")


def test_a_home_that_is_nobodys_is_said() -> None:
    """~name of somebody this machine does not know."""
    with pytest.raises(ConfigError) as caught:
        parse_settings('[fetch]\nca_file = "~nobody-of-this-name/ca.pem"', root=ROOT)
    assert "[fetch] ca_file" in caught.value.message


@pytest.mark.parametrize("text", ["deliver = 1", "deliver = [1]", "[deliver]\nwordpress = 'x'", "[[deliver]]\na = 1"])
def test_deliver_holds_tables(text: str) -> None:
    """Each target its own."""
    with pytest.raises(ConfigError) as caught:
        parse_settings(text, root=ROOT)
    assert "deliver must hold tables" in caught.value.message


@pytest.mark.parametrize("name", TARGETS)
@given(value=st.dictionaries(st.text(max_size=10), VALUES, max_size=3))
def test_any_targets_table_is_read_or_refused(name: str, value: dict[str, Any]) -> None:
    """By the same rules as every other."""
    made = attempt(lambda: read_table(TARGETS[name].Options, value, "roundup.toml", f"deliver.{name}"))
    assert not isinstance(made, ConfigError) or f"deliver.{name}" in made.message


@pytest.mark.parametrize("name", TARGETS)
def test_every_option_of_a_target_is_documented(name: str) -> None:
    """In its own section of the chapter, with its default."""
    chapter = (Path(__file__).parents[1] / "docs" / "deliver.md").read_text(encoding="utf-8")
    section = chapter.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    for option in fields(TARGETS[name].Options):
        assert f"| `{option.name}` |" in section, option.name
        default = str(option.default).lower() if isinstance(option.default, bool) else option.default
        shown = " " if default == "" else f"`{default}`"
        assert shown in section


def test_a_new_desks_file_says_nothing_secret() -> None:
    """Nor is there a setting where a password would go."""
    words = SAMPLE.casefold()
    assert "password =" not in words
    assert "token =" not in words
    assert [line for line in SAMPLE.splitlines() if "password" in line] == [
        line for line in SAMPLE.splitlines() if line.startswith("# password_command")
    ]


@given(st.dictionaries(NAMES, st.text(max_size=30)))
def test_any_environment_is_read_or_refused(environ: dict[str, str]) -> None:
    """A clock that is no time is the only thing that can be wrong in it."""
    read = attempt(lambda: read_environment(environ))
    if isinstance(read, ConfigError):
        assert read.message.startswith("ROUNDUP_NOW")
        return
    assert read.now is None or read.now.tzinfo is not None
    assert all(host and not set(host) & set(", ") for host in read.allow_hosts)


def test_secrets_are_those_that_are_called_so() -> None:
    """Nothing else of the environment is looked at for a password."""
    environ = {"ROUNDUP_SECRET_A": "1", "ROUNDUP_SECRETS": "2", "SECRET": "3", "ROUNDUP_AS": "4"}
    assert read_secrets(environ) == {"ROUNDUP_SECRET_A": "1"}
