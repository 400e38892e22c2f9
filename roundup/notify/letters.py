"""A short letter to somebody who is quoted, for the editor to send, or to cut down to what fits elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from roundup.dataclass import dataclass
from roundup.model import Edition, Person, Pick
from roundup.text import one_line, slugify

WIDTH = 72


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, where they can be reached as far as is known, and the words."""

    name: str
    handles: tuple[str, ...]
    text: str

    @property
    def filename(self) -> str:
        """A harmless name for a file of it."""
        return f"{slugify(self.name)}.txt"


def letter(edition: Edition, url: str, picks: Sequence[Pick], person: Person | None) -> Letter:
    """The letter about `picks`, all by one person, in the edition at `url`."""
    import textwrap

    name = person.name if person else ", ".join(picks[0].authors) or picks[0].blog or "friend"
    name = one_line(name, 80)
    handles = person.handles if person else ()
    posts = "\n".join(f"  {_title(pick)}\n  {pick.url}" for pick in picks)
    many = len(picks) > 1
    quoted = any(pick.quotes for pick in picks)
    did = "quoted" if quoted else "linked to"
    opening = (
        f"We {did} {'these posts' if many else 'this post'} of yours in “{one_line(edition.title, 120)}”, "
        "our roundup of what people in local government write:"
    )
    thanks = (
        "Thank you for writing. If anything is wrong, or you would rather not be featured, "
        "a word is enough and we will put it right."
    )
    signed = ", ".join(one_line(editor, 80) for editor in edition.editors) or one_line(edition.site_title, 120)
    parts = [
        f"To: {name}" + (f" ({', '.join(one_line(handle, 80) for handle in handles)})" if handles else ""),
        f"Subject: You are in {one_line(edition.title, 120)}",
        "",
        f"Hello {name},",
        "",
        textwrap.fill(opening, WIDTH),
        "",
        posts,
        "",
        f"Here it is:\n  {url}",
        "",
        textwrap.fill(thanks, WIDTH),
        "",
        signed,
        "",
    ]
    return Letter(name, handles, "\n".join(parts))


def _title(pick: Pick) -> str:
    return f"“{one_line(pick.title, 120)}”" if pick.title.strip() else "(without a title)"
