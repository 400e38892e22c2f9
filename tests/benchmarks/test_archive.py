"""The desk that the archive is measured on."""

from __future__ import annotations

from pathlib import Path

from benchmarks.archive.desk import FIRST, NOW, PICKS, build, close_one_more, make
from benchmarks.archive.run import _hugo_site
from roundup.store import open_store


def test_the_editions_are_the_same_every_time() -> None:
    """So that figures can be compared; a larger desk begins as a smaller one does."""
    assert make(3) == make(3)
    assert make(5)[:3] == make(3)


def test_an_edition_is_of_a_likely_size() -> None:
    """Fifteen picks with words, quotes and tags, by people who come again."""
    (*_, edition) = make(4)
    assert len(edition.picks) == PICKS
    assert edition.date > FIRST.isoformat()
    words = [len(" ".join(quote.paragraphs).split()) for pick in edition.picks for quote in pick.quotes]
    assert 60 <= sum(words) / len(words) <= 100
    writers = [author for each in make(20) for pick in each.picks for author in pick.authors]
    assert len(set(writers)) < len(writers)


def test_the_desk_has_published_them(tmp_path: Path) -> None:
    """And another one when a week has gone by."""
    build(tmp_path, 3)
    close_one_more(tmp_path)
    with open_store(tmp_path / "roundup.db", now=NOW) as store:
        closed = store.ledger.editions().closed
    assert [frozen.edition for frozen in closed] == make(4)


def test_hugo_gets_the_same_editions(tmp_path: Path) -> None:
    """As Markdown, each under its name, with people and blogs to list."""
    _hugo_site(tmp_path, 2)
    texts = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "content").glob("*.md"))]
    assert len(texts) == 2
    for text, edition in zip(texts, make(2), strict=True):
        assert "people:" in text.split("---")[1]
        assert edition.picks[0].authors[0] in text
