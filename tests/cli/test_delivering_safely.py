"""publish, as its user sees it: hours by the desk's clocks, strangers' words harmless, nothing by accident."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.desk import Commands
from tests.cli.test_awkward import three_posts
from tests.deliver.fakemail import FakeSmtp, listening
from tests.deliver.fakewordpress import PASSWORD, FakeWordPress, blogging

OVERRIDE = ("--override", "no-words", "--reason", "test")


@pytest.fixture(scope="module")
def server() -> Iterator[Callable[..., FakeWordPress]]:
    """Gives a new and empty blog each time it is called."""
    with blogging() as new:
        yield new


@pytest.fixture
def blog(server: Callable[..., FakeWordPress], monkeypatch: pytest.MonkeyPatch) -> FakeWordPress:
    """A new and empty blog, its password in the environment."""
    made = server()
    monkeypatch.setenv("ROUNDUP_SECRET_WORDPRESS", f"{made.url} ada {PASSWORD}")
    return made


@pytest.fixture
def desk(tmp_path: Path, blog: FakeWordPress) -> Commands:
    """A draft with one pick; editions go to the blog."""
    made = three_posts(tmp_path)
    with (made.root / "roundup.toml").open("a") as settings:
        settings.write(f'\n[deliver.wordpress]\nsite = "{blog.url}"\n')
    made.run("star", "1")
    return replace(made, allow=blog.url.removeprefix("http://"))


@pytest.mark.parametrize(
    ("zone", "said", "date"),
    [
        ("Europe/London", "Friday 27 November 2026, 09:00 GMT", "2026-11-27T09:00:00"),
        ("America/New_York", "Friday 27 November 2026, 09:00 EST", "2026-11-27T14:00:00"),
        ("Asia/Kolkata", "Friday 27 November 2026, 09:00 IST", "2026-11-27T03:30:00"),
    ],
)
def test_an_hour_is_meant_by_the_desks_clocks(
    desk: Commands, blog: FakeWordPress, zone: str, said: str, date: str
) -> None:
    """Said back as it was meant, sent in UTC."""
    settings = desk.root / "roundup.toml"
    settings.write_text(settings.read_text().replace('# timezone = "Europe/London"', f'timezone = "{zone}"  #'))
    told = desk.run("publish", "--at", "2026-11-27 09:00", *OVERRIDE)
    assert f"Edition 1 will be public from {said} on: wordpress" in told.err
    assert (blog.ours["status"], blog.ours["date_gmt"]) == ("future", date)


def test_by_accident_nothing_is_public(desk: Commands, blog: FakeWordPress) -> None:
    """Publishing is a draft there; again is nothing; only --live shows it to readers."""
    desk.run("publish", *OVERRIDE)
    desk.run("publish", "1")
    assert blog.ours["status"] == "draft"
    assert "wordpress: changed, public: " in desk.run("publish", "1", "--live").err
    assert blog.ours["status"] == "publish"
    assert f"published in edition 1 at {blog.ours['link']}" in desk.run("why", "1").out


def test_where_an_edition_is_is_written_down_once(desk: Commands, blog: FakeWordPress) -> None:
    """However often it is pushed."""
    desk.run("publish", "--live", *OVERRIDE)
    for _ in range(2):
        desk.run("publish", "1", "--live")
    assert desk.run("why", "1").out.count("published in edition 1") == 1


@pytest.mark.parametrize("hostile", ["\x1b]0;owned\x07", "\u202eetirw", "\x9b31m"])
def test_strangers_words_come_without_their_codes(desk: Commands, blog: FakeWordPress, hostile: str) -> None:
    """A refusal, a difference, a title: shown as words, on both streams and in JSON."""
    desk.run("publish", *OVERRIDE)
    blog.edit(10, title=f"Mine {hostile}", content=f"<p>{hostile} words</p>")
    said = desk.run("publish", "1", code=1)
    assert "was edited there" in said.err
    assert "words" in said.out
    assert not set("\x1b\x07\x9b\u202e") & set(said.out + said.err)
    raw = desk.run("publish", "1", "--json", code=1).out
    assert raw.isascii()


def test_the_password_is_nowhere(desk: Commands, blog: FakeWordPress) -> None:
    """Not in what is said, not in a dry run, not in any file of the desk, whether it went well or not."""
    said = [desk.run("publish", "--dry-run", *OVERRIDE)]
    blog.cut = (3, "after")
    said.append(desk.run("publish", *OVERRIDE, code=1))
    blog.cut = None
    said.append(desk.run("publish"))
    shown = "".join(each.out + each.err for each in said)
    kept = b"".join(path.read_bytes() for path in desk.root.rglob("*") if path.is_file())
    assert PASSWORD not in shown
    assert PASSWORD.encode() not in kept
    assert blog.ours["status"] == "draft"


def test_cut_off_the_same_command_goes_on(desk: Commands, blog: FakeWordPress) -> None:
    """The next edition is not closed by it; then it is as if nothing had been."""
    blog.cut = (3, "after")
    assert "goes on from here" in " ".join(desk.run("publish", *OVERRIDE, code=1).err.split())
    blog.cut = None
    desk.run("star", "2")
    assert "went on with it and did no more" in desk.run("publish").err
    assert (len(blog.posts), desk.json("edition")["number"]) == (1, 2)
    desk.run("publish", *OVERRIDE)
    assert len(blog.posts) == 2


def test_a_slug_that_is_taken_is_changed_as_it_says(desk: Commands, blog: FakeWordPress) -> None:
    """An edition that is closed is opened again first; then it arrives, and the other post is as it was."""
    blog.add(title="Another", slug="2026-11-20-week-that-was", content="<p>Not ours.</p>")
    said = " ".join(desk.run("publish", *OVERRIDE, code=1).err.split())
    assert "(roundup undo)" in said
    assert "(roundup edition set --slug …)" in said
    desk.run("undo")
    desk.run("edition", "set", "--slug", "week-1")
    desk.run("publish", *OVERRIDE)
    assert sorted(post["slug"] for post in blog.posts.values()) == ["2026-11-20-week-that-was", "week-1"]
    assert "not-arrived" not in desk.run("check", code=1).out


def test_a_list_needs_a_yes_and_somebody_to_send_it(desk: Commands, blog: FakeWordPress, tmp_path: Path) -> None:
    """Neither is guessed; nothing was closed or pushed."""
    readers = tmp_path / "readers.txt"
    readers.write_text("ada@reader.example\n")
    words = ("publish", "--to-list", str(readers))
    assert "this would send mail to 1 reader\n" in desk.run(*words, *OVERRIDE, code=2).err
    assert "nothing here sends mail" in desk.run(*words, "--yes", *OVERRIDE, code=2).err
    assert (blog.posts, desk.json("edition")["number"]) == ({}, 1)


def test_mail_to_a_list_is_called_sent(tmp_path: Path) -> None:
    """It is nowhere to be looked at; the second time nobody is sent it again, and that is said."""
    desk = three_posts(tmp_path)
    desk.run("star", "1")
    (tmp_path / "readers.txt").write_text("ada@reader.example\nben@reader.example\n")
    server = FakeSmtp(password="")
    with listening(server):
        (desk.root / "roundup.toml").write_text(
            f'[deliver.smtp]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
            'test = "me@post.example"\nper_minute = 60000\n[email]\nsender = "Us <post@post.example>"\n'
        )
        words = ("--to-list", str(tmp_path / "readers.txt"), "--yes")
        assert "smtp: sent\n    2 of 2 readers have it\n" in desk.run("publish", *words, *OVERRIDE).err
        assert "smtp: sent already, nothing to do\n" in desk.run("publish", "1", *words).err
    assert server.readers == ["ada@reader.example", "ben@reader.example"]


def test_what_is_announced_is_what_is_done(desk: Commands, blog: FakeWordPress) -> None:
    """Going on with an edition of before, its number and its places are told, not those of the draft."""
    with (desk.root / "roundup.toml").open("a") as settings:
        settings.write('\n[deliver.intranet]\ntarget = "wordpress"\nsite = "http://127.0.0.1:9"\n')
    desk.run("publish", *OVERRIDE, code=1)
    desk.run("star", "2")
    told = desk.run("publish", "--live", code=1).err
    assert "Edition 1 will be public now: intranet\n" in told
    assert blog.ours["status"] == "draft"


def test_refused_nothing_is_announced(desk: Commands, blog: FakeWordPress) -> None:
    """One that cannot wait is named, and how the others need not wait for it; two hours at once are none."""
    with (desk.root / "roundup.toml").open("a") as settings:
        settings.write('\n[deliver.folder]\npath = "site"\n')
    told = desk.run("publish", "--at", "2026-11-27 09:00", *OVERRIDE, code=2).err
    assert "folder: a folder cannot wait" in told
    assert "--to TARGET" in told
    assert "--live is now, --at is later" in desk.run("publish", "--live", "--at", "tomorrow noon", code=2).err
    assert "not checked again" in desk.run("publish", "1", *OVERRIDE, code=2).err
    assert (blog.posts, desk.json("edition")["number"], "will be public" in told) == ({}, 1, False)


def test_a_dry_run_fits_on_a_screen(desk: Commands) -> None:
    """Where everything goes and its first words; every word of it as JSON."""
    desk.run("edition", "set", "--intro", "Bins and benches. " * 100)
    said = desk.run("publish", "--dry-run", *OVERRIDE)
    assert max(map(len, said.out.splitlines())) < 300
    assert '"status": "draft"' in said.out
    assert "--dry-run --json" in said.err
    whole = desk.json("publish", "--dry-run", *OVERRIDE)[-1]
    assert whole.count("Bins and benches. ") > 90
