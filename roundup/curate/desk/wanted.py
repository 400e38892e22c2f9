"""The words of a filter: `starred`, `blog:bins`, `tag:housing`, and whatever else must be in the post."""

from __future__ import annotations

import re
from typing import Literal, get_args

from roundup.dataclass import dataclass
from roundup.errors import UsageError
from roundup.patterns import pattern
from roundup.text import one_line

State = Literal["waiting", "starred", "skipped", "held", "all"]
STATES: tuple[State, ...] = get_args(State)
# A name of several words, or with quotation marks in it, which are doubled; the last mark may be missing.
_HELD_TOGETHER = pattern(r'(blog|tag):"((?:[^"]|"")*)"?', re.IGNORECASE)

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
        # What comes first is read as a state if it is the name of one.
        like_a_state = self.words.partition(" ")[0].casefold() in STATES
        parts = (
            self.state if self.state != "waiting" or like_a_state else "",
            f"blog:{_quoted(self.blog)}" if self.blog else "",
            f"tag:{_quoted(self.tag)}" if self.tag else "",
            self.words,
        )
        return " ".join(part for part in parts if part)


def _quoted(name: str) -> str:
    if " " not in name and '"' not in name:
        return name
    return '"' + name.replace('"', '""') + '"'


def read_wanted(typed: str) -> Wanted:
    """The filter that was typed; nothing means all that waits. UsageError for a name without words, or given twice."""
    found: dict[str, str] = {}
    words: list[str] = []
    for token in _tokens(one_line(typed)):
        name, colon, value = token.partition(":")
        name = name.casefold()
        if colon and name in ("blog", "tag"):
            if not value:
                raise UsageError(f"{name}: names nothing", hint=f'Write it like {name}:bins, or {name}:"two words".')
            if name in found:
                raise UsageError(f"{name}: is there twice", hint="A post has one blog; of tags, one can be asked for.")
            found[name] = value
        elif not colon and name in STATES and "state" not in found:
            found["state"] = name
        else:
            words.append(token)
    # Checked against STATES just above.
    state: State = found.get("state", "waiting")  # type: ignore[assignment]
    return Wanted(state, found.get("blog", ""), found.get("tag", ""), " ".join(words))


def _tokens(line: str) -> list[str]:
    """Words parted by blanks; behind blog: and tag:, double quotes hold several together."""
    tokens: list[str] = []
    rest = line
    while rest:
        if held := _HELD_TOGETHER.match(rest):
            tokens.append(f"{held[1]}:" + held[2].replace('""', '"'))
            rest = rest[held.end() :]
        else:
            token, _, rest = rest.partition(" ")
            tokens.append(token)
        rest = rest.lstrip()
    return [token for token in tokens if token]
