"""The words of a filter: `starred`, `blog:bins`, `tag:housing`, and whatever else must be in the post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from roundup.errors import UsageError
from roundup.text import one_line

State = Literal["waiting", "starred", "skipped", "held", "all"]
STATES: tuple[State, ...] = get_args(State)
HELP = "waiting, starred, skipped, held or all; blog:NAME, tag:NAME; any other words must be in the post"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which posts the desk shows."""

    state: State = "waiting"
    blog: str = ""
    tag: str = ""
    words: str = ""

    @property
    def named(self) -> str:
        """As it was typed, and can be typed again."""
        parts = (
            self.state if self.state != "waiting" else "",
            f"blog:{_quoted(self.blog)}" if self.blog else "",
            f"tag:{_quoted(self.tag)}" if self.tag else "",
            self.words,
        )
        return " ".join(part for part in parts if part)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def read_wanted(typed: str) -> Wanted:
    """The filter that was typed; nothing means all that waits. UsageError for a name without words."""
    found: dict[str, str] = {}
    words: list[str] = []
    for token in _tokens(one_line(typed)):
        name, colon, value = token.partition(":")
        name = name.casefold()
        if colon and name in ("blog", "tag"):
            if not value:
                raise UsageError(f"{name}: names nothing", hint=f'Write it like {name}:bins, or {name}:"two words".')
            found[name] = value
        elif not colon and name in STATES and "state" not in found:
            found["state"] = name
        else:
            words.append(token)
    # Checked against STATES just above.
    state: State = found.get("state", "waiting")  # type: ignore[assignment]
    return Wanted(state, found.get("blog", ""), found.get("tag", ""), " ".join(words))


def _tokens(line: str) -> list[str]:
    """Words parted by blanks; behind a colon, double quotes hold several together."""
    tokens: list[str] = []
    rest = line
    while rest:
        name, mark, behind = rest.partition(':"')
        if mark and " " not in name:
            value, _, rest = behind.partition('"')
            tokens.append(f"{name}:{value}")
        else:
            token, _, rest = rest.partition(" ")
            tokens.append(token)
        rest = rest.lstrip()
    return [token for token in tokens if token]
