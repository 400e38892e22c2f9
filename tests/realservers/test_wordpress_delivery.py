"""An edition to a real WordPress: drafted, pushed again, changed, edited there, published, fetched back, told of.

Everything is shown with 6.1 on MariaDB and with 6.5 on SQLite. What a blog in memory can show is in tests/deliver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from roundup.net import HttpClient
from roundup.parse import parse_feed
from tests.realservers.between import Mishap, between
from tests.realservers.publishing import (
    HOSTILE,
    SLUG,
    WRITTEN,
    Desk,
    closed_desk,
    desk_from,
    open_desk,
    posts,
    quoted_post,
)
from tests.realservers.wordpress import Posted, WordPress, ask

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("wordpress")]

Login = tuple[str, str]
LONDON = ZoneInfo("Europe/London")
NEVER = Mishap(hang=True)


@pytest.fixture(scope="module")
def quoted(blog: WordPress) -> Iterator[Posted]:
    """The post that is quoted, as long as these tests run."""
    made = quoted_post(blog)
    yield made
    blog.delete_post(made.id)


@pytest.fixture(scope="module")
def logins(blog: WordPress) -> dict[str, Login]:
    """A user of each role."""
    if not blog.rest_list("/categories?slug=roundup"):  # which is not for an author to make
        blog.rest("POST", "/categories", {"name": "Roundup"})
    return {role: blog.add_user(role) for role in ("author", "contributor", "subscriber")}


@pytest.fixture(scope="module")
def prepared(blog: WordPress, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where desks stand that are made once and copied."""
    return tmp_path_factory.mktemp("prepared")


@pytest.fixture
def opened(blog: WordPress, quoted: Posted, prepared: Path) -> Path:
    """A desk with a draft."""
    root = prepared / "open"
    return root if root.exists() else open_desk(blog, prepared / "opening").rename(root)


@pytest.fixture
def desk(blog: WordPress, opened: Path, prepared: Path, tmp_path: Path) -> Desk:
    """A desk whose edition is closed and has been nowhere."""
    root = prepared / "closed"
    if not root.exists():
        closed_desk(opened, blog, prepared / "closing").rename(root)
    return desk_from(root, tmp_path / "desk", blog)


@pytest.fixture(autouse=True)
def _nothing_left(blog: WordPress, quoted: Posted) -> Iterator[None]:
    """A blog without our edition afterwards."""
    yield
    for post in posts(blog):
        if post["id"] != quoted.id:
            blog.delete_post(post["id"])


def test_a_draft_first(opened: Path, blog: WordPress, tmp_path: Path) -> None:
    """Readers see nothing; title, tags, categories and every byte are as sent. A wrong password only puts it off."""
    desk = desk_from(opened, tmp_path / "desk", blog)
    right = desk.name, desk.password
    desk.log_in("editor", "hunter2")
    refused = desk.resume(code=1)
    assert "name or application password is wrong" in refused["error"]
    assert "hunter2" not in str(refused)
    desk.log_in(*right)
    delivery = desk.resume()
    assert (delivery["done"], delivery["state"], delivery["losses"], delivery["said"]) == ("created", "draft", [], [])
    post = desk.post
    assert (post["status"], post["slug"]) == ("draft", SLUG)
    assert post["title"]["raw"] == "That was the local government week that was"
    assert post["content"]["raw"] == desk.written
    assert {tag["name"] for tag in blog.rest_list(f"/tags?post={post['id']}")} == {"benches", "Größe"}
    assert [c["name"] for c in blog.rest_list(f"/categories?post={post['id']}")] == ["Roundup"]


def test_an_author_pushes_corrects_and_meets_an_edit(desk: Desk, blog: WordPress, logins: dict[str, Login]) -> None:
    """Nothing is lost by the role; a second push changes nothing, a correction is one revision, an edit there stays."""
    desk.log_in(*logins["author"])
    first, before = desk.push(), desk.post
    number = before["id"]
    assert (first["done"], first["losses"], before["content"]["raw"]) == ("created", [], desk.written)
    again = desk.push()
    assert (again["done"], again["remote"]) == ("unchanged", str(number))
    assert (desk.post, desk.revisions(number)) == (before, 0)

    desk.run("recheck", "1", "--erratum", "It was 42 people.")
    assert (desk.push()["done"], desk.revisions(number)) == ("changed", 1)
    corrected = desk.post["content"]["raw"]
    assert "It was 42 people." in corrected

    edited = corrected.replace("More, please.", "More, PLEASE.")
    blog.update_post(number, content=edited)
    desk.run("recheck", "1", "--erratum", "And it was 43 benches.")
    refused = desk.push(code=1)
    assert "edited there" in refused["error"]
    assert "+<p>More, PLEASE.</p>" in refused["diff"]
    assert "Revisions" in refused["remedy"]
    assert desk.post["content"]["raw"] == edited
    blog.update_post(number, content=corrected)
    again = desk.push()
    assert (again["done"], again["remote"]) == ("changed", str(number))


def test_a_contributor_drafts_and_is_told(desk: Desk, logins: dict[str, Login]) -> None:
    """That role may not publish, which is said before anything is made; what it may draft loses nothing."""
    desk.log_in(*logins["contributor"])
    refused = desk.push("--live", code=1)
    assert "may write drafts there, but not publish" in refused["error"]
    assert "without --live" in refused["remedy"]
    assert desk.made == []
    assert (desk.push()["losses"], desk.post["content"]["raw"]) == ([], desk.written)


def test_public_read_by_others_and_told_once(
    desk: Desk, blog: WordPress, quoted: Posted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shortcode and template in a quotation are words to readers; the edition comes back by the blog's own feed.

    And the quoted post gets one pingback, however often `notify` is run, and from however many desks.
    """
    delivery = desk.push("--live")
    assert (delivery["done"], delivery["state"], delivery["losses"]) == ("created", "live", [])
    page = unescape(ask(delivery["url"]).body.decode())
    assert "[gallery] and {{< figure >}} here — “both”, and 5 < 6 & 7 > 6." in page
    assert f"published in edition 1 at {delivery['url']}" in desk.run("why", "1").out

    desk.run("fetch", "--all", "--force")
    (found,) = [post for post in desk.run("posts", "--all", "--json").json if post["url"] == delivery["url"]]
    assert found["title"] == "That was the local government week that was"
    assert "[gallery] and {{< figure >}} here" in desk.run("show", str(found["id"]), "--json").json["text"]

    monkeypatch.setattr("roundup.net.waiting.SECONDS", 0.0)  # how patient `notify` is has tests of its own
    assert outcomes(desk, "--dry-run") == [("would", "pingback")]
    assert pingbacks(blog, quoted) == []
    other = desk_from(desk.commands.root, desk.commands.root.with_name("other"), blog)
    assert outcomes(desk) == [("told", "pingback")]
    assert outcomes(desk) == [("already", "pingback")]
    (again,) = other.run("notify", "--json").json["entries"]
    assert (again["outcome"], again["words"]) == ("told", "knew of it already")
    (received,) = pingbacks(blog, quoted)
    assert received["author_url"] == delivery["url"]
    assert "asked people" in received["content"]["raw"]


def test_every_feed_of_the_blog_is_read(blog: WordPress, quoted: Posted) -> None:
    """RSS 2.0, Atom and RSS 1.0: the same title, address, date and words."""
    for path, version in (("/feed/", "rss20"), ("/feed/atom/", "atom10"), ("/feed/rdf/", "rss10")):
        url = blog.url + path
        answer = ask(url)
        feed = parse_feed(answer.body, url=url, content_type=answer.headers["Content-Type"], zone=LONDON)
        (entry,) = feed.entries
        assert (feed.version, feed.title) == (version, "Sandleigh Council blog")
        assert (entry.title, entry.url, entry.published) == ("What 41 people said", quoted.link, WRITTEN)
        assert entry.text == f"We asked 41 people.\n\n{HOSTILE}"


def outcomes(desk: Desk, *words: str) -> list[tuple[str, str]]:
    """What `notify` tells of each pick, and by which way."""
    return [(entry["outcome"], entry["way"]) for entry in desk.run("notify", "--json", *words).json["entries"]]


def pingbacks(blog: WordPress, post: Posted) -> list[dict[str, Any]]:
    """What the blog received for the post, which waits for its editor."""
    return blog.rest_list(f"/comments?post={post.id}&type=pingback&status=hold&context=edit")


def test_it_can_wait_for_its_hour_and_be_thrown_away(desk: Desk, blog: WordPress) -> None:
    """--at has WordPress publish it then, by the desk's clocks; what is in the trash there is made anew."""
    told = desk.push("--at", "2036-11-27 09:00")
    assert (told["state"], desk.post["date_gmt"]) == ("scheduled", "2036-11-27T09:00:00")
    blog.rest("DELETE", f"/posts/{told['remote']}")
    again = desk.push()
    assert again["done"] == "created"
    assert again["remote"] != told["remote"]
    assert [post["status"] for post in desk.made if "__trashed" not in post["slug"]] == ["draft"]


def test_whatever_befalls_the_line_the_same_command_goes_on(desk: Desk) -> None:
    """Pushed away, broken, hanging, cut off after the post was made: each has its words, and there is one post."""
    with between(desk.blog.url) as host:
        desk.behind(host)
        for publish, mishap, words in (
            (desk.push, Mishap(429, (("Retry-After", "120"),)), "left alone for 120 seconds (429)"),
            (desk.resume, Mishap(500, body=b"<h1>Internal Server Error</h1>"), "answers 500"),
            (desk.resume, NEVER, "no complete answer within"),
            (desk.resume, Mishap(), "connection"),
        ):
            host.befall("POST", "/posts", mishap)
            with impatience() if mishap is NEVER else nullcontext():
                refused = publish(code=1)
            assert words in refused["error"]
            assert "the same command" in refused["remedy"]
            assert desk.made == []
        host.befall("POST", "/posts", Mishap(after=True))
        assert "made twice" in desk.resume(code=1)["remedy"]
        made = desk.post
        host.mend()
        told = desk.resume()
    assert (told["done"], told["remote"], told["losses"]) == ("unchanged", str(made["id"]), [])
    assert desk.post == made


def test_a_correction_whose_answer_never_came_arrives_once(desk: Desk) -> None:
    """It was saved, but nobody said so; the next run goes on from there, although more was corrected since."""
    number = desk.push()["remote"]
    with between(desk.blog.url) as host:
        desk.behind(host)
        desk.run("recheck", "1", "--erratum", "It was 42 people.")
        host.befall("POST", f"/posts/{number}", Mishap(hang=True, after=True))
        with impatience():
            assert "no complete answer within" in desk.push(code=1)["error"]
        host.mend()
        desk.run("recheck", "1", "--erratum", "And it was 43 benches.")
        told = desk.push()
    assert (told["done"], told["remote"], desk.revisions(number)) == ("changed", number, 2)
    assert "43 benches" in desk.post["content"]["raw"]


@contextmanager
def impatience() -> Iterator[None]:
    """What is written into a post is not waited for long."""
    send: Callable[..., Any] = HttpClient.send

    def sending(self: HttpClient, method: str, url: str, *args: Any, **more: Any) -> Any:
        if method == "POST" and "/posts" in url:
            more["deadline"] = 0.5
        return send(self, method, url, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HttpClient, "send", sending)
        yield


@contextmanager
def without_passwords(desk: Desk) -> Iterator[None]:
    """The site is as one without TLS, which takes no application passwords."""
    off = desk.blog.debug_log.with_name(f"{desk.blog.debug_log.name}.production")
    off.touch()
    try:
        yield
    finally:
        off.unlink()


@contextmanager
def stripped(desk: Desk) -> Iterator[None]:
    """Its host lets no Authorization through."""
    with between(desk.blog.url) as host:
        host.strips = True
        desk.behind(host)
        yield


@contextmanager
def hanging(desk: Desk) -> Iterator[None]:
    """Its host does not answer."""
    with between(desk.blog.url) as host, pytest.MonkeyPatch.context() as patch:
        host.befall("GET", "/users/me?context=edit", NEVER)
        patch.setattr("roundup.deliver.services.SECONDS", 0.1)
        desk.behind(host)
        yield


def nobody(desk: Desk) -> AbstractContextManager[None]:
    """A user that there is not."""
    desk.log_in("nobody", "hunter2")
    return nullcontext()


def taken(desk: Desk) -> AbstractContextManager[None]:
    """Somebody's post has the edition's slug."""
    desk.blog.create_post("Mine", "<p>Mine.</p>", slug=SLUG)
    return nullcontext()


TROUBLES: dict[str, tuple[Callable[[Desk], AbstractContextManager[None]], str, str]] = {
    "unknown user": (nobody, "name or application password is wrong", "Users, Profile, Application Passwords"),
    "passwords off": (without_passwords, "does not take application passwords", "https and WordPress 5.6"),
    "stripped": (stripped, "the password is right, but did not arrive", "Authorization header"),
    "slug taken": (taken, f"the slug {SLUG} is taken by another post", "edition set --slug"),
    "timeout": (hanging, "no complete answer within", "Try again later."),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_every_closed_door_has_its_own_words(desk: Desk, name: str) -> None:
    """The cause, and what to do about it; nothing is made or altered there, and no secret is told."""
    prepare, words, remedy = TROUBLES[name]
    with prepare(desk):
        refused = desk.push(code=1)
    assert words in refused["error"]
    assert remedy in refused["remedy"]
    assert desk.password not in str(refused)
    assert [post["title"]["raw"] for post in desk.made] == (["Mine"] if name == "slug taken" else [])


def test_a_role_that_may_write_nothing_is_told(desk: Desk, logins: dict[str, Login]) -> None:
    """A subscriber's password is right, and no use."""
    desk.log_in(*logins["subscriber"])
    refused = desk.push(code=1)
    assert "role may not" in refused["error"]
    assert "role of an author" in refused["remedy"]
    assert desk.made == []


def test_the_blog_complains_of_nothing(blog: WordPress) -> None:
    """WordPress' own log has no errors: what was tested is the software as it should run."""
    log = blog.debug_log.read_text(encoding="utf-8") if blog.debug_log.exists() else ""
    assert [line for line in log.splitlines() if "PHP Fatal" in line or "database error" in line] == []
