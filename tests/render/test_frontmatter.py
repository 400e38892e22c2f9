"""Front matter: the keys of each site generator, and words that stay words in all of them."""

from __future__ import annotations

from typing import Any, get_args

import pytest
import yaml

from roundup.config import MarkdownProfile, RenderSettings
from roundup.model import Edition
from roundup.render import Options
from roundup.render.frontmatter import PROFILES, front_matter
from tests import samples
from tests.render.editions import weekly
from tests.render.hostile import PAYLOADS, worded
from tests.render.reading import front_matter_of, text_of

WITH_IMAGE = {"image": "https://kettle.example/bench.jpg", "image_alt": "A bench"}


def marks(edition: Edition, profile: MarkdownProfile) -> dict[str, Any]:
    """What a generator reads from the top of the file."""
    options = Options(render=RenderSettings(markdown=profile))
    return front_matter_of(text_of(edition, "markdown", options))


def test_every_profile_that_can_be_set_is_there() -> None:
    """The setting's words and the table's are the same."""
    assert set(PROFILES) == set(get_args(MarkdownProfile))


@pytest.mark.parametrize("profile", PROFILES)
def test_every_generator_is_told_the_same(profile: MarkdownProfile) -> None:
    """Title, day, description, categories and tags are called the same everywhere."""
    common = ("title", "date", "description", "categories", "tags")
    assert {key: marks(weekly(), profile)[key] for key in common} == {
        key: marks(weekly(), "plain")[key] for key in common
    }


def test_hugo() -> None:
    """Its own keys at the top, ours under `params`; the address relative to the site's."""
    found = marks(weekly(**WITH_IMAGE), "hugo")
    assert found["slug"] == "2026-11-20-week-that-was"
    assert found["url"] == "2026/11/20/2026-11-20-week-that-was/"
    assert found["authors"] == ["Ada Example", "Bram Example"]
    assert found["images"] == ["https://kettle.example/bench.jpg"]
    assert found["params"] == {"number": 57, "canonicalURL": weekly().url, "image_alt": "A bench"}


def test_jekyll() -> None:
    """A post with a permalink, and no Liquid to be run in it."""
    found = marks(weekly(**WITH_IMAGE), "jekyll")
    assert (found["layout"], found["permalink"]) == ("post", "/2026/11/20/2026-11-20-week-that-was/")
    assert found["author"] == "Ada Example and Bram Example"
    assert found["image"] == {"path": "https://kettle.example/bench.jpg", "alt": "A bench"}
    assert found["render_with_liquid"] is False


def test_eleventy() -> None:
    """The plain keys, a permalink, and no template language but Markdown."""
    found = marks(weekly(), "eleventy")
    assert (found["permalink"], found["templateEngineOverride"]) == ("/2026/11/20/2026-11-20-week-that-was/", "md")
    assert found["editors"] == ["Ada Example", "Bram Example"]


@pytest.mark.parametrize(
    ("site", "url"),
    [
        ("", "https://kettle.example/x/"),
        ("https://kettle.example/", ""),
        ("https://kettle.example/", "https://other.example/x/"),
        ("https://kettle.example/", "https://kettle.example.evil.example/x/"),
        ("https://kettle.example/", "https://kettle.example/?p=1"),
        ("https://kettle.example/", "https://kettle.example/"),
    ],
)
def test_an_address_outside_the_site_is_left_to_the_generator(site: str, url: str) -> None:
    """It can only build pages below its own address, and knows where by itself."""
    edition = samples.edition(site_url=site, url=url)
    assert "url" not in marks(edition, "hugo")
    assert "permalink" not in marks(edition, "jekyll") | marks(edition, "eleventy")


def test_an_address_below_a_folder_of_the_host_is_relative_to_it() -> None:
    """Sites do not always stand at the root."""
    edition = samples.edition(site_url="https://kettle.example/blog", url="https://kettle.example/blog/week/")
    assert marks(edition, "hugo")["url"] == "week/"


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_stay_words(payload: str, profile: MarkdownProfile) -> None:
    """No word adds a key, becomes something that is not text, or leaves a brace for a template engine."""
    text = front_matter(worded(payload, intro="", image_alt="x"), profile)
    plain = front_matter(worded("words", intro="", image_alt="x"), profile)
    assert not set("{}<") & set(text)
    read, expected = yaml.safe_load(text), yaml.safe_load(plain)
    assert set(read) - set(expected) == set()
    assert isinstance(read["title"], str)
    assert all(isinstance(tag, str) for tag in read["tags"])
