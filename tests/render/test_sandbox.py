"""Templates come to an end, and reach nothing but what they are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundup.errors import RoundupError
from roundup.render import Options, render, sandbox
from tests import samples


def page(folder: Path, template: str) -> str:
    (folder / "fragment.html.j2").write_text(template, encoding="utf-8")
    return render(samples.edition(), Options(folder), formats=["fragment"])[0].content.decode()


def refused(folder: Path, template: str) -> str:
    with pytest.raises(RoundupError) as caught:
        page(folder, template)
    assert "fragment.html.j2" in caught.value.message
    return caught.value.message


def test_ordinary_templates_are_not_in_the_way(tmp_path: Path) -> None:
    """Counting, repeating and indenting as people do."""
    made = page(tmp_path, "{% for n in range(3) %}{{ n * 2 }}{% endfor %}{{ '-' * 3 }}{{ 'a b'|indent(2) }}{{ 7 % 4 }}")
    assert made == "024---a b3\n"


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(100000) %}{% for b in range(100000) %}{{ a }}{% endfor %}{% endfor %}",
        "{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}",
        "{{ 'a' * 1000000000 }}",
        "{{ 1000000000 * 'a' }}",
        "{{ ([1] * 100000) * 100000 }}",
        "{{ 9 ** 999999999 }}",
        "{{ 9 ** 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '%999999999d'|format(1) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ 'a'.ljust(999999999) }}",
        "{{ 'a'.zfill(999999999) }}",
        "{{ 'a'|center(999999999) }}",
        "{{ 'a\nb'|indent(999999999) }}",
        "{% include 'fragment.html.j2' %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    ],
)
def test_a_template_that_would_fill_the_machine_is_stopped(tmp_path: Path, template: str) -> None:
    """At once, with its file named: numbers, repeated texts, paddings, circles."""
    assert refused(tmp_path, template)


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ edition.__class__.__init__.__globals__ }}",
        "{{ edition.picks.__class__ }}",
        "{{ stylesheet.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum.__globals__ }}",
        "{% set _ = edition.tags.append('x') %}",
        "{% include '/etc/passwd' %}",
        "{% include '../roundup.toml' %}",
        "{{ stylesheet('../roundup.toml') }}",
        "{{ script('/etc/passwd') }}",
    ],
)
def test_a_template_reaches_neither_python_nor_other_files(tmp_path: Path, template: str) -> None:
    """The sandbox: no attributes that begin with an underscore, nothing changed, no path out of the folder."""
    (tmp_path / "roundup.toml").write_text("secret", encoding="utf-8")
    (folder := tmp_path / "templates").mkdir()
    assert "secret" not in refused(folder, template)


def test_a_page_cannot_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size of what is made is bounded."""
    monkeypatch.setattr(sandbox, "LARGEST_PAGE", 1_000)
    assert "grows beyond" in refused(tmp_path, "{% for n in range(200) %}0123456789{% endfor %}")


def test_a_template_has_only_so_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is looked at between pieces."""
    monkeypatch.setattr(sandbox, "LONGEST_SECONDS", -1.0)
    assert "not done" in refused(tmp_path, "{% for n in range(1000) %}{{ n }}{% endfor %}")


def test_each_page_may_count_anew(tmp_path: Path) -> None:
    """What one page counted through is not held against the next."""
    for _ in range(3):
        assert page(tmp_path, "{% for n in range(90000) %}{% endfor %}done") == "done\n"


@pytest.mark.parametrize("name", ["a.js", "b.js", "c.js"])
def test_a_script_cannot_end_its_element(tmp_path: Path, name: str) -> None:
    """A script file that holds what would end the element is refused by name."""
    sources = {"a.js": "x = '</SCRIPT>'", "b.js": "<!-- x", "c.js": "x = '<script>'"}
    (tmp_path / name).write_text(sources[name], encoding="utf-8")
    assert name in _script_refused(tmp_path, name)


def _script_refused(folder: Path, name: str) -> str:
    with pytest.raises(RoundupError) as caught:
        page(folder, f"{{{{ script('{name}') }}}}")
    return caught.value.message
