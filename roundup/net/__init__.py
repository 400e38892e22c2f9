"""The one HTTP client: bounded in time and size, and kept off private networks.

    client.py      get(): one deadline over all hops, redirects followed by hand, answers cleaned
    transport.py   one request over httpx
    connect.py     connections to checked addresses only, every wait bounded
    urls.py        web addresses taken apart and joined
    resolve.py     names looked up under the deadline
    addresses.py   which addresses may be reached
    budget.py      how much time and how many bytes a request still has
    hops.py        where a redirect may lead
    body.py        gzip and deflate undone, to a limit
    headers.py     header fields made safe

httpx and httpcore are imported by transport, connect and urls, and nowhere else in the program. Importing this package
does not import them; making a client does.
"""

from roundup.net.client import HttpClient, Response
from roundup.net.errors import FetchError, FetchErrorKind

__all__ = ["FetchError", "FetchErrorKind", "HttpClient", "Response"]
