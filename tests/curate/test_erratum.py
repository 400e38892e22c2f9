"""What a published edition might say: proposed from what was found, in words a reader understands."""

from __future__ import annotations

import pytest

from roundup.curate.erratum import for_closed, proposal
from roundup.model import Finding, Level
from tests.samples import edition, pick

MADE = edition(pick(1, title="Bins, again"), pick(2, title="*Stars* and [brackets]"), number=4, status="published")
PLACES = ("pick 1 (post 1, Bins, again)", "pick 2 (post 2, *Stars* and [brackets])")


def found(check: str, where: str = PLACES[0] + ", quote 1", level: Level = "blocks", **fields: str) -> Finding:
    return Finding(check, level, where, fields.get("message", "m"), "r", fields.get("detail", ""))


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (found("quote-absent"), "The words quoted here from “Bins, again” do not stand there any more."),
        (
            found("quote-drifted", detail="It went [-on-] {+in+} time. And [-so-] {+then+} on."),
            "Since this was published, “Bins, again” was edited: where “on” is quoted, it now says “in”.",
        ),
        (
            found("quote-drifted", detail="It [-really-] went."),
            "Since this was published, “Bins, again” was edited: it is quoted here as it was then.",
        ),
        (
            found("link-dead", PLACES[0], message="A page is not there any more: https://blog.example/1; it is gone"),
            "“Bins, again” is no longer to be found where it was.",
        ),
        (found("link-dead", PLACES[0] + ", lead-in", level="warns", message="https://x.example/"), ""),
        (found("link-moved", PLACES[0], level="hints"), ""),
        (found("quote-absent", "somewhere else"), ""),
    ],
)
def test_each_finding_has_its_sentence_or_none(finding: Finding, words: str) -> None:
    """Only what readers should know: what is quoted, and posts that are gone."""
    assert proposal(MADE, [finding]) == words


def test_several_findings_are_several_paragraphs() -> None:
    """Each said once, in the order of the findings; another's title stays what it is in Markdown."""
    both = [found("quote-absent"), found("quote-absent"), found("quote-absent", PLACES[1] + ", quote 2")]
    assert proposal(MADE, both).split("\n\n") == [
        "The words quoted here from “Bins, again” do not stand there any more.",
        r"The words quoted here from “\*Stars\* and \[brackets\]” do not stand there any more.",
    ]
    assert proposal(MADE, []) == ""


def test_long_differences_are_not_repeated() -> None:
    """A sentence a reader can read, whatever was changed."""
    assert "as it was then" in proposal(MADE, [found("quote-drifted", detail=f"[-{'a ' * 200}-] {{+b+}}")])


def test_nothing_blocks_what_is_published() -> None:
    """What would have blocked is to be said; hints stay hints."""
    told = for_closed(found("quote-absent"), 4)
    assert (told.level, told.remedy) == ("warns", 'If readers should know: roundup recheck 4 --erratum "…"')
    hint = found("link-moved", level="hints")
    assert for_closed(hint, 4) is hint
