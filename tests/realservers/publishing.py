"""A desk whose edition quotes a post of a real WordPress, and delivers to the same blog."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.blogserver import opml
from tests.cli.desk import Commands, Said
from tests.realservers.between import Host
from tests.realservers.wordpress import Posted, WordPress

SLUG = "2026-11-20-week-that-was"
HOSTILE = "Write [gallery] and {{< figure >}} here — “both”, and 5 < 6 & 7 > 6."
WRITTEN = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
_POST = f"<p>We asked 41 people.</p><p>{HOSTILE.replace('&', '&amp;').replace('<', '&lt;').replace('[', '&#91;')}</p>"
_STATUSES = "publish,draft,future,pending,private,trash"


def quoted_post(blog: WordPress) -> Posted:
    """The post that the edition quotes."""
    return blog.create_post("What 41 people said", _POST, date=WRITTEN)


def posts(blog: WordPress) -> list[dict[str, Any]]:
    """Every post of the blog as its administrator sees it, thrown away ones included."""
    return blog.rest_list(f"/posts?status={_STATUSES}&context=edit&per_page=100")


def open_desk(blog: WordPress, root: Path) -> Path:
    """A desk in `root` whose draft quotes the hostile passage and has tags and categories. It delivers nowhere yet."""
    commands = Commands(root, allow=blog.host)
    commands.run("init", str(root))
    (root / "feeds.opml").write_text(opml(blog.url + "/feed/"), encoding="utf-8")
    commands.run("fetch")
    (post,) = commands.json("posts")
    number = str(post["id"])
    commands.run("star", number)
    commands.run("quote", number, HOSTILE)
    commands.run("annotate", number, "--lead", "Somebody [asked people](post).")
    labels = ("--tag", "benches", "--tag", "Größe", "--category", "Roundup")
    commands.run("edition", "set", "--intro", "Benches.", "--sign-off", "More, please.", *labels)
    return root


def closed_desk(opened: Path, blog: WordPress, root: Path) -> Path:
    """The same when its edition is closed; it has been nowhere."""
    shutil.copytree(opened, root)
    Commands(root, allow=blog.host).run("publish")
    return root


@dataclass
class Desk:
    """A desk that delivers to the blog as this user, with the secret in its environment."""

    commands: Commands
    blog: WordPress
    name: str
    password: str
    addresses: tuple[str, ...]

    def run(self, *words: str, code: int = 0) -> Said:
        with pytest.MonkeyPatch.context() as patch:
            for number, address in enumerate(self.addresses):
                patch.setenv(f"ROUNDUP_SECRET_{number}", f"{address} {self.name} {self.password}")
            return self.commands.run(*words, code=code)

    def push(self, *words: str, code: int = 0) -> dict[str, Any]:
        """Publish the closed edition (again): what is told of the one target."""
        return told(self.run("publish", "1", "--json", *words, code=code))

    def resume(self, code: int = 0) -> dict[str, Any]:
        """Publish what has not arrived yet."""
        return told(self.run("publish", "--json", code=code))

    def log_in(self, name: str, password: str) -> None:
        """From now on it is this user who publishes."""
        self.name, self.password = name, password

    def behind(self, host: Host) -> None:
        """From now on it reaches the blog by way of that host."""
        settings = self.commands.root / "roundup.toml"
        here = f'site = "{host.url}"\napi = "{host.url}/wp-json/wp/v2"'
        settings.write_text(settings.read_text(encoding="utf-8").replace(f'site = "{self.blog.url}"', here))
        self.addresses = (self.blog.url, host.url)
        self.commands = replace(self.commands, allow=f"{self.blog.host} {host.url.removeprefix('http://')}")

    @property
    def made(self) -> list[dict[str, Any]]:
        """The posts of our edition that are there."""
        return [post for post in posts(self.blog) if post["slug"].startswith(SLUG)]

    @property
    def post(self) -> dict[str, Any]:
        """The one post of our edition."""
        (post,) = self.made
        return post

    def revisions(self, number: int | str) -> int:
        """How often the post was saved with other words."""
        return len(self.blog.rest_list(f"/posts/{number}/revisions?_fields=id"))

    @property
    def written(self) -> str:
        """What the desk wrote for WordPress."""
        return (self.commands.root / "out" / SLUG / "wordpress.html").read_text(encoding="utf-8").strip()


def told(said: Said) -> dict[str, Any]:
    """What is told of the one delivery."""
    (delivery,) = said.json["deliveries"]
    return dict(delivery)


def desk_from(prepared: Path, root: Path, blog: WordPress) -> Desk:
    """A desk of one's own, a copy of a prepared one, that delivers to the blog as its administrator."""
    shutil.copytree(prepared, root)
    settings, table = root / "roundup.toml", f'\n[deliver.wordpress]\nsite = "{blog.url}"\n'
    if table not in (words := settings.read_text(encoding="utf-8")):
        settings.write_text(words + table, encoding="utf-8")
    return Desk(Commands(root, allow=blog.host), blog, blog.user, blog.app_password, (blog.url,))
