"""What is starred, kept for later, closed, and tagged: asked of the store under any name of a post."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from roundup.curate.ledger import edition_to_payload
from roundup.model import EDITION, Decision
from roundup.store import Store, open_store
from tests.samples import NOW, decision, edition, entry, pick

KEYS = [f"url:https://blog.example/{slug}" for slug in ("bins", "votes", "roads")]


@pytest.fixture
def store(tmp_path: Path) -> Any:
    """Three posts; the second is known by another address, too."""
    with open_store(tmp_path / "roundup.db", now=NOW) as store:
        with store.write():
            for key in KEYS:
                _post(store, key.removeprefix("url:"))
            _post(store, "https://planet.example/votes", key=KEYS[1])
        yield store


def _post(store: Store, url: str, key: str = "") -> None:
    made = entry(guid="", url=url, title=url[-4:], content_hash=url[-4:])
    store.posts.add(made, blog="A Blog", now=NOW, post_key=key)


def decided(store: Store, *steps: tuple[Any, ...]) -> list[Decision]:
    made = [
        decision(verb, subject, seq, payload=payload[0] if payload else {}, time=NOW + timedelta(minutes=seq))
        for seq, (verb, subject, *payload) in enumerate(steps, start=len(store.ledger.decisions()) + 1)
    ]
    with store.write():
        store.ledger.record(made)
    return made


def keys(states: Any) -> list[str]:
    return [state.key for state in states]


def freeze(number: int, key: str) -> tuple[Any, ...]:
    made = edition(pick(1, key=key), number=number, status="frozen")
    return ("freeze", EDITION, {"edition": edition_to_payload(made)})


def test_what_is_kept_for_later_is_apart(store: Store) -> None:
    """Until the edition that it was left out of is closed."""
    decided(store, ("star", KEYS[0]), ("later", KEYS[1], {"edition": 1}), ("star", KEYS[2]))
    assert [keys(states) for states in store.ledger.starred()] == [[KEYS[0], KEYS[2]], [KEYS[1]]]
    decided(store, freeze(1, KEYS[0]))
    assert [keys(states) for states in store.ledger.starred()] == [[KEYS[1], KEYS[2]], []]


def test_a_closed_edition_is_known_under_any_name_of_its_posts(store: Store) -> None:
    """It may have been closed on a desk that met the post under another."""
    decided(store, freeze(1, "url:https://planet.example/votes"))
    assert [store.ledger.closed_in(store.posts.by_key(key).id) for key in KEYS] == [None, 1, None]  # type: ignore[union-attr]


def test_tags_of_closed_picks_are_those_of_today(store: Store) -> None:
    """Under the name that the edition has for the post; none at all if nothing was decided here."""
    decided(
        store, freeze(1, "url:https://planet.example/votes"), freeze(2, KEYS[0]), freeze(3, "url:https://else.example/")
    )
    decided(store, ("tag", KEYS[1], {"add": ["b", "a"]}), ("star", KEYS[0]))
    assert store.ledger.tags_of_closed() == {"url:https://planet.example/votes": ("b", "a"), KEYS[0]: ()}


def test_specials_are_no_posts(store: Store) -> None:
    """They stand in no list of picks, and the tables are the same when written anew."""
    made = decided(
        store, ("special", "special:y", {"kind": "year", "year": 2026}), ("special", "special:y", {"title": "Y"})
    )
    assert store.ledger.beginning("special:") == made
    assert [special.title for special in store.ledger.specials()] == ["Y"]
    assert store.ledger.picks(starred=False) == []
    store.ledger.rebuild()
    assert store.ledger.picks(starred=False) == []


@pytest.mark.parametrize("prefix", ["special", "special:", "special:y"])
def test_subjects_are_found_by_how_they_begin(store: Store, prefix: str) -> None:
    """And none that only sorts beside them."""
    decided(
        store,
        ("special", "special:y", {"kind": "year"}),
        ("star", "specia"),
        ("star", "speciam"),
        ("star", "url:special:"),
    )
    assert {d.subject for d in store.ledger.beginning(prefix)} == {"special:y"}
