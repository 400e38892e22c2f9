"""A desk that announces its edition and has its pages saved: in one run, and over several."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from roundup.config import DeskSettings, FetchSettings
from roundup.deliver import Wish
from roundup.errors import ConfigError
from roundup.model import Copy, LinkAnswer, LinkState
from roundup.store.copies import Copies
from roundup.store.linkchecks import LinkChecks
from roundup.subscriptions import write_opml
from roundup.workflow.deliver import Pushed, chosen
from roundup.workflow.desk import Desk
from roundup.workflow.people import Given, add, opt_out
from roundup.workflow.publish import Published, preview, publish, publish_again
from roundup.workflow.site import write_site
from roundup.workflow.week import week_report
from roundup.workflow.why import why
from tests.deliver.fakewayback import FakeArchive, told
from tests.deliver.fakewordpress import FakeWordPress
from tests.samples import NOW
from tests.workflow.desks import at, desk_at, ready

PAGE = "https://blog.example/bins/"
OVERRIDE: dict[str, Any] = {"override": ("no-words", "quote-absent"), "reason": "a test"}


def desk_with(root: Path, url: str = "https://weekthatwas.example", **tables: Mapping[str, Any]) -> Desk:
    made = desk_at(root)
    settings = replace(
        made.settings,
        desk=DeskSettings(title="The Week", url=url),
        fetch=FetchSettings(allow_hosts=("127.0.0.1:*",), deadline=5.0),
        deliver=tables,
    )
    return replace(made, settings=settings)


@pytest.fixture
def archive(archives: Callable[..., FakeArchive]) -> FakeArchive:
    """An archive that has nothing yet."""
    return archives()


@pytest.fixture
def desk(root: Path, archive: FakeArchive) -> Desk:
    """One pick, to be announced and saved."""
    (root / "feeds.opml").write_text(write_opml((), "Feeds"))
    made = desk_with(root, social={}, wayback={"service": archive.url})
    ready(made, "bins")
    return made


def pushed(done: Published) -> dict[str, Pushed]:
    return {push.target: push for push in done.pushed}


def test_a_dry_run_shows_the_text_and_the_pages(desk: Desk, archive: FakeArchive) -> None:
    """As they would be; nobody is asked, and nothing written."""
    social, wayback = preview(desk, **OVERRIDE)[-2:]
    assert "The Week" in social
    assert social.endswith("https://weekthatwas.example/2026-11-20-week-that-was/\n")
    assert wayback == f"wayback: would SAVE {archive.url}\n1 page, in about 1 min\n{PAGE}"
    assert archive.requests == []
    assert not (desk.settings.root / "out").exists()


def test_publishing_announces_and_saves(desk: Desk, archive: FakeArchive) -> None:
    """The text lies beside the edition's files, the copy is known; a second push changes neither."""
    done = pushed(publish(desk, **OVERRIDE))
    assert done["social"].delivered
    assert Path(done["social"].delivered.remote).parent.name == "2026-11-20-week-that-was"
    assert done["wayback"].delivered
    assert done["wayback"].delivered.remote.startswith("1 of 1 pages at 127.0.0.1")
    again = pushed(publish_again(desk, 1))
    assert [push.delivered.done for push in again.values() if push.delivered] == ["unchanged", "unchanged"]
    assert archive.pages == [PAGE]


def test_a_copy_is_told_of(desk: Desk, archive: FakeArchive) -> None:
    """By `why` in its place, by the week's report, by the archive's data."""
    publish(desk, **OVERRIDE)
    copy = f"{archive.url}/web/20261120090000/{PAGE}"
    assert f"2026-11-20 09:00 UTC  a copy was saved: {copy}" in why(desk, "1")
    assert why(desk, "1")[-1] == "now: in edition 1"
    assert [each.archived_url for each in week_report(at(desk, hours=1)).archived] == [copy]
    assert week_report(at(desk, days=9)).archived == ()
    write_site(desk)
    data = json.loads((desk.settings.out_path / "site/2026-11-20-week-that-was/edition.json").read_bytes())
    assert (data["picks"][0]["url"], data["picks"][0]["archived_url"]) == (PAGE, copy)


def test_the_archive_links_to_it_once_the_original_is_gone(desk: Desk, archive: FakeArchive) -> None:
    """As the last check of links found it; and back, should the original be there again."""
    publish(desk, **OVERRIDE)
    path = desk.settings.out_path / "site/2026-11-20-week-that-was/index.html"
    for state, is_linked in (("found", False), ("gone", True), ("unknown", False), ("nowhere", False)):
        with desk.store() as store:
            LinkChecks(store.connection).keep([LinkAnswer(PAGE, state, NOW)])  # type: ignore[arg-type]
        write_site(desk)
        assert (f'href="{archive.url}/web/20261120090000/{PAGE}' in path.read_text()) == is_linked, state


def test_what_could_not_be_saved_is_gone_on_with(desk: Desk, archive: FakeArchive) -> None:
    """By the same command: nothing is announced again, nothing closed, and the trail says what happened."""
    archive.faults = {0: told(503)}
    first = publish(desk, **OVERRIDE)
    assert "1 of 1 pages are not saved yet" in pushed(first)["wayback"].error
    assert pushed(first)["social"].delivered
    assert "2026-11-20 09:00 UTC  no copy was saved: the archive answers 503" in why(desk, "1")
    archive.clock.seconds += 3600
    second = publish(at(desk, hours=1), **OVERRIDE)
    assert (second.resumed, list(pushed(second))) == (True, ["wayback"])
    assert len(archive.copies[PAGE]) == 1


def test_an_archive_that_is_down_for_weeks_holds_up_no_edition(desk: Desk, archive: FakeArchive) -> None:
    """After three runs its pages are given up; the next run is about the next edition."""
    archive.faults = dict.fromkeys(range(9), told(500))
    publish(desk, **OVERRIDE)
    publish(at(desk, hours=1), **OVERRIDE)
    third = publish(at(desk, hours=2), **OVERRIDE)
    assert pushed(third)["wayback"].delivered
    ready(at(desk, days=7), "maps")
    assert publish(at(desk, days=7), **OVERRIDE).edition.number == 2


def test_handles_come_from_the_registry_and_opt_outs_hold(desk: Desk) -> None:
    """Whoever opted out after the edition was closed is not called any more, and their page not handed on."""
    add(desk, "Ada Example", Given(add={"handles": ["@ada@social.example"], "sites": ["https://blog.example/"]}))
    publish(desk, to=["social"], **OVERRIDE)
    path = desk.settings.root / "out/2026-11-20-week-that-was/mastodon.txt"
    assert "With @ada@social.example" in path.read_text()
    opt_out(desk, "Ada Example")
    publish_again(desk, 1, to=["social"])
    assert "Ada" not in path.read_text()
    assert "ada@" not in path.read_text()
    (wayback,) = preview(desk, 1, to=["wayback"])
    assert PAGE not in wayback
    assert "left out" in wayback


def test_the_address_is_where_the_edition_was_published(root: Path, blog: FakeWordPress, monkeypatch: Any) -> None:
    """In the same run: the text is written after the blog has it, and says the blog's own address."""
    blog.link = "https://weekthatwas.example/2026/11/week-that-was/"
    monkeypatch.setenv("ROUNDUP_SECRET_WORDPRESS", f"{blog.url} ada abcd efgh ijkl")
    desk = desk_with(root, announcement={"target": "social"}, zzz={"target": "wordpress", "site": blog.url})
    ready(desk, "bins")
    assert [each.name for each in chosen(desk)] == ["zzz", "announcement"]
    done = publish(desk, wish=Wish(live=True), **OVERRIDE)
    assert not [push.error for push in done.pushed if push.error]
    text = (root / "out/2026-11-20-week-that-was/mastodon.txt").read_text()
    assert text.endswith(f"\n\n{blog.link}\n")


def test_an_address_that_is_too_long_after_all_keeps_no_other_target_waiting(
    root: Path, blog: FakeWordPress, archive: FakeArchive, monkeypatch: Any
) -> None:
    """Nobody knew it before the blog had the edition: the text alone fails, in words, and the pages are saved."""
    blog.link = f"https://weekthatwas.example/{'long-' * 99}/"
    monkeypatch.setenv("ROUNDUP_SECRET_WORDPRESS", f"{blog.url} ada abcd efgh ijkl")
    desk = desk_with(
        root, social={}, wayback={"service": archive.url}, wordpress={"target": "wordpress", "site": blog.url}
    )
    ready(desk, "bins")
    done = pushed(publish(desk, wish=Wish(live=True), **OVERRIDE))
    assert "the edition's address does not fit into a post" in done["social"].error
    assert "shorter slug" in done["social"].hint
    assert [name for name, push in done.items() if push.delivered] == ["wordpress", "wayback"]
    assert archive.pages == [PAGE]


def test_without_an_address_nothing_is_closed(root: Path) -> None:
    """A text that leads nowhere would be of no use; said before anything is decided."""
    desk = desk_with(root, url="", social={})
    ready(desk, "bins")
    with pytest.raises(ConfigError) as caught:
        publish(desk, **OVERRIDE)
    assert "no address" in caught.value.message
    with desk.store() as store:
        assert store.ledger.editions(1).closed == ()


# ---------------------------------------------------------------- what is remembered of copies


def test_what_is_known_of_a_copy_comes_back(desk: Desk) -> None:
    """All of it, and only of the pages asked for; the newest word counts."""
    asked = Copy("https://a.example/", "asked", NOW, job="j1", tries=2, words="slow")
    made = Copy("https://b.example/", "made", NOW, "https://web.archive.org/web/x", NOW + timedelta(minutes=1))
    later = Copy("https://c.example/", "later", NOW + timedelta(hours=1))
    with desk.store() as store:
        shelf = Copies(store.connection)
        assert (shelf.last_asked(), shelf.quiet_until(), shelf.known([asked.address])) == (None, None, {})
        for copy in (replace(asked, state="failed"), asked, made, later):
            shelf.keep(copy)
        assert shelf.known([asked.address, made.address]) == {asked.address: asked, made.address: made}
        assert (shelf.last_asked(), shelf.quiet_until()) == (NOW, NOW + timedelta(hours=1))
        assert shelf.made_since(NOW) == (made,)
        assert shelf.made_since(NOW + timedelta(minutes=2)) == ()


def test_what_links_were_found_to_be_is_asked_of_them(desk: Desk) -> None:
    """However long ago it was."""
    with desk.store() as store:
        states: list[tuple[str, LinkState]] = [("a", "gone"), ("b", "private"), ("c", "found")]
        found = [LinkAnswer(f"https://{name}.example/", state, NOW - timedelta(weeks=90)) for name, state in states]
        LinkChecks(store.connection).keep(found)
        shelf, pages = Copies(store.connection), [answer.address for answer in found]
        assert (shelf.gone(pages), shelf.private(pages)) == (frozenset(pages[:1]), frozenset(pages[1:2]))
        assert shelf.gone(pages[1:]) == frozenset()
