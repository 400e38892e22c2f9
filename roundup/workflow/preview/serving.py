"""The preview's server: this machine only, nothing but GET, and no page that could be turned against its user.

A browser can be led to ask 127.0.0.1 for a stranger's page (DNS rebinding), so a request must name this server as its
Host. What is shown runs no script: every form is served with a policy of its own, and framed in a sandbox.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from roundup.dataclass import dataclass
from roundup.errors import RoundupError, UsageError
from roundup.model import Rendering
from roundup.workflow.desk import Desk
from roundup.workflow.preview.scene import Scene, in_order
from roundup.workflow.preview.watching import PAUSE, Watcher

LOOPBACK = "127.0.0.1"
PORT = 8747  # always the same where it is free, so that a tab that is open finds the next preview
MOST_LISTENERS = 20
_HEARTBEAT = 10.0  # seconds after which a listener that went away is noticed
_IDLE = 30.0  # seconds a connection may take to ask
_FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src https:; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'"
)
_SHOWN = f"sandbox allow-same-origin; {_FRAMED}"


@dataclass(frozen=True, slots=True)
class Preview:
    """A server that is ready: its address; `serve` until interrupted."""

    url: str
    serve: Callable[[], None]
    watcher: Watcher


@contextmanager
def preview(fresh: Callable[[], Desk], *, port: int | None = None, pause: float = PAUSE) -> Iterator[Preview]:
    """A preview of the desk that `fresh` gives, on `port` of loopback (None: the usual one, or else any that is free).

    A UsageError if the port cannot be had.
    """
    watcher = Watcher(fresh, pause=pause)
    server = _bound(port, watcher)
    looking = threading.Thread(target=watcher.run, daemon=True)
    looking.start()
    try:
        yield Preview(f"http://{LOOPBACK}:{server.server_port}/", server.serve, watcher)
    finally:
        watcher.stop()
        server.end()
        looking.join(timeout=10)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    # Another program's port is not to be shared.
    allow_reuse_address = False

    def __init__(self, port: int, watcher: Watcher) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.watcher = watcher
        self.listeners = threading.BoundedSemaphore(MOST_LISTENERS)
        self._served = False

    def serve(self) -> None:
        """Answer, until interrupted or ended."""
        self._served = True
        self.serve_forever(poll_interval=0.2)

    def end(self) -> None:
        """Answer nobody any more, and give the port back."""
        if self._served:  # else nothing would ever say that it has shut down
            self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away while it is answered is nothing to tell of."""


def _bound(port: int | None, watcher: Watcher) -> _Server:
    try:
        return _Server(PORT if port is None else port, watcher)
    except (OSError, OverflowError) as error:
        if port is None:
            return _Server(0, watcher)
        raise UsageError(
            f"port {port} cannot be had: {getattr(error, 'strerror', None) or error}",
            hint="Leave --port out, and a free one is found.",
        ) from None


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "roundup"
    sys_version = ""
    timeout = _IDLE

    def do_GET(self) -> None:
        """One page, one form, or the stream of news."""
        host = self.headers.get("Host", "")
        if host not in (f"{LOOPBACK}:{self.server.server_port}", f"localhost:{self.server.server_port}"):
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, "text/plain", b"This is a preview for this machine only.\n")
        elif self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            self._answer(HTTPStatus.FORBIDDEN, "text/plain", b"Another site may not ask for the preview.\n")
        elif self.path == "/events":
            self._events()
        else:
            self._page(self.path.partition("?")[0])

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's signature
        """Requests are not worth a line."""

    def _page(self, path: str) -> None:
        scene = self.server.watcher.scene
        if path == "/":
            self._shell(scene)
        elif path == "/scene.json":
            self._answer(HTTPStatus.OK, "application/json", json.dumps(told(scene)).encode())
        elif path.startswith("/form/") and (shown := _form(scene, path.removeprefix("/form/"))):
            self._answer(HTTPStatus.OK, _type_of(shown), shown.content, policy=_SHOWN)
        else:
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"There is no such form.\n")

    def _shell(self, scene: Scene) -> None:
        try:
            page = shell(scene)
        except RoundupError as error:
            page = f"{error.message}\n{error.hint}\n"
        self._answer(HTTPStatus.OK, "text/html", page.encode("utf-8", "replace"), policy="")

    def _events(self) -> None:
        """Server-sent events (https://html.spec.whatwg.org/#server-sent-events): each new version of the scene."""
        if not self.server.listeners.acquire(blocking=False):
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "text/plain", b"Too many are listening.\n")
            return
        try:
            self._head(HTTPStatus.OK, "text/event-stream", policy=_FRAMED)
            self._tell_news()
        except OSError:
            self.close_connection = True
        finally:
            self.server.listeners.release()

    def _tell_news(self) -> None:
        watcher, version = self.server.watcher, ""
        while not watcher.stopped:
            scene = watcher.wait(version, _HEARTBEAT)
            # A comment says that we are still here, and finds out whether the other side is.
            line = f"data: {scene.version}\n\n" if scene.version != version else ": still here\n\n"
            version = scene.version
            self.wfile.write(line.encode())
            self.wfile.flush()

    def _answer(self, status: HTTPStatus, kind: str, content: bytes, *, policy: str = _FRAMED) -> None:
        self._head(status, kind, policy=policy, length=len(content))
        if self.command != "HEAD":
            self.wfile.write(content)

    def _head(self, status: HTTPStatus, kind: str, *, policy: str, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        if length is not None:
            self.send_header("Content-Length", str(length))
        if policy:
            self.send_header("Content-Security-Policy", policy)
        for name, value in (
            ("Cache-Control", "no-store"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "SAMEORIGIN"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()


# ---------------------------------------------------------------- what is sent


def _form(scene: Scene, name: str) -> Rendering | None:
    return next((rendering for rendering in scene.renderings if rendering.format == name), None)


def _type_of(rendering: Rendering) -> str:
    """Anything but HTML is looked at as the text it is."""
    return "text/html" if rendering.filename.endswith(".html") else "text/plain"


def told(scene: Scene) -> dict[str, Any]:
    """A scene as the preview's own script hears of it."""
    return {
        "version": scene.version,
        "title": scene.title,
        "facts": scene.facts,
        "error": scene.error,
        "hint": scene.hint,
        "forms": {each.format: sha256(each.content).hexdigest()[:16] for each in scene.renderings},
        "places": [
            {
                "anchor": place,
                "findings": [
                    {"check": f.check, "level": f.level, "where": f.where, "message": f.message, "remedy": f.remedy}
                    for f in findings
                ],
            }
            for place, findings in in_order(scene.findings)
        ],
    }


def shell(scene: Scene) -> str:
    """The page that shows everything side by side. Its template is the program's own: a desk's may be broken."""
    from roundup.render import FORMATS
    from roundup.render.templating import environment, fill_from

    forms = tuple((name, form.filename) for name, form in FORMATS.items())
    return fill_from(environment(None), "preview/shell.html.j2", scene=told(scene), forms=forms)
