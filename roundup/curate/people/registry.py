"""The registry: who wrote a post, and whether they want to be left out. Dictionaries only, so many posts are quick.

A name beats a site, since people write on each other's blogs. A site speaks for its owner where the post names nobody,
or only somebody who may be the owner (“admin”, “ada”). What is ambiguous is nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from roundup.curate.people.names import (
    apart,
    clean_handle,
    could_be,
    digest,
    fold_name,
    is_nobody,
    site_key,
    sites_above,
    spellings,
)
from roundup.dataclass import dataclass
from roundup.errors import NotFound, UsageError
from roundup.model import Person
from roundup.text import closest, one_line

UNNAMED: Final = "somebody whose details were removed"


@dataclass(frozen=True, slots=True)
class Known:
    """Who wrote a post: nobody known, one person, or several together; `why` says how that was told, or why not."""

    people: tuple[Person, ...] = ()
    why: str = ""

    @property
    def person(self) -> Person | None:
        """The one person who wrote it."""
        return self.people[0] if len(self.people) == 1 else None


@dataclass(frozen=True, slots=True)
class OptOut:
    """Why a post is to be left out: `words` for people to read, `remedy` how the opt-out is lifted."""

    person: Person
    words: str

    @property
    def remedy(self) -> str:
        """The command that lifts it."""
        return f'If they agreed to be in editions again: roundup people opt-in "{self.person.name or self.person.key}"'


class Registry:
    """Everybody the desk knows."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.people = tuple(people)
        self._keys: dict[str, Person] = {}
        self._names: dict[str, list[Person]] = {}
        self._handles: dict[str, list[Person]] = {}
        self._sites: dict[str, list[Person]] = {}
        self._traces: dict[str, Person] = {}
        for person in self.people:
            self._index(person)
        self.has_opt_outs = any(person.opted_out for person in self.people)

    def _index(self, person: Person) -> None:
        self._keys |= dict.fromkeys((person.key, *person.keys), person)
        self._traces |= dict.fromkeys(person.traces, person)
        for index, folded in (
            (self._names, {fold_name(name) for name in (person.name, *person.also)}),
            (self._handles, {clean_handle(handle) for handle in person.handles}),
            (self._sites, {site_key(site) for site in person.sites}),
        ):
            for each in sorted(folded - {""}):
                index.setdefault(each, []).append(person)

    # ------------------------------------------------------------ who wrote it

    def of(self, authors: Sequence[str], blog: str = "", url: str = "") -> Person | None:
        """The one person who wrote a post with these authors, on this blog, at this address; None if unsure."""
        return self.look(authors, blog, url).person

    def look(self, authors: Sequence[str], blog: str = "", url: str = "") -> Known:
        """Who wrote it, with how that was told."""
        found: dict[str, Person] = {}
        strangers: list[str] = []
        for author in authors or (blog,):
            people, why = self._by_name(author, url)
            if len(people) > 1 and why:
                return Known((), why)
            found |= {person.key: person for person in people}
            if not people:
                strangers.append(author)
        if found:
            return Known(tuple(found.values()), "by name")
        return self._by_site(strangers if authors else [], blog, url)

    def _by_name(self, author: str, url: str) -> tuple[list[Person], str]:
        """The people an author's line names; several with a reason if they share the name."""
        if author.lstrip().startswith("@"):
            people = self._handles.get(clean_handle(author), [])
        else:
            people = next((held for name in spellings(author) if (held := self._bearing(name, url))), [])
        if len(people) > 1:
            return self._of_that_name(people, author, url)
        if people:
            return people, ""
        each = [self._names.get(fold_name(part), []) for part in apart(author)]
        return [held[0] for held in each if len(held) == 1], ""

    def _bearing(self, name: str, url: str) -> list[Person]:
        """Everybody of a folded name. A first name alone is only theirs who are at home there."""
        people = self._names.get(name, [])
        if " " in name:
            return people
        here = {person.key for site in sites_above(url) for person in self._sites.get(site, ())} if people else ()
        return [person for person in people if not person.sites or person.key in here]

    def _of_that_name(self, people: list[Person], author: str, url: str) -> tuple[list[Person], str]:
        keys = {person.key for person in people}
        for site in sites_above(url):
            here = [person for person in self._sites.get(site, ()) if person.key in keys]
            if len(here) == 1:
                return here, ""
        return people, f"{len(people)} people here are called {author}, and the site does not tell which"

    def owner(self, url: str) -> Person | None:
        """Whose site an address is on: the organisation's if one lists it, else the one person's who does."""
        for site in sites_above(url):
            if people := self._sites.get(site):
                groups = [person for person in people if person.is_group]
                owners = groups or people
                return owners[0] if len(owners) == 1 else None
        return None

    def _by_site(self, strangers: Sequence[str], blog: str, url: str) -> Known:
        owner = self.owner(url)
        if owner is None:
            return Known((), "nobody in the registry has this name or site")
        blogs, names = fold_name(blog), [fold_name(name) for name in (owner.name, *owner.also)]
        for author in strangers:
            said = fold_name(author)
            at_home = is_nobody(said, blogs) or any(could_be(said, name) for name in names)
            if not (at_home or owner.is_group):
                return Known((), f"{author} is not in the registry; the site is {owner.name}'s")
        return Known((owner,), "by site")

    # ------------------------------------------------------------ who wants to be left out

    def opted_out(self, authors: Sequence[str], blog: str = "", url: str = "") -> OptOut | None:
        """Why a post must not be in an edition, if an author or the owner of its site opted out; else None.

        More is left out than is attributed: one of several authors is enough, and so is one of two people of a name
        that cannot be told apart.
        """
        if not self.has_opt_outs:
            return None
        for author in authors or (blog,):
            for person in self._anybody_called(author, url):
                if person.opted_out:
                    return OptOut(person, f"{person.name} asked to be left out of editions")
        owner = self.owner(url)
        if owner and owner.opted_out:
            return OptOut(owner, f"it is on the site of {owner.name}, who asked to be left out of editions")
        trace = self._traced(authors or (blog,), url) if self._traces else None
        return OptOut(trace, f"{UNNAMED} asked to be left out of editions") if trace else None

    def _anybody_called(self, author: str, url: str) -> list[Person]:
        people, _ = self._by_name(author, url)
        return people or [person for part in apart(author) for person in self._names.get(fold_name(part), ())]

    def _traced(self, authors: Sequence[str], url: str) -> Person | None:
        marks = [digest("site", site) for site in sites_above(url)]
        for author in authors:
            names = (*spellings(author), *map(fold_name, apart(author)))
            # A name that somebody in the registry bears is theirs.
            marks += [digest("name", name) for name in names if name not in self._names]
            marks.append(digest("handle", clean_handle(author)) if author.startswith("@") else "")
        return next((self._traces[mark] for mark in marks if mark in self._traces), None)

    # ------------------------------------------------------------ looking somebody up

    def names(self) -> tuple[str, ...]:
        """Every name somebody here bears, as it is written."""
        return tuple(name for person in self.people for name in (person.name, *person.also) if name)

    def with_key(self, key: str) -> Person | None:
        """The person this key names, or named before two entries were found to be one person."""
        return self._keys.get(key)

    def forgotten(self, name: str) -> Person | None:
        """Who asked to be left out under this name and had their details removed."""
        return self._traces.get(digest("name", fold_name(name)))

    def called(self, name: str) -> tuple[Person, ...]:
        """Everybody of this name, however it is spelt."""
        return tuple(self._names.get(fold_name(name), ()))

    def with_handle(self, handle: str) -> tuple[Person, ...]:
        """Everybody who uses this handle."""
        return tuple(self._handles.get(clean_handle(handle), ()))

    def find(self, ref: str) -> Person:
        """The person meant by a name, handle, site or key; NotFound names the nearest, UsageError if several are."""
        people = self._meant(ref)
        if len(people) == 1:
            return people[0]
        if people:
            keys = ", ".join(f"{person.key} ({', '.join(person.sites) or 'no site'})" for person in people)
            raise UsageError(
                f"{len(people)} people here may be meant by {one_line(ref, 80)}", hint=f"Give the key of one: {keys}"
            )
        near = closest(fold_name(ref), self._names)
        hint = f"Did you mean {self._names[near][0].name}? " if near else ""
        raise NotFound(
            f"nobody here is called {one_line(ref, 80)}",
            hint=f"{hint}See them with: roundup people. New: roundup people add NAME",
        )

    def _meant(self, ref: str) -> list[Person]:
        if person := self._keys.get(ref.strip()):
            return [person]
        if ref.lstrip().startswith("@"):
            return self._handles.get(clean_handle(ref), [])
        named = next((people for name in spellings(ref) if (people := self._names.get(name))), None)
        return named or self._sites.get(site_key(ref) if "." in ref else "", [])
