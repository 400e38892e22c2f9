"""The size gate: it measures right, says what is over, and is silent about what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.check_sizes import at, main, over, read_source, silent_plug_points, summary


def function(lines: int, name: str = "f") -> str:
    """The text of a function of so many lines."""
    return f"def {name}():\n" + "    pass\n" * (lines - 1)


def faults(*texts: str, tests: int = 100_000) -> list[str]:
    package = [read_source(f"roundup/m{i}.py", text) for i, text in enumerate(texts)]
    return list(over(package, [read_source("tests/t.py", "\n" * tests)]))


def commented(code: int, comments: int) -> str:
    return "x = 1\n" * (code - comments) + "# why\n" * comments


def test_lines_comments_and_functions_are_counted() -> None:
    """A file's lines as an editor shows them; code without blanks and docstrings; functions without decorators."""
    docstring, inner = '"""What.\n\nMore.\n"""\n', '    def g():\n        return "# no comment"\n'
    source = read_source("roundup/m.py", f'{docstring}\n@d\ndef f():  # why\n    """Docstring."""\n{inner}\n# last\n')
    assert (source.lines, source.code, source.comments) == (12, 5, 2)
    assert [(f.place, f.lines) for f in source.functions] == [("roundup/m.py:7 f", 4), ("roundup/m.py:9 g", 2)]
    assert source.docstring.startswith("What.")


def test_methods_and_async_functions_count_as_well() -> None:
    """Wherever a function stands, it has the same limits."""
    text = "class A:\n    async def long(self):\n" + "        pass\n" * 60
    assert any("long has 61 lines" in fault for fault in faults(text))


@pytest.mark.parametrize(("lines", "is_over"), [(60, False), (61, True)])
def test_the_longest_function(lines: int, is_over: bool) -> None:
    """60 lines pass, 61 do not."""
    found = [fault for fault in faults(function(lines), *[function(2)] * 20) if "f has" in fault]
    assert bool(found) is is_over


@pytest.mark.parametrize(("lines", "is_over"), [(400, False), (401, True)])
def test_the_longest_file(lines: int, is_over: bool) -> None:
    """400 lines pass, 401 do not."""
    found = [fault for fault in faults("x = 1\n" * lines, *["x = 1\n"] * 20) if "m0.py has" in fault]
    assert bool(found) is is_over


@pytest.mark.parametrize(("lengths", "is_over"), [([8] * 11, False), ([2] * 5 + [9] * 6, True)])
def test_the_median_function(lengths: list[int], is_over: bool) -> None:
    """Half of the functions have at most 8 lines."""
    found = [fault for fault in faults("".join(map(function, lengths))) if "median" in fault]
    assert bool(found) is is_over


@pytest.mark.parametrize(("long", "is_over"), [(9, False), (11, True)])
def test_ninety_percent_of_the_functions(long: int, is_over: bool) -> None:
    """One function in ten may have more than 25 lines."""
    texts = [function(26) for _ in range(long)] + [function(2) for _ in range(100 - long)]
    assert bool([fault for fault in faults(*texts) if "90% of the functions" in fault]) is is_over


@pytest.mark.parametrize(("long", "is_over"), [(1, False), (2, True)])
def test_ninety_percent_of_the_files(long: int, is_over: bool) -> None:
    """One file in ten may have more than 250 lines."""
    texts = ["x = 1\n" * 251] * long + ["x = 1\n"] * (11 - long)
    assert bool([fault for fault in faults(*texts) if "90% of the files" in fault]) is is_over


@pytest.mark.parametrize(("comments", "is_over"), [(2, True), (3, False), (8, False), (9, True)])
def test_the_share_of_comments(comments: int, is_over: bool) -> None:
    """Between 3 and 8 comments for 100 lines of code."""
    assert bool([fault for fault in faults(commented(100, comments)) if "comments are" in fault]) is is_over


@pytest.mark.parametrize(("tests", "is_over"), [(150, False), (149, True)])
def test_the_lines_of_tests(tests: int, is_over: bool) -> None:
    """One and a half lines of tests for a line of the package."""
    assert bool([fault for fault in faults("x = 1\n" * 100, tests=tests) if "tests/ has" in fault]) is is_over


def test_a_package_one_adds_to_says_how() -> None:
    """The docstring of such a package has a line that begins "To add a"."""
    silent = read_source("roundup/render/__init__.py", '"""Formats. To add a format: do this."""')
    telling = read_source("roundup/render/__init__.py", '"""Formats.\n\nTo add a format: do this.\n"""')
    other = read_source("roundup/parse/__init__.py", '"""Bytes to values."""')
    assert len(list(silent_plug_points([silent, telling, other]))) == 1


@pytest.mark.parametrize(("numbers", "found"), [([], 0), ([5], 5), ([1, 2, 3, 4], 3), (list(range(100)), 50)])
def test_the_middle_of_numbers(numbers: list[int], found: int) -> None:
    """The upper of two middle numbers; nothing of nothing."""
    assert at(0.5, numbers) == found


def test_an_empty_package_has_a_summary() -> None:
    """Nothing to measure is no error."""
    assert summary([], []).startswith("0 files")


def test_the_gate_fails_when_something_is_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, and each fault on a line of its own with its place."""
    (tmp_path / "roundup").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "roundup" / "m.py").write_text(function(61))
    assert main(tmp_path) == 1
    assert "roundup/m.py:1 f has 61 lines; at most 60" in capsys.readouterr().out


def test_the_gate_passes_when_nothing_is_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0 and one line of measures."""
    (tmp_path / "roundup").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "roundup" / "m.py").write_text(commented(100, 5))
    (tmp_path / "tests" / "t.py").write_text("\n" * 150)
    assert main(tmp_path) == 0
    assert capsys.readouterr().out.count("\n") == 1
