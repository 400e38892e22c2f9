"""The sample subscriptions: every feed in its folders, with faults that real subscription lists have."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from roundup.demo.source import Blog

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- Exported from a feed reader, then edited by hand, and it shows. -->
<opml version="1.1">
<head><title>Local government blogs & other habits</title></head>
<body>
"""


def sample_opml(blogs: Sequence[Blog], base: str) -> str:
    """OPML with a bare `&`, a feed in two folders, outlines without `title` or `type`, and a newsletter."""
    listed = [blog for blog in blogs if blog.folders]
    # A dict keeps the order in which folders are first met; a set would shuffle them from run to run.
    folders = dict.fromkeys(folder for blog in listed for folder in blog.folders)
    return _HEAD + "".join(_folder(folder, listed, base) for folder in folders) + "</body>\n</opml>\n"


def _folder(folder: str, blogs: Sequence[Blog], base: str) -> str:
    inside = [_outline(blog, base) for blog in blogs if folder in blog.folders]
    if folder == "People":
        inside.append('<outline text="The Tuesday Briefing" type="rss" xmlUrl="newsletter:the-tuesday-briefing"/>')
    return f'<outline text="{escape(folder)}">\n' + "".join(f"  {line}\n" for line in inside) + "</outline>\n"


def _outline(blog: Blog, base: str) -> str:
    """The title is written as a careless program would: with its `&` as it is."""
    # Not escaped: these are the faults that real lists have.
    address = f'xmlUrl="{base}{blog.listed_path}"'
    if blog.format == "missing":
        return f'<outline type="rss" {address}/>'
    if "no-titles" in blog.quirks:
        return f'<outline text="{blog.title}" {address}/>'
    return f'<outline text="{blog.title}" title="{blog.title}" type="rss" {address} htmlUrl="{base}/{blog.name}/"/>'
