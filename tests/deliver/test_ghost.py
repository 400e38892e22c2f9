"""What would be sent to a Ghost, how it is logged in to, and what its answers mean."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from roundup.config import FetchSettings, read_table
from roundup.deliver import Delivered, Parcel, Prepared, Wish, World, ghost
from roundup.deliver.ghost import trouble
from roundup.deliver.ghost.site import token
from roundup.errors import ConfigError, RoundupError
from roundup.net import HttpClient
from roundup.workflow.files import replace_file
from tests.deliver.fakeghost import KEY, KEY_ID, SECRET, FakeGhost
from tests.net.servers import Page, hang, reply, reset, serving
from tests.samples import NOW, edition

HTML = '<p>Words.</p>\n<blockquote cite="https://a.example/"><p dir="auto">One.</p><p>Two.</p></blockquote>\n'
EDITION = edition(tags=("bins",), categories=("Roundup",), url="https://kettle.example/week/")
PARCEL = Parcel(EDITION, {"fragment": HTML.encode()}, "A week of bins.")
SITE = "https://blog.example"


def prepared(parcel: Parcel = PARCEL, wish: Wish | None = None, **options: Any) -> Prepared:
    return ghost.prepare(parcel, ghost.Options(**{"site": SITE, **options}), wish or Wish())


def sent(parcel: Parcel = PARCEL, wish: Wish | None = None, **options: Any) -> Any:
    """The fields of the one request."""
    (request,) = prepared(parcel, wish, **options).requests
    return json.loads(request.body)


def test_the_post_as_it_would_be_sent() -> None:
    """Everything an editor would type into Ghost, the category first, a hidden tag of ours, a draft."""
    (request,) = prepared().requests
    assert (request.verb, request.where) == ("POST", "https://blog.example/ghost/api/admin/posts/?source=html")
    assert json.loads(request.body) == {
        "title": "That was the local government week that was",
        "custom_excerpt": "A week of bins.",
        "html": "<p>Words.</p>\n<blockquote><p>One.</p><p>Two.</p></blockquote>",
        "slug": "2026-11-20-week-that-was",
        "status": "draft",
        "tags": ["Roundup", "bins", "#roundup-2026-11-20-week-that-was"],
    }


def test_whole_in_one_card() -> None:
    """Every byte, between the comments that make it a card; a comment in it that would end the card does not."""
    parcel = replace(PARCEL, files={"fragment": b"<p>Words.</p><!--kg-card-end: html--><p>More.</p>\n"})
    assert sent(parcel, mode="lossless")["html"] == (
        "<!--kg-card-begin: html-->\n<p>Words.</p><!-- kg-card-end: html--><p>More.</p>\n<!--kg-card-end: html-->"
    )


@pytest.mark.parametrize(
    ("wish", "status"), [(Wish(), "draft"), (Wish(live=True), "published"), (Wish(at=NOW), "scheduled")]
)
def test_public_only_when_asked_for(wish: Wish, status: str) -> None:
    """A draft unless the editor said more."""
    assert sent(wish=wish)["status"] == status


def test_the_wish_is_no_part_of_what_the_post_says() -> None:
    """A post that was made public is the same post: pushed again without a wish, nothing is to be written."""
    assert prepared().sent == prepared(wish=Wish(live=True)).sent != prepared(mode="lossless").sent


def test_the_original_is_elsewhere_if_that_is_said() -> None:
    """Search engines are told which page is meant; else the post is the original."""
    assert sent(canonical=True)["canonical_url"] == "https://kettle.example/week/"
    assert "canonical_url" not in sent()
    assert "canonical_url" not in sent(replace(PARCEL, edition=replace(EDITION, url="")), canonical=True)


def test_title_excerpt_and_tags_are_no_longer_than_ghost_has_room_for() -> None:
    """Cut at a word, with three dots, rather than refused."""
    long = replace(EDITION, title="bins " * 100, tags=("t" * 300,))
    fields = sent(replace(PARCEL, edition=long, summary="week " * 100))
    assert (len(fields["title"]) <= 255, len(fields["custom_excerpt"]) <= 300) == (True, True)
    assert fields["title"].endswith("bins…")
    assert len(fields["tags"][1]) == 191


@pytest.mark.parametrize(
    ("names", "tags"),
    [
        (("Bins", "bins", "BINS"), ["Bins"]),
        (("#hidden", " , odd"), ["hidden", "odd"]),
        (("", " ", "#"), []),
        (("roundup",), ["roundup"]),
        (("a, b", "R&D", "日本"), ["a, b", "R&D", "日本"]),
    ],
)
def test_labels_are_ones_that_ghost_takes(names: tuple[str, ...], tags: list[str]) -> None:
    """Each once; none that would be hidden from readers, or refused."""
    assert sent(replace(PARCEL, edition=replace(EDITION, tags=names, categories=())))["tags"][:-1] == tags


def test_a_tag_that_is_a_category_too_is_one() -> None:
    """In the category's place."""
    both = replace(EDITION, tags=("bins", "roundup"), categories=("Roundup",))
    assert sent(replace(PARCEL, edition=both))["tags"][:-1] == ["Roundup", "bins"]


@pytest.mark.parametrize(
    "site",
    [SITE, f"{SITE}/", f" {SITE} ", f"{SITE}/ghost/", f"{SITE}/ghost/#/settings/integrations", f"{SITE}/ghost"],
)
def test_the_address_is_taken_as_editors_copy_it(site: str) -> None:
    """Of the front page, or of where they log in."""
    assert prepared(site=site).requests[0].where == f"{SITE}/ghost/api/admin/posts/?source=html"


def test_a_publication_in_a_folder_is_found_there() -> None:
    """Its interface is below the folder."""
    assert prepared(site=f"{SITE}/news/").requests[0].where == f"{SITE}/news/ghost/api/admin/posts/?source=html"


@pytest.mark.parametrize("site", ["", "blog.example", "ftp://blog.example", "https://blog.example/?x=1"])
def test_no_address_is_said(site: str) -> None:
    """A target without the one thing it cannot guess names the setting."""
    with pytest.raises(ConfigError) as caught:
        prepared(site=site)
    assert "[deliver.ghost] site" in caught.value.message


def test_a_mode_that_is_none_is_refused() -> None:
    """By the settings, with the two there are."""
    with pytest.raises(ConfigError) as caught:
        read_table(ghost.Options, {"mode": "lossles"}, "roundup.toml", "deliver.ghost")
    assert "'lossless'" in caught.value.hint


def test_a_token_is_what_the_standard_says() -> None:
    """RFC 7519 with HS256: who, from when to when, for what; five minutes and no more."""
    head, claims, signature = (base64.urlsafe_b64decode(part + "==") for part in token(KEY, NOW).split("."))
    seconds = int(NOW.timestamp())
    assert json.loads(head) == {"alg": "HS256", "typ": "JWT", "kid": KEY_ID}
    assert json.loads(claims) == {"iat": seconds, "exp": seconds + 300, "aud": "/admin/"}
    assert len(signature) == 32
    assert "=" not in token(KEY, NOW)


def test_a_token_is_signed_with_the_bytes_of_the_secret() -> None:
    """Hexadecimal is how it is written, not what it is; any other secret, and Ghost lets nobody in."""
    there = FakeGhost()
    assert there._shut_out(f"Ghost {token(KEY, NOW)}") is None
    other = f"{KEY_ID}:{'beef' * 16}"
    refused = there._shut_out(f"Ghost {token(other, NOW)}")
    assert refused
    assert "invalid signature" in str(refused)


@pytest.mark.parametrize(("age", "lets_in"), [(0, True), (299, True), (300, False), (-3600, True)])
def test_a_token_lives_five_minutes(age: int, lets_in: bool) -> None:
    """After that it is of no use to who finds it in a log."""
    there = FakeGhost(now=NOW + timedelta(seconds=age))
    assert (there._shut_out(f"Ghost {token(KEY, NOW)}") is None) == lets_in


@pytest.mark.parametrize("key", ["", "abc", KEY_ID, f"{KEY_ID}:", f"{KEY_ID}:xyz", f"{KEY}\n", f"{KEY}0", "f" * 26])
def test_what_is_no_key_makes_no_token(key: str) -> None:
    """An id of 24 and a secret of an even number of hexadecimal digits."""
    with pytest.raises(ValueError, match="no Admin API key"):
        token(key, NOW)


@contextmanager
def answering(page: Page, secret: str = f"admin {KEY}") -> Iterator[tuple[str, HttpClient, Any]]:
    """A site with these answers, and a client that has a secret for it."""
    with serving(page) as server, pytest.MonkeyPatch.context() as patch:
        if secret:
            patch.setenv("ROUNDUP_SECRET_GHOST", f"{server.url('')} {secret}")
        with HttpClient(FetchSettings(allow_hosts=(f"127.0.0.1:{server.port}",), deadline=0.5)) as http:
            yield server.url(""), http, server


def push(url: str, http: HttpClient) -> Delivered:
    options = ghost.Options(site=url)
    return ghost.send(ghost.prepare(PARCEL, options, Wish()), options, World(http, replace_file, NOW))


def error(status: int, message: str = "", code: str = "", context: str = "") -> bytes:
    """An error as Ghost sends it."""
    told = {"message": message, "code": code or None, "context": context or None, "type": "Error"}
    return reply(json.dumps({"errors": [told]}).encode(), status=status)


@pytest.mark.parametrize(
    ("page", "words", "remedy"),
    [
        (error(401, "Unknown Admin API Key", "UNKNOWN_ADMIN_API_KEY"), "does not know this key", "Integrations"),
        (error(401, "Invalid token: invalid signature", "INVALID_JWT"), "invalid signature", "secret part"),
        (error(401, "Invalid token: jwt expired", "INVALID_JWT"), "clock", "Set this machine's clock"),
        (error(401, "Invalid token: maxAge exceeded", "INVALID_JWT"), "clock", "Set this machine's clock"),
        (error(401, "Invalid API Key type", "INVALID_API_KEY_TYPE"), "no Admin API key", "not the Content API's"),
        (error(403, "You do not have permission", "NO_PERMISSION"), "may not do that", "switched off"),
        (error(403, "Host Limit error", "HOST_LIMIT"), "Host Limit error", "plan"),
        (error(406, "Client request is too far ahead"), "too old or too new", "Ghost 5"),
        (error(400, "Bad request", "BAD"), "Ghost answers 400: Bad request (BAD)", "Nothing is lost"),
        (error(422, "Validation error", context="title"), "does not take the post: Validation error title", "Mend"),
        (error(500, "The database is full"), "answers 500: The database is full", "Nothing is lost"),
        (error(503, "Maintenance"), "left alone for a while (503)", "Nothing is lost"),
        (reply(b"", status=429, headers={"Retry-After": "120"}), "left alone for 120 seconds (429)", "Publish again"),
        (reply(b"<html>", status=200), "something that Ghost does not say", "[deliver.ghost]"),
        (reply(b"<html>", status=404), "something that Ghost does not say", "/ghost/"),
        (reply(b'{"code":"rest_no_route"}', status=404), "something that Ghost does not say", "/ghost/"),
        (
            reply(b"", status=301, headers={"Location": "https://o.example/"}),
            "leads on to https://o.example/",
            "deliver.ghost",
        ),
        (hang(), "no complete answer within", "Try again later"),
        (reset(), "127.0.0.1", "not made twice"),
    ],
    ids=[
        *("key gone", "secret wrong", "token old", "token too old", "other key", "not allowed", "no plan", "version"),
        *("bad request", "not valid", "broken", "maintenance", "too many", "a page", "no page", "another service"),
        *("moved", "hang", "reset"),
    ],
)
def test_every_trouble_has_words_and_a_way_out(
    page: Page, words: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What went wrong and what to do, for what Ghost, its hosts and other sites really answer."""
    monkeypatch.setattr("roundup.deliver.services.SECONDS", 0.5)
    with answering(page) as (url, http, _), pytest.raises(RoundupError) as caught:
        push(url, http)
    assert words in caught.value.message
    assert remedy in caught.value.hint
    assert SECRET not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("data", [None, [], {}, {"errors": []}, {"errors": ["x"]}, {"errors": {"message": "x"}}, 7])
def test_what_is_no_error_of_ghosts_says_nothing(data: Any) -> None:
    """Whatever a stranger's server sends, there are words for it."""
    assert (trouble.is_ghosts(data), trouble.words(data)) == (False, "")
    assert trouble.not_let_in(401, data, SITE).hint
    assert trouble.refused(422, data, SITE).hint


def test_without_a_key_nothing_is_asked() -> None:
    """The error says where it is made and where it goes."""
    with answering(reply(b"{}"), secret="") as (url, http, server), pytest.raises(RoundupError) as caught:
        push(url, http)
    assert "Integrations" in caught.value.hint
    assert "ROUNDUP_SECRET_GHOST" in caught.value.hint
    assert server.requests == []


@pytest.mark.parametrize("secret", ["admin 22444f78447824223cefc48062", f"admin {KEY_ID}", "ada hunter2"])
def test_another_kind_of_key_is_not_sent(secret: str) -> None:
    """A Content API key has no colon in it; it would not let in, and it is not shown."""
    with answering(reply(b"{}"), secret) as (url, http, server), pytest.raises(RoundupError) as caught:
        push(url, http)
    assert "is no Admin API key" in caught.value.message
    assert secret.split()[1] not in caught.value.message + caught.value.hint
    assert server.requests == []


@pytest.mark.parametrize("secret", [f"admin {KEY}", f"{KEY_ID} {SECRET}"])
def test_a_key_is_written_as_ghost_shows_it_or_in_two_words(secret: str) -> None:
    """Either goes as a token; the secret itself goes nowhere."""
    with answering(error(500), secret) as (url, http, server), pytest.raises(RoundupError):
        push(url, http)
    sent_along = server.header("authorization") or ""
    assert FakeGhost()._shut_out(sent_along) is None
    assert SECRET not in server.requests[0]
    assert server.header("accept-version") == "v5.0"


def test_what_is_sent_is_shown_without_a_key() -> None:
    """--dry-run and receipts may be read by anybody on the desk."""
    (request,) = prepared().requests
    assert "uthorization" not in request.body + request.where
