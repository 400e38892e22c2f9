"""A Ghost publication, by its Admin API and a key of its own: a draft first, made once, changed in place, never mailed.

    __init__.py  what would be sent (pure)
    own.py       links to the publication itself
    native.py    HTML as Ghost's editor takes it without loss
    telling.py   what a post says, to tell an edit by hand from a text of ours
    pushing.py   … sent, read back and compared
    finding.py   the post there, if it is ours
    looking.py   its public page, as readers see it
    kept.py      a post as it is kept there
    site.py      the interface: logged in to, asked
    trouble.py   what its errors mean and what to do

https://docs.ghost.org/admin-api/posts/overview. Mail goes out there when a post is published with a newsletter named;
nothing here names one.
"""

from __future__ import annotations

import json
from typing import Literal

from roundup.dataclass import dataclass
from roundup.deliver.base import Delivered, Parcel, Prepared, Request, Wish, World, digest
from roundup.deliver.ghost.native import bare, card, native
from roundup.deliver.ghost.own import own_links
from roundup.deliver.ghost.pushing import Post, push
from roundup.deliver.services import checked
from roundup.model import Edition
from roundup.patterns import pattern
from roundup.text import one_line

# What Ghost's tables hold (core/server/data/schema/schema.js).
LONGEST_TITLE, LONGEST_EXCERPT, LONGEST_TAG = 255, 300, 191
_ADMIN = pattern(r"/ghost(/.*)?$")  # where its editors are, and what they copy the address from


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.ghost] — the Admin API key stands in ROUNDUP_SECRET_GHOST or password_command.

    `mode` is "native", which Ghost's editor can change word by word, or "lossless", one card of HTML. With `canonical`
    the post names the edition's page elsewhere as the original. Without `excerpt` it is left to what is written there.
    """

    site: str = ""
    mode: Literal["native", "lossless"] = "native"
    format: str = "fragment"
    excerpt: bool = True
    canonical: bool = False


def wants(options: Options) -> tuple[str, ...]:
    """The fragment: Ghost has a page of its own around it."""
    return (options.format,)


def prepare(parcel: Parcel, options: Options, wish: Wish) -> Prepared:
    """The post with its tags by name. Title and excerpt are plain text there, and cut to what Ghost holds."""
    site, edition = _site(options), parcel.edition
    html = own_links(parcel.text(options.format), site)
    is_native = options.mode == "native"
    post = Post(
        title=one_line(edition.title, LONGEST_TITLE),
        slug=edition.slug,
        html=native(html) if is_native else card(html),
        read_as=bare(html) if is_native else html,
        excerpt=one_line(parcel.summary, LONGEST_EXCERPT) if options.excerpt else None,
        tags=_labels(edition),
        marker=marker(edition.slug),
        canonical=edition.url if options.canonical else "",
    )
    status = "scheduled" if wish.at else "published" if wish.live else "draft"
    fields = {**post.texts, "slug": post.slug, "status": status, "tags": [*post.tags, post.marker]}
    where = f"{site}/ghost/api/admin/posts/?source=html"
    body = json.dumps({**fields, **post.original}, ensure_ascii=False, indent=1)
    return Prepared((Request("POST", where, body),), digest(json.dumps(post.texts)), post)


def send(prepared: Prepared, options: Options, world: World) -> Delivered:
    """Make the post or change it in place, then read it back and compare."""
    return push(prepared, _site(options), world)


def _site(options: Options) -> str:
    return checked(_ADMIN.sub("", options.site.strip()), "deliver.ghost", "site", "https://weekthatwas.example")


def marker(slug: str) -> str:
    """The internal tag, hidden from readers, by which a post of this edition is found again whatever it is called."""
    return f"#roundup-{slug}"


def _labels(edition: Edition) -> tuple[str, ...]:
    """Categories first, since Ghost shows the first tag as the main one. A # at the beginning would hide a tag."""
    names = (one_line(name, LONGEST_TAG).lstrip("#, ") for name in (*edition.categories, *edition.tags))
    apart: dict[str, str] = {}
    for name in filter(None, names):
        apart.setdefault(name.casefold(), name)
    return tuple(apart.values())
