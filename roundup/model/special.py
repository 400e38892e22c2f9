"""Editions besides the weekly one, made from what was decided already."""

from __future__ import annotations

from typing import Literal

from roundup.dataclass import dataclass

SpecialKind = Literal["year", "event", "collection"]


@dataclass(frozen=True, slots=True)
class Special:
    """What a special edition is of, and its own words: the fold of the decisions about it.

    A `year` takes the picks of its editions; an `event` those of posts from `since` to `until` (ISO days, both
    included, "" for no bound) with one of `tags`, and starred posts that are in no edition yet; a `collection` every
    pick with one of `tags`. `subject` names it on every desk, `slug` to people. Empty words and marks mean its kind's
    or the desk's own.
    """

    subject: str
    slug: str
    kind: SpecialKind
    year: int = 0
    since: str = ""
    until: str = ""
    tags: tuple[str, ...] = ()
    title: str = ""
    intro: str = ""
    sign_off: str = ""
    shape: str = ""
    date: str = ""
    image: str = ""
    image_alt: str = ""
    editors: tuple[str, ...] = ()
    made_by: str = ""
