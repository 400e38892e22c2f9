"""What is shown of posts and of the edition, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from math import ceil

from roundup.curate.compose import WORDS_A_MINUTE
from roundup.curate.desk.board import Board
from roundup.curate.desk.lines import BLANK, Line, Piece, Role, fitted, folded, said
from roundup.curate.links import plain
from roundup.model import Edition, Listing, Pick, PickState, Post, Suggestion, Verdict
from roundup.text import fit, one_line, width

ROWS = 2  # lines of one post in the list
FEW_WORDS = 4  # in a title: then the first words of the post are shown, too


def sign(listing: Listing) -> tuple[str, Role]:
    """What was decided, in one sign."""
    if listing.edition is not None:
        return "#", "dim"
    if listing.starred:
        return "★", "good"
    return ("–", "dim") if listing.skipped else (" ", "")


def headline(listing: Listing) -> str:
    """The title; four in ten titles say only "weeknotes", so short ones are followed by the first words."""
    title, teaser = one_line(listing.post.title), one_line(listing.teaser)
    if len(title.split()) >= FEW_WORDS or not teaser:
        return title or one_line(listing.post.url) or "untitled"
    return f"{title} · {teaser}" if title else teaser


# ---------------------------------------------------------------- the list


def top_line(board: Board, named: str, pace: str, columns: int) -> Line:
    """Where in the list one is, what it shows, and the time; the time goes first if there is little room."""
    place = f"{board.cursor + 1:,} of {len(board.rows):,}" if board.rows else "no posts"
    what = f" {one_line(named, 40)}" if named else f", {board.left:,} to decide"
    text = f" {place}{what}"
    room = columns - width(pace) - 1
    return (Piece(f"{fit(text, max(room, 0)) if room > 0 else ''}{pace} ", "bar"),)


def list_lines(board: Board, top: int, count: int, columns: int) -> Iterator[Line]:
    """Of the list, `count` lines from line `top` on; only these are made."""
    for number in range(top, top + count):
        place, second = divmod(number, ROWS)
        if place >= len(board.rows):
            yield BLANK
        else:
            yield _list_line(board.rows[place], columns, second=bool(second), here=place == board.cursor)


def _list_line(row: Suggestion, columns: int, *, second: bool, here: bool) -> Line:
    mark, role = sign(row.listing)
    if second:
        about = " · ".join(part for part in (row.listing.post.blog, why(row)) if part)
        line = fitted(about, columns - 2, "cursor" if here else "dim")
        return (Piece("  ", line[0].role), *line)
    title = fit(headline(row.listing), max(columns - 2, 0))
    if here:
        return (Piece(f"{mark} {title}", "cursor"),)
    return (Piece(f"{mark} ", role), Piece(title, "dim" if row.listing.skipped else "bold"))


def why(row: Suggestion) -> str:
    """The reasons in words, what the post has to do with others first."""
    return one_line("; ".join((*_company(row), *row.reasons)))


def scored(row: Suggestion) -> str:
    """The score with what each reason counts, so that anybody can add it up."""
    if len(row.weights) != len(row.reasons) or not row.reasons:
        return one_line("; ".join(row.reasons))
    counted = "; ".join(f"{reason} {weight:+g}" for reason, weight in zip(row.reasons, row.weights, strict=True))
    return one_line(f"{row.score:g}: {counted}")


def _company(row: Suggestion) -> Iterator[str]:
    if row.answers:
        yield "an answer"
    if row.answered_by:
        yield f"answered by {len(row.answered_by)}"
    if row.twins:
        yield f"also on {', '.join(dict.fromkeys(one_line(twin.post.blog, 30) for twin in row.twins))}"


# ---------------------------------------------------------------- the head of a post


def head(row: Suggestion, state: PickState, zone: tzinfo, titles: Mapping[int, str], columns: int) -> list[Line]:
    """Above the text: what it is, why it is here, what it has to do with others, and what was decided."""
    post = row.listing.post
    lines = folded([Piece(one_line(post.title) or "untitled", "title")], columns)
    lines += folded([Piece(about(post, zone), "dim")], columns)
    lines += [fitted(post.url, columns, "dim")] * bool(post.url)
    lines += folded([Piece(scored(row), "dim")], columns)
    lines += folded([Piece(one_line(post.date_note), "dim")], columns)
    lines += folded([Piece(one_line(post.doubt or post.held), "warn")], columns)
    for text in _related(row, titles):
        lines += folded([Piece(text, "link")], columns, rest="  ")
    return [*lines, *decided(state, row.listing, columns), BLANK]


def about(post: Post, zone: tzinfo) -> str:
    """Blog, author, day, length."""
    day = f"{post.moment.astimezone(zone):%-d %b %Y}" if post.published else "no date"
    minutes = ceil(post.words / WORDS_A_MINUTE)
    length = f"{post.words:,} words, {minutes} min" if post.words else "no text"
    return " · ".join(part for part in (one_line(post.blog), one_line(", ".join(post.authors)), day, length) if part)


def _related(row: Suggestion, titles: Mapping[int, str]) -> Iterator[str]:
    def named(ids: Iterable[int]) -> str:
        return "; ".join(one_line(titles.get(id) or f"post {id}", 60) for id in ids)

    if row.answers:
        yield f"answers: {named(row.answers)}"
    if row.answered_by:
        yield f"answered by: {named(row.answered_by)}"
    for twin in row.twins:
        yield f"also on {one_line(twin.post.blog, 40)}: {one_line(twin.post.title or twin.post.url, 60)}"
    if row.shares:
        yield f"tells the same story: {named(row.shares)}"
    if row.series:
        others = f", {len(row.earlier)} more of it behind this one" if row.earlier else ""
        yield f"of the series {one_line(row.series, 60)}{others}"


def decided(state: PickState, listing: Listing, columns: int) -> list[Line]:
    """What curators decided about a post."""
    lines: list[Line] = []
    for text, role in _decisions(state, listing):
        lines += folded([Piece(text, role)], columns, rest="  ")
    return lines


def _decisions(state: PickState, listing: Listing) -> Iterator[tuple[str, Role]]:
    if listing.edition is not None:
        yield f"in edition {listing.edition}", "dim"
    if state.starred:
        yield f"★ starred by {one_line(state.starred_by, 60)}", "good"
    if state.skipped:
        yield f"– skipped{': ' + one_line(state.skip_reason) if state.skip_reason else ''}", "dim"
    for name, words in (("section", state.section), ("lead-in", state.lead), ("remark", state.remark)):
        if words:
            yield f"{name}: {one_line(words)}", "good"
    for number, quote in enumerate(state.quotes, start=1):
        by = f" ({one_line(quote.speaker, 60)})" if quote.speaker else ""
        yield f"quote {number}{by}: {one_line(' ¶ '.join(quote.paragraphs), 160)}", "quote"
    if state.tags:
        yield f"tags: {one_line(', '.join(state.tags))}", "good"
    for note in state.notes:
        yield f"note by {one_line(note.curator, 60)}: {one_line(note.text)}", "warn"


# ---------------------------------------------------------------- the edition


def edition_head(edition: Edition, words: int, quoted: float, minutes: int, columns: int) -> list[Line]:
    """Title, and how long it is."""
    count = len(edition.picks)
    sums = f"{count} pick{'s' * (count != 1)} · {words:,} words, {quoted:.0%} quoted · {minutes} min of reading"
    lines = folded([Piece(f"Edition {edition.number}: {one_line(edition.title)}", "title")], columns)
    return [*lines, said(sums, "dim"), BLANK]


def edition_lines(
    edition: Edition, missing: Sequence[str], verdicts: Mapping[str, Verdict], cursor: int, columns: int
) -> tuple[list[Line], tuple[int, int]]:
    """The picks with their words, what is missing, and which lines are the pick at the cursor."""
    lines: list[Line] = []
    here = (0, 0)
    lines += _words("intro", edition.intro, columns)
    for number, pick in enumerate(edition.picks):
        begin = len(lines)
        lines += _pick(pick, number, verdicts, columns, here=number == cursor)
        here = (begin, len(lines)) if number == cursor else here
    lines += _words("sign-off", edition.sign_off, columns)
    if missing:
        lines += [BLANK, said("Missing", "heading")]
        for want in missing:
            lines += folded([Piece(one_line(want), "warn")], columns, first="  ")
    return lines, here


def _words(name: str, text: str, columns: int) -> list[Line]:
    return (
        [*folded([Piece(f"{name}: ", "dim"), Piece(one_line(plain(text), 200))], columns), BLANK]
        if text.strip()
        else []
    )


def _pick(pick: Pick, number: int, verdicts: Mapping[str, Verdict], columns: int, *, here: bool) -> list[Line]:
    section = f"[{one_line(pick.section, 30)}] " if pick.section else ""
    title = f"{section}{one_line(pick.title or pick.url) or 'untitled'} · {one_line(pick.blog)}"
    role: Role = "cursor" if here else "bold"
    lines: list[Line] = [(Piece(f"{number + 1:>2} ", role), *fitted(title, columns - 3, role))]
    lines += _told(one_line(plain(pick.lead), 400) or "no lead-in", "" if pick.lead.strip() else "warn", columns)
    for quote in pick.quotes:
        words = sum(len(part.split()) for part in quote.paragraphs)
        lines += _told(f"“{one_line(' ¶ '.join(quote.paragraphs), 120)}” ({words} words)", "quote", columns)
        lines += _told(_DOUBTS.get(verdicts.get(quote.id, "found"), ""), "warn", columns)
    lines += _told(one_line(plain(pick.remark), 200), "", columns)
    return [*lines, BLANK]


_DOUBTS: dict[Verdict, str] = {
    "drift": "the post was edited since: these are not quite its words any more",
    "absent": "these words are not in the post",
}


def _told(text: str, role: Role, columns: int) -> list[Line]:
    return folded([Piece(text, role)], columns, first="   ")
