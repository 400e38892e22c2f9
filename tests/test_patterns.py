"""Regular expressions that wait until they are needed."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.patterns import pattern


def test_it_is_used_like_what_re_compile_gives() -> None:
    """Every public name of a compiled pattern is there, and does the same."""
    ours, theirs = pattern(r"(?P<day>\d+)-(\w+)", re.IGNORECASE), re.compile(r"(?P<day>\d+)-(\w+)", re.IGNORECASE)
    for name in (name for name in dir(theirs) if not name.startswith("_")):
        if not callable(getattr(theirs, name)):
            assert getattr(ours, name) == getattr(theirs, name), name
    found = ours.fullmatch("20-Nov")
    assert found
    assert found.groupdict() == {"day": "20"}
    assert found.re is theirs


@given(st.text(alphabet="ab-1 "))
def test_all_ways_of_looking_agree(text: str) -> None:
    """search, match, fullmatch, split, findall, finditer, sub and subn, each as the first thing asked."""
    theirs = re.compile("a+-")
    for look in ("search", "match", "fullmatch", "split", "findall", "finditer"):
        ours = getattr(pattern("a+-"), look)(text)
        assert _plain(ours) == _plain(getattr(theirs, look)(text)), look
    assert pattern("a+-").sub("x", text) == theirs.sub("x", text)
    assert pattern("a+-").subn("x", text) == theirs.subn("x", text)


def _plain(found: object) -> object:
    if isinstance(found, re.Match):
        return found.span()
    return found if found is None or isinstance(found, list) else [each.span() for each in found]  # type: ignore[attr-defined]


def test_bytes_are_looked_through_too() -> None:
    """A pattern of bytes is one of bytes."""
    assert pattern(rb"[0-9]+").findall(b"1 22") == [b"1", b"22"]


def test_nothing_is_compiled_before_it_is_needed() -> None:
    """A mistake shows at the first use, and names what is wrong as `re` does."""
    wrong = pattern("(")
    with pytest.raises(re.error, match="unterminated subpattern"):
        wrong.search("")


def test_what_no_pattern_has_is_missing_as_ever() -> None:
    """Before the first use and after it."""
    waiting = pattern("a")
    for _ in range(2):
        with pytest.raises(AttributeError):
            waiting.serch("a")  # type: ignore[attr-defined]
        assert waiting.search("a")


def test_two_threads_may_be_the_first() -> None:
    """Whoever comes first: everybody gets an answer."""
    for _ in range(50):
        waiting = pattern("a+")
        with ThreadPoolExecutor(4) as threads:
            assert all(found and found.end() == 3 for found in threads.map(waiting.search, ["aaa"] * 8))


def test_it_shows_what_it_is() -> None:
    """For whoever looks with a debugger."""
    waiting = pattern("a+", re.IGNORECASE)
    assert "a+" in repr(waiting)
    waiting.search("")
    assert repr(waiting) == repr(re.compile("a+", re.IGNORECASE))


def test_imports_compile_nothing() -> None:
    """Of what a list of posts or the checks import nothing was looked for with yet: start-up is a feature."""
    program = (
        "import sys, roundup.curate.check, roundup.curate.folding, roundup.curate.series, roundup.patterns as p\n"
        "ours = [vars(m) for name, m in sys.modules.items() if name.startswith('roundup')]\n"
        "kinds = [type(value) for names in ours for value in names.values()]\n"
        "print(kinds.count(p._Ready), kinds.count(p._Waiting) > 20)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("0 True", "")
