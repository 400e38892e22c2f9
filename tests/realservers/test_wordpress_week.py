"""A desk that follows a real WordPress: fetched, edited there, fetched again, quoted, rendered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.blogserver import opml
from tests.cli.desk import Commands
from tests.realservers.wordpress import Posted, WordPress

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("wordpress")]

DAY = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
WORDS = (
    "<p>We “asked” 41 people — residents, mostly — what they’d change… and they said: the benches.</p>"
    "<p>Not one of them said the website. It’s an odd thing to hear when you run the website.</p>"
)


@pytest.fixture
def posted(wordpress: WordPress) -> Iterator[Posted]:
    """One post on the blog, which is gone afterwards."""
    made = wordpress.create_post("What forty-one people said", WORDS, date=DAY)
    yield made
    wordpress.delete_post(made.id)


@pytest.fixture
def feed() -> str:
    """The path of the feed that is followed."""
    return "/feed/"


@pytest.fixture
def desk(wordpress: WordPress, tmp_path: Path, feed: str) -> Commands:
    """A new desk that follows the blog by that feed."""
    commands = Commands(tmp_path / "desk", allow=wordpress.host)
    commands.run("init", str(commands.root))
    (commands.root / "feeds.opml").write_text(opml(wordpress.url + feed), encoding="utf-8")
    return commands


def empty_desk(wordpress: WordPress, tmp_path: Path) -> Commands:
    """A new desk that follows nothing yet."""
    commands = Commands(tmp_path / "empty", allow=wordpress.host)
    commands.run("init", str(commands.root))
    (commands.root / "feeds.opml").write_text(opml(), encoding="utf-8")
    return commands


@pytest.mark.parametrize("feed", ["/feed/", "/feed/atom/"])
def test_fetched_edited_and_fetched_again(desk: Commands, wordpress: WordPress, posted: Posted) -> None:
    """New, then unchanged by 304, then changed: one post throughout, two snapshots, the first one's words kept."""
    first = desk.json("fetch")
    assert (first["fetched"], first["new_posts"], first["failed"]) == (1, 1, 0)
    (post,) = desk.json("posts")
    assert (post["title"], post["url"]) == ("What forty-one people said", posted.link)
    assert post["published"] == DAY.isoformat()
    again = desk.json("fetch", "--all")
    assert (again["unchanged"], again["new_posts"]) == (1, 0)

    wordpress.update_post(posted.id, title="What forty-two people said", content=WORDS.replace("41", "42"))
    changed = desk.json("fetch", "--all")
    assert (changed["new_posts"], changed["changed_posts"]) == (0, 1)
    known = desk.json("show", str(post["id"]))
    assert len(known["snapshots"]) == 2
    assert "42 people" in known["text"]
    assert "41 people" in known["snapshots"][1]["text"]
    assert len(desk.json("posts", "--all")) == 1


def test_an_editor_may_paste_as_they_like(desk: Commands, posted: Posted) -> None:
    """WordPress curls quotes and dashes; straight ones typed from the screen are the same words."""
    desk.run("fetch")
    post = str(desk.json("posts")[0]["id"])
    said = desk.run("quote", post, '"asked" 41 people - residents, mostly - what they\'d change...')
    assert "“asked” 41 people — residents, mostly — what they’d change…" in " ".join(said.out.split())
    desk.run("quote", post, "“asked” 43 people", code=1)


@pytest.mark.parametrize("page", ["/", "/?p={}", "/wp-login.php", ""])
def test_any_page_of_the_blog_leads_to_its_feed(
    wordpress: WordPress, posted: Posted, tmp_path: Path, page: str
) -> None:
    """`feeds add` of the blog's address, of a post's, even of a page that names no feed: posts, not comments."""
    desk = empty_desk(wordpress, tmp_path)
    said = desk.run("feeds", "add", wordpress.url + page.format(posted.id))
    assert "Followed: Sandleigh Council blog" in said.err
    assert "What forty-one people said" in said.err
    assert said.out.strip() == wordpress.url + "/feed/"
    assert "Already followed" in desk.run("feeds", "add", wordpress.url + "/feed").err
    desk.run("fetch")
    assert [post["url"] for post in desk.json("posts")] == [posted.link]


def test_an_author_has_a_feed_of_their_own(wordpress: WordPress, posted: Posted, tmp_path: Path) -> None:
    """Their page offers the blog, the author and the comments; a post that comes through both is one post."""
    desk = empty_desk(wordpress, tmp_path)
    offered = desk.run("feeds", "add", wordpress.url + "/?author=1", "--json", code=2).json["offers"]
    assert [offer["comments"] for offer in offered] == [False, False, True]
    for number in ("1", "2"):
        desk.run("feeds", "add", wordpress.url + "/?author=1", "--pick", number)
    desk.run("fetch")
    assert len(desk.json("feeds")) == 2
    assert [post["url"] for post in desk.json("posts", "--all")] == [posted.link]


def test_a_post_can_be_added_by_its_address(wordpress: WordPress, posted: Posted, tmp_path: Path) -> None:
    """The theme's page gives title, site and words; its feed later brings the same post, not a second one."""
    desk = Commands(tmp_path / "new", allow=wordpress.host)
    desk.run("init", str(desk.root))
    added = desk.json("add", posted.link)
    assert added["title"].startswith("What forty-one people said")
    desk.run("quote", str(added["id"]), "Not one of them said the website.")
    (desk.root / "feeds.opml").write_text(opml(wordpress.url + "/feed/"), encoding="utf-8")
    desk.run("fetch")
    assert [post["id"] for post in desk.json("posts", "--all")] == [added["id"]]
    assert desk.json("show", str(added["id"]))["pick"]["quotes"]


def test_an_edition_of_real_posts(desk: Commands, posted: Posted) -> None:
    """Starred, quoted, introduced and rendered: the page holds the blogger's own characters and links to them."""
    desk.run("fetch")
    post = str(desk.json("posts")[0]["id"])
    desk.run("star", post)
    desk.run("quote", post, "Not one of them said the website.")
    desk.run("annotate", post, "--lead", "Somebody [asked people](post).")
    desk.run("edition", "set", "--intro", "Benches.", "--sign-off", "More, please.")
    desk.run("check")
    desk.run("publish")
    page = (desk.root / "out" / "2026-11-20-week-that-was" / "post.html").read_text(encoding="utf-8")
    assert "Not one of them said the website." in page
    assert f'href="{posted.link}"' in page
