"""Feeds that move for good: the list names the new address, and nothing of what they brought is lost."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from roundup.config import FetchSettings
from roundup.errors import RoundupError, StoreError
from roundup.model import FeedState, FetchOutcome, Subscription
from roundup.store import Store
from roundup.store.moves import Moves
from roundup.workflow.desk import Desk
from roundup.workflow.feeds import followed, readdress
from roundup.workflow.fetch import FetchReport, fetch
from roundup.workflow.moves import Moved, Moving, states_of
from tests.blogserver import Blogs, item, serving
from tests.samples import NOW
from tests.workflow.desks import at, bring

BINS = item("bins", "Bins, again", "The bins went out on time. Nobody thanked the crew, and nobody ever does.")
MAP = item("map", "A map of every bench", "We walked the parish and counted. There are forty-one benches here.")
OLD, NEW, OTHER = "https://old.example/feed", "https://new.example/feed", "https://other.example/feed"
LIST = """\
<!-- kept by hand -->
<opml version="2.0"><head/><body>
  <outline text="People">
    <outline type="rss" text="My Ada" xmlUrl='{}' x:since="2008"/>
  </outline>
</body></opml>
"""


def follows(desk: Desk, text: str) -> None:
    """Make this the desk's feeds.opml."""
    desk.settings.feeds_path.write_text(text, encoding="utf-8")


def remembers(desk: Desk, url: str = OLD, **fields: Any) -> FeedState:
    """Make the desk remember a feed that has said twice, five days ago first, that it has moved to NEW."""
    values: dict[str, Any] = {"title": "Ada", "health": "ok", "last_fetched": NOW - timedelta(days=1)}
    values |= {"moved_to": NEW, "moved_since": NOW - timedelta(days=5), "moves": 2, **fields}
    state = FeedState(url=url, **values)
    with desk.store() as store, store.write():
        store.feeds.save(FetchOutcome(Subscription(url), "unchanged", state, status=304), new=0, changed=0)
    return state


def allowing(desk: Desk, *hosts: str) -> Desk:
    return replace(desk, settings=replace(desk.settings, fetch=FetchSettings(allow_hosts=hosts, deadline=5.0)))


def remembered(desk: Desk) -> set[str]:
    """The addresses of all feeds the desk knows."""
    with desk.store() as store:
        return set(store.feeds.states())


def listed(desk: Desk) -> list[str]:
    return [feed.url for feed in followed(desk.settings)]


# ---------------------------------------------------------------- over loopback


def test_a_feed_that_says_so_for_three_days_is_moved(desk: Desk) -> None:
    """Told twice before; then the list names the new address, and all that it brought is its own still."""
    with serving() as blogs:
        old, new = blogs.url + "/old", blogs.feed("/new", BINS, MAP, title="Ada")
        blogs.moved["/old"] = (301, new)
        desk = allowing(desk, blogs.host)
        follows(desk, LIST.format(old))
        first = fetch(desk, everything=True)
        second = fetch(at(desk, days=2), everything=True)
        third = fetch(at(desk, days=4), everything=True)
        assert (first.new_posts, second.new_posts, third.new_posts) == (2, 0, 0)
        assert [note[2] for note in (*first.notes, *second.notes, *third.notes)] == [
            f"has moved for good to {new} (seen once; it is taken over after 3 times and 3 days)",
            f"has moved for good to {new} (seen 2 times; it is taken over after 3 times and 3 days)",
        ]
        assert (first.moved, second.moved) == ([], [])
        assert third.moved == [Moved(old, new, "Ada")]
        assert desk.settings.feeds_path.read_text(encoding="utf-8") == LIST.format(new)
        blogs.asked.clear()
        fourth = fetch(at(desk, days=5), only=[old])
        assert [path for path, _ in blogs.asked] == ["/new"]
        assert (fourth.feeds, fourth.new_posts, fourth.moved, fourth.notes) == (1, 0, [], [])
    assert remembered(desk) == {new}
    with desk.store() as store:
        assert len(store.feeds.history(new)) == 4
        assert store.feeds.stats(now=NOW)[new].posts == 2


@pytest.mark.parametrize("status", [302, 307])
def test_a_detour_is_no_move(desk: Desk, status: int) -> None:
    """However long it lasts."""
    with serving() as blogs:
        old, new = blogs.url + "/old", blogs.feed("/new", BINS)
        blogs.moved["/old"] = (status, new)
        desk = allowing(desk, blogs.host)
        follows(desk, LIST.format(old))
        remembers(desk, old, moved_to=new, moves=9)
        report = fetch(desk, everything=True)
    assert (report.fetched, report.moved, report.notes) == (1, [], [])
    assert listed(desk) == [old]


# ---------------------------------------------------------------- what may be in the way


def moving(desk: Desk, store: Store) -> Moving:
    return Moving.of(desk, store, followed(desk.settings))


def answered(state: FeedState, **fields: Any) -> FetchOutcome:
    """What `fetch` makes of a feed that said once more that it has moved."""
    from roundup.fetch.rules.moves import move_note

    said = replace(state, moves=state.moves + 1)
    values: dict[str, Any] = {"kind": "unchanged", "reason": move_note(said), **fields}
    return FetchOutcome(Subscription(state.url), state=said, **values)


def run(desk: Desk, *outcomes: FetchOutcome) -> tuple[list[str], list[str], str]:
    """(what is told of each feed, the feeds moved, what kept others from it) after a run with these outcomes."""
    with desk.store() as store:
        each = moving(desk, store)
        told = [each.told(outcome).reason for outcome in outcomes]
        moved, trouble = each.take_over(desk, store)
    return told, [each.url for each in moved], trouble


def test_a_feed_followed_at_both_addresses_is_not_moved(desk: Desk) -> None:
    """Following it twice is noticed, and which one to take out is said."""
    follows(
        desk, f'<opml><body><outline xmlUrl="{OLD}"/><outline xmlUrl="https://NEW.example:443/feed"/></body></opml>'
    )
    told, moved, _ = run(desk, answered(remembers(desk)))
    assert told == [
        f"has moved for good to {NEW}, which is followed too: take this one out with: roundup feeds remove {OLD}"
    ]
    assert moved == []
    assert len(listed(desk)) == 2


def test_a_feed_that_somebody_put_back_stays(desk: Desk) -> None:
    """Whoever edits the list by hand is not corrected every three days."""
    follows(desk, LIST.format(OLD))
    remembers(desk)
    with desk.store() as store:
        store.moves.move(OLD, NEW, until=NOW)
        states_of(store, followed(desk.settings), now=NOW)
        assert store.moves.former() == {NEW: OLD}
    told, moved, _ = run(desk, answered(remembers(desk)))
    assert "where it was followed before: if that is right, put that address into feeds.opml by hand" in told[0]
    assert moved == []


@pytest.mark.parametrize(
    ("target", "allow", "taken"),
    [
        ("https://10.1.2.3/feed", ("10.0.0.0/8:*",), False),
        ("https://[fd00::1]/feed", ("[fd00::/8]:*",), False),
        ("https://169.254.169.254/feed", (), False),
        ("https://localhost/feed", ("localhost:443",), False),
        ("https://intranet/feed", (), False),
        ("https://wiki.corp.example/feed", ("wiki.corp.example:443",), False),
        ("https://8.8.8.8/feed", (), True),
        ("https://[2606:4700::1111]/feed", (), True),
        (NEW, ("10.0.0.0/8:*",), True),
    ],
)
def test_nobody_is_moved_from_the_internet_into_a_private_network(
    desk: Desk, target: str, allow: tuple[str, ...], taken: bool
) -> None:
    """Not even where the desk may read: whoever owns a blog does not decide what is asked in there every hour."""
    desk = allowing(desk, *allow)
    follows(desk, LIST.format(OLD))
    told, moved, _ = run(desk, answered(remembers(desk, moved_to=target)))
    assert moved == ([OLD] if taken else [])
    assert ("not on the public internet" in told[0]) is not taken


def test_a_feed_inside_may_move_inside(desk: Desk) -> None:
    """From one private address to another."""
    desk = allowing(desk, "10.0.0.0/8:*")
    inside = "http://10.1.2.3/feed"
    follows(desk, LIST.format(inside))
    _, moved, _ = run(desk, answered(remembers(desk, inside, moved_to="http://10.1.2.4/feed")))
    assert moved == [inside]


def test_two_feeds_that_become_one_are_not_listed_twice(desk: Desk) -> None:
    """The first is moved; of the other it is said from then on that it is followed too."""
    follows(desk, f'<opml><body><outline xmlUrl="{OLD}"/><outline xmlUrl="{OTHER}"/></body></opml>')
    first, second = remembers(desk), remembers(desk, OTHER)
    _, moved, _ = run(desk, answered(first), answered(second))
    assert moved == [OLD]
    assert listed(desk) == [NEW, OTHER]
    told, moved, _ = run(desk, answered(second))
    assert "which is followed too" in told[0]
    assert moved == []


def test_a_failure_says_nothing_about_a_move(desk: Desk) -> None:
    """Only an answer that was a feed does."""
    follows(desk, LIST.format(OLD))
    told, moved, _ = run(desk, answered(remembers(desk, moves=9), kind="failed", reason="answered 404"))
    assert (told, moved) == (["answered 404"], [])


def test_other_words_about_the_feed_stay(desk: Desk) -> None:
    """A move and a gap in one fetch are both told, and the move once."""
    follows(desk, LIST.format(OLD))
    state = remembers(desk, moves=1)
    outcome = answered(state)
    told, moved, _ = run(desk, replace(outcome, reason=f"{outcome.reason}; posts were missed"))
    assert moved == []
    assert told[0].endswith("3 days); posts were missed")
    settled = answered(replace(state, moves=2))
    told, moved, _ = run(desk, replace(settled, reason=f"{settled.reason}; posts were missed"))
    assert (told, moved) == (["posts were missed"], [OLD])


# ---------------------------------------------------------------- lists that are edited, full disks, killed commands


def test_a_list_that_cannot_be_written_is_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is half done: the list, the row and the count of moves are as they were, and it is said."""
    follows(desk, LIST.format(OLD))
    state = remembers(desk)

    def full(path: Path, _content: bytes) -> None:
        raise RoundupError(f"{path} cannot be written: No space left on device")

    monkeypatch.setattr("roundup.workflow.feeds.replace_file", full)
    _, moved, trouble = run(desk, answered(state))
    assert moved == []
    assert trouble.startswith("Ada: moved for good, but ")
    assert trouble.endswith("No space left on device; the next fetch tries again")
    assert (listed(desk), remembered(desk)) == ([OLD], {OLD})
    monkeypatch.undo()
    assert run(desk, answered(state))[1:] == ([OLD], "")


def test_a_list_edited_meanwhile_is_not_put_back(desk: Desk) -> None:
    """A feed taken out while it was asked stays out; one put in stays in."""
    follows(desk, LIST.format(OLD))
    state = remembers(desk)
    with desk.store() as store:
        each = moving(desk, store)
        each.told(answered(state))
        follows(desk, LIST.format(OTHER))
        assert each.take_over(desk, store) == ([], "")
    assert listed(desk) == [OTHER]


def test_a_list_broken_meanwhile_is_named(desk: Desk) -> None:
    """And left as it is."""
    follows(desk, LIST.format(OLD))
    state = remembers(desk)
    with desk.store() as store:
        each = moving(desk, store)
        each.told(answered(state))
        follows(desk, "PK\x03\x04")
        moved, trouble = each.take_over(desk, store)
    assert moved == []
    assert "Ada: moved for good, but " in trouble
    assert desk.settings.feeds_path.read_bytes() == b"PK\x03\x04"


def test_a_move_broken_off_after_the_list_was_written_is_finished_by_the_next_fetch(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row that said it would move to the new address is the new address's."""
    follows(desk, LIST.format(OLD))
    state = remembers(desk, etag='"a"')

    def killed(*_args: object, **_more: object) -> bool:
        raise StoreError("the disk is full")

    monkeypatch.setattr(Moves, "move", killed)
    with pytest.raises(StoreError):
        run(desk, answered(state))
    monkeypatch.undo()
    assert (listed(desk), remembered(desk)) == ([NEW], {OLD})
    with desk.store() as store:
        (state,) = states_of(store, followed(desk.settings), now=NOW).values()
        assert (state.url, state.etag, state.moved_to) == (NEW, '"a"', "")
        assert len(store.feeds.history(NEW)) == 1


def test_a_list_edited_by_hand_takes_the_history_along(desk: Desk) -> None:
    """Whoever reads the note and changes the address at once loses nothing either; and it can be taken back."""
    remembers(desk, moves=1)
    follows(desk, LIST.format(NEW))
    with desk.store() as store:
        assert list(states_of(store, followed(desk.settings), now=NOW)) == [NEW]
        follows(desk, LIST.format(OLD))
        assert list(states_of(store, followed(desk.settings), now=NOW)) == [OLD]


def test_a_row_that_is_still_followed_is_nobody_else_s(desk: Desk) -> None:
    """Following the new address beside the old one is a second feed."""
    remembers(desk)
    both = [Subscription(OLD), Subscription(NEW)]
    with desk.store() as store:
        assert list(states_of(store, both, now=NOW)) == [OLD]
        assert list(states_of(store, [Subscription(OTHER)], now=NOW)) == [OLD]


def test_posts_and_picks_stay_with_a_feed_that_moves(desk: Desk) -> None:
    """They hang on the row and on their own names, not on the address."""
    post = bring(desk, "bins")
    follows(desk, LIST.format(OLD))
    run(desk, answered(remembers(desk)))
    with desk.store() as store:
        assert str(store.posts.find(post).id) == post
        assert store.check() == ()


@pytest.mark.parametrize(
    "text",
    [
        LIST.format(OTHER),
        LIST.format(OLD) + LIST.format(NEW),
        "<opml><body/></opml>",
    ],
    ids=["not followed", "followed at both", "nothing followed"],
)
def test_an_address_that_cannot_be_put_in_leaves_the_file_alone(desk: Desk, text: str) -> None:
    """To the byte, and to the minute: it is not even written."""
    follows(desk, text)
    before = desk.settings.feeds_path.stat().st_mtime_ns
    assert readdress(desk, {OLD: NEW}) == ()
    assert desk.settings.feeds_path.read_text(encoding="utf-8") == text
    assert desk.settings.feeds_path.stat().st_mtime_ns == before


# ---------------------------------------------------------------- somebody between us and the internet


def test_a_login_page_for_all_blames_no_feed(desk: Desk) -> None:
    """The same page from four hosts: the run says so, and what is remembered of the feeds is as it was."""
    page = "<html><body>Welcome to the Marrowby Arms. Please log in.</body></html>"
    report = _run_with_pages(desk, [page] * 4)
    assert (report.login_page, report.network_down, report.in_vain, report.failed) == (True, False, True, 4)
    with desk.store() as store:
        assert {state.health for state in store.feeds.states().values()} == {"new"}


def test_different_pages_are_the_feeds_own_fault(desk: Desk) -> None:
    """Each of them is failing, and its words say how to find the feed."""
    report = _run_with_pages(desk, [f"<html><body>Blog {number}</body></html>" for number in range(4)])
    assert not report.in_vain
    assert all("find its feed anew with: roundup feeds add http://127.0.0." in words for _, _, words in report.failures)


def _run_with_pages(desk: Desk, pages: list[str]) -> FetchReport:
    """A fetch of feeds on as many hosts, each of which answers with a web page."""
    hosts: list[Blogs] = []
    with ExitStack() as stack:
        for number, page in enumerate(pages, 1):
            hosts.append(stack.enter_context(serving(f"127.0.0.{number}")))
            hosts[-1].put("/feed", page, "text/html")
        follows(desk, "<opml><body>" + "".join(f'<outline xmlUrl="{h.url}/feed"/>' for h in hosts) + "</body></opml>")
        return fetch(allowing(desk, "127.0.0.0/8:*"), everything=True)


def test_a_desk_is_copied_with_its_moves(desk: Desk, tmp_path: Path) -> None:
    """What a feed was called before is in the desk's file, so a backup has it too."""
    follows(desk, LIST.format(OLD))
    run(desk, answered(remembers(desk)))
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(desk.settings.database_path, copy)
    with replace(desk, settings=replace(desk.settings, root=copy)).store() as store:
        assert store.moves.former() == {OLD: NEW}
