"""What is delivered where, and when it is not: wishes, lists, what was cut off, editions that are called the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from roundup.config import EmailSettings
from roundup.deliver import Reader, Wish
from roundup.errors import ConfigError, UsageError
from roundup.model import Receipt
from roundup.workflow.deliver import chosen, deliver, known_as, outstanding, sending
from roundup.workflow.desk import Desk
from roundup.workflow.publish import preview, publish, publish_again
from tests.samples import NOW, edition
from tests.workflow.desks import close, ready

FOLDER, ARCHIVE = {"path": "site"}, {"target": "folder", "path": "archive"}
SMTP = {"host": "127.0.0.1", "port": 9, "security": "none", "test": "me@post.example"}
EMAIL = EmailSettings(sender="post@post.example", unsubscribe="https://post.example/u/{token}")
LIST = Wish(readers=(Reader("ada@reader.example", "t1"),))


def delivering(desk: Desk, email: EmailSettings | None = None, **tables: Mapping[str, Any]) -> Desk:
    """The desk with these targets."""
    return replace(desk, settings=replace(desk.settings, deliver=tables, email=email or EMAIL))


def files(desk: Desk) -> list[str]:
    """What is in the folders editions go to."""
    root = desk.settings.root
    return sorted(str(p.relative_to(root)) for name in ("site", "archive") for p in (root / name).rglob("*.md"))


def number(desk: Desk) -> int:
    """The edition that is open."""
    with desk.store() as store:
        return store.ledger.editions(1).open.number


def test_a_wish_that_nothing_can_fulfil_closes_nothing(desk: Desk) -> None:
    """Public, but nowhere to be; a list, and nothing that sends mail."""
    ready(desk, "bins")
    for wish in (Wish(live=True), Wish(at=NOW + timedelta(days=1))):
        with pytest.raises(UsageError) as caught:
            publish(desk, wish=wish)
        assert "no target" in caught.value.message
    with pytest.raises(UsageError) as caught:
        publish(delivering(desk, folder=FOLDER), wish=LIST)
    assert "nothing here sends mail to the 1 readers" in caught.value.message
    assert (number(desk), files(desk)) == (1, [])


def test_a_reader_without_a_token_is_named_before_anything_is_sent(desk: Desk) -> None:
    """Not when it is their turn; nothing is closed either, and a dry run says it, too."""
    ready(desk, "bins")
    mail = delivering(desk, smtp=SMTP)
    wish = Wish(readers=(*LIST.readers, Reader("ben@reader.example"), Reader("cal@reader.example")))
    for act in (publish, preview):
        with pytest.raises(UsageError) as caught:
            act(mail, wish=wish)
        assert caught.value.message == "ben@reader.example has no token, and 1 more"
    assert number(desk) == 1


def test_without_tokens_nobody_needs_one(desk: Desk) -> None:
    """Where one address serves everybody."""
    ready(desk, "bins")
    mail = delivering(desk, replace(EMAIL, unsubscribe="https://post.example/off"), smtp=SMTP)
    assert preview(mail, wish=Wish(readers=(Reader("ben@reader.example"),)))


def test_what_a_target_cannot_take_is_not_expected_there(desk: Desk) -> None:
    """A closed edition that is refused for its wish is not waited for afterwards."""
    ready(desk, "bins")
    close(desk)
    two = delivering(desk, folder=FOLDER, imap={"host": "mail.example"})
    with pytest.raises(ConfigError):
        publish_again(two, 1, wish=Wish(at=NOW))
    with two.store() as store:
        assert store.receipts.all("2026-11-20-week-that-was") == ()


def test_another_place_is_not_held_up(desk: Desk) -> None:
    """What has not arrived in one place is left to a run that may go there."""
    blocked = delivering(desk, folder=FOLDER, archive=ARCHIVE)
    site = desk.settings.root / "site"
    site.write_text("in the way")
    ready(blocked, "bins")
    publish(blocked)
    ready(blocked, "maps")
    done = publish(blocked, to=["archive"])
    assert (done.edition.number, done.resumed, files(desk)) == (2, False, files(desk))
    assert len(files(desk)) == 2
    site.unlink()
    late = publish(blocked)
    assert (late.edition.number, late.resumed, [push.target for push in late.pushed]) == (1, True, ["folder"])


def test_the_oldest_is_gone_on_with_first(desk: Desk) -> None:
    """One a run, until all have arrived."""
    both = delivering(desk, folder=FOLDER)
    site = desk.settings.root / "site"
    for slug in ("bins", "maps"):
        ready(both, slug)
        close(both)
    for closed in (1, 2):
        site.write_text("in the way")
        assert publish_again(both, closed).pushed[0].error
        site.unlink()
    assert [publish(both).edition.number for _ in range(2)] == [1, 2]
    assert len(files(desk)) == 2


def test_a_list_is_not_sent_last_weeks_edition(desk: Desk) -> None:
    """What is cut off is gone on with, but readers of this week's are not sent the one before."""
    mail = delivering(desk, smtp=SMTP)
    ready(mail, "bins")
    assert publish(mail).pushed[0].error
    ready(mail, "maps")
    for act in (publish, preview):
        with pytest.raises(UsageError) as caught:
            act(mail, wish=LIST)
        assert "edition 1 has not arrived everywhere yet" in caught.value.message
        assert "roundup publish 1 --to-list" in caught.value.hint


def test_a_list_that_was_under_way_is_gone_on_with(desk: Desk) -> None:
    """The same command as before finishes it."""
    mail = delivering(desk, smtp=SMTP)
    ready(mail, "bins")
    made = publish(mail).edition
    with mail.store() as store:
        store.receipts.mark_sent(made.slug, "smtp", "ben@reader.example", "sent", NOW)
    assert publish(mail, wish=LIST).resumed


def test_a_list_whose_server_was_not_there_is_sent_by_the_same_command(desk: Desk) -> None:
    """Nobody was sent anything yet, and it is known all the same which edition they are to get."""
    mail = delivering(desk, smtp=SMTP)
    ready(mail, "bins")
    first = publish(mail, wish=LIST)
    assert first.pushed[0].error
    ready(mail, "maps")
    again = publish(mail, wish=LIST)
    assert (again.edition.number, again.resumed) == (first.edition.number, True)


def test_only_what_mails_the_list_keeps_the_list(desk: Desk) -> None:
    """A page that did not arrive is no list send under way, whose readers would get last week's edition."""
    both = delivering(desk, smtp=SMTP, folder=FOLDER)
    (desk.settings.root / "site").write_text("in the way")
    ready(both, "bins")
    made = publish(both, wish=LIST).edition
    with both.store() as store:
        assert [sending(store, both, made, name) for name in ("smtp", "folder")] == [True, False]


def test_editions_that_are_called_the_same_are_told_apart(desk: Desk) -> None:
    """The later one has its number behind the slug: in receipts, in what is outstanding, in who was sent it."""
    for slug in ("bins", "maps"):
        ready(desk, slug)
        close(desk)
    with desk.store() as store:
        first, second = (frozen.edition for frozen in store.ledger.editions(1).closed)
        assert known_as(store, desk, first) == first.slug
        twin = replace(second, slug=first.slug)
        assert known_as(store, desk, twin) == f"{first.slug}-2"
        store.receipts.keep(Receipt(first.slug, "folder", NOW, "ada"))
        two = delivering(desk, folder=FOLDER)
        closed = store.ledger.editions(1).closed
        assert outstanding(store, two, closed) == {first.number: ("folder",)}


@pytest.mark.parametrize("name", ["a\x1b[31m", "a\nb", "x" * 200, "ü"])
def test_a_target_of_any_name_is_shown_harmlessly(desk: Desk, name: str) -> None:
    """TOML takes any key; a terminal does not."""
    odd = delivering(desk, EMAIL, **{name: {"target": "nothing"}})
    for names in ((), ("ghost",)):
        with pytest.raises(UsageError) as caught:
            chosen(odd, names)
        assert not set("\x1b\n") & set(caught.value.message)


def test_named_twice_a_target_gets_it_once(desk: Desk) -> None:
    """--to folder --to folder."""
    two = delivering(desk, folder=FOLDER)
    assert [each.name for each in chosen(two, ["folder", "folder"])] == ["folder"]
    (pushed,) = deliver(two, edition(), chosen(two, ["folder", "folder"]), Wish())
    assert pushed.delivered


def test_each_target_has_a_receipt_of_its_own(desk: Desk) -> None:
    """Two folders, one edition, two receipts; each with what it holds."""
    two = delivering(desk, folder=FOLDER, archive=ARCHIVE)
    ready(two, "bins")
    made = publish(two).edition
    with two.store() as store:
        receipts = store.receipts.all(made.slug)
    assert [(r.target, r.state, r.by) for r in receipts] == [("archive", "saved", "ada"), ("folder", "saved", "ada")]
    assert receipts[0].remote != receipts[1].remote
    assert receipts[0].body == receipts[1].body
