"""Where a feed says that it has moved for good, how often and since when. Pure.

A single redirect may be an accident or somebody's login page; one that says the same for days is meant.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from roundup.dataclass import replace
from roundup.model import FeedState
from roundup.net import Response
from roundup.text import one_line

PERMANENT = frozenset({301, 308})
MOVES = 3  # fetches that said so
MOVE_TIME = timedelta(days=3)  # between the first of them and now


def moved_to(response: Response) -> str:
    """Where an unbroken chain of permanent redirects leads, "" if the first is none (RFC 9110 15.4.2, 15.4.9)."""
    address = ""
    for status, target in response.redirects:
        if status not in PERMANENT:
            break
        address = target
    return address


def after_move(state: FeedState, response: Response, now: datetime) -> FeedState:
    """`state` after an answer that was a readable feed: one more word for the same move, a new one, or none."""
    target = moved_to(response)
    if not target or target == state.url or _is_downgrade(state.url, target):
        if not state.moved_to:
            return state
        return replace(state, moved_to="", moved_since=None, moves=0)
    if target != state.moved_to or state.moved_since is None or state.moved_since > now:
        return replace(state, moved_to=target, moved_since=now, moves=1)
    return replace(state, moves=state.moves + 1)


def is_settled(state: FeedState, now: datetime) -> bool:
    """Whether the move was said often and long enough to be believed (practice)."""
    if not state.moved_to or state.moved_since is None:
        return False
    return state.moves >= MOVES and now - state.moved_since >= MOVE_TIME


def move_note(state: FeedState) -> str:
    """The move in words, "" if there is none."""
    if not state.moved_to:
        return ""
    times = "once" if state.moves == 1 else f"{state.moves} times"
    rule = f"taken over after {MOVES} times and {MOVE_TIME.days} days"
    return one_line(f"has moved for good to {state.moved_to} (seen {times}; it is {rule})", 400)


def _is_downgrade(old: str, new: str) -> bool:
    """From an encrypted address to a plain one nobody is moved: whoever sits on the line could ask for that."""
    return old.lower().startswith("https:") and not new.lower().startswith("https:")
