"""Real lists: every feed that a lenient reader can see is imported.

The lists in `lists/` are small and our own, each with faults that were met in published files. A folder of real files
can be named in ROUNDUP_OPML_CORPUS; then the same is asked of each of them.
"""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

import pytest

from roundup.subscriptions import OpmlError, read_opml
from roundup.subscriptions.address import same_feed_key

HERE = Path(__file__).parent / "lists"
CORPUS = os.environ.get("ROUNDUP_OPML_CORPUS", "")  # read at collection, before the environment is cleared for tests
FILES = sorted(HERE.glob("*.opml")) + sorted(
    path for path in (Path(CORPUS).glob("*") if CORPUS else ()) if path.suffix in (".opml", ".xml")
)

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SEEN = re.compile(r"""(?:xml_?|feed)url\s*=\s*["']?\s*([^"'\s<>]+)""", re.IGNORECASE)


def lenient_addresses(data: bytes) -> set[str]:
    """The addresses a reader sees who knows nothing of XML and takes what follows xmlUrl=."""
    text = _COMMENT.sub("", data.decode("utf-8", errors="replace"))
    found = set()
    for raw in _SEEN.findall(text):
        address = re.sub(
            r"^(?:feed:(?://)?|view-source:)(?=https?:)", "", html.unescape(raw) if "&amp;" in raw else raw
        )
        if re.match(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/|$)", address):
            address = f"http://{address}"
        if re.match(r"https?://", address):
            found.add(same_feed_key(address))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_visible_feed_is_imported(path: Path) -> None:
    """Neither fewer nor other feeds than a lenient reader sees; where it sees none, a clear error."""
    data = path.read_bytes()
    visible = lenient_addresses(data)
    if not visible:
        with pytest.raises(OpmlError) as caught:
            read_opml(data)
        assert caught.value.message
        assert caught.value.hint
        return
    assert {same_feed_key(feed.url) for feed in read_opml(data).subscriptions} == visible
