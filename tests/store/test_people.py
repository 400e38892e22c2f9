"""The table of people follows from the ledger; what is to be forgotten is in the file no more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given

from roundup.curate.people import fold_people
from roundup.errors import StoreError
from roundup.model import PERSON, Decision
from roundup.store import Store, open_store
from tests.curate.ledgers import few
from tests.curate.people.makers import ADA, BERT, about, ada, ledgers
from tests.samples import NOW, decision
from tests.store.feeds import brought, item

SECRET = "Zebedee Quillfeather"


def written(store: Store, *steps: tuple[object, ...], start: int = 1) -> list[Decision]:
    made = about(*steps, start=start)
    store.ledger.record(made)
    return made


# ---------------------------------------------------------------- the table


def test_people_are_what_the_ledger_says(store: Store) -> None:
    """All that is known, by name."""
    made = written(
        store,
        (BERT, {"name": "bert Sample", "opted_out": True}),
        (
            ADA,
            {
                "name": "Ada Example",
                "region": "Wales",
                "add": {"handles": ["@ada@social.example"], "sites": ["https://ada.example/"]},
            },
        ),
    )
    assert store.people.all() == fold_people(made)
    assert [each.name for each in store.people.all()] == ["Ada Example", "bert Sample"]
    assert store.people.all()[0] == ada()


def test_the_table_reads_well_in_another_tool(store: Store) -> None:
    """Columns under people's own names, lists as JSON, which Datasette shows one by one."""
    written(store, (ADA, {"name": "Ada Example", "add": {"handles": ["@ada"], "also": ["Ada É."]}}))
    columns = [row[1] for row in store.connection.rows("PRAGMA table_info(people)")]
    assert columns[:4] == ["key", "name", "also", "handles"]
    assert store.connection.rows("SELECT name, also, handles, opted_out FROM people") == [
        ("Ada Example", '["Ada É."]', '["@ada"]', 0)
    ]
    facets = "SELECT value FROM people, json_each(people.handles)"
    assert store.connection.rows(facets) == [("@ada",)]


def test_a_decision_about_a_person_makes_no_pick(store: Store) -> None:
    """Nor does a star make a person."""
    written(store, (ADA, {"name": "Ada Example"}))
    assert store.connection.value("SELECT count(*) FROM picks") == 0
    store.ledger.record([decision("star", seq=9)])
    assert len(store.people.all()) == 1


def test_a_name_is_found_by_any_of_the_keys(store: Store) -> None:
    """Also by one from before two entries were united."""
    written(store, (ADA, {"name": "Ada Example"}), (BERT, {"name": "A. Example"}), (ADA, {"same": BERT}))
    assert (store.people.named(ADA), store.people.named(BERT), store.people.named("cyd")) == (
        "Ada Example",
        "Ada Example",
        "",
    )


@few
@given(ledgers())
def test_the_table_is_the_fold_of_the_ledger(blank_store: Store, made: list[Decision]) -> None:
    """However it grew; written anew it is the same."""
    store = blank_store

    def grow_and_give_up() -> None:
        with store.write():
            for each in made:
                store.ledger.record([each])
            grown = store.people.all()
            assert set(grown) == set(fold_people(made))
            store.ledger.rebuild()
            assert store.people.all() == grown
            raise _Enough

    with pytest.raises(_Enough):
        grow_and_give_up()


class _Enough(Exception):
    """Everything back to how it was."""


# ---------------------------------------------------------------- forgotten


@pytest.fixture
def forgotten(store: Store) -> Store:
    """A desk that knew somebody by name, and no longer does."""
    written(store, (ADA, {"name": SECRET, "note": f"{SECRET} rings on Fridays"}, {"reason": f"{SECRET} wrote"}))
    written(store, (ADA, {"opted_out": True}, {"reason": f"{SECRET} wrote again"}), start=2)
    written(store, (ADA, {"forget": True, "opted_out": True, "traces": ["0" * 16]}), start=3)
    return store


def test_who_is_forgotten_is_named_nowhere(forgotten: Store) -> None:
    """Neither in the table nor in the ledger; the wish to be left out is kept."""
    (gone,) = forgotten.people.all()
    assert (gone.name, gone.opted_out, gone.traces) == ("", True, ("0" * 16,))
    payloads = [(d.payload, d.reason) for d in forgotten.ledger.decisions(PERSON + ADA)]
    assert payloads == [
        ({"erased": True}, ""),
        ({"opted_out": True, "erased": True}, ""),
        ({"opted_out": True, "forget": True, "traces": ["0" * 16]}, ""),
    ]


def test_not_even_the_files_own_bytes_tell(forgotten: Store, path: Path) -> None:
    """What is changed is overwritten, and the log emptied."""
    for name in (path, path.with_name(path.name + "-wal")):
        assert not name.exists() or SECRET.encode() not in name.read_bytes()


def test_what_comes_in_late_from_another_desk_is_erased_too(forgotten: Store) -> None:
    """A colleague wrote something down and did not know yet."""
    written(forgotten, (ADA, {"name": SECRET, "region": "Wales"}), start=9)
    assert len(forgotten.people.all()) == 1
    assert all(SECRET not in str(d.payload) for d in forgotten.ledger.decisions())


def test_a_forgetting_that_comes_in_erases_what_is_here(store: Store) -> None:
    """As one ledger, in one go."""
    made = about((ADA, {"name": SECRET}), (ADA, {"forget": True, "opted_out": False}))
    store.ledger.record(made)
    assert store.people.all() == ()
    assert store.ledger.decisions()[0].payload == {"erased": True}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE decisions SET payload = '{}'",
        "UPDATE decisions SET payload = '{\"erased\": true, \"name\": 1}', curator = 'x'",
        "UPDATE decisions SET payload = '{\"erased\": true}', reason = 'because'",
        "UPDATE decisions SET payload = '{\"erased\": true}', reason = '' WHERE verb = 'star'",
        "UPDATE decisions SET payload = 'no json', reason = ''",
        "DELETE FROM decisions",
    ],
)
def test_nothing_else_in_the_ledger_can_be_changed(forgotten: Store, path: Path, change: str) -> None:
    """Not by another tool either."""
    forgotten.ledger.record([decision("star", seq=9)])
    with closing(sqlite3.connect(path)) as raw, pytest.raises(sqlite3.Error):
        raw.execute(change)


def test_a_transaction_that_fails_forgets_nothing(store: Store) -> None:
    """All or nothing, here too."""
    written(store, (ADA, {"name": "Ada Example"}))

    def forget_and_fail() -> None:
        with store.write():
            written(store, (ADA, {"forget": True, "opted_out": False}), start=2)
            raise StoreError("boom")

    with pytest.raises(StoreError, match="boom"):
        forget_and_fail()
    assert store.people.all()[0].name == "Ada Example"
    assert store.ledger.decisions()[0].payload == {"name": "Ada Example"}


def test_what_an_older_program_kept_unread_is_understood_when_the_desk_is_brought_up_to_date(
    path: Path, tmp_path: Path
) -> None:
    """Decisions of a newer desk wait in the ledger until the program knows them."""
    with open_store(path, now=NOW) as store:
        written(store, (ADA, {"name": "Ada Example"}))
        with store.write():
            store.connection.run("DELETE FROM people")
            # As an older program would have projected what it did not know.
            store.connection.run(
                "INSERT INTO picks (key, starred, starred_by, skipped, skip_reason, lead, remark, section) "
                "VALUES (?, 0, '', 0, '', '', '', '')",
                (PERSON + ADA,),
            )
            store.ledger.rebuild()
        assert [each.name for each in store.people.all()] == ["Ada Example"]
        assert store.connection.value("SELECT count(*) FROM picks") == 0


# ---------------------------------------------------------------- bylines

MONTH = NOW - timedelta(weeks=4)
YEAR = NOW - timedelta(weeks=52)


def test_posts_are_counted_by_author_and_blog(store: Store) -> None:
    """In each span, and in all; with where and when."""
    days = {1: 1, 2: 10, 3: 40, 4: 400}
    brought(store, *(item(n, published=NOW - timedelta(days=day)) for n, day in days.items()))
    (line,) = store.people.bylines([MONTH, YEAR])
    assert (line.authors, line.blog, line.posts, line.total) == (("Ada Example",), "A Blog", (2, 3), 4)
    assert (line.feed, line.site) == ("https://blog.example/feed/", "https://blog.example/")
    assert line.url.startswith("https://blog.example/posts/")
    assert (line.latest, line.first, line.before) == (
        NOW - timedelta(days=1),
        NOW - timedelta(days=10),
        NOW - timedelta(days=40),
    )


def test_guests_and_hosts_are_counted_apart(store: Store) -> None:
    """An aggregator's feed brings posts from many hosts, a group's blog posts by many people."""
    brought(
        store,
        item(1),
        item(2, authors=("Bert Sample",)),
        item(3, authors=()),
        item(4, url="https://else.example/x/4"),
        item(5, url="https://else.example/y/5"),
    )
    found = {(line.authors, line.url.split("/")[2]): line.total for line in store.people.bylines([MONTH])}
    assert found == {
        (("Ada Example",), "blog.example"): 1,
        (("Bert Sample",), "blog.example"): 1,
        ((), "blog.example"): 1,
        (("Ada Example",), "else.example"): 2,
    }


def test_a_page_added_by_hand_has_no_feed(store: Store) -> None:
    """It counts all the same."""
    store.posts.add(item(1), blog="Somewhere", now=NOW)
    (line,) = store.people.bylines([MONTH])
    assert (line.feed, line.site, line.blog, line.posts) == ("", "", "Somewhere", (1,))


def test_posts_in_doubt_are_not_counted(store: Store) -> None:
    """Whose they are is what is in doubt."""
    (post,) = brought(store, item(1))
    with store.write():
        store.connection.run("UPDATE posts SET doubt = 'changed hands' WHERE id = ?", (post.id,))
    assert store.people.bylines([MONTH]) == []


def test_the_posts_of_bylines_come_newest_first(store: Store) -> None:
    """Whole, and only theirs."""
    brought(store, item(3), item(1), item(2, authors=("Bert Sample",)))
    lines = [line for line in store.people.bylines([MONTH]) if line.authors == ("Ada Example",)]
    assert [post.title for post in store.people.posts_of(lines)] == ["Post number 1", "Post number 3"]
    assert store.people.posts_of([]) == []
