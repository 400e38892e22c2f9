"""Compiled templates kept from run to run: nothing but time depends on them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from roundup.render.compiled import Compiled, beside_our_own, read
from roundup.render.sandbox import Sandbox
from roundup.resources import packaged

PIECES = "site/pieces.html.j2"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "templates.pyc"


def environment(path: Path, *folders: Path) -> Sandbox:
    """A new process, as far as templates go."""
    loader = ChoiceLoader([FileSystemLoader(folder) for folder in (*folders, packaged("templates"))])
    return Sandbox(loader=loader, autoescape=True, bytecode_cache=Compiled(path), trim_blocks=True, lstrip_blocks=True)


def posts(made: Environment) -> str:
    """What one of the pieces says."""
    module: Any = made.get_template(PIECES).module
    return str(module.posts(3))


def compiling(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of templates that are compiled from now on."""
    names: list[str] = []
    whole = Sandbox.compile

    def noted(self: Sandbox, source: str, name: str, *more: object) -> object:
        names.append(name)
        return whole(self, source, name, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(Sandbox, "compile", noted)
    return names


def test_the_next_run_compiles_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes with the program is compiled once."""
    before = posts(environment(kept))
    compiled_now = compiling(monkeypatch)
    assert posts(environment(kept)) == before == "3 posts"
    assert compiled_now == []


def test_a_desks_own_template_is_not_kept(kept: Path, tmp_path: Path) -> None:
    """What anybody may write does not come to lie among the program's own files."""
    own = tmp_path / "own" / PIECES
    own.parent.mkdir(parents=True)
    own.write_text("{% macro posts(count) %}{{ count }} texts{% endmacro %}")
    assert posts(environment(kept, tmp_path / "own")) == "3 texts"
    assert not kept.exists()
    assert posts(environment(kept)) == "3 posts"


@pytest.mark.parametrize("harm", ["cut", "emptied", "changed", "foreign", "of another version", "a folder"])
def test_a_file_that_is_not_whole_is_made_anew(harm: str, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off, damaged, somebody else's, an older program's: nothing of it is used, and the page is right."""
    posts(environment(kept))
    whole = kept.read_bytes()
    spoilt = {"cut": whole[:-9], "emptied": b"", "changed": whole[:-1] + b"\0", "foreign": b"GIF89a" * 30}
    if harm == "a folder":
        kept.unlink()
        kept.mkdir()
    elif harm == "of another version":
        monkeypatch.setattr("jinja2.__version__", "4")
    else:
        kept.write_bytes(spoilt[harm])
    assert read(kept) == {}
    assert posts(environment(kept)) == "3 posts"
    assert harm == "a folder" or read(kept)


def test_where_nothing_may_be_written_nothing_is_kept(tmp_path: Path) -> None:
    """A program that was installed by somebody else renders all the same."""
    assert posts(environment(tmp_path / "missing" / "templates.pyc")) == "3 posts"
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_beside_it(kept: Path) -> None:
    """It comes to its place in one step."""
    posts(environment(kept))
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_where_python_keeps_nothing_neither_do_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHONDONTWRITEBYTECODE is heeded."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert beside_our_own() is None
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    ours = beside_our_own()
    assert ours is not None
    assert ours.name == f"templates.{sys.implementation.cache_tag}.pyc"
