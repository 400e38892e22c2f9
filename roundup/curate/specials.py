"""Special editions: the year that was, an event, a standing collection; made of the picks of the weekly ones.

    decisions on special:… ─▶ fold_specials ─▶ Special ┐
    closed editions, starred posts ─▶ chosen_picks ────┴▶ compose_special ─▶ Edition (number 0)

Picks keep the words and the proved quotes that they were closed with. What a special is of is decided in the ledger
like anything else, so desks that exchange their ledgers have the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from roundup.config import Settings
from roundup.curate.compose import by_section
from roundup.curate.frozen import is_reserved
from roundup.curate.payload import clean_payload
from roundup.curate.standing import standing
from roundup.dataclass import dataclass
from roundup.model import SPECIAL, Decision, Edition, FrozenEdition, Pick, Special
from roundup.text import slugify

_MARKS = {each.name for each in fields(Special)} - {"subject", "made_by"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)
_SHAPES = {"year": "card", "event": "essay", "collection": "list"}
_INTROS = {
    "year": (
        "In {year} we read {posts} by other people, and put {picks} by {people} into {editions}. "
        "Here they are again, month by month."
    ),
}


# ---------------------------------------------------------------- which there are


def fold_specials(decisions: Iterable[Decision]) -> tuple[Special, ...]:
    """The special editions that stand, in the order in which they were first decided on.

    Of two that are called the same since, the later one's slug gets a number.
    """
    made: dict[str, Special] = {}
    gone: dict[str, bool] = {}
    for decision in standing(d for d in decisions if d.subject.startswith(SPECIAL)):
        payload = clean_payload("special", decision.payload) if decision.verb == "special" else None
        if payload is None:
            continue
        gone[decision.subject] = payload.get("removed", gone.get(decision.subject, False))
        before = made.get(decision.subject) or _new(decision, payload)
        if before:
            made[decision.subject] = replace(before, **_marks(payload))
    return _told_apart([special for subject, special in made.items() if not gone[subject]])


def _new(decision: Decision, payload: Mapping[str, Any]) -> Special | None:
    """A special begins with what kind it is; words that come before it are of nothing."""
    if "kind" not in payload:
        return None
    slug = slugify(decision.subject.removeprefix(SPECIAL))
    return Special(decision.subject, slug, payload["kind"], made_by=decision.curator)


def _marks(payload: Mapping[str, Any]) -> dict[str, Any]:
    marks = {key: tuple(value) if isinstance(value, list) else value for key, value in payload.items() if key in _MARKS}
    slug = fit_slug(payload.get("slug", ""))
    # A special without a usable name keeps the one it had.
    return {**marks, "slug": slug} if slug else {key: value for key, value in marks.items() if key != "slug"}


def fit_slug(text: str) -> str:
    """A folder's name and part of an address, made of `text`; "" if nothing of it can serve."""
    slug = slugify(text)
    # A number is a weekly edition's.
    return "" if is_reserved(slug) or slug.isdigit() else slug


def _told_apart(specials: Sequence[Special]) -> tuple[Special, ...]:
    taken: set[str] = set()
    apart = []
    for special in specials:
        slug, number = special.slug, 2
        while slug in taken:
            slug, number = f"{special.slug}-{number}", number + 1
        taken.add(slug)
        apart.append(replace(special, slug=slug))
    return tuple(apart)


# ---------------------------------------------------------------- what is in one


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pick of a special edition, and the closed weekly one it was in (None: in none yet)."""

    pick: Pick
    closed: Edition | None = None


def chosen_picks(
    special: Special,
    closed: Sequence[FrozenEdition],
    waiting: Sequence[Pick] = (),
    tags: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Chosen, ...]:
    """What belongs into `special`, oldest edition first. `waiting` are starred posts that are in no edition.

    `tags` are those that posts bear today, by their keys: a post may be tagged long after its edition was closed.
    """
    found = [Chosen(pick, frozen.edition) for frozen in closed for pick in frozen.edition.picks]
    if special.kind == "event":
        found += [Chosen(pick) for pick in waiting]
    fit = {each.pick.key: each for each in reversed(found) if _fits(special, each, (tags or {}).get(each.pick.key))}
    return tuple(fit[each.pick.key] for each in found if fit.get(each.pick.key) is each)


def _fits(special: Special, each: Chosen, tags: Sequence[str] | None) -> bool:
    borne = {tag.casefold() for tag in (each.pick.tags if tags is None else tags)}
    tagged = not special.tags or any(tag.casefold() in borne for tag in special.tags)
    if special.kind == "year":
        return tagged and each.closed is not None and each.closed.date[:4] == f"{special.year:04}"
    if special.kind == "collection":
        return tagged and bool(special.tags)
    if not special.tags and not special.since and not special.until:
        return False
    day = _day(each)
    if not day and (special.since or special.until):
        return False  # of what bears no day nobody can say that it is from then
    return tagged and (not special.since or special.since <= day) and (not special.until or day <= special.until)


def _day(each: Chosen) -> str:
    """The day a post came out; where nobody knows it, that of the edition it was in."""
    pick = each.pick
    by_date = pick.day or (pick.published.date().isoformat() if pick.published else "")
    return by_date or (each.closed.date if each.closed else "")


# ---------------------------------------------------------------- the edition


@dataclass(frozen=True, slots=True)
class Numbers:
    """A special edition in numbers: what was read, what was picked, who wrote it, in how many weekly editions."""

    posts: int = 0
    picks: int = 0
    people: int = 0
    blogs: int = 0
    editions: int = 0


def numbers_of(chosen: Sequence[Chosen], posts: int) -> Numbers:
    """`posts` is how many the desk read in its time. Who is named on no post counts as its blog."""
    people = {name.casefold() for each in chosen for name in (each.pick.authors or (each.pick.blog,)) if name}
    blogs = {each.pick.blog.casefold() for each in chosen if each.pick.blog}
    editions = {each.closed.number for each in chosen if each.closed}
    return Numbers(posts, len(chosen), len(people), len(blogs), len(editions))


def compose_special(
    special: Special, chosen: Sequence[Chosen], numbers: Numbers, settings: Settings, *, today: date
) -> Edition:
    """The edition as it stands: number 0, since weekly numbering goes on without it.

    The picks of a year lie in months; those of a collection are the newest first. In title, intro and sign-off
    `{posts}`, `{picks}`, `{people}`, `{blogs}`, `{editions}` and `{year}` are filled in.
    """
    desk = settings.desk
    shape = special.shape or _SHAPES[special.kind]
    intro = special.intro or _INTROS.get(special.kind, "")
    picks = [_in_month(each) if special.kind == "year" else each.pick for each in _in_order(special, chosen)]
    return Edition(
        number=0,
        slug=special.slug,
        title=_filled(special.title or default_title(special), numbers, special),
        shape=shape,
        date=special.date or today.isoformat(),
        status="open",
        language=desk.language,
        site_title=desk.title,
        site_url=desk.url,
        url=f"{desk.url.rstrip('/')}/{special.slug}/" if desk.url else "",
        intro=_filled(intro, numbers, special),
        sign_off=_filled(special.sign_off or settings.edition.sign_off, numbers, special),
        image=special.image,
        image_alt=special.image_alt,
        tags=special.tags,
        editors=special.editors or ((desk.curator,) if desk.curator else ()),
        picks=tuple(by_section(picks) if shape in ("card", "list") else picks),
    )


def default_title(special: Special) -> str:
    """What a special edition is called unless somebody names it."""
    if special.kind == "year":
        return f"The year that was: {special.year}"
    words = special.slug.replace("-", " ")
    return words[:1].upper() + words[1:]


def _in_order(special: Special, chosen: Sequence[Chosen]) -> list[Chosen]:
    if special.kind == "event":
        return sorted(chosen, key=_day)
    if special.kind == "year":
        # By months: an edition may bear an earlier day than the one before it.
        return sorted(chosen, key=lambda each: each.closed.date if each.closed else "")
    # The newest edition first, each in its own order.
    return sorted(chosen, key=lambda each: each.closed.number if each.closed else 0, reverse=True)


def _in_month(each: Chosen) -> Pick:
    month = int(each.closed.date[5:7]) if each.closed else 0
    return replace(each.pick, section=_MONTHS[month - 1]) if month else each.pick


def _filled(text: str, numbers: Numbers, special: Special) -> str:
    """Numbers for their names. Not by str.format: another desk's ledger may hold any braces."""
    values = {
        "year": str(special.year or ""),
        "posts": _count(numbers.posts, "post"),
        "picks": _count(numbers.picks, "pick"),
        "people": _count(numbers.people, "person", "people"),
        "blogs": _count(numbers.blogs, "blog"),
        "editions": _count(numbers.editions, "edition"),
    }
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
