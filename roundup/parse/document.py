"""Decoded text → a document that is safe to hand on: what it is, its root, its harmless body, whether it is whole.

The prolog (declaration, DOCTYPE, comments, stray output of a broken blog) is read here in linear time and thrown away;
no DTD ever reaches an XML parser. Character references that no parser survives are replaced.
"""

from __future__ import annotations

import re
from typing import Final

from roundup.dataclass import dataclass
from roundup.errors import FeedError
from roundup.patterns import pattern
from roundup.text import strip_controls

_ROOTS: Final = frozenset({"rss", "feed", "rdf", "channel"})
_ROOT_SEARCH: Final = 100_000  # characters in which a root is looked for behind a broken blog's own output
_LONGEST_DECLARATION: Final = 100_000  # characters
_MOST_DECLARATIONS: Final = 100  # together with the length this bounds the work on a hostile prolog
_MOST_STEPS: Final = 10_000  # stray brackets and instructions before the root
MOST_ENTRIES: Final = 5_000  # that an XML parser is given
_ENTITY_GROWTH: Final = 1_000_000  # characters that a document's own entities may add

_MAGIC: Final = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"ID3", "an MP3 file"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "compressed data whose server did not say so"),
    (b"\x7fELF", "a program"),
)
# Roots that are XML or HTML but no feed, and what to tell the person who subscribed to them.
_PAGE_HINT: Final = "Open the page and look for its feed; many blogs keep it at the same address with /feed/ behind it."
_OTHERS: Final = {
    "html": ("this is a web page, not a feed", _PAGE_HINT),
    "head": ("this is a web page, not a feed", _PAGE_HINT),
    "body": ("this is a web page, not a feed", _PAGE_HINT),
    "opml": ("this is a list of feeds (OPML), not a feed", "Import it with: roundup feeds import"),
    "svg": ("this is an SVG image, not a feed", _PAGE_HINT),
    "urlset": ("this is a sitemap, not a feed", _PAGE_HINT),
    "sitemapindex": ("this is a sitemap, not a feed", _PAGE_HINT),
    "error": ("the server answered with an error document, not a feed", "Try the address in a browser."),
}

_NAME = r"(?:[A-Za-z_][\w.-]{0,60}:)?"
_START_TAG = pattern(rf"<{_NAME}([A-Za-z_][\w.-]{{0,60}})")
_ROOT_TAG = pattern(rf"<{_NAME}(rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE)
_ENTRY_OPEN = pattern(rf"<{_NAME}(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_ENTRY_CLOSE = pattern(rf"</{_NAME}(?:item|entry)\s{{0,100}}>", re.IGNORECASE)
# The same in UTF-8 and, since letters beyond ASCII are not told apart there, a little more.
_ENDED = pattern(rb"</(?:[A-Za-z_][\w.\x80-\xff-]{0,240}:)?(?:item|entry)[\s\x1c-\x1f\x80-\xff]{0,300}>", re.IGNORECASE)
_ROOT_CLOSE: Final = {root: pattern(rf"</{_NAME}{root}\s{{0,100}}>", re.IGNORECASE) for root in _ROOTS}
_ENTITY = pattern(r"<!ENTITY\s{1,20}(\w{1,60})\s{1,20}(?:\"([^\"&%<]{0,200})\"|'([^'&%<]{0,200})')\s{0,20}>")
_REFERENCE = pattern(r"&#([xX][0-9a-fA-F]+|[0-9]+);?")
# Names of people, which feedparser searches for addresses in quadratic time.
_A_LONG_NAME: Final = (
    r"(<(?:author|creator|dc:creator|itunes:author|managingEditor|webMaster|name|email|contributor|publisher)\b[^<>]{0,500}>"
    r"\s{0,100}(?:<!\[CDATA\[)?[^<\]]{500})[^<\]]+"
)
_LONG_NAME = pattern(_A_LONG_NAME, re.IGNORECASE | re.ASCII)
_LONG_NAME_BYTES = pattern(_A_LONG_NAME.encode(), re.IGNORECASE)
# Where such a name may begin: told without folding capitals, which is several times faster.
_NAMED = re.compile(
    b"<(?=[acdeimnpwACDEIMNPW])(?=[aA][uU]|[cC][rRoO][eEnN]|[dD][cC]:|[iI][tT][uU]|[mM][aA][nN][aA]|[wW][eE][bB]|[nN][aA][mM]|[eE][mM][aA]|[pP][uU])"
)
_PREFIXED_TAG = pattern(
    r"</?(?!(?:content|dc|dcterms|atom|rdf|xhtml|itunes|feedburner):)[A-Za-z_][\w.-]{0,60}:[^<>]{0,5000}>"
)
_MEASURE_TAG = pattern(r"</?(?:width|height)\b[^<>]{0,500}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """A feed's text from its root element on. `root` is the root's local name in lower case.

    `netscape` says that the DOCTYPE was that of Netscape's RSS 0.91; `skipped` how many entries were cut out unread.
    """

    text: str
    root: str
    netscape: bool = False
    skipped: int = 0
    notes: tuple[str, ...] = ()


def refuse_binary(body: bytes) -> None:
    """Raise FeedError for an empty body and for files that are plainly something else."""
    if not body.strip(b" \t\r\n\x00"):
        raise FeedError("the feed is empty", hint="The server sent nothing; try again later.")
    for magic, what in _MAGIC:
        if body.startswith(magic):
            raise FeedError(f"this is {what}, not a feed", hint=_PAGE_HINT)


def looks_like_json(body: bytes) -> bool:
    """True if the first sign in the UTF-8 is one that opens JSON."""
    return not body.startswith(b"<") and body.decode("utf-8", "replace").lstrip()[:1] in {"{", "["}


def xml_document(text: str) -> Document:
    """The document in `text`, made safe. Raises FeedError if its root is not that of a feed."""
    start, doctype = _skip_prolog(text)
    match = _START_TAG.match(text, start) if start >= 0 else None
    name = match.group(1).lower() if match else ""
    notes: tuple[str, ...] = ()
    if name not in _ROOTS:
        start, name = _find_root(text, max(start, 0), name, doctype)
        notes = ("text before the feed was left out",)
    body, entities = text[start:], _entities(doctype)
    body = _LONG_NAME.sub(r"\1", _safe_references(strip_controls(_expand(body, entities))))
    body, skipped = _without_the_middle(body)
    return Document(text=body, root=name, netscape="netscape" in doctype.lower(), skipped=skipped, notes=notes)


def has_long_name(body: bytes) -> bool:
    """True if a person's name in the UTF-8 is so long that it would be cut, or nearly."""
    return any(_LONG_NAME_BYTES.match(body, found.start()) for found in _NAMED.finditer(body))


def has_too_many(body: bytes) -> bool:
    """True if the UTF-8 has more entries than an XML parser is given."""
    return body.count(b"<") > MOST_ENTRIES and len(_ENDED.findall(body)) > MOST_ENTRIES


def _without_the_middle(text: str) -> tuple[str, int]:
    """A feed of more than MOST_ENTRIES without those in the middle, and their number.

    Feeds list the latest first, or last. Which of them are read is decided later, by their dates.
    """
    ends = [match.end() for match in _ENTRY_CLOSE.finditer(text)]
    skipped = len(ends) - MOST_ENTRIES
    if skipped <= 0:
        return text, 0
    half = MOST_ENTRIES // 2
    return text[: ends[half - 1]] + text[ends[half - 1 + skipped] :], skipped


def simplified(document: Document) -> str:
    """The document without the tags of extensions that entries do not need: for a parser that fell over them."""
    return _MEASURE_TAG.sub("", _PREFIXED_TAG.sub("", document.text))


def _skip_prolog(text: str) -> tuple[int, str]:
    """Where the first start tag is (-1: nowhere) and the DOCTYPE before it, if any."""
    doctype, declarations, at = "", 0, text.find("<")
    for _ in range(_MOST_STEPS):
        if at < 0 or declarations > _MOST_DECLARATIONS:
            break
        if text.startswith("<!--", at):
            # A comment that never ends hides the root, which is then looked for inside it.
            end = text.find("-->", at)
            at = text.find("<", end) if end >= 0 else -1
        elif text.startswith("<!", at):
            declarations += 1
            end = _declaration_end(text, at)
            doctype = doctype or (text[at:end] if text[at + 2 : at + 9].lower() == "doctype" else "")
            at = text.find("<", end)
        elif _START_TAG.match(text, at):
            return at, doctype
        else:
            at = text.find("<", at + 1)
    return -1, doctype


def _declaration_end(text: str, at: int) -> int:
    """The index behind the `>` of the declaration that begins at `at`, its internal subset included.

    Of a declaration that does not end, only the bracket is skipped.
    """
    limit = at + _LONGEST_DECLARATION
    close, bracket = text.find(">", at, limit), text.find("[", at, limit)
    if 0 <= bracket < close:
        subset_end = text.find("]", bracket, limit)
        close = text.find(">", subset_end, limit) if subset_end >= 0 else -1
    return close + 1 if close >= 0 else at + 2


def _find_root(text: str, start: int, name: str, doctype: str) -> tuple[int, str]:
    """The feed that stands behind other output. Raises FeedError with what the document is instead."""
    # A page that mentions or embeds a feed is still a page: its posts are not what was subscribed to.
    is_page = name in _OTHERS or bool(re.match(r"<!doctype\s+html", doctype, re.IGNORECASE))
    if not is_page and (match := _ROOT_TAG.search(text, start, start + _ROOT_SEARCH)):
        return match.start(), match.group(1).lower()
    if is_page:
        message, hint = _OTHERS.get(name, _OTHERS["html"])
        raise FeedError(message, hint=hint)
    if name:
        raise FeedError(f"this is no feed: its outermost element is <{name[:40]}>", hint=_PAGE_HINT)
    raise FeedError("this is plain text, not a feed", hint=_PAGE_HINT)


def _entities(doctype: str) -> dict[str, str]:
    """The entities a DOCTYPE declares, if they are plain text: none that holds another, none from elsewhere."""
    if "<!ENTITY" not in doctype:
        return {}
    found = _ENTITY.findall(doctype)
    return {name: double or single for name, double, single in found[:300]}


def _expand(text: str, entities: dict[str, str]) -> str:
    for name, value in entities.items():
        # What would multiply the document stays as it is written: it shows up as "&name;" and harms nobody.
        reference = f"&{name};"
        if text.count(reference) * len(value) <= _ENTITY_GROWTH:
            text = text.replace(reference, value)
    return text


def _safe_references(text: str) -> str:
    """Twice, because dropping one reference may complete another; what hides deeper is the reader's to refuse."""
    for _ in range(2):
        text = _REFERENCE.sub(_safe_reference, text) if "&#" in text else text
    return text


def _safe_reference(match: re.Match[str]) -> str:
    """A numeric reference as it is if it names a character, else U+FFFD; a reference to a control is dropped."""
    digits = match.group(1)
    base = 16 if digits[0] in "xX" else 10
    # int() raises for thousands of digits; seven hold every code point, and leading noughts count for nothing.
    significant = digits.lstrip("xX").lstrip("0") or "0"
    code = int(significant, base) if len(significant) <= 7 else 0x110000
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or code in {0xFFFE, 0xFFFF}:
        return "\ufffd"
    if code < 0x20 and code not in {9, 10, 13}:
        return ""
    # feedparser hands the digits to int() as they are.
    return match.group() if len(digits) < 20 else f"&#{code};"


def is_closed(document: Document) -> bool:
    """True if the root's end tag comes after the last entry: then nothing was cut off, however broken the rest is."""
    return _last(_ROOT_CLOSE[document.root], document.text) > _last(_ENTRY_OPEN, document.text)


def ends_inside_entry(document: Document) -> bool:
    """True if the text stops before the last entry that was begun is ended."""
    return _last(_ENTRY_OPEN, document.text) > _last(_ENTRY_CLOSE, document.text)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)
