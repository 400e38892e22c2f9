"""Names and passwords: where they come from, where they go, and where they never are."""

from __future__ import annotations

import base64
import sys
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.config import FetchSettings
from roundup.errors import ConfigError
from roundup.net import FetchError, HttpClient
from roundup.net.addresses import AddressPolicy
from roundup.net.secrets import Keyring, Login
from roundup.net.targets import plain
from tests.net.servers import CERTS, client, redirect, reply, serving

WORD = "Basic " + base64.b64encode(b"ada:s3cret pw").decode()


def keyring(*entries: str, allow: tuple[str, ...] = ()) -> Keyring:
    variables = {f"ROUNDUP_SECRET_{number}": entry for number, entry in enumerate(entries)}
    return Keyring(AddressPolicy.of(allow), variables=lambda: variables)


def login(ring: Keyring, url: str) -> Login | None:
    target = plain(url)
    assert target is not None
    return ring.login(target)


def test_a_login_is_for_one_origin() -> None:
    """Scheme, host and port have to be the same; the path does not matter."""
    ring = keyring("https://blog.example ada s3cret pw")
    assert login(ring, "https://blog.example/private/feed") == Login("ada", "s3cret pw")
    for url in (
        "http://blog.example/",
        "https://blog.example:8443/",
        "https://www.blog.example/",
        "https://blog-example/",
    ):
        assert login(ring, url) is None


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("https://blog.example/ ada pw", "https://blog.example/"),
        ("  https://blog.example:443\tada\tpw ", "https://blog.example/"),
        ("HTTPS://Blog.Example ada pw", "https://blog.example/"),
        ("https://blog.example:8443 ada pw", "https://blog.example:8443/x"),
    ],
)
def test_an_origin_is_read_in_any_spelling(entry: str, url: str) -> None:
    """As httpx reads addresses."""
    assert login(keyring(entry), url) == Login("ada", "pw")


@pytest.mark.parametrize(
    "entry",
    ["s3cret", "https://blog.example", "https://blog.example s3cret", "blog.example ada s3cret",
     "https://ada:s3cret@blog.example x s3cret", "https://blog.example/feed ada s3cret",
     "ftp://blog.example ada s3cret", "https://blog.example ada:ada s3cret", "http://blog.example ada s3cret",
     "https://blog.example?x ada s3cret"],
)  # fmt: skip
def test_a_variable_that_cannot_be_read_is_named_and_not_shown(entry: str) -> None:
    """Neither in the message nor in anything that a crash would print."""
    with pytest.raises(ConfigError) as caught:
        keyring(entry)
    assert "ROUNDUP_SECRET_0" in caught.value.message
    assert "https://" in caught.value.hint
    assert "s3cret" not in "".join(traceback.format_exception(caught.value)).replace(repr(entry), "")
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint}"


def test_an_empty_variable_is_none() -> None:
    """As if it were not set."""
    assert login(keyring("", "  "), "https://blog.example/") is None


def test_an_unencrypted_site_has_to_be_allowed_by_name() -> None:
    """A password is read by everyone on the way, so there must be nobody on it."""
    entry = "http://intranet.example:8080 ada pw"
    with pytest.raises(ConfigError, match=r"would send a password to intranet\.example unencrypted"):
        keyring(entry, allow=("10.0.0.0/8:*",))
    ring = keyring(entry, allow=("intranet.example:8080",))
    assert login(ring, "http://intranet.example:8080/feed") == Login("ada", "pw")
    assert login(keyring("http://127.0.0.1:80 ada pw", allow=("127.0.0.1:*",)), "http://127.0.0.1/") is not None


def test_a_login_does_not_show_itself() -> None:
    """Whatever prints it."""
    assert "s3cret" not in repr(Login("ada", "s3cret"))
    assert "ada" not in str(Login("ada", "s3cret"))


def test_the_login_of_a_site_is_sent_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """And to no other; the answer does not hold it (RFC 7617)."""
    with serving(reply(b"members")) as server, serving(reply(b"all")) as other:
        monkeypatch.setenv("ROUNDUP_SECRET_BLOG", f"{server.url()} ada s3cret pw")
        with client() as http:
            answer = http.get(server.url("/feed"), {"If-None-Match": '"a"'})
            http.get(other.url("/feed"))
        assert server.header("authorization") == WORD
        assert server.header("if-none-match") == '"a"'
        assert other.header("authorization") is None
    assert answer.body == b"members"
    assert "s3cret" not in repr(answer)


def test_a_redirect_to_another_site_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the way back gets the password again, nor does another site's that we have one for."""
    with serving(reply()) as server, serving(reply()) as other:
        server.pages |= {"/in": redirect("/there"), "/out": redirect(other.url("/back"))}
        other.pages["/back"] = redirect(server.url("/end"))
        monkeypatch.setenv("ROUNDUP_SECRET_1", f"{server.url()} ada s3cret pw")
        monkeypatch.setenv("ROUNDUP_SECRET_2", f"{other.url()} eve pw")
        with client() as http:
            http.get(server.url("/in"))
            http.get(server.url("/out"))
        assert [server.header("authorization", n) for n in range(4)] == [WORD, WORD, WORD, None]
        assert other.header("authorization") is None


def test_a_password_in_the_address_goes_before_the_one_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the nearer of the two."""
    with serving(reply()) as server:
        monkeypatch.setenv("ROUNDUP_SECRET_1", f"{server.url()} eve other")
        with client() as http:
            http.get(server.url().replace("://", "://ada:s3cret%20pw@"))
        assert server.header("authorization") == WORD


def test_a_password_is_in_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the answer breaks, hangs or leads astray."""
    pages = {
        "/broken": b"HTTP/1.1 200 OK\r\nbroken\r\n\r\n",
        "/cut": reply(b"x", length=9),
        "/ftp": redirect("ftp://x/"),
    }
    with serving(pages=pages) as server:
        monkeypatch.setenv("ROUNDUP_SECRET_1", f"{server.url()} ada s3cret pw")
        for path in pages:
            for url in (server.url(path), server.url(path).replace("://", "://ada:s3cret@")):
                with client() as http, pytest.raises(FetchError) as caught:
                    http.get(url)
                assert "s3cret" not in f"{caught.value.message} {caught.value.hint} {caught.value!r}"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_encrypted_site_gets_it_encrypted(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A login for https is not sent to the same host's http."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTS / "ca.pem"))
    with serving(reply(), certificate="good.pem" if scheme == "https" else "") as server:
        monkeypatch.setenv("ROUNDUP_SECRET_1", f"https://127.0.0.1:{server.port} ada s3cret pw")
        with client() as http:
            http.get(server.url())
        assert server.header("authorization") == (WORD if scheme == "https" else None)


def test_a_command_may_know_the_passwords() -> None:
    """It is run once, its lines are read like variables, and empty ones do not count."""
    with serving(reply()) as server:
        code = f"print(); print('{server.url()} ada s3cret pw')"
        settings = FetchSettings(allow_hosts=("127.0.0.1:*",), password_command=(sys.executable, "-c", code))
        with HttpClient(settings) as http:
            http.get(server.url())
            http.get(server.url())
        assert server.header("authorization") == WORD


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("/nowhere/pass",), "cannot be started"),
        ((sys.executable, "-c", "raise SystemExit(3)"), "ended with 3"),
        ((sys.executable, "-c", "import sys; sys.stdout.buffer.write(b'\\xff')"), "prints what is no text"),
        ((sys.executable, "-c", "print('s3cret')"), "line 1 of what"),
    ],
)
def test_a_command_that_does_not_work_is_said_so_at_once(command: tuple[str, ...], words: str) -> None:
    """Before anything is asked; what it printed is not repeated."""
    with pytest.raises(ConfigError) as caught:
        client(password_command=command)
    assert words in caught.value.message
    assert "s3cret" not in caught.value.message.replace(repr(command), "")


@given(st.text(max_size=60), st.text("s3cret \t:@/", min_size=1, max_size=12))
def test_any_text_is_an_entry_or_an_error_that_does_not_show_it(start: str, secret: str) -> None:
    """However it is mistyped."""
    hidden = f"{secret}!s3cret!"
    try:
        ring = keyring(f"{start} {hidden}")
    except ConfigError as error:
        said = f"{error.message} {error.hint}"
        assert "!s3cret!" not in said
        assert said.isprintable()
    else:
        assert "!s3cret!" not in repr(ring.__dict__)


@given(st.sampled_from(["http", "https"]), st.from_regex(r"[a-z]{1,8}\.example", fullmatch=True), st.integers(1, 65535))
def test_no_other_origin_gets_a_login(scheme: str, host: str, port: int) -> None:
    """Whatever is not the very same scheme, host and port."""
    ring = keyring("https://blog.example ada pw")
    same = (scheme, host, port) == ("https", "blog.example", 443)
    found = plain(f"{scheme}://{host}:{port}/")
    if found is not None:
        assert (ring.login(found) is not None) == same
