"""The pages of the archive: what stands on them, where they lead, when they are made anew."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from roundup.curate.people import Registry
from roundup.errors import RoundupError
from roundup.model import Erratum, Person
from roundup.render import Options
from roundup.render.site import plan
from tests.render.site.archives import URL, archive, digests, edition, inside, page, pages, pick, site

FIRST, SECOND, THIRD = (f"{day}-week-that-was/index.html" for day in ("2026-11-20", "2026-11-27", "2027-01-01"))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return site()


# ---------------------------------------------------------------- what there is


def test_the_archive_has_a_page_for_everything(files: dict[str, bytes]) -> None:
    """Every edition, year, person, blog and tag; lists; blogroll, search, feeds, a map, a page for the lost."""
    assert set(files) == {
        *("index.html", "archive.html", "people.html", "blogs.html", "tags.html", "blogroll.html", "search.html"),
        *("404.html", "blogroll.opml", "sitemap.xml", "feed.xml", "picks.json", "search/2026.js", "search/2027.js"),
        *(FIRST, SECOND, THIRD, *(path.replace("index.html", "edition.json") for path in (FIRST, SECOND, THIRD))),
        *("years/2026.html", "years/2027.html", "tags/bins.html", "tags/roundup.html", "tags/weeknotes.html"),
        *("people/ada-example.html", "people/bert-sample.html", "people/cleo-person.html"),
        *("blogs/a-blog.html", "blogs/the-kettle.html", "blogs/lamp-posts.html"),
    }


def test_every_link_inside_leads_to_a_page_that_is_there(files: dict[str, bytes]) -> None:
    """And to a place on it that is there, if it names one."""
    ids = {each.path: {node.attributes.get("id") for node in each.all("[id]")} for each in pages(files)}
    for each in pages(files):
        for link in each.links():
            if "://" in link or link.startswith(("mailto:", "/")):
                continue
            path, _, fragment = link.partition("#")
            assert path in files, f"{each.path} links to {link}"
            assert not fragment or fragment in ids[path], f"{each.path} links to {link}"


def test_every_page_can_be_reached_from_the_first(files: dict[str, bytes]) -> None:
    """By links alone, as readers and search engines go."""
    found, waiting = {"index.html"}, ["index.html"]
    while waiting:
        for link in page(files, waiting.pop()).links():
            path = link.partition("#")[0]
            if path in files and path not in found:
                found.add(path)
                waiting += [path] * path.endswith(".html")
    assert {path for path in files if path.endswith(".html")} - found == {"404.html"}


def test_nothing_is_linked_by_the_place_the_site_lies_in(files: dict[str, bytes]) -> None:
    """It works below any address, and from a folder: only canonical addresses are whole, and those of the lost page."""
    for each in pages(files):
        if each.path != "404.html":
            whole = [node for node in each.all("[href]") if (node.attributes.get("href") or "").startswith("/")]
            assert whole == [], each.path
            assert not [node for node in each.all("a[href]") if _ours(node.attributes.get("href")) and _named(node)]


def _ours(href: str | None) -> bool:
    return (href or "").startswith(URL)


def _named(node: object) -> bool:
    return "u-url" not in str(getattr(node, "attributes", {}).get("class"))


def test_without_an_address_nothing_says_where_it_is() -> None:
    """A desk that has no address yet: no map, nothing canonical, everything else as ever."""
    files = site(archive(url=""))
    assert "sitemap.xml" not in files
    assert not [each.path for each in pages(files) if each.all("link[rel=canonical]")]
    assert set(page(files, "404.html").links()) >= {"index.html", "archive.html", "search.html"}


def test_pages_name_their_own_address(files: dict[str, bytes]) -> None:
    """As the desk's settings and the edition say."""
    canonical = {
        each.path: [node.attributes["href"] for node in each.all("link[rel=canonical]")] for each in pages(files)
    }
    assert canonical["index.html"] == [f"{URL}/"]
    assert canonical["people/ada-example.html"] == [f"{URL}/people/ada-example.html"]
    assert canonical[FIRST] == [f"{URL}/2026-11-20-week-that-was/"]


def test_the_lost_find_back_from_any_depth(files: dict[str, bytes]) -> None:
    """The page is shown for every missing address, so its links begin at the server's root."""
    root = urlsplit(URL).path
    found = page(files, "404.html").links()
    assert f"{root}/index.html" in found
    assert all(link.startswith(("#", f"{root}/", "404.html#")) for link in found)


# ---------------------------------------------------------------- what stands on them


def test_the_first_page_shows_the_newest_edition(files: dict[str, bytes]) -> None:
    """Its picks by title and author, each linked to its place; then the ones before it."""
    first = page(files, "index.html")
    assert f"{THIRD}#pick-1" in first.links()
    assert first.texts(".editions h3") == ["27 November 2026", "20 November 2026"]
    assert "Post number 5, Cleo Person" in first.texts(".newest li")


def test_many_editions_are_not_all_on_the_first_page() -> None:
    """A dozen, and the way to the rest."""
    first = page(site(archive(*(edition(number) for number in range(1, 31)))), "index.html")
    assert len(first.all(".editions > li")) == 11
    assert "All 30 editions" in first.text


def test_a_person_has_a_page_of_what_was_featured(files: dict[str, bytes]) -> None:
    """The posts themselves linked, and where each stands in which edition; the newest first."""
    person = page(files, "people/ada-example.html")
    assert person.texts("h1") == ["Ada Example"]
    assert person.texts(".entries cite") == ["Post number 3", "Post number 4", "Post number 1"]
    assert person.texts(".entries li")[2] == "Post number 1 A Blog · in the edition of 20 November 2026"
    assert "https://blog.example/3" in person.links()
    assert f"{SECOND}#pick-2" in person.links()
    assert "3 posts featured, the latest in the edition of 27 November 2026" in person.text


def test_people_are_listed_by_name(files: dict[str, bytes]) -> None:
    """With how often they were featured."""
    assert page(files, "people.html").texts(".letter li") == [
        *("Ada Example 3 posts", "Bert Sample 1 post", "Cleo Person 1 post"),
    ]


def test_a_year_lists_its_editions_with_their_picks(files: dict[str, bytes]) -> None:
    """The newest first."""
    year = page(files, "years/2026.html")
    assert year.texts("h1") == ["Editions of 2026"]
    assert year.texts("h2") == ["27 November 2026", "20 November 2026"]
    assert "Post number 2, Bert Sample" in year.texts(".short li")


def test_a_tag_lists_posts_and_editions(files: dict[str, bytes]) -> None:
    """Both kinds of what may be filed under it."""
    assert page(files, "tags/bins.html").texts(".entries cite") == ["Post number 2"]
    assert page(files, "tags/roundup.html").texts(".editions h3") == ["27 November 2026"]


def test_an_edition_leads_to_its_neighbours_people_and_tags(files: dict[str, bytes]) -> None:
    """The page of the edition itself, with the ways through the archive around it."""
    found = page(files, FIRST)
    assert found.texts("h1") == ["The week that was"]
    assert {SECOND, "people/ada-example.html", "people/bert-sample.html", "tags/weeknotes.html"} <= set(found.links())
    assert [node.attributes.get("rel") for node in found.all(".turn a")] == ["next"]
    assert [inside(SECOND, str(n.attributes["href"])) for n in page(files, SECOND).all(".turn a")] == [FIRST, THIRD]


def test_an_erratum_is_shown(files: dict[str, bytes]) -> None:
    """In the archive as everywhere."""
    put_right = edition(1, pick(1), errata=(Erratum("It was *Tuesday*.", "2026-11-24"),))
    made = site(archive(put_right))
    assert page(made, FIRST).texts(".corrections em") == ["Tuesday"]
    assert "<lastmod>2026-11-24</lastmod>" in made["sitemap.xml"].decode()


def test_the_year_that_was_is_in_the_archive() -> None:
    """A special edition has its page, and is listed as one."""
    special = edition(0, pick(1), slug="year-2026", title="The year that was: 2026", date="2026-12-31")
    files = site(archive(edition(1, pick(1)), specials=(special,)))
    assert "year-2026/index.html" in page(files, "archive.html").links()
    assert page(files, "archive.html").texts(".editions h3") == ["The year that was: 2026"]
    assert page(files, "archive.html").texts(".editions .count") == ["31 December 2026"]
    assert page(files, "people/ada-example.html").texts("cite") == ["Post number 1"]
    assert page(files, "year-2026/index.html").all(".turn") == []


def test_an_edition_whose_date_is_no_day_can_still_be_found() -> None:
    """No link is without words: it goes by its title, and its year is called none, below all others."""
    files = site(archive(edition(1, pick(1)), edition(2, pick(2), date="")))
    assert page(files, "archive.html").texts(".entries a") == ["2026", "no year"]
    assert page(files, "years/no-year.html").texts(".editions h2 a") == ["The week that was"]
    assert all(link.text().strip() for each in pages(files) for link in each.all("a"))


def test_where_nothing_is_filed_there_is_no_list() -> None:
    """An edition of nameless posts without tags, on a desk that follows nobody in public."""
    files = site(archive(edition(1, pick(1, "", "")), subscriptions=()))
    assert not {"people.html", "blogs.html", "tags.html", "blogroll.html", "blogroll.opml"} & set(files)
    assert page(files, "index.html").texts("nav li") == ["Latest", "Archive", "Search"]


def test_a_desk_that_has_not_published_has_an_archive_that_says_so() -> None:
    """No edition, no feed, and still a page."""
    files = site(replace(archive(), closed=()))
    assert "No edition has been published yet." in page(files, "index.html").text
    assert {"feed.xml", "picks.json"} & set(files) == set()


def test_navigation_says_where_one_is(files: dict[str, bytes]) -> None:
    """The current page's link is marked, on it alone."""
    assert page(files, "people.html").texts("[aria-current=page]") == ["People"]
    assert page(files, "people/ada-example.html").texts("[aria-current]") == []


def test_pages_name_the_feeds(files: dict[str, bytes]) -> None:
    """For programs that look for them, from every depth."""
    for path in ("index.html", "years/2026.html"):
        found = {
            node.attributes["type"]: node.attributes["href"] for node in page(files, path).all("link[rel=alternate]")
        }
        assert inside(path, str(found["application/atom+xml"])) == "feed.xml"
        assert inside(path, str(found["application/feed+json"])) == "picks.json"


def test_only_the_search_page_may_run_a_script(files: dict[str, bytes]) -> None:
    """Its own, known by its hash, and files of the same site; every other page runs none and asks for nothing."""
    for each in pages(files):
        (policy,) = (str(n.attributes["content"]) for n in each.all('meta[http-equiv="Content-Security-Policy"]'))
        assert policy.startswith("default-src 'none'")
        assert ("script-src" in policy) == (each.path == "search.html"), each.path
        assert "unsafe" not in policy
        assert bool(each.all("script:not([type])")) == (each.path == "search.html")


def test_every_page_has_one_main_heading_and_a_title_of_its_own(files: dict[str, bytes]) -> None:
    """So that tabs, bookmarks and screen readers tell pages apart."""
    titles = [each.texts("title")[0] for each in pages(files) if not each.path.endswith("was/index.html")]
    assert len(titles) == len(set(titles))
    assert {len(each.all("h1")) for each in pages(files)} == {1}


# ---------------------------------------------------------------- when a page is made anew


def test_the_same_archive_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    """And the same digests, so that nothing is made again."""
    assert site() == files
    assert digests(archive()) == digests(archive())


def test_order_of_arrival_makes_no_difference(files: dict[str, bytes]) -> None:
    """Editions may come from the ledger in any order."""
    found = archive()
    assert site(replace(found, closed=found.closed[::-1])) == files


def test_it_makes_no_difference_which_page_is_made_first(files: dict[str, bytes]) -> None:
    """What the page of an edition found out, lists take over; a list that is made alone looks for it itself."""
    assert {file.path: file.make() for file in reversed(plan(archive()))} == files
    alone = [plan(archive())[place] for place in range(len(files))]
    assert {file.path: file.make() for file in alone} == files


def test_a_new_edition_changes_only_what_shows_it() -> None:
    """Its neighbour, the lists it is in, its people; no other edition, no other person."""
    first = [edition(number, pick(number, f"Writer {number}", f"Blog {number}")) for number in range(1, 5)]
    before = digests(archive(*first))
    after = digests(archive(*first, edition(5, pick(9, "Writer 2", "Blog 2"))))
    changed = {path for path in after if after[path] != before.get(path)}
    fourth, fifth = "2026-12-11-week-that-was", "2026-12-18-week-that-was"
    assert changed == {
        *(f"{fifth}/index.html", f"{fifth}/edition.json", f"{fourth}/index.html", "index.html", "archive.html"),
        *("people.html", "people/writer-2.html", "blogs.html", "blogs/blog-2.html", "years/2026.html"),
        *("search/2026.js", "sitemap.xml", "feed.xml", "picks.json"),
    }


def test_a_page_that_keeps_its_digest_keeps_its_bytes() -> None:
    """The promise that makes leaving it alone right: whatever changes in the desk."""
    base = archive()
    variants = (
        archive(*base.editions, edition(9, pick(9, "New Person", "New Blog", tags=("new",)))),
        archive(edition(1, pick(1, "Ada Other")), *base.editions[1:]),
        replace(base, subscriptions=base.subscriptions[:1]),
        replace(base, registry=Registry([Person("ada", "Ada E. Example", also=("Ada Example",))])),
        replace(base, registry=Registry([Person("ada", "Ada Example", opted_out=True)])),
        replace(base, specials=(edition(0, pick(1), slug="year-2026"),)),
        replace(base, url=""),
        replace(base, title="Another name"),
    )
    before = {file.path: (file.digest, file.make()) for file in plan(base)}
    for variant in variants:
        for file in plan(variant):
            digest, content = before.get(file.path, ("", b""))
            assert file.digest != digest or file.make() == content, file.path


def test_another_template_changes_every_page(tmp_path: Path) -> None:
    """What a page is made of includes its template, whichever it is: all are made anew, and compared."""
    base = archive()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "nav.html.j2").write_text("<p>ours</p>", encoding="utf-8")
    changed = replace(base, options=Options(tmp_path))
    assert not set(digests(base).values()) & set(digests(changed).values())
    assert "ours" in page(site(changed), "people.html").text


def test_a_fault_in_a_desks_template_is_told_with_file_and_line(tmp_path: Path) -> None:
    """Also of a template of the archive."""
    (tmp_path / "site").mkdir()
    own = tmp_path / "site" / "person.html.j2"
    own.write_text('{% extends "builtin/site/person.html.j2" %}\n{% block content %}\n{{ topic.nmae }}{% endblock %}')
    with pytest.raises(RoundupError) as caught:
        site(replace(archive(), options=Options(tmp_path)))
    assert f"{own}, line 3" in caught.value.message
    assert "Did you mean 'name'?" in caught.value.hint


def test_a_block_of_the_archives_frame_can_be_set_anew(tmp_path: Path) -> None:
    """One file, one block: every page but the editions' has it."""
    (tmp_path / "site").mkdir()
    own = '{% extends "builtin/site/layout.html.j2" %}{% block colophon %}<p>Made in Sandleigh</p>{% endblock %}'
    (tmp_path / "site" / "layout.html.j2").write_text(own, encoding="utf-8")
    files = site(replace(archive(), options=Options(tmp_path)))
    assert "Made in Sandleigh" in page(files, "blogs/a-blog.html").text
    assert "Made in Sandleigh" not in page(files, FIRST).text


def test_search_files_are_named_on_the_search_page(files: dict[str, bytes]) -> None:
    """The newest year first."""
    (form,) = page(files, "search.html").all("#search")
    assert form.attributes["data-years"] == "2027 2026"


def test_an_edition_as_json_says_what_readers_see(files: dict[str, bytes]) -> None:
    """Words, quotes, links and marks, and nothing of the desk's own bookkeeping."""
    told = json.loads(files[FIRST.replace("index.html", "edition.json")])
    assert (told["number"], told["date"], told["url"]) == (1, "2026-11-20", f"{URL}/2026-11-20-week-that-was/")
    assert told["picks"][1]["authors"] == ["Bert Sample"]
    assert told["picks"][0]["quotes"] == [{"paragraphs": ["Plain words."], "speaker": ""}]
    assert not re.search(
        rb"post_id|snapshot|exact|prefix|c0ffee|hash", files[FIRST.replace("index.html", "edition.json")]
    )
