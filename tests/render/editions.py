"""An edition to render: a week as it could have been, in councils that do not exist."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from roundup.model import Edition, Pick, Quote
from tests import samples

BINS = "https://priya.example/2026/11/the-long-way-round-to-a-bin/"
LIBRARY = "https://marrowbylibraries.example/notes/?p=218"
GAZETTE = (
    "https://sandleighgazette.example/news/council/2026/11/18/cabinet-member-says-sorry-for-leisure-centre-booking-"
    "system-that-let-one-family-book-every-lane-until-easter?edition=morning&section=council-and-democracy#comments"
)
PARKING = "https://blog.tomasz.example/parking"
MEETING = "https://harrowmere.example/democracy/blog/42"
WEEKNOTE = "https://priya.example/2026/11/weeknote-41/"


def weekly(**fields: Any) -> Edition:
    """An ordinary week: six posts, two of them by one author. An essay unless `fields` says otherwise."""
    values: dict[str, Any] = {
        "number": 57,
        "site_title": "The Clerk’s Kettle",
        "site_url": "https://kettle.example/",
        "url": "https://kettle.example/2026/11/20/2026-11-20-week-that-was/",
        "intro": _flow("""
            It was the week of the long agenda: three councils published their winter plans, one published its apology,
            and somebody finally counted the benches. Meanwhile the people who write things down kept writing them down.
            Here are six posts worth your Friday tea. As ever, if you’ve written something, or seen something,
            [send it in](mailto:post@kettle.example)."""),
        "sign_off": _flow("""
            That’s the week that was. If you blog about local government, or know somebody who ought to,
            [tell us](https://kettle.example/contact/) and we’ll read it. Have a good weekend."""),
        "categories": ("Roundups",),
        "tags": ("weeknotes", "libraries", "democracy"),
        "editors": ("Ada Example", "Bram Example"),
    }
    picks = (_bins(), _library(), _gazette(), _parking(), _meeting(), _weeknote())
    return samples.edition(*picks, **{**values, **fields})


def _bins() -> Pick:
    """A quotation of two paragraphs with a declared cut, and a remark."""
    return _pick(
        BINS,
        "The long way round to a bin",
        ("Priya Nandakumar",),
        "Slow Sandleigh",
        16,
        "Services",
        f"""
        What does it take to move one bin? Priya Nandakumar [followed a single request]({BINS}) through four teams, two
        spreadsheets and a van, and drew the map that nobody at Sandleigh had ever drawn:""",
        _quote(
            """
            We had nine ways of writing down that a bin was full and no way of writing down that it was in the wrong
            place. So the woman who rang in May was told, correctly, eleven times, that her bin had been emptied.""",
            """
            Nobody was being difficult. […] Everybody had done their part, and the parts did not add up to a bin.""",
        ),
        remark="File under: *things every service could say of itself*.",
    )


def _library() -> Pick:
    """A long title, and two authors."""
    title = "Opening on Sundays: what we thought, what we found, and what the heating bill had to say about both of us"
    return _pick(
        LIBRARY,
        title,
        ("Gwen Adeyemi", "Col Hartley"),
        "Marrowby Libraries",
        17,
        "Services",
        f"""
        Over in Marrowby the library opened on eight Sundays to see who would come. [The write-up]({LIBRARY}) is a model
        of how to publish a result that isn’t the one you hoped for.""",
        _quote("""
            We expected families. We got people who work six days a week and wanted to sit somewhere warm that did not
            ask them to buy a coffee. They borrowed almost nothing. We nearly counted that as failure."""),
    )


def _gazette() -> Pick:
    """A page with no author but its site, a long address, and a speaker whom it reports."""
    return _pick(
        GAZETTE,
        "Cabinet member says sorry for leisure centre booking system",
        (),
        "The Sandleigh Gazette",
        18,
        "Democracy",
        f"""
        It’s rare to see an apology that is actually one. Councillor Jo Marsh managed it [in the Gazette]({GAZETTE}),
        after one family booked every lane of the pool until Easter:""",
        _quote(
            """
            “I signed it off. I was shown a demonstration, it looked lovely, and I didn’t ask who had tried to break it.
            That’s the question I’ll be asking first from now on.”""",
            speaker="Cllr Jo Marsh",
        ),
    )


def _parking() -> Pick:
    """A blog that bears its author's name, a short quotation and a short remark."""
    return _pick(
        PARKING,
        "Naming things",
        ("Tomasz Wren",),
        "Tomasz Wren",
        19,
        "Services",
        f"""
        A much shorter read, but one that will come up in meetings: Tomasz Wren [on why]({PARKING}) the parking team
        renamed nothing at all and still got two-thirds fewer calls.""",
        _quote("We stopped saying “civil enforcement” to people whose car had gone."),
        remark="Ouch.",
    )


def _meeting() -> Pick:
    """Words put into a quotation by the editor, in brackets."""
    return _pick(
        MEETING,
        "Notes from the back of the council chamber",
        ("Ines Okoro",),
        "Harrowmere Democracy",
        19,
        "Democracy",
        f"""
        Coming hot on the heels of that, Ines Okoro has been [sitting in the public gallery]({MEETING}) so that you
        don’t have to, and timing everything. Of a three-hour meeting, she found, eleven minutes were about the only
        item anyone had come for.""",
        _quote("""
            The gallery was full at seven and empty by eight. The item came up at twenty to ten. I don’t think that was
            anybody’s plan, which is rather the point: nobody [on the committee] had ever planned it from up here."""),
    )


def _weeknote() -> Pick:
    """The second post by one author, with a reference back to the first."""
    return _pick(
        WEEKNOTE,
        "Weeknote 41",
        ("Priya Nandakumar",),
        "Slow Sandleigh",
        20,
        "People",
        f"""
        And a final link. We’ve already pointed at one of her posts today, but Priya’s [weeknote]({WEEKNOTE}) has a line
        too good to leave out:""",
        _quote("A prototype is a question with a handle on it."),
    )


def _pick(
    url: str,
    title: str,
    authors: tuple[str, ...],
    blog: str,
    day: int,
    section: str,
    lead: str,
    quote: Quote,
    remark: str = "",
) -> Pick:
    return samples.pick(
        key=f"url:{url}",
        url=url,
        title=title,
        authors=authors,
        blog=blog,
        published=datetime(2026, 11, day, 8, 30, tzinfo=UTC),
        section=section,
        lead=_flow(lead),
        quotes=(quote,),
        remark=remark,
    )


def _quote(*paragraphs: str, speaker: str = "") -> Quote:
    return samples.quote(*map(_flow, paragraphs), speaker=speaker)


def _flow(text: str) -> str:
    return " ".join(text.split())
