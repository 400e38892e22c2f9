"""The same story under several addresses: reposts, copies on other hosts, summaries of a whole text. Pure.

sketches ─▶ pairs that may be alike ─▶ how much of each is in the other ─▶ what they are to each other ─▶ groups

Two texts are alike if seven of ten runs of four words of the one are in the other. If that holds both ways, they are
one story. If it holds one way only, the one is a summary of the other or quotes it: the title and the author tell.
Posts of one blog are held apart more readily than folded: weeknotes share a template, numbered posts a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Literal

from roundup.curate.people.names import SHARED_HOSTS, fold_name, is_nobody
from roundup.curate.phrases import contained, runs, words_of
from roundup.dataclass import dataclass
from roundup.model import Post
from roundup.urls import host_of

ALIKE = 0.7  # of the runs of one text are in the other
NEARLY_ALL = 0.9
FEWEST_WORDS = 25  # in a text, for its words to be proof of anything
SURE_WORDS = 50  # that are all the same prove a repost on the same blog, whatever its title
MOST_SHARING = 32  # texts with the same run, beyond which it is a common phrase and proves nothing
MOST_CANDIDATES = 12  # texts one is compared with in full
ENOUGH = 24  # runs in both sketches, for their share to be a measure
UNLIKELY = 0.3  # of them shared: the rest is not looked at
DAY = timedelta(days=1)  # between a summary and its whole on one blog, where a title alone may be a template's

# Hosts where people put copies of what they wrote elsewhere.
COPIED_TO = ("medium.com", "linkedin.com", "substack.com", "dev.to", "tumblr.com", "facebook.com")

Relation = Literal["same", "summary", "quote", ""]


@dataclass(frozen=True, slots=True)
class Sketched:
    """A text as far as twins of it can be looked for: the fingerprint of all its words, and its sketch."""

    id: int
    digest: str
    sketch: Sequence[int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two posts of which one is in the other: `share` of the first's runs are in the other, and the other way round."""

    post: int
    other: int
    share: float
    other_share: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of each of two texts is in the other, from 0 to 1, and the words of the shorter."""

    share: float
    other_share: float
    words: int

    @property
    def same(self) -> bool:
        """True if both are one text, give or take an edit."""
        return self.words >= FEWEST_WORDS and min(self.share, self.other_share) >= ALIKE

    @property
    def one_in_the_other(self) -> bool:
        """True if one holds most of the other and says much more: a summary and the whole, or a quotation."""
        return self.words >= FEWEST_WORDS and not self.same and max(self.share, self.other_share) >= ALIKE


def likeness(text: str, other: str) -> Likeness:
    """Compare two texts, whatever they are."""
    ours, theirs = words_of(text), words_of(other)
    mine, others = frozenset(runs(ours)), frozenset(runs(theirs))
    fewest = min(ours.count(" "), theirs.count(" ")) + 1
    return Likeness(contained(mine, others), contained(others, mine), fewest)


def same_story(text: str, other: str, *, title: str = "", other_title: str = "") -> bool:
    """True if two posts' texts are the same story, or one is a summary of the other, which then has its title."""
    if numbered_apart(title, other_title):
        return False
    found = likeness(text, other)
    return found.same or (found.one_in_the_other and same_title(title, other_title))


# ---------------------------------------------------------------- which may be alike


def candidates(texts: Iterable[Sketched], asked: Collection[int]) -> list[tuple[int, int]]:
    """Pairs of ids, the lower first, that may be alike; one of the two is among `asked`.

    Linear in the texts: a run that many share leads nowhere, and no text is paired with more than a few.
    """
    alike, firsts = _word_for_word(texts)
    index = _index(firsts.values())
    pairs = {pair for pair in alike if pair[0] in asked or pair[1] in asked}
    for id in asked:
        if id in firsts:
            pairs.update((min(id, other), max(id, other)) for other in _likely(firsts[id], firsts, index))
    return sorted(pairs)


def _word_for_word(texts: Iterable[Sketched]) -> tuple[set[tuple[int, int]], dict[int, Sketched]]:
    """Texts of the very same words, each paired with the first and the one before it; and of each such set the first.

    However many bring one text, it is one in the index.
    """
    seen: dict[str, list[Sketched]] = {}
    for text in sorted(texts, key=lambda text: text.id):
        if text.sketch:
            seen.setdefault(text.digest, []).append(text)
    pairs = {
        (earlier, text.id)
        for same in seen.values()
        for place, text in enumerate(same)
        for earlier in (same[0].id, same[place - 1].id)
        if earlier < text.id
    }
    return pairs, {same[0].id: same[0] for same in seen.values()}


def _index(texts: Collection[Sketched]) -> dict[int, list[int]]:
    """Run → the texts that have it, of runs that are in two texts at least. Most are in one: they need no list."""
    seen: set[int] = set()
    shared: set[int] = set()
    for text in texts:
        shared |= seen.intersection(text.sketch)
        seen.update(text.sketch)
    index: dict[int, list[int]] = {run: [] for run in shared}
    for text in texts:
        for run in shared.intersection(text.sketch):
            index[run].append(text.id)
    return index


def _likely(text: Sketched, texts: Mapping[int, Sketched], index: Mapping[int, list[int]]) -> list[int]:
    shared: Counter[int] = Counter()
    for run in text.sketch:
        if len(sharing := index.get(run, ())) <= MOST_SHARING:
            shared.update(sharing)
    del shared[text.id]
    found = [other for other, count in shared.items() if _may_be(count, len(text.sketch), len(texts[other].sketch))]
    return sorted(found, key=lambda other: (-shared[other], other))[:MOST_CANDIDATES]


def _may_be(shared: int, ours: int, theirs: int) -> bool:
    fewest = min(ours, theirs)
    return shared >= 2 and (fewest < ENOUGH or shared >= UNLIKELY * fewest)


# ---------------------------------------------------------------- what two are to each other


def relation(post: Post, other: Post, share: float, other_share: float) -> Relation:
    """What two posts are to each other, of which `share` and `other_share` are in the other. Symmetric."""
    if min(post.words, other.words) < FEWEST_WORDS or max(share, other_share) < ALIKE:
        return ""
    if numbered_apart(post.title, other.title):
        return ""
    both = min(share, other_share)
    titled = same_title(post.title, other.title)
    if same_place(post, other):
        if (titled and both >= NEARLY_ALL) or (both == 1 and min(post.words, other.words) >= SURE_WORDS):
            return "same"
        # Of two weeknotes with one title the short one is mostly the template, and so is part of the long one.
        wholly = max(share, other_share) >= NEARLY_ALL or (both < ALIKE and _of_one_day(post, other))
        return "summary" if titled and wholly else ""
    if both >= ALIKE:
        return "same"
    return "summary" if titled or _same_people(post, other) else "quote"


def _of_one_day(post: Post, other: Post) -> bool:
    return abs(post.moment - other.moment) <= DAY


def same_place(post: Post, other: Post) -> bool:
    """True for two posts of one blog, by its name or its host."""
    if post.blog and post.blog.casefold() == other.blog.casefold():
        return True
    place = place_of(post)
    return bool(place) and place == place_of(other)


def same_voice(post: Post, other: Post) -> bool:
    """True for two posts of one blog or by one author: what they say to each other is no conversation."""
    return same_place(post, other) or _same_people(post, other)


def _same_people(post: Post, other: Post) -> bool:
    names = {name for author in post.authors if not is_nobody(name := fold_name(author))}
    return bool(names) and any(fold_name(author) in names for author in other.authors)


def _host(post: Post) -> str:
    return host_of(post.url).removeprefix("www.")


def place_of(post: Post) -> str:
    """Where a post stands: the host, and on a host of many authors the part of the path that is one's."""
    host = _host(post)
    if host not in SHARED_HOSTS:
        return host
    parts = post.url.partition("://")[2].split("/", 2)
    return f"{host}/{parts[1].lower()}" if len(parts) > 1 else host


def same_title(title: str, other: str) -> bool:
    """True for two titles of the same words."""
    return bool(title and other) and bool(words := words_of(title)) and words == words_of(other)


def numbered_apart(title: str, other: str) -> bool:
    """True if both titles hold numbers, and not the same ones: weeknotes 12 are not weeknotes 13."""
    ours, theirs = _numbers(title), _numbers(other)
    return bool(ours and theirs) and ours != theirs


@lru_cache(maxsize=8192)
def _numbers(title: str) -> tuple[str, ...]:
    # A title is held against those of all its likes.
    return tuple(re.findall(r"\d+", title))


# ---------------------------------------------------------------- groups


def tellings(pairs: Iterable[tuple[int, int, float, float]], posts: Mapping[int, Post]) -> list[frozenset[int]]:
    """The sets of posts that tell one story each, from pairs as (post, other, share of the one, share of the other).

    A post that holds several of its author's others, which are not each other's, is a digest: no telling of any.
    """
    related = [
        (one, other, share < other_share, found)
        for one, other, share, other_share in pairs
        if one in posts and other in posts
        for found in [relation(posts[one], posts[other], share, other_share)]
        if found in ("same", "summary")
    ]
    held: dict[int, set[int]] = {}
    for one, other, other_is_part, found in related:
        if found == "summary":
            whole, part = (one, other) if other_is_part else (other, one)
            held.setdefault(whole, set()).add(part)
    digests = {whole for whole, parts in held.items() if len(parts) > 1 and not _one_story(parts, related)}
    same = (
        (one, other)
        for one, other, other_is_part, found in related
        if found == "same"
        or (one if other_is_part else other) not in digests
        or same_title(posts[one].title, posts[other].title)
    )
    return [frozenset(ids) for ids in sorted(set(groups(same).values()))]


def _one_story(parts: Collection[int], related: Iterable[tuple[int, int, bool, Relation]]) -> bool:
    """True if each of the parts tells what another one tells."""
    among = groups((one, other) for one, other, _, _ in related if one in parts and other in parts)
    return len({among.get(part, (part,)) for part in parts}) == 1


def groups(pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """id → all ids that it is one story with, itself among them, in order; for those in `pairs`."""
    head: dict[int, int] = {}

    def top(id: int) -> int:
        while head.setdefault(id, id) != id:
            head[id] = head[head[id]]
            id = head[id]
        return id

    for first, second in pairs:
        one, two = sorted((top(first), top(second)))
        head[two] = one
    members: dict[int, list[int]] = {}
    for id in sorted(head):
        members.setdefault(top(id), []).append(id)
    return {id: tuple(ids) for ids in members.values() for id in ids}


def original(posts: Collection[Post], linked: Collection[int] = ()) -> Post:
    """Which of several tellings of one story is its author's own.

    A whole text before a summary, one that the others link to (`linked`), one on a blog's own host before a copy on a
    host where copies are put, then the earliest.
    """
    longest = max(post.words for post in posts)

    def rank(post: Post) -> tuple[bool, bool, bool, float, int]:
        is_copy = _host(post).endswith(COPIED_TO)
        return post.words < ALIKE * longest, post.id not in linked, is_copy, post.moment.timestamp(), post.id

    return min(posts, key=rank)
