"""The public page of a post, looked at as a reader would: a site's own settings may alter links on their way out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit, urlunsplit

from roundup.deliver.comparing import losses
from roundup.deliver.ghost.finding import Post
from roundup.deliver.ghost.kept import Kept
from roundup.deliver.services import SECONDS
from roundup.net import FetchError, HttpClient
from roundup.parse.html import bounded

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_TAG = "ref"


def look(http: HttpClient, found: Kept, post: Post, told: list[str]) -> list[str]:
    """What of the edition is lost or altered on the public page; why it could not be looked at is added to `told`."""
    if found.visibility not in ("", "public"):
        told.append(f"not everybody can read it there: it is for {found.visibility}")
        return []
    try:
        # As a stranger: the key that there is for this site is not for its pages.
        page = http.send("GET", found.url, {"Accept": "text/html"}, deadline=SECONDS)
    except FetchError as error:
        told.append(f"the public page could not be looked at: {error.message}")
        return []
    if page.status != 200:
        told.append(f"the public page could not be looked at: it answers {page.status}")
        return []
    html, tagged = _untagged(page.body.decode("utf-8", "replace"), post.read_as)
    lost = [f"as readers see it: {loss}" for loss in losses(post.read_as, html)]
    if tagged:
        lost.append(
            f"as readers see it: Ghost adds ?{_TAG}=… to {tagged} link{'s' * (tagged > 1)}, so that notify will not"
            " find them; turn outbound link tagging off there (Settings, Analytics)"
        )
    return lost


def _untagged(page: str, ours: str) -> tuple[str, int]:
    """The page with our links as we wrote them where only a tag was added to them, and how many those are."""
    tree, tagged = _tree(page), 0
    wanted = {_plain(link): link for link in _links(_tree(ours))}
    for anchor in tree.css("a[href]"):
        link = anchor.attributes.get("href") or ""
        bare = _without_tag(link)
        if bare != link and (meant := wanted.get(_plain(bare))):
            anchor.attrs["href"] = meant
            tagged += 1
    return tree.html or "", tagged


def _tree(html: str) -> LexborHTMLParser:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(bounded(html))


def _links(tree: LexborHTMLParser) -> list[str]:
    return [anchor.attributes.get("href") or "" for anchor in tree.css("a[href]")]


def _without_tag(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    fields = parse_qsl(parts.query, keep_blank_values=True)
    kept = [field for field in fields if field[0] != _TAG]
    return link if kept == fields else urlunsplit(parts._replace(query=urlencode(kept)))


def _plain(link: str) -> str:
    """One spelling of an address: whoever adds to a query spells all of it anew."""
    return unquote_plus(link).replace("=&", "&").rstrip("/?=").replace("/#", "#")
