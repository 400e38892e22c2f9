"""What to read first on a desk: links, copies, stories, series and words found in what the posts say."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from roundup.config import OrderSettings
from roundup.errors import StoreError
from roundup.model import Suggestion
from roundup.store import Store
from roundup.store.posts import ListingFilter
from roundup.workflow import analyse
from roundup.workflow.analyse import bring_up_to_date, version_of
from roundup.workflow.desk import Desk
from roundup.workflow.order import ranked
from roundup.workflow.pick import skip, star
from roundup.workflow.publish import publish
from roundup.workflow.read import posts, show
from tests.curate.prose import edited, prose
from tests.samples import NOW
from tests.store.feeds import feed, fetch, item
from tests.workflow.desks import bring


def html(text: str, *links: str) -> str:
    return f"<p>{text}</p>" + "".join(f'<p><a href="{link}">this</a></p>' for link in links)


def write(desk: Desk, slug: str, *links: str, host: str = "", days: float = 1, **fields: Any) -> str:
    """A post of a blog and an author of its own, with links; its short id."""
    text = fields.pop("text", prose(120, sum(map(ord, slug))))
    host = host or f"{slug}.example"
    values = {
        "url": f"https://{host}/{slug}/",
        "html": html(text, *links),
        "authors": (f"{slug.capitalize()} Example",),
        "published": NOW - timedelta(days=days),
        "title": f"About {slug}",
        **fields,
    }
    blog = values.pop("blog", f"Blog of {host}")
    return bring(desk, slug, text, blog, **values)


def listed(desk: Desk, wanted: ListingFilter | None = None, **how: Any) -> dict[str, Suggestion]:
    """What is listed, by short id, in order."""
    return {str(each.listing.post.id): each for each in posts(desk, wanted or ListingFilter(), **how).shown}


def reason(suggestion: Suggestion, beginning: str) -> str:
    return next((each for each in suggestion.reasons if each.startswith(beginning)), "")


# ---------------------------------------------------------------- links


def test_an_answer_stands_under_what_it_answers(desk: Desk) -> None:
    """Each says so, whatever way the address is spelt."""
    asked = write(desk, "ada", days=3)
    other = write(desk, "cy")
    answer = write(desk, "bert", "http://www.ada.example/ada?utm_source=x#more")
    found = listed(desk)
    assert list(found).index(answer) == list(found).index(asked) + 1
    assert (found[answer].answers, found[asked].answered_by) == ((int(asked),), (int(answer),))
    assert reason(found[answer], "answers") == f"answers {asked}"
    assert reason(found[asked], "linked") == "linked by Blog of bert.example this week"
    assert found[other].answers == ()


def test_a_wrapped_link_leads_where_it_leads(desk: Desk) -> None:
    """Services that count clicks put their own address in front."""
    asked = write(desk, "ada")
    answer = write(desk, "bert", "https://www.google.com/url?q=https%3A%2F%2Fada.example%2Fada%2F&amp;sa=D")
    assert listed(desk)[answer].answers == (int(asked),)


def test_an_answer_may_come_first(desk: Desk) -> None:
    """Feeds are read in any order: the link counts as soon as its target is there."""
    answer = write(desk, "bert", "https://ada.example/ada/")
    assert listed(desk)[answer].answers == ()
    asked = write(desk, "ada")
    assert listed(desk)[answer].answers == (int(asked),)


def test_a_link_that_was_taken_out_counts_no_more(desk: Desk) -> None:
    """The newest text is what a post says."""
    asked = write(desk, "ada")
    text = prose(150, 9)
    answer = write(desk, "bert", "https://ada.example/ada/", text=text)
    assert listed(desk)[answer].answers == (int(asked),)
    write(desk, "bert", text=f"{text} {prose(150, 10)}")
    assert listed(desk)[answer].answers == ()


def test_links_from_decided_posts_make_known(desk: Desk) -> None:
    """What was skipped links all the same, but it answers nobody any more."""
    asked = write(desk, "ada")
    answer = write(desk, "bert", "https://ada.example/ada/")
    skip(desk, [answer])
    found = listed(desk)[asked]
    assert reason(found, "linked") == "linked by Blog of bert.example this week"
    assert found.answered_by == ()


def test_a_story_brings_posts_together(desk: Desk) -> None:
    """Two blogs on one page of a third."""
    story = "https://council.example/news/bins-tax"
    one, other = write(desk, "ada", story), write(desk, "bert", story)
    found = listed(desk)
    assert (found[one].shares, found[other].shares) == ((int(other),), (int(one),))
    assert reason(found[one], "on the same story") == f"on the same story as {other}"


def test_what_a_feed_links_to_in_every_post_is_no_story(desk: Desk) -> None:
    """A licence, a petition in the margin."""
    badge = "https://licence.example/by-sa/4.0"
    entries = [item(n, html=html(prose(40, n), badge), text=prose(40, n)) for n in range(1, 4)]
    with desk.store() as store:
        fetch(store, feed(*entries))
    alone = write(desk, "ada", badge)
    assert listed(desk)[alone].shares == ()


# ---------------------------------------------------------------- copies


def test_a_copy_stands_behind_its_authors_own(desk: Desk) -> None:
    """One line for both; which of them is left does not depend on which came first."""
    text = prose(200)
    copy = write(desk, "copy", host="medium.com", text=edited(text, 60), days=2, title="Bins")
    own = write(desk, "ada", text=text, title="On bins")
    found = listed(desk)
    assert copy not in found
    assert [each.post.id for each in found[own].twins] == [int(copy)]
    unfolded = listed(desk, folding="none")
    assert unfolded[copy].behind == int(own)


@pytest.mark.parametrize(("decide", "said"), [(skip, "which was skipped"), (star, "which is starred")])
def test_a_copy_of_what_was_decided_stands_last(desk: Desk, decide: Any, said: str) -> None:
    """With the reason."""
    text = prose(200)
    one, other = write(desk, "ada", text=text), write(desk, "bert", text=text)
    lone = write(desk, "cy")
    decide(desk, [one])
    found = listed(desk)
    assert list(found) == [lone, other]
    assert found[other].reasons[-1] == f"the same story as {one}, {said}"


def test_a_copy_of_what_was_published_says_in_which_edition(desk: Desk) -> None:
    """However long ago."""
    text = prose(200)
    one = write(desk, "ada", text=text, days=1000)
    star(desk, [one])
    publish(desk, override=["no-words"], reason="test")
    assert show(desk, one).edition == 1
    other = write(desk, "bert", text=text)
    assert listed(desk)[other].reasons[-1] == f"the same story as {one}, which is in edition 1"


def test_a_filtered_list_folds_only_what_it_shows(desk: Desk) -> None:
    """A copy is not hidden behind a post that is not there."""
    text = prose(200)
    write(desk, "ada", text=text)
    copy = write(desk, "copy", host="medium.com", text=text)
    with desk.store() as store:
        assert [str(each.listing.post.id) for each in ranked(store, desk, ListingFilter(words="copy"))] == [copy]
        (only,) = ranked(store, desk, ListingFilter(since=NOW - timedelta(days=2)))
        assert str(only.listing.post.id) != copy
        everything = ranked(store, desk, ListingFilter(state="all"))
    assert len(everything) == 2


def test_posts_that_begin_alike_are_five(desk: Desk) -> None:
    """Numbered posts of one evening, and weeknotes of one template."""
    first = "Some thoughts from tonight's budget workshop, where I was as a member of the public with a bun."
    for n in range(1, 6):
        write(desk, f"t{n}", host="ada.example", text=f"{first} {prose(30, n)}", title=f"{n}/5", days=n)
    assert len(listed(desk)) == 5
    (newest,) = listed(desk, folding="all").values()
    assert (len(newest.earlier), newest.series) == (4, "series of 5")


# ---------------------------------------------------------------- words, teasers


def caring(desk: Desk, *words: str) -> Desk:
    """The same desk, caring about these words."""
    return replace(desk, settings=replace(desk.settings, order=OrderSettings(words=words)))


def test_the_desks_words_come_forward(desk: Desk) -> None:
    """In text or title; a changed list of words is looked for anew, in every post."""
    text = write(desk, "ada", text=f"{prose(100)} Social\nCARE is what it is about.", title="Hm")
    title = write(desk, "bert", title="A word about rents")
    found = listed(caring(desk, "social care", "rents"))
    assert reason(found[text], "about") == "about social care"
    assert reason(found[title], "about") == "about rents"
    assert list(found)[:2] == [title, text]
    assert reason(listed(caring(desk, "care"))[text], "about") == "about care"
    assert not reason(listed(desk)[text], "about")


def test_a_teaser_leaves_out_what_the_feed_says_in_every_post(desk: Desk) -> None:
    """As soon as there are three of them, for those that came before as well; and the footer that is known."""
    welcome, footer = "Welcome to my notes on the week.", "Share this with a friend."
    for n in (1, 2, 3):
        with desk.store() as store:
            fetch(store, feed(item(n, text=f"{welcome} Number {n} is on bins.\n\n{footer * (n == 1)}")))
            store.connection.run("UPDATE feeds SET footers = ?", (f'["{footer}"]',))
    teasers = {id: each.listing.teaser for id, each in listed(desk).items()}
    assert teasers == {str(n): f"Number {n} is on bins." for n in (1, 2, 3)}


# ---------------------------------------------------------------- looking at texts


def up_to_date(store: Store) -> int:
    return bring_up_to_date(store)


def test_each_text_is_looked_at_once(desk: Desk) -> None:
    """And only what is new afterwards."""
    write(desk, "ada")
    write(desk, "bert")
    with desk.store() as store:
        assert up_to_date(store) == 2
        assert up_to_date(store) == 0
    write(desk, "cy")
    with desk.store() as store:
        assert up_to_date(store) == 1


def test_who_waits_is_told(desk: Desk) -> None:
    """How many texts there are to look at, before it is done; nothing if there are none."""
    write(desk, "ada")
    told: list[int] = []
    listed(desk, on_new=told.append)
    listed(desk, on_new=told.append)
    assert told == [1]


def test_little_by_little_comes_to_the_same_as_at_once(desk: Desk, tmp_path: Path) -> None:
    """Looking at each post as it comes, or at all of them at the end."""
    story, text = "https://council.example/news/bins-tax", prose(90)
    other = replace(desk, settings=replace(desk.settings, root=tmp_path / "other"))
    other.settings.root.mkdir()
    shutil.copy(desk.settings.database_path, other.settings.database_path)
    for each in (desk, other):
        write(each, "bert", "https://ada.example/ada/", story)
        listed(desk)
        write(each, "ada", text=text)
        listed(desk)
        write(each, "copy", story, host="medium.com", text=f"{text} More.", title="Copy")
        write(each, "summary", host="planet.example", text=" ".join(text.split()[:40]), title="About ada")
    assert tables(desk) == tables(other, look=True)
    assert listed(desk) == listed(other)


def tables(desk: Desk, *, look: bool = True) -> list[Any]:
    """What was found on a desk."""
    if look:
        listed(desk)
    with closing(sqlite3.connect(desk.settings.database_path)) as raw:
        return [
            raw.execute(statement).fetchall()
            for statement in (
                "SELECT * FROM analyses ORDER BY post",
                "SELECT * FROM post_links ORDER BY post, target",
                "SELECT * FROM stories ORDER BY address, post",
                "SELECT * FROM twins ORDER BY post, other",
                "SELECT * FROM teasers ORDER BY post",
            )
        ]


def test_who_stops_it_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing half-found is kept, and the next list finds all of it."""
    asked = write(desk, "ada")
    answer = write(desk, "bert", "https://ada.example/ada/")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(analyse, "_related", stopped)
        with pytest.raises(KeyboardInterrupt):
            listed(desk)
    assert tables(desk, look=False)[0] == []
    assert listed(desk)[answer].answers == (int(asked),)


def test_a_list_is_shown_though_nothing_can_be_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, say: what is known is listed."""
    write(desk, "ada")

    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(analyse, "_related", full)
    assert list(listed(desk)) == ["1"]


@pytest.mark.skipif(os.geteuid() != 0, reason="may not make a file immutable")
def test_a_desk_that_may_only_be_read_is_listed(desk: Desk) -> None:
    """Without what nobody looked at, and without trying."""
    write(desk, "ada")
    with desk.store() as store:
        store.connection.writable = False
        assert bring_up_to_date(store) == 0
        assert [str(each.listing.post.id) for each in ranked(store, desk, ListingFilter())] == ["1"]


def test_the_means_are_marked() -> None:
    """The words looked for, in whatever order; nothing else."""
    assert version_of(["a", "b"]) == version_of(("b", "a"))
    assert version_of(["a"]) != version_of(["b"])


# ---------------------------------------------------------------- one post


def test_show_tells_what_a_post_has_to_do_with_others(desk: Desk) -> None:
    """As the list does: the same score, and the posts that are mentioned."""
    text = prose(200)
    asked = write(desk, "ada", text=text)
    copy = write(desk, "copy", host="medium.com", text=text, title="Copy", authors=("Ada Example",))
    answer = write(desk, "bert", "https://medium.com/copy/")
    earlier = write(desk, "w1", host="ada.example", title="Notes #1", days=9)
    newest = write(desk, "w2", host="ada.example", title="Notes #2", days=8)
    known = listed(desk, folding="none")
    for id in (asked, copy, answer, earlier, newest):
        whole = show(desk, id)
        assert replace(whole.suggestion, listing=known[id].listing) == known[id]
    whole = show(desk, asked)
    assert {int(copy), int(answer)} <= set(whole.around)
    assert [each.post.id for each in show(desk, newest).suggestion.earlier] == [int(earlier)]


def test_show_works_for_what_was_decided(desk: Desk) -> None:
    """And says so."""
    one = write(desk, "ada")
    skip(desk, [one])
    assert "skipped" in show(desk, one).suggestion.reasons
