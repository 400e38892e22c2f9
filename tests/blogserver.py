"""A web server on loopback whose pages a test writes and changes as it likes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class Blogs:
    """path → (content type, body). `asked` holds every request's path and headers; a `held` path waits for an event.

    `moved` has path → (status, where to); `headers` has what is sent besides, by path. `posted` holds what was sent to
    a path that `answers` (status, headers, body).
    """

    url: str = ""
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    held: dict[str, Event] = field(default_factory=dict)
    moved: dict[str, tuple[int, str]] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    posted: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def put(self, path: str, body: str | bytes, kind: str = "application/rss+xml; charset=utf-8") -> str:
        """Serve `body` at `path`; the address."""
        self.pages[path] = (kind, body.encode() if isinstance(body, str) else body)
        return self.url + path

    def feed(self, path: str, *items: str, title: str = "A Blog") -> str:
        """Serve an RSS 2.0 feed of `items` at `path`."""
        head = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title><link>{self.url}/</link>'
        return self.put(path, head + "".join(items) + "</channel></rss>")


def item(
    slug: str, title: str, text: str, date: str = "Thu, 19 Nov 2026 09:00:00 GMT", base: str = "https://blog.example"
) -> str:
    """One item of an RSS feed."""
    return (
        f"<item><title>{title}</title><link>{base}/{slug}/</link><guid>{base}/?p={slug}</guid>"
        f"<pubDate>{date}</pubDate><description><![CDATA[<p>{text}</p>]]></description></item>"
    )


def opml(*urls: str) -> str:
    """Subscriptions to `urls`."""
    outlines = "".join(f'<outline type="rss" text="Blog {n}" xmlUrl="{url}"/>' for n, url in enumerate(urls, 1))
    return f'<opml version="2.0"><head/><body>{outlines}</body></opml>'


class _Handler(BaseHTTPRequestHandler):
    blogs: Blogs
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.blogs.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        if held := self.blogs.held.get(self.path):
            held.wait(30)
        kind, body = self.blogs.pages.get(self.path, ("text/plain", b"not here"))
        etag = self.blogs.etags.get(self.path, "")
        if etag and self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            body = b""
        elif moved := self.blogs.moved.get(self.path):
            self.send_response(moved[0])
            self.send_header("Location", moved[1])
        else:
            self.send_response(200 if self.path in self.blogs.pages else 404)
        for name, value in self.blogs.headers.get(self.path, {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.blogs.posted.append((self.path, self.rfile.read(int(self.headers.get("Content-Length") or 0))))
        status, headers, body = self.blogs.answers.get(self.path, (404, {}, b"not here"))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Tests keep their own log."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: object) -> None:
        """A client that was killed is part of some tests."""


@contextmanager
def serving(address: str = "127.0.0.1", port: int = 0) -> Iterator[Blogs]:
    """Blogs on a free port of `address` (127.0.0.2 is another host) while the block runs."""
    blogs = Blogs()
    server = _Server((address, port), type("Handler", (_Handler,), {"blogs": blogs}))
    blogs.url = f"http://{address}:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield blogs
    finally:
        for event in blogs.held.values():
            event.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
