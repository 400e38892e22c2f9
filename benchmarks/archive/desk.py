"""A desk that has published for ten years: closed editions of a likely size, by people, blogs and tags."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from roundup.curate.ledger import edition_to_payload
from roundup.model import EDITION, Decision, Edition, Pick, Quote
from roundup.store import open_store

EDITIONS, PICKS, BLOGS = 500, 15, 300
FIRST = date(2016, 1, 1)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_TEXT = (
    "the council bins budget parish lamp street meeting vote notes week park library officer plan road tree digital "
    "service team people open data map bench river flood school says writes asks why how nobody every Tuesday again"
)
_WORDS = _TEXT.split()
_TAGS = (
    "housing",
    "digital",
    "libraries",
    "parks",
    "weeknotes",
    "democracy",
    "transport",
    "planning",
    "finance",
    "open data",
)


def build(folder: Path, editions: int = EDITIONS) -> None:
    """Make the desk in `folder`: settings, and a ledger with `editions` closed editions."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "roundup.toml").write_text(
        '[desk]\ntitle = "The week that was"\nurl = "https://roundup.example/"\n', encoding="utf-8"
    )
    feeds = "\n".join(
        f'<outline type="rss" text="Blog {n}" xmlUrl="https://blog{n}.example/feed" htmlUrl="https://blog{n}.example/"/>'
        for n in range(100)
    )
    (folder / "feeds.opml").write_text(
        f'<opml version="2.0"><head><title>Feeds</title></head><body>\n{feeds}\n</body></opml>', encoding="utf-8"
    )
    with open_store(folder / "roundup.db", now=NOW) as store:
        store.ledger.record([_closing(edition) for edition in make(editions)])


def close_one_more(folder: Path) -> None:
    """Another week goes by."""
    with open_store(folder / "roundup.db", now=NOW) as store:
        closed = len(store.ledger.editions().closed)
        store.ledger.record([_closing(make(closed + 1)[-1])])


def make(editions: int = EDITIONS) -> list[Edition]:
    """The editions, the same ones every time."""
    chance = random.Random(5)
    return [_edition(number, chance) for number in range(1, editions + 1)]


def _closing(edition: Edition) -> Decision:
    payload = {"edition": edition_to_payload(edition)}
    moment = datetime(FIRST.year, 1, 1, tzinfo=UTC) + timedelta(weeks=edition.number)
    return Decision(f"freeze{edition.number:05}", edition.number, moment, "ada", "freeze", EDITION, payload)


def _edition(number: int, chance: random.Random) -> Edition:
    day = FIRST + timedelta(weeks=number)
    slug = f"{day}-week-that-was"
    return Edition(
        number=number,
        slug=slug,
        title="The week that was",
        shape="essay",
        date=day.isoformat(),
        status="frozen",
        language="en-GB",
        site_title="The week that was",
        site_url="https://roundup.example/",
        url=f"https://roundup.example/{slug}/",
        intro=_words(chance, 80),
        sign_off=_words(chance, 30),
        categories=("Roundup",),
        tags=(chance.choice(_TAGS),),
        editors=("Ada Example",),
        picks=tuple(_pick(number, place, day, chance) for place in range(PICKS)),
    )


def _pick(number: int, place: int, day: date, chance: random.Random) -> Pick:
    # A few blogs are featured again and again, most of them now and then.
    blog = int(BLOGS * chance.random() ** 2.5) + 1
    url = f"https://blog{blog}.example/{day}/{place}/"
    quotes = (Quote(id=f"q{place}", paragraphs=(_words(chance, 45), _words(chance, 35)), exact="…"),)
    return Pick(
        post_id=number * PICKS + place,
        key=f"url:{url}",
        url=url,
        title=_words(chance, 6).rstrip("."),
        blog=f"Blog {blog}",
        authors=(f"Writer {blog} of {_WORDS[blog % len(_WORDS)].title()}",),
        published=datetime(day.year, day.month, day.day, 8, 0, tzinfo=UTC),
        lead=f"Writer {blog} [{_words(chance, 5)}]({url}), and {_words(chance, 28)}",
        remark=_words(chance, 12) if place % 3 == 0 else "",
        quotes=quotes,
        tags=tuple(chance.sample(_TAGS, 1)),
        day=day.isoformat(),
    )


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count)).capitalize() + "."
