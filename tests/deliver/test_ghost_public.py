"""What readers of a Ghost see, and when: a draft until more is said, at its hour, as it was sent; and never by mail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from roundup.deliver import Wish
from roundup.deliver.ghost.finding import Post
from roundup.deliver.ghost.kept import posts
from roundup.deliver.ghost.looking import look
from roundup.net import HttpClient
from tests.deliver.desks import Delivering
from tests.deliver.fakeghost import API, FakeGhost
from tests.deliver.test_ghost_pushing import MARKER, SLUG, desk, ghost, publications
from tests.samples import NOW

__all__ = ["desk", "ghost", "publications"]

LIVE, AT = Wish(live=True), Wish(at=NOW + timedelta(days=3))


@pytest.mark.parametrize("status", ["published", "scheduled"])
def test_what_was_made_of_it_there_stays(desk: Delivering, ghost: FakeGhost, status: str) -> None:
    """Pushed without a wish, a post keeps its status: a correction neither publishes it nor takes it away."""
    desk.delivered()
    ghost.edit(status=status, **({"published_at": "2026-11-27T09:00:00.000Z"} if status == "scheduled" else {}))
    desk.say("Other words.")
    assert desk.delivered().done == "changed"
    assert ghost.ours["status"] == status


def test_public_when_that_is_said(desk: Delivering, ghost: FakeGhost) -> None:
    """At once, at the address that readers have; a second time nothing is to be done."""
    done = desk.delivered(LIVE)
    assert (done.state, done.url) == ("live", f"{ghost.url}/{SLUG}/")
    assert desk.delivered(LIVE).done == "unchanged"


def test_a_draft_can_be_made_public(desk: Delivering, ghost: FakeGhost) -> None:
    """The same post, with the same words."""
    desk.delivered()
    assert desk.delivered(LIVE).state == "live"
    assert (ghost.ours["status"], len(ghost.posts)) == ("published", 1)


def test_it_can_wait_for_its_hour(desk: Delivering, ghost: FakeGhost) -> None:
    """A run that only goes on after a failure takes no hour away; another hour is another hour."""
    ghost.cut = (3, "before")
    desk.refused(AT)
    ghost.cut = None
    assert desk.delivered().state == "scheduled"
    assert ghost.ours["published_at"] == "2026-11-23T09:00:00.000Z"
    assert desk.delivered(AT).done == "unchanged"
    assert desk.delivered(Wish(at=NOW + timedelta(days=4))).done == "changed"
    assert ghost.ours["published_at"] == "2026-11-24T09:00:00.000Z"


def test_an_hour_too_near_is_said_by_ghost(desk: Delivering, ghost: FakeGhost) -> None:
    """It wants two minutes; its own words say so, and no post is made."""
    pushed = desk.refused(Wish(at=NOW + timedelta(seconds=30)))
    assert "at least 2 minutes in the future" in pushed.error
    assert ghost.posts == {}


def test_what_is_scheduled_can_be_public_now(desk: Delivering, ghost: FakeGhost) -> None:
    """--live means now, although the post had a date that lies ahead."""
    desk.delivered(AT)
    assert desk.delivered(LIVE).state == "live"
    assert (ghost.ours["status"], ghost.ours["published_at"]) == ("published", "2026-11-20T09:00:00.000Z")


def test_what_is_public_is_not_taken_away_to_wait(desk: Delivering, ghost: FakeGhost) -> None:
    """--at on a public post would hide it from its readers."""
    desk.delivered(LIVE)
    assert "public there already" in desk.refused(AT).error
    assert ghost.ours["status"] == "published"


@pytest.mark.parametrize("wish", [LIVE, Wish(at=NOW + timedelta(days=5))])
def test_what_somebody_set_to_be_mailed_is_not_published(desk: Delivering, ghost: FakeGhost, wish: Wish) -> None:
    """Ghost mails a newsletter when the post it is chosen for goes public: that is for a person to do."""
    desk.delivered(AT)
    ghost.ours["newsletter"] = {"id": "1", "slug": "weekly"}
    assert "as a newsletter" in desk.refused(wish).error
    assert ghost.ours["status"] == "scheduled"
    desk.say("A correction goes in all the same.")
    assert desk.delivered().done == "changed"


@pytest.mark.parametrize("wish", [Wish(), LIVE, AT])
def test_no_request_has_a_word_of_mail_in_it(desk: Delivering, ghost: FakeGhost, wish: Wish) -> None:
    """Neither a newsletter nor a segment nor the mark of a post that is only mailed, in whatever is pushed."""
    desk.delivered(wish)
    desk.say("Other words.")
    desk.delivered(wish)
    for asked in ghost.written():
        (post,) = asked.sent["posts"]
        assert set(asked.query) == {"source", "formats", "include"}
        assert not [name for name in post if "mail" in name or "newsletter" in name]


def test_a_request_that_named_a_newsletter_would_be_seen(
    desk: Delivering, ghost: FakeGhost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The promise above is kept by a stand-in that notices."""
    monkeypatch.setattr("roundup.deliver.ghost.pushing._SAVED", "source=html&formats=html&newsletter=weekly")
    assert "newsletter" in desk.refused().error
    assert ghost.mails == [f"POST {API}/posts/"]
    ghost.mails.clear()


def test_what_is_public_is_looked_at_as_its_readers_do(desk: Delivering, ghost: FakeGhost) -> None:
    """The page with a theme around it says all that the edition does."""
    done = desk.delivered(LIVE)
    assert str(ghost.requests[-1]) == f"GET /{SLUG}/"
    assert "authorization" not in ghost.requests[-1].headers
    assert (done.losses, done.said) == ((), ())


LINKED = ("https://a.example/", "https://b.example/?p=2&amp;q=a%20b", "https://c.example/x#y", "https://d.example")


def test_links_that_ghost_alters_for_readers_are_told(desk: Delivering, ghost: FakeGhost) -> None:
    """Its outbound link tagging, which is on unless somebody turns it off; nothing else of the page is called lost."""
    ghost.tagging = True
    ghost.convert = lambda _html: "".join(f'<p><a href="{link}">x</a></p>' for link in LINKED)
    looked = Post("T", SLUG, "", ghost.convert(""), "", (), MARKER)
    ghost.add(slug=SLUG, status="published", title="T")
    told: list[str] = []
    with HttpClient(desk.desk.settings.fetch) as http:
        (kept,) = posts({"posts": [ghost.ours]})
        (lost,) = look(http, kept, looked, told)
    assert lost.startswith("as readers see it: Ghost adds ?ref=… to 4 links")
    assert told == []


@pytest.mark.parametrize(
    ("fields", "odd", "words"),
    [
        ({"visibility": "members"}, None, "it is for members"),
        ({}, (404, b"", {}), "it answers 404"),
        ({}, (302, b"", {"Location": "http://10.0.0.1/"}), "could not be looked at: "),
        ({}, (200, b"x", {"Content-Encoding": "br"}), "could not be looked at: "),
    ],
    ids=["members", "not there yet", "elsewhere", "odd"],
)
def test_a_page_that_cannot_be_looked_at_is_said(
    desk: Delivering, ghost: FakeGhost, fields: dict[str, str], odd: tuple[int, bytes, dict[str, str]], words: str
) -> None:
    """The post is published all the same; what readers see is for the editor to look at."""
    desk.delivered()
    ghost.ours.update(fields)
    ghost.odd = lambda asked: odd if odd and asked.path == f"/{SLUG}/" else None
    done = desk.delivered(LIVE)
    assert (done.state, done.losses) == ("live", ())
    assert [words in said for said in done.said] == [True]
