"""Edition → Renderings: what readers see. Pure: the same edition gives the same bytes, whenever it is rendered.

    Edition ─▶ view (words settled, made safe by a dialect) ─▶ template (what stands where) ─▶ Rendering

To add a format: write a module with `filename` and `render(edition, templates)`, and name it in FORMATS below.
To add a shape: write templates/shapes/NAME.j2 and NAME.css, and name it in SHAPES below.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from roundup.errors import UsageError
from roundup.model import Edition, Rendering
from roundup.render import fragment, mail_html, mail_message, mail_text, markdown, page, wordpress
from roundup.render.mail.letter import weigh
from roundup.render.options import Options, options_of
from roundup.text import closest

__all__ = ["FORMATS", "SHAPES", "Format", "Options", "options_of", "refuse_unknown", "render"]


class Format(Protocol):
    """A kind of file an edition can become."""

    filename: str

    def render(self, edition: Edition, options: Options) -> str:
        """The text of the file."""
        ...


FORMATS: dict[str, Format] = {
    "page": page,
    "fragment": fragment,
    "wordpress": wordpress,
    "markdown": markdown,
    "email": mail_html,
    "email-text": mail_text,
    "eml": mail_message,
}
SHAPES = ("essay", "card", "note", "list")


def render(edition: Edition, options: Options | None = None, *, formats: Sequence[str] = ()) -> tuple[Rendering, ...]:
    """`edition` in `formats` (none named: all), in their order, as `options` wish.

    An unknown format or shape is a UsageError that names the nearest; a fault in a template a RoundupError that names
    file and line.
    """
    wanted = options or Options()
    chosen = tuple(dict.fromkeys(formats)) or tuple(FORMATS)
    for name in chosen:
        refuse_unknown("format", name, tuple(FORMATS))
    refuse_unknown("shape", edition.shape, SHAPES)
    return tuple(_rendering(name, edition, wanted) for name in chosen)


def _rendering(name: str, edition: Edition, options: Options) -> Rendering:
    form = FORMATS[name]
    content = form.render(edition, options).encode()
    return Rendering(name, form.filename, content, weigh(content, options) if form is mail_html else "")


def refuse_unknown(kind: str, name: str, names: Sequence[str]) -> None:
    """Raise a UsageError that names the nearest, and all, if `name` is none of `names`."""
    if name in names:
        return
    near = closest(name, names, 0.5)
    known = f"Known {kind}s: {', '.join(names)}."
    raise UsageError(f"There is no {kind} {name!r}", hint=f"Did you mean {near!r}? {known}" if near else known)
