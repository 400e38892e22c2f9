"""The post of an edition at a Ghost: found by its receipt, its marker or its slug, and left alone if it is not ours."""

from __future__ import annotations

from dataclasses import field
from urllib.parse import quote

from roundup.dataclass import dataclass
from roundup.deliver.base import Refused, World
from roundup.deliver.comparing import diff
from roundup.deliver.ghost import kept, trouble
from roundup.deliver.ghost.kept import Kept
from roundup.deliver.ghost.site import Site
from roundup.deliver.ghost.telling import telling
from roundup.text import one_line

FORMATS = "formats=html&include=tags,newsletter"


@dataclass(frozen=True, slots=True)
class Post:
    """What the post shall be: `html` as it is sent, `read_as` what it must say, tags by name, `marker` one of ours.

    Without an `excerpt` that of the post is its editor's own matter. `body` is all that the post will say.
    """

    title: str
    slug: str
    html: str
    read_as: str
    excerpt: str | None
    tags: tuple[str, ...]
    marker: str
    canonical: str = ""
    body: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "body", kept.body(self.title, telling(self.html), self.excerpt or ""))

    @property
    def texts(self) -> dict[str, str]:
        """The fields that are the edition's alone."""
        short = {} if self.excerpt is None else {"custom_excerpt": self.excerpt}
        return {"title": self.title, **short, "html": self.html}

    @property
    def original(self) -> dict[str, str]:
        """Where the original is, if it is elsewhere."""
        return {"canonical_url": self.canonical} if self.canonical else {}

    def as_kept(self, found: Kept) -> str:
        """Of what stands there, that which is the edition's."""
        return kept.body(found.title, found.says, found.excerpt if self.excerpt is not None else "")


def find(there: Site, post: Post, world: World) -> Kept | None:
    """The post as it is there; Refused if somebody edited it, or if the slug is another post's."""
    found = _look(there, post, world)
    if found:
        refuse_foreign(found, post, world)
    return found


def read(there: Site, name: str) -> Kept | None:
    """The post of this id."""
    answer = there.ask("GET", f"/posts/{name}/?{FORMATS}")
    return next(iter(kept.posts(answer.data)), None) if answer.good else None


def marked(there: Site, post: Post) -> list[Kept]:
    """The posts that bear our marker: one, unless somebody copied it or two desks made it at once."""
    tag = quote(f"tag:hash-{post.marker.removeprefix('#')}", safe="")
    return kept.posts(there.ask("GET", f"/posts/?filter={tag}&limit=15&{FORMATS}").data)


def is_ours(found: Kept, post: Post, world: World) -> bool:
    """True if the text there is what a push of ours left, or says what we would say."""
    says = post.as_kept(found)
    return says == post.body or world.is_ours(says)


def refuse_foreign(found: Kept, post: Post, world: World) -> None:
    """Stop where the post was changed by hand, or is somebody else's with the same slug."""
    if is_ours(found, post, world):
        return
    link, says = one_line(found.url, 200) or f"post {found.id}", post.as_kept(found)
    if world.receipt and world.receipt.body:
        raise Refused(
            f"the post was edited there since the last push: {link}",
            hint="It is left as it is. To have it as it is here, undo the edit there (Post history) and push again.",
            diff=diff(world.receipt.body, says, was="as it was pushed", now="as it is there"),
        )
    if found.has(post.marker):
        raise Refused(
            f"this edition stands there with other words, and this desk has not pushed it: {link}",
            hint="Publish from the desk that did, or take what is there away (its tag " + post.marker + " marks it).",
            diff=diff(says, post.body, was="there", now="ours"),
        )
    raise Refused(
        f"the slug {post.slug} is taken by another post there: {link}",
        hint="Rename the post there, and publish again. Or open this edition again (roundup undo), give it another "
        "slug (roundup edition set --slug …), and publish it.",
        diff=diff(says, post.body, was="there", now="ours"),
    )


def refuse_mail(found: Kept) -> None:
    """Stop where a change of status would make Ghost send mail."""
    if found.mailed:
        raise trouble.would_mail(one_line(found.url, 200) or f"post {found.id}")


def _look(there: Site, post: Post, world: World) -> Kept | None:
    receipt = world.receipt
    if receipt and kept.is_id(receipt.remote) and (found := read(there, receipt.remote)):
        return found
    listed = marked(there, post)
    if listed:
        return next((each for each in listed if is_ours(each, post, world)), listed[0])
    answer = there.ask("GET", f"/posts/slug/{quote(post.slug, safe='')}/?{FORMATS}")
    return next(iter(kept.posts(answer.data)), None) if answer.good else None
