"""Editions → the archive site: every edition, and lists of them by year, by who wrote, by blog, by tag. Pure.

    Archive ─▶ archive.py (what is filed where) ─▶ plan() ─▶ Planned files ─▶ workflow/site.py writes what changed

A Planned file knows its path and a digest of all it is made of; only when that digest is new is it made. Pages are
named whole (`people/ada-example.html`) and linked by relative addresses, so that the folder can be read from a disk, or
lie below any address.

To add a kind of page: a template in templates/site/, and one function in pages.py that plans it.
"""

from __future__ import annotations

from roundup.render.memory import Memory
from roundup.render.site.kept import Kept
from roundup.render.site.pages import plan
from roundup.render.site.planned import Archive, Planned

__all__ = ["Archive", "Kept", "Memory", "Planned", "plan"]
