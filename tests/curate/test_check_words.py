"""The editor's own words: what kept a place, what stands twice, pictures that say nothing, links without a host."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from roundup.config import CheckSettings, Settings
from roundup.curate.check.words import DOUBLES
from roundup.curate.people import Registry
from roundup.model import Finding, Person
from tests.curate.test_check import findings, leads, levels, one
from tests.samples import edition, pick, quote, snapshot


def only(made: tuple[Finding, ...]) -> Finding:
    (found,) = made
    return found


# ---------------------------------------------------------------- placeholders


@pytest.mark.parametrize(
    "words",
    [
        "{{ title }}",
        "{{name}} writes",
        "{% if x %}",
        "<name>",
        "<your title>",
        "[LINK]",
        "[NAME] of [COUNCIL]",
        "[insert quote]",
        "[add a link to her post]",
        "[your name here]",
        "[TBC]",
        "[tbd]",
        "your text here",
        "Some text goes here.",
        "link goes here",
        "in ??? council",
    ],
)
def test_words_of_a_template_block(words: str) -> None:
    """However a desk marks what is still to be written."""
    found = only(findings(leads(words)))
    assert (found.check, found.level) == ("placeholder", "blocks")
    assert found.message.endswith("is still there")


@pytest.mark.parametrize(
    "words",
    [
        "[link](https://x.example/a)",
        "She [the name is known] said so",
        "a <b>bold</b> word",
        "Really? Really!",
        "the address of the link",
        "[sic]",
        "[…]",
        "5 < name",
        "{x}",
        "he said [and he meant it] so",
        "what date?",
    ],
)
def test_words_that_only_look_like_it_are_quiet(words: str) -> None:
    """Links, insertions and prose."""
    assert levels(leads(words)) == {}


def test_each_place_and_each_mark_is_told() -> None:
    """Two marks in one place are two findings; a mark said twice is one."""
    found = findings(leads("TODO: [LINK]. TODO"))
    assert sorted(each.message for each in found) == ["“TODO” is still there", "“[LINK]” is still there"]
    assert levels(edition(sign_off="See {{ archive }}")) == {"placeholder": "blocks"}


def test_an_author_may_write_of_templates() -> None:
    """Quoted words are looked at by nobody but the proof."""
    words = "We left {{ name }} in ten thousand letters. TODO: sorry."
    assert levels(one(quotes=(quote(words),)), texts=[snapshot(words)]) == {}


# ---------------------------------------------------------------- doubled words


@pytest.mark.parametrize("word", sorted(DOUBLES))
def test_the_usual_idioms_are_quiet(word: str) -> None:
    """Each on the list that docs/checks.md shows."""
    assert levels(leads(f"It is {word} {word} as they say.")) == {}


def test_a_desk_has_idioms_of_its_own() -> None:
    """Besides the usual ones, in any case."""
    ours = Settings(root=Path("desk"), check=CheckSettings(doubles=("Bins",)))
    assert levels(leads("So many bins bins here. Hear hear.")) == {"doubled-word": "warns"}
    assert levels(leads("So many bins bins here. Hear hear."), settings=ours) == {}


def test_words_on_either_side_of_a_picture_are_no_neighbours() -> None:
    """Nor those on either side of a mark."""
    assert levels(leads("bins ![a bin](https://x.example/a.jpg) bins")) == {}
    assert levels(leads("bins – bins")) == {}
    assert levels(leads("bins *bins*")) == {"doubled-word": "warns"}


def test_every_doubled_word_is_told() -> None:
    """With the words as they stand there."""
    found = findings(leads("The the one and a a two."))
    assert [each.message for each in found] == ["“The the”: the word stands twice", "“a a”: the word stands twice"]


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    "words", ["image", "A photo", "the picture", "Screenshot 2", "IMG_1234.JPG", "bins.png", "img-12"]
)
def test_alternative_text_that_says_nothing_warns(words: str) -> None:
    """Who cannot see the picture learns nothing of it."""
    found = only(findings(leads(f"![{words}](https://x.example/a.jpg)")))
    assert found.check == "no-alt-text"
    assert "says nothing" in found.message
    made = edition(image="https://x.example/a.jpg", image_alt=words)
    assert only(findings(made)).remedy == 'roundup edition set --image-alt "…"'


@pytest.mark.parametrize(
    "words", ["A picture of bins", "Image processing in 1998", "Photo finish at the county show", "Bins"]
)
def test_alternative_text_that_says_something_is_quiet(words: str) -> None:
    """Whatever word it begins with."""
    assert levels(leads(f"![{words}](https://x.example/a.jpg)")) == {}


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("address", "remedy"),
    [
        ("/about", "Write the whole address, beginning with https://"),
        ("../2025/bins", "Write the whole address, beginning with https://"),
        ("page.html", "Write the whole address, beginning with https://"),
        ("?p=12", "Write the whole address, beginning with https://"),
        ("www.x.example/a", "Write https://www.x.example/a"),
        ("blog.x.example/a", "Write https://blog.x.example/a"),
        ("x.org", "Write https://x.org"),
        ("//x.example/a", "Write https://x.example/a"),
        ("post", "(post) stands for a post only in its own lead-in and remark: write the whole address"),
    ],
)
def test_a_relative_link_is_told_with_what_to_write(address: str, remedy: str) -> None:
    """In the intro as anywhere."""
    found = only(findings(edition(intro=f"See [there]({address}).")))
    assert (found.check, found.level, found.remedy) == ("link-relative", "warns", remedy)


def test_pictures_are_looked_at_as_links_are() -> None:
    """A relative one shows nowhere, an unencrypted one not on every page."""
    assert levels(leads("![A bin](/a.jpg)")) == {"link-relative": "warns"}
    assert levels(leads("![A bin](http://x.example/a.jpg)")) == {"link-insecure": "hints"}
    assert levels(edition(image="http://x.example/a.jpg", image_alt="A bin")) == {"link-insecure": "hints"}


# ---------------------------------------------------------------- people

ADA = Person("ada", "Ada Lovelace", handles=("@ada@social.example",))


def told(words: str) -> tuple[Finding, ...]:
    return findings(leads(words), people=Registry([ADA]))


def test_a_name_or_handle_nearly_right_is_told_with_the_right_one() -> None:
    """Where the editor says it, and where a speaker is named."""
    found = only(told("So says Ada Lovelase."))
    assert found.check == "name-unlike"
    assert "Ada Lovelace" in found.remedy
    spoken = one(quotes=(quote("Plain words.", speaker="Ada Lovlace"),))
    assert only(findings(spoken, people=Registry([ADA]))).where.endswith("quote 1")


@pytest.mark.parametrize("words", ["So says Ada Lovelace.", "Lovelace’s engine.", "Mr Loveless.", "Adam Lovell"])
def test_a_name_that_is_right_or_another_s_is_quiet(words: str) -> None:
    """Possessives, parts and strangers."""
    assert told(words) == ()


def test_whoever_wrote_a_post_is_called_so() -> None:
    """An author's name nearly like another's is no fault where they are named."""
    made = edition(pick(1, authors=("Ada Lovelase",), lead="Ada Lovelase [wrote](https://blog.example/1)."))
    assert findings(made, people=Registry([ADA])) == ()


def test_an_author_s_spelling_is_the_author_s() -> None:
    """Quoted words are not read for names."""
    words = "I once met Ada Lovelase."
    assert findings(one(quotes=(quote(words),)), texts=[snapshot(words)], people=Registry([ADA])) == ()


def test_who_opted_out_is_named_with_the_way_back() -> None:
    """By name or by site; who did not is quiet."""
    out = replace(ADA, name="Ada Example", sites=("https://blog.example/",), opted_out=True)
    found = only(findings(one(), people=Registry([out])))
    assert (found.check, found.level) == ("opted-out", "blocks")
    assert "roundup unstar 1" in found.remedy
    assert 'roundup people opt-in "Ada Example"' in found.remedy
    assert findings(one(), people=Registry([replace(out, opted_out=False)])) == ()
