"""The sample blogs' web pages: a post, a blog's front page, the list of blogs, and what odd addresses answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from roundup.demo.channel import clip, tag
from roundup.demo.feeds import FORMATS, as_html, has_feed
from roundup.demo.source import LONDON, Blog, SamplePost

_STYLE = (
    "body{font:1.1rem/1.6 Georgia,serif;max-width:38rem;margin:3rem auto;padding:0 1rem}"
    "h1{line-height:1.2}.by,footer{color:#555;font-size:.9rem}"
)


def post_page(blog: Blog, post: SamplePost, moment: datetime, base: str) -> str:
    """A post as readers see it, marked up as blog software does (Open Graph, an article, a time with its date)."""
    author = post.author or blog.author
    day = post.date.astimezone(LONDON)
    # What `roundup add` finds title, author, site and date by.
    head = (
        f'<meta property="og:title" content="{escape(post.title)}">'
        f'<meta property="og:site_name" content="{escape(blog.title)}">'
        f'<meta name="author" content="{escape(author)}">'
        f'<meta property="article:published_time" content="{day.isoformat()}">'
        f'<link rel="canonical" href="{base}{blog.path(post)}">'
    )
    body = (
        f"<article>{tag('h1', post.title)}"
        f'<p class="by">By {clip(author)}, <time datetime="{day.isoformat()}">{day.day} {day:%B %Y}</time></p>'
        f"{as_html(post.at(moment), base)}</article>"
        f'<footer><p><a href="/{blog.name}/">{clip(blog.title)}</a>: {clip(blog.tagline)}</p></footer>'
    )
    return page(f"{post.title or blog.title} – {blog.title}", body, head + _feed_link(blog))


def blog_page(blog: Blog, moment: datetime) -> str:
    """A blog's front page: its posts, newest first, and a link by which software finds the feed."""
    posts = sorted((post for post in blog.posts if post.online(moment)), key=lambda post: post.date, reverse=True)
    items = "".join(f'<li><a href="{blog.path(post)}">{clip(post.title) or "•"}</a></li>' for post in posts)
    about = f"{tag('h1', blog.title)}<p>{clip(blog.tagline)}</p>"
    return page(blog.title, f"{about}<ul>{items}</ul>", _feed_link(blog))


def front_page(blogs: Iterable[Blog]) -> str:
    items = "".join(f'<li><a href="/{blog.name}/">{clip(blog.title)}</a>, {clip(blog.council)}</li>' for blog in blogs)
    return page("Sample blogs", f"<h1>Sample blogs</h1><p>None of these people or places exists.</p><ul>{items}</ul>")


def login_page(blog: Blog) -> str:
    """What a feed behind a login answers: a form, and 200 OK."""
    form = '<form method="post"><label>Payroll number <input></label></form>'
    return page("Sign in", tag("h1", blog.title) + form)


def page(title: str, body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8">{tag("title", title)}{head}'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>'
    )


def _feed_link(blog: Blog) -> str:
    if not has_feed(blog):
        return ""
    return f'<link rel="alternate" type="{FORMATS[blog.format].content_type}" href="{blog.feed_path}">'
