"""The edition that the demo makes: every passage stands in its post, and its sizes are those of real roundups."""

from __future__ import annotations

import re

import pytest

from roundup.curate.quote import prove
from roundup.demo.feeds import feed_body, has_feed
from roundup.demo.plan import PlannedPick, PlannedQuote, read_plan
from roundup.demo.server import FRIDAY, answer
from roundup.demo.source import LONDON, sample_blogs
from roundup.errors import QuoteError
from roundup.model import Snapshot
from roundup.parse import parse_feed
from roundup.parse.page import read_page
from roundup.text import word_count

BASE = "http://127.0.0.1:8746"
PLAN = read_plan()
QUOTES = [(pick.post, quote) for pick in PLAN.picks for quote in pick.quotes]
ADDRESSES = {f"{blog.name}/{post.slug}": BASE + blog.path(post) for blog in sample_blogs() for post in blog.posts}


def snapshot(name: str) -> Snapshot:
    """The post's text as a desk would keep it on the Friday: out of its feed, or out of its page."""
    (blog,) = [blog for blog in sample_blogs() if name.startswith(f"{blog.name}/")]
    address = ADDRESSES[name]
    if has_feed(blog):
        feed = parse_feed(feed_body(blog, FRIDAY, BASE), url=BASE + blog.feed_path, zone=LONDON)
        (entry,) = [entry for entry in feed.entries if entry.url.partition("?")[0] == address]
    else:
        page = answer(address.removeprefix(BASE), {}, sample_blogs(), FRIDAY, BASE)
        entry = read_page(page.body, url=address, content_type="text/html; charset=utf-8", zone=LONDON).entry
    return Snapshot(entry.content_hash, entry.title, entry.html.decode(), entry.text, FRIDAY)


# ---------------------------------------------------------------- its quotes


@pytest.mark.parametrize(("post", "quote"), QUOTES, ids=[quote.text[:20] for _, quote in QUOTES])
def test_every_quote_stands_in_its_post(post: str, quote: PlannedQuote) -> None:
    """Word for word, by the same proof that the command uses; paragraph by paragraph."""
    proved = prove(quote.text, [snapshot(post)], id="q", speaker=quote.speaker)
    assert len(proved.paragraphs) == quote.text.count("\n\n") + 1
    assert proved.speaker == quote.speaker


def test_the_quote_from_memory_is_refused_with_the_true_words() -> None:
    """What the demo shows is a real refusal."""
    with pytest.raises(QuoteError) as refused:
        prove(PLAN.refused.text, [snapshot(PLAN.refused_post)], id="q")
    told = f"{refused.value.message} {refused.value.hint}"
    assert PLAN.refused_shows in " ".join(told.split())


def test_quotes_show_what_a_quote_can_be() -> None:
    """Words left out, words put in, two paragraphs, a speaker who is not the author."""
    texts = [quote.text for _, quote in QUOTES]
    assert any("[…]" in text for text in texts)
    assert any(re.search(r"\[[a-z]", text) for text in texts)
    assert any("\n\n" in text for text in texts)
    assert any(quote.speaker for _, quote in QUOTES)


# ---------------------------------------------------------------- its shape


def test_six_posts_are_picked_of_which_one_is_in_no_feed() -> None:
    """As many as a typical edition has."""
    assert len(PLAN.picks) == 6
    assert [pick.post for pick in PLAN.picks if pick.post.startswith("marrowby-courier/")]


@pytest.mark.parametrize("pick", PLAN.picks, ids=lambda pick: str(pick.post))
def test_every_lead_in_links_to_its_post_inside_a_sentence(pick: PlannedPick) -> None:
    """The link is words of the sentence, neither its start nor the whole of it; 25 to 75 words."""
    assert pick.lead.count("](post)") == 1
    assert not pick.lead.startswith("[")
    assert 25 <= word_count(pick.lead) <= 75


def test_sizes_are_those_of_real_roundups() -> None:
    """Words: intro 45–120, sign-off about 30, quotes 57–146, remarks after two picks of six and short."""
    assert 45 <= word_count(PLAN.intro) <= 120
    assert 20 <= word_count(PLAN.sign_off) <= 40
    longest = [max(word_count(quote.text) for quote in pick.quotes) for pick in PLAN.picks]
    assert all(57 <= words <= 146 for words in longest)
    remarks = [pick.remark for pick in PLAN.picks if pick.remark]
    assert len(remarks) == 2
    assert all(6 <= word_count(remark) <= 17 for remark in remarks)


def test_intro_and_sign_off_ask_for_posts() -> None:
    """Twice, as editors have found it is needed."""
    assert "tell us" in PLAN.intro
    assert "send it to us" in PLAN.sign_off


# ---------------------------------------------------------------- its names


def test_every_post_it_names_is_online_on_the_friday() -> None:
    """Picks, skips, notes, and the other posts that lead-ins link to."""
    linked = [name for pick in PLAN.picks for name in re.findall(r"\]\(([^)]+/[^)]+)\)", pick.lead)]
    for name in (*PLAN.posts, PLAN.read, *linked):
        assert answer(ADDRESSES[name].removeprefix(BASE), {}, sample_blogs(), FRIDAY, BASE).status == 200
    assert linked


def test_names_in_lead_ins_become_addresses() -> None:
    """But (post) is left for the program to fill."""
    pick = PlannedPick("a/b", "S", "See [this](post) and [that](blog/a-slug), [here](https://x.example/y/z).", ())
    lead = pick.lead_with(lambda name: f"http://h/{name}")
    assert lead == "See [this](post) and [that](http://h/blog/a-slug), [here](https://x.example/y/z)."
