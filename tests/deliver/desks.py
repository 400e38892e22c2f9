"""A desk that delivers: what its receipts remember is what the next push knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from roundup.curate.ledger import edition_to_payload
from roundup.deliver import Delivered, Parcel, Reader, Wish
from roundup.model import EDITION, Edition, Receipt
from roundup.store.receipts import Receipts
from roundup.workflow.decide import record
from roundup.workflow.deliver import Chosen, Pushed, chosen, deliver
from roundup.workflow.desk import Desk
from tests.samples import edition, pick
from tests.workflow.desks import desk_at

CLOSED: dict[str, Any] = {"status": "frozen", "tags": ("bins",), "categories": ("Roundup",)}


def plain_parcel(desk: Desk, made: Edition, each: Chosen) -> Parcel:
    """An edition that says its intro and sign-off and no more: what is delivered here is looked at elsewhere."""
    words = f"<p>{made.intro}</p>\n<p>{made.sign_off}</p>"

    def message(reader: Reader | None) -> bytes:
        letter = EmailMessage()
        letter["From"], letter["To"] = "Kettle <post@post.example>", reader.address if reader else "me@post.example"
        letter["Subject"], letter["X-Roundup-Edition"] = made.title, f"{made.number} {made.slug}"
        letter.set_content(f"{made.intro}\n\n{made.sign_off}\n")
        letter.add_alternative(words, subtype="html")
        letter.set_boundary("=_1")
        return letter.as_bytes(policy=SMTP)

    files = {
        "wordpress": words.encode(),
        "fragment": words.encode(),
        "markdown": f"---\ntitle: {made.title}\n---\n\n{made.intro}\n\n{made.sign_off}\n".encode(),
        "email-text": f"{made.intro}\n\n{made.sign_off}\n\n-- \nThe foot.\n".encode(),
    }
    if "eml" in each.target.wants(each.options):
        files["eml"] = message(None)  # dear, and wanted by few
    return Parcel(made, files, made.intro, desk.settings.root, message, made.title)


class Killed(BaseException):
    """The process ends here: nothing catches it."""


@dataclass
class Delivering:
    """A desk at `root` with one target and one edition; `words` are what its sign-off says."""

    root: Path
    tables: Mapping[str, Mapping[str, Any]]
    hosts: tuple[str, ...] = ("127.0.0.1:*",)
    edition: Edition = field(default_factory=lambda: edition(pick(1, quotes=()), **CLOSED))
    curator: str = "ada"
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        desk = desk_at(self.root, curator=self.curator)
        fetch = replace(desk.settings.fetch, allow_hosts=self.hosts)
        return replace(desk, settings=replace(desk.settings, fetch=fetch, deliver=self.tables, **self.settings))

    def say(self, words: str) -> None:
        """The edition is corrected."""
        self.edition = replace(self.edition, sign_off=words)

    def close(self) -> None:
        """The edition is closed in the ledger."""
        with self.desk.store() as store:
            record(store, self.desk, "freeze", EDITION, {"edition": edition_to_payload(self.edition)})

    def push(self, wish: Wish | None = None, *names: str) -> tuple[Pushed, ...]:
        """What comes of every target."""
        desk = self.desk
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("roundup.workflow.deliver._parcel", plain_parcel)
            return deliver(desk, self.edition, chosen(desk, names), wish or Wish())

    def delivered(self, wish: Wish | None = None) -> Delivered:
        """What was delivered to the one target."""
        (pushed,) = self.push(wish)
        assert pushed.delivered, f"{pushed.error}\n{pushed.hint}\n{pushed.diff}"
        return pushed.delivered

    def refused(self, wish: Wish | None = None) -> Pushed:
        """The trouble that the one target had."""
        (pushed,) = self.push(wish)
        assert pushed.delivered is None, f"it was delivered: {pushed.delivered}"
        return pushed

    def receipt(self, target: str) -> Receipt | None:
        """What the desk remembers."""
        with self.desk.store() as store:
            return store.receipts.of(self.edition.slug, target)


@contextmanager
def killed_at(step: int, *, before: bool) -> Iterator[list[int]]:
    """The process is killed where it writes its receipt the `step`th time (from 0): right before or right after."""
    kept, keep = [0], Receipts.keep

    def cut(self: Receipts, receipt: Receipt) -> None:
        if kept[0] == step and before:
            raise Killed
        keep(self, receipt)
        kept[0] += 1
        if kept[0] == step + 1 and not before:
            raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Receipts, "keep", cut)
        yield kept
