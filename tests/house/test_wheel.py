"""What people install: the wheel, built from the sdist, in an empty environment, far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import MACHINE

pytestmark = pytest.mark.slow


def run(*words: str | Path, cwd: Path | str = "/", env: dict[str, str] | None = None, seconds: int = 300) -> str:
    """Standard output of a command that must succeed."""
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=env, capture_output=True, text=True, timeout=seconds
    )
    assert done.returncode == 0, f"{' '.join(map(str, words))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def sdist(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution of the checkout."""
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=checkout)
    return next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from nothing but the source distribution."""
    folder = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    source = next(folder.iterdir())
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist", cwd=source)
    return next((folder / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `roundup` command of an environment that holds the wheel and what it depends on, and no tools of ours."""
    venv = tmp_path_factory.mktemp("installed") / "venv"
    run(sys.executable, "-m", "venv", venv)
    pip = (venv / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "-c", checkout / "constraints.txt", wheel, env=MACHINE, seconds=600)
    return venv / "bin" / "roundup"


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """The environment of a user who has never heard of the checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**environment, "HOME": str(tmp_path)}


def test_the_sdist_holds_what_one_needs_to_work_on_it(sdist: Path) -> None:
    """Code, templates, list of feeds, tests, tools and the pins."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= {
        "roundup/cli/__init__.py",
        "templates/page.html.j2",
        "feeds.opml",
        "Makefile",
        "constraints.txt",
        "LICENSE",
    }
    assert names >= {"tests/conftest.py", "tools/check_sizes.py", "README.md", "CHANGELOG.md"}
    assert not any(".venv" in name or "__pycache__" in name or ".servers" in name for name in names)


def test_the_wheel_holds_the_program_and_what_comes_with_it(wheel: Path, checkout: Path) -> None:
    """Templates and feeds.opml travel inside; tests and tools stay at home."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    templates = {
        f"roundup/_data/{path.relative_to(checkout).as_posix()}"
        for path in (checkout / "templates").rglob("*")
        if path.is_file()
    }
    assert len(templates) > 3
    assert names >= templates | {"roundup/_data/feeds.opml", "roundup/py.typed", "roundup/__main__.py"}
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"roundup", "localgov_roundup"}


def test_the_installed_command_says_its_version(installed: Path, wheel: Path, elsewhere: dict[str, str]) -> None:
    """`roundup --version` answers with the version the wheel bears."""
    assert run(installed, "--version", env=elsewhere) == f"roundup {wheel.name.split('-')[1]}\n"


def test_the_installed_command_makes_a_desk(
    installed: Path, elsewhere: dict[str, str], tmp_path: Path, checkout: Path
) -> None:
    """`roundup init` finds the list of feeds inside the installation."""
    run(installed, "init", tmp_path / "desk", env=elsewhere)
    assert (tmp_path / "desk" / "feeds.opml").read_bytes() == (checkout / "feeds.opml").read_bytes()
    assert (tmp_path / "desk" / "roundup.toml").exists()


def test_the_installed_command_plays_the_demo(installed: Path, elsewhere: dict[str, str], tmp_path: Path) -> None:
    """`roundup demo` makes a whole edition with nothing but what was installed."""
    run(installed, "demo", tmp_path / "demo", env=elsewhere)
    out = next((tmp_path / "demo").rglob("post.html")).parent
    assert {path.name for path in out.iterdir()} >= {"post.html", "fragment.html", "post.md"}
    assert "<blockquote" in (out / "post.html").read_text(encoding="utf-8")
