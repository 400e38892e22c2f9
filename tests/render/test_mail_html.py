"""email.html: what mail programs of all ages can show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from roundup.errors import RoundupError
from roundup.model import Edition
from roundup.render import SHAPES, Options, render
from tests import samples
from tests.render.caniemail import ELEMENTS, ONLY_ON, PROPERTIES, VALUES
from tests.render.editions import weekly
from tests.render.hostile import TEMPLATES, worded
from tests.render.mails import UNSUBSCRIBE, file_of, options
from tests.render.reading import walk


def html_of(edition: Edition, **fields: object) -> str:
    return file_of(edition, "email", **fields).decode()


def nodes(edition: Edition) -> list[LexborNode]:
    """The elements of the body."""
    body = LexborHTMLParser(html_of(edition)).body
    assert body is not None
    return [node for node in walk(body) if node.tag and not node.tag.startswith("-")]


def declarations(node: LexborNode) -> dict[str, str]:
    """property → value of its style attribute."""
    pairs = (rule.partition(":") for rule in (node.attributes.get("style") or "").split(";") if rule.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


FULL = weekly(shape="card", image="https://kettle.example/bench.jpg", image_alt="A bench")
EVERY = pytest.mark.parametrize(
    "edition",
    [*(weekly(shape=shape) for shape in SHAPES), FULL, weekly(intro="# A\n\n- b\n\n1. c\n\n> d\n\n    e\n\n***")],
)


@EVERY
def test_no_element_that_a_mail_program_leaves_out(edition: Edition) -> None:
    """Tables, headings, paragraphs, lists, links: what all of them know."""
    assert {node.tag for node in nodes(edition)} & set(ELEMENTS) == set()


@EVERY
def test_no_style_that_a_mail_program_does_not_know(edition: Edition) -> None:
    """Pixels and six-digit colours; padding on cells only; nothing that would cost the whole attribute."""
    faults = []
    for node in nodes(edition):
        if node.attributes.get("class") == "preheader":
            continue  # is not shown
        for name, value in declarations(node).items():
            faults += [f"{node.tag} {name}"] * (name in PROPERTIES or node.tag not in ONLY_ON.get(name, {node.tag}))
            faults += [f"{name}: {value}" for pattern in VALUES if re.search(pattern, value, re.IGNORECASE)]
    assert faults == []


@EVERY
def test_no_link_within_the_message(edition: Edition) -> None:
    """They lead nowhere in several programs."""
    assert [node for node in nodes(edition) if (node.attributes.get("href") or "").startswith("#")] == []


def test_the_list_of_what_is_not_known_finds_faults() -> None:
    """The checks above can fail."""
    assert any(re.search(pattern, "1.5rem") for pattern in VALUES)
    assert any(re.search(pattern, "rgb(0 0 0)") for pattern in VALUES)
    assert not any(re.search(pattern, "4px solid #a8371f") for pattern in VALUES)


def test_pictures_have_words_and_a_width() -> None:
    """Many programs show no picture before they are asked to."""
    (image,) = [node for node in nodes(FULL) if node.tag == "img"]
    assert (image.attributes["alt"], image.attributes["width"]) == ("A bench", "600")


@EVERY
def test_tables_are_for_looks_only(edition: Edition) -> None:
    """Screen readers are told that they are no tables, also those which only Word sees."""
    html = html_of(edition)
    assert len(re.findall("<table", html)) == len(re.findall('<table[^>]*role="presentation"', html)) > 0


def test_the_language_is_said_twice() -> None:
    """Programs cut the html element off."""
    html = LexborHTMLParser(html_of(weekly(language="cy")))
    assert [node.attributes["lang"] for node in html.css("[lang]")] == ["cy", "cy"]


def test_the_words_after_the_subject_are_the_introduction() -> None:
    """Lists of messages show the first words of each: not “Read it on the web”."""
    body = LexborHTMLParser(html_of(weekly())).body
    assert body is not None
    assert " ".join(body.text().split()).startswith("It was the week of the long agenda")
    assert "preheader" not in html_of(weekly(intro=""))


def test_styles_are_on_the_elements() -> None:
    """What is left in the head is for night and paper, which a program may do without."""
    html = html_of(weekly())
    (style,) = re.findall("<style>(.*?)</style>", html, re.DOTALL)
    assert re.sub(r"@media[^{]+\{([^{}]*\{[^{}]*\})*\}", "", style).strip() == ""
    assert "prefers-color-scheme" in style
    assert "data-css-inline" not in html
    assert all(declarations(node).get("color") == "#0b4f86" for node in LexborHTMLParser(html).css("a"))


def test_a_reader_can_leave_from_the_top_and_the_foot() -> None:
    """A long message is cut off somewhere: the way out must not be only at its end."""
    links = [node.attributes.get("href") for node in LexborHTMLParser(html_of(weekly())).css("a")]
    assert [place for place, link in enumerate(links) if link == UNSUBSCRIBE] == [1, len(links) - 2]
    assert links[-1] == "mailto:leave@kettle.example?subject=unsubscribe"


@pytest.mark.parametrize("tag", ["{{ unsubscribe_url }}", "*|UNSUB|*", "%unsubscribe_url%", "[unsubscribe]"])
def test_a_mailing_services_tag_stays_as_it_is(tag: str) -> None:
    """The service puts each reader's own address there."""
    assert html_of(weekly(), unsubscribe=tag).count(f'href="{tag}"') == 2


@pytest.mark.parametrize("setting", ["", "javascript:alert(1)", "{{ x }}<b>", "leave"])
def test_without_an_address_no_way_out_is_promised(setting: str) -> None:
    """Nothing that leads nowhere is called a link."""
    html = html_of(weekly(), unsubscribe=setting, unsubscribe_mail="", postal="")
    assert "nsubscribe" not in html


def test_no_service_fills_in_what_a_blogger_wrote() -> None:
    """Braces, brackets and bars of quoted words are spelled as references in the finished document."""
    html = html_of(worded(*TEMPLATES), max_bytes=200_000)
    words = re.sub(r"<style>.*?</style>|<!--.*?-->|<[^<>]*>", "", html, flags=re.DOTALL)
    assert re.findall(r"[][{}|%]", words) == []
    text = LexborHTMLParser(html).text()
    assert all(" ".join(payload.split()) in " ".join(text.split()) for payload in TEMPLATES)


def test_addresses_are_spelled_as_they_are() -> None:
    """A reference in an address is understood, but tools that look for links may not know it."""
    url = "https://blog.example/a%20b?x=%7B1%7D&y=2"
    edition = samples.edition(samples.pick(url=url, lead=f"[it]({url})"))
    assert html_of(edition).count(f'href="{url.replace("&", "&amp;")}"') == 2


def test_a_heavy_message_is_warned_about() -> None:
    """Before it is too long an editor hears of it."""
    (rendering,) = render(weekly(), formats=["email"])
    assert rendering.note == ""
    (rendering,) = render(weekly(), options(warn_bytes=10_000), formats=["email"])
    assert rendering.note.startswith("email.html has 1")
    assert len(rendering.content) > 10_000


def test_a_message_that_would_be_cut_off_is_refused() -> None:
    """With its size, and what can be done."""
    with pytest.raises(RoundupError) as caught:
        html_of(weekly(), max_bytes=10_000)
    assert "more than 10,000 are not sent" in caught.value.message
    assert "[render] formats" in caught.value.hint


def test_twenty_picks_are_not_too_many() -> None:
    """The usual edition is far from being cut off."""
    week = weekly()
    twenty = weekly(picks=(week.picks * 4)[:20])
    assert len(html_of(twenty)) < 50_000


def test_a_template_of_the_desk_counts_at_once(tmp_path: Path) -> None:
    """What is kept between the formats of one e-mail is not kept when a template changes."""
    before = render(weekly(), Options(tmp_path), formats=["email"])
    (tmp_path / "email.html.j2").write_text(
        '{% extends "builtin/email.html.j2" %}{% block foot %}<p>Ours.</p>{% endblock %}', encoding="utf-8"
    )
    (after,) = render(weekly(), Options(tmp_path), formats=["email"])
    assert b"Ours.</p>" in after.content
    assert b"Ours.</p>" not in before[0].content
