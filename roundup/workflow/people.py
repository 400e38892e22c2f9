"""Whom the desk knows: adding, changing, uniting and forgetting people; who wants to be left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from roundup.curate.ledger import decide
from roundup.curate.people import OptOut, Registry
from roundup.curate.people.names import clean_handle, digest, fold_name, site_key
from roundup.curate.standing import is_forgetting
from roundup.dataclass import dataclass
from roundup.errors import UsageError
from roundup.model import PERSON, Edition, Person, Post
from roundup.text import one_line
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.limits import MAX_LINE, MAX_TEXT, bounded

if TYPE_CHECKING:
    from datetime import datetime

    from roundup.curate.people.newcomers import Newcomer, Twins
    from roundup.model import Decision
    from roundup.store import Store


@dataclass(frozen=True, slots=True)
class Given:
    """What a curator says of a person. None leaves a line as it is, "" clears it; lists are added and removed."""

    name: str | None = None
    affiliation: str | None = None
    region: str | None = None
    note: str | None = None
    add: Mapping[str, Sequence[str]] = field(default_factory=dict)
    remove: Mapping[str, Sequence[str]] = field(default_factory=dict)
    opted_out: bool = False


def registry_of(store: Store) -> Registry:
    """Everybody the desk knows, ready to be asked."""
    return Registry(store.people.all())


def registry(desk: Desk) -> Registry:
    """As `registry_of`, for a desk that is not open."""
    with desk.store() as store:
        return registry_of(store)


# ---------------------------------------------------------------- writing down


def add(desk: Desk, name: str, given: Given, *, another: bool = False) -> Person:
    """Somebody new. A name that is known is refused unless it is `another` person of that name."""
    clean = bounded(one_line(name), "name", MAX_LINE)
    if not fold_name(clean):
        raise UsageError("a person needs a name", hint='For instance: roundup people add "Ada Example"')
    with desk.store() as store, store.write():
        from roundup.curate.people.plan import free_key

        known = registry_of(store)
        if not another:
            _refuse_known(known, clean)
        key = free_key(clean, known, forgotten_keys(store))
        record(store, desk, "person", PERSON + key, {"name": clean, **payload_of(given)})
        return registry_of(store).find(key)


def _refuse_known(known: Registry, name: str) -> None:
    hint = f'Somebody else of this name? roundup people add "{name}" --another --site …'
    if people := known.called(name):
        raise UsageError(
            f"{people[0].name} is known already", hint=f'To add to what is known: roundup people set "{name}" …\n{hint}'
        )
    if known.forgotten(name):
        raise UsageError(
            "somebody of this name asked to be left out, and for their details to be removed",
            hint=f"Do not write them down again unless they ask you to. {hint}",
        )


def forgotten_keys(store: Store) -> frozenset[str]:
    """Keys of people whose details were removed: nobody can bear them again."""
    decisions = store.ledger.beginning(PERSON)
    return frozenset(d.subject.removeprefix(PERSON) for d in decisions if is_forgetting(d))


def change(desk: Desk, ref: str, given: Given) -> Person:
    """Write down more of a person, or correct it."""
    payload = payload_of(given)
    if given.name is not None:
        name = bounded(one_line(given.name), "name", MAX_LINE)
        if not fold_name(name):
            raise UsageError("a person needs a name", hint="To remove somebody: roundup people forget PERSON")
        payload["name"] = name
    if not payload:
        raise UsageError("nothing to set", hint='For instance: roundup people set "Ada Example" --region Wales')
    with desk.store() as store, store.write():
        person = named(registry_of(store), ref)
        record(store, desk, "person", PERSON + person.key, payload)
        return registry_of(store).find(person.key)


def named(known: Registry, ref: str) -> Person:
    """The person meant, unless their details were removed."""
    person = known.find(ref)
    if not person.name:
        raise UsageError("their details were removed", hint="Only their wish to be left out is kept.")
    return person


def payload_of(given: Given) -> dict[str, Any]:
    """The decision's payload, every handle and site understood."""
    from roundup.curate.people.file import understood

    payload: dict[str, Any] = {}
    for name in ("affiliation", "region", "note"):
        text = getattr(given, name)
        if text is not None:
            payload[name] = bounded(one_line(text), name, MAX_TEXT // 10 if name == "note" else MAX_LINE)
    for verb, lists in (("add", given.add), ("remove", given.remove)):
        clean = {
            name: [understood(name, bounded(one_line(item), name, MAX_LINE), f"--{name}") for item in items]
            for name, items in lists.items()
            if items
        }
        payload |= {verb: clean} if clean else {}
    return payload | ({"opted_out": True} if given.opted_out else {})


def merge(desk: Desk, kept: str, gone: str) -> Person:
    """Two entries are one person: all that is known of the second is the first's from now on. Undo parts them."""
    with desk.store() as store, store.write():
        known = registry_of(store)
        one, other = named(known, kept), named(known, gone)
        if one.key == other.key:
            raise UsageError(f"both are {one.name}'s entry", hint="See the entries with: roundup people")
        record(store, desk, "person", PERSON + one.key, {"same": other.key})
        return registry_of(store).find(one.key)


# ---------------------------------------------------------------- being left out


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who is to be left out from now on, and the picks of the open edition that this is about."""

    person: Person
    starred: tuple[Post, ...] = ()


def opt_out(desk: Desk, ref: str, *, reason: str = "") -> LeftOut:
    """This person is to be left out of editions."""
    with desk.store() as store, store.write():
        person = _settled(store, desk, ref, True, reason)
        known = Registry((person,))
        posts = [store.posts.by_key(state.key) for state in store.ledger.picks()]
        starred = [post for post in posts if post and known.opted_out(post.authors, post.blog, post.url)]
        return LeftOut(person, tuple(starred))


def opt_in(desk: Desk, ref: str, *, reason: str = "") -> Person:
    """They agreed to be in editions again. Of somebody whose details were removed nothing is left then."""
    with desk.store() as store, store.write():
        return _settled(store, desk, ref, False, reason)


def _settled(store: Store, desk: Desk, ref: str, opted_out: bool, reason: str) -> Person:
    person = registry_of(store).find(ref)
    if person.opted_out != opted_out:
        payload = {"opted_out": opted_out}
        for key in (person.key, *person.keys):
            # Each of them, so that it holds also if the entries are parted again.
            record(store, desk, "person", PERSON + key, payload, reason=one_line(reason, MAX_LINE))
    return registry_of(store).with_key(person.key) or person


def forget(desk: Desk, ref: str) -> Person:
    """Remove what is known of a person, here and in the ledger. If they opted out, digests keep that alive."""
    with desk.store() as store, store.write():
        person = named(registry_of(store), ref)
        kept = {"opted_out": True, "traces": traces(person)} if person.opted_out else {"opted_out": False}
        record(store, desk, "person", PERSON + person.key, {"forget": True, **kept})
        for key in person.keys:
            record(store, desk, "person", PERSON + key, {"forget": True, "opted_out": False})
    return person


def traces(person: Person) -> list[str]:
    """Digests by which a person's posts are still known when nothing else is."""
    marks = (
        *(digest("name", fold_name(name)) for name in (person.name, *person.also)),
        *(digest("handle", clean_handle(handle)) for handle in person.handles),
        *(digest("site", site_key(site)) for site in person.sites),
    )
    return sorted(set(marks))


def refuse_opted_out(store: Store, posts: Sequence[Post]) -> None:
    """UsageError if one of the posts is by somebody who is to be left out of editions."""
    known = registry_of(store)
    for post in posts:
        if out := known.opted_out(post.authors, post.blog, post.url):
            about = one_line(post.title or post.url, 60)
            raise UsageError(f"post {post.id} cannot be in an edition: {out.words} ({about})", hint=out.remedy)


def left_out(store: Store, posts: Iterable[Post]) -> dict[int, OptOut]:
    """The posts that must not be in an edition, by their ids, with why."""
    known = registry_of(store)
    if not known.has_opt_outs:
        return {}
    found = ((post.id, known.opted_out(post.authors, post.blog, post.url)) for post in posts)
    return {id: out for id, out in found if out}


def without_opted_out(store: Store, edition: Edition) -> tuple[Edition, tuple[str, ...]]:
    """The edition without picks of people who opted out, and what was left out, in words. A closed one stays whole."""
    known = registry_of(store)
    if edition.status != "open" or not known.has_opt_outs:
        return edition, ()
    kept, left = [], []
    for pick in edition.picks:
        if out := known.opted_out(pick.authors, pick.blog, pick.url):
            left.append(f"left out, post {pick.post_id} ({one_line(pick.title or pick.url, 60)}): {out.words}")
        else:
            kept.append(pick)
    return (replace(edition, picks=tuple(kept)) if left else edition), tuple(left)


def posts_by(store: Store, desk: Desk, person: Person) -> list[Post]:
    """What somebody wrote, wherever and under whichever of their names, newest first."""
    known = registry_of(store)

    def is_theirs(authors: Sequence[str], blog: str, url: str) -> bool:
        return person.key in {author.key for author in known.look(authors, blog, url).people}

    lines = [line for line in store.people.bylines([desk.now]) if is_theirs(line.authors, line.blog, line.url)]
    return [post for post in store.people.posts_of(lines) if is_theirs(post.authors, post.blog, post.url)]


# ---------------------------------------------------------------- out, in, and who is new


def export(desk: Desk) -> str:
    """The registry as a file to edit."""
    from roundup.curate.people.file import write_people

    return write_people(registry(desk).people)


@dataclass(frozen=True, slots=True)
class Imported:
    """What taking in a file came to; `kept_out` are people whose opt-out the file did not lift."""

    new: int
    changed: int
    kept_out: tuple[str, ...]


def import_people(desk: Desk, text: str, *, try_only: bool = False) -> Imported:
    """Make the registry say what a file says: all of it or, if anything cannot be understood, nothing."""
    from roundup.curate.people.file import read_people
    from roundup.curate.people.plan import plan

    wanted = read_people(text)
    with desk.store() as store, store.write():
        made = plan(registry_of(store), wanted, forgotten_keys(store))
        if not try_only:
            record_all(store, desk, made.steps)
    changed = len({key for key, _ in made.steps}) - made.new
    return Imported(made.new, changed, made.kept_out)


def record_all(store: Store, desk: Desk, steps: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """All decisions at once: after each of them the whole registry would be folded anew."""
    made: list[Decision] = []
    last, seq = store.ledger.last(), store.ledger.next_seq()
    for number, (key, payload) in enumerate(steps):
        last = decide(
            "person",
            PERSON + key,
            payload,
            curator=desk.curator,
            now=desk.now,
            seq=seq + number,
            id=desk.new_id(),
            last=last,
        )
        made.append(last)
    if made:
        store.ledger.record(made)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Authors who are not in the registry, and entries of it that may be one person."""

    newcomers: tuple[Newcomer, ...]
    twins: tuple[Twins, ...]


def suggest(desk: Desk, since: datetime | None = None) -> Unknown:
    """Who wrote since then (ever, if not given) and is not in the registry."""
    from roundup.curate.people.newcomers import newcomers, twins

    with desk.store() as store:
        known = registry_of(store)
        lines = store.people.bylines([since or desk.now])
    seen = lines if since is None else [line for line in lines if line.posts[0]]
    return Unknown(tuple(newcomers(known, seen)), tuple(twins(known.people)))
