"""The week as a list of commands. Pure: a plan, the posts' ids and their addresses → steps to perform."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Mapping

from roundup.dataclass import dataclass
from roundup.demo.plan import Plan, PlannedPick
from roundup.patterns import pattern

_PLAIN = pattern(r"[\w@%+=:,./-]+", re.ASCII)
# What the shell would still interpret between double quotes; ! is for interactive shells.
_SAFE_IN_DOUBLE = pattern(r'[^"$`\\!]*')


@dataclass(frozen=True, slots=True)
class Step:
    """One command: its words after `roundup`, the exit code it must end with, and words its output must hold.

    `remark` is shown before it, as a comment; `curator` is who types it, if not the usual one.
    """

    words: tuple[str, ...]
    remark: str = ""
    exit_code: int = 0
    shows: str = ""
    curator: str = ""

    @property
    def typed(self) -> str:
        """The command as a person would type it."""
        who = ("--as", self.curator) if self.curator else ()
        return " ".join(map(quoted, ("roundup", *who, *self.words)))


def quoted(word: str) -> str:
    """A word for the shell, in the quotes a person would choose: none, double, and only then shlex's."""
    if _PLAIN.fullmatch(word):
        return word
    return f'"{word}"' if _SAFE_IN_DOUBLE.fullmatch(word) else shlex.quote(word)


def reading(plan: Plan, ids: Mapping[str, str], pages: Iterable[str]) -> list[Step]:
    """Friday: what came, one post read, and what is in no feed added by hand."""
    return [
        Step(("posts", "--since", "7d", "--limit", "15"), "What waits for a decision, best first."),
        Step(("show", ids[plan.read]), "Read one."),
        *(Step(("add", page), "A newspaper has it too, but no feed. Its page will do.") for page in pages),
    ]


def picking(plan: Plan, ids: Mapping[str, str]) -> list[Step]:
    """The choice: stars, skips and a word to a colleague."""
    # As they come; `order` will have something to do.
    chosen = sorted((ids[pick.post] for pick in plan.picks), key=int)
    return [
        Step(("star", *chosen), "These go in."),
        Step(("skip", *(ids[post] for post in plan.skipped), "--reason", plan.skip_reason), "These don't."),
        Step(("note", ids[plan.noted], plan.note), "A colleague's thought, not for readers.", curator=plan.colleague),
    ]


def quoting(plan: Plan, ids: Mapping[str, str]) -> list[Step]:
    """Every quote is checked against the post; the one from memory is refused."""
    first = Step(
        ("quote", ids[plan.refused_post], plan.refused.text),
        "Quoting from memory: refused, with what the post really says.",
        exit_code=1,
        shows=plan.refused_shows,
    )
    # The refusal first: then what is accepted is seen in its light.
    return [first, *(step for pick in plan.picks for step in _quotes_of(pick, ids[pick.post]))]


def _quotes_of(pick: PlannedPick, post: str) -> list[Step]:
    return [
        Step(("quote", post, quote.text, *(("--speaker", quote.speaker) if quote.speaker else ())), _about(quote.text))
        for quote in pick.quotes
    ]


def _about(passage: str) -> str:
    """What is special about a quote, said once it is seen."""
    if "[…]" in passage:
        return "[…] says that words are left out."
    if "[" in passage:
        return "Square brackets are the editor's own words."
    return ""


def writing(plan: Plan, ids: Mapping[str, str], address: Callable[[str], str]) -> list[Step]:
    """The words around the quotes, tags, the order, and what opens and closes the edition."""
    steps = [
        Step(
            (
                "annotate",
                ids[pick.post],
                *("--lead", pick.lead_with(address)),
                *(("--remark", pick.remark) if pick.remark else ()),
                *("--section", pick.section),
            )
        )
        for pick in plan.picks
    ]
    # Two will do to show it.
    steps += [Step(("tag", ids[pick.post], *_each("--add", pick.tags))) for pick in plan.picks[:2]]
    marks = (
        *_each("--tag", plan.tags),
        *_each("--category", plan.categories),
        *_each("--editor", plan.editors),
    )
    return [
        *steps,
        Step(("order", *(ids[pick.post] for pick in plan.picks)), "The order in which it reads best."),
        Step(("edition", "set", "--intro", plan.intro, "--sign-off", plan.sign_off, *marks), "The intro comes last."),
    ]


def _each(option: str, values: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for value in values for word in (option, value))


def finishing(plan: Plan, ids: Mapping[str, str]) -> list[Step]:
    """Look at it, check it, make it, and ask how something got in."""
    return [
        Step(("edition",), "The draft at a glance."),
        Step(("check",), "Fit to publish?"),
        Step(("render",), "Page, fragment, Markdown."),
        Step(("why", ids[plan.picks[0].post]), "How did that get in?"),
    ]
