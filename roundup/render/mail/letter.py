"""The HTML part: tables and styles on the elements themselves, which is what every mail program understands.

What works where: https://www.caniemail.com (its data is held against the result in the tests).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from roundup.errors import RoundupError
from roundup.model import Edition
from roundup.render.options import Options

if TYPE_CHECKING:
    from css_inline import CSSInliner

    from roundup.render.sandbox import Sandbox

_KEPT = ' data-css-inline="keep"'


def letter(edition: Edition, options: Options) -> str:
    """The edition as an HTML document for mail programs; one that they would cut off is a RoundupError."""
    from roundup.render.templating import environment

    return _letter(edition, options, environment(options.templates))


@lru_cache(maxsize=1)
def _letter(edition: Edition, options: Options, _templates: Sandbox) -> str:
    """Two formats hold it; `_templates` is another one when a desk's templates were changed."""
    from roundup.render import layout
    from roundup.render.dialects import MailedHtml
    from roundup.render.mail.envelope import envelope
    from roundup.render.templating import fill
    from roundup.render.view import article

    dialect = MailedHtml(raised=int(edition.shape == "essay"))
    view = article(edition, dialect, options)
    mail = envelope(options.email, dialect)
    filled = fill("email.html.j2", "parts/email.html.j2", view, options.templates, mail=mail)
    html = layout.html(dialect.unmasked(_inliner().inline(filled)).replace(_KEPT, ""))
    _refuse_long(html, edition, options)
    return html


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    from css_inline import CSSInliner

    return CSSInliner(load_remote_stylesheets=False)


def _refuse_long(html: str, edition: Edition, options: Options) -> None:
    size, most = len(html.encode()), options.email.max_bytes
    if size > most:
        raise RoundupError(
            f"email.html of edition {edition.number} has {size:,} bytes, and more than {most:,} are not sent: mail "
            "programs would cut its end off",
            hint="Take picks out, or leave e-mail out with [render] formats, or raise [email] max_bytes.",
        )


def weigh(content: bytes, options: Options) -> str:
    """A word of warning about an HTML part that is nearly too long, else ""."""
    if len(content) <= options.email.warn_bytes:
        return ""
    return (
        f"email.html has {len(content):,} bytes. From about 102,000 on mail programs show only its beginning; "
        f"over {options.email.max_bytes:,} it is refused."
    )
