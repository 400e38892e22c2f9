"""Edition → Article: which words stand in an edition, before any template sees them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from markupsafe import Markup

from roundup.model import Pick
from roundup.render import view, wording
from roundup.render.dialects import Html, Markdown, PastedHtml
from tests import samples
from tests.render.editions import weekly


def picked(**fields: Any) -> view.PickView:
    """How one pick comes to a template of an HTML page."""
    return article(samples.pick(**fields)).picks[0]


def article(*picks: Pick, **fields: Any) -> view.Article:
    return view.article(samples.edition(*picks, **fields), Html())


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((), ""),
        (("Ada",), "Ada"),
        (("Ada", "Bram"), "Ada and Bram"),
        (("Ada", "Bram", "Cleo"), "Ada, Bram and Cleo"),
        (("Ada", " ", "Ada", "Bram\n"), "Ada and Bram"),
    ],
)
def test_joined(names: tuple[str, ...], words: str) -> None:
    """Names are joined as one would say them, each once."""
    assert wording.joined(names) == words


@pytest.mark.parametrize(
    ("authors", "blog", "byline", "also"),
    [
        (("Ada",), "A Blog", "Ada", "A Blog"),
        (("Ada",), "ADA", "Ada", ""),
        ((), "The Gazette", "The Gazette", ""),
        ((), "", "", ""),
    ],
)
def test_a_blog_is_named_unless_it_bears_its_author(
    authors: tuple[str, ...], blog: str, byline: str, also: str
) -> None:
    """Person and place are both credited, and neither twice."""
    pick = picked(authors=authors, blog=blog)
    assert (pick.byline, pick.blog) == (byline, also)


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-11-20", "20 November 2026"),
        ("2026-11-02", "2 November 2026"),
        ("soon", "soon"),
        ("2026-02-30",) * 2,
        ("",) * 2,
    ],
)
def test_in_words(iso: str, words: str) -> None:
    """Days are written out, and what is no day is left as the editor put it."""
    assert wording.in_words(iso) == words


def test_the_day_of_a_post() -> None:
    """A date once for people and once for programs, or not at all."""
    pick = picked(published=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert (pick.date, pick.day) == ("1 March 2026", "2026-03-01")
    assert (picked(published=None).date, picked(published=None).day) == ("", "")


@pytest.mark.parametrize(
    ("lead", "linked"),
    [
        ("See [this](https://blog.example/1).", True),
        ("See <https://blog.example/1>.", True),
        ("See [this][1].\n\n[1]: https://blog.example/1", True),
        ("See [that](https://blog.example/2).", False),
        ("See https://blog.example/1, not linked.", False),
        ("`[this](https://blog.example/1)`", False),
        ("", False),
    ],
)
def test_linked(lead: str, linked: bool) -> None:
    """Whether the lead really leads to the post decides whether a source line is needed."""
    assert picked(url="https://blog.example/1", lead=lead).linked is linked


def test_linked_knows_an_address_in_any_spelling() -> None:
    """An address with characters that links spell differently is still the same address."""
    url = "https://blog.example/a b?q=é&copy=1"
    assert picked(url=url, lead=f"[this](<{url}>)").linked


def test_a_post_without_an_address_is_not_linked() -> None:
    """A letter to the editors, say, has no page: it is named and quoted all the same."""
    pick = picked(url="", lead="[this](javascript:alert(1)) and []()")
    assert (pick.url, pick.linked) == ("", False)


@pytest.mark.parametrize(
    ("speaker", "named"), [("", ""), ("Jo Marsh", "Jo Marsh"), ("ada example", ""), (" Jo\nMarsh ", "Jo Marsh")]
)
def test_a_speaker_is_named_unless_it_is_the_author(speaker: str, named: str) -> None:
    """Nobody is quoted by themselves."""
    assert picked(quotes=(samples.quote(speaker=speaker),)).quotes[0].speaker == named


def test_empty_quotations_are_left_out() -> None:
    """An empty frame would be a quotation of nothing."""
    assert picked(quotes=(samples.quote(" ", "\n"), samples.quote("Words."))).quotes == (
        view.QuoteView((Markup("Words."),), Markup(), Markup("https://blog.example/1#:~:text=Words.")),
    )


def test_groups_keep_the_editors_order() -> None:
    """Sections come in the order of their first pick, picks in their own."""
    picks = [samples.pick(number, section=section) for number, section in enumerate(["B", "A", "", "B"], 1)]
    groups = article(*picks).groups
    assert [(group.name, [pick.number for pick in group.picks]) for group in groups] == [
        ("B", [1, 4]),
        ("A", [2]),
        ("", [3]),
    ]


def test_an_edition_is_never_without_a_title() -> None:
    """A page without a heading would be a page without a name."""
    assert article(title=" \n").title == "Edition 1"


def test_the_description_is_the_introduction_in_brief() -> None:
    """Words only, cut at one, whatever marks they bear."""
    edition = samples.edition(intro="## Hello\n\nA *week* of [bins](https://a.example/).\n\n    code")
    assert wording.description(edition) == "Hello A week of bins. code"
    assert len(wording.description(weekly())) <= 200


@pytest.mark.parametrize("language", ["en-GB", "cy", "gd-Latn-GB"])
def test_languages(language: str) -> None:
    """Councils write in Welsh and Gaelic as well."""
    assert article(language=language).language == language


@pytest.mark.parametrize(
    ("dialect", "text", "prose", "address"),
    [
        (Html(), "[a] &lt;b&gt; {c} x://y", '<p><em>a</em> [b] <a href="https://a.example/[x]">c</a></p>', "https://a.example/[x]"),
        (
            PastedHtml(),
            "&#091;a&#093; &lt;b&gt; &#123;c&#125; x&#058;//y",
            '<p><em>a</em> &#091;b&#093; <a href="https://a.example/&#091;x&#093;">c</a></p>',
            "https://a.example/&#091;x&#093;",
        ),
        (
            Markdown(),
            r"\[a\] &lt;b&gt; &#123;c&#125; x&#58;//y",
            r"*a* \[b\] [c](https://a.example/%5Bx%5D)",
            "https://a.example/%5Bx%5D",
        ),
    ],
)  # fmt: skip
def test_dialects(dialect: view.Dialect, text: str, prose: str, address: str) -> None:
    """The same words, harmless in each kind of document."""
    assert dialect.text("[a] <b> {c}\nx://y") == text
    assert dialect.prose("*a* [b] [c](<https://a.example/[x]>)", 2) == prose
    assert dialect.address("https://a.example/[x]") == address
    assert dialect.address("javascript:alert(1)") == ""


def test_templates_see_words_only() -> None:
    """The article holds nothing but words: no post ids, keys or notes of the desk come near a template."""
    fields = set(view.Article.__dataclass_fields__) | set(view.PickView.__dataclass_fields__)
    assert fields.isdisjoint({"key", "post_id", "status", "notes", "exact", "snapshot"})
