"""edition.eml: a message that arrives as it was meant."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from roundup.errors import ConfigError
from roundup.model import Edition
from roundup.render import SHAPES, Options, render
from roundup.render.mail.headers import ascii_address, bracketed
from roundup.render.mail.message import message
from tests import samples
from tests.render.editions import weekly
from tests.render.hostile import PAYLOADS
from tests.render.mails import UNSUBSCRIBE, file_of, message_of, options, part


def raw(edition: Edition, header: str, **fields: Any) -> bytes:
    """A header as it stands in the file, folded lines and all."""
    head = file_of(edition, "eml", **fields).split(b"\r\n\r\n")[0] + b"\r\n"
    found = re.findall(rb"(?m)^%s: (.*\r\n(?:[ \t].*\r\n)*)" % header.encode(), head)
    assert len(found) == 1, header
    return bytes(found[0])


def test_the_headers_of_a_lists_mail() -> None:
    """Who, to whom, what, when; which list, how to leave it, where it is on the web."""
    head = {name: str(value) for name, value in message_of(weekly()).items()}
    assert head.pop("Message-ID").startswith("<2026-11-20-week-that-was.")
    assert head.pop("Content-Type").startswith("multipart/alternative; boundary=")
    assert head == {
        "From": "The Clerk’s Kettle <post@kettle.example>",
        "To": "roundup@lists.kettle.example",
        "Reply-To": "editors@kettle.example",
        "Subject": "That was the local government week that was, 20 November 2026",
        "Date": "Fri, 20 Nov 2026 12:00:00 +0000",
        "Content-Language": "en-GB",
        "List-Id": "<roundup.kettle.example>",
        "List-Unsubscribe": f"<{UNSUBSCRIBE}>, <mailto:leave@kettle.example?subject=unsubscribe>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Archive": "<https://kettle.example/>",
        "Archived-At": "<https://kettle.example/2026/11/20/2026-11-20-week-that-was/>",
        "Auto-Submitted": "auto-generated",
        "Precedence": "list",
        "X-Roundup-Edition": "57 2026-11-20-week-that-was",
        "X-Unsent": "1",
        "MIME-Version": "1.0",
    }


def test_the_way_out_is_never_encoded() -> None:
    """A long address stands whole, in ASCII, on one line (Python alone would make an encoded word of it)."""
    text = raw(weekly(), "List-Unsubscribe")
    assert text == f"<{UNSUBSCRIBE}>,\r\n <mailto:leave@kettle.example?subject=unsubscribe>\r\n".encode()


@pytest.mark.parametrize("header", ["List-Archive", "Archived-At", "Message-ID", "List-Id"])
def test_no_header_with_an_address_is_encoded_or_folded(header: str) -> None:
    """Whatever its length."""
    url = "https://kettle.example/" + "long-" * 40
    text = raw(weekly(url=url, site_url=url, slug="s" * 200), header, list_id=f"{'l' * 90}.kettle.example")
    assert text.count(b"\r\n") == 1
    assert text.startswith(b"<")
    assert b"=?" not in text


@pytest.mark.parametrize("shape", SHAPES)
def test_both_parts_are_the_files(shape: str) -> None:
    """Text first, then HTML, each word for word what email.txt and email.html hold."""
    edition = weekly(shape=shape)
    made = message_of(edition)
    assert [each.get_content_type() for each in made.iter_parts()] == ["text/plain", "text/html"]
    assert part(made, "plain") == file_of(edition, "email-text").decode()
    assert part(made, "html") == file_of(edition, "email").decode()


def test_every_line_fits() -> None:
    """Mail servers break lines of more than 998 bytes, and what is signed is then no longer what was signed."""
    words = weekly(intro="ü" * 5_000, title="€" * 300)
    content = file_of(words, "eml")
    assert content.isascii()
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines if not line.startswith(b"List-Unsubscribe")) <= 78


@pytest.mark.parametrize("name", ["eml", "email", "email-text"])
def test_the_same_edition_gives_the_same_message(name: str) -> None:
    """Date, Message-ID and boundary come from its words: sending it again is recognised as the same message."""
    assert file_of(weekly(), name) == file_of(replace(weekly()), name)


def test_other_words_are_another_message() -> None:
    """A correction must not be taken for what was sent before, nor one reader's copy for another's."""
    ids = {message_of(weekly())["Message-ID"], message_of(weekly(intro="Else."))["Message-ID"]}
    ids |= {message_of(weekly(), to="ada@example.org", unsubscribe="https://kettle.example/leave?ada")["Message-ID"]}
    assert len(ids) == 3


def test_a_message_that_is_sent_is_no_draft() -> None:
    """Only the file is for a mail program to open and send."""
    assert "X-Unsent" in message(weekly(), options())
    assert "X-Unsent" not in message(weekly(), options(), draft=False)


def test_a_desk_that_sets_nothing_gets_a_draft() -> None:
    """The sender is filled in by the mail program that sends it; no promise is made that cannot be kept."""
    (rendering,) = render(samples.edition(), Options(), formats=["eml"])
    made = message_from_bytes(rendering.content, policy=default)
    assert not {"From", "To", "Reply-To", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"} & set(made.keys())
    assert made["Message-ID"].endswith("@roundup.invalid>")


@pytest.mark.parametrize(
    "unsubscribe", ["http://kettle.example/leave", "*|UNSUB|*", "{{ unsubscribe_url }}", "leave", "javascript:alert(1)"]
)
def test_one_click_needs_an_address_that_can_be_trusted(unsubscribe: str) -> None:
    """RFC 8058: https only; a service's own tag is for the service to put into the header."""
    made = message_of(weekly(), unsubscribe=unsubscribe)
    assert "List-Unsubscribe-Post" not in made
    assert made["List-Unsubscribe"] == "<mailto:leave@kettle.example?subject=unsubscribe>"


@pytest.mark.parametrize(
    ("fields", "named"),
    [({"sender": "nobody"}, "sender"), ({"to": "a b@c"}, "to"), ({"reply_to": "Ada <ada>"}, "reply_to")],
)
def test_what_is_no_address_is_refused_by_name(fields: dict[str, str], named: str) -> None:
    """Before anything is sent to nowhere."""
    with pytest.raises(ConfigError, match=rf"\[email\] {named} is ") as caught:
        message_of(weekly(), **fields)
    assert "<post@kettle.example>" in caught.value.hint


@pytest.mark.parametrize("list_id", ["a b", "ü.example", "x\r\nBcc: all@example.org", "<>", "a@b"])
def test_a_name_that_is_none_makes_no_header(list_id: str) -> None:
    """List-Id is a name with dots (RFC 2919)."""
    assert "List-Id" not in message_of(weekly(), list_id=list_id)


@pytest.mark.parametrize("payload", [*PAYLOADS, "x\r\nBcc: everybody@example.org\r\n\r\nbody", "x" * 100_000])
def test_no_word_adds_a_header(payload: str) -> None:
    """A title is a subject, and however it is written it ends where the subject ends."""
    names = message_of(samples.edition(title="Words")).keys()
    edition = samples.edition(title=payload, site_title=payload, slug=payload, language=payload)
    made = message_of(edition)
    assert made.keys() == names
    assert len(made["Subject"]) < 340
    assert "\n" not in made["Subject"]


@pytest.mark.parametrize("subject", ["Plain", "Bücher, “bins” — and more", "é" * 290, "a" * 290])
def test_subjects_arrive_as_they_are(subject: str) -> None:
    """Whatever had to be encoded on the way."""
    assert message_of(samples.edition(title=subject))["Subject"] == f"{subject}, 20 November 2026"


def test_a_subject_is_decoded_once() -> None:
    """A title that looks like an encoded word is shown as it looks, not as what it would stand for."""
    assert message_of(samples.edition(title="=?utf-8?q?gone?="))["Subject"] == "= ?utf-8?q?gone?=, 20 November 2026"


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://kettle.example/a?b=c#d", "https://kettle.example/a?b=c#d"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://kettle.example/%7Ex", "https://kettle.example/%7Ex"),
        ("https://" + "ü" * 80 + ".example/", ""),
    ],
)
def test_addresses_in_ascii(url: str, written: str) -> None:
    """Headers hold nothing else."""
    assert ascii_address(url) == written
    assert bracketed(url, "") == (f"<{written}>" if written else "")
