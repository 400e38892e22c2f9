"""Words from feeds and editors that mean harm do nothing in any format."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from roundup.config import RenderSettings
from roundup.model import Edition
from roundup.render import FORMATS, SHAPES, Options, wording
from roundup.render.frontmatter import front_matter
from roundup.render.readback import squeezed
from roundup.text import strip_controls
from tests import samples
from tests.render.hostile import CHARACTERS, MARKDOWN, PAYLOADS, PROBE, TEMPLATES, URLS, addressed, worded, written
from tests.render.reading import html_of, seen, skeleton, text_of, walk

BLOCK_MARK = r'<!-- /?wp:[a-z-]+( \{("(level|start)":\d+|"ordered":true|,)+\})? -->'  # WordPress' blocks
OUTLOOK_MARK = r"<!--\[if mso\]>[^&]{1,200}<!\[endif\]-->"
MAILED = ("email", "email-text")
FILES = [name for name in FORMATS if name != "eml"]  # which holds two of the others, as another test holds it to
BARE: dict[str, Any] = {
    "number": 1,
    "slug": "an-edition",
    "shape": "essay",
    "date": "2026-11-20",
    "status": "open",
    "language": "en-GB",
}
ATTRIBUTES = {
    *("alt", "charset", "cite", "class", "content", "datetime", "dir", "href", "http-equiv", "id", "lang", "name"),
    *("property", "rel", "src", "start", "title", "type", "value"),
}
ELEMENTS = {
    *(
        "html",
        "head",
        "title",
        "meta",
        "link",
        "style",
        "body",
        "header",
        "main",
        "footer",
        "article",
        "section",
        "div",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "pre", "hr", "blockquote", "figure", "figcaption"),
    *("a", "b", "bdi", "br", "cite", "code", "em", "data", "img", "s", "span", "strong", "time"),
}


MAILED_ELEMENTS = ELEMENTS | {"table", "tbody", "tr", "td"}
MAILED_ATTRIBUTES = ATTRIBUTES | {
    *("align", "border", "cellpadding", "cellspacing", "height", "role", "style", "width")
}


def problems(html: str, *, mailed: bool = False) -> list[str]:
    """Whatever in a document could do more than be read; e-mail is laid out in tables with a style on each element."""
    root = LexborHTMLParser(html).root
    elements, attributes = (MAILED_ELEMENTS, MAILED_ATTRIBUTES) if mailed else (ELEMENTS, ATTRIBUTES)
    assert root is not None
    found = []
    for node in walk(root):
        if node.tag == "script" and node.attributes == {"type": "application/ld+json"}:
            continue  # data, which no browser runs
        if node.tag == "-comment" and re.fullmatch(BLOCK_MARK if not mailed else OUTLOOK_MARK, node.html or ""):
            continue
        if node.tag not in elements:
            found.append(f"<{node.tag}>")
        for name, value in node.attributes.items():
            if name not in attributes:
                found.append(f"<{node.tag} {name}>")
            if name in ("href", "src", "cite") and not re.match(r"(https?://|mailto:|#content$)", value or ""):
                found.append(f"<{node.tag} {name}={value}>")
            if name == "http-equiv" and value != "Content-Security-Policy":
                found.append(f"<meta http-equiv={value}>")
    return found


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("shape", SHAPES)
def test_words_never_change_what_stands_around_them(shape: str, name: str) -> None:
    """With payloads in every field a document has the same elements and attributes, in the same order, as without."""
    payloads = [payload for payload in PAYLOADS if wording.name(payload)]
    harmless = [like(payload, number) for number, payload in enumerate(payloads)]
    # Whether a passage can be pointed to depends on its words, so those links are left out.
    plain = Options(render=RenderSettings(passage_links=()))
    assert skeleton(html_of(worded(*payloads, shape=shape), name, plain)) == skeleton(
        html_of(worded(*harmless, shape=shape), name, plain)
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_title_never_changes_the_page(payload: str) -> None:
    """A title stands in more kinds of places than any other word: title element, heading, attributes."""
    assert skeleton(text_of(Edition(**BARE, title=payload, site_title=payload), "page")) == skeleton(
        text_of(Edition(**BARE, title="A title", site_title="A title" if wording.name(payload) else ""), "page")
    )


def like(payload: str, number: int) -> str:
    """Harmless words, told apart by `number`, in as many lines as the payload: a quotation keeps its line breaks."""
    return re.sub(r"[^\n]*\S[^\n]*", f"word {number}", strip_controls(payload))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("shape", SHAPES)
def test_an_edition_of_payloads_holds_nothing_that_could_run(shape: str, name: str) -> None:
    """Feeds' words, editors' words and addresses, all at once: known elements, known attributes, safe addresses."""
    for edition in (worded(*PAYLOADS, shape=shape), written(*PAYLOADS, shape=shape), addressed(*URLS, shape=shape)):
        assert problems(html_of(edition, name), mailed=name in MAILED) == []


@pytest.mark.parametrize("name", FILES)
def test_hostile_words_are_shown_as_they_are(name: str) -> None:
    """Nothing is cut out of a quotation: what was written is what can be read."""
    edition = worded(*PAYLOADS)
    wanted = [
        squeezed(strip_controls(part)) for pick in edition.picks for quote in pick.quotes for part in quote.paragraphs
    ]
    assert [paragraph for quote in seen(edition, name).quotes for paragraph in quote] == [
        words for words in wanted if words
    ]


@pytest.mark.parametrize("edition", [worded(*TEMPLATES, *MARKDOWN), written(*TEMPLATES, *MARKDOWN)])
def test_files_for_other_programs_hold_none_of_their_syntax(edition: Edition) -> None:
    """Shortcodes and template braces are looked for in the source of fragment and Markdown, so they are not in it."""
    for html in (text_of(edition, "fragment"), re.sub(BLOCK_MARK, "", text_of(edition, "wordpress"))):
        assert re.findall(r"\[|\]|\{|\}|<%|<\?|<!--", html) == []
    assert re.findall(r"\{|\}|<|(?<!\\)\[gallery", text_of(edition, "markdown").partition("\n---\n")[2]) == []
    assert re.findall(r"[{}<]", text_of(edition, "markdown")) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_front_matter_holds_words_and_nothing_else(payload: str) -> None:
    """No word of an edition adds a key, ends the front matter or becomes something that is not text."""
    front = yaml.safe_load(front_matter(worded(payload, intro="")))
    plain = wording.name(payload)
    keys = {"title", "date", "slug", "number", "image", "image_alt", "editors", "categories", "tags"}
    assert set(front) == keys - (set() if plain else {"image_alt"})
    assert front["editors"] == ([plain, "Ada"] if plain else ["Ada"])
    assert front["tags"] == [wording.name(f"tag {payload}")]
    assert front["title"].startswith(plain.rstrip("…"))


@pytest.mark.parametrize("name", FORMATS)
def test_no_control_or_reordering_character_is_published(name: str) -> None:
    """A published file shows in the order it is stored, and steers no terminal it is printed on."""
    for edition in (worded(*CHARACTERS), written(*CHARACTERS), addressed(*CHARACTERS)):
        text = text_of(edition, name).replace("\r\n", "\n")
        assert strip_controls(text) == text


@pytest.mark.parametrize("name", FORMATS)
def test_long_words_stay_within_bounds(name: str) -> None:
    """A title of 100,000 characters is cut at a word and says so; a page stays a page."""
    edition = worded("long " * 20_000)
    for field in (wording.title(edition), wording.name(edition.tags[0])):
        assert len(field) <= 300
        assert field.endswith("…")
    quotes = sum(len(paragraph) for pick in edition.picks for quote in pick.quotes for paragraph in quote.paragraphs)
    both = 1 + (name == "eml")  # a message holds them twice
    assert len(text_of(edition, name)) < both * 1.1 * quotes + 20_000


@pytest.mark.parametrize("name", FORMATS)
def test_a_lead_of_any_length_is_rendered(name: str) -> None:
    """An editor's slip (a whole document pasted) is cut, visibly."""
    text = html_of(samples.edition(samples.pick(lead="word " * 50_000)), name)
    assert "word word …" in text
    assert len(text) < 50_000


def test_the_policy_of_the_page_allows_only_its_own_style() -> None:
    """Should anything ever slip through, the browser has been told to run and fetch nothing."""
    page = LexborHTMLParser(text_of(worded(*PAYLOADS), "page"))
    metas = page.css("meta[http-equiv]")
    policies = [meta.attributes["content"] or "" for meta in metas]
    assert len(policies) == 1
    rules = dict(rule.strip().split(" ", 1) for rule in policies[0].split(";"))
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/=]{44}'", rules.pop("style-src"))
    assert rules == {"default-src": "'none'", "img-src": "'self' https:", "base-uri": "'none'", "form-action": "'none'"}


def test_the_policy_stands_before_any_words() -> None:
    """A policy in a page counts only for what comes after it."""
    page = text_of(worded(*PAYLOADS), "page")
    assert page.index("Content-Security-Policy") < page.index("<title>")
    assert PROBE not in page[: page.index("<title>")]


def test_a_strange_language_is_not_written_into_the_page() -> None:
    """`lang` is a language tag or the desk's usual one."""
    edition = Edition(1, "s", "t", "essay", "2026-11-20", "open", '"><script>')
    assert LexborHTMLParser(text_of(edition, "page")).css("html")[0].attributes["lang"] == "en-GB"
