"""What is said when a file cannot serve as a list of feeds."""

from __future__ import annotations

from roundup.errors import UsageError


class OpmlError(UsageError):
    """The file holds no feeds, or cannot be edited as OPML."""
