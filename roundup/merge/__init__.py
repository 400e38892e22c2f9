"""Which entries of a feed are posts we know, and what has become of them. Pure.

    entries ─▶ names ─▶ matching (name, likeness) ─▶ becoming ─▶ judging ─▶ new · changed · same · held · suspicious

A post is known by names: its canonical address, its guid (everywhere if that is a URI, else within its feed), its place
in a feed that gives neither, and its words. No single name is trusted where the rest contradicts it: guids are renewed,
repeated and reused, addresses move, and feeds claim other people's. So a star never comes to sit on another post.

    judging.py   what came is weighed against the feed's past: old posts in a flood, a domain that changed hands
    gap.py       whether posts were missed since the last fetch
    placing.py   the moment under which a post is listed, whatever its feed says about its date
"""

from roundup.merge.becoming import what_became
from roundup.merge.gap import missed, overlaps
from roundup.merge.judging import Past, is_about_owner, judged, rehomed, republished, said_of
from roundup.merge.matching import merge
from roundup.merge.naming import Named, entry_keys, named_entries, names, names_of
from roundup.merge.placing import placed

__all__ = [
    "Named",
    "Past",
    "entry_keys",
    "is_about_owner",
    "judged",
    "merge",
    "missed",
    "named_entries",
    "names",
    "names_of",
    "overlaps",
    "placed",
    "rehomed",
    "republished",
    "said_of",
    "what_became",
]
