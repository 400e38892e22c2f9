"""An editor's Markdown → the blocks WordPress' editor would have saved it as.

A block is HTML between two comments; the editor takes it as its own only if the HTML is exactly what it writes for such
a block, hence the class names. Source: the `save` functions of the core blocks, and
https://developer.wordpress.org/block-editor/getting-started/fundamentals/markup-representation-block/
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from roundup.render import manuscript, prose

Spell = Callable[[str], str]  # safe HTML → the same, without what WordPress would run


def blocks(markdown: str, *, level: int, spell: Spell) -> str:
    """Markdown → block markup, one block after another; no heading stands above `level`."""
    root = SyntaxTreeNode(manuscript.read(markdown, level=level))
    return "\n".join(_block(node, spell) for node in root.children)


def wrapped(name: str, html: str, **attributes: object) -> str:
    """`html` as a block of that name."""
    kept = {key: value for key, value in attributes.items() if value is not None}
    marks = f" {json.dumps(kept, separators=(',', ':'))}" if kept else ""
    return f"<!-- wp:{name}{marks} -->\n{html}\n<!-- /wp:{name} -->"


def _block(node: SyntaxTreeNode, spell: Spell) -> str:
    if node.type == "heading":
        level = int(node.tag[1:])
        html = f'<h{level} class="wp-block-heading">{_inline(node, spell)}</h{level}>'
        return wrapped("heading", html, level=level if level != 2 else None)
    if node.type == "blockquote":
        inner = "\n".join(_block(child, spell) for child in node.children)
        return wrapped("quote", f'<blockquote class="wp-block-quote">{inner}</blockquote>')
    if node.type in ("bullet_list", "ordered_list"):
        return _list(node, spell)
    if node.type in ("fence", "code_block"):
        words = spell(prose.escaped(node.content.rstrip("\n")))
        return wrapped("code", f'<pre class="wp-block-code"><code>{words}</code></pre>')
    if node.type == "hr":
        return wrapped("separator", '<hr class="wp-block-separator has-alpha-channel-opacity"/>')
    return wrapped("paragraph", f"<p>{_inline(node, spell)}</p>")


def _list(node: SyntaxTreeNode, spell: Spell) -> str:
    ordered = node.type == "ordered_list"
    start = int(node.attrGet("start") or 1) if ordered else 1
    items = "\n".join(wrapped("list-item", f"<li>{_item(item, spell)}</li>") for item in node.children)
    number = f' start="{start}"' if start != 1 else ""
    html = f'<ol{number} class="wp-block-list">{items}</ol>' if ordered else f'<ul class="wp-block-list">{items}</ul>'
    return wrapped("list", html, ordered=ordered or None, start=start if start != 1 else None)


def _item(item: SyntaxTreeNode, spell: Spell) -> str:
    """An item holds words and lists in it, nothing else: other blocks become lines of it."""
    lines, lists = [], []
    for child in item.children:
        if child.type in ("bullet_list", "ordered_list"):
            lists.append(_list(child, spell))
        else:
            lines += _lines(child, spell)
    return "<br>".join(filter(None, lines)) + "".join(lists)


def _lines(node: SyntaxTreeNode, spell: Spell) -> list[str]:
    if node.type in ("fence", "code_block"):
        return [spell(prose.escaped(line)) for line in node.content.split("\n")]
    if node.type in ("paragraph", "heading"):
        return [_inline(node, spell)]
    return [line for child in node.children for line in _lines(child, spell)]


def _inline(node: SyntaxTreeNode, spell: Spell) -> str:
    children: Sequence[Token] = [token for child in node.to_tokens() for token in child.children or ()]
    return spell(prose.words(children))
