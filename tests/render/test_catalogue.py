"""What there is to override, as the program tells it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from roundup.render import Options, catalogue, render
from roundup.resources import packaged
from tests import samples


def listed(folder: Path | None = None) -> dict[str, catalogue.Listed]:
    return {each.name: each for each in catalogue.catalogue(folder)}


def test_every_template_is_listed_and_explained() -> None:
    """But the preview's own pages, which no desk can break; each with what it sets."""
    ours = packaged("templates")
    files = {path.relative_to(ours).as_posix() for path in ours.rglob("*") if path.is_file()}
    assert set(listed()) == {name for name in files if not name.startswith(("preview/", "README"))}
    assert [name for name, each in listed().items() if not each.sets] == []


def test_blocks_are_named_in_their_order() -> None:
    """As the template has them."""
    assert listed()["site/layout.html.j2"].blocks == (
        "style",
        "code",
        "head",
        "title",
        "running",
        "content",
        "colophon",
    )


def test_names_a_template_is_given_are_found_through_what_it_builds_on() -> None:
    """A page of the archive knows what its frame knows."""
    assert listed()["site/person.html.j2"].names == ("earlier", "entries", "page", "part", "site", "topic")
    assert {"edition", "parts", "linked_data"} <= set(listed()["page.html.j2"].names)


def test_every_name_that_is_given_can_be_looked_up() -> None:
    """What a value holds is told for each kind of value, and the guide beside the templates names every field."""
    guide = (packaged("templates") / "README.md").read_text(encoding="utf-8")
    for kind in catalogue.KINDS.values():
        assert catalogue.fields_of(kind) == tuple(field.name for field in fields(kind))
        assert [name for name in catalogue.fields_of(kind) if f"`{name}`" not in guide] == []


def test_a_desks_own_file_is_told(tmp_path: Path) -> None:
    """With where it is."""
    (tmp_path / "page.css").write_text("", encoding="utf-8")
    assert listed(tmp_path)["page.css"].own == tmp_path / "page.css"
    assert listed(tmp_path)["page.html.j2"].own is None


@pytest.mark.parametrize("name", [name for name, each in listed().items() if each.blocks])
def test_a_template_that_only_extends_changes_nothing(tmp_path: Path, name: str) -> None:
    """What `copy --extend` begins with sets the same page as before."""
    own = tmp_path / name
    own.parent.mkdir(exist_ok=True)
    own.write_text(catalogue.extending(name), encoding="utf-8")
    formats = ["page", "email"]
    assert render(samples.edition(), Options(tmp_path), formats=formats) == render(samples.edition(), formats=formats)


def test_a_whole_copy_changes_nothing_either(tmp_path: Path) -> None:
    """Every template at once, as it came."""
    for name in catalogue.names():
        own = tmp_path / name
        own.parent.mkdir(exist_ok=True)
        own.write_text(catalogue.text_of(name), encoding="utf-8")
    assert render(samples.edition(), Options(tmp_path)) == render(samples.edition())
