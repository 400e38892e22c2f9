"""The changes of an edited worksheet, written into the ledger: every quote proved first, then all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from roundup.curate.quote import prove
from roundup.curate.worksheet import Changes, Passage, PostChanges, Problem
from roundup.curate.worksheet.sheet import passage_of
from roundup.dataclass import dataclass
from roundup.errors import QuoteError, UsageError
from roundup.model import EDITION, PickState, Post, Quote
from roundup.text import one_line
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.edition import set_words
from roundup.workflow.limits import MAX_LINE, MAX_TEXT, bounded
from roundup.workflow.people import left_out
from roundup.workflow.word import quote_payload

if TYPE_CHECKING:
    from roundup.store import Store

Places = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Requoted:
    """What a post's new quotes come to: ids of those that go, and those to be recorded behind what stays."""

    gone: tuple[str, ...] = ()
    added: tuple[Quote, ...] = ()


def apply(
    store: Store,
    desk: Desk,
    changes: Changes,
    posts: Mapping[int, Post],
    states: Mapping[int, PickState],
    places: Places,
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """(what was done, in words; why nothing was). Inside the caller's transaction."""
    problems = _too_long(changes)
    out = left_out(store, [posts[id] for id in changes.star])
    problems += [Problem(1, f"post {id} cannot be in an edition: {why.words}") for id, why in out.items()]
    quotes: dict[int, Requoted] = {}
    for id, change in changes.posts.items():
        if change.quotes is not None:
            quotes[id] = _requoted(store, desk, posts[id], states[id], change.quotes, places, problems)
    if problems:
        return (), tuple(problems)
    done = _edition_words(store, desk, changes)
    for verb, chosen in (("unstar", changes.unstar), ("star", changes.star)):
        for id in chosen:
            record(store, desk, "star" if verb == "star" else "unstar", posts[id].key)
            done.append(f"{verb}red {_named(posts[id])}")
    for id, change in changes.posts.items():
        done += _post_words(store, desk, posts[id], change, quotes.get(id, Requoted()))
    if changes.order is not None:
        record(store, desk, "order", EDITION, {"posts": [posts[id].key for id in changes.order]})
        done.append("order: " + " ".join(map(str, changes.order)))
    return tuple(done), ()


def _named(post: Post) -> str:
    return f"{post.id}  {one_line(post.title or post.url or 'untitled', 60)}"


def _too_long(changes: Changes) -> list[Problem]:
    """Texts beyond what any command accepts."""
    own = [
        ("title", changes.title, MAX_LINE),
        ("intro", changes.intro, MAX_TEXT),
        ("sign-off", changes.sign_off, MAX_TEXT),
    ]
    for id, change in changes.posts.items():
        own += [(f"lead-in of post {id}", change.lead, MAX_TEXT), (f"remark of post {id}", change.remark, MAX_TEXT)]
        own += [(f"section of post {id}", change.section, MAX_LINE)]
        own += [(f"tag of post {id}", tag, MAX_LINE) for tag in change.add_tags]
    problems = []
    for name, text, most in own:
        try:
            bounded(text or "", name, most)
        except UsageError as error:
            problems.append(Problem(1, error.message))
    return problems


def _edition_words(store: Store, desk: Desk, changes: Changes) -> list[str]:
    given = {"title": changes.title, "intro": changes.intro, "sign_off": changes.sign_off}
    words = {name: text for name, text in given.items() if text is not None}
    if not words:
        return []
    set_words(store, desk, words)
    return ["edition: " + ", ".join(name.replace("_", "-") for name in words)]


def _post_words(store: Store, desk: Desk, post: Post, change: PostChanges, quotes: Requoted) -> list[str]:
    given = {"lead": change.lead, "remark": change.remark, "section": change.section}
    words = {name: text for name, text in given.items() if text is not None}
    said = ["lead-in" if name == "lead" else name for name in words]
    if words:
        record(store, desk, "annotate", post.key, words)
    if change.add_tags or change.remove_tags:
        record(store, desk, "tag", post.key, {"add": list(change.add_tags), "remove": list(change.remove_tags)})
        said.append("tags")
    for gone in quotes.gone:
        record(store, desk, "unquote", post.key, {"quote": gone})
    for quote in quotes.added:
        record(store, desk, "quote", post.key, quote_payload(quote), decision_id=quote.id)
    if change.quotes is not None:
        said.append("quotes")
    return [f"{', '.join(said)} of {_named(post)}"] if said else []


# ---------------------------------------------------------------- quotes


def _requoted(
    store: Store,
    desk: Desk,
    post: Post,
    state: PickState,
    wanted: Sequence[Passage],
    places: Places,
    problems: list[Problem],
) -> Requoted:
    """Which quotes go and which come, so that those of `wanted` stand in their order. Each new one is proved."""
    kept = _kept(state.quotes, wanted)
    proved = {passage_of(quote): quote for quote in state.quotes}
    added: list[Quote] = []
    for index in range(len(kept), len(wanted)):
        passage = wanted[index]
        try:
            made = proved.get(passage) or _prove(store, desk, post, passage)
        except (QuoteError, UsageError) as error:
            place = places.get((post.id, index), 1)
            problems.append(Problem(place, f"{error.message}. {error.hint}"))
            continue
        added.append(made if made.id not in {quote.id for quote in state.quotes} else _again(made, desk))
    return Requoted(tuple(quote.id for quote in state.quotes if quote not in kept), tuple(added))


def _kept(quotes: Sequence[Quote], wanted: Sequence[Passage]) -> list[Quote]:
    """The quotes that can stay: the first of `wanted`, as far as they stand in this order. New ones come behind."""
    kept: list[Quote] = []
    rest = iter(quotes)
    for passage in wanted:
        match = next((quote for quote in rest if passage_of(quote) == passage), None)
        if match is None:
            break
        kept.append(match)
    return kept


def _prove(store: Store, desk: Desk, post: Post, passage: Passage) -> Quote:
    speaker = bounded(passage.speaker, "speaker", MAX_LINE)
    words = bounded("\n\n".join(passage.paragraphs), "passage")
    return prove(words, store.posts.snapshots(post.id), id=desk.new_id(), speaker=speaker)


def _again(quote: Quote, desk: Desk) -> Quote:
    """A quote that was proved before, at another place: the same words under a new name."""
    return replace(quote, id=desk.new_id())
