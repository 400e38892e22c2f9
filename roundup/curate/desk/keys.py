"""The one table of keys: what is pressed, shown in the footer, told in the help and printed in the docs comes from it.

To add a key: a line in KEYS, and a method `do_ACTION` where it is pressed. Keys are named as Textual names them; of
several, the first is the one that is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from roundup.curate.desk.lines import Line, Piece, folded
from roundup.dataclass import dataclass
from roundup.text import fit, width

Where = Literal["desk", "post", "mark", "words", "edition", "page"]

# Every place in which keys mean something, with what it is called.
PLACES: dict[Where, str] = {
    "desk": "At the desk",
    "post": "Reading a post over the whole width (the other keys of the desk work too)",
    "mark": "Marking a passage",
    "words": "Writing",
    "edition": "The edition",
    "page": "Help, trail and findings",
}


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` do `action` in `where`. `short` is for the footer (empty: only in the help), `words` for the help."""

    where: Where
    keys: tuple[str, ...]
    action: str
    words: str
    short: str = ""

    @property
    def shown(self) -> str:
        return " ".join(map(cap, self.keys))


def _key(where: Where, keys: str, action: str, words: str, short: str = "") -> Key:
    return Key(where, tuple(keys.split()), action, words, short)


TAG_KEYS = tuple("123456789")

KEYS: tuple[Key, ...] = (
    _key("desk", "j down", "down", "the next post", "next"),
    _key("desk", "k up", "up", "the post before"),
    _key("desk", "g home", "first", "the first post"),
    _key("desk", "G end", "last", "the last post"),
    _key("desk", "J", "ten_down", "ten posts on"),
    _key("desk", "K", "ten_up", "ten posts back"),
    _key("desk", "space pagedown ctrl+f", "page_down", "the post, a page on", "page"),
    _key("desk", "b pageup ctrl+b", "page_up", "the post, a page back"),
    _key("desk", "ctrl+d", "half_down", "the post, half a page on"),
    _key("desk", "ctrl+u", "half_up", "the post, half a page back"),
    _key("desk", "enter", "widen", "the post over the whole width, and back"),
    _key("desk", "p", "pick", "pick it: star it, mark a passage, write the lead-in, one after the other", "pick"),
    _key("desk", "s", "star", "star it, into the edition, and go to the next; take the star away", "star"),
    _key("desk", "x", "skip", "skip it, and go to the next", "skip"),
    _key("desk", "X", "skip_because", "skip it and say why"),
    _key("desk", "v", "mark", "mark a passage to quote", "mark"),
    _key("desk", "l", "lead", "the lead-in", "lead"),
    _key("desk", "r", "remark", "the remark after the quote", "remark"),
    _key("desk", "S", "section", "the section it stands under"),
    _key("desk", "m", "note", "a private note to fellow curators"),
    _key(
        "desk",
        " ".join(TAG_KEYS),
        "tag_key",
        "the tag of this number, on or off ([triage] tags in roundup.toml)",
        "tag",
    ),
    _key("desk", "t", "tag", "tags by name; -name takes one off"),
    _key("desk", "d", "unquote", "take a quote away"),
    _key("desk", "u", "undo", "take back the last own decision", "undo"),
    _key("desk", "ctrl+r", "redo", "do again what was taken back"),
    _key("desk", "slash", "search", "search in titles, blogs, authors and tags", "search"),
    _key("desk", "n", "search_on", "the next that was searched for"),
    _key("desk", "N", "search_back", "the one before"),
    _key("desk", "c", "conversation", "the next post that answers this one, or tells the same"),
    _key("desk", "f", "filter", "show only some: by state, blog, tag, words", "filter"),
    _key("desk", "B", "only_blog", "show only this blog"),
    _key("desk", "F", "no_filter", "show all that waits again"),
    _key("desk", "R", "reload", "read the desk again"),
    _key("desk", "e", "edition", "the edition", "edition"),
    _key("desk", "o", "open", "open it in the browser", "browser"),
    _key("desk", "O", "open_link", "open one of its links, by number"),
    _key("desk", "w", "why", "what happened to it so far"),
    _key("desk", "question_mark", "help", "all keys", "help"),
    _key("desk", "q", "quit", "leave; everything is kept already", "quit"),
    _key("post", "j down", "line_down", "a line on", "line"),
    _key("post", "k up", "line_up", "a line back"),
    _key("post", "g home", "top", "the top of the post"),
    _key("post", "G end", "bottom", "its end"),
    _key("post", "J", "down", "the next post", "next post"),
    _key("post", "K", "up", "the post before"),
    _key("post", "enter q escape", "narrow", "back to the list", "list"),
    _key("mark", "j right_parenthesis down", "sentence_on", "the next sentence", "sentence"),
    _key("mark", "k left_parenthesis up", "sentence_back", "the sentence before"),
    _key("mark", "right_curly_bracket", "paragraph_on", "the next paragraph", "paragraph"),
    _key("mark", "left_curly_bracket", "paragraph_back", "the paragraph before"),
    _key("mark", "w right", "word_on", "the next word", "word"),
    _key("mark", "b left", "word_back", "the word before"),
    _key("mark", "v", "hold", "hold this end: the keys above move the other one", "hold"),
    _key("mark", "o", "other_end", "move the other end instead", "other end"),
    _key("mark", "comma", "keep", "keep this part and mark another; […] will stand between", "[…]"),
    _key("mark", "slash", "mark_search", "mark the sentence with these words", "find"),
    _key("mark", "n", "mark_search_on", "the next sentence with them"),
    _key("mark", "N", "mark_search_back", "the one before"),
    _key("mark", "enter y", "quote", "quote it, proved word for word", "quote"),
    _key("mark", "s", "quote_speaker", "quote it as somebody else’s words", "speaker"),
    _key("mark", "escape q", "unmark", "leave it", "leave"),
    _key("mark", "question_mark", "help", "all keys"),
    _key("words", "enter", "save", "keep what is written", "keep"),
    _key("words", "tab", "next_stop", "into the empty link, behind it, to the end", "next"),
    _key("words", "ctrl+j", "new_line", "a new line", "new line"),
    _key("words", "ctrl+o", "editor", "go on in your own editor", "editor"),
    _key("words", "left", "left", "a character back"),
    _key("words", "right", "right", "a character on"),
    _key("words", "alt+b ctrl+left", "word_left", "a word back"),
    _key("words", "alt+f ctrl+right", "word_right", "a word on"),
    _key("words", "home ctrl+a", "line_begin", "the beginning of the line"),
    _key("words", "end ctrl+e", "line_end", "its end"),
    _key("words", "backspace ctrl+h", "backspace", "take the character before away"),
    _key("words", "delete ctrl+d", "delete", "take this character away"),
    _key("words", "ctrl+w", "cut_word", "take the word before away"),
    _key("words", "ctrl+u", "cut_before", "take away what stands before in the line"),
    _key("words", "ctrl+k", "cut_behind", "take away what stands behind"),
    _key("words", "escape", "cancel", "leave it; what was typed is there again next time", "leave"),
    _key("edition", "j down", "down", "the next pick", "next"),
    _key("edition", "k up", "up", "the pick before"),
    _key("edition", "g home", "first", "the first pick"),
    _key("edition", "G end", "last", "the last pick"),
    _key("edition", "J", "move_down", "move the pick down", "move down"),
    _key("edition", "K", "move_up", "move the pick up", "move up"),
    _key("edition", "enter", "go_to", "to the post at the desk", "go to it"),
    _key("edition", "d", "cut", "cut it: no longer starred, its words are kept", "cut"),
    _key("edition", "l", "lead", "the lead-in", "lead"),
    _key("edition", "r", "remark", "the remark after the quote", "remark"),
    _key("edition", "S", "section", "the section it stands under"),
    _key("edition", "i", "intro", "the intro", "intro"),
    _key("edition", "z", "sign_off", "the sign-off", "sign-off"),
    _key("edition", "T", "title", "the title of this edition"),
    _key("edition", "c", "check", "is it fit to publish?", "check"),
    _key("edition", "u", "undo", "take back the last own decision", "undo"),
    _key("edition", "ctrl+r", "redo", "do again what was taken back"),
    _key("edition", "R", "reload", "read it again"),
    _key("edition", "question_mark", "help", "all keys", "help"),
    _key("edition", "q e escape", "back", "back to the desk", "desk"),
    _key("page", "j down", "line_down", "a line on", "line"),
    _key("page", "k up", "line_up", "a line back"),
    _key("page", "space pagedown ctrl+f", "page_down", "a page on", "page"),
    _key("page", "b pageup ctrl+b", "page_up", "a page back"),
    _key("page", "g home", "top", "the top"),
    _key("page", "G end", "bottom", "the end"),
    _key("page", "q escape enter question_mark", "back", "back", "back"),
)

_CAPS = {
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "right_parenthesis": ")",
    "left_parenthesis": "(",
    "right_curly_bracket": "}",
    "left_curly_bracket": "{",
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "Backspace",
    "delete": "Del",
    "tab": "Tab",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def cap(key: str) -> str:
    """A key as it is printed on a keyboard."""
    held, plus, name = key.partition("+")
    if plus:
        return f"{held.capitalize()}-{_CAPS.get(name, name.upper())}"
    return _CAPS.get(key, key)


def action_of(key: str, *where: Where) -> str:
    """What a key does; the first of the places that knows it decides. "" if none does."""
    return next((each.action for place in where for each in KEYS if each.where == place and key in each.keys), "")


def keys_of(where: Where) -> tuple[Key, ...]:
    return tuple(key for key in KEYS if key.where == where)


def footer(columns: int, *where: Where) -> Line:
    """The keys that fit on one line; the way to all of them, and the way out, always do."""
    short: list[Key] = []
    taken: set[str] = set()
    for place in where:
        short += [key for key in keys_of(place) if key.short and key.keys[0] not in taken]
        taken |= {each for key in keys_of(place) for each in key.keys}
    last = [key for key in short if key.action in _ALWAYS]
    room = columns - sum(map(_room, last))
    shown: list[Key] = []
    for key in (key for key in short if key not in last):
        if _room(key) > room:
            break
        room -= _room(key)
        shown.append(key)
    pieces = [piece for key in (*shown, *last) for piece in (Piece(_first(key), "bold"), Piece(f" {key.short}  "))]
    return tuple(pieces)


_ALWAYS = ("quote", "save", "help", "quit", "back", "unmark", "cancel", "narrow")


def _first(key: Key) -> str:
    return "1-9" if key.keys == TAG_KEYS else cap(key.keys[0])


def _room(key: Key) -> int:
    return width(_first(key)) + 1 + width(key.short) + 2


def help_lines(columns: int, *where: Where) -> list[Line]:
    """Every key, those of these places first."""
    lines: list[Line] = []
    for place in dict.fromkeys((*where, *PLACES)):
        lines += folded([Piece(PLACES[place], "heading")], columns)
        for key in keys_of(place):
            head, *rest = folded([Piece(key.words)], columns - 22)
            lines.append((Piece(fit(f"  {_all(key)}", 22), "bold"), *head))
            lines += [(Piece(" " * 22), *line) for line in rest]
        lines.append(())
    return lines


def _all(key: Key) -> str:
    return "1 … 9" if key.keys == TAG_KEYS else key.shown


def tables() -> str:
    """All keys as Markdown, for the docs."""
    parts: list[str] = []
    for place, name in PLACES.items():
        rows = [f"| {_code(key)} | {key.words} |" for key in keys_of(place)]
        parts.append("\n".join([f"### {name}", "", "| key | |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def _code(key: Key) -> str:
    caps: Sequence[str] = ["1 … 9"] if key.keys == TAG_KEYS else [cap(each) for each in key.keys]
    return " ".join(f"`{each}`" for each in caps)
