"""What became of asking whether a link still leads somewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from roundup.dataclass import dataclass

LinkState = Literal[
    "found",  # something is there
    "moved",  # something is there, under another address for good (`target`)
    "front",  # it leads to a front page (`target`): the page itself is hardly there any more
    "gone",  # the site says that it is not there
    "nowhere",  # the site's name leads nowhere
    "private",  # it is in a network that readers cannot reach
    "unknown",  # it could not be asked, or the site does not tell programs
]


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """How a link was found when it was asked at `asked`; `words` say what the site answered, on one line."""

    address: str
    state: LinkState
    asked: datetime
    words: str = ""
    target: str = ""
