"""
Header, navigation and footer of a page: by element, by role, else by the names people give them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BY_ELEMENT = "header, nav, footer, [role=banner], [role=navigation], [role=contentinfo]"
_NEAR_THE_TOP = "body > div, body > div > div, body > div > div > div, body > table"
_WITHIN_CONTENT = frozenset({"article", "main", "section", "aside", "blockquote"})
_WORD = r"(?:^|[\s_-]|\b(?:page|site|common|public|g|m|pc)[-_]?)"
_END = r"(?:er|box|wrap|bar|main|con|content|inner|bg)?\d*(?:$|[\s_-])"
_HEADER_NAME = re.compile(rf"{_WORD}(?:head|top|banner|logo){_END}", re.IGNORECASE)
_NAVIGATION_NAME = re.compile(
    rf"{_WORD}(?:nav|menu|daohang|dh|crumbs?|breadcrumbs?|position|location|dqwz|wz){_END}",
    re.IGNORECASE,
)
_FOOTER_NAME = re.compile(rf"{_WORD}(?:foot|bottom|copyright|footer|yejiao){_END}", re.IGNORECASE)
_FOOTER_WORDS = re.compile(r"版权所有|主办单位|网站标识码|ICP备|公网安备")
_LARGEST_PART = 0.5
"""What holds more of the page's text than this is no header, whatever its name says."""


@dataclass(frozen=True)
class Regions:
    """The parts of a page that frame it; none of them lies within another of the same list."""

    header: list[LexborNode]
    navigation: list[LexborNode]
    footer: list[LexborNode]

    def all(self) -> list[LexborNode]:
        """Everything that is not the page's own."""
        return [*self.header, *self.navigation, *self.footer]


def find_regions(tree: LexborHTMLParser) -> Regions:
    """What the elements say; names of classes and ids count only where they say nothing."""
    regions = Regions([], [], [])
    for node in tree.css(_BY_ELEMENT):
        _sort_in(node, regions)
    if not (regions.header and regions.footer) and tree.body is not None:
        _find_by_name(tree, regions)
    return regions


def _sort_in(node: LexborNode, regions: Regions) -> None:
    tag, role = node.tag, node.attributes.get("role")
    if tag == "nav" or role == "navigation":
        regions.navigation.append(node)
    elif role == "banner" or (tag == "header" and not _is_within_content(node)):
        regions.header.append(node)
    elif role == "contentinfo" or (tag == "footer" and not _is_within_content(node)):
        regions.footer.append(node)


def _is_within_content(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in _WITHIN_CONTENT:
            return True
        parent = parent.parent
    return False


def _find_by_name(tree: LexborHTMLParser, regions: Regions) -> None:
    body = tree.body
    assert body is not None
    limit = len(body.text_lexbor()) * _LARGEST_PART
    has_header, has_footer = bool(regions.header), bool(regions.footer)
    taken = {node.mem_id for node in regions.all()}
    for node in body.css(_NEAR_THE_TOP):
        attributes = node.attributes
        name = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
        if len(name) < 4 or _has_ancestor(node, taken):
            continue
        if not has_footer and _FOOTER_NAME.search(name):
            kind = regions.footer
        elif not has_header and _HEADER_NAME.search(name):
            kind = regions.header
        elif _NAVIGATION_NAME.search(name):
            kind = regions.navigation
        else:
            continue
        if len(node.text_lexbor()) <= limit or _FOOTER_WORDS.search(node.text_lexbor()):
            kind.append(node)
            taken.add(node.mem_id)


def _has_ancestor(node: LexborNode, taken: set[int]) -> bool:
    parent: LexborNode | None = node
    while parent is not None:
        if parent.mem_id in taken:
            return True
        parent = parent.parent
    return False


def footer_words(text: str) -> str:
    """The end of a page that has no element for its footer, from the first word that belongs there."""
    end = text[-1500:]
    match = _FOOTER_WORDS.search(end)
    return end[match.start() :] if match else ""
