"""Words that read like posts of a council blog, as the block editor of a blog writes them; the same for ever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from random import Random

SENTENCES = 9_000  # a pool so large that one feed seldom says anything twice

_COMMON = (
    "the of to and a in that is it for on we with be as this are have not our at by you from they was has more what "
    "about which their when there will can been people who all would so one if up out how into some than time just"
)
_STEMS = (
    "abandon access account achieve agenda agree allotment answer archive arrange ask assembly audit bench benefit "
    "bin board borough bridge brief budget build bus business call canal care centre chair change channel charge "
    "choose clerk collect comment committee communicate community compare complain connect consult contract convince "
    "corner cost council councillor count county create crossing cut daily data debate decide deliver department "
    "deputy design develop digital director discuss district draft drain duty early elect employ energy engage estate "
    "event evidence expect explain fail family feedback ferry field figure find fix flood follow footpath form forum "
    "free fund future garden gather gate govern grant green grit ground group grow guide hall harbour health help "
    "highway history home hospital house idea improve include inform inspect invest invite issue join journey judge "
    "keep kerb lamp land lead learn leave leisure letter library licence light listen local manage map market matter "
    "mayor measure meet member minute month museum neighbour network notice number offer office officer open option "
    "order outcome owner paper parent parish park partner path pay permit petition pilot place plan plant play policy "
    "pothole present press price print problem process programme project promise propose protect prove public publish "
    "pupil quarter question queue rate reach read reason record recycle reform region release rent repair reply "
    "report request research resident resource respond result return review road room route rule safe save scheme "
    "school scrutiny section sector send serve service session share shelter shop sign site skill social spend square "
    "staff stage start station statute story street strategy strike strong student study summer support survey "
    "sustain system talk target task tax teach team tell tenant tender test theme think town track trade train "
    "transfer transport travel treasurer trial trust understand union unit update user value vehicle venue village "
    "visit volunteer vote wait walk ward waste watch water website week welcome winter work worker workshop write "
    "year young"
)
_ENDINGS = ("", "", "", "s", "ing", "ed", "er", "ly", "ment", "able")
PLACES = ("Marrowby", "Eastnor", "Cobbleton", "Wexmoor", "Lowgate", "Hartlebrook", "Pinfold", "Skerrymouth")
_ODD = {
    "utf-8": ("café", "£", "–", "…", "naïve", "👍", "→", "Gwŷdd"),
    "windows-1252": ("café", "£", "–", "…", "naïve", "€"),
}
AUTHORS = ("Ada Thorn", "Ben Okafor", "Cat O’Neil", "Dev Patel", "Else Lund", "Fay & Co.", "The web team")
TAGS = ("Localgov", "Digital", "Democracy", "Open data", "Weeknotes", "Budgets", "Housing", "R&D", "#ukgc")
_MEDIAN_HTML, _SPREAD, _SMALLEST, _LARGEST = 3_430, 0.45, 1_000, 11_500  # characters of a post's HTML


@cache
def vocabulary() -> tuple[str, ...]:
    """Every word, the commonest first."""
    chance = Random("vocabulary")
    rare = [stem + ending for stem in _STEMS.split() for ending in sorted(set(_ENDINGS))]
    chance.shuffle(rare)
    return (*_COMMON.split(), *_STEMS.split(), *rare)


@cache
def _weights() -> tuple[float, ...]:
    """Words are as unevenly used as in any language (Zipf)."""
    return tuple(accumulate(1 / rank**0.8 for rank in range(1, len(vocabulary()) + 1)))


@cache
def sentences(charset: str) -> tuple[str, ...]:
    """The pool for a character set."""
    chance = Random(f"sentences in {charset}")
    return tuple(_sentence(chance, _ODD[charset]) for _ in range(SENTENCES))


def _sentence(chance: Random, odd: Sequence[str]) -> str:
    words = chance.choices(vocabulary(), cum_weights=_weights(), k=chance.randint(6, 24))
    for share, extra in ((0.25, PLACES), (0.15, odd)):
        if chance.random() < share:
            words[chance.randrange(len(words))] = chance.choice(extra)
    if chance.random() < 0.1:
        words.append(str(chance.randint(2, 9999)))
    text = " ".join(words)
    return text[0].upper() + text[1:] + chance.choice("....?!:")


class Post:
    """Writes one post's HTML, piece by piece, until it is long enough."""

    def __init__(self, chance: Random, charset: str, site: str) -> None:
        self._chance, self._site = chance, site
        self._pool = sentences(charset)

    def html(self) -> str:
        """Paragraphs mostly; pictures, lists, quotations, headings; sometimes an embedded video, or a script."""
        wanted = min(_LARGEST, max(_SMALLEST, self._chance.lognormvariate(0, _SPREAD) * _MEDIAN_HTML))
        kinds: dict[Callable[[], str], float] = {
            self._paragraph: 0.62,
            self._picture: 0.12,
            self._list: 0.1,
            self._quotation: 0.08,
            self._heading: 0.05,
            self._video: 0.015,
            self._script: 0.015,
        }
        pieces: list[str] = []
        while sum(map(len, pieces)) < wanted:
            (write,) = self._chance.choices(list(kinds), weights=list(kinds.values()))
            pieces.append(write())
        return "".join(pieces)

    def word(self) -> str:
        return self._chance.choice(vocabulary())

    def sentence(self) -> str:
        return self._chance.choice(self._pool)

    def _say(self, least: int, most: int) -> str:
        return " ".join(self._chance.choices(self._pool, k=self._chance.randint(least, most)))

    def _link(self) -> str:
        month, day = self._chance.randint(1, 12), self._chance.randint(1, 28)
        own = f"{self._site}/2025/{month:02}/{day:02}/{self.word()}-{self.word()}/"
        other = f"https://{self.word()}.example.org/{self.word()}?utm_source=feed&amp;utm_medium=rss"
        href = self._chance.choice((own, other, f"/about/{self.word()}"))
        return f'<a href="{href}" target="_blank" rel="noreferrer noopener">{self.word()} {self.word()}</a>'

    def _paragraph(self) -> str:
        text = self._say(2, 5)
        for share, extra in ((0.55, self._link), (0.25, lambda: f"<strong>{self.word()} {self.word()}</strong>")):
            if self._chance.random() < share:
                middle = text.find(" ", self._chance.randrange(len(text) // 2)) if "<" not in text else len(text)
                text = f"{text[:middle]} {extra()}{text[middle:]}"
        return f"<p>{text}</p>\n\n\n\n"

    def _picture(self) -> str:
        number, month = self._chance.randint(10_000, 99_999), self._chance.randint(1, 12)
        stem = f"{self._site}/wp-content/uploads/2025/{month:02}/img_{number}"
        sizes = ", ".join(f"{stem}-{width}x{width * 3 // 4}.jpg {width}w" for width in (300, 768, 1024, 1536))
        return (
            f'<figure class="wp-block-image size-large"><img decoding="async" loading="lazy" width="1024" height="768" '
            f'src="{stem}-1024x768.jpg" alt="{self.word()}" class="wp-image-{number}" srcset="{sizes}" '
            f'sizes="(max-width: 1024px) 100vw, 1024px" /><figcaption>{self.sentence()}</figcaption></figure>\n\n\n\n'
        )

    def _list(self) -> str:
        rows = [
            self.sentence() + (f" {self._link()}" if self._chance.random() < 0.4 else "")
            for _ in range(self._chance.randint(3, 6))
        ]
        return "<ul>\n" + "".join(f"<li>{row}</li>\n" for row in rows) + "</ul>\n\n\n\n"

    def _quotation(self) -> str:
        words, who = self._say(1, 3), self._chance.choice(AUTHORS).replace("&", "&amp;")
        return f'<blockquote class="wp-block-quote"><p>{words}</p><cite>{who}</cite></blockquote>\n\n\n\n'

    def _heading(self) -> str:
        return f'<h2 class="wp-block-heading">{self.sentence()}</h2>\n\n\n\n'

    def _video(self) -> str:
        address = f"https://video.example.com/embed/{self._chance.getrandbits(48):x}"
        frame = f'<iframe loading="lazy" width="640" height="360" src="{address}" allowfullscreen></iframe>'
        return f'<figure class="wp-block-embed">{frame}</figure>\n'

    def _script(self) -> str:
        return '<div style="position:fixed" onclick="seen()"><script>seen("post")</script>&nbsp;</div>\n'
