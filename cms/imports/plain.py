"""
Plain text and Markdown as blocks of a body.
"""

from __future__ import annotations

import re
from typing import Literal

from markdown_it import MarkdownIt

from .compose import Block, Composer
from .html import Cleaned, clean_html
from .inline import Piece

ParagraphsBy = Literal["lines", "blank_lines", "indents"]
PARAGRAPHS_BY: tuple[ParagraphsBy, ...] = ("lines", "blank_lines", "indents")

_LINES = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?=\n)")
_INDENTS = re.compile(r"\n|(?=\u3000{2})(?<!\u3000)|(?<=[。：；！？）”:;!?)])(?=[\u2002\xa0]{2})")

_markdown = MarkdownIt("zero", {"html": True, "breaks": True}).enable(
    ["heading", "html_block", "html_inline", "entity", "escape"]
)


def split_lines(text: str) -> list[str]:
    """The lines of a text, whichever of the many line ends it uses; furniture is judged by them."""
    return _LINES.split(text)


def blocks_of_text(lines: list[str], paragraphs_by: ParagraphsBy) -> list[Block]:
    """
    One paragraph for each line (``lines``); for each run of lines between blank ones, joined without a
    space (``blank_lines``); or for each line and again at each indent inside it (``indents``).
    """
    composer = Composer()
    for paragraph in _paragraphs("\n".join(lines), paragraphs_by):
        composer.paragraph()
        composer.add(Piece(paragraph))
    return composer.blocks()


def clean_markdown(text: str, base: str = "", ornaments: tuple[str, ...] = ()) -> Cleaned:
    """
    Headings, paragraphs, HTML and escapes. Lists and emphasis are left as they were typed: in legal
    texts “1.” is a number that is quoted, and “*” a mark that means something.
    """
    return clean_html(_markdown.render(text), base, ornaments)


def _paragraphs(text: str, by: ParagraphsBy) -> list[str]:
    if by == "lines":
        return text.split("\n")
    if by == "blank_lines":
        return [part.strip("\n").replace("\n", "") for part in _BLANK_LINES.split(text)]
    return _INDENTS.split(text)
