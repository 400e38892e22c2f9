"""What the check asks of the store: names of posts, feeds in doubt."""

from __future__ import annotations

from roundup.store.checking import Checking, Warned
from roundup.workflow.desk import Desk
from tests.workflow.conftest import desk, new_database
from tests.workflow.desks import bring

__all__ = ["desk", "new_database"]

DOUBT = "its known posts are all on new.example now: has the blog moved, or another owner?"


def test_a_post_is_told_by_every_name(desk: Desk) -> None:
    """Address and guid; posts that are not asked for are left out."""
    one, other = bring(desk, "bins"), bring(desk, "map")
    with desk.store() as store:
        names = Checking(store.connection).names([int(one)])
    assert names.keys() == {int(one)}
    assert "url:https://blog.example/bins" in names[int(one)]
    assert any("bins" in name and name.startswith("guid") for name in names[int(one)])
    assert other != one


def test_feeds_with_a_warning_and_what_they_brought(desk: Desk) -> None:
    """A feed without one casts no doubt on its posts."""
    one, other = int(bring(desk, "bins")), int(bring(desk, "map"))
    with desk.store() as store, store.write():
        for number, (post, warning) in enumerate([(one, DOUBT), (other, "")]):
            url = f"https://feed{number}.example/"
            feed = store.feeds.known_as(url, site_url=f"{url}home")
            store.connection.run("UPDATE feeds SET warning = ? WHERE id = ?", (warning, feed))
            row = (post, feed, "g", url, "", "")
            store.connection.run(
                "INSERT INTO sources (post, feed, guid, url, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)", row
            )
        asking = Checking(store.connection)
        assert asking.warned() == (Warned("https://feed0.example/", "https://feed0.example/home", DOUBT),)
        assert asking.warnings([one, other]) == {one: DOUBT}
        assert asking.warnings([]) == {}
