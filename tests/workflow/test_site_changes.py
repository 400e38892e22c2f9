"""The archive after any changes is the archive made anew: byte for byte, file for file."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from roundup.curate.ledger import edition_to_payload
from roundup.model import EDITION, PERSON, Verb
from roundup.render.site import parts, planned
from roundup.workflow.desk import Desk
from roundup.workflow.site import LIST, MEMORY, write_site
from tests.render.site.archives import edition, pick
from tests.samples import decision
from tests.workflow.desks import desk_at

NAMES = ("Ada Example", "Bert Sample", "Grace “Bins” O’Hara", "Élodie", "")
BLOGS = ("The Kettle", "Lamp-posts", "Bins & Beyond")
TAGS = ("bins", "Housing", "#housing", "open data", "日本")


class Walk:
    """A desk that random things happen to; `seq` counts its decisions."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.chance, self.seq, self.closed = desk, random.Random(seed), 0, 0
        self.steps: tuple[Callable[[], None], ...] = (
            *(self.close, self.close, self.reopen, self.publish, self.correct, self.know, self.leave, self.follow),
            *(
                self.name,
                self.move,
                self.override,
                self.restore,
                self.cut,
                self.spoil,
                self.forge,
                self.forget,
                self.dream,
                self.lose,
                self.touch,
            ),
        )

    def step(self) -> str:
        """Something happens; what it was."""
        done = self.chance.choice(self.steps)
        done()
        return done.__name__

    def decide(self, verb: Verb, subject: str = EDITION, **payload: object) -> None:
        self.seq += 1
        with self.desk.store() as store:
            store.ledger.record([decision(verb, seq=self.seq, subject=subject, payload=payload)])

    # ------------------------------------------------------------ editions and people

    def close(self) -> None:
        self.closed += 1
        names, blogs, tags = (self.chance.choices(kind, k=3) for kind in (NAMES, BLOGS, TAGS))
        picks = [
            pick(
                self.closed * 9 + n,
                names[n],
                blogs[n],
                tags=(tags[n],),
                lead=self.chance.choice(("See *this*.", "Look.")),
            )
            for n in range(self.chance.randint(1, 3))
        ]
        made = edition(
            self.closed, *picks, tags=(tags[0],), shape=self.chance.choice(("essay", "card", "note", "list"))
        )
        self.decide("freeze", edition=edition_to_payload(made))

    def reopen(self) -> None:
        with self.desk.store() as store:
            waiting = [frozen for frozen in store.ledger.editions().closed if not frozen.published_at]
        if waiting and waiting[-1].edition.number == self.closed:
            self.decide("undo", of=waiting[-1].decision)
            self.closed -= 1

    def publish(self) -> None:
        self.decide("publish", number=self.chance.randint(1, 9), url="https://elsewhere.example/")

    def correct(self) -> None:
        self.decide("erratum", number=self.chance.randint(1, 9), text="Ada wrote it.", day="2026-12-01")

    def know(self) -> None:
        name = self.chance.choice(NAMES[:3])
        self.decide("person", f"{PERSON}{name[:4].lower()}", name=f"{name} {self.seq}", add={"also": [name]})

    def leave(self) -> None:
        name = self.chance.choice(NAMES[:3])
        self.decide("person", f"{PERSON}{name[:4].lower()}", name=name, opted_out=self.chance.choice((True, False)))

    # ------------------------------------------------------------ the desk's own files

    def follow(self) -> None:
        blogs = "".join(
            f'<outline text="{n}" xmlUrl="https://b{n}.example/f"/>' for n in range(self.chance.randint(0, 3))
        )
        text = f'<opml version="2.0"><head/><body>{blogs}</body></opml>'
        self.desk.settings.feeds_path.write_text(text, encoding="utf-8")

    def name(self) -> None:
        self._set(title=f"The week {self.seq}")

    def move(self) -> None:
        self._set(url=self.chance.choice(("", "https://a.example/", "https://b.example/news")))

    def _set(self, **fields: str) -> None:
        settings = self.desk.settings
        self.desk = replace(self.desk, settings=replace(settings, desk=replace(settings.desk, **fields)))

    def override(self) -> None:
        own = self.desk.settings.templates_path / "site"
        own.mkdir(parents=True, exist_ok=True)
        name = self.chance.choice(("person", "layout", "edition"))
        words = f'{{% extends "builtin/site/{name}.html.j2" %}}{{% block colophon %}}<p>{self.seq}</p>{{% endblock %}}'
        (own / f"{name}.html.j2").write_text(words, encoding="utf-8")

    def restore(self) -> None:
        for path in self.desk.settings.templates_path.rglob("*.j2"):
            path.unlink()

    # ------------------------------------------------------------ accidents

    def cut(self) -> None:
        path = self.desk.settings.out_path / LIST
        path.write_bytes(path.read_bytes()[: self.chance.randint(0, 200)])

    def spoil(self) -> None:
        (self.desk.settings.out_path / LIST).write_bytes(
            self.chance.choice((b"", b"{}", b"[1]", b'{"files": {"a": 1}}'))
        )

    def forge(self) -> None:
        # A list that claims files it knows nothing of, some of them outside.
        claims = '"../roundup.toml":["x",1,1],"/etc/hosts":["x",1,1],"index.html":["x",1,1]'
        (self.desk.settings.out_path / LIST).write_text(f'{{"files":{{{claims}}}}}')

    def forget(self) -> None:
        (self.desk.settings.out_path / MEMORY).unlink(missing_ok=True)

    def dream(self) -> None:
        # What somebody wrote into it is not what was kept.
        path = self.desk.settings.out_path / MEMORY
        path.write_bytes(path.read_bytes().replace(b"Post", b"Ghost") if path.exists() else b"dreams")

    def lose(self) -> None:
        self._file().unlink()

    def touch(self) -> None:
        path = self._file()
        path.write_bytes(path.read_bytes() + b"<!-- somebody was here -->")

    def _file(self) -> Path:
        folder = self.desk.settings.out_path / "site"
        return self.chance.choice(sorted(path for path in folder.rglob("*") if path.is_file()))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_changed_it_is_as_if_made_anew(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Editions, corrections, people, feeds, settings, templates, and any accident to what was written."""
    monkeypatch.setattr(parts, "FEW", 2)
    monkeypatch.setattr(parts, "SOME", 1)
    (tmp_path / "desk").mkdir()
    walk = Walk(desk_at(tmp_path / "desk"), seed)
    walk.close()
    write_site(walk.desk)
    done = []
    for number in range(8):
        done.append(walk.step())
        if walk.chance.random() < 0.2:
            monkeypatch.setattr(planned, "__version__", f"9.{number}")
            done.append("update")
        write_site(walk.desk)
        anew = tmp_path / f"anew{number}"
        write_site(walk.desk, out=anew)
        before, after = contents(walk.desk.settings.out_path / "site"), contents(anew / "site")
        assert {path for path in before | after if before.get(path) != after.get(path)} == set(), done
