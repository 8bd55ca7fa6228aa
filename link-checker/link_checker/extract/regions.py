"""
Header, navigation and footer of a page: by element, by role, else by the names people give them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BY_ELEMENT = "header, nav, footer, [role]"
_NEAR_THE_TOP = "body > div, body > div > div, body > div > div > div, body > table"
_WITHIN_CONTENT = frozenset({"article", "main", "section", "aside", "blockquote"})
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")
_HEADER_NAMES = frozenset({"head", "header", "top", "topbar", "banner", "logo"})
_NAVIGATION_NAMES = frozenset(
    {"nav", "navbar", "navigation", "mnav", "menu", "daohang", "crumb", "crumbs", "breadcrumb"}
    | {"breadcrumbs", "position", "location", "dqwz", "weizhi", "wz"}
)
_FOOTER_NAMES = frozenset({"foot", "footer", "bottom", "copyright", "yejiao"})
_NOT_A_PART = frozenset({"margin", "padding", "mt", "mb", "bg", "border", "list"})
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


def find_regions(
    tree: LexborHTMLParser, has_header: bool = False, has_footer: bool = False
) -> Regions:
    """
    What the elements say; names of classes and ids count only where they say nothing, and where the page
    is not known to have a header and a footer already.
    """
    regions = Regions([], [], [])
    seen: set[int] = set()
    for node in tree.css(_BY_ELEMENT):
        # An element that two of the selectors choose comes twice.
        if node.mem_id not in seen:
            seen.add(node.mem_id)
            _sort_in(node, regions)
    has_header, has_footer = has_header or bool(regions.header), has_footer or bool(regions.footer)
    if not (has_header and has_footer) and tree.body is not None:
        _find_by_name(tree, regions, has_header, has_footer)
    return regions


def _sort_in(node: LexborNode, regions: Regions) -> None:
    tag, role = node.tag, node.attributes.get("role")
    if tag == "nav" or role == "navigation":
        regions.navigation.append(node)
    elif role == "banner" or (tag == "header" and not is_within_content(node)):
        regions.header.append(node)
    elif role == "contentinfo" or (tag == "footer" and not is_within_content(node)):
        regions.footer.append(node)


def is_within_content(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in _WITHIN_CONTENT:
            return True
        parent = parent.parent
    return False


def _find_by_name(
    tree: LexborHTMLParser, regions: Regions, has_header: bool, has_footer: bool
) -> None:
    body = tree.body
    assert body is not None
    limit = len(body.text_lexbor()) * _LARGEST_PART
    taken = {node.mem_id for node in regions.all()}
    for node in body.css(_NEAR_THE_TOP):
        attributes = node.attributes
        names = _names(attributes)
        if not names or _has_ancestor(node, taken):
            continue
        if names & _FOOTER_NAMES and not has_footer:
            kind = regions.footer
        elif names & _HEADER_NAMES and not has_header:
            kind = regions.header
        elif names & _NAVIGATION_NAMES:
            kind = regions.navigation
        else:
            continue
        text = node.text_lexbor()
        if len(text) <= limit or (kind is regions.footer and _FOOTER_WORDS.search(text)):
            kind.append(node)
            taken.add(node.mem_id)


def _names(attributes: dict[str, str | None]) -> set[str]:
    """The words in class and id: `newFoot_con` → `new`, `foot`, `con`."""
    said = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    words = [word.lower() for word in _WORD.findall(said)]
    # `margin-top` is no header.
    return {
        word for before, word in zip(["", *words], words, strict=False) if before not in _NOT_A_PART
    }


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
