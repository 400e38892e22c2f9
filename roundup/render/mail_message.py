"""edition.eml: the whole e-mail as a file that mail programs open as a draft, to look at and send."""

from __future__ import annotations

from roundup.model import Edition
from roundup.render.options import Options

filename = "edition.eml"


def render(edition: Edition, options: Options) -> str:
    """The message as it would be sent: ASCII, lines ended by CR LF."""
    from roundup.render.mail.message import message

    return message(edition, options).as_bytes().decode("ascii")
