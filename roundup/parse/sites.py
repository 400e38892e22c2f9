"""Which site an address belongs to, and whether that may be somebody's blog. Pure.

A site is a host, or on a host shared by many authors the part of the path that is one author's. What is certainly no
blog (social networks, shops, encyclopaedias, newspapers, governments, councils) is told by a list and by shape; what is
left may be one.

To add a host that is no blog: a word in NOT_BLOGS. To add one shared by many authors: a word in SHARED.
"""

from __future__ import annotations

import re
from typing import Final

from roundup.parse.raw import words
from roundup.redirectors import is_redirector
from roundup.urls import host_of

# Hosts where the first part of the path is one author's; behind a slash, what stands before that part.
SHARED: Final = words(
    """
    medium.com dev.to write.as micro.blog buttondown.com buttondown.email tumblr.com substack.com listed.to
    sites.google.com/view/
    """
)
# Of these, an author's other address is a host of their own: substack.com/@ada is ada.substack.com.
_HOST_EACH: Final = words("tumblr.com substack.com")
# Parts of a path that are the shared host's own.
_NOBODYS: Final = words(
    "about account archive blog explore feed help home inbox jobs login m p policy pricing privacy r s search tag tags "
    "tagged terms topic topics"
)
# With everything below them.
NOT_BLOGS: Final = words(
    """
    twitter.com x.com t.co facebook.com fb.com instagram.com threads.net threads.com linkedin.com lnkd.in youtube.com
    youtu.be vimeo.com tiktok.com pinterest.com pinterest.co.uk reddit.com snapchat.com bsky.app mastodon.social
    mastodon.online mstdn.social fosstodon.org hachyderm.io flickr.com imgur.com giphy.com unsplash.com pexels.com
    slideshare.net speakerdeck.com prezi.com whatsapp.com wa.me telegram.org t.me discord.com discord.gg slack.com
    zoom.us skype.com meet.jit.si eventbrite.com eventbrite.co.uk meetup.com lu.ma tickettailor.com sched.com
    google.com google.co.uk goo.gl goo.gle apple.com microsoft.com live.com office.com sharepoint.com bing.com
    duckduckgo.com yahoo.com amazon.com amazon.co.uk amzn.to amazonaws.com ebay.co.uk ebay.com etsy.com audible.co.uk
    openai.com chatgpt.com anthropic.com claude.ai cloudflare.com adobe.com ibm.com oracle.com salesforce.com
    wikipedia.org wikimedia.org wikidata.org wiktionary.org fandom.com imdb.com goodreads.com archive.org archive.ph
    github.com gitlab.com bitbucket.org codepen.io stackoverflow.com stackexchange.com docker.com
    doi.org jstor.org arxiv.org ssrn.com springer.com sciencedirect.com wiley.com tandfonline.com researchgate.net
    nature.com sagepub.com orcid.org academia.edu scholar.archive.org crossref.org
    bbc.co.uk bbc.com bbc.in itv.com channel4.com sky.com theguardian.com guardian.co.uk gu.com telegraph.co.uk
    independent.co.uk thetimes.co.uk thetimes.com ft.com economist.com dailymail.co.uk mirror.co.uk express.co.uk
    thesun.co.uk standard.co.uk inews.co.uk metro.co.uk heraldscotland.com scotsman.com walesonline.co.uk
    belfasttelegraph.co.uk nytimes.com washingtonpost.com wsj.com bloomberg.com reuters.com apnews.com theatlantic.com
    newyorker.com cnn.com nbcnews.com npr.org time.com forbes.com fortune.com businessinsider.com politico.com
    politico.eu huffpost.com huffingtonpost.co.uk vox.com wired.com wired.co.uk theverge.com techcrunch.com
    arstechnica.com zdnet.com theregister.com theregister.co.uk computerweekly.com engadget.com gizmodo.com
    spectator.co.uk newstatesman.com prospectmagazine.co.uk privateeye.co.uk nationalgeographic.com newscientist.com
    hbr.org lgcplus.com themj.co.uk localgov.co.uk publictechnology.net ukauthority.com civilserviceworld.com
    publicfinance.co.uk room151.co.uk insidehousing.co.uk planningresource.co.uk communitycare.co.uk hsj.co.uk
    parliament.uk nhs.uk police.uk mod.uk parliament.scot gov.scot gov.wales senedd.wales legislation.gov.uk europa.eu
    un.org who.int oecd.org worldbank.org nato.int
    surveymonkey.com surveymonkey.co.uk typeform.com smartsurvey.co.uk forms.gle tally.so jotform.com mentimeter.com
    dropbox.com trello.com asana.com notion.so miro.com mural.co figma.com canva.com airtable.com padlet.com loom.com
    atlassian.net basecamp.com evernote.com doodle.com calendly.com hubspot.com list-manage.com mailchimp.com mailchi.mp
    campaign-archive.com eepurl.com sendgrid.net convertkit.com feedburner.com feedly.com inoreader.com
    spotify.com soundcloud.com bandcamp.com last.fm podcasts.apple.com anchor.fm acast.com libsyn.com buzzsprout.com
    overcast.fm pocketcasts.com mixcloud.com twitch.tv netflix.com
    paypal.com paypal.me justgiving.com gofundme.com kickstarter.com patreon.com ko-fi.com buymeacoffee.com stripe.com
    change.org 38degrees.org.uk petition.parliament.uk gravatar.com wp.com disqus.com creativecommons.org w3.org
    ietf.org whatwg.org schema.org mozilla.org wordpress.org drupal.org ghost.org openstreetmap.org what3words.com
    mapbox.com rightmove.co.uk zoopla.co.uk tripadvisor.co.uk tripadvisor.com booking.com airbnb.com airbnb.co.uk
    uber.com nationalrail.co.uk trainline.com tfl.gov.uk royalmail.com indeed.com glassdoor.co.uk glassdoor.com
    linktr.ee bit.ly tinyurl.com example.com
    """
)
# The pages of an institution that are blogs all the same.
_INSTITUTIONS = re.compile(r"(?:^|\.)(?:gov|gov\.[a-z]{2}|mil|mil\.[a-z]{2}|edu|edu\.[a-z]{2}|ac\.[a-z]{2}|int)$")
_BLOGGING = re.compile(r"(?:^|\.)blogs?\.")
# What stands in front of the name of a site that is no blog but helps one to run.
_SERVICE = re.compile(
    r"^(?:docs?|api|cdn|static|img|images|media|assets|shop|store|maps?|forms?|support|help|status|login|accounts?|mail|"
    r"calendar|wiki|jobs|careers|events|data|download|files|survey|consult(?:ation)?s?|democracy)\."
)
_COUNCIL = re.compile(r"council\.(?:org|org\.uk|com|co\.uk|uk|net|info)$")
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|zip|jpe?g|png|gif|svg|webp|mp[34]|m4a|mov|csv|ics|epub|xml|rss|json)$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#]+)/?([^?#]*)", re.IGNORECASE)
_SHARED_PREFIX: Final = {host: rest for host, _, rest in (name.partition("/") for name in SHARED)}


def site_of(url: str) -> str:
    """The site an address belongs to, as `host` or `host/author`; "" if it is none or a shared host's own page.

    >>> site_of("https://www.blog.example/2026/11/bins/"), site_of("https://medium.com/@ada/bins-1")
    ('blog.example', 'medium.com/@ada')
    """
    parts = _SPLIT.match(url)
    if not parts:
        return ""
    netloc, path = parts[1].lower().removeprefix("www."), parts[2]
    first, _, rest = path.partition("/")
    if netloc in _SHARED_PREFIX:
        path = path.removeprefix(_SHARED_PREFIX[netloc]).removeprefix("feed/")
        return _author_on(netloc, path.partition("/")[0])
    if first.startswith("~") or (netloc.startswith("blogs.") and first and rest):
        return f"{netloc}/{first}"
    return netloc


def _author_on(host: str, author: str) -> str:
    if not author.lstrip("@") or author in _NOBODYS:
        return ""
    return f"{author.lstrip('@').lower()}.{host}" if host in _HOST_EACH else f"{host}/{author}"


def home_of(site: str, url: str) -> str:
    """The front page of `site`, with the scheme and the host's spelling of an address on it."""
    parts = _SPLIT.match(url)
    host = parts[1] if parts else ""
    name, slash, author = site.partition("/")
    if host.lower().removeprefix("www.") != name:
        return f"https://{site}/"
    return f"{url.partition('://')[0]}://{host}/{_SHARED_PREFIX.get(name, '')}{author}{slash}"


def may_be_blog(url: str) -> bool:
    """False for what is certainly none: a file, a platform's own page, an institution, a newspaper, a redirector."""
    parts = _SPLIT.match(url)
    if not parts or is_redirector(url):
        return False
    host = host_of(url).removeprefix("www.")
    if host in _SHARED_PREFIX:
        return bool(site_of(url))
    return "." in host and not _FILE.search(parts[2]) and not _is_listed(host) and _has_the_shape(host)


def _is_listed(host: str) -> bool:
    while host:
        if host in NOT_BLOGS:
            return True
        host = host.partition(".")[2]
    return False


def _has_the_shape(host: str) -> bool:
    if _BLOGGING.search(host):
        return True
    return not (_INSTITUTIONS.search(host) or _SERVICE.match(host) or _COUNCIL.search(host))
