"""Which elements the plain reader knows, by feedparser's names for them; everything doubtful is not plain.

feedparser maps elements of many vocabularies to the same fields. A name here says what it does to an entry or a feed;
one that feedparser treats in a way not told here, or that would land on a field that is read, makes a feed not plain.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from roundup.parse.raw import words

ATOM: Final = "http://www.w3.org/2005/Atom"
XML: Final = "http://www.w3.org/XML/1998/namespace"
SEPARATOR: Final = " "  # between namespace and name, as expat is told
IGNORED: Final = "ignored"
DOUBTFUL: Final = "doubtful"

# Namespaces (in lower case) that feedparser reads, with its prefix for them. "!" marks those of other feed formats.
PREFIXES: Final = {
    "": "",
    ATOM.lower(): "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons",
    "http://creativecommons.org/ns#license": "cc",
    "http://web.resource.org/cc/": "cc",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://podlove.org/simple-chapters": "psc",
    "http://backend.userland.com/rss": "!",
    "http://blogs.law.harvard.edu/tech/rss": "!",
    "http://purl.org/rss/1.0/": "!",
    "http://my.netscape.com/rdf/simple/0.9/": "!",
    "http://example.com/newformat#": "!",
    "http://example.com/necho": "!",
    "http://purl.org/echo/": "!",
    "uri/of/echo/namespace#": "!",
    "http://purl.org/pie/": "!",
    "http://purl.org/atom/ns#": "!",
    "http://purl.org/rss/1.0/modules/rss091#": "!",
}
# Prefixes that lead to one of feedparser's handlers, or with an element's name to a field of its own.
HANDLED_PREFIXES: Final = words(
    """
    cc content creativecommons dc dcterms feedburner geo georss gml itunes media psc xhtml
    author date description copyright issued modified published publisher summary tagline title updated
    """
)
# Names without prefix that feedparser handles, or that are fields or other names of fields.
HANDLED: Final = words(
    """
    abstract author body category channel cloud content contributor copyright created description email enclosure entry
    expirationdate feed fullitem generator geom georssgeom guid height homepage id image info issued item keywords
    language lastbuilddate link managingeditor modified name newlocation pubdate published rights rss source subtitle
    summary tagline tags textinput title updated uri url webmaster where width
    authors author_detail date guidislink items links expired publisher publisher_detail
    """
)
# Whatever of these names is unknown to feedparser is kept by it under its own name, where nobody looks.
_HARMLESS: Final = words(
    """
    copyright rights dc:rights generator subtitle tagline webmaster dc:publisher
    itunes:block itunes:explicit itunes:image itunes:subtitle
    media:content media:credit media:group media:player media:rating media:restriction media:license media:thumbnail
    creativecommons:license
    """
)
_EVERYWHERE: Final = {
    **dict.fromkeys(_HARMLESS, IGNORED),
    "title": "title",
    "link": "link",
    "guid": "guid",
    "id": "guid",
    "contributor": "contributor",
}
# The names between which an RSS item and an Atom entry, and feedparser, make no difference.
IN_ENTRY: Final = {
    **_EVERYWHERE,
    **dict.fromkeys(("pubdate", "published", "issued", "dcterms:issued"), "published"),
    **dict.fromkeys(("updated", "modified", "lastbuilddate", "dc:date", "dcterms:modified"), "updated"),
    **dict.fromkeys(("created", "dcterms:created"), "created"),
    **dict.fromkeys(("category", "keywords", "dc:subject"), "category"),
    **dict.fromkeys(("author", "dc:creator", "dc:author", "itunes:author"), "author"),
    "dc:language": IGNORED,
    "description": "description",
    "content:encoded": "encoded",
    "summary": "summary",
    "content": "content",
    "enclosure": "enclosure",
    "source": "source",
    "feedburner:origlink": "origlink",
    "media:title": "media title",
}
IN_FEED: Final = {
    **_EVERYWHERE,
    **dict.fromkeys(("pubdate", "published", "updated", "modified", "lastbuilddate", "dc:date"), IGNORED),
    **dict.fromkeys(("category", "dc:subject", "itunes:category", "itunes:keywords", "cloud"), IGNORED),
    **dict.fromkeys(("managingeditor", "dc:creator", "itunes:author"), "editor"),
    "description": IGNORED,
    "language": "language",
    "dc:language": "language",
    "author": "author",
    "image": "image",
    "itunes:owner": "owner",
    "item": "entry",
    "entry": "entry",
}
# What may stand inside of what, besides what is ignored everywhere.
INSIDE: Final = {
    "author": words("name uri url homepage email"),
    "contributor": words("name uri url homepage email"),
    "image": words("title link description url width height"),
    "owner": words("itunes:name itunes:email"),
    IGNORED: words("media:title"),
}


@lru_cache(maxsize=2_000)
def standard_name(name: str, bare: bool) -> str:
    """feedparser's name for an element that expat calls `name` ("uri local"), "" for one that it does not know.

    `bare` says that the document uses the namespace without a prefix. DOUBTFUL is a name feedparser may mistake.
    """
    uri, _, local = name.rpartition(SEPARATOR)
    local, prefix = local.lower(), PREFIXES.get(uri.lower())
    if prefix == "!" or "backend.userland.com/rss" in uri.lower():
        return DOUBTFUL
    if prefix is None:
        return DOUBTFUL if bare and (local in HANDLED or local in HANDLED_PREFIXED) else ""
    return f"{prefix}:{local}" if prefix else local


def kind_of(name: str, kinds: dict[str, str]) -> str:
    """What an element does where `kinds` holds, IGNORED or DOUBTFUL. `name` is a standard name."""
    kind = kinds.get(name)
    if kind is not None:
        return kind
    prefix, colon, local = name.rpartition(":")
    if not colon:
        return DOUBTFUL if name == DOUBTFUL or local in HANDLED or local in HANDLED_PREFIXED else IGNORED
    return DOUBTFUL if f"{prefix}_{local}" in HANDLED_PREFIXED else IGNORED


HANDLED_PREFIXED: Final = words(
    """
    cc_license content_encoded creativecommons_license dc_author dc_contributor dc_creator dc_date dc_description
    dc_language dc_publisher dc_rights dc_subject dc_title dcterms_created dcterms_issued dcterms_modified dcterms_valid
    feedburner_browserfriendly feedburner_origlink georss_box georss_line georss_point georss_polygon georss_where
    gml_exterior gml_linearring gml_linestring gml_point gml_polygon gml_pos gml_poslist itunes_author itunes_block
    itunes_category itunes_email itunes_explicit itunes_image itunes_keywords itunes_link itunes_name itunes_owner
    itunes_subtitle itunes_summary media_category media_content media_credit media_description media_group
    media_keywords media_license media_player media_rating media_restriction media_thumbnail media_title psc_chapter
    psc_chapters xhtml_body
    """
)
