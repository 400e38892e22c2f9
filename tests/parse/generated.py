"""Feeds that nobody wrote: elements of every vocabulary that feedparser reads, with attributes, in any order."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st


def words_of(text: str) -> list[str]:
    return text.split()


DECLARED: Final = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "a": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "own": "https://blog.example/ns",
    "summary": "https://blog.example/ns/2",
    "georss": "http://www.georss.org/georss",
}
# Elements that plain feeds hold, and some that make a feed not plain.
USUAL: Final = words_of(
    "title link description guid id pubDate published updated category author enclosure comments source "
    "content:encoded dc:creator dc:date dc:subject summary content rights atom:link atom:updated "
    "slash:comments wfw:commentRss thr:total feedburner:origLink media:thumbnail own:thing contributor"
)
ODD: Final = words_of(
    "image language date links tags media:title media:group media:content itunes:author itunes:summary dc:title "
    "a:title creativeCommons:license dcterms:created summary:detail own:title georss:point body textinput dc_title "
    "thing width lastBuildDate itunes:owner generator url name"
)
CHANNEL: Final = words_of(
    "title link description language pubDate lastBuildDate generator image category managingEditor author id updated "
    "subtitle atom:link sy:updatePeriod itunes:owner itunes:summary own:thing dc:creator ttl cloud"
)
ATTRIBUTES: Final = words_of(
    "href rel type url length term scheme label domain isPermaLink xml:lang lang thr:count own:href rdf version src "
    "HREF mode title"
)
WORDS: Final = (
    "Bins",
    "A & B",
    "<p>Bins</p>",
    "<b>x</b> &amp; y",
    "https://blog.example/1",
    "https://blog.example/?p=1&x;=2",
    "/1",
    "http:///x.example/",
    "2026-11-20T09:00:00Z",
    "Fri, 20 Nov 2026 09:00:00 GMT",
    "Jo <jo@blog.example>",
    "Ada (ada)",
    "café",
    "cafÃ©",
    "“q” \u00a0—",
    "\u202eevil",
    "",
    "  ",
    "\n x \n",
    "true",
    "false",
    "self",
    "alternate",
    "enclosure",
    "replies",
    "text",
    "html",
    "xhtml",
    "text/html",
    "image/png",
    "12",
)

words = st.sampled_from(WORDS)
attributes = st.dictionaries(st.sampled_from(ATTRIBUTES), words, max_size=3)


def _some(*names: str) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(names), words, max_size=2)


_LINKS: Final = st.fixed_dictionaries({"href": words}, optional={"rel": words, "type": words, "thr:count": words})
# What such elements do have, so that most of what is made is plain.
FITTING: Final[dict[str, st.SearchStrategy[dict[str, str]]]] = {
    "link": st.just({}) | _LINKS,
    "atom:link": _LINKS,
    "enclosure": _some("url", "type", "length"),
    "guid": _some("isPermaLink"),
    "category": _some("term", "scheme", "label", "domain"),
    "source": _some("url"),
    "content": st.sampled_from([{}, {"type": "html"}, {"type": "text"}]),
    "summary": st.sampled_from([{}, {"type": "html"}]),
    "media:thumbnail": _some("url"),
}


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Character data: escaped, in CDATA, in pieces, with comments and references."""
    value = draw(words)
    return draw(
        st.sampled_from(
            (
                escape(value),
                f"<![CDATA[{value}]]>",
                f"{escape(value)}<!-- x --><![CDATA[{value}]]>",
                f"&#8217;{escape(value)}",
            )
        )
    )


@st.composite
def elements(draw: st.DrawFn, names: tuple[str, ...], depth: int = 0) -> str:
    """One element, now and then with attributes or with elements inside."""
    name = draw(st.sampled_from(names))
    given = draw(FITTING.get(name, attributes)) if name in FITTING or draw(st.integers(0, 30)) == 0 else {}
    set_ = "".join(f" {key}={quoteattr(value)}" for key, value in given.items() if not key.startswith("rdf"))
    if name in {"author", "contributor"} and draw(st.booleans()):
        inside = "".join(draw(st.lists(elements(("name", "uri", "email", "own:thing"), depth + 1), max_size=3)))
    elif depth < 2 and draw(st.integers(0, 60)) == 0:
        inside = "".join(draw(st.lists(elements((*USUAL, *ODD), depth + 1), max_size=2)))
    else:
        inside = draw(texts())
    return f"<{name}{set_}>{inside}</{name}>"


_IN_ITEM: Final = (*USUAL * 12, *ODD)
NAMESPACES: Final = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in DECLARED.items() if prefix != "summary")


@st.composite
def documents(draw: st.DrawFn) -> str:
    """An RSS or Atom document."""
    odd = draw(
        st.sampled_from(
            ("", "", "", ' xmlns:summary="https://blog.example/ns/2"', ' xmlns:x="http://purl.org/rss/1.0/"')
        )
    )
    head = draw(st.lists(elements(tuple(CHANNEL)), max_size=4, unique_by=lambda text: text[1:6]))
    items = draw(st.lists(st.lists(elements(_IN_ITEM), max_size=7, unique_by=lambda text: text[1:6]), max_size=3))
    tail = draw(st.lists(elements(tuple(CHANNEL)), max_size=1))
    language = draw(st.sampled_from(("", ' xml:lang="en_GB"', ' lang="cy"')))
    if draw(st.booleans()):
        inside = "".join(f"<item>{''.join(item)}</item>" for item in items)
        version = draw(st.sampled_from(("2.0", "0.91", "3", "")))
        channel = f"<channel>{''.join(head)}{inside}{''.join(tail)}</channel>"
        return f'<rss version="{version}"{NAMESPACES}{odd}{language}>{channel}</rss>'
    inside = "".join(f"<entry>{''.join(item)}</entry>" for item in items)
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"{NAMESPACES}{odd}{language}>'
        f"{''.join(head)}{inside}{''.join(tail)}</feed>"
    )
