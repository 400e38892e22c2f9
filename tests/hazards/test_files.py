"""The desk's own files damaged, foreign, newer, read-only or gone: refused in a line, untouched, and mended by hand."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.hazards.story import Story, letter, letters
from tests.store.child import in_child

FIFTH = "Letter 5 from Marrowby"
READING = (["posts"], ["show", "1"], ["edition"], ["check"], ["search", "bins"], ["feeds"], ["why", "1"])
WRITING = (["fetch"], ["star", "1"], ["note", "1", "x"], ["render"], ["publish"], ["undo"])


def database(story: Story) -> Path:
    return story.root / "roundup.db"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribbled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:2000] = b"\xa5" * 1900
    path.write_bytes(content)


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
        connection.commit()


def letter_to_a_friend(path: Path) -> None:
    path.write_text("Dear Bo,\n" * 500, encoding="utf-8")


def conflicted(path: Path) -> None:
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes())


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "half of it": (cut, "damaged"),
    "its first page overwritten": (scribbled, "damaged"),
    "made by a newer program": (newer, "newer"),
    "another program's": (foreign, "another program"),
    "no database": (letter_to_a_friend, "not an SQLite database"),
    "merged as text": (conflicted, "not an SQLite database"),
}


@pytest.mark.parametrize(("damage", "words"), DAMAGES.values(), ids=DAMAGES)
def test_a_memory_that_cannot_be_trusted(story: Story, damage: Callable[[Path], None], words: str) -> None:
    """Every command refuses it in one line that names it and a way out, asks no server, and leaves it as it is."""
    path = database(story)
    good = path.read_bytes()
    damage(path)
    bad, asked = path.read_bytes(), len(story.server.requests)
    for command in (*READING, *WRITING):
        said = story.run(*command, code=1)
        assert words in said.err
        assert str(path) in said.err
        assert said.out == ""
    assert path.read_bytes() == bad
    assert len(story.server.requests) == asked
    for beside in story.root.glob("roundup.db?*"):
        beside.unlink()
    path.write_bytes(good)
    story.feed("/a", letter(11), *letters(10))
    assert story.fetch().new("/a") == 1
    assert story.picked() == [FIFTH]


def test_a_memory_that_is_gone_begins_anew(story: Story) -> None:
    """Reading says that there is nothing yet; a fetch makes a new one from the feeds; a backup put back has it all."""
    story.run("backup", str(story.root / "copy.db"))
    database(story).unlink()
    story.fetch()
    assert len(story.posts()) == 10
    assert story.picked() == []
    database(story).unlink()
    (story.root / "copy.db").rename(database(story))
    assert story.picked() == [FIFTH]


def test_a_desk_is_moved_and_copied(story: Story, tmp_path: Path) -> None:
    """A folder copied to another machine, or mailed to a colleague, is the same desk; each goes its own way."""
    shutil.copytree(story.root, tmp_path / "a copy of 100% #1? & more")
    other = Story(tmp_path / "a copy of 100% #1? & more", story.server, now=story.now, count=story.count)
    other.feed("/a", letter(11), *letters(10))
    assert other.fetch().new("/a") == 1
    assert other.picked() == story.picked() == [FIFTH]
    assert len(story.posts()) == 10


def as_nobody(story: Story, work: Callable[[], str]) -> str:
    """What `work` says when done by a user who may read the desk but not write it."""

    def without_rights(say: Callable[[str], None]) -> None:
        os.chdir(story.root)
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        say(work())

    for folder in story.root.parents[:4]:
        if os.access(folder, os.W_OK):
            folder.chmod(folder.stat().st_mode | 0o055)
    for path in (*story.root.rglob("*"), story.root):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        return "\n".join(in_child(without_rights).said)
    finally:
        for path in (story.root, *story.root.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.skipif(sys.platform == "win32", reason="rights work otherwise there")
def test_a_desk_that_may_only_be_read(story: Story) -> None:
    """Listing and showing work; whoever would write is told so at once, before any server is asked."""
    story.run("skip", story.id("Letter 9 from Marrowby"))
    story.run("undo")
    asked, before = len(story.server.requests), story.decided()
    post = story.id(FIFTH)

    def work() -> str:
        assert len(story.run("posts").out.splitlines()) >= 9
        assert "ask before" in story.run("show", post).out
        assert FIFTH in story.run("edition").out
        told = [
            story.run(*words, code=1).err.splitlines()[0] for words in (["star", "1"], ["note", post, "x"], ["fetch"])
        ]
        return "\n".join(told)

    said = as_nobody(story, work).splitlines()
    assert len(said) == 3, said
    assert all(line.startswith("roundup: ") and ("written" in line or "writable" in line) for line in said), said
    assert len(story.server.requests) == asked
    assert story.decided() == before
    assert story.fetch().reason("/a") == ""


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("[fetch\n", "not valid TOML"),
        ("[fetsh]\n", "did you mean fetch"),
        ("[fetch]\ndeadlin = 3\n", "deadline"),
        ("[fetch]\ndeadline = 'soon'\n", "deadline"),
        ("[fetch]\ndeadline = -1\n", "deadline"),
        ("[desk]\ntimezone = 'Atlantis/Poseidonis'\n", "Atlantis"),
        ("[edition]\nshape = 'sonnet'\n", "essay"),
        ("[fetch]\nallow_hosts = ['http://[::1']\n", "allow_hosts"),
        ("\xff\xfe", "roundup.toml"),
    ],
)
def test_settings_that_cannot_be_right(story: Story, settings: str, words: str) -> None:
    """Exit 2 before anything is asked or written; the file, the key and the nearest right word are said."""
    (story.root / "roundup.toml").write_bytes(settings.encode("latin-1"))
    asked = len(story.server.requests)
    said = story.run("fetch", "--all", code=2)
    assert words.lower() in said.err.lower().replace("'", "")
    assert len(story.server.requests) == asked


TEMPLATES: dict[str, tuple[str, str]] = {
    "a tag begun": ("shapes/essay.j2", "{% if edition %}\n{{ edition.title "),
    "a name that is not there": ("fragment.html.j2", "{{ editon.title }}"),
    "a filter that is not there": ("post.md.j2", "{{ edition.title | shout }}"),
    "a loop without end": ("fragment.html.j2", "{% for n in range(999999999) %}x{% endfor %}"),
    "a way out of the sandbox": ("fragment.html.j2", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    "an include of a file": ("fragment.html.j2", "{% include '/etc/passwd' %}"),
    "an include above": ("fragment.html.j2", "{% include '../../roundup.toml' %}"),
    "letters of another age": ("fragment.html.j2", "caf\xe9 {{ edition.title }}"),
    "itself for ever": ("fragment.html.j2", "{% include 'fragment.html.j2' %}"),
}


@pytest.mark.parametrize(("name", "source"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_that_is_broken(story: Story, name: str, source: str) -> None:
    """Said with its file; the pages rendered before stand, byte for byte, and nothing is published."""
    before = story.pages()
    template = story.root / "templates" / name
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_bytes(source.encode("latin-1"))
    for command in ("render", "publish"):
        assert Path(name).name in story.run(command, code=1).err
    assert story.json("edition", "list") == []
    template.unlink()
    assert story.pages() == before


def test_a_folder_for_pages_that_cannot_be_written(story: Story) -> None:
    """A file where out/ should be: said, nothing closed; afterwards it works."""
    (story.root / "out").write_text("not a folder", encoding="utf-8")
    assert "out" in story.run("publish", code=1).err
    assert story.json("edition", "list") == []
    (story.root / "out").unlink()
    story.run("publish")
