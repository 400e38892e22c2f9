"""A page that is in no feed, added by its address."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from roundup.model import Post
from roundup.text import one_line
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MAX_LINE, bounded
from roundup.workflow.web import ask


def add_page(
    desk: Desk, url: str, *, title: str = "", author: str = "", blog: str = "", published: datetime | None = None
) -> Post:
    """Fetch the page and find its title, author, site, date and text; what is given overrides what is found."""
    from roundup.parse.page import read_page

    given = {"title": title, "author": author, "site": blog}
    words = {name: bounded(one_line(text), name, MAX_LINE) for name, text in given.items()}
    answer = ask(desk, url, example="https://example.org/2026/11/a-post/")
    page = read_page(
        answer.body, url=answer.url, content_type=answer.headers.get("content-type", ""), zone=desk.settings.zone
    )
    entry = replace(
        page.entry,
        title=words["title"] or page.entry.title,
        authors=(words["author"],) if words["author"] else page.entry.authors,
        published=published or page.entry.published,
    )
    with desk.store() as store, store.write():
        return store.posts.add(entry, blog=words["site"] or page.site, now=desk.now)
