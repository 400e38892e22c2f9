"""The ledger in the file: only ever added to, and what follows from it always true to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.curate.ledger import fold_editions, fold_post
from roundup.errors import StoreError
from roundup.model import EDITION, Decision
from roundup.store import Store
from tests.samples import NOW, decision, edition, pick
from tests.store.feeds import brought, dump, item
from tests.store.frozen import freeze

PROJECTIONS = ("picks", "quotes", "notes", "post_tags", "editions", "edition_posts")
PASSAGE = {
    "paragraphs": ["The bins went out.", "Twice."],
    "exact": "The bins went out.\n\nTwice.",
    "speaker": "Cllr Day",
}


@pytest.fixture
def keys(store: Store) -> list[str]:
    """The keys of three posts, by their numbers; the first of them is none."""
    return ["", *(post.key for post in brought(store, item(1), item(2), item(3)))]


def projected(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    rows = dump(store)
    return {table: rows[table] for table in PROJECTIONS}


# ---------------------------------------------------------------- keeping


def test_a_decision_comes_back_as_it_was_recorded(store: Store) -> None:
    """Every field, with payloads of any depth and any alphabet."""
    made = decision(
        "annotate",
        "url:x",
        time=NOW + timedelta(microseconds=7),
        payload={"lead": "Zoë [wrote](post) “bins”", "deep": [{"a": None, "b": [1, 2.5, True]}]},
        reason="because",
    )
    store.ledger.record([made])
    assert store.ledger.decisions() == [made]


def test_decisions_come_in_the_order_they_fold(store: Store) -> None:
    """By time, then number, then id, however they were recorded."""
    made = [
        decision("star", "a", seq=3),
        decision("unstar", "a", seq=1, time=NOW + timedelta(seconds=1)),
        decision("star", "b", seq=2, time=NOW + timedelta(milliseconds=500)),
        decision("skip", "c", seq=1, id="d0000"),
    ]
    store.ledger.record(made)
    assert store.ledger.decisions() == sorted(made, key=lambda one: one.order)
    assert store.ledger.last() == made[1]
    assert [one.id for one in store.ledger.decisions("a")] == [made[0].id, made[1].id]


def test_an_empty_ledger(store: Store) -> None:
    """Numbers begin at one."""
    assert store.ledger.decisions() == []
    assert store.ledger.last() is None
    assert store.ledger.next_seq() == 1
    assert store.ledger.picks() == []
    assert store.ledger.editions(first_number=7).open.number == 7
    store.ledger.record([])


def test_the_next_number_is_above_all_known(store: Store) -> None:
    """Also those that came from another desk."""
    store.ledger.record([decision("star", "a", seq=41)])
    assert store.ledger.next_seq() == 42


def test_recording_twice_is_recording_once(store: Store, keys: list[str]) -> None:
    """Merging a ledger again adds nothing, and the first of two with one id stays."""
    made = [decision("star", keys[1], seq=1), decision("note", keys[1], seq=2, payload={"text": "Look!"})]
    store.ledger.record(made)
    before = dump(store)
    store.ledger.record(made)
    store.ledger.record([decision("skip", keys[1], seq=1)])
    assert dump(store) == before


@pytest.mark.parametrize("change", ["UPDATE decisions SET curator = 'eve'", "DELETE FROM decisions"])
def test_what_was_decided_cannot_be_changed(store: Store, change: str) -> None:
    """Not by us, nor by any other tool that opens the file."""
    store.ledger.record([decision("star", "a")])
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        store.connection.raw.execute(change)
    assert len(store.ledger.decisions()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"seq": -1},
        {"seq": 2**63},
        {"payload": {"text": object()}},
        {"payload": {"text": "\ud800"}},
        {"curator": "\udcff"},
    ],
    ids=["before the first", "beyond numbers", "no JSON", "half a character", "bytes of a terminal"],
)
def test_what_cannot_be_kept_is_refused_whole(store: Store, wrong: dict[str, Any]) -> None:
    """And nothing of what was recorded with it is kept."""
    with pytest.raises(StoreError, match="decision wrong"):
        store.ledger.record([decision("star", "a", seq=1), decision("note", "a", **{"seq": 2, "id": "wrong", **wrong})])
    assert store.ledger.decisions() == []


# ---------------------------------------------------------------- what follows


def test_a_pick_is_the_fold_of_its_decisions(store: Store, keys: list[str]) -> None:
    """Stars, words, quotes, notes and tags."""
    made = [
        decision("star", keys[1], seq=1),
        decision("annotate", keys[1], seq=2, payload={"lead": "Ada [writes](post).", "section": "Bins"}),
        decision("quote", keys[1], seq=3, payload=PASSAGE),
        decision("note", keys[1], seq=4, payload={"text": "Ring her."}),
        decision("tag", keys[1], seq=5, payload={"add": ["bins", "rain"], "remove": []}),
    ]
    store.ledger.record(made)
    assert store.ledger.pick(keys[1]) == fold_post(keys[1], made)
    assert store.ledger.pick(keys[2]) == fold_post(keys[2], [])


def test_the_tables_say_it_in_their_own_words(store: Store, keys: list[str]) -> None:
    """For whoever opens the file with another tool."""
    store.ledger.record(
        [
            decision("star", keys[1], seq=1),
            decision("annotate", keys[1], seq=2, payload={"lead": "Ada [writes](post).", "section": "Bins"}),
            decision("quote", keys[1], seq=3, payload=PASSAGE),
            decision("note", keys[1], seq=4, payload={"text": "Ring her."}),
            decision("tag", keys[1], seq=5, payload={"add": ["bins", "rain"], "remove": []}),
            decision("skip", keys[2], seq=6, reason="Old news"),
        ]
    )
    read = store.connection.rows
    assert read("SELECT post, starred, starred_by, starred_at, lead, section FROM picks WHERE starred") == [
        (1, 1, "ada", NOW.isoformat(), "Ada [writes](post).", "Bins")
    ]
    assert read("SELECT post, skip_reason FROM picks WHERE skipped") == [(2, "Old news")]
    assert read("SELECT pick, position, paragraphs, speaker FROM quotes") == [
        (keys[1], 1, "The bins went out.\n\nTwice.", "Cllr Day")
    ]
    assert read("SELECT curator, text FROM notes") == [("ada", "Ring her.")]
    assert read("SELECT tag FROM post_tags ORDER BY position") == [("bins",), ("rain",)]


def test_the_draft_is_what_is_starred_in_the_order_wished(store: Store, keys: list[str]) -> None:
    """And then in the order of starring."""
    store.ledger.record(
        [
            decision("star", keys[3], seq=1),
            decision("star", keys[1], seq=2, time=NOW + timedelta(minutes=1)),
            decision("star", keys[2], seq=3, time=NOW + timedelta(minutes=2)),
            decision("order", EDITION, seq=4, payload={"posts": ["guid:tag:blog.example,2026:2"]}),
        ]
    )
    assert [state.key for state in store.ledger.picks()] == [keys[2], keys[3], keys[1]]


def test_all_picks_can_be_asked_for(store: Store, keys: list[str]) -> None:
    """Skipped ones too."""
    store.ledger.record([decision("star", keys[1], seq=1), decision("skip", keys[2], seq=2)])
    assert [state.key for state in store.ledger.picks(starred=False)] == sorted(keys[1:3])


def test_an_undo_undoes_the_tables_too(store: Store, keys: list[str]) -> None:
    """Nothing is deleted from the ledger for it."""
    star = decision("star", keys[1], seq=1)
    store.ledger.record([star])
    store.ledger.record([decision("undo", keys[1], seq=2, payload={"of": star.id})])
    assert store.ledger.picks() == []
    assert store.connection.value("SELECT starred FROM picks") == 0
    assert len(store.ledger.decisions()) == 2


def test_a_closed_edition_holds_its_picks(store: Store, keys: list[str]) -> None:
    """They are out of the draft; a new star does not bring them back into it."""
    made = edition(pick(1, key=keys[1], title="As it was printed"))
    store.ledger.record([decision("star", keys[1], seq=1), decision("star", keys[2], seq=2), freeze(made, seq=3)])
    assert [state.key for state in store.ledger.picks()] == [keys[2]]
    assert store.ledger.editions() == fold_editions(store.ledger.decisions(EDITION))
    assert store.connection.rows("SELECT number, title, status FROM editions") == [(1, made.title, "frozen")]
    assert store.connection.rows("SELECT edition, position, post, title FROM edition_posts") == [
        (1, 1, 1, "As it was printed")
    ]
    store.ledger.record([decision("star", keys[1], seq=4)])
    assert [state.key for state in store.ledger.picks()] == [keys[2]]


def test_an_edition_closed_under_another_name_of_a_post_holds_it(store: Store, keys: list[str]) -> None:
    """The other curator's desk knows the post by its guid."""
    made = edition(pick(1, key="guid:tag:blog.example,2026:1"))
    store.ledger.record([decision("star", keys[1], seq=1), freeze(made, seq=2)])
    assert store.ledger.picks() == []


def test_publishing_is_written_down(store: Store, keys: list[str]) -> None:
    """When and where."""
    store.ledger.record([freeze(edition(pick(1, key=keys[1])), seq=1)])
    published = {"number": 1, "url": "https://desk.example/1/"}
    store.ledger.record([decision("publish", EDITION, seq=2, payload=published, time=NOW + timedelta(hours=1))])
    row = store.connection.row("SELECT status, published_at, url FROM editions")
    assert row == ("published", "2026-11-20T10:00:00+00:00", "https://desk.example/1/")


def test_words_of_the_open_edition(store: Store) -> None:
    """They belong to no post."""
    store.ledger.record([decision("edition", EDITION, payload={"title": "Rain", "intro": "It rained."})])
    state = store.ledger.editions()
    assert (state.open.title, state.open.intro) == ("Rain", "It rained.")


def test_what_a_newer_program_decided_is_kept(store: Store, keys: list[str]) -> None:
    """Though this one cannot act on it."""
    stranger = Decision("x", 1, NOW, "ada", "applaud", keys[1], {"loudly": True})  # type: ignore[arg-type] # on purpose
    store.ledger.record([stranger])
    assert store.ledger.decisions() == [stranger]
    assert not store.ledger.pick(keys[1]).starred


# ---------------------------------------------------------------- from scratch


FIRST, SECOND = "url:https://blog.example/posts/1", "url:https://blog.example/posts/2"
SUBJECTS = (FIRST, "guid:tag:blog.example,2026:1", SECOND, "url:elsewhere")
PAYLOADS: dict[str, list[dict[str, Any]]] = {
    "star": [{}],
    "unstar": [{}],
    "skip": [{}],
    "unskip": [{}],
    "annotate": [{"lead": "One"}, {"remark": "Two", "section": "S"}, {"lead": ""}],
    "note": [{"text": "n"}],
    "quote": [PASSAGE],
    "unquote": [{"quote": "d01"}, {"quote": "d02"}],
    "tag": [{"add": ["a", "b"], "remove": []}, {"add": [], "remove": ["A"]}],
    "undo": [{"of": f"d{n:02}"} for n in range(6)],
}


@st.composite
def ledgers(draw: st.DrawFn) -> list[Decision]:
    """Decisions of two curators, in any order, about posts under several of their names, and editions."""
    made = []
    for number in range(draw(st.integers(1, 12))):
        verb: Any = draw(st.sampled_from([*PAYLOADS, "order", "edition", "freeze", "publish"]))
        values: dict[str, Any] = {"id": f"d{number:02}", "time": NOW + timedelta(minutes=draw(st.integers(0, 3)))}
        if verb == "freeze":
            key = draw(st.sampled_from(SUBJECTS))
            made.append(freeze(edition(pick(1, key=key), number=draw(st.integers(1, 2))), seq=number, **values))
        elif verb in PAYLOADS:
            payload = draw(st.sampled_from(PAYLOADS[verb]))
            made.append(decision(verb, draw(st.sampled_from(SUBJECTS)), seq=number, payload=payload, **values))
        else:
            payload = {"order": {"posts": list(SUBJECTS)}, "edition": {"title": "T"}}.get(verb, {"number": 1})
            made.append(decision(verb, EDITION, seq=number, payload=payload, **values))
    return draw(st.permutations(made))


class Undone(Exception):
    """Ends the transaction a property is tried in."""


@contextmanager
def tried(store: Store) -> Iterator[None]:
    """What is done inside is taken back at the end, so that the next try finds an empty desk."""
    with suppress(Undone), store.write():
        yield
        raise Undone


@given(ledgers(), st.integers(0, 12))
def test_from_scratch_the_tables_are_the_same(blank_store: Store, decisions: list[Decision], posts_come: int) -> None:
    """Whatever was decided, in whichever order it arrived, before or after the posts were fetched."""
    store = blank_store
    with tried(store):
        for number, made in enumerate(decisions):
            if number == posts_come:
                brought(store, item(1), item(2))
            store.ledger.record([made])
        as_it_grew = projected(store)
        store.ledger.rebuild()
        assert projected(store) == as_it_grew
        states = {state.key: state for state in store.ledger.picks(starred=False)}
        assert {row[0]: bool(row[2]) for row in as_it_grew["picks"]} == {k: s.starred for k, s in states.items()}


@given(ledgers())
def test_two_desks_with_the_same_decisions_say_the_same(blank_store: Store, decisions: list[Decision]) -> None:
    """One by one or all at once, forwards or backwards."""
    seen = []
    for batches in ([[one] for one in decisions], [decisions[::-1]]):
        with tried(blank_store):
            brought(blank_store, item(1), item(2))
            for batch in batches:
                blank_store.ledger.record(batch)
            seen.append((projected(blank_store), blank_store.ledger.picks(), blank_store.ledger.editions()))
    assert seen[0] == seen[1]
