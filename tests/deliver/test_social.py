"""A short text about an edition: its whole address, who is in it, and nothing that a stranger could make of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundup.config import FetchSettings
from roundup.curate.people import Registry
from roundup.deliver import Delivered, Parcel, Prepared, Refused, Wish, World, social
from roundup.deliver.social.counting import MOST_BYTES, graphemes, length, shortened
from roundup.deliver.social.inert import LONGEST, inert
from roundup.errors import ConfigError
from roundup.model import Person, Pick
from roundup.net import HttpClient
from roundup.workflow.files import replace_file
from tests.samples import NOW, edition, pick

ADDRESS = "https://weekthatwas.example/2026-11-20-week-that-was/"
PEOPLE = Registry(
    [
        Person("ada", "Ada Example", handles=("@ada@social.example", "@ada.example", "@ada")),
        Person("ben", "Ben Example", handles=("@ben",)),
        Person("cy", "Cy Example", handles=("@cy.example",)),
    ]
)
WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def by(*names: str, **fields: Any) -> list[Pick]:
    """A pick by each of these."""
    return [pick(number, authors=(name,) if name else (), **fields) for number, name in enumerate(names, start=1)]


def ready(*picks: Pick, address: str = ADDRESS, people: Registry = PEOPLE, title: str = "", **options: Any) -> Prepared:
    made = edition(*picks, title=title or "The week")
    parcel = Parcel(made, {}, root=Path("/desk"), address=address, people=people)
    return social.prepare(parcel, social.Options(**options), Wish())


def text(*picks: Pick, **fields: Any) -> str:
    """What would be written."""
    (request,) = ready(*picks, **fields).requests
    return request.body


def fits(words: str, limit: int = 300) -> bool:
    return length(words.rstrip("\n"), (ADDRESS,)) < limit and len(words.encode()) <= MOST_BYTES


# ---------------------------------------------------------------- what it says


def test_title_names_and_address() -> None:
    """In this order; who has a handle there is called by it."""
    said = text(*by("Ada Example", "Ben Example", "Dee Sample"))
    assert said == f"The week\n\nWith @ada@social.example, Ben Example and Dee Sample\n\n{ADDRESS}\n"


def test_the_other_network_has_other_handles() -> None:
    """A handle of the one means nobody at the other, and one without a home means nobody at all."""
    said = text(*by("Ada Example", "Ben Example", "Cy Example"), network="bluesky")
    assert "With @ada.example, Ben Example and @cy.example\n" in said


def test_everybody_is_named_once() -> None:
    """However many picks of theirs, under whichever spelling; several authors are several people."""
    picks = [*by("Ada Example", "ada  EXAMPLE", "Dee Sample"), pick(4, authors=("Dee Sample", "Ben Example"))]
    assert "With @ada@social.example, Dee Sample and Ben Example\n" in text(*picks)


def test_where_nobody_is_named_the_blog_is() -> None:
    """Its posts are by “admin”, or by nobody."""
    picks = [*by("", blog="Kettle"), pick(2, authors=("admin",), blog="Lamp-posts")]
    assert "With Kettle and Lamp-posts\n" in text(*picks)


def test_an_edition_of_nobody_has_no_names() -> None:
    """Title and address alone; without a title the number."""
    assert text(pick(1, authors=(), blog="")) == f"The week\n\n{ADDRESS}\n"
    assert text(pick(1, authors=(), blog=""), title=" ").startswith("Edition 1\n")


def test_who_opted_out_is_not_named() -> None:
    """Also after the edition was closed; nor counted among those who are not named."""
    people = Registry([Person("ada", "Ada Example", handles=("@ada@social.example",), opted_out=True)])
    said = text(*by("Ada Example", "Dee Sample"), people=people)
    assert said == f"The week\n\nWith Dee Sample\n\n{ADDRESS}\n"
    assert "Ada" not in text(*by("Ada Example", "Dee Sample"), people=people, thread=True)


def test_names_that_do_not_fit_are_counted() -> None:
    """The last are left out first, nobody is named by half, and nothing comes near the limit but below."""
    many = [f"Person Number {number} of Example" for number in range(1, 61)]
    said = text(*by(*many))
    shown = [name for name in many if f"{name}," in said or f"{name} and" in said]
    assert shown == many[: len(shown)]
    assert f" and {60 - len(shown)} more\n\n{ADDRESS}\n" in said
    assert fits(said)
    assert not fits(said.replace(" and ", f", {many[len(shown)]} and "))


def test_a_long_title_is_shortened_between_words() -> None:
    """After the names are gone; the address stays whole."""
    said = text(*by("Dee Sample"), title="Words " * 60)
    assert said.startswith("Words Words ")
    assert said.endswith(f"Words…\n\n{ADDRESS}\n")
    assert fits(said)


def test_no_character_is_cut_in_two() -> None:
    """Families, flags and accents are one character each, as people see them (UAX #29)."""
    for part in (FAMILY, WALES, "e\u0301", "\U0001f1ec\U0001f1e7"):
        title = text(*by("Dee Sample"), title=part * 400).split("\n")[0]
        assert set(graphemes(title)) <= {part, "…"}


def test_the_address_alone_if_need_be() -> None:
    """An address that leaves no room for a title; one that is too long by itself is refused, with what to do."""
    long = "https://weekthatwas.example/" + "a" * 265
    assert text(*by("Dee Sample"), address=long) == f"{long}\n"
    with pytest.raises(ConfigError) as caught:
        ready(address=long + "a" * 20)
    assert "slug" in caught.value.hint


def test_it_needs_an_address() -> None:
    """Without one there is nothing to announce; said before anything is closed."""
    for address in ("", "javascript:alert(1)"):
        with pytest.raises(ConfigError) as caught:
            ready(address=address)
        assert "[desk] url" in caught.value.hint


def test_a_limit_must_make_sense() -> None:
    """Below it there is no room for anything."""
    for limit in (10, 10_000):
        with pytest.raises(ConfigError):
            ready(limit=limit)
    assert fits(text(*by("Ada Example"), limit=120), 120)


# ---------------------------------------------------------------- a thread


def test_a_thread_has_a_post_for_each_pick() -> None:
    """Its title, who wrote it, its whole address; a line lies between two posts."""
    picks = [pick(1, title="Bins"), pick(2, title="Lamps", authors=("Dee Sample", "Ben Example")), pick(3, url="")]
    first, bins, lamps = text(*picks, thread=True).split("\n\n---\n\n")
    assert first.startswith("The week\n\nWith ")
    assert bins == "Bins\nby @ada@social.example\n\nhttps://blog.example/1"
    assert lamps == "Lamps\nby Dee Sample and Ben Example\n\nhttps://blog.example/2\n"


def test_every_post_of_a_thread_fits() -> None:
    """Long titles are shortened, long addresses never: such a pick is left out, and that is said."""
    long = f"https://blog.example/{'a' * 300}"
    prepared = ready(pick(1, title="Word " * 90), pick(2, title="Too far", url=long), thread=True)
    posts = prepared.requests[0].body.rstrip("\n").split("\n\n---\n\n")
    assert [length(post) < 300 for post in posts] == [True, True]
    assert posts[1].endswith("Word…\nby @ada@social.example\n\nhttps://blog.example/1")
    assert prepared.what.said[-1] == "left out, since its address is too long: Too far"


# ---------------------------------------------------------------- strangers' words


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("@mallory@evil.example", "mallory at evil. example"),
        ("Ada @mallory", "Ada mallory"),
        ("ada@council.example (Ada)", "ada at council. example (Ada)"),
        ("＠mallory #win ＃win", "mallory win win"),
        ("https://evil.example/x", "evil. example/x"),
        ("https:@//evil.example", "evil. example"),
        ("ht@tps://evil.example", "ht at evil. example"),
        ("evil.example", "evil. example"),
        ("evil。example", "evil. example"),
        ("J.R. Example", "J.R. Example"),
        ("Version 2.0", "Version 2.0"),
        ("A\u202egnorw\u202c", "Agnorw"),
        ("A\u200bd\u2060a\u00ad", "Ada"),
        ("e@\u200bmallory", "e at mallory"),
        ("A\x1b[31m\nB\x00", "A[31m B"),
        ("Zoë\u0301", "Zoë\u0301"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 4),
        (f"{FAMILY} blog", f"{FAMILY} blog"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("a\u200db", "ab"),
        (WALES, None),
        ("x\U000e0041\U000e0042", "x"),
        ("@#\u200b", ""),
        ("\ud800", ""),
    ],
)
def test_names_are_words_and_no_more(given: str, made: str | None) -> None:
    """Nothing is called, tagged, linked, unseen or turned round; what scripts and flags need stays."""
    assert inert(given) == (given if made is None else made)


@given(st.text(max_size=200))
def test_any_name_is_inert(name: str) -> None:
    """Whatever a feed says."""
    made = inert(name)
    assert not set(made) & set("@＠#＃\n\r\u202e\u200b\u2060\u2066")
    assert "://" not in made
    assert len(graphemes(made)) <= LONGEST
    assert inert(made) == made


@settings(max_examples=40)
@given(st.lists(st.text(max_size=60), max_size=8), st.text(max_size=400), st.integers(100, 400), st.booleans())
def test_any_edition_fits_and_keeps_its_address(names: list[str], title: str, limit: int, thread: bool) -> None:
    """Whatever it holds, each post is below the limit, and the first ends with the address."""
    posts = text(*by(*names, title=title), title=title, limit=limit, thread=thread).rstrip("\n").split("\n\n---\n\n")
    assert posts[0].endswith(ADDRESS)
    assert all(fits(post, limit) for post in posts)


# ---------------------------------------------------------------- how long it is


def test_a_link_counts_what_it_counts_most() -> None:
    """23 at Mastodon however short it is, its own length at Bluesky."""
    short, long = "https://a.example/", "https://weekthatwas.example/2026/"
    assert length(f"x {short}", (short,)) == 2 + 23
    assert length(f"x {long}", (long,)) == 2 + len(long)


@pytest.mark.parametrize(
    ("words", "many"),
    [
        *(("abc", 3), ("e\u0301", 1), (FAMILY, 1), (WALES, 1), ("\U0001f1ec\U0001f1e7\U0001f1eb\U0001f1f7", 2)),
        *(("\u1100\u1161\u11a8", 1), ("\r\n", 1), ("क्ष", 2)),
    ],
)
def test_characters_are_counted_as_people_see_them(words: str, many: int) -> None:
    """UAX #29; Indic conjuncts as the networks' older tables count them, which is more."""
    assert length(words) == many


@given(st.text(max_size=80), st.integers(0, 60))
def test_shortening_keeps_whole_characters(words: str, most: int) -> None:
    """What is left is a beginning of the text."""
    made = shortened(words, most)
    assert len(graphemes(made)) <= max(most, 1)
    assert made == words or "".join(graphemes(words)).startswith(made[:-1])


def test_heavy_characters_count_by_their_weight() -> None:
    """3,000 bytes are the most that Bluesky takes, however few characters they look like."""
    assert len(text(*by("Dee Sample"), title=FAMILY * 290).encode()) <= MOST_BYTES


# ---------------------------------------------------------------- the file


def push(root: Path, name: str = "Dee Sample", **options: Any) -> Delivered:
    parcel = Parcel(edition(*by(name), title="The week"), {}, root=root, address=ADDRESS, people=PEOPLE)
    wanted = social.Options(**options)
    with HttpClient(FetchSettings()) as http:
        return social.send(social.prepare(parcel, wanted, Wish()), wanted, World(http, replace_file, NOW))


def test_it_lies_beside_the_editions_files(tmp_path: Path) -> None:
    """Named after the network; a second time nothing is written."""
    done = push(tmp_path)
    path = tmp_path / "out" / "2026-11-20-week-that-was" / "mastodon.txt"
    assert (done.done, done.state, done.remote, done.url) == ("created", "draft", str(path), "")
    assert path.read_text() == f"The week\n\nWith Dee Sample\n\n{ADDRESS}\n"
    assert push(tmp_path).done == "unchanged"


def test_what_an_editor_made_of_it_stays(tmp_path: Path) -> None:
    """It is refused with the difference, as for every file."""
    path = Path(push(tmp_path, file="{network}.txt", network="bluesky").remote)
    path.write_text("Better words\n")
    with pytest.raises(Refused):
        push(tmp_path, file="{network}.txt", network="bluesky")
    assert (path.name, path.read_text()) == ("bluesky.txt", "Better words\n")


def test_what_there_is_to_know_is_said(tmp_path: Path) -> None:
    """How long it is, and of whom no handle is known: whoever has one is reached only by it."""
    assert push(tmp_path).said == (
        "80 of 300 characters",
        "no handle on mastodon is known of Dee Sample",
    )
    assert push(tmp_path, "Ada Example", file="b.txt").said == ("89 of 300 characters",)
