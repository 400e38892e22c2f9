"""Words made to do harm, and words that are only unlike ours: inert in terminal, page, Markdown and file name."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.hazards.story import BLOG, Item, Story, letter, prose

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
    "a formula": '=HYPERLINK("http://127.0.0.1:9/","x")',
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
    return [found for found in parser.found if found.split()[0] not in own]


def raw(words: str) -> Item:
    """A post with these words in every field, as a feed may write them."""
    return replace(
        letter(1),
        title=words,
        text=f"<p>{prose('hostile')}</p><p>{words}</p>",
        extra=f"<author>{escape(words)}</author><category>{escape(words)}</category>",
    )


@pytest.fixture(params=list(HOSTILE.values()), ids=list(HOSTILE))
def told(bare: Story, request: pytest.FixtureRequest) -> Story:
    """A desk with one post of hostile words, picked and quoted, in a hostile edition."""
    words = str(request.param)
    bare.follow("/a")
    bare.feed("/a", raw(words), title=words)
    bare.fetch()
    post = next(str(each["id"]) for each in bare.posts() if BLOG in each["url"])
    bare.run("star", post)
    bare.run("annotate", post, "--lead", "Somebody wrote [it](post).", "--section", words)
    bare.run("quote", post, prose("hostile").split(". ")[1], "--speaker", words)
    bare.run("tag", post, "--add", words)
    return bare


def test_hostile_words_are_words(told: Story, tmp_path: Path) -> None:
    """In no page an element, attribute or link of theirs; in no terminal a control; in no folder a file of theirs."""
    for shape in ("essay", "card", "list"):
        told.run("edition", "set", "--shape", shape)
        pages = told.pages()
        for name in ("post.html", "fragment.html"):
            assert brought(pages[name]) == []
            assert "{{" not in pages[name] or "7*7" in pages[name]
            assert "49" not in re.sub(r"\d{3,}|#\d+", "", pages[name])
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(pages.values()))
        assert "\n---\n" in pages["post.md"][3:]
        assert pages["post.md"].split("\n---\n")[0].count("\n---") == 0
    post = next(str(each["id"]) for each in told.posts())
    for words in (
        ["posts", "--all"],
        ["show", post],
        ["edition"],
        ["check"],
        ["feeds"],
        ["why", post],
        ["search", "letters"],
    ):
        said = told.run(*words)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said.out + said.err)
    told.run("publish")
    strays = [path for path in tmp_path.rglob("*") if not re.fullmatch(r"[\w.-]+", path.name)]
    assert strays == []
    assert not (tmp_path / "owned").exists()
    assert {path.parent.parent for path in tmp_path.rglob("post.html")} == {told.root / "out"}


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


@pytest.mark.parametrize("slug", SLUGS, ids=range(len(SLUGS)))
def test_no_slug_leads_outside_the_folder(story: Story, slug: str) -> None:
    """Whatever an edition is called, its files lie in one folder of its own below out/."""
    before = set(story.root.parent.rglob("*"))
    story.run("edition", "set", "--slug", slug)
    story.run("render")
    made = {
        path for path in set(story.root.parent.rglob("*")) - before if path.is_file() and "roundup.db" not in path.name
    }
    assert len(made) == 3
    (folder,) = {path.parent for path in made}
    assert folder.parent == story.root / "out"
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


@pytest.mark.parametrize("link", LINKS, ids=range(len(LINKS)))
def test_a_link_is_a_whole_web_address_or_none(bare: Story, link: str) -> None:
    """In list, page and Markdown: nothing but http and https, and nothing that ends the place it stands in."""
    body = f'<p><a href="{link}">here</a> {prose("link")}</p>'
    bare.follow("/a")
    bare.feed("/a", Item(title="A link", text=body, link=link, guid=link))
    bare.fetch()
    (post,) = bare.posts()
    assert post["url"] == "" or re.fullmatch(r"https?://[^\s<>\"\\]+", post["url"])
    bare.pick("A link")
    pages = bare.pages()
    assert brought(pages["post.html"]) == []
    assert all(re.match(r"https?://", found) for found in re.findall(r"\]\(<?([^)\s>]*)", pages["post.md"]))
    bare.run("show", str(post["id"]))


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


@pytest.mark.parametrize("passage", PASSAGES.values(), ids=PASSAGES)
def test_any_script_is_quoted_word_for_word(bare: Story, passage: str) -> None:
    """Quoted as copied from the page, found again, and rendered with the source's own characters."""
    bare.follow("/a")
    bare.feed("/a", replace(letter(1), text=f"<p>{prose('before')} {escape(passage)}. {prose('after')}</p>"))
    bare.fetch()
    post = bare.pick("Letter 1 from Marrowby")
    source = bare.json("show", post)["text"]
    start = source.index(". ", len(prose("before")) - 2) + 2
    stands = source[start : source.index(prose("after")) - 2]
    bare.run("quote", post, passage)
    (quote,) = bare.picks()[0]["quotes"]
    assert quote["verdict"] == "found"
    assert quote["paragraphs"] == [stands]
    pages = bare.pages()
    assert all(stands in unescape(pages[name]) for name in ("post.html", "fragment.html"))
    assert "quote-drifted" not in bare.findings()
    bare.run("posts", "--search", passage.split(maxsplit=1)[0])
