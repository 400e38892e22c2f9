"""What a preview shows."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from roundup.model import Finding
from roundup.render import FORMATS
from roundup.workflow.desk import Desk
from roundup.workflow.edit import export
from roundup.workflow.preview.scene import Scene, anchor, in_order, look
from roundup.workflow.word import annotate
from tests.workflow.desks import desk_at, ready


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a draft of two picks."""
    made = desk_at(tmp_path)
    ready(made, "bins", "maps")
    return made


def page(scene: Scene) -> str:
    return next(each for each in scene.renderings if each.format == "page").content.decode()


def worksheet(desk: Desk, text: str) -> None:
    path = desk.settings.root / "worksheets" / "worksheet.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_every_form_is_shown_with_what_was_found(desk: Desk) -> None:
    """As `render` and `check` would have it at this moment."""
    scene = look(desk, Scene())
    assert {each.format for each in scene.renderings} == set(FORMATS)
    assert "no-intro" in {finding.check for finding in scene.findings}
    assert (scene.title, scene.error) == ("The Week", "")
    assert scene.facts.startswith("edition 1 · 2026-11-20 · 2 picks · ")


def test_a_version_changes_with_what_is_seen_and_with_nothing_else(desk: Desk) -> None:
    """So that a page is loaded anew only when there is something to see."""
    before = look(desk, Scene())
    assert look(desk, before).version == before.version
    annotate(desk, "1", lead="Other [words](post).")
    assert look(desk, before).version != before.version


def test_looking_writes_nothing(desk: Desk) -> None:
    """Neither into the desk's memory nor anywhere beside it."""

    def everything() -> dict[str, str]:
        files = (path for path in desk.settings.root.rglob("*") if path.is_file() and path.suffix != ".db-shm")
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files if p.stat().st_size}

    before = everything()
    look(desk, Scene())
    assert everything() == before


def test_a_broken_template_is_told_and_what_was_seen_stays(desk: Desk) -> None:
    """With file and line; when it is right again, all is well again."""
    before = look(desk, Scene())
    own = desk.settings.templates_path / "page.html.j2"
    own.parent.mkdir()
    own.write_text("<p>\n{% if %}", encoding="utf-8")
    broken = look(desk, before)
    assert f"{own}, line 2" in broken.error
    assert broken.renderings == before.renderings
    own.write_text("<p>mine", encoding="utf-8")
    mended = look(desk, broken)
    assert (mended.error, page(mended)) == ("", "<p>mine\n")


def test_a_desk_without_a_memory_is_told(tmp_path: Path) -> None:
    """A preview of nothing says what to do, and does not make the file."""
    scene = look(desk_at(tmp_path), Scene())
    assert "does not exist" in scene.error
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- the worksheet


def test_a_worksheet_that_is_being_edited_is_shown(desk: Desk) -> None:
    """Its words, as they would be if it were taken in; the desk does not know them yet."""
    text = export(desk).replace("Somebody [wrote](post) number 1.", "Quite other [words](post).")
    worksheet(desk, text)
    seen = page(look(desk, Scene()))
    assert "Quite other" in seen
    assert "number 2" in seen
    (desk.settings.root / "worksheets" / "worksheet.md").unlink()
    assert "Quite other" not in page(look(desk, Scene()))


def test_a_quote_that_is_not_proved_yet_is_shown_and_checked(desk: Desk) -> None:
    """Words that the post does not hold are found before the worksheet is taken in."""
    text = export(desk).replace("Somebody [wrote](post) number 1.", "She [wrote](post):\n\n> Nobody wrote this at all.")
    worksheet(desk, text)
    scene = look(desk, Scene())
    assert "Nobody wrote this at all." in page(scene)
    assert "quote-absent" in {finding.check for finding in scene.findings}


def test_a_proved_quote_stays_proved(desk: Desk) -> None:
    """Passages the post holds are no finding."""
    text = export(desk).replace(
        "Somebody [wrote](post) number 1.", "She [wrote](post):\n\n> The bins went out on time."
    )
    worksheet(desk, text)
    assert "quote-absent" not in {finding.check for finding in look(desk, Scene()).findings}


def test_a_worksheet_that_cannot_be_read_is_told_with_its_line(desk: Desk) -> None:
    """And the desk's own draft is shown meanwhile."""
    worksheet(desk, export(desk).replace("## [1]", "## [999]"))
    scene = look(desk, Scene())
    (found,) = (finding for finding in scene.findings if finding.check == "worksheet")
    assert found.where.startswith("worksheet, line ")
    assert "number 1" in page(scene)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"no worksheet at all", b"# Title\n"])
def test_anything_may_lie_where_a_worksheet_does(desk: Desk, content: bytes) -> None:
    """The draft is shown in any case."""
    worksheet(desk, "")
    (desk.settings.root / "worksheets" / "worksheet.md").write_bytes(content)
    scene = look(desk, Scene())
    assert scene.error == ""
    assert "number 1" in page(scene)


# ---------------------------------------------------------------- where findings belong


def finding(where: str) -> Finding:
    return Finding("check", "warns", where, "message", "remedy")


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("pick 2 (post 12, Bins)", "pick-2"),
        ("pick 10 (post 3, pick 4), quote 1", "pick-10"),
        ("intro", "intro"),
        ("sign-off", "sign-off"),
        ("edition", ""),
        ("title", ""),
        ("worksheet, line 3", ""),
        ("picks 2", ""),
    ],
)
def test_a_finding_belongs_to_the_place_it_means(where: str, expected: str) -> None:
    """To its pick, the intro, the sign-off; else to the whole."""
    assert anchor(finding(where)) == expected


def test_findings_stand_in_the_order_of_the_page() -> None:
    """The whole, intro, picks by number, sign-off."""
    found = [
        finding(where) for where in ("sign-off", "pick 10 (x)", "pick 2 (y)", "intro", "title", "pick 2 (y), quote 1")
    ]
    assert [(place, len(those)) for place, those in in_order(found)] == [
        *(("", 1), ("intro", 1), ("pick-2", 2), ("pick-10", 1), ("sign-off", 1)),
    ]
