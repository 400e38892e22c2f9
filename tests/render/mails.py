"""What is set for an edition that is sent, and messages read as a mail program reads them."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from roundup.config import EmailSettings
from roundup.model import Edition
from roundup.render import Options, render

UNSUBSCRIBE = "https://kettle.example/leave?reader=" + "r" * 260
SENT = EmailSettings(
    sender="The Clerk’s Kettle <post@kettle.example>",
    reply_to="editors@kettle.example",
    to="roundup@lists.kettle.example",
    list_id="roundup.kettle.example",
    unsubscribe=UNSUBSCRIBE,
    unsubscribe_mail="leave@kettle.example",
    postal="The Clerk’s Kettle, 1 High Street, Sandleigh",
)


def options(**fields: Any) -> Options:
    """A desk that sends, with these of its settings changed."""
    values = {name: getattr(SENT, name) for name in EmailSettings.__dataclass_fields__} | fields
    return Options(email=EmailSettings(**values))


def file_of(edition: Edition, name: str, **fields: Any) -> bytes:
    """A file of the e-mail: `email`, `email-text` or `eml`."""
    return render(edition, options(**fields), formats=[name])[0].content


def message_of(edition: Edition, **fields: Any) -> EmailMessage:
    """edition.eml as it arrives."""
    read = message_from_bytes(file_of(edition, "eml", **fields), policy=default)
    assert isinstance(read, EmailMessage)
    return read


def part(message: EmailMessage, subtype: str) -> str:
    """The words of one of its two parts."""
    (found,) = [each for each in message.iter_parts() if each.get_content_subtype() == subtype]
    text: str = found.get_content()
    return text.replace("\r\n", "\n")
