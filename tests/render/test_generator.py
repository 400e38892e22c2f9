"""What our compiler makes of a template says just what Jinja's own makes of it, and refuses what that refuses."""

from __future__ import annotations

from dataclasses import field

import pytest
from jinja2 import ChoiceLoader, DictLoader, StrictUndefined, TemplateError
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from roundup.dataclass import dataclass
from roundup.render.generator import QuickMacro, block_called, kinds_with
from roundup.render.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Part:
    """A value of our own, as templates get them."""

    name: str = "R&D <b>"
    safe: Markup = Markup("<i>safe</i>")
    number: int = 3
    inner: object = None
    items: tuple[object, ...] = ()
    _secret: str = "not shown"
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def derived(self) -> str:
        return "derived"


@dataclass(frozen=True, slots=True)
class Other:
    """A kind with some of the same names."""

    name: str = "other"


class Jinjas(Sandbox):
    """The same sandbox with Jinja's own compiler."""

    code_generator_class = CodeGenerator


LIBRARY = {
    "lib": (
        "{% macro shown(part, mark='!') %}<p>{{ part.name }}{{ mark }}</p>{% endmacro %}"
        "{% macro around() %}({{ caller() }}){% endmacro %}"
        "{% macro _hidden() %}hidden{% endmacro %}"
        "{% set word = 'w<' %}"
    ),
    "base": "[{% block a %}base {{ part.name }}{% endblock %}|{% block b %}{{ self.a() }}{% endblock %}]",
}
VALUES = {
    "part": Part(inner=Part(name="within"), items=(Part(number=1), Other(), Part(number=2)), counts={"name": 7}),
    "parts": (Part(), Other(), {"name": "a dict"}),
    "html": Markup("<u>"),
    "nothing": None,
}


def made(kind: type[Sandbox], template: str) -> str:
    """What comes of it: its text, or the kind of error and its words."""
    loader = ChoiceLoader([DictLoader({"page": template}), DictLoader(LIBRARY)])
    environment = kind(loader=loader, autoescape=True, undefined=StrictUndefined)
    try:
        return "".join(environment.get_template("page").generate(**VALUES))
    except (TemplateError, TypeError, RecursionError) as error:
        return f"{type(error).__name__}: {error}"


TEMPLATES = [
    # fields, of our own values and of any others
    "{{ part.name }} {{ part.safe }} {{ part.number }} {{ part.inner.name }} {{ nothing }}",
    "{% for each in parts %}{{ each.name }}, {% endfor %}{% for each in parts %}{{ each.name }}{% endfor %}",
    "{% for each in part.items %}{{ each.number }}{% endfor %}",
    "{% for each in part.items %}{{ each.number if each.number is defined else 'none' }}{% endfor %}",
    "{{ part.name.upper() }} {{ part.counts.name }} {{ part.counts.items()|list }} {{ part.derived }}",
    "{{ part.missing }}",
    "{{ part.missing is defined }} {{ part.inner.inner.name is defined }}",
    "{{ part.inner.inner.inner }}",
    "{{ part['name'] }} {{ part|attr('name') }} {{ parts|map(attribute='name')|join(', ') }}",
    "{{ part.class }} {{ part.if }}",
    "{{ {'class': 1, 'if': 2}.class }}{{ {'for': 3}.for }}",
    "{{ part._secret }}",
    "{{ part.__class__ }}",
    "{{ part.\uff3f\uff3fclass\uff3f\uff3f }}",
    "{{ part.na\u017fe }}",
    "{% set ns = namespace(found=0) %}{% for x in [1, 2] %}{% set ns.found = ns.found + x %}{% endfor %}{{ ns.found }}",
    # macros, called in every way there is
    "{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(b=4, a=5) }}{{ m('<', html) }}",
    "{% macro m(a, b) %}{{ a }}{{ b is defined }}{% endmacro %}{{ m(1) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, c=2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, caller=2) }}",
    "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, c=3) }}{{ m(1) }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ part.name }}{% endcall %}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{{ m(caller=none) }}",
    "{{ part._takes }}{% macro m() %}{% endmacro %}{{ m._takes }}",
    "{% macro m(a) %}{{ caller(a) }}{% endmacro %}{% call(x) m(html) %}{{ x }}{{ part.name }}{% endcall %}",
    "{% macro m(a) %}{{ caller(a, a) }}{% endmacro %}{% call(x) m(1) %}{{ x }}{% endcall %}",
    "{% macro m(caller=none) %}{{ caller() if caller else 'alone' }}{% endmacro %}{{ m() }}",
    "{% macro m(caller=none) %}{{ caller() if caller else 'alone' }}{% endmacro %}{% call m() %}x{% endcall %}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{% call m(1) %}x{% endcall %}",
    "{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}",
    "{% macro m() %}<b>{% endmacro %}{{ m() ~ '<' }}{{ m()|upper }}{{ m() + '<' }}{{ [m()]|join('<') }}",
    "{% for x in [1, 2] %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{% endfor %}",
    "{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(m('<')) }}{{ m(a.b) }}{{ m(part.missing) }}{{ m(part.name|upper) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(part.counts.pop('name')) }}{{ m(m) }}{{ m(*[1]) }}{{ m(**{'a': 2}) }}",
    "{% set m = 'no macro' %}{{ m(1) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{% set n = m %}{{ n('<') }}{% for x in [m] %}{{ x(html) }}{% endfor %}",
    "{{ part.number() }}",
    "{{ missing() }}",
    # what is imported, included, extended
    "{% import 'lib' as lib %}{{ lib.shown(part) }}{{ lib.shown(part, '?') }}{{ lib.shown(mark='<', part=part) }}",
    "{% import 'lib' as lib %}{% call lib.around() %}{{ lib.word }}{% endcall %}",
    "{% import 'lib' as lib with context %}{{ lib.shown(part) }}",
    "{% import 'lib' as lib %}{{ lib.nothing_such }}",
    "{% import 'lib' as lib %}{{ lib._hidden() }}",
    "{% import 'lib' as lib %}{{ lib.__name__ }}",
    "{% import 'lib' as lib %}{{ lib._body_stream }}",
    "{% from 'lib' import shown as s, word %}{{ s(part) }}{{ word }}",
    "{% include 'lib' %}{% include 'missing' ignore missing %}{% include 'missing' %}",
    "{% extends 'base' %}{% block a %}{{ super() }} own {{ part.name }}{% endblock %}",
    "{% extends 'base' %}{% block b %}{% for x in part.items %}{{ x.name }}{% endfor %}{{ super() }}{% endblock %}",
    # loops and blocks of text
    "{% for x in part.items %}{{ loop.index }}{{ loop.first }}{{ loop.last }}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for x in part.items %}{{ loop.previtem.name if not loop.first }}{{ loop.changed(x.name) }}{% endfor %}",
    "{% for x in part.items %}{{ loop._iterable }}{% endfor %}",
    "{% for x in [[1, [2]], []] recursive %}{{ loop(x) if x is iterable else x }}{% endfor %}",
    "{% for x in parts if x.name != 'other' %}{{ x.name }}{% else %}none{% endfor %}",
    "{% set text %}{{ part.name }}{{ part.safe }}{% endset %}{{ text }}{{ text|length }}",
    "{% filter upper %}{{ part.name }}{% endfilter %}",
    "{% autoescape false %}{% macro m() %}<{{ part.name }}{% endmacro %}{{ m() }}{{ part.name }}{% endautoescape %}",
    "{% macro m() %}<{% endmacro %}{% autoescape false %}{{ m() }}{{ m() + '<' }}{% endautoescape %}{{ m() }}",
    "{{ range(3)|list }}{{ [3, 1]|sort }}{{ 'a b'.split() }}{{ dict(a=1).a }}",
    "{{ joiner('|')() }}{{ cycler(1, 2).next() }}",
]


@pytest.mark.parametrize("template", TEMPLATES)
def test_ours_says_what_jinjas_says(template: str) -> None:
    """The same text, or the same error in the same words; also once our kinds are known by all their names."""
    expected = made(Jinjas, template)
    assert made(Sandbox, template) == expected
    assert made(Sandbox, template) == expected


def test_templates_here_reach_text_and_errors() -> None:
    """The comparison above is of something: most of them say something, some are refused."""
    refusals = [each for each in TEMPLATES if "Error: " in made(Jinjas, each)]
    assert 10 < len(refusals) < len(TEMPLATES) / 2


def test_a_kind_is_known_by_its_public_fields_only() -> None:
    """No method, no property, nothing that begins with an underscore is ever taken without being judged."""
    made(Sandbox, "{{ part.name }}{{ part.derived }}{{ parts[2].name }}")
    assert Part in kinds_with("name")
    assert dict not in kinds_with("name")
    assert Part not in kinds_with("derived")
    made(Sandbox, "{{ part._secret }}")
    assert not kinds_with("_secret")


@pytest.mark.parametrize("escapes", [True, False])
def test_a_block_that_is_handed_on_is_the_macro_that_jinja_would_make(escapes: bool) -> None:
    """It is made in another way, and has all that one made in Jinja's way has."""
    environment = Sandbox(autoescape=escapes)

    def block() -> str:
        return "words"

    made = QuickMacro(environment, block, None, (), False, False, False, escapes)
    assert vars(block_called(environment, block, escapes)) == vars(made)


def test_modules_of_the_same_names_are_of_one_kind() -> None:
    """A name that only one import has is missed in the other, however often either was asked."""
    names = "{% import 'one' as one %}{% import 'two' as two %}"
    page = names + "{% for each in [one, two, one, two] %}{{ each.a() if each.a is defined else 'none' }} {% endfor %}"
    loader = DictLoader(
        {"page": page, "one": "{% macro a() %}a{% endmacro %}", "two": "{% macro b() %}b{% endmacro %}"}
    )
    environment = Sandbox(loader=loader, autoescape=True, undefined=StrictUndefined)
    assert environment.get_template("page").render() == "a none a none "
