"""Words → Markdown in which they are nothing but words, whichever program reads it.

A character that could mean something is written with a backslash where every Markdown since the first understands
that, and as a character reference elsewhere. Source of the rules: CommonMark 0.31, and what is built on top of it:
tables, strikethrough and bare links (GFM), Liquid, Jinja, Go and Hugo braces, front-matter fences, attribute lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.tree import SyntaxTreeNode

from roundup.patterns import pattern
from roundup.render import manuscript
from roundup.text import strip_controls

# What every Markdown since 2004 lets a backslash disarm; the newer ones' further characters are unknown to the older.
_BACKSLASHED = frozenset("\\`*_[]#-+!.)")
_SPECIAL = (
    r"\[…\](?![(\[:])"  # a declared cut stays readable: without what follows it cannot be a link
    r"|(?i:(?<=www)\.)|(?<=\w):(?=[^\s\d])|:(?=[a-z][\w+-]*:)"  # what some programs make links or emoji of
    r"|&(?=\#?\w+;)|=(?==)|[\\`*_\[\]\#<>{}|~$^]"
)
_INSIDE = pattern(_SPECIAL)
_AT_START = pattern(r"^\d+[.)]|^[-+=:%!]|" + _SPECIAL)


def escape_text(text: str, *, start: bool = True) -> str:
    """Plain text → Markdown on one line that shows the same words. `start` if it opens a line of the document."""
    line = " ".join(re.split(r"[ \t\n]+", strip_controls(text)))
    return _escape(line.strip() if start else line, start=start)


def escape_lines(text: str) -> str:
    """Plain text → one Markdown paragraph that keeps the line breaks."""
    lines = (escape_text(line) for line in strip_controls(text).split("\n"))
    return "\\\n".join(line for line in lines if line)


def destination(url: str) -> str:
    """An address (as `address()` spells it) → the part of a Markdown link between the parentheses."""
    url = re.sub(r"&(?=#?\w+;)", "&amp;", _unbracketed(url))
    return f"<{url}>" if "(" in url or ")" in url else url


def canonical(markdown: str, *, level: int = 2) -> str:
    """An editor's Markdown → the same, in one plain spelling that every renderer reads alike.

    Marks that would not survive being read again are dropped rather than shown as asterisks.
    """
    text = _blocks(SyntaxTreeNode(manuscript.read(markdown, level=level)).children)
    return re.sub(r"\n{3,}", "\n\n", text)


def _escape(line: str, *, start: bool) -> str:
    return (_AT_START if start else _INSIDE).sub(_one, line)


def _one(match: re.Match[str]) -> str:
    found = match.group()
    if found == "[…]":
        return found
    last = found[-1]
    if last in _BACKSLASHED:
        return f"{found[:-1]}\\{last}"
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(last, f"&#{ord(last)};")


# ---------------------------------------------------------------- blocks


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> str:
    written: list[str] = []
    bullet = ""
    for node in nodes:
        # Two lists in a row would run together if they used the same marker.
        bullet = ("*" if bullet == "-" else "-") if node.type.endswith("_list") else ""
        if text := _block(node, bullet):
            written.append(text)
    return "\n\n".join(written)


def _block(node: SyntaxTreeNode, bullet: str) -> str:
    if node.type == "paragraph":
        return _inline(node)
    if node.type == "heading":
        return _heading(node)
    if node.type == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in _blocks(node.children).split("\n"))
    if node.type in ("bullet_list", "ordered_list"):
        return _list(node, bullet)
    if node.type in ("fence", "code_block"):
        return _code(node.content)
    return "***"  # a rule: dashes could be taken for the fence of front matter


def _heading(node: SyntaxTreeNode) -> str:
    words = _inline(node).replace("\\\n", " ")
    return f"{'#' * int(node.tag[1:])} {words}" if words else ""


def _list(node: SyntaxTreeNode, bullet: str) -> str:
    number = int(node.attrGet("start") or 1) if node.type == "ordered_list" else None
    dot = "." if bullet == "-" else ")"
    items = []
    for offset, item in enumerate(node.children):
        marker = f"{bullet} " if number is None else f"{number + offset}{dot} "
        items.append((marker + _indented(_blocks(item.children), len(marker))).rstrip())
    return ("\n" if all(len(item.children) <= 1 for item in node.children) else "\n\n").join(items)


def _indented(text: str, columns: int) -> str:
    return re.sub(r"\n(?=[^\n])", "\n" + " " * columns, text)


def _code(content: str) -> str:
    """A fence, unless template braces in it would be run: those can only be disarmed as words."""
    if "{" in content or not content.strip():
        return escape_lines(content)
    fence = "`" * max(3, 1 + _longest_run(content))
    return f"{fence}\n{content.rstrip()}\n{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


# ---------------------------------------------------------------- lines


def _inline(block: SyntaxTreeNode) -> str:
    """The words of a block with as many of their marks as read back the same."""
    nodes = block.children[0].children if block.children else []
    wanted = _shape(nodes)
    # Whether asterisks mean emphasis depends on what stands beside them (CommonMark 6.2), and beside them may now stand
    # other characters than in the manuscript. Reading it back is simpler than knowing, and cannot be wrong.
    for marks in (True, False):
        text = _write(nodes, marks=marks).strip()
        again = SyntaxTreeNode(manuscript.read(text)).children
        if len(again) == 1 and again[0].type == "paragraph":
            read_back = _shape(again[0].children[0].children)
            if read_back == wanted or (not marks and _unmarked(read_back) == _unmarked(wanted)):
                return text
    return escape_text("".join(part for kind, part in wanted if kind == "text"))


def _write(nodes: Sequence[SyntaxTreeNode], *, marks: bool, start: bool = True) -> str:
    text = ""
    for place, node in enumerate(nodes):
        at_start = start and (not text or text.endswith("\\\n"))
        text += _node(node, marks=marks, start=at_start)
        if text.endswith("!") and place + 1 < len(nodes) and nodes[place + 1].type == "link":
            text = text[:-1] + "\\!"
    return text


def _node(node: SyntaxTreeNode, *, marks: bool, start: bool) -> str:
    if node.type == "text":
        return escape_text(node.content, start=False) if not start else _escape(node.content.lstrip(), start=True)
    if node.type == "hardbreak":
        return "\\\n"
    if node.type == "code_inline":
        return _code_inline(node.content) if marks else escape_text(node.content, start=start)
    if node.type == "link":
        return _link(node, marks=marks)
    mark = {"em": "*", "strong": "**", "s": "~~"}[node.type] if marks else ""
    return mark + _write(node.children, marks=marks, start=start and not mark) + mark


def _unbracketed(url: str) -> str:
    """An address without brackets but around an IPv6 host: not every renderer knows that links do not nest."""
    host, rest = re.findall(r"^(\w+://[^/?#]*)?(.*)$", url)[0]
    return f"{host}{rest.replace('[', '%5B').replace(']', '%5D')}"


def _link(node: SyntaxTreeNode, *, marks: bool) -> str:
    href = str(node.attrs["href"])
    if _shape(node.children) == [("text", href)] and re.fullmatch(r"https?:[^()\[\]&]+", href):
        return f"<{href}>"
    return f"[{_write(node.children, marks=marks, start=False)}]({destination(href)})"


def _code_inline(content: str) -> str:
    if "{" in content:
        return escape_text(content, start=False)
    fence = "`" * (1 + _longest_run(content))
    pad = " " if content.startswith("`") or content.endswith("`") else ""
    return f"{fence}{pad}{content}{pad}{fence}"


def _shape(nodes: Sequence[SyntaxTreeNode]) -> list[tuple[str, str]]:
    """What a reader would notice: words, line breaks, marks and where links lead; neighbouring words as one."""
    parts: list[tuple[str, str]] = []
    for node in nodes:
        if node.type in ("text", "code_inline"):
            # Template braces cannot stand in a code span, so words in one count as words.
            found = [("text", node.content)]
        elif node.type == "hardbreak":
            found = [("break", "")]
        else:
            where = _unbracketed(str(node.attrs.get("href", "")))
            found = [(node.type, where), *_shape(node.children), (f"/{node.type}", "")]
        for kind, words in found:
            if kind == "text" and parts and parts[-1][0] == "text":
                parts[-1] = ("text", parts[-1][1] + words)
            else:
                parts.append((kind, words))
    return parts


def _unmarked(parts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    kept = [part for part in parts if part[0] in ("text", "break", "link", "/link")]
    joined: list[tuple[str, str]] = []
    for kind, words in kept:
        if kind == "text" and joined and joined[-1][0] == "text":
            joined[-1] = (kind, joined[-1][1] + words)
        else:
            joined.append((kind, words))
    return joined
