"""An edition as an RFC 5322 message: two parts that say the same, and the headers a list's mail must bear."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time
from datetime import date as Day  # noqa: N812 - the type, told apart from the header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from roundup.config import EmailSettings
from roundup.errors import ConfigError
from roundup.model import Edition
from roundup.render import wording
from roundup.render.address import address
from roundup.render.mail.envelope import mail_address, subject, web_address
from roundup.render.mail.headers import bracketed, policy
from roundup.render.mail.letter import letter
from roundup.render.mail.plaintext import plaintext
from roundup.render.options import Options
from roundup.text import one_line, slugify
from roundup.urls import host_of

_NOON = time(12, tzinfo=UTC)  # the same day nearly everywhere; a draft is dated anew when it is sent


def message(edition: Edition, options: Options, *, draft: bool = True) -> EmailMessage:
    """The message, the same for the same edition and options, Message-ID and boundary included.

    For one reader, give options whose `email.to` and `email.unsubscribe` are that reader's. A `draft` opens in mail
    programs as one that was not sent yet.
    """
    text, html = plaintext(edition, options), letter(edition, options)
    digest = hashlib.sha256("\0".join([text, html, repr(options.email)]).encode()).hexdigest()
    made = EmailMessage(policy=policy())
    for name, value in _headers(edition, options.email, digest).items():
        if value:
            made[name] = value
    if draft:
        made["X-Unsent"] = "1"
    # Quoted-printable whatever it holds: 8-bit lines of more than 998 bytes are broken on the way.
    made.set_content(text, charset="utf-8", cte="quoted-printable")
    made.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    made.set_boundary(f"=_{digest[:40]}")
    made["Content-Language"] = wording.language(edition)
    return made


def _headers(edition: Edition, mail: EmailSettings, digest: str) -> dict[str, object]:
    unsubscribe = web_address(mail.unsubscribe)
    by_mail = mail_address(mail.unsubscribe_mail)
    identity = f"{slugify(edition.slug)}.{digest[:16]}@{_domain(edition, mail)}"
    return {
        "From": _mailbox(mail.sender, "sender"),
        "To": _mailbox(mail.to, "to"),
        "Reply-To": _mailbox(mail.reply_to, "reply_to"),
        "Subject": subject(edition),
        "Date": _date(edition),
        "Message-ID": f"<{identity}>",
        "List-Id": f"<{name}>" if (name := _list_name(mail.list_id)) else "",
        "List-Unsubscribe": bracketed(unsubscribe, f"mailto:{by_mail}?subject=unsubscribe" if by_mail else ""),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" if unsubscribe else "",
        "List-Archive": bracketed(address(edition.site_url)),
        "Archived-At": bracketed(address(edition.url)),
        "Auto-Submitted": "auto-generated",
        "Precedence": "list",
        "X-Roundup-Edition": f"{edition.number} {slugify(edition.slug)}",
    }


def _mailbox(setting: str, key: str) -> Address | str:
    """The setting as a mailbox, "" if it is empty; one that cannot be sent from or to is a ConfigError."""
    if not setting.strip():
        return ""
    name, written = parseaddr(one_line(setting))
    if not (plain := mail_address(written)):
        raise ConfigError(
            f"[email] {key} is {one_line(setting, 80)!r}, which is no mail address",
            hint='Write it like "The Clerk’s Kettle <post@kettle.example>".',
        )
    return Address(name, addr_spec=plain)


def _domain(edition: Edition, mail: EmailSettings) -> str:
    """A domain of ours, for the Message-ID."""
    sender = mail_address(parseaddr(one_line(mail.sender))[1])
    return sender.rpartition("@")[2] or host_of(address(edition.site_url)) or "roundup.invalid"


def _list_name(setting: str) -> str:
    """The list's name as RFC 2919 has it: labels with dots between."""
    name = setting.strip().strip("<>")
    return name if name and name.isascii() and name.replace(".", "").replace("-", "").isalnum() else ""


def _date(edition: Edition) -> str:
    day = wording.iso_day(edition)
    return format_datetime(datetime.combine(Day.fromisoformat(day), _NOON)) if day else ""
