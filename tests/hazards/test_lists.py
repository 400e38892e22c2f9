"""Hostile lists to import, and a feeds.opml that people edit by hand between two fetches."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.hazards.story import Story, letter, letters

FIFTH = "Letter 5 from Marrowby"
HEAD = '<?xml version="1.0"?><opml version="2.0"><head/><body>'
GOOD = '<outline text="Good" xmlUrl="https://good.example/feed"/>'
TAIL = "</body></opml>"


def imported(story: Story, tmp_path: Path, content: bytes | str, code: int = 0) -> list[str]:
    """The feeds that importing this file adds; feeds.opml is as before if the import failed."""
    file = tmp_path / "theirs.opml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    before = story.feeds_file.read_bytes()
    said = story.run("feeds", "import", str(file), "--json", code=code)
    if code:
        assert story.feeds_file.read_bytes() == before
        assert said.err.startswith("roundup: ")
        return []
    return [str(url) for url in said.json["added"]]


def zipped() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("feeds.opml", HEAD + GOOD * 9 + TAIL)
    return file.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
NO_LISTS: dict[str, bytes | str] = {
    "nothing": b"",
    "white space": " \n ",
    "a web page": "<!DOCTYPE html><html><body><h1>Log in</h1></body></html>",
    "a feed": '<rss version="2.0"><channel><title>x</title></channel></rss>',
    "JSON": '{"feeds": ["https://a.example/"]}',
    "a ZIP file": zipped(),
    "random bytes": bytes(range(256)) * 50,
    "NUL bytes": bytes(5000),
    "an empty list": HEAD + TAIL,
    "cut before the first feed": HEAD + '<outline text="Good" xmlUr',
    "only scripts": f'{HEAD}<outline text="x" xmlUrl="javascript:alert(1)"/>{TAIL}',
    "only files": f'{HEAD}<outline text="x" xmlUrl="file:///etc/passwd"/>{TAIL}',
    "only an include": f'{HEAD}<outline type="include" text="x" url="http://127.0.0.1:9/more.opml"/>{TAIL}',
    "more tags than feeds on earth": HEAD + "<outline>" * 200_001 + TAIL,
    "twenty megabytes": HEAD + GOOD + " " * 20_000_000 + TAIL,
}


SLOW = {"more tags than feeds on earth"}


@pytest.mark.parametrize(
    "content",
    [pytest.param(made, id=name, marks=[pytest.mark.slow] * (name in SLOW)) for name, made in NO_LISTS.items()],
)
def test_what_is_no_list_changes_nothing(story: Story, tmp_path: Path, content: bytes | str) -> None:
    """Exit 2, one line that says what the file is, and feeds.opml byte for byte as before."""
    assert imported(story, tmp_path, content, code=2) == []
    assert story.fetch().reason("/a") == ""


MESSY: dict[str, str] = {
    "a billion laughs": f'<!DOCTYPE opml [<!ENTITY l0 "ha">{LAUGHS}]>{HEAD}<outline text="&l9;"/>{GOOD}{TAIL}',
    "an outside entity": f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}&x;{GOOD}{TAIL}',
    "an include beside it": f'{HEAD}<outline type="include" url="http://127.0.0.1:9/more.opml"/>{GOOD}{TAIL}',
    "a script beside it": f'{HEAD}<outline text="x" xmlUrl="javascript:alert(1)"/>{GOOD}{TAIL}',
    "twice": HEAD + GOOD + GOOD + TAIL,
    "in ten folders": HEAD + "".join(f'<outline text="Folder {n}">{GOOD}</outline>' for n in range(10)) + TAIL,
    "deep in folders": HEAD + "<outline text='f'>" * 2000 + GOOD + "</outline>" * 2000 + TAIL,
    "folders never closed": HEAD + "<outline text='f'>" * 50 + GOOD,
    "cut after it": HEAD + GOOD + '<outline text="Half" xmlUrl="https://half.ex',
    "bare ampersands": f'{HEAD}<outline text="A & B" xmlUrl="https://good.example/feed"/>{TAIL}',
    "quotes in quotes": f'{HEAD}<outline text="the "best" of" xmlUrl="https://good.example/feed"/>{TAIL}',
    "escapes": f'{HEAD}<outline text="\x1b[31m\x07 red \u202e" xmlUrl="https://good.example/feed"/>{TAIL}',
    "a title of a megabyte": f'{HEAD}<outline text="{"x" * 1_000_000}" xmlUrl="https://good.example/feed"/>{TAIL}',
}


@pytest.mark.parametrize("content", MESSY.values(), ids=MESSY)
def test_a_messy_list_gives_its_feed_once(story: Story, tmp_path: Path, content: str) -> None:
    """Nothing is expanded, included or fetched; the good feed is followed, and importing again adds nothing."""
    asked = len(story.server.requests)
    assert imported(story, tmp_path, content) == ["https://good.example/feed"]
    assert imported(story, tmp_path, content) == []
    listed = story.run("feeds").out
    assert len(listed) < 3000
    assert not set("\x1b\x07\u202e") & set(listed)
    assert "root:" not in listed
    assert len(story.server.requests) == asked


@pytest.mark.slow
def test_five_thousand_feeds_at_once(story: Story, tmp_path: Path) -> None:
    """All of them, once, in their order, in seconds; every one can be listed and taken out again."""
    many = [f"https://b{n}.example/feed" for n in range(5000)]
    outlines = "".join(f'<outline text="Blog {n}" xmlUrl="{url}"/>' for n, url in enumerate(many))
    assert imported(story, tmp_path, HEAD + outlines + TAIL) == many
    assert len(story.json("feeds")) == 5002
    story.run("feeds", "remove", many[4999])
    assert len(story.json("feeds")) == 5001


# ---------------------------------------------------------------- edited by hand between fetches


def rewrite(story: Story, content: bytes | str) -> None:
    story.feeds_file.write_bytes(content.encode() if isinstance(content, str) else content)


def theirs(story: Story, *paths: str) -> str:
    """The desk's list as an editor may write it."""
    outlines = "\n".join(f'  <outline text="Café {path}" xmlUrl="{story.url(path)}"/>' for path in (*paths, "/well"))
    return f'<?xml version="1.0"?>\n<opml version="2.0">\n<!-- mine -->\n<body>\n{outlines}\n</body>\n</opml>\n'


Writing = Callable[[str], bytes]
WRITTEN: dict[str, Writing] = {
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "old Mac line ends": lambda text: text.replace("\n", "\r").encode(),
    "Windows letters": lambda text: text.encode("cp1252"),
    "Windows letters, said": lambda text: text.replace("?>", ' encoding="windows-1252"?>', 1).encode("cp1252"),
    "a byte order mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "no line ends": lambda text: text.replace("\n", "").encode(),
    "an end that is missing": lambda text: text.split("</body>")[0].encode(),
}


def characters(content: bytes) -> str:
    """A list without its first line, which tells the encoding."""
    codec = "utf-16" if content[:2] == b"\xff\xfe" else "cp1252" if b"\xe9" in content else "utf-8-sig"
    return content.decode(codec).split("?>")[1]


@pytest.mark.parametrize("written", WRITTEN)
def test_however_the_list_is_written(story: Story, written: str) -> None:
    """Read as it is at the next fetch; pausing and resuming a feed leaves every other character and line end alone."""
    content = WRITTEN[written](theirs(story, "/a"))
    rewrite(story, content)
    story.feed("/a", letter(11), *letters(10))
    assert story.fetch().new("/a") == 1
    assert [feed["title"] for feed in story.json("feeds")] == ["Café /a", "Café /well"]
    story.run("feeds", "pause", story.url("/a"))
    assert story.health("/a")["state"] == "paused"
    asked = story.asked("/a")
    story.fetch()
    assert story.asked("/a") == asked
    story.run("feeds", "resume", story.url("/a"))
    after = story.feeds_file.read_bytes()
    assert after == content or characters(after) == characters(content)


BROKEN: dict[str, bytes] = {
    "emptied": b"",
    "a merge conflict's rubble": b"<<<<<<< HEAD\n=======\n>>>>>>> theirs\n",
    "a web page": b"<!DOCTYPE html><html></html>",
    "cut in the head": b'<?xml version="1.0"?><opm',
    "zeros after a power cut": bytes(400),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_list_broken_by_hand(story: Story, content: bytes) -> None:
    """`fetch` says in words that the list cannot be read and asks nobody; posts, picks and reading go on."""
    good = story.feeds_file.read_bytes()
    rewrite(story, content)
    asked, before = len(story.server.requests), story.decided()
    for words in (["fetch"], ["feeds"], ["feeds", "pause", "a"], ["feeds", "export"]):
        said = story.run(*words, code=2)
        assert said.err.startswith("roundup: ")
    assert len(story.server.requests) == asked
    assert (story.picked(), len(story.posts()), story.decided()) == ([FIFTH], 10, before)
    assert story.feeds_file.read_bytes() == content
    rewrite(story, good)
    story.feed("/a", letter(11))
    assert story.fetch().new("/a") == 1


def test_a_broken_list_is_named(story: Story) -> None:
    """The message names the file that has to be mended."""
    rewrite(story, BROKEN["a web page"])
    assert "feeds.opml" in story.run("fetch", code=2).err


def test_a_list_that_was_deleted(story: Story) -> None:
    """Said with the way out; nothing of the desk is lost."""
    story.feeds_file.unlink()
    said = story.run("fetch", code=2)
    assert "feeds.opml does not exist" in said.err
    assert "import" in said.err
    assert story.picked() == [FIFTH]


def test_a_feed_taken_out_by_hand_keeps_its_posts(story: Story) -> None:
    """No longer asked; posts, pick and quote stay through weeks and into the edition."""
    rewrite(story, theirs(story))
    asked = story.asked("/a")
    for _ in range(3):
        story.fetch(days=7)
    assert story.asked("/a") == asked
    assert (len(story.posts()), story.picked()) == (10, [FIFTH])
    story.run("publish")
    assert "A Blog" in story.pages("1")["post.md"] or "letters/5" in story.pages("1")["post.md"]


def test_the_address_of_a_feed_changed_by_hand(story: Story) -> None:
    """The same blog under a new address: its posts are known, the next one is one new post."""
    rewrite(story, theirs(story, "/feed.xml"))
    story.feed("/feed.xml", letter(11), *letters(10))
    assert story.fetch().new("/feed.xml") == 1
    assert story.picked() == [FIFTH]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "not an address",
        "http://[::1",
        "http://user:pw@127.0.0.1:9/x",
        "ftp://x.example/feed",
        "http://" + "x" * 5000,
    ],
)
def test_a_senseless_address_stops_no_other_feed(story: Story, address: str) -> None:
    """One bad line in the list: the others are fetched, and no word of it reaches beyond its own line."""
    rewrite(story, theirs(story, "/a").replace("<body>", f'<body><outline text="Bad" xmlUrl="{address}"/>'))
    story.feed("/a", letter(11), *letters(10))
    run = story.fetch()
    assert run.new("/a") == 1
    assert len(run.json["failures"]) <= 1
    story.run("feeds")
