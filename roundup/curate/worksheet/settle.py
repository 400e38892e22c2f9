"""What an edited worksheet changes: three ways, so that nothing decided meanwhile is overwritten.

`base` is the draft the worksheet was written from, `mine` what the editor made of it, `theirs` the draft as it is now.
Only what differs between base and mine is recorded; where the draft has changed the same thing to something else in
the meantime, that is a conflict, and then nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from roundup.curate.worksheet.sheet import Passage, Sheet, Words
from roundup.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PostChanges:
    """What is to be recorded for a post; None is unchanged."""

    lead: str | None = None
    remark: str | None = None
    section: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    quotes: tuple[Passage, ...] | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edited worksheet comes to; None is unchanged. `order` is the whole draft's, by short ids."""

    title: str | None = None
    intro: str | None = None
    sign_off: str | None = None
    star: tuple[int, ...] = ()
    unstar: tuple[int, ...] = ()
    order: tuple[int, ...] | None = None
    posts: dict[int, PostChanges] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self != Changes()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Changed here and meanwhile there, not to the same. `post` is None for the edition's own words."""

    post: int | None
    what: str
    mine: str
    theirs: str


def settle(base: Sheet, mine: Sheet, theirs: Sheet) -> tuple[Changes, tuple[Conflict, ...]]:
    """The changes to record, and the conflicts that forbid it. `base` and `theirs` know every post of `mine`."""
    conflicts: list[Conflict] = []
    title = _field(None, "title", base.title, mine.title, theirs.title, conflicts)
    intro = _field(None, "intro", base.intro, mine.intro, theirs.intro, conflicts)
    sign_off = _field(None, "sign-off", base.sign_off, mine.sign_off, theirs.sign_off, conflicts)
    posts = {post: _post(post, base, mine, theirs, conflicts) for post in mine.words}
    final = _order(base, mine, theirs, conflicts)
    star = tuple(post for post in final if post not in theirs.picks)
    unstar = tuple(post for post in theirs.picks if post not in final)
    # Of stars of one moment nobody knows which was first, so the order with new ones is written down.
    order = final if star or final != tuple(post for post in theirs.picks if post in final) else None
    told = {post: change for post, change in posts.items() if change != PostChanges()}
    return Changes(title, intro, sign_off, star=star, unstar=unstar, order=order, posts=told), tuple(conflicts)


def _field(post: int | None, what: str, base: str, mine: str, theirs: str, conflicts: list[Conflict]) -> str | None:
    """The new text of one field, None if nothing is to be recorded."""
    if mine in (base, theirs):
        return None
    if theirs != base:
        conflicts.append(Conflict(post, what, mine, theirs))
    return mine


def _post(post: int, base: Sheet, mine: Sheet, theirs: Sheet, conflicts: list[Conflict]) -> PostChanges:
    was, wanted, now = (sheet.words.get(post, Words()) for sheet in (base, mine, theirs))
    folded = {tag.casefold() for tag in now.tags}
    made = PostChanges(
        lead=_field(post, "lead-in", was.lead, wanted.lead, now.lead, conflicts),
        remark=_field(post, "remark", was.remark, wanted.remark, now.remark, conflicts),
        section=_field(post, "section", was.section, wanted.section, now.section, conflicts),
        add_tags=tuple(tag for tag in wanted.tags if tag not in was.tags and tag not in now.tags),
        remove_tags=tuple(tag for tag in was.tags if tag not in wanted.tags and tag.casefold() in folded),
    )
    if wanted.quotes in (was.quotes, now.quotes):
        return made
    if now.quotes != was.quotes:
        conflicts.append(Conflict(post, "quotes", _shown(wanted.quotes), _shown(now.quotes)))
    return replace(made, quotes=wanted.quotes)


def _shown(quotes: Sequence[Passage]) -> str:
    return "\n\n".join("\n\n".join(quote.paragraphs) for quote in quotes)


# ---------------------------------------------------------------- which posts, in which order


def _order(base: Sheet, mine: Sheet, theirs: Sheet, conflicts: list[Conflict]) -> tuple[int, ...]:
    """The picks as they shall stand: out is what either took out, in what either put in."""
    out = {post for post in base.picks if post not in mine.picks or post not in theirs.picks}
    common = [post for post in base.picks if post not in out]
    was, wanted, now = (_common(sheet.picks, common) for sheet in (base, mine, theirs))
    if wanted == was:
        return _woven(theirs.picks, mine.picks, out)
    if now not in (was, wanted):
        conflicts.append(Conflict(None, "order", _numbers(wanted), _numbers(now)))
    return _woven(mine.picks, theirs.picks, out)


def _common(picks: Sequence[int], common: Sequence[int]) -> list[int]:
    return [post for post in picks if post in common]


def _numbers(posts: Sequence[int]) -> str:
    return " ".join(map(str, posts))


def _woven(first: Sequence[int], second: Sequence[int], out: set[int]) -> tuple[int, ...]:
    """`first` with what only `second` has put behind the post that precedes it there."""
    woven = [post for post in first if post not in out]
    at = 0
    for post in second:
        if post in woven:
            at = woven.index(post) + 1
        elif post not in out:
            woven.insert(at, post)
            at += 1
    return tuple(woven)
