"""Templates: those that come with the program, and a desk's own, which take their place file by file."""

from __future__ import annotations

import base64
import hashlib
import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import NoReturn, TypeVar

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup

from roundup.errors import RoundupError
from roundup.patterns import pattern
from roundup.render.compiled import Compiled, beside_our_own
from roundup.render.sandbox import Sandbox, collected, encoded
from roundup.render.view import Article, Correction, Group, PickView, QuoteView
from roundup.resources import packaged
from roundup.text import closest

BUILTIN = "builtin"  # {% extends "builtin/page.html.j2" %} reaches the template a desk's own file of that name hides
# Comments, and white space where it means nothing: beside braces and semicolons, and after colons and commas.
_CSS_SPACE = pattern(
    r"""(?P<string>"[^"\n]*"|'[^'\n]*')|/\*.*?\*/|\s*;?\s*(?P<mark>\}|[{;])\s*|(?P<colon>[:,])\s+|(?P<space>\s+)""",
    re.DOTALL,
)
_Whole = TypeVar("_Whole", str, bytes)
_HINT = "Correct the template, or take it away to use the one that comes with roundup."


def fill(template: str, parts: str, article: Article, folder: Path | None, **more: object) -> str:
    """The article set by `template`, whose pieces are dressed by the macros in `parts`; `folder` is the desk's own.

    `more` are further names that this template knows.
    """
    return fill_from(environment(folder), template, edition=article, parts=parts, **more)


def fill_from(made: Sandbox, template: str, **names: object) -> str:
    """What `template` makes of `names`; a RoundupError names the file and line of a fault."""
    return _filled(collected, made, template, names)


def encoded_from(made: Sandbox, template: str, **names: object) -> bytes:
    """The same in UTF-8."""
    return _filled(encoded, made, template, names)


def _filled(
    gathered: Callable[[Iterable[str]], _Whole], made: Sandbox, template: str, names: dict[str, object]
) -> _Whole:
    try:
        return gathered(made.get_template(template).generate(**names))
    except RoundupError:  # already in words: a style sheet that cannot be used
        raise
    except Exception as error:  # noqa: BLE001 - a template is somebody's program: whatever it raises, they must hear where
        _explain(error, template)


def environment(folder: Path | None) -> Sandbox:
    """Every value is escaped whatever the file is called; a name that does not exist is an error, never a gap."""
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder and folder.is_dir() else ()
    return _environment(folder, tuple((path, path.stat().st_mtime_ns) for path in files))


_COMPILED = Compiled(beside_our_own())


@lru_cache(maxsize=4)
def _environment(folder: Path | None, _state: tuple[tuple[Path, int], ...]) -> Sandbox:
    """Templates are compiled once, as long as the desk's own (`_state`) stay as they are."""
    ours = FileSystemLoader(packaged("templates"))
    loaders: list[BaseLoader] = [FileSystemLoader(folder)] if folder else []
    made = Sandbox(
        loader=ChoiceLoader([*loaders, PrefixLoader({BUILTIN: ours}), ours]),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=_COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    # Read, not rendered: `{#id` begins a comment in Jinja and a rule in CSS.
    @lru_cache(maxsize=16)
    def stylesheet(name: str) -> Markup:
        assert made.loader is not None
        return _stylesheet(made.loader.get_source(made, name)[0], name)

    @lru_cache(maxsize=16)
    def script(name: str) -> Markup:
        assert made.loader is not None
        return _script(made.loader.get_source(made, name)[0], name)

    made.give("stylesheet", stylesheet)
    made.give("script", script)
    made.give("csp_hash", _csp_hash)
    return made


def _stylesheet(css: str, name: str) -> Markup:
    """A style sheet as it may stand between <style> and </style>, without what only its writers need."""
    css = _CSS_SPACE.sub(
        lambda found: found["string"] or found["mark"] or found["colon"] or " " * bool(found["space"]), css
    ).strip()
    if "</" in css or "<!--" in css:
        raise RoundupError(f"{name} holds “</” or “<!--”, which would end the style element", hint=_HINT)
    return Markup(css)  # noqa: S704 - a file of the desk, not data, and it cannot leave its element


def _script(source: str, name: str) -> Markup:
    """A script as it may stand between <script> and </script>."""
    if re.search(r"</script|<!--|<script", source, re.IGNORECASE):
        raise RoundupError(f"{name} holds “<script”, “</script” or “<!--”, which would end the element", hint=_HINT)
    lines = (line for line in source.splitlines() if line.strip() and not line.lstrip().startswith("//"))
    return Markup("\n".join(lines))  # noqa: S704 - as above


@lru_cache(maxsize=32)
def _csp_hash(style: str) -> Markup:
    """The source expression by which a Content Security Policy allows exactly this style (CSP Level 3, 2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return Markup("'sha256-{}'").format(digest)


def _explain(error: Exception, template: str) -> NoReturn:
    """Raise what went wrong as words with the file and line it went wrong in."""
    if isinstance(error, TemplateSyntaxError):
        where, line = error.filename or error.name or template, error.lineno
    else:
        # Jinja puts the template's own file and line into the traceback; the innermost is where the fault is.
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith((".j2", ".css"))]
        where, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else (template, 0)
    what = f"there is no template {error.name}" if isinstance(error, TemplateNotFound) else str(error)
    if not isinstance(error, TemplateError):
        what = f"{type(error).__name__}: {what}"
    place = f"{where}, line {line}" if line else where
    raise RoundupError(f"{place}: {what}", hint=_meant(what) + _HINT) from error


def _meant(what: str) -> str:
    """The field a template meant, if it asked for one that values in templates do not have."""
    missed = re.search(r"has no attribute '(\w+)'", what)
    known = {field.name for kind in (Article, PickView, QuoteView, Group, Correction) for field in fields(kind)}
    near = closest(missed.group(1), known) if missed else ""
    return f"Did you mean {near!r}? " if near else ""
