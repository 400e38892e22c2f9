"""What goes wrong at a newsletter service: told with a cause and a remedy, and the same command finishes the job."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.deliver.fakeservice import Asked
from tests.deliver.newsletters import Newsletter
from tests.net.servers import hang, serving

JSON = {"Content-Type": "application/json"}
Odd = tuple[int, bytes, Mapping[str, str]]


def answering(method: str, odd: Odd) -> Callable[[Asked], Odd | None]:
    """What is answered to requests of this method only."""
    return lambda asked: odd if asked.method == method else None


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        ((500, b"<h1>Oh</h1>", {}), "{name} answers 500"),
        ((429, b"", {"Retry-After": "120"}), "{name} asks to be left alone for 120 seconds (429)"),
        ((429, b"", {}), "{name} asks to be left alone for a while (429)"),
        ((503, b"", {"Retry-After": "Fri, 20 Nov 2026 10:00:00 GMT"}), "until Fri, 20 Nov 2026 10:00:00 GMT (503)"),
        ((302, b"", {"Location": "https://other.example/"}), "leads on to https://other.example/"),
        ((200, b"<html>", {}), "with something that {name} does not say"),
        ((200, b"[]", JSON), "with something that {name} does not say"),
        ((200, b'{"data": [], "results": 3, "id": 1}', JSON), "with something that {name} does not say"),
        ((401, b"{}", JSON), "{name} did not let us in"),
        ((403, b'{"detail": "No.", "message": "No."}', JSON), "{name}: this key may not do that: No."),
        (
            (403, b'{"detail": "This key has no right.", "message": "This key has no right."}', JSON),
            "{name}: this key may not do that: This key has no right.",
        ),
        ((422, b'{"detail": "No.", "message": "No."}', JSON), "{name} does not take it (422): No."),
    ],
)
def test_every_trouble_has_words_and_a_way_out(newsletter: Newsletter, odd: Odd, words: str) -> None:
    """What services and what stands before them really answer; nothing is made twice, and the next run finishes it."""
    for method in ("GET", "POST"):
        newsletter.service.odd = answering(method, odd)
        pushed = newsletter.desk.refused()
        assert words.format(name=newsletter.name) in pushed.error
        assert pushed.hint
    newsletter.service.odd = lambda _asked: None
    assert newsletter.desk.delivered().done == "created"
    assert len(newsletter.kept) == 1


def test_a_wrong_key(newsletter: Newsletter, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said how one is written down, and shown nowhere."""
    monkeypatch.setenv(f"ROUNDUP_SECRET_{newsletter.kind.upper()}", f"{newsletter.service.url} ada wr0ng-k3y")
    pushed = newsletter.desk.refused()
    assert f"{newsletter.name} did not let us in" in pushed.error
    assert f"ROUNDUP_SECRET_{newsletter.kind.upper()}='https://" in pushed.hint
    assert "wr0ng" not in f"{pushed} {newsletter.desk.receipt(newsletter.kind)}"


def test_without_a_key_nobody_is_asked(newsletter: Newsletter, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says where one is made and where it goes."""
    monkeypatch.delenv(f"ROUNDUP_SECRET_{newsletter.kind.upper()}")
    pushed = newsletter.desk.refused()
    assert pushed.error.startswith("there is no key for http://127.0.0.1:")
    assert f"Make one in {newsletter.name}" in pushed.hint
    assert newsletter.service.requests == []


def test_a_service_that_hangs(newsletter: Newsletter, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for so long and no longer."""
    monkeypatch.setattr("roundup.deliver.services.SECONDS", 0.2)
    with serving(hang()) as server:
        secret = f"{server.url('')} roundup t0ken"
        monkeypatch.setenv(f"ROUNDUP_SECRET_{newsletter.kind.upper()}", secret)
        options: dict[str, Any] = dict(newsletter.desk.tables[newsletter.kind])
        options.update({"api": server.url("")} if newsletter.kind == "buttondown" else {"site": server.url("")})
        newsletter.desk.tables = {newsletter.kind: options}
        pushed = newsletter.desk.refused()
    assert "no complete answer within" in pushed.error
    assert "What arrived already is found there and not made twice." in pushed.hint


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, {}), (201, {"data": {"id": True, "status": "draft"}}), (200, {"data": {"id": 1}, "id": "em_1"})],
)
def test_an_answer_that_is_none_loses_nothing(newsletter: Newsletter, status: int, body: dict[str, Any]) -> None:
    """It took the draft and says something odd: the next run finds it."""
    newsletter.service.odd = lambda asked: (
        (status, json.dumps(body).encode(), JSON)
        if asked.method == "POST" and newsletter.service.answer(asked)[0] < 300
        else None
    )
    assert "does not say" in newsletter.desk.refused().error
    newsletter.service.odd = lambda _asked: None
    assert newsletter.desk.delivered().said == ()
    assert len(newsletter.kept) == 1


def test_deleted_while_it_is_read_back(newsletter: Newsletter) -> None:
    """Somebody is quicker: it is said, and made anew by the next run."""

    def quick(asked: Any) -> None:
        if asked.method == "GET" and newsletter.kept:
            newsletter.forget()
            newsletter.service.meanwhile = lambda _asked: None

    newsletter.service.meanwhile = quick
    assert "took it and does not have it" in newsletter.desk.refused().error
    assert newsletter.desk.delivered().done == "created"


def test_one_targets_trouble_is_its_own(newsletter: Newsletter) -> None:
    """The other target gets the edition all the same."""
    newsletter.service.odd = lambda _asked: (500, b"", {})
    files = newsletter.desk.root / "files"
    newsletter.desk.tables = {**newsletter.desk.tables, "folder": {"path": str(files)}}
    first, second = sorted(newsletter.desk.push(), key=lambda pushed: pushed.target == "folder")
    assert first.error
    assert second.delivered
    assert [path.name for path in files.iterdir()] == [f"{newsletter.desk.edition.slug}.md"]
