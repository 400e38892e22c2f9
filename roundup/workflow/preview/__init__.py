"""`roundup preview`: the draft in every form, beside what checks find, as the desk stands at this moment.

    scene.py      what is to be seen: renderings and findings, or what is wrong
    overlay.py    the draft as the worksheet that is being edited would make it
    watching.py   looks again whenever a file of the desk changes
    serving.py    a server on loopback that shows it

Nothing here writes.
"""

from __future__ import annotations

from roundup.workflow.preview.scene import Scene
from roundup.workflow.preview.serving import Preview, preview
from roundup.workflow.preview.watching import Watcher

__all__ = ["Preview", "Scene", "Watcher", "preview"]
