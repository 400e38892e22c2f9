"""Words that a newsletter service's templates leave as they are: a quoted {{ name }} is a quotation, nobody's name.

What the services do to a text before they send it, as published: Buttondown fills in Django's templates
(https://docs.buttondown.com/using-templating), listmonk Go's, body and plain text as html/template, the subject as
text/template (https://listmonk.app/docs/templating/).
"""

from __future__ import annotations

import json
import re

from roundup.patterns import pattern

_JOINER = "\u2060"  # shows nothing, breaks nothing, and is no white space
_PAIR = pattern(r"(\{|&#123;)(?=\{|&#123;|%|&#37;|\\?#|&#35;)")

UNSUBSCRIBE = "{{ UnsubscribeURL }}"
_OWN = pattern(r"\{\{ ?(?:UnsubscribeURL|ManageURL|MessageURL|OptinURL|TrackView) ?\}\}")
_MARK = "\n-- \n"  # above the foot of a plain e-mail, where the desk speaks and no stranger
_GO = pattern(r"\{{2,}|\{(?=<|@TrackLink)|<|@(?=TrackLink)")
_COMMENT = pattern(r"<!--.*?-->", re.DOTALL)


def django(text: str) -> str:
    """Text, Markdown or HTML in which no Django tag, variable or comment begins.

    Entities would not do: whether Markdown is read before the template or after it is nowhere written. An invisible
    character between the two holds in any order, and through any editor.
    """
    return _PAIR.sub(rf"\1{_JOINER}", text)


def go_text(text: str) -> str:
    """A line for text/template that comes out as `text`. Without a pair of braces it is no template and left alone."""
    return _go(text) if "{{" in text else text


def go_plain(text: str) -> str:
    """The plain part for html/template, comes out as `text`, with the address where a reader unsubscribes at its foot.

    That engine reads plain text as HTML: an open < would end in an error, and with it the whole campaign. The desk's
    own {{ UnsubscribeURL }} at the foot stays what it is.
    """
    words, mark, foot = text.rstrip().rpartition(_MARK)
    if not mark:
        words, foot = foot, ""
    own = foot if UNSUBSCRIBE in foot else f"{foot}\n\nUnsubscribe: {UNSUBSCRIBE}".lstrip("\n")
    parts = (_go(part) if at % 2 == 0 else part for at, part in enumerate(_split(own)))
    return f"{_go(words)}{_MARK}{''.join(parts)}"


def go_html(html: str) -> str:
    """HTML for html/template that comes out as `html`; comments, which it takes out, are kept for Outlook to read."""
    parts = (part if at % 2 else part.replace("{{", "&#123;&#123;") for at, part in enumerate(_split(html)))
    told = "".join(parts).replace("@TrackLink", "&#64;TrackLink")
    return _COMMENT.sub(lambda found: _action(found.group(), "Safe "), told)


def _split(text: str) -> list[str]:
    """Pieces of text and, between them, what the desk itself wants filled in."""
    return re.split(f"({_OWN.pattern})", text)


def _go(text: str) -> str:
    return _GO.sub(lambda found: _action(found.group(), "Safe " if found.group() == "<" else ""), text)


def _action(text: str, function: str = "") -> str:
    # Go reads the strings of JSON, unless they have halves of characters in them.
    return f"{{{{ {function}{json.dumps(text, ensure_ascii=False)} }}}}"
