"""The quick way for simple markup gives what the cleaner and the tree give, to the last character, or declines."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.parse.html import _cleaned, _cleaned_origin, _origin, _top, bounded, clean_html, plain_text
from roundup.parse.raw import words
from roundup.parse.simple import _OUTSIDE, _PLACES, read_simple

SITE = "https://blog.example"
PAGE = f"{SITE}/2026/11/bins/"


def quickly(html: str, origin: str = SITE) -> tuple[str, str] | None:
    """What the quick way gives, None if it declines."""
    found = read_simple(html.encode("utf-8", "ignore"), lambda: origin)
    return found and (found[0].decode(), found[1].decode())


def thoroughly(html: str) -> tuple[str, str]:
    """What nh3 and lexbor's tree give."""
    return _cleaned(bounded(html), PAGE), plain_text(html)


SIMPLE = {
    "nothing around words": "Only words, and “quotes”.",
    "paragraphs": "<p>One <strong>two</strong> three.</p>\n\n\n\n<p>Four<br>five<br />six.</p>",
    "blocks": '<h2 class="wp-block-heading">Bins</h2><blockquote class="q"><p>Said.</p><cite>Ada</cite></blockquote>'
    "<hr/>",
    "lists": '<ul>\n<li>One</li>\n<li><p>Two</p></li>\n</ul><ol start="3" reversed><li value="4">Four</li></ol>',
    "a link": '<p><a href="https://other.example/a?b=1&amp;c=2#d" target="_blank" rel="noreferrer noopener">x</a></p>',
    "a link with a title": '<a title="&quot;Bins&quot; &amp; lids" href="https://other.example">x</a>',
    "a link within the site": '<p><a href="/about/us" class="a">x</a> <a href="/?p=1">y</a></p>',
    "a link to nowhere": "<a>x</a>",
    "a picture": '<figure class="size-large"><img decoding="async" width="10" height="20" '
    'src="https://blog.example/a.jpg" alt="" srcset="https://blog.example/b.jpg 300w" />'
    "<figcaption>Bins</figcaption></figure>",
    "a film": '<figure><div><iframe src="https://films.example/1" allowfullscreen>Nothing &amp; nobody</iframe>'
    "</div></figure>",
    "a script": '<div onclick="track()"><script>var a = 1;</script></div>',
    "spans": '<p>One <span style="color: red"> two</span><span> </span>three</p>',
    "a comment": "<!-- more --><p>One<!--x-->two</p>",
    "references": "<p>It&#8217;s &pound;5 &ndash; caf&eacute; &#x1F44D; &amp; "
    "&#38; &lt;b&#62; &quot;q&quot; &nbsp;&#160;&amp;#8217;</p>",
    "languages": '<p lang="cy">Bore da</p>',
    "blanks": " <p> a  b\t<em> c </em> <em> d</em></p>\n\n<p>&nbsp;</p><p> \n </p> tail ",
    "no-break spaces": "<p>10\u00a0000</p>\n<p>\u00a0</p>\n<p>co\u00adop</p>",
    "many scripts": "<p>Gwŷnedd 👍 日本</p>",
    "empty elements": "<p></p><ul><li></li></ul><b></b>",
}


@pytest.mark.parametrize("name", SIMPLE)
def test_what_editors_write_is_simple(name: str) -> None:
    """The usual elements, links, pictures and references, and what is dropped from them."""
    assert quickly(SIMPLE[name]) == thoroughly(SIMPLE[name])


@pytest.mark.parametrize(
    "html",
    [
        "<p>One<p>Two",
        "<p>One<div>two</div></p>",
        "<b>One<i>two</b></i>",
        "<b><b>x</b></b>",
        '<a href="https://a.example/">x<a href="https://b.example/">y</a></a>',
        "<li>alone</li>",
        "<ul>x<p>y</p></ul>",
        "<p/>",
        "</p>",
        "<br></br>",
        "<table><tr><td>x</td></tr></table>",
        "<pre>\nx</pre>",
        "<P>x</P>",
        "<p class=a>x</p>",
        "<p class='a'>x</p>",
        "<p hidden>x</p>",
        '<p style="DISPLAY: none">x</p>',
        "a < b > c",
        "a > b",
        '<p title="a > b">x</p>',
        '<a <strong>href="https://a.example/">x</strong>></a>',
        '<p lang="a" lang="b">x</p>',
        "a & b",
        "&hellip",
        "&zwj;",
        "&#150;",
        "&#0;",
        "&#xD800;",
        "&NotEqualTilde;",
        "<script>if (a < b) c()</script>",
        "<iframe><p>x</p></iframe>",
        "<!-- a -- b --><p>x</p>",
        "<!--> <p>x</p>",
        "<svg></svg>",
        '<p title="a<b">x</p>',
        "<p>x</p> <",
        "</p class>",
        '</p class="x">',
        "<p></p >",
        "</br>",
        '<iframe src="https://films.example/1"><',
        "<p>bell \x07</p>",
        "<p>\u202eback</p>",
        "<p>one\r\ntwo</p>",
        "x" * 100_001,
        "<br>" * 401,
        "&amp;" * 401,
    ],
)
def test_what_a_parser_might_read_otherwise_is_not_simple(html: str) -> None:
    """Whatever is moved, closed, hidden or taken for something else by somebody."""
    assert quickly(html) is None


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java&#115;cript:alert(1)",
        "data:text/html,x",
        "mailto:a@blog.example",
        "",
        "#top",
        "other",
        "../up",
        "/../up",
        "/a/./b",
        "//other.example/",
        "/\\other.example/",
        "HTTPS://other.example/",
        "https:other.example",
        "https://other",
        "https://127.0.0.1/",
        "https://1.2.3.0x4/",
        "https://a.example.1/",
        "https://xn--a.example/",
        "https://ada@other.example/",
        "https://other.example:80@evil.example/",
        "https://other.example:99999/",
        "https://other.example\\@evil.example/",
        "https://[::1]/",
        "https://other..example/",
        "https://café.example/",
        "https://other.example/a b",
        "https://other.example/caf\u00e9",
        " https://other.example/",
        "https://other.example/\n",
        "https://other.example/&lt;",
    ],
)
@pytest.mark.parametrize("tag", ['<a href="{}">x</a>', '<img alt="x" src="{}">'])
def test_addresses_that_have_to_be_understood_are_left_to_who_understands_them(address: str, tag: str) -> None:
    """Only web addresses that are whole, and those from the top of the site, are taken as they stand."""
    assert quickly(tag.format(address)) is None


def test_an_address_from_the_top_needs_a_site() -> None:
    """Without one the cleaner leaves it out."""
    assert quickly('<a href="/x">x</a>', origin="") is None
    assert quickly("<p>x</p>", origin="") == ("<p>x</p>", "x")


@pytest.mark.parametrize("base", ["https://Blog.example:443/a/", "https://bücher.example/", "http://127.0.0.1:8080/x"])
def test_the_site_is_written_as_the_cleaner_writes_it(base: str) -> None:
    """Whatever it is called: upper case, the usual port, a name that is not ASCII."""
    simple, thorough = (clean_html(f'<a href="/x?y=1">x</a>{more}', base) for more in ("", "<wbr>"))
    assert f"{simple}<wbr>" == thorough


@pytest.mark.parametrize(
    "host",
    [
        *("blog.example", "a-b.blog.example", "blog0.example.org", "1.2.3.example", "a.b-1", "0x4.x4"),
        *("Blog.example", "blog.example:443", "blog.example:8080", "xn--bcher-kva.example", "1.2.3.4", "1.2.3.0x4"),
        *("a--b.example", "blog.example.", "blog", "bücher.example", "a_b.example", "[::1]"),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_plain_site_is_what_the_cleaner_would_write(scheme: str, host: str) -> None:
    """It is told without asking the cleaner, which is asked about all others."""
    base = f"{scheme}://{host}/2026/bins?x=/"
    assert _origin(base) == _cleaned_origin(_top(base))


def test_no_host_makes_telling_a_site_long() -> None:
    """A name of any length that is nearly plain is looked through once."""
    start = time.process_time()
    _origin("https://" + "a" * 30_000 + "_/")
    _origin("https://" + "a." * 8 + "a-a" * 10_000 + "_/")
    assert time.process_time() - start < 0.5


# ---------------------------------------------------------------- what is remembered


def test_the_same_markup_is_the_same_each_time() -> None:
    """What is remembered of tags, by where they stand, says what looking at them said."""
    for html in (*SIMPLE.values(), *SIMPLE.values()):
        assert quickly(html) == thoroughly(html)


@pytest.mark.parametrize("blank", ["", " ", "\n\n\n\n", "\t \n"])
@pytest.mark.parametrize("name", ["p", "b", "span", "li", "br", "hr", "a", "iframe", "!-- x --"])
def test_white_space_behind_a_tag_stays_as_it_is(name: str, blank: str) -> None:
    """It goes with the tag, before words and before the next tag."""
    end = "" if name in {"br", "hr", "!-- x --"} else f"</{name}>"
    html = (
        f"<ul><li>x</li><{name}>{blank}</li></ul>" if name == "li" else f"a{blank}<{name}>{blank}{end}{blank}b<p>c</p>"
    )
    html = html if name == "li" else html + f"<div>d<{name}>{blank}{'' if name == 'iframe' else 'e'}{end}{blank}f</div>"
    html = html.replace(f"<li>{blank}</li>", f"<li>{blank}y</li>")
    assert quickly(html) == thoroughly(html)


@pytest.mark.parametrize(
    "tag",
    [
        '<p lang="cy" class="x">',
        '<p class="x" lang="cy">',
        '<p lang class="y">',
        '<ol reversed start="3" type>',
        '<ol start="3" reversed>',
        '<a title="x" href="/y" lang="">',
        '<img alt src="/x.png" width="10" title="a &amp; b">',
        '<span lang="cy" style="color: red">',
        '<p style="color: red" lang="cy">',
        '<code style lang="x">',
    ],
)
def test_attributes_are_written_in_their_order(tag: str) -> None:
    """With and without values, kept and left out, more than once."""
    name = tag[1:].partition(" ")[0]
    inside = "<li>x</li>" if name == "ol" else "x"
    html = f"{tag}{inside}</{name}>" if name != "img" else tag
    assert [quickly(html), quickly(html)] == [thoroughly(html)] * 2


def test_little_is_remembered_whatever_comes() -> None:
    """Thousands of different tags and ways to nest them neither fill the memory nor change what the next one says."""
    for number in range(2_000):
        quickly(f'<p class="c{number}">x</p>')
    names = ["div", "section", "article", "main", "nav", "aside", "center", "header", "footer"]
    for number in range(9**3):
        nested = [names[number // 9**place % 9] for place in range(3)]
        quickly("".join(f"<{name}>" for name in nested) + "x" + "".join(f"</{name}>" for name in reversed(nested)))
    assert len(_PLACES) <= 250
    assert len(_OUTSIDE) <= 250
    assert quickly('<p class="other">x</p>') == ("<p>x</p>", "x")


# ---------------------------------------------------------------- whatever the markup

_NAMES = st.sampled_from(
    sorted(
        words(
            "p div ul ol li a b em strong i cite code h2 h3 blockquote figure figcaption span img br hr section iframe "
            "script small table td pre dl dt font q sub center header address nobr noscript article button"
        )
    )
)
_ATTRIBUTES = st.sampled_from(
    [
        *(
            "",
            "",
            "",
            ' class="a b"',
            " hidden",
            ' style="x:y"',
            ' lang="cy"',
            ' title="a &amp; b"',
            " data-x",
            " start=3",
        ),
        *(
            ' href="https://a.example/x"',
            ' href="/x/y?z=1#a"',
            ' href="x"',
            ' href="https://a-b.example:8080?x=&amp;y"',
        ),
        *(
            ' src="https://a.example/x.png"',
            ' src="/x.png"',
            ' alt=""',
            ' alt="&quot;x&quot; é"',
            ' width="1"',
            " /",
            "/",
        ),
        *(
            ' title="a" title="b"',
            ' type="a"',
            " reversed",
            ' value="2"',
            ' title="caf&eacute;\u00a0"',
            '\n class="x"\n',
        ),
        *(' href="https://a.example/&#x2f;"', ' href="https://a.example."', ' href="https://a--b.example/%zz"'),
    ]
)
_TEXTS = st.one_of(
    st.sampled_from(
        [
            *(
                "words",
                " ",
                "\n\n",
                " a  b ",
                "\t",
                "&amp;",
                "&lt;p&gt;",
                "&nbsp;",
                "&#8217;",
                "&quot;",
                "&hellip;",
                "é",
                "👍",
            ),
            *(
                "&",
                "&x;",
                "&#150;",
                "\u00a0",
                "\u00ad",
                "<!-- x -->",
                "<!--x--->",
                ">",
                "<",
                "&amp;amp;",
                "\u2003",
                "\u200d",
            ),
        ]
    ),
    st.text(alphabet="ab <>&;#'\"é\n", max_size=5),
)


def _element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    whole = st.tuples(_NAMES, _ATTRIBUTES, _ATTRIBUTES, st.lists(inside, max_size=4)).map(_written)
    return st.one_of(whole, st.tuples(_NAMES, _ATTRIBUTES).map(lambda part: f"<{part[0]}{part[1]}>"))


def _written(parts: tuple[str, str, str, list[str]]) -> str:
    name, one, two, inside = parts
    return f"<{name}{one}{two}>" + ("" if name in {"img", "br", "hr"} else "".join(inside) + f"</{name}>")


_MARKUP = st.lists(st.recursive(_TEXTS, _element, max_leaves=8), max_size=5).map("".join)


@given(_MARKUP)
def test_the_quick_way_gives_what_the_long_way_gives(html: str) -> None:
    """Of any markup: the same clean markup and the same words."""
    found = quickly(html)
    assert found is None or found == thoroughly(html)


@given(_MARKUP)
def test_what_the_quick_way_gives_is_clean(html: str) -> None:
    """The cleaner finds nothing to do."""
    found = quickly(html)
    assert found is None or clean_html(found[0], PAGE) == found[0]


def test_most_of_what_is_generated_here_is_not_left_out() -> None:
    """The promise above is about something: ordinary trees are simple."""
    html = "<div><p>One <a href='x'>two</a></p></div>".replace("'x'", '"/x"') * 50
    assert quickly(html) == thoroughly(html)


@pytest.mark.parametrize(
    "html",
    [
        "<" * 99_000,
        "<a " + "b " * 45_000 + ">",
        '<a href="https://' + "a." * 45_000 + '">',
        '<a href="https://a.' + "a" * 90_000 + '!">',
        '<a href="https://a' + "-a" * 45_000 + '!">',
        '<a href="/' + "/a" * 45_000 + '">',
        "&" * 99_000,
        "<p>" * 33_000,
        '<a title="' + "&amp;" * 19_000 + '">x</a>',
        "<a" + ' b="c"' * 16_000 + ">",
        "<p>" + "\n \n" * 33_000 + "</p>",
        "<p>" + "<" * 99_000 + ">",
        "<p>" + "</p>\n" * 19_000,
        "&#" * 49_000,
    ],
)
def test_no_markup_takes_long(html: str) -> None:
    """What makes patterns try again and again costs next to nothing here."""
    start = time.process_time()
    quickly(html)
    assert time.process_time() - start < 0.5
