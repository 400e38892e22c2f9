"""The archive on disk: what changed is written, what is gone goes, and nobody else's file is touched."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from roundup.config import RenderSettings
from roundup.errors import RoundupError, UsageError
from roundup.model import Edition
from roundup.render.feeds import atom, picks
from roundup.render.site import planned as plans
from roundup.render.site import search
from roundup.workflow import site as sites
from roundup.workflow.desk import Desk
from roundup.workflow.publish import publish
from roundup.workflow.site import LIST, MEMORY, SiteWritten, split, write_site
from roundup.workflow.special import change, define
from tests.workflow.desks import at, desk_at, ready


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk that has published two editions."""
    made = desk_at(tmp_path)
    made = replace(made, settings=replace(made.settings, render=RenderSettings(formats=("page",))))
    return close(close(made, "bins", "maps"), "lamps")


def close(desk: Desk, *slugs: str) -> Desk:
    """Publish an edition of these posts; the desk a week later."""
    ready(desk, *slugs)
    publish(desk, override=("no-words", "quote-absent"), reason="a test")
    return at(desk, days=7)


def files(desk: Desk) -> dict[str, tuple[bytes, int]]:
    """path → (content, when it was written) of every file of the site."""
    folder = desk.settings.out_path / "site"
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def contents(desk: Desk) -> dict[str, bytes]:
    return {path: content for path, (content, _) in files(desk).items()}


def test_the_site_is_written(desk: Desk) -> None:
    """Every closed edition has its folder; what was done is told in numbers."""
    done = write_site(desk)
    assert {"2026-11-20-week-that-was/index.html", "2026-11-27-week-that-was/index.html"} <= set(files(desk))
    assert (done.files, done.written, done.removed) == (len(files(desk)), len(files(desk)), 0)
    assert done.bytes == sum(map(len, contents(desk).values()))
    assert done.folder == desk.settings.out_path / "site"


def test_a_draft_is_never_in_the_archive(desk: Desk) -> None:
    """What is not published yet is nowhere in it."""
    ready(desk, "secret")
    write_site(desk)
    assert not [path for path, content in contents(desk).items() if b"ecret" in content]


def test_a_second_time_nothing_is_touched(desk: Desk) -> None:
    """Not even made: the list beside the folder says that all is as it was."""
    first = write_site(desk)
    before = files(desk)
    again = write_site(desk)
    assert again == SiteWritten(first.folder, first.files, first.bytes, 0, 0)
    assert files(desk) == before


def test_nothing_is_made_that_did_not_change(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more edition: only pages that show it are rendered."""
    write_site(desk)
    later = close(desk, "parks")
    made: list[str] = []
    put = sites._put

    def noted(folder: Path, file: Any, folders: dict[str, bool]) -> Any:
        made.append(file.path)
        return put(folder, file, folders)

    monkeypatch.setattr(sites, "_put", noted)
    write_site(later)
    assert "2026-12-04-week-that-was/index.html" in made
    assert "2026-11-27-week-that-was/index.html" in made  # leads to the new one
    assert "2026-11-20-week-that-was/index.html" not in made


def test_a_page_that_comes_out_the_same_is_not_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an update of the program all pages are made again, and only those that differ are touched."""
    write_site(desk)
    before = files(desk)
    monkeypatch.setattr(plans, "__version__", "99")
    assert write_site(desk).written == 0
    assert files(desk) == before


def test_what_no_longer_belongs_is_taken_away(desk: Desk) -> None:
    """A page of something that is gone, and its folder if nothing is left in it."""
    define(desk, "case-studies", {"kind": "collection", "tags": ["case study"], "date": "2026-12-01"})
    define(desk, "year-2026", {"kind": "year", "year": 2026, "date": "2026-12-31"})
    write_site(desk)
    assert "year-2026/index.html" in files(desk)
    change(desk, "year-2026", {"slug": "the-year"})
    done = write_site(desk)
    assert (done.removed, "the-year/index.html" in files(desk)) == (2, True)
    assert not (done.folder / "year-2026").exists()


def test_a_special_edition_without_a_date_is_not_shown_yet(desk: Desk) -> None:
    """Its editors are still at work on it."""
    define(desk, "year-2026", {"kind": "year", "year": 2026})
    write_site(desk)
    assert "year-2026/index.html" not in files(desk)


def test_files_of_others_stay(desk: Desk) -> None:
    """Whatever an editor puts into the folder beside our files is theirs."""
    folder = write_site(desk).folder
    (folder / "CNAME").write_text("roundup.example", encoding="utf-8")
    (folder / "blogs" / "portrait.jpg").write_bytes(b"\xff\xd8")
    write_site(close(desk, "parks"))
    assert (folder / "CNAME").read_text(encoding="utf-8") == "roundup.example"
    assert (folder / "blogs" / "portrait.jpg").exists()


def test_what_is_in_the_way_of_a_folder_is_named(desk: Desk) -> None:
    """Somebody's file where an edition's folder belongs is not removed: the error says where it is."""
    folder = desk.settings.out_path / "site"
    folder.mkdir(parents=True)
    way = folder / "years"
    way.write_text("mine", encoding="utf-8")
    with pytest.raises(RoundupError, match="years"):
        write_site(desk)
    assert way.read_text(encoding="utf-8") == "mine"
    way.unlink()
    assert write_site(desk).written


def test_a_file_that_was_changed_by_hand_is_put_right(desk: Desk) -> None:
    """The archive says what was published: one that was edited, cut short or lost is written anew."""
    folder = write_site(desk).folder
    before = contents(desk)
    (folder / "index.html").write_text("mine", encoding="utf-8")
    (folder / "blogs.html").write_bytes(b"")
    (folder / "archive.html").unlink()
    assert write_site(desk).written == 3
    assert contents(desk) == before


def test_what_somebody_changed_is_not_taken_away(desk: Desk) -> None:
    """A page that no longer belongs, but holds somebody's words, stays."""
    define(desk, "year-2026", {"kind": "year", "year": 2026, "date": "2026-12-31"})
    own = write_site(desk).folder / "year-2026" / "index.html"
    own.write_text("my own words", encoding="utf-8")
    change(desk, "year-2026", {"date": ""})
    assert write_site(desk).removed == 1
    assert own.read_text(encoding="utf-8") == "my own words"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "{",
            "[]",
            "null",
            '{"files": 7}',
            '{"files": {"a": 1}}',
            '{"files": {"a": ["x", "y", "z"]}}',
            "\x00\xff",
        ),
        json.dumps(
            {"files": {name: ["", 0, 0] for name in ("../precious", "/etc/passwd", "a/../../precious", "", "C:/x")}}
        ),
    ],
)
def test_a_list_that_cannot_be_trusted_harms_nothing(desk: Desk, text: str) -> None:
    """Damaged, lost or tampered with: all is made anew, and nothing outside of the folder is touched."""
    write_site(desk)
    before = files(desk)
    precious = desk.settings.out_path / "precious"
    precious.write_text("keep me", encoding="utf-8")
    (desk.settings.out_path / LIST).write_text(text, encoding="latin-1")
    assert write_site(desk).written == 0
    assert files(desk) == before
    assert precious.read_text(encoding="utf-8") == "keep me"


class Killed(BaseException):
    """As if the machine had been switched off."""


@pytest.fixture(params=[0, 1, 7, 12])
def cut(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Dies before the nth file is put into its place."""
    put, left = sites._put, [request.param]

    def dying(folder: Path, file: Any, folders: dict[str, bool]) -> Any:
        if not left[0]:
            raise Killed
        left[0] -= 1
        return put(folder, file, folders)

    monkeypatch.setattr(sites, "_put", dying)
    return lambda: monkeypatch.setattr(sites, "_put", put)


def test_cut_anywhere_it_is_finished_by_the_next_run(desk: Desk, cut: Callable[[], None], tmp_path: Path) -> None:
    """No file is half-written, and in the end all is as if nothing had happened."""
    with pytest.raises(Killed):
        write_site(desk)
    for path, content in contents(desk).items():
        assert content.endswith((b"\n", b">")), path
    cut()
    write_site(desk)
    whole = contents(desk)
    assert write_site(desk, out=tmp_path / "elsewhere").files == len(whole)
    assert {p: (tmp_path / "elsewhere" / "site" / p).read_bytes() for p in whole} == whole


def test_what_a_killed_run_wrote_is_known_to_be_ours(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is taken away by a later run if it does not belong any more."""
    define(desk, "year-2026", {"kind": "year", "year": 2026, "date": "2026-12-31"})
    write_list, calls = sites._write_list, [0]

    def once(path: Path, lines: Any) -> None:
        calls[0] += 1
        if calls[0] == 2:
            raise Killed
        write_list(path, lines)

    monkeypatch.setattr(sites, "_write_list", once)
    with pytest.raises(Killed):
        write_site(desk)
    monkeypatch.undo()
    assert "year-2026/index.html" in files(desk)
    change(desk, "year-2026", {"date": ""})
    write_site(desk)
    assert "year-2026/index.html" not in files(desk)


def test_the_site_can_lie_elsewhere(desk: Desk, tmp_path: Path) -> None:
    """Where --out says, with a list of its own; also through a symbolic link."""
    (tmp_path / "www").mkdir()
    (tmp_path / "out2").mkdir()
    (tmp_path / "out2" / "site").symlink_to(tmp_path / "www", target_is_directory=True)
    write_site(desk, out=tmp_path / "out2")
    assert (tmp_path / "www" / "index.html").is_file()


def test_where_nothing_can_be_written_that_is_said(desk: Desk) -> None:
    """A file lies where the folder should be."""
    (desk.settings.out_path / "site").write_text("in the way", encoding="utf-8")
    with pytest.raises(RoundupError, match="cannot be written"):
        write_site(desk)


def test_the_same_site_on_another_day(desk: Desk) -> None:
    """Nothing depends on when it is written."""
    write_site(desk)
    before = files(desk)
    write_site(at(desk, days=365))
    assert files(desk) == before


def test_an_address_that_was_set_later_is_in_all_pages(desk: Desk, tmp_path: Path) -> None:
    """Editions closed before the desk had an address get theirs now."""
    settings = replace(desk.settings, desk=replace(desk.settings.desk, url="https://roundup.example/"))
    write_site(replace(desk, settings=settings))
    page = contents(desk)["2026-11-20-week-that-was/index.html"].decode()
    assert '<link rel="canonical" href="https://roundup.example/2026-11-20-week-that-was/">' in page


def test_feeds_that_are_followed_make_the_blogroll(desk: Desk) -> None:
    """Of feeds.opml as it is; a desk without one has none."""
    write_site(desk)
    assert "blogroll.html" not in files(desk)
    outline = '<outline type="rss" text="The Kettle" xmlUrl="https://kettle.example/feed"/>'
    desk.settings.feeds_path.write_text(f'<opml version="2.0"><head/><body>{outline}</body></opml>', encoding="utf-8")
    write_site(desk)
    assert b"The Kettle" in contents(desk)["blogroll.html"]


def test_which_formats_are_the_editions_and_which_the_archive(desk: Desk) -> None:
    """All unless some are named; the archive alone is no format of an edition."""
    assert split(desk, ["site"]) == ((), True)
    assert split(desk, ["page", "site"]) == (("page",), True)
    assert split(desk, ["page"]) == (("page",), False)
    assert split(desk, []) == (("page",), False)  # as the settings say
    everything, with_site = split(desk_at(desk.settings.root), [])
    assert with_site
    assert {"page", "fragment", "email"} <= set(everything)


@pytest.mark.parametrize(("name", "near"), [("pag", "page"), ("sites", "site"), ("Atom", "atom"), ("nosuch", "")])
def test_a_format_that_there_is_not_is_refused_with_all_there_are(desk: Desk, name: str, near: str) -> None:
    """Those of editions, the feeds and the archive alike; the nearest first."""
    with pytest.raises(UsageError) as caught:
        split(desk, ["page", name])
    assert repr(name) in caught.value.message
    assert (f"Did you mean {near!r}?" in caught.value.hint) is bool(near)
    assert {"page", "eml", "atom", "picks", "site"} <= set(
        caught.value.hint.replace(",", " ").replace(".", " ").split()
    )


def test_two_at_once_take_turns(desk: Desk) -> None:
    """What the second finds is whole."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: write_site(desk), range(2)))
    assert sorted(each.written > 0 for each in done) == [False, True]


def test_edition_is_a_value(desk: Desk) -> None:
    """What the archive is made from is read in one go, and holds no connection."""
    archive = sites.archive_of(desk)
    assert all(isinstance(each, Edition) for each in archive.editions)
    assert archive.title == "The Week"
    assert archive.closed[0].frozen_at < archive.closed[1].frozen_at + timedelta(days=1)
    assert os.path.isabs(desk.settings.out_path)  # noqa: PTH117 - said of a setting, not asked of the disk


# ---------------------------------------------------------------- what was made before


def test_of_a_feed_only_what_is_new_is_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And of the year that is searched: what stands in them of earlier weeks is as it was made then."""
    write_site(desk)
    later = close(desk, "trees")
    made: list[str] = []
    monkeypatch.setattr(atom.Entry, "_set", told(made, atom.Entry._set, lambda entry: entry.id))
    monkeypatch.setattr(picks, "_items", told(made, picks._items, lambda issue, _: issue.id))
    monkeypatch.setattr(search, "_edition", told(made, search._edition, lambda place, _: place.folder))
    write_site(later)
    assert [len(made), *(sum(day in each for each in made) for day in ("11-20", "11-27"))] == [3, 0, 0]


def told(said: list[str], function: Callable[..., Any], name: Callable[..., str]) -> Callable[..., Any]:
    """The function, which says what it is asked for."""

    def telling(*values: Any) -> Any:
        said.append(name(*values))
        return function(*values)

    return telling


@pytest.mark.parametrize(
    "spoilt",
    [b"", b"\n", b"nothing", b"0" * 64 + b'\n{"atom":{}}', hashlib.sha256(b"[1]").hexdigest().encode() + b"\n[1]"],
)
def test_a_memory_that_is_not_whole_is_none(desk: Desk, spoilt: bytes) -> None:
    """Everything is made again, and kept."""
    write_site(desk)
    path, before = desk.settings.out_path / MEMORY, contents(desk)
    kept = path.read_bytes()
    path.write_bytes(spoilt)
    (desk.settings.out_path / LIST).unlink()
    write_site(desk)
    assert contents(desk) == before
    assert path.read_bytes() == kept


def test_nothing_is_kept_where_nothing_was_made(desk: Desk) -> None:
    """A run without news leaves the memory alone."""
    write_site(desk)
    path = desk.settings.out_path / MEMORY
    before = path.stat().st_mtime_ns
    write_site(desk)
    assert path.stat().st_mtime_ns == before


def test_a_memory_that_cannot_be_kept_is_no_fault(desk: Desk) -> None:
    """The site is written; the next time costs what the first did."""
    (desk.settings.out_path / MEMORY).mkdir(parents=True)
    write_site(desk)
    assert "feed.xml" in contents(desk)
