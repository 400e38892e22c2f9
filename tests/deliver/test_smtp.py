"""Each reader once, whatever happens: cut off at every command, refused, named twice, written in any letters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roundup.deliver import Reader, Wish, smtp
from roundup.deliver.smtp import MOST_TOLD, STRIKES
from roundup.errors import ConfigError
from tests.deliver.desks import Delivering
from tests.deliver.fakemail import NAME, PASSWORD, Cut, FakeSmtp, listening
from tests.deliver.test_mail import FURTHER, PARCEL

EACH = 5  # commands for one reader: RSET, MAIL, RCPT, DATA and the message itself
TABLE = {"host": "127.0.0.1", "security": "none", "test": "me@post.example", "per_minute": 60_000}


def to(*names: str) -> Wish:
    return Wish(readers=tuple(Reader(f"{name}@reader.example") for name in names))


ALL = to("ada", "ben", "cal")
THREE = ["ada@reader.example", "ben@reader.example", "cal@reader.example"]


@pytest.fixture
def server() -> Iterator[FakeSmtp]:
    """A server that takes everything."""
    made = FakeSmtp()
    with listening(made):
        yield made


@pytest.fixture
def desk(root: Path, server: FakeSmtp) -> Delivering:
    """A desk that sends by it."""
    return Delivering(root, {"smtp": {**TABLE, "port": server.port}})


def test_each_reader_gets_a_message(desk: Delivering, server: FakeSmtp) -> None:
    """Alone in To, from the sender, in so many commands."""
    done = desk.delivered(ALL)
    assert (done.done, done.state, done.said) == ("created", "live", ("3 of 3 readers have it",))
    assert server.readers == THREE
    assert server.said == ["EHLO", *(["RSET", "MAIL", "RCPT", "DATA", "BODY"] * 3), "QUIT"]
    assert {sender for sender, _, _ in server.taken} == {"post@post.example"}
    for _, reader, message in server.taken:
        assert f"To: {reader}\r\n".encode() in message
        assert sum(other.encode() in message for other in THREE) == 1


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("turn", range(1 + 2 * EACH))
def test_cut_off_anywhere_nobody_gets_it_twice(desk: Delivering, server: FakeSmtp, turn: int, how: Cut) -> None:
    """Run again, everybody has it once; only who was under way just then is left, and named."""
    server.cut = (turn, how)
    assert "goes on from here" in desk.refused(ALL).hint
    server.cut = None
    done = desk.delivered(ALL)
    told = [words.split()[0] for words in done.said[1:]]
    under_way = turn > 0 and (turn - 1) % EACH in (3, 4)
    assert len(told) == under_way
    assert len(set(server.readers)) == len(server.readers)
    assert set(server.readers) | set(told) == set(THREE)


def test_who_may_have_it_is_named_every_time(desk: Delivering, server: FakeSmtp) -> None:
    """Nobody can say, so it is for a person to decide."""
    server.cut = (EACH, "after")
    assert "They may have it or not" in desk.refused(ALL).hint
    server.cut = None
    for _ in range(2):
        assert desk.delivered(ALL).said[1].startswith("ada@reader.example may have it or not")


@pytest.mark.parametrize("word", ["DATA", "BODY"])
def test_a_server_that_says_no_has_not_taken_it(desk: Delivering, server: FakeSmtp, word: str) -> None:
    """Whether before the message or after it: there is no doubt, and the reader gets it the next time."""
    server.refuse[word] = "451 not just now"
    pushed = desk.refused(ALL)
    assert "stopped after 0 of 3, at cal@reader.example: not just now" in pushed.error
    server.refuse.clear()
    assert desk.delivered(ALL).said == ("3 of 3 readers have it",)
    assert server.readers == THREE


def test_a_reader_who_is_refused_for_good_is_named(desk: Delivering, server: FakeSmtp) -> None:
    """With the server's words; the others get it; a later run asks no more, and still says it."""
    server.people["ben@reader.example"] = "550 no such mailbox"
    done = desk.delivered(ALL)
    assert done.losses == ("ben@reader.example is refused: 550 no such mailbox",)
    server.people.clear()
    again = desk.delivered(ALL)
    assert (again.done, again.said[1]) == ("unchanged", "ben@reader.example was refused by an earlier run")
    assert server.readers == ["ada@reader.example", "cal@reader.example"]


def test_a_reader_who_is_refused_for_now_is_tried_again(desk: Delivering, server: FakeSmtp) -> None:
    """A mailbox that is full, a server that wants to be asked twice (RFC 6647)."""
    server.people["ben@reader.example"] = "450 try again"
    assert desk.delivered(ALL).losses
    server.people.clear()
    assert desk.delivered(ALL).said == ("3 of 3 readers have it",)
    assert server.readers == [THREE[0], THREE[2], THREE[1]]


@pytest.mark.parametrize("code", ["451", "552", "554"])
def test_one_readers_message_that_is_refused_is_that_readers(desk: Delivering, server: FakeSmtp, code: str) -> None:
    """The others get theirs in the same run; the reader is named, with the way to try again, and gets it by that."""
    server.letters["ada@reader.example"] = f"{code} too much for this mailbox"
    done = desk.delivered(ALL)
    assert server.readers == THREE[1:]
    assert done.losses == (f"ada@reader.example is refused: {code} too much for this mailbox",)
    again = f"refused for now: 1. To try them again: roundup publish {desk.edition.number} --to-list FILE --yes"
    assert done.said == ("2 of 3 readers have it", again)
    server.letters.clear()
    assert desk.delivered(ALL).said == ("3 of 3 readers have it",)
    assert server.readers == [*THREE[1:], THREE[0]]


def test_message_after_message_refused_is_the_servers_own_trouble(desk: Delivering, server: FakeSmtp) -> None:
    """It is not asked for ever; those it stopped at keep no others waiting the next time."""
    names = [f"r{n}" for n in range(STRIKES + 2)]
    server.letters = {f"{name}@reader.example": "554 no" for name in names[:STRIKES]}
    assert f"stopped after 0 of 5, at {names[STRIKES - 1]}@reader.example: no" in desk.refused(to(*names)).error
    assert server.said.count("BODY") == STRIKES
    desk.refused(to(*names))
    assert server.readers == [f"{name}@reader.example" for name in names[STRIKES:]]


def test_a_reader_at_whom_the_line_breaks_keeps_no_others_waiting(desk: Delivering, server: FakeSmtp) -> None:
    """They are named, and tried last by the next run."""
    server.people["ada@reader.example"] = ""
    for so_far in ("0", "2"):
        pushed = desk.refused(ALL)
        assert f"stopped after {so_far} of 3, at ada@reader.example" in pushed.error
        assert "tried last" in pushed.hint
    assert server.readers == THREE[1:]
    server.people.clear()
    assert desk.delivered(ALL).said == ("3 of 3 readers have it",)


def test_a_reader_refused_before_a_cut_is_not_forgotten(desk: Delivering, server: FakeSmtp) -> None:
    """The run that saw the refusal never came to say it; the next one does."""
    server.people["ada@reader.example"] = "550 no"
    server.cut = (6, "before")
    desk.refused(ALL)
    server.cut = None
    assert "ada@reader.example was refused by an earlier run" in desk.delivered(ALL).said


def test_many_refusals_are_counted(desk: Delivering, server: FakeSmtp) -> None:
    """Those that are not named are not kept quiet."""
    names = [f"r{n}" for n in range(MOST_TOLD + 5)]
    server.people = {f"{name}@reader.example": "550 no" for name in names[1:]}
    losses = desk.delivered(to(*names)).losses
    assert (len(losses), losses[-1]) == (MOST_TOLD + 1, "… and 4 more like that")


def test_a_list_that_nobody_took_is_not_sent(desk: Delivering, server: FakeSmtp) -> None:
    """It must not pass for done."""
    server.people = dict.fromkeys(THREE, "550 no")
    assert "nobody was sent it: ada@reader.example is refused: 550 no" in desk.refused(ALL).error
    assert "refused by an earlier run" in desk.refused(ALL).error


def test_named_twice_is_sent_once(desk: Delivering, server: FakeSmtp) -> None:
    """In whatever case; the first spelling counts."""
    wish = Wish(readers=(Reader("ada@reader.example"), Reader("ADA@Reader.Example"), Reader("ben@reader.example")))
    assert desk.delivered(wish).said == ("2 of 2 readers have it",)
    assert server.readers == THREE[:2]


def test_a_longer_list_is_the_rest(desk: Delivering, server: FakeSmtp) -> None:
    """Who was added since gets it; who has it does not."""
    desk.delivered(to("ada"))
    desk.delivered(ALL)
    assert server.readers == THREE


def test_a_look_at_it_is_sent_once(desk: Delivering, server: FakeSmtp) -> None:
    """To the desk's own address; again when the edition has changed; and it is no list send."""
    assert (desk.delivered().state, desk.delivered().done) == ("draft", "unchanged")
    desk.say("Other words.")
    desk.delivered()
    assert server.readers == ["me@post.example"] * 2
    assert desk.delivered(to("me")).state == "live"


@pytest.mark.parametrize("said", ["550 no such mailbox", "450 later"])
def test_a_look_that_was_refused_was_not_had(desk: Delivering, server: FakeSmtp, said: str) -> None:
    """It is tried again by the same command, and not taken for done."""
    server.people["me@post.example"] = said
    assert said in desk.refused().error
    server.people.clear()
    assert desk.delivered().done == "created"


def test_a_password_of_any_letters(desk: Delivering, server: FakeSmtp, monkeypatch: pytest.MonkeyPatch) -> None:
    """By PLAIN (RFC 4616); a wrong one is called that, and not shown."""
    server.password = "schwertfisch-ü-草"
    monkeypatch.setenv("ROUNDUP_SECRET_MAIL", f"https://127.0.0.1 {NAME} {server.password}")
    assert desk.delivered().done == "created"
    for wrong in ("other-ü", PASSWORD):
        monkeypatch.setenv("ROUNDUP_SECRET_MAIL", f"https://127.0.0.1 {NAME} {wrong}")
        desk.say(wrong[::-1])
        pushed = desk.refused()
        assert "name or password is wrong" in pushed.error
        assert wrong not in str(pushed)


def test_a_server_that_asks_nobody_is_told_no_password(desk: Delivering, server: FakeSmtp) -> None:
    """One that takes mail from this machine; the secret may be there for the mailbox at the same host."""
    server.password = ""
    assert desk.delivered().done == "created"
    assert server.readers == ["me@post.example"]


@pytest.mark.parametrize("wish", FURTHER)
def test_public_elsewhere_it_is_still_a_look(desk: Delivering, server: FakeSmtp, wish: Wish) -> None:
    """Among many targets it holds up none; how the list gets it is said, whether the look was had or not."""
    for done in ("created", "unchanged"):
        found = desk.delivered(wish)
        assert (found.done, found.state) == (done, "draft")
        assert "--to-list FILE --yes" in found.said[0]
    assert server.readers == ["me@post.example"]


@pytest.mark.parametrize("word", ["EHLO", "MAIL", "DATA"])
def test_trouble_is_quoted_without_its_colours(desk: Delivering, server: FakeSmtp, word: str) -> None:
    """What a server says reaches no terminal raw."""
    server.refuse[word] = "554 \x1b]0;owned\x07 go away"
    server.refuse["HELO"] = server.refuse["EHLO"] if word == "EHLO" else ""
    pushed = desk.refused(ALL)
    assert pushed.error
    assert not {"\x1b", "\x07"} & set(pushed.error)


@pytest.mark.parametrize("address", ["nobody", "a b@c.example", "a@b.example\r\nRCPT TO:<x@y.example>", ""])
def test_the_address_for_a_look_is_one(address: str) -> None:
    """A second command cannot be slipped in by a setting."""
    options = smtp.Options(host="mail.example", test=address)
    try:
        mailing = smtp.prepare(PARCEL, options, Wish()).what
    except ConfigError:
        return
    assert "\n" not in mailing.readers[0].address


def test_without_a_sender_nothing_is_closed(root: Path) -> None:
    """What the server would only say at the first message is said before anything is done."""
    with pytest.raises(ConfigError) as caught:
        smtp.prepare(
            PARCEL.__class__(PARCEL.edition, {"eml": b"Subject: x\r\n\r\nWords.\r\n"}),
            smtp.Options(host="mail.example", test="me@post.example"),
            Wish(),
        )
    assert "[email] sender" in caught.value.message
