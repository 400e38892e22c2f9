"""The list of posts: where the cursor is, what was decided, what is searched for. Every change gives a new Board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from roundup.dataclass import dataclass
from roundup.model import Listing, PickState, Suggestion
from roundup.text import one_line


@dataclass(frozen=True, slots=True)
class Board:
    """What the desk shows, best first. `total` is how many there are, should not all be shown."""

    rows: tuple[Suggestion, ...] = ()
    cursor: int = 0
    needle: str = ""
    total: int = 0
    places: dict[int, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def current(self) -> Suggestion | None:
        return self.rows[self.cursor] if self.rows else None

    @property
    def left(self) -> int:
        """How many are still to be decided."""
        return sum(is_open(row.listing) for row in self.rows)


def is_open(listing: Listing) -> bool:
    return not (listing.starred or listing.skipped or listing.edition)


def board(rows: Sequence[Suggestion], *, total: int = 0) -> Board:
    """A new list, its cursor on the first post."""
    places = {row.listing.post.id: number for number, row in enumerate(rows)}
    return Board(tuple(rows), 0, "", total or len(rows), places)


def at(list_: Board, place: int) -> Board:
    """The cursor there, or as near as it can be."""
    return replace(list_, cursor=max(0, min(place, len(list_.rows) - 1)))


def moved(list_: Board, by: int) -> Board:
    return at(list_, list_.cursor + by)


def on(list_: Board, post_id: int) -> Board:
    """The cursor on that post, if it is in the list."""
    place = list_.places.get(post_id)
    return list_ if place is None else at(list_, place)


def after_deciding(list_: Board) -> Board:
    """The cursor on the next post that is still to be decided; where there is none, on the next one."""
    following = range(list_.cursor + 1, len(list_.rows))
    return at(list_, next((n for n in following if is_open(list_.rows[n].listing)), list_.cursor + 1))


def reloaded(old: Board, new: Board) -> Board:
    """The new list with the cursor on the post it was on; if that is gone, on the first after it that is not."""
    for row in (*old.rows[old.cursor :], *reversed(old.rows[: old.cursor])):
        if row.listing.post.id in new.places:
            return replace(on(new, row.listing.post.id), needle=old.needle)
    return replace(new, needle=old.needle)


def told(list_: Board, post_id: int, state: PickState) -> Board:
    """The list with what is now decided about a post."""
    place = list_.places.get(post_id)
    if place is None:
        return list_
    row = list_.rows[place]
    listing = replace(row.listing, starred=state.starred, skipped=state.skipped, tags=state.tags)
    return replace(list_, rows=(*list_.rows[:place], replace(row, listing=listing), *list_.rows[place + 1 :]))


def searched(list_: Board, words: str, by: int = 1) -> Board | None:
    """The cursor on the next post (`by` 1) or the one before (-1) that shows all `words`, round the end; or None."""
    wanted = one_line(words).casefold().split()
    count = len(list_.rows)
    for step in range(1, count + 1) if wanted else ():
        place = (list_.cursor + by * step) % count
        if all(word in _shown(list_.rows[place]) for word in wanted):
            return replace(at(list_, place), needle=words)
    return None


def _shown(row: Suggestion) -> str:
    post = row.listing.post
    return " ".join((post.title, post.blog, *post.authors, *row.listing.tags, row.listing.teaser)).casefold()


def with_row(list_: Board, row: Suggestion) -> Board:
    """The list with a post that it did not show behind the one the cursor is on; the cursor goes there."""
    place = min(list_.cursor + 1, len(list_.rows))
    rows = (*list_.rows[:place], row, *list_.rows[place:])
    return replace(board(rows, total=list_.total + 1), cursor=place, needle=list_.needle)


def company(row: Suggestion) -> tuple[int, ...]:
    """The posts that this one has to do with: answers, the same story, copies, others of its series."""
    ids = (*row.answers, *row.answered_by, *row.shares, *(each.post.id for each in (*row.twins, *row.earlier)))
    return tuple(dict.fromkeys(id for id in ids if id != row.listing.post.id))


def conversation(list_: Board) -> int:
    """The next post that has to do with the one at the cursor: those in the list first, in its order; 0 for none."""
    row = list_.current
    if row is None:
        return 0
    known = {*company(row)}
    # Whoever is named by a post is not always told of it: the way back counts, too.
    known |= {other.listing.post.id for other in list_.rows if row.listing.post.id in company(other)}
    known |= {other.listing.post.id for other in list_.rows if row.series and other.series == row.series}
    known.discard(row.listing.post.id)
    places = sorted(list_.places[id] for id in known if id in list_.places)
    outside = [id for id in company(row) if id not in list_.places]
    after = [list_.rows[place].listing.post.id for place in places if place > list_.cursor]
    return next(iter((*after, *outside, *(list_.rows[place].listing.post.id for place in places))), 0)
