"""A real WordPress on loopback, with PHP's own web server: Debian's with MariaDB on a private socket, or 6.5 on SQLite.

with running_wordpress(unpack_wordpress(cache)) as wordpress:
    post = wordpress.create_post("Bins", "<p>They went out.</p>")
    ... fetch f"{wordpress.url}/feed/" ...
    wordpress.update_post(post.id, content="<p>They went out late.</p>")
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from typing import Any

from tests.realservers.packages import find
from tests.realservers.processes import free_port, running, wait_for

HERE = Path(__file__).parent
_PHP = ("-d", "sendmail_path=/bin/true", "-d", "display_errors=stderr")
_SMALL = ("--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=4M")
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Posted:
    """A post as WordPress answers: its number, its address, and the id its feeds give it."""

    id: int
    link: str
    guid: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for an address, errors and 304 included."""

    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True, slots=True)
class WordPress:
    """A blog that runs. `app_password` is for HTTP Basic, for `user`, who may do everything."""

    url: str
    user: str
    app_password: str
    debug_log: Path

    @property
    def host(self) -> str:
        """`127.0.0.1:PORT`, as ROUNDUP_ALLOW_HOSTS wants it."""
        return self.url.removeprefix("http://")

    def create_post(
        self, title: str, content: str, *, date: datetime | None = None, status: str = "publish", **more: Any
    ) -> Posted:
        """A new post; `date` is aware, `more` is whatever else the REST interface takes (slug, excerpt, tags …)."""
        fields = {"title": title, "content": content, "status": status, **more}
        if date:
            fields["date_gmt"] = date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return _posted(self.rest("POST", "/posts", fields))

    def update_post(self, number: int, **fields: Any) -> Posted:
        """Change a post: title, content, status, slug …"""
        return _posted(self.rest("POST", f"/posts/{number}", fields))

    def delete_post(self, number: int) -> None:
        """Take a post away for good."""
        self.rest("DELETE", f"/posts/{number}?force=true")

    def rest(self, method: str, path: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
        """The REST interface's answer to a request below /wp-json/wp/v2; anything but success fails the test."""
        read = self._rest(method, path, fields)
        assert isinstance(read, dict)
        return read

    def rest_list(self, path: str) -> list[dict[str, Any]]:
        """The same for what is asked of a list."""
        read = self._rest("GET", path, None)
        assert isinstance(read, list)
        return read

    def add_user(self, role: str) -> tuple[str, str]:
        """A new user of this role: the name, and an application password."""
        name = f"{role}-{os.urandom(4).hex()}"
        fields = {"username": name, "email": f"{name}@sandleigh.example", "password": name, "roles": [role]}
        number = self.rest("POST", "/users", fields)["id"]
        made = self.rest("POST", f"/users/{number}/application-passwords", {"name": "tests"})
        return name, str(made["password"])

    def _rest(self, method: str, path: str, fields: dict[str, Any] | None) -> Any:
        login = base64.b64encode(f"{self.user}:{self.app_password}".encode()).decode("ascii")
        headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
        data = None if fields is None else json.dumps(fields).encode()
        answer = ask(f"{self.url}/wp-json/wp/v2{path}", method=method, data=data, headers=headers)
        assert answer.status in (200, 201), f"{method} {path}: {answer.status} {answer.body[:2000]!r}"
        return json.loads(answer.body)


def ask(url: str, *, method: str = "GET", data: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
    """One request, past any proxy; a status that is no success is an answer like any other."""
    request = urllib.request.Request(url, data=data, headers=headers or {}, method=method)
    try:
        with _OPENER.open(request, timeout=30) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def _posted(answer: dict[str, Any]) -> Posted:
    return Posted(int(answer["id"]), str(answer["link"]), str(answer["guid"]["rendered"]))


@contextmanager
def running_wordpress(site: Path) -> Iterator[WordPress]:
    """The WordPress unpacked at `site`, empty, for the block. Database and logs go with the block, the site stays."""
    with _folder() as folder, _database(folder) as socket:
        yield from _serve(site, folder, {"WP_TEST_SOCKET": str(socket)})


@contextmanager
def running_wordpress_on_sqlite(site: Path) -> Iterator[WordPress]:
    """The same where a file is the database."""
    with _folder() as folder:
        yield from _serve(site, folder, {"WP_TEST_DATA": str(folder)})


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="wp-"))  # short: the path of a socket has at most 107 characters
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(source: Path, target: Path) -> None:
    """Copy in one step: the WordPress of another test process may be reading the file."""
    part = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copyfile(source, part)
    part.replace(target)


def _serve(site: Path, folder: Path, database: dict[str, str]) -> Iterator[WordPress]:
    _put(HERE / "wordpress_config.php", site / "wp-config.php")
    host = f"127.0.0.1:{free_port()}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
        "WP_TEST_HOST": host,
        "WP_TEST_SITE": str(site),
        "WP_TEST_LOG": str(folder / "debug.log"),
        "PHP_CLI_SERVER_WORKERS": "4",
        **database,
    }
    php = [str(find("php")), *_PHP]
    installed = subprocess.run(
        [*php, HERE / "install_wordpress.php"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert installed.returncode == 0, installed.stdout + installed.stderr
    log = folder / "php.log"
    serve = [*php, "-S", host, "-t", str(site), str(HERE / "wordpress_router.php")]
    with running(serve, log=log, env=environment) as process:
        wait_for(lambda: _answers(f"http://{host}/wp-json/"), process, log=log)
        yield WordPress(f"http://{host}", "editor", installed.stdout.strip(), folder / "debug.log")


def _answers(url: str) -> bool:
    try:
        return ask(url).status == 200
    except OSError:
        return False


@contextmanager
def _database(folder: Path) -> Iterator[Path]:
    """An empty MariaDB that only its own socket leads to; yields the socket's path."""
    data, socket, log = folder / "data", folder / "run" / "db.sock", folder / "db.log"
    for made in (data, socket.parent):
        made.mkdir()
    # MariaDB refuses to run as root, so there nobody runs it, who must then own its folders and reach them.
    runner: list[str] = []
    if os.geteuid() == 0:
        folder.chmod(0o755)
        for made in (data, socket.parent):
            shutil.chown(made, "nobody")
        runner = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    where = ["--no-defaults", f"--datadir={data}"]
    words = [
        *runner,
        str(find("mariadb-install-db")),
        *where,
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
    ]
    tables = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert tables.returncode == 0, tables.stdout + tables.stderr
    serve = [*runner, str(find("mariadbd")), *where, f"--socket={socket}", "--skip-networking", *_SMALL]
    with running(serve, log=log) as process:
        wait_for(
            lambda: _sql(socket, "create database if not exists wordpress character set utf8mb4"), process, log=log
        )
        yield socket


def _sql(socket: Path, statement: str) -> bool:
    words = [str(find("mariadb")), "--no-defaults", "-uroot", "-S", str(socket), "-e", statement]
    return subprocess.run(words, capture_output=True, timeout=30, check=False).returncode == 0
