"""kill -9 while texts are looked at: nothing is lost or half known, and the next list goes on."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from roundup.store import Store
from roundup.store.analysis import AnalysisStore, Text
from roundup.store.posts import ListingFilter
from roundup.workflow import analyse
from roundup.workflow.analyse import bring_up_to_date, version_of
from roundup.workflow.desk import Desk
from roundup.workflow.order import ranked
from roundup.workflow.pick import star
from tests.curate.prose import edited, prose
from tests.store.child import Ended, Say, in_child, in_children
from tests.workflow.desks import bring, decisions, desk_at, picks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork and no SIGKILL there")

EACH = 40  # instructions of SQLite's virtual machine between two looks
TABLES = ("analyses", "post_links", "stories", "twins", "teasers")
Rows = dict[str, list[tuple[Any, ...]]]


def fill(desk: Desk) -> None:
    """Copies, an answer, a story of two, a series and a sentence that a blog says in every post."""
    text = prose(120, 3)
    bring(desk, "own", text, "Ada", url="https://ada.example/own", title="On bins")
    bring(desk, "copy", edited(text, 60), "Medium", url="https://medium.com/@ada/copy", title="On bins!")
    link = '<p><a href="https://ada.example/own">her</a> <a href="https://news.example/2026/bins-tax">news</a></p>'
    for slug in ("bert", "cyd"):
        words = prose(80, len(slug))
        bring(desk, slug, words, slug.title(), url=f"https://{slug}.example/p", html=f"<p>{words}</p>{link}")
    for number in range(1, 4):
        said = f"Welcome to my week. {prose(40, number + 20)}"
        bring(desk, f"week{number}", said, "Weeks", url=f"https://weeks.example/{number}", title=f"Weeknotes {number}")


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A desk with posts that nobody looked at yet."""
    fill(desk)
    return desk


def known(desk: Desk) -> Rows:
    """Everything that was found in texts."""
    with desk.store() as store:
        assert store.check() == ()
        return {table: store.connection.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}


def nothing(rows: Rows) -> bool:
    return not any(rows.values())


def lines(desk: Desk) -> list[tuple[Any, ...]]:
    """The list as a curator sees it."""
    with desk.store() as store:
        found = ranked(store, desk, ListingFilter(), folding="all")
    return [(s.listing.post.id, s.score, s.reasons, s.answers, tuple(t.post.id for t in s.twins)) for s in found]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rows, list[tuple[Any, ...]]]:
    """What is known, and what is listed, where nobody was killed."""
    desk = desk_at(tmp_path_factory.mktemp("undisturbed"))
    fill(desk)
    shown = lines(desk)
    return known(desk), shown


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def listing(desk: Desk, arrange: Callable[[Store], object] = lambda _store: None) -> Ended:
    """`posts` in a process of its own."""

    def work(say: Say) -> None:
        with desk.store() as store:
            arrange(store)
            say(str(bring_up_to_date(store)))

    return in_child(work)


# ---------------------------------------------------------------- killed


def counted(store: Store, dies_after: int) -> list[int]:
    """Kill this process at SQLite's so-manieth look; how many there were."""
    looks = [0]

    def look() -> int:
        looks[0] += 1
        if looks[0] == dies_after:
            die()
        return 0

    store.connection.raw.set_progress_handler(look, EACH)
    return looks


def test_killed_anywhere_in_the_writing(full: Desk, undisturbed: tuple[Rows, list[tuple[Any, ...]]]) -> None:
    """At a dozen points spread over all that SQLite does: all is known or nothing, and the next list knows all."""
    blank = full.settings.database_path.read_bytes()

    def fresh() -> None:
        for left in full.settings.root.glob("roundup.db*"):
            left.unlink()
        full.settings.database_path.write_bytes(blank)

    def whole(say: Say) -> None:
        with full.store() as store:
            looks = counted(store, 0)
            bring_up_to_date(store)
            say(str(looks[0]))

    looks = int(in_child(whole).said[0])
    assert looks > 12
    for point in range(1, looks, max(1, looks // 12)):
        fresh()
        assert listing(full, partial(counted, dies_after=point)).signal == signal.SIGKILL
        left = known(full)
        assert nothing(left) or left == undisturbed[0], f"half known at point {point}"
        assert lines(full) == undisturbed[1]
        assert known(full) == undisturbed[0]


@pytest.mark.parametrize("texts", [1, 3, 7])
def test_killed_between_two_texts(
    full: Desk, undisturbed: tuple[Rows, list[tuple[Any, ...]]], monkeypatch: pytest.MonkeyPatch, texts: int
) -> None:
    """While they are read nothing is written, and whoever comes next begins again."""
    look, seen = analyse.look, iter(range(1, 100))

    def looking(*given: Any) -> Any:
        if next(seen) == texts:
            die()
        return look(*given)

    with monkeypatch.context() as patch:
        patch.setattr(analyse, "look", looking)
        assert listing(full).signal == signal.SIGKILL
    assert nothing(known(full))
    assert lines(full) == undisturbed[1]


@pytest.mark.parametrize("step", ["_between", "_stories", "_twins", "_teasers"])
def test_killed_while_texts_are_compared(
    full: Desk, undisturbed: tuple[Rows, list[tuple[Any, ...]]], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """In the transaction, with every text kept and nothing known of them together: it is taken back as one."""
    with monkeypatch.context() as patch:
        patch.setattr(analyse, step, lambda *_: die())
        assert listing(full).signal == signal.SIGKILL
    assert nothing(known(full))
    assert lines(full) == undisturbed[1]
    assert known(full) == undisturbed[0]


def test_what_was_known_before_is_known_after(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed over one new post: the rest stays known, and only the new one is looked at again."""
    lines(full)
    before = known(full)
    bring(full, "late", prose(90, 77), "Late", url="https://late.example/1")
    with monkeypatch.context() as patch:
        patch.setattr(analyse, "_teasers", lambda *_: die())
        assert listing(full).signal == signal.SIGKILL
    assert known(full) == before
    assert listing(full).said == ("1",)


def test_killed_over_other_words_of_the_desk(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that were put into roundup.toml are looked for the next time; until then the old ones stand."""
    lines(full)
    with monkeypatch.context() as patch:
        patch.setattr(analyse, "_twins", lambda *_: die())
        killed = in_child(lambda say: say(str(_with_words(full, "bins"))))
    assert killed.signal == signal.SIGKILL
    with full.store() as store:
        assert AnalysisStore(store.connection).stale(version_of(())) == []
    assert _with_words(full, "bins") == 7
    assert _with_words(full, "bins") == 0


def _with_words(desk: Desk, *words: str) -> int:
    with desk.store() as store:
        return bring_up_to_date(store, words)


def test_no_decision_is_lost_with_it(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was starred before and is starred after stays so."""
    star(full, ["1"])
    with monkeypatch.context() as patch:
        patch.setattr(analyse, "_related", lambda *_: die())
        assert listing(full).signal == signal.SIGKILL
    star(full, ["3"])
    assert picks(full) == ["1", "3"]
    assert [each.verb for each in decisions(full)] == ["star", "star"]


# ---------------------------------------------------------------- two at once


def test_two_lists_at_once_come_to_the_same(full: Desk, undisturbed: tuple[Rows, list[tuple[Any, ...]]]) -> None:
    """Both look at all texts; neither gets in the other's way, and nothing is there twice."""

    def work(say: Say) -> None:
        with full.store() as store:
            say(str(bring_up_to_date(store)))

    ended = in_children([work, work, work])
    assert [each.signal for each in ended] == [0, 0, 0]
    assert all(said.isdigit() for each in ended for said in each.said)
    assert known(full) == undisturbed[0]


def test_a_text_that_changes_meanwhile_is_looked_at_again(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fetch beside the list: what was found in the old text is kept as the old text's, and the next list sees it."""
    texts = AnalysisStore.texts

    def changing(self: AnalysisStore, posts: Any) -> Iterator[Text]:
        found = list(texts(self, posts))
        if 1 in posts and len(posts) > 1:
            bring(full, "own", f"{prose(100, 55)} Corrected.", "Ada", url="https://ada.example/own", title="On bins")
        return iter(found)

    with monkeypatch.context() as patch:
        patch.setattr(AnalysisStore, "texts", changing)
        with full.store() as store:
            bring_up_to_date(store)
    with full.store() as store:
        newest = store.posts.snapshots(1)[0].text
        stale = AnalysisStore(store.connection).stale(version_of(()))
    assert newest.endswith("Corrected.")
    assert stale == [1]
    lines(full)
    with full.store() as store:
        assert AnalysisStore(store.connection).stale(version_of(())) == []


def test_a_copy_of_the_file_made_meanwhile_is_whole(
    full: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk that is carried away half looked at goes on elsewhere."""
    elsewhere = desk_at(tmp_path / "elsewhere")
    elsewhere.settings.root.mkdir()
    look = analyse.look

    def copying(*given: Any) -> Any:
        if not elsewhere.settings.database_path.exists():
            shutil.copy(full.settings.database_path, elsewhere.settings.root)
        return look(*given)

    with monkeypatch.context() as patch, full.store() as store:
        patch.setattr(analyse, "look", copying)
        bring_up_to_date(store)
    assert nothing(known(elsewhere))
    assert lines(elsewhere) == lines(full)
