"""Stories told through the whole program: blogs that misbehave for weeks, and a desk that asks them every time.

    story.feed("/a", *letters(3)); story.follow("/a"); story.fetch(days=7)

Every `fetch` of a story proves by itself what must hold whatever happens: no traceback, a sound database, every
decision, quote and closed edition as before, and a well feed in the same run fetched with its newest post.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from tests.cli.desk import Commands, Said
from tests.net.servers import Page, Server, reply

START = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
BLOG = "https://blog.example"
WELL = "/well"
_WORDS = re.findall(
    r"\w+",
    "allotment bench budget bus canal ceiling clerk committee council crew depot ditch ferry gate grit harbour hedge "
    "jetty kerb lamp ledger library market mayor meadow minutes motion orchard parish path permit pond poster quay "
    "rates roof rota sandbag sluice street survey tender terrace tide tower town tram verge village vote ward weir",
)
_DECIDED = (
    "SELECT * FROM decisions ORDER BY seq",
    "SELECT key, starred, starred_by, skipped, lead, remark, section FROM picks ORDER BY key",
    "SELECT * FROM quotes ORDER BY pick, id",
    "SELECT * FROM notes ORDER BY pick, position",
    "SELECT * FROM edition_posts ORDER BY edition, position",
)


def prose(seed: int | str, words: int = 40) -> str:
    """Sentences like no other seed's."""
    chance = Random(str(seed))
    sentences = [" ".join(chance.choices(_WORDS, k=8)).capitalize() + "." for _ in range(max(words // 8, 1))]
    return " ".join(sentences)


@dataclass(frozen=True)
class Item:
    """One item of an RSS feed; what is empty is left out. `text` is HTML, all else plain words."""

    title: str = ""
    text: str = ""
    link: str = ""
    guid: str = ""
    date: str = ""
    extra: str = ""

    def xml(self) -> str:
        fields = {"title": self.title, "link": self.link, "guid": self.guid, "pubDate": self.date}
        inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items() if value)
        text = f"<description>{escape(self.text)}</description>" if self.text else ""
        return f"<item>{inner}{text}{self.extra}</item>"


def letter(number: int, base: str = BLOG) -> Item:
    """An ordinary post, the newest being the lowest number."""
    day = datetime(2026, 11, 20, 9, tzinfo=UTC) - timedelta(hours=20 * number)
    return Item(
        title=f"Letter {number} from Marrowby",
        text=f"<p>{prose(number)}</p>",
        link=f"{base}/letters/{number}/",
        guid=f"{base}/?p={number}",
        date=f"{day:%a, %d %b %Y %H:%M:%S} GMT",
    )


def letters(count: int, base: str = BLOG, first: int = 1) -> list[Item]:
    """So many ordinary posts."""
    return [letter(number, base) for number in range(first, first + count)]


def rss(*items: Item, title: str = "A Blog", site: str = BLOG) -> str:
    """A feed of `items`."""
    head = f"<title>{escape(title)}</title><link>{site}/</link>"
    return f'<rss version="2.0"><channel>{head}{"".join(item.xml() for item in items)}</channel></rss>'


def feed_reply(body: str | bytes, **headers: str) -> bytes:
    """A feed as servers send it."""
    fields = {"Content-Type": "application/rss+xml; charset=utf-8", **headers}
    return reply(body.encode() if isinstance(body, str) else body, headers=fields)


@dataclass(frozen=True)
class Run:
    """What a fetch came to, by feed."""

    json: dict[str, Any]
    base: str

    def _of(self, path: str) -> dict[str, Any]:
        url = path if "://" in path else self.base + path
        return next((each for each in self.json["brought"] if each["url"] == url), {"new": 0, "changed": 0})

    def new(self, path: str) -> int:
        return int(self._of(path)["new"])

    def changed(self, path: str) -> int:
        return int(self._of(path)["changed"])

    def note(self, path: str) -> str:
        """What there is to know of a feed that is well."""
        url = path if "://" in path else self.base + path
        return "; ".join(each["note"] for each in self.json["notes"] if each["url"] == url)

    def reason(self, path: str) -> str:
        """Why the feed is failing, "" if it is not; said on one line."""
        url = path if "://" in path else self.base + path
        said = [each["reason"] for each in self.json["failures"] if each["url"] == url]
        assert len(said) <= 1
        assert all("\n" not in reason and len(reason) <= 300 for reason in said)
        return str(said[0]) if said else ""


@dataclass
class Story:
    """A desk, the server of all its blogs, and a clock that only moves when it is told to."""

    root: Path
    server: Server
    now: datetime = START
    well: bool = True
    allow: str = ""
    curator: str = "ada"
    count: int = field(default=0, repr=False)

    def __post_init__(self) -> None:
        self.allow = self.allow or f"127.0.0.1:{self.server.port} localhost:{self.server.port}"
        if not self.root.exists():
            self.run("init", str(self.root), "--empty")

    # ---------------------------------------------------------------- the blogs

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return path if "://" in path else self.server.url(path, host)

    def serve(self, path: str, page: Page) -> None:
        """Answer `path` with exactly this from now on."""
        self.server.pages[path] = page

    def feed(self, path: str, *items: Item, **channel: str) -> None:
        """Serve a feed of `items`."""
        self.serve(path, feed_reply(rss(*items, **channel)))

    def follow(self, *paths: str) -> None:
        """Follow just these feeds, and the well one."""
        urls = [self.url(path) for path in (*paths, *([WELL] if self.well else []))]
        outlines = "".join(f'<outline type="rss" text="{escape(url)}" xmlUrl="{escape(url)}"/>\n' for url in urls)
        self.feeds_file.write_text(f'<opml version="2.0"><head/><body>\n{outlines}</body></opml>\n', encoding="utf-8")

    @property
    def feeds_file(self) -> Path:
        return self.root / "feeds.opml"

    def set(self, table: str, **values: object) -> None:
        """Settings of the desk, from now on."""
        lines = [
            f"{name} = {str(value).lower() if isinstance(value, bool) else repr(value)}"
            for name, value in values.items()
        ]
        (self.root / "roundup.toml").write_text("\n".join([f"[{table}]", *lines, ""]), encoding="utf-8")

    # ---------------------------------------------------------------- the desk

    @property
    def commands(self) -> Commands:
        return Commands(self.root, self.allow, self.now.isoformat(), self.curator)

    def run(self, *words: str, code: int = 0, stdin: str = "") -> Said:
        """One command, ended as documented and without a word that only programmers read."""
        said = self.commands.run(*words, code=code, stdin=stdin)
        for bad in ("Traceback", "bug in roundup", "object at 0x"):
            assert bad not in said.out + said.err
        return said

    def json(self, *words: str, code: int = 0) -> Any:
        return self.run(*words, "--json", code=code).json

    def fetch(self, *words: str, code: int = 0, **later: float) -> Run:
        """Some time later (an hour, if not said), a fetch; what must hold whatever happens is proved."""
        self.now += timedelta(**(later or {"hours": 1}))
        newest = self._well_post() if self._well_is_due(words) else None
        before = self.decided()
        run = Run(self.json("fetch", *words, code=code), self.server.url(""))
        assert self.decided() == before, "a fetch decided something"
        if newest:
            assert self.rows("SELECT title FROM posts WHERE url = ?", newest.link), "the well feed was not fetched"
        return run

    def _well_is_due(self, words: Sequence[str]) -> bool:
        if not self.well or any(not word.startswith("--") for word in words):
            return False
        known = self.rows("SELECT next_due FROM feeds WHERE url = ?", self.url(WELL))
        return not known or bool(words) or known[0][0] is None or datetime.fromisoformat(known[0][0]) <= self.now

    def _well_post(self) -> Item:
        """The well feed has something new before each fetch."""
        self.count += 1
        newest = replace(letter(self.count, "https://well.example"), title=f"All is well, {self.count} times")
        self.feed(WELL, newest, title="A Well Blog", site="https://well.example")
        return newest

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Straight from the file, past the program."""
        path = self.root / "roundup.db"
        if not path.exists():
            return []
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(query, values).fetchall()

    def decided(self) -> list[list[tuple[Any, ...]]]:
        """Every decision and what came of it; the file is sound."""
        if not (self.root / "roundup.db").exists():
            return [[] for _ in _DECIDED]
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []
        return [self.rows(query) for query in _DECIDED]

    # ---------------------------------------------------------------- what an editor sees and does

    def posts(self, *words: str) -> list[dict[str, Any]]:
        """All posts but the well blog's, oldest known first."""
        found: Sequence[dict[str, Any]] = self.json("posts", *(words or ("--all",)), "--limit", "5000")
        known = [post for post in found if post["blog"] != "A Well Blog"]
        return sorted(known, key=lambda post: int(post["id"]))

    def titles(self, *words: str) -> list[str]:
        return [post["title"] for post in self.posts(*words)]

    def id(self, title: str) -> str:
        """The one post with this title."""
        (found,) = [post["id"] for post in self.posts() if post["title"] == title]
        return str(found)

    def show(self, title: str) -> dict[str, Any]:
        shown: dict[str, Any] = self.json("show", self.id(title))
        return shown

    def pick(self, title: str, *, quote: str = "", note: str = "") -> str:
        """Star a post and write about it; its id."""
        post = self.id(title)
        self.run("star", post)
        blog = self.json("show", post)["blog"]
        self.run("annotate", post, "--lead", f"Somebody at {blog} wrote [a letter](post) to us all.")
        if quote:
            self.run("quote", post, quote)
        if note:
            self.run("note", post, note)
        return post

    def picks(self) -> list[dict[str, Any]]:
        """The draft's picks."""
        return list(self.json("edition")["picks"])

    def picked(self) -> list[str]:
        return [pick["title"] for pick in self.picks()]

    def findings(self, code: int = 0) -> list[str]:
        """What `check` says, by name."""
        return [finding["check"] for finding in self.json("check", code=code)]

    def pages(self, *words: str) -> dict[str, str]:
        """Every file of the edition, by its name, freshly rendered; not the archive and the feeds, which grow."""
        files = [Path(file["path"]) for file in self.json("render", *words)]
        own = [file for file in files if file.parent.parent == self.root / "out"]
        return {file.name: file.read_text(encoding="utf-8") for file in own}

    def health(self, path: str) -> dict[str, Any]:
        """How `feeds` says the feed is."""
        (found,) = [each for each in self.json("feeds") if each["url"] == self.url(path)]
        return dict(found)

    def asked(self, path: str) -> int:
        """How often the server was asked for this."""
        return self.server.asked.count(path)
