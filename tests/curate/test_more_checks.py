"""What a tired sub-editor misses: voices, names, phrases bound to a place, pictures, links that hide or leak."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from roundup.config import CheckSettings, Settings
from roundup.model import Edition, Pick
from tests.curate.test_check import findings, leads, levels, one
from tests.samples import edition, pick, quote


def led(id: int, words: str, **fields: str | tuple[str, ...]) -> Pick:
    """A pick whose lead-in names its author, links to its post, and then says `words`."""
    author = fields.pop("author", f"Author {id}")
    values = {"blog": f"Blog {id}", **fields}
    return pick(id, authors=(author,), lead=f"{author} [writes](https://blog.example/{id}). {words}", **values)


def three(first: str = "", second: str = "", third: str = "") -> Edition:
    """Three picks by three people, with these words in their lead-ins."""
    made = edition(led(1, first), led(2, second), replace(led(3, third), quotes=()))
    return replace(made, picks=tuple(replace(each, quotes=()) for each in made.picks))


# ---------------------------------------------------------------- voices


def test_a_doubtful_post_warns() -> None:
    """With the reason it was marked for when it came in."""
    made = edition()
    assert levels(made, doubts={1: "every post is new: it may have changed hands"}) == {"doubtful": "warns"}
    assert levels(made, doubts={9: "another post"}) == {}


def test_a_voice_heard_twice_with_nothing_said_warns() -> None:
    """By author or by blog, in whatever case."""
    assert levels(edition(led(1, ""), led(2, "", author="Author 1"))) == {"same-voice": "warns"}
    (found,) = findings(edition(led(1, ""), led(2, "", blog="BLOG 1")))
    assert found.message == "BLOG 1 is heard a second time, and nothing is said of it"
    assert found.where.startswith("pick 2")


@pytest.mark.parametrize(
    "words", ["And again.", "She also wrote this.", "Already linked to, today.", "The second of two."]
)
def test_a_voice_heard_twice_and_said_so_is_quiet(words: str) -> None:
    """In either of the two."""
    assert "same-voice" not in levels(edition(led(1, ""), led(2, words, author="Author 1")))
    assert "same-voice" not in levels(edition(led(1, words), led(2, "", author="Author 1")))


@pytest.mark.parametrize("shape", ["card", "list"])
def test_headed_shapes_say_it_themselves(shape: str) -> None:
    """There every pick bears its source."""
    assert levels(edition(led(1, ""), led(2, "", author="Author 1"), shape=shape)) == {}


def test_unknown_voices_are_not_one() -> None:
    """Two posts without author and blog are two voices."""
    made = edition(pick(1, authors=(), blog=""), pick(2, authors=(), blog=""))
    assert levels(made) == {}


@pytest.mark.parametrize(
    "words", ["[Bins](https://blog.example/1), again.", "Adalbert [on bins](https://blog.example/1)."]
)
def test_words_that_name_nobody_warn(words: str) -> None:
    """Readers are to know whose words follow; a longer name is another."""
    (found,) = findings(one(lead=words))
    assert (found.check, found.level, found.remedy) == ("no-name", "warns", "It is by Ada Example")


@pytest.mark.parametrize(
    ("lead", "remark"),
    [("ADA [on bins]({})", ""), ("Miss Example [on bins]({})", ""), ("[See]({})", "That was a blog.")],
)
def test_a_name_a_part_of_it_or_the_blog_s_is_enough(lead: str, remark: str) -> None:
    """In lead-in or remark."""
    made = one(lead=lead.format("https://blog.example/1"), remark=remark)
    assert levels(made) == {}


def test_nobody_to_name_is_quiet() -> None:
    """Some posts say nothing of their author."""
    assert levels(one(lead="[Bins](https://blog.example/1).", authors=(), blog="")) == {}


# ---------------------------------------------------------------- quoted words


def test_an_edition_that_is_nearly_all_quoted_warns() -> None:
    """The limit is the desk's."""
    made = edition(pick(1, quotes=(quote("Plain words.", "And a good many more of them stand here, in a row."),)))
    strict = Settings(root=Path("desk"), check=CheckSettings(most_quoted=0.2))
    assert levels(made, settings=strict) == {"much-quoted": "warns"}
    assert levels(made) == {}


# ---------------------------------------------------------------- phrases bound to a place


@pytest.mark.parametrize(
    "words", ["A final link: bins.", "Last but not least, bins.", "Bins. Finally, more bins.", "And lastly bins."]
)
def test_what_is_said_of_the_last_pick_is_only_said_there(words: str) -> None:
    """When picks are moved, such words stay behind."""
    assert levels(three(third=words)) == {}
    (found,) = findings(three(second=words))
    assert (found.check, found.where[:6]) == ("order-bound", "pick 2")
    assert found.message.endswith("is said of a pick that is not the last")


@pytest.mark.parametrize("words", ["To start with, bins.", "First up: bins.", "Let’s begin in a kitchen."])
def test_what_is_said_of_the_first_pick_is_only_said_there(words: str) -> None:
    """The same at the other end."""
    assert levels(three(first=words)) == {}
    assert levels(three(second=words)) == {"order-bound": "warns"}


@pytest.mark.parametrize(
    "words", ["Coming hot on the heels of that, bins.", "We already linked to her.", "Staying with bins,"]
)
def test_what_points_back_needs_something_before_it(words: str) -> None:
    """The first pick has nothing to point back to."""
    assert levels(three(second=words)) == {}
    assert levels(three(first=words)) == {"order-bound": "warns"}


@pytest.mark.parametrize(
    "words", ["They finally came.", "His last post at the council.", "At last, bins.", "We start early."]
)
def test_common_words_are_no_such_phrases(words: str) -> None:
    """Only what cannot mean anything else is pointed at."""
    assert levels(three(first=words)) == {}


def test_phrases_in_quotes_are_the_author_s() -> None:
    """An author may say "finally" wherever the editor puts it."""
    made = edition(replace(led(1, ""), quotes=(quote("Finally, plain words."),)), led(2, ""))
    assert "order-bound" not in levels(made)


# ---------------------------------------------------------------- pictures and links


def test_pictures_have_alternative_text() -> None:
    """The edition's own, and those in the editor's words."""
    assert levels(edition(image="https://x.example/a.jpg")) == {"no-alt-text": "warns"}
    assert levels(edition(image="https://x.example/a.jpg", image_alt="A bin")) == {}
    assert levels(leads("![](https://x.example/a.jpg)")) == {"no-alt-text": "warns"}
    assert levels(leads("![A bin](https://x.example/a.jpg)")) == {}


@pytest.mark.parametrize("address", ["https://bit.ly/3x", "https://tinyurl.com/abc", "https://t.co/x"])
def test_a_shortened_link_warns(address: str) -> None:
    """Readers see where a link leads, and it outlives its shortener."""
    assert levels(leads(f"[See]({address})")) == {"link-shortened": "warns"}


def test_a_link_that_carries_another_names_it() -> None:
    """Mail programs wrap what is pasted from them."""
    (found,) = findings(leads("[See](https://www.google.com/url?q=https://x.example/a)"))
    assert (found.check, found.remedy) == ("link-shortened", "Use https://x.example/a")


def test_a_link_that_is_not_encrypted_is_a_hint() -> None:
    """If it is the editor's own; a post's address is as its author has it."""
    assert levels(leads("[See](http://x.example/a)")) == {"link-insecure": "hints"}
    (found,) = findings(leads("[See](http://x.example/a)"))
    assert found.remedy == "Try https://x.example/a"
    assert levels(one(url="http://blog.example/1", lead="Ada [says](http://blog.example/1)")) == {}
