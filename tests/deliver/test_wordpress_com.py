"""WordPress.com: the same interface at another address, with a token. Only a blog in memory was ever asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roundup.deliver import Wish
from tests.deliver.desks import Delivering
from tests.deliver.fakewordpress import COM, FakeWordPress
from tests.deliver.test_wordpress_pushing import SLUG

TOKEN = "t0ken/with+signs=="


@pytest.fixture
def blog(server: Callable[..., FakeWordPress]) -> FakeWordPress:
    """A new and empty blog there."""
    return server(api=COM, authorization=f"Bearer {TOKEN}")


@pytest.fixture
def desk(root: Path, blog: FakeWordPress, monkeypatch: pytest.MonkeyPatch) -> Delivering:
    """A desk that delivers to it."""
    monkeypatch.setenv("ROUNDUP_SECRET_WORDPRESS", f"{blog.url} bearer {TOKEN}")
    return Delivering(root, {"wordpress": {"api": f"{blog.url}{COM}"}})


def test_the_life_of_an_edition(desk: Delivering, blog: FakeWordPress) -> None:
    """Drafted, the same again, corrected, edited there, public; every request below the one address, by token."""
    assert (desk.delivered().done, desk.delivered().done) == ("created", "unchanged")
    desk.say("It was the other bin.")
    assert desk.delivered(Wish(live=True)).state == "live"
    assert (blog.ours["slug"], blog.names("tags"), len(blog.posts)) == (SLUG, {"bins"}, 1)
    blog.edit(10, content="<p>Mended there.</p>")
    assert "was edited there" in desk.refused().error
    assert not [request for request in blog.requests if request.startswith("HEAD")]


@pytest.mark.parametrize("how", ["before", "after"])
def test_a_cut_makes_no_second_post(desk: Delivering, blog: FakeWordPress, how: str) -> None:
    """Whether the post had been made or not."""
    blog.cut = (4, "before" if how == "before" else "after")
    assert desk.refused().error
    assert blog.requests[-1] == "POST /posts"
    blog.cut = None
    assert desk.delivered().losses == ()
    assert (len(blog.posts), blog.revisions) == (1, {10: 1})


def test_a_token_that_has_run_out_is_called_that(desk: Delivering, blog: FakeWordPress) -> None:
    """It is no application password, and no other door is tried with it."""
    blog.authorization = "Bearer another"
    pushed = desk.refused()
    assert "the token is wrong, has run out, or is not for this site" in pushed.error
    assert "bearer TOKEN" in pushed.hint
    assert TOKEN not in str(pushed)
    assert blog.requests == ["GET /users/me"]
