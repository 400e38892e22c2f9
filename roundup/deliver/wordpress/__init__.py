"""A WordPress blog, by its REST interface and an application password: a draft first, made once, changed in place.

    __init__.py  what would be sent (pure)
    pushing.py   … sent, read back and compared
    kept.py      a post as it is kept there
    terms.py     tags and categories
    site.py      the interface: found, logged in to, asked
    trouble.py   what its errors mean and what to do

https://developer.wordpress.org/rest-api/reference/posts/. WordPress.com has the same interface at another address.
"""

from __future__ import annotations

import json
from html import escape

from roundup.dataclass import dataclass
from roundup.deliver.base import Delivered, Parcel, Prepared, Request, Wish, World, digest
from roundup.deliver.wordpress.pushing import Post, push
from roundup.errors import ConfigError
from roundup.text import one_line


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.wordpress] — the name and application password stand in ROUNDUP_SECRET_WORDPRESS or password_command.

    `api` only where it cannot be found from the site, as on WordPress.com:
    "https://public-api.wordpress.com/wp/v2/sites/NAME.wordpress.com".
    """

    site: str = ""
    api: str = ""
    format: str = "wordpress"
    comments: bool = True


def wants(options: Options) -> tuple[str, ...]:
    """Block markup, or `fragment` for sites with the classic editor."""
    return (options.format,)


def prepare(parcel: Parcel, options: Options, wish: Wish) -> Prepared:
    """The post, with tags and categories by name: their numbers are the site's to give.

    Title and excerpt are HTML there: & < > go as entities, or roles that may not write HTML would have them altered.
    """
    if not (options.site.strip() or options.api.strip()):
        raise ConfigError("[deliver.wordpress] site is not set", hint='Write the blog\'s address: site = "https://…"')
    edition = parcel.edition
    post = Post(
        title=escape(one_line(edition.title), quote=False),
        slug=edition.slug,
        content=parcel.text(options.format).strip(),
        excerpt=escape(parcel.summary.strip(), quote=False),
        tags=edition.tags,
        categories=edition.categories,
        comments=options.comments,
    )
    fields = {
        "title": post.title,
        "slug": post.slug,
        "status": "future" if wish.at else "publish" if wish.live else "draft",
        "excerpt": post.excerpt,
        "tags": list(post.tags),
        "categories": list(post.categories),
        "content": post.content,
    }
    where = options.api.rstrip("/") or f"{options.site.rstrip('/')}/wp-json/wp/v2"
    body = json.dumps(fields, ensure_ascii=False, indent=1)
    return Prepared((Request("POST", f"{where}/posts", body),), digest(body), post)


def send(prepared: Prepared, options: Options, world: World) -> Delivered:
    """Make the post or change it in place, then read it back and compare."""
    return push(prepared, options.site, options.api, world)
