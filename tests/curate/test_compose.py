"""Composing: the edition's words and its picks become one value that any format can render."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from roundup.config import DeskSettings, EditionSettings, Settings
from roundup.curate.compose import (
    compose,
    editors_words,
    links,
    links_to_post,
    missing,
    quoted_share,
    reading_minutes,
    words,
)
from roundup.model import Edition, EditionMeta, PickState, Post
from tests.samples import NOW, edition, pick, post, quote

BARE = Settings(root=Path("desk"))


def settings(**fields: Any) -> Settings:
    desk = {name: value for name, value in fields.items() if name in ("title", "url", "curator", "language")}
    rest = {name: value for name, value in fields.items() if name not in desk}
    return Settings(root=Path("desk"), desk=DeskSettings(**desk), edition=EditionSettings(**rest))


def made(*picks: tuple[Post, PickState], ours: Settings = BARE, **meta: Any) -> Edition:
    return compose(EditionMeta(**{"number": 7, **meta}), picks, ours, status="open", today=date(2026, 11, 20))


def starred(id: int, **fields: Any) -> tuple[Post, PickState]:
    about = {name: fields.pop(name) for name in ("url", "title", "published", "first_seen") if name in fields}
    return post(id, **about), PickState(key=f"k{id}", starred=True, **fields)


# ---------------------------------------------------------------- the edition


def test_an_edition_without_words_of_its_own_has_the_desks() -> None:
    """Title, intro, sign-off, shape, categories and tags come from the settings when the edition does not say."""
    ours = settings(
        title="The Week",
        url="https://w.example/",
        curator="ada",
        intro="I",
        sign_off="S",
        shape="card",
        categories=("c",),
        tags=("t",),
    )
    assert made(ours=ours) == Edition(
        number=7,
        slug="2026-11-20-week-that-was",
        title="The Week",
        shape="card",
        date="2026-11-20",
        status="open",
        language="en-GB",
        site_title="The Week",
        site_url="https://w.example/",
        url="https://w.example/2026-11-20-week-that-was/",
        intro="I",
        sign_off="S",
        categories=("c",),
        tags=("t",),
        editors=("ada",),
    )


def test_an_editions_own_words_come_first() -> None:
    """What was set for this edition is not overruled by the settings."""
    ours = settings(title="The Week", curator="ada", intro="I", sign_off="S", categories=("c",), tags=("t",))
    own: dict[str, Any] = {
        "title": "The Year",
        "intro": "J",
        "sign_off": "T",
        "shape": "list",
        "categories": ("d",),
        "tags": ("u",),
        "editors": ("bob", "cyd"),
        "date": "2026-12-31",
        "image": "https://w.example/i.png",
        "image_alt": "A bin",
    }
    composed = made(ours=ours, **own)
    assert {name: getattr(composed, name) for name in own} == own
    assert composed.site_title == "The Week"


@pytest.mark.parametrize(
    ("form", "own", "slug"),
    [
        ("{date}-week-that-was", "", "2026-11-20-week-that-was"),
        ("week-{number}", "", "week-7"),
        ("{date}", "The Year That Was!", "the-year-that-was"),
        ("{date}", "no-{number}", "no-7"),
        ("{0.__class__}", "", "0-class"),
        ("../../etc/passwd", "", "etc-passwd"),
        ("{date}", "../{date}", "2026-11-20"),
        ("{}", "", "edition-7"),
        ("site", "", "edition-7"),
        ("{date}", "CON", "edition-7"),
        ("{date}", "lpt1", "edition-7"),
    ],
)
def test_the_slug_is_a_safe_name(form: str, own: str, slug: str) -> None:
    """Date and number are filled in and nothing else; what remains can name a folder."""
    assert made(ours=settings(slug=form), slug=own).slug == slug


def test_without_a_site_there_is_no_address() -> None:
    """An edition's address is known only if the desk says where editions appear."""
    assert made().url == ""


# ---------------------------------------------------------------- picks


def test_a_pick_carries_the_post_and_what_was_decided() -> None:
    """Post and words together are all that a format needs of a pick."""
    (chosen,) = made(
        (
            post(3),
            PickState(
                key="k", lead="See [it](post).", remark="[Quite](post).", section="Bins", quotes=(quote(),), tags=("t",)
            ),
        )
    ).picks
    assert chosen == pick(
        3,
        lead="See [it](https://blog.example/3).",
        remark="[Quite](https://blog.example/3).",
        section="Bins",
        tags=("t",),
        day="2026-11-20",
    )


def test_a_post_without_an_address_is_not_linked() -> None:
    """The words stay, the link goes."""
    assert made(starred(1, url="", lead="See [it](post).")).picks[0].lead == "See it."


def test_picks_keep_their_order() -> None:
    """An essay is read in the order the editor gave it, whatever the sections."""
    chosen = [starred(3, section="b"), starred(1, section="a"), starred(2, section="b")]
    assert [p.post_id for p in made(*chosen).picks] == [3, 1, 2]
    assert [p.post_id for p in made(*chosen, shape="note").picks] == [3, 1, 2]


@pytest.mark.parametrize("shape", ["card", "list"])
def test_under_headings_a_section_stands_together(shape: str) -> None:
    """Sections come in the order of their first picks, and case does not part them."""
    chosen = [starred(3, section="Bins"), starred(1, section="Tax"), starred(4), starred(2, section="bins"), starred(5)]
    assert [p.post_id for p in made(*chosen, shape=shape).picks] == [3, 2, 1, 4, 5]


def test_what_came_after_the_cut_off_waits() -> None:
    """What is later than the cut-off stays in the draft; undated or dated ahead, it goes by when it was first seen."""
    late, later = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    chosen = [
        starred(1),
        starred(2, published=later, first_seen=later),
        starred(3, published=None, first_seen=later),
        starred(4, published=late, first_seen=later),
        starred(5, published=later + timedelta(days=9000)),
    ]
    assert [p.post_id for p in made(*chosen, cutoff=late).picks] == [1, 4, 5]
    assert [p.post_id for p in made(*chosen).picks] == [1, 2, 3, 4, 5]


# ---------------------------------------------------------------- in numbers


def test_words_are_the_editors_and_the_quoted() -> None:
    """Links, headings of picks and addresses are no words; shares and minutes follow from them."""
    whole = edition(
        pick(
            1,
            lead="Do [read this](https://x.example/a-b-c).",
            remark="Quite *so*.",
            quotes=(quote("One two.", "Three four five."),),
        ),
        intro="A week.",
        sign_off="Bye.",
    )
    assert words(whole) == 3 + 2 + 5 + 2 + 1
    assert quoted_share(whole) == 5 / 13
    assert reading_minutes(whole) == 1
    assert links(whole) == 1


def test_an_empty_edition_has_no_numbers() -> None:
    """Nothing written is nothing to read, not a division by zero."""
    empty = made()
    assert (words(empty), quoted_share(empty), reading_minutes(empty), links(empty)) == (0, 0.0, 0, 0)


def test_minutes_are_begun_ones() -> None:
    """231 words take two minutes at 230 a minute."""
    lengths = (1, 230, 231)
    assert [reading_minutes(edition(pick(lead="x " * n, quotes=()), intro="", sign_off="")) for n in lengths] == [
        1,
        1,
        2,
    ]


def test_the_editors_words_are_listed_in_reading_order() -> None:
    """Each text is named by its place, the pick by number, post and title."""
    whole = edition(pick(4, lead="L", remark="R"), pick(5, title="", lead="M"), intro="I", sign_off="S")
    assert editors_words(whole) == (
        ("intro", "I"),
        ("pick 1 (post 4, Post number 4), lead-in", "L"),
        ("pick 1 (post 4, Post number 4), remark", "R"),
        ("pick 2 (post 5, https://blog.example/5), lead-in", "M"),
        ("sign-off", "S"),
    )


# ---------------------------------------------------------------- what is missing


def test_a_complete_edition_misses_nothing() -> None:
    """Lead-in with its link, quote, intro and sign-off are all an essay needs."""
    assert missing(edition()) == ()


def test_an_empty_edition_misses_everything() -> None:
    """What an editor would write next is said in words."""
    assert missing(made()) == ("no picks", "no intro", "no sign-off")


@pytest.mark.parametrize(
    ("shape", "fields", "wants"),
    [
        ("essay", {"lead": "", "quotes": ()}, ["no lead-in", "no quote"]),
        ("essay", {"lead": "", "remark": "R"}, ["no lead-in"]),
        ("essay", {"lead": "No link."}, ["no link to the post"]),
        ("essay", {"lead": "No link.", "remark": "[x](https://blog.example/1)"}, []),
        ("essay", {"lead": "[x](https://www.blog.example/1/?utm_source=feed)"}, []),
        ("essay", {"lead": "No address.", "url": ""}, []),
        ("card", {"lead": "", "remark": ""}, []),
        ("card", {"lead": "", "remark": "", "quotes": ()}, ["no lead-in", "no quote"]),
        ("note", {"lead": "No link."}, []),
        ("list", {"lead": "", "quotes": ()}, ["no lead-in"]),
        ("list", {"lead": "Words.", "quotes": ()}, []),
    ],
)
def test_each_shape_has_its_own_wants(shape: str, fields: dict[str, Any], wants: list[str]) -> None:
    """An essay links in its sentences, cards and notes link their titles, a list quotes nothing."""
    found = missing(edition(pick(1, **fields), shape=shape))
    assert [want.partition(": ")[2] for want in found] == wants


@pytest.mark.parametrize("url", ["https://x.example/a_(b)", "https://x.example/?a=1&lt=2", "https://x.example/été"])
def test_a_filled_in_link_is_a_link_to_the_post(url: str) -> None:
    """However the address had to be written, it is known as the post's."""
    (chosen,) = made(starred(1, url=url, lead="See [it](post).")).picks
    assert links_to_post(chosen)


def test_a_post_bears_the_day_of_the_desks_clocks() -> None:
    """Half past eleven in the evening by UTC is the next day in a British summer; without a date there is none."""
    evening = datetime(2026, 6, 5, 23, 30, tzinfo=UTC)
    edition = made(starred(1, published=evening), starred(2, published=None))
    assert [pick.day for pick in edition.picks] == ["2026-06-06", ""]
