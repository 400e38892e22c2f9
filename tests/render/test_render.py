"""Edition → Renderings: the table of formats, and what holds for all of them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from roundup.errors import UsageError
from roundup.render import FORMATS, SHAPES, render
from tests import samples
from tests.browser import missing
from tests.render.editions import weekly


def test_every_format_is_rendered_unless_some_are_named() -> None:
    """No formats named means all of them, each under its own file name."""
    renderings = render(weekly())
    assert [(r.format, r.filename) for r in renderings] == [
        ("page", "post.html"),
        ("fragment", "fragment.html"),
        ("wordpress", "wordpress.html"),
        ("markdown", "post.md"),
        ("email", "email.html"),
        ("email-text", "email.txt"),
        ("eml", "edition.eml"),
    ]


def test_named_formats_come_in_the_order_asked_for() -> None:
    """What is named is rendered, once, in that order."""
    renderings = render(weekly(), formats=("markdown", "page", "markdown"))
    assert [r.format for r in renderings] == ["markdown", "page"]


def test_an_unknown_format_names_the_nearest() -> None:
    """A slip of the finger costs one glance at the message."""
    with pytest.raises(UsageError) as caught:
        render(weekly(), formats=("pag",))
    assert "'pag'" in caught.value.message
    assert "'page'" in caught.value.hint


def test_an_unknown_shape_names_the_nearest() -> None:
    """The shape is an editor's word, so it may be misspelt as well."""
    with pytest.raises(UsageError) as caught:
        render(weekly(shape="esay"))
    assert "'essay'" in caught.value.hint


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_edition_gives_the_same_bytes(shape: str) -> None:
    """Nothing but the edition decides what is written: no clock, no order of a set."""
    assert render(weekly(shape=shape)) == render(replace(weekly(), shape=shape))


def test_bytes_do_not_depend_on_the_process() -> None:
    """Another process, with another hash seed, writes the same."""
    code = (
        "import hashlib, roundup.render as r; from tests.render.editions import weekly;"
        "print(*(hashlib.sha256(x.content).hexdigest() for x in r.render(weekly())))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_every_format_module_names_its_file() -> None:
    """Two formats under one file name would overwrite each other."""
    assert len({form.filename for form in FORMATS.values()}) == len(FORMATS)


def test_an_edition_without_picks_or_words_can_be_rendered() -> None:
    """An editor may look at an edition before there is anything in it."""
    empty = replace(samples.edition(), picks=(), intro="", sign_off="", date="soon", title=" ")
    for rendering in (r for shape in SHAPES for r in render(replace(empty, shape=shape))):
        assert rendering.content.endswith(b"\n")


def test_importing_render_loads_no_renderer() -> None:
    """Start-up is a feature: Jinja, markdown-it, nh3 and YAML are imported when something is rendered."""
    code = "import sys, roundup.render; print({'jinja2', 'markdown_it', 'nh3', 'yaml'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"set()\n"


def test_the_docstring_tells_how_to_add_a_format() -> None:
    """Whoever extends the package is told how, where they look first."""
    assert "\nTo add a format: " in (sys.modules["roundup.render"].__doc__ or "")


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_missing_browser_is_a_failure_in_ci_only(
    ci: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a laptop without Chromium its tests are left out by name; where everything must run they fail."""
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="chromium is not installed"):
        missing("chromium")
