"""The draft as the worksheet says it, before the worksheet is taken in: for looking at, never for keeping."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from roundup.curate.compose import compose
from roundup.curate.worksheet import Problem, read_sheet
from roundup.curate.worksheet.sheet import Words, passage_of
from roundup.errors import NotFound
from roundup.model import Finding, PickState, Post, Quote
from roundup.workflow.desk import Desk
from roundup.workflow.edition import Draft

if TYPE_CHECKING:
    from roundup.store import Store

WORKSHEET = Path("worksheets") / "worksheet.md"
_MOST = 4_000_000  # bytes


def overlaid(store: Store, desk: Desk, made: Draft) -> tuple[Draft, tuple[Finding, ...]]:
    """The draft with the words of the worksheet being edited; as it is if there is none, or none that can be read.

    What cannot be read of it is said in findings. Quotes that are not proved yet are shown, and checked, as they stand.
    """
    path = desk.settings.root / WORKSHEET
    try:
        text = path.read_bytes()[:_MOST].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return made, ()
    reading = read_sheet(text, lookup=lambda ref: _lookup(store, ref), headings=lambda _: "")
    if reading.problems:
        return made, tuple(map(_told, reading.problems))
    if reading.edition != made.edition.number:
        return made, ()
    sheet = reading.sheet
    posts = {id: store.posts.get(id) for id in sheet.picks}
    picks = [(posts[id], _state(store, posts[id], sheet.words.get(id, Words()))) for id in sheet.picks]
    title = "" if sheet.title == desk.settings.desk.title else sheet.title
    meta = replace(made.editions.open, title=title, intro=sheet.intro, sign_off=sheet.sign_off)
    meta = replace(meta, slug=meta.slug or made.edition.slug)
    edition = compose(meta, picks, desk.settings, status="open", today=desk.today)
    return replace(made, edition=edition, snapshots={id: store.posts.snapshots(id) for id in posts}), ()


def _lookup(store: Store, ref: str) -> int | None:
    try:
        return store.posts.find(ref).id
    except NotFound:
        return None


def _state(store: Store, post: Post, words: Words) -> PickState:
    state = store.ledger.pick(post.key)
    proved = {passage_of(quote).paragraphs: quote for quote in state.quotes}
    quotes = []
    for number, passage in enumerate(words.quotes, start=1):
        text = "\n\n".join(passage.paragraphs)
        quote = proved.get(passage.paragraphs) or Quote(f"worksheet-{post.id}-{number}", passage.paragraphs, text)
        quotes.append(replace(quote, speaker=passage.speaker))
    return replace(
        state, lead=words.lead, remark=words.remark, section=words.section, tags=words.tags, quotes=tuple(quotes)
    )


def _told(problem: Problem) -> Finding:
    where = f"worksheet, line {problem.line}"
    return Finding("worksheet", "blocks", where, problem.message, "What you see is the desk without the worksheet")
