"""Posts that are edited, emptied, deleted or sold after they were picked: the words that were seen are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.hazards.story import BLOG, Item, Story, letter, letters, prose

FIFTH = "Letter 5 from Marrowby"
QUOTED = prose(5).split(". ")[1]


def rewritten(story: Story, text: str, title: str = FIFTH) -> None:
    """The blogger edits the picked post, and the desk fetches."""
    post = replace(letter(5), text=f"<p>{text}</p>", title=title)
    story.feed("/a", *letters(4), post, *letters(5, first=6))
    run = story.fetch(days=1)
    assert (run.new("/a"), run.reason("/a")) == (0, "")


EDITS = {
    "a line added": f"{prose(5)} Update: thank you for your letters.",
    "a line put before": f"Update at noon. {prose(5)}",
    "a paragraph put in": prose(5).replace(". ", ".</p><p>A word between.</p><p>", 1),
    "a word changed elsewhere": prose(5).replace(prose(5).split()[0], "Nevertheless"),
    "all else rewritten": f"{prose('new')} {QUOTED}. {prose('newer')}",
    "curly quotes": f"“{prose(5)}”",
    "markup": f"<em>{prose(5)}</em>",
}
LOST = {
    "one word of it": prose(5).replace(QUOTED, QUOTED.replace(QUOTED.split()[2], "nobody")),
    "the sentence": prose(5).replace(QUOTED + ". ", ""),
    "everything": prose("apology"),
}


@pytest.mark.parametrize("text", EDITS.values(), ids=EDITS)
def test_an_edit_that_leaves_the_quoted_words_is_no_matter(story: Story, text: str) -> None:
    """One post, its star and quote where they were, fit to publish with the words as quoted."""
    rewritten(story, text)
    assert story.picks()[0]["quotes"][0]["verdict"] == "found"
    assert "quote-drifted" not in story.findings()
    assert QUOTED in story.pages()["post.md"]


@pytest.mark.parametrize("text", LOST.values(), ids=LOST)
def test_quoted_words_that_are_gone_are_said_before_publishing(story: Story, text: str) -> None:
    """`check` names pick and quote and sets the words side by side; the earlier ones are kept beside the new."""
    rewritten(story, text)
    (finding,) = [each for each in story.json("check", code=1) if each["check"] == "quote-drifted"]
    assert FIFTH in finding["where"]
    assert "quote 1" in finding["where"]
    assert f"roundup unquote {story.id(FIFTH)} 1" in finding["remedy"]
    assert "[-" in finding["detail"]
    shown = story.show(FIFTH)
    assert {snapshot["text"] for snapshot in shown["snapshots"]} == {prose(5), text}
    assert shown["text"] == text
    assert story.picks()[0]["quotes"][0]["verdict"] == "drift"


def test_words_put_back_are_found_again(story: Story) -> None:
    """A blogger who takes the edit back leaves no trace in the checks, and no third version."""
    rewritten(story, prose("apology"))
    rewritten(story, prose(5))
    assert story.picks()[0]["quotes"][0]["verdict"] == "found"
    assert len(story.show(FIFTH)["snapshots"]) == 2


def test_words_that_never_stood_there_block(story: Story) -> None:
    """A quote is proved when it is made: what stands in no version is refused with the nearest passage."""
    wrong = QUOTED.replace(QUOTED.split()[3], "paperclip")
    said = story.run("quote", story.id(FIFTH), wrong, code=1)
    assert QUOTED.split()[4] in said.err
    assert len(story.picks()[0]["quotes"]) == 1


def test_old_words_may_still_be_quoted(story: Story) -> None:
    """The post was edited before the editor came to quote it: the old version proves it, and the draft says so."""
    rewritten(story, prose("apology"))
    story.run("quote", story.id(FIFTH), prose(5).split(". ")[2])
    assert [quote["verdict"] for quote in story.picks()[0]["quotes"]] == ["drift", "drift"]


def test_a_title_corrected_after_the_pick(story: Story) -> None:
    """The draft bears the new title; the star stays."""
    rewritten(story, prose(5), title="Letter 5, corrected")
    assert story.picked() == ["Letter 5, corrected"]


def test_a_post_edited_every_day_is_one_post_with_each_version(story: Story) -> None:
    """A week of small edits."""
    for day in range(6):
        rewritten(story, f"{prose(5)} Seen {day} herons.")
    assert len(story.show(FIFTH)["snapshots"]) == 7
    assert len(story.posts()) == 10


def test_a_closed_edition_says_what_it_said(story: Story) -> None:
    """Whatever becomes of post, feed or decisions afterwards: the closed edition renders the same bytes."""
    story.run("edition", "set", "--intro", "A week of letters.", "--sign-off", "Write to us.")
    story.run("publish")
    before = story.pages("1")
    rewritten(story, prose("apology"), title="Withdrawn")
    post = story.id("Withdrawn")
    story.run("annotate", post, "--lead", "Not any more.")
    story.run("quote", post, prose("apology").split(". ")[0])
    story.run("unquote", post, "1")
    story.run("edition", "set", "--title", "Another title", "--shape", "card")
    story.feed("/a", *[replace(each, link=each.link + "moved/") for each in letters(10)])
    story.fetch(days=30)
    story.set("desk", title="Another desk", url="https://other.example/", language="cy")
    assert story.pages("1") == before
    assert story.json("edition", "list")[0]["number"] == 1


# ---------------------------------------------------------------- shortened, emptied, deleted


SHORTENED: dict[str, str] = {
    "an excerpt with dots": prose(5)[:80].rsplit(" ", 1)[0] + " […]",
    "an excerpt to click": prose(5)[:80].rsplit(" ", 1)[0] + "… Continue reading →",
    "nothing": "",
}


@pytest.mark.parametrize("text", SHORTENED.values(), ids=SHORTENED)
def test_a_feed_that_goes_over_to_excerpts_shortens_nothing(story: Story, text: str) -> None:
    """What was seen whole stays whole, and its quotes found."""
    posts = [replace(post, text=f"<p>{text}</p>" if text else "") for post in letters(10)]
    story.feed("/a", *posts[:4], *posts[4:])
    story.fetch()
    assert story.show(FIFTH)["text"] == prose(5)
    assert story.picks()[0]["quotes"][0]["verdict"] == "found"


def test_a_post_deleted_from_its_feed_stays(story: Story) -> None:
    """Its words, star and quote are there weeks later, and the edition can be published."""
    story.feed("/a", *letters(4), *letters(5, first=6))
    for _ in range(3):
        story.fetch("--force", days=7)
    assert story.picked() == [FIFTH]
    assert story.picks()[0]["quotes"][0]["verdict"] == "found"
    story.run("publish")
    assert QUOTED in story.pages("1")["post.html"]


def test_an_emptied_feed_empties_nothing(story: Story) -> None:
    """A feed without any items is read without complaint; posts and picks stay; then it fills again."""
    story.feed("/a")
    assert story.fetch(days=1).reason("/a") == ""
    assert (len(story.posts()), story.picked()) == (10, [FIFTH])
    story.feed("/a", letter(11), *letters(10))
    assert story.fetch(days=1).new("/a") == 1


@pytest.mark.slow
def test_a_feed_of_400_posts_that_shrinks_to_five(bare: Story) -> None:
    """A window that gets narrower deletes nothing; what slides out and in again is known."""
    bare.follow("/a")
    bare.feed("/a", *letters(400))
    assert bare.fetch().new("/a") == 400
    bare.feed("/a", *letters(5, first=-4))
    assert bare.fetch(days=1).new("/a") == 5
    bare.feed("/a", *letters(405, first=-4))
    assert bare.fetch(days=1).new("/a") == 0
    assert len(bare.posts()) == 405


# ---------------------------------------------------------------- sold


def advert(number: int) -> Item:
    """What stands in a feed whose domain was sold."""
    base = "https://casino.example"
    return replace(letter(number, base), title=f"Win big {number}", text=f"<p>{prose(f'win {number}')}</p>")


def doubts(story: Story) -> dict[str, bool]:
    """title → whether the list says that the feed may have changed hands."""
    return {post["title"]: "changed hands" in "; ".join(post["reasons"]) for post in story.posts()}


def test_a_domain_that_was_sold_is_said(story: Story) -> None:
    """All posts new and on a host where the feed never was: each is doubted, the old ones and the pick stand."""
    story.feed("/a", *[advert(n) for n in range(5)], title="Best Casino Bonus", site="https://casino.example")
    story.fetch(days=3)
    assert doubts(story) == {letter(n).title: False for n in range(1, 11)} | {advert(n).title: True for n in range(5)}
    assert story.picked() == [FIFTH]
    assert story.picks()[0]["url"].startswith(BLOG)
    assert "Win big" not in story.run("posts").out
    said = story.run("posts", "--held").out
    assert "may have changed hands" in next(line for line in said.splitlines() if "Win big 1" in line)


def test_a_domain_that_was_sold_stays_in_doubt_until_somebody_vouches(story: Story) -> None:
    """Its next advert waits apart too, and the feed is said to be odd; a star on one of them settles it."""
    story.feed("/a", *[advert(n) for n in range(5)], site="https://casino.example")
    run = story.fetch(days=3)
    assert run.json["held_posts"] == 5
    assert "may have changed hands" in run.note("/a")
    assert "may have changed hands" in story.health("/a")["warning"]
    story.feed("/a", *[advert(n) for n in range(6)], site="https://casino.example")
    assert (story.fetch(days=1).new("/a"), len(story.posts("--held"))) == (0, 6)
    story.run("star", story.id(advert(0).title))
    assert len(story.posts("--held")) == 5
    story.feed("/a", *[advert(n) for n in range(7)], site="https://casino.example")
    assert story.fetch(days=1).new("/a") == 1


def test_a_blog_that_moved_with_its_posts_is_not_doubted(story: Story) -> None:
    """The same posts under a new domain, and then new ones there."""
    moved = [replace(post, link=post.link.replace(BLOG, "https://new.example"), guid="") for post in letters(10)]
    story.feed("/a", *moved)
    story.fetch()
    story.feed("/a", *letters(3, "https://new.example", first=20), *moved)
    assert story.fetch().new("/a") == 3
    assert set(doubts(story).values()) == {False}
