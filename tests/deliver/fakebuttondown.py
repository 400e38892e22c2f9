"""Buttondown in memory, as its published interface has it, and stricter: what it does not know, it refuses.

Without a status an email goes out, as it would there: `sent` shows what readers got.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.deliver.fakeservice import Answer, Asked, FakeService
from tests.deliver.shapes import faults, published

KEY = "k3y-of-ada"
SHAPES = published("buttondown")
PAGE = 2


def refused(code: str, detail: str, status: int = 400) -> Answer:
    """An ErrorMessage."""
    assert status != 400 or code in SHAPES["errors"]
    return status, {"code": code, "detail": detail, "metadata": {}}


@dataclass
class FakeButtondown(FakeService):
    """A newsletter: its emails by id in the order they were made, what went to all readers, and what to one."""

    emails: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    tests: list[tuple[str, list[str]]] = field(default_factory=list)
    saves: int = 0
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def ours(self) -> dict[str, Any]:
        """The only email there."""
        (email,) = [email for email in self.emails.values() if email["status"] != "deleted"]
        return email

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != f"Token {KEY}":
            return 401, {"detail": "Invalid token."}
        if asked.headers.get("x-api-version") not in SHAPES["versions"]:
            return 400, {"detail": "Unknown version."}
        _, _, path = asked.path.partition("/v1/emails")
        name, _, verb = path.strip("/").partition("/")
        if not asked.path.startswith("/v1/emails") or verb not in ("", "send-draft"):
            return 404, {"detail": "Not Found"}
        if not name:
            return self._make(asked) if asked.method == "POST" else self._list(asked)
        if name not in self.emails:
            return 404, {"detail": "Not Found"}
        if asked.method == "GET":
            return 200, self.emails[name]
        return self._test(name, asked) if verb else self._change(name, asked)

    def _list(self, asked: Asked) -> Answer:
        assert set(asked.query) <= set(SHAPES["list"])
        assert set(asked.query["status"]) <= set(SHAPES["statuses"])
        assert asked.query["ordering"] == ["-creation_date"]
        found = [email for email in reversed(self.emails.values()) if email["status"] in asked.query["status"]]
        page = int(asked.query["page"][0])
        shown = found[(page - 1) * PAGE : page * PAGE]
        hidden = asked.query.get("excluded_fields", [])
        results = [{key: value for key, value in email.items() if key not in hidden} for email in shown]
        more = f"{self.url}/v1/emails?page={page + 1}" if page * PAGE < len(found) else None
        return 200, {"results": results, "next": more, "previous": None, "count": len(found)}

    def _make(self, asked: Asked) -> Answer:
        key = asked.headers.get("x-idempotency-key", "")
        if key and key in self.keys:
            return 201, self.emails[self.keys[key]]
        if fault := self._fault(asked.sent, "create"):
            return fault
        fields = {
            "status": "about_to_send",
            "slug": "",
            "description": "",
            "canonical_url": "",
            "body": "",
            "metadata": {},
        }
        name = f"em_{len(self.emails) + 1}"
        self.emails[name] = {**fields, **asked.sent, "id": name, "absolute_url": f"{self.url}/archive/{name}"}
        self.keys[key] = name
        return self._kept(name, 201)

    def _change(self, name: str, asked: Asked) -> Answer:
        assert asked.method == "PATCH"
        if fault := self._fault(asked.sent, "update"):
            return fault
        if self.emails[name]["status"] not in ("draft", "scheduled"):
            return refused("status_invalid", "This email can no longer be changed.")
        self.emails[name] |= asked.sent
        return self._kept(name, 200)

    def _kept(self, name: str, status: int) -> Answer:
        self.saves += 1
        self.emails[name]["body"] = self.filter(self.emails[name]["body"])
        if self.emails[name]["status"] == "about_to_send":
            self.sent.append(name)
        return status, self.emails[name]

    def _fault(self, sent: Any, shape: str) -> Answer | None:
        for name, fault in faults(sent, SHAPES[shape]):
            code = f"{name}_invalid"
            return refused(code if code in SHAPES["errors"] else "email_invalid", f"{name} {fault}")
        if sent.get("body", "").startswith("---"):
            return refused("body_contains_frontmatter", "The body has front matter.")
        if any(sent.get("slug") == email["slug"] for email in self.emails.values() if "slug" in sent):
            return refused("slug_invalid", "That slug is taken.")
        return None

    def _test(self, name: str, asked: Asked) -> Answer:
        if fault := self._fault(asked.sent, "send-draft"):
            return fault
        self.tests.append((name, asked.sent["recipients"]))
        return 200, {}
