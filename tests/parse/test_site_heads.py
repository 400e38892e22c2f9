"""The heads of real kinds of sites, as their software writes them: which feeds are asked for, and in which order."""

from __future__ import annotations

import pytest

from roundup.parse.discover import read_site
from roundup.parse.platforms import candidates

WORDPRESS = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8" /><title>Sandleigh Digital</title>
<link rel="profile" href="https://gmpg.org/xfn/11">
<link rel='dns-prefetch' href='//stats.example' />
<link rel="alternate" type="application/rss+xml" title="Sandleigh Digital &raquo; Feed"
  href="https://a.example/feed/" />
<link rel="alternate" type="application/rss+xml" title="Sandleigh Digital &raquo; Comments Feed"
  href="https://a.example/comments/feed/" />
<link rel="https://api.w.org/" href="https://a.example/wp-json/" />
<link rel="EditURI" type="application/rsd+xml" title="RSD" href="https://a.example/xmlrpc.php?rsd" />
<meta name="generator" content="WordPress 6.8.3" /></head><body class="home blog">"""

WORDPRESS_POST = """<!DOCTYPE html><html><head><title>Bins &#8211; Sandleigh Digital</title>
<link rel="alternate" type="application/rss+xml" title="Sandleigh Digital &raquo; Feed"
  href="https://a.example/feed/" />
<link rel="alternate" type="application/rss+xml" title="Sandleigh Digital &raquo; Comments Feed"
  href="https://a.example/comments/feed/" />
<link rel="alternate" type="application/rss+xml" title="Sandleigh Digital &raquo; Bins Comments Feed"
  href="https://a.example/2026/11/bins/feed/" />
<link rel="alternate" title="oEmbed (JSON)" type="application/json+oembed"
  href="https://a.example/wp-json/oembed/1.0/embed?url=x" />
<link rel="alternate" title="JSON" type="application/json" href="https://a.example/wp-json/wp/v2/posts/7" />
<meta name="generator" content="WordPress 6.8.3" /></head>"""

# A theme that took the feed links out; the installation is in a folder.
WORDPRESS_BARE = """<!DOCTYPE html><html><head><title>News</title>
<link rel='stylesheet' id='theme-css' href='https://a.example/news/wp-content/themes/plain/style.css?ver=2' />
</head><body class="wp-singular">"""

BLOGGER = """<!DOCTYPE html><html dir='ltr'><head><meta content='text/html; charset=UTF-8' http-equiv='Content-Type'/>
<meta content='blogger' name='generator'/><link href='https://a.example/' rel='canonical'/>
<link rel="alternate" type="application/atom+xml" title="Sandleigh - Atom"
  href="https://a.example/feeds/posts/default" />
<link rel="alternate" type="application/rss+xml" title="Sandleigh - RSS"
  href="https://a.example/feeds/posts/default?alt=rss" />
<link rel="service.post" type="application/atom+xml" title="Sandleigh - Atom"
  href="https://draft.blogger.com/feeds/1/posts/default" />
</head>"""

GHOST = """<!DOCTYPE html><html lang="en"><head><title>Sandleigh</title><link rel="canonical" href="https://a.example/">
<meta name="generator" content="Ghost 5.87"><link rel="alternate" type="application/rss+xml" title="Sandleigh"
  href="https://a.example/rss/">
<script defer src="https://cdn.example/portal.min.js"></script></head>"""

HUGO = """<!doctype html><html lang=en-gb><head><meta charset=utf-8><meta name=generator content="Hugo 0.152.2">
<title>Sandleigh</title><link rel=alternate type=application/rss+xml href=/index.xml title=Sandleigh></head>"""

HUGO_BARE = "<!doctype html><html><head><meta name=generator content='Hugo 0.152.2'><title>Notes</title></head>"

JEKYLL = """<!DOCTYPE html><html lang="en"><head><!-- Begin Jekyll SEO tag v2.8.0 --><title>Sandleigh</title>
<meta name="generator" content="Jekyll v4.4.1" /><script type="application/ld+json">{"@type":"WebSite"}</script>
<link type="application/atom+xml" rel="alternate" href="https://a.example/feed.xml" title="Sandleigh" /></head>"""

SUBSTACK = """<!DOCTYPE html><html lang="en"><head><title>Sandleigh Letters</title>
<link rel="preconnect" href="https://substackcdn.com" /><link rel="canonical" href="https://a.example" /></head>"""

MEDIUM = """<!doctype html><html lang="en"><head><title>Sandleigh – Medium</title>
<meta data-rh="true" property="al:android:package" content="com.medium.reader"/>
<link data-rh="true" rel="search" type="application/opensearchdescription+xml" title="Medium"
  href="/osd.xml"/></head>"""

SQUARESPACE = """<!doctype html><html><head><base href=""><title>Journal</title>
<!-- This is Squarespace. --><script src="//static1.squarespace.com/static/vta/x.js"></script>
<link rel="alternate" type="application/rss+xml" title="RSS Feed"
  href="https://a.example/journal?format=rss" /></head>"""

MASTODON = """<!DOCTYPE html><html><head><title>Ada (@ada@a.example)</title>
<link href='https://a.example/users/ada' rel='alternate' type='application/activity+json'>
<link href='https://a.example/@ada.rss' rel='alternate' type='application/rss+xml'></head>
<body><div class='notranslate' id='mastodon'></div></body></html>"""

DRUPAL = """<!DOCTYPE html><html><head><meta name="Generator" content="Drupal 11 (https://www.drupal.org)" />
<title>Council news</title></head><body>"""

PLAIN = """<html><head><title>Ada's page</title></head><body><h1>Ada</h1>
<p><a href="/about/">About</a> <a href="https://social.example/@ada">Elsewhere</a> <a href="notes.xml">?</a>
<a href="/notes/atom.xml"><img src="/feed-icon.png" alt="Feed"></a></p></body></html>"""

TWO_LANGUAGES = """<html><head><link rel="alternate" hreflang="cy" href="https://a.example/cy/">
<link rel="alternate" hreflang="cy" type="application/rss+xml" title="Cymraeg" href="/cy/feed/">
<link rel="alternate" hreflang="en" type="application/rss+xml" title="English" href="/feed/"></head></html>"""

CASES = {
    "wordpress": (WORDPRESS, "/", ["/feed/", "/comments/feed/"]),
    "wordpress post": (WORDPRESS_POST, "/2026/11/bins/", ["/feed/", "/comments/feed/", "/2026/11/bins/feed/"]),
    "wordpress without links": (WORDPRESS_BARE, "/news/", []),
    "blogger": (BLOGGER, "/", ["/feeds/posts/default", "/feeds/posts/default?alt=rss"]),
    "ghost": (GHOST, "/", ["/rss/"]),
    "hugo": (HUGO, "/posts/bins/", ["/index.xml"]),
    "hugo without links": (HUGO_BARE, "/notes/", []),
    "jekyll": (JEKYLL, "/", ["/feed.xml"]),
    "substack": (SUBSTACK, "/", []),
    "medium": (MEDIUM, "/", []),
    "squarespace": (SQUARESPACE, "/journal", ["/journal?format=rss"]),
    "mastodon": (MASTODON, "/@ada", ["/@ada.rss"]),
    "drupal": (DRUPAL, "/", []),
    "plain": (PLAIN, "/", []),
    "two languages": (TWO_LANGUAGES, "/", ["/cy/feed/", "/feed/"]),
}
FIRST_GUESS = {
    "wordpress without links": "/news/feed/",
    "hugo without links": "/notes/index.xml",
    "substack": "/feed",
    "medium": "/feed",
    "drupal": "/rss.xml",
    "plain": "/notes/atom.xml",
}


def asked(name: str) -> tuple[list[str], list[str]]:
    """The paths of the feeds that are named, and of those that are guessed, in the order in which they are asked."""
    markup, path, _ = CASES[name]
    found = candidates(read_site(markup.encode(), "https://a.example" + path, "text/html; charset=utf-8"))
    paths = [(candidate.url.removeprefix("https://a.example"), candidate.guess) for candidate in found]
    return [path for path, guess in paths if not guess], [path for path, guess in paths if guess]


@pytest.mark.parametrize("name", CASES)
def test_what_a_site_names_is_asked_for(name: str) -> None:
    """All of it, posts before comments, and nothing that is named for other reasons (APIs, embeds, other pages)."""
    assert asked(name)[0] == CASES[name][2]


@pytest.mark.parametrize(("name", "path"), FIRST_GUESS.items())
def test_what_a_site_does_not_name_is_guessed_well(name: str, path: str) -> None:
    """The first guess is what its software does."""
    named, guesses = asked(name)
    assert named == []
    assert guesses[0] == path


@pytest.mark.parametrize("name", CASES)
def test_guesses_are_few_and_different(name: str) -> None:
    """No address twice, none that was named, none elsewhere."""
    named, guesses = asked(name)
    assert len({*named, *guesses}) == len(named) + len(guesses)
    assert len(guesses) <= 15
    assert all(path.startswith("/") for path in guesses)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
def test_titles_survive_the_encoding_of_the_page(encoding: str) -> None:
    """As its header says it."""
    markup = '<link rel="alternate" type="application/rss+xml" title="Café – posts" href="/feed">'
    page = read_site(markup.encode(encoding), "https://a.example/", f"text/html; charset={encoding}")
    assert [link.title for link in page.links] == ["Café – posts"]
