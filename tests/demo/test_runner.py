"""The demo performed: the real commands, one after another, end in an edition."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from roundup.demo.folder import MARKER
from roundup.demo.plan import read_plan
from roundup.demo.runner import MONDAY, Stage, StepFailed, aligned, environment, ids_by_name, run_demo
from roundup.demo.script import Step
from roundup.demo.server import FRIDAY, BlogServer, serve_blogs
from roundup.demo.source import sample_blogs
from roundup.errors import UsageError

PLAN = read_plan()
SERVER = BlogServer("http://127.0.0.1:8746", sample_blogs())


# ---------------------------------------------------------------- pieces


def test_commands_see_nothing_of_the_users_own_settings() -> None:
    """The desk, the curator, the time and the one host that may be reached are given; HOME and proxies are not."""
    given = environment(Path("/desk"), "127.0.0.1:8746", "asha", FRIDAY)
    assert given["ROUNDUP_DESK"] == "/desk"
    assert given["ROUNDUP_NOW"] == "2026-11-20T16:00:00+00:00"
    assert given["ROUNDUP_ALLOW_HOSTS"] == "127.0.0.1:8746"
    assert not {"HOME", "HTTP_PROXY", "EDITOR", "LANG"} & set(given)


def test_posts_are_named_by_their_address() -> None:
    """Whatever numbers a desk has given them."""
    url = SERVER.address("bins-and-beyond/leaves")
    assert ids_by_name([{"id": 41, "url": url, "title": "Leaves"}], SERVER) == {"bins-and-beyond/leaves": "41"}


def test_a_post_seen_on_another_host_first_is_named_by_its_title() -> None:
    """Three addresses, one post."""
    listing: list[dict[str, object]] = [
        {"id": 7, "url": SERVER.address("local-voices/nobody-wants-an-account"), "title": "Nobody wants an account"}
    ]
    found = ids_by_name(listing, SERVER)
    assert {name: found[name] for name in found if "nobody" in name} == {
        "asking-people/nobody-wants-an-account": "7",
        "digital-sandleigh/nobody-wants-an-account": "7",
        "local-voices/nobody-wants-an-account": "7",
    }


def test_untitled_posts_are_not_taken_for_each_other() -> None:
    """No title is no name."""
    assert ids_by_name([{"id": 1, "url": "http://elsewhere.example/", "title": ""}], SERVER) == {}


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ([], []),
        (["no table"], ["no table"]),
        (["1\tone", "22\ttwo"], ["1   one", "22  two"]),
        (["1\t" + "x" * 200 + "\tz"], ["1  " + "x" * 93 + "…  z"]),
        (["x" * 80 + "\t" + "y" * 40], ["x" * 57 + "…  " + "y" * 40]),
        (["a\tb\tc", "d\te", "end."], ["a  b  c", "d  e", "end."]),
        (["a\t", "b\tc"], ["a", "b  c"]),
    ],
)
def test_tables_are_shown_in_columns(lines: list[str], shown: list[str]) -> None:
    """As on a terminal, though the commands write for a pipe."""
    assert aligned(lines) == shown


def stage(folder: Path, blogs: BlogServer, told: list[str]) -> Stage:
    return Stage(folder, blogs, told.append, "asha")


def test_a_step_is_shown_with_its_output(tmp_path: Path) -> None:
    """As it would be typed, what it said below."""
    told: list[str] = []
    stage(tmp_path, SERVER, told).play([Step(("--version",), "Which one is this?")])
    assert told[1:3] == ["# Which one is this?", "$ roundup --version"]
    assert re.fullmatch(r"    roundup \d+\.\d+.*", told[3])


@pytest.mark.slow
def test_a_step_that_goes_wrong_stops_the_week(tmp_path: Path) -> None:
    """With its output shown and its exit code told; nothing after it is tried."""
    told: list[str] = []
    with pytest.raises(StepFailed, match="ended with 2 instead of 0: roundup posts"):
        stage(tmp_path, SERVER, told).play([Step(("posts",)), Step(("--version",))])
    assert "not a desk" in " ".join(told)
    assert "$ roundup --version" not in told


def test_a_step_that_says_something_else_stops_the_week(tmp_path: Path) -> None:
    """Ending well is not enough."""
    with pytest.raises(StepFailed, match="should have shown “fishes”"):
        stage(tmp_path, SERVER, []).play([Step(("--version",), shows="fishes")])


def test_a_folder_with_other_things_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    """Nothing is said, nothing is written."""
    (tmp_path / "thesis.txt").write_text("mine")
    told: list[str] = []
    with pytest.raises(UsageError, match="not empty"):
        run_demo(tmp_path, say=told.append)
    assert told == []
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_time_moves_for_blogs_and_commands_together(tmp_path: Path) -> None:
    """And is said."""
    told: list[str] = []
    with serve_blogs() as blogs:
        moved = stage(tmp_path, blogs, told)
        moved.move_to(MONDAY)
        assert (moved.now, blogs.moment) == (MONDAY, MONDAY)
    assert told == ["", "# Monday, 16 November 2026, 08:30"]


# ---------------------------------------------------------------- the whole week

Week = tuple[Path, list[str], int]

# The week is performed once, so the tests that look at it go to one worker.
performed = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    """The command itself, in the folder of an earlier demo on which a person has worked."""
    folder = tmp_path_factory.mktemp("demo") / "a desk"
    folder.mkdir()
    (folder / MARKER).write_text(json.dumps({"left": {}}))
    (folder / "roundup.db").write_text("a person's week")
    command = [sys.executable, "-m", "roundup", "demo", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300)
    return folder, (done.stdout + done.stderr).splitlines(), done.returncode


def edition_files(folder: Path) -> dict[str, str]:
    (page,) = (folder / "out").glob("*/post.html")
    return {path.name: path.read_text(encoding="utf-8") for path in page.parent.iterdir()}


@performed
@pytest.mark.slow
def test_the_week_ends_well(week: Week) -> None:
    """Exit code 0, and it says where to look."""
    folder, told, code = week
    assert code == 0, "\n".join(told[-40:])
    assert any(line.strip().startswith(str(folder / "out")) and "post.html" in line for line in told)


@performed
@pytest.mark.slow
def test_it_leaves_a_desk_and_an_edition(week: Week) -> None:
    """Settings, feeds, database, page, fragment, Markdown."""
    folder, _, _ = week
    assert {"roundup.toml", "feeds.opml", "roundup.db", "out", MARKER} <= {path.name for path in folder.iterdir()}
    assert {"post.html", "fragment.html", "post.md"} <= set(edition_files(folder))


@performed
@pytest.mark.slow
@pytest.mark.parametrize("name", ["post.html", "fragment.html"])
def test_every_quote_is_a_block_quote_with_its_source_linked(week: Week, name: str) -> None:
    """Seven block quotes with the words of the posts; every pick's page is linked; nothing runs as script."""
    page = LexborHTMLParser(edition_files(week[0])[name])
    quotes = [" ".join(node.text().split()) for node in page.css("blockquote")]
    links = {node.attributes.get("href") or "" for node in page.css("a")}
    assert len(quotes) == sum(len(pick.quotes) for pick in PLAN.picks)
    assert any("It takes about seven minutes to make a cup of tea" in words for words in quotes)
    for pick in PLAN.picks:
        home, slug = pick.post.split("/")
        assert [link for link in links if f"/{slug}/" in link and (f"/{home}/" in link or "nobody" in slug)]
    assert not page.css("script:not([type])")


@performed
@pytest.mark.slow
def test_the_markdown_quotes_and_links_too(week: Week) -> None:
    """Front matter, `>` before every quoted line, addresses in the lead-ins."""
    text = edition_files(week[0])["post.md"]
    assert text.startswith("---\n")
    assert "\n> When our surveyor arrives" in text
    assert "/landing-light/2026/11/19/the-kettle-test/" in text


@performed
@pytest.mark.slow
def test_both_fetches_are_as_told(week: Week) -> None:
    """Monday brings the posts there are; Friday new ones, edited ones, and feeds that have not changed."""
    summaries = [line for line in week[1] if " new posts" in line]
    assert len(summaries) == 2
    assert "feeds unchanged" in summaries[1]
    assert "changed" in summaries[1].split("feeds unchanged")[0]
    assert all("2 failing" in line for line in summaries)


def ask_desk(folder: Path, question: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of the desk's file, read as any SQLite browser would."""
    with closing(sqlite3.connect(f"{(folder / 'roundup.db').as_uri()}?mode=ro", uri=True)) as file:
        return file.execute(question, values).fetchall()


@performed
@pytest.mark.slow
def test_a_post_on_three_blogs_is_one_post_with_three_sources(week: Week) -> None:
    """And so it can be starred once."""
    counted = "SELECT count(*) FROM sources JOIN posts ON posts.id = sources.post WHERE posts.title = ? GROUP BY post"
    assert ask_desk(week[0], counted, "Nobody wants an account") == [(3,)]


@performed
@pytest.mark.slow
def test_an_edited_post_has_both_its_texts(week: Week) -> None:
    """The tea towel drew forty people on Monday, fourteen on Friday."""
    texts = [
        text
        for (text,) in ask_desk(
            week[0],
            "SELECT text FROM snapshots WHERE title LIKE 'Weeknote 46%' ORDER BY seen_at",
        )
    ]
    assert ["Forty" in text for text in texts] == [True, False]


@performed
@pytest.mark.slow
def test_a_post_that_its_blogger_deleted_is_kept(week: Week) -> None:
    """It was seen on Monday."""
    assert ask_desk(week[0], "SELECT count(*) FROM posts WHERE title LIKE 'Monday%two places left'") == [(1,)]


@performed
@pytest.mark.slow
def test_five_posts_that_begin_alike_stay_five(week: Week) -> None:
    """And none of the sample posts is lost or doubled: each title is on the desk once."""
    titles = [title for (title,) in ask_desk(week[0], "SELECT title FROM posts WHERE title != ''")]
    wanted = {
        post.title.replace("\x1b", "")
        for blog in sample_blogs()
        if blog.format != "none"
        for post in blog.posts
        if post.title and post.date <= FRIDAY
    }
    picked_by_hand = {"Leader’s last speech: ‘We cut the small things first’"}
    assert sorted(titles) == sorted(wanted | picked_by_hand)


@performed
@pytest.mark.slow
def test_nothing_was_asked_of_any_other_host(week: Week) -> None:
    """Every address the desk knows is on loopback."""
    urls = ask_desk(week[0], "SELECT url FROM posts UNION SELECT url FROM feeds")
    assert all(url.startswith("http://127.0.0.1:") for (url,) in urls)


@performed
@pytest.mark.slow
def test_the_hostile_titles_reach_the_terminal_as_words(week: Week) -> None:
    """Whatever the posts hold, the demo's lines hold no control character but what indents them."""
    assert not [line for line in week[1] if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", line)]


@performed
@pytest.mark.slow
def test_what_a_person_did_to_an_earlier_demo_is_kept(week: Week) -> None:
    """Set aside before anything else is done, and said so."""
    folder, told, _ = week
    assert (folder / "kept-1" / "roundup.db").read_text() == "a person's week"
    assert told[0].endswith(f"{folder / 'kept-1'}")


@performed
@pytest.mark.slow
def test_what_it_left_is_known_as_its_own(week: Week) -> None:
    """So that the next run can clear it away."""
    left = json.loads((week[0] / MARKER).read_text())["left"]
    assert {"roundup.toml", "feeds.opml", "roundup.db"} <= set(left)
    assert not [name for name in left if name.startswith("kept-")]
