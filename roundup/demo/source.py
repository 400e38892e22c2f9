"""The sample blogs as people write them: one Markdown file a blog → Blog and SamplePost values.

A file is TOML between two lines of `+++`, then posts. A post starts with `# Title` (or `#` alone, if it has none), goes
on with `name: value` lines, a blank line and its text in Markdown. blogs/README.md names every key.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from roundup.dataclass import dataclass
from roundup.text import slugify

# Bloggers write by the clock on their own wall.
LONDON = ZoneInfo("Europe/London")
FOLDER = Path(__file__).parent / "blogs"

Quirk = Literal[
    "bst", "glued-footer", "gzip", "moved", "no-dates", "no-guids", "no-titles", "relative-links", "utm", "windows-1252"
]


@dataclass(frozen=True, slots=True)
class SamplePost:
    """One post. `correction` is (when, old words, new words); from `deleted` on it is gone, feed and page."""

    slug: str
    title: str
    date: datetime
    markdown: str
    author: str = ""
    tags: tuple[str, ...] = ()
    audio_seconds: int = 0
    correction: tuple[datetime, str, str] | None = None
    deleted: datetime | None = None
    origin: str = ""

    def at(self, moment: datetime) -> str:
        """The Markdown as it stood at `moment`."""
        if self.correction and self.correction[0] <= moment:
            return self.markdown.replace(self.correction[1], self.correction[2])
        return self.markdown

    def changed(self, moment: datetime) -> datetime:
        """When the post was last touched, seen from `moment`."""
        return self.correction[0] if self.correction and self.correction[0] <= moment else self.date

    def online(self, moment: datetime) -> bool:
        return self.date <= moment and not (self.deleted and self.deleted <= moment)


@dataclass(frozen=True, slots=True)
class Blog:
    """One blog and how its feed behaves.

    `name` is its folder on the server. `format` is a key of the table in feeds.py, or "missing", "login" or "none" for
    an address that answers 404, one that asks for a password, and pages which are in no feed. `copies` names posts of
    other blogs ("blog/slug") that appear here as well.
    """

    name: str
    title: str
    author: str = ""
    council: str = ""
    tagline: str = ""
    format: str = "none"
    feed: str = "feed.xml"
    folders: tuple[str, ...] = ()
    quirks: tuple[Quirk, ...] = ()
    copies: tuple[str, ...] = ()
    posts: tuple[SamplePost, ...] = ()

    def path(self, post: SamplePost) -> str:
        """Where the post's page is, from the server's root; the day is the one in London."""
        return f"/{self.name}/{post.date.astimezone(LONDON):%Y/%m/%d}/{post.slug}/"

    @property
    def feed_path(self) -> str:
        return f"/{self.name}/{self.feed}"

    @property
    def listed_path(self) -> str:
        """The feed's address as subscribers have it: one that moved is still listed where it used to be."""
        return f"/{self.name}/rss.php" if "moved" in self.quirks else self.feed_path


@cache
def sample_blogs() -> tuple[Blog, ...]:
    """Every blog in blogs/, in the order of their names, with the posts they copy from each other filled in."""
    files = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
    blogs = [read_blog(path.stem, path.read_text(encoding="utf-8")) for path in files]
    # Read all before any is copied: a copy may stand in a file that comes before its original's.
    originals = {f"{blog.name}/{post.slug}": (blog, post) for blog in blogs for post in blog.posts}
    return tuple(_with_copies(blog, originals) for blog in blogs)


def read_blog(name: str, text: str) -> Blog:
    """The text of one blog's file → Blog. ValueError names the blog and what is wrong."""
    try:
        # Only the first two fences count, so that a post may hold one.
        _, front, body = text.split("+++\n", 2)
        settings = tomllib.loads(front)
        posts = tuple(_read_post(part) for part in _split_posts(body))
        blog = Blog(name=name, **{key: _frozen(value) for key, value in settings.items()}, posts=posts)
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"blogs/{name}.md: {error}") from error
    # A quirk with a slip of the pen would silently do nothing.
    if unknown := set(blog.quirks) - set(get_args(Quirk)):
        raise ValueError(f"blogs/{name}.md: unknown quirk {', '.join(sorted(unknown))}")
    return blog


def _with_copies(blog: Blog, originals: dict[str, tuple[Blog, SamplePost]]) -> Blog:
    """Copies go up two hours after the original, under its author's name."""
    copied = []
    for name in blog.copies:
        home, post = originals[name]
        later = post.date + timedelta(hours=2)
        copied.append(replace(post, date=later, author=post.author or home.author, origin=name))
    return replace(blog, posts=(*blog.posts, *copied))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _split_posts(body: str) -> list[str]:
    lines = body.splitlines()
    starts = [n for n, line in enumerate(lines) if line == "#" or line.startswith("# ")]
    return ["\n".join(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]


def _read_post(part: str) -> SamplePost:
    head, _, markdown = part.partition("\n\n")
    first, *rest = head.splitlines()
    # No editor shows the escape character, so the files hold its picture.
    title = first[1:].strip().replace("␛", "\x1b")
    values = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in rest)}
    known = {"date", "slug", "author", "tags", "audio", "corrected", "was", "is", "deleted"}
    if unknown := set(values) - known:
        raise ValueError(f"post {title!r}: unknown {', '.join(sorted(unknown))}")
    correction = (_time(values["corrected"]), values["was"], values["is"]) if "corrected" in values else None
    # Text that was rewrapped can part the words over two lines; then the correction would never happen.
    if correction and correction[1] not in markdown:
        raise ValueError(f"post {title!r}: the words to correct are not in it")
    return SamplePost(
        slug=values.get("slug") or slugify(title, 60),
        title=title,
        date=_time(values["date"]),
        markdown=markdown.strip(),
        author=values.get("author", ""),
        tags=tuple(tag.strip() for tag in values.get("tags", "").split(",") if tag.strip()),
        audio_seconds=int(values.get("audio", "0")),
        correction=correction,
        deleted=_time(values["deleted"]) if "deleted" in values else None,
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)
