"""Feeds and posts of absurd size or depth: read whole, cut with a word, or given up; the rest of the run goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.hazards.story import Item, Story, feed_reply, letter, letters, prose, rss
from tests.net.servers import reply


@pytest.mark.slow
def test_a_feed_of_2000_posts(bare: Story) -> None:
    """All are kept, once; lists and searches stay quick; the next fetch finds nothing new."""
    bare.follow("/a")
    bare.feed("/a", *letters(2000))
    assert bare.fetch().new("/a") == 2000
    assert bare.fetch("--force", days=1).new("/a") == 0
    assert len(bare.run("posts").out.splitlines()) == 50
    assert len(bare.posts()) == 2000


def one(bare: Story, item: Item) -> dict[str, object]:
    """The post that this item becomes, with its text."""
    bare.follow("/a")
    bare.feed("/a", item)
    assert bare.fetch().new("/a") == 1
    (post,) = bare.posts()
    shown: dict[str, object] = bare.json("show", str(post["id"]))
    return shown


def test_a_title_of_100_kilobytes(bare: Story) -> None:
    """Kept, and said on one line of ordinary length by every command; files get short names."""
    shown = one(bare, replace(letter(1), title="Budget " * 15_000))
    post = str(shown["id"])
    bare.run("star", post)
    bare.run("annotate", post, "--lead", "A [long](post) one.")
    for words in (["posts", "--starred"], ["edition"], ["why", post], ["show", post]):
        assert max(map(len, bare.run(*words).out.splitlines())) < 120_000
    for name, text in bare.pages().items():
        assert len(name) < 40
        assert text


def test_a_hundred_paragraphs_quoted_to_the_last(bare: Story) -> None:
    """A long post is kept paragraph by paragraph; its first and last can be quoted, and both in one."""
    paragraphs = [prose(f"part {n}", 16) for n in range(100)]
    shown = one(bare, replace(letter(1), text="".join(f"<p>{part}</p>" for part in paragraphs)))
    assert shown["text"] == "\n\n".join(paragraphs)
    post = str(shown["id"])
    bare.run("star", post)
    bare.run("annotate", post, "--lead", "All of [it](post).")
    bare.run("quote", post, paragraphs[0])
    bare.run("quote", post, "\n\n".join(paragraphs[98:]))
    bare.run("quote", post, f"{paragraphs[0]} […] {paragraphs[99]}")
    page = bare.pages()["post.html"]
    assert all(part in page for part in (paragraphs[0], paragraphs[98], paragraphs[99]))
    assert paragraphs[50] not in page


@pytest.mark.parametrize(("sentences", "whole"), [(14_000, True), (66_000, False)])
def test_a_post_as_long_as_a_book(bare: Story, sentences: int, whole: bool) -> None:
    """Half a megabyte is kept to the last word and can be quoted there; of more, the beginning is kept."""
    text = f"<p>Timbuktu came first. {'The council met and went home. ' * sentences}Zanzibar was last.</p>"
    shown = one(bare, replace(letter(1), text=text))
    assert int(str(shown["words"])) > 80_000
    bare.run("quote", str(shown["id"]), "Timbuktu came first.")
    bare.run("quote", str(shown["id"]), "Zanzibar was last.", code=0 if whole else 1)
    assert bool(bare.json("search", "Zanzibar")["posts"]) is whole


DEEP = 15_000
HEAVY: dict[str, str] = {
    "elements in elements": "<description>" + "<b>" * DEEP + "deep" + "</b>" * DEEP + "</description>",
    "markup in markup": f"<description>{'&lt;div&gt;' * DEEP}deep</description>",
    "quotations in quotations": f"<description>{'&lt;blockquote&gt;' * DEEP}deep</description>",
    "lists in lists": f"<description>{'&lt;ul&gt;&lt;li&gt;' * DEEP}deep</description>",
    "comments begun": f"<description>{'&lt;!--' * DEEP}</description>",
    "tags begun": f"<description>{'&lt;' * DEEP}</description>",
    "categories": "".join(f"<category>tag {n}</category>" for n in range(3000)),
    "authors": f"<author>{'a' * 30_000}</author>",
    "attributes": "<media " + " ".join(f'a{n}="1"' for n in range(5_000)) + "/>",
    "enclosures": "".join(f'<enclosure url="https://x.example/{n}.mp3" length="1"/>' for n in range(3000)),
    "styles": f'<description>&lt;p style="{"a" * 40_000}"&gt;text&lt;/p&gt;</description>',
    "numbers": f"<description>&amp;#{'9' * 5000};</description>",
}


@pytest.mark.parametrize("extra", HEAVY.values(), ids=HEAVY)
def test_what_holds_other_parsers_for_minutes(story: Story, extra: str) -> None:
    """Read or given up in seconds, said in a line; posts and picks stay, and a sound feed is read again."""
    story.set("fetch", parse_seconds=3.0)
    story.feed("/a", replace(letter(11), text="", extra=extra), *letters(9))
    run = story.fetch()
    assert run.json["seconds"] < 20
    assert run.new("/a") == 1 or run.reason("/a")
    for post in story.posts():
        story.run("show", str(post["id"]))
    story.feed("/a", letter(12), *letters(10))
    assert story.fetch(days=1).new("/a") == 1
    assert story.picked() == ["Letter 5 from Marrowby"]


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
PROLOGS: dict[str, bytes] = {
    "a billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>'.encode(),
    "an outside entity": b'<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "an outside document type": b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/evil.dtd">',
    "declarations begun": b"<?" + b"encoding='' " * 2000,
    "empty lines": b"\n" * 80_000,
    "NUL bytes": b"\0" * 1000,
    "a hundred marks": b"\xef\xbb\xbf" * 100,
}


@pytest.mark.parametrize("prolog", PROLOGS.values(), ids=PROLOGS)
def test_what_stands_before_a_feed(story: Story, prolog: bytes) -> None:
    """Nothing is expanded, nothing fetched, no file read; the feed behind it is read or given up in a line."""
    body = prolog + rss(replace(letter(11), text="<p>Before &l9; after</p>")).replace("&amp;l9;", "&l9;").encode()
    story.serve("/a", feed_reply(body))
    run = story.fetch()
    assert run.json["seconds"] < 20
    assert run.new("/a") == 1 or run.reason("/a")
    kept = str(story.rows("SELECT text, html, title FROM snapshots"))
    assert "root:" not in kept
    assert "hahaha" not in kept
    assert story.picked() == ["Letter 5 from Marrowby"]


@pytest.mark.slow
def test_a_feed_that_kills_its_parser_costs_only_itself(story: Story) -> None:
    """Whatever happens in the process that reads it, the run ends in time and all others are read."""
    story.set("fetch", parse_seconds=1.0)
    extra = "".join(f"<category>{n}</category>" for n in range(60_000))
    story.follow("/a", "/heavy", "/b")
    story.feed("/heavy", replace(letter(50), extra=extra))
    story.feed("/b", letter(60))
    run = story.fetch()
    assert (run.new("/b"), run.reason("/a")) == (1, "")
    assert run.json["seconds"] < 20


def test_what_a_server_says_is_not_repeated_at_length(bare: Story) -> None:
    """A reason is one short line, however much there was to say."""
    bare.follow("/a")
    bare.serve("/a", reply(b"x" * 100_000, headers={"Content-Type": "text/plain; " + "x" * 5000}))
    bare.fetch()
    assert all(len(line) < 400 for line in bare.run("feeds").out.splitlines())
