"""feeds: feeds.opml read, edited in place, told with what is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from roundup.errors import NotFound, RoundupError, UsageError
from roundup.model import FeedState, FetchOutcome, Subscription
from roundup.workflow.desk import Desk
from roundup.workflow.feeds import (
    MAX_OPML,
    export,
    faults,
    follow,
    followed,
    import_opml,
    pause,
    unfollow,
)
from roundup.workflow.health import report
from tests.samples import NOW
from tests.workflow.desks import desk_at

A, B, C = "https://a.example/feed", "https://b.example/feed", "https://c.example/feed"
MINE = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- ours -->
<opml version="2.0"><head><title>Ours</title></head><body>
  <outline text="People">
    <outline type="rss" text="Ada's Blog" xmlUrl="{A}" htmlUrl="https://a.example/" mine="kept"/>
    <outline type="rss" text="Ada's Other Blog" xmlUrl="{B}"/>
  </outline>
</body></opml>
"""


@pytest.fixture
def ours(desk: Desk) -> Desk:
    """A desk that follows two feeds in a folder; the file holds things of its owner's."""
    desk.settings.feeds_path.write_text(MINE, encoding="utf-8")
    return desk


def urls(desk: Desk) -> list[str]:
    """What is followed."""
    return [subscription.url for subscription in followed(desk.settings)]


def test_what_is_in_the_file_is_followed(ours: Desk) -> None:
    """Folders are tags."""
    first, second = followed(ours.settings)
    assert (first.url, first.title, first.site_url, first.tags) == (A, "Ada's Blog", "https://a.example/", ("People",))
    assert (second.url, second.paused) == (B, False)


@pytest.mark.parametrize("ref", [A, "https://a.example/", "ada's blog", "A.EXAMPLE"])
@pytest.mark.parametrize("verb", [unfollow, lambda desk, ref: pause(desk, ref, paused=True)], ids=["remove", "pause"])
def test_a_feed_is_meant_by_address_or_part_of_its_title(ours: Desk, verb: Callable[..., object], ref: str) -> None:
    """An address in full means just that feed."""
    assert isinstance(found := verb(ours, ref), Subscription)
    assert found.url == A


@pytest.mark.parametrize("ref", ["", "  ", "\x00", "nobody", "https://a.example/fee?"])
def test_an_unknown_feed_changes_nothing(ours: Desk, ref: str) -> None:
    """An empty name means no feed, not any."""
    for verb in (unfollow, lambda desk, ref: pause(desk, ref, paused=True)):
        with pytest.raises(NotFound):
            verb(ours, ref)
    assert ours.settings.feeds_path.read_text(encoding="utf-8") == MINE


def test_several_that_could_be_meant_are_named(ours: Desk) -> None:
    """And none is touched."""
    with pytest.raises(UsageError, match="could be 2 feeds") as refused:
        unfollow(ours, "ada")
    assert A in refused.value.hint
    assert B in refused.value.hint
    assert urls(ours) == [A, B]


def test_edits_leave_the_rest_of_the_file_alone(ours: Desk) -> None:
    """Comments, spaces and attributes of the owner's stay; pausing and resuming gives the file back."""
    pause(ours, B, paused=True)
    assert [s.paused for s in followed(ours.settings)] == [False, True]
    pause(ours, B, paused=True)
    pause(ours, B, paused=False)
    assert [s.paused for s in followed(ours.settings)] == [False, False]
    unfollow(ours, B)
    text = ours.settings.feeds_path.read_text(encoding="utf-8")
    assert "<!-- ours -->" in text
    assert 'mine="kept"' in text
    assert urls(ours) == [A]


def test_following_twice_is_following_once(ours: Desk) -> None:
    """What was followed already is not added, and the file is not even written."""
    assert [s.url for s in follow(ours, [Subscription(url=A), Subscription(url=C, title="C")])] == [C]
    before = ours.settings.feeds_path.stat().st_mtime_ns
    assert follow(ours, [Subscription(url=C)]) == ()
    assert ours.settings.feeds_path.stat().st_mtime_ns == before


def test_without_a_file_one_is_made(desk: Desk) -> None:
    """By the first feed; until then the remedy is said."""
    with pytest.raises(NotFound) as refused:
        followed(desk.settings)
    assert "roundup feeds import" in refused.value.hint
    follow(desk, [Subscription(url=A, title="Ada's Blog")])
    assert urls(desk) == [A]


def test_two_commands_at_once_lose_neither_edit(ours: Desk) -> None:
    """Eight feeds followed by eight commands at the same time are eight feeds."""
    new = [Subscription(url=f"https://{n}.example/feed") for n in range(8)]
    threads = [Thread(target=follow, args=(ours, [subscription])) for subscription in new]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert set(urls(ours)) == {A, B, *(s.url for s in new)}


def test_an_import_counts(ours: Desk, tmp_path: Path) -> None:
    """Added, there already, repaired, left out; the second time nothing is added."""
    theirs = tmp_path / "theirs.opml"
    theirs.write_text(
        f'<opml><body><outline text="A & B" xmlUrl="{A}"/><outline text="C" xmlUrl="{C}"/>'
        '<outline text="X" xmlUrl="javascript:alert(1)"/></body></opml>',
        encoding="utf-8",
    )
    done = import_opml(ours, theirs)
    assert ([s.url for s in done.added], done.already, len(done.left_out)) == ([C], 1, 1)
    assert done.repairs
    again = import_opml(ours, theirs)
    assert (again.added, again.already) == ((), 2)


def test_a_file_that_cannot_be_imported_is_named(ours: Desk, tmp_path: Path) -> None:
    """Absent, a folder, too large, no feeds: the desk's own file stays as it is."""
    large = tmp_path / "large.opml"
    with large.open("wb") as file:
        file.truncate(MAX_OPML + 1)
    (tmp_path / "words.opml").write_text("no feeds here", encoding="utf-8")
    for path, words in (("absent", "cannot be read"), ("", "cannot be read"), ("large.opml", "larger than 20 MB")):
        with pytest.raises(UsageError, match=words):
            import_opml(ours, tmp_path / path)
    with pytest.raises(RoundupError):
        import_opml(ours, tmp_path / "words.opml")
    assert ours.settings.feeds_path.read_text(encoding="utf-8") == MINE


def test_what_cannot_be_followed_is_told(ours: Desk) -> None:
    """Somebody edited the file by hand; the other feeds are followed."""
    assert faults(ours) == ()
    path = ours.settings.feeds_path
    path.write_text(MINE.replace(B, "htp:/b.example"), encoding="utf-8")
    (fault,) = faults(ours)
    assert "htp:/b.example" in fault
    assert urls(ours) == [A]


def test_what_is_exported_can_be_imported(ours: Desk, tmp_path: Path) -> None:
    """With titles, folders and pauses."""
    pause(ours, B, paused=True)
    file = tmp_path / "handed-on.opml"
    file.write_text(export(ours), encoding="utf-8")
    (tmp_path / "other").mkdir()
    other = desk_at(tmp_path / "other")
    import_opml(other, file)
    assert followed(other.settings) == followed(ours.settings)


def test_the_report_joins_what_is_followed_and_what_is_known(ours: Desk) -> None:
    """New until asked; paused whatever is known; the reason of a failure; the feed's own title where none is given."""
    path = ours.settings.feeds_path
    path.write_text(MINE.replace("Ada's Other Blog", ""), encoding="utf-8")
    assert [row.state for row in report(ours)] == ["new", "new"]
    failing = FeedState(B, "failing", title="Its Own Title", failures=2, reason="answered 500", last_fetched=NOW)
    outcome = FetchOutcome(Subscription(B), "failed", failing, reason="answered 500")
    with ours.store() as store, store.write():
        store.feeds.save(outcome, new=0, changed=0)
    row = report(ours)[1]
    assert (row.title, row.state, row.failures, row.reason) == ("Its Own Title", "failing", 2, "answered 500")
    pause(ours, B, paused=True)
    assert report(ours)[1].state == "paused"
