"""Figures become tables that say what is met and what falls short."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import regions
from benchmarks.gathering.figures import Figures, keep, load
from benchmarks.gathering.goals import GOALS, Goal, verdict
from benchmarks.gathering.scenarios import Row
from benchmarks.gathering.tables import about, as_markdown, as_text, goals_table, series_table


def row(tool: str = "roundup", scenario: str = "cold", cpu: float = 1.0, **fields: Any) -> Row:
    values: dict[str, Any] = {
        "version": f"{tool} 1.0",
        "feeds": 1000,
        "latency": 0,
        "wall": cpu,
        "memory": 90.0,
        "is_pss": True,
        "requests": 1000,
        "full": 1000,
        "unchanged": 0,
        "server_cpu": 0.1,
        "stored": 10,
        "expected": 10,
        "code": 0,
        "cut_off": False,
    }
    return Row(**{**values, "tool": tool, "scenario": scenario, "cpu": cpu, **fields})


def goal(words: str) -> Goal:
    (found,) = [each for each in GOALS if words in each.what]
    return found


def test_the_middle_of_several_rounds_counts() -> None:
    """Not the best, not the last; of memory the most."""
    figures = Figures([row(cpu=1.0), row(cpu=9.0, memory=120.0), row(cpu=2.0)])
    figure = figures.of("roundup", 1000, "cold")
    assert figure is not None
    assert (figure.cpu, figure.memory, figure.rounds) == (2.0, 120.0, 3)
    assert figures.of("roundup", 100, "cold") is None


@pytest.mark.parametrize(("ours", "said"), [(0.1, "met"), (0.2, "met"), (0.21, "falls short")])
def test_a_goal_is_a_share_of_what_a_peer_needs(ours: float, said: str) -> None:
    """At most a fifth of reader's, say."""
    figures = Figures([row(cpu=ours), row("reader", cpu=1.0)])
    assert verdict(goal("1,000 feeds, cold: CPU seconds of reader"), figures) == said


def test_a_goal_without_figures_is_not_met_by_that() -> None:
    """A peer that is not here proves nothing."""
    figures = Figures([row()])
    assert verdict(goal("1,000 feeds, cold: CPU seconds of reader"), figures) == "not measured"


def test_the_cost_of_a_feed_among_many() -> None:
    """Is divided by how many there are."""
    grows = goal("20,000 feeds, warm: CPU seconds a feed")
    assert verdict(grows, Figures([row(scenario="warm", cpu=1), row(scenario="warm", cpu=20, feeds=20_000)])) == "met"
    dear = Figures([row(scenario="warm", cpu=1), row(scenario="warm", cpu=30, feeds=20_000)])
    assert verdict(grows, dear) == "falls short"


def test_waiting_may_cost_nothing() -> None:
    """Far servers take time, not work."""
    far = goal("1,000 feeds, warm, 50 ms away")
    rows = [row(scenario="warm", cpu=1), row(scenario="warm", cpu=1.05, wall=9, latency=50)]
    assert verdict(far, Figures(rows)) == "met"


def test_broken_feeds_may_take_one_deadline() -> None:
    """By the clock, over a run in which all are well."""
    broken = goal("faulty: longer than cold")
    assert verdict(broken, Figures([row(wall=5), row(scenario="faulty", wall=14.9)])) == "met"
    assert verdict(broken, Figures([row(wall=5), row(scenario="faulty", wall=16)])) == "falls short"


def test_memory_is_the_most_of_any_scenario() -> None:
    """One that holds too much is enough."""
    figures = Figures([row(), row(scenario="touch", memory=201.0)])
    assert verdict(goal("1,000 feeds: memory"), figures) == "falls short"


def test_an_entry_too_few_is_seen() -> None:
    """Speed by leaving things out would be no speed."""
    figures = Figures([row(), row(scenario="warm", stored=9)])
    assert verdict(goal("stored other entries"), figures) == "falls short"
    assert "9 (not all)" in as_text(series_table(figures, 1000, 0))


def test_tables_have_a_column_for_everybody() -> None:
    """Ours first; what was not measured is a dash, what did not end says so."""
    figures = Figures([row(), row("newsboat", cpu=5), row("curl", "warm"), row("reader", wall=600, cut_off=True)])
    head, cold, *_ = series_table(figures, 1000, 0)
    assert list(head[:5]) == ["scenario", "roundup", "curl", "newsboat", "reader"]
    assert list(cold[:5]) == ["cold", "1.00 (1.00)", "–", "5.00 (5.00)", "cut off after 600 s"]


def test_every_goal_has_a_line() -> None:
    """Measured or not; in Markdown what falls short stands out."""
    figures = Figures([row(cpu=3.0), row("reader", cpu=1.0)])
    table = goals_table(figures)
    assert len(table) == len(GOALS) + 1
    assert "| **falls short** |" in as_markdown(table)
    assert as_markdown(table).splitlines()[1] == "|---|---|---|---|"
    assert as_text(table).splitlines()[0].startswith("what ")


def test_a_table_says_what_it_was_measured_on() -> None:
    """Machine, versions, rounds and the kind of memory."""
    said = about(Figures([row(), row("curl", is_pss=False)]))
    assert "roundup 1.0, curl 1.0" in said
    assert "1 rounds" in said
    assert "RSS" in said


def test_rows_are_kept_as_they_were(tmp_path: Path) -> None:
    """So that a long measurement can be made in parts."""
    path = tmp_path / "rows.jsonl"
    assert load(path) == []
    rows = [row(), row("curl", "warm", latency=50)]
    for each in rows:
        keep(path, each)
    assert load(path) == rows


def test_a_region_of_a_document_is_replaced(tmp_path: Path) -> None:
    """And nothing around it, however often."""
    path = tmp_path / "page.md"
    path.write_text("before\n<!-- figures -->\nold\n<!-- /figures -->\nafter <!-- other -->\n", encoding="utf-8")
    for _ in range(2):
        regions.write(path, "figures", r"| new | \1 |")
    expected = "before\n<!-- figures -->\n\n| new | \\1 |\n\n<!-- /figures -->\nafter <!-- other -->\n"
    assert path.read_text(encoding="utf-8") == expected


def test_a_document_without_the_region_is_left_alone() -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError, match="no region goals"):
        regions.replaced("words", "goals", "table")
