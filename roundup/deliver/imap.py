"""One draft in the Drafts folder of a mailbox, replaced in place: the editor looks at it there, and presses send.

RFC 3501 (IMAP), RFC 6154 (which folder holds drafts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from roundup.deliver import servers
from roundup.deliver.base import Delivered, Done, Parcel, Prepared, Refused, Request, Wish, World, digest
from roundup.deliver.comparing import diff, losses
from roundup.deliver.servers import Security
from roundup.errors import ConfigError, RoundupError
from roundup.text import one_line

if TYPE_CHECKING:
    import imaplib
    from email.message import EmailMessage

HEADER = "X-Roundup-Edition"
_BOX = re.compile(rb'\((?P<flags>[^)]*)\) (?:"[^"]*"|NIL) (?P<name>"(?:[^"\\]|\\.)*"|[^\s"]+)\s*\Z')


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.imap] — the name and password stand in ROUNDUP_SECRET_MAIL or password_command, as https://HOST."""

    host: str = ""
    port: int = 993
    security: Security = "tls"
    folder: str = ""


@dataclass(frozen=True, slots=True)
class _Draft:
    mark: str
    message: bytes


def wants(_options: Options) -> tuple[str, ...]:
    """The message."""
    return ("eml",)


def prepare(parcel: Parcel, options: Options, wish: Wish) -> Prepared:
    """The draft as it would be put there."""
    if wish.live or wish.at:
        raise ConfigError("a draft in a mailbox is not sent", hint="Send it from there, or use [deliver.smtp].")
    servers.check("deliver.imap", options.host, options.security)
    message = parcel.files["eml"]
    mark = f"{parcel.edition.number} {parcel.edition.slug}"
    where = f"imap://{options.host}/{options.folder or 'Drafts'}"
    return Prepared((Request("APPEND", where, message.decode()),), digest(message.decode()), _Draft(mark, message))


def send(prepared: Prepared, options: Options, world: World) -> Delivered:
    """Put the draft there, or in place of our own older one; one that was edited there is left alone."""
    draft: _Draft = prepared.what
    return servers.asking(options.host, lambda: _in_mailbox(draft, options, world))


def _in_mailbox(draft: _Draft, options: Options, world: World) -> Delivered:
    import imaplib

    try:
        session = _open(options, world)
        try:
            box = _drafts(session, options.folder)
            return _replace(session, box, draft, world)
        finally:
            session.logout()
    except imaplib.IMAP4.error as error:
        said = one_line(str(error.args[0] if error.args else error).removeprefix("b'").rstrip("'"), 200)
        raise RoundupError(
            f"{one_line(options.host, 60)}: {said}", hint=f"See what it means there. {servers.AGAIN}"
        ) from None


def _open(options: Options, world: World) -> imaplib.IMAP4:
    import imaplib

    login = servers.login(world.http, options.host, needed=True)
    if options.security == "tls":
        session: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            options.host, options.port, ssl_context=servers.trust(world.http), timeout=servers.SECONDS
        )
    else:
        session = imaplib.IMAP4(options.host, options.port, timeout=servers.SECONDS)
        if options.security == "starttls":
            session.starttls(servers.trust(world.http))
    assert login is not None
    try:
        session.login(login.name, login.password)
    except imaplib.IMAP4.error:
        session.shutdown()
        raise RoundupError(
            f"{one_line(options.host, 60)}: the name or password is wrong",
            hint="Some providers want a password made for this purpose, or do not let programs in at all.",
        ) from None
    return session


def _drafts(session: imaplib.IMAP4, wanted: str) -> str:
    """The folder that holds drafts, quoted: the one that is named, else that the server names, else Drafts."""
    if wanted:
        if not wanted.isascii():
            raise ConfigError(
                "[deliver.imap] folder is not plain ASCII", hint="Leave it out: the server names its own."
            )
        return _quoted(wanted)
    status, listed = session.list()
    for line in listed if status == "OK" else ():
        found = _BOX.search(line) if isinstance(line, bytes) else None
        if found and b"\\drafts" in found["flags"].lower():
            name = found["name"].decode("ascii", "replace")
            return name if name.startswith('"') else _quoted(name)
    return '"Drafts"'


def _quoted(name: str) -> str:
    return '"' + one_line(name, 200).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _replace(session: imaplib.IMAP4, box: str, draft: _Draft, world: World) -> Delivered:
    status, _ = session.select(box)
    if status != "OK":
        raise RoundupError(f"there is no folder {box} in that mailbox", hint="Name it: [deliver.imap] folder = …")
    found = _ours(session, draft.mark)
    if found and all(_text(message) == _text(draft.message) for _, message in found[-1:]) and len(found) == 1:
        return _delivered("unchanged", box, draft, found[0][1])
    _refuse_edited(found, draft, world)
    # The new one first: a push that is cut off in between leaves two drafts, never none.
    session.append(box, r"(\Draft \Seen)", "", draft.message)
    world.begun(box, "")
    for number, _ in found:
        session.uid("STORE", number, "+FLAGS", r"(\Deleted)")
    if found:
        session.expunge()
    session.select(box)
    kept = _ours(session, draft.mark)
    if len(kept) != 1:
        raise RoundupError(
            f"there are {len(kept)} drafts of this edition in {box}", hint="Delete them, and push again."
        )
    return _delivered("changed" if found else "created", box, draft, kept[0][1])


def _ours(session: imaplib.IMAP4, mark: str) -> list[tuple[str, bytes]]:
    """(uid, message) of the drafts of this edition, oldest first."""
    status, found = session.uid("SEARCH", "HEADER", HEADER, _quoted(mark))
    uids = found[0].decode("ascii").split() if status == "OK" and found and found[0] else []
    messages = []
    for uid in uids:
        _, parts = session.uid("FETCH", uid, "(RFC822)")
        messages += [(uid, part[1]) for part in parts if isinstance(part, tuple)]
    return messages


def _read(message: bytes) -> EmailMessage:
    from email import message_from_bytes
    from email.policy import default

    return message_from_bytes(message, policy=default)


def _part(message: bytes, kind: str) -> str:
    part = _read(message).get_body((kind,))
    content: Any = part.get_content() if part else ""
    return str(content).replace("\r\n", "\n").strip()


def _text(message: bytes) -> str:
    """What a person sees of it, and may have edited."""
    head = _read(message)
    return f"{head['Subject']}\nTo: {head['To'] or ''}\n\n{_part(message, 'plain')}\n\n{_part(message, 'html')}"


def _refuse_edited(found: list[tuple[str, bytes]], draft: _Draft, world: World) -> None:
    kept = world.receipt.body if world.receipt else ""
    for _, message in found:
        there = _text(message)
        if there not in (kept, _text(draft.message)):
            raise Refused(
                "the draft was edited in the mailbox since the last push",
                hint="It is left as it is: send it from there, or delete it there and push again.",
                diff=diff(kept or _text(draft.message), there, was="as it was pushed", now="as it is there"),
            )


def _delivered(done: Done, box: str, draft: _Draft, kept: bytes) -> Delivered:
    lost = losses(_part(draft.message, "html"), _part(kept, "html"))
    if _part(kept, "plain") != _part(draft.message, "plain"):
        lost = (*lost, "the plain text was altered")
    return Delivered(done, "draft", box.strip('"'), "", _text(kept), lost)
