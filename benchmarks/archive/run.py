"""The archive site of ten years (500 editions × 15 picks): its CPU seconds beside Hugo's, and when one edition is new.

    python -m benchmarks.archive.run [EDITIONS]

Hugo builds the same editions from Markdown in the same run: the posts alone, with a feed and a map, and once with
pages by tag, person and blog, as the archive has them. That is the Hugo of our own environment; the system's is taken
beside it, if there is one: Debian 12 has 0.111, beside which the goal was set, and newer ones are quicker. Exits 1 if
the archive costs more than twice the posts alone of our own environment's (without its search files, the median of
the turns), or one more edition half a second more than `import typer`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import yaml

from benchmarks.archive.desk import EDITIONS, NOW, build, close_one_more, make
from benchmarks.measure import cpu_seconds, in_memory
from roundup.config import RenderSettings
from roundup.render import Options, render

TURNS = 9
TIMES_HUGO = 2.0
OVER_START = 0.5  # CPU seconds
_HEAD = '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>'
_LAYOUTS = {
    "single": "<main><h1>{{ .Title }}</h1>{{ .Content }}</main>",
    "list": '<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date }}</li>{{ end }}</ul>',
}
_SITE = 'baseURL="https://roundup.example/"\ntitle="The week"\n'
_CONFIG = _SITE + '[taxonomies]\ntag="tags"\nperson="people"\nblog="blogs"\n'
_OURS, _SYSTEM = str(Path(sys.executable).with_name("hugo")), "/usr/local/bin:/usr/bin"
_ALONE = ("--config", "posts.toml")
_POSTS_ALONE = 'disableKinds=["taxonomy","term"]\n'


def main(words: Sequence[str]) -> int:
    """Measure, print the table, say whether the goals are met."""
    editions = int(words[0]) if words else EDITIONS
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        desk, hugo = Path(folder) / "desk", Path(folder) / "hugo"
        build(desk, editions)
        _hugo_site(hugo, editions)
        system = shutil.which("hugo", path=_SYSTEM)
        turns = _in_turns(desk, hugo, system)
        size = sum(path.stat().st_size for path in (desk / "out" / "site" / "search").glob("*.js")) / 1e6
        files = sum(path.is_file() for path in (desk / "out" / "site").rglob("*"))
    alone, ours, theirs, whole, start, same, new, systems = map(min, zip(*turns, strict=True))
    print(f"{editions} editions, {files:,} files, search files {size:.1f} MB; CPU seconds, the least of {TURNS}\n")
    for name, seconds in (
        ("Hugo, from Markdown", theirs),
        ("… the posts alone", alone),
        *([(f"… by the system's {_version(system)}", systems)] if system else []),
        ("the archive, all of it", whole),
        ("… but its search files", ours),
        ("… nothing changed", same),
        ("… one edition more", new),
        ("import typer", start),
    ):
        print(f"{name:36}{seconds:8.2f}")
    over, ratios = new - start, sorted(turn[1] / turn[0] for turn in turns)
    ratio = median(ratios)
    print(
        f"\nwithout search files {ratio:.2f} × Hugo's posts alone (goal {TIMES_HUGO}; "
        f"in single turns {ratios[0]:.2f} to {ratios[-1]:.2f}), {ours / theirs:.2f} × with the same lists"
    )
    if system:
        print(f"{ours / systems:.2f} × the posts alone of the system's Hugo")
    print(f"{over:.2f} s over start-up (goal {OVER_START})")
    return int(ratio > TIMES_HUGO or over > OVER_START)


def _in_turns(desk: Path, hugo: Path, system: str | None) -> list[tuple[float, ...]]:
    """Each turn: Hugo's posts alone, the archive but its search files; Hugo with lists, all of the archive; the rest.

    That is `import typer`, nothing new, one edition new, and the system's Hugo for posts alone, 0 without one. A shared
    machine's pace is another every minute: what is held against each other is taken one after the other.
    """
    _whole(desk)
    return [
        (
            _hugo(_OURS, hugo, *_ALONE),
            _but_search(desk),
            _hugo(_OURS, hugo),
            _whole(desk),
            cpu_seconds([sys.executable, "-c", "import typer"]),
            _rendered(desk),
            _one_more(desk),
            _hugo(system, hugo, *_ALONE) if system else 0.0,
        )
        for _ in range(TURNS)
    ]


def _hugo(program: str, folder: Path, *options: str) -> float:
    _put_aside(folder / "public", folder.parent)
    return cpu_seconds([program, "--quiet", "--noBuildLock", *options], cwd=folder)


def _version(program: str) -> str:
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    return " ".join(said.split()[:2]).partition("+")[0]


def _whole(desk: Path) -> float:
    _put_aside(desk / "out", desk.parent)
    return _rendered(desk)


def _put_aside(folder: Path, beside: Path) -> Path:
    """Out of the way, not away: what a file system does with files that were just removed is no part of this."""
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=beside))
    return folder.rename(aside) if folder.exists() else aside


def _but_search(desk: Path) -> float:
    """Making everything again, its search files being there."""
    out = desk / "out"
    aside = _put_aside(out, desk.parent)
    (out / "site").mkdir(parents=True)
    for kept in (".site.json", "site/search"):
        (aside / kept).rename(out / kept)
    return _rendered(desk)


def _rendered(desk: Path) -> float:
    command = [sys.executable, "-m", "roundup", "--desk", str(desk), "render", "--format", "site"]
    return cpu_seconds(command, environment={"ROUNDUP_NOW": NOW.isoformat()})


def _one_more(desk: Path) -> float:
    close_one_more(desk)
    return _rendered(desk)


def _hugo_site(folder: Path, editions: int) -> None:
    """The same editions as Hugo would have them."""
    layouts, content = folder / "layouts" / "_default", folder / "content"
    for made in (layouts, content):
        made.mkdir(parents=True)
    for name, body in _LAYOUTS.items():
        (layouts / f"{name}.html").write_text(f"{_HEAD}{body}</body></html>", encoding="utf-8")
    (folder / "hugo.toml").write_text(_CONFIG, encoding="utf-8")
    (folder / "posts.toml").write_text(_SITE + _POSTS_ALONE, encoding="utf-8")
    options = Options(render=RenderSettings(markdown="hugo"))
    for edition in make(editions):
        people = sorted({author for pick in edition.picks for author in pick.authors})
        marks = yaml.safe_dump({"people": people, "blogs": sorted({pick.blog for pick in edition.picks})})
        text = render(replace(edition, status="published"), options, formats=["markdown"])[0].content.decode()
        (content / f"{edition.slug}.md").write_text(text.replace("---\n", f"---\n{marks}", 1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
