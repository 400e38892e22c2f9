"""What templates there are, and what each of them sees: for who writes one of their own."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from jinja2 import meta

from roundup.dataclass import dataclass
from roundup.patterns import pattern
from roundup.render.site import views
from roundup.render.templating import BUILTIN, environment
from roundup.render.view import Article, CopyView, Correction, Group, PickView, QuoteView
from roundup.resources import packaged

_ROW = pattern(r"^\| (`[^|]+`) \| ([^|]+) \|", re.MULTILINE)
_BLOCK = pattern(r"{%-?\s*block\s+(\w+)")
_OWN = ("preview/", "README")  # the program's own, which a desk cannot override
# What a template is given → what it is. Names of lists are those of what is in them.
KINDS: dict[str, type] = {
    "edition": Article,
    "pick": PickView,
    "quote": QuoteView,
    "copy": CopyView,
    "group": Group,
    "correction": Correction,
    "site": views.SiteView,
    "page": views.PageView,
    "topic": views.TopicView,
    "letter": views.Letter,
    "entry": views.EntryView,
    "listed edition": views.EditionView,
    "feed": views.FeedView,
    "folder": views.FolderView,
    "link": views.NavLink,
}
FUNCTIONS = ("csp_hash", "script", "stylesheet")


@dataclass(frozen=True, slots=True)
class Listed:
    """A template: what it `sets`, its blocks, the names it is given, and the desk's own file that hides it, if any."""

    name: str
    sets: str
    blocks: tuple[str, ...]
    names: tuple[str, ...]
    own: Path | None


def catalogue(folder: Path | None) -> tuple[Listed, ...]:
    """Every template that can be overridden, with the desk's own in `folder`."""
    ours = packaged("templates")
    about = list(_about((ours / "README.md").read_text(encoding="utf-8")))
    return tuple(_listed(ours / name, name, about, folder) for name in names())


def names() -> tuple[str, ...]:
    """The names of the templates that come with the program and can be overridden."""
    ours = packaged("templates")
    found = (path.relative_to(ours).as_posix() for path in ours.rglob("*") if path.is_file())
    return tuple(sorted((name for name in found if not name.startswith(_OWN)), key=lambda name: ("/" in name, name)))


def text_of(name: str) -> str:
    """The template as it came with the program."""
    return (packaged("templates") / name).read_text(encoding="utf-8")


def extending(name: str) -> str:
    """A template that changes nothing yet, on top of the one that it hides."""
    blocks = ", ".join(dict.fromkeys(_BLOCK.findall(text_of(name))))
    explained = f"{{# Blocks that can be set anew: {blocks}. super() is what was there. #}}"
    return f'{{% extends "{BUILTIN}/{name}" %}}\n{explained}\n'


def fields_of(kind: type) -> tuple[str, ...]:
    """The names of what a value holds."""
    return tuple(field.name for field in fields(kind))


def _about(guide: str) -> Iterator[tuple[str, str]]:
    """(pattern, what it sets) of each row of the guide's table."""
    for files, sets in _ROW.findall(guide):
        for wanted in re.findall(r"`([^`]+)`", files):
            yield wanted, re.sub(r"[`*]", "", sets).partition(": blocks")[0].strip()


def _listed(path: Path, name: str, about: list[tuple[str, str]], folder: Path | None) -> Listed:
    source = path.read_text(encoding="utf-8")
    own = folder / name if folder and (folder / name).is_file() else None
    return Listed(
        name=name,
        sets=next((sets for pattern, sets in about if fnmatch.fnmatch(name, pattern)), ""),
        blocks=tuple(dict.fromkeys(_BLOCK.findall(source))),
        names=tuple(sorted(_given(name, set()))) if name.endswith(".j2") else (),
        own=own,
    )


def _given(name: str, seen: set[str]) -> set[str]:
    """The names that a template, and those it builds on or includes, use and do not make themselves."""
    if name in seen:
        return set()
    seen.add(name)
    made = environment(None)
    tree = made.parse(text_of(name))
    found = meta.find_undeclared_variables(tree) - set(made.globals) - {"caller", "self", "super"}
    for other in meta.find_referenced_templates(tree):
        found |= _given(other, seen) if other else set()
    return found
