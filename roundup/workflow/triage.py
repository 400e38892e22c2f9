"""What the keyboard desk does, one verb a method; every decision is in the ledger before the method returns.

The desk itself (curate/desk) is values; the screen (tui) asks here for what it shows and says here what was pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from roundup.curate.desk.board import Board, board
from roundup.curate.desk.pace import Pace
from roundup.curate.desk.paper import Paper, paper
from roundup.curate.desk.wanted import Wanted
from roundup.dataclass import dataclass
from roundup.errors import NotFound, UsageError
from roundup.model import Finding, PickState, Post, Suggestion
from roundup.text import one_line
from roundup.workflow import edition, pick, read, undo, why, word
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MOST_LISTED
from roundup.workflow.undo import Undone
from roundup.workflow.unfinished import Unfinished

if TYPE_CHECKING:
    from roundup.workflow.edition import Glance

# What a decision is called when it is taken back or done again.
DEEDS: Mapping[str, str] = {
    "star": "the star",
    "unstar": "taking the star away",
    "skip": "the skip",
    "annotate": "the words",
    "note": "the note",
    "quote": "the quote",
    "unquote": "taking the quote away",
    "tag": "the tags",
    "order": "the order of the picks",
    "edition": "the words of the edition",
    "freeze": "closing the edition",
    "person": "what was written down of a person",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A post to read, what was decided about it, and what the posts it has to do with are called."""

    post: Post
    state: PickState
    paper: Paper
    titles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in words, and about which post (None: the edition)."""

    said: str
    post: int | None = None


class Session:
    """An evening at the desk. `clock` gives the time, so that each decision bears its own."""

    def __init__(self, desk: Desk, clock: Callable[[], datetime], *, minutes: int = 0) -> None:
        self._desk = desk
        self.clock = clock
        self.pace = Pace(minutes, clock())
        self.settled: set[int] = set()  # posts starred or skipped in this session
        self.wanted = Wanted()
        self.unfinished = Unfinished(desk.settings.root)

    @property
    def desk(self) -> Desk:
        """The desk as it is now."""
        return replace(self._desk, now=self.clock())

    # ------------------------------------------------------------ looking

    def load(self, wanted: Wanted | None = None) -> Board:
        """The posts that are wanted, best first; by default those that were wanted last."""
        from roundup.store.posts import ListingFilter

        wanted = wanted or self.wanted
        held = wanted.state == "held"
        asked = ListingFilter(
            state="waiting" if wanted.state == "held" else wanted.state,
            feed=wanted.blog,
            tag=wanted.tag,
            words=wanted.words,
            held=held,
        )
        found = read.posts(self.desk, asked, limit=MOST_LISTED)
        self.wanted = wanted
        return board(found.shown, total=found.total)

    def read(self, row: Suggestion) -> Reading:
        """One post with its text, and the names of the posts that it answers or that answer it."""
        post = row.listing.post
        with self.desk.store() as store:
            snapshots = store.posts.snapshots(post.id)
            newest = snapshots[0] if snapshots else None
            titles = {id: store.posts.get(id).title for id in (*row.answers, *row.answered_by, *row.shares)}
            return Reading(
                post,
                store.ledger.pick(post.key),
                paper(newest.text, newest.html) if newest else Paper("", ()),
                titles,
            )

    def find(self, post_id: int) -> Suggestion | None:
        """A post that the list does not show, as the list would."""
        from roundup.model import Listing

        try:
            whole = read.show(self.desk, str(post_id))
        except NotFound:
            return None
        state = whole.state
        listing = Listing(
            whole.post, starred=state.starred, skipped=state.skipped, edition=whole.edition, tags=state.tags
        )
        return Suggestion(listing, 0.0, ())

    def state(self, post_id: int) -> PickState:
        """What is decided about a post now."""
        with self.desk.store() as store:
            return store.ledger.pick(store.posts.get(post_id).key)

    def why(self, post_id: int) -> tuple[str, ...]:
        """What happened to it."""
        return why.why(self.desk, str(post_id))

    def glance(self) -> Glance:
        """The edition as it stands."""
        return edition.glance(self.desk)

    def check(self) -> tuple[Finding, ...]:
        """Is the edition fit to publish?"""
        from roundup.workflow.checking import check

        return check(self.desk)

    # ------------------------------------------------------------ deciding about a post

    def star(self, post_id: int) -> Done:
        """Into the edition; one that is in it comes out again."""
        starred = self.state(post_id).starred
        (pick.unstar if starred else pick.star)(self.desk, [str(post_id)])
        self._settle(post_id, not starred)
        return Done("no longer starred; its words are kept" if starred else "starred", post_id)

    def pick(self, post_id: int) -> Done:
        """Into the edition, if it is not there yet."""
        if self.state(post_id).starred:
            return Done("starred already", post_id)
        return self.star(post_id)

    def skip(self, post_id: int, reason: str = "") -> Done:
        """Not this one."""
        if self.state(post_id).skipped:
            raise UsageError("it is skipped already", hint="u takes the last decision back; s stars it after all.")
        pick.skip(self.desk, [str(post_id)], reason=reason)
        self._settle(post_id, True)
        return Done(f"skipped{': ' * bool(reason)}{one_line(reason, 60)}", post_id)

    def _settle(self, post_id: int, done: bool) -> None:
        (self.settled.add if done else self.settled.discard)(post_id)
        self.pace = replace(self.pace, decided=len(self.settled))

    def tag_key(self, post_id: int, number: int) -> Done:
        """The tag that has this key, on or off."""
        tags = self._desk.settings.triage.tags
        if number > len(tags):
            known = ", ".join(f"{n} {one_line(tag, 30)}" for n, tag in enumerate(tags[:9], start=1))
            hint = f"There are: {known}." if tags else 'In roundup.toml: [triage] tags = ["housing", "bins"]'
            raise UsageError(f"no tag has the key {number}", hint=hint)
        name = tags[number - 1]
        there = name.casefold() in {tag.casefold() for tag in self.state(post_id).tags}
        return self.tags(post_id, f"-{name}" if there else name)

    def tags(self, post_id: int, typed: str) -> Done:
        """Tags parted by commas, on; those with a - before them, off."""
        names = [name for part in typed.split(",") if (name := one_line(part, 60))]
        off = [name[1:].strip() for name in names if name.startswith("-")]
        added = [name for name in names if not name.startswith("-")]
        pick.tag(self.desk, [str(post_id)], add=added, remove=off)
        said = [f"tagged {', '.join(added)}"] * bool(added) + [f"no longer {', '.join(off)}"] * bool(off)
        return Done("; ".join(said), post_id)

    # ------------------------------------------------------------ writing

    def write(self, post_id: int, what: str, text: str) -> Done:
        """The lead-in, remark or section (`what`: lead, remark, section). What is so already makes no decision."""
        words: dict[str, Any] = {what: text}
        if getattr(self.state(post_id), what) == text.strip():
            return Done("nothing changed", post_id)
        word.annotate(self.desk, str(post_id), **words)
        return Done(f"{NAMES[what]} {'kept' if text.strip() else 'cleared'}", post_id)

    def note(self, post_id: int, text: str) -> Done:
        word.note(self.desk, str(post_id), text)
        return Done("noted; readers will not see it", post_id)

    def quote(self, post_id: int, passage: str, *, speaker: str = "") -> Done:
        """A passage, proved word for word against the post as it is now."""
        made = word.quote(self.desk, str(post_id), passage, speaker=speaker)
        words = sum(len(part.split()) for part in made.quote.paragraphs)
        by = f", said by {made.quote.speaker}" if made.quote.speaker else ""
        return Done(f"quote {made.number}: {words} words{by}", post_id)

    def unquote(self, post_id: int, number: int) -> Done:
        gone = word.unquote(self.desk, str(post_id), number)
        return Done(f"no longer quoted: {one_line(' '.join(gone.quote.paragraphs), 60)}", post_id)

    # ------------------------------------------------------------ the edition

    def words_of_edition(self, what: str, text: str) -> Done:
        """The intro, sign_off or title."""
        if getattr(self.glance().edition, what) == text.strip():
            return Done("nothing changed")
        edition.change(self.desk, {what: text})
        return Done(f"{NAMES[what]} {'kept' if text.strip() else 'cleared'}")

    def move(self, post_id: int, by: int) -> Done:
        """A pick so many places on (`by` 1) or back (-1)."""
        ids = [str(each.post_id) for each in self.glance().edition.picks]
        if str(post_id) not in ids:
            raise NotFound("it is not in the edition any more", hint="R reads the edition again.")
        place = ids.index(str(post_id))
        goal = place + by
        if not 0 <= goal < len(ids):
            return Done(f"it is the {'last' if by > 0 else 'first'} already", post_id)
        ids.insert(goal, ids.pop(place))
        pick.order(self.desk, ids)
        return Done(f"now number {goal + 1}", post_id)

    def cut(self, post_id: int) -> Done:
        """Out of the edition; its words are kept."""
        pick.unstar(self.desk, [str(post_id)])
        self._settle(post_id, False)
        return Done("cut; a star brings it back with its words", post_id)

    # ------------------------------------------------------------ taking back

    def undo(self) -> Done:
        """The last own decision, here or in another window."""
        return self._taken("undone", undo.undo(self.desk)[0])

    def redo(self) -> Done:
        return self._taken("done again", undo.redo(self.desk))

    def _taken(self, how: str, taken: Undone) -> Done:
        verb = taken.decision.verb
        what = DEEDS.get(verb, verb)
        if taken.post is None:
            return Done(f"{how}: {what}")
        if verb in ("star", "skip"):
            state = self.state(taken.post.id)
            self._settle(taken.post.id, state.starred or state.skipped)
        title = one_line(taken.post.title or taken.post.url, 50)
        return Done(f"{how}: {what} ({title})", taken.post.id)


NAMES = {
    "lead": "lead-in",
    "remark": "remark",
    "section": "section",
    "intro": "intro",
    "sign_off": "sign-off",
    "title": "title",
}
