"""Links of an edition to the publication itself, spelt as Ghost will spell them: it keeps them relative to itself."""

from __future__ import annotations

from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from roundup.parse.html import bounded

# What the URL Standard leaves as it is in a path or query (https://url.spec.whatwg.org/#path-percent-encode-set).
_LEFT = "!$%&'()*+,-./:;=@[]\\^_|~"


def own_links(html: str, site: str) -> str:
    """`html` with its links to `site` as they come back from there; without such links it is what it was."""
    home = urlsplit(site)
    home = home._replace(netloc=home.netloc.lower())
    if home.netloc not in html.lower():
        return html
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(f"<body>{bounded(html)}</body>")
    for anchor in tree.css("a[href]"):
        link = anchor.attributes.get("href") or ""
        if spelt := _spelt(link, home):
            anchor.attrs["href"] = spelt
    return (tree.body.inner_html or "") if tree.body else ""


def _spelt(link: str, home: SplitResult) -> str:
    """A link to the publication, with or without TLS, as the publication has it; "" for any other."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    is_own = parts.scheme in ("http", "https") and parts.netloc.lower() == home.netloc
    if not is_own or not f"{parts.path}/".startswith(f"{home.path}/"):
        return ""
    path, query = (quote(part, safe=_LEFT + more) for part, more in ((parts.path or "/", ""), (parts.query, "?`{}")))
    return urlunsplit((home.scheme, home.netloc, path, query, quote(parts.fragment, safe=_LEFT + "?#{}")))
