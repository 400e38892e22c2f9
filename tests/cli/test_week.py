"""A week of an editor's work through the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.blogserver import Blogs, item
from tests.cli.desk import Commands

POST_KEYS = {
    "id",
    "url",
    "title",
    "blog",
    "author",
    "published",
    "first_seen",
    "words",
    "starred",
    "skipped",
    "tags",
    "reasons",
}


def ids(desk: Commands, *options: str) -> dict[str, str]:
    """title → short id of what `posts` shows."""
    return {post["title"]: str(post["id"]) for post in desk.json("posts", *options)}


def picked(desk: Commands) -> list[str]:
    """The titles of the draft's picks, in order."""
    return [pick["title"] for pick in desk.json("edition")["picks"]]


def ready(desk: Commands, title: str = "Bins, again") -> str:
    """Star a post and write what an edition needs; its id."""
    post = ids(desk, "--all")[title]
    desk.run("star", post)
    desk.run("annotate", post, "--lead", f"Somebody wrote [something](post) of note: {title}.")
    return post


def test_what_waits_is_listed_with_the_keys_scripts_rely_on(desk: Commands) -> None:
    """`posts --json` is a list of objects; every key of the contract is there."""
    posts = desk.json("posts")
    assert {post["title"] for post in posts} == {"Bins, again", "A map of every bench", "Weeknotes"}
    assert all(set(post) >= POST_KEYS for post in posts)
    assert all(post["reasons"] for post in posts)


def test_piped_lists_are_rows_of_tab_separated_values(desk: Commands) -> None:
    """One post a row, data on stdout, talk on stderr."""
    said = desk.run("posts")
    assert len(said.out.splitlines()) == 3
    assert all(row.count("\t") == 4 for row in said.out.splitlines())
    assert "3 of 3 waiting for a decision" in said.err


def test_a_title_that_says_nothing_is_followed_by_the_first_words(desk: Commands) -> None:
    """Four in ten titles are "Weeknotes": the list shows what is in them."""
    assert "Weeknotes · Four meetings, one decision." in desk.run("posts").out


def test_a_starred_post_waits_no_longer(desk: Commands) -> None:
    """Star, skip and their opposites move a post between the lists."""
    post = ids(desk)["Weeknotes"]
    desk.run("star", post)
    assert "Weeknotes" not in ids(desk)
    assert "Weeknotes" in ids(desk, "--starred")
    desk.run("unstar", post)
    assert "Weeknotes" in ids(desk)
    desk.run("skip", post, "--reason", "nothing in it")
    assert set(ids(desk, "--skipped")) == {"Weeknotes"}
    assert "nothing in it" in desk.run("why", post).out


def test_starring_twice_is_starring_once(desk: Commands) -> None:
    """Every command is safe to run again."""
    post = ids(desk)["Weeknotes"]
    desk.run("star", post, post)
    desk.run("star", post)
    assert picked(desk) == ["Weeknotes"]
    desk.run("undo")
    assert picked(desk) == []


def test_an_unknown_post_changes_nothing(desk: Commands) -> None:
    """Of several posts named, all must exist, or none is starred."""
    said = desk.run("star", ids(desk)["Weeknotes"], "9999", code=2)
    assert "9999" in said.err
    assert picked(desk) == []


def test_a_quote_must_stand_in_the_post(desk: Commands) -> None:
    """Straight or curly, any white space: accepted. One word changed: refused, with the nearest passage shown."""
    post = ids(desk)["Bins, again"]
    said = desk.run("quote", post, "Nobody  thanked the crew,\nand nobody ever does.")
    assert "Nobody thanked the crew, and nobody ever does." in said.out
    refused = desk.run("quote", post, "Nobody praised the crew, and nobody ever does.", code=1)
    assert "Nobody thanked the crew" in refused.err.replace("[", "").replace("]", "") or "thanked" in refused.err
    quotes = desk.json("show", post)["pick"]["quotes"]
    assert [quote["paragraphs"] for quote in quotes] == [["Nobody thanked the crew, and nobody ever does."]]
    desk.run("unquote", post, "1")
    assert desk.json("show", post)["pick"]["quotes"] == []
    desk.run("unquote", post, "1", code=2)


def test_a_quote_may_come_from_a_pipe(desk: Commands) -> None:
    """`-` reads standard input; a blank line parts paragraphs."""
    post = ids(desk)["Bins, again"]
    said = desk.run(
        "quote", post, "-", "--speaker", "A crew member", stdin="The bins went out on time. […] nobody ever does.\n"
    )
    assert "[…]" in said.out
    assert desk.json("show", post)["pick"]["quotes"][0]["speaker"] == "A crew member"


def test_order_puts_picks_first_and_keeps_the_rest(desk: Commands) -> None:
    """What is not named follows in the order it had."""
    posts = ids(desk)
    desk.run("star", posts["Bins, again"])
    desk.run("star", posts["Weeknotes"])
    desk.run("star", posts["A map of every bench"])
    desk.run("order", posts["A map of every bench"])
    assert picked(desk) == ["A map of every bench", "Bins, again", "Weeknotes"]
    desk.run("order", posts["Weeknotes"], posts["Bins, again"])
    assert picked(desk) == ["Weeknotes", "Bins, again", "A map of every bench"]
    desk.run("undo")
    assert picked(desk) == ["A map of every bench", "Bins, again", "Weeknotes"]


def test_words_tags_and_notes_are_kept(desk: Commands) -> None:
    """Each is set by itself and leaves the others alone; the note is private."""
    post = ready(desk)
    desk.run("annotate", post, "--remark", "-", stdin="Quite.\n")
    desk.run("annotate", post, "--section", "Streets")
    desk.run("tag", post, "--add", "waste", "--add", "crews", "--remove", "weeknotes")
    desk.run("note", post, "Ask her first")
    pick = desk.json("edition")["picks"][0]
    assert (pick["remark"], pick["section"], pick["tags"]) == ("Quite.", "Streets", ["waste", "crews"])
    assert desk.json("show", post)["notes"][0]["text"] == "Ask her first"
    desk.run("render")
    rendered = "".join(path.read_text(encoding="utf-8") for path in (desk.root / "out").rglob("*.*"))
    assert "Quite." in rendered
    assert "Ask her first" not in rendered


def test_check_blocks_and_says_why(desk: Commands) -> None:
    """A pick without words blocks; exit 1; publish refuses with the remedy."""
    post = ids(desk)["Weeknotes"]
    desk.run("star", post)
    findings = desk.json("check", code=1)
    assert all(set(finding) == {"check", "level", "where", "message", "remedy"} for finding in findings)
    assert "blocks" in {finding["level"] for finding in findings}
    refused = desk.run("publish", code=1)
    assert "not published" in refused.err
    assert desk.json("edition", "list") == []


def test_an_override_needs_a_reason_and_is_kept(desk: Commands) -> None:
    """A blocking check can be overridden by name; the reason goes into the ledger."""
    desk.run("star", ids(desk)["Weeknotes"])
    blocking = sorted({f["check"] for f in desk.json("check", code=1) if f["level"] == "blocks"})
    options = [word for check in blocking for word in ("--override", check)]
    desk.run("publish", *options, code=2)
    desk.run("publish", *options, "--reason", "the editor is ill")
    assert desk.json("edition", "list")[0]["number"] == 1


def test_publishing_closes_the_edition_and_opens_the_next(desk: Commands) -> None:
    """Files are written, the number moves on, and the closed edition renders the same for ever."""
    post = ready(desk)
    desk.run("edition", "set", "--intro", "A week of bins.", "--sign-off", "Send us more.")
    assert "would close edition 1" in desk.run("publish", "--dry-run").out
    assert desk.json("edition", "list") == []
    desk.run("publish")
    page = desk.root / "out" / "2026-11-20-week-that-was" / "post.html"
    before = page.read_bytes()
    assert desk.json("edition")["number"] == 2
    assert picked(desk) == []
    assert desk.json("edition")["intro"] == ""
    desk.run("annotate", post, "--lead", "Changed afterwards.")
    desk.run("render", "1")
    assert page.read_bytes() == before
    assert "1" in desk.run("why", post).out
    assert "Bins, again" not in ids(desk)
    desk.run("render", "7", code=2)


def test_nothing_starred_is_lost_when_a_week_is_missed(desk: Commands, blogs: Blogs) -> None:
    """A pick starred one week, with its words and quotes, is in the draft weeks later although its feed forgot it."""
    post = ready(desk)
    desk.run("quote", post, "Nobody thanked the crew")
    blogs.feed("/feed", item("new", "Something newer", "The bins are quiet now."))
    later = Commands(desk.root, allow=desk.allow, now="2026-12-18T16:00:00+00:00")
    later.run("fetch", "--all")
    draft = later.json("edition")
    assert [pick["title"] for pick in draft["picks"]] == ["Bins, again"]
    assert draft["picks"][0]["quotes"][0]["verdict"] == "found"
    assert draft["date"] == "2026-12-18"


def test_an_edited_post_is_one_post_with_two_snapshots(desk: Commands, blogs: Blogs) -> None:
    """The star stays where it was, the quote is told to have drifted, and the old words are kept."""
    post = ready(desk)
    desk.run("quote", post, "Nobody thanked the crew")
    blogs.feed("/feed", item("bins", "Bins, again", "The bins went out on time. Everybody thanked the crew, for once."))
    assert desk.json("fetch", "--all")["changed_posts"] == 1
    known = desk.json("show", post)
    assert len(known["snapshots"]) == 2
    assert known["text"].endswith("for once.")
    assert desk.json("edition")["picks"][0]["quotes"][0]["verdict"] == "drift"
    assert len(desk.json("posts", "--all")) == 3


def test_undo_takes_back_own_decisions_only(desk: Commands) -> None:
    """The last own decision, and the one before it; nobody else's."""
    posts = ids(desk)
    desk.run("star", posts["Weeknotes"])
    other = Commands(desk.root, allow=desk.allow, curator="bo")
    other.run("star", posts["Bins, again"])
    desk.run("undo")
    assert picked(desk) == ["Bins, again"]
    assert "ada has nothing to undo" in desk.run("undo", code=2).err
    assert picked(other) == ["Bins, again"]


def test_undo_back_to_a_decision(desk: Commands) -> None:
    """`why` shows the ids; everything since and with that one is taken back, newest first."""
    post = ids(desk)["Weeknotes"]
    desk.run("star", post)
    first = desk.run("undo").out.split()[0]
    assert first
    desk.run("star", post)
    desk.run("annotate", post, "--lead", "Words.")
    trail = desk.run("why", post).out
    assert "star" in trail


def test_every_format_is_written_and_said(desk: Commands, tmp_path: Path) -> None:
    """`render --json` lists format, path and bytes of what is there; --format and --out choose."""
    ready(desk)
    files: list[dict[str, Any]] = desk.json("render")
    assert {"post.html", "fragment.html", "post.md"} <= {Path(file["path"]).name for file in files}
    assert all(_bytes(Path(file["path"])) == file["bytes"] for file in files)
    only = desk.json("render", "--format", "markdown", "--out", str(tmp_path / "elsewhere"))
    assert [Path(file["path"]).name for file in only] == ["post.md"]
    assert "markdown" in desk.run("render", "--format", "markdwn", code=2).err


def _bytes(path: Path) -> int:
    """How large a file is, or all files of a folder together."""
    return sum(file.stat().st_size for file in (path.rglob("*") if path.is_dir() else (path,)) if file.is_file())


def test_rendering_twice_gives_the_same_bytes(desk: Commands) -> None:
    """An edition depends on its picks, not on when it is rendered."""
    ready(desk)
    desk.json("render")
    out = desk.root / "out"
    first = {path: path.read_bytes() for path in out.rglob("*") if path.is_file() and not path.name.startswith(".")}
    desk.run("render")
    assert first
    assert all(path.read_bytes() == content for path, content in first.items())


def test_search_finds_posts_and_past_editions(desk: Commands) -> None:
    """Words in any post ever seen, and in what editions said."""
    ready(desk)
    desk.run("publish")
    found = desk.json("search", "benches")
    assert [post["title"] for post in found["posts"]] == ["A map of every bench"]
    assert desk.json("search", "somebody", "wrote")["editions"][0]["number"] == 1
    assert desk.json("search", "what's \"on")["posts"] == []


def test_a_desk_of_another_shape(desk: Commands) -> None:
    """The shape is the edition's own, or the desk's."""
    ready(desk)
    for shape in ("essay", "card", "note", "list"):
        desk.run("edition", "set", "--shape", shape)
        desk.run("render")
    desk.run("edition", "set", "--shape", "sonnet", code=2)


def test_a_copy_of_the_memory(desk: Commands, tmp_path: Path) -> None:
    """`backup` writes a desk file that works; it never overwrites."""
    ready(desk)
    copy = tmp_path / "copy.db"
    desk.run("backup", str(copy))
    desk.run("backup", str(copy), code=2)
    (desk.root / "roundup.db").unlink()
    for rest in desk.root.glob("roundup.db-*"):
        rest.unlink()
    copy.rename(desk.root / "roundup.db")
    assert picked(desk) == ["Bins, again"]
