"""Who answers whom: posts that link to each other, or to the same third page. Pure.

Links between two posts of one blog or author are no conversation, nor are those between copies of one story. A post
that links to many is a digest: it makes known, but it answers nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta

from roundup.curate.twins import same_voice
from roundup.dataclass import dataclass
from roundup.model import Post, Suggestion
from roundup.patterns import pattern
from roundup.urls import host_of

WEEK = timedelta(days=7)
MOST_ANSWERED = 5  # posts of others that one answers; who links to more makes a digest
MOST_ON_A_STORY = 12  # posts; what more link to is no story but a household name
STORY_DAYS = timedelta(days=30)  # between the first and the last post on a story
MOST_TOGETHER = 8  # posts that are shown as one conversation

# Pages on which somebody is, not something is said.
_PROFILE = pattern(r"^https://[^/]+/(?:@|~|(?:profile|in|company|user|users|people|author|channel|c|u|tag|category)/)")
_SAYS_SOMETHING = pattern(r"^https://[^/]+/(?:[^/?]*[-_\d.?=][^/]*$|[^/]+/.*[^/])")


def may_be_story(address: str) -> bool:
    """True if an address (as canonical_key spells it) may be a page that people write about: no front page or profile.

    >>> may_be_story("https://news.example/2026/bins-tax"), may_be_story("https://news.example/")
    (True, False)
    """
    return bool(_SAYS_SOMETHING.match(address)) and not _PROFILE.match(address)


@dataclass(frozen=True, slots=True)
class Conversations:
    """What posts have to do with each other: by a post's id, the ids of others, oldest first.

    `linked_by` are the names of the blogs that linked to a post in the last week; `stories` the address that it and the
    posts in `shares` link to.
    """

    answers: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    answered_by: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    shares: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    stories: Mapping[int, str] = field(default_factory=dict)
    linked_by: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def conversations(
    links: Iterable[tuple[int, int]],
    stories: Iterable[tuple[str, Sequence[int]]],
    posts: Mapping[int, Post],
    *,
    waiting: Collection[int],
    heads: Mapping[int, int],
    now: datetime,
) -> Conversations:
    """Who answers whom among the posts that wait, and who linked to what this week.

    `links` are (the post that links, the post that is linked to), `stories` an address with the posts that link to it.
    `heads` is for each copy of a story the post that stands for it; `waiting` are the ids of the posts that wait.
    """
    between = {
        (one, other)
        for post, target in links
        if post in posts and target in posts
        for one, other in [(heads.get(post, post), heads.get(target, target))]
        if one != other and one in posts and other in posts and not same_voice(posts[one], posts[other])
    }
    answers = _answers(between, waiting)
    shares, addresses = _shares(stories, posts, waiting, heads)
    return Conversations(
        answers=_sorted(answers, posts),
        answered_by=_sorted([(other, one) for one, other in answers], posts),
        shares=shares,
        stories=addresses,
        linked_by=_linked_by(between, posts, now),
    )


def _answers(between: Iterable[tuple[int, int]], waiting: Collection[int]) -> list[tuple[int, int]]:
    targets: dict[int, set[int]] = {}
    for one, other in between:
        targets.setdefault(one, set()).add(other)
    return [
        (one, other)
        for one, others in targets.items()
        if one in waiting and len(others) <= MOST_ANSWERED
        for other in others
        if other in waiting
    ]


def _shares(
    stories: Iterable[tuple[str, Sequence[int]]],
    posts: Mapping[int, Post],
    waiting: Collection[int],
    heads: Mapping[int, int],
) -> tuple[dict[int, tuple[int, ...]], dict[int, str]]:
    """Of each post its story's others, and the story's address; of two stories the one that more write about."""
    shares: dict[int, tuple[int, ...]] = {}
    addresses: dict[int, str] = {}
    here = set(waiting)
    told = ((address, sorted({heads.get(id, id) for id in ids} & here)) for address, ids in stories)
    for address, ids in sorted(told, key=lambda story: (-len(story[1]), story[0])):
        known = sorted((posts[id] for id in ids if id in posts), key=_oldest_first)
        if not _is_story(known):
            continue
        for post in known:
            others = tuple(each.id for each in known if not same_voice(post, each))
            if others and post.id not in shares:
                shares[post.id], addresses[post.id] = others, address
    return shares, addresses


def _is_story(posts: Sequence[Post]) -> bool:
    return 2 <= len(posts) <= MOST_ON_A_STORY and posts[-1].moment - posts[0].moment <= STORY_DAYS


def _oldest_first(post: Post) -> tuple[float, int]:
    return post.moment.timestamp(), post.id


def _linked_by(
    between: Iterable[tuple[int, int]], posts: Mapping[int, Post], now: datetime
) -> dict[int, tuple[str, ...]]:
    names: dict[int, set[str]] = {}
    for one, other in between:
        if timedelta() <= now - posts[one].moment <= WEEK:
            names.setdefault(other, set()).add(posts[one].blog or host_of(posts[one].url))
    return {id: tuple(sorted(blogs, key=str.casefold)) for id, blogs in names.items()}


def _sorted(pairs: Iterable[tuple[int, int]], posts: Mapping[int, Post]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return {id: tuple(sorted(others, key=lambda other: _oldest_first(posts[other]))) for id, others in found.items()}


# ---------------------------------------------------------------- the order they are shown in


def together(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """The same suggestions, best first, but what belongs to one conversation next to each other.

    A conversation stands where its best post would. In it, what is answered comes before its answers.
    """
    by_id = {s.listing.post.id: s for s in suggestions}
    places = {id: place for place, id in enumerate(by_id)}
    shown: list[Suggestion] = []
    done: set[int] = set()
    for best in suggestions:
        if best.listing.post.id in done:
            continue
        if not (best.answers or best.answered_by or best.shares):
            shown.append(best)
            done.add(best.listing.post.id)
            continue
        members = _conversation(best, by_id, done)
        done.update(members)
        shown += [by_id[id] for id in _told(members, by_id, places)]
    return shown


def _conversation(best: Suggestion, by_id: Mapping[int, Suggestion], done: set[int]) -> list[int]:
    """The posts around the best one, the nearest first, as far as they are not shown yet."""
    members = [best.listing.post.id]
    for id in members:
        near = by_id[id]
        for other in (*near.answers, *near.answered_by, *near.shares):
            if len(members) < MOST_TOGETHER and other in by_id and other not in done and other not in members:
                members.append(other)
    return members


def _told(members: Sequence[int], by_id: Mapping[int, Suggestion], places: Mapping[int, int]) -> list[int]:
    """A conversation in the order of speaking: each post followed by its answers, those first that answer nobody."""
    told: list[int] = []

    def tell(id: int) -> None:
        if id in told:
            return
        told.append(id)
        for answer in sorted((other for other in by_id[id].answered_by if other in members), key=places.__getitem__):
            tell(answer)

    best_first = sorted(members, key=places.__getitem__)
    for id in sorted(best_first, key=lambda id: any(other in members for other in by_id[id].answers)):
        tell(id)
    return told
