"""Voices → a chart, as SVG or as a page with its tables. Pure: the same counts give the same bytes.

Bars are as wide as a part of the picture, words as large as on the page around it, so a chart reads on a telephone as
on a desk. Colours differ by lightness and each bar has an outline; every number stands in words beside its bar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from roundup.curate.voices import WEEKS, Heard, Voices
from roundup.text import one_line, strip_controls

GROUPS: Final = {"person": "people", "site": "sites", "region": "regions"}
SHOWN: Final = 20  # rows of a chart
_ROW: Final = 44  # pixels
_HEAD: Final = 62
_BAR: Final = 16
_ROOM: Final = 20.0  # of a name, in letters of middling width: what fits beside the numbers at 320 pixels
_NARROW: Final = frozenset("iljtfrI.,:;'’-() ")

_STYLE: Final = """
.vc{--paper:#fff;--ink:#1b1b1b;--soft:#595959;--a:#16466f;--b:#4f86b8;--c:#c3d8ea;--line:#16466f}
@media (prefers-color-scheme:dark){
.vc{--paper:#14171a;--ink:#ededed;--soft:#b0b0b0;--a:#a9d1f7;--b:#4f8cc4;--c:#23415c;--line:#a9d1f7}}
.vc text{font:14px/1.3 system-ui,sans-serif;fill:var(--ink)}
.vc .soft{fill:var(--soft)}.vc .head{font-weight:600}.vc rect{stroke:var(--line);stroke-width:1}
.vc .paper{fill:var(--paper);stroke:none}
.vc .a{fill:var(--a)}.vc .b{fill:var(--b)}.vc .c{fill:var(--c)}
"""
_SPANS: Final = (
    f"last {WEEKS[0]} weeks",
    f"{WEEKS[0] + 1} to {WEEKS[1]} weeks ago",
    f"{WEEKS[1] + 1} to {WEEKS[2]} weeks ago",
)


def svg(voices: Voices, by: str = "person") -> str:
    """A chart of how often each person, site or region was featured in the last year, as a file of its own."""
    inner, height = _svg(getattr(voices, GROUPS[by]), voices, by)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="vc" width="100%" height="{height + 56}">\n'
        f'<style>{_STYLE}</style>\n<rect class="paper" width="100%" height="100%"/>\n'
        f'<text x="3%" y="30" class="head" aria-hidden="true">{_safe(_title(voices, by))}</text>\n'
        f'<svg x="3%" y="48" width="94%" height="{height}">\n{inner}\n</svg>\n</svg>\n'
    )


def _title(voices: Voices, by: str) -> str:
    return f"Featured in the {WEEKS[-1]} weeks to {_day(voices)}, by {by}"


def _svg(rows: Sequence[Heard], voices: Voices, by: str) -> tuple[str, int]:
    """The chart, and how high it is."""
    shown = [row for row in rows if row.featured[-1]][:SHOWN]
    height = _HEAD + _ROW * max(len(shown), 1) + 8
    most = max((row.featured[-1] for row in shown), default=1)
    named = f'role="img" aria-labelledby="t-{by} d-{by}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="vc" {named} width="100%" height="{height}">',
        f'<title id="t-{by}">{_safe(_title(voices, by))}</title>',
        f'<desc id="d-{by}">{_safe(_described(shown, rows))}</desc>',
        *_legend(),
    ]
    for number, row in enumerate(shown):
        lines += _bar(row, _HEAD + number * _ROW, most)
    if not shown:
        lines.append(f'<text x="0" y="{_HEAD + 16}">Nobody was featured in this time.</text>')
    return "\n".join([*lines, "</svg>"]), height


def _described(shown: Sequence[Heard], rows: Sequence[Heard]) -> str:
    said = "; ".join(f"{row.name}: {row.featured[-1]}" for row in shown)
    more = sum(bool(row.featured[-1]) for row in rows) - len(shown)
    return (said or "nobody") + (f"; and {more} more, in the table" if more > 0 else "")


def _legend() -> Iterator[str]:
    for number, (kind, span) in enumerate(zip("abc", _SPANS, strict=True)):
        y = 4 + 18 * number
        yield f'<rect class="{kind}" x="1" y="{y}" width="12" height="12"/><text x="20" y="{y + 11}">{span}</text>'
    spans = " · ".join(map(str, WEEKS))
    yield f'<text class="soft" x="100%" y="{_HEAD - 15}" text-anchor="end">in {spans} weeks</text>'


def _bar(row: Heard, top: int, most: int) -> Iterator[str]:
    """A name with its numbers, and below it the bar: one part for each span."""
    counts = f"{' · '.join(map(str, row.featured))}"
    yield f"<g><title>{_safe(_in_words(row))}</title>"
    yield f'<text x="0" y="{top + 14}">{_safe(_fitting(one_line(row.name)))}</text>'
    yield f'<text class="soft" x="100%" y="{top + 14}" text-anchor="end">{counts}</text>'
    begin = 0
    for kind, count in zip("abc", _parts(row), strict=True):
        if count:
            x, width = (f"{100 * part / most:.3f}%" for part in (begin, count))
            yield f'<rect class="{kind}" x="{x}" y="{top + 20}" width="{width}" height="{_BAR}"/>'
        begin += count
    yield "</g>"


def _fitting(name: str) -> str:
    """As much of a name as there is room for."""
    used = 0.0
    for at, letter in enumerate(name):
        wide = 1.9 if ord(letter) > 0x2E7F else 1.6 if letter in "MWmw@" else 1.25 if letter.isupper() else 1.0
        used += 0.6 if letter in _NARROW else wide
        if used > _ROOM:
            return name[: at - 1].rstrip() + "…"
    return name


def _parts(row: Heard) -> list[int]:
    """How many in each span that are in no shorter one."""
    return [count - shorter for count, shorter in zip(row.featured, (0, *row.featured), strict=False)]


def _in_words(row: Heard) -> str:
    spans = ", ".join(f"{count} in {weeks} weeks" for count, weeks in zip(row.featured, WEEKS, strict=True))
    return f"{row.name}: {spans}"


def _safe(text: str) -> str:
    return escape(strip_controls(text))


def _day(voices: Voices) -> str:
    return f"{voices.now.day} {voices.now:%B %Y}"


# ---------------------------------------------------------------- the page

_PAGE_STYLE: Final = """
:root{color-scheme:light dark}
body{margin:0 auto;max-width:64rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;background:#fff;color:#1b1b1b}
h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.2rem;margin-top:2.5rem}
.pair{display:grid;gap:1.5rem;grid-template-columns:minmax(0,1fr)}
@media (min-width:52rem){.pair{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;padding-bottom:.4rem}
th,td{text-align:left;padding:.25rem .5rem .25rem 0;border-bottom:1px solid #c8c8c8;vertical-align:top}
th[scope=row]{font-weight:400;overflow-wrap:anywhere;min-width:8rem}td.n,th.n{text-align:right}td:last-child{white-space:nowrap}
@media (prefers-color-scheme:dark){body{background:#14171a;color:#ededed}th,td{border-color:#4a4f55}}
"""


def page(voices: Voices, *, title: str, language: str = "en-GB") -> str:
    """Charts with their tables, who was never featured, who is back: one file that needs no other."""
    heading = f"Voices in {title}"
    parts = [
        f'<!DOCTYPE html>\n<html lang="{_safe(language)}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_safe(heading)}</title>\n<style>{_PAGE_STYLE}{_STYLE}</style>\n</head>\n<body>\n<main>",
        f"<h1>{_safe(heading)}</h1>\n<p>{_safe(_summary(voices))}</p>",
    ]
    for by, group in GROUPS.items():
        rows: Sequence[Heard] = getattr(voices, group)
        parts.append(f'<section aria-labelledby="h-{by}"><h2 id="h-{by}">By {by}</h2>\n<div class="pair">')
        parts.append(f"<figure style='margin:0'>{_svg(rows, voices, by)[0]}</figure>")
        parts.append(f'<div class="wide" tabindex="0" role="region" aria-labelledby="c-{by}">')
        parts += [*_table(rows, by), "</div></div></section>"]
    parts += [*_never(voices), *_back(voices), "</main>\n</body>\n</html>"]
    return "\n".join(parts) + "\n"


def _summary(voices: Voices) -> str:
    left = f" {voices.left_out} picks of people who asked to be left out are not counted." if voices.left_out else ""
    count = f"{voices.editions} edition{'s' * (voices.editions != 1)}"
    return f"Who was featured in {count} up to {_day(voices)}, in the last {_spans()} weeks.{left}"


def _spans() -> str:
    *most, last = map(str, WEEKS)
    return f"{', '.join(most)} and {last}"


def _table(rows: Sequence[Heard], by: str) -> Iterator[str]:
    heads = "".join(f'<th scope="col" class="n">{weeks} w.</th>' for weeks in WEEKS)
    yield f'<table><caption id="c-{by}">Times featured, by {by}</caption>'
    yield f'<thead><tr><th scope="col">{by.capitalize()}</th>{heads}'
    yield '<th scope="col" class="n">Ever</th><th scope="col">Last</th></tr></thead><tbody>'
    for row in rows:
        cells = "".join(f'<td class="n">{count}</td>' for count in (*row.featured, row.ever))
        yield f'<tr><th scope="row">{_safe(row.name)}</th>{cells}<td>{row.last.date() if row.last else ""}</td></tr>'
    yield "</tbody></table>"


def _never(voices: Voices) -> Iterator[str]:
    if not voices.never:
        return
    yield '<section><h2>Never featured, though writing</h2><div class="wide"><table>'
    yield f"<caption>Posts in the last {WEEKS[1]} weeks</caption>"
    yield '<thead><tr><th scope="col">Voice</th><th scope="col">Where</th><th scope="col" class="n">Posts</th></tr>'
    yield "</thead><tbody>"
    for row in voices.never:
        where = f"<td>{_safe(row.where)}</td>"
        yield f'<tr><th scope="row">{_safe(row.name)}</th>{where}<td class="n">{row.posts[1]}</td></tr>'
    yield "</tbody></table></div></section>"


def _back(voices: Voices) -> Iterator[str]:
    if not voices.back:
        return
    yield "<section><h2>Back after a silence</h2><ul>"
    for row in voices.back:
        since = f"{row.since.day} {row.since:%B %Y}"
        yield f"<li>{_safe(row.name)}, {_safe(row.where)}: on {since}, after {row.silent_weeks} weeks</li>"
    yield "</ul></section>"
