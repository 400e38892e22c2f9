"""What was sent and what came back, compared as a reader would: links, quotes, headings, words."""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

from roundup.curate.folding import fold
from roundup.dataclass import dataclass
from roundup.parse.html import bounded
from roundup.text import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

MOST_TOLD = 10  # losses of one kind
LONGEST_DIFF = 200  # lines
MOST_COMPARED = 2_000  # lines of a text that is shown beside another
MOST_NEAR, LONGEST_NEAR = 200, 1_000  # texts among which a likeness is looked for, and characters of each
_APART = (
    "p, div, li, br, hr, h1, h2, h3, h4, h5, h6, blockquote, cite, figcaption, td, th, dt, dd, pre, section, article"
)
_KEPT = frozenset({"em", "strong", "b", "i", "u", "s", "del", "ins", "mark", "sub", "sup", "code", "img"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells: where its links lead, its quotes and headings, and all its words."""

    links: tuple[str, ...]
    quotes: tuple[str, ...]
    headings: tuple[str, ...]
    words: tuple[str, ...]


def read(html: str) -> Told:
    """What the HTML of a post or page tells. Ways of writing quote marks, dashes and white space are all one."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(f"<body>{bounded(html)}</body>")
    tree.strip_tags(["script", "style", "template"])
    # Words end where blocks do, and nowhere else: b<em>ol</em>d is one.
    for part in tree.css(_APART):
        part.insert_before(" ")
        part.insert_after(" ")
    return Told(
        links=tuple(a.attributes.get("href") or "" for a in tree.css("a[href]")),
        quotes=tuple(_folded(part.text()) for part in tree.css("blockquote p")) or _quotes(tree),
        headings=tuple(_folded(heading.text()) for heading in tree.css("h1, h2, h3, h4, h5, h6")),
        words=tuple(_folded(tree.body.text() if tree.body else "").split()),
    )


def _quotes(tree: LexborHTMLParser) -> tuple[str, ...]:
    return tuple(_folded(quote.text()) for quote in tree.css("blockquote"))


def _folded(text: str) -> str:
    return " ".join(fold(text).text.split())


def losses(sent: str, found: str) -> tuple[str, ...]:
    """What of the HTML `sent` is missing or altered in the HTML `found`, in words; nothing if all is there.

    What stands there besides (a theme's own words around the post, say) is no loss.
    """
    ours, theirs = read(sent), read(found)
    return (
        *_missing("link", "links", ours.links, theirs.links),
        *_altered("quote", ours.quotes, theirs.quotes, " ".join(theirs.words)),
        *_altered("heading", ours.headings, theirs.headings, ""),
        *_lost_words(ours, theirs),
    )


def dressed_alike(ours: str, theirs: str) -> bool:
    """True if `theirs` has the same emphasis, pictures and comments (a block editor's marks) as the HTML `ours`.

    Nor may it hold more elements of any other kind; it may hold fewer, since sites take some away.
    """
    one, other = _dress(ours), _dress(theirs)
    return one[0] == other[0] and not other[1] - one[1]


def _dress(html: str) -> tuple[tuple[str, ...], Counter[str]]:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(f"<body>{bounded(html)}</body>")
    kept, others = [], Counter[str]()
    for node in tree.root.traverse(include_text=False) if tree.root else ():
        if node.tag in _KEPT:
            kept.append(f"{node.tag} {node.attributes.get('src') or ''} {_folded(node.text())}")
        elif node.tag == "-comment":
            kept.append(" ".join(unescape(node.html or "").split()))
        else:
            others[node.tag or ""] += 1
    return tuple(kept), others


def _missing(one: str, many: str, ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    lost = list((Counter(ours) - Counter(theirs)).elements())
    for link in lost[:MOST_TOLD]:
        yield f"the {one} to {one_line(link, 200)} is not there"
    if len(lost) > MOST_TOLD:
        yield f"… and {len(lost) - MOST_TOLD} more {many} are not there"
    if not lost and not _runs_through(ours, theirs):
        yield f"the {many} are in another order"


def _altered(what: str, ours: Sequence[str], theirs: Sequence[str], words: str) -> Iterator[str]:
    there = Counter(theirs)
    lost = []
    for text in ours:
        if there[text]:
            there[text] -= 1
        elif not text or text not in words:
            lost.append(text)
    candidates = [text[:LONGEST_NEAR] for text in list(there)[:MOST_NEAR]]
    for text in [text for text in lost if text][:MOST_TOLD]:
        near = difflib.get_close_matches(text[:LONGEST_NEAR], candidates, n=1, cutoff=0.6)
        reads = f"; it reads: {_shown(near[0], 120)}" if near else ""
        yield f"the {what} “{_shown(text, 80)}” is altered or gone{reads}"


def _lost_words(ours: Told, theirs: Told) -> Iterator[str]:
    lost = list((Counter(ours.words) - Counter(theirs.words)).elements())
    if lost:
        shown = _shown(" ".join(dict.fromkeys(lost)), 120)
        yield f"{len(lost)} word{'s are' if len(lost) > 1 else ' is'} not there: {shown}"
    elif not _runs_through(ours.words, theirs.words):
        yield "the words are in another order"


def _shown(text: str, limit: int) -> str:
    """Folded text has its accents apart; people write them together."""
    return one_line(unicodedata.normalize("NFC", text), limit)


def _runs_through(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """True if all of `ours` stand in `theirs` in the same order, whatever stands between them."""
    rest = iter(theirs)
    return all(one in rest for one in ours)


def diff(before: str, after: str, *, was: str, now: str) -> str:
    """A unified diff, cut where it grows beyond what anybody reads."""
    old, new = (text.splitlines()[:MOST_COMPARED] for text in (before, after))
    lines = list(difflib.unified_diff(old, new, was, now, lineterm="", n=1))
    more = [f"… {len(lines) - LONGEST_DIFF} lines more"] if len(lines) > LONGEST_DIFF else []
    return "\n".join(lines[:LONGEST_DIFF] + more)
