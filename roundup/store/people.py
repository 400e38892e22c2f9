"""The people of the desk, and who wrote how much: the table `people` follows from the ledger.

What a decision said of somebody who is to be forgotten is taken out of the ledger here, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from roundup.model import Byline, Decision, Person, Post
from roundup.store.connection import Connection
from roundup.store.rows import POST, post_of, sql
from roundup.store.times import from_text, from_text_or_none, to_json, to_text, words_from_json

_ALL = """
SELECT key, name, also, handles, affiliation, region, sites, opted_out, note, traces, keys FROM people
ORDER BY fold(name), key
"""
_NEW = """
INSERT INTO people (key, name, also, handles, affiliation, region, sites, opted_out, note, traces, keys)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# An aggregator's feed brings posts of many sites, so posts are parted by host too: all up to the third slash.
_BYLINES = """
SELECT authors, blog, coalesce(feeds.url, ''), coalesce(feeds.site_url, ''), max(posts.url), count(*), max(listed),
  {spans}, min(iif(listed >= ?1, listed, NULL)), max(iif(listed < ?1, listed, NULL))
FROM posts LEFT JOIN feeds ON feeds.id = posts.feed WHERE posts.doubt = ''
GROUP BY authors, blog, posts.feed, substr(posts.url, 1, instr(substr(posts.url, 9), '/'))
"""
_BY = sql(
    "SELECT",
    POST,
    "FROM posts WHERE (authors, blog) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]')",
    "FROM json_each(?)) ORDER BY listed DESC, id DESC",
)


class People:
    """Everybody the desk knows, and the bylines of all posts."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        return tuple(
            Person(
                key=row[0],
                name=row[1],
                also=words_from_json(row[2]),
                handles=words_from_json(row[3]),
                affiliation=row[4],
                region=row[5],
                sites=words_from_json(row[6]),
                opted_out=bool(row[7]),
                note=row[8],
                traces=words_from_json(row[9]),
                keys=words_from_json(row[10]),
            )
            for row in self._db.rows(_ALL)
        )

    def named(self, key: str) -> str:
        """The name of the person that `key` names, or named; "" if there is none."""
        found = self._db.value(
            "SELECT name FROM people WHERE key = ?1 OR EXISTS (SELECT 1 FROM json_each(people.keys) WHERE value = ?1)",
            (key,),
        )
        return str(found or "")

    def bylines(self, since: Sequence[datetime]) -> list[Byline]:
        """Every byline, with the posts that came since each of these moments; posts that are in doubt left out."""
        spans = ", ".join(f"sum(listed >= ?{number})" for number in range(1, len(since) + 1))
        found = []
        for authors, blog, feed, site, url, total, latest, *rest in self._db.rows(
            _BYLINES.format(spans=spans), [to_text(moment) for moment in since]
        ):
            *counts, first, before = rest
            found.append(
                Byline(
                    words_from_json(authors),
                    blog,
                    feed,
                    site,
                    url,
                    tuple(counts),
                    total,
                    from_text(latest),
                    from_text_or_none(first),
                    from_text_or_none(before),
                )
            )
        return found

    def posts_of(self, bylines: Iterable[Byline]) -> list[Post]:
        """The posts that bear one of these bylines, newest first."""
        pairs = {(to_json(list(line.authors)), line.blog) for line in bylines}
        return [post_of(row) for row in self._db.rows(_BY, (to_json(sorted(pairs)),))]


def follow(db: Connection, decisions: Sequence[Decision]) -> None:
    """Write the table anew from all decisions about people, and forget whom they say to forget."""
    from roundup.curate.people import fold_people

    db.run("DELETE FROM people")
    db.run_many(_NEW, [_row(person) for person in fold_people(decisions)])
    _erase(db, decisions)


def _row(person: Person) -> tuple[object, ...]:
    return (
        *(person.key, person.name, to_json(person.also), to_json(person.handles), person.affiliation, person.region),
        *(to_json(person.sites), person.opted_out, person.note, to_json(person.traces), to_json(person.keys)),
    )


def _erase(db: Connection, decisions: Sequence[Decision]) -> None:
    from roundup.curate.erasing import erased
    from roundup.curate.standing import is_forgetting

    forgotten = {decision.subject for decision in decisions if is_forgetting(decision)}
    emptied = [(erased(d), d) for d in decisions if d.subject in forgotten]
    rows = [(to_json(new.payload), new.reason, new.id) for new, old in emptied if new != old]
    if rows:
        db.scrub()
        db.run_many("UPDATE decisions SET payload = ?, reason = ? WHERE id = ?", rows)
