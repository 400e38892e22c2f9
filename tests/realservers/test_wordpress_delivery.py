"""An edition to a real WordPress: drafted, pushed again, changed, edited there by hand, published, fetched back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from roundup.model import Receipt
from roundup.store import open_store
from tests.blogserver import opml
from tests.cli.desk import Commands, Said
from tests.realservers.wordpress import Posted, WordPress, ask
from tests.samples import NOW

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("wordpress")]

SLUG = "2026-11-20-week-that-was"
HOSTILE = "Write [gallery] and {{< figure >}} here — “both”, and 5 < 6 & 7 > 6."
POST = f"<p>We asked 41 people.</p><p>{HOSTILE.replace('&', '&amp;').replace('<', '&lt;').replace('[', '&#91;')}</p>"


@pytest.fixture
def posted(wordpress: WordPress) -> Iterator[Posted]:
    """The post that is quoted, and a blog without it and without our edition afterwards."""
    made = wordpress.create_post("What 41 people said", POST, date=datetime(2026, 11, 18, 9, 30, tzinfo=UTC))
    yield made
    for status in ("any", "trash"):
        for post in listed(wordpress, status):
            wordpress.delete_post(post["id"])


def listed(wordpress: WordPress, status: str = "any") -> list[dict[str, Any]]:
    """Every post of the blog as its editor sees it."""
    return wordpress.rest_list(f"/posts?status={status}&context=edit&per_page=100")


def ours(wordpress: WordPress) -> dict[str, Any]:
    """The one post of our edition."""
    (post,) = [post for post in listed(wordpress) if post["slug"].startswith(SLUG)]
    return post


def revisions(wordpress: WordPress) -> int:
    return len(wordpress.rest_list(f"/posts/{ours(wordpress)['id']}/revisions"))


class Desk:
    """A desk that delivers to the blog, with the secret in its environment."""

    def __init__(self, commands: Commands, wordpress: WordPress) -> None:
        self.commands, self.wordpress = commands, wordpress
        self.secret = f"{wordpress.url} {wordpress.user} {wordpress.app_password}"

    def run(self, *words: str, code: int = 0) -> Said:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ROUNDUP_SECRET_WORDPRESS", self.secret)
            return self.commands.run(*words, code=code)

    def push(self, *words: str, code: int = 0) -> dict[str, Any]:
        """Publish the closed edition (again): what is told of the one target."""
        (told,) = self.run("publish", "1", "--json", *words, code=code).json["deliveries"]
        return dict(told)


@pytest.fixture
def desk(wordpress: WordPress, posted: Posted, tmp_path: Path) -> Desk:
    """Its draft quotes the hostile passage and has tags and categories."""
    commands = Commands(tmp_path / "desk", allow=wordpress.host)
    commands.run("init", str(commands.root))
    (commands.root / "feeds.opml").write_text(opml(wordpress.url + "/feed/"), encoding="utf-8")
    with (commands.root / "roundup.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[deliver.wordpress]\nsite = "{wordpress.url}"\n')
    commands.run("fetch")
    post = str(commands.json("posts")[0]["id"])
    commands.run("star", post)
    commands.run("quote", post, HOSTILE)
    commands.run("annotate", post, "--lead", "Somebody [asked people](post).")
    commands.run("edition", "set", "--intro", "Benches.", "--sign-off", "More, please.")
    commands.run("edition", "set", "--tag", "benches", "--tag", "Größe", "--category", "Roundup")
    return Desk(commands, wordpress)


def test_a_draft_first(desk: Desk, wordpress: WordPress) -> None:
    """Without a word of more, readers see nothing; title, slug, tags, categories and every byte are as sent."""
    told = desk.run("publish", "--json").json
    (delivery,) = told["deliveries"]
    assert (delivery["done"], delivery["state"], delivery["losses"], delivery["said"]) == ("created", "draft", [], [])
    post = ours(wordpress)
    assert (post["status"], post["title"]["raw"]) == ("draft", "That was the local government week that was")
    assert (desk.commands.root / "out" / SLUG / "wordpress.html").read_text(encoding="utf-8").strip() == post[
        "content"
    ]["raw"]
    names = {tag["name"] for tag in wordpress.rest_list(f"/tags?post={post['id']}")}
    assert names == {"benches", "Größe"}
    assert [c["name"] for c in wordpress.rest_list(f"/categories?post={post['id']}")] == ["Roundup"]


def test_a_second_push_changes_nothing(desk: Desk, wordpress: WordPress) -> None:
    """The same post, no new revision, not even another time of change."""
    desk.run("publish")
    before, count = ours(wordpress), revisions(wordpress)
    told = desk.push()
    assert (told["done"], told["remote"]) == ("unchanged", str(before["id"]))
    assert ours(wordpress) == before
    assert revisions(wordpress) == count


def test_a_change_is_one_revision(desk: Desk, wordpress: WordPress) -> None:
    """A correction goes into the same post, once."""
    desk.run("publish")
    number, count = ours(wordpress)["id"], revisions(wordpress)
    desk.run("recheck", "1", "--erratum", "It was 42 people.")
    told = desk.push()
    assert (told["done"], told["losses"]) == ("changed", [])
    assert ours(wordpress)["id"] == number
    assert "It was 42 people." in ours(wordpress)["content"]["raw"]
    assert revisions(wordpress) == count + 1


def test_an_edit_there_is_left_alone_and_shown(desk: Desk, wordpress: WordPress) -> None:
    """Whoever mends a word in WordPress keeps it; the push is refused with the difference, and says what to do."""
    desk.run("publish")
    post = ours(wordpress)
    edited = post["content"]["raw"].replace("More, please.", "More, PLEASE.")
    wordpress.update_post(post["id"], content=edited)
    desk.run("recheck", "1", "--erratum", "It was 42 people.")
    told = desk.push(code=1)
    assert "edited there" in told["error"]
    assert "More, PLEASE." in told["diff"]
    assert "Revisions" in told["remedy"]
    assert ours(wordpress)["content"]["raw"] == edited
    wordpress.update_post(post["id"], content=post["content"]["raw"])
    assert desk.push()["done"] == "changed"


def test_what_is_quoted_is_what_readers_read(desk: Desk, wordpress: WordPress) -> None:
    """A shortcode and a template in a quotation stand there as words; published only when that is said."""
    desk.run("publish")
    told = desk.push("--live")
    assert (told["done"], told["state"], told["losses"]) == ("changed", "live", [])
    page = wordpress.rest("GET", f"/posts/{ours(wordpress)['id']}")["content"]["rendered"]
    assert "[gallery] and {{< figure >}} here — “both”" in unescape(page)
    assert desk.push()["state"] == "live"
    assert f"published in edition 1 at {told['url']}" in desk.run("why", "1").out


def test_the_edition_comes_back_by_its_feed(desk: Desk, wordpress: WordPress) -> None:
    """Published there, it is a post in the blog's feed, and our own fetch reads its words."""
    desk.run("publish", "--live")
    desk.run("fetch", "--all", "--force")
    found = [post for post in desk.run("posts", "--all", "--json").json if SLUG in post["url"]]
    assert [post["title"] for post in found] == ["That was the local government week that was"]
    assert "[gallery] and {{< figure >}} here" in desk.run("show", str(found[0]["id"]), "--json").json["text"]


def test_a_push_that_was_cut_off_makes_no_second_post(desk: Desk, wordpress: WordPress) -> None:
    """The post was made, the answer never arrived, nothing was written down: it is found again by its slug."""
    desk.run("publish")
    number = ours(wordpress)["id"]
    store = desk.commands.root / "roundup.db"
    with open_store(store, now=NOW) as opened:
        opened.receipts.keep(Receipt(SLUG, "wordpress", NOW, "ada"))
    told = desk.run("publish", "--json").json
    assert told["deliveries"][0]["done"] == "unchanged"
    assert told["open"] == 2
    assert ours(wordpress)["id"] == number


def test_anothers_post_of_the_same_name_is_theirs(desk: Desk, wordpress: WordPress) -> None:
    """A slug that is taken is said; nothing is overwritten, no slug-2 is made."""
    wordpress.create_post("Mine", "<p>Mine.</p>", slug=SLUG)
    told = desk.run("publish", "--json", code=1).json["deliveries"][0]
    assert "slug" in told["error"]
    assert ours(wordpress)["title"]["raw"] == "Mine"


def test_it_can_wait_for_its_hour(desk: Desk, wordpress: WordPress) -> None:
    """--at has WordPress publish it then, by the desk's clocks."""
    ahead = "2036-11-27 09:00"
    desk.run("publish")
    told = desk.push("--at", ahead)
    assert (told["state"], ours(wordpress)["date_gmt"]) == ("scheduled", "2036-11-27T09:00:00")


def test_trash_is_no_place_for_an_edition(desk: Desk, wordpress: WordPress) -> None:
    """A draft thrown away there is made anew when it is pushed again."""
    desk.run("publish")
    number = ours(wordpress)["id"]
    wordpress.rest("DELETE", f"/posts/{number}")
    told = desk.push()
    assert told["done"] == "created"
    assert told["remote"] != str(number)


@pytest.mark.parametrize("name", ["editor", "nobody"])
def test_a_wrong_password_is_called_that(desk: Desk, wordpress: WordPress, name: str) -> None:
    """The edition is closed all the same; with the right one the same command finishes the job."""
    right, desk.secret = desk.secret, f"{wordpress.url} {name} hunter2"
    told = desk.run("publish", "--json", code=1).json
    assert "name or application password is wrong" in told["deliveries"][0]["error"]
    assert "hunter2" not in str(told)
    desk.secret = right
    assert desk.run("publish", "--json").json["deliveries"][0]["done"] == "created"


def test_a_site_without_application_passwords_is_told_apart(desk: Desk, wordpress: WordPress) -> None:
    """They are off without TLS, or by a plugin; a new password would not help."""
    off = wordpress.debug_log.with_name(f"{wordpress.debug_log.name}.production")
    off.touch()
    try:
        told = desk.run("publish", "--json", code=1).json["deliveries"][0]
    finally:
        off.unlink()
    assert "does not take application passwords" in told["error"]


def test_a_host_that_strips_the_password_is_told_apart(desk: Desk, wordpress: WordPress) -> None:
    """The right password that never arrives is the host's fault, and the host is who can mend it."""
    with stripping(wordpress) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROUNDUP_ALLOW_HOSTS", f"{wordpress.host},{url.removeprefix('http://')}")
        settings = desk.commands.root / "roundup.toml"
        there, here = f'site = "{wordpress.url}"', f'site = "{url}"\napi = "{url}/wp-json/wp/v2"'
        settings.write_text(settings.read_text().replace(there, here))
        patch.setenv("ROUNDUP_SECRET_OTHER", desk.secret.replace(wordpress.url, url))
        desk.commands = replace(desk.commands, allow=f"{wordpress.host} {url.removeprefix('http://')}")
        told = desk.run("publish", "--json", code=1).json["deliveries"][0]
    assert "the password is right, but did not arrive" in told["error"]
    assert "Authorization header" in told["remedy"]


@contextmanager
def stripping(wordpress: WordPress) -> Iterator[str]:
    """The blog behind a host that lets no Authorization through."""

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = ask(wordpress.url + self.path)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_roles(desk: Desk, wordpress: WordPress) -> None:
    """An author loses nothing of the edition; a contributor may draft and is told they cannot publish."""
    for role in ("author", "contributor"):
        name, password = wordpress.add_user(role)
        desk.secret = f"{wordpress.url} {name} {password}"
        told = desk.run("publish", "--json") if role == "author" else None
        if told:
            assert told.json["deliveries"][0]["losses"] == []
        else:
            refused = desk.push("--live", code=1)
            assert "not publish" in refused["error"]
