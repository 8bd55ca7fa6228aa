"""
Puts a body together: text, headings, lists, tables and quotes come in as they are met; blocks of clean
HTML come out, tables and pictures apart from text, in reading order.

Nothing can come out that is not written here: tags, attributes and classes are those of docs/feed.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from .inline import Piece, inline_html, paragraphs
from .pictures import EmbeddedPicture
from .values import without_invisible

Block = tuple[Literal["text", "table"], str] | tuple[Literal["picture"], EmbeddedPicture]

MARKS = ("a", "strong", "em", "sup", "sub")
_LISTS = ("ul", "ol")
_SCRIPT = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_BREAK_IN_SCRIPT = re.compile(rf"(?<=[{_SCRIPT}])[ \t]*[\r\n]\s*(?=[{_SCRIPT}])")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_INDENT = re.compile(r"[ \t\r\n]*(?:[\u3000\u2003]{2}|[\u3000\u2002\u2003\xa0]{4})")
_EDGES = re.compile(r"^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$")
_MAX_DEPTH = 30
"""Lists, quotes and tables nested deeper than this lose their marks, never their text."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Something finished inside a container."""

    kind: Literal["paragraph", "block", "table", "picture"]
    html: str
    tag: str = ""
    style: str = ""
    is_indented: bool = False
    picture: EmbeddedPicture | None = None

    @property
    def stands_apart(self) -> bool:
        """Whether it is a block of its own at the top of the body."""
        return self.kind in ("table", "picture")


@dataclass(slots=True)
class _Container:
    tag: str
    attributes: str = ""
    style: str = ""
    parts: list[_Part] = field(default_factory=list)


class Composer:
    """
    Takes a body in pieces, in reading order. `paragraph` sets the tag and look of what follows and ends
    what came before; `open` and `close_to` bracket lists, quotes and tables.
    """

    def __init__(self) -> None:
        self._stack = [_Container("body")]
        self._pieces: list[Piece] = []
        self._tag, self._style, self._is_indented = "p", "", False

    @property
    def depth(self) -> int:
        """How many containers are open; hand it to `close_to` later."""
        return len(self._stack)

    @property
    def innermost(self) -> str:
        """The tag of the innermost open container, ``body`` when none is."""
        return self._stack[-1].tag

    @property
    def is_fresh(self) -> bool:
        """Whether nothing stands in the innermost container yet: only there may a caption come."""
        return not self._stack[-1].parts

    def add(self, piece: Piece) -> None:
        """Text of the present paragraph."""
        if without_invisible(piece.text).strip():
            self._make_room()
        self._pieces.append(piece)

    def paragraph(self, tag: str = "p", style: str = "", is_indented: bool = False) -> None:
        """Ends the present paragraph; what is added next gets this tag and style."""
        self._end_paragraph()
        self._tag, self._style, self._is_indented = tag, style, is_indented

    def rule(self) -> None:
        """A horizontal line."""
        self._end_paragraph()
        self._make_room()
        self._stack[-1].parts.append(_Part("block", "<hr/>"))

    def picture(self, picture: EmbeddedPicture) -> bool:
        """A picture as a block of its own; False, and nothing done, inside a table."""
        if any(container.tag == "table" for container in self._stack):
            return False
        self._end_paragraph()
        self._make_room()
        self._stack[-1].parts.append(_Part("picture", "", picture=picture))
        return True

    def open(self, tag: str, attributes: str = "", style: str = "") -> None:
        """
        Opens a list, an item, a quote, a table, a row or a cell.

        A table in a list or a quote is lifted out of it when that is closed.
        """
        self._end_paragraph()
        if self.depth >= _MAX_DEPTH and tag in (*_LISTS, "blockquote", "table"):
            tag = "flat"
        if tag not in ("li", "tr", "td", "th", "caption"):
            self._make_room()
        self._stack.append(_Container(tag, attributes, style))

    def close_to(self, depth: int) -> None:
        """Closes what was opened since the depth was `depth`."""
        self._end_paragraph()
        while len(self._stack) > depth:
            container = self._stack.pop()
            self._stack[-1].parts.extend(_closed(container))

    def blocks(self) -> list[Block]:
        """Ends everything and gives the blocks."""
        self.close_to(1)
        parts = self._stack[0].parts
        has_indents = any(part.is_indented for part in parts)
        blocks: list[Block] = []
        for part in parts:
            last = blocks[-1] if blocks else None
            if part.picture:
                blocks.append(("picture", part.picture))
            elif part.kind == "table":
                blocks.append(("table", part.html))
            elif last and last[0] == "text":
                blocks[-1] = ("text", last[1] + _standing(part, has_indents))
            else:
                blocks.append(("text", _standing(part, has_indents)))
        return blocks

    def _make_room(self) -> None:
        """Text and blocks straight in a list, a table or a row get an item or a cell of their own."""
        if self.innermost in _LISTS:
            self._stack.append(_Container("li"))
        if self.innermost == "table":
            self._stack.append(_Container("tr"))
        if self.innermost == "tr":
            self._stack.append(_Container("td"))

    def _end_paragraph(self) -> None:
        pieces, self._pieces = self._pieces, []
        for number, run in enumerate(paragraphs(pieces)):
            html = inline_html(run.pieces)
            if html:
                is_indented = run.is_indented or (number == 0 and self._is_indented)
                part = _Part("paragraph", html, self._tag, self._style, is_indented)
                self._stack[-1].parts.append(part)


def _classed(tag: str, style: str, attributes: str = "") -> str:
    return f'<{tag}{attributes} class="{style}">' if style else f"<{tag}{attributes}>"


def _standing(part: _Part, has_indents: bool) -> str:
    """A part at the top of the body; a paragraph that is not indented among indented ones says so."""
    if part.kind == "block":
        return part.html
    style = part.style
    if part.tag == "p" and has_indents and not style and not part.is_indented:
        style = "no-indent"
    return f"{_classed(part.tag, style)}{part.html}</{part.tag}>"


def _held(part: _Part) -> str:
    """A part inside a container."""
    if part.kind != "paragraph":
        return part.html
    return f"{_classed(part.tag, part.style)}{part.html}</{part.tag}>"


def _closed(container: _Container) -> list[_Part]:
    """
    What a container leaves in the one around it: nothing when it is empty, save for cells.

    A table or a picture in a list or a quote is lifted out of it: the list ends before and goes on behind.
    """
    tag, parts = container.tag, container.parts
    if tag == "flat":
        return parts
    if tag in ("td", "th") or (tag == "caption" and parts):
        return [_wrapped(container, parts)]
    if tag == "table":
        return _table(parts)
    left: list[_Part] = []
    for is_apart, group in groupby(parts, key=lambda part: part.stands_apart):
        members = list(group)
        left += members if is_apart else [_wrapped(container, members)]
    return left


def _table(parts: list[_Part]) -> list[_Part]:
    if not any(_has_text(part) for part in parts):
        return []
    has_caption = parts[0].tag == "caption"
    caption = parts[0].html if has_caption else ""
    rows = "".join(part.html for part in parts[has_caption:])
    return [_Part("table", f"<table>{caption}<tbody>{rows}</tbody></table>")]


def _wrapped(container: _Container, parts: list[_Part]) -> _Part:
    """The parts in the container's tag; a single plain paragraph stands in it without its own."""
    tag, style, attributes = container.tag, "", container.attributes
    only = parts[0] if len(parts) == 1 and parts[0].tag == "p" else None
    if only:
        style, inner = only.style, only.html
    else:
        inner = "".join(_held(part) for part in parts)
        style = "" if parts else container.style
    if tag in (*_LISTS, "li", "tr"):
        style = ""
    return _Part("block", f"{_classed(tag, style, attributes)}{inner}</{tag}>", tag)


def _has_text(part: _Part) -> bool:
    return bool(re.sub(r"<[^>]*>", "", part.html).strip())
