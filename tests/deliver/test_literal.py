"""Quoted words that look like template code stay words, in Buttondown's language and in listmonk's."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from roundup.deliver.literal import UNSUBSCRIBE, django, go_html, go_plain, go_text
from roundup.render import Options, render
from tests.browser import missing
from tests.conftest import MACHINE
from tests.deliver.fakelistmonk import filled_in
from tests.samples import edition, pick

# Where Django's lexer cuts a text (django/template/base.py, tag_re).
DJANGO = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})")
HOSTILE = (
    "{{ subscriber.email }} {% include 'secrets' %} {# gone #} {{{{x}}}} {{- trim -}} {{ UnsubscribeURL }} "
    'https://x.example@TrackLink {{ TrackLink "https://x.example" }} <script>{{ `x` }}</script> {<b> <!-- c --> a < b {'
)
CODE = st.text(st.sampled_from('{}%#<>@-!"\\` \nTa'), max_size=40)
EDITION = edition(pick(1, remark=HOSTILE), title=HOSTILE, intro=HOSTILE)


def rendered(form: str) -> str:
    """A rendering of an edition that is hostile wherever it can be."""
    (made,) = render(EDITION, Options(), formats=(form,))
    return made.content.decode()


@given(CODE)
@settings(max_examples=60)
def test_django_sees_no_code(text: str) -> None:
    """And readers see the same, but for a character that shows nothing."""
    safe = django(text)
    assert DJANGO.search(safe) is None or DJANGO.search(safe.replace("\n", " ")) is None
    assert "{{" not in safe
    assert safe.replace("\u2060", "") == text


def test_django_sees_none_whether_markdown_is_read_before_or_after() -> None:
    """Nobody says which comes first, and a character reference is a brace again once Markdown was read."""
    for form in ("markdown", "fragment"):
        safe = django(rendered(form).partition("\n---\n")[2] or rendered(form))
        assert "subscriber.email" in safe
        assert not DJANGO.search(safe)
        assert not DJANGO.search(unescape(safe))
        assert not DJANGO.search(MarkdownIt("commonmark").render(safe))


@given(CODE)
@settings(max_examples=60)
def test_go_gives_a_subject_back(text: str) -> None:
    """What is no template stays untouched; what is one comes out as it was."""
    safe = go_text(text)
    assert filled_in(safe) == text
    assert safe == text or "{{" in text


@given(CODE)
@settings(max_examples=60)
def test_go_gives_the_plain_part_back_with_a_way_out(text: str) -> None:
    """And outside of its actions there is no < at all: the engine would take it for HTML."""
    safe = go_plain(f"Words.\n{text}\n\n-- \nThe foot.")
    assert "<" not in re.sub(r'\{\{ Safe "<" \}\}', "", safe)
    told = filled_in(safe, UnsubscribeURL="https://lists.example/u")
    assert told == f"Words.\n{text}\n\n-- \nThe foot.\n\nUnsubscribe: https://lists.example/u"


def test_the_desks_own_way_out_is_kept() -> None:
    """Set as [email] unsubscribe it stands at the foot; the same words in a quotation are a quotation."""
    safe = go_plain(f"> Write {UNSUBSCRIBE} there.\n\n-- \nLeave: {UNSUBSCRIBE}")
    told = filled_in(safe, UnsubscribeURL="https://lists.example/u")
    assert told == f"> Write {UNSUBSCRIBE} there.\n\n-- \nLeave: https://lists.example/u"


def test_a_plain_part_without_a_foot_gets_one() -> None:
    """Whatever a desk's own template leaves out."""
    assert filled_in(go_plain("Words."), UnsubscribeURL="https://l.example") == (
        "Words.\n-- \nUnsubscribe: https://l.example"
    )


def test_html_keeps_its_comments_and_loses_its_braces() -> None:
    """Outlook reads comments; Go would take them out."""
    safe = go_html(f'<!--[if mso]><td width="600"><![endif]--><a href="{UNSUBSCRIBE}">{{{{ x }}}} a@TrackLink</a>')
    assert safe == (
        '{{ Safe "<!--[if mso]><td width=\\"600\\"><![endif]-->" }}'
        f'<a href="{UNSUBSCRIBE}">&#123;&#123; x }}}} a&#64;TrackLink</a>'
    )


@pytest.mark.server
def test_gos_own_engines_give_it_all_back(tmp_path: Path) -> None:
    """Hugo's layouts are Go's html/template and text/template, as listmonk's campaigns and subjects are."""
    whole, part, plain = (rendered(form) for form in ("email", "fragment", "email-text"))
    built = filled_in_by_go(
        tmp_path,
        {
            "whole.html": go_html(whole),
            "part.html": go_html(part),
            "plain.html": go_plain(plain),
            "subject.txt": go_text(HOSTILE),
        },
    )
    assert built["subject.txt"] == HOSTILE
    assert built["plain.html"] == f"{plain.rstrip()}\n\nUnsubscribe: https://lists.example/u"
    assert unescape(built["part.html"]) == unescape(part)
    assert unescape(built["whole.html"]) == unescape(whole)


CONFIG = """baseURL = "https://kettle.example/"
disableKinds = ["home", "section", "taxonomy", "term", "rss", "sitemap", "404"]
[outputFormats.txt]
mediaType = "text/plain"
isPlainText = true
"""


def filled_in_by_go(folder: Path, templates: Mapping[str, str]) -> dict[str, str]:
    """What Go's engines make of templates: of those for .txt as text, of the others as HTML."""
    for kind in ("layouts", "content"):
        (folder / kind).mkdir()
    for file, template in templates.items():
        name, _, suffix = file.partition(".")
        there = template.replace("{{ Safe ", "{{ safeHTML ").replace(UNSUBSCRIBE, '{{ "https://lists.example/u" }}')
        (folder / "layouts" / file).write_text(there, encoding="utf-8")
        page = f'+++\nlayout = "{name}"\nurl = "/{file}"\noutputs = ["{suffix}"]\n+++\n'
        (folder / "content" / f"{name}.md").write_text(page, encoding="utf-8")
    (folder / "hugo.toml").write_text(CONFIG, encoding="utf-8")
    hugo = shutil.which("hugo", path=Path(sys.executable).parent) or missing("hugo")
    command = [str(hugo), "--source", str(folder), "--cacheDir", str(folder / "cache")]
    environment = {**MACHINE, "HOME": str(folder)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr + done.stdout
    return {file: (folder / "public" / file).read_text(encoding="utf-8") for file in templates}
