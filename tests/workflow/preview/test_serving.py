"""The preview's server, asked over real HTTP."""

from __future__ import annotations

import http.client
import json
import os
import socket
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from roundup.errors import ConfigError, UsageError
from roundup.render import FORMATS
from roundup.workflow.desk import Desk
from roundup.workflow.preview import Preview, preview
from roundup.workflow.preview.serving import MOST_LISTENERS
from roundup.workflow.word import annotate
from tests.render.hostile import PAYLOADS
from tests.workflow.preview.conftest import PAUSE


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def ask(shown: Preview, path: str = "/", *, method: str = "GET", **headers: str) -> Answer:
    """One request, with whatever headers."""
    connection = http.client.HTTPConnection(urlsplit(shown.url).netloc, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode())
    finally:
        connection.close()


def port_of(shown: Preview) -> int:
    return urlsplit(shown.url).port or 0


class Listening:
    """The stream of news, as a browser holds it."""

    def __init__(self, shown: Preview) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(shown.url).netloc, timeout=20)
        self.connection.request("GET", "/events")
        self.answer = self.connection.getresponse()

    def next(self) -> str:
        """The next version that is told. Signs of life come in between for as long as one listens."""
        end = time.monotonic() + 20
        while not (line := self.answer.readline()).startswith(b"data: "):
            assert line, "the stream ended"
            assert time.monotonic() < end, "nothing new was told"
        return line.decode().removeprefix("data: ").strip()

    def close(self) -> None:
        self.connection.close()


# ---------------------------------------------------------------- what is served


def test_the_first_page_shows_every_form(still: Preview) -> None:
    """Side by side, page and e-mail also as narrow as a phone, each in a sandbox that runs nothing."""
    page = ask(still).text
    for name in FORMATS:
        assert f'src="/form/{name}"' in page
    assert page.count('src="/form/page"') == page.count('src="/form/email"') == 2
    assert page.count("<iframe") == page.count('sandbox="allow-same-origin"') == len(FORMATS) + 2


@pytest.mark.parametrize("name", FORMATS)
def test_each_form_is_served_as_it_would_be_written(still: Preview, name: str) -> None:
    """Byte for byte; what is no HTML as text; none of them may run a script, wherever it is opened."""
    answer = ask(still, f"/form/{name}")
    rendering = next(each for each in still.watcher.scene.renderings if each.format == name)
    kind = "text/html" if rendering.filename.endswith(".html") else "text/plain"
    assert (answer.status, answer.text.encode()) == (200, rendering.content)
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-same-origin; default-src 'none'")
    assert "script" not in policy


def test_the_scene_is_told_to_the_pages_script(still: Preview) -> None:
    """Version, forms by their digests, findings by the place they mean."""
    scene: dict[str, Any] = json.loads(ask(still, "/scene.json").text)
    assert set(scene["forms"]) == set(FORMATS)
    assert scene["version"] == still.watcher.scene.version
    assert {place["anchor"] for place in scene["places"]} >= {"intro"}


@pytest.mark.parametrize("path", ["/x", "/form/", "/form/../roundup.toml", "/form/nothing", "/roundup.db", "*"])
def test_nothing_else_is_served(still: Preview, path: str) -> None:
    """No file of the desk, whatever is asked for."""
    assert ask(still, path).status == 404


def test_hostile_words_stay_words_in_the_frame(desk: Desk) -> None:
    """Titles and findings of the draft, in the preview's own page."""
    from roundup.workflow.edition import change

    for words in PAYLOADS[:4]:
        change(desk, {"title": words or "x", "intro": f"TODO {words}"})
        with preview(lambda: desk, port=0, pause=PAUSE) as running:
            threading.Thread(target=running.serve, daemon=True).start()
            page = ask(running).text
        assert page.count("<script") == 2
        assert page.count("<iframe") == len(FORMATS) + 2


# ---------------------------------------------------------------- who may ask


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", ""])
@pytest.mark.parametrize("path", ["/", "/form/page", "/scene.json", "/events"])
def test_a_page_of_another_name_is_refused(still: Preview, host: str, path: str) -> None:
    """A site that has its name lead to this machine (DNS rebinding) reads nothing."""
    answer = ask(still, path, Host=host.format(port=port_of(still)))
    assert answer.status == 421
    assert "Week" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}"])
def test_this_machine_may_ask(still: Preview, host: str) -> None:
    """By its address or as localhost."""
    assert ask(still, Host=host.format(port=port_of(still))).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_not_frame_or_fetch_it(still: Preview, site: str) -> None:
    """What a browser says of where a request comes from is heeded, and frames of others are refused."""
    assert ask(still, Sec_Fetch_Site=site).status == 403
    headers = ask(still, "/form/page").headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_done_by_asking(still: Preview, method: str) -> None:
    """The preview only shows."""
    assert ask(still, method=method).status == 501


def test_it_listens_on_loopback_alone(still: Preview) -> None:
    """No other machine can ask."""
    assert urlsplit(still.url).hostname == "127.0.0.1"


@pytest.mark.parametrize(
    "sent", [b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01" * 50, b"GET /" + b"a" * 70_000]
)
def test_nonsense_does_not_stop_it(still: Preview, sent: bytes) -> None:
    """Whatever is sent, the next one who asks is answered."""
    with socket.create_connection(("127.0.0.1", port_of(still)), timeout=20) as connection:
        connection.sendall(sent + b"\r\n\r\n")
        connection.settimeout(0.2)
        try:
            while connection.recv(65536):
                pass
        except OSError:
            pass
    assert ask(still).status == 200


# ---------------------------------------------------------------- news


def test_a_decision_is_seen_at_once(desk: Desk, shown: Preview) -> None:
    """Whatever command made it: who listens hears of a new version, and the form has the new words."""
    news = Listening(shown)
    first = news.next()
    annotate(desk, "1", lead="Quite other [words](post).")
    assert news.next() != first
    assert "Quite other" in ask(shown, "/form/page").text
    news.close()


def test_a_template_is_seen_at_once(desk: Desk, shown: Preview) -> None:
    """Written, broken and mended, with the error shown meanwhile."""
    news = Listening(shown)
    seen = [news.next()]
    own = desk.settings.templates_path / "page.html.j2"
    own.parent.mkdir()
    for moment, text in enumerate(("<p>mine", "{{ edition.nothing }}", "<p>mine again"), start=1):
        own.write_text(text, encoding="utf-8")
        os.utime(own, ns=(moment, moment))
        seen.append(news.next())
        error = json.loads(ask(shown, "/scene.json").text)["error"]
        assert bool(error) == ("nothing" in text), error
    assert len(set(seen)) == 4
    assert ask(shown, "/form/page").text == "<p>mine again\n"
    news.close()


def test_settings_are_read_anew(desk: Desk) -> None:
    """A mistake in them is shown, and gone when it is put right."""
    wrong = [False]

    def fresh() -> Desk:
        if wrong[0]:
            raise ConfigError("roundup.toml: [desk] titel is not a setting", hint="Did you mean 'title'?")
        return desk

    with preview(fresh, port=0, pause=PAUSE) as running:
        threading.Thread(target=running.serve, daemon=True).start()
        news = Listening(running)
        news.next()
        for broken in (True, False):
            wrong[0] = broken
            (desk.settings.root / "roundup.toml").write_text(f"# {broken}", encoding="utf-8")
            news.next()
            assert ("titel" in ask(running, "/scene.json").text) == broken
        news.close()


def test_only_so_many_may_listen(shown: Preview) -> None:
    """A page that opens streams without end takes no more of the machine; one that goes makes room."""
    listening = [Listening(shown) for _ in range(MOST_LISTENERS)]
    assert ask(shown, "/events").status == 503
    for each in listening:
        each.close()


# ---------------------------------------------------------------- its end


def test_it_ends_when_its_block_ends(desk: Desk) -> None:
    """Streams are let go, the port is free again."""
    with preview(lambda: desk, port=0, pause=PAUSE) as running:
        threading.Thread(target=running.serve, daemon=True).start()
        port, news = port_of(running), Listening(running)
        news.next()
    assert news.answer.read().count(b"data:") == 0
    with pytest.raises(OSError, match=r".*"):
        socket.create_connection(("127.0.0.1", port), timeout=5).close()


def test_a_port_that_is_taken_is_told(desk: Desk, still: Preview) -> None:
    """If it was asked for; otherwise another is found."""
    with pytest.raises(UsageError, match="cannot be had"), preview(lambda: desk, port=port_of(still)):
        raise AssertionError
    with preview(lambda: desk) as one, preview(lambda: desk) as other:
        assert one.url != other.url
