"""listmonk by its published interface: a campaign is kept as a draft, with all its parts, and never started."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from roundup.deliver import Parcel, Wish, listmonk
from roundup.errors import ConfigError
from tests.deliver import newsletters
from tests.deliver.fakelistmonk import SHAPES, TOKEN, FakeListmonk, filled_in
from tests.deliver.newsletters import Newsletter
from tests.deliver.shapes import faults
from tests.samples import NOW, edition

FILES = {
    "fragment": b"<p>Words.</p>\n",
    "email": b"<!--[if mso]><td><![endif]--><p>Words.</p>",
    "email-text": b"Words.\n\n-- \nThe foot.\n",
}
EDITION = edition(number=12, url="https://kettle.example/2026/11/20/", tags=("Bins", "Two words"))
PARCEL = Parcel(EDITION, FILES, "A week of bins.", subject="The week that was, 20 November 2026")
OPTIONS = listmonk.Options(site="https://lists.example/", lists=(3, 4))
CODE = "{{ .Subscriber.Email }} https://x.example@TrackLink <b>"


@pytest.fixture
def service(listmonks: Callable[[], FakeListmonk]) -> FakeListmonk:
    """A new and empty listmonk."""
    return listmonks()


@pytest.fixture
def newsletter(root: Path, service: FakeListmonk, monkeypatch: pytest.MonkeyPatch) -> Newsletter:
    """A desk that delivers to it."""
    return newsletters.listmonk(root, service, monkeypatch)


def fields(options: listmonk.Options = OPTIONS) -> dict[str, Any]:
    """The body of the request that would make the campaign."""
    found: dict[str, Any] = json.loads(listmonk.prepare(PARCEL, options, Wish()).requests[0].body)
    return found


def test_the_campaign_as_it_would_be_made() -> None:
    """HTML and plain text, lists, tags with our mark among them, headers; to unsubscribe listmonk's own way."""
    (request,) = listmonk.prepare(PARCEL, OPTIONS, Wish()).requests
    assert (request.verb, request.where) == ("POST", "https://lists.example/api/campaigns")
    assert fields() == {
        "name": "2026-11-20-week-that-was: That was the local government week that was",
        "type": "regular",
        "content_type": "html",
        "messenger": "email",
        "lists": [3, 4],
        "tags": ["roundup-12-2026-11-20-week-that-was", "Bins", "Two words"],
        "headers": [
            {"X-Roundup-Edition": "12 2026-11-20-week-that-was"},
            {"Archived-At": "<https://kettle.example/2026/11/20/>"},
        ],
        "subject": "The week that was, 20 November 2026",
        "body": "<p>Words.</p>",
        "altbody": "Words.\n\n-- \nThe foot.\n\nUnsubscribe: {{ UnsubscribeURL }}",
    }
    assert not list(faults(fields(), SHAPES["campaign"]))


def test_a_whole_email_for_a_template_that_adds_nothing() -> None:
    """Its comments are kept, as Outlook needs them; template and sender are named."""
    options = replace(OPTIONS, format="email", template=7, sender="Kettle <post@kettle.example>")
    made = fields(options)
    assert made["body"] == '{{ Safe "<!--[if mso]><td><![endif]-->" }}<p>Words.</p>'
    assert (made["template_id"], made["from_email"]) == (7, "Kettle <post@kettle.example>")


@pytest.mark.parametrize("wish", [Wish(), Wish(live=True), Wish(at=NOW + timedelta(days=1))])
def test_no_request_starts_anything(newsletter: Newsletter, service: FakeListmonk, wish: Wish) -> None:
    """Whatever is wished, none goes to /status, none has a date or a status in it."""
    newsletter.desk.delivered(wish)
    newsletter.desk.say("Other words.")
    newsletter.desk.delivered(wish)
    assert [str(asked) for asked in service.written()] == ["POST /api/campaigns", "PUT /api/campaigns/1"]
    assert not any({"status", "send_at"} & set(asked.sent) for asked in service.written())
    assert (service.started, service.ours["status"]) == ([], "draft")


def test_quoted_code_stays_words(newsletter: Newsletter, service: FakeListmonk) -> None:
    """In subject, HTML and plain text, as readers get them."""
    newsletter.desk.edition = replace(newsletter.desk.edition, title=CODE, intro="A week.", sign_off=CODE)
    assert newsletter.desk.delivered().losses == ()
    assert filled_in(service.ours["subject"]) == CODE
    assert CODE in filled_in(service.ours["altbody"])
    assert "{{" not in service.ours["body"]


def test_what_was_chosen_there_stays(newsletter: Newsletter, service: FakeListmonk) -> None:
    """Another name, other lists, a template, an attachment, a date: a change sends them back as they are."""
    newsletter.desk.delivered()
    chosen = {"name": "Ours", "template_id": 9, "lists": [{"id": 8, "name": "VIPs"}], "media": [{"id": 5}]}
    service.ours.update(chosen, status="scheduled", send_at="2026-11-27T09:00:00Z", tags=[*service.ours["tags"], "x"])
    newsletter.desk.say("Other words.")
    done = newsletter.desk.delivered()
    assert (done.done, done.state) == ("changed", "scheduled")
    kept = service.ours
    assert (kept["name"], kept["template_id"], [each["id"] for each in kept["lists"]]) == ("Ours", 9, [8])
    assert ([each["id"] for each in kept["media"]], kept["send_at"]) == ([5], "2026-11-27T09:00:00Z")
    assert (kept["status"], "x" in kept["tags"]) == ("scheduled", True)


def test_started_between_looking_and_writing(newsletter: Newsletter, service: FakeListmonk) -> None:
    """listmonk itself refuses then, and says so."""
    newsletter.desk.delivered()
    newsletter.desk.say("Other words.")
    service.meanwhile = lambda asked: service.ours.update(status="running") if asked.method == "PUT" else None
    pushed = newsletter.desk.refused()
    assert "Cannot update a running or a finished campaign." in pushed.error
    assert "Other words." not in service.ours["body"]


def test_older_ones_do_not_heed_the_tag(newsletter: Newsletter, service: FakeListmonk) -> None:
    """Then ours is looked for among all that they list."""
    service.heeds_tags = False
    newsletter.desk.delivered()
    service.campaigns[2] = {**service.campaigns[1], "id": 2, "tags": ["other"]}
    newsletter.lose_receipt()
    assert newsletter.desk.delivered().remote == "1"


def test_a_test_goes_when_it_is_wished_and_something_changed(
    root: Path, service: FakeListmonk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the one subscriber, as the campaign is kept there."""
    there = newsletters.listmonk(root, service, monkeypatch, test="me@kettle.example")
    assert there.desk.delivered().said == ("a test goes to me@kettle.example",)
    assert there.desk.delivered().said == ()
    ((number, sent),) = service.tests
    assert (number, sent["subscribers"], sent["body"]) == (1, ["me@kettle.example"], service.ours["body"])
    assert there.desk.delivered(Wish(live=True)).done == "unchanged"
    assert len(service.tests) == 1


def test_its_own_page_is_for_editors(newsletter: Newsletter, service: FakeListmonk) -> None:
    """A draft's address is where it is edited; once it is out, the edition is not said to stand there."""
    assert newsletter.desk.delivered().url == f"{service.url}/admin/campaigns/1"
    service.ours["status"] = "finished"
    assert newsletter.desk.delivered().url == ""


def test_the_token_is_in_no_request_but_its_header(newsletter: Newsletter, service: FakeListmonk) -> None:
    """And in no receipt."""
    newsletter.desk.delivered()
    assert not any(TOKEN in json.dumps([asked.path, asked.sent]) for asked in service.requests)
    assert TOKEN not in str(newsletter.desk.receipt("listmonk"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (listmonk.Options(lists=(1,)), "[deliver.listmonk] site is not set"),
        (listmonk.Options(site="https://lists.example/?x", lists=(1,)), "[deliver.listmonk] site is 'https"),
        (listmonk.Options(site="https://lists.example"), "[deliver.listmonk] lists is not set"),
    ],
)
def test_what_cannot_be_guessed_is_said(options: listmonk.Options, words: str) -> None:
    """Where it is, and who is to get it."""
    with pytest.raises(ConfigError) as caught:
        listmonk.prepare(PARCEL, options, Wish())
    assert words in caught.value.message
