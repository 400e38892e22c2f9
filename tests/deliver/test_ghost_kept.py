"""Posts as a Ghost describes them, whatever else stands in its answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundup.deliver.ghost.kept import Kept, body, is_id, posts

ID = "64ad3c0f1b2e4d5a6b7c8d9e"
POST: dict[str, Any] = {
    "id": ID,
    "status": "scheduled",
    "slug": "week",
    "url": "https://blog.example/p/1/",
    "published_at": "2026-11-27T09:00:00.000Z",
    "updated_at": "2026-11-20T09:00:01.000+00:00",
    "title": "Week",
    "html": "<p>Words.</p>",
    "custom_excerpt": "Short.",
    "tags": [{"id": ID, "name": "Bins"}],
    "newsletter": None,
    "email_only": False,
}


def kept(**fields: Any) -> Kept:
    (found,) = posts({"posts": [{**POST, **fields}]})
    return found


def test_a_post_as_it_is_described() -> None:
    """Its time of change as it came, to be given back so."""
    found = kept()
    assert (found.id, found.status, found.slug, found.url) == (ID, "scheduled", "week", "https://blog.example/p/1/")
    assert found.published_at == datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert found.updated_at == "2026-11-20T09:00:01.000+00:00"
    assert (found.title, found.says, found.excerpt) == ("Week", "Words.", "Short.")
    assert (found.tags, found.mailed) == (((ID, "Bins"),), False)


def test_tags_have_one_name_in_any_case() -> None:
    """As they have to Ghost."""
    assert kept().has("BINS")
    assert not kept().has("bin")


@pytest.mark.parametrize("fields", [{"newsletter": {"slug": "weekly"}}, {"email_only": True}])
def test_what_is_set_to_be_mailed_is_seen(fields: dict[str, Any]) -> None:
    """A newsletter that was chosen, or a post that is for mail alone."""
    assert kept(**fields).mailed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("2026-11-27T09:00:00", datetime(2026, 11, 27, 9, tzinfo=UTC)),
        (7, None),
    ],
)
def test_times_that_are_none_are_none(text: Any, found: datetime | None) -> None:
    """A draft has no date; one without an offset is UTC."""
    assert kept(published_at=text).published_at == found


@pytest.mark.parametrize("name", ["", "1", "../users/1", ID.upper(), ID + "0", f"{ID}\n", None, 7, ["x"]])
def test_what_cannot_be_the_id_of_a_post_is_no_post(name: Any) -> None:
    """It becomes part of an address that our key goes to."""
    assert posts({"posts": [{**POST, "id": name}]}) == []
    assert not is_id(str(name))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", None, "//x", "https://a.example/\u202e"])
def test_an_address_that_is_none_is_not_shown(url: Any) -> None:
    """What is told to an editor may be clicked on."""
    assert kept(url=url).url == ""


def test_tags_without_an_id_are_left_out() -> None:
    """They could not be named when they are to stay."""
    assert kept(tags=[{"name": "x"}, "y", None, {"id": ID}, {"id": "z", "name": "z"}]).tags == ((ID, ""),)


def test_halves_of_characters_are_replaced() -> None:
    """JSON can hold them, no database can."""
    assert kept(title="a\ud800b").title == "a?b"


@pytest.mark.parametrize("data", [None, [], {}, {"posts": None}, {"posts": [None, 1, "x", []]}, {"posts": {}}, "x"])
def test_what_is_no_list_of_posts_holds_none(data: Any) -> None:
    """An error, another service, nothing."""
    assert posts(data) == []


_JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda x: st.lists(x, max_size=3))


@settings(max_examples=20)
@given(st.dictionaries(st.sampled_from(sorted(POST)), _JSON))
def test_whatever_stands_in_a_post_it_is_read(fields: dict[str, Any]) -> None:
    """Or it is no post; nothing of it ends in an error."""
    found = posts({"posts": [{**POST, **fields}]})
    assert len(found) == int(is_id(str(fields.get("id", ID))))


def test_the_texts_of_a_post_are_one_text() -> None:
    """Whoever edits one of them is seen, and shown it in a diff."""
    found = kept()
    assert body(found.title, found.says, found.excerpt) == "Week\n\nWords.\n\nShort."
