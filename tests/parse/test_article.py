"""Where the article stands on a page: with trafilatura and without, the words are the page's own."""

from __future__ import annotations

import sys
from datetime import UTC

import pytest

from roundup.errors import FeedError
from roundup.parse.page import Page, read_page

URL = "https://sandleigh.example/news/budget"
WORDS = "The committee met at seven and the minutes were read aloud by the deputy clerk, who did not pause for breath. "
ARTICLE = (
    f"<p>One <em>two</em>, three<br>four <a href='/x'>five</a>six <b>bold</b>er. {WORDS}</p><p>{WORDS} 2</p>"
    "<ul><li>Item <b>one</b></li><li>Item two</li></ul><blockquote><p>Quoted by somebody.</p></blockquote>"
    f"<h2>Sub <i>heading</i></h2><p>Short.</p><p>{WORDS} 3</p><figure><img src=a.jpg><figcaption>A caption</figcaption>"
    f"</figure><p>{WORDS} 4</p><p>The end.</p>"
)
LINKS = "<h3>Related</h3><ul><li><a href=1>Another post about bins and trams</a></li><li><a href=2>More</a></li></ul>"
COMMENT = "<p>A comment by somebody, long enough to be taken for an article by programs that know no better at all.</p>"
SHELLS = {
    "WordPress": (
        "<div id=page><header><h1>Sandleigh News</h1><nav>Home</nav></header><main><article class=hentry>"
        f"<h1 class=entry-title>Budget night</h1><div class=entry-content>{{}}<div class=sharedaddy>Share</div></div>"
        f"<footer>Posted in News</footer></article><div class=comments-area>{COMMENT}</div></main>"
        "<aside>Mugs</aside></div>"
    ),
    "a table of old": (
        "<div><a href=/>Home</a></div><table><tr><td><a href=1>Menu 1</a><a href=2>Menu 2</a></td>"
        "<td><h1>Budget night</h1>{}</td></tr></table><div>Copyright</div>"
    ),
    "all in a form": (
        "<form action=/ method=post><div><ul><li><a href=/>Home</a></li></ul></div><div><h1>Budget night</h1>"
        f"<div>{{}}</div></div><div>{LINKS}</div></form>"
    ),
    "h-entry": (
        "<main><div class=h-entry><h1 class=p-name>Budget night</h1><div class=e-content>{}</div></div>"
        f"{COMMENT}</main>"
    ),
    "an article among teasers": (
        f"<section><article>{COMMENT}</article></section><article><h1>Budget night</h1>{{}}</article>"
        "<article>x</article>"
    ),
}


def read(body: str, *, thorough: bool = True, **options: bool) -> Page:
    html = f"<html><head><title>Budget night</title></head><body>{body}</body></html>"
    return read_page(html.encode(), url=URL, content_type="text/html", zone=UTC, thorough=thorough, **options)


@pytest.mark.parametrize("thorough", [True, False], ids=["trafilatura", "by itself"])
@pytest.mark.parametrize("shell", SHELLS)
def test_the_article_is_found_whole_and_alone(shell: str, thorough: bool) -> None:
    """Every heading, list item, caption and last line, as the page has them; nothing from around it."""
    text = read(SHELLS[shell].format(ARTICLE), thorough=thorough).entry.text
    assert text.startswith("One two, three\nfour fivesix bolder. The committee")
    assert text.endswith("4\n\nThe end.")
    for words in ("Item one\nItem two", "Quoted by somebody.", "Sub heading\n\nShort.", "A caption"):
        assert words in text
    for words in ("Related", "A comment", "Menu", "Home", "Share", "Mugs", "Budget night"):
        assert words not in text


def test_lists_of_links_inside_an_article_go_with_trafilatura() -> None:
    """Related posts and the like, which only their links give away."""
    article = ARTICLE.replace("<p>The end.</p>", f"<p>{WORDS}</p><div>{LINKS}</div>")
    page = read(f"<div id=x><h1>Budget night</h1><div>{article}</div></div>")
    assert page.found["text"] == "trafilatura"
    assert "Another post" not in page.entry.text


def test_trafilatura_need_not_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra."""
    assert read(SHELLS["all in a form"].format(ARTICLE)).found["text"] == "trafilatura"
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert read(SHELLS["all in a form"].format(ARTICLE)).found["text"] == "its paragraphs"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<div id=app></div><script src=app.js></script>", "only with a browser's scripts"),
        ("<h1>Log in</h1><form><input name=user><input type=PASSWORD></form>", "asks for a name and a password"),
        ("<img src=a.jpg>", "has no text that can be read"),
    ],
)
def test_a_page_without_an_article_says_why(body: str, words: str) -> None:
    """What to do is in the hint."""
    with pytest.raises(FeedError, match=words) as caught:
        read(body)
    assert "--text FILE" in caught.value.hint


def test_a_page_with_an_article_may_have_a_log_in_too() -> None:
    """Many do, in a corner."""
    assert read(f"<form><input type=password></form><article>{ARTICLE}</article>").entry.text.endswith("The end.")


def test_a_short_page_is_a_page() -> None:
    """Some posts are one line."""
    assert read("<article><p>Gone fishing.</p></article>").entry.text == "Gone fishing."


@pytest.mark.parametrize(
    ("content_type", "body", "words"),
    [
        ("application/pdf", b"%PDF-1.7 <<", "is a PDF"),
        ("text/html", b"  %PDF-1.4 <<", "is a PDF"),
        ("image/png", b"\x89PNG<", "is a picture"),
        ("video/mp4; x=y", b"<", "is a film"),
        ("audio/mpeg", b"<", "is a recording"),
        ("text/plain", b"words", "is not a web page"),
    ],
)
def test_what_is_no_page_is_named(content_type: str, body: bytes, words: str) -> None:
    """By its label or its first bytes."""
    with pytest.raises(FeedError, match=words):
        read_page(body, url=URL, content_type=content_type, zone=UTC)


def test_a_page_can_be_asked_about_itself_alone() -> None:
    """Where an editor gives the text, a page without any will do."""
    page = read("<div id=app></div><script src=app.js></script>", wants_text=False)
    assert (page.entry.title, page.entry.text, page.found) == ("Budget night", "", {"title": "its title"})


@pytest.mark.parametrize("tags", ["<nav><form><aside>", "<aside><nav><nav>", "<form><form><footer>"])
def test_furniture_within_furniture_goes_once(tags: str) -> None:
    """Taking out what is gone already would touch memory that is no longer there."""
    assert read(f"{tags}Buy a mug{tags}</aside></nav></form><main>{ARTICLE}</main>", thorough=False).entry.text
