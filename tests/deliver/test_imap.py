"""One draft in a mailbox, whatever happens: cut off at every command, full, edited, oddly named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from roundup.config import EmailSettings
from roundup.deliver import Wish, imap
from roundup.errors import ConfigError
from tests.deliver.desks import Delivering
from tests.deliver.fakemail import NAME, PASSWORD, Cut, FakeImap, listening
from tests.deliver.test_mail import PARCEL

COMMANDS = 14  # of a push that replaces a draft
SENDER = {"email": EmailSettings(sender="Kettle <post@post.example>")}


@pytest.fixture
def mailbox() -> Iterator[FakeImap]:
    """A mailbox with an empty folder for drafts."""
    made = FakeImap()
    with listening(made):
        yield made


@pytest.fixture
def desk(root: object, mailbox: FakeImap, monkeypatch: pytest.MonkeyPatch) -> Delivering:
    """A desk that puts drafts there."""
    monkeypatch.setenv("ROUNDUP_SECRET_MAIL", f"https://127.0.0.1 {NAME} {PASSWORD}")
    table = {"host": "127.0.0.1", "port": mailbox.port, "security": "none"}
    return Delivering(root, {"imap": table}, settings=SENDER)  # type: ignore[arg-type] # a path


def subjects(mailbox: FakeImap) -> list[str]:
    """The first words of every sign-off that is in a draft not marked to be deleted."""
    return [
        next(words for words in ("Third", "Second", "Send us") if words.encode() in message.data)
        for message in mailbox.kept
        if b"\\deleted" not in message.flags
    ]


def test_a_draft_is_put_there(desk: Delivering, mailbox: FakeImap) -> None:
    """Marked as a draft, and as read; a second time there is nothing to do."""
    assert desk.delivered().done == "created"
    (message,) = mailbox.kept
    assert message.flags == {b"\\draft", b"\\seen"}
    assert desk.delivered().done == "unchanged"
    assert len(mailbox.kept) == 1


def test_a_correction_takes_its_place(desk: Delivering, mailbox: FakeImap) -> None:
    """In so many commands; the new draft is there before the old one goes."""
    desk.delivered()
    mailbox.said.clear()
    desk.say("Second words.")
    assert desk.delivered().done == "changed"
    assert mailbox.said == [
        *("CAPABILITY", "LOGIN", "LIST", "SELECT", "UID SEARCH", "UID FETCH", "APPEND", "UID STORE", "CAPABILITY"),
        *("UID EXPUNGE", "SELECT", "UID SEARCH", "UID FETCH", "LOGOUT"),
    ]
    assert len(mailbox.said) == COMMANDS
    assert subjects(mailbox) == ["Second"]


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("turn", range(COMMANDS - 1))
def test_cut_off_anywhere_there_is_a_draft_and_then_one(
    desk: Delivering, mailbox: FakeImap, turn: int, how: Cut
) -> None:
    """After the cut at least one draft is there; after the next run one, with the last words, corrected or not."""
    desk.delivered()
    desk.say("Second words.")
    mailbox.cut = (len(mailbox.said) + turn, how)
    assert desk.refused().error
    mailbox.cut = None
    assert subjects(mailbox)
    desk.say("Third words.")
    desk.delivered()
    assert subjects(mailbox) == ["Third"]


def test_a_farewell_that_fails_hides_nothing(desk: Delivering, mailbox: FakeImap) -> None:
    """The draft is there; that the server hung up then is no news."""
    desk.delivered()
    mailbox.cut = (2 * len(mailbox.said) - 1, "before")
    mailbox.folders[b"Drafts"].clear()
    assert desk.delivered().done == "created"
    assert (mailbox.said[-1], len(mailbox.kept)) == ("LOGOUT", 1)


@pytest.mark.parametrize("said", ["NO [OVERQUOTA] Mailbox is full", "NO [TRYCREATE] no", "BAD what"])
def test_a_mailbox_that_is_full_loses_no_draft(desk: Delivering, mailbox: FakeImap, said: str) -> None:
    """The older draft stays where it is until there is another."""
    desk.delivered()
    desk.say("Second words.")
    mailbox.refuse["APPEND"] = said
    assert said.split(" ", 1)[1] in desk.refused().error
    assert subjects(mailbox) == ["Send us"]
    del mailbox.refuse["APPEND"]
    assert desk.delivered().done == "changed"


def test_what_others_marked_stays_marked(desk: Delivering, mailbox: FakeImap) -> None:
    """Only our own older draft is taken out; what somebody else marked to be deleted is theirs to take out."""
    theirs = mailbox.put(b"Subject: theirs\r\n\r\nWords.\r\n", b"\\deleted")
    desk.delivered()
    desk.say("Second words.")
    desk.delivered()
    assert theirs in mailbox.kept
    assert subjects(mailbox) == ["Second"]


def test_a_server_that_cannot_take_out_one_is_asked_for_none(desk: Delivering, mailbox: FakeImap) -> None:
    """Without UIDPLUS the older draft is marked, and left to its owner's mail program."""
    mailbox.able = "IMAP4rev1"
    desk.delivered()
    desk.say("Second words.")
    assert desk.delivered().done == "changed"
    assert (subjects(mailbox), len(mailbox.kept)) == (["Second"], 2)


def test_a_draft_marked_to_be_deleted_is_not_there(desk: Delivering, mailbox: FakeImap) -> None:
    """Whoever throws the draft away and pushes again gets a new one."""
    desk.delivered()
    mailbox.kept[0].flags.add(b"\\deleted")
    assert desk.delivered().done == "created"


def test_another_editions_draft_is_another(desk: Delivering, mailbox: FakeImap) -> None:
    """A search for edition 1 finds edition 11 of the same name, too; that one is left alone."""
    desk.edition = replace(desk.edition, number=11, slug="week")
    desk.delivered()
    desk.edition = replace(desk.edition, number=1)
    desk.delivered()
    desk.say("Second words.")
    desk.delivered()
    assert sorted(subjects(mailbox)) == ["Second", "Send us"]


@pytest.mark.parametrize(
    "broken",
    [
        b"Content-Type: text/plain; charset=no-such-thing\r\n\r\nMine.\r\n",
        b"Content-Type: multipart/alternative; boundary=x\r\n\r\nno parts\r\n",
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n",
        b'To: "<\r\nContent-Type: ;;;\r\n\r\n\xff\xfe\r\n',
        b"",
    ],
)
def test_a_draft_that_cannot_be_read_is_somebodys(desk: Delivering, mailbox: FakeImap, broken: bytes) -> None:
    """Whatever a mail program made of it: it is left alone, in words."""
    mark = b"X-Roundup-Edition: 1 2026-11-20-week-that-was\r\n"
    mailbox.put(mark + b"Subject: =?x?q?=ff?=\r\n" + broken)
    assert "edited in the mailbox" in desk.refused().error
    assert len(mailbox.kept) == 1


def test_two_drafts_are_too_many_to_choose_from(desk: Delivering, mailbox: FakeImap) -> None:
    """Two of the same words become one."""
    desk.delivered()
    mailbox.put(mailbox.kept[0].data)
    assert desk.delivered().done == "changed"
    assert subjects(mailbox) == ["Send us"]


@pytest.mark.parametrize(
    ("lists", "name"),
    [
        ((b'(\\Drafts) "." "INBOX.Entw&APw-rfe"',), b"INBOX.Entw&APw-rfe"),
        ((b'(\\Drafts) "/" {9}\r\nMy "own" ',), b'My "own" '),
        ((b'(\\Drafts) "/" "a \\"b\\" \\\\c"',), b'a "b" \\c'),
        ((b'(\\HasNoChildren) "." INBOX', b'(\\HasNoChildren) "." INBOX.Drafts'), b"INBOX.Drafts"),
        ((b'(\\Noselect \\Drafts) "/" Old', b"(\\Drafts) NIL New"), b"New"),
        ((b"nonsense", b'(\\Drafts "/" Half'), b"Drafts"),
        ((), b"Drafts"),
        (('(\\Drafts) "/" "Entwürfe"'.encode(),), "Entwürfe".encode()),
    ],
)
def test_the_folder_for_drafts_is_found(
    desk: Delivering, mailbox: FakeImap, lists: tuple[bytes, ...], name: bytes
) -> None:
    """As the server names it, however that is written; else by its name; else where it usually is."""
    mailbox.lists, mailbox.folders = lists, {name: []}
    assert desk.delivered().done == "created"


@pytest.mark.parametrize(
    ("folder", "wire"),
    [("Entwürfe", b"Entw&APw-rfe"), ("R&D", b"R&-D"), ('My "own"', b'My "own"'), ("草稿", b"&g0l6Pw-")],
)
def test_a_folder_is_named_as_its_owner_knows_it(desk: Delivering, mailbox: FakeImap, folder: str, wire: bytes) -> None:
    """In any letters; the receipt names it so, too."""
    desk.tables = {"imap": {**desk.tables["imap"], "folder": folder}}
    mailbox.folders = {wire: []}
    assert desk.delivered().remote == folder


def test_a_folder_that_is_not_there_is_named(desk: Delivering, mailbox: FakeImap) -> None:
    """With the setting that mends it."""
    mailbox.folders.clear()
    pushed = desk.refused()
    assert "no folder Drafts" in pushed.error
    assert "[deliver.imap] folder" in pushed.hint


def test_a_wrong_password_is_told_from_a_broken_line(desk: Delivering, mailbox: FakeImap) -> None:
    """Nobody goes and makes a new password because a line broke."""
    mailbox.cut = (1, "before")
    assert "password" not in desk.refused().error
    mailbox.cut, mailbox.password = None, "other"
    pushed = desk.refused()
    assert "name or password is wrong" in pushed.error
    assert PASSWORD not in str(pushed)


def test_a_password_of_any_letters(desk: Delivering, mailbox: FakeImap, monkeypatch: pytest.MonkeyPatch) -> None:
    """LOGIN has no way to carry them; PLAIN has (RFC 4616)."""
    mailbox.password = "schwertfisch-ü-草"
    monkeypatch.setenv("ROUNDUP_SECRET_MAIL", f"https://127.0.0.1 {NAME} {mailbox.password}")
    assert desk.delivered().done == "created"
    mailbox.password = "other"
    assert "name or password is wrong" in desk.refused().error


@pytest.mark.parametrize("word", ["LIST", "UID SEARCH", "UID FETCH", "UID STORE", "UID EXPUNGE", "SELECT"])
@pytest.mark.parametrize("said", ["NO not now", "BAD \x1b[31mwhat"])
def test_a_server_that_says_no_is_quoted(desk: Delivering, mailbox: FakeImap, word: str, said: str) -> None:
    """At any step; in words, nothing raw; and no draft is lost."""
    desk.delivered()
    desk.say("Second words.")
    mailbox.refuse[word] = said
    (pushed,) = desk.push()
    assert "\x1b" not in pushed.error
    assert subjects(mailbox)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"host": ""}, "host is not set"),
        ({"host": "127.mail.example", "security": "none"}, "in the clear"),
        ({"host": "mail example"}, "host is 'mail example'"),
        ({"host": "mail.example/x"}, "host is"),
        ({"host": "mail.example\r\nEVIL"}, "host is"),
        ({"host": "mail.example", "port": 70_000}, "port is 70000"),
    ],
)
def test_a_server_that_cannot_be_is_said_beforehand(options: dict[str, object], words: str) -> None:
    """Before anything is closed or sent."""
    with pytest.raises(ConfigError) as caught:
        imap.prepare(PARCEL, imap.Options(**options), Wish())  # type: ignore[arg-type] # a test names what it is about
    assert words in caught.value.message
