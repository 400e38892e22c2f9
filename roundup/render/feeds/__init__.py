"""Closed editions → feeds of them. Pure: what is in a feed changes only when what was published does.

    FrozenEditions ─▶ the newest of them ─▶ atom.py (editions, whole) | picks.py (single picks) ─▶ Rendering

To add a feed: a module with `setting` and `render(issues, options)`, and name it in FEEDS below.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from roundup.errors import UsageError
from roundup.model import FrozenEdition, Rendering
from roundup.render.feeds import atom, picks
from roundup.render.feeds.issue import Issue, issues_of
from roundup.render.memory import Memory
from roundup.render.options import Options
from roundup.text import closest

__all__ = ["FEEDS", "Feed", "render_feeds"]


class Feed(Protocol):
    """A kind of feed of what was published."""

    def filename(self, options: Options) -> str:
        """What the desk calls its file, "" if it wants none."""
        ...

    def render(self, issues: Sequence[Issue], options: Options, memory: Memory) -> str:
        """The text of the file; what was set of an edition before is in `memory`."""
        ...


FEEDS: dict[str, Feed] = {"atom": atom, "picks": picks}


def render_feeds(
    closed: Sequence[FrozenEdition],
    options: Options | None = None,
    *,
    formats: Sequence[str] = (),
    memory: Memory | None = None,
) -> tuple[Rendering, ...]:
    """The feeds of `closed` editions (in any order), those named by `formats` or all that the desk's settings name.

    Nothing is made of nothing: without a closed edition there is no feed. An unknown format is a UsageError.
    """
    wanted = options or Options()
    for name in formats:
        if name not in FEEDS:
            near = closest(name, FEEDS)
            hint = f"Known: {', '.join(FEEDS)}." + (f" Did you mean {near!r}?" if near else "")
            raise UsageError(f"There is no feed {name!r}", hint=hint)
    issues = issues_of(closed, wanted.feeds.editions)
    chosen = [(name, FEEDS[name], FEEDS[name].filename(wanted)) for name in dict.fromkeys(formats or FEEDS)]
    known = memory or Memory()
    return tuple(
        Rendering(name, file, feed.render(issues, wanted, known).encode())
        for name, feed, file in chosen
        if file and issues
    )
