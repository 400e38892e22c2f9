"""roundup.toml and the environment → frozen values.

tables.py       what can be set, with its default
sample.py       … explained, as a new desk has it
reading.py      … read from a desk's file
environment.py  the environment, read nowhere else
"""

from roundup.config.environment import Environment, read_environment, read_log_file, read_secrets
from roundup.config.reading import find_desk, load_settings, parse_settings, read_table
from roundup.config.sample import SAMPLE
from roundup.config.tables import (
    DATABASE_FILE,
    FEEDS_FILE,
    SETTINGS_FILE,
    CheckSettings,
    DeskSettings,
    EditionSettings,
    EmailSettings,
    FeedSettings,
    FetchSettings,
    MarkdownProfile,
    NotifySettings,
    OrderSettings,
    OrderWeights,
    PeopleSettings,
    RenderSettings,
    Settings,
    Shape,
    Signed,
    TriageSettings,
)

__all__ = [
    "DATABASE_FILE",
    "FEEDS_FILE",
    "SAMPLE",
    "SETTINGS_FILE",
    "CheckSettings",
    "DeskSettings",
    "EditionSettings",
    "EmailSettings",
    "Environment",
    "FeedSettings",
    "FetchSettings",
    "MarkdownProfile",
    "NotifySettings",
    "OrderSettings",
    "OrderWeights",
    "PeopleSettings",
    "RenderSettings",
    "Settings",
    "Shape",
    "Signed",
    "TriageSettings",
    "find_desk",
    "load_settings",
    "parse_settings",
    "read_environment",
    "read_log_file",
    "read_secrets",
    "read_table",
]
