"""roundup.toml and the environment become settings; what is wrong is named, with what to do."""

from __future__ import annotations

import tomllib
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from roundup.config import (
    SAMPLE,
    Environment,
    Settings,
    find_desk,
    load_settings,
    parse_settings,
    read_environment,
    read_secrets,
)
from roundup.errors import ConfigError

ROOT = Path("/desk")


def refused(text: str) -> str:
    """The error for a roundup.toml, message and hint on one line."""
    with pytest.raises(ConfigError) as caught:
        parse_settings(text, root=ROOT, name="roundup.toml")
    return f"{caught.value.message} — {caught.value.hint}"


def test_an_empty_file_gives_the_defaults() -> None:
    """Every setting has a default, so that an empty roundup.toml is a desk."""
    assert parse_settings("", root=ROOT) == Settings(root=ROOT)


def test_the_sample_says_the_defaults() -> None:
    """The file that `init` writes changes nothing until a line is uncommented."""
    assert parse_settings(SAMPLE, root=ROOT) == Settings(root=ROOT)


def _all_are_in(written: dict[str, Any], kind: Any) -> None:
    """Every table of `kind` is written with all its settings, tables in tables too."""
    hints = get_type_hints(kind)
    for table in fields(kind):
        if is_dataclass(hints[table.name]):
            assert set(written[table.name]) == {field.name for field in fields(hints[table.name])}
            _all_are_in(written[table.name], hints[table.name])


def test_every_setting_is_in_the_sample_with_its_default() -> None:
    """Uncommenting every line of the sample gives the defaults as well, and no setting is missing from it."""
    uncommented = "\n".join(line.removeprefix("# ") if " = " in line else line for line in SAMPLE.splitlines()[1:])
    written = tomllib.loads(uncommented)
    _all_are_in(written, Settings)
    assert parse_settings(uncommented, root=ROOT) == Settings(root=ROOT)


def test_values_are_read_into_their_types() -> None:
    """Lists become tuples, whole numbers serve as numbers."""
    settings = parse_settings(
        '[fetch]\ndeadline = 5\nallow_hosts = ["10.0.0.0/8:80"]\n[edition]\nshape = "card"\n'
        '[render]\npassage_links = ["note"]\n[feeds]\natom = ""',
        root=ROOT,
    )
    assert settings.render.passage_links == ("note",)
    assert settings.feeds.atom == ""
    assert settings.fetch.deadline == 5
    assert settings.fetch.allow_hosts == ("10.0.0.0/8:80",)
    assert settings.edition.shape == "card"


def test_a_weight_may_be_nothing_or_less() -> None:
    """Other numbers must be greater than nothing; those that weigh reasons need not, in a table of their own."""
    settings = parse_settings("[order]\nunheard_weeks = 4\n[order.weights]\nnew = 0\nshort = 2\nold = -2.5", root=ROOT)
    weights = settings.order.weights
    assert (weights.new, weights.short, weights.old, weights.long) == (0.0, 2.0, -2.5, 1.0)
    assert settings.order.unheard_weeks == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[fetch]\nconcurency = 3", "roundup.toml: [fetch] concurency is not a setting — Did you mean 'concurrency'?"),
        ("[fetsh]\n", "roundup.toml: [fetsh] is not a setting — Did you mean 'fetch'?"),
        ('[edition]\nshape = "esay"', "Use one of essay, card, note, list. Did you mean 'essay'?"),
        ("[fetch]\nconcurrency = true", "[fetch] concurrency is True, but must be a whole number"),
        ("[fetch]\nconcurrency = 0", "[fetch] concurrency is 0, but must be greater than nothing"),
        ("[fetch]\ndeadline = inf", "[fetch] deadline is inf"),
        ('[fetch]\nconcurrency = "many"', "but must be a whole number"),
        ("[desk]\ntitle = 3", "[desk] title is 3, but must be text in quotes"),
        ('[edition]\ntags = "one"', "but must be a list of texts"),
        (
            '[render]\npassage_links = ["esay"]',
            "[render] passage_links is 'esay' — Use one of essay, card, note, list.",
        ),
        ('[render]\npassage_links = "essay"', "but must be a list of texts"),
        ('[render]\nmarkdown = "hogo"', "Did you mean 'hugo'?"),
        ('[feeds]\natom = "../feed.xml"', "[feeds] atom is '../feed.xml' — Name a file"),
        ("fetch = 3", "roundup.toml: fetch must be a table"),
        ("[desk", "roundup.toml is not valid TOML"),
        ('[desk]\ntimezone = "Europe/Lundon"', "which is no known time zone"),
        ('[desk]\ntimezone = "../../etc/passwd"', "which is no known time zone"),
        ('[render]\nout = ""', "[render] out is empty"),
        ("[order.weights]\nnew = true", "[order.weights] new is True, but must be a number"),
        ("[order.weights]\nnew = -inf", "[order.weights] new is -inf, but must be between"),
        ("[order.weights]\nnwe = 1", "[order.weights] nwe is not a setting — Did you mean 'new'?"),
        ("[order]\nweights = 1", "order.weights must be a table"),
        ("[order]\nunheard_weeks = 0", "must be greater than nothing"),
        ('[order]\nwords = [" "]', "[order] words may hold 100 words"),
        (f'[order]\nwords = ["{"x" * 61}"]', "up to 60 characters"),
        (f"[order]\nwords = {['bins'] * 101}", "[order] words may hold 100 words"),
    ],
)
def test_a_wrong_setting_names_file_key_and_remedy(text: str, said: str) -> None:
    """An error names the file, the key, and the nearest known name or the form that is wanted."""
    assert said in refused(text)


def test_a_folder_without_settings_is_no_desk(tmp_path: Path) -> None:
    """The error says how to make one."""
    with pytest.raises(ConfigError, match="is not a desk") as caught:
        load_settings(tmp_path)
    assert "roundup init" in caught.value.hint


def test_settings_that_are_no_utf8_are_refused(tmp_path: Path) -> None:
    """A file in another encoding gives an error, not a crash."""
    (tmp_path / "roundup.toml").write_bytes(b"[desk]\ntitle = '\xff'")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(tmp_path)


def test_the_desk_is_found_upwards(tmp_path: Path) -> None:
    """As git finds .git: the nearest folder at or above the working one."""
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_desk(deep) is None
    (tmp_path / "roundup.toml").touch()
    assert find_desk(deep) == tmp_path
    (tmp_path / "a" / "roundup.toml").touch()
    assert find_desk(deep) == tmp_path / "a"


def test_allowed_hosts_of_the_environment_are_added(tmp_path: Path) -> None:
    """ROUNDUP_ALLOW_HOSTS adds to [fetch] allow_hosts."""
    (tmp_path / "roundup.toml").write_text('[fetch]\nallow_hosts = ["a.example:80"]', encoding="utf-8")
    settings = load_settings(tmp_path, Environment(allow_hosts=("127.0.0.1:8080",)))
    assert settings.fetch.allow_hosts == ("a.example:80", "127.0.0.1:8080")


def test_the_environment_is_read_into_values() -> None:
    """Each documented variable, and nothing from the rest."""
    environment = read_environment(
        {
            "ROUNDUP_DESK": "/d",
            "ROUNDUP_AS": "ada",
            "ROUNDUP_NOW": "2026-11-20T16:00:00+01:00",
            "ROUNDUP_ALLOW_HOSTS": "127.0.0.1:80, 10.0.0.0/8:443",
            "NO_COLOR": "",
        }
    )
    assert environment == Environment(
        desk=Path("/d"),
        curator="ada",
        now=datetime(2026, 11, 20, 15, tzinfo=UTC),
        allow_hosts=("127.0.0.1:80", "10.0.0.0/8:443"),
        plain=True,
    )
    assert read_environment({}) == Environment()


def test_a_time_without_a_zone_is_utc() -> None:
    """ROUNDUP_NOW without an offset means UTC on every machine."""
    assert read_environment({"ROUNDUP_NOW": "2026-11-20T16:00"}).now == datetime(2026, 11, 20, 16, tzinfo=UTC)


@pytest.mark.parametrize("text", ["friday", "2026-11-31", "0001-01-01T00:00:00+10:00"])
def test_a_clock_that_is_no_time_is_refused(text: str) -> None:
    """The error shows the form, also for a moment before all calendars."""
    with pytest.raises(ConfigError, match="ROUNDUP_NOW is ") as caught:
        read_environment({"ROUNDUP_NOW": text})
    assert "2026-11-20T16:00" in caught.value.hint


def test_the_checkout_is_a_desk() -> None:
    """Its settings are the sample's, so that the program can be tried where it was cloned."""
    root = Path(__file__).resolve().parent.parent
    assert (root / "roundup.toml").read_text(encoding="utf-8") == SAMPLE
    assert (root / "feeds.opml").is_file()


def test_a_file_of_authorities_is_looked_for_in_the_desk() -> None:
    """An absolute path stays what it is."""
    for written, meant in (("council.pem", "/desk/council.pem"), ("/etc/council.pem", "/etc/council.pem")):
        settings = parse_settings(f'[fetch]\nca_file = "{written}"', root=ROOT)
        assert Path(settings.fetch.ca_file) == Path(meant)


def test_secrets_are_no_part_of_the_settings() -> None:
    """They are read by themselves, so that nothing that prints or sends settings can give them away."""
    environ = {"ROUNDUP_SECRET_1": "https://blog.example ada s3cret", "ROUNDUP_AS": "Ada", "SECRET": "x"}
    assert read_secrets(environ) == {"ROUNDUP_SECRET_1": "https://blog.example ada s3cret"}
    assert "s3cret" not in repr(read_environment(environ))


def test_a_targets_table_is_kept_as_it_is() -> None:
    """What may stand in [deliver.NAME] is for its target to say; that there are tables at all is said here."""
    read = parse_settings('[deliver.wordpress]\nsite = "https://blog.example"\n', root=Path())
    assert read.deliver == {"wordpress": {"site": "https://blog.example"}}
    for wrong in ("deliver = 3", '[deliver]\nwordpress = "blog"'):
        with pytest.raises(ConfigError) as caught:
            parse_settings(wrong, root=Path())
        assert "[deliver.wordpress]" in caught.value.hint
