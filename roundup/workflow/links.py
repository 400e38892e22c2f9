"""Links asked whether they still lead somewhere: politely, each at most once a day, and nothing of it in a transaction.

One host is asked for one page at a time, with the settings' spacing between; several hosts at once. A host that wants
to be left alone, or that cannot be reached, is not asked for its other pages.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from roundup.curate.linkstate import answered, failed
from roundup.model import LinkAnswer
from roundup.urls import host_of
from roundup.workflow.desk import Desk

if TYPE_CHECKING:
    from roundup.net.probe import Prober
    from roundup.store import Store

FRESH = timedelta(days=1)  # an answer holds so long
UNSURE = timedelta(hours=1)  # … one that tells nothing
MOST_ASKED = 300  # in one run
AT_ONCE = 8  # hosts
RUN_SECONDS = 180.0
_ANSWERED = ("redirect", "protocol", "broken-off", "encoding")  # failures that show that somebody is there
OURS = ("127.", "localhost", "[::1]")  # this machine need not be spared

Told = Callable[[LinkAnswer], None]
Asked = tuple[LinkAnswer, bool]  # … and whether its host answered at all


def known(desk: Desk, store: Store, addresses: Iterable[str]) -> dict[str, LinkAnswer]:
    """Address → how it was found, as far as that is known from the last day."""
    from roundup.store.linkchecks import LinkChecks

    pages = {address: urldefrag(address)[0] for address in addresses}
    found = LinkChecks(store.connection).known(set(pages.values()), since=desk.now - FRESH)
    fresh = {page: answer for page, answer in found.items() if _holds(answer, desk.now)}
    return {address: fresh[page] for address, page in pages.items() if page in fresh}


def _holds(answer: LinkAnswer, now: datetime) -> bool:
    # An answer from next year was kept while the clock was wrong.
    if answer.asked > now + UNSURE:
        return False
    return answer.state != "unknown" or answer.asked > now - UNSURE


def ask(desk: Desk, store: Store, addresses: Iterable[str], told: Told = lambda _: None) -> int:
    """Ask for what is not known yet, and remember it; how many were asked. `told` hears of each as it answers."""
    from roundup.store.linkchecks import LinkChecks

    addresses = tuple(addresses)
    answers = known(desk, store, addresses)
    pages = list(dict.fromkeys(urldefrag(each)[0] for each in addresses if each not in answers))[:MOST_ASKED]
    checks, waiting, is_online = LinkChecks(store.connection), list[LinkAnswer](), False
    for answer, has_answered in _asked(desk, pages):
        told(answer)
        waiting.append(answer)
        is_online = is_online or has_answered
        if is_online:
            # Kept as they come: whoever stops the run loses only what is under way.
            checks.keep(waiting)
            waiting.clear()
    # Where nobody at all answers, that says something of our network and nothing of the pages.
    checks.keep(replace(answer, state="unknown") if answer.state == "nowhere" else answer for answer in waiting)
    return len(pages)


def _asked(desk: Desk, pages: Sequence[str]) -> Iterator[Asked]:
    from concurrent.futures import ThreadPoolExecutor, as_completed

    from roundup.net.probe import Prober

    hosts: dict[str, list[str]] = {}
    for page in pages:
        hosts.setdefault(host_of(page), []).append(page)
    until = time.monotonic() + RUN_SECONDS
    with Prober(desk.settings.fetch) as prober, ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [pool.submit(_of_host, prober, desk, own, until) for own in hosts.values()]
        try:
            for job in as_completed(jobs):
                yield from job.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            prober.__exit__()


def _of_host(prober: Prober, desk: Desk, pages: Sequence[str], until: float) -> list[Asked]:
    """One host's pages, one after the other."""
    spacing = 0.0 if host_of(pages[0]).startswith(OURS) else desk.settings.fetch.host_spacing
    answers: list[Asked] = []
    for number, page in enumerate(pages):
        if number:
            time.sleep(spacing)
        if time.monotonic() > until:
            late = failed(page, "timeout", "there was no time left to ask", now=desk.now)
            return [*answers, *_alike(late, pages[number:])]
        answer, has_answered, may_go_on = _answer(prober, desk, page)
        answers.append((answer, has_answered))
        if not may_go_on:
            return [*answers, *_alike(answer, pages[number + 1 :])]
    return answers


def _alike(answer: LinkAnswer, pages: Sequence[str]) -> list[Asked]:
    """Pages that are not asked, since another one of their host told enough."""
    return [(replace(answer, address=page), False) for page in pages]


def _answer(prober: Prober, desk: Desk, page: str) -> tuple[LinkAnswer, bool, bool]:
    """How a page was found, whether its host answered, and whether that may be asked for another one."""
    from roundup.net import FetchError
    from roundup.net.probe import ElsewhereError

    try:
        found = prober.probe(page)
    except FetchError as error:
        has_answered = error.kind in _ANSWERED or isinstance(error, ElsewhereError)
        return failed(page, error.kind, error.message, now=desk.now), has_answered, has_answered
    answer = answered(page, found.status, found.url, found.redirects, now=desk.now)
    return answer, True, found.status not in (429, 503) or host_of(found.url) != host_of(page)
