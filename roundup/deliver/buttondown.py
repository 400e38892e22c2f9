"""A draft in Buttondown, by its API: sent to nobody until its editor presses the button there.

https://docs.buttondown.com/api-emails-introduction; version 2026-04-01 of the interface. An email made without a status
is sent to every subscriber at once: each request that makes or changes one says that it is a draft.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import quote, urlencode

from roundup.dataclass import dataclass
from roundup.deliver import drafts, services
from roundup.deliver.base import Delivered, Parcel, Prepared, Request, Wish, World, digest
from roundup.deliver.drafts import Draft, Kept, Stage
from roundup.deliver.literal import django
from roundup.deliver.services import Service, text_of
from roundup.errors import RoundupError
from roundup.net.client import Method
from roundup.patterns import pattern
from roundup.text import one_line
from roundup.urls import safe_url

TABLE = "deliver.buttondown"
SECRET = "ROUNDUP_SECRET_BUTTONDOWN='https://api.buttondown.com token KEY'"  # noqa: S105 - how one is written down
VERSION = "2026-04-01"
LONGEST_SUBJECT, LONGEST_SLUG = 2_000, 100
MOST_PAGES = 10
# Every status an email of ours can have but "deleted"; left out, the interface lists those that went out.
STATUSES = ("draft", "scheduled", "about_to_send", "in_flight", "sent", "paused", "errored", "throttled", "resending")
_MODES = {"markdown": "plaintext", "fragment": "fancy"}
_FRONT_MATTER = pattern(r"\A---\n.*?\n---\n", re.DOTALL)
_REMEDIES = {
    "slug_invalid": "Open this edition again (roundup undo), give it another slug (roundup edition set --slug …).",
    "subject_invalid": "Give this edition another title: roundup edition set --title",
    "canonical_url_invalid": "The edition's own address is not to its liking: see [site] url.",
    "email_duplicate": "There is one like it already: look for it there, and delete one of the two.",
    "email_not_confirmed": "Confirm the address of your account there first.",
}


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.buttondown] — the key stands in ROUNDUP_SECRET_BUTTONDOWN or password_command.

    `newsletter` says which, for accounts with several; to `test` a test goes whenever the draft is made or changed.
    """

    format: Literal["markdown", "fragment"] = "markdown"
    newsletter: str = ""
    test: str = ""
    api: str = "https://api.buttondown.com/v1"


@dataclass(frozen=True, slots=True)
class Email:
    """What the email shall be: its texts as a draft, and what else it has when it is made."""

    draft: Draft
    made_with: Mapping[str, Any]

    @property
    def marks(self) -> Mapping[str, str]:
        """By what an email of this edition is found again."""
        marks: Mapping[str, str] = self.made_with["metadata"]
        return marks

    def fields(self, *, new: bool) -> dict[str, Any]:
        """The one body of every request that makes or changes an email: a draft, always."""
        return {"status": "draft", **self.draft.texts, **(self.made_with if new else {})}


def wants(options: Options) -> tuple[str, ...]:
    """Markdown, which is edited there as it is here, or HTML for the editor that hides it."""
    return (options.format,)


def prepare(parcel: Parcel, options: Options, wish: Wish) -> Prepared:  # noqa: ARG001 - a draft, whatever is wished
    """The email; the same for any wish, since nothing here sends."""
    api = services.checked(options.api, TABLE, "api", "https://api.buttondown.com/v1")
    edition = parcel.edition
    texts = {
        "subject": django(one_line(parcel.subject or edition.title))[:LONGEST_SUBJECT],
        "description": django(parcel.summary.strip()),
        "canonical_url": safe_url(edition.url),
        "body": f"<!-- buttondown-editor-mode: {_MODES[options.format]} -->\n{_body(parcel, options.format)}",
    }
    made_with = {
        "slug": _slug(edition.slug),
        "metadata": {"roundup_edition": str(edition.number), "roundup_slug": edition.slug},
        **({"secondary_id": edition.number} if edition.number > 0 else {}),
    }
    as_html = {"body": drafts.markdown if options.format == "markdown" else drafts.html}
    fields = {"status": "draft", **texts, **made_with}
    body = json.dumps(fields, ensure_ascii=False, indent=1)
    requests = [Request("POST", f"{api}/emails", body)]
    if options.test:
        requests.append(Request("POST", f"{api}/emails/ID/send-draft", json.dumps(_test(options))))
    sent = digest(body)
    return Prepared(tuple(requests), sent, Email(Draft(texts, as_html, sent, options.test), made_with))


def send(prepared: Prepared, options: Options, world: World) -> Delivered:
    """Make the draft or change it in place, then read it back and compare."""
    email: Email = prepared.what
    return drafts.push(Buttondown(world, options, email), email.draft, world)


def _body(parcel: Parcel, form: str) -> str:
    text = parcel.text(form)
    # A body with front matter is refused: all that it says goes into fields of their own.
    return django((_FRONT_MATTER.sub("", text) if form == "markdown" else text).strip())


def _slug(slug: str) -> str:
    """Up to 100 of the characters that an address there may have."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", slug)[:LONGEST_SLUG].strip("-")


def _test(options: Options) -> dict[str, Any]:
    return {"recipients": [options.test]}


class Buttondown:
    """The emails of one newsletter."""

    name = "Buttondown"
    button = "it stays a draft: it is sent or scheduled with the button in Buttondown, and never from here"
    keeps_schedule = False  # a change says that it is a draft, and then it is one

    def __init__(self, world: World, options: Options, email: Email) -> None:
        api = services.checked(options.api, TABLE, "api", "https://api.buttondown.com/v1")
        key = services.login(world.http, api, self.name, SECRET).password
        headers = {"Authorization": f"Token {key}", "X-API-Version": VERSION}
        if options.newsletter:
            headers["Buttondown-Context"] = one_line(options.newsletter, 100)
        self._service = Service(world.http, self.name, api, TABLE, SECRET, headers, "detail")
        self._email, self._options = email, options
        self._before = world.receipt.remote if world.receipt else ""

    def at(self, remote: str) -> Kept | None:
        """The email of this id, unless it was deleted there."""
        answer = self._service.ask("GET", f"/emails/{quote(remote, safe='')}")
        if answer.status in (404, 410):
            return None
        return _kept(self._service.want(answer), self._service)

    def marked(self) -> Sequence[str]:
        """The emails with the metadata of this edition among the newest."""
        ids: list[str] = []
        for page in range(1, MOST_PAGES + 1):
            query = [*(("status", status) for status in STATUSES), ("ordering", "-creation_date")]
            query += [("excluded_fields", "body"), ("page", str(page))]
            listed = self._service.want(self._service.ask("GET", f"/emails?{urlencode(query)}"))
            results = listed.get("results") if isinstance(listed, dict) else None
            if not isinstance(results, list):
                raise self._service.odd()
            ids += [text_of(each, "id") for each in results if self._is_marked(each)]
            if not listed.get("next") or not results:
                break
        return [name for name in dict.fromkeys(ids) if name]

    def _is_marked(self, data: Any) -> bool:
        marks = data.get("metadata") if isinstance(data, dict) else None
        return isinstance(marks, dict) and all(marks.get(key) == mark for key, mark in self._email.marks.items())

    def make(self) -> Kept:
        """One email, even if the answer is lost and it is asked for again (https://docs.buttondown.com/api-idempotency-keys)."""
        # One that was deleted there is not the answer to making it anew.
        key = digest(f"{self._email.draft.sent} {self._before}")[:32]
        data = self._ask("POST", "/emails", self._email.fields(new=True), {"X-Idempotency-Key": key})
        made = _kept(data, self._service)
        if made is None:
            raise self._service.odd()
        return made

    def change(self, found: Kept) -> None:
        """The texts; slug, audience and whatever else somebody chose there stay."""
        self._ask("PATCH", f"/emails/{quote(found.id, safe='')}", self._email.fields(new=False))

    def send_test(self, kept: Kept) -> None:
        """The draft to one address, as its editor would send it to themselves."""
        self._ask("POST", f"/emails/{quote(kept.id, safe='')}/send-draft", _test(self._options))

    def _ask(self, method: Method, path: str, fields: dict[str, Any], headers: Mapping[str, str] | None = None) -> Any:
        answer = self._service.ask(method, path, fields, headers)
        if answer.status == 409:
            raise RoundupError(
                "Buttondown is busy with another request for the same email (409)",
                hint="Publish again in a minute. What arrived already is found there and not made twice.",
            )
        return self._service.want(answer, remedy=_REMEDIES.get(answer.word("code"), ""))


def _kept(data: Any, service: Service) -> Kept | None:
    """The email that `data` describes; None if it is deleted. What is no email is an error."""
    status, name = text_of(data, "status", 40), text_of(data, "id", 100)
    if not name or not status:
        raise service.odd()
    if status == "deleted":
        return None
    stage: Stage = "draft" if status == "draft" else "scheduled" if status == "scheduled" else "gone"
    texts = {key: drafts.settled(text_of(data, key)) for key in ("subject", "description", "canonical_url", "body")}
    return Kept(name, stage, status, safe_url(text_of(data, "absolute_url")), texts)
