"""Servers that answer anything but a feed: one run with all of them, then weeks of some.

The run is made once for the whole file: every feed was well, then each has its own trouble, then all are well again.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from tests.hazards.story import Item, Run, Story, feed_reply, letter, prose, rss
from tests.net.servers import Page, drip, flood, hang, redirect, reply, reset, serving

WHOLE = rss(*[letter(n) for n in (1, 2, 3)])
HTML = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1><form><input name=p></form></body></html>"
DEADLINE = 1.5


def html(title: str, status: int = 200) -> bytes:
    return reply(HTML.format(title).encode(), status=status, headers={"Content-Type": "text/html"})


def packed(body: bytes, coding: str = "gzip") -> bytes:
    return reply(body, headers={"Content-Type": "application/xml", "Content-Encoding": coding})


# The answer, and words that must stand in the reason.
ANSWERS: dict[str, tuple[Page, str]] = {
    "401": (html("Log in", 401), "password"),
    "402": (html("Pay", 402), "402"),
    "403": (html("No", 403), "403 Forbidden"),
    "404": (html("Not here", 404), "404 Not Found"),
    "418": (html("Tea", 418), "418"),
    "429": (reply(status=429), "429"),
    "451": (html("Law", 451), "451"),
    "500": (html("Oops", 500), "500"),
    "502": (html("Oops", 502), "502"),
    "503": (reply(status=503), "503"),
    "520": (html("Oops", 520), "520"),
    "999": (html("Oops", 999), "999"),
    "a feed with 404": (reply(WHOLE.encode(), status=404), "404"),
    "204": (reply(status=204), "204"),
    "206": (reply(WHOLE.encode()[:200], status=206), "206"),
    "300 without a place": (reply(status=300), "300"),
    "302 without a place": (reply(status=302), "without saying where"),
    "304 unasked": (reply(status=304), "304"),
    "a login page": (html("Log in"), "web page"),
    "a parked domain": (html("This domain is for sale"), "web page"),
    "HTML that says it is RSS": (feed_reply(HTML.format("Moved")), "web page"),
    "nothing": (reply(b"empty"), ""),
    "white space": (feed_reply(" \n\n "), "empty"),
    "a picture": (
        reply(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, headers={"Content-Type": "image/png"}),
        "PNG image",
    ),
    "a PDF": (reply(b"%PDF-1.4\n" + bytes(range(256)), headers={"Content-Type": "application/pdf"}), "PDF document"),
    "zeros": (reply(bytes(50_000)), "empty"),
    "JSON that is no feed": (
        reply(b'{"error": "rate limited"}', headers={"Content-Type": "application/json"}),
        "not a JSON Feed",
    ),
    "OPML": (
        feed_reply('<opml version="2.0"><body><outline text="x" xmlUrl="http://x.example/"/></body></opml>'),
        "list of feeds",
    ),
    "a drawing": (feed_reply('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), "SVG image"),
    "a sitemap": (feed_reply("<urlset><url><loc>https://blog.example/</loc></url></urlset>"), "sitemap"),
    "a file name": (reply(b"/etc/passwd"), "plain text"),
    "an address": (reply(b"https://blog.example/feed"), "plain text"),
    "a cut head": (b"HTTP/1.1 200 OK\r\nContent-Ty", "without an answer"),
    "a cut body": (reply(WHOLE.encode(), length=len(WHOLE) + 100), "before it was complete"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", "without an answer"),
    "two lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nhello", "not sound HTTP"),
    "bad chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", "not sound HTTP"),
    "reset at once": (reset(), ""),
    "reset half-way": (reset(reply(WHOLE.encode())[:300]), ""),
    "closed at once": (b"", "without an answer"),
    "silent": (hang(), f"{DEADLINE:g} s"),
    "silent after the head": (hang(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss"), f"{DEADLINE:g} s"),
    "a drip": (drip(b"x"), f"{DEADLINE:g} s"),
    "an endless head": (flood(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 500), "headers go on for more than"),
    "an endless body": (
        flood(b"HTTP/1.1 200 OK\r\n\r\n<rss>", b"<item><title>More</title></item>" * 500),
        "max_wire_bytes",
    ),
    "a length of a terabyte": (reply(b"<rss>", length=10**12), "max_wire_bytes"),
    "a bomb": (packed(gzip.compress(bytes(40_000_000))), "max_body_bytes"),
    "a bomb in a bomb": (packed(gzip.compress(gzip.compress(bytes(40_000_000))), "gzip, gzip"), "max_body_bytes"),
    "gzip that is not": (packed(WHOLE.encode()), "damaged"),
    "gzip cut off": (packed(gzip.compress(WHOLE.encode())[:-9]), "before it is complete"),
    "gzip with a wrong sum": (packed(gzip.compress(WHOLE.encode())[:-8] + b"\0" * 8), "damaged"),
    "deflate cut off": (packed(zlib.compress(WHOLE.encode())[:-9], "deflate"), "before it is complete"),
    "brotli": (packed(b"\x0b\x02\x80", "br"), "'br'"),
    "a circle": (redirect("/a%20circle"), "circle"),
    "a redirect to a file": (redirect("file:///etc/passwd"), "no web address"),
    "a redirect to a script": (redirect("javascript:alert(1)"), "no web address"),
    "a redirect to data": (redirect("data:text/xml,<rss/>"), "no web address"),
    "a redirect to ftp": (redirect("ftp://127.0.0.1/feed"), "no web address"),
    "a redirect to nowhere": (redirect("http://"), ""),
    "a redirect to nonsense": (redirect("http://[::1:80:/"), "no web address"),
    "a redirect to metadata": (redirect("http://169.254.169.254/latest/meta-data/"), "169.254.169.254"),
    "a redirect to a router": (redirect("http://192.168.1.1/"), "192.168.1.1"),
    "a redirect to all addresses": (redirect("http://0.0.0.0/"), "0.0.0.0"),
    "a redirect to a number": (redirect("http://2130706433/"), "127.0.0.1"),
    "a redirect to octal": (redirect("http://0177.0.0.1/"), "0177.0.0.1"),
    "a redirect to mapped IPv6": (redirect("http://[::ffff:127.0.0.1]:22/"), "not on the public internet"),
    "a redirect to a closed port": (redirect("http://127.0.0.1:9/"), "refuses"),
    "a redirect to a name in use nowhere": (redirect("http://feed.invalid/"), "feed.invalid"),
}
PATHS = {name: "/" + name.replace(" ", "%20") for name in ANSWERS}


@dataclass(frozen=True)
class Told:
    """The story as it was told: what the run with all the trouble said, and the one after it."""

    story: Story
    trouble: Run
    after: Run
    posts: dict[str, list[str]]
    seconds: float


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Every feed brings a post; then each has its trouble; nine days later each brings another."""
    with serving(pages={}) as server:
        story = Story(tmp_path_factory.mktemp("answers") / "desk", server)
        story.allow = f"127.0.0.1:{server.port} 127.0.0.1:9"
        story.set("fetch", deadline=DEADLINE, max_body_bytes=5_000_000, per_host=8, host_spacing=0.01)
        story.follow(*PATHS.values())
        for n, path in enumerate(PATHS.values()):
            story.feed(path, own(n, 0), title=f"Blog {n}")
        story.fetch()
        for n, path in enumerate(list(PATHS.values())[:3]):
            story.pick(own(n, 0).title, quote=prose(f"{n} 0").split(". ")[2], note=path)
        for name, path in PATHS.items():
            story.serve(path, ANSWERS[name][0])
        trouble = story.fetch()
        posts = {path: titles_of(story, path) for path in PATHS.values()}
        for n, path in enumerate(PATHS.values()):
            story.feed(path, own(n, 1), own(n, 0), title=f"Blog {n}")
        yield Told(story, trouble, story.fetch(days=9), posts, trouble.json["seconds"])


def own(blog: int, number: int) -> Item:
    """A post that only this blog has."""
    return replace(
        letter(number, f"https://b{blog}.example"),
        title=f"{number} of blog {blog}",
        text=f"<p>{prose(f'{blog} {number}')}</p>",
    )


def titles_of(story: Story, path: str) -> list[str]:
    """What the feed brought so far."""
    query = "SELECT p.title FROM posts p JOIN feeds f ON f.id = p.feed WHERE f.url = ? ORDER BY p.id"
    return [title for (title,) in story.rows(query, story.url(path))]


@pytest.mark.parametrize("name", ANSWERS)
def test_it_is_one_feeds_trouble_said_in_one_line(told: Told, name: str) -> None:
    """The feed is failing, and the reason says why in the editor's words."""
    reason = told.trouble.reason(PATHS[name])
    assert reason
    assert ANSWERS[name][1] in reason
    assert not set("\x1b\x00\x07") & set(reason)


@pytest.mark.parametrize("name", ANSWERS)
def test_its_posts_stay_and_nothing_else_is_taken_for_one(told: Told, name: str) -> None:
    """What the blog had brought is there; a login page, a file or half a feed is no post."""
    number = list(ANSWERS).index(name)
    assert told.posts[PATHS[name]] == [f"0 of blog {number}"]


@pytest.mark.parametrize("name", ANSWERS)
def test_the_next_run_succeeds_by_itself(told: Told, name: str) -> None:
    """Once its server is well, the feed is asked, read and no longer said to fail."""
    assert told.after.new(PATHS[name]) == 1
    assert told.after.reason(PATHS[name]) == ""


def test_the_run_ends_in_time(told: Told) -> None:
    """Three silent servers and two endless ones among sixty cost little more than one deadline."""
    assert told.seconds < 2 * DEADLINE + 6


def test_every_feed_has_a_line_on_stderr(told: Told) -> None:
    """Each is named with its address, in the words of its own trouble."""
    assert len(told.trouble.json["failures"]) == len(ANSWERS)
    assert told.after.json["failures"] == []
