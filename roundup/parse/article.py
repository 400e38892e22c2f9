"""Where on a page the article stands, and its words.

The place is told by the page's own markup, or found by trafilatura if that is installed, or by where the paragraphs
are. Whoever finds the place, the words are read from the page itself, by the same code as a feed's: trafilatura's own
text leaves out headings, captions and list items, and what is not there could not be quoted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from roundup.text import word_count

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

LEAST_WORDS: Final = 20  # a container with fewer words than this is not the article
LONGEST_FOR_FINDER: Final = 1_000_000  # characters; what is longer is not given to trafilatura
NEARLY_ALL: Final = 0.8  # of the text found has to stand in the container
MOSTLY_LINKS: Final = 0.6
MOST_PARTS: Final = 20_000  # elements looked at

_UNSEEN: Final = "script,style,noscript,template,iframe,svg,button,dialog,[hidden],[aria-hidden=true]"
_FURNITURE: Final = (
    "nav,aside,form,footer,[role=navigation],[role=complementary],[role=search],[role=banner],"
    "#comments,.comments-area,.comment-list,#respond,.sharedaddy,.share-buttons,.jp-relatedposts,.related-posts,"
    ".entry-meta,.post-meta,.posted-on,.skip-link,.screen-reader-text,.breadcrumbs,.wp-block-comments"
)
_SAID: Final = ((".h-entry .e-content", "h-entry"), ("[itemprop=articleBody]", "microdata"))
_USUAL: Final = (".entry-content", ".post-content", ".article-body", "article", "main", "[role=main]")
_PARTS: Final = "p,li,h2,h3,h4,h5,h6,pre,blockquote,td,dd,div,section"
_LISTS: Final = "ul,ol,div,section,table,p"
_WORD = re.compile(r"\w+")

Place = tuple["LexborNode", str]
"""An element, and how it was found."""


def read_article(tree: LexborHTMLParser, base: str, title: str, *, thorough: bool) -> tuple[str, str, str]:
    """(safe HTML, text, how it was found) of the article: the first place with enough words, else the fullest.

    The tree is changed: what is no part of an article is taken out of it. `thorough`: use trafilatura if it is there,
    which may take long over a page made for that.
    """
    from roundup.parse.html import clean_html, plain_text

    _strip(tree, title)
    best = ("", "", "")
    for node, how in _places(tree, thorough):
        clean = clean_html(node.inner_html or "", base)
        text = plain_text(clean)
        if word_count(text) >= LEAST_WORDS:
            return clean, text, how
        best = max(best, (clean, text, how), key=lambda found: len(found[1]))
    return best


def _strip(tree: LexborHTMLParser, title: str) -> None:
    """Take out what is no part of any article, and the title where it stands once more above the text."""
    _remove(tree.css(_UNSEEN))
    half = len(tree.body.text()) / 2 if tree.body else 0
    # Some sites wrap the whole page in a form: what holds most of the words is no furniture.
    _remove([node for node in tree.css(_FURNITURE) if len(node.text()) <= half])
    wanted = _folded(title)
    headings = tree.css("h1, .entry-title, .p-name")[:5]
    _remove([heading for heading in headings if wanted and _folded(heading.text()) == wanted])


def _remove(nodes: list[LexborNode]) -> None:
    """Take elements out of their tree. One that goes with another is left alone: its memory goes too."""
    going = {node.mem_id for node in nodes}
    for node in [node for node in nodes if not any(above.mem_id in going for above in _ancestors(node))]:
        node.decompose()


def _places(tree: LexborHTMLParser, thorough: bool) -> Iterator[Place]:
    """Where the article may stand, the best guess first."""
    for selector, how in _SAID:
        if node := tree.css_first(selector):
            yield node, how
    if thorough and (found := _found_by_trafilatura(tree)):
        yield found, "trafilatura"
    for selector in _USUAL:
        # A page may show others' posts as articles too, in little.
        if nodes := tree.css(selector)[:MOST_PARTS]:
            yield max(nodes, key=lambda node: len(node.text())), "its markup"
    if found := _fullest(tree):
        yield found, "its paragraphs"
    if tree.body:
        yield tree.body, "the whole page"


# ---------------------------------------------------------------- by trafilatura


def _found_by_trafilatura(tree: LexborHTMLParser) -> LexborNode | None:
    """The smallest element that holds nearly all of what trafilatura takes for the article, rid of lists of links."""
    finder = _finder()
    html = tree.html or ""
    if finder is None or len(html) > LONGEST_FOR_FINDER:
        return None
    lines = {folded for line in finder(html).split("\n") if (folded := _folded(line))}
    chosen = [node for node in tree.css(_PARTS)[:MOST_PARTS] if _folded(node.text()) in lines]
    node = _holding(chosen)
    if node is None or node.tag == "body":
        return None
    _without_link_lists(node, {part.mem_id for part in chosen})
    return node


def _finder() -> Callable[[str], str] | None:
    """trafilatura, if it is installed: an article's paragraphs, a line each."""
    try:
        import trafilatura
    except ImportError:
        return None

    def find(html: str) -> str:
        return trafilatura.extract(html, include_comments=False, with_metadata=False) or ""

    return find


def _holding(chosen: list[LexborNode]) -> LexborNode | None:
    weights: Counter[int] = Counter()
    nodes: dict[int, LexborNode] = {}
    depth: dict[int, int] = {}
    total = 0
    for part in chosen:
        size = len(part.text())
        total += size
        above = list(_ancestors(part))
        for level, node in enumerate(reversed(above)):
            weights[node.mem_id] += size
            nodes[node.mem_id] = node
            depth[node.mem_id] = level
    holding = [key for key, weight in weights.items() if weight >= NEARLY_ALL * total]
    return nodes[max(holding, key=lambda key: depth[key])] if holding else None


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None and above.tag not in ("html", "-document"):
        yield above
        above = above.parent


def _without_link_lists(place: LexborNode, chosen: set[int]) -> None:
    """Take out of an article what trafilatura left out and what is mostly links: related posts, tags, sharing."""
    parts = [part for part in place.css(_LISTS)[:MOST_PARTS] if part.mem_id != place.mem_id and _is_mostly_links(part)]
    _remove([part for part in parts if not chosen & {inner.mem_id for inner in (part, *part.css(_PARTS))}])


def _is_mostly_links(part: LexborNode) -> bool:
    size = len(part.text(strip=True))
    return size > 0 and sum(len(link.text(strip=True)) for link in part.css("a")) >= MOSTLY_LINKS * size


# ---------------------------------------------------------------- by our own means


def _fullest(tree: LexborHTMLParser) -> LexborNode | None:
    """The element whose own paragraphs hold the most words; those of the elements just below it count half."""
    scores: Counter[int] = Counter()
    nodes: dict[int, LexborNode] = {}
    for paragraph in tree.css("p,pre,blockquote")[:MOST_PARTS]:
        weight, above = float(word_count(paragraph.text())), paragraph.parent
        for share in (1.0, 0.5):
            if above is None or above.tag in ("html", "-document"):
                break
            scores[above.mem_id] += round(weight * share * 2)
            nodes[above.mem_id] = above
            above = above.parent
    return nodes[scores.most_common(1)[0][0]] if scores else None


def _folded(text: str) -> str:
    """Letters and digits alone, for telling whether two texts are one."""
    return "".join(_WORD.findall(text.casefold()))
