"""What can go wrong, said in words a person can act on.

    RoundupError            the work failed (exit 1)
    ├── UsageError          the command was asked for something that makes no sense (exit 2)
    │   ├── ConfigError     roundup.toml or the environment holds something wrong
    │   └── NotFound        no such post, feed, edition, quote …
    ├── FeedError           one feed could not be read; becomes a value, never ends a run
    ├── StoreError          the database cannot be used
    └── QuoteError          the words do not stand in the post

A message names the thing (file, key, address) and the hint says what to do next.
"""

from __future__ import annotations


class RoundupError(Exception):
    """A failure with words for the person at the keyboard.

    `message` says what is wrong in one line; `hint`, if any, says what to do next.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(RoundupError):
    """The request itself is wrong; nothing was tried."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting in roundup.toml or the environment is wrong."""


class NotFound(UsageError):
    """What was named does not exist on this desk."""


class FeedError(RoundupError):
    """One feed or page could not be read."""


class StoreError(RoundupError):
    """The desk's database cannot be opened or written."""


class QuoteError(RoundupError):
    """A quoted passage does not stand in the post word for word."""
