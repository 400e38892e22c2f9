"""What checks are told: everything the desk knows that bears on an edition, gathered into CheckFacts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from roundup.curate.check import CheckFacts
from roundup.curate.check import check as run_checks
from roundup.curate.check.base import pages_of
from roundup.curate.twins import relation
from roundup.dataclass import dataclass
from roundup.model import Edition, Finding, FrozenEdition, Snapshot
from roundup.urls import canonical_key, host_of
from roundup.workflow.deliver import outstanding
from roundup.workflow.desk import Desk
from roundup.workflow.edition import Draft, draft
from roundup.workflow.links import Told, ask, known
from roundup.workflow.people import registry_of
from roundup.workflow.special import make

if TYPE_CHECKING:
    from roundup.store import Store
    from roundup.store.checking import Checking


@dataclass(frozen=True, slots=True)
class Checked:
    """An edition with what was found; `asked` says how many links were asked just now."""

    edition: Edition
    findings: tuple[Finding, ...]
    asked: int = 0


def check(desk: Desk, special: str = "") -> tuple[Finding, ...]:
    """Is the draft, or the special edition of this name, fit to publish?"""
    return look(desk, special).findings


def look(desk: Desk, special: str = "", *, links: bool = False, told: Told = lambda _: None) -> Checked:
    """As `check`, with the edition. With `links` they are asked first; `told` hears of each."""
    earlier: Sequence[FrozenEdition] = ()
    with desk.store() as store:
        if special:
            made = make(store, desk, special)
            edition, snapshots = made.edition, made.snapshots
        else:
            drawn = draft(store, desk)
            edition, snapshots, earlier = drawn.edition, drawn.snapshots, drawn.editions.closed
        asked = ask(desk, store, addresses(edition), told) if links else 0
        # The picks of a special edition were in weekly ones: that is what it is made of, and no fault.
        return Checked(edition, run_checks(edition, facts(store, desk, edition, snapshots, earlier)), asked)


def check_draft(store: Store, desk: Desk, made: Draft) -> tuple[Finding, ...]:
    """As `check`, of a draft that was composed already."""
    return run_checks(made.edition, facts(store, desk, made.edition, made.snapshots, made.editions.closed))


def addresses(edition: Edition) -> tuple[str, ...]:
    """Everything in an edition that can be asked whether it is there, each once: its posts first."""
    return tuple(dict.fromkeys(address for _, address in pages_of(edition)))


def facts(
    store: Store,
    desk: Desk,
    edition: Edition,
    snapshots: Mapping[int, Sequence[Snapshot]],
    earlier: Sequence[FrozenEdition] = (),
) -> CheckFacts:
    """All that checks may look at."""
    from roundup.store.checking import Checking

    ids, asking = [pick.post_id for pick in edition.picks], Checking(store.connection)
    names = asking.names(ids)
    sizes, unlike = _rendered(desk, edition)
    return CheckFacts(
        settings=desk.settings,
        snapshots=snapshots,
        earlier=earlier,
        doubts=_doubts(store, edition, asking.warnings(ids)),
        hosts=_hosts(asking),
        people=registry_of(store),
        names={pick.key: names.get(pick.post_id, frozenset()) | _led_to(store, pick.url) for pick in edition.picks},
        twins=_twins(store, desk, edition) if edition.picks else {},
        asked=known(desk, store, addresses(edition)),
        sizes=sizes,
        unlike=unlike,
        waited=outstanding(store, desk, earlier),
    )


def _doubts(store: Store, edition: Edition, warnings: Mapping[int, str]) -> dict[int, str]:
    """Post → why it may not be its blog's own: what was noted when it came, or is known of its feed by now."""
    from roundup.merge import is_about_owner

    doubts = {post: warning for post, warning in warnings.items() if is_about_owner(warning)}
    posts = (store.posts.by_key(pick.key) for pick in edition.picks)
    return doubts | {post.id: post.doubt for post in posts if post and post.doubt}


def _hosts(asking: Checking) -> dict[str, str]:
    """Host → why its owner is in doubt."""
    from roundup.merge import is_about_owner

    return {
        host_of(address).removeprefix("www."): feed.warning
        for feed in asking.warned()
        if is_about_owner(feed.warning)
        for address in (feed.url, feed.site_url)
        if address
    }


def _led_to(store: Store, url: str) -> frozenset[str]:
    """The key of where a redirector's address leads, as far as it was found out."""
    from roundup.store.redirects import Redirects

    targets = Redirects(store.connection).known([url]).values() if url else ()
    return frozenset(f"url:{address}" for target in targets if (address := canonical_key(target)))


def _twins(store: Store, desk: Desk, edition: Edition) -> dict[str, frozenset[str]]:
    """Pick's key → the keys of posts that tell the same story."""
    from roundup.store.analysis import AnalysisStore
    from roundup.store.checking import Checking
    from roundup.workflow.order import look_at_what_is_new

    look_at_what_is_new(store, desk)
    picks = {pick.post_id: pick.key for pick in edition.picks}
    pairs = [pair for pair in AnalysisStore(store.connection).twins() if picks.keys() & set(pair[:2])]
    alike: dict[int, set[int]] = {}
    for one, other, share, other_share in pairs:
        if relation(store.posts.get(one), store.posts.get(other), share, other_share) in ("same", "summary"):
            alike.setdefault(one, set()).add(other)
            alike.setdefault(other, set()).add(one)
    names = Checking(store.connection).names({other for others in alike.values() for other in others})
    return {
        key: _joined(names[other] for other in alike[id] if other in names) for id, key in picks.items() if id in alike
    }


def _joined(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _rendered(desk: Desk, edition: Edition) -> tuple[dict[str, int], tuple[str, ...]]:
    """Format → bytes, and where a format does not say what the edition says, of all that the desk makes."""
    from roundup.render import options_of, render
    from roundup.render.parity import differences

    if not edition.picks:
        return {}, ()
    made = render(edition, options_of(desk.settings), formats=desk.settings.render.formats)
    return {each.format: len(each.content) for each in made}, differences(edition, made)
