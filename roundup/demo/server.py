"""The sample blogs on loopback HTTP: what each address answers at a moment, and the server that says it."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from roundup.dataclass import dataclass
from roundup.demo.feeds import FORMATS, feed_body, has_feed, silence
from roundup.demo.opml import sample_opml
from roundup.demo.pages import blog_page, front_page, login_page, page, post_page
from roundup.demo.source import Blog, SamplePost, sample_blogs

FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response: status, headers and body."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class BlogServer:
    """The running server. `url` is its root without a slash; time on it stands still until it is moved."""

    def __init__(self, url: str, blogs: tuple[Blog, ...], moment: datetime = FRIDAY) -> None:
        self.url = url
        self.blogs = blogs
        self.moment = moment
        # A list's append is atomic, so the threads need no lock.
        self.requests: list[tuple[str, int]] = []

    @property
    def host(self) -> str:
        """`host:port`, as ROUNDUP_ALLOW_HOSTS wants it."""
        return self.url.removeprefix("http://")

    @property
    def opml(self) -> str:
        """The sample subscriptions, with some faults of real ones."""
        return sample_opml(self.blogs, self.url)

    def week(self, number: int) -> None:
        """Move to the Friday `number` weeks after the sample week's own (which is 0)."""
        self.moment = FRIDAY + timedelta(weeks=number)

    def at(self, moment: datetime) -> None:
        """Move to any moment."""
        self.moment = moment

    def address(self, name: str) -> str:
        """The address of the post that `name` ("blog/slug") stands for. KeyError if there is none."""
        home, _, slug = name.partition("/")
        for blog in self.blogs:
            for post in blog.posts:
                if (blog.name, post.slug) == (home, slug):
                    return self.url + blog.path(post)
        raise KeyError(name)


@contextmanager
def serve_blogs(port: int = 0) -> Iterator[BlogServer]:
    """Serve the sample blogs on 127.0.0.1 while the block runs; port 0 means any that is free.

    OSError if the port is taken.
    """
    http = _Server(("127.0.0.1", port), _Handler)
    state = http.state = BlogServer(f"http://127.0.0.1:{http.server_address[1]}", sample_blogs())
    # The interval is how long the end of the block waits for the loop to notice.
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def answer(path: str, asked: Mapping[str, str], blogs: tuple[Blog, ...], moment: datetime, base: str) -> Answer:
    """What `path` answers at `moment` to a request with the headers `asked` (their names in lower case)."""
    clean = path.partition("?")[0]
    if clean == "/":
        return _html(front_page(blogs))
    blog = next((blog for blog in blogs if clean.startswith(f"/{blog.name}/")), None)
    if blog is None or (clean == blog.feed_path and blog.format == "missing"):
        return _not_found()
    if clean == blog.feed_path and has_feed(blog):
        return _conditional(_feed(blog, asked, moment, base), asked)
    if clean == blog.feed_path:
        return _html(login_page(blog))
    # Reached only by a feed that moved: for all others both paths are one.
    if clean == blog.listed_path:
        return Answer(301, {"Location": base + blog.feed_path})
    if clean == f"/{blog.name}/":
        return _html(blog_page(blog, moment))
    return _page_of_post(clean, blog, moment, base)


def _page_of_post(path: str, blog: Blog, moment: datetime, base: str) -> Answer:
    for post in blog.posts:
        if post.online(moment) and path.startswith(blog.path(post)):
            if path == blog.path(post):
                return _html(post_page(blog, post, moment, base))
            if path == blog.path(post) + "episode.mp3" and post.audio_seconds:
                return Answer(200, {"Content-Type": "audio/mpeg"}, silence(post.audio_seconds))
    return _not_found()


def _feed(blog: Blog, asked: Mapping[str, str], moment: datetime, base: str) -> Answer:
    body = feed_body(blog, moment, base)
    # The old blog's server leaves it to the XML declaration to say.
    charset = "" if "windows-1252" in blog.quirks else "; charset=utf-8"
    headers = {
        "Content-Type": FORMATS[blog.format].content_type + charset,
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"',
        "Last-Modified": format_datetime(_last_change(blog.posts, moment), usegmt=True),
    }
    if "gzip" in blog.quirks and "gzip" in asked.get("accept-encoding", ""):
        packed = {**headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        # Without a time in it the same feed is the same bytes.
        return Answer(200, packed, gzip.compress(body, mtime=0))
    return Answer(200, headers, body)


def _last_change(posts: tuple[SamplePost, ...], moment: datetime) -> datetime:
    """The newest publication, correction or deletion not after `moment`, in UTC."""
    changes = [post.changed(moment) for post in posts if post.date <= moment]
    changes += [post.deleted for post in posts if post.deleted and post.deleted <= moment]
    return max(changes, default=moment).astimezone(UTC)


def _conditional(fresh: Answer, asked: Mapping[str, str]) -> Answer:
    """304 if the asker has it already; If-None-Match goes before If-Modified-Since (RFC 9110, 13.1.3)."""
    etags = asked.get("if-none-match")
    same = fresh.headers["ETag"] in etags if etags else asked.get("if-modified-since") == fresh.headers["Last-Modified"]
    kept = {name: value for name, value in fresh.headers.items() if name in ("ETag", "Last-Modified", "Vary")}
    return Answer(304, kept) if same else fresh


def _html(text: str, status: int = 200) -> Answer:
    return Answer(status, {"Content-Type": "text/html; charset=utf-8"}, text.encode())


def _not_found() -> Answer:
    return _html(page("Not found", "<h1>Not found</h1><p>This blog has closed, or never was.</p>"), 404)


class _Server(ThreadingHTTPServer):
    """Knows what it serves; connections that stay open don't keep it from ending."""

    daemon_threads = True
    state: BlogServer


class _Handler(BaseHTTPRequestHandler):
    """Gives answer() to whoever asks; keeps connections open and writes no log."""

    server: _Server
    timeout = 10
    # 1.0, the default, would close the connection after every answer.
    protocol_version = "HTTP/1.1"
    server_version = "SampleBlogs"
    sys_version = ""  # nobody need know which Python it is

    def do_GET(self) -> None:
        state = self.server.state
        asked = {name.lower(): value for name, value in self.headers.items()}
        given = answer(self.path, asked, state.blogs, state.moment, state.url)
        state.requests.append((self.path, given.status))
        self.send_response(given.status)
        for name, value in given.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(given.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(given.body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_args: object) -> None:
        """Say nothing: the demo's output is the commands' output."""
