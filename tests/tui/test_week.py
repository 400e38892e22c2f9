"""A week's work at the keyboard, recorded: every key that is pressed beside the words that are written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from roundup.config import load_settings
from roundup.demo.server import BlogServer
from roundup.workflow.desk import Desk
from tests.cli.desk import NOW, Commands
from tests.tui.hands import Hands, at_desk
from tests.tui.sampleweek import busy_week
from tests.workflow.desks import desk_at

MOST_KEYS, RECORDED = 60, 54


@dataclass(frozen=True)
class Planned:
    """What an editor has in mind for a pick: words to find it by and words of the passage, and what to say of it."""

    search: str
    passage: str
    lead: str
    more: tuple[str, ...] = ()  # keys that make the passage longer


PICKS = (
    Planned(
        "kettle test", "We call it the kettle test", "has written down a habit that is in no procedure", ("v", "j")
    ),
    Planned("nobody wants", "asked twice", "looked for somebody who wanted an account"),
    Planned("cat fourteen", "shut out of the room", "counted who watched the licensing committee"),
    Planned("bin was missed", "never missed at all", "spent a month with a map and two flasks"),
    Planned("overdue", "walking past the door", "was at the desk when a book came back"),
    Planned("nobody could reach", "six foot three", "measured his notices from a wheelchair"),
)


def the_desk(commands: Commands) -> Desk:
    """The desk that the commands work on, as the command `triage` opens it."""
    ours = desk_at(commands.root, curator=commands.curator)
    return Desk(load_settings(commands.root), "ada", ours.now.fromisoformat(NOW), ours.new_id)


def fetched(root: Path, server: BlogServer) -> Commands:
    """A desk that follows all the blogs and has asked them."""
    commands = Commands(root, allow=server.host)
    commands.run("init", str(root), "--empty")
    opml = root / "blogs.opml"
    opml.write_text(server.opml, encoding="utf-8")
    commands.run("feeds", "import", str(opml))
    return commands


async def pick(hands: Hands, planned: Planned) -> None:
    """Find it, star it, quote it, introduce it: seven keys."""
    await hands.press("/")
    await hands.answer(planned.search)
    await hands.press("p", "/")
    await hands.answer(planned.passage)
    await hands.press(*planned.more, "enter")
    await hands.answer(planned.lead)


@pytest.mark.slow
def test_a_week_of_150_posts_takes_no_more_than_60_keys(tmp_path: Path) -> None:
    """From `fetch` to a checked edition of six picks, each with a lead-in that links, and a quote that is proved."""
    with busy_week() as server:
        commands = fetched(tmp_path / "desk", server)
        commands.run("fetch")
    assert len(commands.json("posts", "--since", "7d", "--limit", "1000")) >= 150
    counted: list[int] = []

    async def evening(hands: Hands) -> None:
        for planned in PICKS:
            await pick(hands, planned)
        await hands.press("e", "i")
        await hands.answer("A week in which people went to look.")
        await hands.press("z")
        await hands.answer("Send us what we missed.")
        await hands.press("q", "q")
        counted.append(hands.keys)

    at_desk(the_desk(commands), evening)
    findings = commands.json("check")
    # Three commands were typed and sent off with Enter: fetch, triage, check.
    assert counted[0] + 3 == RECORDED <= MOST_KEYS
    assert [finding for finding in findings if finding["level"] == "blocks"] == []
    edition = commands.json("edition")
    assert len(edition["picks"]) == 6
    for planned, made in zip(PICKS, edition["picks"], strict=True):
        assert planned.lead in made["lead"]
        assert "](http" in made["lead"]
        (quote,) = made["quotes"]
        assert planned.passage in " ".join(quote["paragraphs"])
        assert quote["verdict"] == "found"
