"""A whole week performed with the real commands, each a process of its own, on sample blogs served on loopback.

Monday   init ─ feeds import ─ fetch
Friday   fetch ─ posts ─ show ─ add ─ star ─ skip ─ note ─ quote ─ annotate ─ tag ─ order
         ─ edition set ─ edition ─ check ─ render ─ why
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from threading import Event

from roundup.dataclass import dataclass
from roundup.demo.folder import SAMPLE_OPML, prepare, remember
from roundup.demo.plan import Plan, read_plan
from roundup.demo.script import Step, finishing, picking, quoted, quoting, reading, writing
from roundup.demo.server import FRIDAY, BlogServer, serve_blogs
from roundup.errors import RoundupError

MONDAY = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)
A_WHILE = timedelta(minutes=1)  # between two commands, so that the trail of a post reads like an evening's work
PORT = 8746  # arbitrary, but always the same: links of an earlier run lead somewhere while a later one serves
NARROWEST = 12  # columns are not squeezed below so many characters
COMMAND_SECONDS = 120  # far more than any needs; a demo that hangs is worse than one that stops

Say = Callable[[str], None]


class StepFailed(RoundupError):
    """A command of the demo did not do what it should have."""


@dataclass(slots=True)
class Stage:
    """Where the week is performed: the desk's folder, the sample blogs, whom to tell, and what time it is there."""

    folder: Path
    blogs: BlogServer
    say: Say
    curator: str
    now: datetime = MONDAY

    def move_to(self, moment: datetime) -> None:
        """Let it be `moment`, for the blogs and for the commands."""
        self.now = moment
        self.blogs.at(moment)
        self.say("")
        self.say(f"# {moment:%A}, {moment.day} {moment:%B %Y}, {moment:%H:%M}")

    def play(self, steps: Iterable[Step]) -> None:
        """Perform the steps, showing each as it would be typed. StepFailed at the first that goes wrong."""
        for step in steps:
            self.say("")
            if step.remark:
                self.say(f"# {step.remark}")
            self.say(f"$ {step.typed}")
            done = self._run(step.words, step.curator or self.curator)
            self.now += A_WHILE
            for line in aligned(done.stdout.splitlines()):
                self.say(f"    {line}".rstrip())
            if done.returncode != step.exit_code:
                raise StepFailed(f"that ended with {done.returncode} instead of {step.exit_code}: {step.typed}")
            # Compared without white space, since terminals fold lines.
            if step.shows not in " ".join(done.stdout.split()):
                raise StepFailed(f"that should have shown “{step.shows}”: {step.typed}")

    def ids(self, *needed: str) -> dict[str, str]:
        """Every sample post that the desk knows: "blog/slug" → its short id here; `needed` must be among them."""
        done = self._run(("posts", "--all", "--limit", "1000", "--json"), self.curator, talk=subprocess.DEVNULL)
        if done.returncode:
            raise StepFailed("the posts could not be listed")
        found = ids_by_name(json.loads(done.stdout), self.blogs)
        if lost := set(needed) - set(found):
            raise StepFailed(f"the desk does not know {', '.join(sorted(lost))}")
        return found

    def _run(
        self, words: tuple[str, ...], curator: str, talk: int = subprocess.STDOUT
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "roundup", *words],
            env=environment(self.folder, self.blogs.host, curator, self.now),
            # A command that asked a question would wait for ever.
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=talk,
            encoding="utf-8",
            errors="replace",
            timeout=COMMAND_SECONDS,
            check=False,
        )


def run_demo(folder: Path, *, say: Say, stay: bool = False) -> int:
    """Perform the week in `folder` and tell it through `say`, line by line; the exit code: 0 only if all went well.

    UsageError if `folder` holds something other than an earlier demo. With `stay`, the blogs are served until Ctrl-C
    afterwards, so that the edition's links lead somewhere.
    """
    folder = folder.resolve()
    aside = prepare(folder)
    if aside:
        say(f"# What was changed here since the last demo is kept in {aside}")
    with ExitStack() as stack:
        blogs = _served(stack)
        # Also when it fails or is interrupted: the next run must not take its leavings for a person's work.
        stack.callback(remember, folder)
        plan = read_plan()
        stage = Stage(folder, blogs, say, plan.curator)
        try:
            perform(stage, plan)
        except (StepFailed, subprocess.TimeoutExpired) as error:
            say("")
            say(f"The demo stopped: {error}")
            return 1
        _tell_where(stage, stay=stay)
        if stay:
            _wait()
    return 0


def _served(stack: ExitStack) -> BlogServer:
    """On the usual port, so that two runs give the same bytes; on any other if it is taken."""
    try:
        return stack.enter_context(serve_blogs(PORT))
    except OSError:
        return stack.enter_context(serve_blogs())


def perform(stage: Stage, plan: Plan) -> None:
    """The week. StepFailed if a command does something else than it should."""
    _monday(stage)
    stage.move_to(FRIDAY)
    stage.play(
        [
            Step(("fetch",), "New posts, an edited one, and feeds that have not changed since Monday."),
            Step(("feeds",), "One blog has closed and one wants a password: both are named, neither is in the way."),
        ]
    )
    pages = [stage.blogs.address(pick.post) for pick in plan.picks if _in_no_feed(stage.blogs, pick.post)]
    stage.play(reading(plan, stage.ids(plan.read), pages))
    ids = stage.ids(*plan.posts)
    stage.play([*picking(plan, ids), *quoting(plan, ids)])
    stage.play(writing(plan, ids, stage.blogs.address))
    stage.play(finishing(plan, ids))


def _monday(stage: Stage) -> None:
    opml = stage.folder / SAMPLE_OPML
    opml.write_text(stage.blogs.opml, encoding="utf-8", newline="\n")
    stage.say(f"# {len(stage.blogs.blogs)} sample blogs are at {stage.blogs.url}/ and nothing leaves this machine.")
    stage.say(f"$ export ROUNDUP_DESK={quoted(str(stage.folder))} ROUNDUP_AS={stage.curator}")
    stage.move_to(MONDAY)
    stage.play(
        [
            Step(("init", str(stage.folder), "--empty"), "A new desk. Without --empty it would follow real blogs."),
            Step(("feeds", "import", str(opml)), "This one follows the sample blogs."),
            Step(("fetch",)),
        ]
    )


def _in_no_feed(blogs: BlogServer, name: str) -> bool:
    return any(blog.format == "none" and name.startswith(f"{blog.name}/") for blog in blogs.blogs)


def ids_by_name(listing: list[dict[str, object]], blogs: BlogServer) -> dict[str, str]:
    """`posts --json` → "blog/slug" → id; by address, else (a post seen on another host first) by title."""
    by_url = {post["url"]: post["id"] for post in listing}
    # Of copies on several hosts, the desk keeps one address: the first it met.
    by_title = {post["title"]: post["id"] for post in listing if post["title"]}
    names = [(f"{blog.name}/{post.slug}", post.title) for blog in blogs.blogs for post in blog.posts]
    found = {name: by_url.get(blogs.address(name), by_title.get(title)) for name, title in names}
    return {name: str(number) for name, number in found.items() if number is not None}


def environment(folder: Path, host: str, curator: str, now: datetime) -> dict[str, str]:
    """All that a command of the demo is told by its surroundings: the user's own settings have no say in it."""
    given = {
        "ROUNDUP_DESK": str(folder),
        "ROUNDUP_AS": curator,
        "ROUNDUP_NOW": now.isoformat(),
        "ROUNDUP_ALLOW_HOSTS": host,
        "NO_COLOR": "1",
        "COLUMNS": "100",
        # A checkout that was never installed has its commands, too.
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONUNBUFFERED": "1",  # keeps what goes to stdout and what goes to stderr in order
        "PYTHONUTF8": "1",
    }
    if sys.platform == "win32":
        given["SYSTEMROOT"] = os.path.expandvars("%SYSTEMROOT%")  # without it, Windows opens no sockets
    return given


def aligned(lines: list[str], room: int = 100) -> list[str]:
    """Tab-separated lines as the table that a terminal would show, at most `room` wide; other lines as they are."""
    rows = [line.split("\t") for line in lines if "\t" in line]
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    while sum(widths) + 2 * (len(widths) - 1) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return [_columns(line.split("\t"), widths) if "\t" in line else line for line in lines]


def _columns(cells: list[str], widths: list[int]) -> str:
    cut = [cell if len(cell) <= width else cell[: width - 1] + "…" for cell, width in zip(cells, widths, strict=False)]
    return "  ".join(cell.ljust(width) for cell, width in zip(cut, widths, strict=False)).rstrip()


def _tell_where(stage: Stage, *, stay: bool) -> None:
    edition = max((path.parent for path in (stage.folder / "out").glob("*/post.html")), default=stage.folder)
    stage.say("")
    stage.say("A week, from feeds to an edition. Look at:")
    stage.say(f"    {edition / 'post.html'}    the page, for a browser")
    stage.say(f"    {edition / 'fragment.html'}    the same for a CMS")
    stage.say(f"    {edition / 'post.md'}    and in Markdown")
    stage.say(f"    {edition / 'email.html'}    and as an e-mail, beside its plain text")
    stage.say(f"    {stage.folder / 'roundup.db'}    everything it remembers")
    if stay:
        stage.say(f"The sample blogs stay at {stage.blogs.url}/ until you press Ctrl-C.")
    else:
        stage.say("The sample blogs have gone home; roundup demo --stay keeps them, so that the links work.")


def _wait() -> None:
    try:
        Event().wait()
    except KeyboardInterrupt:
        return
