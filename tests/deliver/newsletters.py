"""A desk and the newsletter service it delivers to: the same promises are asked of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from roundup.model import Receipt
from tests.deliver.desks import Delivering
from tests.deliver.fakebuttondown import KEY, FakeButtondown
from tests.deliver.fakelistmonk import TOKEN, USER, FakeListmonk
from tests.deliver.fakeservice import FakeService
from tests.samples import NOW


@dataclass
class Newsletter:
    """What a test asks of a service, whichever it is: `sends` are its words for going out, soonest first."""

    desk: Delivering
    service: FakeService
    kind: str
    name: str
    going_out: tuple[str, ...]

    @property
    def kept(self) -> Mapping[Any, dict[str, Any]]:
        """Every draft there."""
        found: Mapping[Any, dict[str, Any]] = getattr(self.service, "emails", None) or getattr(
            self.service, "campaigns", {}
        )
        return found

    @property
    def ours(self) -> dict[str, Any]:
        """The only one."""
        (draft,) = self.kept.values()
        return draft

    @property
    def saves(self) -> int:
        """How often anything was written there."""
        saves: int = self.service.saves  # type: ignore[attr-defined]
        return saves

    @property
    def gone_out(self) -> list[Any]:
        """What readers were sent."""
        found: list[Any] = getattr(self.service, "sent", None) or getattr(self.service, "started", [])
        return found

    def lose_receipt(self) -> None:
        """The desk knows nothing of an earlier push, as another desk would."""
        with self.desk.desk.store() as store:
            store.receipts.keep(Receipt(self.desk.edition.slug, self.kind, NOW, "ben"))

    def forget(self) -> None:
        """Somebody deletes everything there."""
        getattr(self.service, "emails", {}).clear()
        getattr(self.service, "campaigns", {}).clear()


def buttondown(root: Path, service: FakeButtondown, patch: pytest.MonkeyPatch, **options: Any) -> Newsletter:
    """A desk that delivers to Buttondown."""
    patch.setenv("ROUNDUP_SECRET_BUTTONDOWN", f"{service.url} token {KEY}")
    desk = Delivering(root, {"buttondown": {"api": f"{service.url}/v1", **options}})
    return Newsletter(desk, service, "buttondown", "Buttondown", ("about_to_send", "in_flight", "sent"))


def listmonk(root: Path, service: FakeListmonk, patch: pytest.MonkeyPatch, **options: Any) -> Newsletter:
    """A desk that delivers to listmonk."""
    patch.setenv("ROUNDUP_SECRET_LISTMONK", f"{service.url} {USER} {TOKEN}")
    desk = Delivering(root, {"listmonk": {"site": service.url, "lists": [3], **options}})
    return Newsletter(desk, service, "listmonk", "listmonk", ("running", "paused", "finished", "cancelled"))
