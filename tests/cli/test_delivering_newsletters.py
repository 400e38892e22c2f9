"""publish to newsletter services, as its user sees it: drafts whatever is wished, and words for every trouble."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.desk import Commands
from tests.cli.test_awkward import three_posts
from tests.deliver.fakebuttondown import KEY, FakeButtondown
from tests.deliver.fakelistmonk import TOKEN, USER, FakeListmonk
from tests.deliver.fakeservice import serving

OVERRIDE = ("--override", "no-words", "--reason", "test")


@pytest.fixture(scope="module")
def services() -> Iterator[tuple[FakeButtondown, FakeListmonk]]:
    """One of each."""
    with serving(FakeButtondown) as buttondown, serving(FakeListmonk) as listmonk:
        yield buttondown(), listmonk()


@pytest.fixture
def desk(tmp_path: Path, services: tuple[FakeButtondown, FakeListmonk], monkeypatch: pytest.MonkeyPatch) -> Commands:
    """A draft with one pick; editions go to both services, which are empty."""
    buttondown, listmonk = services
    buttondown.emails.clear()
    buttondown.keys.clear()
    listmonk.campaigns.clear()
    monkeypatch.setenv("ROUNDUP_SECRET_BUTTONDOWN", f"{buttondown.url} token {KEY}")
    monkeypatch.setenv("ROUNDUP_SECRET_LISTMONK", f"{listmonk.url} {USER} {TOKEN}")
    made = three_posts(tmp_path)
    with (made.root / "roundup.toml").open("a") as settings:
        settings.write(f'\n[deliver.buttondown]\napi = "{buttondown.url}/v1"\n')
        settings.write(f'\n[deliver.listmonk]\nsite = "{listmonk.url}"\nlists = [3]\ntest = "me@kettle.example"\n')
    made.run("star", "1")
    return replace(made, allow="127.0.0.1:*")


def test_shown_beforehand(desk: Commands, services: tuple[FakeButtondown, FakeListmonk]) -> None:
    """Every request with its body, the test too; nobody is asked, and no key is shown."""
    steps = desk.json("publish", "--dry-run", "--live", *OVERRIDE)
    shown = [step for step in steps if step.startswith(("buttondown", "listmonk"))]
    assert [step.partition("\n")[0].rpartition("/")[2] for step in shown] == ["emails", "campaigns", "test"]
    assert json.loads(shown[0].partition("\n")[2])["status"] == "draft"
    assert not {KEY, TOKEN} & set(" ".join(steps).split())
    assert services[0].emails == {}


def test_a_draft_whatever_is_wished(desk: Commands, services: tuple[FakeButtondown, FakeListmonk]) -> None:
    """Nothing is called public that is not; whose button sends it is said; it is written down nowhere as published."""
    said = desk.run("publish", "--live", *OVERRIDE).err
    assert "public now" not in said
    assert "buttondown: made, a draft: http" in said
    assert "with the button in Buttondown, and never from here" in said
    assert "listmonk: made, a draft: http" in said
    assert "a test goes to me@kettle.example" in said
    assert (services[0].sent, services[1].started) == ([], [])
    assert "published in edition 1 at" not in desk.run("why", "1").out


def test_sent_there_the_edition_is_public(desk: Commands, services: tuple[FakeButtondown, FakeListmonk]) -> None:
    """The next look finds that its editor pressed the button, and where readers find it."""
    desk.run("publish", *OVERRIDE)
    services[0].ours["status"] = "sent"
    told = desk.run("publish", "1", "--to", "buttondown")
    assert "buttondown: there already, nothing to change, public: " in told.err
    assert f"published in edition 1 at {services[0].ours['absolute_url']}" in desk.run("why", "1").out


def test_an_edit_there_is_shown_and_left(desk: Commands, services: tuple[FakeButtondown, FakeListmonk]) -> None:
    """The difference on stdout, what to do on stderr, exit code 1; the other service is none the worse for it."""
    desk.run("publish", *OVERRIDE)
    services[1].ours["subject"] = "A better one"
    told = desk.run("publish", "1", code=1)
    assert "+A better one" in told.out
    assert "it was edited in listmonk since the last push" in told.err
    assert "buttondown: there already" in told.err
