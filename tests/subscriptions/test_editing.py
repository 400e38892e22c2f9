"""Changing a list: what is asked for happens, and everything else in the file stays to the letter."""

from __future__ import annotations

import pytest

from roundup.model import Subscription
from roundup.subscriptions import OpmlError, add, read_opml, remove, set_address, set_paused

OWN = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- Kept by hand since 2008. -->
<opml version="2.0" xmlns:x="https://x.example/ns">
  <head><title>Ours & theirs</title></head>
  <body>
    <outline text="People" x:colour="blue">
      <outline text='Ada' xmlUrl='https://ada.example/feed' x:since="2008"/>
      <!-- <outline text="Gone" xmlUrl="https://gone.example/feed"/> -->
    </outline>
    <outline text="Councils">
      <outline text="North">
        <outline text="Marrowby" type="rss" xmlUrl="https://marrowby.example/feed"></outline>
      </outline>
      <outline text="Empty"/>
    </outline>
    <outline text="Loose" xmlUrl="https://loose.example/feed"/>
  </body>
</opml>
"""
NEW = Subscription("https://new.example/feed", "New & <b>bold</b>", "https://new.example/")
LINE = (
    '<outline type="rss" text="New &amp; &lt;b&gt;bold&lt;/b&gt;" title="New &amp; &lt;b&gt;bold&lt;/b&gt;" '
    'xmlUrl="https://new.example/feed" htmlUrl="https://new.example/"/>\n'
)


def tagged(*tags: str) -> Subscription:
    return Subscription(NEW.url, NEW.title, NEW.site_url, tags)


def inserted(before: str, after: str) -> str:
    """The one run of text that was put into `before` to make `after`; anything else that changed fails the test."""
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    size = len(after) - len(before)
    assert size > 0
    for shift in range(start + 1):  # the run may begin earlier if it starts as the text around it does
        at = start - shift
        if after[:at] + after[at + size :] == before and (at == 0 or before[at - 1] == "\n"):
            return after[at : at + size]
    raise AssertionError("more than one place was changed")


def test_a_feed_without_tags_goes_to_the_end_of_the_body() -> None:
    """One line is added, standing in as its neighbours do."""
    assert inserted(OWN, add(OWN, [NEW]).text) == f"    {LINE}"


def test_a_feed_goes_into_the_folder_of_its_tag() -> None:
    """An existing folder is used, whatever other attributes it has; comments in it stay."""
    text = add(OWN, [tagged("People")]).text
    assert inserted(OWN, text) == f"      {LINE}"
    assert text.index("Gone") < text.index("new.example") < text.index("Councils")


def test_a_nested_folder_is_found() -> None:
    """The tag "Councils/North" is the folder North in the folder Councils."""
    assert inserted(OWN, add(OWN, [tagged("Councils/North")]).text) == f"        {LINE}"


def test_a_missing_folder_is_made_inside_the_one_above() -> None:
    """Only the missing part of the path is made."""
    assert inserted(OWN, add(OWN, [tagged("Councils/South/Coast")]).text) == (
        '      <outline text="South" title="South">\n'
        '        <outline text="Coast" title="Coast">\n'
        f"          {LINE}"
        "        </outline>\n"
        "      </outline>\n"
    )


def test_an_empty_folder_is_opened() -> None:
    """`<outline text="Empty"/>` becomes a folder with the feed in it."""
    text = add(OWN, [tagged("Councils/Empty")]).text
    assert f'      <outline text="Empty">\n        {LINE}      </outline>\n' in text
    assert len(text) == len(OWN) + len(f"        {LINE}") + len(">\n      </outline>") - len("/>")


def test_a_feed_with_two_tags_stands_in_both_folders() -> None:
    """Other programs know only folders, so each tag is one."""
    edited = add(OWN, [tagged("People", "Councils/North")])
    assert edited.text.count("new.example/feed") == 2
    assert next(f for f in read_opml(edited.text).subscriptions if f.url == NEW.url).tags == (
        "People",
        "Councils/North",
    )


def test_adding_twice_is_adding_once() -> None:
    """A feed that is there already is told apart, and the text does not change."""
    once = add(OWN, [NEW])
    twice = add(once.text, [NEW])
    assert (once.added, once.already) == ((NEW,), ())
    assert (twice.text, twice.added, twice.already) == (once.text, (), (NEW,))


@pytest.mark.parametrize(
    "url", ["https://ADA.example/feed", "https://ada.example:443/feed", "https://ada.example/feed#x"]
)
def test_another_spelling_of_an_address_is_the_same_feed(url: str) -> None:
    """Host in capitals, the default port and a fragment make no other feed."""
    assert add(OWN, [Subscription(url)]).text == OWN


def test_the_same_feed_twice_in_one_call_is_added_once() -> None:
    """The second of two equal feeds counts as already there."""
    edited = add(OWN, [NEW, NEW])
    assert (len(edited.added), len(edited.already)) == (1, 1)


def test_a_feed_that_is_commented_out_can_be_added() -> None:
    """What stands in a comment is not followed, so it is new."""
    assert add(OWN, [Subscription("https://gone.example/feed")]).added


def test_windows_line_ends_stay() -> None:
    """New lines end as the file's own do."""
    text = add(OWN.replace("\n", "\r\n"), [tagged("A/B"), tagged("People")]).text
    assert "\n" not in text.replace("\r\n", "")


def test_tabs_stay() -> None:
    """A file that is indented by tabs stays so."""
    text = add(OWN.replace("  ", "\t"), [tagged("A/B")]).text
    assert f"\t\t\t\t{LINE}" in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "<opml/>",
        "<opml></opml>",
        "<opml version='2.0'>\n</opml>",
        "<opml><body/></opml>",
        "<opml><body></body></opml>",
        "<opml>\n  <body>\n  </body>\n</opml>\n",
        '<opml><body><outline text="X"></body></opml>',
        '<opml><body><outline text="X">',
        '<outline text="A" xmlUrl="https://a.example/"/>',
        '<opml><outline text="A" xmlUrl="https://a.example/"/></opml>',
        '<OPML><BODY><OUTLINE TEXT="X"/></BODY></OPML>',
        '<opml><body><!-- </body> --><outline text="X"><outline text="Y"/></outline></body></opml>',
    ],
)
@pytest.mark.parametrize("tags", [(), ("X",), ("X/Y", "Z")])
def test_every_kind_of_file_takes_a_feed(text: str, tags: tuple[str, ...]) -> None:
    """However bare or broken the list, a feed added to it is read from it with its tags, and so are those before."""
    before = read_opml(text, may_be_empty=True).subscriptions if "outline" in text.lower() and "xmlUrl" in text else ()
    edited = add(text, [tagged(*tags)])
    after = read_opml(edited.text).subscriptions
    assert {feed.url for feed in after} == {feed.url for feed in before} | {NEW.url}
    assert set(next(feed for feed in after if feed.url == NEW.url).tags) == set(tags)


def test_what_is_no_list_takes_no_feed() -> None:
    """A web page or a text is refused, not turned into something odd."""
    with pytest.raises(OpmlError, match="not OPML"):
        add("<html><p>Hello</p></html>", [NEW])


def test_removing_takes_the_line() -> None:
    """The line of the feed goes, all others stay."""
    assert remove(OWN, "https://loose.example/feed") == OWN.replace(
        '    <outline text="Loose" xmlUrl="https://loose.example/feed"/>\n', ""
    )


def test_removing_an_outline_that_is_closed_apart() -> None:
    """`<outline …></outline>` goes as a whole; the folder that is now empty stays."""
    text = remove(OWN, "https://MARROWBY.example/feed")
    assert text == OWN.replace(
        '        <outline text="Marrowby" type="rss" xmlUrl="https://marrowby.example/feed"></outline>\n', ""
    )


def test_removing_takes_every_outline_of_the_feed() -> None:
    """A feed that stands in several folders leaves all of them."""
    text = add(OWN, [tagged("People", "Councils", "Elsewhere")]).text
    assert "new.example" not in remove(text, NEW.url)


def test_removing_what_is_not_there_changes_nothing() -> None:
    """Safe to ask for again."""
    assert remove(OWN, "https://nowhere.example/") == OWN


def test_removing_leaves_what_lies_inside() -> None:
    """Outlines inside a feed's outline are other feeds; only the feed's own tags go."""
    text = '<opml><body>\n<outline xmlUrl="https://a.example/">\n<outline xmlUrl="https://b.example/"/>\n</outline>\n</body></opml>'
    assert remove(text, "https://a.example/") == '<opml><body>\n<outline xmlUrl="https://b.example/"/>\n</body></opml>'


def test_removing_from_a_shared_line() -> None:
    """What else stands on the line stays."""
    text = '<opml><body><outline xmlUrl="https://a.example/"/> <!-- x --> <outline xmlUrl="https://b.example/"/></body></opml>'
    assert (
        remove(text, "https://a.example/")
        == '<opml><body> <!-- x --> <outline xmlUrl="https://b.example/"/></body></opml>'
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_adding_and_removing_gives_the_first_text(ending: str) -> None:
    """Remove undoes add, byte for byte."""
    own = OWN.replace("\n", ending)
    assert remove(add(own, [NEW]).text, NEW.url) == own


def test_pausing_marks_the_outline_and_resuming_unmarks_it() -> None:
    """One attribute comes and goes; the rest of the file does not change."""
    paused = set_paused(OWN, "https://ada.example/feed", True)
    assert paused == OWN.replace("<outline text='Ada'", "<outline roundupPaused=\"true\" text='Ada'")
    assert [feed.url for feed in read_opml(paused).subscriptions if feed.paused] == ["https://ada.example/feed"]
    assert set_paused(paused, "https://ada.example/feed", False) == OWN


def test_pausing_twice_is_pausing_once() -> None:
    """The mark is never doubled, and a mark by hand is replaced."""
    paused = set_paused(OWN, "https://ada.example/feed", True)
    assert set_paused(paused, "https://ada.example/feed", True) == paused
    by_hand = OWN.replace("text='Ada'", "text='Ada' roundupPaused='false'")
    assert set_paused(by_hand, "https://ada.example/feed", True) == paused


def test_pausing_marks_every_outline_of_the_feed() -> None:
    """In whichever folder another program looks first, the feed is paused."""
    text = add(OWN, [tagged("People", "Councils")]).text
    assert set_paused(text, NEW.url, True).count("roundupPaused") == 2


def test_a_broken_outline_can_be_paused_and_removed() -> None:
    """Faults of the file do not keep its owner from editing it."""
    text = '<opml><body>\n<outline text="The "Bins" blog" xmlUrl="https://a.example/"/>\n</body></opml>'
    paused = set_paused(text, "https://a.example/", True)
    assert read_opml(paused).subscriptions[0].paused
    assert set_paused(paused, "https://a.example/", False) == text
    assert remove(text, "https://a.example/") == "<opml><body>\n</body></opml>"


# ---------------------------------------------------------------- a feed that has moved


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('xmlUrl="https://old.example/feed"', 'xmlUrl="NEW"'),
        ("xmlUrl='https://old.example/feed'", "xmlUrl='NEW'"),
        ('XMLURL = " https://old.example/feed "', 'XMLURL = "NEW"'),
        ('xml_url="https://OLD.example:443/feed"', 'xml_url="NEW"'),
        ('x:xmlUrl="https://old.example/feed"', 'x:xmlUrl="NEW"'),
        ('type="rss" url="https://old.example/feed"', 'type="rss" url="NEW"'),
        ("xmlUrl=https://old.example/feed text=x", "xmlUrl=NEW text=x"),
        ('xmlUrl="feed://old.example/feed"', 'xmlUrl="feed://old.example/feed"'),
        (
            'xmlUrl="https://old.example/feed" htmlUrl="https://old.example/feed/"',
            'xmlUrl="NEW" htmlUrl="https://old.example/feed/"',
        ),
        ('description="was xmlUrl=x" xmlUrl="https://old.example/feed"', 'description="was xmlUrl=x" xmlUrl="NEW"'),
        (
            'text="https://old.example/feed" xmlUrl="https://old.example/feed"',
            'text="https://old.example/feed" xmlUrl="NEW"',
        ),
    ],
)
def test_only_the_address_of_the_feed_is_changed(before: str, after: str) -> None:
    """However it is spelt and quoted; the site, the title and what they say of it stay."""
    text = f'<opml><body>\n  <!-- mine -->\n  <outline {before} x:since="2008"/>\n</body></opml>\n'
    new = "https://new.example/f?a=1&b=2"
    wanted = text.replace(before, after.replace("NEW", "https://new.example/f?a=1&amp;b=2"))
    assert set_address(text, "https://old.example/feed", new) == wanted


def test_a_feed_in_three_folders_moves_in_all_of_them() -> None:
    """And its neighbours do not."""
    line = '<outline text="A" xmlUrl="https://a.example/feed"/>'
    other = '<outline text="B" xmlUrl="https://a.example/feed2"/>'
    text = f'<opml><body>{line}<outline text="X">{line}{other}</outline>{line}</body></opml>'
    moved = set_address(text, "https://a.example/feed", "https://b.example/")
    assert moved == text.replace('a.example/feed"', 'b.example/"')
    assert [feed.url for feed in read_opml(moved).subscriptions] == ["https://b.example/", "https://a.example/feed2"]
    assert moved.count(other) == 1


def test_a_feed_that_is_not_in_the_file_moves_nowhere() -> None:
    """Also one that stands only in a comment."""
    assert set_address(OWN, "https://gone.example/feed", "https://new.example/") == OWN
    assert set_address("", "https://gone.example/feed", "https://new.example/") == ""


@pytest.mark.parametrize("new", ["https://new.example/?q=<a>&b='c'\"d\"", "https://new.example/%22%20x%3D%22"])
def test_a_new_address_cannot_break_out_of_its_place(new: str) -> None:
    """It came from a server."""
    moved = set_address(set_address(OWN, "https://loose.example/feed", new), "https://ada.example/feed", new + "2")
    assert [feed.title for feed in read_opml(moved).subscriptions] == ["Ada", "Marrowby", "Loose"]
    assert moved.count("<outline") == OWN.count("<outline")
