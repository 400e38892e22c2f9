"""The measurement of gathering, with a handful of feeds and our program alone, so that it cannot rot."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from benchmarks.gathering.__main__ import main
from benchmarks.gathering.corpus import START
from benchmarks.gathering.library import Library
from benchmarks.gathering.peers import Curl, Newsboat, Reader, Roundup, Task, present


def test_a_small_run_stores_what_the_corpus_holds(
    library: Library, library_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fetched cold, then with a new post: all entries are there, and the tables show it."""
    rows = tmp_path / "rows.jsonl"
    words = ["--feeds", "4", "--peers", "roundup", "--scenarios", "cold,churn", "--work", str(library_folder)]
    assert main([*words, "--rows", str(rows)]) == 0
    cold, churn = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    entries = sum(volume.entries for volume in library.volumes[:4])
    assert (cold["stored"], cold["full"], cold["code"]) == (entries, 4, 0)
    assert (churn["stored"], churn["full"], churn["unchanged"]) == (entries + 1, 1, 3)
    assert cold["cpu"] > 0
    said = capsys.readouterr()
    assert "4 feeds, 0 ms away" in said.out
    assert "not measured" in said.out


def test_figures_are_written_into_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From what was measured before, without measuring again."""
    rows, page = tmp_path / "rows.jsonl", tmp_path / "page.md"
    regions = [f"<!-- gathering {name} -->\n<!-- /gathering {name} -->\n" for name in ("goals", "figures")]
    page.write_text("".join(regions), encoding="utf-8")
    figures = {"wall": 1.0, "cpu": 1.5, "memory": 90.0, "is_pss": True, "requests": 9, "full": 9, "unchanged": 0}
    counts = {"server_cpu": 0.1, "stored": 9, "expected": 9, "code": 0, "cut_off": False}
    place = {"tool": "roundup", "version": "roundup 0", "feeds": 100, "latency": 0, "scenario": "warm"}
    rows.write_text(json.dumps({**place, **figures, **counts}) + "\n", encoding="utf-8")
    assert main(["--show", "--rows", str(rows), "--markdown", "--write", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "| warm | 1.50 (1.00) | 90 | 9 |" in text
    assert "| warm | 1.50 (1.00) | 90 | 9 |" in capsys.readouterr().out


def test_nothing_measured_is_said(tmp_path: Path) -> None:
    """Instead of empty tables."""
    with pytest.raises(SystemExit, match="nothing was measured"):
        main(["--show", "--rows", str(tmp_path / "none.jsonl")])


def test_an_unknown_scenario_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """With the names there are."""
    with pytest.raises(SystemExit):
        main(["--scenarios", "cold,tepid"])
    assert "no scenario tepid; there are cold, warm" in capsys.readouterr().err


def test_peers_that_are_not_here_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without them the rest is measured; ours is always there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    here, missing = present(python_of_reader="")
    assert [peer.name for peer in here] == ["roundup"]
    assert missing == ["curl", "newsboat", "reader"]


@pytest.mark.parametrize("peer", [Curl(), Newsboat(), Reader("python-with-reader")])
def test_peers_find_nobodys_settings(peer: Curl | Newsboat | Reader, tmp_path: Path) -> None:
    """Each has a home of its own, in the folder it is given, and no proxy."""
    environment = peer.environment(Task(tmp_path, ["http://127.1.0.1:9/feed/0"], START))
    assert environment["HOME"] == str(tmp_path)
    assert not [name for name in environment if "proxy" in name.lower()]


def test_ours_may_reach_just_the_server(tmp_path: Path) -> None:
    """Its allow list names the port, so that even a wrong address leads nowhere else."""
    environment = Roundup().environment(Task(tmp_path, ["http://127.1.0.1:9/feed/0"], START))
    assert environment["ROUNDUP_ALLOW_HOSTS"] == "127.0.0.0/8:9"
    assert environment["PATH"] == os.environ["PATH"]


@pytest.mark.parametrize("peer", [Curl(), Newsboat()])
def test_peers_are_told_what_to_follow(peer: Curl | Newsboat, tmp_path: Path) -> None:
    """Every address, in a file of theirs, that the command names."""
    urls = [f"http://127.1.0.{n}:9/feed/{n}" for n in (1, 2)]
    task = Task(tmp_path, urls, START)
    peer.prepare(task)
    told = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert all(url in told for url in urls)
    assert [word for word in peer.command(task) if str(tmp_path) in word]


def test_curl_is_given_a_thousand_feeds_at_a_time(tmp_path: Path) -> None:
    """It would need ten times as long for twenty thousand at once, and nobody would have gained by beating that."""
    task = Task(tmp_path, [f"http://127.1.0.1:9/feed/{n}" for n in range(2500)], START)
    curl = Curl()
    curl.prepare(task)
    lists = [Path(word) for word in curl.command(task)[4:]]
    assert [path.read_text(encoding="utf-8").count("url = ") for path in lists] == [1000, 1000, 500]
