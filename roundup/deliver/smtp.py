"""The edition by mail: to the editor's own address to look at it, to a list only when the readers are given by name.

RFC 5321. One message a reader, each with their own unsubscribe address (RFC 8058); no address sees another. What became
of each reader is written down before the next one is begun.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import field
from email.utils import parseaddr
from typing import TYPE_CHECKING

from roundup.dataclass import dataclass
from roundup.deliver import servers
from roundup.deliver.base import Delivered, Parcel, Prepared, Reader, Request, Sealed, Sends, Wish, World, digest
from roundup.deliver.servers import AGAIN, Security
from roundup.errors import ConfigError, RoundupError
from roundup.text import one_line

if TYPE_CHECKING:
    import smtplib

MOST_TOLD = 20  # readers who are named
STRIKES = 3  # messages refused one after the other: it is not about their readers any more


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.smtp] — the name and password stand in ROUNDUP_SECRET_MAIL or password_command, as https://HOST.

    `test` is where an edition goes to be looked at; `per_minute` how many messages are sent in a minute at most.
    """

    host: str = ""
    port: int = 587
    security: Security = "starttls"
    test: str = ""
    per_minute: int = 60
    bounces: str = ""


@dataclass(frozen=True, slots=True)
class _Mailing:
    readers: tuple[Reader, ...]
    is_test: bool
    message: Callable[[Reader | None], bytes]
    again: str


def wants(_options: Options) -> tuple[str, ...]:
    """The message: its size is checked, and it is what a dry run shows."""
    return ("eml",)


def prepare(parcel: Parcel, options: Options, wish: Wish) -> Prepared:
    """A message to the editor's own address, or one to each reader of a list."""
    servers.check("deliver.smtp", options.host, options.port, options.security)
    readers = wish.readers
    if readers and wish.at:
        raise ConfigError("mail cannot wait here", hint="Send to the list at that hour, without --at.")
    if not readers:
        if not _plain(options.test):
            raise ConfigError("[deliver.smtp] test is not set", hint='Your own address, to look at it: test = "you@…"')
        readers = (Reader(_plain(options.test)),)
    whose = f"{len(readers)} readers" if wish.readers else options.test
    if not _plain(options.bounces):
        _sender(parcel.files["eml"])
    body = parcel.files["eml"].decode()
    where = f"smtp://{options.host}:{options.port} to {whose}"
    again = f"roundup publish {parcel.edition.number} --to-list FILE --yes"
    mailing = _Mailing(readers, not wish.readers, parcel.message, again)
    return Prepared((Request("SEND", where, body),), digest(body), mailing)


def _plain(address: str) -> str:
    """The address of a mailbox, "" if it is none."""
    plain = parseaddr(one_line(address))[1]
    return plain if "@" in plain and not set(plain) & set(" \r\n<>,;") else ""


def send(prepared: Prepared, options: Options, world: World) -> Delivered:
    """Send what has not been sent yet. An edition already looked at is not sent there again unless it changed."""
    mailing: _Mailing = prepared.what
    before = world.receipt
    if mailing.is_test and before and before.sent == prepared.sent and before.state != "begun":
        told = (f"to the readers of a list: {mailing.again}",) if world.wish.is_public else ()
        return Delivered("unchanged", before.state, before.remote, "", before.body, said=told)
    result = servers.asking(options.host, lambda: _send_all(mailing, options, world))
    if not result.have:
        raise RoundupError(
            f"nobody was sent it: {result.refused[0] if result.refused else result.told[-1]}",
            hint="Is the address right, and may you send from there to it?",
        )
    if mailing.is_test:
        # The list is a step of its own: a look at the edition must not pass for having sent it.
        told = (f"to yourself alone; to the readers of a list: {mailing.again}",) if world.wish.is_public else ()
        return Delivered("created", "draft", options.test, "", "", result.refused, told)
    return Delivered("created" if result.sent else "unchanged", "live", "", "", "", result.refused, result.told)


@dataclass(slots=True)
class _Result:
    """How a run went: messages sent in it, readers who have or may have it, who were refused, what else there is."""

    sent: int
    have: int
    refused: tuple[str, ...]
    told: tuple[str, ...]


def _send_all(mailing: _Mailing, options: Options, world: World) -> _Result:
    import smtplib

    sends = None if mailing.is_test else world.sends
    readers = _each_once(mailing.readers)
    todo, unsure, late, before = _sort(readers, sends)
    run = _Run(mailing, options, sends)
    session = _open(options, world) if todo else None
    try:
        for number, reader in enumerate(todo):
            assert session is not None
            if number:
                time.sleep(60 / options.per_minute)
            run.serve(session, reader)
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException) as error:
        raise _stopped(options.host, error, f"{before + run.sent} of {len(readers)}", reader, sends) from None
    finally:
        if session is not None:
            with suppress(smtplib.SMTPException, OSError):
                session.quit()
    told = [f"{before + run.sent} of {len(readers)} readers have it"]
    told += _named(unsure, "may have it or not: the send was cut off just then")
    told += _named(late, "was refused by an earlier run")
    told += [f"refused for now: {run.for_now}. To try them again: {mailing.again}"] if run.for_now and sends else []
    return _Result(run.sent, before + run.sent + len(unsure), _cut(run.refused), tuple(told))


@dataclass(slots=True)
class _Run:
    """Reader after reader: how many were sent it, who was refused, and of how many of them it is not for good."""

    mailing: _Mailing
    options: Options
    sends: Sends | None
    sent: int = 0
    refused: list[str] = field(default_factory=list)
    for_now: int = 0
    strikes: int = 0

    def serve(self, session: smtplib.SMTP, reader: Reader) -> None:
        """Send it to a reader, or keep what they are refused with. Trouble that is the server's own is raised."""
        import smtplib

        try:
            _send_one(session, reader, self.mailing, self.options, self.sends)
            self.sent += 1
            self.strikes = 0
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            self._refuse(reader, code, said, "refused" if code >= 500 else "tried")
        except smtplib.SMTPDataError as error:
            self.strikes += 1
            if error.smtp_code == 421 or self.strikes == STRIKES:
                raise
            self._refuse(reader, error.smtp_code, error.smtp_error, "tried")

    def _refuse(self, reader: Reader, code: int, said: bytes | str, state: Sealed) -> None:
        words = said.decode(errors="replace") if isinstance(said, bytes) else said
        self.refused.append(f"{one_line(reader.address, 80)} is refused: {code} {one_line(words, 120)}")
        self.for_now += state == "tried"
        if self.sends is not None:
            self.sends.mark(reader.address, state)


def _stopped(host: str, error: Exception, so_far: str, at: Reader, sends: Sends | None) -> RoundupError:
    unsure = sends is not None and sends.state(at.address) == "sending"
    now = (
        "They may have it or not, and are not sent it again."
        if unsure
        else "Whoever it stopped at is tried last; if it stops there again, take that address out of the file."
    )
    return RoundupError(
        f"{one_line(host, 60)} stopped after {so_far}, at {one_line(at.address, 80)}: {one_line(_said(error), 160)}",
        hint=f"{AGAIN} {now}",
    )


def _named(readers: Sequence[Reader], what: str) -> tuple[str, ...]:
    return _cut([f"{one_line(reader.address, 80)} {what}" for reader in readers])


def _cut(told: Sequence[str]) -> tuple[str, ...]:
    """No more than anybody reads; how many there are besides is said."""
    more = len(told) - MOST_TOLD
    return (*told[:MOST_TOLD], *((f"… and {more} more like that",) if more > 0 else ()))


def _each_once(readers: Sequence[Reader]) -> tuple[Reader, ...]:
    return tuple({reader.address.strip().casefold(): reader for reader in reversed(readers)}.values())[::-1]


def _said(error: Exception) -> str:
    """What the server said, which smtplib keeps as bytes."""
    said = getattr(error, "smtp_error", b"")
    return said.decode(errors="replace") if isinstance(said, bytes) and said else str(error)


def _sort(readers: tuple[Reader, ...], sends: Sends | None) -> tuple[list[Reader], list[Reader], list[Reader], int]:
    """Who is still to get it, of whom nobody can say, who was refused, and how many have it."""
    if sends is None:
        return list(readers), [], [], 0
    states = [(reader, sends.state(reader.address)) for reader in readers]
    # Whoever a run stopped at must not keep it from the others.
    todo = [reader for wanted in ("", "tried") for reader, state in states if state == wanted]
    unsure = [reader for reader, state in states if state == "sending"]
    refused = [reader for reader, state in states if state == "refused"]
    return todo, unsure, refused, sum(state == "sent" for _, state in states)


def _open(options: Options, world: World) -> smtplib.SMTP:
    import smtplib

    if options.security == "tls":
        session: smtplib.SMTP = smtplib.SMTP_SSL(
            options.host, options.port, timeout=servers.SECONDS, context=servers.trust(world.http)
        )
    else:
        session = smtplib.SMTP(options.host, options.port, timeout=servers.SECONDS)
    try:
        if options.security == "starttls":
            session.starttls(context=servers.trust(world.http))
        session.ehlo_or_helo_if_needed()
        login = servers.login(world.http, options.host, needed=False)
        # A server that takes mail from this machine asks nobody's name; if it wants one, it refuses the mail itself.
        if login and session.has_extn("auth"):
            _log_in(session, login.name, login.password)
    except smtplib.SMTPAuthenticationError:
        session.close()
        raise RoundupError(
            f"{one_line(options.host, 60)}: the name or password is wrong",
            hint="Some providers want a password made for this purpose, or do not let programs in at all.",
        ) from None
    except OSError:
        session.close()
        raise
    return session


def _log_in(session: smtplib.SMTP, name: str, password: str) -> None:
    import smtplib

    if (name + password).isascii():
        session.login(name, password)
        return
    # smtplib knows ASCII only; PLAIN has a way for the others (RFC 4616).
    code, said = session.docmd("AUTH", "PLAIN " + base64.b64encode(servers.plain(name, password)).decode("ascii"))
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _send_one(session: smtplib.SMTP, reader: Reader, mailing: _Mailing, options: Options, sends: Sends | None) -> None:
    import smtplib

    message = mailing.message(None if mailing.is_test else reader)
    sender = _plain(options.bounces) or _sender(message)
    try:
        session.rset()
        code, said = session.mail(sender)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, said, sender)
        code, said = session.rcpt(reader.address)
    except smtplib.SMTPServerDisconnected:
        if sends is not None:
            sends.mark(reader.address, "tried")
        raise
    if code not in (250, 251):
        raise smtplib.SMTPRecipientsRefused({reader.address: (code, said)})
    # From here on a cut may come before or after the server takes the message, and nobody can tell which.
    if sends is not None:
        sends.mark(reader.address, "sending")
    try:
        code, said = session.data(message)
        if code != 250:
            raise smtplib.SMTPDataError(code, said)
    except smtplib.SMTPDataError:
        # A server that says no has not taken it.
        if sends is not None:
            sends.mark(reader.address, "tried")
        raise
    if sends is not None:
        sends.mark(reader.address, "sent")


def _sender(message: bytes) -> str:
    """The address in From."""
    from email import message_from_bytes

    address = _plain(str(message_from_bytes(message).get("From", "")))
    if not address:
        raise ConfigError("[email] sender is not set", hint='Whom the edition comes from: sender = "Roundup <post@…>"')
    return address
