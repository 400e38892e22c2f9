"""Texts looked at once: whom a post links to, what it is made of, what it says of the desk's words.

newest snapshots ─▶ links, sketches, words ─▶ kept; then, of all together ─▶ who links to whom, stories, twins, teasers

Done when a list is asked for, never while feeds are fetched; all of it in one transaction, so that whoever stops it
loses nothing but the time. Where the file may not be written, lists say what was known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from roundup.curate.conversations import MOST_ON_A_STORY, may_be_story
from roundup.curate.openings import LONGEST, repeated, sentences, teaser
from roundup.curate.phrases import contained, mentioned, runs, sketch, words_of
from roundup.curate.twins import ALIKE, Sketched, candidates, groups
from roundup.parse.outlinks import links_in
from roundup.redirectors import may_lead_on, unwrapped
from roundup.store.analysis import Analysis, AnalysisStore, Related, Text
from roundup.urls import canonical_key

if TYPE_CHECKING:
    from roundup.store import Store

MEANS: Final = 1  # counted up whenever the same text would be looked at otherwise
MOST_LINKS: Final = 100  # of one post
IN_EVERY_POST: Final = 3  # posts of one feed that link to a page: that is the feed's furniture, no story
REMEMBERED: Final = 500  # texts whose runs are kept while pairs are compared; about 16 MB


def version_of(words: Sequence[str]) -> str:
    """What an analysis is marked with: by which means it was made, for which of the desk's words."""
    return f"{MEANS}:{hashlib.blake2b(repr(sorted(words)).encode(), digest_size=8).hexdigest()}"


def wanted_words(words: Iterable[str]) -> dict[str, str]:
    """The desk's words as they are compared → as they were written."""
    return {words_of(word): word for word in words}


def bring_up_to_date(
    store: Store, words: Sequence[str] = (), on_new: Callable[[int], None] = lambda _count: None
) -> int:
    """Look at what is new among the posts kept in mind; how many there were, which `on_new` is told before.

    Nothing where writing is not possible.
    """
    if not store.writable:
        return 0
    version, wanted, analysis = version_of(words), wanted_words(words), AnalysisStore(store.connection)
    stale = analysis.stale(version)
    if not stale:
        return 0
    on_new(len(stale))
    # The work is done before the file is held: a fetch beside it goes on.
    found = [look(text, version, wanted) for text in analysis.texts(stale)]
    with store.write():
        analysis.keep(found)
        analysis.relate(_related(analysis, set(stale)))
    return len(stale)


def look(text: Text, version: str, wanted: Mapping[str, str]) -> Analysis:
    """What one text tells by itself."""
    words = words_of(text.text)
    return Analysis(
        post=text.post,
        snapshot=text.snapshot,
        version=version,
        words=mentioned(words, wanted),
        links=_links(text.html),
        digest=hashlib.blake2b(words.encode(), digest_size=8).hexdigest(),
        opening=text.text[:LONGEST],
        sketch=sketch(runs(words)),
    )


def _links(html: str) -> tuple[str, ...]:
    """The pages that a post links to, front pages left out."""
    if "href=" not in html:
        return ()
    keys = (canonical_key((unwrapped(url) if may_lead_on(url) else "") or url) for url in links_in(html))
    return tuple(dict.fromkeys(key for key in keys if key.count("/") > 3 or (key and key[-1] != "/")))[:MOST_LINKS]


# ---------------------------------------------------------------- of all together


def _related(analysis: AnalysisStore, fresh: set[int]) -> Related:
    everything = analysis.all()
    known = analysis.known_as()
    return Related(
        links=tuple(sorted(_between(everything, known))),
        stories=tuple(_stories(everything, known)),
        twins=tuple(_twins(analysis, everything, fresh)),
        teasers=tuple(_teasers(everything, analysis.footers())),
    )


def _between(everything: Iterable[Analysis], known: Mapping[str, int]) -> set[tuple[int, int]]:
    found = {(each.post, known[link]) for each in everything for link in each.links if link in known}
    return {(post, target) for post, target in found if post != target}


def _stories(everything: Iterable[Analysis], known: Mapping[str, int]) -> Iterable[tuple[str, tuple[int, ...]]]:
    """Pages that posts of several feeds link to, and no feed in post after post."""
    linking: dict[str, list[Analysis]] = {}
    for each in everything:
        for link in each.links:
            linking.setdefault(link, []).append(each)
    for address, posts in sorted(linking.items()):
        if 2 <= len(posts) <= MOST_ON_A_STORY and address not in known and may_be_story(address):
            feeds = [each.feed for each in posts if each.feed is not None]
            if all(feeds.count(feed) < IN_EVERY_POST for feed in feeds) and len(set(feeds)) != 1:
                yield address, tuple(each.post for each in posts)


def _twins(
    analysis: AnalysisStore, everything: Sequence[Analysis], fresh: set[int]
) -> Iterable[tuple[int, int, float, float]]:
    """The pairs known before, and those of what is fresh, compared run by run."""
    kept = {each.post for each in everything}
    yield from (pair for pair in analysis.twins() if not fresh & set(pair[:2]) and kept >= set(pair[:2]))

    @lru_cache(maxsize=REMEMBERED)
    def runs_of(post: int) -> frozenset[int]:
        return frozenset(run for text in analysis.texts([post]) for run in runs(words_of(text.text)))

    digests = {each.post: each.digest for each in everything}
    pairs = candidates([Sketched(each.post, each.digest, each.sketch) for each in everything], fresh)
    near = groups(pairs)
    # What may be one story comes in a row, so that each text is read once for all its pairs.
    for post, other in sorted(pairs, key=lambda pair: (near[pair[0]], pair)):
        alike = digests[post] == digests[other]
        share = 1.0 if alike else contained(runs_of(post), runs_of(other))
        other_share = 1.0 if alike else contained(runs_of(other), runs_of(post))
        if max(share, other_share) >= ALIKE:
            yield post, other, share, other_share


def _teasers(everything: Iterable[Analysis], footers: Mapping[int, Sequence[str]]) -> Iterable[tuple[int, str]]:
    """Of the posts that open with what their feed says in every post."""
    feeds: dict[int, list[Analysis]] = {}
    for each in everything:
        if each.feed is not None:
            feeds.setdefault(each.feed, []).append(each)
    for feed, posts in feeds.items():
        unwanted = repeated(each.opening for each in posts)
        unwanted |= {said.casefold() for footer in footers.get(feed, ()) for said in sentences(footer)}
        for each in posts if unwanted else ():
            if not unwanted.isdisjoint(said.casefold() for said in sentences(each.opening)):
                yield each.post, teaser(each.opening, unwanted)
