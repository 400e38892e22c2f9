"""notify: the people an edition quotes are told once it is public, each in the way their blog knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.blogserver import Blogs, item, opml, serving
from tests.cli.desk import Commands

HTML = "text/html; charset=utf-8"
OVERRIDE = ("--override", "no-words", "--reason", "test")
SLUG = "2026-11-20-week-that-was"


@dataclass
class Village:
    """A desk with a closed edition of three posts, their blogs, and the page where the edition is public."""

    desk: Commands
    blogs: Blogs

    @property
    def page(self) -> str:
        return f"{self.blogs.url}/roundup/"

    def go_public(self) -> None:
        """Serve the edition's page as it was written."""
        self.desk.run("render", "1", "--format", "page")
        self.blogs.put("/roundup/", (self.desk.root / "out" / SLUG / "post.html").read_bytes(), HTML)

    def notify(self, *words: str, code: int = 0) -> dict[str, tuple[str, str, str]]:
        """What became of each post: outcome, way, words."""
        told = self.desk.json("notify", *words, code=code)
        return {e["url"].rstrip("/").rsplit("/", 1)[1]: (e["outcome"], e["way"], e["words"]) for e in told["entries"]}

    def mentions(self) -> list[dict[str, Any]]:
        """The Webmentions that arrived."""
        found = [parse_qs(body.decode()) for path, body in self.blogs.posted if path == "/webmention"]
        return [{name: values[0] for name, values in mention.items()} for mention in found]


@pytest.fixture
def village(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Village]:
    """Bins takes Webmentions, maps takes Pingbacks, notes has neither."""
    monkeypatch.setattr("roundup.net.waiting.SECONDS", 0.0)
    with serving() as blogs:
        desk = Commands(tmp_path / "desk", allow=blogs.host)
        desk.run("init", str(desk.root), "--empty")
        names = ("bins", "maps", "notes")
        blogs.feed("/feed", *(item(name, name.title(), f"All about {name}.", base=blogs.url) for name in names))
        for name in names:
            blogs.put(f"/{name}/", f"<title>{name}</title><p>All about {name}.</p>", HTML)
        blogs.headers["/bins/"] = {"Link": "</webmention>; rel=webmention"}
        blogs.headers["/maps/"] = {"X-Pingback": f"{blogs.url}/xmlrpc"}
        blogs.answers["/webmention"] = (202, {}, b"thank you")
        fine = (
            b"<?xml version='1.0'?><methodResponse><params><param><value>fine</value></param></params></methodResponse>"
        )
        blogs.answers["/xmlrpc"] = (200, {"Content-Type": "text/xml"}, fine)
        (desk.root / "feeds.opml").write_text(opml(f"{blogs.url}/feed"))
        desk.run("fetch")
        for post in desk.json("posts"):
            desk.run("star", str(post["id"]))
            desk.run("annotate", str(post["id"]), "--lead", "Somebody [wrote](post).")
        desk.run("publish", *OVERRIDE)
        made = Village(desk, blogs)
        made.go_public()
        yield made


def test_everybody_is_told_in_their_own_way(village: Village) -> None:
    """A Webmention, a Pingback, a letter; each says where the edition is and which post it is about."""
    told = village.notify("--url", village.page)
    assert told["bins"][:2] == ("told", "webmention")
    assert told["maps"][:2] == ("told", "pingback")
    assert told["notes"][:2] == ("letter", "letter")
    assert village.mentions() == [{"source": village.page, "target": f"{village.blogs.url}/bins/"}]
    (ping,) = [body.decode() for path, body in village.blogs.posted if path == "/xmlrpc"]
    assert f"<string>{village.page}</string>" in ping
    assert f"<string>{village.blogs.url}/maps/</string>" in ping
    (letter,) = (village.desk.root / "out" / SLUG / "letters").iterdir()
    words = letter.read_text()
    assert f"{village.blogs.url}/notes/" in words
    assert village.page in words


def test_nobody_is_told_twice(village: Village) -> None:
    """A second run asks nobody and writes no second letter; where the edition is has been written down."""
    village.notify("--url", village.page)
    posted = list(village.blogs.posted)
    again = village.notify()
    assert {outcome for outcome, _, _ in again.values()} == {"already"}
    assert village.blogs.posted == posted
    assert f"published in edition 1 at {village.page}" in village.desk.run("why", "1").out
    trail = village.desk.run("why", "edition 1").out
    assert [trail.count(f"told by {way}: {village.blogs.url}/") for way in ("webmention", "pingback", "letter")] == [
        1,
        1,
        1,
    ]


def test_dry_run_tells_nobody(village: Village) -> None:
    """It asks pages where they want to be told, and writes nothing down."""
    told = village.notify("--url", village.page, "--dry-run")
    assert [told[name][:2] for name in ("bins", "maps", "notes")] == [
        ("would", "webmention"),
        ("would", "pingback"),
        ("would", "letter"),
    ]
    assert village.blogs.posted == []
    assert not (village.desk.root / "out" / SLUG / "letters").exists()
    assert "is public yet" in village.desk.run("notify", code=2).err
    assert "roundup publish 1 --live" in village.desk.run("notify", "1", code=2).err
    assert "no edition 9 was closed on this desk" in village.desk.run("notify", "9", code=2).err


def test_not_before_it_is_public(village: Village) -> None:
    """A page that is not there, or does not link to a post, tells nobody anything."""
    del village.blogs.pages["/roundup/"]
    assert "is not there (404)" in village.desk.run("notify", "--url", village.page, code=1).err
    village.blogs.put("/roundup/", f'<a href="{village.blogs.url}/bins/">only this</a>', HTML)
    told = village.notify("--url", village.page)
    assert told["bins"][0] == "told"
    assert told["maps"] == ("left out", "", "the page does not link to it")


def test_a_correction_is_told_again(village: Village) -> None:
    """Webmention and Pingback receivers look again; letters are not written twice."""
    village.notify("--url", village.page)
    village.desk.run("recheck", "1", "--erratum", "It was the other bin.")
    village.go_public()
    again = village.notify()
    assert (again["bins"][0], again["maps"][0], again["notes"][0]) == ("told", "told", "already")
    assert len(village.mentions()) == 2


def test_an_edition_taken_away_is_told_too(village: Village) -> None:
    """Those who were told are told again, so that they see it is gone (Webmention 3.1.4); once."""
    village.notify("--url", village.page)
    del village.blogs.pages["/roundup/"]
    gone = village.notify()
    assert (gone["bins"][0], gone["maps"][0]) == ("withdrawn", "withdrawn")
    assert len(village.mentions()) == 2
    assert gone["notes"][0] == "left out"


def test_who_opted_out_is_left_alone(village: Village) -> None:
    """Not even their page is asked."""
    village.desk.run("people", "add", "Bea Example", "--site", f"{village.blogs.url}/bins/")
    village.desk.run("people", "opt-out", "Bea Example")
    asked = len([path for path, _ in village.blogs.asked if path == "/bins/"])
    assert village.notify("--url", village.page)["bins"][0] == "left out"
    assert len([path for path, _ in village.blogs.asked if path == "/bins/"]) == asked


@pytest.mark.parametrize(
    ("answer", "outcome", "words"),
    [
        ((400, {}, b"no such post"), "refused", "answers 400: no such post"),
        ((503, {}, b""), "failed", "answers 503"),
        ((429, {"Retry-After": "60"}, b""), "failed", "answers 429"),
        ((201, {"Location": "https://bins.example/status/1"}, b""), "told", "https://bins.example/status/1"),
        ((200, {}, b"\x1b]0;owned\x07 fine"), "told", "accepted (200)"),
    ],
)
def test_what_the_other_side_says(
    village: Village, answer: tuple[int, dict[str, str], bytes], outcome: str, words: str
) -> None:
    """A refusal is final, trouble is tried again by the same command, and nothing they say reaches the terminal raw."""
    village.blogs.answers["/webmention"] = answer
    told = village.notify("--url", village.page, code=1 if outcome == "failed" else 0)
    assert told["bins"][0] == outcome
    assert words in told["bins"][2]
    village.blogs.answers["/webmention"] = (202, {}, b"")
    assert village.notify()["bins"][0] == ("told" if outcome == "failed" else "already")


@pytest.mark.parametrize(
    ("fault", "outcome", "words"),
    [(b"48", "told", "knew of it already"), (b"0", "refused", "fault 0"), (b"17", "refused", "no link &lt;here")],
)
def test_pingback_faults(village: Village, fault: bytes, outcome: str, words: str) -> None:
    """48 says that they know; the others are no."""
    said = b"<member><name>faultString</name><value><string>no link &lt;here</string></value></member>"
    body = b"<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>" + fault
    village.blogs.answers["/xmlrpc"] = (
        200,
        {},
        body + b"</int></value></member>" + said + b"</struct></value></fault>",
    )
    told = village.notify("--url", village.page)["maps"]
    assert told[0] == outcome
    assert words in told[2]


def test_private_places_are_not_told(village: Village) -> None:
    """A stranger's page cannot send us to a machine of our own network (Webmention 5.3, SSRF)."""
    village.blogs.headers["/bins/"] = {"Link": "<http://10.0.0.1/webmention>; rel=webmention"}
    outcome, _, words = village.notify("--url", village.page, code=1)["bins"]
    assert outcome == "failed"
    assert "not on the public internet" in words


def test_a_person_with_two_posts_has_one_letter(village: Village) -> None:
    """By the registry's name, with the handles that are known."""
    for name in ("maps", "notes"):
        village.blogs.headers.pop(f"/{name}/", None)
    site = f"{village.blogs.url}/"
    village.desk.run("people", "add", "Bea Example", "--site", site, "--handle", "@bea@social.example")
    village.notify("--url", village.page)
    (letter,) = (village.desk.root / "out" / SLUG / "letters").iterdir()
    words = letter.read_text()
    assert "Hello Bea Example," in words
    assert "@bea@social.example" in words
    assert f"{village.blogs.url}/maps/" in words
    assert f"{village.blogs.url}/notes/" in words


def test_what_is_switched_off_is_not_used(village: Village) -> None:
    """Where a blog's own WordPress sends pingbacks, ours stands back; without letters nobody gets one."""
    settings = village.desk.root / "roundup.toml"
    settings.write_text(settings.read_text().replace("[notify]", "[notify]\npingback = false\nletters = false"))
    told = village.notify("--url", village.page)
    assert (told["bins"][0], told["maps"][0], told["notes"][0]) == ("told", "left out", "left out")


def test_it_reads_well(village: Village) -> None:
    """A line a post; letters are named, and said to be unsent."""
    said = village.desk.run("notify", "--url", village.page)
    assert "told" in said.out
    assert "letters/" in said.out
    assert "nothing was sent" in said.err
    assert "is not a web address" in village.desk.run("notify", "--url", "x", code=2).err
