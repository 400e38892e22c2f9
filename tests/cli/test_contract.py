"""What scripts rely on: the keys of every --json, exit codes, data on stdout and words on stderr."""

from __future__ import annotations

import gc
import json
from typing import Any

import pytest

from roundup.cli import main
from tests.cli.desk import Commands
from tests.workflow.desks import bring, desk_at

HOSTILE = "\x1b]0;owned\x07Bins \x1b[2J\u202egnp.exe\x9b31m"
RAW = set("\x1b\x07\x9b\u202e\x00\r")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """A desk with a pick, a skip, and a post whose every word is hostile, all written about."""
    root = tmp_path_factory.mktemp("contract") / "desk"
    commands = Commands(root)
    commands.run("init", str(root), "--empty")
    made = desk_at(root)
    bring(made, "bins")
    bring(made, "maps", html='<p>Words, <a href="https://other.example/a">a link</a>.</p>')
    bring(made, "evil", f"Words {HOSTILE} here.", title=HOSTILE, blog=HOSTILE, authors=(HOSTILE,))
    commands.run("star", "1", "3")
    commands.run("skip", "2", "--reason", "old news")
    commands.run("annotate", "1", "--lead", "Ada [wrote](post) it.", "--remark", "So it is.")
    commands.run("annotate", "3", "--lead", f"Ada [wrote](post) {HOSTILE}.", "--section", HOSTILE)
    commands.run("tag", "3", "--add", HOSTILE)
    commands.run("note", "3", HOSTILE)
    (root.parent / "list.opml").write_text(opml())
    commands.run("feeds", "import", str(root.parent / "list.opml"))
    return commands


def opml() -> str:
    outlines = '<outline text="A Blog" xmlUrl="https://a.example/feed"/><outline text="B" xmlUrl="https://b.example/"/>'
    return f'<opml version="2.0"><body><outline text="People">{outlines}</outline></body></opml>'


def keys(text: str) -> set[str]:
    return set(text.split())


POST = keys("id url title blog author published first_seen words starred skipped tags reasons")


@pytest.mark.parametrize("words", [["posts"], ["posts", "--all"], ["posts", "--starred"], ["posts", "--skipped"]])
def test_each_post_of_a_list_has_its_keys(desk: Commands, words: list[str]) -> None:
    """A list of objects, though it may be empty."""
    posts = desk.json(*words)
    assert isinstance(posts, list)
    assert all(keys_of(post) >= POST for post in posts)


def keys_of(document: dict[str, Any]) -> set[str]:
    return set(document)


def test_a_list_holds_what_was_asked_for(desk: Commands) -> None:
    """Starred and skipped posts are told apart by their keys, too."""
    starred, skipped = desk.json("posts", "--starred"), desk.json("posts", "--skipped")
    assert sorted(str(post["id"]) for post in starred) == ["1", "3"]
    assert [str(post["id"]) for post in skipped] == ["2"]
    assert all(post["starred"] and not post["skipped"] for post in starred)
    assert all(post["skipped"] and not post["starred"] for post in skipped)


@pytest.mark.parametrize("post", ["1", "2", "3"])
def test_a_post_shown_has_its_keys(desk: Commands, post: str) -> None:
    """Those of the list, and all that is known."""
    shown = desk.json("show", post)
    assert keys_of(shown) >= POST | keys("text html sources snapshots links notes pick")


def test_a_feed_has_its_keys(desk: Commands) -> None:
    """Of feeds that were never fetched, too."""
    feeds = desk.json("feeds")
    assert [feed["url"] for feed in feeds] == ["https://a.example/feed", "https://b.example/"]
    assert all(
        keys_of(feed) >= keys("url title state last_success failures reason posts_per_week tags") for feed in feeds
    )
    assert all(feed["tags"] == ["People"] for feed in feeds)


def test_a_fetch_has_its_keys(desk: Commands) -> None:
    """With nothing that is due, too; exit 0."""
    for act in ("pause", "resume"):
        for feed in ("https://a.example/feed", "https://b.example/"):
            desk.run("feeds", act, feed)
        if act == "pause":
            done = desk.json("fetch")
    assert keys_of(done) >= keys("feeds fetched unchanged failed new_posts changed_posts seconds failures")
    assert done["failures"] == []


def test_an_edition_has_its_keys(desk: Commands) -> None:
    """Its picks with theirs."""
    edition = desk.json("edition")
    assert keys_of(edition) >= keys("number slug title state picks words quoted_share missing")
    assert all(keys_of(pick) >= keys("post lead quotes remark section tags") for pick in edition["picks"])
    assert len(edition["picks"]) == 2


def test_a_quote_has_its_keys(desk: Commands) -> None:
    """Paragraphs, and whether they stand there."""
    text = desk.json("show", "1")["text"]
    desk.run("quote", "1", text.split(". ")[0])
    (pick,) = [pick for pick in desk.json("edition")["picks"] if pick["quotes"]]
    assert all(keys_of(quote) >= keys("paragraphs verdict") for quote in pick["quotes"])
    assert pick["quotes"][0]["verdict"] == "found"
    desk.run("undo")


def test_a_finding_has_its_keys(desk: Commands) -> None:
    """A list of them; exit 1 exactly if one blocks."""
    for code, words in ((0, "So it is."), (1, "So it is, says {{ name }}.")):
        desk.run("annotate", "1", "--remark", words)
        findings = desk.json("check", code=code)
        assert all(keys_of(finding) >= keys("check level where message remedy") for finding in findings)
        assert any(finding["level"] == "blocks" for finding in findings) == bool(code)
    desk.run("annotate", "1", "--remark", "So it is.")


TOLD = [
    *(["posts", "--all"], ["show", "3"], ["feeds"], ["edition"], ["edition", "list"], ["search", "words"]),
    *(["why", "3"], ["people"], ["voices"]),
]


@pytest.mark.parametrize("words", TOLD, ids=" ".join)
def test_nothing_hostile_reaches_the_terminal_raw(desk: Commands, words: list[str]) -> None:
    """Neither in words nor in JSON, where it is escaped or gone."""
    said = desk.run(*words)
    assert not RAW & set(said.out + said.err)
    assert not RAW & set(desk.run(*words, "--json").out)


@pytest.mark.parametrize("words", TOLD, ids=" ".join)
def test_json_is_one_document_and_nothing_else(desk: Commands, words: list[str]) -> None:
    """On stdout; stderr may speak."""
    out = desk.run(*words, "--json").out
    document = json.loads(out)
    assert isinstance(document, (list, dict))
    assert out.endswith("\n")


@pytest.mark.parametrize("words", TOLD, ids=" ".join)
def test_looking_twice_shows_the_same(desk: Commands, words: list[str]) -> None:
    """Nothing that only looks changes anything."""
    assert desk.run(*words, "--json").out == desk.run(*words, "--json").out


@pytest.mark.parametrize("words", TOLD, ids=" ".join)
def test_quiet_still_says_what_was_asked_for(desk: Commands, words: list[str]) -> None:
    """Only progress and remarks are left out."""
    assert desk.run("--quiet", *words, "--json").out == desk.run(*words, "--json").out


@pytest.mark.parametrize(
    "words",
    [
        *(["star", "99"], ["unstar", "99"], ["skip", "99"], ["show", "99"], ["why", "https://nowhere.example/"]),
        *(["quote", "99", "words"], ["note", "99", "x"], ["tag", "99", "--add", "x"], ["unquote", "1", "9"]),
        *(["render", "99"], ["recheck", "99"], ["feeds", "remove", "https://nowhere.example/"]),
        *(
            ["undo", "--to", "nothing"],
            ["posts", "--sort", "colour"],
            ["no-such-command"],
            ["posts", "--no-such-option"],
        ),
        *(["--desk", "/nowhere/at/all", "posts"], ["edit"], ["triage"]),
    ],
    ids=" ".join,
)
def test_what_was_asked_wrongly_ends_with_two_and_a_hint(desk: Commands, words: list[str]) -> None:
    """In words on stderr, nothing on stdout, and nothing was changed."""
    before = desk.run("posts", "--all", "--json").out
    said = desk.run(*words, code=2)
    assert said.out == ""
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) >= 1
    assert desk.run("posts", "--all", "--json").out == before


@pytest.mark.parametrize(
    ("words", "again"),
    [
        (["star", "1"], 0),
        (["skip", "2"], 0),
        (["tag", "3", "--add", "bins"], 0),
        (["feeds", "pause", "https://a.example/feed"], 0),
        (["feeds", "resume", "https://a.example/feed"], 0),
        (["feeds", "import", "LIST"], 0),
        (["order", "3", "1"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_done_can_be_done_again(desk: Commands, words: list[str], again: int) -> None:
    """Exit 0, and the desk is as after the first time."""
    words = [word.replace("LIST", str(desk.root.parent / "list.opml")) for word in words]
    desk.run(*words)
    first = [desk.run(*look, "--json").out for look in (["posts", "--all"], ["feeds"], ["edition"])]
    desk.run(*words, code=again)
    assert [desk.run(*look, "--json").out for look in (["posts", "--all"], ["feeds"], ["edition"])] == first


def test_only_a_process_of_its_own_is_told_how_to_end() -> None:
    """Who calls main() keeps their habits, and gets its answer."""
    before = gc.get_threshold()
    assert (main(["no-such-command"]), gc.get_threshold()) == (2, before)
