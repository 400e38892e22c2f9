"""One draft in the Drafts folder of a mailbox, replaced in place: the editor looks at it there, and presses send.

RFC 3501 (IMAP), RFC 4315 (UID EXPUNGE). Which folder holds drafts: folders.py.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from roundup.dataclass import dataclass
from roundup.deliver import servers
from roundup.deliver.base import Begun, Delivered, Done, Parcel, Prepared, Refused, Request, Wish, World, digest
from roundup.deliver.comparing import diff, losses
from roundup.deliver.folders import Folder, drafts, listed, quoted, to_wire
from roundup.deliver.servers import Security
from roundup.errors import RoundupError
from roundup.text import one_line

if TYPE_CHECKING:
    import imaplib
    from email.message import EmailMessage

HEADER = "X-Roundup-Edition"
_UNREADABLE = (LookupError, ValueError, TypeError, AttributeError)  # what the email package raises for broken mail


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


def prepare(parcel: Parcel, options: Options, _wish: Wish) -> Prepared:
    """The draft as it would be put there; the same for any wish, since nothing here sends."""
    servers.check("deliver.imap", options.host, options.port, options.security)
    message = parcel.files["eml"]
    mark = f"{parcel.edition.number} {parcel.edition.slug}"
    where = f"imap://{options.host}/{options.folder or 'Drafts'}"
    return Prepared((Request("APPEND", where, message.decode()),), digest(message.decode()), _Draft(mark, message))


def send(prepared: Prepared, options: Options, world: World) -> Delivered:
    """Put the draft there, or in place of our own older one; one that was edited there is left alone."""
    draft: _Draft = prepared.what
    done = servers.asking(options.host, lambda: _in_mailbox(draft, options, world))
    return replace(done, said=("send it from that mailbox",)) if world.wish.is_public else done


def _in_mailbox(draft: _Draft, options: Options, world: World) -> Delivered:
    import imaplib

    try:
        session = _open(options, world)
        try:
            return _replace(session, _drafts(session, options.folder), draft, world)
        finally:
            # What was done is done, and what went wrong is said: a farewell that fails must not hide either.
            _leave(session)
    except imaplib.IMAP4.error as error:
        said = one_line(str(error.args[0] if error.args else error).removeprefix("b'").rstrip("'"), 200)
        raise RoundupError(
            f"{one_line(options.host, 60)}: {said}", hint=f"See what it means there. {servers.AGAIN}"
        ) from None


def _open(options: Options, world: World) -> imaplib.IMAP4:
    import imaplib

    login = servers.login(world.http, options.host, needed=True)
    assert login is not None
    if options.security == "tls":
        session: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            options.host, options.port, ssl_context=servers.trust(world.http), timeout=servers.SECONDS
        )
    else:
        session = imaplib.IMAP4(options.host, options.port, timeout=servers.SECONDS)
    try:
        if options.security == "starttls":
            session.starttls(servers.trust(world.http))
        _log_in(session, login.name, login.password)
    except (imaplib.IMAP4.abort, OSError):
        _leave(session)
        raise
    except imaplib.IMAP4.error as error:
        _leave(session)
        if "STARTTLS" in str(error):
            raise
        raise RoundupError(
            f"{one_line(options.host, 60)}: the name or password is wrong",
            hint="Some providers want a password made for this purpose, or do not let programs in at all.",
        ) from None
    return session


def _leave(session: imaplib.IMAP4) -> None:
    import imaplib

    try:
        session.logout()
    except (imaplib.IMAP4.error, OSError):
        with suppress(OSError):
            session.shutdown()


def _log_in(session: imaplib.IMAP4, name: str, password: str) -> None:
    if (name + password).isascii():
        session.login(name, password)
    else:
        # LOGIN has no way to say which letters are meant; PLAIN has (RFC 4616).
        session.authenticate("PLAIN", lambda _challenge: servers.plain(name, password))


def _drafts(session: imaplib.IMAP4, wanted: str) -> Folder:
    """The folder that holds drafts: the one that is named, else that the server names."""
    if wanted:
        return Folder(to_wire(wanted))
    status, answer = session.list()
    return drafts(listed(answer if status == "OK" else ()))


def _replace(session: imaplib.IMAP4, folder: Folder, draft: _Draft, world: World) -> Delivered:
    # imaplib takes bytes where its stubs say str: a folder may have a name that is not ASCII.
    wire: Any = folder.quoted
    box = one_line(folder.shown, 120)
    status, _ = session.select(wire)
    if status != "OK":
        raise RoundupError(f"there is no folder {box} in that mailbox", hint="Name it: [deliver.imap] folder = …")
    found = _ours(session, draft.mark)
    if found and all(_text(message) == _text(draft.message) for _, message in found[-1:]) and len(found) == 1:
        return _delivered("unchanged", box, draft, found[0][1])
    _refuse_edited(found, draft, world)
    # The new one first: a push that is cut off in between leaves two drafts, never none.
    world.begun(Begun(box, was=_text(found[0][1]) if found else "", coming=_text(draft.message)))
    status, said = session.append(wire, r"(\Draft \Seen)", "", draft.message)
    if status != "OK":
        why = one_line(b" ".join(part for part in said if isinstance(part, bytes)).decode("utf-8", "replace"), 160)
        raise RoundupError(f"{box} does not take the draft: {why}", hint=f"Is there room left? {servers.AGAIN}")
    _remove(session, [number for number, _ in found])
    session.select(wire)
    kept = _ours(session, draft.mark)
    if len(kept) != 1:
        raise RoundupError(
            f"there are {len(kept)} drafts of this edition in {box}", hint="Delete them, and push again."
        )
    return _delivered("changed" if found else "created", box, draft, kept[0][1])


def _remove(session: imaplib.IMAP4, numbers: list[str]) -> None:
    """Take these out, and nothing that somebody else marked to be taken out."""
    for number in numbers:
        session.uid("STORE", number, "+FLAGS", r"(\Deleted)")
    # Asked again: servers tell more once they know who asks.
    _, able = session.capability()
    if numbers and b"UIDPLUS" in b" ".join(filter(None, able)).upper().split():
        session.uid("EXPUNGE", ",".join(numbers))


def _ours(session: imaplib.IMAP4, mark: str) -> list[tuple[str, bytes]]:
    """(uid, message) of the drafts of this edition, oldest first."""
    # Quoted as bytes by hand, as imaplib does not: the mark holds a blank.
    status, found = session.uid("SEARCH", "UNDELETED", "HEADER", HEADER, quoted(mark.encode("ascii")).decode("ascii"))
    uids = found[0].decode("ascii", "replace").split() if status == "OK" and found and found[0] else []
    messages = []
    for uid in filter(str.isdecimal, uids):
        _, parts = session.uid("FETCH", uid, "(BODY.PEEK[])")
        messages += [(uid, part[1]) for part in parts if isinstance(part, tuple) and _marked(part[1]) == mark]
    return messages


def _marked(message: bytes) -> str:
    """Which edition a message is of. A search finds parts of words, too: edition 1 in the mark of edition 11."""
    try:
        return str(_read(message)[HEADER] or "").strip()
    except _UNREADABLE:
        return ""


def _read(message: bytes) -> EmailMessage:
    from email import message_from_bytes
    from email.policy import default

    return message_from_bytes(message, policy=default)


@lru_cache(maxsize=16)
def _part(message: bytes, kind: str) -> str:
    try:
        part = _read(message).get_body((kind,))
        content: Any = part.get_content() if part else ""
    except _UNREADABLE:
        # Somebody's mail program wrote what cannot be read: it is compared as it is.
        content = message.decode("utf-8", "replace")
    return str(content).replace("\r\n", "\n").strip()


@lru_cache(maxsize=16)
def _text(message: bytes) -> str:
    """What a person sees of it, and may have edited."""
    try:
        head = _read(message)
        names = f"{head['Subject']}\nTo: {head['To'] or ''}"
    except _UNREADABLE:
        names = ""
    return f"{names}\n\n{_part(message, 'plain')}\n\n{_part(message, 'html')}"


def _refuse_edited(found: list[tuple[str, bytes]], draft: _Draft, world: World) -> None:
    kept = world.receipt.body if world.receipt else ""
    for _, message in found:
        there = _text(message)
        if there != _text(draft.message) and not world.is_ours(there):
            raise Refused(
                "the draft was edited in the mailbox since the last push",
                hint="It is left as it is: send it from there, or delete it there and push again.",
                diff=diff(kept or _text(draft.message), there, was="as it was pushed", now="as it is there"),
            )


def _delivered(done: Done, box: str, draft: _Draft, kept: bytes) -> Delivered:
    lost = losses(_part(draft.message, "html"), _part(kept, "html"))
    if _part(kept, "plain") != _part(draft.message, "plain"):
        lost = (*lost, "the plain text was altered")
    return Delivered(done, "draft", box, "", _text(kept), lost)
