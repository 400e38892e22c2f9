"""A campaign in listmonk, by its API: kept as a draft, and started by its editor there.

https://listmonk.app/docs/apis/campaigns/. A campaign is made as a draft; what would start it is another request, which
this module does not have.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urlencode

from roundup.dataclass import dataclass
from roundup.deliver import drafts, services
from roundup.deliver.base import Delivered, Parcel, Prepared, Request, Wish, World, digest
from roundup.deliver.drafts import Draft, Kept, Stage
from roundup.deliver.literal import go_html, go_plain, go_text
from roundup.deliver.services import Service, text_of
from roundup.errors import ConfigError
from roundup.text import one_line
from roundup.urls import safe_url

TABLE = "deliver.listmonk"
SECRET = "ROUNDUP_SECRET_LISTMONK='https://lists.example API-USER TOKEN'"  # noqa: S105 - how one is written down
LONGEST_NAME, LONGEST_SUBJECT = 200, 1_000
MOST_LISTED = 100
_TEXTS = ("subject", "body", "altbody")
# What a change sends back as it is there: listmonk empties some of it if it is left out.
_STAYS = ("name", "from_email", "type", "content_type", "messenger", "template_id", "tags", "headers", "send_at")


@dataclass(frozen=True, slots=True)
class Options:
    """[deliver.listmonk] — name and token of an API user stand in ROUNDUP_SECRET_LISTMONK or password_command.

    `lists` and `template` are listmonk's numbers of them; to `test`, one of its subscribers, a test goes whenever the
    campaign is made or changed.
    """

    site: str = ""
    lists: tuple[int, ...] = ()
    template: int = 0
    format: Literal["fragment", "email"] = "fragment"
    sender: str = ""
    test: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """What the campaign shall be: its texts as a draft, what else it has when it is made, its mark among the tags."""

    draft: Draft
    made_with: Mapping[str, Any]
    mark: str


def wants(options: Options) -> tuple[str, ...]:
    """HTML for a template of listmonk's, or a whole e-mail for a template that adds nothing; and the plain text."""
    return (options.format, "email-text")


def prepare(parcel: Parcel, options: Options, wish: Wish) -> Prepared:  # noqa: ARG001 - a draft, whatever is wished
    """The campaign; the same for any wish, since nothing here starts one."""
    site = services.checked(options.site, TABLE, "site", "https://lists.example")
    if not options.lists:
        raise ConfigError(f"[{TABLE}] lists is not set", hint="Write the numbers of the lists: lists = [3].")
    edition = parcel.edition
    texts = {
        "subject": go_text(one_line(parcel.subject or edition.title, LONGEST_SUBJECT)),
        "body": go_html(parcel.text(options.format).strip()),
        "altbody": go_plain(parcel.text("email-text")),
    }
    mark = f"roundup-{edition.number}-{edition.slug}".lower()
    made_with = _made_with(parcel, options, mark)
    body = json.dumps({**made_with, **texts}, ensure_ascii=False, indent=1)
    requests = [Request("POST", f"{site}/api/campaigns", body)]
    if options.test:
        test = json.dumps({"subscribers": [options.test]})
        requests.append(Request("POST", f"{site}/api/campaigns/ID/test", f"as above, and {test}"))
    sent = digest(body)
    as_html = {"body": drafts.html, "altbody": drafts.plain}
    return Prepared(tuple(requests), sent, Campaign(Draft(texts, as_html, sent, options.test), made_with, mark))


def send(prepared: Prepared, options: Options, world: World) -> Delivered:
    """Make the draft or change it in place, then read it back and compare."""
    campaign: Campaign = prepared.what
    return drafts.push(Listmonk(world, options, campaign), campaign.draft, world)


def _made_with(parcel: Parcel, options: Options, mark: str) -> dict[str, Any]:
    edition = parcel.edition
    headers = [{"X-Roundup-Edition": f"{edition.number} {edition.slug}"}]
    if url := safe_url(edition.url):
        headers.append({"Archived-At": f"<{url}>"})
    return {
        "name": one_line(f"{edition.slug}: {edition.title}", LONGEST_NAME),
        "type": "regular",
        "content_type": "html",
        "messenger": "email",
        "lists": list(options.lists),
        "tags": [mark, *(one_line(tag, 100) for tag in edition.tags)],
        "headers": headers,
        **({"template_id": options.template} if options.template else {}),
        **({"from_email": one_line(options.sender)} if options.sender else {}),
    }


class Listmonk:
    """The campaigns of one listmonk."""

    name = "listmonk"
    button = "it stays a draft: it is started or scheduled with the button in listmonk, and never from here"
    keeps_schedule = True

    def __init__(self, world: World, options: Options, campaign: Campaign) -> None:
        self._site = services.checked(options.site, TABLE, "site", "https://lists.example")
        user = services.login(world.http, f"{self._site}/api", self.name, SECRET)
        basic = base64.b64encode(f"{user.name}:{user.password}".encode()).decode("ascii")
        headers = {"Authorization": f"Basic {basic}"}
        self._service = Service(world.http, self.name, f"{self._site}/api", TABLE, SECRET, headers, "message")
        self._campaign, self._options = campaign, options

    def at(self, remote: str) -> Kept | None:
        """The campaign of this number."""
        data = self._data(remote)
        return self._kept(data) if data else None

    def _data(self, remote: str) -> dict[str, Any] | None:
        if not remote.isdigit():
            return None
        answer = self._service.ask("GET", f"/campaigns/{remote}")
        # It says 400 of a number that it does not have.
        if answer.status in (400, 404, 410):
            return None
        return self._object(self._service.want(answer))

    def marked(self) -> Sequence[str]:
        """The campaigns that bear our tag, among the newest."""
        query = urlencode(
            {
                "tag": self._campaign.mark,
                "order_by": "created_at",
                "order": "DESC",
                "page": 1,
                "per_page": MOST_LISTED,
                "no_body": "true",
            }
        )
        listed = self._object(self._service.want(self._service.ask("GET", f"/campaigns?{query}"))).get("results")
        if not isinstance(listed, list):
            raise self._service.odd()
        # Whether it heeds the tag depends on its age, so that it is looked for here once more.
        return [str(each["id"]) for each in listed if isinstance(each, dict) and self._is_marked(each)]

    def _is_marked(self, data: dict[str, Any]) -> bool:
        tags, number = data.get("tags"), data.get("id")
        return isinstance(number, int) and isinstance(tags, list) and self._campaign.mark in tags

    def make(self) -> Kept:
        """A campaign is a draft when it is made."""
        fields = {**self._campaign.made_with, **self._campaign.draft.texts}
        return self._kept(self._object(self._service.want(self._service.ask("POST", "/campaigns", fields))))

    def change(self, found: Kept) -> None:
        """The texts; name, lists, template and whatever else somebody chose there stay."""
        fields = {**self._as_it_is(found), **self._campaign.draft.texts}
        self._service.want(self._service.ask("PUT", f"/campaigns/{found.id}", fields))

    def send_test(self, kept: Kept) -> None:
        """The campaign to one subscriber, as its editor would send it to themselves."""
        fields = {**self._as_it_is(kept), **kept.texts, "subscribers": [self._options.test]}
        self._service.want(self._service.ask("POST", f"/campaigns/{kept.id}/test", fields))

    def _as_it_is(self, found: Kept) -> dict[str, Any]:
        data = self._data(found.id) or {}
        stays = {name: data[name] for name in _STAYS if data.get(name) is not None}
        return {**stays, "lists": _numbers(data.get("lists")), "media": _numbers(data.get("media"))}

    def _object(self, data: Any) -> dict[str, Any]:
        found = data.get("data") if isinstance(data, dict) else None
        if not isinstance(found, dict):
            raise self._service.odd()
        return found

    def _kept(self, data: dict[str, Any]) -> Kept:
        number, status = data.get("id"), text_of(data, "status", 40)
        if not isinstance(number, int) or isinstance(number, bool) or not status:
            raise self._service.odd()
        stage: Stage = "draft" if status == "draft" else "scheduled" if status == "scheduled" else "gone"
        texts = {key: drafts.settled(text_of(data, key)) for key in _TEXTS}
        # Its own page is its editors' alone, and nobody's to read when it is out.
        url = "" if stage == "gone" else f"{self._site}/admin/campaigns/{number}"
        return Kept(str(number), stage, status, url, texts)


def _numbers(things: Any) -> list[int]:
    """The numbers of the lists or files that a campaign has."""
    listed = things if isinstance(things, list) else []
    found = (each.get("id") for each in listed if isinstance(each, dict))
    return [number for number in found if isinstance(number, int)]
