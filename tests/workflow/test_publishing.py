"""check, render, publish: files first, then the closing; nothing of an earlier edition is touched."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from roundup.config import EmailSettings, FeedSettings, RenderSettings
from roundup.errors import NotFound, RoundupError, UsageError
from roundup.render import FORMATS
from roundup.workflow.checking import check
from roundup.workflow.desk import Desk
from roundup.workflow.edition import change, closed
from roundup.workflow.files import replace_file
from roundup.workflow.pick import star, unstar
from roundup.workflow.publish import preview, publish, render
from roundup.workflow.undo import undo
from tests.workflow.desks import at, bring, decisions, picks, ready

FILES = {form.filename for form in FORMATS.values()}
FEEDS = {"feed.xml", "picks.json"}


def files(desk: Desk) -> dict[str, bytes]:
    """The files of editions in out/: path → content."""
    out = desk.settings.out_path
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.glob("*/*")) if path.is_file()}


def feeds(desk: Desk) -> dict[str, bytes]:
    """The feeds in out/: name → content."""
    return {path.name: path.read_bytes() for path in sorted(desk.settings.out_path.glob("*.*")) if path.is_file()}


def blocking(desk: Desk) -> list[str]:
    """The checks that block the draft."""
    return [finding.check for finding in check(desk) if finding.level == "blocks"]


def test_an_empty_draft_is_not_published(desk: Desk) -> None:
    """Not the first time, and not right after an edition was closed."""
    with pytest.raises(RoundupError, match="nothing in the edition"):
        publish(desk)
    ready(desk, "bins")
    publish(desk)
    with pytest.raises(RoundupError, match="nothing in the edition"):
        publish(desk)
    assert len(closed(desk)) == 1


def test_publishing_writes_closes_and_opens(desk: Desk) -> None:
    """The files are those of the closed edition; the next one is empty."""
    (post,) = ready(desk, "bins")
    done = publish(desk)
    assert (done.edition.number, done.next_number, done.edition.status) == (1, 2, "frozen")
    assert {file.path.name for file in done.files} == FILES | FEEDS
    assert all(file.path.stat().st_size == file.bytes for file in done.files)
    assert [frozen.edition for frozen in closed(desk)] == [done.edition]
    assert (picks(desk), [str(p.post_id) for p in done.edition.picks]) == ([], [post])


def test_a_closed_edition_renders_the_same_for_ever(desk: Desk) -> None:
    """Whatever is decided afterwards."""
    ready(desk, "bins")
    publish(desk)
    before = files(desk)
    change(desk, {"title": "Something else", "intro": "New words."})
    render(at(desk, days=30), 1)
    assert files(desk) == before


def test_a_draft_never_writes_over_a_closed_edition(desk: Desk) -> None:
    """Neither the second of a day nor one that its editors call the same; not by render, not by an override."""
    change(desk, {"slug": "bins"})
    ready(desk, "a")
    publish(desk)
    before = files(desk)
    ready(desk, "b")
    change(desk, {"slug": "bins"})
    assert blocking(desk) == ["slug-taken"]
    render(desk)
    publish(desk, override=["slug-taken"], reason="the old one was withdrawn")
    after = files(desk)
    assert {path: after[path] for path in before} == before
    assert {path.split("/")[0] for path in set(after) - set(before)} == {"bins-2"}
    render(desk, 2)
    render(desk, 1)
    assert files(desk) == after


def test_formats_and_folder_can_be_chosen(desk: Desk, tmp_path: Path) -> None:
    """An unknown format writes nothing; a wrong number writes nothing."""
    ready(desk, "bins")
    (only,) = render(desk, formats=["markdown"], out=tmp_path / "else where" / "é")
    assert only.path == tmp_path / "else where" / "é" / "2026-11-20-week-that-was" / "post.md"
    with pytest.raises(UsageError):
        render(desk, formats=["markdown", "nonsense"])
    with pytest.raises(NotFound):
        render(desk, 7)
    assert files(desk) == {}


def test_what_is_in_the_way_is_named(desk: Desk) -> None:
    """A file where the folder should be: nothing is closed, and it works once it is out of the way."""
    ready(desk, "bins")
    desk.settings.out_path.write_text("in the way", encoding="utf-8")
    with pytest.raises(RoundupError, match=r"post\.html cannot be written") as refused:
        publish(desk)
    assert refused.value.hint
    assert closed(desk) == ()
    desk.settings.out_path.unlink()
    assert publish(desk).next_number == 2


class Cut(BaseException):
    """The power goes."""


def test_cut_before_the_closing_it_is_done_by_the_next_run(desk: Desk) -> None:
    """The files are there, the edition still open; publishing again writes the same bytes and closes it once."""
    ready(desk, "bins")

    def fail() -> str:
        raise Cut

    with pytest.raises(Cut):
        publish(replace(desk, new_id=fail))
    assert closed(desk) == ()
    before = files(desk)
    assert {path.split("/")[1] for path in before} == FILES
    publish(desk)
    assert files(desk) == before
    assert len(closed(desk)) == 1


def test_cut_between_two_files_it_is_done_by_the_next_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is half-written and nothing is closed."""
    ready(desk, "bins")

    def until_markdown(path: Path, content: bytes) -> None:
        if path.suffix == ".md":
            raise Cut
        replace_file(path, content)

    monkeypatch.setattr("roundup.workflow.writing.replace_file", until_markdown)
    with pytest.raises(Cut):
        publish(desk)
    assert len(files(desk)) == list(FORMATS).index("markdown")
    assert closed(desk) == ()
    monkeypatch.undo()
    publish(desk)
    assert len(files(desk)) == len(FORMATS)


def test_a_pick_made_meanwhile_stops_the_closing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written must be what is closed: the editor is told to look again, and then it works."""
    (post,) = ready(desk, "bins")

    def while_bo_changes_his_mind(path: Path, content: bytes) -> None:
        unstar(at(desk, "bo"), [post])
        replace_file(path, content)

    monkeypatch.setattr("roundup.workflow.writing.replace_file", while_bo_changes_his_mind)
    with pytest.raises(RoundupError, match="the draft changed while it was being published"):
        publish(desk)
    assert closed(desk) == ()
    monkeypatch.undo()
    star(desk, [post])
    publish(desk)
    assert len(closed(desk)) == 1


def test_feeds_hold_what_is_closed(desk: Desk) -> None:
    """Nothing of a draft; each edition from the moment it is closed, the same as long as nothing new is."""
    ready(desk, "bins")
    render(desk)
    assert feeds(desk) == {}
    publish(desk)
    one = feeds(desk)
    assert (set(one), one["feed.xml"].count(b"<entry")) == (FEEDS, 1)
    ready(desk, "benches")
    render(desk)
    assert feeds(desk) == one
    publish(at(desk, days=7))
    assert feeds(desk)["feed.xml"].count(b"<entry") == 2


def test_a_feed_that_is_as_it_was_is_not_written_again(desk: Desk) -> None:
    """Its time stays, so that nothing is uploaded or fetched for nothing."""
    ready(desk, "bins")
    publish(desk)
    path = desk.settings.out_path / "feed.xml"
    os.utime(path, ns=(1, 1))
    (only,) = render(desk, formats=["atom"])
    assert (only.format, only.path, path.stat().st_mtime_ns) == ("atom", path, 1)


def test_feeds_are_formats_that_can_be_chosen(desk: Desk, tmp_path: Path) -> None:
    """In the settings as on the command line; a name that is empty is a feed that is not wanted."""
    ready(desk, "bins")
    publish(desk)
    chosen = replace(desk, settings=replace(desk.settings, render=RenderSettings(formats=("picks", "fragment"))))
    assert [file.format for file in render(chosen, 1, out=tmp_path)] == ["fragment", "picks"]
    without = replace(desk, settings=replace(desk.settings, feeds=FeedSettings(picks="")))
    assert [file.format for file in render(without, 1, formats=["atom", "picks"])] == ["atom"]


def test_an_editor_hears_of_a_heavy_message(desk: Desk) -> None:
    """With the file that it is about."""
    ready(desk, "bins")
    heavy = replace(desk, settings=replace(desk.settings, email=EmailSettings(warn_bytes=1)))
    assert {file.path.name for file in render(heavy) if file.note} == {"email.html"}


@pytest.mark.parametrize(
    ("override", "reason"), [(["no-words"], ""), (["no-words"], "  "), (["no-such"], "why"), ([""], "why")]
)
def test_an_override_names_a_check_and_a_reason(desk: Desk, override: Sequence[str], reason: str) -> None:
    """A misspelt check is said to be one, not passed over."""
    star(desk, [bring(desk, "bins")])
    with pytest.raises(UsageError):
        publish(desk, override=override, reason=reason)
    assert closed(desk) == ()


def test_what_was_overridden_is_in_the_ledger(desk: Desk) -> None:
    """With the reason; the checks that did not block are not."""
    star(desk, [bring(desk, "bins")])
    assert blocking(desk) == ["no-words"]
    publish(desk, override=["no-words", "quote-long"], reason="the editor is ill")
    freeze = decisions(desk)[-1]
    assert (freeze.verb, freeze.reason, freeze.payload["overridden"]) == ("freeze", "the editor is ill", ["no-words"])


def test_one_override_does_not_cover_another_fault(desk: Desk) -> None:
    """The first that is left is named with its remedy."""
    star(desk, [bring(desk, "bins")])
    with pytest.raises(RoundupError, match="Nobody has written a lead-in") as refused:
        publish(desk, override=["no-picks"], reason="why not")
    assert "--override no-words" in refused.value.hint


def test_a_preview_does_nothing(desk: Desk) -> None:
    """It says what would be written and closed, or why not."""
    with pytest.raises(RoundupError, match="nothing in the edition"):
        preview(desk)
    ready(desk, "bins")
    before = decisions(desk)
    said = preview(desk)
    assert "1 pick into" in said[0]
    assert str(desk.settings.out_path / "2026-11-20-week-that-was") in said[0]
    assert "close edition 1 and open 2" in said[1]
    assert (decisions(desk), files(desk)) == (before, {})


def test_an_edition_reopened_is_published_again(desk: Desk) -> None:
    """Under the same number and name."""
    ready(desk, "bins")
    first = publish(desk)
    undo(desk)
    again = publish(desk)
    assert (again.edition, {f.path for f in again.files}) == (first.edition, {f.path for f in first.files})
