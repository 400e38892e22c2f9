"""The command `preview`: the draft in a browser, as it is written."""

from __future__ import annotations

from typing import Annotated

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.words import YELLOW, say, tell

app = typer.Typer(rich_markup_mode=None)


@app.command()
def preview(
    context: typer.Context,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", min=0, max=65535, help="Of this machine; else one that is free."),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
) -> None:
    """Show the draft in every form, and show it anew as you work. Only this machine can see it; nothing is written.

    Page and e-mail as on a desk and on a phone, the other forms beside them, and what the check finds where it
    belongs. Ends with Ctrl-C.

    Example: roundup preview --open
    """
    from roundup.workflow.preview import preview as run

    with run(lambda: desk_of(context), port=port) as shown:
        say(shown.url)
        talk(context, "Shows the draft as it is being written. End with Ctrl-C.")
        if shown.watcher.scene.error:
            tell(shown.watcher.scene.error, YELLOW)
        if open_:
            _open(shown.url)
        try:
            shown.serve()
        except KeyboardInterrupt:
            # The way to end it, and no failure.
            talk(context, "The preview has ended.")


def _open(url: str) -> None:
    from roundup.cli.browser import browse

    if not browse(url):
        tell("no browser could be started here; open the address above yourself", YELLOW)
