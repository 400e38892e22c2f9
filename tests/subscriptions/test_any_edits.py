"""A list edited many times, by us and by hand: it says what was done to it and nothing else, in every layout."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.model import Subscription
from roundup.subscriptions import add, read_opml, remove, same_feed_key, set_address, set_paused

# One list, as different programs and hands lay it out. Each has a (in People), b (in People and News), c (in none).
LAYOUTS = {
    "pretty": """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>Mine</title></head>
  <body>
    <!-- people first -->
    <outline text="People">
      <outline type="rss" text="A" xmlUrl="https://a.example/feed"/>
      <outline type="rss" text="B" xmlUrl="https://b.example/feed"/>
    </outline>
    <outline text="News">
      <outline type="rss" text="B" xmlUrl="https://b.example/feed"/>
    </outline>
    <outline type="rss" text="C" xmlUrl="https://c.example/feed"/>
  </body>
</opml>
""",
    "one line": '<opml version="2.0"><head/><body><outline text="People"><outline text="A" xmlUrl="https://a.example/feed"/>'
    '<outline text="B" xmlUrl="https://b.example/feed"/></outline><outline text="News"><outline text="B" '
    'xmlUrl="https://b.example/feed"/></outline><outline text="C" xmlUrl="https://c.example/feed"/></body></opml>',
    "single quotes and capitals": """<OPML version='1.0'><BODY>
<OUTLINE TEXT='People'>
<OUTLINE TEXT='A' XMLURL='https://a.example/feed'></OUTLINE>
<OUTLINE TEXT='B' XMLURL='https://b.example/feed'></OUTLINE>
</OUTLINE>
<OUTLINE TEXT='News'><OUTLINE TEXT='B' XMLURL='https://b.example/feed' /></OUTLINE>
<OUTLINE TEXT='C' XMLURL='https://c.example/feed' />
</BODY></OPML>
""",
    "attributes on lines of their own": """<opml version="2.0">
<body>
\t<outline text="People">
\t\t<outline
\t\t\ttext="A"
\t\t\txmlUrl="https://a.example/feed"
\t\t/>
\t\t<outline
\t\t\txmlUrl="https://b.example/feed"
\t\t\ttext="B"
\t\t/>
\t</outline>
\t<outline text="News">
\t\t<outline xmlUrl="https://b.example/feed" text="B"/>
\t</outline>
\t<outline xmlUrl="https://c.example/feed" text="C"/>
</body>
</opml>
""",
}
LAYOUTS["Windows"] = LAYOUTS["pretty"].replace("\n", "\r\n")
LAYOUTS["no end"] = LAYOUTS["pretty"].replace("</opml>\n", "")

A, B, C, NEW = (f"https://{name}.example/feed" for name in ("a", "b", "c", "new"))
Feeds = dict[str, tuple[str, frozenset[str], bool]]
HELD: Feeds = {
    A: ("A", frozenset({"People"}), False),
    B: ("B", frozenset({"People", "News"}), False),
    C: ("C", frozenset(), False),
}

layouts = pytest.mark.parametrize("layout", LAYOUTS)


def feeds(text: str) -> Feeds:
    """What the list says."""
    read = read_opml(text, may_be_empty=True).subscriptions
    return {feed.url: (feed.title, frozenset(feed.tags), feed.paused) for feed in read}


def words_beside(text: str) -> list[str]:
    """The lines in which no feed stands."""
    return [line.strip() for line in text.splitlines() if line.strip() and "xmlurl" not in line.lower()]


@layouts
def test_each_layout_holds_the_same(layout: str) -> None:
    """So that what follows is about editing alone."""
    assert feeds(LAYOUTS[layout]) == HELD


@layouts
@pytest.mark.parametrize("url", [A, B, C])
def test_a_feed_goes_and_all_else_stays(layout: str, url: str) -> None:
    """From each of its folders; folders, comments and other feeds are as they were."""
    text = remove(LAYOUTS[layout], url)
    assert feeds(text) == {known: held for known, held in HELD.items() if known != url}
    assert url not in text
    assert "People" in text


@layouts
def test_the_last_feed_can_go_too(layout: str) -> None:
    """An empty list is a list, and takes a feed again."""
    text = LAYOUTS[layout]
    for url in HELD:
        text = remove(text, url)
    assert feeds(text) == {}
    back = add(text, [Subscription(A, "A", tags=("People",))])
    assert feeds(back.text) == {A: HELD[A]}


@layouts
@pytest.mark.parametrize("url", [A, B, C])
def test_a_pause_comes_and_goes_without_a_trace(layout: str, url: str) -> None:
    """The bytes are those of before."""
    paused = set_paused(LAYOUTS[layout], url, True)
    assert {known for known, (_, _, is_paused) in feeds(paused).items() if is_paused} == {url}
    assert set_paused(paused, url, False) == LAYOUTS[layout]


@layouts
@pytest.mark.parametrize("url", [A, B, C])
def test_a_feed_moves_there_and_back(layout: str, url: str) -> None:
    """Its title and folders go with it; moved back, the bytes are those of before."""
    moved = set_address(LAYOUTS[layout], url, NEW)
    assert feeds(moved) == {NEW if known == url else known: held for known, held in HELD.items()}
    assert set_address(moved, NEW, url) == LAYOUTS[layout]


@layouts
@pytest.mark.parametrize("tags", [(), ("People",), ("News",), ("People", "News"), ("People/North",), ("Else/Where",)])
def test_a_new_feed_finds_its_place(layout: str, tags: tuple[str, ...]) -> None:
    """In every folder that its tags name; what was there before stays, in its order."""
    edited = add(LAYOUTS[layout], [Subscription(NEW, "New", tags=tags)])
    assert feeds(edited.text) == {**HELD, NEW: ("New", frozenset(tags), False)}
    assert [url for url in feeds(edited.text) if url != NEW] == list(HELD)
    assert remove(edited.text, NEW).count("xmlUrl") == LAYOUTS[layout].count("xmlUrl")


@layouts
def test_comments_and_head_are_the_owners(layout: str) -> None:
    """Whatever is done, each line without a feed stays."""
    before = words_beside(LAYOUTS[layout]) if layout in ("pretty", "Windows") else []
    text = add(LAYOUTS[layout], [Subscription(NEW, "New", tags=("People",))]).text
    text = set_paused(remove(text, B), A, True)
    assert words_beside(text) == before or not before


@layouts
@pytest.mark.parametrize("title", ['"', "<b>", "&amp;", "]]>", "--", "\u202eevil", "x" * 5_000, "é\n\tè", "'"])
def test_no_title_breaks_out_of_its_place(layout: str, title: str) -> None:
    """Whatever a site calls itself: one feed is added, and the file can be read as before."""
    edited = add(LAYOUTS[layout], [Subscription(NEW, title)])
    held = feeds(edited.text)
    assert {url: held[url] for url in HELD} == HELD
    assert len(held) == len(HELD) + 1


Edit = tuple[str, str, str]
edits = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "pause", "resume", "move"]),
        st.sampled_from([A, B, C, NEW, "https://d.example/?a=1&b=2"]),
        st.sampled_from(["", "People", "People/North", "Elsewhere & more"]),
    ),
    max_size=10,
)
MOVED = "https://moved.example/feed"


def expected_after(held: Feeds, edit: Edit) -> Feeds:
    """What an edit ought to do, said of a plain table."""
    what, url, tag = edit
    if what == "add":
        return {**held, url: held.get(url, (url[8:], frozenset({tag} - {""}), False))}
    if url not in held:
        return held
    title, tags, _ = held[url]
    if what == "remove":
        return {known: each for known, each in held.items() if known != url}
    if what == "move":
        return held if MOVED in held else {MOVED if known == url else known: each for known, each in held.items()}
    return {**held, url: (title, tags, what == "pause")}


def edited_by(text: str, edit: Edit, *, may_move: bool) -> str:
    what, url, tag = edit
    if what == "add":
        return add(text, [Subscription(url, url[8:], tags=(tag,) if tag else ())]).text
    if what == "move":
        return set_address(text, url, MOVED) if may_move else text
    change: Callable[[str, str], str] = {
        "remove": remove,
        "pause": lambda text, url: set_paused(text, url, True),
        "resume": lambda text, url: set_paused(text, url, False),
    }[what]
    return change(text, url)


@given(st.sampled_from(list(LAYOUTS)), edits)
def test_any_edits_one_after_the_other_do_what_each_says(layout: str, made: list[Edit]) -> None:
    """The file and a plain table of feeds agree after every step."""
    text, held = LAYOUTS[layout], dict(HELD)
    for edit in made:
        text, held = edited_by(text, edit, may_move=MOVED not in held), expected_after(held, edit)
        assert feeds(text) == held


@given(st.sampled_from(list(LAYOUTS)), edits)
def test_an_edit_done_twice_is_done_once(layout: str, made: list[Edit]) -> None:
    """A command that was killed behind its write can be run again."""
    text = LAYOUTS[layout]
    for edit in made:
        if edit[0] != "move":
            text = edited_by(text, edit, may_move=False)
            assert edited_by(text, edit, may_move=False) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/feed", "https://A.EXAMPLE/feed"),
        ("https://a.example/feed", "https://a.example:443/feed"),
        ("https://a.example/feed", "https://a.example/feed#top"),
    ],
)
def test_another_spelling_is_the_same_feed(one: str, other: str) -> None:
    """For adding, pausing and taking out."""
    assert same_feed_key(one) == same_feed_key(other)
    assert add(LAYOUTS["pretty"], [Subscription(other)]).added == ()
    assert remove(LAYOUTS["pretty"], other) == remove(LAYOUTS["pretty"], one)
    assert set_paused(LAYOUTS["pretty"], other, True) == set_paused(LAYOUTS["pretty"], one, True)


@pytest.mark.parametrize("other", ["http://a.example/feed", "https://a.example/Feed", "https://a.example/feed?x", B])
def test_another_address_is_another_feed(other: str) -> None:
    """Schemes, paths and questions are the server's to read."""
    assert same_feed_key(other) != same_feed_key(A)
