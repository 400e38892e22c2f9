"""check and recheck, as people and scripts meet them; and every remedy that is a command, run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.blogserver import Blogs
from tests.cli.desk import Commands

PASSAGE = "Nobody thanked the crew, and nobody ever does."


def picked(desk: Commands, *slugs: str) -> list[str]:
    """Posts starred and introduced; their ids."""
    known = {post["url"].rstrip("/").rsplit("/", 1)[1]: str(post["id"]) for post in desk.json("posts", "--all")}
    for slug in slugs:
        desk.run("star", known[slug])
        desk.run("annotate", known[slug], "--lead", f"A Blog [says so](post) of {slug}, again.")
    desk.run("edition", "set", "--intro", "A week of bins.", "--sign-off", "Send us your posts.")
    return [known[slug] for slug in slugs]


def test_a_sound_draft_is_told_so_shortly(desk: Commands) -> None:
    """Nothing on stdout, one warm line beside it, exit code 0; as JSON an empty list."""
    (post,) = picked(desk, "bins")
    desk.run("quote", post, PASSAGE)
    said = desk.run("check")
    assert said.out == ""
    assert said.err == "Fit to publish: 1 pick, 1 quote word for word, and nothing to mend. Well done.\n"
    assert desk.json("check") == []


def test_findings_stand_by_level_and_place(desk: Commands) -> None:
    """What blocks first; a place is named once; each with its check and what to do."""
    picked(desk, "bins", "map")
    desk.run("annotate", "1", "--lead", "TODO the the [x](/about)")
    desk.run("edition", "set", "--intro", "")
    said = desk.run("check", code=1)
    lines = said.out.splitlines()
    assert [line for line in lines if line and not line.startswith(" ")] == [
        "Must be cured before publishing",
        "To be looked at",
        "Might be better",
    ]
    warned = lines[lines.index("To be looked at") :]
    assert sum(line.startswith("  pick 1 (post 1, ") for line in warned) == 1
    assert "    lead-in: “TODO” is still there [placeholder]" in lines
    assert "      → Write what belongs there" in lines
    assert said.err == "1 of 6 findings must be cured before publishing.\n"


def test_json_is_as_scripts_expect_it(desk: Commands) -> None:
    """One list; the exit code says whether one blocks."""
    picked(desk, "bins")
    desk.run("annotate", "1", "--lead", "TODO [x](post), A Blog")
    (finding,) = desk.json("check", code=1)
    assert finding.keys() == {"check", "level", "where", "message", "remedy"}
    assert (finding["check"], finding["level"]) == ("placeholder", "blocks")
    desk.run("annotate", "1", "--lead", "[x](post), A Blog, ![](https://x.example/a.png)")
    assert [each["level"] for each in desk.json("check")] == ["warns"]


def test_links_are_asked_on_wish(desk: Commands, blogs: Blogs) -> None:
    """And what they answered is known without asking again."""
    picked(desk, "bins")
    desk.run("annotate", "1", "--lead", f"A Blog [says so](post), see [there](http://{blogs.host}/nowhere).")
    assert "link-dead" not in desk.run("check").out
    dead = desk.run("check", "--links")
    assert f"A page is not there any more: http://{blogs.host}/nowhere; it is not there (404)" in dead.out
    asked = len(blogs.asked)
    assert desk.run("check").out == dead.out
    assert len(blogs.asked) == asked


def edited(desk: Commands, blogs: Blogs) -> None:
    """The post says something else now."""
    from tests.blogserver import item

    blogs.feed(
        "/feed",
        item("bins", "Bins, again", "The bins went out on time. Nobody thanked the crews, and nobody ever does."),
    )
    desk.run("fetch", "--all", "--force")


def test_recheck_shows_what_changed_and_proposes_an_erratum(desk: Commands, blogs: Blogs) -> None:
    """Then the edition says it, and its files do."""
    (post,) = picked(desk, "bins")
    desk.run("quote", post, PASSAGE)
    desk.run("publish")
    assert desk.run("recheck", "--offline").err == "All is as it was in edition 1 (2026-11-20).\n"
    edited(desk, blogs)
    said = desk.run("recheck", "1", "--offline")
    assert "Nobody thanked the [-crew,-] {+crews,+} and nobody ever does." in said.out
    assert "where “crew,” is quoted, it now says “crews,”" in " ".join(said.out.split())
    told = desk.json("recheck", "1", "--offline")
    assert told.keys() == {"number", "slug", "findings", "proposal", "errata"}
    done = desk.run("recheck", "1", "--erratum", "-", stdin=told["proposal"])
    assert "Edition 1 says so from now on" in done.err
    assert [each["text"] for each in desk.json("recheck", "--offline")["errata"]] == [told["proposal"]]
    desk.run("render", "1")
    (page,) = (desk.root / "out").glob("*/post.html")
    assert "it now says" in page.read_text(encoding="utf-8")


def test_the_draft_at_a_glance_shows_what_changed(desk: Commands, blogs: Blogs) -> None:
    """Under the pick whose quote drifted, and for scripts beside the verdict."""
    (post,) = picked(desk, "bins")
    desk.run("quote", post, PASSAGE)
    edited(desk, blogs)
    changed = "Nobody thanked the [-crew,-] {+crews,+} and nobody ever does."
    assert changed in desk.run("edition").out
    (quoted,) = desk.json("edition")["picks"][0]["quotes"]
    assert (quoted["verdict"], quoted["difference"]) == ("drift", changed)


def test_recheck_without_a_closed_edition(desk: Commands) -> None:
    """Says so, and what there is."""
    said = desk.run("recheck", code=2)
    assert "no edition is closed yet" in said.err


# ---------------------------------------------------------------- remedies


def remedies(desk: Commands, check: str) -> list[list[str]]:
    """The commands in the remedy of the one finding of this check, as words after `roundup`."""
    (remedy,) = {
        each["remedy"] for each in desk.json("check", code=1 if check in BLOCKING else 0) if each["check"] == check
    }
    commands = re.findall(r"roundup ((?:\"[^\"]*\"|[^;,\"])+?)(?=[;,]|\. |$)", remedy)
    return [shlex.split(command) for command in commands]


BLOCKING = ("no-words", "quote-drifted", "featured-before", "opted-out", "no-picks")


@pytest.mark.parametrize("which", [0, 1])
def test_the_remedies_of_a_pick_without_words_cure_it(desk: Commands, which: int) -> None:
    """Writing, or letting it go."""
    desk.run("star", "1", "2")
    desk.run("annotate", "2", "--lead", "A Blog [says](post) so.")
    desk.run(*remedies(desk, "no-words")[which])
    assert "no-words" not in desk.run("check").out


def test_the_remedies_of_a_drift_cure_it(desk: Commands, blogs: Blogs) -> None:
    """The old words out, or out with the edition as it is, for a reason."""
    (post,) = picked(desk, "bins")
    desk.run("quote", post, PASSAGE)
    edited(desk, blogs)
    (finding,) = desk.json("check", code=1)
    assert finding["detail"] == "Nobody thanked the [-crew,-] {+crews,+} and nobody ever does."
    unquote, override = remedies(desk, "quote-drifted")
    desk.run(*override)
    assert "quote-drifted" not in desk.run("check", code=1).out
    assert unquote == ["unquote", post, "1"]


def test_quoting_anew_cures_a_drift(desk: Commands, blogs: Blogs) -> None:
    """As the remedy says."""
    (post,) = picked(desk, "bins")
    desk.run("quote", post, PASSAGE)
    edited(desk, blogs)
    desk.run(*remedies(desk, "quote-drifted")[0])
    desk.run("quote", post, PASSAGE.replace("crew", "crews"))
    assert desk.json("check") == []


def test_the_remedies_of_a_name_and_of_an_opt_out(desk: Commands) -> None:
    """Somebody of nearly the same name is written down; who opted out is left out, or back in if they wish."""
    picked(desk, "bins")
    desk.run("people", "add", "Gwendolen Harper")
    desk.run("annotate", "1", "--lead", "Gwendolin Harper of A Blog [says so](post).")
    desk.run(*remedies(desk, "name-unlike")[0])
    assert "name-unlike" not in desk.run("check").out
    desk.run("people", "add", "A Blog")
    desk.run("people", "opt-out", "A Blog")
    assert "opted-out" in desk.run("check", code=1).out
    unstar, agreed = remedies(desk, "opted-out")
    desk.run(*agreed)
    assert "opted-out" not in desk.run("check").out
    assert unstar == ["unstar", "1"]


def test_hints_are_cured_by_what_they_say(desk: Commands) -> None:
    """Intro, sign-off and picture."""
    picked(desk, "bins")
    desk.run("edition", "set", "--intro", "", "--sign-off", "", "--image", "https://x.example/a.jpg")
    for name in ("no-intro", "no-sign-off", "no-alt-text"):
        desk.run(*remedies(desk, name)[0])
    assert desk.json("check") == []


def test_on_a_narrow_terminal_lines_are_folded(desk: Commands, tmp_path: Path) -> None:
    """Nobody reads past the edge; a program gets whole lines."""
    picked(desk, "bins")
    desk.run("annotate", "1", "--lead", f"A Blog [says so](post). See [there](/{'very-' * 20}long).")
    assert any(len(line) > 100 for line in desk.run("check").out.splitlines())
    assert tmp_path.exists()
