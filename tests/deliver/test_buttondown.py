"""Buttondown by its published interface: what is asked for is a draft in every single request, and nothing goes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from roundup.deliver import Parcel, Prepared, Wish, buttondown
from roundup.deliver.base import Reader
from roundup.deliver.literal import django
from roundup.errors import ConfigError
from tests.deliver import newsletters
from tests.deliver.fakebuttondown import KEY, SHAPES, FakeButtondown, refused
from tests.deliver.fakeservice import Asked
from tests.deliver.newsletters import Newsletter
from tests.deliver.shapes import faults
from tests.samples import NOW, edition

FILES = {
    "markdown": b'---\ntitle: "A week"\nnumber: 12\n---\n\nWords.\n\n---\n\nMore.\n',
    "fragment": b"<p>Words.</p>\n",
}
EDITION = edition(number=12, url="https://kettle.example/2026/11/20/")
PARCEL = Parcel(EDITION, FILES, "A week of bins.", subject="The week that was, 20 November 2026")
WISHES = (Wish(), Wish(live=True), Wish(at=NOW + timedelta(days=1)), Wish(readers=(Reader("a@b.example"),)))


@pytest.fixture
def service(buttondowns: Callable[[], FakeButtondown]) -> FakeButtondown:
    """A new and empty newsletter."""
    return buttondowns()


@pytest.fixture
def newsletter(root: Path, service: FakeButtondown, monkeypatch: pytest.MonkeyPatch) -> Newsletter:
    """A desk that delivers to it."""
    return newsletters.buttondown(root, service, monkeypatch)


def prepared(options: buttondown.Options | None = None, parcel: Parcel = PARCEL, wish: Wish | None = None) -> Prepared:
    return buttondown.prepare(parcel, options or buttondown.Options(), wish or Wish())


def fields(options: buttondown.Options | None = None, parcel: Parcel = PARCEL) -> dict[str, Any]:
    """The body of the request that would make the email."""
    found: dict[str, Any] = json.loads(prepared(options, parcel).requests[0].body)
    return found


def test_the_email_as_it_would_be_made() -> None:
    """All that an editor would type there, by the edition's number and slug to be found again; no front matter."""
    (request,) = prepared().requests
    assert (request.verb, request.where) == ("POST", "https://api.buttondown.com/v1/emails")
    assert fields() == {
        "status": "draft",
        "subject": "The week that was, 20 November 2026",
        "description": "A week of bins.",
        "canonical_url": "https://kettle.example/2026/11/20/",
        "body": "<!-- buttondown-editor-mode: plaintext -->\nWords.\n\n---\n\nMore.",
        "slug": "2026-11-20-week-that-was",
        "metadata": {"roundup_edition": "12", "roundup_slug": "2026-11-20-week-that-was"},
        "secondary_id": 12,
    }


def test_html_is_for_the_other_editor() -> None:
    """The way a body is edited there is said in its first line, so that nobody guesses."""
    body = fields(buttondown.Options(format="fragment"))["body"]
    assert body == "<!-- buttondown-editor-mode: fancy -->\n<p>Words.</p>"


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("form", ["markdown", "fragment"])
@pytest.mark.parametrize("test", ["", "me@kettle.example"])
def test_whatever_is_wished_what_is_shown_beforehand_says_draft(wish: Wish, form: Any, test: str) -> None:
    """Every flag and option; the same bytes each time."""
    ready = prepared(buttondown.Options(format=form, test=test), wish=wish)
    (made, *rest) = ready.requests
    assert json.loads(made.body)["status"] == "draft"
    assert [request.where.rpartition("/")[2] for request in rest] == ["send-draft"] * bool(test)
    assert ready.sent == prepared(buttondown.Options(format=form, test=test)).sent


@pytest.mark.parametrize("form", ["markdown", "fragment"])
def test_every_request_that_makes_or_changes_an_email_says_draft(
    root: Path, service: FakeButtondown, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Made, corrected, cut off, made anew, tested, with every wish: a request without it would go to all readers."""
    there = newsletters.buttondown(
        root, service, monkeypatch, format=form, test="me@kettle.example", newsletter="kettle"
    )
    for number, wish in enumerate(WISHES[:3]):
        for cut in (None, (1, "before"), (1, "after"), (3, "before")):
            service.cut = (len(service.requests) + cut[0], cut[1]) if cut else None
            there.desk.say(f"Words {number} {cut}.")
            there.desk.push(wish)
            service.cut = None
            there.desk.delivered(wish)
        service.emails.clear()
        service.keys.clear()
        there.desk.delivered(wish)
    written = [asked for asked in service.written() if not asked.path.endswith("/send-draft")]
    assert {asked.method for asked in written} == {"POST", "PATCH"}
    assert [asked.sent.get("status") for asked in written] == ["draft"] * len(written)
    assert {asked.method for asked in service.requests} == {"GET", "POST", "PATCH"}
    assert service.sent == []
    assert not any("x-buttondown-live-dangerously" in asked.headers for asked in service.requests)


def test_the_fake_would_have_sent_it(service: FakeButtondown, newsletter: Newsletter) -> None:
    """What the tests above rely on: left out, the status is the one that sends."""
    headers = {"authorization": f"Token {KEY}", "x-api-version": buttondown.VERSION}
    status, made = service.answer(Asked("POST", "/v1/emails", {}, headers, {"subject": "Oh no"}))
    assert (status, made["status"], service.sent) == (201, "about_to_send", ["em_1"])
    assert newsletter.desk.delivered().done == "created"


def test_requests_have_the_published_shape(newsletter: Newsletter, service: FakeButtondown) -> None:
    """No field that nobody published; the version of the interface they were written for; the key in its header."""
    newsletter.desk.delivered()
    newsletter.desk.say("Other words.")
    newsletter.desk.delivered()
    made, changed = service.written()
    assert not list(faults(made.sent, SHAPES["create"]))
    assert not list(faults(changed.sent, SHAPES["update"]))
    assert {asked.headers["x-api-version"] for asked in service.requests} == {"2026-04-01"}
    assert not any(KEY in json.dumps([asked.path, asked.sent]) for asked in service.requests)


def test_a_change_leaves_what_was_chosen_there(newsletter: Newsletter, service: FakeButtondown) -> None:
    """Another slug, other readers, their own metadata: none of it is written over."""
    newsletter.desk.delivered()
    service.ours.update(slug="ours-now", filters={"tags": "paid"}, metadata={**service.ours["metadata"], "by": "ada"})
    newsletter.desk.say("Other words.")
    newsletter.desk.delivered()
    assert (service.ours["slug"], service.ours["filters"]) == ("ours-now", {"tags": "paid"})
    assert service.ours["metadata"]["by"] == "ada"


def test_what_is_scheduled_there_is_not_taken_off(newsletter: Newsletter, service: FakeButtondown) -> None:
    """A change would have to say that it is a draft, and then it would be one: its editor does that."""
    newsletter.desk.delivered()
    service.ours["status"] = "scheduled"
    assert newsletter.desk.delivered().state == "scheduled"
    newsletter.desk.say("Other words.")
    pushed = newsletter.desk.refused()
    assert "it is scheduled in Buttondown, and a change would take it off" in pushed.error
    assert "schedule it anew" in pushed.hint
    assert service.saves == 1


def test_made_twice_at_the_same_moment_it_is_one(newsletter: Newsletter, service: FakeButtondown) -> None:
    """The same words of the same edition bear the same key, whoever asks first."""
    newsletter.desk.delivered()
    newsletter.lose_receipt()
    service.ours["metadata"] = {}  # not to be found yet
    assert newsletter.desk.delivered().remote == "em_1"
    keys = [asked.headers["x-idempotency-key"] for asked in service.written()]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert len(service.emails) == 1


def test_among_many_emails_ours_is_found(newsletter: Newsletter, service: FakeButtondown) -> None:
    """The listing has pages, without the texts."""
    newsletter.desk.delivered()
    for number in range(2, 7):
        service.emails[f"em_{number}"] = {**service.emails["em_1"], "id": f"em_{number}", "metadata": {"mine": "x"}}
    newsletter.lose_receipt()
    assert newsletter.desk.delivered().remote == "em_1"
    assert len(service.written()) == 1


def test_what_went_into_the_bin_is_not_there(newsletter: Newsletter, service: FakeButtondown) -> None:
    """Its interface still knows it, as deleted."""
    newsletter.desk.delivered()
    service.emails["em_1"].update(status="deleted", slug="")
    assert newsletter.desk.delivered().remote == "em_2"


def test_a_test_goes_when_it_is_wished_and_something_changed(
    root: Path, service: FakeButtondown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the one address, once for each wording; a test that fails leaves the draft where it is."""
    there = newsletters.buttondown(root, service, monkeypatch, test="me@kettle.example")
    assert there.desk.delivered().said == ("a test goes to me@kettle.example",)
    assert there.desk.delivered().said == ()
    assert service.tests == [("em_1", ["me@kettle.example"])]
    service.odd = lambda asked: (500, b"{}", {}) if asked.path.endswith("send-draft") else None
    there.desk.say("Other words.")
    assert there.desk.delivered().said == ("the test to me@kettle.example was not sent: Buttondown answers 500",)


def test_no_test_goes_unasked(newsletter: Newsletter, service: FakeButtondown) -> None:
    """Not even to oneself."""
    newsletter.desk.delivered(Wish(live=True))
    assert service.tests == []


def test_one_of_several_newsletters(root: Path, service: FakeButtondown, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named in the header that is there for it."""
    newsletters.buttondown(root, service, monkeypatch, newsletter="kettle").desk.delivered()
    assert {asked.headers["buttondown-context"] for asked in service.requests} == {"kettle"}


def test_texts_are_cut_to_what_fits(newsletter: Newsletter) -> None:
    """Subjects of 2,000 characters, slugs of 100 and of few letters."""
    long = replace(EDITION, slug="die-woche-ü/" + "x" * 200)
    made = fields(parcel=replace(PARCEL, edition=long, subject="w" * 5_000))
    assert len(made["subject"]) == 2_000
    assert made["slug"] == ("die-woche--" + "x" * 200)[:100]
    assert not list(faults(made, SHAPES["create"]))
    newsletter.desk.edition = replace(newsletter.desk.edition, title="{{ x }} " * 600, slug="s" * 100)
    assert newsletter.desk.delivered().losses == ()


def test_an_edition_without_address_or_number_is_made_all_the_same(newsletter: Newsletter) -> None:
    """A special one has no number, a new desk no site."""
    newsletter.desk.edition = replace(newsletter.desk.edition, number=0, url="")
    assert newsletter.desk.delivered().losses == ()


def test_quoted_code_stays_words(newsletter: Newsletter) -> None:
    """In subject, description and body."""
    code = "{{ subscriber.email }} {% now 'Y' %} {# gone #}"
    newsletter.desk.edition = replace(newsletter.desk.edition, title=code, intro=code, sign_off=code)
    assert newsletter.desk.delivered().losses == ()
    kept = newsletter.ours
    assert kept["subject"] == kept["description"] == django(code)
    assert "{{" not in kept["body"]


@pytest.mark.parametrize("code", [c for c in SHAPES["errors"] if c != "sending_requires_confirmation"])
def test_each_refusal_is_told_with_a_remedy(newsletter: Newsletter, service: FakeButtondown, code: str) -> None:
    """In Buttondown's own words and by its code; the same command makes the draft once it is put right."""
    status, data = refused(code, "It is not to our liking.")
    service.odd = lambda asked: (status, json.dumps(data).encode(), {}) if asked.method == "POST" else None
    pushed = newsletter.desk.refused()
    assert pushed.error == f"Buttondown does not take it (400): It is not to our liking. ({code})"
    assert pushed.hint
    service.odd = lambda _asked: None
    assert newsletter.desk.delivered().done == "created"


def test_a_slug_that_is_taken(newsletter: Newsletter, service: FakeButtondown) -> None:
    """By an email of somebody else's: the remedy is another slug."""
    newsletter.desk.delivered()
    service.ours["metadata"] = {}
    service.keys.clear()
    newsletter.lose_receipt()
    assert newsletter.desk.refused().hint.startswith("Open this edition again (roundup undo)")


def test_where_to_write_to_is_an_address() -> None:
    """And is said if it is none."""
    with pytest.raises(ConfigError) as caught:
        prepared(buttondown.Options(api="buttondown"))
    assert "[deliver.buttondown] api is 'buttondown'" in caught.value.message


def test_two_requests_at_once(newsletter: Newsletter, service: FakeButtondown) -> None:
    """409 is no fault of anybody's: later it works."""
    service.odd = lambda asked: (409, b"{}", {}) if asked.method == "POST" else None
    pushed = newsletter.desk.refused()
    assert "busy with another request for the same email (409)" in pushed.error
    assert "Publish again in a minute." in pushed.hint
