"""picks.json: every pick by itself, with what was quoted of it and said about it (JSON Feed 1.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from roundup.model import Edition, Pick
from roundup.render import layout, wording
from roundup.render.address import address
from roundup.render.feeds.issue import Issue, pick_identity, stamp
from roundup.render.memory import Memory
from roundup.render.options import Options
from roundup.text import one_line

VERSION = "https://jsonfeed.org/version/1.1"


def filename(options: Options) -> str:
    """As `[feeds] picks` says."""
    return options.feeds.picks


def render(issues: Sequence[Issue], options: Options, memory: Memory) -> str:
    """The picks of these editions, in their order there; the newest edition says what the feed is called."""
    import msgspec

    from roundup.render.view import feed_address

    items = [memory.text("picks", issue, partial(_text, issue, options)) for issue in issues]
    newest = issues[0].edition
    title = one_line(newest.site_title, wording.LONGEST_TITLE) or wording.title(newest)
    feed = {
        "version": VERSION,
        "title": f"{title}: single posts",
        "home_page_url": address(newest.site_url),
        "feed_url": address(feed_address(newest.site_url, options.feeds.picks)),
        "language": wording.language(newest),
        "items": msgspec.Raw(f"[{','.join(filter(None, items))}]".encode()),
    }
    made = msgspec.json.encode({key: value for key, value in feed.items() if value != ""})
    return msgspec.json.format(made, indent=1).decode() + "\n"


def _text(issue: Issue, options: Options) -> str:
    """The items of an edition as JSON, with commas between them."""
    import msgspec

    return ",".join(msgspec.json.encode(item).decode() for item in _items(issue, options))


def _items(issue: Issue, options: Options) -> Iterator[dict[str, Any]]:
    from roundup.render.dialects import Html
    from roundup.render.templating import environment, fill_from
    from roundup.render.view import article

    shown = _shown(issue.edition)
    made = environment(options.templates)
    for pick, view in zip(shown.picks, article(shown, Html(), options).picks, strict=True):
        html = layout.html(fill_from(made, "pick.html.j2", parts="parts/fragment.html.j2", pick=view))
        item = {
            "id": pick_identity(issue, pick),
            "url": f"{issue.url}#pick-{view.number}" if issue.url else "",
            "external_url": address(pick.url),
            "title": wording.post_title(pick),
            "content_html": html.strip(),
            "date_published": stamp(issue.published),
            "authors": [{"name": name} for name in wording.names(pick.authors or (pick.blog,))],
            "tags": list(wording.names(pick.tags)),
            "language": wording.language(shown),
            "_roundup": _about(shown, pick),
        }
        yield {key: value for key, value in item.items() if value not in ("", [], {})}


def _shown(edition: Edition) -> Edition:
    """A list quotes nothing, so its picks are not published with quotations here either."""
    if edition.shape != "list":
        return edition
    return replace(edition, picks=tuple(replace(pick, quotes=()) for pick in edition.picks))


def _about(edition: Edition, pick: Pick) -> dict[str, Any]:
    """What JSON Feed has no word for, under a name of our own (its section on extensions)."""
    about = {"edition": edition.number, "blog": wording.name(pick.blog), "section": wording.name(pick.section)}
    return {key: value for key, value in about.items() if value}
