"""Whatever is pressed, in whatever order: the desk goes on, and every decision is one that can be taken back."""

from __future__ import annotations

from random import Random

import pytest

from roundup.curate.desk.keys import KEYS, action_of
from roundup.curate.desk.lines import Line
from roundup.curate.standing import undoable
from roundup.tui.listing import PostList
from roundup.workflow.desk import Desk
from roundup.workflow.edition import glance
from roundup.workflow.undo import undo
from tests.samples import entry
from tests.tui.hands import Hands, World, at_desk
from tests.workflow.desks import decisions, pick, ready

LEAVING = ("ctrl+o",)
PRESSED = 90
LETTERS = "abc [](post)é議 "


def every_key() -> list[str]:
    """All keys of the table, and some that are in none."""
    return [*sorted({key for each in KEYS for key in each.keys} - set(LEAVING)), "f5", "tab", "delete", "0", "@"]


async def press_anything(hands: Hands, chance: Random) -> list[str]:
    """Keys by chance, in prompts words as well; the desk is never left."""
    keys, done = every_key(), []
    for _ in range(PRESSED):
        key = chance.choice(keys)
        if hands.screen.prompt.question and chance.random() < 0.5:
            await hands.type("".join(chance.choices(LETTERS, k=6)))
            continue
        if action_of(key, *hands.screen.places) == "quit" and not hands.screen.prompt.question:
            continue
        done.append(key)
        await hands.press(key)
        assert hands.app.failure is None, done
        assert all(len(line) <= 80 for line in hands.seen()), done
    return done


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_any_keys_in_any_order(desk: Desk, seed: int) -> None:
    """Nothing crashes, nothing is painted beyond the edge, and the list says of each post what the ledger says."""
    ready(desk, "one", "two", "three")

    async def journey(hands: Hands) -> None:
        await press_anything(hands, Random(seed))
        while hands.screen.prompt.question or hands.screen is not hands.desk or hands.desk.mark:
            await hands.press("escape")
        for row in hands.desk.board.rows:
            state = pick(desk, str(row.listing.post.id))
            assert (row.listing.starred, row.listing.skipped) == (state.starred, state.skipped)
            assert row.listing.tags == state.tags

    at_desk(desk, journey, minutes=5, world=World())


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 12])
def test_all_that_was_done_can_be_undone(desk: Desk, seed: int) -> None:
    """Until nothing is left of the evening: the edition is as empty as it was, and every post waits."""

    async def journey(hands: Hands) -> None:
        await press_anything(hands, Random(seed))

    at_desk(desk, journey, world=World())
    while undoable(decisions(desk), desk.curator):
        undo(desk)
    edition = glance(desk).edition
    assert (edition.picks, edition.intro, edition.sign_off) == ((), "", "")
    for id in range(1, 5):
        state = pick(desk, str(id))
        assert not state.starred
        assert not state.skipped
        assert (state.lead, state.remark, state.section, state.quotes, state.notes, state.tags) == (
            "",
            "",
            "",
            (),
            (),
            (),
        )


@pytest.mark.slow
def test_thousands_of_posts_are_painted_a_page_at_a_time(empty_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the list is, only the lines that are seen are made."""
    with empty_desk.store() as store, store.write():
        for number in range(300):
            post = entry(guid=f"p{number}", url=f"https://blog.example/{number}/", content_hash=f"h{number}")
            store.posts.add(post, blog="A Blog", now=empty_desk.now)

    asked: list[int] = []
    line = PostList.line

    def counted(self: PostList, number: int, columns: int) -> Line:
        asked.append(number)
        return line(self, number, columns)

    monkeypatch.setattr(PostList, "line", counted)

    async def journey(hands: Hands) -> None:
        for key in ("G", "g", "J", "j", "k"):
            asked.clear()
            await hands.press(key)
            assert 0 < len(asked) <= 2 * 24

    at_desk(empty_desk, journey)
