"""What a desk wishes of its renderings."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from roundup.config import EmailSettings, FeedSettings, RenderSettings, Settings
from roundup.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """All that decides, beside the edition, what is written. `templates`, the desk's own folder, may be missing."""

    templates: Path | None = None
    render: RenderSettings = field(default_factory=RenderSettings)
    email: EmailSettings = field(default_factory=EmailSettings)
    feeds: FeedSettings = field(default_factory=FeedSettings)


def options_of(settings: Settings) -> Options:
    """The options of the desk with these settings."""
    return Options(settings.templates_path, settings.render, settings.email, settings.feeds)
