"""Sizes that keep the program readable, measured and held. Run: python tools/check_sizes.py [FOLDER]

A function is a screenful, a file a sitting. Medians and 90% marks keep the rest small while a few things may be long.
Lines are counted as an editor shows them, a function with its docstring but without its decorators.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGE, TESTS = "roundup", "tests"

LONGEST_FUNCTION, FUNCTION_90, FUNCTION_MEDIAN = 60, 25, 8
LONGEST_FILE, FILE_90 = 400, 250
COMMENTS = (0.03, 0.08)  # to the lines of code, that is, without blank lines and docstrings
TESTS_TO_SOURCE = 1.5

# Packages one adds to: their docstring says how, in a line that begins "To add a".
PLUG_POINTS = ("cli", "fetch", "render", "curate", "deliver", "notify")


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method: where it is and how many lines it takes."""

    place: str
    lines: int


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its lines in all, those of code, the comments, and its functions."""

    path: str
    lines: int
    code: int
    comments: int
    functions: tuple[Function, ...]
    docstring: str


def read_source(path: str, text: str) -> Source:
    """Measure the text of one file."""
    tree, lines = ast.parse(text), text.splitlines()
    nodes = list(ast.walk(tree))
    functions = tuple(
        Function(f"{path}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    silent = {number for number, line in enumerate(lines, 1) if not line.strip()}
    for node in nodes:
        silent |= _docstring_lines(node)
    comments = sum(token.type == tokenize.COMMENT for token in tokenize.generate_tokens(io.StringIO(text).readline))
    return Source(path, len(lines), len(lines) - len(silent), comments, functions, ast.get_docstring(tree) or "")


def _docstring_lines(node: ast.AST) -> set[int]:
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return set()
    if ast.get_docstring(node, clean=False) is None:
        return set()
    return set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))


def read_folder(root: Path, name: str) -> list[Source]:
    """Every Python file of a folder of the repository."""
    return [
        read_source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted((root / name).rglob("*.py"))
    ]


def at(share: float, numbers: Sequence[int]) -> int:
    """The number that `share` of the sorted numbers do not exceed; 0 of none."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def over(package: Sequence[Source], tests: Sequence[Source]) -> Iterator[str]:
    """What exceeds its limit, one line each."""
    functions = [function for source in package for function in source.functions]
    for function in functions:
        if function.lines > LONGEST_FUNCTION:
            yield f"{function.place} has {function.lines} lines; at most {LONGEST_FUNCTION}"
    for source in package:
        if source.lines > LONGEST_FILE:
            yield f"{source.path} has {source.lines} lines; at most {LONGEST_FILE}"
    lengths, sizes = [f.lines for f in functions], [s.lines for s in package]
    for what, measured, limit in (
        ("the median function", at(0.5, lengths), FUNCTION_MEDIAN),
        ("90% of the functions", at(0.9, lengths), FUNCTION_90),
        ("90% of the files", at(0.9, sizes), FILE_90),
    ):
        if measured > limit:
            yield f"{what} may have {limit} lines; it is {measured}"
    lines, tested = sum(sizes), sum(source.lines for source in tests)
    share = comment_share(package)
    if not COMMENTS[0] <= share <= COMMENTS[1]:
        yield f"comments are {share:.1%} of the code of {PACKAGE}/; between {COMMENTS[0]:.0%} and {COMMENTS[1]:.0%}"
    if tested < TESTS_TO_SOURCE * lines:
        yield f"{TESTS}/ has {tested} lines for {lines} of {PACKAGE}/; at least {TESTS_TO_SOURCE} times as many"


def comment_share(package: Sequence[Source]) -> float:
    """Comments for each line of code."""
    return sum(source.comments for source in package) / (sum(source.code for source in package) or 1)


def silent_plug_points(package: Sequence[Source]) -> Iterator[str]:
    """Packages one adds to whose docstring does not say how."""
    for source in package:
        names = source.path.split("/")
        is_plug_point = len(names) == 3 and names[1] in PLUG_POINTS and names[2] == "__init__.py"
        if is_plug_point and not any(line.startswith("To add a") for line in source.docstring.splitlines()):
            yield f'{source.path}: its docstring has no line that begins "To add a"'


def summary(package: Sequence[Source], tests: Sequence[Source]) -> str:
    """The measures in one line."""
    lengths = [function.lines for source in package for function in source.functions]
    sizes = [source.lines for source in package]
    tested = sum(source.lines for source in tests) / (sum(sizes) or 1)
    return (
        f"{len(package)} files, {sum(sizes)} lines (longest {max(sizes, default=0)}, 90% ≤ {at(0.9, sizes)}); "
        f"{len(lengths)} functions (longest {max(lengths, default=0)}, 90% ≤ {at(0.9, lengths)}, "
        f"median {at(0.5, lengths)}); comments {comment_share(package):.1%}; tests {tested:.2f} ×"
    )


def main(root: Path) -> int:
    """Print the measures and what exceeds a limit; 1 if anything does."""
    package, tests = read_folder(root, PACKAGE), read_folder(root, TESTS)
    print(summary(package, tests))
    faults = [*over(package, tests), *silent_plug_points(package)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1]))
