"""
Text as a reader sees it: white space collapsed, invisible characters gone, blocks apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

_INVISIBLE = dict.fromkeys(
    map(ord, "\xad\x7f\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")
) | dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0x202A, 0x202F)])
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp
    small span strike strong sub sup tt u var wbr
    """.split()  # noqa: SIM905
)
_BETWEEN = "\0"
"""No white space, and in no document: a parser puts U+FFFD in its place."""


def collapse(text: str) -> str:
    """Runs of white space are one space, invisible characters are gone."""
    return _visible(" ".join(text.split()))


def _visible(text: str) -> str:
    return text if text.isprintable() else " ".join(text.translate(_INVISIBLE).split())


def blocks(root: LexborNode, tags: Iterable[str]) -> list[str]:
    """
    The text of each block in order; what stands within one line is one block.

    `tags` are those of the elements within `root`, or more. The inline ones are gone from the tree afterwards.
    """
    inline = _INLINE.intersection(tags)
    for node in root.css(",".join(inline)) if inline else ():
        node.unwrap()
    root.merge_text_nodes()
    said = " ".join(root.text(separator=_BETWEEN, skip_empty=True).split())
    found = map(str.strip, said.split(_BETWEEN))
    if not said.replace(_BETWEEN, "").isprintable():
        found = map(_visible, found)
    return [text for text in found if text]


def text_of(root: LexborNode, tags: Iterable[str]) -> str:
    """The text of an element, its blocks apart by a space, then what its pictures say. As `blocks`."""
    said = list(_alternatives(root))
    return " ".join([*blocks(root, tags), *said])


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
