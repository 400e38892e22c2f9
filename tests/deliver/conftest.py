"""A desk with a database of its own, and a blog in memory for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.deliver import newsletters
from tests.deliver.fakebuttondown import FakeButtondown
from tests.deliver.fakelistmonk import FakeListmonk
from tests.deliver.fakeservice import serving
from tests.deliver.fakewayback import FakeArchive, archiving
from tests.deliver.fakewordpress import FakeWordPress, blogging
from tests.deliver.newsletters import Newsletter
from tests.workflow.desks import desk_at


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's file that knows nothing yet."""
    desk = desk_at(tmp_path_factory.mktemp("new"))
    with desk.store():
        return desk.settings.database_path


@pytest.fixture
def root(tmp_path: Path, new_database: Path) -> Path:
    """A folder with an empty desk's database."""
    shutil.copy(new_database, tmp_path / "roundup.db")
    return tmp_path


@pytest.fixture(scope="session")
def server() -> Iterator[Callable[..., FakeWordPress]]:
    """Gives a new and empty blog each time it is called."""
    with blogging() as new:
        yield new


@pytest.fixture
def blog(server: Callable[..., FakeWordPress]) -> FakeWordPress:
    """A new and empty blog."""
    return server()


@pytest.fixture(scope="session")
def buttondowns() -> Iterator[Callable[[], FakeButtondown]]:
    """Gives a new and empty newsletter each time it is called."""
    with serving(FakeButtondown) as new:
        yield new


@pytest.fixture(scope="session")
def listmonks() -> Iterator[Callable[[], FakeListmonk]]:
    """Gives a new and empty listmonk each time it is called."""
    with serving(FakeListmonk) as new:
        yield new


@pytest.fixture(params=["buttondown", "listmonk"])
def newsletter(
    request: pytest.FixtureRequest,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    buttondowns: Callable[[], FakeButtondown],
    listmonks: Callable[[], FakeListmonk],
) -> Newsletter:
    """A desk that delivers to one of the services."""
    if request.param == "buttondown":
        return newsletters.buttondown(root, buttondowns(), monkeypatch)
    return newsletters.listmonk(root, listmonks(), monkeypatch)


@pytest.fixture(scope="session")
def archives() -> Iterator[Callable[..., FakeArchive]]:
    """Gives a new and empty archive each time it is called."""
    with archiving() as new:
        yield new
