"""Which posts names mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundup.store import open_store
from roundup.store.names import posts_named
from tests.samples import NOW
from tests.store.feeds import feed, fetch, item


def test_each_name_leads_to_its_post(path: Path) -> None:
    """Whichever of its names it is called by; a name that nobody bears leads nowhere."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1), item(2)))
        rows: dict[str, int] = dict(store.connection.rows("SELECT key, post FROM post_keys"))
        assert set(rows.values()) == {1, 2}
        assert posts_named(store.connection, [*rows, "url:https://nobody.example/"]) == rows
        assert posts_named(store.connection, ["guid:nobody"]) == {}


def test_no_name_is_no_question(path: Path) -> None:
    """The file is not read for it: nearly every feed brings nothing new."""
    with open_store(path, now=NOW) as store:
        asked: list[str] = []
        store.connection.raw.set_trace_callback(asked.append)
        assert posts_named(store.connection, []) == {}
        assert asked == []


@pytest.mark.parametrize("name", ['guid:"quoted" \\ back', "guid:\u2028line", "guid:Ünïcödé 🗳", "guid:tab\there"])
def test_names_are_found_whatever_is_in_them(path: Path, name: str) -> None:
    """Guids are what feeds say they are."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1)))
        with store.write():
            store.connection.run("INSERT INTO post_keys (key, post) VALUES (?, 1)", (name,))
        assert posts_named(store.connection, {name, "other"}) == {name: 1}


def test_a_name_asked_for_twice_is_answered_once(path: Path) -> None:
    """Two entries of a document may bear the same one."""
    with open_store(path, now=NOW) as store:
        fetch(store, feed(item(1)))
        (key,) = store.connection.rows("SELECT key FROM post_keys LIMIT 1")[0]
        assert posts_named(store.connection, [key, key]) == {key: 1}


def test_names_are_looked_up_along_their_index(path: Path) -> None:
    """Never by reading all names of the desk: there are hundreds of thousands."""
    from roundup.store.names import _OWNERS

    with open_store(path, now=NOW) as store:
        plan = [row[3] for row in store.connection.rows(f"EXPLAIN QUERY PLAN {_OWNERS}", ("[]",))]
    assert "SEARCH post_keys USING INDEX" in plan[1], plan
    assert len(plan) == 2, plan
