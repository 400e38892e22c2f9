"""Commands that write: annotate, note, quote, unquote."""

from __future__ import annotations

from typing import Annotated

import typer

from roundup.cli.context import desk_of, talk
from roundup.cli.picking import name
from roundup.cli.streams import typed
from roundup.cli.words import say, wrapped
from roundup.text import one_line

app = typer.Typer(rich_markup_mode=None)

Post = Annotated[str, typer.Argument(metavar="POST", help="Its short id, or its address.")]


@app.command()
def annotate(
    context: typer.Context,
    post: Post,
    lead: Annotated[
        str | None,
        typer.Option(
            "--lead", metavar="MD", help="The lead-in, Markdown; [words](post) links to the post; - reads stdin."
        ),
    ] = None,
    remark: Annotated[
        str | None, typer.Option("--remark", metavar="MD", help="What follows the quote; - reads stdin.")
    ] = None,
    section: Annotated[str | None, typer.Option("--section", metavar="S", help="The heading it stands under.")] = None,
) -> None:
    """Write the words readers will see around a pick. An empty text clears.

    Example: roundup annotate 12 --lead "Ada Example [counts her bins](post), and so should we."
    """
    from roundup.workflow.word import annotate as act

    done = act(desk_of(context), post, **typed(lead=lead, remark=remark, section=section))
    talk(context, "annotated " + name(done))


@app.command()
def note(
    context: typer.Context,
    post: Post,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="- reads stdin.")],
) -> None:
    """A private note to fellow curators; never published.

    Example: roundup note 12 "I know her; ask before we quote the last line"
    """
    from roundup.workflow.word import note as act

    done = act(desk_of(context), post, typed(note=text)["note"] or "")
    talk(context, "noted on " + name(done))


@app.command()
def quote(
    context: typer.Context,
    post: Post,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="The passage; a blank line parts paragraphs; - reads stdin.")
    ],
    speaker: Annotated[str, typer.Option("--speaker", metavar="N", help="Who said it, if not the author.")] = "",
) -> None:
    """Quote a passage, checked word for word against the post. […] marks what is left out, [words] what is put in.

    Example: roundup quote 12 "Nobody reads the minutes. […] So we drew them."
    """
    from roundup.workflow.word import quote as act

    done = act(desk_of(context), post, typed(passage=text)["passage"] or "", speaker=speaker)
    talk(context, f"quote {done.number} of {name(done.post)}")
    say(wrapped("\n\n".join(done.quote.paragraphs), indent="  "))


@app.command()
def unquote(
    context: typer.Context,
    post: Post,
    number: Annotated[int, typer.Argument(metavar="N", help="Which, as `roundup show` numbers them.")],
) -> None:
    """Take a quote away.

    Example: roundup unquote 12 1
    """
    from roundup.workflow.word import unquote as act

    done = act(desk_of(context), post, number)
    talk(context, f"no longer quoted: {one_line(' '.join(done.quote.paragraphs), 80)}")
