"""A desk with a handful of posts, best first: bins, map, notes, weeknotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roundup.config import TriageSettings
from roundup.workflow.desk import Desk
from tests.workflow.conftest import desk as empty_desk  # noqa: F401
from tests.workflow.conftest import new_database  # noqa: F401
from tests.workflow.desks import bring

BINS = (
    "The bins went out on time. Nobody thanked the crew, and nobody ever does.\n\n"
    "Mr Osei did. He stood at his gate and waved.\n\nThat is all. " + "More was said of it. " * 150
).strip()
TEXTS = {
    "bins": BINS,
    "map": "We walked the parish and counted. There are forty-one benches in Sandleigh.",
    "notes": "Four meetings, one decision. The decision was to hold another meeting.",
    "week": "The form asked for a fax number. We took it off, and two people rang to say that they missed it.",
}


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Desk:
    """Ada's, with two tags that have keys."""
    made: Desk = request.getfixturevalue("empty_desk")
    made = replace(made, settings=replace(made.settings, triage=TriageSettings(("housing", "bins"))))
    for number, (slug, text) in enumerate(TEXTS.items()):
        html = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        if slug == "map":
            html = html.replace("benches", '<a href="https://benches.example/list">benches</a>')
        blog = "Weeknotes of a desk" if slug == "week" else f"Blog {number}"
        bring(made, slug, text, html=html, blog=blog, authors=("Ada Example",))
    return made
