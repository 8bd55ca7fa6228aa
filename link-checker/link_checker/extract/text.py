"""
Text as a reader sees it: white space collapsed, invisible characters gone, blocks apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_INVISIBLE = dict.fromkeys(
    map(ord, "\xad\x7f\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")
) | dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0x202A, 0x202F)])
_BLOCKS = frozenset(
    """
    address article aside blockquote body br button caption center dd details dialog div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr iframe input label legend li
    main nav ol option p pre section select summary table tbody td textarea tfoot th thead time tr
    ul video
    """.split()  # noqa: SIM905
)
_SILENT = "script, style, noscript, template, title"


def collapse(text: str) -> str:
    """Runs of white space are one space, invisible characters are gone."""
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(text.translate(_INVISIBLE).split())


def silence(tree: LexborHTMLParser) -> None:
    """Takes out of the tree what is never shown as text."""
    for node in tree.css(_SILENT):
        node.decompose()


def blocks(root: LexborNode) -> list[str]:
    """The text of each block element in order; what stands within one line is one block."""
    found: list[str] = []
    line: list[str] = []
    for node in root.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            text = node.text_content
            if text and not text.isspace():
                if line and _follows_block(node):
                    found.append("".join(line))
                    line.clear()
                line.append(text)
            elif text and line:
                line.append(" ")
        elif tag in _BLOCKS and line:
            found.append("".join(line))
            line.clear()
    if line:
        found.append("".join(line))
    return [text for text in map(collapse, found) if text]


def text_of(root: LexborNode) -> str:
    """The text of an element, its blocks apart by a space, with what its pictures say."""
    said = [picture for picture in _alternatives(root) if picture]
    return " ".join([*blocks(root), *said])


def label_of(node: LexborNode, attributes: dict[str, str | None]) -> str:
    """What a link says: its text, else its picture's alternative, else its label or title."""
    text = collapse(node.text())
    if text:
        return text
    said = " ".join(_alternatives(node))
    return collapse(said or attributes.get("aria-label") or attributes.get("title") or "")


def _alternatives(root: LexborNode) -> Iterator[str]:
    for picture in root.css("img[alt]"):
        alternative = picture.attributes.get("alt")
        if alternative:
            yield collapse(alternative)


def _follows_block(node: LexborNode) -> bool:
    before = node.prev
    return before is not None and before.tag in _BLOCKS
