"""The templates an editor may have a version of their own of: listed, looked at, copied to the desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from roundup.errors import UsageError
from roundup.text import closest, one_line
from roundup.workflow.desk import Desk
from roundup.workflow.files import replace_file

if TYPE_CHECKING:
    from roundup.render.catalogue import Listed


def templates(desk: Desk) -> tuple[Listed, ...]:
    """Every template, with the desk's own that hide them."""
    from roundup.render.catalogue import catalogue

    return catalogue(desk.settings.templates_path)


def template(desk: Desk, name: str) -> Listed:
    """One template; a UsageError names the nearest if there is none of that name."""
    known = templates(desk)
    found = next((each for each in known if each.name == name), None)
    if found is None:
        near = closest(name, (each.name for each in known), 0.4)
        hint = f"Did you mean {near}? All of them: roundup templates" if near else "See them with: roundup templates"
        raise UsageError(f"there is no template {one_line(name, 60)!r}", hint=hint)
    return found


def copy(desk: Desk, name: str, *, extend: bool = False) -> Path:
    """Put a template into the desk's folder, whole or (`extend`) as one that builds on it. Overwrites nothing."""
    from roundup.render.catalogue import extending, text_of

    listed = template(desk, name)
    if listed.own:
        raise UsageError(f"{listed.own} is there already", hint="Edit it, or take it away to begin anew.")
    if extend and not listed.blocks:
        raise UsageError(f"{name} has no blocks to build on", hint=f"Copy it whole: roundup templates copy {name}")
    path = desk.settings.templates_path / name
    replace_file(path, (extending(name) if extend else text_of(name)).encode())
    return path
