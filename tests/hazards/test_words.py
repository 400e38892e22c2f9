"""Words made to do harm, and words that are only unlike ours: inert in terminal, page, Markdown and file name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.hazards.story import Item, Story, letter, prose
from tests.net.servers import serving

HOSTILE = {
    "a script": "<script>alert(1)</script>",
    "a picture": '<img src=x onerror="alert(1)">',
    "a drawing": "<svg/onload=alert(1)>",
    "an end of attribute": '"><b onmouseover=alert(1)>',
    "an end of title": "</title><script>alert(1)</script>",
    "an end of comment": "--><script>alert(1)</script><!--",
    "an end of CDATA": "]]]]><![CDATA[><script>alert(1)</script>",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &#x3C;b&#x3E;",
    "a template": "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} #{7*7} <%= 7*7 %>",
    "a format": "{0.__class__} {edition} %s %(x)s",
    "a Markdown link": "[click](javascript:alert(1)) ![x](http://127.0.0.1:9/p.png) <javascript:alert(1)>",
    "Markdown marks": "# *bold* _it_ `code` ~~no~~ > quote - list 1. one | table | \\ [^1] ***",
    "front matter": '--- title: "x" --- : {a: b} [c] & *d !e | > %f @g `h` # i',
    "a setext line": "Title ==== ----",
    "a shell": "$(touch owned) `touch owned` ; touch owned | touch owned && touch owned",
    "SQL": "'; DROP TABLE posts; --",
    "a path": "../../../../etc/passwd",
    "a Windows path": "..\\..\\C:\\AUTOEXEC.BAT",
    "a device": "CON",
    "terminal escapes": "\\x1b]0;owned\\x07 &#27;[31m red &#x9b;2J &#7;",
    "words turned round": "abc &#x202e;fed&#x202c; &#x2066;ghi&#x2069;",
    "a bare surrogate": "half &#xD83D; face",
    "NUL and its like": "a&#0;b&#1;c&#65535;d&#1114112;e",
    "a formula": '=HYPERLINK("http://127.0.0.1:9/","formula")',
    "a mention": "@here <!channel> <@U123>",
}
ACTIVE = {
    "script",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "link",
    "meta",
    "base",
    "svg",
    "math",
    "style",
    "img",
}


STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Outside(HTMLParser):
    """Elements and attributes that only hostile words could have brought in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "src", "formaction"):
                self.found.append(f"{tag} {name}")
            if name == "href" and not re.match(r"(https?://|#|mailto:)", value or ""):
                self.found.append(f"{tag} href {value}")
        if tag in ACTIVE:
            self.found.append(tag)


def brought(html: str) -> list[str]:
    """What stands in the page beside its own frame."""
    parser = Outside()
    parser.feed(html)
    parser.close()
    own = {"meta", "link", "style"}  # of the page's own head
    found = [found for found in parser.found if found.split()[0] not in own]
    # One block of data for machines; that nothing gets out of it is what the rest of the page shows.
    if html.count("<script") == html.count('<script type="application/ld+json">') == 1:
        found.remove("script")
    return found


def raw(number: int, words: str) -> Item:
    """A post with these words in every field, as a feed may write them."""
    return replace(
        letter(number),
        title=words,
        text=f"<p>{prose(f'hostile {number}')}</p><p>{words}</p>",
        extra=f"<author>{escape(words)}</author><category>{escape(words)}</category>",
    )


@contextmanager
def desk(root: Path, *items: Item, title: str = "A Blog") -> Iterator[Story]:
    """A desk that fetched one feed of these items, each of them picked."""
    with serving(pages={}) as server:
        story = Story(root / "desk", server)
        story.follow("/a")
        story.feed("/a", *items, title=title)
        story.fetch()
        posts = [str(post["id"]) for post in story.posts()]
        story.run("star", *posts)
        for post in posts:
            story.run("annotate", post, "--lead", "Somebody wrote [it](post).")
        yield story


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A desk with a post of each kind of hostile words, quoted, tagged and sectioned with them."""
    items = [raw(number, words) for number, words in enumerate(HOSTILE.values())]
    with desk(tmp_path_factory.mktemp("hostile"), *items, title="".join(HOSTILE.values())) as story:
        posts = [str(post["id"]) for post in story.json("posts", "--starred")]
        for number, (post, words) in enumerate(zip(sorted(posts, key=int), HOSTILE.values(), strict=True)):
            story.run("quote", post, prose(f"hostile {number}").split(". ")[1], "--speaker", words)
            story.run("annotate", post, "--section", words)
            story.run("tag", post, "--add", words)
        story.run(
            "edition", "set", "--title", "".join(HOSTILE.values())[:480], "--image-alt", HOSTILE["an end of attribute"]
        )
        yield story


@pytest.mark.parametrize("shape", ["essay", "card", "note", "list"])
def test_hostile_words_are_words_on_a_page(told: Story, shape: str) -> None:
    """No element, attribute or link of theirs, nothing computed, no control; front matter ends where it should."""
    told.run("edition", "set", "--shape", shape)
    pages = told.pages()
    for name in ("post.html", "fragment.html"):
        assert brought(pages[name]) == []
        assert "7*7" in unescape(pages[name])
        assert "{{ 49 }}" not in pages[name]
    assert not STEERING.search("".join(pages.values()))
    front, body = pages["post.md"][4:].split("\n---\n", 1)
    assert "\n---" not in front
    assert brought(MarkdownIt("commonmark").render(body)) == []


@pytest.mark.parametrize(
    "words", [["posts", "--all"], ["show", "4"], ["edition"], ["check"], ["feeds"], ["why", "4"], ["search", "formula"]]
)
def test_hostile_words_steer_no_terminal(told: Story, words: list[str]) -> None:
    """No control character and no turning of words in what a command says, whatever it was given to say."""
    # A placeholder in a title blocks, as it should.
    said = told.run(*words, code=int(words == ["check"]))
    assert said.out
    assert not STEERING.search(said.out + said.err)


def test_hostile_words_name_no_file(told: Story) -> None:
    """Pages lie in one folder of the desk with a plain name; no shell, no template and no path made another file."""
    told.run("render")
    assert all(re.fullmatch(r"[\w.-]+", path.name) for path in told.root.parent.rglob("*"))
    assert {path.parent.parent for path in told.root.parent.rglob("post.html")} == {told.root / "out"}
    assert not list(told.root.parent.rglob("owned"))


SLUGS = [
    "../../../evil",
    "/etc/evil",
    "..",
    ".",
    "",
    "CON",
    "nul.txt",
    "a/b",
    "a\\b",
    "é",
    "x" * 300,
    "<script>",
    "-rf",
    "%2e%2e%2f",
    "a\nb",
    "☃",
]


PAGES = ("post.html", "fragment.html", "post.md", "email.html", "email.txt")


@pytest.mark.parametrize("slug", SLUGS, ids=range(len(SLUGS)))
def test_no_slug_leads_outside_the_folder(story: Story, slug: str) -> None:
    """Whatever an edition is called, its files lie in one folder of its own below out/, and the archive in another."""
    before = set(story.root.parent.rglob("*"))
    story.run("edition", "set", "--slug", slug)
    story.run("render")
    made = {
        path for path in set(story.root.parent.rglob("*")) - before if path.is_file() and "roundup.db" not in path.name
    }
    out = story.root / "out"
    beside = {path for path in made if path.is_relative_to(out / "site") or path.name.startswith(".site")}
    (folder,) = {path.parent for path in made - beside}
    assert {*PAGES} <= {path.name for path in made - beside}
    assert folder.parent == out
    assert all(re.fullmatch(r"[\w.-]+", path.name) for path in beside)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", folder.name)


def test_two_editions_of_one_name_are_two(story: Story) -> None:
    """The second never overwrites the files of the first: it is said before anything is written."""
    story.run("edition", "set", "--slug", "the-week")
    story.run("publish")
    before = story.pages("1")
    story.pick("Letter 6 from Marrowby")
    story.run("edition", "set", "--slug", "the-week")
    story.run("publish", code=1)
    story.run("edition", "set", "--slug", "the-week-after")
    story.run("publish")
    assert story.pages("1") == before
    assert (story.root / "out" / "the-week-after" / "post.md").exists()


LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java&#9;script:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "http:evil",
    "x",
    "https://user:password@evil.example/",
    'https://evil.example/"onmouseover=alert(1)',
    "https://evil.example/a b",
    "https://evil.example/)](x",
    "https://evil.example/<script>",
    "https://ev&#x202e;il.example/",
    "blob:https://x/1",
    "about:blank",
]


def test_a_link_is_a_whole_web_address_or_none(tmp_path: Path) -> None:
    """In list, page and Markdown: nothing but http and https, and nothing that ends the place it stands in."""
    items = [
        Item(title=f"Link {n}", text=f'<p><a href="{link}">here</a> {prose(n)}</p>', link=link, guid=f"{n} {link}")
        for n, link in enumerate(LINKS)
    ]
    with desk(tmp_path, *items) as story:
        posts = story.posts()
        assert sorted(post["title"] for post in posts) == sorted(item.title for item in items)
        assert all(post["url"] == "" or re.fullmatch(r"https?://[^\s<>\"\\]+", post["url"]) for post in posts)
        pages = story.pages()
        assert brought(pages["post.html"]) == brought(pages["fragment.html"]) == []
        assert all(re.match(r"https?://", found) for found in re.findall(r"\]\(<?([^)\s>]*)", pages["post.md"]))
        assert all(
            link.startswith("http") for post in posts[::4] for link in story.json("show", str(post["id"]))["links"]
        )


# ---------------------------------------------------------------- words that are only unlike ours


PASSAGES = {
    "accents composed": "Les cafés de la mairie étaient fermés hier",
    "accents apart": "Les cafe\u0301s de la mairie e\u0301taient ferme\u0301s hier",
    "Welsh": "Roedd y cyngor yn trafod ffyrdd newydd ym Mhontŵr",
    "emoji": "The crew 👩🏽‍🚒🚒 said 👍🏿 to the 🏴󠁧󠁢󠁷󠁬󠁳󠁿 flag",
    "Hebrew": "המועצה דנה אתמול בתקציב של העיר",
    "Arabic": "ناقش المجلس أمس ميزانية المدينة الجديدة",
    "Chinese": "昨天市议会讨论了新的预算案",
    "Hindi": "परिषद ने कल नए बजट पर चर्चा की",
    "Thai": "สภาเมืองได้หารือเรื่องงบประมาณเมื่อวานนี้",
    "mathematics": "𝕋𝕙𝕖 𝖈𝖔𝖚𝖓𝖈𝖎𝖑 said ½ × ¾ ≠ 1 – nor ≥ ⅞",
    "quotation marks": "She said “the ‘bins’ aren’t—weren’t—mine…” and «non»",
    "zero-width": "soft\u00adhyphen and zero\u200bwidth and word\u2060joiner here",
    "spaces": "a\u00a0hard\u2009thin\u3000wide\u202fnarrow space here",
    "angle brackets": "if a < b && b > c then 5 > 4 & so on",
    "Markdown": "use *stars* and _lines_ and [brackets] and `ticks` # here",
    "combining, piled": "Z̸̧a̴͠l̷g̶o̵ came to the meeting on Tuesday",
}


@pytest.fixture(scope="module")
def quoted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Story, dict[str, str]]]:
    """A desk where each passage was quoted from a post of its own, as copied from there; and its pages."""
    items = [
        replace(letter(n), title=name, text=f"<p>{prose(name)} {escape(passage)}. {prose(n)}</p>")
        for n, (name, passage) in enumerate(PASSAGES.items())
    ]
    with desk(tmp_path_factory.mktemp("scripts"), *items) as story:
        for name, passage in PASSAGES.items():
            story.run("quote", story.id(name), passage)
        yield story, story.pages()


@pytest.mark.parametrize("name", PASSAGES)
def test_any_script_is_quoted_word_for_word(quoted: tuple[Story, dict[str, str]], name: str) -> None:
    """Quoted as copied from the page, found again, and rendered with the source's own characters."""
    story, pages = quoted
    text = story.show(name)["text"].removeprefix(prose(name) + " ")
    stands = text[: text.rindex(". " + prose(list(PASSAGES).index(name)))]
    (quote,) = next(pick["quotes"] for pick in story.picks() if pick["title"] == name)
    assert (quote["verdict"], quote["paragraphs"]) == ("found", [stands])
    assert all(stands in unescape(pages[file]) for file in ("post.html", "fragment.html"))
    assert story.id(name) in [str(post["id"]) for post in story.posts("--all", "--search", PASSAGES[name].split()[-1])]
