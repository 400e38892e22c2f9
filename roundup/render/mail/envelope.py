"""What stands around an edition that is sent: who sends it, and how a reader gets rid of it."""

from __future__ import annotations

import re

from markupsafe import Markup

from roundup.config import EmailSettings
from roundup.dataclass import dataclass
from roundup.model import Edition
from roundup.patterns import pattern
from roundup.render import wording
from roundup.render.address import address
from roundup.render.view import Dialect
from roundup.text import one_line

# What mailing services fill in themselves: {{ unsubscribe_url }}, *|UNSUB|*, %unsubscribe_url%, [unsubscribe].
_MERGE_TAG = pattern(r"\{\{[\w .-]{1,60}\}\}|\*\|[\w:.-]{1,60}\|\*|%{1,2}[\w.-]{1,60}%{1,2}|\[[\w.-]{1,60}\]")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What templates know as `mail`: addresses, and words for the foot of a message; what is not set is ""."""

    unsubscribe: Markup
    unsubscribe_mail: Markup
    postal: Markup


def envelope(settings: EmailSettings, dialect: Dialect) -> Envelope:
    """The desk's settings in the spelling of `dialect`."""
    return Envelope(
        unsubscribe=_unsubscribe(settings.unsubscribe, dialect),
        unsubscribe_mail=dialect.text(mail_address(settings.unsubscribe_mail)),
        postal=dialect.text(one_line(settings.postal, wording.LONGEST_TITLE)),
    )


def _unsubscribe(setting: str, dialect: Dialect) -> Markup:
    """A mailing service's own tag stays as it is: it is the desk's word, not a stranger's."""
    tag = setting.strip()
    return Markup(tag) if _MERGE_TAG.fullmatch(tag) else dialect.address(setting)  # noqa: S704 - letters between marks


def mail_address(text: str) -> str:
    """`text` if it can stand as a mail address (`ada@example.org`) anywhere, else ""."""
    return text.strip() if re.fullmatch(r"[\w.+=-]{1,64}@[A-Za-z0-9.-]{1,253}", text.strip(), re.ASCII) else ""


def subject(edition: Edition) -> str:
    """Title and day: mail programs put messages of the same subject together as one conversation."""
    words = ", ".join(filter(None, (wording.title(edition), wording.in_words(edition.date))))
    # With these two begins a word that mail programs decode (RFC 2047), so that another word would be shown.
    return words.replace("=?", "= ?")


def web_address(setting: str) -> str:
    """The https address one click on which takes a reader off the list (RFC 8058), "" if it is none."""
    url = address(setting)
    return url if url.startswith("https://") else ""
