"""One item written in many ways is one post: formats, orders, prefixes, escapes, encodings and dates mean the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.model import Entry, ParsedFeed
from roundup.parse import parse_feed, parse_plain

from .documents import LONDON, URL

SITE = "https://blog.example"
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MOMENT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Post:
    """What a blogger wrote."""

    number: int
    title: str = "Bins"
    html: str = "<p>The bins went out.</p>"
    author: str = "Ada Example"
    tags: tuple[str, ...] = ()
    published: datetime = MOMENT

    @property
    def url(self) -> str:
        return f"{SITE}/{self.number}/"


def read(document: str | bytes, url: str = URL) -> ParsedFeed:
    body = document.encode() if isinstance(document, str) else document
    return parse_feed(body, url=url, zone=LONDON)


def told(document: str | bytes) -> list[tuple[object, ...]]:
    """What readers would see of each entry, in the feed's order."""
    return [seen(entry) for entry in read(document).entries]


def seen(entry: Entry) -> tuple[object, ...]:
    return (entry.guid, entry.url, entry.title, entry.text, entry.authors, entry.published, entry.tags)


# ---------------------------------------------------------------- the ways to write it


def rss_fields(post: Post) -> list[str]:
    stamp = format_datetime(post.published)
    return [
        f"<title>{escape(post.title)}</title>",
        f"<link>{post.url}</link>",
        f'<guid isPermaLink="true">{post.url}</guid>',
        f"<pubDate>{stamp}</pubDate>",
        f"<dc:creator>{escape(post.author)}</dc:creator>",
        f"<content:encoded>{escape(post.html)}</content:encoded>",
        *[f"<category>{escape(tag)}</category>" for tag in post.tags],
    ]


def rss(items: Sequence[Sequence[str]], *, content: str = "content", dc: str = "dc") -> str:
    inside = "\n".join(f"<item>{''.join(fields)}</item>" for fields in items)
    return (
        f'<rss version="2.0" xmlns:{content}="{CONTENT}" xmlns:{dc}="{DC}"><channel><title>A Blog</title>'
        f"<link>{SITE}</link>{inside}</channel></rss>"
    )


def as_rss(posts: Sequence[Post]) -> str:
    return rss([rss_fields(post) for post in posts])


def atom_fields(post: Post) -> list[str]:
    return [
        f"<id>{post.url}</id>",
        f"<title>{escape(post.title)}</title>",
        f'<link rel="alternate" href="{post.url}"/>',
        f"<published>{post.published.isoformat()}</published>",
        f"<updated>{post.published.isoformat()}</updated>",
        f"<author><name>{escape(post.author)}</name></author>",
        f'<content type="html">{escape(post.html)}</content>',
        *[f"<category term={quoteattr(tag)}/>" for tag in post.tags],
    ]


def atom(items: Sequence[Sequence[str]]) -> str:
    inside = "\n".join(f"<entry>{''.join(fields)}</entry>" for fields in items)
    return f'<feed xmlns="{ATOM}"><title>A Blog</title><link href="{SITE}"/><id>x</id>{inside}</feed>'


def as_atom(posts: Sequence[Post]) -> str:
    return atom([atom_fields(post) for post in posts])


def prefixed_atom(posts: Sequence[Post]) -> str:
    """Atom whose elements all have a prefix."""
    text = as_atom(posts).replace(f'xmlns="{ATOM}"', f'xmlns:a="{ATOM}"')
    for name in (
        "feed",
        "entry",
        "id",
        "title",
        "link",
        "published",
        "updated",
        "author",
        "name",
        "content",
        "category",
    ):
        for before in ("<", "</"):
            for after in (">", " ", "/"):
                text = text.replace(f"{before}{name}{after}", f"{before}a:{name}{after}")
    return text


def as_json(posts: Sequence[Post]) -> str:
    items = [
        {
            "id": post.url,
            "url": post.url,
            "title": post.title,
            "content_html": post.html,
            "date_published": post.published.isoformat(),
            "authors": [{"name": post.author}],
            "tags": list(post.tags),
        }
        for post in posts
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "A Blog", "items": items})


FORMATS: dict[str, Callable[[Sequence[Post]], str]] = {
    "rss": as_rss,
    "atom": as_atom,
    "prefixed atom": prefixed_atom,
    "json": as_json,
}

plain_titles = st.sampled_from(
    [
        "Bins",
        "Bins & boxes",
        "“Quoted”",
        "Pêl-droed",
        "議会",
        "Fire 👩🏽‍🚒",
        "5 > 4",
        "Tom's",
        'A "b" c',
        "x" * 300,
        "…",
    ]
)
bodies = st.sampled_from(
    [
        "<p>The bins went out.</p>",
        "<p>One.</p><p>Two &amp; three.</p>",
        "<ul><li>One</li><li>Two</li></ul>",
        "<blockquote><p>Said.</p></blockquote><p>So it is.</p>",
        '<p>See <a href="https://other.example/a?b=1&amp;c=2">this</a>.</p>',
        "<h2>A</h2><p>b<br>c</p>",
        "<p>مرحبا</p>",
        "<p>caf&eacute; &#8211; &pound;5</p>",
        "Only words",
        "<pre>a  b\n c</pre>",
    ]
)
moments = st.integers(1_100_000_000, 1_790_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
posts = st.lists(
    st.builds(
        Post,
        number=st.integers(1, 10_000),
        title=plain_titles,
        html=bodies,
        author=st.sampled_from(["Ada Example", "Siân Öst", "A. N. Other"]),
        tags=st.lists(st.sampled_from(["bins", "Housing & homes", "ÿ"]), max_size=2, unique=True).map(tuple),
        published=moments,
    ),
    max_size=4,
    unique_by=lambda post: post.number,
)


@given(posts)
def test_a_post_is_the_same_in_every_format(made: list[Post]) -> None:
    """Names, address, title, words, author, moment and tags; one feed may change its format and nothing is new."""
    expected = told(as_rss(made))
    assert len(expected) == len(made)
    for write in FORMATS.values():
        assert sorted(told(write(made)), key=str) == sorted(expected, key=str)


@given(posts)
def test_the_quick_way_says_the_same(made: list[Post]) -> None:
    """RSS and Atom read in the caller's own process, or declined."""
    for name, write in FORMATS.items():
        body = write(made).encode()
        quick = parse_plain(body, url=URL, zone=LONDON)
        assert quick is None or quick == read(body)
        assert quick is not None or name == "prefixed atom" or any(":" in post.title for post in made)


@given(posts, st.data())
def test_the_order_of_the_fields_means_nothing(made: list[Post], data: st.DataObject) -> None:
    """In RSS and Atom, and of the members of JSON."""
    for fields, write in ((rss_fields, rss), (atom_fields, atom)):
        usual = [fields(post) for post in made]
        shuffled = [
            data.draw(st.permutations(each[: len(each) - len(post.tags)]))
            for each, post in zip(usual, made, strict=True)
        ]
        tags = [each[len(each) - len(post.tags) :] for each, post in zip(usual, made, strict=True)]
        odd = [[*each, *rest] for each, rest in zip(shuffled, tags, strict=True)]
        assert told(write(odd)) == told(write(usual))
    document = json.loads(as_json(made))
    document["items"] = [dict(data.draw(st.permutations(list(item.items())))) for item in document["items"]]
    assert told(json.dumps(document)) == told(as_json(made))


@pytest.mark.parametrize(
    ("content", "dc"), [("content", "dc"), ("c", "d"), ("body", "who"), ("xhtml", "media"), ("a-b", "a.b")]
)
def test_a_prefix_means_what_it_is_declared_to_mean(content: str, dc: str) -> None:
    """Namespaces in XML 1.0: a prefix is a stand-in for the namespace's name, nothing else."""
    post = Post(1, html="<p>Whole.</p>")
    fields = [
        field.replace("content:", "CONTENT:").replace("dc:", f"{dc}:").replace("CONTENT:", f"{content}:")
        for field in rss_fields(post)
    ]
    (entry,) = told(rss([fields], content=content, dc=dc))
    assert entry == told(as_rss([post]))[0]


WRITTEN: dict[str, Callable[[str], str]] = {
    "escaped": escape,
    "in CDATA": lambda words: f"<![CDATA[{words}]]>",
    "CDATA in two": lambda words: f"<![CDATA[{words[:3]}]]><![CDATA[{words[3:]}]]>",
    "half and half": lambda words: f"{escape(words[:3])}<![CDATA[{words[3:]}]]>",
    "a comment inside": lambda words: f"{escape(words[:3])}<!-- no & words -->{escape(words[3:])}",
    "by numbers": lambda words: "".join(f"&#{ord(character)};" for character in words),
    "by hex numbers": lambda words: "".join(f"&#x{ord(character):X};" for character in words),
    "white space around": lambda words: f"\n\t {escape(words)}\n ",
    "an instruction inside": lambda words: f"{escape(words[:3])}<?x y?>{escape(words[3:])}",
}


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("words", ["Bins and boxes", "Tom & “Ada”", "a < b > c", "Pêl-droed 👍", "議会だより"])
def test_however_characters_are_written_they_are_these(way: str, words: str) -> None:
    """XML 1.0, 2.4 and 4.1: escapes, CDATA and references are ways to write, not part of what is written."""
    title = escape(words)
    usual = rss([[f"<title>{escape(title)}</title><link>{SITE}/1/</link><description>{escape(title)}</description>"]])
    inside = WRITTEN[way](title)
    odd = rss([[f"<title>{inside}</title><link>{SITE}/1/</link><description>{inside}</description>"]])
    assert told(odd) == told(usual)
    assert read(usual).entries[0].title == words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
@pytest.mark.parametrize("write", [as_rss, as_atom])
def test_the_encoding_means_nothing(encoding: str, write: Callable[[Sequence[Post]], str]) -> None:
    """As long as it is declared, or plain from the first bytes (XML 1.0, appendix F)."""
    post = Post(1, title="Café – crème" if encoding != "latin-1" else "Café crème", html="<p>Déjà vu.</p>")
    declared = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    document = f'<?xml version="1.0" encoding="{declared}"?>\n' + write([post])
    body = document.encode(encoding)
    if encoding in ("utf-16-le", "utf-16-be"):
        body = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[encoding] + body
    assert told(body) == told(write([post]))


ZONES = [timezone(timedelta(minutes=minutes)) for minutes in (0, 60, -300, 330, 765, -690)]


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize(
    "moment", [MOMENT, datetime(2026, 3, 29, 1, 30, tzinfo=UTC), datetime(2024, 2, 29, tzinfo=UTC)]
)
def test_one_moment_is_one_moment_in_every_zone(moment: datetime, zone: timezone) -> None:
    """RFC 822's and RFC 3339's ways to write it, whatever the clocks at home do that night."""
    local = moment.astimezone(zone)
    named = [
        format_datetime(local),
        format_datetime(local).partition(", ")[2],
        f"{local:%d %b %y %H:%M:%S %z}",
        local.isoformat(),
        local.isoformat().replace("T", " "),
        local.isoformat().replace("T", "t"),
        local.isoformat(timespec="milliseconds"),
        moment.isoformat().replace("+00:00", "Z"),
        moment.isoformat().replace("+00:00", "z"),
        f"{moment:%a, %d %b %Y %H:%M:%S} GMT",
        f"{moment:%a, %d %b %Y %H:%M} UT",
    ]
    items = [[f"<title>{n}</title><link>{SITE}/{n}/</link><pubDate>{day}</pubDate>"] for n, day in enumerate(named)]
    assert {entry.title: entry.published for entry in read(rss(items)).entries} == {
        str(n): moment for n in range(len(named))
    }


@pytest.mark.parametrize(
    "more",
    [
        "<media:rating>x</media:rating>",
        "<own:thing a='1'><own:inside>words</own:inside></own:thing>",
        "<slash:comments>3</slash:comments>",
        "<!-- a comment -->",
        "<?php echo 1 ?>",
        "<thumb url='https://pictures.example/a.png'/>",
    ],
)
@pytest.mark.parametrize("place", [0, 3, 6])
def test_what_nobody_asked_for_changes_nothing(more: str, place: int) -> None:
    """Elements of other vocabularies, comments and instructions, wherever they stand."""
    post = Post(1)
    fields = rss_fields(post)
    document = rss([[*fields[:place], more, *fields[place:]]]).replace(
        "<rss ",
        '<rss xmlns:media="http://search.yahoo.com/mrss/" xmlns:own="https://own.example/ns" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" ',
    )
    assert told(document) == told(as_rss([post]))


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("base", "link", "expected"),
    [
        ("https://blog.example/feeds/", "a", "https://blog.example/feeds/a"),
        ("https://blog.example/feeds/", "/a", "https://blog.example/a"),
        ("https://blog.example/feeds/", "../a", "https://blog.example/a"),
        ("https://blog.example/feeds/x", "?p=1", "https://blog.example/feeds/x?p=1"),
        ("https://blog.example/feeds/", "//other.example/a", "https://other.example/a"),
        ("https://blog.example/feeds/", "https://other.example/a", "https://other.example/a"),
    ],
)
def test_atom_addresses_are_whole_by_their_base(base: str, link: str, expected: str) -> None:
    """RFC 4287, 2: xml:base; RFC 3986, 5.2: how a reference is made whole."""
    entry = f"<id>x</id><title>Bins</title><link href={quoteattr(link)}/><content type='html'>w</content>"
    document = f'<feed xmlns="{ATOM}" xml:base="{base}"><title>A</title><entry>{entry}</entry></feed>'
    assert read(document).entries[0].url == expected
    inner = f'<feed xmlns="{ATOM}"><title>A</title><entry xml:base="{base}">{entry}</entry></feed>'
    assert read(inner).entries[0].url == expected


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x"])
@pytest.mark.parametrize("name", ["rss", "atom", "json"])
def test_an_address_that_is_no_page_is_none(name: str, scheme: str) -> None:
    """In any format, as the post's own and as a link in it."""
    post = replace(Post(1), html=f'<p><a href="{scheme}">x</a> words</p>')
    document = FORMATS[name]([post]).replace(post.url, scheme)
    (entry,) = read(document).entries
    assert entry.url == ""
    assert scheme.partition(":")[0] + ":" not in entry.html.decode()


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<p>", "</p>", "<ul>", "<li>", "x", " y ", "&amp;", "<", "&"]),
        max_size=14,
    )
)
def test_markup_of_any_make_has_the_same_words_in_every_format(parts: list[str]) -> None:
    """Tags left open, crossed or never opened: what is read depends on the markup, not on what carried it."""
    post = replace(Post(1), html="<p>At least this.</p>" + "".join(parts))
    texts = {read(write([post])).entries[0].text for write in FORMATS.values()}
    assert len(texts) == 1
    assert texts.pop().startswith("At least this.")


@pytest.mark.parametrize("name", ["rss", "atom"])
@given(cut=st.integers(40, 95))
def test_a_feed_cut_off_holds_only_posts_of_the_whole_one(name: str, cut: int) -> None:
    """Whatever part of it arrived; half a post is none."""
    made = [replace(Post(n), html=f"<p>Words of {n}.</p>") for n in range(1, 6)]
    whole = FORMATS[name](made)
    known = {seen(entry) for entry in read(whole).entries}
    part = read(whole[: len(whole) * cut // 100])
    assert {seen(entry) for entry in part.entries} <= known
    assert not part.complete or part.notes
