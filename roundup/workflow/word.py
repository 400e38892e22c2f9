"""The words about a post: lead-in, remark, section, private note, quotes."""

from __future__ import annotations

from typing import Any

from roundup.curate.quote import prove
from roundup.dataclass import dataclass
from roundup.errors import NotFound, UsageError
from roundup.model import Post, Quote
from roundup.text import one_line
from roundup.workflow.decide import post_named, record
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MAX_LINE, bounded


def annotate(
    desk: Desk, ref: str, *, lead: str | None = None, remark: str | None = None, section: str | None = None
) -> Post:
    """The words readers will see. What is None stays as it is; an empty text clears."""
    given = {"lead": lead, "remark": remark, "section": section if section is None else one_line(section)}
    payload = {
        name: bounded(text, name, MAX_LINE) if name == "section" else bounded(text, name)
        for name, text in given.items()
        if text is not None
    }
    if not payload:
        raise UsageError(
            "nothing to write", hint='Give --lead, --remark or --section, e.g. --lead "Ada [on bins](post)."'
        )
    with desk.store() as store, store.write():
        post = post_named(store, ref)
        record(store, desk, "annotate", post.key, payload)
    return post


def note(desk: Desk, ref: str, text: str) -> Post:
    """A private word to fellow curators."""
    clean = bounded(text, "note")
    if not clean:
        raise UsageError("the note is empty", hint="Write a few words; a note that is wrong goes with: roundup undo")
    with desk.store() as store, store.write():
        post = post_named(store, ref)
        record(store, desk, "note", post.key, {"text": clean})
    return post


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote now in the ledger; `number` is how `unquote` names it."""

    post: Post
    quote: Quote
    number: int


def quote(desk: Desk, ref: str, passage: str, *, speaker: str = "") -> Quoted:
    """A passage of the post, checked word for word before it is written down."""
    words, by = bounded(passage, "passage"), bounded(one_line(speaker), "speaker", MAX_LINE)
    with desk.store() as store, store.write():
        post = post_named(store, ref)
        proved = prove(words, store.posts.snapshots(post.id), id=desk.new_id(), speaker=by)
        record(store, desk, "quote", post.key, quote_payload(proved), decision_id=proved.id)
        number = len(store.ledger.pick(post.key).quotes)
    return Quoted(post, proved, number)


def quote_payload(quote: Quote) -> dict[str, Any]:
    """What a decision to quote carries."""
    return {
        "paragraphs": list(quote.paragraphs),
        "exact": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "snapshot": quote.snapshot,
        "speaker": quote.speaker,
    }


def unquote(desk: Desk, ref: str, number: int) -> Quoted:
    """Take the N-th quote of a post away."""
    with desk.store() as store, store.write():
        post = post_named(store, ref)
        quotes = store.ledger.pick(post.key).quotes
        if not 1 <= number <= len(quotes):
            have = f"It has {len(quotes)}; see: roundup show {post.id}" if quotes else "It has none."
            raise NotFound(f"post {post.id} has no quote {number}", hint=have)
        gone = quotes[number - 1]
        record(store, desk, "unquote", post.key, {"quote": gone.id})
    return Quoted(post, gone, number)
