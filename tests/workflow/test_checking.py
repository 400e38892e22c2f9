"""What checks are told of a draft: people, names, twins, doubts, links, sizes; and remedies that cure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from roundup.config import EmailSettings, RenderSettings
from roundup.model import LinkAnswer, LinkState
from roundup.store.linkchecks import LinkChecks
from roundup.store.redirects import Redirects
from roundup.workflow import people
from roundup.workflow.checking import addresses, check, look
from roundup.workflow.desk import Desk
from roundup.workflow.edition import change, glance
from roundup.workflow.pick import star
from roundup.workflow.publish import publish
from roundup.workflow.word import annotate, quote
from tests.net.servers import redirect, reply, serving
from tests.workflow.desks import at, bring, desk_at, ready

STORY = (
    "We walked the parish on a cold Sunday and counted every bench we found. There are forty-one benches in Sandleigh, "
    "and thirty of them look at a car park. Nobody had ever counted them before, so we made a map and put it on the "
    "library's wall, where people have since written down three that we had missed."
)


def found(desk: Desk) -> dict[str, str]:
    """check → message, hints about intro and sign-off left out."""
    return {
        each.check: each.message for each in check(desk) if each.check not in ("no-intro", "no-sign-off", "no-name")
    }


def test_a_sound_draft_has_no_faults(desk: Desk) -> None:
    """What `ready` makes lacks but an intro and a name, which are the editor's to write."""
    ready(desk, "bins")
    assert found(desk) == {}


def test_who_opted_out_blocks(desk: Desk) -> None:
    """By the registry as it is at that moment, and back when they agree again."""
    ready(desk, "bins")
    people.add(desk, "Ada Example", people.Given(opted_out=True))
    assert "opted-out" not in found(desk)
    with desk.store() as store:
        store.posts.amend(1, authors=["Ada Example"])
    assert "Ada Example asked to be left out" in found(desk)["opted-out"]
    people.opt_in(desk, "Ada Example")
    assert "opted-out" not in found(desk)


def test_a_name_nearly_the_registry_s_warns(desk: Desk) -> None:
    """Said by the editor."""
    (post,) = ready(desk, "bins")
    people.add(desk, "Gwendolen Harper", people.Given())
    annotate(desk, post, lead="Gwendolin Harper [wrote](post) this.")
    assert "Gwendolen Harper" in found(desk)["name-unlike"]


def test_a_story_told_in_an_earlier_edition_warns(desk: Desk) -> None:
    """The same words under another address, whatever that is called."""
    first = bring(desk, "benches", STORY)
    star(desk, [first])
    annotate(desk, first, lead="Somebody [walked](post).")
    publish(desk)
    copied = bring(desk, "copy", STORY, blog="Elsewhere", url="https://elsewhere.example/benches-again/")
    star(desk, [copied])
    annotate(desk, copied, lead="Somebody [walked](post) there.")
    assert "Edition 1 has the same story" in found(desk)["same-story"]


def test_a_story_told_twice_in_one_edition_warns(desk: Desk) -> None:
    """Of the second telling."""
    ids = [bring(desk, slug, STORY, blog=slug, url=f"https://{slug}.example/benches/") for slug in ("one", "two")]
    star(desk, ids)
    for post in ids:
        annotate(desk, post, lead="Somebody [also walked](post).")
    (finding,) = [each for each in check(desk) if each.check == "same-story"]
    assert finding.where.startswith("pick 2")
    assert finding.message.startswith("Another pick has the same story")


def test_a_redirector_s_address_hides_no_repetition(desk: Desk) -> None:
    """Where an address leads counts, as far as that was found out."""
    ready(desk, "bins")
    publish(desk)
    short = bring(desk, "short", "Other words altogether.", url="https://short.example/x")
    star(desk, [short])
    annotate(desk, short, lead="Somebody [wrote](post).")
    assert "featured-before" not in found(desk)
    with desk.store() as store:
        Redirects(store.connection).keep({"https://short.example/x": "https://blog.example/bins"}, now=desk.now)
    assert found(desk)["featured-before"] == "This post has been in edition 1"


def test_a_feed_that_may_be_somebody_else_s_casts_doubt(desk: Desk) -> None:
    """On its posts, and on links to its host."""
    (post,) = ready(desk, "bins")
    annotate(desk, post, lead="Somebody [wrote](post), and [again](https://sold.example/a).")
    with desk.store() as store, store.write():
        feed = store.feeds.known_as("https://sold.example/feed", site_url="https://sold.example/")
        store.connection.run(
            "UPDATE feeds SET warning = 'its known posts are elsewhere: has the blog moved, or another owner?'"
        )
        store.connection.run(
            "INSERT INTO sources (post, feed, guid, url, first_seen, last_seen) VALUES (?, ?, 'g', '', '', '')",
            (post, feed),
        )
    assert {"doubtful", "link-doubtful"} <= found(desk).keys()
    with desk.store() as store, store.write():
        store.connection.run("UPDATE feeds SET warning = 'posts may have been missed'")
    assert not {"doubtful", "link-doubtful"} & found(desk).keys()


@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("gone", "link-dead"),
        ("nowhere", "link-dead"),
        ("front", "link-dead"),
        ("private", "link-private"),
        ("moved", "link-moved"),
        ("unknown", "link-unasked"),
    ],
)
def test_what_links_answered_today_is_told(desk: Desk, state: LinkState, name: str) -> None:
    """Without asking again; what is older is forgotten."""
    (post,) = ready(desk, "bins")
    link = "https://x.example/a"
    annotate(desk, post, lead=f"Somebody [wrote](post), and [there]({link}).")
    with desk.store() as store:
        LinkChecks(store.connection).keep([LinkAnswer(link, state, desk.now - timedelta(minutes=5), "so it was")])
    assert name in found(desk)
    assert found(at(desk, days=2)) == {}


def test_links_are_asked_when_it_is_wished(desk: Desk) -> None:
    """The picks' own posts, other links and pictures; without the wish nobody is asked."""
    here = desk_at(desk.settings.root, allow="127.0.0.0/8:*")
    with serving(pages={"/there": reply(b""), "/old": redirect("/there", 308)}) as server:
        post = bring(here, "bins", url=server.url("/post"))
        star(here, [post])
        lead = f"Somebody [wrote](post), [here]({server.url('/there')}) and [there]({server.url('/old')})."
        annotate(here, post, lead=lead + f" ![a bin]({server.url('/bin.jpg')}) [mail](mailto:a@b.example)")
        assert "link-dead" not in found(here)
        assert server.requests == []
        seen = look(here, links=True)
        assert seen.asked == 4
        assert len(addresses(seen.edition)) == 4
    levels = [(each.check, each.level) for each in seen.findings if each.check.startswith("link-")]
    assert levels == [("link-dead", "blocks"), ("link-dead", "warns"), ("link-moved", "hints")]


def test_an_e_mail_that_is_cut_off_is_told(desk: Desk) -> None:
    """Its bytes are counted as they will be sent."""
    ready(desk, "bins")
    assert "email-large" not in found(desk)
    small = replace(desk.settings, email=EmailSettings(warn_bytes=1_000))
    assert "email-large" in found(replace(desk, settings=small))
    only = replace(small, render=RenderSettings(formats=("page", "markdown")))
    assert "email-large" not in found(replace(desk, settings=only))


def test_a_template_that_loses_words_is_told(desk: Desk) -> None:
    """Every format is read back and held against the edition; a desk's own templates may forget something."""
    ready(desk, "bins")
    folder = desk.settings.templates_path
    folder.mkdir()
    (folder / "post.md.j2").write_text("{{ edition.intro }}\n", encoding="utf-8")
    differing = [each for each in check(desk) if each.check == "formats-differ"]
    assert {each.where for each in differing} == {"post.md"}
    assert {each.level for each in differing} == {"warns"}
    assert any("no link to https://blog.example/bins/" in each.message for each in differing)


def test_an_edited_post_s_drift_is_shown_word_by_word(desk: Desk) -> None:
    """What was quoted against what stands there now."""
    (post,) = ready(desk, "bins")
    quote(desk, post, "Nobody thanked the crew, and nobody ever does.")
    bring(desk, "bins", "The bins went out on time. Nobody thanked the crews, and nobody ever does.")
    (finding,) = [each for each in check(desk) if each.check == "quote-drifted"]
    assert finding.detail == "Nobody thanked the [-crew,-] {+crews,+} and nobody ever does."
    assert glance(desk).verdicts


def test_an_empty_draft_is_told_in_one_word(desk: Desk) -> None:
    """Nothing is rendered for it."""
    change(desk, {"intro": "Hello.", "sign_off": "Bye."})
    assert found(desk) == {"no-picks": "There is nothing in the edition"}
