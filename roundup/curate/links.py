"""The links in an editor's Markdown: where they are, and where they lead.

A scanner after CommonMark 0.31 (https://spec.commonmark.org/0.31.2/#links) for what editors write: inline links with
or without a title, images, <addresses>, [label]: definitions; code spans and backslash escapes are honoured. Linear in
the text, and no more than a scanner: formats render Markdown with a real parser.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

POST = "post"  # the destination that stands for the address of the pick's post

_TARGET = re.compile(
    r"\(\s*(?:<(?P<angled>(?:\\.|[^<>\\\n])*)>"
    r"|(?P<bare>(?:\\.|[^\s()\\<]|\((?:\\.|[^\s()\\])*\))(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*)?)"
    r"""(?P<title>\s+(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\)))?\s*\)""",
    re.DOTALL,
)
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]*\n?[ \t]*<?([^\s<>]+)>?", re.MULTILINE)
_STOP = re.compile(r"\\.|`+|!?\[|\]|<", re.DOTALL)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BLOCK_MARK = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])", re.MULTILINE)
_EMPHASIS = re.compile(r"[*_~]{1,3}(?=\S)|(?<=\S)[*_~]{1,3}")


@dataclass(frozen=True, slots=True)
class Link:
    """`[words](destination)` at `begin:end` of the text; its words are `text[begin + 1 : words_end]`."""

    begin: int
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
            parts += (markdown[done : link.begin], markdown[link.begin + 1 : link.words_end])
        done = link.end
    return "".join((*parts, markdown[done:]))


def destination(url: str) -> str:
    """An address as a Markdown link destination, in <> where it holds parentheses."""
    safe = _ENTITY.sub("&amp;", quote(url, safe="!#$%&'()*+,/:;=?@[]~", errors="replace"))
    return f"<{safe}>" if "(" in safe or ")" in safe else safe


def plain(markdown: str) -> str:
    """The words a reader sees, near enough to count and search them."""
    parts: list[str] = []
    done = 0
    for link in find_links(markdown):
        if link.begin >= done:
            parts += (markdown[done : link.begin], "" if link.image else markdown[link.begin + 1 : link.words_end])
            done = link.end
        elif link.words_end >= done:
            parts.append(markdown[done : link.words_end])
            done = link.end
    text = _DEFINITION.sub("", "".join((*parts, markdown[done:])))
    return _EMPHASIS.sub("", _BLOCK_MARK.sub("", text)).replace("`", "")


def _scan(text: str) -> Iterator[Link]:
    opened: list[tuple[int, bool]] = []
    code_end = _code_spans(text)
    position = 0
    while stop := _STOP.search(text, position):
        position, mark = stop.end(), stop[0]
        if mark[0] == "`":
            position = code_end(stop.start(), stop.end())
        elif mark == "<":
            position = found.end() if (found := _AUTOLINK.match(text, stop.start())) else position
        elif mark.endswith("[") and mark[0] != "\\":
            opened.append((stop.end() - 1, mark[0] == "!"))
        elif mark == "]" and opened:
            begin, image = opened.pop()
            if target := _TARGET.match(text, position):
                yield _link(begin, stop.start(), target, image)
                position = target.end()
                # A link holds no other link, so what was opened before can only be an image.
                opened = opened if image else [each for each in opened if each[1]]


def _link(begin: int, words_end: int, target: re.Match[str], image: bool) -> Link:
    held = target["angled"] if target["angled"] is not None else (target["bare"] or "")
    return Link(begin, words_end, target.end(), held, target["title"] or "", image)


def _code_spans(text: str) -> Callable[[int, int], int]:
    """A function from a run of backticks to where its code span ends: after the next run as long, if there is one."""
    runs: dict[int, list[int]] = {}
    for run in re.finditer("`+", text):
        runs.setdefault(len(run[0]), []).append(run.start())

    def end_of(begin: int, end: int) -> int:
        same = runs.get(end - begin, [])
        place = bisect_left(same, end)
        return same[place] + end - begin if place < len(same) else end

    return end_of
