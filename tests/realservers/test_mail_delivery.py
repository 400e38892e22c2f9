"""An edition by mail over real servers: what readers get is what was written, each of them once."""

from __future__ import annotations

import os
import signal
import smtplib
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import dkim
import pytest

from tests.cli.desk import Commands
from tests.cli.test_awkward import three_posts
from tests.realservers.mail import PASSWORD, Mail, running_mail
from tests.realservers.packages import missing

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("mail")]

OVERRIDE = ("--override", "no-words", "--reason", "test")
SLUG = "2026-11-20-week-that-was"
UNSUBSCRIBE = "https://post.example/u/" + "a" * 260 + "/{token}"


@pytest.fixture(scope="module")
def mail() -> Iterator[Mail]:
    """Servers with empty mailboxes."""
    from tests.realservers.conftest import leave_out

    if lacking := [package for package in missing() if package.startswith(("postfix", "dovecot"))]:
        leave_out(f"not installed: {', '.join(lacking)}")
    if os.geteuid() != 0:
        leave_out("mail servers can only be started by root")
    with running_mail() as servers:
        yield servers


@pytest.fixture
def desk(mail: Mail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """A desk with a draft of one pick, and both mail targets; every test has mailboxes of its own."""
    monkeypatch.setenv("ROUNDUP_SECRET_MAIL", f"https://127.0.0.1 {me(tmp_path)} {PASSWORD}")
    made = three_posts(tmp_path)
    settings = made.root / "roundup.toml"
    text = settings.read_text().replace(
        "[email]",
        f"[email]\nsender = 'The Clerk’s Kettle <post@post.example>'\nlist_id = 'roundup.post.example'\n"
        f"unsubscribe = '{UNSUBSCRIBE}'\nunsubscribe_mail = 'off@post.example'",
    )
    settings.write_text(
        f"{text}\n[deliver.imap]\nhost = '127.0.0.1'\nport = {mail.imap_port}\nsecurity = 'none'\n"
        f"\n[deliver.smtp]\nhost = '127.0.0.1'\nport = {mail.smtp_port}\nsecurity = 'none'\n"
        f"test = '{me(tmp_path)}'\nper_minute = 6000\n"
    )
    made.run("star", "1")
    made.run("edition", "set", "--intro", "Bins — “all” of them.\n\n.\n\nFrom the start. " + "wörd " * 400)
    return made


def me(folder: Path) -> str:
    """A mailbox that no other test has."""
    return f"{folder.name.replace('_', '-')}@reader.example"


def push(desk: Commands, target: str, *words: str, code: int = 0) -> dict[str, Any]:
    (told,) = desk.json("publish", "1", "--to", target, *words, code=code)["deliveries"]
    return dict(told)


def close(desk: Commands) -> None:
    """Close the edition without delivering it anywhere yet."""
    settings = desk.root / "roundup.toml"
    text = settings.read_text()
    settings.write_text(text.partition("\n[deliver.imap]")[0])
    desk.run("publish", *OVERRIDE)
    settings.write_text(text)


def opened(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def test_one_draft_replaced_in_place(desk: Commands, mail: Mail, tmp_path: Path) -> None:
    """Two pushes leave one draft in the folder the server has for drafts; a correction takes its place."""
    close(desk)
    assert push(desk, "imap")["done"] == "created"
    assert push(desk, "imap")["done"] == "unchanged"
    desk.run("recheck", "1", "--erratum", "It was the other bin.")
    told = push(desk, "imap")
    assert (told["done"], told["state"], told["losses"]) == ("changed", "draft", [])
    (raw,) = mail.messages(me(tmp_path), "Drafts")
    assert "It was the other bin." in str(opened(raw).get_body(("plain",)))
    session = mail.open(me(tmp_path))
    session.select("Drafts", readonly=True)
    assert b"\\Draft" in session.fetch("1", "(FLAGS)")[1][0]  # type: ignore[operator]
    session.logout()


def test_a_draft_edited_in_the_mailbox_is_left_alone(desk: Commands, mail: Mail, tmp_path: Path) -> None:
    """The editor's own words there are worth more than ours; the difference is shown."""
    close(desk)
    push(desk, "imap")
    (raw,) = mail.messages(me(tmp_path), "Drafts")
    edited = raw.replace(b"Subject: ", b"Subject: My own ")
    session = mail.open(me(tmp_path))
    session.select("Drafts")
    session.store("1", "+FLAGS", r"(\Deleted)")
    session.expunge()
    session.append("Drafts", r"(\Draft)", "", edited)
    session.logout()
    desk.run("recheck", "1", "--erratum", "It was the other bin.")
    told = push(desk, "imap", code=1)
    assert "edited in the mailbox" in told["error"]
    assert "+My own" in told["diff"]
    assert mail.messages(me(tmp_path), "Drafts") == [edited]


def test_a_wrong_password_is_called_that(desk: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words without the password."""
    close(desk)
    monkeypatch.setenv("ROUNDUP_SECRET_MAIL", f"https://127.0.0.1 {me(tmp_path)} swordfish")
    told = push(desk, "imap", code=1)
    assert "name or password is wrong" in told["error"]
    assert "swordfish" not in str(told)


def test_a_look_at_it_first(desk: Commands, mail: Mail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing sends it to the editor, once; every part arrives as it was written."""
    monkeypatch.delenv("ROUNDUP_SECRET_MAIL")
    close(desk)
    told = push(desk, "smtp")
    assert (told["done"], told["state"]) == ("created", "draft")
    assert push(desk, "smtp")["done"] == "unchanged"
    (raw,) = mail.messages(me(tmp_path), expect=1)
    message, out = opened(raw), desk.root / "out" / SLUG
    for kind, name in (("plain", "email.txt"), ("html", "email.html")):
        part = message.get_body((kind,))
        assert part
        assert part.get_content().replace("\r\n", "\n").strip() == (out / name).read_text(encoding="utf-8").strip()
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def readers(desk: Commands, tmp_path: Path, count: int) -> tuple[Path, list[str]]:
    """A file of readers, one of whom is on it twice."""
    names = [f"{n}-{me(tmp_path)}" for n in range(count)]
    file = tmp_path / "readers.txt"
    file.write_text("# Readers\n" + "".join(f"{name} t{n}\n" for n, name in enumerate(names)) + f"{names[0]} again\n")
    return file, names


def test_a_list_is_sent_to_when_that_is_said(
    desk: Commands, mail: Mail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --yes nobody gets anything. Each reader is alone in To, with a whole unsubscribe address of their own."""
    monkeypatch.delenv("ROUNDUP_SECRET_MAIL")
    close(desk)
    file, names = readers(desk, tmp_path, 3)
    file.write_text(file.read_text() + "gone@reader.example t9\n")
    refused = desk.run("publish", "1", "--to", "smtp", "--to-list", str(file), code=2)
    assert "would send mail to 4 readers" in refused.err
    told = push(desk, "smtp", "--to-list", str(file), "--yes")
    assert told["state"] == "live"
    assert told["said"] == ["3 of 4 readers have it"]
    assert "gone@reader.example is refused: 554" in told["losses"][0]
    for number, name in enumerate(names):
        (raw,) = mail.messages(name, expect=1)
        unsubscribe = f"List-Unsubscribe: <{UNSUBSCRIBE.replace('{token}', f't{number}')}>".encode()
        assert len(unsubscribe) > 300 - 20
        assert unsubscribe in raw.replace(b"\r\n ", b" ")
        assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
        assert opened(raw)["To"] == name
    again = push(desk, "smtp", "--to-list", str(file), "--yes")
    assert (again["done"], len(mail.messages(names[0]))) == ("unchanged", 1)


def test_a_send_that_was_killed_goes_on(
    desk: Commands, mail: Mail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed half-way through 200 readers and started again: nobody gets two, and whoever may have none is named."""
    monkeypatch.delenv("ROUNDUP_SECRET_MAIL")
    close(desk)
    file, names = readers(desk, tmp_path, 200)
    words = ("publish", "1", "--to", "smtp", "--to-list", str(file), "--yes")
    with desk.start(*words) as process:
        mail.messages(names[60], expect=1)
        process.send_signal(signal.SIGKILL)
    assert mail.messages(names[199]) == []
    (told,) = desk.json(*words)["deliveries"]
    deadline = time.monotonic() + 60
    while mail.waiting() and time.monotonic() < deadline:
        time.sleep(0.1)
    copies = Counter({name: len(mail.messages(name)) for name in names})
    unsure = {name for name in names if any(said.startswith(f"{name} may have it") for said in told["said"])}
    assert len(unsure) <= 1
    assert {name for name in names if copies[name] != 1} <= unsure
    assert max(copies.values()) == 1


def test_no_password_goes_in_the_clear(desk: Commands) -> None:
    """Except to a server on this machine."""
    settings = desk.root / "roundup.toml"
    settings.write_text(settings.read_text().replace("host = '127.0.0.1'", "host = 'mail.example'"))
    assert "in the clear" in desk.run("publish", *OVERRIDE, code=2).err


def test_a_signature_outlives_the_way(
    desk: Commands, mail: Mail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DKIM over both list headers (RFC 8058 4) is as valid after Postfix and Dovecot as it was before."""
    monkeypatch.delenv("ROUNDUP_SECRET_MAIL")
    close(desk)
    push(desk, "smtp")
    (raw,) = mail.messages(me(tmp_path), expect=1)
    message = raw[raw.index(b"From: ") :]
    key = (Path(__file__).parent / "dkim_test_key.pem").read_bytes()
    covered = [b"from", b"to", b"subject", b"message-id", b"list-unsubscribe", b"list-unsubscribe-post"]
    signed = dkim.sign(message, b"test", b"post.example", key, include_headers=covered) + message
    reader = f"signed-{me(tmp_path)}"
    with smtplib.SMTP("127.0.0.1", mail.smtp_port) as session:
        session.sendmail("post@post.example", [reader], signed)
    (arrived,) = mail.messages(reader, expect=1)
    public = (Path(__file__).parent / "dkim_test_key.txt").read_bytes().strip()
    assert dkim.verify(
        arrived, dnsfunc=lambda name, timeout=5: public if name == b"test._domainkey.post.example." else None
    )
    spoilt = arrived.replace(b"One-Click", b"Two-Click")
    assert not dkim.verify(spoilt, dnsfunc=lambda name, timeout=5: public)
