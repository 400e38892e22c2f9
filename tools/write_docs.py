"""Write the parts of docs/ that the program itself knows: every command's help, every setting, check and format.

python tools/write_docs.py            writes them
python tools/write_docs.py --check    exits with 1 if one is out of date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

import typer

from roundup.cli.app import STAGES, app
from roundup.config import SAMPLE, Settings
from roundup.curate.check import CHECKS
from roundup.curate.check.words import DOUBLES
from roundup.curate.desk.keys import tables
from roundup.render import FORMATS, Options
from roundup.render.feeds import FEEDS

DOCS = Path(__file__).resolve().parent.parent / "docs"
WIDTH = 100


def commands_page() -> str:
    """Every command with its help, as the terminal shows it."""
    root: Any = typer.main.get_command(app)
    lines = ["# Commands", "", "What `roundup COMMAND --help` says, in the order of a week's work.", ""]
    lines += ["```text", help_of(root, "roundup"), "```", ""]
    for stage, names in STAGES.items():
        lines += [f"## {stage}", ""]
        for name in names:
            lines += list(_command(root.commands[name], f"roundup {name}", "###"))
    return "\n".join(lines)


def _command(command: Any, path: str, heading: str) -> Iterator[str]:
    yield from (f"{heading} {path}", "", "```text", help_of(command, path), "```", "")
    for name, sub in getattr(command, "commands", {}).items():
        yield from _command(sub, f"{path} {name}", heading + "#")


def help_of(command: Any, path: str) -> str:
    """A command's help at a fixed width, whatever the terminal."""
    context = typer.Context(command, info_name=path, max_content_width=WIDTH, terminal_width=WIDTH)
    context.help_option_names = ["-h", "--help"]
    return str(command.get_help(context)).rstrip()


def settings_page() -> str:
    """Every setting with its meaning and default, and the environment."""
    lines = [
        "# Settings",
        "",
        "A desk's `roundup.toml`. Every setting has a default; an empty file is a good desk.",
        "Where editions go besides `out/` is said in tables `[deliver.NAME]`: see [Deliver](deliver.md).",
        "",
    ]
    comments = _comments()
    for name, kind in _tables(Settings):
        lines += [f"## {(kind.__doc__ or '').strip()}", "", "| setting | default | |", "|---|---|---|"]
        for setting in fields(kind):
            if (name, setting.name) in comments:
                default, comment = comments[name, setting.name]
                lines.append(f"| `{setting.name}` | `{default}` | {comment} |")
        lines.append("")
    return "\n".join(lines) + ENVIRONMENT


def _tables(kind: Any, within: str = "") -> Iterator[tuple[str, Any]]:
    """(name, dataclass) of every table of settings, a table in a table as `outer.inner`."""
    hints = get_type_hints(kind)
    for table in fields(kind):
        if is_dataclass(hints[table.name]):
            yield within + table.name, hints[table.name]
            yield from _tables(hints[table.name], f"{within}{table.name}.")


def _comments() -> dict[tuple[str, str], tuple[str, str]]:
    """(table, setting) → the default and the comment that the sample file gives."""
    found, table = {}, ""
    for line in SAMPLE.splitlines()[1:]:
        if line.startswith("["):
            table = line.strip("[]")
        elif " = " in line:
            name, rest = line.removeprefix("# ").split(" = ", 1)
            value, _, comment = rest.partition("#")
            found[table, name] = (value.strip().replace("|", r"\|"), comment.strip())
    return found


ENVIRONMENT = """\
## The environment

| variable | meaning |
|---|---|
| `ROUNDUP_DESK` | the desk's folder, when `--desk` is not given |
| `ROUNDUP_EDITOR` | the program `roundup edit` opens, before `VISUAL` and `EDITOR` |
| `ROUNDUP_AS` | who decides, when `--as` is not given |
| `ROUNDUP_ALLOW_HOSTS` | private addresses that may be reached, added to `[fetch] allow_hosts` |
| `ROUNDUP_LOG_JSON` | the file of the log, when `--log-json` is not given: see [Unattended](unattended.md#the-log) |
| `ROUNDUP_NOW` | an ISO 8601 time to use as the clock, so that any run can be repeated |
| `NO_COLOR` | no colours on the terminal (also when the output is no terminal) |
| `ROUNDUP_SECRET_…` | `https://host name password`: see [Behind a password](fetch.md#behind-a-password) |
| `SSL_CERT_FILE` | certificates to trust instead of the built-in ones |
"""


def checks_page() -> str:
    """Every check with what it looks for, every format with its file."""
    lines = ["# Checks and formats", "", "## What `roundup check` looks for", ""]
    lines += ["| check | level | |", "|---|---|---|"]
    for name, check in CHECKS.items():
        level, _, meaning = (check.__doc__ or "").partition(": ")
        lines.append(f"| `{name}` | {level.lower()} | {' '.join(meaning.split())} |")
    lines += ["", "A check that blocks stops `roundup publish`, unless it is overridden with a reason.", ""]
    lines += [f"Words that may stand twice running: {', '.join(sorted(DOUBLES))}; more in `[check] doubles`.", ""]
    lines += ["## What `roundup render` writes", "", "| format | file | |", "|---|---|---|"]
    for name, form in FORMATS.items():
        about = (form.__doc__ or "").splitlines()[0].removeprefix(f"{form.filename}: ")
        lines.append(f"| `{name}` | `{form.filename}` | {about} |")
    for name, feed in FEEDS.items():
        about = (feed.__doc__ or "").splitlines()[0].partition(": ")[2]
        lines.append(f"| `{name}` | `{feed.filename(Options())}` | {about} |")
    return "\n".join([*lines, ""])


KEYS_BEGIN, KEYS_END = "<!-- keys: written by tools/write_docs.py -->", "<!-- end of keys -->"


def triage_page() -> str:
    """The page about the desk as it is, its tables of keys as they are in the program."""
    before, _, rest = (DOCS / "triage.md").read_text(encoding="utf-8").partition(KEYS_BEGIN)
    return f"{before}{KEYS_BEGIN}\n\n{tables()}\n{KEYS_END}{rest.partition(KEYS_END)[2]}"


def order_page() -> str:
    """docs/order.md as it is, with the table of reasons and their weights as the program has them."""
    text = (DOCS / "order.md").read_text(encoding="utf-8")
    before, begin, rest = text.partition("<!-- weights: written by tools/write_docs.py -->\n")
    _, end, after = rest.partition("<!-- /weights -->")
    rows = ["| weight | default | it counts if |", "|---|---|---|"]
    for (table, name), (default, comment) in _comments().items():
        if table == "order.weights":
            rows.append(f"| `{name}` | {float(default):+g} | {comment} |")
    return "".join((before, begin, "\n".join(rows), "\n", end, after))


PAGES = {
    "order.md": order_page,
    "triage.md": triage_page,
    "commands.md": commands_page,
    "settings.md": settings_page,
    "checks.md": checks_page,
}


def main() -> int:
    """Write the pages, or say which are out of date."""
    stale = []
    for name, page in PAGES.items():
        path, text = DOCS / name, page()
        if "--check" in sys.argv:
            stale += [name] * (not path.exists() or path.read_text(encoding="utf-8") != text)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.stderr.write(f"out of date: {', '.join(stale)}; run: python -m tools.write_docs\n")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
