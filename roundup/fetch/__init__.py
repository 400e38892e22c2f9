"""Many feeds at once, politely, each on its own.

    schedule.py    which feeds are due, with which validators          pure
    rules/         what an answer means for a feed                     pure
    turnstile.py   who may be asked next                               counts and clocks only
    run.py         fetch_all(): the threads
    gathering.py   gather(): the whole of it without a desk
    outage.py      our own network's failures told from the feeds'     pure
    reading.py     where a body is read: here or in a process
    workers.py     parsing in processes that can be killed
    parsing.py     what such a process does

To add a rule about answers: see rules/__init__.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roundup.fetch.gathering import gather
    from roundup.fetch.outage import forgive, login_page, network_down
    from roundup.fetch.run import fetch_all
    from roundup.fetch.schedule import Request, plan

__all__ = ["Request", "fetch_all", "forgive", "gather", "login_page", "network_down", "plan"]

_HOMES = {
    "gather": "gathering",
    "forgive": "outage",
    "login_page": "outage",
    "network_down": "outage",
    "fetch_all": "run",
    "Request": "schedule",
    "plan": "schedule",
}


def __getattr__(name: str) -> object:
    """What is asked for is imported then: a process that only parses needs none of it, and half the memory."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
