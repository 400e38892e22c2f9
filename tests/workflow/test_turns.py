"""Two commands at once on one desk: who waits, for how long, with what words; nothing twice, no lock left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from roundup.config import Settings
from roundup.deliver import folder
from roundup.errors import RoundupError
from roundup.workflow.deliver import Pushed
from roundup.workflow.desk import Desk
from roundup.workflow.feeds import pause
from roundup.workflow.fetch import fetch
from roundup.workflow.locks import alone, turn
from roundup.workflow.notify import notify
from roundup.workflow.publish import preview, publish, publish_again
from roundup.workflow.site import write_site
from tests.workflow.desks import ready


def impatient(desk: Desk) -> Desk:
    return replace(desk, wait=0.0)


@pytest.mark.parametrize(
    ("lock", "act", "says"),
    [
        (".fetch.lock", fetch, "another fetch is at work on this desk"),
        (".publish.lock", publish, "another publish is at work on this desk"),
        (".publish.lock", lambda desk: publish_again(desk, 1), "another publish is at work on this desk"),
        (".notify.lock", notify, "another notify is at work on this desk"),
        (".feeds.lock", lambda desk: pause(desk, "x", paused=True), "another command is editing feeds.opml"),
        ("out/.site.lock", write_site, "another command is writing"),
    ],
)
def test_who_does_not_wait_is_told_at_once(desk: Desk, lock: str, act: Any, says: str) -> None:
    """--wait 0: what is going on, that nothing was done, and how to wait."""
    (desk.settings.root / "out").mkdir()
    waited: list[str] = []
    with turn(desk.settings.root / lock, seconds=0, busy="x"), pytest.raises(RoundupError, match=says) as caught:
        act(replace(desk, wait=0.0, waiting=waited.append))
    assert waited == []
    assert "Nothing was done" in caught.value.hint
    assert "--wait SECONDS" in caught.value.hint
    assert caught.value.exit_code == 1


def test_who_waited_in_vain_hears_how_long(desk: Desk) -> None:
    """And that it was waited for is said once, at the beginning."""
    said: list[str] = []
    waiting = replace(desk, wait=0.06, waiting=said.append)
    with (
        alone(desk, "fetch"),
        pytest.raises(RoundupError, match=r"has not ended after 0\.06 s"),
        alone(waiting, "fetch"),
    ):
        pass
    assert said == ["Another fetch is at work on this desk; waiting for it to end."]


def test_what_only_looks_does_not_wait(desk: Desk) -> None:
    """--dry-run of publish, while another is being published; of notify, the same."""
    ready(desk, "bins")
    with alone(desk, "publish"), alone(desk, "notify"):
        assert any("would close" in step for step in preview(impatient(desk)))
        with pytest.raises(RoundupError, match="is public yet"):
            notify(impatient(desk), dry_run=True)


def test_each_command_has_a_lock_of_its_own(desk: Desk) -> None:
    """A fetch that hangs keeps nobody from publishing."""
    ready(desk, "bins")
    with alone(desk, "fetch"), alone(desk, "notify"):
        assert publish(impatient(desk), override=["no-words"], reason="test").edition.number == 1


def test_a_lock_left_by_a_killed_command_is_free(tmp_path: Path) -> None:
    """kill -9 of its holder: the next one has it at once, although the file is there."""
    lock = tmp_path / ".publish.lock"
    hold = f"import filelock, sys; lock = filelock.FileLock({str(lock)!r}); lock.acquire(); print('held', flush=True)"
    command = [sys.executable, "-c", hold + "; sys.stdin.read()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(RoundupError), turn(lock, seconds=0, busy="held"):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert lock.exists()
    with turn(lock, seconds=0, busy="x"):
        pass


def test_a_lock_goes_with_its_command_not_with_a_process_that_was_forked_meanwhile(tmp_path: Path) -> None:
    """What a command started may outlive its turn, and has the file open too."""
    lock = tmp_path / ".publish.lock"
    hold = f"""
import os, pathlib, sys
from roundup.workflow.locks import turn
with turn(pathlib.Path({str(lock)!r}), seconds=0, busy="x"):
    child = os.fork()
    if not child:
        sys.stdin.read()
        os._exit(0)
print("gone", flush=True)
os.waitpid(child, 0)
"""
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"gone\n"
        with turn(lock, seconds=0, busy="held"):
            pass


def test_a_lock_is_no_way_to_write_elsewhere(tmp_path: Path) -> None:
    """A link in its place is refused, and what it leads to stays away."""
    lock = tmp_path / ".publish.lock"
    lock.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RoundupError, match="cannot be written"), turn(lock, seconds=0, busy="x"):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_two_publish_at_once_deliver_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand while the timer's is at the target: the second waits, finds the first edition delivered, and the new one
    empty."""
    ready(desk, "bins")
    table = {"path": str(desk.settings.root / "public")}
    desk = replace(desk, settings=_with_folder(desk.settings, table))
    sending, go_on, sent = Event(), Event(), list[str]()
    send = folder.send

    def slowly(*args: Any) -> Any:
        sent.append("once")
        sending.set()
        assert go_on.wait(20)
        return send(*args)

    monkeypatch.setattr(folder, "send", slowly)
    ended: list[Any] = []

    def first() -> None:
        ended.append(publish(desk, override=["no-words"], reason="test").pushed)

    thread = Thread(target=first)
    thread.start()
    assert sending.wait(20)
    second = replace(desk, waiting=lambda _words: go_on.set())
    with pytest.raises(RoundupError, match="not published"):
        publish(second)
    thread.join(20)
    ((pushed,),) = ended
    assert isinstance(pushed, Pushed)
    assert (pushed.error, sent) == ("", ["once"])


def _with_folder(settings: Settings, table: dict[str, Any]) -> Settings:
    return replace(settings, deliver={"folder": table})
