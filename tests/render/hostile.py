"""Words that mean harm, and editions full of them."""

from __future__ import annotations

from typing import Any

from roundup.model import Edition, Pick
from tests import samples

PROBE = "globalThis.probed=(globalThis.probed||0)+1"  # what a browser test looks for after loading a page

HTML = (
    f"<script>{PROBE}</script>",
    f"</script><script>{PROBE}</script>",
    f"<img src=x onerror={PROBE}>",
    f"<svg/onload={PROBE}>",
    f'"><svg onload="{PROBE}">',
    f"' onfocus='{PROBE}' autofocus='",
    f'" onmouseover="{PROBE}" style="position:fixed;inset:0" x="',
    f"</title></style></textarea></noscript></template><script>{PROBE}</script>",
    f"<style>@import 'https://evil.example/'</style><body onload={PROBE}>",
    f'<iframe srcdoc="<script>parent.{PROBE}</script>"></iframe>',
    f'<a href="javascript:{PROBE}" id=clobber name=body>x</a>',
    f"<math><mtext><table><mglyph><style><!--</style><img src onerror={PROBE}>",
    f"<!--><script>{PROBE}</script>-->",
    f"<![CDATA[<script>{PROBE}</script>]]>",
    f"&lt;script&gt;{PROBE}&lt;/script&gt; &#60;script>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="https://evil.example/">',
    f'<form action="https://evil.example/"><input name=q autofocus onfocus={PROBE}>',
    f"</blockquote></article></main></body></html><script>{PROBE}</script>",
    f"<details open ontoggle={PROBE}>x</details>",
    f"<x onclick={PROBE} style=display:block>y</x",
    "<",
    "<!--",
    "</",
)
MARKDOWN = (
    f"[x](javascript:{PROBE})",
    f"<javascript:{PROBE}>",
    f"[x]: javascript:{PROBE}",
    f"[x][y]\n\n[y]: javascript:{PROBE}",
    f"![x](data:text/html,<script>{PROBE}</script>)",
    "# Heading",
    "Heading\n===",
    "Heading\n---",
    "---\ntitle: mine\n---",
    "+++\ntitle = 1\n+++",
    "***",
    "- item",
    "1. item",
    "1) item",
    "> quote",
    "    code",
    "```\ncode\n```",
    "~~~",
    "`code`",
    "*em* **strong** __strong__ ~~gone~~",
    "a | b\n--- | ---\nc | d",
    "](https://evil.example/) [",
    "https://evil.example/ www.evil.example",
    "trailing\\",
    "[^1]\n\n[^1]: note",
    "[TOC] [[toc]]",
    "{: onclick=alert(1)}",
    ":::warning\nx\n:::",
    f"&#106;avascript&colon;{PROBE}",
)
TEMPLATES = (
    "{{ 7 * 7 }} {{ config }} {{ ''.__class__ }}",
    "{% include '/etc/passwd' %} {% raw %}",
    "{# gone #}",
    '{{< figure src="x" >}} {{% md %}}',
    '{{template "x"}} {{.Secret}} ${7*7} #{7*7} <%= 7*7 %>',
    "[gallery] [caption]x[/caption] [[gallery]]",
    "<?php echo 1 ?>",
    "*|UNSUB|* %%unsubscribe%%",
)
YAML = (
    "x: y",
    "'",
    '"',
    '"\ntags: [evil]\n"',
    "\n---\nevil: true\n---\n",
    "!!python/object/apply:os.system ['true']",
    "&a *a",
    "# comment",
    "no",
    "1e3",
    "\\",
    "\\x41\\n",
)
CHARACTERS = (
    "\u202egnp.exe\u202c \u2066isolate",
    "\x00\x01\x1b[31mred\x07\x9b",
    "line\u2028separator\u2029paragraph\x85next",
    "\ud800 lone surrogate".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "\ufeffmark \ufffe",
    "עברית (1) \u200fو العربية",
    "😀 é \u0301\u0301\u0301 \u200b\u00a0x",
    "w" * 400,
)
PAYLOADS = HTML + MARKDOWN + TEMPLATES + YAML + CHARACTERS
URLS = (
    f"javascript:{PROBE}",
    f"JaVaScRiPt:{PROBE}",
    f"java\nscript:{PROBE}",
    f"\x01javascript:{PROBE}",
    f"data:text/html,<script>{PROBE}</script>",
    f"vbscript:{PROBE}",
    f'https://a.example/"><script>{PROBE}</script>',
    f"https://a.example/' onclick='{PROBE}",
    f"https://a.example/) [x](javascript:{PROBE}",
    "https://a.example/> <b>",
    "https://a.example/{{ 7 * 7 }}{% x %}",
    "https://a.example/[gallery]",
    "https://a.example/?a=1&copy;=2&lt;=3",
    "https://a.example/\\) \\",
    "https://a.example/`*_~|",
    "//evil.example/",
    "/relative",
    "https://",
    "file:///etc/passwd",
    "",
)


def worded(*words: str, shape: str = "essay", **fields: Any) -> Edition:
    """An edition with a pick for each of `words`, in every plain field there is; the first are the edition's own."""
    first = words[0]
    values: dict[str, Any] = {
        "title": first,
        "site_title": f"{first} site",
        "image": "https://a.example/picture.png",
        "image_alt": first,
        "editors": (first, "Ada"),
        "categories": tuple(f"{text} category" for text in words),
        "tags": tuple(f"tag {text}" for text in words),
        "shape": shape,
    }
    picks = (_pick(number, text) for number, text in enumerate(words, 1))
    return samples.edition(*picks, **{**values, **fields})


def written(*words: str, shape: str = "essay") -> Edition:
    """An edition whose editor's words (Markdown) are these."""
    picks = (samples.pick(number, lead=text, remark=text) for number, text in enumerate(words, 1))
    return samples.edition(*picks, intro=words[0], sign_off=words[-1], shape=shape)


def addressed(*urls: str, shape: str = "essay") -> Edition:
    """An edition whose posts have these addresses, which its leads link to."""
    picks = (samples.pick(number, url=url, lead=f"See [it]({url})") for number, url in enumerate(urls, 1))
    return samples.edition(*picks, url=urls[0], site_url=urls[0], image=urls[0], site_title="Site", shape=shape)


def _pick(number: int, words: str) -> Pick:
    quote = samples.quote(f"{words} one", f"two {words}", words, speaker=f"{words} speaker")
    return samples.pick(
        number,
        title=words,
        blog=f"{words} blog",
        authors=(words, "Ada"),
        section=words,
        lead="See below.",
        quotes=(quote, samples.quote(words)),
    )
