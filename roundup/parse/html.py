"""A post's markup → markup that is safe to keep, and the words a reader sees.

Cleaning is nh3's (html5ever, an allow list); reading is lexbor's tree. Before either, markup that would make a correct
HTML parser work for minutes is flattened: real posts come nowhere near the limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from roundup.parse import spacing
from roundup.parse.raw import words
from roundup.parse.simple import read_simple
from roundup.parse.spacing import tidied
from roundup.patterns import pattern
from roundup.text import strip_controls
from roundup.urls import safe_url

if TYPE_CHECKING:
    import nh3

MAX_HTML: Final = 512 * 1024  # characters of one entry's markup
MAX_DEPTH: Final = 100
MAX_TAGS: Final = 20_000
MANY: Final = 400  # tags or ampersands up to which no markup can be costly

_KEPT: Final = words(
    """
    a abbr b bdi bdo br cite code del dfn em i ins kbd mark q s samp small strong sub sup time u var wbr
    address article aside blockquote caption center col colgroup dd details dialog div dl dt figcaption figure footer
    h1 h2 h3 h4 h5 h6 header hr img li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul
    """
)
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "bdo": {"dir"},
    "*": {"lang"},
}
# Elements whose content a reader does not see as text of the post.
_UNSEEN: Final = words(
    """
    script style template noscript iframe object embed applet audio video canvas svg math select textarea button head
    title noframes noembed datalist map frameset xmp plaintext
    """
)
_VOID: Final = words("area base br col embed hr img input link meta param source track wbr")
# Elements that begin and end a paragraph; the others run on in the line.
_PARAGRAPHS: Final = words(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr legend main menu nav ol p pre section summary table ul
    """
)
_LINE: Final = spacing.LINE.decode()
_EDGES: Final = {**dict.fromkeys(_PARAGRAPHS, "\n\n"), "li": _LINE, "tr": _LINE, "br": "\n", "td": " ", "th": " "}
_END_EDGES: Final = {name: edge for name, edge in _EDGES.items() if edge != " "}
_TAG_EDGES: Final = {**_EDGES, **{f"/{name}": edge for name, edge in _END_EDGES.items()}}
_PLAIN: Final = _KEPT - {"pre"} | {""}

_TAG = pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>?")
_DOUBLE_BREAK = pattern(r"(<br\b[^<>]*>)</br\s{0,9}>", re.IGNORECASE)
_NAMES = re.compile(r"<([^\s/>]*)")
_CLEAN_TAG = pattern(r'<(/?[a-z0-9]+)(?:\s[^">]*(?:"[^"]*"[^">]*)*)?>')
_HIDDEN = pattern(r"display\s*:\s*none", re.IGNORECASE)
_BARE_AMPERSAND = pattern(r"&(?![a-zA-Z][a-zA-Z0-9]{1,31};|#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};)")
# The beginning of an address that is neither absolute nor leads from the top of the site. Sought from the sign on,
# which is a good deal faster than from the name.
_RELATIVE = re.compile(r"=(?:(?<=href=)|(?<=src=)|(?<=\s=))\s*+[\"']?+\s*+(?!https?://|mailto:|/[^/\\])", re.IGNORECASE)
_TOP = pattern(r'<a href="([a-z]+://[^"/]+)/" rel="noopener noreferrer">\.</a>')
_NETLOC = re.compile(r"[/?#]")
# What the cleaner writes as it stands: nothing to be lowered, translated, taken for a number or for the usual port.
_PLAIN_SITE = re.compile(r"https?://(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.){1,8}[a-z](?:-?[a-z0-9]++)*+/")


def read_html(html: bytes, base: str, *, is_clean: bool = False) -> tuple[bytes, bytes]:
    """`html` cleaned as by clean_html, and its words as by plain_text, all in UTF-8: cheaper than one after the other.

    `base` is an address that urls.safe_url gave, or ""; `is_clean` says that there is surely nothing to be stripped.
    """
    if found := read_simple(html, partial(_origin, base), is_clean=is_clean):
        return found
    text = bounded(html.decode("utf-8", "replace"))
    clean = _cleaned(text, base)
    words = _words_of_clean(clean) if _is_all_kept(text) else _words(text)
    return clean.encode(), words.encode("utf-8", "replace")


def clean_html(html: str, base: str) -> str:
    """`html` with only harmless elements and attributes, links made absolute against `base`; at most MAX_HTML read.

    No scripts, styles, forms, frames, embedded media, comments, or addresses other than http, https and mailto.
    """
    return _cleaned(bounded(html), safe_url(base))


def _cleaned(html: str, base: str) -> str:
    # A cleaner costs half as much as cleaning. What begins with a slash leads to the same page from all of a site's.
    cleaner = _cleaner(base if not base or _RELATIVE.search(html) else _top(base))
    clean = cleaner.clean(html)
    # Raw control characters are out by now; what a character reference stood for comes out only here.
    if "&#" in html and (bare := strip_controls(clean)) != clean:
        clean = cleaner.clean(bare)
    return clean.strip()


def _top(base: str) -> str:
    """The address of the site that an address is on."""
    scheme, _, rest = base.partition("://")
    return f"{scheme}://{_NETLOC.split(rest, 1)[0]}/"


def _origin(base: str) -> str:
    """What an address with a slash at its beginning is put behind, as the cleaner writes it; "" if it cannot be."""
    top = _top(base) if base else ""
    return top[:-1] if not top or _PLAIN_SITE.fullmatch(top) else _cleaned_origin(top)


@lru_cache(maxsize=16)
def _cleaned_origin(top: str) -> str:
    found = _TOP.fullmatch(_cleaner(top).clean('<a href="/">.</a>'))
    return found[1] if found else ""


@cache
def _cleaner_settings() -> dict[str, Any]:
    return {
        "tags": set(_KEPT),
        "attributes": {tag: set(names) for tag, names in _ATTRIBUTES.items()},
        "clean_content_tags": set(_UNSEEN),
        "url_schemes": {"http", "https", "mailto"},
        "link_rel": "noopener noreferrer",
        "strip_comments": True,
    }


@lru_cache(maxsize=16)
def _cleaner(base: str) -> nh3.Cleaner:
    import nh3

    relative: Any = ("rewrite_with_base", base) if base else "deny"
    try:
        return nh3.Cleaner(**_cleaner_settings(), url_relative=relative)
    except ValueError:
        return nh3.Cleaner(**_cleaner_settings(), url_relative="deny")


def bounded(html: str) -> str:
    """`html` cut to MAX_HTML and, where tags nest or repeat beyond all reason, without those tags.

    Done before any parser sees the markup: nesting and bare ampersands cost parsers more than they should.
    """
    text = strip_controls(html[:MAX_HTML])
    # XHTML that was written out piece by piece holds <br></br>, which HTML reads as two breaks.
    if "</br" in text or "</BR" in text:
        text = _DOUBLE_BREAK.sub(r"\1", text)
    if text.count("&") > MANY:
        text = _BARE_AMPERSAND.sub("&amp;", text)[:MAX_HTML]
    return _flattened(text) if text.count("<") > MANY else text


def _flattened(html: str) -> str:
    """`html` without the start tags below MAX_DEPTH and all tags after MAX_TAGS. One pass, linear."""
    depth = end = 0
    kept: list[str] = []
    for number, match in enumerate(_TAG.finditer(html)):
        name, opens = match.group(2).lower(), not match.group(1)
        if name not in _VOID:
            depth = max(depth + (1 if opens else -1), 0)
        if number > MAX_TAGS or (depth > MAX_DEPTH and opens and name not in _VOID):
            kept.append(html[end : match.start()] + " ")
            end = match.end()
    return "".join(kept) + html[end:] if kept else html


def plain_text(html: str) -> str:
    """The words of `html` as a browser shows them.

    Paragraphs are parted by a blank line; list items, table rows and what `<br>` parts by a newline. Inline elements
    never part or join words; runs of white space become one blank, no-break spaces and all other characters stay as the
    author wrote them (soft hyphens, which nobody sees, are dropped). What a page hides with `hidden` or
    `display: none` is left out.
    """
    return _words(bounded(html))


def _words(html: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    # From the author's markup, not from the cleaned: only there can be seen what a page hides.
    body = LexborHTMLParser(html).body
    if body is None:
        return ""
    lowered = html.encode("utf-8", "replace").lower()
    return tidied("".join(_pieces(body, hides=b"hidden" in lowered or b"display" in lowered)))


def _is_all_kept(html: str) -> bool:
    """True if cleaning takes no words away and no edge between them, so that the clean markup has the same words."""
    return _PLAIN.issuperset(_NAMES.findall(html)) and "hidden" not in html and "display" not in html


def _words_of_clean(clean: str) -> str:
    """The words of clean markup without <pre>: every tag is closed, every sign escaped, so no tree is needed."""
    text = _CLEAN_TAG.sub(_edge_of, _squeezed(clean))
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u00a0").replace("&amp;", "&")
    return tidied(text)


def _edge_of(tag: re.Match[str]) -> str:
    return _TAG_EDGES.get(tag[1], "")


def _squeezed(text: str) -> str:
    """Runs of white space as one blank. Quicker than a regular expression: most texts hold little to squeeze."""
    for white in "\n\t\r\f":
        if white in text:
            text = text.replace(white, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _pieces(body: Any, *, hides: bool) -> list[str]:
    """The texts below `body` with the edges of its blocks and lines, walked through without recursion.

    `hides` says that an element may not be shown, so that each has to be looked at.
    """
    pieces: list[str] = []
    left: list[tuple[Iterator[Any], str, int]] = []  # siblings yet to come, the edge behind them, depth in <pre>
    nodes, edge, preformatted = body.iter(include_text=True), "", 0
    while True:
        for node in nodes:
            name = node.tag
            if name == "-text":
                text = node.text_content or ""
                pieces.append(text if preformatted else _squeezed(text))
                continue
            if name in _EDGES:
                pieces.append(_EDGES[name])
            if node.child is not None and name not in _UNSEEN and not (hides and _is_hidden(node)):
                left.append((nodes, edge, preformatted))
                nodes, edge = node.iter(include_text=True), _END_EDGES.get(name, "")
                preformatted += name == "pre"
                break
        else:
            pieces.append(edge)
            if not left:
                return pieces
            nodes, edge, preformatted = left.pop()


def _is_hidden(node: Any) -> bool:
    attributes = node.attributes
    return bool(attributes) and ("hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or "")))
