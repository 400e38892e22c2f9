"""People: who wrote what, who wants to be left out, and whose name was mistyped. Pure.

    names.py     names, handles and sites folded for comparing
    fold.py      decisions about people → Person
    registry.py  Registry: who wrote a post, who opted out, who is meant by a name
    unlike.py    names and handles in a text that are nearly somebody's
    newcomers.py authors in feeds who are not in the registry
    file.py      the registry as a file to edit by hand, and back
    plan.py      what such a file changes
    namesakes.py two people whom two desks wrote down under one name
    told.py      what was written down of a person, in words

To add a field to a person: the field in model/people.py, one word in fold.py's WORDS or personal.py's PERSON_LISTS,
one line in file.py.
"""

from __future__ import annotations

from roundup.curate.people.fold import fold_people
from roundup.curate.people.registry import Known, OptOut, Registry

__all__ = ["Known", "OptOut", "Registry", "fold_people"]
