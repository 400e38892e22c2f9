"""Checks of the editor's own words. Quoted words are their authors', and never looked at here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roundup.curate.check.base import CheckFacts, Fault, images_of, picks_of
from roundup.curate.compose import editors_words
from roundup.curate.links import find_links, plain
from roundup.model import Edition
from roundup.patterns import pattern
from roundup.text import one_line

# What templates and notes to oneself look like, in whatever desk: {{ name }}, {% if %}, <name>, [LINK], [insert quote].
_TEMPLATE = pattern(
    r"\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|<(?:your |insert |the )?(?:name|title|link|date|blog|quote|text)>"
    r"|\[(?:(?:insert|add|your|put|tb[acd]|todo)\b[^\[\]\n]{0,60}"
    r"|(?:NAME|TITLE|LINK|URL|DATE|BLOG|AUTHOR|QUOTE|NUMBER|TEXT|COUNCIL))\](?![(\[:])"
    r"|\b(?:your|some|more) text (?:goes )?here\b|\blink goes here\b|\?\?\?",
    re.IGNORECASE,
)


def placeholders(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Blocks: words left in that only kept a place: a template's ({{ }}, [LINK]), or those of `placeholders`."""
    for where, text in (("title", edition.title), *editors_words(edition)):
        said = plain(text)
        found = [match[0] for match in [_TEMPLATE.search(said)] if match]
        for placeholder in facts.settings.check.placeholders:
            # TODO in capitals is a mark, todo may be a word; a phrase in small letters is meant in any case.
            case = re.NOFLAG if placeholder.isupper() else re.IGNORECASE
            if re.search(rf"(?<!\w){re.escape(placeholder)}(?!\w)", said, case):
                found.append(placeholder)
        for left in dict.fromkeys(found):
            yield Fault("blocks", where, f"“{one_line(left, 60)}” is still there", "Write what belongs there")


_WORD = pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


# Said twice on purpose, or rightly: "she had had enough", "he said that that would do".
_IDIOMS = "again aye blah boo bye chop ha had hear hip ho knock no now please same so that there tut very well win yes"
DOUBLES = frozenset(_IDIOMS.split())


def doubled_words(edition: Edition, facts: CheckFacts) -> Iterator[Fault]:
    """Warns: the same word twice running, in the editor's own text only, but for "hear hear" and its like."""
    idioms = DOUBLES.union(word.casefold() for word in facts.settings.check.doubles)
    for where, text in editors_words(edition):
        for first, second in _neighbours(plain(_with_marks(text))):
            named = first[0].isupper() and second[0].isupper()
            if first.casefold() == second.casefold() and first.casefold() not in idioms and not named:
                yield Fault("warns", where, f"“{first} {second}”: the word stands twice", "Take one out")


def _with_marks(text: str) -> str:
    """The Markdown with a mark where a picture stands: words before and behind it are no neighbours."""
    for link in sorted(find_links(text), key=lambda link: -link.begin):
        if link.image:
            text = f"{text[: link.begin]}\ufffc{text[link.end :]}"
    return text


def _neighbours(text: str) -> Iterator[tuple[str, str]]:
    """Words with nothing but white space of one paragraph between them."""
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        between = text[before.end() : word.start()] if before else "-"
        if before and between.isspace() and between.count("\n") < 2:
            yield before[0], word[0]
        before = word


# Phrases that are only true in one place: the first, the last, behind another pick.
_FIRST = pattern(
    r"\b(?:first up|to (?:begin|start) with|let[’']?s (?:begin|start)|we (?:begin|start) (?:with|in|at))\b",
    re.IGNORECASE,
)
_LAST = pattern(
    r"(?:^|[.!?]\s+)(?:and )?(?:finally|lastly)\b|\blast but not least\b"
    r"|\b(?:a|one) (?:final|last) (?:link|pick|post|one)\b|\bto (?:end|finish|close) (?:with|on)\b",
    re.IGNORECASE,
)
_BEHIND = pattern(
    r"\b(?:already (?:linked|mentioned|quoted)|hot on the heels|as (?:mentioned|noted) (?:above|earlier)|staying with"
    r"|(?:speaking|talking) of which|in the same vein)\b",
    re.IGNORECASE,
)


def order_bound(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: words that are not true in this place: "finally" not at the end, "already linked" at the beginning."""
    last = len(edition.picks)
    for place, (where, pick) in enumerate(picks_of(edition), start=1):
        for phrase, fits, message in (
            (_FIRST, place == 1, "is said of a pick that is not the first"),
            (_LAST, place == last, "is said of a pick that is not the last"),
            (_BEHIND, place > 1, "has nothing before it that it could mean"),
        ):
            found = None if fits else phrase.search(plain(pick.lead)) or phrase.search(plain(pick.remark))
            if found:
                said = one_line(found[0].strip(".!? \n"), 60)
                yield Fault("warns", where, f"“{said}” {message}", "Change the words, or the order: roundup order …")


_SAYS_NOTHING = pattern(
    r"(?:an? |the )?(?:image|picture|photo|photograph|img|pic|screenshot|untitled)[ _-]?\d*"
    r"|\S+\.(?:jpe?g|png|gif|webp|svg|avif)",
    re.IGNORECASE,
)


def image_without_words(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Warns: a picture without alternative text, or with one that says nothing: who cannot see it learns nothing."""
    for where, address, words in images_of(edition):
        if not words.strip() or _SAYS_NOTHING.fullmatch(words.strip()):
            lack = "alternative text that says nothing" if words.strip() else "no alternative text"
            remedy = (
                'roundup edition set --image-alt "…"' if where == "image" else "Say what it shows: ![words](address)"
            )
            yield Fault("warns", where, f"A picture has {lack}: {one_line(address, 120)}", remedy)


def no_intro(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Hints: an edition without an intro."""
    if not edition.intro.strip():
        yield Fault("hints", "intro", "There is no intro", 'roundup edition set --intro "…"')


def no_sign_off(edition: Edition, _facts: CheckFacts) -> Iterator[Fault]:
    """Hints: an edition without a sign-off."""
    if not edition.sign_off.strip():
        yield Fault("hints", "sign-off", "There is no sign-off", 'roundup edition set --sign-off "…"')
