"""
Cleans the HTML of other systems: what an editor can see stays, how it looked goes.

Inline styles, fonts, Word and WPS leftovers, scripts and empty paragraphs are dropped; headings, lists,
tables and every visible character stay, in their order. Only BeautifulSoup reads the source and only
`Composer` writes, so nothing the source says can reach a page but its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from .addresses import Loss, file_name, kept_href, loss_kind
from .compose import Block, Composer
from .inline import Piece
from .pictures import embedded_picture

_SKIPPED = {"script", "style"}
_MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sup": "sup", "sub": "sub"}
_HEADINGS = {"h1": "h2", **{f"h{level}": f"h{level}" for level in range(2, 7)}}
_PARAGRAPHS = {
    "address", "article", "aside", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "html", "legend", "main", "nav", "option",
    "p", "pre", "section", "summary", "title",
}  # fmt: skip
_CONTAINERS = {"ul", "ol", "blockquote", "table"}
_PICTURES = {
    "img": "图片", "v:imagedata": "图片", "video": "视频", "audio": "音频",
    "embed": "嵌入内容", "object": "嵌入内容", "iframe": "嵌入内容",
}  # fmt: skip
_ALIGN = re.compile(r"text-align\s*:\s*(left|justify|start|center|right|end)", re.IGNORECASE)
_INDENT = re.compile(r"text-indent\s*:\s*(?!-|0(?:[a-z%]|\s|;|$))\S", re.IGNORECASE)
_ALIGNMENTS = {"center": "align-center", "right": "align-right", "end": "align-right"}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Blocks for a body, and what of the source could not be taken along."""

    blocks: list[Block]
    losses: list[Loss]


def clean_html(source: str, base: str = "", ornaments: tuple[str, ...] = ()) -> Cleaned:
    """
    The clean body of `source`. Relative links are resolved against `base`; pictures whose address
    matches one of `ornaments` (``*/icons/word.png``) leave no text behind, but are counted as lost.
    """
    cleaner = _Cleaner(base, ornaments)
    return cleaner.clean(BeautifulSoup(source, "lxml"))


@dataclass(slots=True)
class _Frame:
    """An element we are in: what holds inside it, and how deep the composer was before it."""

    tag: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    align: str = ""
    depth: int = 1
    inside: int = 1
    """The composer's depth inside the nearest element that opened a container."""
    is_preformatted: bool = False
    text_tag: str = "p"
    """What text straight inside is: a paragraph or a heading."""


class _Cleaner:
    def __init__(self, base: str, ornaments: tuple[str, ...]) -> None:
        self._base = base
        self._ornaments = ornaments
        self._composer = Composer()
        self._losses: list[Loss] = []
        self._frames = [_Frame("")]

    def clean(self, soup: BeautifulSoup) -> Cleaned:
        """Walks without recursion: a source may nest as deep as it likes."""
        open_elements: list[Iterator[object]] = [iter(soup.contents)]
        while open_elements:
            node = next(open_elements[-1], None)
            if node is None:
                open_elements.pop()
                if open_elements:
                    self._leave()
            elif isinstance(node, Tag):
                if self._enter(node):
                    open_elements.append(iter(node.contents))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._text(str(node))
        return Cleaned(self._composer.blocks(), self._losses)

    def _enter(self, element: Tag) -> bool:
        """Whether to go inside; every element gone into is left by `_leave`."""
        name, above = element.name.lower(), self._frames[-1]
        if name in _SKIPPED:
            return False
        if name == "br":
            self._composer.add(Piece("\n", is_break=True))
            return False
        if name == "hr":
            self._composer.rule()
            return False
        if name in _PICTURES:
            self._picture(element, name)
        frame = _Frame(
            name, above.marks, above.href, above.align, self._composer.depth, above.inside,
            above.is_preformatted or name in ("pre", "textarea"), above.text_tag,
        )  # fmt: skip
        if name in _MARKS:
            frame.marks = above.marks | {_MARKS[name]}
        elif name == "a":
            self._link(element, frame)
        else:
            self._structure(element, frame)
        self._frames.append(frame)
        return True

    def _leave(self) -> None:
        frame = self._frames.pop()
        if frame.inside != self._frames[-1].inside:
            self._composer.close_to(frame.depth)
        if _is_block(frame.tag):
            above = self._frames[-1]
            self._composer.paragraph(above.text_tag, _ALIGNMENTS.get(above.align, ""))

    def _text(self, text: str) -> None:
        frame = self._frames[-1]
        if not frame.is_preformatted:
            self._composer.add(Piece(text, frame.marks, frame.href))
            return
        for number, line in enumerate(text.splitlines()):
            if number:
                self._composer.add(Piece("\n", is_break=True))
            self._composer.add(Piece(line, frame.marks, frame.href))

    def _structure(self, element: Tag, frame: _Frame) -> None:
        """Paragraphs, headings, lists, quotes and tables; any other element is only its content."""
        name, style = frame.tag, str(element.get("style") or "")
        if not _is_block(name):
            return
        frame.align = _alignment(element, style, "" if name == "table" else frame.align)
        if name in _CONTAINERS:
            self._open(frame, name, _start(element) if name == "ol" else "")
        elif name in ("li", "tr", "td", "th", "caption"):
            self._open_inside(element, frame)
        if name not in _PARAGRAPHS:
            frame.text_tag = _HEADINGS.get(name, "p")
        look = _ALIGNMENTS.get(frame.align, "")
        self._composer.paragraph(frame.text_tag, look, bool(_INDENT.search(style)))

    def _open(self, frame: _Frame, tag: str, attributes: str = "", style: str = "") -> None:
        self._composer.open(tag, attributes, style)
        frame.inside = self._composer.depth

    def _open_inside(self, element: Tag, frame: _Frame) -> None:
        """An item, a row or a cell where it belongs; elsewhere it is a paragraph."""
        self._composer.close_to(frame.inside)
        frame.depth = self._composer.depth
        name, outer = frame.tag, self._composer.innermost
        if name == "li" and outer in ("ul", "ol"):
            self._open(frame, "li")
        elif outer == "table" and (name == "tr" or (name == "caption" and self._composer.is_fresh)):
            self._open(frame, name)
        elif name in ("td", "th") and outer in ("tr", "table"):
            if outer == "table":
                self._composer.open("tr")
            self._open(frame, name, _spans(element), _ALIGNMENTS.get(frame.align, ""))

    def _link(self, element: Tag, frame: _Frame) -> None:
        address = str(element.get("href") or "").strip()
        if not address or address.startswith("#") or address.lower().startswith("javascript:"):
            return
        href = kept_href(address, self._base)
        if href:
            frame.marks, frame.href = frame.marks | {"a"}, href
            return
        name = " ".join(element.get_text().split())[:120] or file_name(address)
        self._losses.append(Loss(loss_kind(address), name, address))

    def _picture(self, element: Tag, name: str) -> None:
        """A picture in a `data:` address stays; any other leaves its text, or a line if Word drew one."""
        address = str(element.get("src") or element.get("data") or "")
        title = " ".join(str(element.get("alt") or element.get("title") or "").split())
        picture = embedded_picture(address, title) if name == "img" else None
        if picture and self._composer.picture(picture):
            return
        is_embedded = address.startswith("data:")
        label = title or ("" if is_embedded else file_name(address)) or "无名称"
        self._losses.append(Loss("picture", label, address[:200]))
        if any(fnmatchcase(address, ornament) for ornament in self._ornaments):
            return
        if _is_thin(element):
            self._composer.rule()
            return
        frame = self._frames[-1]
        self._composer.add(Piece(f"〔{_PICTURES[name]}：{label}〕", frame.marks, frame.href))


def _is_block(name: str) -> bool:
    return (
        name in _PARAGRAPHS
        or name in _HEADINGS
        or name in _CONTAINERS
        or name in ("li", "tr", "td", "th", "caption", "thead", "tbody", "tfoot")
    )


def _alignment(element: Tag, style: str, inherited: str) -> str:
    if element.name == "center":
        return "center"
    found = _ALIGN.search(style)
    if found:
        return found[1].lower()
    given = str(element.get("align") or "").lower()
    return (
        given
        if given in ("left", "center", "right", "justify") and element.name != "table"
        else inherited
    )


def _spans(element: Tag) -> str:
    """`colspan` and `rowspan` of a cell, when they are numbers that say something."""
    spans = ""
    for name in ("colspan", "rowspan"):
        number = str(element.get(name) or "").strip()
        if number.isascii() and number.isdigit() and 1 < int(number) <= 1000:
            spans += f' {name}="{int(number)}"'
    return spans


def _start(element: Tag) -> str:
    number = str(element.get("start") or "").strip()
    return (
        f' start="{int(number)}"'
        if number.isascii() and number.isdigit() and len(number) < 6
        else ""
    )


def _is_thin(element: Tag) -> bool:
    return str(element.get("height") or "").strip().removesuffix("px") in ("1", "2")
