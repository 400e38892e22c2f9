"""Every finding says what to do; done as it says, the finding is gone. Fault after fault, on a desk, by command."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from roundup.cli import main
from roundup.curate.check import CHECKS
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.word import quote_payload
from tests.cli.desk import Commands
from tests.net.servers import Server, hang, redirect, reply, serving
from tests.samples import quote
from tests.workflow.desks import bring, desk_at

TEXT = "The bins went out on time. Nobody thanked the crew, and nobody ever does. So it goes on in every ward."
STORY = (
    "We walked the parish on a cold Sunday and counted every bench we found. There are forty-one benches in Sandleigh, "
    "and thirty of them look at a car park. Nobody had ever counted them before, so we made a map and put it on the "
    "library's wall, where people have since written down three that we had missed."
)
PAGES = {
    "/gone": reply(status=404),
    "/busy": reply(status=500),
    "/old": redirect("/there", 301),
    **{path: reply(b"here") for path in ("/there", "/there?pick=1", "/there?pick=2")},
    "/in": redirect("http://10.0.0.1/", 302),
}


@dataclass
class Editor:
    """An editor at a desk with two sound picks, who does what findings say."""

    commands: Commands
    desk: Desk
    site: str = ""

    def run(self, *words: str, code: int = 0) -> str:
        return self.commands.run(*words, code=code).out

    def lead(self, words: str, post: int = 1) -> None:
        """A lead-in that is sound but for these words."""
        self.run("annotate", str(post), "--lead", f"Blog {post} [says so](post). {words}")

    def findings(self, *words: str) -> list[dict[str, Any]]:
        """What `check` says, whether or not something blocks."""
        out = io.StringIO()
        with redirect_stdout(out), pytest.MonkeyPatch.context() as patch:
            for name, value in self.commands.environment.items():
                patch.setenv(name, value)
            main(["check", *words, "--json"])
        found: list[dict[str, Any]] = json.loads(out.getvalue())
        return found

    def remedy(self, check: str, *words: str) -> str:
        """The remedy of the one finding there is; anything else would be a fault of the test."""
        (finding,) = self.findings(*words)
        assert finding["check"] == check
        return str(finding["remedy"])

    def bring(self, slug: str, text: str = TEXT, **fields: Any) -> str:
        """A post starred and introduced, by a blog of its own."""
        fields = {"blog": "", "url": f"https://{slug}.example/", **fields}
        with self.desk.store() as store:
            number = 1 + int(store.connection.value("SELECT coalesce(max(id), 0) FROM posts"))
        post = bring(self.desk, slug, text, **{**fields, "blog": fields["blog"] or f"Blog {number}"})
        self.run("star", post)
        self.run("annotate", post, "--lead", f"{fields['blog'] or f'Blog {number}'} [says so](post).")
        return post

    def sql(self, statement: str) -> None:
        """What a fetch would have written down."""
        with self.desk.store() as store, store.write():
            store.connection.run(statement)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with two sound picks, an intro and a sign-off; made once."""
    root = tmp_path_factory.mktemp("template") / "desk"
    commands = Commands(root)
    commands.run("init", str(root))
    editor = Editor(commands, desk_at(root))
    editor.bring("bins")
    editor.bring("map", "A map of every bench there is. " + TEXT)
    editor.run("edition", "set", "--intro", "A week of bins.", "--sign-off", "Send us your posts.")
    return root


@pytest.fixture
def editor(template: Path, tmp_path: Path) -> Editor:
    """An editor at a fresh copy of it."""
    root = tmp_path / "desk"
    shutil.copytree(template, root)
    return Editor(Commands(root, allow="127.0.0.0/8:*"), desk_at(root))


def commands_in(remedy: str) -> list[list[str]]:
    """The commands that a remedy names, as words behind `roundup`."""
    found = re.findall(r"roundup ((?:\"[^\"]*\"|[^;,\"])+?)(?=[;,]|\. |$)", remedy)
    return [shlex.split(command) for command in found]


# ------------------------------------------------------------ remedies that are commands

Fault = Callable[[Editor], object]


def published_before(editor: Editor) -> None:
    editor.run("publish")
    editor.bring("new")
    editor.run("edition", "set", "--intro", "A week of bins.", "--sign-off", "Send us your posts.")


def featured(editor: Editor) -> None:
    """The post of a closed edition comes again under a new address, and a redirect tells that it is the same."""
    published_before(editor)
    again = editor.bring("again", "Other words altogether stand here now, and not one of the old. " * 3)
    editor.sql(f"UPDATE posts SET url = 'https://bins.example/?utm_source=feed' WHERE id = {again}")


def same_slug(editor: Editor) -> None:
    editor.run("edition", "set", "--slug", "the-week")
    published_before(editor)
    editor.run("edition", "set", "--slug", "the-week")


def same_story(editor: Editor) -> None:
    editor.bring("one", STORY)
    editor.bring("two", STORY)


def absent(editor: Editor) -> None:
    with editor.desk.store() as store, store.write():
        made = quote("Nobody ever said a thing like this, or anything near it.", id="q-absent")
        record(store, editor.desk, "quote", store.posts.get(1).key, quote_payload(made), decision_id=made.id)


def drifted(editor: Editor) -> None:
    with editor.desk.store() as store, store.write():
        made = quote("Nobody thanked the crews, and nobody ever does.", id="q-drifted")
        record(store, editor.desk, "quote", store.posts.get(1).key, quote_payload(made), decision_id=made.id)


COMMANDS: dict[str, tuple[Fault, int, dict[str, str]]] = {
    # check: how it comes about, which of the remedy's commands is run, what is written where it says …
    "no-picks": (lambda e: e.run("unstar", "1", "2"), 0, {"POST": "1"}),
    "no-words": (
        lambda e: e.run("annotate", "1", "--lead", ""),
        0,
        {"… [words](post) …": "Blog 1 [says](post)."},
    ),
    "no-link": (lambda e: e.run("annotate", "1", "--lead", "Blog 1 says."), 0, {"…": "Blog 1 [says](post)."}),
    "featured-before": (featured, 0, {}),
    "same-story": (same_story, 0, {}),
    "slug-taken": (same_slug, 0, {"…": "another-week"}),
    "doubtful": (lambda e: e.sql("UPDATE posts SET doubt = 'every post is new: it may have changed hands'"), 1, {}),
    "quote-absent": (absent, 0, {}),
    "quote-drifted": (drifted, 0, {}),
    "order-bound": (lambda e: e.lead("And last but not least: bins."), 0, {"…": "2 1"}),
    "no-intro": (lambda e: e.run("edition", "set", "--intro", ""), 0, {"…": "A week."}),
    "no-sign-off": (lambda e: e.run("edition", "set", "--sign-off", ""), 0, {"…": "Bye."}),
    "no-alt-text": (
        lambda e: e.run("edition", "set", "--image", "https://x.example/a.jpg"),
        0,
        {"…": "Bins at dawn"},
    ),
}


@pytest.mark.parametrize("check", COMMANDS)
def test_a_remedy_that_is_a_command_cures(editor: Editor, check: str) -> None:
    """Copied as it stands, with what has to be filled in filled in."""
    cause, which, filled = COMMANDS[check]
    cause(editor)
    remedies = {each["remedy"] for each in editor.findings() if each["check"] == check}
    while remedies:
        words = commands_in(min(remedies))[which]
        editor.run(*(part for word in words for part in fill(word, filled)))
        left = {each["remedy"] for each in editor.findings() if each["check"] == check}
        assert len(left) < len(remedies), left
        remedies = left


def fill(word: str, filled: dict[str, str]) -> list[str]:
    """A word of a command with what its user writes; an order is several words."""
    if word not in filled:
        return [word]
    return filled[word].split(" ") if re.fullmatch(r"[\d ]+", filled[word]) else [filled[word]]


def test_a_doubtful_post_can_be_looked_at(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first half of that remedy."""
    opened_at: list[str] = []

    def browse(address: str) -> bool:
        opened_at.append(address)
        return True

    monkeypatch.setenv("BROWSER", "a-browser")
    monkeypatch.setattr("webbrowser.open", browse)
    editor.sql("UPDATE posts SET doubt = 'every post is new: it may have changed hands' WHERE id = 1")
    opened = commands_in(editor.remedy("doubtful"))[0]
    assert opened == ["open", "1"]
    editor.run(*opened)
    assert opened_at == ["https://bins.example/"]


def test_what_a_remedy_says_to_look_at_can_be_seen(editor: Editor) -> None:
    """`show`, behind the quote that is to go."""
    absent(editor)
    assert "Nobody thanked the crew" in editor.run(*commands_in(editor.remedy("quote-absent"))[1])


def test_a_command_for_a_post_names_the_post_and_not_its_place(editor: Editor) -> None:
    """The second pick is post 3: the remedy says 3."""
    editor.run("unstar", "2")
    third = editor.bring("third")
    editor.run("annotate", third, "--lead", "")
    assert {words[1] for words in commands_in(editor.remedy("no-words"))} == {third}


# ------------------------------------------------------------ remedies in words

BAD: dict[str, tuple[str, Callable[[str], str]]] = {
    # check: the words that have it, and what an editor makes of them who reads the remedy
    "link-tracking": ("[There](https://x.example/a?utm_source=b&id=3).", lambda r: f"[There]({used(r)})."),
    "link-relative": ("[There](www.x.example/a).", lambda r: f"[There]({used(r)})."),
    "link-shortened": (
        "[There](https://l.facebook.com/l.php?u=https%3A%2F%2Fx.example%2Fa).",
        lambda r: f"[There]({used(r)}).",
    ),
    "link-insecure": ("[There](http://x.example/a).", lambda r: f"[There]({used(r)})."),
    "link-unsafe": ("[There](javascript:alert(1)).", lambda _: "[There](https://x.example/)."),
    "placeholder": ("See [LINK].", lambda _: "See [there](https://x.example/)."),
    "doubled-word": ("It is the the end.", lambda _: "It is the end."),
    "no-alt-text": ("![](https://x.example/a.png)", lambda _: "![Bins at dawn](https://x.example/a.png)"),
}


def used(remedy: str) -> str:
    """The address that a remedy says to use."""
    (found,) = re.findall(r"https?://\S+", remedy)
    return str(found)


@pytest.mark.parametrize("check", BAD)
def test_words_mended_as_the_remedy_says_are_sound(editor: Editor, check: str) -> None:
    """An address that it gives can be pasted as it stands, and brings no other finding."""
    words, mended = BAD[check]
    editor.lead(words)
    editor.lead(mended(editor.remedy(check)))
    assert editor.findings() == []


def test_a_second_voice_is_mended_by_saying_so(editor: Editor) -> None:
    """Or by letting one of the two go."""
    post = editor.bring("third", blog="Blog 1")
    editor.run("annotate", post, "--lead", "Blog 1 [says so](post).")
    assert "again" in editor.remedy("same-voice")
    editor.run("annotate", post, "--lead", "Blog 1 [says so](post) again.")
    assert editor.findings() == []


def test_a_name_is_mended_by_writing_it(editor: Editor) -> None:
    """The remedy says whose post it is."""
    editor.run("annotate", "1", "--lead", "Somebody [says so](post).")
    name = editor.remedy("no-name").removeprefix("It is by ")
    editor.run("annotate", "1", "--lead", f"{name} [says so](post).")
    assert editor.findings() == []


@pytest.mark.parametrize(
    ("check", "limits", "shorter"),
    [
        ("quote-long", "longest_quote = 12\nmost_quoted = 1.0", "The bins went out […] in every ward."),
        ("much-quoted", "longest_quote = 500\nmost_quoted = 0.3", "The bins […] goes on"),
    ],
)
def test_too_much_of_a_post_is_mended_with_an_elision(editor: Editor, check: str, limits: str, shorter: str) -> None:
    """As it says, in square brackets."""
    (editor.commands.root / "roundup.toml").write_text(f"[check]\n{limits}\n")
    editor.run("quote", "1", TEXT)
    assert "[…]" in editor.remedy(check)
    editor.run("unquote", "1", "1")
    editor.run("quote", "1", shorter)
    assert editor.findings() == []


def test_a_large_e_mail_is_mended_by_not_making_one(editor: Editor) -> None:
    """The third way of the three that it names."""
    toml = editor.commands.root / "roundup.toml"
    toml.write_text("[email]\nwarn_bytes = 2000\nmax_bytes = 5000\n")
    (finding,) = [each for each in editor.findings() if each["check"] == "email-large"]
    assert "[render] formats" in finding["remedy"]
    toml.write_text('[email]\nwarn_bytes = 2000\nmax_bytes = 5000\n[render]\nformats = ["page", "markdown"]\n')
    assert editor.findings() == []


# ------------------------------------------------------------ links that were asked

ASKED: dict[str, tuple[str, str]] = {
    "link-dead": ("/gone", "/there"),
    "link-moved": ("/old", "/there"),
    "link-private": ("/in", "/there"),
    "link-unasked": ("/busy", "/there"),
}


@pytest.mark.parametrize("check", ASKED)
def test_a_link_mended_as_the_remedy_says_is_found(editor: Editor, check: str) -> None:
    """Asked, mended, asked again: the draft is sound. Where the remedy gives an address, that is the one."""
    bad, good = ASKED[check]
    with serving(pages=PAGES) as server:
        at_server(editor, server)
        editor.lead(f"[There]({server.url(bad)}).")
        remedy = editor.remedy(check, "--links")
        given = re.findall(r"https?://\S+", remedy)
        assert given in ([], [server.url(good)])
        editor.lead(f"[There]({server.url(good)}).")
        assert editor.findings("--links") == []


def test_a_pick_whose_post_is_gone_is_mended_by_letting_it_go(editor: Editor) -> None:
    """The command that it names; nothing of the others."""
    with serving(pages={**PAGES, "/there?pick=1": reply(status=410)}) as server:
        at_server(editor, server)
        found = [each for each in editor.findings("--links") if each["check"] == "link-dead"]
        assert [each["level"] for each in found] == ["blocks"]
        (unstar, *_) = commands_in(found[0]["remedy"])
        editor.run(*unstar)
        assert editor.findings() == []


def test_a_site_that_hangs_is_told_and_holds_nothing_up(editor: Editor) -> None:
    """The others are asked all the same; the draft can be published."""
    (editor.commands.root / "roundup.toml").write_text("[fetch]\ndeadline = 1.0\n")
    with serving(hang(), host="127.0.0.2") as slow, serving(pages=PAGES) as server:
        at_server(editor, server)
        one, two = (slow.url(path, host="127.0.0.2") for path in ("/a", "/b"))
        editor.lead(f"[There]({one}), [there]({two}) and [there]({server.url('/gone')}).")
        found = {each["check"]: each["level"] for each in editor.findings("--links")}
        assert found == {"link-unasked": "hints", "link-dead": "warns"}
        assert len(slow.requests) == 1


def at_server(editor: Editor, server: Server) -> None:
    """The picks' own posts are at the server, so that they answer too."""
    editor.sql(f"UPDATE posts SET url = '{server.url('/there?pick=')}' || id")


# ------------------------------------------------------------ all of them

ELSEWHERE = {
    "opted-out": "tests of people's remedies",
    "name-unlike": "tests of people's remedies",
    "link-doubtful": "its remedy is to look",
    "not-arrived": "tests of deliveries",
    "formats-differ": "its remedy is to tell us",
}


def test_the_remedy_of_every_check_is_tried() -> None:
    """A new check needs a line here, so that nobody is told to do what does not work."""
    in_words = {"same-voice", "no-name", "quote-long", "much-quoted", "email-large"}
    assert {*COMMANDS, *BAD, *ASKED, *in_words, *ELSEWHERE} == set(CHECKS)


def test_a_finding_of_a_closed_edition_is_cured_by_an_erratum(editor: Editor) -> None:
    """Its remedy names the command; what is written there is shown with the edition, and the finding stays true."""
    editor.run("quote", "1", "Nobody thanked the crew, and nobody ever does.")
    editor.run("publish")
    bring(replace(editor.desk), "bins", TEXT.replace("crew", "crews"), url="https://bins.example/", content_hash="new")
    said = editor.commands.json("recheck", "--offline")
    (finding,) = said["findings"]
    assert finding["detail"] == "Nobody thanked the [-crew,-] {+crews,+} and nobody ever does."
    (words,) = commands_in(finding["remedy"])
    editor.run(*("The post was edited." if word == "…" else word for word in words))
    editor.run("render", "1")
    (page,) = editor.commands.root.glob("out/*/post.md")
    assert "The post was edited." in page.read_text(encoding="utf-8")
