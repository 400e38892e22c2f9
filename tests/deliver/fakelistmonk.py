"""listmonk in memory, as its documents have it, and stricter: what it does not know, it refuses.

It compiles templates as far as our own go: an action it does not know is an error there, too. `started` shows what was
sent to a list.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.deliver.fakeservice import Answer, Asked, FakeService
from tests.deliver.shapes import faults, published

USER, TOKEN = "roundup", "t0ken-of-ada"
SHAPES = published("listmonk")
_LITERAL = re.compile(r'\{\{ (?:Safe )?("(?:[^"\\]|\\.)*") \}\}')
_URLS = re.compile(r"\{\{ ?(UnsubscribeURL|ManageURL|MessageURL|OptinURL|TrackView) ?\}\}")


def filled_in(template: str, **urls: str) -> str:
    """What a reader gets of a template of ours. Raises ValueError for one that listmonk would not compile."""
    pieces = re.split(f"({_LITERAL.pattern})", template)
    told = []
    for piece, literal in zip(pieces[::3], [*pieces[2::3], ""], strict=True):
        text = _URLS.sub(lambda found: urls.get(found[1], f"<{found[1]}>"), piece)
        if "{{" in text:
            raise ValueError(f"unexpected action in {text!r}")
        told += [text, json.loads(literal) if literal else ""]
    return "".join(told)


@dataclass
class FakeListmonk(FakeService):
    """Campaigns by number in the order they were made, what was started, and what went out as a test."""

    campaigns: dict[int, dict[str, Any]] = field(default_factory=dict)
    started: list[int] = field(default_factory=list)
    tests: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    saves: int = 0
    heeds_tags: bool = True

    @property
    def ours(self) -> dict[str, Any]:
        """The only campaign there."""
        (campaign,) = self.campaigns.values()
        return campaign

    def answer(self, asked: Asked) -> Answer:
        wanted = "Basic " + base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()
        if asked.headers.get("authorization") != wanted:
            return 403, {"message": "invalid API credentials"}
        head, _, rest = asked.path.partition("/api/campaigns")
        number, _, verb = rest.strip("/").partition("/")
        if head or not asked.path.startswith("/api/campaigns"):
            return 404, {"message": "Not Found"}
        if not number:
            return self._make(asked) if asked.method == "POST" else self._list(asked)
        if verb == "status":
            self.started.append(int(number))
        if int(number) not in self.campaigns:
            return 400, {"message": "Campaign not found"}
        if asked.method == "GET":
            return 200, {"data": self.campaigns[int(number)]}
        return self._test(int(number), asked) if verb == "test" else self._change(int(number), asked)

    def _list(self, asked: Asked) -> Answer:
        assert set(asked.query) <= set(SHAPES["list"])
        assert asked.query["no_body"] == ["true"]  # a hundred whole campaigns weigh megabytes
        tag = asked.query.get("tag", [""])[0]
        found = [c for c in reversed(self.campaigns.values()) if not (self.heeds_tags and tag) or tag in c["tags"]]
        results = [{**campaign, "body": ""} for campaign in found[: int(asked.query["per_page"][0])]]
        return 200, {"data": {"results": results, "total": len(found), "page": 1}}

    def _make(self, asked: Asked) -> Answer:
        if fault := self._fault(asked.sent):
            return fault
        number = len(self.campaigns) + 1
        blank: dict[str, Any] = {
            "altbody": None,
            "send_at": None,
            "template_id": 1,
            "from_email": "Us <us@lists.example>",
            "headers": [],
        }
        self.campaigns[number] = {**blank, "id": number, "status": "draft", "tags": [], **self._kept(asked.sent)}
        self.saves += 1
        return 200, {"data": self.campaigns[number]}

    def _change(self, number: int, asked: Asked) -> Answer:
        assert asked.method == "PUT"
        known = self.campaigns[number]
        if known["status"] not in ("draft", "scheduled", "paused"):
            return 400, {"message": "Cannot update a running or a finished campaign."}
        if fault := self._fault(
            {**{name: known[name] for name in ("name", "subject", "type", "content_type", "body")}, **asked.sent}
        ):
            return fault
        self.campaigns[number] = {**known, **self._kept(asked.sent)}
        self.saves += 1
        return 200, {"data": self.campaigns[number]}

    def _kept(self, sent: dict[str, Any]) -> dict[str, Any]:
        lists = [{"id": number, "name": f"List {number}"} for number in sent["lists"]]
        media = [{"id": number, "filename": "plan.pdf"} for number in sent.get("media", [])]
        tags = [re.sub(r"\s+", "-", tag.strip().lower()) for tag in sent.get("tags", [])]
        return {
            **sent,
            "body": self.filter(sent["body"]),
            "lists": lists,
            "media": media,
            **({"tags": tags} if "tags" in sent else {}),
        }

    def _fault(self, sent: Any) -> Answer | None:
        for name, fault in faults(sent, SHAPES["campaign"]):
            return 400, {"message": f"Invalid {name}: {fault}"}
        try:
            for name in ("subject", "body", "altbody"):
                filled_in(sent.get(name, ""))
        except ValueError as error:
            return 400, {"message": f"Error compiling campaign body: {error}"}
        return None

    def _test(self, number: int, asked: Asked) -> Answer:
        fields = {key: value for key, value in asked.sent.items() if key != "subscribers"}
        if fault := self._fault(fields):
            return fault
        if not asked.sent.get("subscribers"):
            return 400, {"message": "There are no subscribers to test."}
        self.tests.append((number, asked.sent))
        return 200, {"data": True}
