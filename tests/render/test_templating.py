"""A desk's own templates take the place of the packaged ones, and their faults are named."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from roundup.errors import RoundupError
from roundup.render import Options, compiled, render, templating, view
from roundup.render.sandbox import Sandbox
from roundup.resources import packaged
from tests import samples

Desk = Callable[..., Path]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk's templates folder with these files in it."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def page(templates: Path | None = None, **fields: object) -> str:
    return render(samples.edition(**fields), Options(templates), formats=["page"])[0].content.decode()


def refusal(templates: Path, name: str = "page") -> RoundupError:
    with pytest.raises(RoundupError) as caught:
        render(samples.edition(), Options(templates), formats=[name])
    return caught.value


def test_a_folder_that_does_not_exist_changes_nothing(tmp_path: Path) -> None:
    """Most desks have no templates of their own."""
    assert page(tmp_path / "templates") == page()


def test_a_file_of_the_desk_takes_the_place_of_ours(desk: Desk) -> None:
    """One file is overridden; the others stay as packaged."""
    html = page(desk(shapes__essay_j2="<p>{{ edition.picks|length }} picks</p>"))
    assert "<p>2 picks</p>" in html
    assert "<h1" in html


def test_a_new_file_counts_at_once(desk: Desk) -> None:
    """Who edits a template and renders again sees the change, also in a program that keeps running."""
    folder = desk()
    before = page(folder)
    desk(fragment_html_j2="unused here", shapes__essay_j2="<p>first</p>")
    first = page(folder)
    os.utime(desk(shapes__essay_j2="<p>second</p>") / "shapes/essay.j2", ns=(1, 1))
    assert ["first" in html for html in (before, first)] == [False, True]
    assert "second" in page(folder)


def test_desks_share_what_was_compiled_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes with the program is compiled once in a process; a desk's own file stays its own."""
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, words in ((one, "first desk"), (two, "second desk")):
        (folder / "shapes").mkdir(parents=True)
        (folder / "shapes" / "essay.j2").write_text(f"<p>{words}</p>", encoding="utf-8")
    assert "first desk" in page(one)
    compiled: list[str] = []
    compiling = Sandbox.compile

    def noted(self: Sandbox, source: str, name: str, *more: object) -> object:
        compiled.append(name)
        return compiling(self, source, name, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(Sandbox, "compile", noted)
    assert "second desk" in page(two)
    assert compiled == ["shapes/essay.j2"]


def test_many_edits_do_not_fill_the_memory(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many compiled templates are kept; the page is right all the same."""
    monkeypatch.setattr(compiled, "MOST_COMPILED", 2)
    templates = desk(shapes__essay_j2="<p>once</p>")
    assert page(templates) == page(templates)
    assert len(templating._COMPILED._desks) <= 2


def test_a_template_can_extend_the_one_it_hides(desk: Desk) -> None:
    """A desk changes one block and inherits the rest."""
    html = page(
        desk(
            page_html_j2='{% extends "builtin/page.html.j2" %}'
            "{% block colophon %}<p>Written in {{ edition.title }}</p>{% endblock %}"
        ),
        title="Sandleigh",
    )
    assert "<p>Written in Sandleigh</p>" in html
    assert "Quoted words belong" not in html
    assert "<h1" in html


def test_a_style_of_the_desk_is_allowed_by_the_policy(desk: Desk) -> None:
    """The policy names exactly the style that is on the page, whosever it is."""
    html = page(desk(page_css="/* mine */\nbody { color: red; }\n\na{color:blue}", shapes__essay_css=""))
    style = re.findall("<style>(.*?)</style>", html, re.DOTALL)
    assert style == ["body{color:red}a{color:blue}"]
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in html.replace("&#39;", "'")


def test_white_space_that_means_nothing_is_not_sent(desk: Desk) -> None:
    """Between selectors and in strings it means something, and stays."""
    html = page(
        desk(page_css='a  b::after ,\n c { content: "x;  { y: z"; margin: 0 auto }\n@media (a: b) and (c) { d > e {} }')
    )
    style = re.findall("<style>(.*?)</style>", html, re.DOTALL)[0].removesuffix(".pick{margin-bottom:3rem}")
    assert style == 'a b::after ,c{content:"x;  { y: z";margin:0 auto}@media (a:b) and (c){d > e{}}'


def test_a_style_block_of_the_desk_is_allowed_by_the_policy(desk: Desk) -> None:
    """The same for a style that a template of the desk adds to ours."""
    extend = '{% extends "builtin/page.html.j2" %}{% block style %}{{ super() }}h1{color:red}{% endblock %}'
    html = page(desk(page_html_j2=extend))
    style = re.findall("<style>(.*?)</style>", html, re.DOTALL)[0]
    assert style.endswith("h1{color:red}")
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in html


def test_a_style_cannot_end_its_element(desk: Desk) -> None:
    """A style sheet with a closing tag in it would spill over the page."""
    error = refusal(desk(page_css="body{}</style><script>alert(1)</script>"))
    assert "page.css" in error.message


def test_words_are_escaped_in_templates_of_any_name(desk: Desk) -> None:
    """Escaping does not depend on what a file is called or how it says the words."""
    folder = desk(shapes__essay_j2='{% include "own.txt" %}', own_txt="{{ edition.picks[0].title }}{{ '<b>' }}")
    html = page(folder)
    assert "Post number 1&lt;b&gt;" in html


def test_a_syntax_error_names_file_and_line(desk: Desk) -> None:
    """The editor hears where to look."""
    folder = desk(shapes__essay_j2="<p>fine</p>\n{% for pick in %}\n")
    error = refusal(folder)
    assert f"{folder / 'shapes/essay.j2'}, line 2: " in error.message
    assert "Correct the template" in error.hint


def test_an_unknown_field_names_file_line_and_the_nearest(desk: Desk) -> None:
    """A misspelt name is an error, not an empty place on the page."""
    folder = desk(shapes__essay_j2="<p>fine</p>\n\n<p>{{ edition.sign_of }}</p>")
    error = refusal(folder)
    assert f"{folder / 'shapes/essay.j2'}, line 3: " in error.message
    assert "'sign_of'" in error.message
    assert "Did you mean 'sign_off'?" in error.hint


def test_an_unknown_variable_names_file_and_line(desk: Desk) -> None:
    """Also one that is no field of anything."""
    folder = desk(shapes__essay_j2="{{ editoin.title }}")
    assert f"{folder / 'shapes/essay.j2'}, line 1: 'editoin' is undefined" in refusal(folder).message


def test_a_missing_template_is_named(desk: Desk) -> None:
    """Including what is not there says what is not there, and where it was wanted."""
    folder = desk(shapes__essay_j2='\n{% include "nowhere.j2" %}')
    message = refusal(folder).message
    assert "there is no template nowhere.j2" in message
    assert f"{folder / 'shapes/essay.j2'}, line 2" in message


@pytest.mark.parametrize(
    "source",
    [
        "{{ 1 // 0 }}",
        "{{ edition.picks[0].nothing.at.all }}",
        "{{ range(10 ** 9)|list }}",
        "{{ edition.__class__.__mro__ }}",
        "{{ edition.picks.__init__.__globals__ }}",
        '{% extends "shapes/essay.j2" %}',
        "{% set x = cycler.__init__ %}{{ x }}",
    ],
)
def test_whatever_a_template_does_wrong_is_an_error_with_words(desk: Desk, source: str) -> None:
    """Mistakes and break-outs alike end in one message, never in a traceback."""
    folder = desk(shapes__essay_j2=source)
    assert str(folder) in refusal(folder).message


def test_a_template_that_is_no_text_is_an_error_with_words(tmp_path: Path) -> None:
    """A picture saved under a template's name, say."""
    (tmp_path / "page.html.j2").write_bytes(b"\x89PNG\xff\xfe")
    assert "page.html.j2" in refusal(tmp_path).message


def test_the_markdown_template_can_be_replaced(desk: Desk) -> None:
    """Words are already Markdown there, so a desk's own template cannot let them loose."""
    folder = desk(post_md_j2="{{ edition.title }}\n\n\n\n{{ edition.tags|join(', ') }}")
    edition = samples.edition(title="# [x](y)", tags=("*a*", "{{ b }}"))
    body = render(edition, Options(folder), formats=["markdown"])[0].content.decode().partition("---\n\n")[2]
    assert body == "\\# \\[x\\](y)\n\n\\*a\\*, &#123;&#123; b &#125;&#125;\n"


def test_no_packaged_template_turns_escaping_off() -> None:
    """Words are let through unescaped nowhere: not by a filter, not by a block, not by a declaration."""
    for path in packaged("templates").rglob("*.j2"):
        assert not re.search(r"\|\s*safe\b|autoescape|Markup|\|\s*forceescape", path.read_text(encoding="utf-8")), path


def test_the_guide_names_everything_a_template_sees() -> None:
    """Who writes a template finds each field, block and file in the guide beside the templates."""
    folder = packaged("templates")
    guide = (folder / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:\w+\.)?(\w+)[`(]", guide))
    for kind in (view.Article, view.PickView, view.QuoteView, view.Group, view.Correction):
        assert {field.name for field in fields(kind)} <= named
    page_template = (folder / "page.html.j2").read_text(encoding="utf-8")
    assert set(re.findall(r"{% block (\w+)", page_template)) <= named
    for path in folder.glob("*.*"):
        assert path.name == "README.md" or f"`{path.name}`" in guide
