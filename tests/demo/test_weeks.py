"""Weeks go by on the sample blogs, and a desk keeps up: fetched, merged, kept, picked, proved, in one process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from roundup.config import FEEDS_FILE, SAMPLE, Settings, parse_settings
from roundup.demo.runner import MONDAY
from roundup.demo.server import FRIDAY, BlogServer, serve_blogs
from roundup.workflow import edition as editions
from roundup.workflow.checking import check
from roundup.workflow.desk import Desk, init
from roundup.workflow.feeds import import_opml
from roundup.workflow.fetch import FetchReport, fetch
from roundup.workflow.health import report
from roundup.workflow.pick import star
from roundup.workflow.publish import publish
from roundup.workflow.read import Whole, show
from roundup.workflow.word import annotate, quote

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo-weeks")]

BINS = "bins-and-beyond/why-your-bin-was-missed-it-was-not-the-crew"
KETTLE = "landing-light/the-kettle-test"


@dataclass
class Weeks:
    """A desk and the blogs it follows, with a clock that moves for both."""

    blogs: BlogServer
    settings: Settings
    new_id: Callable[[], str]

    @property
    def desk(self) -> Desk:
        return Desk(self.settings, "asha", self.blogs.moment, self.new_id)

    def friday(self, number: int) -> FetchReport:
        """It is Friday of that week, and the feeds are asked."""
        self.blogs.week(number)
        return fetch(self.desk)

    def address(self, name: str) -> str:
        return self.blogs.address(name)


@contextmanager
def a_new_desk(folder: Path) -> Iterator[Weeks]:
    """A desk that follows the sample blogs and nobody else."""
    with serve_blogs() as blogs:
        init(folder / "desk", opml="")
        (folder / "desk" / FEEDS_FILE).unlink()
        (folder / "sample.opml").write_text(blogs.opml, encoding="utf-8")
        settings = parse_settings(SAMPLE, root=folder / "desk")
        settings = replace(settings, fetch=replace(settings.fetch, allow_hosts=(blogs.host,), host_spacing=1e-9))
        numbers = count(1)
        made = Weeks(blogs, settings, lambda: f"{next(numbers):020}")
        import_opml(made.desk, folder / "sample.opml")
        yield made


@pytest.fixture
def weeks(tmp_path: Path) -> Iterator[Weeks]:
    with a_new_desk(tmp_path) as made:
        yield made


@dataclass(frozen=True)
class AfterAWeek:
    """A desk that was fetched on Monday and on Friday, only to be looked at."""

    weeks: Weeks
    friday: FetchReport

    def shown(self, name: str) -> Whole:
        return show(self.weeks.desk, self.weeks.address(name))


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AfterAWeek]:
    with a_new_desk(tmp_path_factory.mktemp("weeks")) as made:
        made.blogs.at(MONDAY)
        fetch(made.desk)
        yield AfterAWeek(made, made.friday(0))


def test_a_first_fetch_brings_everything_and_a_second_nothing(weeks: Weeks) -> None:
    """55 posts of 57 entries, since one stands on three blogs; an hour later every feed that answers is unchanged."""
    first = weeks.friday(0)
    assert (first.feeds, first.failed, first.new_posts) == (17, 2, 55)
    weeks.blogs.at(FRIDAY + timedelta(hours=1))
    second = fetch(weeks.desk, everything=True)
    assert (second.unchanged, second.failed, second.new_posts, second.changed_posts) == (15, 2, 0, 0)


def test_the_week_between_brings_what_was_written_and_edited(after: AfterAWeek) -> None:
    """From Monday to Friday: sixteen new posts, one edit, two feeds that stayed as they were."""
    friday = after.friday
    assert (friday.new_posts, friday.changed_posts, friday.unchanged, friday.failed) == (16, 1, 2, 2)


def test_a_post_that_was_deleted_keeps_its_text(after: AfterAWeek) -> None:
    """The blogger took it down on Wednesday."""
    assert after.shown("asking-people/monday-s-session-two-places-left").snapshots[0].text.startswith("I need two more")


def test_a_quote_whose_words_were_corrected_has_drifted(weeks: Weeks) -> None:
    """412 missed bins became 421: the draft says so, and so does the check; a quote of other words still stands."""
    weeks.friday(0)
    star(weeks.desk, [weeks.address(BINS)])
    quote(weeks.desk, weeks.address(BINS), "Last month we logged 412 missed bins.")
    quote(weeks.desk, weeks.address(BINS), "The rest were never missed at all. They were emptied.")
    assert list(editions.glance(weeks.desk).verdicts.values()) == ["found", "found"]
    weeks.friday(1)
    assert list(editions.glance(weeks.desk).verdicts.values()) == ["drift", "found"]
    assert any("412" in finding.message or "drift" in finding.check for finding in check(weeks.desk))
    assert len(show(weeks.desk, weeks.address(BINS)).snapshots) == 2


def test_what_was_starred_waits_for_an_edition(weeks: Weeks) -> None:
    """Three weeks are missed; nothing is lost."""
    weeks.friday(0)
    star(weeks.desk, [weeks.address(KETTLE)])
    weeks.friday(3)
    assert [pick.title for pick in editions.glance(weeks.desk).edition.picks] == ["The kettle test"]


def test_an_edition_that_is_closed_stays_as_it_was(weeks: Weeks) -> None:
    """The next week's fetch changes none of its words; the next edition begins empty."""
    weeks.friday(0)
    address = weeks.address(BINS)
    star(weeks.desk, [address])
    annotate(weeks.desk, address, lead="Gareth Pell found out [why your bin was missed](post).")
    quote(weeks.desk, address, "Last month we logged 412 missed bins.")
    editions.change(
        weeks.desk, {"intro": "A week of bins, and of one lorry in particular.", "sign_off": "Write to us."}
    )
    published = publish(weeks.desk)
    before = {file.path.name: file.path.read_bytes() for file in published.files}
    weeks.friday(1)
    (closed,) = editions.closed(weeks.desk)
    assert closed.edition.picks[0].quotes[0].paragraphs == ("Last month we logged 412 missed bins.",)
    assert {file.path.name: file.path.read_bytes() for file in published.files} == before
    assert editions.glance(weeks.desk).edition.picks == ()
    assert editions.glance(weeks.desk).edition.number == published.edition.number + 1


def test_a_feed_is_told_well_or_not_with_the_reason(after: AfterAWeek) -> None:
    """The closed blog and the one behind a login, by name; the one that moved is well."""
    feeds = {feed.url.removeprefix(after.weeks.blogs.url): feed for feed in report(after.weeks.desk)}
    assert feeds["/wharram-news/feed.xml"].state == "failing"
    assert "404" in feeds["/wharram-news/feed.xml"].reason
    assert feeds["/crumley-intranet/feed.xml"].state == "failing"
    assert feeds["/the-clerks-table/rss.php"].state == "ok"


def test_undated_posts_belong_to_the_time_when_they_were_first_seen(after: AfterAWeek) -> None:
    """And stay there when they are seen again."""
    post = after.shown("cllr-lumley/the-bench-is-back").post
    assert (post.published, post.first_seen) == (None, MONDAY)


def test_words_in_windows_1252_arrive_whole(after: AfterAWeek) -> None:
    """Pounds, dashes and curly quotes, and an address made whole."""
    whole = after.shown("notices-on-lampposts/12-000-of-newspaper-adverts")
    assert whole.post.title == "£12,000 of newspaper adverts"
    assert "‘a newspaper circulating in the locality’" in whole.snapshots[0].text
    assert "an acknowledgement – it came by post" in whole.snapshots[0].text


def test_an_hour_in_summer_time_is_an_hour_earlier_in_utc(after: AfterAWeek) -> None:
    """18:30 BST on 8 October."""
    published = after.shown("landing-light/a-week-on-the-phones").post.published
    assert published is not None
    assert published.isoformat() == "2026-10-08T17:30:00+00:00"


def test_tracking_does_not_reach_the_desk(after: AfterAWeek) -> None:
    """Addresses are the blog's own."""
    assert after.shown("bins-and-beyond/leaves").post.url == after.weeks.address("bins-and-beyond/leaves")


def test_what_was_glued_under_a_post_is_not_quoted(after: AfterAWeek) -> None:
    """The text ends where the blogger ended."""
    text = after.shown("digital-sandleigh/weeknote-47-the-quiet-launch").snapshots[0].text
    assert text.endswith("and I have sent it to her.")


def test_an_episode_has_its_sound(after: AfterAWeek) -> None:
    """With an address that answers."""
    (sound,) = after.shown("any-other-business/episode-33-the-last-cheque").post.enclosures
    assert sound.url == after.weeks.address("any-other-business/episode-33-the-last-cheque") + "episode.mp3"


def test_a_post_on_three_blogs_has_three_sources(after: AfterAWeek) -> None:
    """Whichever of its addresses is asked for, it is one post."""
    homes = ("asking-people", "digital-sandleigh", "local-voices")
    shown = [after.shown(f"{home}/nobody-wants-an-account") for home in homes]
    assert len({whole.post.id for whole in shown}) == 1
    assert len(shown[0].sources) == 3
