"""The links in an editor's Markdown: where they are, and where they lead.

A scanner after CommonMark 0.31 (https://spec.commonmark.org/0.31.2/#links) for what editors write: inline links with
or without a title, images, <addresses>, [label]: definitions; code spans and backslash escapes are honoured. Linear in
the text, and no more than a scanner: formats render Markdown with a real parser.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from urllib.parse import quote

from roundup.dataclass import dataclass
from roundup.patterns import pattern

POST = "post"  # the destination that stands for the address of the pick's post

# Alternatives never begin alike, so there is nothing to try twice.
_TARGET = pattern(
    r"\(\s*(?:<(?P<angled>(?:\\.|[^<>\\\n])*)>"
    r"|(?P<bare>(?:\\.|[^\s()\\<]|\((?:\\.|[^\s()\\])*\))(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*)?)"
    r"""(?P<title>\s+(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\)))?\s*\)""",
    re.DOTALL,
)
_AUTOLINK = pattern(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")
_DEFINITION = pattern(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]*\n?[ \t]*<?([^\s<>]+)>?", re.MULTILINE)
# Everything that can begin or end a link, or make what follows not count.
_STOP = pattern(r"\\.|`+|!?\[|\]|<", re.DOTALL)
_ENTITY = pattern(r"&(?=#?\w+;)")
_BLOCK_MARK = pattern(r"^[ \t]{0,3}(?:#{1,6}[ \t]|>[ \t]?|[-*+][ \t]|\d{1,9}[.)][ \t])", re.MULTILINE)
_EMPHASIS = pattern(r"[*_~]{1,3}(?=\S)|(?<=\S)[*_~]{1,3}")


@dataclass(frozen=True, slots=True)
class Link:
    """`[words](destination)` at `begin:end` of the text, its words at `words_begin:words_end`."""

    begin: int
    words_begin: int
    words_end: int
    end: int
    destination: str
    title: str = ""
    image: bool = False


def find_links(markdown: str) -> tuple[Link, ...]:
    """Inline links and images in the order in which they end."""
    return tuple(_scan(markdown))


def destinations(markdown: str) -> tuple[str, ...]:
    """Where all links of the text lead: inline, <addresses> and definitions. Images are not links."""
    inline = [link.destination for link in find_links(markdown) if not link.image]
    return (*inline, *_AUTOLINK.findall(markdown), *_DEFINITION.findall(markdown))


def with_post(markdown: str, url: str) -> str:
    """`markdown` in which every link to `(post)` leads to `url`; without a `url` only its words stay.

    Only link targets change: `(post)` in prose, in code or as an image stays as it is.
    """
    parts: list[str] = []
    done = 0
    for link in find_links(markdown):
        if link.destination != POST or link.image:
            continue
        if url:
            parts += (markdown[done : link.words_end], f"]({destination(url)}{link.title})")
        else:
            parts += (markdown[done : link.begin], markdown[link.words_begin : link.words_end])
        done = link.end
    return "".join((*parts, markdown[done:]))


def led_elsewhere(markdown: str, elsewhere: Callable[[str], str]) -> str:
    """`markdown` in which every inline link leads where `elsewhere` says of its address; where it says "", it stays."""
    from html import unescape

    parts: list[str] = []
    done = 0
    for link in find_links(markdown):
        target = "" if link.image else elsewhere(unescape(link.destination))
        if target:
            parts += (markdown[done : link.words_end], f"]({destination(target)}{link.title})")
            done = link.end
    return "".join((*parts, markdown[done:]))


def destination(url: str) -> str:
    """An address as a Markdown link destination, in <> where it holds parentheses."""
    safe = _ENTITY.sub("&amp;", quote(url, safe="!#$%&'()*+,/:;=?@[]~", errors="replace"))
    return f"<{safe}>" if "(" in safe or ")" in safe else safe


def plain(markdown: str) -> str:
    """The words a reader sees, near enough to count and search them."""
    marks: list[tuple[int, int]] = []
    for link in find_links(markdown):
        marks += (
            [(link.begin, link.end)] if link.image else [(link.begin, link.words_begin), (link.words_end, link.end)]
        )
    parts: list[str] = []
    done = 0
    for begin, end in sorted(marks):
        parts.append(markdown[done:begin])
        done = max(done, end)
    text = _DEFINITION.sub("", "".join((*parts, markdown[done:])))
    return _EMPHASIS.sub("", _BLOCK_MARK.sub("", text)).replace("`", "")


def _scan(text: str) -> Iterator[Link]:
    opened: list[tuple[int, int, bool]] = []
    spent = 0
    code_end = _code_spans(text)
    position = 0
    while stop := _STOP.search(text, position):
        position, mark = stop.end(), stop[0]
        if mark[0] == "`":
            position = code_end(stop.start(), stop.end())
        elif mark == "<":
            position = found.end() if (found := _AUTOLINK.match(text, stop.start())) else position
        elif mark.endswith("[") and mark[0] != "\\":
            opened.append((stop.start(), stop.end(), mark[0] == "!"))
        elif mark == "]" and opened:
            begin, words_begin, image = opened.pop()
            usable = image or len(opened) >= spent
            spent = min(spent, len(opened))
            if usable and (target := _TARGET.match(text, position)):
                yield _link((begin, words_begin, stop.start()), target, image)
                position = target.end()
                # A link holds no other link, so what was opened before can only become an image.
                spent = spent if image else len(opened)


def _link(places: tuple[int, int, int], target: re.Match[str], image: bool) -> Link:
    held = target["angled"] if target["angled"] is not None else (target["bare"] or "")
    return Link(*places, target.end(), held, target["title"] or "", image)


def _code_spans(text: str) -> Callable[[int, int], int]:
    """A function from a run of backticks to where its code span ends: after the next run as long, if there is one."""
    # Listed once by length: looking ahead anew for every run would be quadratic.
    runs: dict[int, list[int]] = {}
    for run in re.finditer("`+", text):
        runs.setdefault(len(run[0]), []).append(run.start())

    def end_of(begin: int, end: int) -> int:
        same = runs.get(end - begin, [])
        place = bisect_left(same, end)
        return same[place] + end - begin if place < len(same) else end

    return end_of
