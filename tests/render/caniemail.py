"""What mail programs do not know, as data: from what caniemail.com has published (MIT; read in November 2026).

Only what would show: a style that a program leaves out without harm is no fault. Where “no” stands, the newest version
that was tested of at least one of Gmail, Outlook (all of them), Apple Mail, Yahoo and Samsung fails or mangles it.
"""

from __future__ import annotations

# Elements that are left out, replaced, or make a program refuse the message.
ELEMENTS = {
    "article": "Gmail and Outlook.com replace it",
    "aside": "Gmail and Outlook.com replace it",
    "audio": "hardly anywhere",
    "base": "rewrites links where it is known",
    "button": "Outlook on Windows: no",
    "canvas": "needs a script",
    "details": "Gmail, Outlook: no",
    "dialog": "hardly anywhere",
    "figure": "Outlook on Windows: no",
    "footer": "Gmail and Outlook.com replace it",
    "form": "Gmail warns, Outlook leaves it out",
    "header": "Gmail and Outlook.com replace it",
    "iframe": "left out everywhere",
    "input": "left out",
    "link": "Gmail, Outlook: no",
    "main": "Gmail and Outlook.com replace it",
    "mark": "Outlook on Windows: no",
    "nav": "Gmail and Outlook.com replace it",
    "object": "left out everywhere",
    "picture": "Gmail: no",
    "progress": "Gmail, Outlook: no",
    "script": "left out everywhere, and suspicious",
    "section": "Gmail and Outlook.com replace it",
    "summary": "Gmail, Outlook: no",
    "svg": "Gmail, Outlook: no",
    "template": "Outlook: shown as words",
    "time": "Outlook.com: left out",
    "video": "hardly anywhere",
}

# Properties in style attributes that Outlook on Windows (Word) or Gmail do not know or misplace.
PROPERTIES = {
    "animation": "Gmail, Outlook: no",
    "aspect-ratio": "Outlook: no",
    "background-image": "Outlook on Windows: no",
    "box-shadow": "Outlook: no; Gmail: no",
    "clip-path": "Gmail, Outlook: no",
    "column-count": "Outlook: no",
    "filter": "Gmail, Outlook: no",
    "float": "Outlook on Windows: images only",
    "gap": "Gmail in part, Outlook: no",
    "grid-template-columns": "Gmail, Outlook: no",
    "inset": "Gmail, Outlook: no",
    "object-fit": "Outlook: no",
    "opacity": "Outlook on Windows: no",
    "position": "Gmail, Outlook: no",
    "text-shadow": "Gmail, Outlook: no",
    "transform": "Gmail, Outlook: no",
    "transition": "Outlook: no",
    "visibility": "Gmail, Outlook: no",
    "z-index": "Outlook: no",
}

# Values, looked for in style attributes (regular expressions).
VALUES = {
    r"\bflex\b": "Gmail in part, Outlook on Windows: no",
    r"\bgrid\b": "Gmail, Outlook: no",
    r"var\(": "Gmail, Outlook: no",
    r"calc\(|min\(|max\(|clamp\(": "Outlook: no",
    r"\d(rem|vw|vh|vmin|vmax|ch|ex)\b": "Outlook on Windows: no; Gmail in part",
    r"rgba?\(|hsla?\(|oklch\(|lab\(|color\(": "rgb() with blanks makes Gmail drop the whole attribute",
    r"#[0-9a-f]{4}\b(?![0-9a-f])|#[0-9a-f]{8}\b": "Outlook: colours with an alpha channel, no",
    r"!important": "Outlook on Windows drops the declaration",
    r"url\(": "asks somebody's server",
    r"inherit|unset|revert": "Outlook on Windows: no",
    r"-webkit-|-moz-": "nowhere but there",
}

# Properties that only these elements may bear (Outlook on Windows misplaces them on others).
ONLY_ON = {
    "padding": {"td", "body"},
    "padding-top": {"td"},
    "padding-bottom": {"td"},
    "padding-left": {"td"},
    "padding-right": {"td"},
    "max-width": {"table"},
    "width": {"table", "td", "img"},
    "border-left": {"td"},
    "border-top": {"td"},
}
