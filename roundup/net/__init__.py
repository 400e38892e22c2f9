"""The one HTTP client: bounded in time and size, and kept off private networks.

    client.py      get() and send(): one deadline over all hops, answers cleaned and unpacked
    targets.py     plain addresses taken apart
    exchange.py    one request and the head of its answer
    ways.py        … directly or through a proxy
    secrets.py     … with a name and password
    connect.py     connections to checked addresses only, every wait bounded
    answers.py     what reading one gives
    wire.py        answers read, to the letter of the standard
    odd.py         … and all others, by h11
    follow.py      redirects followed by hand, and addresses that are not plain, by httpx:
    transport.py   … httpx's requests over our own connections
    urls.py        … web addresses taken apart and joined
    library.py     … httpx without its command line
    hops.py        where a redirect may lead
    tls.py         whom to trust
    resolve.py     names looked up under the deadline
    addresses.py   which addresses may be reached
    budget.py      how much time and how many bytes a request still has
    body.py        gzip and deflate undone, to a limit
    headers.py     header fields made safe
    waiting.py     how long to wait before a host is asked again
    robots.py      pages read where their site lets programs read

Nowhere else in the program is HTTP spoken. httpx, h11 and ssl are imported when a request first needs them.
"""

from roundup.net.client import HttpClient, Response
from roundup.net.errors import FetchError, FetchErrorKind

__all__ = ["FetchError", "FetchErrorKind", "HttpClient", "Response"]
