"""The edition's words and its picks → Edition: all that any format needs, and what can be said of it in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from math import ceil

from roundup.config import Settings
from roundup.curate.frozen import edition_slug
from roundup.curate.links import destination, destinations, plain, with_post
from roundup.model import Edition, EditionMeta, EditionStatus, Pick, PickState, Post
from roundup.text import word_count
from roundup.urls import canonical_key

WORDS_A_MINUTE = 230
GROUPED = ("card", "list")  # shapes whose picks stand under headings


def compose(
    meta: EditionMeta,
    picks: Sequence[tuple[Post, PickState]],
    settings: Settings,
    *,
    status: EditionStatus,
    today: date,
) -> Edition:
    """The edition as it stands. What it does not say itself the desk's settings say; it bears `today` if no date.

    Picks keep their order, but in shapes with headings those of one section stand together, where its first stands.
    Picks of posts later than the cut-off are left for the next edition.
    """
    desk, ours = settings.desk, settings.edition
    day = meta.date or today.isoformat()
    slug = _slug(meta.slug or ours.slug, day, meta.number)
    shape = meta.shape or ours.shape
    composed = [picked(post, state, settings.zone) for post, state in picks if _in_time(post, meta.cutoff)]
    return Edition(
        number=meta.number,
        slug=slug,
        title=meta.title or desk.title,
        shape=shape,
        date=day,
        status=status,
        language=desk.language,
        site_title=desk.title,
        site_url=desk.url,
        url=f"{desk.url.rstrip('/')}/{slug}/" if desk.url else "",
        intro=meta.intro or ours.intro,
        sign_off=meta.sign_off or ours.sign_off,
        image=meta.image,
        image_alt=meta.image_alt,
        categories=meta.categories or ours.categories,
        tags=meta.tags or ours.tags,
        editors=meta.editors or ((desk.curator,) if desk.curator else ()),
        picks=tuple(by_section(composed) if shape in GROUPED else composed),
    )


def _in_time(post: Post, cutoff: datetime | None) -> bool:
    return cutoff is None or post.moment <= cutoff


def _slug(form: str, day: str, number: int) -> str:
    """`{date}` and `{number}` filled in. Not by str.format: another desk's ledger may hold any braces."""
    return edition_slug(form.replace("{date}", day).replace("{number}", str(number)), number)


def picked(post: Post, state: PickState, zone: tzinfo) -> Pick:
    """A post as a pick, with what was decided about it."""
    return Pick(
        post_id=post.id,
        key=post.key,
        url=post.url,
        title=post.title,
        blog=post.blog,
        authors=post.authors,
        published=post.published,
        lead=with_post(state.lead, post.url),
        remark=with_post(state.remark, post.url),
        section=state.section,
        quotes=state.quotes,
        tags=state.tags,
        day=post.moment.astimezone(zone).date().isoformat() if post.published else "",
    )


def by_section(picks: Sequence[Pick]) -> list[Pick]:
    """Stable: sections in the order of their first picks; case does not make another section."""
    first: dict[str, int] = {}
    for place, pick in enumerate(picks):
        first.setdefault(pick.section.casefold(), place)
    return sorted(picks, key=lambda pick: first[pick.section.casefold()])


# ---------------------------------------------------------------- in numbers


def words(edition: Edition) -> int:
    """Words a reader reads: the editor's and the quoted, without headings and addresses."""
    return _own_words(edition) + _quoted_words(edition)


def quoted_share(edition: Edition) -> float:
    """How much of the words is quoted, from 0 to 1."""
    return _quoted_words(edition) / total if (total := words(edition)) else 0.0


def reading_minutes(edition: Edition) -> int:
    """Minutes at WORDS_A_MINUTE, begun ones counted."""
    return ceil(words(edition) / WORDS_A_MINUTE)


def links(edition: Edition) -> int:
    """Links in the editor's words."""
    return sum(len(destinations(text)) for _, text in editors_words(edition))


def editors_words(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Everything the editor wrote, as (where, Markdown), in reading order; empty texts left out."""
    texts = [("intro", edition.intro)]
    for number, pick in enumerate(edition.picks, start=1):
        texts += [(f"{place(pick, number)}, lead-in", pick.lead), (f"{place(pick, number)}, remark", pick.remark)]
    return tuple((where, text) for where, text in (*texts, ("sign-off", edition.sign_off)) if text.strip())


def place(pick: Pick, number: int) -> str:
    """How a pick is named to its editor: its place in the edition, the post's id and title."""
    return f"pick {number} (post {pick.post_id}, {pick.title or pick.url or 'untitled'})"


def _own_words(edition: Edition) -> int:
    return sum(word_count(plain(text)) for _, text in editors_words(edition))


def _quoted_words(edition: Edition) -> int:
    return sum(word_count(part) for pick in edition.picks for quote in pick.quotes for part in quote.paragraphs)


def missing(edition: Edition) -> tuple[str, ...]:
    """What the edition still wants, in words, in the order in which an editor would write it."""
    wants = [] if edition.picks else ["no picks"]
    for number, pick in enumerate(edition.picks, start=1):
        wants += [f"{place(pick, number)}: {want}" for want in _pick_wants(pick, edition.shape)]
    if not edition.intro.strip():
        wants.append("no intro")
    if not edition.sign_off.strip():
        wants.append("no sign-off")
    return tuple(wants)


def _pick_wants(pick: Pick, shape: str) -> list[str]:
    wants = [] if has_own_words(pick, shape) else ["no lead-in"]
    if wants_link(pick, shape) and not links_to_post(pick):
        wants.append("no link to the post")
    return wants if pick.quotes or shape == "list" else [*wants, "no quote"]


def has_own_words(pick: Pick, shape: str) -> bool:
    """True if the editor wrote what the shape needs: an essay's lead-in; elsewhere any words, or a quote to show."""
    if shape == "essay" or pick.lead.strip():
        return bool(pick.lead.strip())
    return bool(pick.remark.strip()) or (shape != "list" and bool(pick.quotes))


def wants_link(pick: Pick, shape: str) -> bool:
    """True where the link to the post must stand in the editor's words: the other shapes link the title."""
    return shape == "essay" and bool(pick.url and pick.lead.strip())


def links_to_post(pick: Pick) -> bool:
    """True if a link in the lead-in or remark leads to the post."""
    # The address as composed is known at a glance; one an editor pasted may differ in www, slash or trackers.
    found = {*destinations(pick.lead), *destinations(pick.remark)}
    wanted = canonical_key(pick.url)
    return not found.isdisjoint((pick.url, destination(pick.url).strip("<>"))) or (
        bool(wanted) and wanted in {canonical_key(each) for each in found}
    )
