"""robots.txt is read as RFC 9309 says, and as sites write it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.robots import LONGEST_DELAY, MAX_BYTES, read_robots

SITE = "https://blog.example"


def may_read(robots: str, path: str) -> bool:
    """Whether a program called roundup may read this path of a site with these rules."""
    return read_robots(robots.encode(), "roundup").forbidding(SITE + path) is None


def for_all(*rules: str) -> str:
    return "\n".join(["User-agent: *", *rules])


# ------------------------------------------------------------ which rules are for us


def test_nothing_said_is_nothing_forbidden() -> None:
    """An empty file, a web page in its place, rules for nobody."""
    for robots in ("", "# nothing", "<html><body>Not found: /x</body></html>", "Disallow: /", "\ufeff"):
        assert may_read(robots, "/x"), robots


def test_rules_for_everyone_count_where_no_group_names_us() -> None:
    """A group of our own makes the others' rules void, even if it forbids nothing."""
    assert not may_read(for_all("Disallow: /"), "/x")
    assert not may_read("User-agent: other\nDisallow:\n\n" + for_all("Disallow: /"), "/x")
    assert may_read(for_all("Disallow: /") + "\n\nUser-agent: roundup\nDisallow:", "/x")
    assert not may_read(for_all("Allow: /") + "\n\nUser-agent: roundup\nDisallow: /x", "/x")


@pytest.mark.parametrize(
    "name", ["roundup", "Roundup", "ROUNDUP", "roundup/1.0", "roundup (weekly)", "  roundup  # us"]
)
def test_we_are_named_however_it_is_spelt(name: str) -> None:
    """RFC 9309 2.2.1: case does not count; sites write versions behind the name."""
    assert not may_read(f"User-agent: {name}\nDisallow: /", "/x")


@pytest.mark.parametrize("name", ["round", "roundups", "roundup-bot", "my roundup", "up", "", "?"])
def test_others_are_not_us(name: str) -> None:
    """A part of a name is another name."""
    assert may_read(f"User-agent: {name}\nDisallow: /", "/x")


def test_groups_that_name_us_are_one() -> None:
    """RFC 9309 2.2.1: their rules are combined."""
    robots = "User-agent: roundup\nDisallow: /a\n\nUser-agent: other\nDisallow: /c\n\nUser-agent: roundup\nDisallow: /b"
    assert [may_read(robots, path) for path in ("/a", "/b", "/c")] == [False, False, True]


def test_one_group_may_name_many() -> None:
    """Lines that follow each other share the rules behind them; other fields and blank lines part nothing."""
    robots = (
        "User-agent: one\nUser-agent: roundup\n\nSitemap: https://blog.example/s.xml\nUser-agent: two\n"
        "Disallow: /a\nDisallow: /b"
    )
    assert [may_read(robots, path) for path in ("/a", "/b", "/c")] == [False, False, True]


# ------------------------------------------------------------ which pages a rule is about


@pytest.mark.parametrize(
    ("rule", "path", "allowed"),
    [
        # The examples of RFC 9309 2.2.2 and 2.2.3.
        ("/foo/bar?baz=quz", "/foo/bar?baz=quz", False),
        ("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar", False),
        ("/foo/bar/ツ", "/foo/bar/%E3%83%84", False),
        ("/foo/bar/%E3%83%84", "/foo/bar/%E3%83%84", False),
        ("/foo/bar/%e3%83%84", "/foo/bar/ツ", False),
        ("/foo/bar/%62%61%7A", "/foo/bar/baz", False),
        ("/path/file-with-a-%2A.html", "/path/file-with-a-%2A.html", False),
        ("/path/file-with-a-%2A.html", "/path/file-with-a-star.html", True),
        ("/foo-%24", "/foo-%24", False),
        ("/this/path/exactly$", "/this/path/exactly", False),
        ("/this/path/exactly$", "/this/path/exactly/not", True),
        ("/this/*/exactly", "/this/path/exactly", False),
        ("/*.gif$", "/a/b.gif", False),
        ("/*.gif$", "/a/b.gif?x", True),
        # Prefixes, and no more than prefixes.
        ("/", "/", False),
        ("/news", "/newspaper", False),
        ("/news/", "/news", True),
        ("/News", "/news", True),
        ("news", "/news", True),
        ("/a%2Fb", "/a/b", True),
        ("*b*", "/abc", False),
        ("/a*b*b$", "/ab", True),
        ("/a**c", "/abc", False),
        ("/*?", "/x?y=1", False),
        ("/*?", "/x", True),
        ("/$", "/", False),
        ("/$", "/x", True),
        ("$", "/", True),
        ("*", "/x", False),
    ],
)
def test_a_rule_is_about_these_pages(rule: str, path: str, allowed: bool) -> None:
    """Octet by octet from the start of the path; * is anything, $ the end."""
    assert may_read(for_all(f"Disallow: {rule}"), path) is allowed


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        (("Allow: /example/page/", "Disallow: /example/page/disallowed.gif"), "/example/page/disallowed.gif", False),
        (("Disallow: /", "Allow: /news"), "/news/1", True),
        (("Allow: /news", "Disallow: /"), "/news/1", True),
        (("Disallow: /news", "Allow: /news"), "/news", True),
        (("Disallow: /*.php", "Allow: /index.php"), "/index.php", True),
        (("Disallow: /a", "Allow: /*"), "/a", True),
        (("Disallow: /",), "/robots.txt", True),
    ],
)
def test_the_longest_rule_decides(rules: tuple[str, ...], path: str, allowed: bool) -> None:
    """RFC 9309 2.2.2, in whatever order they stand; where two are equal, what allows wins."""
    assert may_read(for_all(*rules), path) is allowed


def test_the_rule_that_forbids_can_be_shown() -> None:
    """So that a refusal names it."""
    rule = read_robots(for_all("Allow: /a", "Disallow: /news/*").encode(), "roundup").forbidding(SITE + "/news/1")
    assert str(rule) == "Disallow: /news/*"


# ------------------------------------------------------------ as sites write it


@pytest.mark.parametrize(
    "robots",
    [
        "user-agent:*\ndisallow:/x",
        "USER-AGENT : *\r\nDISALLOW : /x\r\n",
        "User-agent: *\rDisallow: /x\r",
        "\ufeffUser-agent: *\nDisallow: /x # not this",
        "User agent: *\nDisalow: /x",
        "Useragent *\nDisallow /x",
        "User-agent: *\nNonsense\nCrawl-delay: soon\nDisallow: /x",
    ],
)
def test_sloppy_files_are_obeyed_as_they_are_meant(robots: str) -> None:
    """Line ends, case, a byte order mark, comments, missing colons, common slips."""
    assert not may_read(robots, "/x/1")
    assert may_read(robots, "/y")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("10", 10.0), ("0.5", 0.5), ("86400", LONGEST_DELAY), ("-1", 0.0), ("soon", 0.0), ("nan", 0.0), ("1e9", 0.0)],
)
def test_the_pace_a_site_asks_for_is_kept_within_bounds(value: str, seconds: float) -> None:
    """Crawl-delay is no part of the standard, but a common wish."""
    assert read_robots(for_all(f"Crawl-delay: {value}").encode(), "roundup").delay == seconds


# ------------------------------------------------------------ hostile files


def test_no_more_is_read_than_the_standard_asks() -> None:
    """RFC 9309 2.5: at least 500 kibibytes; what lies beyond does not count."""
    robots = for_all("#" * MAX_BYTES, "Disallow: /")
    assert may_read(robots, "/x")


@pytest.mark.parametrize(
    "robots",
    [
        "\n".join(f"User-agent: a{n}" for n in range(20_000)) + "\n" + "Disallow: /x\n" * 20_000,
        for_all(*["User-agent: *"] * 20_000, *["Disallow: /x"] * 15_000),
        for_all("Disallow: /" + "*a" * 250_000),
        for_all(*[f"Disallow: /{'*a' * 20}{n}$" for n in range(9_000)]),
        "\r" * MAX_BYTES,
    ],
    ids=["many robots", "one robot many times", "one rule of stars", "many rules of stars", "no lines"],
)
def test_a_file_made_to_be_costly_is_not(robots: str) -> None:
    """Linear in its size, whatever it holds."""
    started = time.process_time()
    may_read(robots, "/" + "a" * 500 + "b")
    assert time.process_time() - started < 10


@given(st.binary(max_size=300), st.text(max_size=60))
def test_any_bytes_are_rules_or_none(body: bytes, path: str) -> None:
    """Nothing a site sends makes it crash."""
    read_robots(body, "roundup").forbidding(f"{SITE}/{path}")


@given(st.text(alphabet="/ab*$", min_size=1, max_size=8), st.text(alphabet="ab/", max_size=8))
def test_stars_mean_what_a_simple_reading_says(pattern: str, path: str) -> None:
    """The same as the pattern turned into a regular expression, for patterns short enough to do that."""
    import re

    body, end = (pattern[:-1], r"\Z") if pattern.endswith("$") else (pattern, "")
    simple = ".*".join(re.escape(part) for part in body.split("*")) + end
    assert may_read(for_all(f"Disallow: {pattern}"), f"/{path}") is (re.match(simple, f"/{path}") is None)
