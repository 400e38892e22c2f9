"""The reasons that a post is read first, or last: one small function each. Pure.

Each names the weight of roundup.toml ([order.weights]) that it counts with, and says itself in words. Weights are small
and few so that an editor can add them up in the head; being new outweighs any one thing else.

To add a reason: a field in OrderWeights (config/tables.py) with a line in sample.py, one function from (listing, facts)
to Reason or None, and its name in REASONS; docs/order.md lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime, timedelta

from roundup.config import OrderSettings
from roundup.curate.conversations import Conversations
from roundup.curate.heard import Heard
from roundup.dataclass import dataclass
from roundup.model import Listing, Post

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
OLD = 5 * WEEK
LONG, FULL, SHORT = 1000, 250, 80  # words
CROWD = 8  # posts of one blog
MOST_LINKERS = 3  # that count
LATELY = 2  # weeks


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a post is read first or last. `weight` names a field of OrderWeights, "" for a remark that counts nothing."""

    weight: str
    words: str
    times: int = 1


def in_time(_post: Post) -> int:
    """No edition was closed before the post came in."""
    return 0


def nobody(_post: Post) -> str:
    """No author asked to be left out."""
    return ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What reasons may look at besides the post.

    `decided_twins` is for a post a listing of the same story that was decided on. `words` are those of the desk's words
    that stand in a post's text, `title_words` finds those in a title. `opted_out` says in words that an author asked to
    be left out, else ""; `closed_before` is the number of the edition that a post came too late for, else 0.
    """

    now: datetime
    order: OrderSettings = field(default_factory=OrderSettings)
    heard: Heard = field(default_factory=Heard)
    posts_of_blog: Mapping[str, int] = field(default_factory=dict)
    around: Conversations = field(default_factory=Conversations)
    decided_twins: Mapping[int, Listing] = field(default_factory=dict)
    words: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    title_words: Callable[[str], tuple[str, ...]] = lambda _title: ()
    opted_out: Callable[[Post], str] = nobody
    closed_before: Callable[[Post], int] = in_time


def _age(listing: Listing, facts: Facts) -> Reason | None:
    age = facts.now - listing.post.moment
    if age <= WEEK and undated(listing):
        # The archive of a blog without dates comes all at once; it must not stand above what is known to be new.
        return Reason("first_seen", "first seen this week")
    if age <= WEEK:
        return Reason("new", "new this week")
    if age <= 2 * WEEK:
        return Reason("last_week", "from last week")
    return Reason("old", f"{age.days // 7} weeks old") if age > OLD else None


def undated(listing: Listing) -> str:
    """What is wrong with the post's date, if it cannot be believed."""
    published = listing.post.published
    if published is None:
        return "undated"
    return f"dated {published.date()}" if published > listing.post.first_seen + DAY else ""


def _date(listing: Listing, _facts: Facts) -> Reason | None:
    return Reason("", words) if (words := undated(listing)) else None


def _late(listing: Listing, facts: Facts) -> Reason | None:
    number = 0 if undated(listing) else facts.closed_before(listing.post)
    return Reason("", f"came after edition {number} was closed") if number else None


def _length(listing: Listing, _facts: Facts) -> Reason | None:
    words = listing.post.words
    if words >= LONG:
        return Reason("long", f"a long read, {words:,} words")
    if words >= FULL:
        return Reason("full", f"a full post, {words} words")
    if words == 0:
        return Reason("empty", "no text in the feed")
    return Reason("short", f"a short note, {words} word{'s' * (words > 1)}") if words < SHORT else None


def _voice(listing: Listing, facts: Facts) -> Reason | None:
    heard, post = facts.heard, listing.post
    # Before the first edition it would be said of everybody.
    if not heard.blogs:
        return None
    voices = heard.voices(post)
    if last := max(((when, name) for key, name in voices if (when := heard.people.get(key))), default=None):
        return _since(last[0], f"{last[1]} ", facts)
    if not voices and not post.blog:
        return None
    blog = heard.blogs.get(post.blog)
    if blog is None:
        return Reason("unheard", "never featured before")
    if voices and post.blog not in heard.unsigned:
        return Reason("new_voice", f"{voices[0][1]} never featured, though the blog was")
    return _since(blog, "", facts)


def _since(last: datetime, who: str, facts: Facts) -> Reason | None:
    weeks = (facts.now - last) // WEEK
    if weeks >= facts.order.unheard_weeks:
        return Reason("back", f"{who}not featured for {weeks} weeks")
    return Reason("lately", f"{who}featured in the last fortnight") if weeks < LATELY else None


def _linked(listing: Listing, facts: Facts) -> Reason | None:
    blogs = facts.around.linked_by.get(listing.post.id, ())
    if not blogs:
        return None
    who = f"by {blogs[0]}" if len(blogs) == 1 else f"by {len(blogs)} of your bloggers"
    return Reason("linked", f"linked {who} this week", min(len(blogs), MOST_LINKERS))


def _reply(listing: Listing, facts: Facts) -> Reason | None:
    ids = facts.around.answers.get(listing.post.id, ())
    return Reason("reply", f"answers {_numbers(ids)}") if ids else None


def _answered(listing: Listing, facts: Facts) -> Reason | None:
    ids = facts.around.answered_by.get(listing.post.id, ())
    return Reason("answered", f"answered by {_numbers(ids)}") if ids else None


def _story(listing: Listing, facts: Facts) -> Reason | None:
    ids = facts.around.shares.get(listing.post.id, ())
    return Reason("story", f"on the same story as {_numbers(ids)}") if ids else None


def _numbers(ids: tuple[int, ...]) -> str:
    """Short ids in words: 12, 14 and 3 more."""
    shown = [str(id) for id in ids[:MOST_LINKERS]]
    more = len(ids) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join((", ".join(shown[:-1]), shown[-1])) if len(shown) > 1 else shown[0]


def _cares(listing: Listing, facts: Facts) -> Reason | None:
    if not facts.order.words:
        return None
    in_title = facts.title_words(listing.post.title)
    words = dict.fromkeys((*in_title, *facts.words.get(listing.post.id, ())))
    if not words:
        return None
    return Reason("title_words" if in_title else "text_words", f"about {', '.join(list(words)[:MOST_LINKERS])}")


def _crowd(listing: Listing, facts: Facts) -> Reason | None:
    # Half of all posts come from a handful of feeds; the quiet ones would drown.
    count = facts.posts_of_blog.get(listing.post.blog, 0)
    if count >= CROWD:
        return Reason("crowd", f"one of {count} from this blog")
    return Reason("only", "the only one from this blog") if count == 1 else None


def _tags(listing: Listing, _facts: Facts) -> Reason | None:
    return Reason("tagged", f"tagged {', '.join(listing.tags)}") if listing.tags else None


def _doubt(listing: Listing, _facts: Facts) -> Reason | None:
    doubt = listing.post.doubt or listing.post.held
    return Reason("doubt", doubt) if doubt else None


def _twin(listing: Listing, facts: Facts) -> Reason | None:
    twin = facts.decided_twins.get(listing.post.id)
    if twin is None:
        return None
    became = f"is in edition {twin.edition}" if twin.edition is not None else "is starred"
    return Reason("twin", f"the same story as {twin.post.id}, which {'was skipped' if twin.skipped else became}")


def _decided(listing: Listing, _facts: Facts) -> Reason | None:
    if listing.edition is not None:
        return Reason("decided", f"already in edition {listing.edition}")
    return Reason("decided", "skipped") if listing.skipped else None


def _left_out(listing: Listing, facts: Facts) -> Reason | None:
    words = facts.opted_out(listing.post)
    return Reason("opted_out", words) if words else None


REASONS: tuple[Callable[[Listing, Facts], Reason | None], ...] = (
    _age,
    _date,
    _late,
    _length,
    _voice,
    _linked,
    _reply,
    _answered,
    _story,
    _cares,
    _crowd,
    _tags,
    _doubt,
    _twin,
    _decided,
    _left_out,
)
