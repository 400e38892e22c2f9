"""Who is told what, over several runs: failures in between, pages that come and go, names that are shared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from roundup.errors import RoundupError, UsageError
from roundup.net import FetchError
from roundup.net.client import Response
from roundup.net.waiting import Pace
from roundup.workflow import notify as notifying
from roundup.workflow.desk import Desk
from tests.workflow.desks import at, bring, close, ready

PAGE = "https://week.example/1/"
HOOK = "https://blog.example/webmention"


@dataclass
class Web:
    """Pages by address, with the status they have and the endpoint they name; `told` are the Webmentions sent."""

    pages: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    hooks: set[str] = field(default_factory=set)
    status: int = 202
    down: bool = False
    told: list[bytes] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __call__(self, *_settings: object) -> Web:
        return self

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing is open."""

    def get(self, url: str, _headers: object = None) -> Response:
        self.asked.append(url)
        status, body = self.pages.get(url, (404, b""))
        link = {"link": f"<{HOOK}>; rel=webmention"} if url in self.hooks else {}
        return Response(url, status, {"content-type": "text/html", **link}, body)

    def send(self, _method: str, _url: str, _headers: object = None, body: bytes = b"") -> Response:
        if self.down:
            raise FetchError("timeout", "no complete answer")
        self.told.append(body)
        return Response(HOOK, self.status, {}, b"")

    def publish(self, *slugs: str) -> None:
        """The edition's page, which links to these posts."""
        links = "".join(f'<a href="https://blog.example/{slug}/">{slug}</a>' for slug in slugs)
        self.pages[PAGE] = (200, links.encode())
        for slug in slugs:
            self.pages.setdefault(f"https://blog.example/{slug}/", (200, b"<p>Words.</p>"))


@pytest.fixture
def web() -> Iterator[Web]:
    """A web with nothing in it."""
    with pytest.MonkeyPatch.context() as patch:
        made = Web()
        patch.setattr("roundup.net.HttpClient", made)
        yield made


def notify(desk: Desk, url: str = "", *, dry_run: bool = False) -> list[str]:
    """What became of each pick."""
    return [entry.outcome for entry in told(desk, url, dry_run=dry_run).entries]


def told(desk: Desk, url: str = "", *, dry_run: bool = False) -> notifying.Told:
    return notifying.notify(desk, url=url, dry_run=dry_run, pace=Pace(0))


@pytest.fixture
def hooked(desk: Desk, web: Web) -> Desk:
    """An edition of one post, whose blog takes Webmentions."""
    ready(desk, "bins")
    close(desk)
    web.publish("bins")
    web.hooks = {"https://blog.example/bins/"}
    return desk


def test_where_nothing_is_no_edition_was_published(hooked: Desk, web: Web) -> None:
    """A slip of the hand in --url is not written down: not in the ledger, the feeds, the trail."""
    for status in (404, 410, 500, 503):
        web.pages["https://week.example/wrong/"] = (status, b"")
        with pytest.raises(RoundupError):
            notify(hooked, "https://week.example/wrong/")
    with pytest.raises(UsageError) as caught:
        notify(hooked)
    assert "is public yet" in caught.value.message
    assert notify(hooked, PAGE) == ["told"]
    assert notify(hooked) == ["already"]


def test_a_withdrawal_that_did_not_arrive_is_tried_again(hooked: Desk, web: Web) -> None:
    """Until they know, or say that they do not want to; then never more."""
    notify(hooked, PAGE)
    web.pages[PAGE] = (410, b"")
    web.down = True
    assert [notify(hooked), notify(hooked)] == [["failed"], ["failed"]]
    web.down = False
    assert notify(hooked) == ["withdrawn"]
    assert notify(hooked) == ["left out"]
    assert len(web.told) == 2


def test_a_withdrawal_that_is_refused_is_done(hooked: Desk, web: Web) -> None:
    """Receivers that look, find nothing and answer 400 have taken it away."""
    notify(hooked, PAGE)
    web.pages[PAGE] = (200, b"<p>Nothing.</p>")
    web.status = 400
    assert [notify(hooked), notify(hooked)] == [["withdrawn"], ["left out"]]


def test_what_comes_back_is_told_again(hooked: Desk, web: Web) -> None:
    """A page that was away for a day: told, told that it is gone, told."""
    notify(hooked, PAGE)
    page = web.pages.pop(PAGE)
    assert notify(hooked) == ["withdrawn"]
    web.pages[PAGE] = page
    assert [notify(hooked), notify(hooked)] == [["told"], ["already"]]
    assert len(web.told) == 3


@pytest.mark.parametrize("status", [500, 503, 429, 408])
def test_what_failed_is_tried_until_it_is_told(hooked: Desk, web: Web, status: int) -> None:
    """By the same command, a day later, too."""
    web.status = status
    assert [notify(hooked, PAGE), notify(at(hooked, days=1))] == [["failed"], ["failed"]]
    web.status = 202
    assert notify(at(hooked, days=2)) == ["told"]


def test_a_post_that_is_gone_holds_nobody_up(desk: Desk, web: Web) -> None:
    """Its author cannot be found; the others are told."""
    ready(desk, "bins", "maps")
    close(desk)
    web.publish("bins", "maps")
    web.hooks = {"https://blog.example/maps/"}
    web.pages["https://blog.example/bins/"] = (410, b"")
    assert notify(desk, PAGE) == ["failed", "told"]


def test_a_dry_run_changes_nothing(hooked: Desk, web: Web) -> None:
    """Not where it is, not who was told; of a withdrawal neither."""
    assert notify(hooked, PAGE, dry_run=True) == ["would"]
    with pytest.raises(UsageError):
        notify(hooked)
    notify(hooked, PAGE)
    web.pages[PAGE] = (410, b"")
    assert [notify(hooked, dry_run=True), notify(hooked)] == [["would"], ["withdrawn"]]


def letters(root: Path) -> dict[str, str]:
    """The letters that are there, by name of the file."""
    return {path.name: path.read_text() for path in sorted(root.glob("out/*/letters/*"))}


def write_to(desk: Desk, web: Web, *authors: str) -> dict[str, str]:
    """The letters of an edition with a post by each of them."""
    slugs = [f"post{n}" for n, _ in enumerate(authors)]
    for slug, author in zip(slugs, authors, strict=True):
        bring(desk, slug, authors=(author,), blog=f"Blog of {slug}")
    ready(desk, *slugs)
    close(desk)
    web.publish(*slugs)
    assert set(notify(desk, PAGE)) == {"letter"}
    return letters(desk.settings.root)


@pytest.mark.parametrize(
    "authors", [("Ada Example", "Ada  example!"), ("Ольга", "李雷", "محمد"), ("Ada", "ADA"), ("../x", "x")]
)
def test_no_letter_takes_anothers_place(desk: Desk, web: Web, authors: tuple[str, ...]) -> None:
    """Names that make the same file name are files of their own."""
    found = write_to(desk, web, *authors)
    assert len(found) == len(authors)
    for number, _ in enumerate(authors):
        assert sum(f"https://blog.example/post{number}/" in text for text in found.values()) == 1


def test_a_letter_that_was_changed_stays(desk: Desk, web: Web) -> None:
    """Killed before it was written down, the next run writes beside what the editor made of it."""
    (name,) = write_to(desk, web, "Ada")
    (path,) = desk.settings.root.glob("out/*/letters/*")
    path.write_text("Dear Ada, ")
    with desk.store() as store, store.write():
        store.receipts._db.run("DELETE FROM notices")
    notify(desk)
    assert letters(desk.settings.root)[name] == "Dear Ada, "
    assert len(letters(desk.settings.root)) == 2


def test_the_same_letter_is_one(desk: Desk, web: Web) -> None:
    """Killed before it was written down, and not touched since."""
    before = write_to(desk, web, "Ada")
    with desk.store() as store, store.write():
        store.receipts._db.run("DELETE FROM notices")
    notify(desk)
    assert letters(desk.settings.root) == before
