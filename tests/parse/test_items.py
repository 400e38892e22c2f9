"""An item keeps its name as long as it says the same, and none is left out that a new one may be mixed up with."""

from __future__ import annotations

import re
from functools import partial

import pytest

from roundup.parse import items
from roundup.parse.items import identities_in, identities_of, left_out, names_of, names_of_entries
from roundup.parse.raw import RawBody, RawEnclosure, RawEntry, RawText
from roundup.parse.scan import Pieces, pieces
from roundup.parse.suspects import suspects

HEAD = b"<rss xmlns:slash='s' xmlns:thr='t' xmlns:media='m'>"


def name(item: str, head: bytes = HEAD) -> str:
    body = head + item.encode("utf-8", "replace")
    (found,) = names_of(Pieces(body, ((len(head), len(body)),)))
    return found


def test_a_name_is_sixteen_hex_digits() -> None:
    """Short enough to keep for every item of every feed."""
    assert re.fullmatch("[0-9a-f]{16}", name("<item>x</item>"))


def test_a_name_is_of_what_is_said() -> None:
    """Another letter, another name; the same letters, the same name."""
    assert name("<item>x</item>") == name("<item>x</item>")
    assert name("<item>x</item>") != name("<item>y</item>")
    assert name("<item>\ud800</item>") != name("<item></item>")


@pytest.mark.parametrize(
    ("yesterday", "today"),
    [
        ("<slash:comments>1</slash:comments>", "<slash:comments>12</slash:comments>"),
        ("<thr:total>1</thr:total>", "<thr:total>2</thr:total>"),
        ("<link rel='replies' thr:count='1' href='/1'/>", "<link rel='replies' thr:count='2' href='/1'/>"),
        ('<link thr:count="1" thr:updated="2026-11-20" />', '<link thr:count="2" thr:updated="2026-11-21" />'),
        ('<media:statistics views="1"/>', '<media:statistics views="2"/>'),
        ('<media:starRating count="1" average="5.00" />', '<media:starRating count="2" average="4.50" />'),
    ],
)
def test_counts_are_not_part_of_it(yesterday: str, today: str) -> None:
    """Comments, replies and views change every day, and no post with them."""
    assert name(f"<item>x{yesterday}</item>") == name(f"<item>x{today}</item>")
    assert name(f"<item>x{yesterday}</item>") != name(f"<item>y{yesterday}</item>")


def test_only_counts_that_are_declared_are_looked_for() -> None:
    """At the top, or in an item itself: no others can be in a well-formed feed."""
    assert name("<item><thr:total>1</thr:total></item>", b"<rss>") != name("<item></item>", b"<rss>")
    told = "<item><thr:total xmlns:thr='t'>{}</thr:total></item>"
    assert name(told.format(1), b"<rss>") == name(told.format(2), b"<rss>")


def test_a_better_reader_reads_all_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are of what reading means today."""
    before = name("<item>x</item>")
    monkeypatch.setattr(items, "VERSION", b"items 0")
    assert name("<item>x</item>") != before


ENTRY = RawEntry(guid="1", links=("https://blog.example/1",), title=RawText("Bins"), bodies=(RawBody(b"x"),))


@pytest.mark.parametrize(
    "other",
    [
        RawEntry(),
        RawEntry(guid="2", links=ENTRY.links, title=ENTRY.title, bodies=ENTRY.bodies),
        RawEntry(guid="1", links=ENTRY.links, title=ENTRY.title, bodies=(RawBody(b"x", "html"),)),
        RawEntry(guid="1", links=ENTRY.links, title=ENTRY.title, bodies=ENTRY.bodies, tags=("x",)),
        RawEntry(guid="1", links=ENTRY.links, title=ENTRY.title, bodies=ENTRY.bodies, enclosures=(RawEnclosure("x"),)),
        RawEntry(guid="1", links=ENTRY.links, title=ENTRY.title, bodies=ENTRY.bodies, updated="x"),
    ],
)
def test_entries_are_named_by_all_they_hold(other: RawEntry) -> None:
    """Where items have no text of their own (JSON), their values are what is named."""
    first, second, again = names_of_entries([ENTRY, other, ENTRY])
    assert first == again
    assert first != second


# ---------------------------------------------------------------- what is left out


def out(known: str, *inside: str) -> set[int]:
    """Which items need not be read; `known` has a + for each item that is known."""
    found = pieces("".join(f"<item>{item}</item>" for item in inside).encode())
    assert found is not None
    is_known, identities = [sign == "+" for sign in known], identities_in(found)
    quickly = left_out(is_known, identities, partial(suspects, found))
    assert quickly == left_out(is_known, identities)
    return set(quickly)


def post(number: int, **others: str) -> str:
    values = {"guid": f"urn:{number}", "link": f"https://blog.example/{number}", "title": f"Bins {number}", **others}
    return "".join(f"<{tag}>{value}</{tag}>" for tag, value in values.items())


def test_what_is_known_is_left_out() -> None:
    """All of it, or nothing if nothing is."""
    assert out("++", post(1), post(2)) == {0, 1}
    assert out("-+", post(1), post(2)) == {1}
    assert out("--", post(1), post(2)) == set()


@pytest.mark.parametrize(
    "newcomer",
    [
        post(2, guid="urn:1"),
        post(2, guid="<![CDATA[urn:1]]>"),
        post(2, link="https://blog.example/1"),
        post(2, link="http://www.blog.example/1/#more"),
        post(2, link="https://blog.example/1?utm_source=feed"),
        post(2, guid="https://blog.example/1"),
        post(2, title="bins  1"),
        post(2) + "<atom:link href='https://blog.example/1'/>",
        post(2) + '<link rel="alternate" href="https://blog.example/1"/>',
        post(2) + "<feedburner:origLink>https://blog.example/1</feedburner:origLink>",
    ],
)
def test_nothing_is_left_out_if_a_new_item_shares_a_name_with_a_known_one(newcomer: str) -> None:
    """A guid, an address or a title given twice: merging has to see both to tell them apart."""
    assert out("-++", newcomer, post(1), post(3)) == set()


def test_what_known_items_share_among_themselves_does_no_harm() -> None:
    """They were seen together when they were read."""
    assert out("-++", post(1), post(2), post(2)) == {1, 2}
    assert out("+++", post(2), post(2), post(2)) == {0, 1, 2}


def test_links_of_another_kind_are_not_names() -> None:
    """Every post of a blog may lead to the same licence."""
    licence = "<link rel='license' href='https://blog.example/licence'/>"
    assert out("-+", post(1) + licence, post(2) + licence) == {1}


def test_two_items_with_neither_guid_nor_address_may_be_one() -> None:
    """Then only reading both can tell; one of them with a name is enough."""
    assert out("-+", "<title>a</title>", "<title>b</title>") == set()
    assert out("-+", post(1), "<title>b</title>") == {1}


def test_without_titles_the_words_tell() -> None:
    """A diary of untitled posts need not be read again from the beginning for every new one."""
    first, second = ("<guid>1</guid><description>One.</description>", "<guid>2</guid><description>Two.</description>")
    assert out("-+", first, second) == {1}
    assert out("-+", first, second.replace("Two", "One")) == set()


def test_entries_are_compared_by_what_they_hold() -> None:
    """The same rule where there is no text to look at."""
    other = RawEntry(guid="2", links=("https://blog.example/2",), title=RawText("Lids"))
    shared = RawEntry(guid="3", links=("http://blog.example/1/",), title=RawText("Lids"))
    untitled = RawEntry(guid="4", bodies=(RawBody(b"words"),))
    assert left_out([False, True], identities_of([ENTRY, other])) == {1}
    assert left_out([False, True], identities_of([ENTRY, shared])) == set()
    assert left_out([True, False], identities_of([ENTRY, untitled])) == {0}


def test_nobody_is_asked_if_there_is_no_doubt() -> None:
    """A feed whose bytes changed but not its items costs no look at them."""

    def never(_place: int) -> set[str]:
        raise AssertionError

    assert left_out([True, True], never) == {0, 1}
    assert left_out([False, False], never) == set()
