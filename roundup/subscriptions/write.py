"""Subscriptions → OPML 2.0: folders nested, a feed once in each of its folders, the same input the same text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from roundup.dataclass import dataclass
from roundup.model import Subscription
from roundup.subscriptions.outlines import tidy_tag
from roundup.text import one_line

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


@dataclass(slots=True)
class _Folder:
    feeds: list[Subscription] = field(default_factory=list)
    folders: dict[str, _Folder] = field(default_factory=dict)


def write_opml(subscriptions: Sequence[Subscription], title: str) -> str:
    """An OPML 2.0 document. Folders come in the order in which they are first needed, after the feeds beside them."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{escaped(title)}</title>",
        "  </head>",
        "  <body>",
        *outline_lines(((tag, feed) for feed in subscriptions for tag in folders_of(feed)), "    "),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def folders_of(subscription: Subscription) -> tuple[str, ...]:
    """The folders a feed lies in, each once; ("",) is the body itself."""
    return tuple(dict.fromkeys(map(tidy_tag, subscription.tags))) or ("",)


def outline_lines(placed: Iterable[tuple[str, Subscription]], indent: str) -> list[str]:
    """The lines for feeds, each with the folder it goes into, beginning at `indent`."""
    root = _Folder()
    for path, subscription in placed:
        folder = root
        for part in filter(None, path.split("/")):
            folder = folder.folders.setdefault(part, _Folder())
        folder.feeds.append(subscription)
    return list(_lines(root, indent, "\t" if "\t" in indent else "  "))


def _lines(folder: _Folder, indent: str, step: str) -> Iterator[str]:
    for subscription in folder.feeds:
        yield indent + _feed_outline(subscription)
    for name, inner in folder.folders.items():
        yield f'{indent}<outline text="{escaped(name)}" title="{escaped(name)}">'
        yield from _lines(inner, indent + step, step)
        yield f"{indent}</outline>"


def _feed_outline(subscription: Subscription) -> str:
    # `title` as well as `text`: several programs show only one of them, and not the same one.
    title, url, site = (escaped(value) for value in (subscription.title, subscription.url, subscription.site_url))
    html_url = f' htmlUrl="{site}"' if site else ""
    paused = ' roundupPaused="true"' if subscription.paused else ""
    return f'<outline type="rss" text="{title}" title="{title}" xmlUrl="{url}"{html_url}{paused}/>'


def escaped(value: str) -> str:
    """`value` on one line, fit to stand in an XML attribute or element."""
    return one_line(value).translate(_ESCAPES)
