"""Addresses: what may be followed, what is published, what names the same page."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roundup import urls
from roundup.urls import MAX_LENGTH, TRACKERS, canonical_key, host_of, is_public, safe_url, without_trackers

BASE = "https://blog.example/2026/feed/"


# ---------------------------------------------------------------- safe_url


@pytest.mark.parametrize(
    "address",
    [
        "https://blog.example/",
        "https://blog.example",
        "http://blog.example/2026/11/bins/?p=1&q=2#top",
        "https://blog.example:8443/x",
        "http://127.0.0.1:8746/x",
        "http://localhost/x",
        "http://[::1]:8000/x",
        "https://bücher.example/straße",
        "https://my_blog.example/(brackets)_and_'quotes'",
        "https://blog.example./x",
    ],
)
def test_an_honest_address_stays_as_its_author_wrote_it(address: str) -> None:
    """Nothing about an address that can be followed is rewritten."""
    assert safe_url(address) == address


@pytest.mark.parametrize(
    "candidate",
    [
        "",
        " ",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://blog.example/",
        "feed:https://blog.example/",
        "mailto:ada@blog.example",
        "tag:blog.example,2026:1",
        "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
        "1",
        "/relative",
        "//blog.example/no-scheme",
        "http://",
        "http:///path",
        "https://?q",
        "https:blog.example",
        "http://user:password@blog.example/",
        "http://blog.example@evil.example/",
        "http://blog.example\\@evil.example/",
        "http://blog.example\\.evil.example/",
        "http://ex ample.org/",
        "http://ex%61mple.org/",
        "http://blog.example:99999/",
        "http://blog.example:0/",
        "http://blog.example:port/",
        "http://[::1/",
        "http://[::1]evil.example/",
        "http://[x]/",
        "http://a..b/",
        "http://-.example-/",
        "http://blog.example/\x1b[31m",
        "http://blog.example/\x00",
        "http://blog.example/a\nb",
        "http://blog.example/\u202egnp.exe",
        "http://blog.example/\u2028x",
        "http://blog.example/no\u00a0break",
        "http://ｅｖｉｌ／.example/",
        "http://" + "a" * 300 + ".example/",
        "https://blog.example/" + "a" * MAX_LENGTH,
    ],
)
def test_what_cannot_be_safely_followed_is_no_address(candidate: str) -> None:
    """Other schemes, no host, user names, controls, white space, broken ports and giants all come to nothing."""
    assert safe_url(candidate) == ""


@pytest.mark.parametrize(
    ("candidate", "base", "absolute"),
    [
        ("/about", BASE, "https://blog.example/about"),
        ("post", BASE, "https://blog.example/2026/feed/post"),
        ("../post?p=1", BASE, "https://blog.example/2026/post?p=1"),
        ("?p=1", BASE, "https://blog.example/2026/feed/?p=1"),
        ("#top", BASE, "https://blog.example/2026/feed/#top"),
        ("//cdn.example/x", BASE, "https://cdn.example/x"),
        ("https://other.example/", BASE, "https://other.example/"),
        ("javascript:alert(1)", BASE, ""),
        ("data:,x", BASE, ""),
        ("/x", "javascript:alert(1)", ""),
        ("/x", "http://[", ""),
        ("/x", "", ""),
    ],
)
def test_a_relative_address_is_resolved_against_its_base(candidate: str, base: str, absolute: str) -> None:
    """As RFC 3986 has it; a base that is none of the web's leads nowhere."""
    assert safe_url(candidate, base) == absolute


@pytest.mark.parametrize(
    ("candidate", "harmless"),
    [
        ('https://blog.example/x"onload=alert(1)', "https://blog.example/x%22onload=alert(1)"),
        ("https://blog.example/<script>", "https://blog.example/%3Cscript%3E"),
        ("https://blog.example/a b", "https://blog.example/a%20b"),
        ("https://blog.example/a\\b", "https://blog.example/a/b"),
        ("https://blog.example/?q=a`b|c{d}^e", "https://blog.example/?q=a%60b%7Cc%7Bd%7D%5Ee"),
        ("\n https://blog.example/ \t", "https://blog.example/"),
        ("HTTPS://Blog.Example/A", "https://Blog.Example/A"),
    ],
)
def test_what_would_break_out_of_a_page_is_percent_encoded(candidate: str, harmless: str) -> None:
    """The same page, spelt so that no attribute or Markdown link ends early."""
    assert safe_url(candidate) == harmless


@given(st.text(max_size=200), st.sampled_from(["", BASE]))
def test_whatever_comes_in_is_refused_or_harmless(candidate: str, base: str) -> None:
    """Any text at all: http(s) with a host and without delimiters or blanks, or nothing; and a second look agrees."""
    address = safe_url(candidate, base)
    if address:
        assert address.startswith(("http://", "https://"))
        assert host_of(address)
        assert not set(address) & set(' "<>`\\\n\r\t\x00')
        assert safe_url(address) == address


@given(st.text(alphabet='htp:/\\@.ab[]%?#&= \t\n"<1é\u202e', max_size=40))
@example("a?@b")  # a query or a fragment may follow the host at once, and there the sign means nothing
@example("a#@b")
@example("a\\@b")
def test_text_made_of_the_pieces_of_addresses_is_refused_or_harmless(pieces: str) -> None:
    """The same for text that is nearly an address."""
    address = safe_url("http://" + pieces)
    assert not address or ("@" not in urlsplit(address).netloc and safe_url(address) == address)


@pytest.mark.parametrize("name", ["author", "authors", "keyword", "keynote", "p", "page", "design", "tokyo", "assign"])
def test_a_page_with_an_ordinary_parameter_is_public(name: str) -> None:
    """Posts have such addresses, and what only begins like a word for a secret is none."""
    assert is_public(f"https://blog.example/?{name}=3")


@pytest.mark.parametrize(
    "name",
    [
        *("key", "api_key", "ApiKey", "key[0]", "token", "tokenid", "access_token", "auth", "oauth", "auth_code"),
        *("X-Amz-Signature", "X-Amz-Credential", "sig", "password", "passwd", "user_pwd", "secretword"),
    ],
)
def test_what_may_hold_a_secret_is_not_public(name: str) -> None:
    """Whoever has such an address has what only its owner should have."""
    assert not is_public(f"https://blog.example/?p=1&{name}=abc")


# ---------------------------------------------------------------- trackers


@pytest.mark.parametrize(
    ("address", "shorter"),
    [
        ("https://x.example/a?utm_source=rss&utm_medium=rss&utm_campaign=bins", "https://x.example/a"),
        ("https://x.example/?p=12&utm_source=rss", "https://x.example/?p=12"),
        ("https://x.example/?utm_source=rss&p=12", "https://x.example/?p=12"),
        ("https://x.example/a?fbclid=1&b=2&gclid=3&a=1", "https://x.example/a?b=2&a=1"),
        ("https://x.example/a?UTM_Source=rss", "https://x.example/a"),
        ("https://x.example/a?p=1&amp;utm_source=rss", "https://x.example/a?p=1"),
        ("https://x.example/a#utm_source=rss", "https://x.example/a"),
        ("https://x.example/a?dm_i=2&mc_cid=3&mc_eid=4#part", "https://x.example/a#part"),
        ("https://medium.example/p?source=rss-9c1------2", "https://medium.example/p"),
    ],
)
def test_trackers_are_cut_off_and_the_rest_stays(address: str, shorter: str) -> None:
    """Order, spelling and fragment of what is left are the author's own."""
    assert without_trackers(address) == shorter


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/a",
        "https://x.example/a?",
        "https://x.example/?p=123",
        "https://x.example/?ref=front&source=paper&id=2&page=3",
        "https://x.example/?utm=1&mutm_source=2",
        "https://x.example/?a=&b&&c=utm_source=1",
        "https://x.example/#part",
        "https://x.example/utm_source=rss",
    ],
)
def test_parameters_that_may_choose_the_page_stay(address: str) -> None:
    """Only what is written down as a tracker goes."""
    assert without_trackers(address) == address


@pytest.mark.parametrize("name", [name.replace("*", "anything") for name in TRACKERS])
def test_each_tracker_on_the_list_is_cut_off(name: str) -> None:
    """The list is used as it is written."""
    assert without_trackers(f"https://x.example/?p=1&{name}=z") == "https://x.example/?p=1"


# ---------------------------------------------------------------- canonical_key

ONE_PAGE = [
    "https://blog.example/a/b",
    "http://blog.example/a/b",
    "https://www.blog.example/a/b",
    "HTTPS://Blog.EXAMPLE/a/b",
    "https://blog.example./a/b",
    "https://blog.example:443/a/b",
    "http://blog.example:80/a/b",
    "https://blog.example/a/b/",
    "https://blog.example/a/./b",
    "https://blog.example/a/x/../b",
    "https://blog.example/a/b#comments",
    "https://blog.example/a/b?utm_source=rss",
    "https://blog.example/%61/b",
]


@pytest.mark.parametrize("address", ONE_PAGE)
def test_every_spelling_of_a_page_has_one_key(address: str) -> None:
    """Scheme, www, case, ports, dots, slashes, fragments and trackers do not make another page."""
    assert canonical_key(address) == "https://blog.example/a/b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.example/?p=123", "https://x.example/?p=124"),
        ("https://x.example/?p=123", "https://x.example/"),
        ("https://x.example/a", "https://x.example/A"),
        ("https://x.example/a", "https://y.example/a"),
        ("https://x.example:8443/a", "https://x.example/a"),
        ("https://x.example/#!/post/1", "https://x.example/#!/post/2"),
        ("https://x.example/#/post/1", "https://x.example/#/post/2"),
        ("https://x.example/a%2Fb", "https://x.example/a/b"),
        ("https://blog.x.example/a", "https://x.example/a"),
    ],
)
def test_two_pages_have_two_keys(one: str, other: str) -> None:
    """What may choose the page is never folded away."""
    assert canonical_key(one) != canonical_key(other)


def test_the_order_of_parameters_makes_no_page() -> None:
    """?a=1&b=2 and ?b=2&a=1 are one."""
    assert canonical_key("https://x.example/?b=2&a=1") == canonical_key("https://x.example/?a=1&b=2")


def test_unicode_and_escaped_spellings_are_one_page() -> None:
    """Host names in IDNA, paths in percent-encoded UTF-8."""
    assert canonical_key("https://bücher.example/é") == canonical_key("https://xn--bcher-kva.example/%C3%A9")


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "/a", "tag:x,2026:1", "http://u@x.example/"])
def test_what_is_no_address_has_no_key(address: str) -> None:
    """An empty key names nothing, so it can match nothing."""
    assert canonical_key(address) == ""


@given(st.text(alphabet="abc/.?#&=%2Fé:@!~ ", max_size=60))
def test_a_key_is_its_own_key(tail: str) -> None:
    """Folding twice changes nothing."""
    key = canonical_key("https://blog.example/" + tail)
    assert canonical_key(key) == key


# ---------------------------------------------------------------- the quick way

_PIECES = (
    "a b-c www. www . .. / // /. /.. ? & = ?p=1 &a=2 ?b=2&a=1 ?a=&b ?utm_source=x &UTM_x=1 ?source=rss-1 &source=x "
    "?a.b=c-d ~ _ - %20 %41 + ! ' ( , ; @ : :80 :443 :8443 :54321 :70000 :0 # #x #!x #/x #utm_a=1 A é 1 0 .1"
)
PIECES = st.lists(st.sampled_from(_PIECES.split()), max_size=9).map("".join)


@given(
    st.sampled_from(["https://", "http://", "HTTP://", "ftp://", ""]),
    st.sampled_from(["blog.example", "www.blog.example", "a--b.example", "-a.example", "127.0.0.1", "a", "B.example"]),
    PIECES,
)
def test_the_quick_way_and_the_long_way_agree(scheme: str, host: str, tail: str) -> None:
    """Whatever the quick way takes for plain comes out as if it had gone through urlsplit and w3lib."""
    url = scheme + host + tail
    quick = safe_url(url), host_of(url), canonical_key.__wrapped__(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "_LONGEST_PLAIN", -1)
        assert (safe_url(url), host_of(url), canonical_key.__wrapped__(url)) == quick


@pytest.mark.parametrize("tail", ["", "/", "/2026/11/a-post/", "/?p=123", "/a?utm_source=rss&utm_medium=rss", "/a#c-1"])
def test_ordinary_addresses_go_the_quick_way(tail: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is taken apart, and w3lib is not even asked."""
    monkeypatch.setattr(urls, "urlsplit", None)
    monkeypatch.setattr(urls, "_any_key", None)
    url = f"https://www.blog.example{tail}"
    assert safe_url(url) == url
    assert host_of(url) == "www.blog.example"
    assert canonical_key.__wrapped__(url).startswith("https://blog.example/")


def test_an_address_of_a_passage_goes_the_quick_way_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives are full of them."""
    monkeypatch.setattr(urls, "urlsplit", None)
    url = "https://blog.example/2026/11/a-post/#:~:text=the%20first%20words,and%20the%20last%2C%20you%20see"
    assert safe_url(url) == url
    assert host_of(url) == "blog.example"


def test_no_way_leads_to_a_host_longer_than_any(monkeypatch: pytest.MonkeyPatch) -> None:
    """253 characters at most, however short the rest is."""
    host = ".".join(["a" * 63] * 3 + ["b" * 61])
    assert len(host) == 253
    for way in ("quick", "long"):
        assert safe_url(f"https://{host}/") == f"https://{host}/", way
        assert safe_url(f"https://{host}b/") == "", way
        assert host_of(f"https://{host}b/") == "", way
        assert canonical_key.__wrapped__(f"https://{host}b/") == "", way
        monkeypatch.setattr(urls, "_LONGEST_PLAIN", -1)


@pytest.mark.parametrize(
    "hostile",
    [
        "https://" + "a-" * 2000,
        "https://" + "a-" * 300 + "/ ",
        "https://" + "a." * 300 + "!",
        "https://" + "ab--cd." * 100 + "_",
        "https://" + "a." * 2000 + "!",
        "https://a/" + "/." * 2000,
        "https://a/?" + "a=1&" * 1000,
        "https://a/" + "%" * 4000 + " ",
    ],
)
def test_long_addresses_cost_no_more_than_their_length(hostile: str) -> None:
    """The patterns are linear; what is longer than any plain address is not even tried."""
    started = time.monotonic()
    for _ in range(20):
        safe_url(hostile)
        host_of(hostile[:800])
        canonical_key.__wrapped__(hostile[:800])
    assert time.monotonic() - started < 5


# ---------------------------------------------------------------- host_of


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://WWW.Blog.Example:8443/x", "www.blog.example"),
        ("https://blog.example./x", "blog.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("http://[::1]:80/", "::1"),
        ("http://127.0.0.1/", "127.0.0.1"),
        ("mailto:x@y.example", ""),
        ("", ""),
        ("http://[", ""),
    ],
)
def test_the_host_is_plain_and_lower_case(address: str, host: str) -> None:
    """No port, no trailing dot, ASCII; nothing for what has no host."""
    assert host_of(address) == host


@pytest.mark.parametrize("port", [1, 80, 8080, 10080, 40805, 50505, 59999, 60000, 65535])
def test_every_port_is_plain(port: int) -> None:
    """Whatever digits it is written with, an address is the same by the quick way as by the thorough one."""
    address = f"http://blog.example:{port}/feed"
    assert safe_url(address) == address
    assert host_of(address) == host_of(f"{address}|") == "blog.example"
    assert bool(urls._PLAIN_URL.fullmatch(address)) is (port < 60000)


@pytest.mark.parametrize("port", ["0", "080", "65536", "99999", "100000"])
def test_what_is_no_port_is_not_plain(port: str) -> None:
    """The thorough way decides."""
    assert urls._PLAIN_URL.fullmatch(f"http://blog.example:{port}/feed") is None
