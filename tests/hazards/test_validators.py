"""304s that lie, entity tags that are garbage, feeds that were cut off: nothing is missed for longer than a week."""

from __future__ import annotations

import gzip

import pytest

from tests.hazards.story import Story, feed_reply, letter, letters, prose, rss
from tests.net.servers import Page, reply

FIFTH = "Letter 5 from Marrowby"


def sent(story: Story, name: str) -> str | None:
    """A header field of the latest request for /a."""
    index = max(n for n, path in enumerate(story.server.asked) if path == "/a")
    return story.server.header(name, index)


def test_a_304_that_lies_is_found_out_within_a_week(story: Story) -> None:
    """A cache in between says "not modified" for ever: once a week the whole feed is asked for."""
    story.serve("/a", feed_reply(rss(*letters(10)), ETag='"1"'))
    story.fetch()
    fresh = feed_reply(rss(letter(11), *letters(10)), ETag='"1"')
    for _ in range(8):
        story.serve("/a", only_if_asked_whole(fresh, story))
        story.fetch(days=1)
    assert "Letter 11 from Marrowby" in story.titles()
    assert story.health("/a")["state"] == "ok"


def only_if_asked_whole(answer: bytes, story: Story) -> Page:
    """304 to whoever sends a validator, `answer` to others."""
    from socket import socket

    def send(connection: socket) -> None:
        asked = story.server.requests[-1].lower()
        conditional = "if-none-match" in asked or "if-modified-since" in asked
        connection.sendall(reply(status=304) if conditional else answer)

    return send


TAGS = [
    '"ordinary"',
    'W/"weak"',
    "no quotes at all",
    '"unclosed',
    '""',
    "'; DROP TABLE feeds; --",
    '"tab\there"',
    '"{}${jndi:ldap://x.example/}"',
    "\xff\xfe\xfd",
    '"\x1b[31m"',
    "x" * 60_000,
]


@pytest.mark.parametrize("tag", TAGS, ids=range(len(TAGS)))
def test_any_entity_tag_is_borne(story: Story, tag: str) -> None:
    """Sent back as it came or not at all; no request is broken by it, and the next post comes through."""
    story.serve("/a", feed_reply(rss(*letters(10)), ETag=tag))
    assert story.fetch().reason("/a") == ""
    story.feed("/a", letter(11), *letters(10))
    assert story.fetch().new("/a") == 1
    assert sent(story, "if-none-match") in (tag, None)
    assert len(story.posts()) == 11


def test_a_header_cannot_be_smuggled_through_a_tag(story: Story) -> None:
    """What a server sends as its tag never becomes a header of ours."""
    story.serve(
        "/a", feed_reply(rss(*letters(10)), ETag='"1"\r X-Evil: yes', **{"Last-Modified": "now\x0bX-Evil: yes"})
    )
    story.fetch()
    story.fetch()
    assert all(
        "x-evil" not in [line.split(":")[0].lower() for line in head.split("\r\n")] for head in story.server.requests
    )


def test_a_new_tag_each_time_brings_nothing_twice(story: Story) -> None:
    """A server that makes up its tag and date at every request."""
    for n in range(5):
        fields = {"ETag": f'"{n}"', "Last-Modified": f"Fri, 20 Nov 2026 1{n}:00:00 GMT"}
        story.serve("/a", feed_reply(rss(*letters(10)), **fields))
        run = story.fetch()
        assert (run.new("/a"), run.changed("/a")) == (0, 0)
    assert len(story.posts()) == 10


def test_a_tag_that_is_no_longer_sent_is_forgotten(story: Story) -> None:
    """Else an old tag would be asked for ever after the server had stopped giving any."""
    story.serve("/a", feed_reply(rss(*letters(10)), ETag='"old"'))
    story.fetch()
    story.feed("/a", letter(11), *letters(9))
    story.fetch()
    story.fetch()
    assert sent(story, "if-none-match") is None


def test_an_unreadable_body_does_not_use_up_the_tag(story: Story) -> None:
    """A login page with a tag, then 304 to the feed's own tag: the tag that is sent back is still the feed's."""
    story.serve("/a", feed_reply(rss(*letters(10)), ETag='"feed"'))
    story.fetch()
    story.serve("/a", reply(b"<!DOCTYPE html><title>Log in</title>", headers={"ETag": '"login"'}))
    story.fetch()
    story.feed("/a", letter(11), *letters(10))
    assert story.fetch(hours=3).new("/a") == 1
    assert sent(story, "if-none-match") == '"feed"'


# ---------------------------------------------------------------- feeds cut off, whole again


WHOLE = rss(*letters(6))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95, 0.999])
def test_a_feed_first_seen_cut_off_then_whole(bare: Story, share: float) -> None:
    """No half post is kept: what came whole is there at once, the rest when the whole feed comes."""
    bare.follow("/a")
    bare.serve("/a", feed_reply(WHOLE[: int(len(WHOLE) * share)]))
    first = bare.fetch().new("/a")
    texts = {post["title"]: bare.json("show", str(post["id"]))["text"] for post in bare.posts()}
    assert texts == {letter(n).title: prose(n) for n in range(1, first + 1)}
    bare.serve("/a", feed_reply(WHOLE))
    bare.fetch()
    assert bare.titles() == [letter(n).title for n in range(1, 7)]
    assert bare.rows("SELECT count(*) FROM snapshots WHERE title LIKE 'Letter%'") == [(6,)]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_known_feed_cut_off_shortens_no_post(story: Story, share: float) -> None:
    """The picked post and its quote stand, wherever the cut falls; no second version is made of a half."""
    whole = rss(*letters(10))
    story.serve("/a", feed_reply(whole[: int(len(whole) * share)]))
    run = story.fetch()
    assert (run.new("/a"), run.changed("/a")) == (0, 0)
    assert story.show(FIFTH)["text"] == prose(5)
    assert story.picks()[0]["quotes"][0]["verdict"] == "found"


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip", "gzip, identity", ""])
def test_a_packed_feed_is_read(story: Story, coding: str) -> None:
    """However the packing is named, or not named at all."""
    body = gzip.compress(rss(letter(11), *letters(10)).encode())
    story.serve("/a", feed_reply(body, **({"Content-Encoding": coding} if coding else {})))
    assert story.fetch().new("/a") == 1


CHARSETS = {
    "UTF-8": "utf-8",
    "a byte order mark": "utf-8-sig",
    "UTF-16": "utf-16",
    "Windows": "cp1252",
}


@pytest.mark.parametrize("codec", CHARSETS.values(), ids=CHARSETS)
@pytest.mark.parametrize("claim", ["", "utf-8", "unicode_escape", "undefined", "é\x01"])
def test_whatever_the_charset_that_is_claimed(bare: Story, codec: str, claim: str) -> None:
    """The letters are right when bytes and claim agree or the claim is nonsense; otherwise, still one post."""
    text = "The mayor’s café costs £5 – naïve, wasn’t it? " + prose("café")
    declared = f'<?xml version="1.0" encoding="{claim or "utf-8"}"?>' if claim.isascii() else '<?xml version="1.0"?>'
    body = declared + rss(letter(1)).replace(prose(1), text)
    kind = f"text/xml; charset={claim}" if claim else "text/xml"
    bare.follow("/a")
    bare.serve("/a", reply(body.encode(codec), headers={"Content-Type": kind}))
    assert bare.fetch().reason("/a") == ""
    (post,) = bare.posts()
    shown = bare.json("show", str(post["id"]))["text"]
    assert prose("café") in shown
    if (codec, claim) != ("cp1252", "utf-8"):
        assert shown == text


def test_one_bad_byte_spoils_one_letter(bare: Story) -> None:
    """The rest of the feed keeps its letters, and the quote is proved beside the spoilt one."""
    body = rss(letter(1)).replace(prose(1), "Naïve café £5 BAD here. " + prose(1)).encode().replace(b"BAD", b"\xff")
    bare.follow("/a")
    bare.serve("/a", feed_reply(body))
    bare.fetch()
    shown = bare.show("Letter 1 from Marrowby")["text"]
    assert shown == "Naïve café £5 \ufffd here. " + prose(1)
    bare.run("quote", bare.id("Letter 1 from Marrowby"), "Naïve café £5")
