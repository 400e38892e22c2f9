"""What becomes of an entry: its title, address, guid, people, dates, words and files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roundup.model import Enclosure
from roundup.parse import document, latest
from roundup.parse.hashing import content_hash, hashed
from roundup.text import word_count

from .documents import atom, atom_entry, body, item, read, rss

# ---------------------------------------------------------------- titles


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Bins", "Bins"),
        ("Bins &amp; lids", "Bins & lids"),
        ("Bins &amp;amp; lids", "Bins & lids"),
        ("Bins &amp;amp;amp; lids", "Bins &amp; lids"),
        ("<![CDATA[Bins & lids]]>", "Bins & lids"),
        ("<![CDATA[Bins &amp; lids]]>", "Bins & lids"),
        ("Bins &amp;#8211; again", "Bins – again"),
        ("&lt;b>Bins&lt;/b> again", "Bins again"),
        ("Bins&lt;br>again", "Bins\u00a0again".replace("\u00a0", " ")),
        ("&lt;p>Bins&lt;/p>", "Bins"),
        ("un&lt;i>bro&lt;/i>ken", "unbroken"),
        ("3 &lt; 5 and 7 &gt; 5", "3 < 5 and 7 > 5"),
        ("AT&amp;T", "AT&T"),
        ("The &lt;title> element", "The <title> element"),
        ("&lt;script>alert(1)&lt;/script> is a title", "<script>alert(1)</script> is a title"),
        ("\n  Bins\n\tagain  ", "Bins again"),
        ("Bins\u00a0again", "Bins again"),
        ("“Bins” – don’t", "“Bins” – don’t"),
        ("don&#146;t", "don’t"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_title_is_one_line_of_plain_words(written: str, title: str) -> None:
    """RSS never says whether titles are markup: what is set with tags is read, references are undone once."""
    assert item(f"<title>{written}</title>").title == title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<title>AT&amp;amp;T</title>", "AT&amp;T"),
        ('<title type="text">&lt;b>Bins&lt;/b></title>', "<b>Bins</b>"),
        ('<title type="html">&lt;b>Bins&lt;/b> &amp;amp; lids</title>', "Bins & lids"),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>Bins</b> &amp; lids</div></title>',
            "Bins & lids",
        ),
        ('<title type="html">&lt;script>x()&lt;/script>Bins</title>', "Bins"),
    ],
)
def test_an_atom_title_is_what_its_type_says(written: str, title: str) -> None:
    """RFC 4287 section 3.1: text is words, html and xhtml are markup."""
    assert atom_entry(written).title == title


def test_an_item_without_a_title_has_none() -> None:
    """Nothing is made up."""
    assert item("<description>Words.</description>").title == ""


def test_a_title_without_end_is_cut() -> None:
    """A list shows a line; a page of title is none."""
    title = item(f"<title>{'word ' * 1_000}</title>").title
    assert len(title) <= 500
    assert title.endswith("word…")


def test_terminal_escapes_and_reordering_are_gone_from_every_field() -> None:
    """Well-formed or not, no control character gets through."""
    bad = "a&#27;[31m\x1b[0m\u202eb"
    for closing in ("", "<broken & "):
        (entry,) = read(
            rss(
                f"<title>{bad}</title><author>{bad}</author><category>{bad}</category><guid>{bad}</guid><description>{bad}{closing}</description>"
            )
        ).entries
        for value in (entry.title, entry.text, entry.guid, *entry.authors, *entry.tags):
            assert value.startswith("a[31m[0mb")


# ---------------------------------------------------------------- addresses and guids


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("<link>https://blog.example/1</link>", "https://blog.example/1"),
        ("<link>\n  https://blog.example/1\n</link>", "https://blog.example/1"),
        ("<link>/1</link>", "https://blog.example/1"),
        ("<link>1</link>", "https://blog.example/feed/1"),
        ("<link>https://blog.example/?p=1&amp;q=2</link>", "https://blog.example/?p=1&q=2"),
        ("<link>https://blog.example/1?utm_source=rss&amp;utm_medium=rss</link>", "https://blog.example/1"),
        ("<link>javascript:alert(1)</link>", ""),
        ("<link>data:text/html,x</link>", ""),
        ("<link>file:///etc/passwd</link>", ""),
        ("<link>javascript:alert(1)</link><guid>https://blog.example/1</guid>", ""),
        ("<guid>https://blog.example/1</guid>", "https://blog.example/1"),
        ('<guid isPermaLink="true">https://blog.example/1</guid>', "https://blog.example/1"),
        ('<guid isPermaLink="false">https://blog.example/1</guid>', ""),
        ("<guid>1</guid>", ""),
        ("<guid>/1</guid>", ""),
        ('<guid>x"onload=alert(1)</guid>', ""),
        ("<guid>javascript:alert(1)</guid>", ""),
        ("<link>https://blog.example/1</link><guid>https://blog.example/?p=1</guid>", "https://blog.example/1"),
        (
            "<link>https://feeds.example/~r/1</link><feedburner:origLink>https://blog.example/1</feedburner:origLink>",
            "https://blog.example/1",
        ),
        ("<title>No link at all</title>", ""),
    ],
)
def test_the_address_is_a_real_one_or_none(inside: str, url: str) -> None:
    """RSS 2.0: the link, else a guid that is a permalink and an address by itself."""
    assert item(inside).url == url


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ('<link href="https://blog.example/1"/>', "https://blog.example/1"),
        ('<link rel="alternate" href="/1"/>', "https://blog.example/1"),
        (
            '<link rel="self" href="/1.atom"/><link rel="alternate" type="text/html" href="/1"/>',
            "https://blog.example/1",
        ),
        ('<link rel="edit" href="/edit"/><link rel="replies" href="/1#c"/><link href="/1"/>', "https://blog.example/1"),
        ('<link rel="self" href="/1.atom"/>', ""),
        ("<id>https://blog.example/1</id>", "https://blog.example/1"),
        ("<id>tag:blog.example,2026:1</id>", ""),
        ("<id>1</id>", ""),
    ],
)
def test_an_atom_address_is_the_alternate_link(inside: str, url: str) -> None:
    """RFC 4287 section 4.2.7; an id that is an address stands in for a link that is missing."""
    assert atom_entry(inside).url == url


def test_xml_base_moves_relative_links() -> None:
    """RFC 4287 section 2: relative addresses start from xml:base, and a relative one from the feed's own address."""
    attributes = 'xml:base="/blog/"'
    inside = '<link href="1"/><content type="html">&lt;a href="2">x&lt;/a></content>'
    entry = atom_entry(inside, attributes=attributes)
    assert entry.url == "https://blog.example/blog/1"
    assert b'href="https://blog.example/blog/2"' in entry.html


def test_a_relative_link_in_a_post_starts_from_the_post() -> None:
    """RSS does not say; a post's markup was written for the post's page."""
    entry = item('<link>https://other.example/2026/post/</link><description>&lt;a href="x">y&lt;/a></description>')
    assert b'href="https://other.example/2026/post/x"' in entry.html


@pytest.mark.parametrize(
    ("inside", "guid"),
    [
        ("<guid>1</guid>", "1"),
        ("<guid>  https://blog.example/?p=1\n</guid>", "https://blog.example/?p=1"),
        ('<guid isPermaLink="false">tag:x</guid>', "tag:x"),
        ("<guid>/relative</guid>", "/relative"),
        ("<guid></guid>", ""),
        ("<link>https://blog.example/1</link>", ""),
    ],
)
def test_a_guid_is_kept_as_written(inside: str, guid: str) -> None:
    """It is a name, not an address: it must not change when the feed moves, and none is made up."""
    assert item(inside).guid == guid
    assert item(inside, url="https://moved.example/feed").guid == guid


def test_a_guid_beyond_reason_becomes_a_fingerprint() -> None:
    """Equal for equal guids, different for different ones."""
    long = "g" * 5_000
    one, same, other = (item(f"<guid>{long}{end}</guid>").guid for end in ("a", "a", "b"))
    assert one == same != other
    assert len(one) < 100


# ---------------------------------------------------------------- people, tags, files


@pytest.mark.parametrize(
    ("inside", "authors"),
    [
        ("<dc:creator>Ada Example</dc:creator>", ("Ada Example",)),
        ("<dc:creator>Ada</dc:creator><dc:creator>Ben</dc:creator>", ("Ada", "Ben")),
        ("<author>ada@blog.example (Ada Example)</author>", ("Ada Example",)),
        ("<author>Ada Example &lt;ada@blog.example></author>", ("Ada Example",)),
        ("<author>ada@blog.example</author>", ()),
        ("<dc:creator><![CDATA[  Ada\n Example ]]></dc:creator>", ("Ada Example",)),
        ("<itunes:author>Ada Example</itunes:author>", ("Ada Example",)),
        ("", ()),
    ],
)
def test_authors_are_names_and_never_mail_addresses(inside: str, authors: tuple[str, ...]) -> None:
    """A name is there to be published; an address is not."""
    assert item(inside).authors == authors


def test_an_atom_entry_without_author_has_the_feeds() -> None:
    """RFC 4287 section 4.1.2; an entry's own author comes first."""
    feed = "<author><name>Ada Example</name><email>ada@blog.example</email></author>"
    assert atom_entry("<title>x</title>", feed=feed).authors == ("Ada Example",)
    assert atom_entry("<author><name>Ben</name></author>", feed=feed).authors == ("Ben",)


def test_tags_are_words_each_once() -> None:
    """RSS categories, Atom labels before terms; a blog engine's own bookkeeping is no tag."""
    assert item("<category>bins</category><category domain='x'>lids</category><category>bins</category>").tags == (
        "bins",
        "lids",
    )
    entry = atom_entry(
        '<category term="b" label="Bins"/><category term="lids"/>'
        '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/>'
    )
    assert entry.tags == ("Bins", "lids")


@pytest.mark.parametrize(
    ("inside", "files"),
    [
        (
            '<enclosure url="https://blog.example/e.mp3" length="1200" type="audio/mpeg"/>',
            (Enclosure("https://blog.example/e.mp3", "audio/mpeg", 1200),),
        ),
        ('<enclosure url="/e.mp3" length="" type=""/>', (Enclosure("https://blog.example/e.mp3"),)),
        ('<enclosure url="/e.mp3" length="12 MB"/>', (Enclosure("https://blog.example/e.mp3"),)),
        ('<enclosure url="/e.mp3" length="-1"/>', (Enclosure("https://blog.example/e.mp3"),)),
        (f'<enclosure url="/e.mp3" length="{"9" * 5_000}"/>', (Enclosure("https://blog.example/e.mp3"),)),
        ('<enclosure url="javascript:alert(1)" length="1"/>', ()),
        ("<enclosure/>", ()),
    ],
)
def test_a_podcasts_files_travel_with_it(inside: str, files: tuple[Enclosure, ...]) -> None:
    """Addresses are real, lengths are numbers or unknown."""
    assert item(inside).enclosures == files


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<description>Short.</description>", "Short."),
        ("<description>Short.</description><content:encoded>&lt;p>Long.&lt;/p></content:encoded>", "Long."),
        ("<content:encoded>&lt;p>Long.&lt;/p></content:encoded><description>Short.</description>", "Long."),
        ("<description>Short.</description><content:encoded> </content:encoded>", "Short."),
        ("<description>Short.</description><content:encoded>&lt;p>&amp;nbsp;&lt;/p></content:encoded>", "Short."),
        (
            "<description>One\nline.\n\nAnother &amp;amp; one.</description>",
            "One\nline.\n\nAnother & one.".replace("One\nline", "One line"),
        ),
        ("<description><![CDATA[<p>One.</p><p>Two.</p>]]></description>", "One.\n\nTwo."),
        ("<title>No words</title>", ""),
    ],
)
def test_the_fullest_body_is_taken(inside: str, text: str) -> None:
    """content:encoded before the description, unless it is empty; plain words keep their paragraphs."""
    assert item(inside).text == text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<content>3 &lt; 5 &amp;amp; more\n\nnext</content>", "3 < 5 &amp; more\n\nnext"),
        ('<content type="html">&lt;p>One &amp;amp; two&lt;/p></content>', "One & two"),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One<br/>two</p></div></content>',
            "One\ntwo",
        ),
        ("<summary>Short.</summary>", "Short."),
        ("<summary>Short.</summary><content>Long.</content>", "Long."),
        ('<summary>Short.</summary><content src="https://blog.example/1"/>', "Short."),
        ('<summary>Short.</summary><content type="image/png">iVBORw0KGgo=</content>', "Short."),
    ],
)
def test_atom_content_is_what_its_type_says(inside: str, text: str) -> None:
    """RFC 4287 section 4.1.3; what is not text is no body."""
    assert atom_entry(inside).text == text


def test_a_post_that_is_a_picture_keeps_it() -> None:
    """No words, but something to show."""
    entry = body('<img src="/bin.jpg" alt="A bin">')
    assert entry.text == ""
    assert entry.html == b'<img src="https://blog.example/bin.jpg" alt="A bin">'


# ---------------------------------------------------------------- dates


def test_both_dates_are_read() -> None:
    """Published and updated, each in UTC."""
    entry = atom_entry("<published>2026-11-20T09:00:00+01:00</published><updated>2026-11-21T09:00:00Z</updated>")
    assert entry.published == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert entry.date_note == ""


def test_the_last_change_stands_in_for_a_missing_publication() -> None:
    """And the note says so."""
    entry = atom_entry("<updated>2026-11-21T09:00:00Z</updated>")
    assert entry.published == entry.updated == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert entry.date_note == "no publication date given, the date of the last change stands in"


@pytest.mark.parametrize(
    ("inside", "published", "note"),
    [
        ("<pubDate>Fri, 20 Nov 2026 09:00:00 GMT</pubDate>", datetime(2026, 11, 20, 9, tzinfo=UTC), ""),
        ("<pubDate>Thu, 16 Jul 2026 09:00:00 BST</pubDate>", datetime(2026, 7, 16, 8, tzinfo=UTC), ""),
        (
            "<dc:date>2026-11-20T09:00:00Z</dc:date>",
            datetime(2026, 11, 20, 9, tzinfo=UTC),
            "no publication date given, the date of the last change stands in",
        ),
        (
            "<pubDate>Fri, 20 Nov 2026 09:00:00</pubDate>",
            datetime(2026, 11, 20, 9, tzinfo=UTC),
            "no time zone given, UK time assumed",
        ),
        ("<pubDate>last week</pubDate>", None, "the date could not be read: last week"),
        ("", None, ""),
    ],
)
def test_rss_dates_are_read_and_doubts_are_said(inside: str, published: datetime | None, note: str) -> None:
    """What editors see as the date of a post, and why."""
    entry = item(inside)
    assert (entry.published, entry.date_note) == (published, note)


# ---------------------------------------------------------------- fingerprints


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bins went out.", "The  bins\nwent out."),
        ("“Don’t”", '"Don\'t"'),
        ("a – b", "a - b"),
        ("£5\u00a0million", "£5 million"),
        ("cafe\u0301", "café"),
    ],
)
def test_the_same_words_set_otherwise_have_the_same_hash(one: str, other: str) -> None:
    """An engine that curls quotes has not edited the post."""
    assert content_hash("T", one) == content_hash("T", other)


@pytest.mark.parametrize(
    ("one", "other"), [("The bins.", "The lids."), ("bins", "Bins"), ("a b", "ab"), ("one", "one.")]
)
def test_other_words_have_another_hash(one: str, other: str) -> None:
    """Any change an editor could quote counts."""
    assert content_hash("T", one) != content_hash("T", other)
    assert content_hash(one, "") != content_hash(other, "")


@given(*[st.text(alphabet="a—’é.… \n\u00a0\t\u2003\u3000´\x1c\x85\u0301", max_size=30)] * 2)
@example("", "")
@example("Bins", "")
@example(" Bins  and\u00a0lids", "\u00a0 two\n\nwords ")
@example("", "a´b")  # a blank in Unicode's plainer form, none in the author's
def test_words_are_counted_with_the_hash_as_without(title: str, text: str) -> None:
    """The number that an editor counts, whatever the white space and wherever it stands."""
    assert hashed(title, text.encode()) == (content_hash(title, text), word_count(text))


def test_an_entry_knows_how_many_words_it_has() -> None:
    """Those of its text, not of its title."""
    assert item("<title>Two words</title><description>Three plain words&lt;p>and two</description>").words == 5


# ---------------------------------------------------------------- how many


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that is quicker to reach."""
    monkeypatch.setattr(latest, "MAX_ENTRIES", 5)


@pytest.mark.usefixtures("few")
def test_of_a_feed_without_end_the_latest_entries_are_kept() -> None:
    """In the feed's own order, and the note says how many there were."""
    days = (3, 9, 1, 8, 7, 2, 6)
    feed = read(rss(*(f"<title>{day}</title><pubDate>2026-11-{day:02}T09:00:00Z</pubDate>" for day in days)))
    assert [entry.title for entry in feed.entries] == ["3", "9", "8", "7", "6"]
    assert feed.notes == ("of 7 entries the latest 5 were read",)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("order", [1, -1])
def test_the_latest_are_found_at_either_end_of_a_feed_without_end(order: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in the middle of thousands is not even parsed, but counted."""
    monkeypatch.setattr(document, "MOST_ENTRIES", 12)
    days = list(range(1, 29))[::order]
    feed = read(rss(*(f"<title>{day}</title><pubDate>2026-11-{day:02}T09:00:00Z</pubDate>" for day in days)))
    assert sorted(int(entry.title) for entry in feed.entries) == [24, 25, 26, 27, 28]
    assert feed.complete
    assert feed.notes == ("of 28 entries the latest 5 were read",)


@pytest.mark.usefixtures("few")
def test_of_an_undated_feed_the_first_entries_are_kept() -> None:
    """Without dates the feed's order is all there is to go by."""
    feed = read(atom(*(f"<title>{n}</title>" for n in range(9))))
    assert [entry.title for entry in feed.entries] == ["0", "1", "2", "3", "4"]
