"""A letter to somebody who is quoted: short, warm, harmless, and for a person to send."""

from __future__ import annotations

from roundup.model import Person
from roundup.notify.letters import letter
from tests.samples import edition, pick

URL = "https://weekthatwas.example/2026/47/"


def test_it_says_what_and_where() -> None:
    """The whole of it, as an editor finds it."""
    ada = Person("ada", "Ada Example", handles=("@ada@social.example",))
    written = letter(edition(editors=("Ben", "Cleo")), URL, [pick(1)], ada)
    assert (
        written.text
        == """\
To: Ada Example (@ada@social.example)
Subject: You are in That was the local government week that was

Hello Ada Example,

We quoted this post of yours in “That was the local government week that
was”, our roundup of what people in local government write:

  “Post number 1”
  https://blog.example/1

Here it is:
  https://weekthatwas.example/2026/47/

Thank you for writing. If anything is wrong, or you would rather not be
featured, a word is enough and we will put it right.

Ben, Cleo
"""
    )
    assert written.filename == "ada-example.txt"


def test_several_posts_are_one_letter() -> None:
    """Posts that are only linked to are not said to be quoted."""
    words = letter(edition(), URL, [pick(1, quotes=()), pick(2, quotes=())], None).text
    assert "We linked to these posts of yours" in words
    assert "https://blog.example/1" in words
    assert "https://blog.example/2" in words


def test_a_stranger_is_addressed_by_what_is_known() -> None:
    """Author, else blog, else as a friend; a post without a title says so."""
    assert letter(edition(), URL, [pick(1, authors=("Bea", "Cal"))], None).name == "Bea, Cal"
    assert letter(edition(), URL, [pick(1, authors=())], None).name == "A Blog"
    bare = letter(edition(), URL, [pick(1, authors=(), blog="", title="")], None)
    assert (bare.name, "(without a title)" in bare.text) == ("friend", True)


def test_hostile_names_stay_in_their_line() -> None:
    """No name or title can add a header, a line, or leave the folder."""
    evil = "Ada\r\nBcc: everybody@example.org\x1b[31m"
    written = letter(edition(title=evil), URL, [pick(1, title=evil, authors=("../../etc/passwd",))], None)
    assert [line for line in written.text.splitlines() if line.startswith("Bcc:")] == []
    assert "\x1b" not in written.text
    assert "/" not in written.filename
    assert letter(edition(), URL, [pick(1, authors=(evil,))], None).text.count("\n") == written.text.count("\n")
