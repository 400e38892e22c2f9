"""The ledger: what curators decided, only ever added to, and the tables that follow from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from roundup.errors import StoreError
from roundup.model import EDITION, PERSON, SPECIAL, Decision, EditionsState, PickState, Special
from roundup.store.connection import Connection, Row
from roundup.store.projections import Projections
from roundup.store.rows import sql
from roundup.store.times import from_text, to_json, to_text

HIGHEST_SEQ = 2**53  # what JSON keeps exact everywhere

_DECISIONS = "SELECT id, seq, time, curator, verb, subject, payload, reason FROM decisions"
_DECISIONS_ON_EDITIONS = """
SELECT id, seq, time, curator, verb, subject, iif(verb = 'freeze', CAST(payload AS BLOB), payload), reason
FROM decisions
"""
_VERB = 4  # of these columns
_IN_ORDER = "ORDER BY time, seq, id"
_ADD = """
INSERT INTO decisions (id, seq, time, curator, verb, subject, payload, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING
"""
# Two joins, each along an index: with OR in one of them every pick would be compared with every other.
_TAGS_OF_CLOSED = """
SELECT named.key, post_tags.tag FROM (
  SELECT edition_posts.key AS key, picks.key AS pick FROM edition_posts JOIN picks ON picks.key = edition_posts.key
  UNION
  SELECT edition_posts.key, picks.key FROM edition_posts JOIN picks ON picks.post = edition_posts.post
) AS named LEFT JOIN post_tags ON post_tags.pick = named.pick ORDER BY named.key, post_tags.position
"""


class Ledger:
    """Decisions and what is so because of them. A post is meant by any of its names."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._projections = Projections(connection, self._about, self._fold_editions)

    # ------------------------------------------------------------ writing

    def record(self, decisions: Sequence[Decision]) -> None:
        """Add those of `decisions` that are not known yet, and let picks and editions follow, in one transaction."""
        with self._db.write():
            self._db.run_many(_ADD, [_row(decision) for decision in decisions])
            self._projections.refresh({decision.subject for decision in decisions})
            if any(decision.subject.startswith(PERSON) for decision in decisions):
                self._follow_people()

    def adopt(self, names: Sequence[tuple[str, int]]) -> None:
        """Names (key, post) that posts have from now on: what was decided under them is about these posts."""
        self._projections.adopt(names)

    def rebuild(self) -> None:
        """Picks and editions from scratch; the same rows as they are now, if all is well."""
        with self._db.write():
            self._projections.rebuild()
            self._follow_people()

    def _follow_people(self) -> None:
        from roundup.store.people import follow

        follow(self._db, self.beginning(PERSON))

    # ------------------------------------------------------------ reading

    def decisions(self, subject: str | None = None) -> list[Decision]:
        """All decisions in fold order, or those about one post (under whichever of its names) or EDITION."""
        if subject is None:
            return [_decision(row) for row in self._db.rows(sql(_DECISIONS, _IN_ORDER))]
        return self._about(self._projections.names_of(subject))

    def last(self) -> Decision | None:
        """The latest decision in fold order."""
        row = self._db.row(sql(_DECISIONS, "ORDER BY time DESC, seq DESC, id DESC LIMIT 1"))
        return _decision(row) if row else None

    def next_seq(self) -> int:
        """One more than the largest known."""
        return int(self._db.value("SELECT coalesce(max(seq), 0) + 1 FROM decisions"))

    def pick(self, key: str) -> PickState:
        """What was decided about a post."""
        from roundup.curate.ledger import fold_post

        name = self._projections.canonical(key)
        return fold_post(name, self._about(self._projections.names_of(name)))

    def picks(self, starred: bool = True) -> list[PickState]:
        """The picks of the open edition, in its order; without `starred`, all that was decided about any post."""
        if not starred:
            return [self.pick(key) for (key,) in self._db.rows("SELECT key FROM picks ORDER BY key")]
        return self.starred()[0]

    def starred(self) -> tuple[list[PickState], list[PickState]]:
        """(the picks of the open edition in its order, what is starred and left for a later one)."""
        from roundup.curate.ledger import draft_picks

        editions = self.editions()
        order = tuple(self._projections.canonical(key) for key in editions.order)
        states = [self.pick(key) for key in self._projections.open_picks()]
        picks = list(draft_picks(states, replace(editions, order=order)))
        chosen = {state.key for state in picks}
        return picks, sorted((s for s in states if s.key not in chosen), key=lambda s: (s.later, s.star, s.key))

    def closed_in(self, post_id: int) -> int | None:
        """The number of the closed edition that a post is in, under whichever of its names."""
        number: int | None = self._db.value("SELECT max(edition) FROM edition_posts WHERE post = ?", (post_id,))
        return number

    def editions(self, first_number: int = 1) -> EditionsState:
        """The open edition's words, the wished order of picks, and the closed editions."""
        return self._fold_editions(first_number)

    def specials(self) -> tuple[Special, ...]:
        """The special editions that stand."""
        from roundup.curate.specials import fold_specials

        return fold_specials(self.beginning(SPECIAL))

    def has_specials(self) -> bool:
        """Whether there was ever a word of one."""
        found = "SELECT 1 FROM decisions WHERE subject >= ?1 AND subject < ?1 || char(1114111) LIMIT 1"
        return bool(self._db.value(found, (SPECIAL,)))

    def beginning(self, prefix: str) -> list[Decision]:
        """The decisions on subjects that begin with `prefix`, in fold order."""
        where = "WHERE subject >= ?1 AND subject < ?1 || char(1114111)"
        return [_decision(row) for row in self._db.rows(sql(_DECISIONS, where, _IN_ORDER), (prefix,))]

    def tags_of_closed(self) -> dict[str, tuple[str, ...]]:
        """The key of each pick of a closed edition whose post was decided on here → the tags that it bears today."""
        found: dict[str, list[str]] = {}
        for key, tag in self._db.rows(_TAGS_OF_CLOSED):
            found.setdefault(key, []).extend([tag] if tag is not None else [])
        return {key: tuple(tags) for key, tags in found.items()}

    def _fold_editions(self, first_number: int = 1) -> EditionsState:
        from roundup.curate.editions import fold_editions
        from roundup.curate.frozen import read_closing

        # Closed editions are nearly all of it, so they are read in one go from what lies in the file.
        rows = self._db.each(sql(_DECISIONS_ON_EDITIONS, "WHERE subject = ?", _IN_ORDER), (EDITION,))
        decisions = (_decision(row, read_closing if row[_VERB] == "freeze" else json.loads) for row in rows)
        return fold_editions(decisions, first_number)

    def _about(self, subjects: Sequence[str]) -> list[Decision]:
        where = "WHERE subject IN (SELECT value FROM json_each(?))"
        return [_decision(row) for row in self._db.rows(sql(_DECISIONS, where, _IN_ORDER), (to_json(list(subjects)),))]


def _row(decision: Decision) -> tuple[object, ...]:
    if not 0 <= decision.seq <= HIGHEST_SEQ:
        raise StoreError(f"decision {decision.id} is numbered {decision.seq}, which no desk does", hint="Leave it out.")
    # What comes from another desk is as good as what comes from a stranger.
    try:
        payload = to_json(decision.payload)
        "\n".join((payload, decision.id, decision.curator, decision.subject, decision.reason)).encode()
    except (TypeError, ValueError) as error:
        raise StoreError(f"decision {decision.id} cannot be kept: {error}", hint="Leave it out.") from error
    return (
        *(decision.id, decision.seq, to_text(decision.time), decision.curator),
        *(decision.verb, decision.subject, payload, decision.reason),
    )


def _decision(row: Row, read: Callable[[Any], Any] = json.loads) -> Decision:
    id_, seq, time, curator, verb, subject, payload, reason = row
    return Decision(id_, seq, from_text(time), curator, verb, subject, read(payload), reason)
