"""
繁體版: every page once more, in traditional characters, under `/hant/`.

A page of this tree is made out of the page itself: its texts are converted by OpenCC, as the characters
are written in Hong Kong, without changing words; its links lead to pages of the same tree (decision 0075).
Addresses, codes and numbers stay as they are, 文号 among them, and so do the words that a site protects.
Which sites have it is said in `builder.versions`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from builder import elder
from builder.linked_data import START, changed
from builder.qr import qr_code

if TYPE_CHECKING:
    from opencc import OpenCC

FOLDER = "/hant/"
LANGUAGE = "zh-Hant"
CONFIGURATION = "s2hk"
"""Of OpenCC: characters as they are written in Hong Kong, words as they were."""
WORDS = "/.well-known/zhanqun/traditional.json"
"""The words that a site protects, for the search service."""
HERE = "\1"
"""Stands in a header, which many pages share, for the address of the page it is on."""

_ELDER = elder.FOLDER + FOLDER[1:]
_QUERY = "/search/query"
# As the theme's header has it.
_WAY_IN = re.compile(
    r'<a class="language" href="/hant(/[^"]*)" hreflang="zh-Hant" lang="zh-Hant">繁體'
)
_WAY_OUT = r'<a class="language" href="\1" hreflang="zh-Hans" lang="zh-Hans">简体'
_CODED = ("Site", "Column", "PubDate", "Url", "Image")
"""How meta tags begin that are for machines: they name site and column as they are registered."""
_AS_IT_IS = "script|style|code|kbd|samp"
_TOKENS = re.compile(
    rf"""(<!--.*?-->|<(?:{_AS_IT_IS})\b.*?</(?:{_AS_IT_IS})>|<[a-zA-Z/!](?:[^>"']|"[^"]*"|'[^']*')*>)""",
    re.DOTALL,
)
_READ = re.compile(
    r'(?<= )(alt|title|aria-label|placeholder|label|content)="([^"]*[^\x00-\x7f][^"]*)"'
)
_LED = re.compile(r'(?<= )(href|action|data-service|content|src)="([^"]*/[^"]*)"')
_META = re.compile(r'<meta name="([^"]*)"')
_LANGUAGE = re.compile(r'(?<= lang=")zh-CN(?=")')
_REFRESH = "0; url="
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
# As the theme's page_address has it.
_SHOWN = re.compile(
    r'(<svg class="qr"[^>]*? viewBox=")[^"]*("><path d=")[^"]*("/></svg>.*?<span class="address">)[^<]*',
    re.DOTALL,
)
_KEPT = (
    r"[a-z]+://[^\s<>\"（），。；、]+",
    # 文号, where it is set off from the text before it: 国办发〔2017〕47号, 示府令（2026）第3号.
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,12}[〔﹝\[（【]\d{4}[〕﹞\]）】]第?\d+号",
)
"""What stays in a text whatever a site protects."""
_MANY = 20_000
_NEXT, _CUT = "\x1e", "\x1f"
"""Between two texts, and in a text where something is kept: no phrase goes across them."""


def is_inside(path: str) -> bool:
    """Whether a path of a site is one of this tree."""
    return path.startswith((FOLDER, _ELDER))


def inside(path: str) -> str:
    """The path in this tree of the page at a path."""
    if path.startswith(elder.FOLDER):
        return _ELDER + path[len(elder.FOLDER) :]
    return FOLDER + path[1:]


def outside(path: str) -> str:
    """The path of the page itself; one that is not of this tree is left as it is."""
    if path.startswith(_ELDER):
        return elder.FOLDER + path[len(_ELDER) :]
    return f"/{path[len(FOLDER) :]}" if path.startswith(FOLDER) else path


def has_twin(path: str) -> bool:
    """Whether what stands at a path is in this tree too: pages, and scripts, which write texts."""
    if path.startswith("/static/"):
        return path.endswith(".js")
    is_page = path.endswith((".html", "/")) or path == _QUERY
    return is_page and not path.startswith(("/media/", "/.well-known/")) and not is_inside(path)


class Words(NamedTuple):
    """The words that a site protects, each with how it is written in this tree."""

    written: tuple[tuple[str, str], ...] = ()

    def text(self, text: str) -> str:
        """A text in traditional characters."""
        return _writing(self).texts([text])[0]

    def converted_parts(self, text: str) -> list[str]:
        """The parts of a text between what is kept in it."""
        return _writing(self).parts(text)[::2]

    def html(self, html: str, origins: Collection[str] = ()) -> str:
        """A piece of HTML; `origins` are the sites, as addresses begin, that have this tree."""
        return _pieces(self, tuple(origins)).converted(html)

    def page(self, html: str, origins: Collection[str] = ()) -> str:
        """A whole page."""
        made = _LANGUAGE.sub(LANGUAGE, self.html(html, origins), count=1)
        if found := _CANONICAL.search(html):
            made = _with_address(made, led(found[1], origins))
        return _WAY_IN.sub(_WAY_OUT, made, count=1)


def words(lines: Iterable[str]) -> Words:
    """The words as editors list them: `于某`, which stays as it is, or `范某=范某某`."""
    pairs = (line.partition("=") for line in lines)
    return Words(
        tuple((word.strip(), (to or word).strip()) for word, _, to in pairs if word.strip())
    )


def led(address: str, origins: Collection[str] = ()) -> str:
    """Where a link of this tree leads: inside it, if there is such a page."""
    if address.startswith(_REFRESH):
        return _REFRESH + led(address[len(_REFRESH) :], origins)
    origin = next((each for each in origins if address.startswith(f"{each}/")), "")
    path = address[len(origin) :]
    if path.startswith("/") and has_twin(re.split("[?#]", path, maxsplit=1)[0]):
        return origin + inside(path)
    return address


def simplified(text: str) -> str:
    """A text in simplified characters: what a reader of this tree asks for."""
    return str(_opencc("t2s").convert(text))


@lru_cache(2)
def _opencc(name: str) -> OpenCC:
    # Takes a fifth of a second, and few need it.
    from opencc import OpenCC

    return OpenCC(name)


class _Writing:
    """Converts texts but for what is kept in them."""

    def __init__(self, words: Words) -> None:
        self._to = {
            escape(word, quote=False): escape(to, quote=False) for word, to in words.written
        }
        longest_first = sorted(self._to, key=len, reverse=True)
        self._kept = re.compile(f"({'|'.join([*map(re.escape, longest_first), *_KEPT])})")

    def texts(self, texts: Sequence[str]) -> list[str]:
        """Each of them; all are converted at once, which is several times as fast."""
        pieces = self.parts(_NEXT.join(texts))
        made = _opencc(CONFIGURATION).convert(_CUT.join(pieces[::2])).split(_CUT)
        kept = (self._to.get(each, each) for each in pieces[1::2])
        return "".join(chain.from_iterable(zip_longest(made, kept, fillvalue=""))).split(_NEXT)

    def parts(self, text: str) -> list[str]:
        """What is converted and what is kept, in turn."""
        return self._kept.split(text)


@lru_cache(16)
def _writing(words: Words) -> _Writing:
    return _Writing(words)


class _Pieces:
    """Converts pieces of HTML, token by token. What pages have in common is converted once."""

    def __init__(self, writing: _Writing, origins: Collection[str]) -> None:
        self._writing = writing
        self._origins = origins
        self._known: dict[str, str] = {}

    def converted(self, html: str) -> str:
        tokens = _TOKENS.split(html)
        if len(self._known) > _MANY:
            self._known.clear()
        self._learn([token for token in dict.fromkeys(tokens) if token not in self._known])
        return "".join([self._known[token] for token in tokens])

    def _learn(self, tokens: Sequence[str]) -> None:
        tags = [each for each in tokens if each.startswith("<")]
        texts = [each for each in tokens if not each.startswith("<")]
        told = [each[2] for tag in tags if _is_told(tag) for each in _READ.finditer(tag)]
        made = iter(self._writing.texts([*texts, *told]))
        self._known.update(zip(texts, made, strict=False))
        self._known.update((tag, self._tag(tag, made)) for tag in tags)

    def _tag(self, tag: str, told: Iterator[str]) -> str:
        if tag.startswith(START):
            return changed(tag, self._text, self._address, LANGUAGE)
        if _is_told(tag):
            tag = _READ.sub(lambda found: f'{found[1]}="{next(told)}"', tag)
        if " hreflang=" in tag:
            return tag
        return _LED.sub(lambda found: f'{found[1]}="{self._address(found[2])}"', tag)

    def _text(self, text: str) -> str:
        return self._writing.texts([text])[0]

    def _address(self, address: str) -> str:
        return led(address, self._origins)


@lru_cache(16)
def _pieces(words: Words, origins: tuple[str, ...]) -> _Pieces:
    return _Pieces(_writing(words), origins)


def _is_told(tag: str) -> bool:
    """Whether attributes of a tag are for a reader."""
    if tag.isascii() or "</" in tag or tag.startswith("<!"):
        return False
    name = _META.match(tag)
    return name is None or not name[1].startswith(_CODED)


def _with_address(html: str, address: str) -> str:
    """The page with its own address where it shows it, as text and as QR code."""

    def shown(found: re.Match[str]) -> str:
        code = qr_code(address)
        return f"{found[1]}0 0 {code.size} {code.size}{found[2]}{code.path}{found[3]}{address}"

    return _SHOWN.sub(shown, html, count=1)
