"""A blog's feed as the three kinds of software write it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from benchmarks.gathering.corpus import Article, Blog, Kind

_NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
}


def rss(blog: Blog, articles: Sequence[Article], touched: int) -> str:
    """RSS 2.0 as WordPress writes it, with all it brings along."""
    built = articles[0].published + timedelta(minutes=5 + touched)
    spaces = "\n\t".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMESPACES.items())
    title = escape(blog.title)
    items = "".join(_item(blog, article, touched) for article in articles)
    return f"""<?xml version="1.0" encoding="{blog.charset.upper()}"?><rss version="2.0"
	{spaces}
	>

<channel>
	<title>{title}</title>
	<atom:link href="{blog.site}/feed/" rel="self" type="application/rss+xml" />
	<link>{blog.site}</link>
	<description>{title}: notes from a council</description>
	<lastBuildDate>{format_datetime(built)}</lastBuildDate>
	<language>en-GB</language>
	<sy:updatePeriod>
	hourly	</sy:updatePeriod>
	<sy:updateFrequency>
	1	</sy:updateFrequency>
	<generator>https://wordpress.org/?v=6.7</generator>
{items}</channel>
</rss>
"""


def _item(blog: Blog, article: Article, touched: int) -> str:
    url = f"{blog.site}/{article.published:%Y/%m/%d}/{article.slug}/"
    tags = "".join(f"\t\t<category><![CDATA[{tag}]]></category>\n" for tag in article.tags)
    title = escape(article.title)
    footer = f'The post <a href="{url}">{title}</a> appeared first on <a href="{blog.site}">{escape(blog.title)}</a>.'
    return f"""	<item>
		<title>{title}</title>
		<link>{url}</link>
					<comments>{url}#respond</comments>

		<dc:creator><![CDATA[{article.author}]]></dc:creator>
		<pubDate>{format_datetime(article.published)}</pubDate>
{tags}		<guid isPermaLink="false">{blog.site}/?p={blog.index * 1000 + 500 + article.number}</guid>

					<description><![CDATA[{article.excerpt}]]></description>
		<content:encoded><![CDATA[{article.html}<p>{footer}</p>
]]></content:encoded>
					<wfw:commentRss>{url}feed/</wfw:commentRss>
			<slash:comments>{(article.number + blog.index) % 7 + touched}</slash:comments>
	</item>
"""


def atom(blog: Blog, articles: Sequence[Article], _touched: int) -> str:
    """Atom 1.0 as Blogger writes it."""
    title, updated = escape(blog.title), articles[0].published + timedelta(hours=1)
    entries = "".join(_entry(blog, article) for article in articles)
    return f"""<?xml version="1.0" encoding="{blog.charset}"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">
  <id>tag:{blog.index}.example.org,2010:blog</id>
  <title type="text">{title}</title>
  <updated>{updated.isoformat()}</updated>
  <link rel="self" type="application/atom+xml" href="{blog.site}/atom.xml"/>
  <link rel="alternate" type="text/html" href="{blog.site}/"/>
  <generator uri="https://www.blogger.com">Blogger</generator>
{entries}</feed>
"""


def _entry(blog: Blog, article: Article) -> str:
    scheme = "http://www.blogger.com/atom/ns#"
    tags = "".join(f'    <category scheme="{scheme}" term="{escape(tag)}"/>\n' for tag in article.tags)
    return f"""  <entry>
    <id>tag:{blog.index}.example.org,2010:post-{500 + article.number}</id>
    <title type="text">{escape(article.title)}</title>
    <link rel="alternate" type="text/html" href="{blog.site}/{article.published:%Y/%m}/{article.slug}.html"/>
    <published>{article.published.isoformat()}</published>
    <updated>{(article.published + timedelta(hours=1)).isoformat()}</updated>
    <author><name>{escape(article.author)}</name></author>
{tags}    <summary type="text">{escape(article.excerpt)}</summary>
    <content type="html">{escape(article.html)}</content>
  </entry>
"""


def json_feed(blog: Blog, articles: Sequence[Article], _touched: int) -> str:
    """JSON Feed 1.1."""
    items = [
        {
            "id": f"{blog.site}/p/{500 + article.number}",
            "url": f"{blog.site}/{article.published:%Y/%m/%d}/{article.slug}/",
            "title": article.title,
            "content_html": article.html,
            "summary": article.excerpt,
            "date_published": article.published.isoformat(),
            "authors": [{"name": article.author}],
            "tags": list(article.tags),
        }
        for article in articles
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": blog.title, "home_page_url": f"{blog.site}/"}
    more = {"feed_url": f"{blog.site}/feed.json", "language": "en-GB", "items": items}
    return json.dumps({**head, **more}, ensure_ascii=False)


WRITERS: dict[Kind, Callable[[Blog, Sequence[Article], int], str]] = {"rss": rss, "atom": atom, "json": json_feed}
