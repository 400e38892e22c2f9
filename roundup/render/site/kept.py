"""Where originals are gone, the archive's pages lead to the copies that were made of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from urllib.parse import urldefrag

from roundup.curate.links import led_elsewhere
from roundup.dataclass import dataclass, replace
from roundup.model import Copy, Edition, Pick
from roundup.render.dialects import Html
from roundup.render.view import Article, CopyView, Group, PickView
from roundup.render.wording import in_words
from roundup.urls import host_of


@dataclass(frozen=True, slots=True)
class Kept:
    """Copies by the page they are of, and the pages that are `gone` (404, 410) as far as anybody looked."""

    copies: Mapping[str, Copy] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    def of(self, url: str) -> Copy | None:
        """The copy of a page, whatever place in it is meant."""
        return self.copies.get(urldefrag(url)[0]) if self.copies and url else None

    def instead(self, url: str) -> str:
        """Where to lead instead of `url`; "" where the original is there, or may be, or there is no copy."""
        page, mark = urldefrag(url) if self.copies and url else ("", "")
        copy = self.copies.get(page) if page in self.gone else None
        return copy.url + (f"#{mark}" if mark else "") if copy else ""

    def link(self, url: str) -> str:
        """Where to lead for `url`."""
        return self.instead(url) or url

    def mark(self, edition: Edition) -> str:
        """Changes with everything that is kept of an edition's pages; "" for nothing."""
        if not self.copies:
            return ""
        found = (self.of(pick.url) for pick in edition.picks)
        return " ".join(f"{copy.url} {copy.address in self.gone}" for copy in found if copy)

    def led(self, edition: Edition) -> Edition:
        """The edition with every link to an original that is gone leading to its copy."""
        if not self.gone or not any(self.instead(pick.url) for pick in edition.picks):
            return edition
        picks = tuple(self._led(pick) for pick in edition.picks)
        intro, sign_off = (led_elsewhere(words, self.instead) for words in (edition.intro, edition.sign_off))
        return replace(edition, picks=picks, intro=intro, sign_off=sign_off)

    def _led(self, pick: Pick) -> Pick:
        lead, remark = (led_elsewhere(words, self.instead) for words in (pick.lead, pick.remark))
        return replace(pick, url=self.link(pick.url), lead=lead, remark=remark)

    def told(self, article: Article, edition: Edition, html: Html) -> Article:
        """The article with a word beside each pick whose original is gone."""
        if not self.gone or not any(self.instead(pick.url) for pick in edition.picks):
            return article
        views = {number: self._view(pick.url, html) for number, pick in enumerate(edition.picks, start=1)}

        def noted(pick: PickView) -> PickView:
            return replace(pick, kept=views[pick.number])

        groups = tuple(Group(group.name, tuple(map(noted, group.picks))) for group in article.groups)
        return replace(article, picks=tuple(map(noted, article.picks)), groups=groups)

    def _view(self, url: str, html: Html) -> CopyView | None:
        copy = self.of(url) if self.instead(url) else None
        if copy is None:
            return None
        date = in_words(copy.made.date().isoformat()) if copy.made else ""
        return CopyView(html.address(url), html.text(date), html.text(host_of(copy.url)))
