"""publish: to the targets of roundup.toml, each on its own, and on from where it was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundup.model import Receipt
from roundup.store import open_store
from tests.cli.desk import Commands
from tests.cli.test_awkward import three_posts
from tests.samples import NOW

OVERRIDE = ("--override", "no-words", "--reason", "test")


@pytest.fixture
def quiet_desk(tmp_path: Path) -> Commands:
    """A desk with three posts and no network."""
    return three_posts(tmp_path)


@pytest.fixture
def desk(quiet_desk: Commands) -> Commands:
    """A draft with one pick; editions go into two folders."""
    settings = quiet_desk.root / "roundup.toml"
    tables = '\n[deliver.folder]\npath = "site"\n\n[deliver.archive]\ntarget = "folder"\npath = "archive"\n'
    tables += 'file = "{number}.md"\n'
    settings.write_text(settings.read_text() + tables)
    quiet_desk.run("star", "1")
    return quiet_desk


def files(desk: Commands) -> list[str]:
    return sorted(
        str(p.relative_to(desk.root)) for name in ("site", "archive") for p in (desk.root / name).rglob("*.md")
    )


def test_an_edition_goes_to_every_target(desk: Commands) -> None:
    """Closed, written, delivered; each target is told with where it is."""
    said = desk.run("publish", *OVERRIDE)
    assert files(desk) == ["archive/1.md", "site/2026-11-20-week-that-was.md"]
    assert "folder: made, saved: " in said.err
    assert "archive: made, saved: " in said.err
    assert "Edition 1 is closed with 1 pick; 2 is open." in said.err


def test_only_where_it_is_wanted(desk: Commands) -> None:
    """--to names targets; the others are not expected to have it."""
    desk.run("publish", "--to", "archive", *OVERRIDE)
    assert files(desk) == ["archive/1.md"]
    desk.run("star", "2")
    assert desk.json("publish", *OVERRIDE, "--json")["number"] == 2


def test_pushed_again_it_is_there_already(desk: Commands) -> None:
    """By its number; nothing is closed by that."""
    desk.run("publish", *OVERRIDE)
    told = desk.json("publish", "1")
    assert [(d["target"], d["done"]) for d in told["deliveries"]] == [("archive", "unchanged"), ("folder", "unchanged")]
    assert told["open"] == 2
    assert "still open" in desk.run("publish", "2", code=2).err
    assert "no edition 9" in desk.run("publish", "9", code=2).err


def test_one_targets_trouble_is_its_own(desk: Commands) -> None:
    """The other has the edition; what to do is said, and the same command goes on, and closes nothing else."""
    (desk.root / "site").write_text("a file where a folder should be")
    said = desk.run("publish", *OVERRIDE, code=1)
    assert files(desk) == ["archive/1.md"]
    assert "folder: " in said.err
    (desk.root / "site").unlink()
    desk.run("star", "2")
    again = desk.run("publish")
    assert files(desk) == ["archive/1.md", "site/2026-11-20-week-that-was.md"]
    assert "went on with it and did no more" in again.err
    assert desk.json("edition")["number"] == 2
    assert desk.json("publish", *OVERRIDE)["number"] == 2


def test_what_has_not_arrived_is_known_everywhere(desk: Commands) -> None:
    """`check` says that publish would not close this draft yet, `why` where the last one is; done as said, it is so."""
    (desk.root / "site").write_text("a file where a folder should be")
    desk.run("publish", *OVERRIDE, code=1)
    desk.run("star", "2")
    desk.run("annotate", "2", "--lead", "Ada [counts benches](post).")
    (found,) = [each for each in desk.run("check", "--json").json if each["check"] == "not-arrived"]
    assert found["message"] == "Edition 1 has not arrived at folder"
    assert "roundup publish" in found["remedy"]
    assert "not yet at folder: roundup publish goes on" in desk.run("why", "edition 1").out
    (desk.root / "site").unlink()
    desk.run("publish")
    assert "not-arrived" not in desk.run("check").out
    told = desk.run("why", "edition 1").out
    assert f"2026-11-20 16:00 UTC  at folder: saved: {desk.root / 'site'}" in told
    assert told.endswith("now: edition 1 is closed\n")


def test_what_was_never_begun_is_gone_on_with(desk: Commands) -> None:
    """Killed right after closing: the receipts say where the edition is to go."""
    desk.run("publish", *OVERRIDE)
    with open_store(desk.root / "roundup.db", now=NOW) as store:
        store.receipts.keep(Receipt("2026-11-20-week-that-was", "archive", NOW, "ada"))
    (desk.root / "archive" / "1.md").unlink()
    (told,) = desk.json("publish")["deliveries"]
    assert (told["target"], told["done"]) == ("archive", "created")


def test_cut_off_right_after_closing_the_feeds_are_made_up_for(desk: Commands) -> None:
    """The run that goes on with the edition has it in the feeds, too."""
    (desk.root / "site").write_text("in the way")
    desk.run("publish", *OVERRIDE, code=1)
    feed = desk.root / "out" / "feed.xml"
    whole = feed.read_bytes()
    feed.unlink()
    desk.run("publish", code=1)
    assert feed.read_bytes() == whole


def test_quietly_what_was_said_is_not_said_again(desk: Commands) -> None:
    """The first time what there is to know is told; a run that changes nothing has nothing to say."""
    with (desk.root / "roundup.toml").open("a") as settings:
        settings.write("\n[deliver.social]\n")
    settings_file = desk.root / "roundup.toml"
    settings_file.write_text(settings_file.read_text().replace('# url = ""', 'url = "https://weekthatwas.example/"  #'))
    assert "of 300 characters" in desk.run("--quiet", "publish", *OVERRIDE).err
    again = desk.run("--quiet", "publish", "1")
    assert (again.out, again.err) == ("", "")


def test_a_target_taken_out_of_the_settings_is_not_waited_for(desk: Commands) -> None:
    """A table that is gone holds no edition up."""
    (desk.root / "site").write_text("in the way")
    desk.run("publish", *OVERRIDE, code=1)
    settings = desk.root / "roundup.toml"
    settings.write_text(settings.read_text().replace("[deliver.folder]", "[deliver.other]\ntarget = 'folder'"))
    desk.run("star", "2")
    assert desk.json("publish", "--to", "archive", *OVERRIDE)["number"] == 2


def test_a_correction_is_pushed_as_it_says(desk: Commands) -> None:
    """The command it names puts it where the edition is."""
    desk.run("publish", *OVERRIDE)
    assert "roundup publish 1\n" in desk.run("recheck", "1", "--erratum", "It was the other bin.").err
    desk.run("publish", "1")
    assert "It was the other bin." in (desk.root / "archive" / "1.md").read_text()


def test_an_edit_there_is_shown_and_left(desk: Commands) -> None:
    """The difference on stdout, the reason and the remedy on stderr, the file as it was."""
    desk.run("publish", *OVERRIDE)
    file = desk.root / "archive" / "1.md"
    file.write_text(file.read_text() + "\nMine.\n")
    said = desk.run("publish", "1", code=1)
    assert "+Mine." in said.out
    assert "was changed there" in said.err
    assert file.read_text().endswith("Mine.\n")
    (told, _) = desk.json("publish", "1", code=1)["deliveries"]
    assert "+Mine." in told["diff"]


def test_dry_run_shows_every_request_and_makes_none(desk: Commands) -> None:
    """The same for an edition that is closed already."""
    said = desk.run("publish", "--dry-run", *OVERRIDE)
    assert "would close edition 1 and open 2" in said.out
    assert f"would write the feeds and the archive in {desk.root / 'out'}" in said.out
    assert f"archive: would WRITE {desk.root / 'archive' / '1.md'}" in said.out
    assert files(desk) == []
    desk.run("publish", *OVERRIDE)
    assert "archive: would WRITE" in desk.run("publish", "1", "--dry-run").out


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("[deliver.wordpres]\nsite = 'x'", "[deliver.wordpres] is no target this program knows"),
        ("[deliver.folder]\npth = 'x'", "Did you mean 'path'?"),
        ("[deliver.folder]\npath = 3", "must be text in quotes"),
        ("[deliver.folder]", "path is not set"),
        ("[deliver.wordpress]\nsite = ''", "site is not set"),
    ],
)
def test_settings_that_cannot_be_close_nothing(quiet_desk: Commands, table: str, words: str) -> None:
    """What is wrong in roundup.toml is said before an edition is closed."""
    with (quiet_desk.root / "roundup.toml").open("a") as settings:
        settings.write(f"\n{table}\n")
    quiet_desk.run("star", "1")
    assert words in " ".join(quiet_desk.run("publish", *OVERRIDE, code=2).err.split())
    assert quiet_desk.json("edition")["number"] == 1


def test_unknown_targets_are_named(desk: Commands) -> None:
    """With those there are."""
    said = desk.run("publish", "--to", "ghost", *OVERRIDE, code=2)
    assert "there is no target 'ghost'" in said.err
    assert "archive, folder" in said.err


def test_the_past_is_no_time_to_publish(desk: Commands) -> None:
    """--at has to lie ahead."""
    assert "in the past" in desk.run("publish", "--at", "2026-11-19 09:00", *OVERRIDE, code=2).err


def test_a_special_name_stays_in_its_folder(desk: Commands, tmp_path: Path) -> None:
    """A slug made of anything is a file name below the folder."""
    desk.run("edition", "set", "--slug", "../../../etc/passwd")
    desk.run("publish", *OVERRIDE)
    assert all((desk.root / name).resolve().is_relative_to(desk.root.resolve()) for name in files(desk))
