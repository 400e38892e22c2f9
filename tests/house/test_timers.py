"""The files that docs/unattended.md gives for copying do what is said of them: each is taken from the page and run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from roundup.workflow import feeds, locks, site
from roundup.workflow.pick import star
from roundup.workflow.word import annotate
from tests.blogserver import Blogs, item, opml, serving
from tests.cli.desk import NOW, Commands
from tests.workflow.desks import bring, desk_at

FRIDAY = "0 15 * * 5"


@pytest.fixture(scope="module")
def page(checkout: Path) -> str:
    return (checkout / "docs" / "unattended.md").read_text(encoding="utf-8")


def block(page: str, language: str) -> str:
    """The one block of that language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    return str(found)


@pytest.fixture
def web() -> Iterator[Blogs]:
    with serving() as blogs:
        blogs.feed("/feed", *(item(f"p{n}", f"Post {n}", f"Words number {n}.", base=blogs.url) for n in (1, 2)))
        yield blogs


def on_the_desk(web: Blogs, root: Path) -> Commands:
    """A desk with an edition that may be published, which has not been fetched for yet."""
    commands = Commands(root, allow=web.host)
    commands.run("init", str(root), "--empty")
    (root / "feeds.opml").write_text(opml(f"{web.url}/feed"))
    desk = desk_at(root)
    star(desk, [bring(desk, "bins", text="The bins went out on time. " * 12)])
    annotate(desk, "1", lead="Somebody [wrote](post) of bins, and wrote it well.")
    return commands


def program(folder: Path, script: str, name: str = "roundup") -> Path:
    """A command of that name, in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / name
    made.write_text(f"#!/bin/sh\n{script}\n")
    made.chmod(made.stat().st_mode | stat.S_IXUSR)
    return made


# ------------------------------------------------------------ cron


def crontab(page: str, home: Path) -> tuple[dict[str, str], list[tuple[list[str], str]]]:
    """Variables, and (when, command) of each line, as crontab(5) reads them; `home` is Ada's."""
    variables, jobs = {}, []
    for line in block(page, "crontab").replace("/home/ada", str(home)).splitlines():
        if found := re.fullmatch(r"([A-Z_]+)=(\S*)", line):
            variables[found[1]] = found[2]
        elif line.strip() and not line.startswith("#"):
            *when, command = line.split(None, 5)
            jobs.append((when, command.replace(r"\%", "%")))
            assert not re.search(r"(?<!\\)%", line), "a bare % ends a command"
    return variables, jobs


def test_the_crontab_s_lines_work(page: str, web: Blogs, tmp_path: Path) -> None:
    """Through a shell, with the crontab's own variables: each ends with 0 and says nothing, so that no mail comes."""
    variables, jobs = crontab(page, tmp_path)
    desk = on_the_desk(web, Path(variables["ROUNDUP_DESK"]))
    program(tmp_path / ".local" / "bin", f"printf '%s\\n' \"$@\" > {tmp_path}/words")
    for when, command in jobs:
        assert all(re.fullmatch(r"\*|\d+", field) for field in when)
        subprocess.run(["/bin/sh", "-c", command], env=variables, check=True, timeout=30)
        words = (tmp_path / "words").read_text().splitlines()
        if "notify" in words:  # not before the first edition is public
            assert "public yet" in desk.run(*words, code=2).err
            continue
        extra = ("--override", "no-words", "--reason", "short") if "publish" in words else ()
        said = desk.run("--log-json", variables["ROUNDUP_LOG_JSON"], *words, *extra)
        assert (said.out, said.err) == ("", ""), words
    assert [edition["picks"] for edition in desk.json("edition", "list")] == [1]
    assert [path.suffix for path in tmp_path.glob("roundup-20*")] == [".db"]


# ------------------------------------------------------------ systemd


def units(page: str, home: Path) -> dict[str, str]:
    """The units by name; %h is `home`."""
    found = re.findall(r"^`([\w@.-]+\.(?:service|timer))`:\n\n```ini\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    return {name: text.replace("%h", str(home)) for name, text in found}


def read_unit(text: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # case tells
    parser.read_string(text)
    return parser


def test_each_timer_starts_a_command_that_works(page: str, web: Blogs, tmp_path: Path) -> None:
    """ExecStart of the service for each timer, in this program's own command line."""
    texts = units(page, tmp_path)
    service = texts.pop("roundup@.service")
    (root,) = re.findall(r"^Environment=ROUNDUP_DESK=(.*)$", service, re.MULTILINE)
    desk = on_the_desk(web, Path(root))
    started = []
    for name, text in texts.items():
        timer = read_unit(text)
        instance = re.fullmatch(r"roundup@(\w+)\.service", timer["Timer"]["Unit"])
        assert instance
        assert name == f"roundup-{instance[1]}.timer"
        assert f" {name}" in page.partition("enable --now")[2].partition("`")[0]
        _, *words = shlex.split(read_unit(service)["Service"]["ExecStart"].replace("%i", instance[1]))
        extra = ("--override", "no-words", "--reason", "short") if "publish" in words else ()
        said = desk.run(*words, *extra, code=2 if "notify" in words else 0)
        assert said.out == ""
        started.append(instance[1])
    assert started == ["fetch", "publish", "notify"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_finds_no_fault_in_the_units(page: str, tmp_path: Path) -> None:
    """Not a word from its own verifier: keys, times, what is started."""
    for name, text in units(page, tmp_path).items():
        (tmp_path / name).write_text(text)
    program(tmp_path / ".local" / "bin", "")
    (tmp_path / "run").mkdir(mode=0o700)
    env = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path / "run"), "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    files = [str(path) for path in tmp_path.glob("roundup*.*")]
    command = ["systemd-analyze", "verify", "--man=no", "--user", *files]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    if "Failed to initialize manager" in done.stderr:
        pytest.skip("systemd has no manager here")
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


# ------------------------------------------------------------ a CI service


@dataclass
class Service:
    """Runs the steps of the workflow as a CI service would, on a new clone each time."""

    page: str
    folder: Path
    web: Blogs

    @property
    def job(self) -> Any:
        return yaml.safe_load(block(self.page, "yaml"))["jobs"]["desk"]

    def git(self, *words: str, at: Path | None = None) -> str:
        command = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"]
        done = subprocess.run(
            [*command, *words], cwd=at or self.folder, check=True, capture_output=True, text=True, env=self.environment
        )
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "ROUNDUP_NOW": NOW,
            "ROUNDUP_ALLOW_HOSTS": self.web.host,
        }

    def run(self, schedule: str) -> Path:
        """One run, started by that schedule; its workspace."""
        workspace = self.folder / "workspace"
        shutil.rmtree(workspace, ignore_errors=True)
        self.git("clone", "--quiet", "--branch", "main", "--depth", "1", f"file://{self.folder}/origin", "workspace")
        for step in self.job["steps"]:
            friday = step.get("if") == f"github.event.schedule == '{FRIDAY}'"
            if "run" in step and (not friday or schedule == FRIDAY):
                self.step(step, workspace)
        return workspace

    def step(self, step: Any, workspace: Path, code: int = 0) -> None:
        values = {"github.workspace": str(workspace), "secrets.ROUNDUP_SECRET_WORDPRESS": ""}
        env = {
            name: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], value)
            for name, value in self.job["env"].items()
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=workspace,
            env={**self.environment, **env},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == code, f"{step['name']}: {done.stdout}{done.stderr}"

    def named(self, name: str) -> Any:
        (found,) = [step for step in self.job["steps"] if step.get("name") == name]
        return found


@pytest.fixture
def service(page: str, web: Blogs, tmp_path: Path) -> Service:
    """A repository with the desk's files, and a machine that has the program."""
    made = Service(page, tmp_path, web)
    program(tmp_path / "bin", f'exec "{sys.executable}" -m roundup "$@"')
    program(tmp_path / "bin", f"echo \"$@\" > '{tmp_path}/installed'", "python")
    desk = tmp_path / "desk"
    Commands(desk, allow=web.host).run("init", str(desk), "--empty")
    (desk / "feeds.opml").write_text(opml(f"{web.url}/feed"))
    with (desk / "roundup.toml").open("a") as settings:
        settings.write('\n[deliver.folder]\npath = "public"\n')
    made.git("init", "--quiet", at=desk)
    made.git("add", "roundup.toml", "feeds.opml", at=desk)
    made.git("commit", "--quiet", "-m", "A desk", at=desk)
    made.git("clone", "--quiet", "--bare", str(desk), "origin")
    return made


@pytest.mark.slow
def test_the_workflow_gathers_and_publishes(service: Service) -> None:
    """An hour's run keeps what came; on Friday what the editor decided at home is published, once, and remembered."""
    service.run("17 * * * *")
    assert (service.folder / "installed").read_text().strip() == "-m pip install --quiet ./program"

    home = Commands(service.folder / "desk", allow=service.web.host)
    home.run("fetch")
    home.run("star", "1")
    home.run("annotate", "1", "--lead", "Somebody [wrote](post) of bins.")
    home.run("quote", "1", "Words number 1.")
    (home.root / "ledgers").mkdir()
    home.run("ledger", "export", str(home.root / "ledgers" / "ada.json"))
    service.git("add", "ledgers", at=home.root)
    service.git("commit", "--quiet", "-m", "Picked", at=home.root)
    service.git("push", "--quiet", str(service.folder / "origin"), "HEAD:main", at=home.root)

    workspace = service.run(FRIDAY)
    assert len(list((workspace / "public").glob("*.md"))) == 1
    assert [path for path, _ in service.web.asked].count("/feed") == 2, "an hour's run, and home: Friday's was not due"
    tree = service.git("--git-dir", "origin", "ls-tree", "--name-only", "state")
    assert tree.split() == ["roundup.db"]
    assert service.git("--git-dir", "origin", "rev-list", "--count", "state").strip() == "1"
    kept = Commands(workspace)
    (workspace / "roundup.db").unlink()
    service.step(service.named("Bring back what the desk remembers"), workspace)
    assert [edition["picks"] for edition in kept.json("edition", "list")] == [1]


def test_a_run_that_cannot_read_what_is_kept_ends(service: Service) -> None:
    """A repository that does not answer is not taken for a desk that is new, whose memory would be overwritten."""
    workspace = service.folder / "workspace"
    service.git("clone", "--quiet", f"file://{service.folder}/origin", "workspace")
    restore = service.named("Bring back what the desk remembers")
    service.step(restore, workspace)
    assert not (workspace / "roundup.db").exists()
    service.git("remote", "set-url", "origin", f"file://{service.folder}/elsewhere", at=workspace)
    service.step(restore, workspace, code=128)
    assert f"steps.{restore['id']}.outcome == 'success'" in service.named("Keep what the desk remembers")["if"]


def test_the_workflow_is_whole(page: str) -> None:
    """One run at a time, bounded, with the right to keep what it remembers; every condition is one that is run here."""
    document = yaml.safe_load(block(page, "yaml"))
    job = document["jobs"]["desk"]
    assert {entry["cron"] for entry in document[True]["schedule"]} >= {FRIDAY}  # YAML 1.1 reads "on" as true
    assert document["concurrency"]["cancel-in-progress"] is False
    assert document["permissions"] == {"contents": "write"}
    assert 0 < job["timeout-minutes"] <= 60
    conditions = {step["if"] for step in job["steps"] if "if" in step}
    assert conditions == {f"github.event.schedule == '{FRIDAY}'", "always() && steps.state.outcome == 'success'"}


# ------------------------------------------------------------ what the page says of locks


def test_the_waiting_times_are_the_program_s(page: str) -> None:
    """Who waits for whom, and for how long."""
    table = page.partition("## Two at once")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^\| ([^|]+?) \| [^|]+ \| ([^|]*) \|$", table, re.MULTILINE))
    minutes = f"{locks.SECONDS / 60:g} minutes"
    assert told["`fetch`"] == told["`publish`"] == told["`notify`"] == minutes
    assert told["`feeds add`, `remove`, `pause`, `resume`, `import`"] == f"{feeds.LOCK_SECONDS:g} seconds"
    assert told["`render`, `publish`"] == f"{site.LOCK_SECONDS / 60:g} minute"
