"""A page that is in no feed, added by its address; the whole text of a post whose feed carries only a summary.

address or post ─▶ robots.txt ─▶ page ─▶ described and read in a process that can be killed ─▶ a post's snapshot
a text given by hand ──────────────────────────────────────────────────────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Literal

from roundup.dataclass import dataclass
from roundup.errors import NotFound, RoundupError, UsageError
from roundup.model import Entry, Post
from roundup.text import one_line
from roundup.workflow.decide import post_named
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MAX_LINE, bounded
from roundup.workflow.web import page_at, web_address

if TYPE_CHECKING:
    from roundup.net import Response
    from roundup.parse.page import Page
    from roundup.store import Store

MAX_PAGE_TEXT = 400_000  # characters of a text given by hand; a long novel chapter has 50,000
EXAMPLE = "https://example.org/2026/11/a-post/"

Read = Callable[[bytes, str, str, bool], "Page"]
"""(body, address, Content-Type, whether the text is wanted) → page. Raises FeedError."""
Outcome = Literal["new", "whole text", "amended", "known"]


@dataclass(frozen=True, slots=True)
class Given:
    """What an editor says of a page; it overrides what is found. `text` is the page's own, given by hand."""

    title: str = ""
    author: str = ""
    site: str = ""
    date: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it. `words_before` is how many the post had; `found` says how title, author … were found."""

    post: Post
    outcome: Outcome
    words_before: int = 0
    found: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def add_page(desk: Desk, ref: str, given: Given | None = None, *, read: Read | None = None) -> Added:
    """Read the page at an address, or of a known post, and keep it as that post.

    With a text given by hand the page need not be readable: what it tells of title and date is taken where it does.
    `read` is who reads pages, else a process that can be killed.
    """
    told = _clean(given or Given())
    with desk.store() as store:
        known = _known(store, ref)
    address = web_address(known.url if known else ref, example=EXAMPLE)
    page, notes = _read(desk, address, told, read or partial(_in_a_process, desk))
    with desk.store() as store, store.write():
        # A page may say by its canonical address which post it is.
        known = known or _known(store, page.entry.url)
        return _keep(store, desk, page, known, told, notes)


def _clean(given: Given) -> Given:
    return replace(
        given,
        title=bounded(one_line(given.title), "title", MAX_LINE),
        author=bounded(one_line(given.author), "author", MAX_LINE),
        site=bounded(one_line(given.site), "site", MAX_LINE),
        text=bounded(given.text, "text", MAX_PAGE_TEXT),
    )


def _known(store: Store, ref: str) -> Post | None:
    """The post that an address or short id means; a number that is no post's id is a mistake."""
    try:
        return post_named(store, ref)
    except NotFound:
        if one_line(ref).removeprefix("#").isdigit():
            raise
        return None


# ---------------------------------------------------------------- reading


def _read(desk: Desk, address: str, told: Given, read: Read) -> tuple[Page, tuple[str, ...]]:
    """The page, and what to tell of it. Without a text from an editor, what cannot be read is an error."""
    if not told.text:
        page = _page(page_at(desk, address), read, wants_text=True)
        return page, page.notes
    try:
        page = _page(page_at(desk, address), read, wants_text=False)
    except UsageError:
        raise
    except RoundupError as error:
        return _blank(address), (f"nothing was found out about the page: {error.message}",)
    return page, ()


def _page(answer: Response, read: Read, *, wants_text: bool) -> Page:
    return read(answer.body, answer.url, answer.headers.get("content-type", ""), wants_text)


def _in_a_process(desk: Desk, body: bytes, url: str, content_type: str, wants_text: bool) -> Page:
    from roundup.fetch.workers import ParserPool

    with ParserPool(1, desk.settings.fetch.parse_seconds, zone_name=desk.settings.desk.timezone) as pool:
        return pool.read_page(body, url, content_type, wants_text=wants_text)


def _blank(address: str) -> Page:
    from roundup.parse.page import Page
    from roundup.urls import host_of

    entry = Entry(guid="", url=address, title="", html=b"", encoded=b"", content_hash="")
    return Page(entry=entry, site=host_of(address).removeprefix("www."), found={})


# ---------------------------------------------------------------- keeping


def _keep(store: Store, desk: Desk, page: Page, known: Post | None, told: Given, notes: tuple[str, ...]) -> Added:
    entry = _entry(page, known, told)
    found = {
        **_news(page.found, known),
        **{name: "you" for name in ("title", "author", "site", "date", "text") if getattr(told, name)},
    }
    post = store.posts.add(
        entry,
        blog=told.site or page.site,
        now=desk.now,
        post_key=known.key if known else "",
        by_hand=bool(told.text),
    )
    if known is None:
        return Added(post, "new", found=found, notes=notes)
    if told.title or told.author or told.site or told.date:
        authors = (told.author,) if told.author else ()
        post = store.posts.amend(post.id, title=told.title, authors=authors, blog=told.site, date=told.date)
    outcome: Outcome = "whole text" if post.words != known.words else "amended" if post != known else "known"
    return Added(post, outcome, known.words, found, notes)


def _news(found: Mapping[str, str], known: Post | None) -> dict[str, str]:
    """What was found and is used: what is known of a post already stays as it is, but for its text."""
    kept = {"site"} if known else set()
    if known:
        kept |= {
            name for name, has in (("title", known.title), ("author", known.authors), ("date", known.published)) if has
        }
    return {name: how for name, how in found.items() if name not in kept}


def _entry(page: Page, known: Post | None, told: Given) -> Entry:
    """The page as an entry: an editor's words first, then what the desk knows of the post, then what the page says."""
    from roundup.parse.hashing import content_hash

    entry = page.entry
    if known:
        # The feed's title is the blogger's; a page's may hold the site's name.
        entry = replace(
            entry,
            title=known.title or entry.title,
            authors=known.authors or entry.authors,
            published=known.published or entry.published,
            tags=known.feed_tags,
            enclosures=known.enclosures,
        )
    html, text = _by_hand(told.text, entry.url) if told.text else (entry.html, entry.text)
    title = told.title or entry.title
    return replace(
        entry,
        title=title,
        html=html,
        encoded=text.encode(),
        content_hash=content_hash(title, text),
        authors=(told.author,) if told.author else entry.authors,
        published=told.date or entry.published,
    )


def _by_hand(text: str, base: str) -> tuple[bytes, str]:
    """A plain text as markup in UTF-8 and words, a blank line between paragraphs: cleaned as a feed's would be."""
    from html import escape

    from roundup.parse.html import clean_html, plain_text

    paragraphs = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    html = clean_html("".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in paragraphs), base)
    return html.encode(), plain_text(html)
