"""A page that is in no feed, added by its address."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from roundup.errors import RoundupError, UsageError
from roundup.model import Post
from roundup.text import one_line
from roundup.workflow.desk import Desk


def add_page(
    desk: Desk, url: str, *, title: str = "", author: str = "", blog: str = "", published: datetime | None = None
) -> Post:
    """Fetch the page and find its title, author, site, date and text; what is given overrides what is found."""
    from roundup.net import HttpClient
    from roundup.parse.page import read_page
    from roundup.urls import safe_url

    address = safe_url(url if "://" in url else f"https://{url}")
    if not address:
        raise UsageError(
            f"{one_line(url, 80)} is not a web address", hint="Give it like https://example.org/2026/11/a-post/"
        )
    with HttpClient(desk.settings.fetch) as client:
        answer = client.get(address)
    if answer.status != 200:
        raise RoundupError(f"{address} answers {answer.status}", hint="Open it in a browser: is the address right?")
    page = read_page(
        answer.body, url=answer.url, content_type=answer.headers.get("content-type", ""), zone=desk.settings.zone
    )
    entry = replace(
        page.entry,
        title=one_line(title) or page.entry.title,
        authors=(one_line(author),) if author else page.entry.authors,
        published=published or page.entry.published,
    )
    with desk.store() as store, store.write():
        return store.posts.add(entry, blog=one_line(blog) or page.site, now=desk.now)
