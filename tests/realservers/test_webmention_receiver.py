"""notify, against a Webmention receiver that others wrote: what a quoted blogger gets to see."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.blogserver import Blogs, item, opml, serving
from tests.cli.desk import Commands
from tests.realservers.conftest import leave_out
from tests.realservers.receiver import Receiver, running_receiver, unpack_receiver

pytestmark = pytest.mark.server

HTML = "text/html; charset=utf-8"
WORDS = "Nobody thanked the crew, and nobody ever does."


@pytest.fixture(scope="module")
def receiver(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    try:
        packages = unpack_receiver(checkout / ".servers")
    except (OSError, subprocess.CalledProcessError) as error:
        leave_out(f"the Webmention receiver could not be had: {error}")
    with running_receiver(packages, tmp_path_factory.mktemp("receiver")) as blog:
        yield blog


@dataclass
class Town:
    """A desk that published to a folder, the web server that shows the folder, the bloggers' receiver."""

    desk: Commands
    web: Blogs
    receiver: Receiver

    @property
    def page(self) -> str:
        return f"{self.web.url}/roundup/"

    def show(self) -> None:
        """The folder as it is now is what the web sees."""
        (file,) = (self.desk.root / "public").glob("*.html")
        self.web.put("/roundup/", file.read_bytes(), HTML)

    def notify(self, *words: str, code: int = 0) -> dict[str, str]:
        """What became of each post."""
        told = self.desk.json("notify", *words, code=code)
        return {entry["url"]: entry["outcome"] for entry in told["entries"]}

    def mention(self, name: str) -> list[dict[str, Any]]:
        """What the receiver knows of the post of this name."""
        return self.receiver.mentions(f"{self.receiver.url}/{name}/")


@pytest.fixture(scope="module")
def town(receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """An edition by Ada Example with two posts of one blog, quoted, published into a folder that is on the web."""
    with serving() as web, pytest.MonkeyPatch.context() as patch:
        patch.setattr("roundup.net.waiting.SECONDS", 0.0)
        allow = f"{web.host} {receiver.url.removeprefix('http://')}"
        desk = Commands(tmp_path_factory.mktemp("town") / "desk", allow=allow)
        desk.run("init", str(desk.root), "--empty")
        settings = desk.root / "roundup.toml"
        folder = '\n[deliver.folder]\npath = "public"\nformat = "page"\nfile = "{slug}.html"\n'
        settings.write_text(settings.read_text() + folder)
        names, text = ("bins", "maps"), f"They went out on time. {WORDS}"
        posts = [item(name, name.title(), text, base=receiver.url) for name in names]
        (desk.root / "feeds.opml").write_text(opml(web.feed("/feed", *posts)))
        desk.run("fetch")
        for post in desk.json("posts"):
            desk.run("star", str(post["id"]))
            desk.run("annotate", str(post["id"]), "--lead", f"On {post['title']} somebody [wrote](post).")
            desk.run("quote", str(post["id"]), WORDS)
        desk.run("edition", "set", "--title", "The week that was", "--editor", "Ada Example")
        made = Town(desk, web, receiver)
        desk.run("publish", "--override", "no-words", "--reason", "a test")
        made.show()
        yield made


def quoted(mention: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Whose words the receiver found quoted, from where, and the words."""
    cites = [cite["properties"] for cite in mention["metadata"]["mf2"]["quotation_of"]]
    return [(c["author"][0]["properties"]["name"][0], c["url"][0], c["content"][0]["value"]) for c in cites]


def test_the_life_of_a_mention(town: Town) -> None:
    """Shown as it is meant, once; again after a correction; gone with the page. Read back there: it says 200 to all."""
    bins, maps = (f"{town.receiver.url}/{name}/" for name in ("bins", "maps"))
    assert town.notify("--url", town.page, "--dry-run") == {bins: "would", maps: "would"}
    assert town.mention("bins") == town.mention("maps") == []

    assert town.notify("--url", town.page) == {bins: "told", maps: "told"}
    (first,), (other,) = town.mention("bins"), town.mention("maps")
    assert (first["source"], first["target"], other["target"]) == (town.page, bins, maps)
    assert (first["title"], first["author_name"]) == ("The week that was", "Ada Example")
    assert (first["published"][:10], first["mention_type"]) == ("2026-11-20", "mention")
    assert "On Bins somebody wrote" in first["excerpt"]
    assert f'<a href="{bins}">wrote</a>' in first["content"]
    assert quoted(first) == [("A Blog", bins, WORDS), ("A Blog", maps, WORDS)]

    assert town.notify() == {bins: "already", maps: "already"}
    assert town.mention("bins") == [first]

    town.desk.run("recheck", "1", "--erratum", "It was the other bin.")
    town.desk.run("publish", "1")
    town.show()
    assert town.notify() == {bins: "told", maps: "told"}
    (again,) = town.mention("bins")
    assert "It was the other bin." not in first["content"]
    assert "It was the other bin." in again["content"]

    town.web.moved["/roundup/"] = (410, "/")
    assert town.notify() == {bins: "withdrawn", maps: "withdrawn"}
    assert town.mention("bins") == town.mention("maps") == []
    assert set(town.notify().values()) == {"left out"}


def test_the_receiver_shares_nothing_with_the_program(checkout: Path) -> None:
    """Its licence is not ours: no list of ours names it, and it is not where the program finds its modules."""
    for name in ("pyproject.toml", "constraints.txt"):
        assert "webmentions" not in (checkout / name).read_text(encoding="utf-8")
    assert find_spec("webmentions") is None
