"""One draft at a newsletter service, once: found again, left alone where others changed it, made or changed, read back.

Nothing here can send: a service is asked to keep a draft, and its editor presses the button there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Literal, Protocol

from roundup.dataclass import dataclass
from roundup.deliver.base import Begun, Delivered, Done, Refused, World
from roundup.deliver.comparing import diff, dressed_alike, losses
from roundup.errors import RoundupError
from roundup.model import DeliveryState
from roundup.text import one_line

Stage = Literal["draft", "scheduled", "gone"]
_STATES: Mapping[Stage, DeliveryState] = {"draft": "draft", "scheduled": "scheduled", "gone": "live"}
AsHtml = Callable[[str], str]
MOST_MARKED = 10  # drafts of one edition that are looked at; one is as it should be


@dataclass(frozen=True, slots=True)
class Draft:
    """What the draft shall be: its `texts` by name, as they are to be kept, and how the long ones are read as HTML.

    A `test` goes to this address once it is made or changed. `sent` is the digest of all that is asked for.
    """

    texts: Mapping[str, str]
    as_html: Mapping[str, AsHtml]
    sent: str
    test: str = ""

    @property
    def body(self) -> str:
        """The texts as one, as they are kept if nothing changes them."""
        return joined(self.texts)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it is kept there: its `stage`, the service's own word for it, and where its editor finds it."""

    id: str
    stage: Stage
    status: str
    url: str
    texts: Mapping[str, str]

    @property
    def body(self) -> str:
        """What a person may have edited there, as one text to remember and to compare."""
        return joined(self.texts)


class Service(Protocol):
    """Where drafts are kept. `name` is what people call it; `button` says who sends, and how.

    `keeps_schedule` if what is scheduled stays so when it is changed.
    """

    name: str
    button: str
    keeps_schedule: bool

    def at(self, remote: str) -> Kept | None:
        """The draft of this name there; None if there is none any more."""
        ...

    def marked(self) -> Sequence[str]:
        """The names there of what bears the mark of this edition, sent ones included."""
        ...

    def make(self) -> Kept:
        """Make the draft."""
        ...

    def change(self, found: Kept) -> None:
        """Change what is there in place."""
        ...

    def send_test(self, kept: Kept) -> None:
        """Have it sent to the one address for tests."""
        ...


def joined(texts: Mapping[str, str]) -> str:
    """Texts as one, to remember."""
    return "\n\n".join(texts.values())


def settled(text: str) -> str:
    """A text without what services change about it that nobody sees."""
    return text.replace("\r\n", "\n").strip()


def push(there: Service, draft: Draft, world: World) -> Delivered:
    """The draft at the far end as it should be; whatever was cut off before is gone on with."""
    told: list[str] = []
    found = _find(there, draft, world, told)
    if found and found.stage == "gone":
        return _gone(there, found, draft, world, told)
    if found and _same(found, draft, world):
        return _delivered(there, "unchanged", found, draft, world, told)
    if found:
        _refuse_foreign(there, found, draft, world)
        _refuse_scheduled(there, found, draft)
    made = _write(there, found, draft, world, told)
    if draft.test:
        _test(there, made, draft, told)
    return _delivered(there, "changed" if found else "created", made, draft, world, told)


def _find(there: Service, draft: Draft, world: World, told: list[str]) -> Kept | None:
    """The draft as it is there: by the name in the receipt, else by its mark."""
    receipt = world.receipt
    found = there.at(receipt.remote) if receipt and receipt.remote else None
    if found:
        return found
    marked = [kept for name in there.marked()[:MOST_MARKED] if (kept := there.at(name))]
    if len(marked) > 1:
        told.append(_several(there, [kept.id for kept in marked]))
    return next((each for each in marked if _is_ours(each, draft, world)), marked[0] if marked else None)


def _several(there: Service, marked: Sequence[str]) -> str:
    names = ", ".join(one_line(name, 60) for name in marked[:MOST_MARKED])
    return f"{there.name} has {len(marked)} of this edition ({names}): keep one of them"


def _is_ours(found: Kept, draft: Draft, world: World) -> bool:
    if found.body == draft.body or world.is_ours(found.body):
        return True
    # Only what was never read back may be spelt otherwise: from then on each letter is known.
    receipt = world.receipt
    return not (receipt and receipt.body and receipt.state != "begun") and _tells_the_same(found, draft)


def _tells_the_same(found: Kept, draft: Draft) -> bool:
    """True if only the spelling differs, as after a service has tidied the markup."""
    told = not _losses(draft.texts, found.texts, draft) and not _losses(found.texts, draft.texts, draft)
    reading = draft.as_html.items()
    return told and all(
        dressed_alike(as_html(draft.texts[name]), as_html(found.texts[name])) for name, as_html in reading
    )


def _same(found: Kept, draft: Draft, world: World) -> bool:
    receipt = world.receipt
    kept = receipt is not None and receipt.sent == draft.sent and receipt.body == found.body
    return kept or found.body == draft.body


def _refuse_foreign(there: Service, found: Kept, draft: Draft, world: World) -> None:
    if _is_ours(found, draft, world):
        return
    before = world.receipt.body if world.receipt else ""
    where = _where(found)
    if before:
        raise Refused(
            f"it was edited in {there.name} since the last push: {where}",
            hint="It is left as it is. To have it as it is here, undo the edit there, or delete it, and push again.",
            diff=diff(before, found.body, was="as it was pushed", now="as it is there"),
        )
    raise Refused(
        f"{there.name} has this edition already, in other words: {where}",
        hint="Another desk made it, or somebody edited it there. Delete it there to have it made as it is here.",
        diff=diff(found.body, draft.body, was="there", now="ours"),
    )


def _refuse_scheduled(there: Service, found: Kept, draft: Draft) -> None:
    """What is about to go to readers is not taken off behind its editor's back."""
    if found.stage == "draft" or there.keeps_schedule:
        return
    raise Refused(
        f"it is scheduled in {there.name}, and a change would take it off: {_where(found)}",
        hint=f"Make it a draft again there, publish again, and schedule it anew in {there.name}.",
        diff=diff(found.body, draft.body, was="there", now="ours"),
    )


def _gone(there: Service, found: Kept, draft: Draft, world: World, told: list[str]) -> Delivered:
    """What readers have cannot be changed; as long as there is nothing new to say, that is as it should be."""
    ours = found.body == draft.body or _tells_the_same(found, draft)
    if not ours and not (world.receipt and world.receipt.sent == draft.sent):
        raise Refused(
            f"{there.name} sends it or has sent it already ({one_line(found.status, 40)}): {_where(found)}",
            hint="Readers have it as it is there. What is to be put right can stand in the next edition.",
            diff=diff(found.body, draft.body, was="there", now="ours"),
        )
    if not ours:
        told.append(f"it went out as it was edited in {there.name}")
    return Delivered("unchanged", "live", found.id, found.url, found.body, said=tuple(told))


def _where(found: Kept) -> str:
    return one_line(found.url, 200) or f"number {one_line(found.id, 60)}"


def _write(there: Service, found: Kept | None, draft: Draft, world: World, told: list[str]) -> Kept:
    world.begun(Begun(found.id, found.url, found.body, draft.body) if found else Begun(coming=draft.body))
    if found:
        there.change(found)
    made = found or there.make()
    world.begun(Begun(made.id, made.url, made.body, draft.body))
    kept = there.at(made.id)
    if kept is None:
        raise RoundupError(
            f"{there.name} took it and does not have it: {one_line(made.id, 60)}",
            hint="Was it deleted there just now? Publish again to have it made anew.",
        )
    if not found and len(marked := there.marked()) > 1:
        told.append(_several(there, marked))
    return kept


def _test(there: Service, made: Kept, draft: Draft, told: list[str]) -> None:
    """The draft is there whatever becomes of the test."""
    address = one_line(draft.test, 80)
    try:
        there.send_test(made)
        told.append(f"a test goes to {address}")
    except RoundupError as error:
        told.append(f"the test to {address} was not sent: {error.message}")


def _delivered(there: Service, done: Done, kept: Kept, draft: Draft, world: World, told: list[str]) -> Delivered:
    if kept.stage == "draft" and world.wish.is_public:
        told.append(there.button)
    lost = _losses(draft.texts, kept.texts, draft)
    if not lost and kept.body != draft.body:
        lost = ("the markup was altered there; words, links and quotes are all there",)
    return Delivered(done, _STATES[kept.stage], kept.id, kept.url, kept.body, lost, tuple(told))


def _losses(sent: Mapping[str, str], found: Mapping[str, str], draft: Draft) -> tuple[str, ...]:
    return tuple(_altered(sent, found, draft))


def _altered(sent: Mapping[str, str], found: Mapping[str, str], draft: Draft) -> Iterator[str]:
    for name, text in sent.items():
        other = found.get(name, "")
        if other == text:
            continue
        as_html = draft.as_html.get(name)
        if as_html:
            yield from (f"in the {name}: {loss}" for loss in losses(as_html(text), as_html(other)))
        else:
            yield f"the {name} reads: {one_line(other, 120) or 'nothing'}"


def html(text: str) -> str:
    """HTML is HTML."""
    return text


def plain(text: str) -> str:
    """Plain text as HTML, to be compared word by word."""
    return f"<pre>{escape(text)}</pre>"


def markdown(text: str) -> str:
    """Markdown as HTML, as any program reads it that keeps to CommonMark."""
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark").render(text))
