"""
Text inside a paragraph: white space, line breaks and marks, across the borders of the source's elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from .values import INVISIBLE, without_invisible

_MARKS = ("a", "strong", "em", "sup", "sub")
_SCRIPT = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_BREAK_IN_SCRIPT = re.compile(rf"(?<=[{_SCRIPT}])[ \t]*[\r\n]\s*(?=[{_SCRIPT}])")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_INDENT = re.compile(r"[ \t\r\n]*(?:[\u3000\u2003]{2}|[\u3000\u2002\u2003\xa0]{4})")
_EDGES = re.compile(r"^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the same marks; `href` belongs to the mark ``a``. ``"\\n"`` with `is_break` is `<br>`."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """The pieces of one paragraph, and whether the source indented it with spaces."""

    pieces: list[Piece]
    is_indented: bool


def paragraphs(pieces: Iterable[Piece]) -> Iterable[Run]:
    """
    One paragraph, or several where the source made them with line breaks: an empty line, or a break
    before an indent.
    """
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.is_break:
            lines.append([])
        elif piece.text:
            lines[-1].append(piece if "\0" not in piece.text else _without_nul(piece))
    run: list[Piece] = []
    is_indented = False
    for line in lines:
        text = without_invisible("".join(piece.text for piece in line))
        starts_indented = bool(_INDENT.match(text))
        if run and (starts_indented or not text.strip()):
            yield Run(run, is_indented)
            run = []
        if not text.strip():
            continue
        is_indented = starts_indented if not run else is_indented
        run = [*run, Piece("\n", is_break=True), *line] if run else list(line)
    if run:
        yield Run(run, is_indented)


def _without_nul(piece: Piece) -> Piece:
    return replace(piece, text=piece.text.replace("\0", ""))


def inline_html(pieces: list[Piece]) -> str:
    """The pieces as HTML, with white space as a browser would show it and marks nested once."""
    html: list[str] = []
    marks: list[tuple[str, str]] = []
    for piece in _tidy(pieces):
        wanted = [
            (mark, piece.href if mark == "a" else "") for mark in _MARKS if mark in piece.marks
        ]
        keep = 0
        while keep < min(len(marks), len(wanted)) and marks[keep] == wanted[keep]:
            keep += 1
        html += [f"</{mark}>" for mark, _ in reversed(marks[keep:])]
        html += [_opened(mark, href) for mark, href in wanted[keep:]]
        marks = wanted
        html.append("<br/>" if piece.is_break else escape(piece.text, quote=False))
    html += [f"</{mark}>" for mark, _ in reversed(marks)]
    return "".join(html)


def _opened(mark: str, href: str) -> str:
    return f'<a href="{escape(href)}">' if mark == "a" else f"<{mark}>"


def _tidy(pieces: list[Piece]) -> list[Piece]:
    """
    Pieces without invisible characters; white space is collapsed across piece borders and gone at the
    ends of the paragraph and around breaks.
    """
    kept = _kept("".join("\0" if piece.is_break else piece.text for piece in pieces))
    tidy: list[Piece] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        shown = "".join(kept[at:end])
        at = end
        if shown or piece.is_break:
            tidy.append(replace(piece, text=shown))
    return tidy


def _kept(text: str) -> list[str]:
    """For each character of `text` what is left of it: itself, a space, or nothing."""
    kept = list(text)
    for pattern, left in ((_SPACES, " "), (_BREAK_IN_SCRIPT, ""), (INVISIBLE, "")):
        for span in pattern.finditer(text):
            kept[span.start() : span.end()] = [left, *[""] * (len(span[0]) - 1)]
    for line in re.finditer(r"[^\0]+", text):
        for edge in _EDGES.finditer(line[0]):
            start = line.start() + edge.start()
            kept[start : start + len(edge[0])] = [""] * len(edge[0])
    return kept
