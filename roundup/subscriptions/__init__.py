"""OPML text ⇄ Subscriptions: read anybody's list, keep one's own.

    bytes ─▶ encoding ─▶ markup ─▶ read (with address) ─▶ OpmlReading
    text + change ─▶ edit ─▶ text            subscriptions ─▶ write ─▶ text

Files in the wild are hardly ever quite XML, so they are read by a scanner that looks for outlines and forgives the
rest; well-formed files are read exactly as an XML parser would. Editing changes only the characters it has to.
Nothing is fetched, no entity is expanded, and the work grows with the size of the file, whatever stands in it.

OPML is described at <http://opml.org/spec2.opml>. Folders become tags ("People", "People/North"), as do the
slash-delimited strings of the `category` attribute; the attribute `roundupPaused="true"` is our own.
"""

from roundup.subscriptions.address import same_feed_key
from roundup.subscriptions.edit import Edited, add, remove, set_address, set_paused
from roundup.subscriptions.encoding import opml_text
from roundup.subscriptions.errors import OpmlError
from roundup.subscriptions.read import OpmlReading, read_opml
from roundup.subscriptions.write import write_opml

__all__ = [
    "Edited",
    "OpmlError",
    "OpmlReading",
    "add",
    "opml_text",
    "read_opml",
    "remove",
    "same_feed_key",
    "set_address",
    "set_paused",
    "write_opml",
]
