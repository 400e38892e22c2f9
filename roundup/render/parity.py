"""Do all files of an edition say the same? Each is read back and held against the edition itself. Pure.

Compared are the editors' words and the quoted ones (all of them, in their order), the quotations as quotations, where
links lead, who is named, and the title. What a format adds (“Filed under”, numbers) is its own affair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roundup.dataclass import dataclass
from roundup.model import Edition, Pick, Rendering
from roundup.patterns import pattern
from roundup.render import manuscript, wording
from roundup.render.address import address
from roundup.render.readback import Quotation, Reading, read, squeezed
from roundup.text import one_line, strip_controls

_NUMBER = pattern(r" \[\d{1,4}\]")  # how links stand in plain text; left out of both sides


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words that must be there. Pieces of one `place` may stand in any order among themselves."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    title: str
    pieces: tuple[_Piece, ...]
    named: tuple[_Piece, ...]
    quotes: tuple[Quotation, ...]
    own_quotes: bool
    links: tuple[str, ...]


def differences(edition: Edition, renderings: Sequence[Rendering]) -> tuple[str, ...]:
    """What is in the edition and not in a file of it, or the other way round, in words; none if all say the same."""
    wanted = _wanted(edition)
    return tuple(
        f"{rendering.filename}: {fault}" for rendering in renderings for fault in _faults(wanted, read(rendering))
    )


def _faults(wanted: _Wanted, found: Reading) -> Iterator[str]:
    if found.title is not None and found.title != wanted.title:
        yield f"the title is “{one_line(found.title, 60)}”, not “{one_line(wanted.title, 60)}”"
    text = _NUMBER.sub("", found.text)
    yield from _misplaced(wanted.pieces, text)
    for piece in wanted.named:
        if piece.words not in text:
            yield f"{piece.place}: “{one_line(piece.words, 60)}” is not named"
    yield from _unlike_quotes(wanted, found.quotes)
    for url in wanted.links:
        if url not in found.links and not (url.startswith("mailto:") and url.removeprefix("mailto:") in text):
            yield f"no link to {one_line(url, 100)}"
    for url in dict.fromkeys(found.links) if found.complete else ():
        if url not in wanted.links:
            yield f"a link to {one_line(url, 100)}, which the edition has not"


def _misplaced(pieces: Sequence[_Piece], text: str) -> Iterator[str]:
    """Pieces that are not there, or not after those of the places before theirs."""
    begin = end = 0
    place = ""
    for piece in pieces:
        if piece.place != place:
            begin, place = end, piece.place
        at = text.find(piece.words, begin)
        if at >= 0:
            end = max(end, at + len(piece.words))
        elif piece.words in text:
            yield f"{piece.place}: “{one_line(piece.words, 60)}” stands in another place"
        else:
            yield f"{piece.place}: “{one_line(piece.words, 60)}” is missing"


def _unlike_quotes(wanted: _Wanted, found: Sequence[Quotation]) -> Iterator[str]:
    """Every quotation once, in its order, and none besides; an editor may quote in Markdown too."""
    left = list(found)
    for quote in wanted.quotes:
        if quote in left:
            place = left.index(quote)
            if place and not wanted.own_quotes:
                yield f"a quotation that should not stand before “{_short(quote)}”: “{_short(left[0])}”"
            left = left[place + 1 :]
        else:
            yield f"no quotation “{_short(quote)}” where it should be"
    if left and not wanted.own_quotes:
        yield f"a quotation that the edition has not: “{_short(left[0])}”"


def _short(quote: Quotation) -> str:
    return one_line(quote[0], 60)


# ---------------------------------------------------------------- what is wanted


def _wanted(edition: Edition) -> _Wanted:
    picks = _in_order(edition)
    quoting = edition.shape != "list"
    prose = [edition.intro, *(text for pick in picks for text in (pick.lead, pick.remark)), edition.sign_off]
    prose += [erratum.text for erratum in edition.errata]
    linked = [url for markdown in prose for url in manuscript.linked(markdown)]
    # An essay names a post under its quotation; without one, and linked in the lead-in, it may go unnamed.
    shown = [pick for pick in picks if edition.shape != "essay" or any(_quotes(pick))]
    return _Wanted(
        title=wording.title(edition),
        pieces=tuple(piece for piece in _pieces(edition, picks, quoting) if piece.words),
        named=tuple(piece for pick in shown for piece in _named(pick, quoting) if piece.words),
        quotes=tuple(quote for pick in picks for quote in _quotes(pick)) if quoting else (),
        own_quotes=any(token.type == "blockquote_open" for text in prose for token in manuscript.read(text)),
        links=tuple(dict.fromkeys(map(_spelled, filter(None, [*linked, *(address(pick.url) for pick in picks)])))),
    )


def _in_order(edition: Edition) -> tuple[Pick, ...]:
    """Picks as they are shown: where there are headings, those of one section together."""
    if edition.shape not in ("card", "list"):
        return edition.picks
    sections = list(dict.fromkeys(wording.name(pick.section) for pick in edition.picks))
    return tuple(sorted(edition.picks, key=lambda pick: sections.index(wording.name(pick.section))))


def _pieces(edition: Edition, picks: Sequence[Pick], quoting: bool) -> Iterator[_Piece]:
    yield from _prose("the intro", edition.intro)
    for number, pick in enumerate(picks, 1):
        place = f"pick {number} ({wording.post_title(pick)[:40]})"
        yield from _prose(place, pick.lead)
        for quote in _quotes(pick) if quoting else ():
            yield from (_Piece(place, _comparable(paragraph)) for paragraph in quote)
        yield from _prose(place, pick.remark)
    yield from _prose("the sign-off", edition.sign_off)
    for number, erratum in enumerate(edition.errata, 1):
        yield from _prose(f"correction {number}", erratum.text)


def _named(pick: Pick, quoting: bool) -> Iterator[_Piece]:
    place = f"pick “{wording.post_title(pick)[:40]}”"
    speakers = (wording.name(quote.speaker) for quote in pick.quotes if quoting and _paragraphs(quote.paragraphs))
    for words in (wording.post_title(pick), wording.byline(pick), *speakers):
        yield _Piece(place, _comparable(words))


def _prose(place: str, markdown: str) -> Iterator[_Piece]:
    for line in manuscript.words(markdown).split("\n"):
        yield _Piece(place, _comparable(line))


def _quotes(pick: Pick) -> Iterator[Quotation]:
    yield from filter(None, (_paragraphs(quote.paragraphs) for quote in pick.quotes))


def _paragraphs(paragraphs: Sequence[str]) -> Quotation:
    return tuple(filter(None, (squeezed(strip_controls(paragraph)) for paragraph in paragraphs)))


def _comparable(words: str) -> str:
    return _NUMBER.sub("", squeezed(strip_controls(words)))


def _spelled(url: str) -> str:
    return url.replace("[", "%5B").replace("]", "%5D")
