"""A Webmention receiver that others wrote, in a folder of its own: a partner in tests, never a part of ours."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from tests.realservers.packages import made_once
from tests.realservers.processes import free_port, running, wait_for

FETCH_SECONDS = 300.0
# Under AGPL and other licences than ours: it is spoken to, by HTTP alone.
PINS = (
    "webmentions==0.2.0",
    *("flask==3.1.3", "werkzeug==3.1.9", "blinker==1.9.0", "click==8.5.1", "itsdangerous==2.2.0"),
    *("jinja2==3.1.6", "markupsafe==3.0.4", "sqlalchemy==2.1.9", "typing_extensions==4.16.0"),
    *("beautifulsoup4==4.15.0", "soupsieve==4.1.2", "html5lib==1.1", "six==1.17.0", "webencodings==0.6.1"),
    *("mf2py==2.0.2", "requests==2.34.2", "certifi==2026.10.18", "charset-normalizer==3.5.2", "idna==3.20"),
    "urllib3==2.8.0",
)

# Every path is a post that takes mentions. It may ask this machine, which it would refuse to by itself.
APP = """
import sys
from flask import Flask
from webmentions import WebmentionsHandler
from webmentions.server.adapters.flask import bind_webmentions
from webmentions.storage.adapters.db import init_db_storage

port, database = int(sys.argv[1]), sys.argv[2]
app = Flask("blog")
storage = init_db_storage(engine=f"sqlite:///{database}")
bind_webmentions(app, WebmentionsHandler(storage=storage, base_url=f"http://127.0.0.1:{port}", ssrf_protection=False))

@app.get("/<name>/")
def post(name):
    return f'<!doctype html><title>{name}</title><article class="h-entry"><h1 class="p-name">{name}</h1></article>'

app.run("127.0.0.1", port)
"""


def unpack_receiver(folder: Path) -> Path:
    """The folder of the receiver's packages, made under `folder` when it is not there yet.

    Raises CalledProcessError, TimeoutExpired or OSError if it cannot be had.
    """
    return made_once(folder, "webmentions-0.2.0", _build)


def _build(folder: Path) -> None:
    words = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile", "--only-binary", ":all:"]
    # Found by path alone: an environment would remember where it was made, and cannot be renamed.
    command = [sys.executable, "-m", "pip", *words, "--target", str(folder), *PINS]
    subprocess.run(command, check=True, capture_output=True, timeout=FETCH_SECONDS)


@dataclass(frozen=True)
class Receiver:
    """A blog that takes mentions of its posts: /anything/ is one."""

    url: str

    def mentions(self, post: str) -> list[dict[str, Any]]:
        """What it knows of who mentioned a post. It answers 200 to whatever it is sent: only this tells."""
        query = urlencode({"resource": post, "direction": "in"})
        with urlopen(f"{self.url}/webmentions?{query}") as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found


@contextmanager
def running_receiver(packages: Path, folder: Path) -> Iterator[Receiver]:
    """The receiver on loopback while the block runs; its database is in `folder`."""
    port, log = free_port(), folder / "receiver.log"
    command = [sys.executable, "-S", "-c", APP, str(port), str(folder / "mentions.db")]
    with running(command, log=log, env={"PYTHONPATH": str(packages)}) as process:
        wait_for(lambda: _listens(port), process, log=log)
        yield Receiver(f"http://127.0.0.1:{port}")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
