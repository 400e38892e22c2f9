"""What `fetch`, `feeds` and `add` do and say."""

from __future__ import annotations

from pathlib import Path

from tests.blogserver import Blogs, item, opml
from tests.cli.desk import Commands

REPORT = {"feeds", "fetched", "unchanged", "failed", "new_posts", "changed_posts", "seconds", "failures"}


def follow(desk: Commands, *urls: str) -> None:
    """Make the desk follow just these feeds."""
    (desk.root / "feeds.opml").write_text(opml(*urls), encoding="utf-8")


def test_a_report_has_the_keys_scripts_rely_on(desk: Commands, blogs: Blogs) -> None:
    """One document on stdout; failures name the feed and the reason."""
    follow(desk, blogs.url + "/feed", blogs.url + "/gone")
    report = desk.json("fetch", "--all")
    assert set(report) >= REPORT
    assert (report["feeds"], report["failed"], report["new_posts"]) == (2, 1, 0)
    (failure,) = report["failures"]
    assert failure["url"] == blogs.url + "/gone"
    assert "404" in failure["reason"]


def test_one_failing_feed_stops_no_other(desk: Commands, blogs: Blogs) -> None:
    """The run ends with 0 and says what failed; --strict ends with 1."""
    good = blogs.feed("/good", item("g", "Good news", "It is good."))
    junk = blogs.put("/junk", "<html><body>Log in</body></html>", "text/html")
    follow(desk, junk, blogs.url + "/missing", "http://127.0.0.1:9/refused", good)
    said = desk.run("fetch", "--all")
    assert "1 new" in said.out
    assert said.err.count("failing:") == 3
    assert desk.run("fetch", "--all", "--strict", code=1)


def test_private_addresses_are_refused_with_the_remedy(desk: Commands, blogs: Blogs) -> None:
    """A feed on a private address is not asked unless the desk allows it; the message says how."""
    elsewhere = Commands(desk.root, allow="")
    said = elsewhere.json("fetch", "--all")
    assert said["failed"] == 1
    assert "allow_hosts" in said["failures"][0]["reason"]
    assert blogs.host in said["failures"][0]["reason"]
    asked = len(blogs.asked)
    elsewhere.run("fetch", "--all")
    assert len(blogs.asked) == asked


def test_validators_are_sent_back_byte_for_byte(desk: Commands, blogs: Blogs) -> None:
    """An ETag however odd comes back as it was; the answer 304 costs nothing."""
    blogs.etags["/feed"] = "W/\"a, b;c='d' é\"".replace(" é", "")
    desk.run("fetch", "--all")
    report = desk.json("fetch", "--all")
    assert blogs.asked[-1][1]["if-none-match"] == blogs.etags["/feed"]
    assert report["unchanged"] == 1
    desk.run("fetch", "--force", "--all")
    assert "if-none-match" not in blogs.asked[-1][1]


def test_an_impatient_editor_asks_each_feed_once(desk: Commands, blogs: Blogs) -> None:
    """A feed is not asked again before it is due; --all asks."""
    asked = len(blogs.asked)
    assert "Nothing is due" in desk.run("fetch").err
    assert len(blogs.asked) == asked
    desk.run("fetch", "--all")
    assert len(blogs.asked) == asked + 1
    later = Commands(desk.root, allow=desk.allow, now="2026-11-20T18:00:00+00:00")
    later.run("fetch")
    assert len(blogs.asked) == asked + 2


def test_one_feed_can_be_asked_by_name(desk: Commands, blogs: Blogs) -> None:
    """A part of its title or address will do; an unknown one is exit 2."""
    desk.run("fetch", "Blog 1")
    assert "no feed here is called" in desk.run("fetch", "nobody", code=2).err


def test_feeds_says_how_each_feed_is(desk: Commands, blogs: Blogs) -> None:
    """State, last success, posts a week, and why one fails."""
    follow(desk, blogs.url + "/feed", blogs.url + "/gone")
    desk.run("fetch", "--all")
    good, bad = desk.json("feeds")
    assert (good["state"], bad["state"]) == ("ok", "failing")
    assert set(good) >= {"url", "title", "state", "last_success", "failures", "reason", "posts_per_week", "tags"}
    assert "404" in bad["reason"]
    assert bad["failures"] == 1


def test_an_import_says_what_it_did_and_adds_nothing_twice(desk: Commands, tmp_path: Path) -> None:
    """Idempotent: the second import leaves the file as it is."""
    file = tmp_path / "their.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="A & B" xmlUrl="https://a.example/feed?x=1&y=2"/></body></opml>',
        encoding="utf-8",
    )
    done = desk.json("feeds", "import", str(file))
    assert done["added"] == ["https://a.example/feed?x=1&y=2"]
    assert done["repairs"]
    before = (desk.root / "feeds.opml").read_bytes()
    assert desk.json("feeds", "import", str(file))["added"] == []
    assert (desk.root / "feeds.opml").read_bytes() == before


def test_a_file_without_feeds_changes_nothing(desk: Commands, tmp_path: Path) -> None:
    """A clear error, exit 2, and feeds.opml untouched."""
    before = (desk.root / "feeds.opml").read_bytes()
    for text in ("", "<html><p>Not here</p></html>", '<opml version="2.0"><body><outline text="x"/></body></opml>'):
        (tmp_path / "bad.opml").write_text(text, encoding="utf-8")
        desk.run("feeds", "import", str(tmp_path / "bad.opml"), code=2)
    desk.run("feeds", "import", str(tmp_path / "absent.opml"), code=2)
    assert (desk.root / "feeds.opml").read_bytes() == before


def test_feeds_are_paused_resumed_and_removed(desk: Commands, blogs: Blogs) -> None:
    """A paused feed is not asked; a removed one is no longer followed, its posts stay."""
    desk.run("feeds", "pause", "Blog 1")
    assert desk.json("feeds")[0]["state"] == "paused"
    asked = len(blogs.asked)
    desk.run("fetch", "--all")
    assert len(blogs.asked) == asked
    desk.run("feeds", "resume", "Blog 1")
    desk.run("fetch", "--all")
    assert len(blogs.asked) == asked + 1
    desk.run("feeds", "remove", blogs.url + "/feed")
    assert desk.json("feeds") == []
    assert len(desk.json("posts")) == 3


def test_what_is_followed_can_be_handed_on(desk: Commands, tmp_path: Path) -> None:
    """Exported OPML is imported by another desk as it is."""
    file = tmp_path / "mine.opml"
    desk.run("feeds", "export", str(file))
    assert desk.run("feeds", "export").out == file.read_text(encoding="utf-8")
    other = Commands(tmp_path / "other")
    other.run("init", str(other.root))
    assert len(other.json("feeds", "import", str(file))["added"]) == 1


def test_a_page_in_no_feed_can_be_added(desk: Commands, blogs: Blogs) -> None:
    """Title, author, site, date and text are found; options override; it can be quoted like any post."""
    words = (
        "The budget was read aloud. Nobody laughed, although there was a joke on page nine of the second annex, twice."
    )
    blogs.put(
        "/news/budget",
        '<html><head><title>x | Sandleigh News</title><meta property="og:title" content="Budget night">'
        '<meta property="og:site_name" content="Sandleigh News"><meta name="author" content="Bo Example">'
        '<meta property="article:published_time" content="2026-11-18T19:00:00Z"></head>'
        f"<body><nav>Home</nav><article><h1>Budget night</h1><p>{words}</p></article></body></html>",
        "text/html",
    )
    added = desk.json("add", blogs.url + "/news/budget")
    assert (added["title"], added["author"], added["blog"]) == ("Budget night", "Bo Example", "Sandleigh News")
    desk.run("quote", str(added["id"]), "Nobody laughed")
    again = desk.json("add", blogs.url + "/news/budget", "--author", "Cy Example")
    assert again["id"] == added["id"]
    assert desk.json("show", str(added["id"]))["published"].startswith("2026-11-18T19:00")
    desk.run("add", blogs.url + "/nowhere", code=1)
    desk.run("add", "not an address", code=2)


def test_a_feed_of_hostile_words_is_quiet_in_the_terminal(desk: Commands, blogs: Blogs) -> None:
    """Escapes in titles never reach stdout or stderr, in any command that shows them."""
    evil = "&#27;]0;owned&#7;&#x9b;31m \u202ereversed <script>alert(1)</script>"
    blogs.feed("/evil", item("evil", evil, f"{evil} some words to read", base=blogs.url), title=evil)
    follow(desk, blogs.url + "/evil")
    shown = [desk.run("fetch", "--all"), desk.run("posts"), desk.run("feeds"), desk.run("posts", "--json")]
    post = next(str(p["id"]) for p in desk.json("posts") if "reversed" in p["title"])
    shown += [desk.run("show", post), desk.run("star", post), desk.run("edition"), desk.run("why", post)]
    for said in shown:
        assert not set("\x1b\x07\x9b\u202e") & set(said.out + said.err)
