"""The keyboard desk on a terminal (Textual): what is pressed goes in, what is so is painted. It decides nothing itself.

    app        the program on the terminal: keys to the screen that is seen, failures to whoever started it
    keyed      what all screens share: keys by the table of curate/desk/keys.py, notices, questions
    desk       the list and the post; marking has its keys there, too
    edition    the picks in their order
    page       pages to read: help, the trail of a post, findings
    prompt     the lines in which words are written
    painting   lines of curate/desk in the terminal's own sixteen colours, and without any

The command line starts it (`roundup triage`), and only that imports it: Textual is an extra.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roundup.workflow.triage import Session

# A text in, what became of it out: somebody's editor.
Editor = Callable[[str], str]
Browser = Callable[[str], None]


def run(session: Session, *, editor: Editor, browser: Browser) -> None:
    """The desk, until its editor leaves. What goes wrong in it is raised here, once the terminal is itself again."""
    from roundup.tui.app import DeskApp

    app = DeskApp(session, editor=editor, browser=browser)
    app.run(mouse=True)
    if app.failure:
        raise app.failure
