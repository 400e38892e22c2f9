"""Where an original is gone, the archive leads to the copy that was made of it; nowhere else, and no sooner."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from roundup.model import Copy, Edition
from roundup.render.site import Archive, Kept, plan
from tests.render.site.archives import Page, archive, digests, edition, page, pick, site
from tests.samples import quote

POST, OTHER = "https://blog.example/1", "https://blog.example/12"
COPY = f"https://web.archive.org/web/20261120091500/{POST}"
MADE = datetime(2026, 11, 20, 9, 15, tzinfo=UTC)
PATH = "2026-11-20-week-that-was/index.html"
NOTE = "The original is no longer there: the link leads to a copy of 20 November 2026, kept by web.archive.org."


def kept(*gone: str, **fields: Any) -> Kept:
    copy = Copy(POST, "made", MADE, COPY, MADE)
    return Kept({POST: replace(copy, **fields)}, frozenset(gone))


def of(found: Kept, made: Edition | None = None) -> Archive:
    picks = (pick(1, url=POST), pick(12, "Bert Sample", url=OTHER))
    return archive(made or edition(1, *picks, shape="essay"), kept=found)


def shown(found: Kept, made: Edition | None = None) -> Page:
    return page(site(of(found, made)), PATH)


def hrefs(found: Page) -> list[str]:
    return [str(node.attributes.get("href")) for node in found.all("a, blockquote")]


@pytest.mark.parametrize("shape", ["essay", "card", "note", "list"])
def test_a_dead_link_leads_to_the_copy(shape: str) -> None:
    """In every shape: from the title, from the lead, from the passage; and the page says so beside the pick.

    The original stays linked from there: who was told of the edition is still in it.
    """
    words = quote("Plain words that are quoted here.")
    made = edition(1, pick(1, url=POST, lead=f"Ada [wrote]({POST} 'A title').", quotes=(words,)), pick(12), shape=shape)
    found = shown(kept(POST), made)
    assert [href for href in hrefs(found) if href.startswith(POST) and not href.startswith(OTHER)] == [POST]
    assert [href for href in hrefs(found) if href.startswith(COPY)]
    assert found.text.count(NOTE) == 1


@pytest.mark.parametrize("found", [Kept(), kept(), kept(OTHER), Kept({}, frozenset([POST]))])
def test_what_is_there_is_linked_itself(found: Kept) -> None:
    """A copy alone changes no link, nor does a page that is gone without one."""
    made = shown(found)
    assert POST in hrefs(made)
    assert "web.archive.org" not in "".join(hrefs(made))
    assert "no longer there" not in made.text


def test_lists_lead_to_the_copy_whatever_page_was_made_before_them() -> None:
    """What they take over from the page of the edition is what they would find themselves."""
    found = of(kept(POST))
    assert {file.path: file.make() for file in reversed(plan(found))} == site(found)


def test_addresses_that_only_begin_alike_are_others() -> None:
    """And so is what merely mentions the address."""
    made = edition(1, pick(1, url=POST, lead=f"[One]({POST}) and [other]({OTHER}), `{POST}`."), intro=f"[So]({POST}).")
    found = shown(kept(POST), made)
    assert OTHER in hrefs(found)
    assert hrefs(found).count(COPY) >= 2
    assert [node.text() for node in found.all("code")] == [POST]


def test_a_place_in_the_page_is_kept() -> None:
    """A copy has it, too."""
    made = edition(1, pick(1, url=f"{POST}#bins", lead=f"[Bins]({POST}#bins)."))
    assert f"{COPY}#bins" in hrefs(shown(kept(POST), made))


def test_lists_of_posts_lead_there_too() -> None:
    """A person's page, a blog's."""
    made = site(of(kept(POST)))
    pages = [Page(path, page(made, path).tree) for path in made if path.startswith(("people/ada", "blogs/"))]
    assert pages
    for each in pages:
        assert POST not in hrefs(each)
        assert COPY in hrefs(each)


def test_the_data_has_both_addresses() -> None:
    """edition.json keeps the author's own address, with the copy's beside it; feeds stay as they were."""
    made = site(of(kept(POST)))
    first, second = json.loads(made["2026-11-20-week-that-was/edition.json"])["picks"]
    assert (first["url"], first["archived_url"], first["archived"]) == (POST, COPY, "2026-11-20T09:15:00+00:00")
    assert (second["archived_url"], second["archived"]) == ("", None)
    assert made["picks.json"] == site(of(Kept()))["picks.json"]


def test_only_pages_that_show_it_are_made_anew() -> None:
    """When a page turns out to be gone, nothing of the other editions changes."""
    picks = edition(1, pick(1, url=POST)), edition(2, pick(3, "Cleo Person", "Lamp-posts"))
    before, after = (digests(archive(*picks, kept=found)) for found in (kept(), kept(POST)))
    changed = {path for path in before if before[path] != after[path]}
    assert {PATH, "people/ada-example.html"} <= changed
    assert not {path for path in changed if path.startswith("2026-11-27") or "cleo" in path}


def test_a_copy_of_no_known_day_is_one_all_the_same() -> None:
    """What is told then is what is known."""
    assert "leads to a copy, kept by web.archive.org." in shown(kept(POST, made=None)).text
